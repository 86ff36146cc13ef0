/* syntax/x509: certificates of a stranger who knows what readers are careless about. Each is made here, with
 * what openssl's own commands refuse to make. */
#include "testing.h"

#include <openssl/core_names.h>
#include <openssl/param_build.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/x509.h"

#include "make_cert.h"

/* Of one line that describes it: the names are cut. */
#define LINE_MOST 1200

static const struct cert_spec root_spec = { "Root", NULL, 0, "SHA256", -1, 3650, true, 0 };

/* One entry more in the name of subject and issuer, as it is given: X509_NAME_add_entry_by_txt would refuse
 * long ones. */
static void
name_add(X509 *cert, int nid, int type, const char *value, size_t len)
{
	X509_NAME *name = X509_get_subject_name(cert);

	assert_true(X509_NAME_add_entry_by_NID(
		name, nid, type, (const unsigned char *)value, (int)len, -1, 0));
}

static void
name_set(X509 *cert, int type, const char *value, size_t len)
{
	X509_NAME_ENTRY_free(X509_NAME_delete_entry(X509_get_subject_name(cert), 0));
	if (value)
		name_add(cert, NID_commonName, type, value, len);
}

static void
change_long_name(X509 *cert)
{
	struct strbuf text = STRBUF_INIT;

	for (int i = 0; i < 32 * 1024; i++)
		strbuf_addstr(&text, "\xc3\xbc");
	name_set(cert, V_ASN1_UTF8STRING, text.buf, text.len);
	strbuf_release(&text);
}

static void
change_many_names(X509 *cert)
{
	for (int i = 0; i < 10000; i++)
		name_add(cert, NID_organizationName, V_ASN1_UTF8STRING, "Example", 7);
}

static void
change_no_name(X509 *cert)
{
	name_set(cert, 0, NULL, 0);
}

static void
change_empty_name(X509 *cert)
{
	name_set(cert, V_ASN1_UTF8STRING, "", 0);
}

static void
change_bad_utf8(X509 *cert)
{
	name_set(cert, V_ASN1_UTF8STRING, "a\xff", 2);
}

static void
change_surrogate(X509 *cert)
{
	name_set(cert, V_ASN1_BMPSTRING, "\xd8\x00\x00\x61", 4);
}

static void
change_no_unicode(X509 *cert)
{
	name_set(cert, V_ASN1_UNIVERSALSTRING, "\x00\x11\x00\x00", 4);
}

static void
change_latin1(X509 *cert)
{
	name_set(cert, V_ASN1_TELETEXSTRING, "a\x9b\xfc", 3);
}

static void
change_serial(X509 *cert)
{
	ASN1_INTEGER *serial = X509_get_serialNumber(cert);

	assert_true(ASN1_INTEGER_set(serial, -77));
}

static void
add_extension(X509 *cert, const char *oid, int critical)
{
	ASN1_OBJECT *object = OBJ_txt2obj(oid, 1);
	ASN1_OCTET_STRING *value = ASN1_OCTET_STRING_new();
	X509_EXTENSION *extension;

	ASN1_OCTET_STRING_set(value, (const unsigned char *)"no DER", 6);
	extension = X509_EXTENSION_create_by_OBJ(NULL, object, critical, value);
	assert_true(X509_add_ext(cert, extension, -1));
	X509_EXTENSION_free(extension);
	ASN1_OCTET_STRING_free(value);
	ASN1_OBJECT_free(object);
}

static void
change_critical(X509 *cert)
{
	add_extension(cert, "1.2.3.4.5", 1);
}

/* A second basicConstraints, and a key usage that is none. */
static void
change_constraints(X509 *cert)
{
	add_extension(cert, "2.5.29.19", 1);
	add_extension(cert, "2.5.29.15", 1);
}

static void
change_many_extensions(X509 *cert)
{
	for (int i = 0; i < 10000; i++)
		add_extension(cert, "1.2.3.4.5", 0);
}

/* The modulus need not be a product of primes to be read. */
static void
set_rsa_key(X509 *cert, int bits)
{
	BIGNUM *n = BN_new(), *e = BN_new();
	OSSL_PARAM_BLD *values = OSSL_PARAM_BLD_new();
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, NULL);
	EVP_PKEY *key = NULL;
	OSSL_PARAM *params;

	BN_rand(n, bits, BN_RAND_TOP_TWO, BN_RAND_BOTTOM_ODD);
	BN_set_word(e, 65537);
	OSSL_PARAM_BLD_push_BN(values, OSSL_PKEY_PARAM_RSA_N, n);
	OSSL_PARAM_BLD_push_BN(values, OSSL_PKEY_PARAM_RSA_E, e);
	params = OSSL_PARAM_BLD_to_param(values);
	assert_int_equal(EVP_PKEY_fromdata_init(context), 1);
	assert_int_equal(EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params), 1);
	assert_true(X509_set_pubkey(cert, key));
	EVP_PKEY_free(key);
	EVP_PKEY_CTX_free(context);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(values);
	BN_free(n);
	BN_free(e);
}

static void
change_rsa_512(X509 *cert)
{
	set_rsa_key(cert, 512);
}

static void
change_rsa_16384(X509 *cert)
{
	set_rsa_key(cert, 16384);
}

/* The certificate of root_spec, changed and signed again. */
static void
make_changed(void (*change)(X509 *cert), struct strbuf *der)
{
	X509 *cert = cert_make(&root_spec);
	BIO *bio = BIO_new(BIO_s_mem());

	change(cert);
	/* a name that is no text cannot be set, and the issuer's is as it was */
	X509_set_issuer_name(cert, X509_get_subject_name(cert));
	assert_true(X509_sign(cert, cert_key(0), EVP_sha256()) > 0);
	assert_true(i2d_X509_bio(bio, cert));
	cert_bio_take(bio, der);
	X509_free(cert);
}

