/* syntax/x509: one certificate, and every other file that is given for one. The certificates are made
 * here, so that nothing binary is kept and none runs out. */
#include "testing.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/pkcs7.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "base/xalloc.h"

#include "syntax/base64.h"
#include "syntax/x509.h"

#include "make_cert.h"

#define DAY INT64_C(86400)

/* Made once: keys take their time. */
static EVP_PKEY *rsa_key, *small_key, *ec_key, *ed_key;
static X509 *root, *leaf;

/* What a certificate is made with. */
struct recipe {
	EVP_PKEY *key;
	const EVP_MD *digest;
	const char *common_name; /* UTF-8; NULL for none */
	int common_name_len;     /* -1: as strlen */
	const char *issuer;      /* another common name; NULL: self-issued */
	long from, to;           /* days from now */
	bool v1, ca, constraints;
};

static EVP_PKEY *
make_key(int type, int size)
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_id(type, NULL);
	EVP_PKEY *key = NULL;

	EVP_PKEY_keygen_init(context);
	if (type == EVP_PKEY_RSA)
		EVP_PKEY_CTX_set_rsa_keygen_bits(context, size);
	if (type == EVP_PKEY_EC)
		EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, size);
	EVP_PKEY_keygen(context, &key);
	EVP_PKEY_CTX_free(context);
	return key;
}

static X509_NAME *
make_name(const char *common_name, int len)
{
	X509_NAME *name = X509_NAME_new();

	X509_NAME_add_entry_by_txt(
		name, "O", MBSTRING_UTF8, (const unsigned char *)"Example, Inc.", -1, -1, 0);
	if (common_name)
		X509_NAME_add_entry_by_txt(
			name, "CN", MBSTRING_UTF8, (const unsigned char *)common_name, len, -1, 0);
	return name;
}

static void
add_constraints(X509 *x509, bool ca)
{
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(
		NULL, NULL, NID_basic_constraints, ca ? "critical,CA:TRUE" : "CA:FALSE");

	X509_add_ext(x509, extension, -1);
	X509_EXTENSION_free(extension);
}

static X509 *
make_certificate(const struct recipe *recipe)
{
	X509 *x509 = X509_new();
	X509_NAME *subject = make_name(recipe->common_name, recipe->common_name_len);
	X509_NAME *issuer = recipe->issuer ? make_name(recipe->issuer, -1) : X509_NAME_dup(subject);

	X509_set_version(x509, recipe->v1 ? 0 : 2);
	ASN1_INTEGER_set(X509_get_serialNumber(x509), 42);
	cert_time(X509_getm_notBefore(x509), time(NULL) + recipe->from * DAY);
	cert_time(X509_getm_notAfter(x509), time(NULL) + recipe->to * DAY);
	X509_set_subject_name(x509, subject);
	X509_set_issuer_name(x509, issuer);
	X509_set_pubkey(x509, recipe->key);
	if (recipe->constraints)
		add_constraints(x509, recipe->ca);
	assert_true(X509_sign(x509, recipe->key, recipe->digest) > 0);
	X509_NAME_free(subject);
	X509_NAME_free(issuer);
	return x509;
}

static int
group_setup(void **state)
{
	struct recipe recipe = {
		.common_name = "Example Root CA",
		.common_name_len = -1,
		.from = -1,
		.to = 3650,
		.ca = true,
		.constraints = true,
	};

	(void)state;
	rsa_key = make_key(EVP_PKEY_RSA, 2048);
	small_key = make_key(EVP_PKEY_RSA, 1024);
	ec_key = make_key(EVP_PKEY_EC, NID_X9_62_prime256v1);
	ed_key = make_key(EVP_PKEY_ED25519, 0);
	recipe.key = rsa_key;
	recipe.digest = EVP_sha256();
	root = make_certificate(&recipe);
	recipe.common_name = "mac1.example.com";
	recipe.issuer = "Example Root CA";
	recipe.ca = false;
	leaf = make_certificate(&recipe);
	return root && leaf ? 0 : -1;
}

static int
group_teardown(void **state)
{
	EVP_PKEY *keys[] = { rsa_key, small_key, ec_key, ed_key };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		EVP_PKEY_free(keys[i]);
	X509_free(root);
	X509_free(leaf);
	return 0;
}

