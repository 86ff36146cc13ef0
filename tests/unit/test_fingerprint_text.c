/* syntax/fingerprint: what programs print. Each output that has one fingerprint is read, and no other number is ever
 * taken for it. The hashes are those of "" as if it were a certificate. */
#include "testing.h"

#include "base/xalloc.h"

#include "syntax/fingerprint.h"

#include "make_cert.h"

#define MD5 "d41d8cd98f00b204e9800998ecf8427e"
#define SHA1 "da39a3ee5e6b4b0d3255bfef95601890afd80709"
#define SHA1_COLONS "DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07:09"
#define SHA1_EIGHTS "DA39A3EE 5E6B4B0D 3255BFEF 95601890 AFD80709"
#define SHA1_BLANKS "da 39 a3 ee 5e 6b 4b 0d 32 55 bf ef 95 60 18 90 af d8 07 09"
#define SHA256 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define SHA256_COLONS                                      \
	"E3:B0:C4:42:98:FC:1C:14:9A:FB:F4:C8:99:6F:B9:24:" \
	"27:AE:41:E4:64:9B:93:4C:A4:95:99:1B:78:52:B8:55"
#define SHA256_BLANKS                                      \
	"E3 B0 C4 42 98 FC 1C 14 9A FB F4 C8 99 6F B9 24 " \
	"27 AE 41 E4 64 9B 93 4C A4 95 99 1B 78 52 B8 55"
#define SHA256_BASE64 "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
/* a number as long as a SHA-1 hash */
#define NUMBER "50534F7EACD1692B57069826EA93343C7E460EA7"
#define NUMBER_COLONS "50:53:4F:7E:AC:D1:69:2B:57:06:98:26:EA:93:34:3C:7E:46:0E:A7"

