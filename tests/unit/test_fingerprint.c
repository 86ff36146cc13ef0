/* syntax/fingerprint: hex in any delimiting, Base64, and what is neither. */
#include "testing.h"

#include "base/xalloc.h"

#include "syntax/fingerprint.h"

#define SHA1_HEX "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709"
#define SHA1_COLONS "DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07:09"
#define SHA1_BASE64 "2jmj7l5rSw0yVb/vlWAYkK/YBwk="
#define SHA256_HEX "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define SHA256_BASE64 "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

static void
fingerprint_reads_what_people_paste(void **state)
{
	static const struct {
		const char *text, *hash, *base64;
		bool from_hex, both;
	} cases[] = {
		{ SHA1_COLONS, "SHA-1", SHA1_BASE64, true, false },
		{ SHA1_HEX, "SHA-1", SHA1_BASE64, true, true },
		{ "da39a3ee5e6b4b0d3255bfef95601890afd80709", "SHA-1", SHA1_BASE64, true, true },
		{ "da 39 a3 ee 5e 6b 4b 0d 32 55 bf ef 95 60 18 90 af d8 07 09", "SHA-1",
			SHA1_BASE64, true, false },
		{ "da-39-a3-ee-5e-6b-4b-0d-32-55-bf-ef-95-60-18-90-af-d8-07-09", "SHA-1",
			SHA1_BASE64, true, false },
		{ "DA39A3EE 5E6B4B0D 3255BFEF 95601890 AFD80709", "SHA-1", SHA1_BASE64, true,
			false },
		{ " " SHA1_COLONS "\n", "SHA-1", SHA1_BASE64, true, false },
		{ "DA39A3EE5E6B4B0D3\n255BFEF95601890AFD80709\r\n", "SHA-1", SHA1_BASE64, true,
			true },
		{ "SHA1 Fingerprint=" SHA1_COLONS, "SHA-1", SHA1_BASE64, true, false },
		{ "sha1 Fingerprint=" SHA1_HEX "\n", "SHA-1", SHA1_BASE64, true, false },
		{ "sha256 Fingerprint=" SHA256_HEX, "SHA-256", SHA256_BASE64, true, false },
		{ "SHA-256: " SHA256_HEX, "SHA-256", SHA256_BASE64, true, false },
		{ "SHA256:" SHA256_HEX, "SHA-256", SHA256_BASE64, true, false },
		{ "SHA 256 Fingerprint: " SHA256_HEX, "SHA-256", SHA256_BASE64, true, false },
		{ "Thumbprint=" SHA1_HEX, "SHA-1", SHA1_BASE64, true, true },
		{ "0x" SHA1_HEX, "SHA-1", SHA1_BASE64, true, true },
		{ SHA256_HEX, "SHA-256", SHA256_BASE64, true, true },
		{ SHA1_BASE64, "SHA-1", SHA1_BASE64, false, false },
		/* no prefix of hex digits: one Base64 text in 4096 begins so */
		{ "0xHAM1ingerpTNiMWMxGM4O4OiU=", "SHA-1", "0xHAM1ingerpTNiMWMxGM4O4OiU=", false,
			false },
		{ "2jmj7l5rSw0yVb/vlWAYkK/YBwk", "SHA-1", SHA1_BASE64, false, false },
		{ "2jmj7l5rSw0y\nVb/vlWAYkK/YBwk=\n", "SHA-1", SHA1_BASE64, false, false },
		{ "2jmj7l5rSw0y\n  Vb/vlWAYkK/YBwk=\n", "SHA-1", SHA1_BASE64, false, false },
		/* broken into pieces as short as there may be; the last one is any */
		{ "2jmj7l5r Sw0yVb/v lWAYkK/Y Bwk=", "SHA-1", SHA1_BASE64, false, false },
		{ SHA256_BASE64, "SHA-256", SHA256_BASE64, false, false },
		{ "SHA256:" SHA256_BASE64, "SHA-256", SHA256_BASE64, false, false },
		{ "d41d8cd98f00b204e9800998ecf8427e", "MD5", "1B2M2Y8AsgTpgAmY7PhCfg==", true,
			true },
		{ "1B2M2Y8AsgTpgAmY7PhCfg==", "MD5", "1B2M2Y8AsgTpgAmY7PhCfg==", false, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct fingerprint fp;
		struct finding slip = FINDING_INIT;
		struct strbuf base64 = STRBUF_INIT;

		if (fingerprint_parse(cases[i].text, &fp, &slip) < 0)
			fail_msg("%s: %s", cases[i].text, slip.sentence);
		fingerprint_to_base64(&fp, &base64);
		assert_string_equal(base64.buf, cases[i].base64);
		assert_string_equal(fp.hash, cases[i].hash);
		assert_int_equal(fp.from_hex, cases[i].from_hex);
		assert_int_equal(fp.both_readings, cases[i].both);
		strbuf_release(&base64);
		finding_release(&slip);
	}
}

/* 64 hex digits are Base64 of 48 bytes, as many as SHA-384 has, and must not be read so. */
static void
fingerprint_reads_each_hex_length_as_hex(void **state)
{
	static const struct {
		size_t digits;
		const char *hash;
	} cases[] = {
		{ 32, "MD5" },
		{ 40, "SHA-1" },
		{ 56, "SHA-224" },
		{ 64, "SHA-256" },
		{ 96, "SHA-384" },
		{ 128, "SHA-512" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct fingerprint fp;
		struct finding slip = FINDING_INIT;
		struct strbuf text = STRBUF_INIT;

		strbuf_addchars(&text, 'a', cases[i].digits);
		assert_int_equal(fingerprint_parse(text.buf, &fp, &slip), 0);
		assert_int_equal(fp.len, cases[i].digits / 2);
		assert_string_equal(fp.hash, cases[i].hash);
		assert_string_equal(fingerprint_hash_name(fp.len), cases[i].hash);
		assert_true(fp.from_hex && fp.both_readings);
		assert_int_equal(fp.bytes[fp.len - 1], 0xaa);
		strbuf_release(&text);
	}
	assert_null(fingerprint_hash_name(21));
}

struct bad_case {
	const char *text, *rule;
	size_t offset;
	const char *sentence, *mend;
};

static void
assert_bad(const struct bad_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct fingerprint fp;
		struct finding slip = FINDING_INIT;

		if (fingerprint_parse(cases[i].text, &fp, &slip) == 0)
			fail_msg("\"%s\" passes", cases[i].text);
		assert_contains(slip.sentence, cases[i].sentence);
		assert_string_equal(slip.rule, cases[i].rule);
		assert_int_equal(slip.offset, cases[i].offset);
		assert_string_equal(slip.fix ? slip.fix : "", cases[i].mend);
		finding_release(&slip);
	}
}

static void
fingerprint_rejects_other_lengths(void **state)
{
	static const struct bad_case cases[] = {
		{ "11:22:33:44:aa:bb:cc:dd", "fingerprint-length", 0,
			"8 bytes found. SHA-1 has 20 (40 hex digits), SHA-256 has 32 (64 hex "
			"digits)",
			"" },
		{ "1122334455667788", "fingerprint-length", 0, "8 bytes found. SHA-1 has 20", "" },
		{ "aa", "fingerprint-length", 0, "1 byte found. SHA-1", "" },
		{ "DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07", "fingerprint-length",
			0, "19 bytes found. SHA-1 has 20", "" },
		{ SHA1_HEX "00", "fingerprint-length", 0, "21 bytes found", "" },
		{ "Zm9vYmFy", "fingerprint-length", 0,
			"6 bytes found (read as Base64). SHA-1 has 20", "" },
		{ "SHA1 Fingerprint=" SHA256_HEX, "fingerprint-length", 0,
			"32 bytes found, but the text says SHA-1, which has 20 (40 hex digits)",
			"" },
		{ "SHA256:" SHA1_BASE64, "fingerprint-length", 0,
			"20 bytes found (read as Base64), but the text says SHA-256, which has 32",
			"" },
		{ "md5 Fingerprint=AA:BB", "fingerprint-length", 0,
			"2 bytes found, but the text says MD5", "" },
	};

	(void)state;
	assert_bad(cases, ARRAY_SIZE(cases));
}

static void
fingerprint_rejects_odd_digit(void **state)
{
	static const struct bad_case cases[] = {
		{ "11:22:33:44:a:bb", "fingerprint-odd-digits", 12,
			"pair 5 has one digit (\"a\") at character 13. Each pair has two", "" },
		{ "1:22:33", "fingerprint-odd-digits", 0,
			"pair 1 has one digit (\"1\") at character 1", "" },
		{ "11 22 3", "fingerprint-odd-digits", 6,
			"pair 3 has one digit (\"3\") at character 7", "" },
		{ "SHA1 Fingerprint=11:2:33", "fingerprint-odd-digits", 20,
			"pair 2 has one digit (\"2\") at character 21", "" },
		{ "11:223:44", "fingerprint-odd-digits", 3,
			"group 2 has 3 digits (\"223\") at character 4. One is missing or too "
			"many",
			"" },
		{ "DA39A3EE5E6B4B0D3255BFEF95601890AFD8070", "fingerprint-odd-digits", 0,
			"39 hex digits found, an odd number. One is missing or too many. SHA-1 "
			"has 40, SHA-256 has 64",
			"" },
		{ SHA1_HEX "0", "fingerprint-odd-digits", 0, "41 hex digits found", "" },
		{ SHA256_HEX "0", "fingerprint-odd-digits", 0, "65 hex digits found", "" },
		{ "a", "fingerprint-odd-digits", 0, "1 hex digit found", "" },
	};

	(void)state;
	assert_bad(cases, ARRAY_SIZE(cases));
}

static void
fingerprint_recognises_base64_of_hex(void **state)
{
	static const struct bad_case cases[] = {
		/* printf %s HEX | base64 */
		{ "REEzOUEzRUU1RTZCNEIwRDMyNTVCRkVGOTU2MDE4OTBBRkQ4MDcwOQ==",
			"fingerprint-base64-of-hex", 0,
			"this is Base64 of the hex digits as text. Enter the Base64 of the 20 "
			"bytes of the SHA-1 hash",
			SHA1_BASE64 },
		/* echo HEX | base64 */
		{ "REEzOUEzRUU1RTZCNEIwRDMyNTVCRkVGOTU2MDE4OTBBRkQ4MDcwOQo=",
			"fingerprint-base64-of-hex", 0, "SHA-1", SHA1_BASE64 },
		/* echo COLONS | base64, in two lines */
		{ "REE6Mzk6QTM6RUU6NUU6NkI6NEI6MEQ6MzI6NTU6QkY6RUY6OTU6NjA6MTg6OTA6QUY6RDg6MDc6\nMDkK",
			"fingerprint-base64-of-hex", 0, "SHA-1", SHA1_BASE64 },
		/* 64 digits as text are 64 bytes, as many as SHA-512 has */
		{ "ZTNiMGM0NDI5OGZjMWMxNDlhZmJmNGM4OTk2ZmI5MjQyN2FlNDFlNDY0OWI5MzRjYTQ5NTk5MWI3ODUyYjg1NQ==",
			"fingerprint-base64-of-hex", 0, "the 32 bytes of the SHA-256 hash",
			SHA256_BASE64 },
		/* 32 digits as text are 32 bytes, as many as SHA-256 has */
		{ "ZDQxZDhjZDk4ZjAwYjIwNGU5ODAwOTk4ZWNmODQyN2U=", "fingerprint-base64-of-hex", 0,
			"the 16 bytes of the MD5 hash", "1B2M2Y8AsgTpgAmY7PhCfg==" },
	};

	(void)state;
	assert_bad(cases, ARRAY_SIZE(cases));
}

static void
fingerprint_rejects_what_is_neither(void **state)
{
	static const struct bad_case cases[] = {
		{ "", "fingerprint-syntax", 0, "no fingerprint. Enter hex digits or Base64", "" },
		{ " \n", "fingerprint-syntax", 0, "no fingerprint. Enter hex digits or Base64",
			"" },
		{ "SHA256:", "fingerprint-syntax", 0, "no fingerprint. Enter hex digits or Base64",
			"" },
		{ "11:22:3g:44", "fingerprint-syntax", 7,
			"\"g\" at character 8 is not a hex digit. Digits are 0 to 9 and A to F",
			"" },
		{ "DA39A3EE5E6B4BOD3255BFEF95601890AFD80709", "fingerprint-syntax", 14,
			"\"O\" at character 15 is not a hex digit. Digits are 0 to 9 and A to F",
			"" },
		{ "hello", "fingerprint-syntax", 4, "\"o\" at character 5 cannot end a Base64 text",
			"" },
		{ "what? ever", "fingerprint-syntax", 4,
			"not hex digits or Base64: \"?\" at character 5 is neither", "" },
		{ "2jmj7l5rSw0yVb/vlWAYkK/YBwk=X", "fingerprint-syntax", 28,
			"character 29 is after the end of the Base64 text, which the = before it "
			"marks",
			"" },
		{ "1B2M2Y8AsgTpgAmY7PhCfg=", "fingerprint-syntax", 23, "the Base64 text is cut off",
			"" },
		{ "2jmj=", "fingerprint-syntax", 4, "\"=\" at character 5 is too early", "" },
		{ "2jmj7l5rSw0yVb_vlWAYkK_YBwk=", "fingerprint-syntax", 14, "\"_\" at character 15",
			SHA1_BASE64 },
		{ "\xe2\x80\x8e" SHA1_HEX, "fingerprint-syntax", 0,
			"there is an invisible character (U+200E) before the fingerprint, as some "
			"programs add when copying",
			SHA1_HEX },
		/* no mend that would be refused in its turn */
		{ "\xe2\x80\x8e"
		  "da 39",
			"fingerprint-syntax", 0, "an invisible character (U+200E)", "" },
		{ "m\xc3\xb6", "fingerprint-syntax", 1, "is neither", "" },
		{ "2jmj7l5r Sw0yVb/ vlWAYkK/Y Bwk=", "fingerprint-syntax", 0,
			"this is plain text, not hex digits or Base64. Paste the SHA-256 "
			"fingerprint as a program prints it",
			"" },
		/* as many characters as the Base64 of a SHA-1 hash */
		{ "is this the CA that we do so trusts", "fingerprint-syntax", 0,
			"this is plain text, not hex digits or Base64. Paste the SHA-256 "
			"fingerprint as a program prints it",
			"" },
		{ "is this the CA 2 we know and trusts", "fingerprint-syntax", 0,
			"this is plain text, not hex digits or Base64. Paste the SHA-256 "
			"fingerprint as a program prints it",
			"" },
	};

	(void)state;
	assert_bad(cases, ARRAY_SIZE(cases));
}

static void
fingerprint_recognises_a_certificate(void **state)
{
	static const struct bad_case cases[] = {
		{ "-----BEGIN CERTIFICATE-----\nMIIB\n", "fingerprint-is-certificate", 0,
			"this is a certificate in PEM, not its fingerprint", "" },
		{ "-----BEGIN PUBLIC KEY-----\nMIIB\n", "fingerprint-is-certificate", 0,
			"this is a key in PEM", "" },
		{ "MIIBszCCAVmgAwIBAgIUAAAAAAAAAAAAAAAAAAAAAAAAAAAwCgYIKoZIzj0EAwIw"
		  "EjEQMA4GA1UEAwwHRXhhbXBsZTAeFw0yNDAxMDEwMDAwMDBa",
			"fingerprint-is-certificate", 0, "this is a certificate or a key in Base64",
			"" },
	};

	(void)state;
	assert_bad(cases, ARRAY_SIZE(cases));
}

static void
fingerprint_progress_tells_what_is_there(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ "a", "1 hex digit" },
		{ "aa", "1 byte, not a hash yet" },
		{ "112233445566778", "15 hex digits" },
		{ "11:22:33:44:aa:bb:cc:dd", "8 bytes, not a hash yet" },
		{ SHA1_COLONS, "SHA-1 DA:39:A3:EE:5E:6B:4B:0D..." },
		{ SHA256_HEX, "SHA-256 E3:B0:C4:42:98:FC:1C:14..." },
		{ SHA256_HEX SHA256_HEX "00", "65 bytes, not a hash" },
		{ SHA1_BASE64, "SHA-1 DA:39:A3:EE:5E:6B:4B:0D..." },
		{ "2jmj7l5r", "6 bytes, not a hash yet" },
		{ "SHA1 Fingerprint=", "" },
		{ "SHA1 Fingerprint=DA:3", "3 hex digits" },
		{ "-----BEGIN CERTIFICATE-----", "no fingerprint" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf out = STRBUF_INIT;

		fingerprint_progress(cases[i][0], &out);
		assert_string_equal(out.buf, cases[i][1]);
		strbuf_release(&out);
	}
}

static void
fingerprint_to_hex_is_openssls(void **state)
{
	struct fingerprint fp;
	struct finding slip = FINDING_INIT;
	struct strbuf hex = STRBUF_INIT;

	(void)state;
	assert_int_equal(fingerprint_parse(SHA1_BASE64, &fp, &slip), 0);
	fingerprint_to_hex(fp.bytes, fp.len, &hex);
	assert_string_equal(hex.buf, SHA1_COLONS);
	strbuf_release(&hex);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fingerprint_reads_what_people_paste),
		cmocka_unit_test(fingerprint_reads_each_hex_length_as_hex),
		cmocka_unit_test(fingerprint_rejects_other_lengths),
		cmocka_unit_test(fingerprint_rejects_odd_digit),
		cmocka_unit_test(fingerprint_recognises_base64_of_hex),
		cmocka_unit_test(fingerprint_rejects_what_is_neither),
		cmocka_unit_test(fingerprint_recognises_a_certificate),
		cmocka_unit_test(fingerprint_progress_tells_what_is_there),
		cmocka_unit_test(fingerprint_to_hex_is_openssls),
	};

	return run_tests(tests);
}
