/* syntax/x509: which of its numbers some bytes are of a certificate. */
#include "testing.h"

#include "base/xalloc.h"

#include "syntax/pem.h"
#include "syntax/x509.h"

#include "make_cert.h"

static const struct cert_spec spec = { "Root", NULL, 2048, "SHA256", -1, 3650, true, 0 };

#define SERIAL "00F0534F7EACD1692B57069826EA93343C7E460E"

/* With the extensions that CAs have, and a serial number whose first bit is set. */
static X509 *
make_full(const struct cert_spec *from)
{
	X509 *x509 = cert_make(from);
	BIGNUM *serial = NULL;
	X509V3_CTX context;
	X509_EXTENSION *extension;

	BN_hex2bn(&serial, SERIAL);
	BN_to_ASN1_INTEGER(serial, X509_get_serialNumber(x509));
	BN_free(serial);
	X509V3_set_ctx(&context, x509, x509, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &context, NID_subject_key_identifier, "hash");
	X509_add_ext(x509, extension, -1);
	X509_EXTENSION_free(extension);
	extension = X509V3_EXT_conf_nid(NULL, &context, NID_authority_key_identifier, "keyid");
	X509_add_ext(x509, extension, -1);
	X509_EXTENSION_free(extension);
	assert_true(X509_sign(x509, cert_key(from->rsa_bits), EVP_sha256()) > 0);
	return x509;
}

static void
read_x509(X509 *x509, struct certificate *cert)
{
	struct finding slip = FINDING_INIT;
	struct strbuf der = STRBUF_INIT;
	BIO *bio = BIO_new(BIO_s_mem());

	i2d_X509_bio(bio, x509);
	cert_bio_take(bio, &der);
	if (certificate_parse(der.buf, der.len, cert, &slip) < 0)
		fail_msg("%s", slip.sentence);
	strbuf_release(&der);
}

static void
assert_number(const struct certificate *cert, const struct strbuf *given,
	const struct strbuf *bytes, const char *want)
{
	struct strbuf what = STRBUF_INIT;
	bool found = certificate_number_is(cert, given, bytes->buf, bytes->len, &what);

	assert_int_equal(found, *want != '\0');
	assert_string_equal(what.buf, want);
	strbuf_release(&what);
}

static void
the_hash_of_each_length_is_its_own(void **state)
{
	static const struct {
		const char *digest, *name;
	} cases[] = {
		{ "MD5", "MD5" },
		{ "SHA1", "SHA-1" },
		{ "SHA224", "SHA-224" },
		{ "SHA256", "SHA-256" },
		{ "SHA384", "SHA-384" },
		{ "SHA512", "SHA-512" },
	};
	struct certificate cert = CERTIFICATE_INIT;
	X509 *x509 = make_full(&spec);

	(void)state;
	read_x509(x509, &cert);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf hash = STRBUF_INIT;

		hash_bytes(cases[i].digest, cert.der.buf, cert.der.len, &hash);
		assert_string_equal(certificate_hash_is(&cert, hash.buf, hash.len), cases[i].name);
		assert_number(&cert, NULL, &hash, "");
		assert_number(&cert, &cert.der, &hash, ""); /* read from a file in DER */
		hash.buf[0] ^= 1;
		assert_null(certificate_hash_is(&cert, hash.buf, hash.len));
		assert_null(certificate_hash_is(&cert, hash.buf, hash.len - 1));
		assert_number(&cert, NULL, &hash, "");
		strbuf_release(&hash);
	}
	certificate_release(&cert);
	X509_free(x509);
}

static void
identifiers_and_serial_numbers_are_told(void **state)
{
	struct certificate cert = CERTIFICATE_INIT;
	X509 *x509 = make_full(&spec);
	const ASN1_OCTET_STRING *id = X509_get0_subject_key_id(x509);
	struct strbuf bytes = STRBUF_INIT;
	static const char serial[] =
		"\xf0\x53\x4f\x7e\xac\xd1\x69\x2b\x57\x06\x98\x26\xea\x93\x34\x3c"
		"\x7e\x46\x0e";

	(void)state;
	read_x509(x509, &cert);
	strbuf_add(&bytes, ASN1_STRING_get0_data(id), (size_t)ASN1_STRING_length(id));
	assert_number(&cert, NULL, &bytes, "the Subject Key Identifier");
	strbuf_clear(&bytes);
	strbuf_add(&bytes, serial, sizeof serial - 1);
	assert_number(&cert, NULL, &bytes, "the serial number");
	/* with the zero that DER puts before it, as some programs show it */
	strbuf_splice(&bytes, 0, 0, "", 1);
	assert_int_equal(bytes.len, 20);
	assert_number(&cert, NULL, &bytes, "the serial number");
	strbuf_release(&bytes);
	certificate_release(&cert);
	X509_free(x509);
}