static void
outputs_of_programs_are_read(void **state)
{
	static const struct {
		const char *text, *hash;
	} cases[] = {
		/* macOS: security find-certificate -Z, Keychain Access */
		{ "SHA-256 hash: " SHA256, "SHA-256" },
		{ "SHA-1 hash: " SHA1, "SHA-1" },
		{ "SHA-256 " SHA256_BLANKS, "SHA-256" },
		{ "SHA-256 " SHA256_BLANKS " ", "SHA-256" },
		{ "Fingerprints\nSHA-256  " SHA256_BLANKS, "SHA-256" },
		{ "SHA-1\t" SHA1_BLANKS, "SHA-1" },
		{ "SHA-256 E3\xc2\xa0"
		  "B0\xc2\xa0"
		  "C4\xc2\xa0"
		  "42 98 FC 1C 14 9A FB F4 C8 99 6F B9 24 "
		  "27 AE 41 E4 64 9B 93 4C A4 95 99 1B 78 52 B8 55",
			"SHA-256" },
		/* Windows: certutil, in other languages too, PowerShell, the certificate window */
		{ "Cert Hash(sha256): " SHA256, "SHA-256" },
		{ "Cert Hash(sha1): " SHA1_BLANKS, "SHA-1" },
		{ "Zertifikathash(sha1): " SHA1, "SHA-1" },
		{ "Hach. cert. (sha1) : " SHA1, "SHA-1" },
		{ "SHA1 hash of file ca.cer:\n" SHA1_BLANKS
		  "\nCertUtil: -hashfile command completed successfully.",
			"SHA-1" },
		{ "SHA256 hash of ca.cer:\r\n" SHA256
		  "\r\nCertUtil: -hashfile command completed successfully.\r\n",
			"SHA-256" },
		{ "Thumbprint\n" SHA1_BLANKS, "SHA-1" },
		{ "Thumbprint : " SHA1, "SHA-1" },
		{ "Fingerabdruck: " SHA1_BLANKS, "SHA-1" },
		{ "Thumbprint                                Subject\n"
		  "----------                                -------\n" SHA1 "  CN=Root, O=Example",
			"SHA-1" },
		{ SHA1 "  CN=Key Root, O=Example", "SHA-1" },
		{ "SerialNumber : " NUMBER "\nThumbprint   : " SHA1 "\nSubject : CN=Root",
			"SHA-1" },
		{ "Algorithm       Hash                        Path\n"
		  "---------       ----                        ----\n"
		  "SHA256          " SHA256 "  C:\\ca.cer",
			"SHA-256" },
		/* shasum, sha256sum and their like */
		{ SHA256 "  ca.cer", "SHA-256" },
		{ SHA256 " *ca.cer", "SHA-256" },
		{ SHA256 "  -", "SHA-256" },
		{ SHA256 "  serial.cer", "SHA-256" },
		{ SHA256 "  cafe", "SHA-256" },
		{ SHA256 " ca.cer", "SHA-256" },
		{ SHA1 "  /etc/ssl/root ca.cer\n", "SHA-1" },
		{ MD5 "  ca.cer", "MD5" },
		{ "\\" SHA256 "  a\\\\b.cer", "SHA-256" },
		{ "SHA256 (ca.cer) = " SHA256, "SHA-256" },
		{ "SHA1 (my key.cer) = " SHA1, "SHA-1" },
		{ "MD5 (ca.cer) = " MD5, "MD5" },
		/* openssl */
		{ "SHA2-256(ca.cer)= " SHA256, "SHA-256" },
		{ "SHA256(stdin)= " SHA256, "SHA-256" },
		{ "SHA1(ca.cer)= " SHA1, "SHA-1" },
		{ SHA256 " *stdin", "SHA-256" },
		{ "sha256 Fingerprint=" SHA256_COLONS, "SHA-256" },
		{ "serial=" NUMBER "\nsha256 Fingerprint=" SHA256_COLONS, "SHA-256" },
		{ "serial=" NUMBER " SHA1 Fingerprint=" SHA1_COLONS, "SHA-1" },
		/* Cisco IOS, NDES' page */
		{ "Fingerprint SHA1: " SHA1_EIGHTS, "SHA-1" },
		{ "      Fingerprint MD5: D41D8CD9 8F00B204 E9800998 ECF8427E", "MD5" },
		{ "The thumbprint (hash value) for the CA certificate is: D41D8CD9 8F00B204 E9800998 "
		  "ECF8427E",
			"MD5" },
		/* browsers */
		{ "SHA-256 Fingerprint\t" SHA256_COLONS, "SHA-256" },
		{ "SHA-256 Fingerprint: " SHA256, "SHA-256" },
		{ "SHA-256 Fingerprints\nCertificate\t" SHA256 "\nPublic Key\t" SHA256 "0",
			"SHA-256" },
		{ "SHA-256 Fingerprints\nCertificate\n" SHA256 "\nPublic Key\n" NUMBER
		  "000000000000000000000000",
			"SHA-256" },
		/* keytool, GnuTLS, nmap, step, SDP, JSON, property lists */
		{ "Certificate fingerprint (SHA-256): " SHA256_COLONS, "SHA-256" },
		{ "\t SHA256: " SHA256_COLONS, "SHA-256" },
		{ "Fingerprint:\n\tsha1:" SHA1 "\nPublic Key ID:\n\tsha1:" NUMBER, "SHA-1" },
		{ "| SHA-1: da39 a3ee 5e6b 4b0d 3255 bfef 9560 1890 afd8 0709", "SHA-1" },
		{ "|_SHA-1: da39 a3ee 5e6b 4b0d 3255 bfef 9560 1890 afd8 0709", "SHA-1" },
		{ "a=fingerprint:sha-256 " SHA256_COLONS, "SHA-256" },
		{ "{\"alg\": \"SHA-256\", \"content\": \"" SHA256 "\"}", "SHA-256" },
		{ "\"sha256\": \"" SHA256 "\",", "SHA-256" },
		{ "serial: " NUMBER "\nsha256: " SHA256, "SHA-256" },
		{ "<key>CAFingerprint</key><string>" SHA1 "</string>", "SHA-1" },
		{ "<data>" SHA256_BASE64 "</data>", "SHA-256" },
		{ "<key>CAFingerprint</key>\n<data>\n\t" SHA256_BASE64 "\n</data>", "SHA-256" },
		{ "SHA-256 hash: " SHA256_BASE64, "SHA-256" },
		{ "sha256-" SHA256_BASE64, "SHA-256" },
		/* the digits alone, however they are put */
		{ "\"" SHA256 "\"", "SHA-256" },
		{ "'" SHA256_BASE64 "'", "SHA-256" },
		{ "DA.39.A3.EE.5E.6B.4B.0D.32.55.BF.EF.95.60.18.90.AF.D8.07.09", "SHA-1" },
		{ "0xda, 0x39, 0xa3, 0xee, 0x5e, 0x6b, 0x4b, 0x0d, 0x32, 0x55, 0xbf, 0xef, 0x95, "
		  "0x60, 0x18, 0x90, 0xaf, 0xd8, 0x07, 0x09",
			"SHA-1" },
		{ "\\xda\\x39\\xa3\\xee\\x5e\\x6b\\x4b\\x0d\\x32\\x55\\xbf\\xef\\x95\\x60\\x18\\x90"
		  "\\xaf\\xd8\\x07\\x09",
			"SHA-1" },
		{ "SHA256 Fingerprint:\n  E3:B0:C4:42:98:FC:1C:14:9A:FB:F4:C8:99:6F:B9:24:\n"
		  "  27:AE:41:E4:64:9B:93:4C:A4:95:99:1B:78:52:B8:55",
			"SHA-256" },
		{ "SHA256 Fingerprint: E3:B0:C4:42:98:FC:1C:14:9A:FB:F4:C8:99:6F:B9:24: "
		  "27:AE:41:E4:64:9B:93:4C:A4:95:99:1B:78:52:B8:55",
			"SHA-256" },
		/* the same one twice, and several of one value */
		{ "SHA1: " SHA1 "\nThumbprint: " SHA1_COLONS, "SHA-1" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct fingerprint fp, want;
		struct finding slip = FINDING_INIT;

		if (fingerprint_parse(cases[i].text, &fp, &slip) < 0)
			fail_msg("%s: %s", cases[i].text, slip.sentence);
		assert_string_equal(fp.hash, cases[i].hash);
		assert_int_equal(fingerprint_parse(!strcmp(fp.hash, "SHA-1") ? SHA1
						   : !strcmp(fp.hash, "MD5") ? MD5
									     : SHA256,
					 &want, &slip),
			0);
		if (fp.len != want.len || memcmp(fp.bytes, want.bytes, fp.len) != 0)
			fail_msg("%s: another hash", cases[i].text);
		finding_release(&slip);
	}
}

static void
other_numbers_are_never_read(void **state)
{
	static const struct {
		const char *text, *rule, *sentence;
	} cases[] = {
		{ "Serial Number: " NUMBER, "fingerprint-other-number", "this is a serial number" },
		{ "Serial Number:\n    " NUMBER_COLONS, "fingerprint-other-number",
			"this is a serial number" },
		{ "serial=" NUMBER, "fingerprint-other-number", "this is a serial number" },
		{ "Serial " NUMBER, "fingerprint-other-number", "this is a serial number" },
		{ "SerialNumber : " NUMBER, "fingerprint-other-number", "this is a serial number" },
		{ "Seriennummer: " NUMBER, "fingerprint-other-number", "this is a serial number" },
		{ "Num\xc3\xa9ro de s\xc3\xa9rie : " NUMBER, "fingerprint-other-number",
			"this is a serial number" },
		{ "Serial Number: 42", "fingerprint-other-number", "this is a serial number" },
		{ "serial=01AB", "fingerprint-other-number", "this is a serial number" },
		{ "Subject Key Identifier: " NUMBER_COLONS, "fingerprint-other-number",
			"this is a key identifier" },
		{ "X509v3 Subject Key Identifier: \n    " NUMBER_COLONS, "fingerprint-other-number",
			"this is a key identifier" },
		{ "X509v3 Authority Key Identifier: \n    keyid:" NUMBER_COLONS,
			"fingerprint-other-number", "this is a key identifier" },
		{ "keyid:" NUMBER_COLONS, "fingerprint-other-number", "this is a key identifier" },
		{ "KeyID=" NUMBER, "fingerprint-other-number", "this is a key identifier" },
		{ "Key ID " NUMBER, "fingerprint-other-number", "this is a key identifier" },
		{ "Key Id Hash(rfc-sha1): " NUMBER, "fingerprint-other-number",
			"this is a key identifier" },
		{ "Schl\xc3\xbcssel-ID-Hash(sha1): " NUMBER, "fingerprint-other-number",
			"this is a key identifier" },
		/* with the word, as many letters as the Base64 of a SHA-256 hash */
		{ "SKI " NUMBER, "fingerprint-other-number", "this is a key identifier" },
		{ "    \"hpky\"<blob>=0x" NUMBER, "fingerprint-other-number",
			"this is a key identifier" },
		{ "Public Key ID:\n\tsha1:" NUMBER "\n\tsha256:" SHA256, "fingerprint-other-number",
			"this is a hash of a public key" },
		{ "Public Key SHA-256: " SHA256, "fingerprint-other-number",
			"this is a hash of a public key" },
		{ "pin-sha256-hex: " SHA256, "fingerprint-other-number",
			"this is a hash of a public key" },
		{ "Signature: " SHA256, "fingerprint-other-number", "this is a signature" },
		{ "SHA3-256(ca.cer)= " SHA256, "fingerprint-other-number",
			"this is a hash of another kind" },
		{ "RIPEMD-160(ca.cer)= " SHA1, "fingerprint-other-number",
			"this is a hash of another kind" },
		{ "The enrollment challenge password is: " MD5, "fingerprint-other-number",
			"this is a challenge" },
		/* no tags of XML */
		{ "S/key: " NUMBER, "fingerprint-other-number", "this is a key identifier" },
		{ "<key " NUMBER, "fingerprint-other-number", "this is a key identifier" },
		{ "key> " NUMBER, "fingerprint-other-number", "this is a key identifier" },
		{ "S/N: " NUMBER, "fingerprint-other-number", "this is a serial number" },
		{ "d41d8cd9-8f00-b204-e980-0998ecf8427e", "fingerprint-other-number",
			"this is a UUID" },
		/* two hashes, of which none is the one */
		{ "SHA-256 hash: " SHA256 "\nSHA-1 hash: " SHA1, "fingerprint-several",
			"the text has 2 different hashes. Keep one" },
		{ "SHA-256 hash: " SHA256 " SHA-1 hash: " SHA1, "fingerprint-several",
			"2 different" },
		{ "\t SHA1: " SHA1_COLONS "\n\t SHA256: " SHA256_COLONS, "fingerprint-several",
			"2 different" },
		{ "Fingerprint MD5: " MD5 "\nFingerprint SHA1: " SHA1_EIGHTS, "fingerprint-several",
			"2 different" },
		{ SHA1 "\n" SHA256, "fingerprint-several", "2 different" },
		{ SHA256 " " MD5, "fingerprint-several", "2 different" },
		{ SHA1 " " NUMBER, "fingerprint-several", "2 different" },
		{ SHA256 "  ca.cer\n" SHA256 "0  b.cer\n" NUMBER "  c.cer", "fingerprint-several",
			"2 different" },
		{ SHA256 "\n0"
			 "3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
			"fingerprint-several", "2 different" },
		/* a number that nothing is said of */
		{ "number " NUMBER, "fingerprint-syntax",
			"the text has a number as long as a hash, but does not say that it is a "
			"fingerprint. Paste only its digits" },
		{ NUMBER " is what it says", "fingerprint-syntax",
			"the text has a number as long as a hash, but does not say that it is a "
			"fingerprint. Paste only its digits" },
		{ "Serial Number: " NUMBER "\n" SHA1, "fingerprint-syntax",
			"the text has a number as long as a hash, but does not say that it is a "
			"fingerprint. Paste only its digits" },
		/* words of as many letters as Base64 has */
		{ "these words are no hash at all", "fingerprint-syntax", "" },
		{ "mnopqr mnopqr mnopqr mnopqrsts", "fingerprint-syntax",
			"this is plain text, not hex digits or Base64. Paste the SHA-256 "
			"fingerprint as a program prints it" },
		/* a number does not begin behind a letter, whatever its last byte is */
		{ "SHA-1 hash: \xc3\x80" SHA1, "fingerprint-syntax", "" },
		{ "SHA-1 hash: \xc3\xbf" SHA1, "fingerprint-syntax", "" },
		{ "SHA-1 hash: z" SHA1, "fingerprint-syntax", "" },
		/* a digit too many or too few is told in labelled texts too */
		{ "SHA-256: " SHA256 "1", "fingerprint-odd-digits", "65 hex digits" },
		{ "SHA-1 hash: " SHA1 " 1", "fingerprint-odd-digits", "pair 2 has one digit" },
		{ "Cert Hash(sha1): " SHA1_BLANKS " 0", "fingerprint-odd-digits",
			"pair 21 has one" },
		{ "Cert Hash(sha1): da 39 a3", "fingerprint-length",
			"3 bytes found, but the text says SHA-1" },
		{ "SHA-1 hash: " SHA256, "fingerprint-length",
			"32 bytes found, but the text says SHA-1" },
		{ "SHA512(ca.cer)= " SHA256, "fingerprint-length", "but the text says SHA-512" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct fingerprint fp;
		struct finding slip = FINDING_INIT;

		if (fingerprint_parse(cases[i].text, &fp, &slip) == 0)
			fail_msg("\"%s\" passes", cases[i].text);
		if (strcmp(slip.rule, cases[i].rule) != 0)
			fail_msg("%s: %s: %s", cases[i].text, slip.rule, slip.sentence);
		assert_contains(slip.sentence, cases[i].sentence);
		assert_true(slip.offset <= strlen(cases[i].text));
		finding_release(&slip);
	}
}

static void
the_only_sha256_of_several_is_offered(void **state)
{
	static const char *const cases[][2] = {
		{ "SHA-256 hash: " SHA256 "\nSHA-1 hash: " SHA1, SHA256_BASE64 },
		{ "MD5: " MD5 "\nSHA1: " SHA1_COLONS "\nSHA256: " SHA256_COLONS, SHA256_BASE64 },
		{ SHA1 "\n" NUMBER, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct fingerprint fp;
		struct finding slip = FINDING_INIT;

		assert_int_equal(fingerprint_parse(cases[i][0], &fp, &slip), -1);
		assert_string_equal(slip.rule, "fingerprint-several");
		assert_string_equal(slip.fix ? slip.fix : "", cases[i][1]);
		finding_release(&slip);
	}
}

static void
invisible_marks_are_told_wherever_they_are(void **state)
{
	static const char *const cases[][3] = {
		{ "\xe2\x80\x8e" SHA1,
			"there is an invisible character (U+200E) before the "
			"fingerprint, as some programs add when copying",
			SHA1 },
		{ "Thumbprint:\xe2\x80\x8e" SHA1_COLONS,
			"there is an invisible character (U+200E) before the fingerprint, as some "
			"programs add when copying",
			SHA1_COLONS },
		{ "da39\xe2\x80\x8b"
		  "a3ee5e6b4b0d3255bfef95601890afd80709",
			"there is an invisible character (U+200B) in the fingerprint, as some "
			"programs add when copying",
			SHA1 },
		{ SHA1 "\xef\xbb\xbf",
			"there is an invisible character (U+FEFF) in the "
			"fingerprint, as some programs add when copying",
			SHA1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct fingerprint fp;
		struct finding slip = FINDING_INIT;

		assert_int_equal(fingerprint_parse(cases[i][0], &fp, &slip), -1);
		assert_string_equal(slip.rule, "fingerprint-syntax");
		assert_contains(slip.sentence, cases[i][1]);
		assert_string_equal(slip.fix ? slip.fix : "", cases[i][2]);
		finding_release(&slip);
	}
}

/* Every way in which a whole certificate comes into a field for its hash. */
static void
certificates_have_their_hash_for_a_mend(void **state)
{
	static const struct cert_spec spec = { "Root", NULL, 2048, "SHA256", -1, 3650, true, 0 };
	static const char *const line_ends[] = { "\n", "\r\n", " ", "\\n", "\\r\\n" };
	struct strbuf pem = STRBUF_INIT, der = STRBUF_INIT, want = STRBUF_INIT;
	unsigned char hash[32];

	(void)state;
	cert_pem(&spec, &pem);
	cert_der(&spec, &der);
	EVP_Digest(der.buf, der.len, hash, NULL, EVP_sha256(), NULL);
	fingerprint_to_hex(hash, sizeof hash, &want);
	for (size_t i = 0; i < 2 * ARRAY_SIZE(line_ends); i++) {
		struct fingerprint fp, mended;
		struct finding slip = FINDING_INIT;
		struct strbuf text = STRBUF_INIT, hex = STRBUF_INIT;
		size_t from = i % 2 ? strlen("-----BEGIN CERTIFICATE-----") : 0;
		size_t to = i % 2 ? (size_t)(strstr(pem.buf, "-----END") - pem.buf) : pem.len;

		for (size_t at = from; at < to; at++)
			strbuf_addstr(&text, pem.buf[at] == '\n' ? line_ends[i / 2]
								 : (char[]){ pem.buf[at], 0 });
		assert_int_equal(fingerprint_parse(text.buf, &fp, &slip), -1);
		assert_string_equal(slip.rule, "fingerprint-is-certificate");
		assert_contains(
			slip.sentence, "this is the certificate of Root, not its fingerprint");
		assert_int_equal(fingerprint_parse(slip.fix, &mended, &slip), 0);
		fingerprint_to_hex(mended.bytes, mended.len, &hex);
		assert_string_equal(hex.buf, want.buf);
		finding_release(&slip);
		strbuf_release(&text);
		strbuf_release(&hex);
	}
	strbuf_release(&pem);
	strbuf_release(&der);
	strbuf_release(&want);
}

static void
several_certificates_and_keys_have_no_mend(void **state)
{
	static const struct cert_spec spec = { "Root", NULL, 2048, "SHA256", -1, 3650, true, 0 };
	struct fingerprint fp;
	struct finding slip = FINDING_INIT;
	struct strbuf text = STRBUF_INIT;

	(void)state;
	cert_pem(&spec, &text);
	cert_pem(&spec, &text);
	assert_int_equal(fingerprint_parse(text.buf, &fp, &slip), -1);
	assert_string_equal(slip.rule, "fingerprint-is-certificate");
	assert_contains(slip.sentence, "this is 2 certificates: (1) Root, (2) Root. Choose one of "
				       "them, or enter its SHA-256 fingerprint");
	assert_null(slip.fix);
	strbuf_clear(&text);
	cert_key_pem(2048, &text);
	cert_pem(&spec, &text);
	assert_int_equal(fingerprint_parse(text.buf, &fp, &slip), -1);
	assert_contains(slip.sentence, "this is a key in PEM, not its fingerprint");
	assert_null(slip.fix);
	finding_release(&slip);
	strbuf_release(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(outputs_of_programs_are_read),
		cmocka_unit_test(other_numbers_are_never_read),
		cmocka_unit_test(the_only_sha256_of_several_is_offered),
		cmocka_unit_test(invisible_marks_are_told_wherever_they_are),
		cmocka_unit_test(certificates_have_their_hash_for_a_mend),
		cmocka_unit_test(several_certificates_and_keys_have_no_mend),
	};

	return run_tests(tests);
}