/* What OpenSSL wrote, in memory. */
static void
take(BIO *bio, struct strbuf *out)
{
	char *data;
	long len = BIO_get_mem_data(bio, &data);

	strbuf_add(out, data, (size_t)len);
	BIO_free(bio);
}

/* Appends what WRITE(bio, ...) writes to out. */
#define ADD(out, write, ...)                                  \
	do {                                                  \
		BIO *add_bio = BIO_new(BIO_s_mem());          \
                                                              \
		assert_true(write(add_bio, __VA_ARGS__) > 0); \
		take(add_bio, out);                           \
	} while (0)

/* The makers of files, one for each kind; each appends to out. */
static void
make_pem(struct strbuf *out)
{
	ADD(out, PEM_write_bio_X509, root);
}

static void
make_der(struct strbuf *out)
{
	ADD(out, i2d_X509_bio, root);
}

static void
make_nothing(struct strbuf *out)
{
	(void)out;
}

static void
make_crlf(struct strbuf *out)
{
	struct strbuf pem = STRBUF_INIT;

	make_pem(&pem);
	for (size_t i = 0; i < pem.len; i++) {
		if (pem.buf[i] == '\n')
			strbuf_addch(out, '\r');
		strbuf_addch(out, pem.buf[i]);
	}
	strbuf_release(&pem);
}

static void
make_bom(struct strbuf *out)
{
	strbuf_addstr(out, "\xef\xbb\xbf");
	make_pem(out);
}

static void
make_with_text(struct strbuf *out)
{
	ADD(out, X509_print, root);
	make_pem(out);
	strbuf_addstr(out, "\ntext behind it\n");
}

static void
make_indented(struct strbuf *out)
{
	struct strbuf pem = STRBUF_INIT;

	make_pem(&pem);
	strbuf_addstr(out, "    ");
	for (size_t i = 0; i < pem.len; i++) {
		strbuf_addch(out, pem.buf[i]);
		if (pem.buf[i] == '\n')
			strbuf_addstr(out, "    ");
	}
	strbuf_release(&pem);
}

static void
make_two_pem(struct strbuf *out)
{
	make_pem(out);
	ADD(out, PEM_write_bio_X509, leaf);
}

static void
make_two_der(struct strbuf *out)
{
	make_der(out);
	ADD(out, i2d_X509_bio, leaf);
}

static void
make_key_pem(struct strbuf *out)
{
	ADD(out, PEM_write_bio_PrivateKey, rsa_key, NULL, NULL, 0, NULL, NULL);
}

static void
make_key_before(struct strbuf *out)
{
	make_key_pem(out);
	make_pem(out);
}

static void
make_key_behind(struct strbuf *out)
{
	make_pem(out);
	make_key_pem(out);
}

static void
make_encrypted_key(struct strbuf *out)
{
	ADD(out, PEM_write_bio_PKCS8PrivateKey, rsa_key, EVP_aes_128_cbc(), "secret", 6, NULL,
		NULL);
}

static void
make_encrypted_key_der(struct strbuf *out)
{
	ADD(out, i2d_PKCS8PrivateKey_bio, rsa_key, EVP_aes_128_cbc(), "secret", 6, NULL, NULL);
}

static void
make_key_der(struct strbuf *out)
{
	ADD(out, i2d_PrivateKey_bio, rsa_key);
}

static void
make_ec_key_der(struct strbuf *out)
{
	ADD(out, i2d_PrivateKey_bio, ec_key);
}

static void
make_pkcs12(struct strbuf *out)
{
	PKCS12 *pkcs12 = PKCS12_create("secret", "name", rsa_key, root, NULL, 0, 0, 0, 0, 0);

	ADD(out, i2d_PKCS12_bio, pkcs12);
	PKCS12_free(pkcs12);
}

static X509_REQ *
new_request(void)
{
	X509_REQ *request = X509_REQ_new();
	X509_NAME *name = make_name("request", -1);

	X509_REQ_set_subject_name(request, name);
	X509_REQ_set_pubkey(request, rsa_key);
	X509_REQ_sign(request, rsa_key, EVP_sha256());
	X509_NAME_free(name);
	return request;
}