static const char *
line_of(const struct strvec *lines, const char *word)
{
	for (size_t i = 0; i < lines->n; i++)
		if (!strncmp(lines->v[i], word, strlen(word)))
			return lines->v[i];
	fail_msg("nothing is said of %s", word);
	return "";
}

/* What is said of one, in lines that people can read. */
static void
odd_certificates_are_described(void **state)
{
	static const struct {
		void (*change)(X509 *cert);
		const char *word, *line;
	} cases[] = {
		{ change_no_name, "subject", "subject (no name)" },
		{ change_no_name, "issuer", "issuer (no name) (itself)" },
		{ change_empty_name, "subject", "subject CN=" },
		{ change_latin1, "subject", "subject CN=a\xc2\x9b\xc3\xbc" },
		{ change_serial, "subject", "subject CN=Root" },
		{ change_critical, "CA", "CA yes, path length not limited" },
		{ change_constraints, "CA", "CA no" },
		{ change_many_extensions, "subject", "subject CN=Root" },
		{ change_many_names, "key", "key EC P-256, signed with ecdsa-with-SHA256" },
		{ change_rsa_512, "key", "key RSA 512, signed with ecdsa-with-SHA256" },
		{ change_rsa_16384, "key", "key RSA 16384, signed with ecdsa-with-SHA256" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct certificate cert = CERTIFICATE_INIT;
		struct finding slip = FINDING_INIT;
		struct strbuf der = STRBUF_INIT;
		struct strvec lines = STRVEC_INIT;

		make_changed(cases[i].change, &der);
		if (certificate_parse(der.buf, der.len, &cert, &slip) < 0)
			fail_msg("%s: %s", cases[i].line, slip.sentence);
		certificate_describe(&cert, &lines);
		assert_string_equal(line_of(&lines, cases[i].word), cases[i].line);
		for (size_t l = 0; l < lines.n; l++)
			assert_true(strlen(lines.v[l]) <= LINE_MOST);
		strvec_release(&lines);
		certificate_release(&cert);
		strbuf_release(&der);
	}
}

static size_t name_letters;

static void
change_letters(X509 *cert)
{
	struct strbuf text = STRBUF_INIT;

	strbuf_addchars(&text, 'x', name_letters);
	name_set(cert, V_ASN1_UTF8STRING, text.buf, text.len);
	strbuf_release(&text);
}

/* A name as long as it is told whole, and one more letter. */
static void
names_are_told_up_to_their_limit(void **state)
{
	(void)state;
	for (name_letters = 249; name_letters <= 251; name_letters++) {
		struct certificate cert = CERTIFICATE_INIT;
		struct finding slip = FINDING_INIT;
		struct strbuf der = STRBUF_INIT;

		make_changed(change_letters, &der);
		assert_int_equal(certificate_parse(der.buf, der.len, &cert, &slip), 0);
		assert_int_equal(!strstr(cert.common_name.buf, "..."), name_letters <= 250);
		assert_int_equal(strspn(cert.common_name.buf, "x"),
			name_letters <= 250 ? name_letters : 250);
		certificate_release(&cert);
		strbuf_release(&der);
	}
	for (name_letters = 996; name_letters <= 998; name_letters++) { /* with CN= */
		struct certificate cert = CERTIFICATE_INIT;
		struct finding slip = FINDING_INIT;
		struct strbuf der = STRBUF_INIT;

		make_changed(change_letters, &der);
		assert_int_equal(certificate_parse(der.buf, der.len, &cert, &slip), 0);
		assert_int_equal(!strstr(cert.subject.buf, "..."), name_letters <= 997);
		assert_int_equal(!strstr(cert.issuer.buf, "..."), name_letters <= 997);
		certificate_release(&cert);
		strbuf_release(&der);
	}
}

static void
long_names_are_cut_between_characters(void **state)
{
	struct certificate cert = CERTIFICATE_INIT;
	struct finding slip = FINDING_INIT;
	struct strbuf der = STRBUF_INIT;

	(void)state;
	make_changed(change_long_name, &der);
	assert_int_equal(certificate_parse(der.buf, der.len, &cert, &slip), 0);
	assert_in_range(cert.subject.len, 900, 1003);
	assert_in_range(cert.issuer.len, 900, 1003);
	assert_in_range(cert.common_name.len, 240, 253);
	assert_string_equal(cert.subject.buf + cert.subject.len - 5, "\xc3\xbc...");
	assert_string_equal(cert.common_name.buf + cert.common_name.len - 5, "\xc3\xbc...");
	assert_int_equal(utf8_check(cert.subject.buf, cert.subject.len), cert.subject.len);
	certificate_release(&cert);
	strbuf_release(&der);
}

static void
names_that_are_no_text_are_refused(void **state)
{
	static void (*const changes[])(X509 * cert) = {
		change_bad_utf8,
		change_surrogate,
		change_no_unicode,
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(changes); i++) {
		struct certificate cert = CERTIFICATE_INIT;
		struct finding slip = FINDING_INIT;
		struct strbuf der = STRBUF_INIT;

		make_changed(changes[i], &der);
		assert_int_equal(certificate_parse(der.buf, der.len, &cert, &slip), -1);
		assert_string_equal(slip.rule, "certificate-not-one");
		assert_contains(slip.sentence, "this is DER data of another kind or damaged");
		finding_release(&slip);
		certificate_release(&cert);
		strbuf_release(&der);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(odd_certificates_are_described),
		cmocka_unit_test(long_names_are_cut_between_characters),
		cmocka_unit_test(names_that_are_no_text_are_refused),
		cmocka_unit_test(names_are_told_up_to_their_limit),
	};

	return run_tests(tests);
}