static void
the_authority_key_identifier_is_told(void **state)
{
	struct certificate cert = CERTIFICATE_INIT;
	X509 *x509 = cert_make(&spec), *root = make_full(&(struct cert_spec){
					       "Other", NULL, 1024, "SHA256", -1, 3650, true, 0 });
	X509V3_CTX context;
	X509_EXTENSION *extension;
	struct strbuf bytes = STRBUF_INIT;
	const ASN1_OCTET_STRING *id = X509_get0_subject_key_id(root);

	(void)state;
	X509V3_set_ctx(&context, root, x509, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &context, NID_authority_key_identifier, "keyid");
	X509_add_ext(x509, extension, -1);
	X509_EXTENSION_free(extension);
	X509_sign(x509, cert_key(2048), EVP_sha256());
	read_x509(x509, &cert);
	strbuf_add(&bytes, ASN1_STRING_get0_data(id), (size_t)ASN1_STRING_length(id));
	assert_number(&cert, NULL, &bytes, "the Authority Key Identifier");
	strbuf_release(&bytes);
	certificate_release(&cert);
	X509_free(x509);
	X509_free(root);
}

static void
serial_numbers_are_told_as_they_are_shown(void **state)
{
	static const struct {
		const char *text;
		bool is;
	} cases[] = {
		{ SERIAL, true },
		{ "F0534F7EACD1692B57069826EA93343C7E460E", true },
		{ "f0:53:4f:7e:ac:d1:69:2b:57:06:98:26:ea:93:34:3c:7e:46:0e", true },
		{ "F0 53 4F 7E AC D1 69 2B 57 06 98 26 EA 93 34 3C 7E 46 0E", true },
		{ "5359305801498606837276463138374656747118511630", false },
		{ "F0534F7EACD1692B57069826EA93343C7E460F", false },
		{ "", false },
		{ "x", false },
	};
	struct certificate cert = CERTIFICATE_INIT, one = CERTIFICATE_INIT;
	X509 *x509 = make_full(&spec), *small = cert_make(&spec);
	struct strbuf padded = STRBUF_INIT;
	BIGNUM *serial = NULL;
	char *decimal;

	(void)state;
	read_x509(x509, &cert);
	read_x509(small, &one);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (certificate_serial_is(&cert, cases[i].text) != cases[i].is)
			fail_msg("\"%s\"", cases[i].text);
	/* as Keychain Access shows it */
	BN_hex2bn(&serial, SERIAL);
	decimal = BN_bn2dec(serial);
	assert_true(certificate_serial_is(&cert, decimal));
	assert_true(certificate_serial_is(&one, "1"));
	assert_true(certificate_serial_is(&one, "01"));
	assert_false(certificate_serial_is(&one, "2"));
	for (size_t digits = 199; digits <= 201; digits++) {
		strbuf_clear(&padded);
		strbuf_addchars(&padded, '0', digits - 1);
		strbuf_addch(&padded, '1');
		assert_int_equal(certificate_serial_is(&one, padded.buf), digits <= 200);
	}
	strbuf_release(&padded);
	OPENSSL_free(decimal);
	BN_free(serial);
	certificate_release(&cert);
	certificate_release(&one);
	X509_free(x509);
	X509_free(small);
}

/* text with other line ends; \n in ends stands for each of its line ends. */
static void
with_ends(const struct strbuf *text, const char *end, bool last, struct strbuf *out)
{
	for (size_t i = 0; i < text->len; i++) {
		if (text->buf[i] != '\n')
			strbuf_addch(out, text->buf[i]);
		else if (last || i + 1 < text->len)
			strbuf_addstr(out, end);
	}
}