static void
make_request(struct strbuf *out)
{
	X509_REQ *request = new_request();

	ADD(out, PEM_write_bio_X509_REQ, request);
	X509_REQ_free(request);
}

static void
make_request_der(struct strbuf *out)
{
	X509_REQ *request = new_request();

	ADD(out, i2d_X509_REQ_bio, request);
	X509_REQ_free(request);
}

static void
make_certificate_and_request(struct strbuf *out)
{
	make_pem(out);
	make_request(out);
}

static void
make_public(struct strbuf *out)
{
	ADD(out, PEM_write_bio_PUBKEY, rsa_key);
}

static void
make_public_der(struct strbuf *out)
{
	ADD(out, i2d_PUBKEY_bio, rsa_key);
}

static X509_CRL *
new_crl(void)
{
	X509_CRL *crl = X509_CRL_new();
	X509_NAME *name = make_name("Example Root CA", -1);
	ASN1_TIME *now = X509_gmtime_adj(NULL, 0);

	X509_CRL_set_issuer_name(crl, name);
	X509_CRL_set1_lastUpdate(crl, now);
	X509_CRL_sign(crl, rsa_key, EVP_sha256());
	ASN1_TIME_free(now);
	X509_NAME_free(name);
	return crl;
}

static void
make_crl(struct strbuf *out)
{
	X509_CRL *crl = new_crl();

	ADD(out, PEM_write_bio_X509_CRL, crl);
	X509_CRL_free(crl);
}

static void
make_crl_der(struct strbuf *out)
{
	X509_CRL *crl = new_crl();

	ADD(out, i2d_X509_CRL_bio, crl);
	X509_CRL_free(crl);
}

static PKCS7 *
new_pkcs7(void)
{
	PKCS7 *bag = PKCS7_new();

	PKCS7_set_type(bag, NID_pkcs7_signed);
	PKCS7_content_new(bag, NID_pkcs7_data);
	PKCS7_add_certificate(bag, root);
	return bag;
}

static void
make_pkcs7(struct strbuf *out)
{
	PKCS7 *bag = new_pkcs7();

	ADD(out, PEM_write_bio_PKCS7, bag);
	PKCS7_free(bag);
}

static void
make_pkcs7_der(struct strbuf *out)
{
	PKCS7 *bag = new_pkcs7();

	ADD(out, i2d_PKCS7_bio, bag);
	PKCS7_free(bag);
}

static void
make_trusted(struct strbuf *out)
{
	ADD(out, PEM_write_bio_X509_AUX, root);
}

static void
make_html(struct strbuf *out)
{
	strbuf_addstr(out, "\n<!DOCTYPE html>\n<html><body>404</body></html>\n");
}

static void
make_xml(struct strbuf *out)
{
	strbuf_addstr(out, "<?xml version=\"1.0\"?><plist/>\n");
}

static void
make_text(struct strbuf *out)
{
	strbuf_addstr(out, "The certificate is in the other mail.\n");
}

static void
make_ssh(struct strbuf *out)
{
	strbuf_addstr(out, "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI user@host\n");
}

static void
make_utf16(struct strbuf *out)
{
	strbuf_add(out, "\xff\xfe-\0-\0-\0", 8);
}

static void
make_utf16_mark(struct strbuf *out)
{
	strbuf_add(out, "\xff\xfe", 2);
}

static void
make_utf16_other_mark(struct strbuf *out)
{
	strbuf_add(out, "\xfe\xff", 2);
}

static void
make_byte(struct strbuf *out)
{
	strbuf_add(out, "\xff", 1);
}

static void
make_binary(struct strbuf *out)
{
	strbuf_add(out, "\x89PNG\r\n\0\0", 8);
}

static void
make_der_like(struct strbuf *out)
{
	strbuf_add(out, "\x30\x03\x02\x01\x07", 5);
}

static void
make_bare_base64(struct strbuf *out)
{
	struct strbuf pem = STRBUF_INIT;

	make_pem(&pem);
	strbuf_add(out, pem.buf + 28, pem.len - 28 - 26);
	strbuf_release(&pem);
}

static void
make_damaged_begin(struct strbuf *out)
{
	make_pem(out);
	strbuf_splice(out, 0, 1, NULL, 0);
}

static void
make_damaged_base64(struct strbuf *out)
{
	make_pem(out);
	out->buf[28 + 65 + 3] = '*';
}

static void
make_cut_pem(struct strbuf *out)
{
	make_pem(out);
	strbuf_truncate(out, out->len / 2);
}

static void
make_cut_pem_before_another(struct strbuf *out)
{
	make_cut_pem(out);
	strbuf_addch(out, '\n');
	make_pem(out);
}

static void
make_cut_der(struct strbuf *out)
{
	make_der(out);
	strbuf_truncate(out, 100);
}

static void
make_der_and_more(struct strbuf *out)
{
	make_der(out);
	strbuf_addstr(out, "12345");
}

static void
make_der_and_newline(struct strbuf *out)
{
	make_der(out);
	strbuf_addch(out, '\n');
}

static void
make_large(struct strbuf *out)
{
	make_der(out);
	strbuf_addchars(out, '\n', X509_FILE_LIMIT - out->len);
}

/* Its DER is as large as the file before. */
static void
make_large_pem(struct strbuf *out)
{
	struct strbuf der = STRBUF_INIT;

	make_large(&der);
	strbuf_addstr(out, "-----BEGIN CERTIFICATE-----\n");
	base64_encode(der.buf, der.len, out);
	strbuf_addstr(out, "\n-----END CERTIFICATE-----\n");
	strbuf_release(&der);
}

/* A draft holds more text than the certificate has bytes. */
static void
make_long_pem(struct strbuf *out)
{
	make_pem(out);
	strbuf_addchars(out, '\n', X509_FILE_LIMIT);
}

static void
certificate_is_read_from_every_good_file(void **state)
{
	static const struct {
		void (*make)(struct strbuf *out);
		bool pem;
	} cases[] = {
		{ make_pem, true },
		{ make_der, false },
		{ make_crlf, true },
		{ make_bom, true },
		{ make_with_text, true },
		{ make_indented, true },
		{ make_long_pem, true },
	};
	struct strbuf der = STRBUF_INIT;

	(void)state;
	make_der(&der);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct certificate cert = CERTIFICATE_INIT;
		struct finding slip = FINDING_INIT;
		struct strbuf file = STRBUF_INIT;

		cases[i].make(&file);
		if (certificate_parse(file.buf, file.len, &cert, &slip) < 0)
			fail_msg("file %zu: %s", i, slip.sentence);
		assert_int_equal(cert.from_pem, cases[i].pem);
		assert_int_equal(cert.der.len, der.len);
		assert_memory_equal(cert.der.buf, der.buf, der.len);
		assert_string_equal(cert.common_name.buf, "Example Root CA");
		certificate_release(&cert);
		strbuf_release(&file);
	}
	strbuf_release(&der);
}