static void
hashes_of_texts_are_told(void **state)
{
	struct certificate cert = CERTIFICATE_INIT;
	X509 *x509 = make_full(&spec);
	struct strbuf pem = STRBUF_INIT, given = STRBUF_INIT;

	(void)state;
	read_x509(x509, &cert);
	certificate_to_pem(&cert, &pem);
	strbuf_addstr(&given, "subject=CN = Root\n");
	strbuf_add(&given, pem.buf, pem.len);
	for (int i = 0; i < 8; i++) {
		struct strbuf text = STRBUF_INIT, hash = STRBUF_INIT;

		with_ends(i & 4 ? &given : &pem, i & 1 ? "\r\n" : "\n", i & 2, &text);
		hash_bytes("SHA1", text.buf, text.len, &hash);
		assert_number(&cert, &given, &hash,
			i & 4 ? "the SHA-1 of the file" : "the SHA-1 of the PEM text");
		strbuf_clear(&hash);
		hash_bytes("SHA256", text.buf, text.len, &hash);
		cert.from_pem = true;
		assert_number(&cert, &given, &hash, "the SHA-256 of the PEM text");
		cert.from_pem = false;
		assert_number(&cert, NULL, &hash, i & 4 ? "" : "the SHA-256 of the PEM text");
		strbuf_release(&text);
		strbuf_release(&hash);
	}
	strbuf_release(&pem);
	strbuf_release(&given);
	certificate_release(&cert);
	X509_free(x509);
}

static void
hashes_of_the_key_are_told(void **state)
{
	struct certificate cert = CERTIFICATE_INIT;
	X509 *x509 = make_full(&spec);
	const ASN1_BIT_STRING *bits = X509_get0_pubkey_bitstr(x509);
	BIGNUM *modulus = NULL;
	unsigned char *der = NULL;
	int len = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(x509), &der);
	struct strbuf hash = STRBUF_INIT, text = STRBUF_INIT;
	char *hex;

	(void)state;
	read_x509(x509, &cert);
	hash_bytes("SHA256", der, (size_t)len, &hash);
	assert_number(&cert, NULL, &hash, "the SHA-256 of the public key");
	strbuf_clear(&hash);
	hash_bytes("MD5", ASN1_STRING_get0_data(bits), (size_t)ASN1_STRING_length(bits), &hash);
	assert_number(&cert, NULL, &hash, "the MD5 of the public key");
	strbuf_clear(&hash);
	pem_encode("PUBLIC KEY", der, (size_t)len, &text);
	hash_bytes("SHA256", text.buf, text.len, &hash);
	assert_number(&cert, NULL, &hash, "the SHA-256 of the public key");
	strbuf_clear(&hash);
	strbuf_clear(&text);
	EVP_PKEY_get_bn_param(cert_key(2048), "n", &modulus);
	hex = BN_bn2hex(modulus);
	strbuf_addf(&text, "Modulus=%s\n", hex);
	hash_bytes("MD5", text.buf, text.len, &hash);
	assert_number(&cert, NULL, &hash, "the MD5 of the modulus");
	strbuf_clear(&hash);
	OPENSSL_free(der);
	der = NULL;
	len = i2d_re_X509_tbs(x509, &der);
	hash_bytes("SHA256", der, (size_t)len, &hash);
	assert_number(&cert, NULL, &hash, "the SHA-256 of the signed part");
	OPENSSL_free(hex);
	OPENSSL_free(der);
	BN_free(modulus);
	strbuf_release(&hash);
	strbuf_release(&text);
	certificate_release(&cert);
	X509_free(x509);
}

static void
issuers_are_told(void **state)
{
	static const struct {
		struct cert_spec below;
		enum certificate_issued want;
	} cases[] = {
		{ { "Sub", "Root", 2048, "SHA256", -1, 3650, true, 0 }, ISSUED_FOR_CERTAIN },
		{ { "Sub", "Root", 1024, "SHA256", -1, 3650, true, 0 }, ISSUED_BY_NAME },
		{ { "Sub", "Other", 2048, "SHA256", -1, 3650, true, 0 }, ISSUED_BY_OTHER },
		{ { "Root", NULL, 2048, "SHA256", -1, 3650, true, 0 }, ISSUED_FOR_CERTAIN },
	};
	struct certificate root = CERTIFICATE_INIT;
	X509 *x509 = cert_make(&spec);

	(void)state;
	read_x509(x509, &root);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct certificate cert = CERTIFICATE_INIT;
		X509 *below = cert_make(&cases[i].below);

		read_x509(below, &cert);
		assert_int_equal(certificate_issued_by(&cert, &root), cases[i].want);
		certificate_release(&cert);
		X509_free(below);
	}
	certificate_release(&root);
	X509_free(x509);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_hash_of_each_length_is_its_own),
		cmocka_unit_test(identifiers_and_serial_numbers_are_told),
		cmocka_unit_test(the_authority_key_identifier_is_told),
		cmocka_unit_test(serial_numbers_are_told_as_they_are_shown),
		cmocka_unit_test(hashes_of_texts_are_told),
		cmocka_unit_test(hashes_of_the_key_are_told),
		cmocka_unit_test(issuers_are_told),
	};

	return run_tests(tests);
}