static void
certificate_tells_what_a_file_is_instead(void **state)
{
	static const struct {
		void (*make)(struct strbuf *out);
		const char *rule, *sentence;
	} cases[] = {
		{ make_nothing, "certificate-not-one",
			"the file is empty. Use one certificate in PEM or DER" },
		{ make_two_pem, "certificate-several",
			"the file has 2 certificates: (1) Example Root CA, (2) mac1.example.com, "
			"but a payload has one. Add its number to the name of the file, such as "
			"FILE#2" },
		{ make_two_der, "certificate-several",
			"the file has 2 certificates: (1) Example Root CA, (2) mac1.example.com" },
		{ make_key_pem, "certificate-private-key",
			"there is a private key in the file. Use a file with only the certificate" },
		{ make_key_before, "certificate-private-key",
			"there is a private key in the file" },
		{ make_key_behind, "certificate-private-key",
			"a private key follows the certificate" },
		{ make_encrypted_key, "certificate-private-key",
			"there is a private key in the file" },
		{ make_encrypted_key_der, "certificate-private-key",
			"this is an encrypted private key" },
		{ make_key_der, "certificate-private-key", "this is a private key" },
		{ make_ec_key_der, "certificate-private-key", "this is a private key" },
		{ make_pkcs12, "certificate-private-key", "this is a PKCS#12 file" },
		{ make_request, "certificate-not-one",
			"this is a certificate request (CSR), not a certificate" },
		{ make_request_der, "certificate-not-one",
			"this is a certificate request (CSR), not a certificate" },
		{ make_certificate_and_request, "certificate-not-one",
			"there is a certificate request (CSR) in addition to the certificate. Use "
			"a file with only the certificate" },
		{ make_public, "certificate-not-one", "this is a public key, not a certificate" },
		{ make_public_der, "certificate-not-one",
			"this is a public key, not a certificate" },
		{ make_crl, "certificate-not-one", "this is a list of revoked certificates (CRL)" },
		{ make_crl_der, "certificate-not-one",
			"this is a list of revoked certificates (CRL)" },
		{ make_pkcs7, "certificate-not-one", "this is a PKCS#7 certificate bundle" },
		{ make_pkcs7_der, "certificate-not-one", "this is a PKCS#7 certificate bundle" },
		{ make_trusted, "certificate-not-one",
			"this is a certificate with OpenSSL's own additions" },
		{ make_html, "certificate-not-one", "this is an HTML page" },
		{ make_xml, "certificate-not-one", "this is an XML or HTML file" },
		{ make_text, "certificate-not-one", "this is a text, not a certificate" },
		{ make_ssh, "certificate-not-one", "this is a public key for SSH" },
		{ make_utf16, "certificate-not-one",
			"this is a text in UTF-16, not a certificate. Save it as UTF-8" },
		{ make_utf16_mark, "certificate-not-one", "this is a text in UTF-16" },
		{ make_utf16_other_mark, "certificate-not-one", "this is a text in UTF-16" },
		{ make_byte, "certificate-not-one", "this is data of an unknown kind" },
		{ make_binary, "certificate-not-one", "this is data of an unknown kind" },
		{ make_der_like, "certificate-not-one",
			"this is DER data of another kind or damaged" },
		{ make_bare_base64, "certificate-not-one",
			"this is Base64 without its line -----BEGIN CERTIFICATE-----" },
		{ make_damaged_begin, "certificate-not-one",
			"whose line -----BEGIN CERTIFICATE----- is damaged" },
		{ make_damaged_base64, "certificate-not-one",
			"the certificate is damaged: its Base64 cannot be read at line 3" },
		{ make_cut_pem, "certificate-not-one",
			"its line -----END CERTIFICATE----- is missing" },
		{ make_cut_pem_before_another, "certificate-not-one",
			"its line -----END CERTIFICATE----- is missing" },
		{ make_cut_der, "certificate-not-one",
			"the file is cut off: it says that it has "
			"758 bytes, but has 100" },
		{ make_der_and_more, "certificate-not-one",
			"5 bytes follow the certificate. Use a file with only the certificate" },
		{ make_der_and_newline, "certificate-not-one",
			"1 byte follows the certificate. Use a file with only the certificate" },
		{ make_large, "certificate-too-large",
			"the certificate has 1000000 bytes. It must be smaller than 1 MB (1000000 "
			"bytes)" },
		{ make_large_pem, "certificate-too-large",
			"the certificate has 1000000 bytes. It must be smaller than 1 MB (1000000 "
			"bytes)" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct certificate cert = CERTIFICATE_INIT;
		struct finding slip = FINDING_INIT;
		struct strbuf file = STRBUF_INIT;

		cases[i].make(&file);
		if (certificate_parse(file.buf, file.len, &cert, &slip) == 0)
			fail_msg("a file passes that should say: %s", cases[i].sentence);
		assert_contains(slip.sentence, cases[i].sentence);
		assert_string_equal(slip.rule, cases[i].rule);
		certificate_release(&cert);
		finding_release(&slip);
		strbuf_release(&file);
	}
}

static void
certificates_of_a_file_are_listed_and_numbered(void **state)
{
	static void (*const files[])(struct strbuf * out) = { make_two_pem, make_two_der };
	static const char *const names[] = { "Example Root CA", "mac1.example.com" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		struct certificates list = { 0 };
		struct certificate cert = CERTIFICATE_INIT;
		struct finding slip = FINDING_INIT;
		struct strbuf file = STRBUF_INIT, text = STRBUF_INIT;

		files[i](&file);
		assert_int_equal(certificates_parse(file.buf, file.len, &list, &slip), 0);
		assert_int_equal(list.n, 2);
		certificates_name(&list, &text);
		assert_string_equal(
			text.buf, "2 certificates: (1) Example Root CA, (2) mac1.example.com");
		for (size_t number = 1; number <= 2; number++) {
			assert_int_equal(
				certificate_take(file.buf, file.len, number, &cert, &slip), 0);
			assert_string_equal(cert.common_name.buf, names[number - 1]);
			assert_memory_equal(
				cert.sha256, list.v[number - 1].sha256, sizeof cert.sha256);
		}
		assert_int_equal(certificate_take(file.buf, file.len, 3, &cert, &slip), -1);
		assert_string_equal(slip.rule, "certificate-several");
		assert_contains(slip.sentence,
			"certificate 3 is requested, but the file has 2 certificates");
		/* the second one is damaged */
		if (files[i] == make_two_pem)
			file.buf[file.len - 60] = '!';
		else
			strbuf_truncate(&file, file.len - 1);
		certificates_release(&list);
		assert_int_equal(certificates_parse(file.buf, file.len, &list, &slip), -1);
		assert_contains(slip.sentence, files[i] == make_two_der
						       ? "752 bytes follow the certificate. Use a "
							 "file with only the certificate"
						       : "damaged");
		certificates_release(&list);
		certificate_release(&cert);
		finding_release(&slip);
		strbuf_release(&file);
		strbuf_release(&text);
	}
}

static void
file_of_too_many_certificates_is_not_read(void **state)
{
	struct certificates list = { 0 };
	struct finding slip = FINDING_INIT;
	struct strbuf two = STRBUF_INIT, file = STRBUF_INIT;

	(void)state;
	make_two_der(&two);
	for (int i = 0; i < CERTIFICATES_MAX / 2; i++)
		strbuf_add(&file, two.buf, two.len);
	assert_int_equal(certificates_parse(file.buf, file.len, &list, &slip), 0);
	assert_int_equal(list.n, CERTIFICATES_MAX);
	certificates_release(&list);
	strbuf_add(&file, two.buf, two.len);
	assert_int_equal(certificates_parse(file.buf, file.len, &list, &slip), -1);
	assert_string_equal(slip.rule, "certificate-several");
	assert_contains(slip.sentence,
		"the file has 502 certificates, but the limit is 500. Put yours "
		"into a file of its own");
	certificates_release(&list);
	finding_release(&slip);
	strbuf_release(&two);
	strbuf_release(&file);
}

static void
certificate_is_described_for_a_reviewer(void **state)
{
	struct certificate cert = CERTIFICATE_INIT;
	struct finding slip = FINDING_INIT;
	struct strbuf file = STRBUF_INIT;
	struct strvec lines = STRVEC_INIT;

	(void)state;
	make_two_pem(&file);
	assert_int_equal(certificate_take(file.buf, file.len, 2, &cert, &slip), 0);
	certificate_describe(&cert, &lines);
	assert_int_equal(lines.n, 8);
	assert_string_equal(lines.v[0], "subject CN=mac1.example.com, O=Example\\, Inc.");
	assert_string_equal(lines.v[1], "issuer CN=Example Root CA, O=Example\\, Inc.");
	assert_int_equal(strlen(lines.v[2]), strlen("valid 2026-01-01 to 2036-01-01"));
	assert_string_equal(lines.v[3], "key RSA 2048, signed with sha256WithRSAEncryption");
	assert_string_equal(lines.v[4], "CA no");
	assert_string_equal(lines.v[5], "key usage not restricted");
	assert_int_equal(strlen(lines.v[6]), strlen("SHA-1 ") + 20 * 3 - 1);
	assert_int_equal(strlen(lines.v[7]), strlen("SHA-256 ") + 32 * 3 - 1);
	strvec_release(&lines);
	certificate_release(&cert);
	strbuf_release(&file);
}

/* Every shorter file is an error, and none is a crash. */
static void
certificate_refuses_every_cut(void **state)
{
	struct strbuf file = STRBUF_INIT;

	(void)state;
	make_der(&file);
	for (size_t len = 0; len < file.len; len++) {
		struct certificate cert = CERTIFICATE_INIT;
		struct finding slip = FINDING_INIT;
		char *part = xmalloc(len);

		memcpy(part, file.buf, len);
		assert_int_equal(certificate_parse(part, len, &cert, &slip), -1);
		assert_string_equal(slip.rule, "certificate-not-one");
		certificate_release(&cert);
		finding_release(&slip);
		free(part);
	}
	strbuf_release(&file);
}

/* Makes the certificate and reads it. */
static void
read_recipe(const struct recipe *recipe, struct certificate *cert)
{
	struct finding slip = FINDING_INIT;
	struct strbuf der = STRBUF_INIT;
	X509 *x509 = make_certificate(recipe);

	ADD(&der, i2d_X509_bio, x509);
	if (certificate_parse(der.buf, der.len, cert, &slip) < 0)
		fail_msg("%s", slip.sentence);
	X509_free(x509);
	strbuf_release(&der);
}

static void
certificate_tells_key_and_signature(void **state)
{
	const struct {
		EVP_PKEY *key;
		const EVP_MD *digest;
		const char *want_key, *want_signature;
		int rsa_bits;
		bool weak;
	} cases[] = {
		{ rsa_key, EVP_sha256(), "RSA 2048", "sha256WithRSAEncryption", 2048, false },
		{ small_key, EVP_sha256(), "RSA 1024", "sha256WithRSAEncryption", 1024, false },
		{ rsa_key, EVP_sha1(), "RSA 2048", "sha1WithRSAEncryption", 2048, true },
		{ rsa_key, EVP_md5(), "RSA 2048", "md5WithRSAEncryption", 2048, true },
		{ ec_key, EVP_sha256(), "EC P-256", "ecdsa-with-SHA256", 0, false },
		{ ed_key, NULL, "ED25519", "ED25519", 0, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct certificate cert = CERTIFICATE_INIT;

		read_recipe(&(struct recipe){ .key = cases[i].key,
				    .digest = cases[i].digest,
				    .common_name = "x",
				    .common_name_len = -1,
				    .to = 1 },
			&cert);
		assert_string_equal(cert.key.buf, cases[i].want_key);
		assert_string_equal(cert.signature.buf, cases[i].want_signature);
		assert_int_equal(cert.rsa_bits, cases[i].rsa_bits);
		assert_int_equal(cert.weak_signature, cases[i].weak);
		certificate_release(&cert);
	}
}

static void
certificate_tells_ca_and_issuer(void **state)
{
	static const struct {
		bool v1, constraints, ca;
		const char *issuer;
		bool want_ca, want_self;
	} cases[] = {
		{ false, true, true, NULL, true, true },
		{ false, true, true, "Other", true, false },
		{ false, true, false, "Other", false, false },
		{ false, false, false, NULL, false, true },
		{ true, false, false, NULL, true, true },
		{ true, false, false, "Other", false, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct certificate cert = CERTIFICATE_INIT;

		read_recipe(&(struct recipe){ .key = rsa_key,
				    .digest = EVP_sha256(),
				    .common_name = "x",
				    .common_name_len = -1,
				    .to = 1,
				    .v1 = cases[i].v1,
				    .constraints = cases[i].constraints,
				    .ca = cases[i].ca,
				    .issuer = cases[i].issuer },
			&cert);
		assert_int_equal(cert.is_ca, cases[i].want_ca);
		assert_int_equal(cert.self_issued, cases[i].want_self);
		certificate_release(&cert);
	}
}

static void
certificate_shows_names_in_one_line(void **state)
{
	static const struct {
		const char *common_name;
		int len;
		const char *subject, *want;
	} cases[] = {
		{ "Root", -1, "CN=Root, O=Example\\, Inc.", "Root" },
		{ "M\xc3\xbcnchen \xe6\x9d\xb1", -1,
			"CN=M\xc3\xbcnchen \xe6\x9d\xb1, O=Example\\, Inc.",
			"M\xc3\xbcnchen \xe6\x9d\xb1" },
		{ "a\033[2J\nb", -1, "CN=a\\1B[2J\\0Ab, O=Example\\, Inc.", "a\033[2J\nb" },
		{ "good\0evil", 9, "CN=good\\00evil, O=Example\\, Inc.", "good\\00evil" },
		{ "\xe2\x80\xae"
		  "x",
			-1, "CN=\xe2\x80\xaex, O=Example\\, Inc.", "\xe2\x80\xaex" },
		{ NULL, -1, "O=Example\\, Inc.", "Example, Inc." },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct certificate cert = CERTIFICATE_INIT;

		read_recipe(&(struct recipe){ .key = ec_key,
				    .digest = EVP_sha256(),
				    .common_name = cases[i].common_name,
				    .common_name_len = cases[i].len,
				    .issuer = "Root",
				    .to = 1 },
			&cert);
		assert_string_equal(cert.subject.buf, cases[i].subject);
		assert_string_equal(cert.issuer.buf, "CN=Root, O=Example\\, Inc.");
		assert_string_equal(cert.common_name.buf, cases[i].want);
		certificate_release(&cert);
	}
}

static void
certificate_tells_its_dates(void **state)
{
	static const struct {
		long from, to;
	} cases[] = { { -1, 365 }, { -800, -400 }, { 10, 20 }, { 4000, 9000 }, { -30000, 30000 },
		{ -200000, 2000000 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct certificate cert = CERTIFICATE_INIT;
		time_t now = time(NULL);

		read_recipe(&(struct recipe){ .key = ec_key,
				    .digest = EVP_sha256(),
				    .common_name = "x",
				    .common_name_len = -1,
				    .from = cases[i].from,
				    .to = cases[i].to },
			&cert);
		assert_in_range(cert.not_before - now - cases[i].from * DAY + 10, 0, 20);
		assert_in_range(cert.not_after - now - cases[i].to * DAY + 10, 0, 20);
		certificate_release(&cert);
	}
}

static void
certificate_hashes_are_those_of_its_der(void **state)
{
	struct certificate cert = CERTIFICATE_INIT;
	struct finding slip = FINDING_INIT;
	struct strbuf pem = STRBUF_INIT;
	unsigned char hash[EVP_MAX_MD_SIZE];

	(void)state;
	make_pem(&pem);
	assert_int_equal(certificate_parse(pem.buf, pem.len, &cert, &slip), 0);
	X509_digest(root, EVP_sha1(), hash, NULL);
	assert_memory_equal(cert.sha1, hash, 20);
	X509_digest(root, EVP_sha256(), hash, NULL);
	assert_memory_equal(cert.sha256, hash, 32);
	certificate_release(&cert);
	strbuf_release(&pem);
}

static void
certificate_to_pem_is_openssls(void **state)
{
	struct certificate cert = CERTIFICATE_INIT;
	struct finding slip = FINDING_INIT;
	struct strbuf der = STRBUF_INIT, want = STRBUF_INIT, got = STRBUF_INIT;

	(void)state;
	make_der(&der);
	make_pem(&want);
	assert_int_equal(certificate_parse(der.buf, der.len, &cert, &slip), 0);
	certificate_to_pem(&cert, &got);
	assert_string_equal(got.buf, want.buf);
	certificate_release(&cert);
	strbuf_release(&der);
	strbuf_release(&want);
	strbuf_release(&got);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(certificate_is_read_from_every_good_file),
		cmocka_unit_test(certificate_tells_what_a_file_is_instead),
		cmocka_unit_test(certificates_of_a_file_are_listed_and_numbered),
		cmocka_unit_test(file_of_too_many_certificates_is_not_read),
		cmocka_unit_test(certificate_is_described_for_a_reviewer),
		cmocka_unit_test(certificate_refuses_every_cut),
		cmocka_unit_test(certificate_tells_key_and_signature),
		cmocka_unit_test(certificate_tells_ca_and_issuer),
		cmocka_unit_test(certificate_shows_names_in_one_line),
		cmocka_unit_test(certificate_tells_its_dates),
		cmocka_unit_test(certificate_hashes_are_those_of_its_der),
		cmocka_unit_test(certificate_to_pem_is_openssls),
	};

	return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
