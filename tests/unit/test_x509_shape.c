/* syntax/x509: certificates in other shapes than PEM and DER. Each that has one certificate for certain is taken, a bag of
 * several is never taken unasked, and certificate_parse, which judges what devices get, takes none of them. */
#include "testing.h"

#include <openssl/cms.h>
#include <openssl/pkcs7.h>

#include "base/xalloc.h"

#include "syntax/base64.h"
#include "syntax/pem.h"
#include "syntax/x509.h"

#include "make_cert.h"

static const struct cert_spec root_spec = { "Root", NULL, 2048, "SHA256", -1, 3650, true, 0 };
static const struct cert_spec sub_spec = { "Sub", "Root", 2048, "SHA256", -1, 3650, true, 0 };

static void
make_der(struct strbuf *out)
{
	cert_der(&root_spec, out);
}

static void
make_pem(struct strbuf *out)
{
	cert_pem(&root_spec, out);
}

/* How a bag is made. */
struct bag_recipe {
	int certificates;
	bool crl, indefinite, no_signers;
};

static void
make_bag(const struct bag_recipe *recipe, struct strbuf *out)
{
	PKCS7 *bag = PKCS7_new();
	BIO *bio = BIO_new(BIO_s_mem());
	X509 *certs[] = { cert_make(&root_spec), cert_make(&sub_spec) };

	PKCS7_set_type(bag, NID_pkcs7_signed);
	PKCS7_content_new(bag, NID_pkcs7_data);
	PKCS7_set_detached(bag, 1);
	for (int i = 0; i < recipe->certificates; i++)
		PKCS7_add_certificate(bag, certs[i]);
	if (recipe->crl) {
		X509_CRL *crl = X509_CRL_new();
		X509_NAME *name = cert_name("Root");
		ASN1_TIME *now = X509_gmtime_adj(NULL, 0);

		X509_CRL_set_issuer_name(crl, name);
		X509_CRL_set1_lastUpdate(crl, now);
		X509_CRL_sign(crl, cert_key(2048), EVP_sha256());
		PKCS7_add_crl(bag, crl);
		X509_CRL_free(crl);
		X509_NAME_free(name);
		ASN1_TIME_free(now);
	}
	assert_true(i2d_PKCS7_bio(bio, bag));
	cert_bio_take(bio, out);
	PKCS7_free(bag);
	X509_free(certs[0]);
	X509_free(certs[1]);
}

static void
make_bag_der(struct strbuf *out)
{
	make_bag(&(struct bag_recipe){ .certificates = 1 }, out);
}

static void
make_bag_with_crl(struct strbuf *out)
{
	make_bag(&(struct bag_recipe){ .certificates = 1, .crl = true }, out);
}

/* As Microsoft's and Java's programs may write it: each value of no length of its own, ended by zeros. */
static void
make_bag_ber(struct strbuf *out)
{
	static const char begin[] =
		"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80\x30"
		"\x80\x02\x01\x01\x31\x00\x30\x80\x06\x09\x2a\x86\x48\x86\xf7"
		"\x0d\x01\x07\x01\x00\x00\xa0\x80";
	static const char end[] = "\0\0\x31\0\0\0\0\0\0";

	strbuf_add(out, begin, sizeof begin - 1);
	make_der(out);
	strbuf_add(out, end, sizeof end);
}

static void
wrap(void (*make)(struct strbuf *), const char *label, struct strbuf *out)
{
	struct strbuf der = STRBUF_INIT;

	make(&der);
	pem_encode(label, der.buf, der.len, out);
	strbuf_release(&der);
}

static void
make_bag_pem(struct strbuf *out)
{
	wrap(make_bag_der, "PKCS7", out);
}

static void
make_bag_cms(struct strbuf *out)
{
	wrap(make_bag_der, "CMS", out);
}

static void
make_bag_called_certificate(struct strbuf *out)
{
	wrap(make_bag_der, "CERTIFICATE", out);
}

static void
make_bag_netscape(struct strbuf *out)
{
	wrap(make_bag_der, "PKCS #7 SIGNED DATA", out);
}

static void
make_bag_base64(struct strbuf *out)
{
	struct strbuf der = STRBUF_INIT;

	make_bag_der(&der);
	base64_encode(der.buf, der.len, out);
	strbuf_release(&der);
}

static void
make_bag_and_newline(struct strbuf *out)
{
	make_bag_der(out);
	strbuf_addstr(out, "\r\n");
}

static void
make_base64(struct strbuf *out)
{
	struct strbuf der = STRBUF_INIT;

	make_der(&der);
	base64_encode(der.buf, der.len, out);
	strbuf_release(&der);
}

static void
make_base64_wrapped(struct strbuf *out)
{
	struct strbuf pem = STRBUF_INIT;
	size_t begin, end;

	make_pem(&pem);
	begin = strcspn(pem.buf, "\n") + 1;
	end = (size_t)(strstr(pem.buf, "-----END") - pem.buf);
	strbuf_addstr(out, "\xef\xbb\xbf\r\n");
	strbuf_add(out, pem.buf + begin, end - begin);
	strbuf_addstr(out, "\r\n  ");
	strbuf_release(&pem);
}

static void
make_base64_quoted(struct strbuf *out)
{
	strbuf_addch(out, '"');
	make_base64(out);
	strbuf_addstr(out, "\",\n");
}

static void
make_data_url(struct strbuf *out)
{
	strbuf_addstr(out, "data:application/x-x509-ca-cert;base64,");
	make_base64(out);
}

/* ASCII in two bytes a character. */
static void
widen(void (*make)(struct strbuf *), const char *mark, bool little, struct strbuf *out)
{
	struct strbuf text = STRBUF_INIT;

	make(&text);
	strbuf_add(out, mark, strlen(mark));
	for (size_t i = 0; i < text.len; i++) {
		strbuf_addch(out, little ? text.buf[i] : 0);
		strbuf_addch(out, little ? 0 : text.buf[i]);
	}
	strbuf_release(&text);
}

static void
make_utf16_le(struct strbuf *out)
{
	widen(make_pem, "\xff\xfe", true, out);
}

static void
make_utf16_be(struct strbuf *out)
{
	widen(make_pem, "\xfe\xff", false, out);
}

static void
make_utf16_le_unmarked(struct strbuf *out)
{
	widen(make_pem, "", true, out);
}

static void
make_utf16_be_unmarked(struct strbuf *out)
{
	widen(make_pem, "", false, out);
}

static void
make_pem_behind_mark(struct strbuf *out)
{
	strbuf_addstr(out, "\xfe\xff");
	make_pem(out);
}

static void
make_utf16_base64(struct strbuf *out)
{
	widen(make_base64, "\xff\xfe", true, out);
}

static void
make_utf16_bag(struct strbuf *out)
{
	widen(make_bag_pem, "\xff\xfe", true, out);
}

static void
make_trusted(struct strbuf *out)
{
	X509 *cert = cert_make(&root_spec);
	BIO *bio = BIO_new(BIO_s_mem());
	ASN1_OBJECT *use = OBJ_nid2obj(NID_server_auth);

	X509_add1_trust_object(cert, use);
	X509_alias_set1(cert, (const unsigned char *)"alias", 5);
	assert_true(PEM_write_bio_X509_AUX(bio, cert));
	cert_bio_take(bio, out);
	X509_free(cert);
}

static void
make_der_and(const char *behind, size_t len, struct strbuf *out)
{
	make_der(out);
	strbuf_add(out, behind, len);
}

static void
make_der_and_newline(struct strbuf *out)
{
	make_der_and("\n", 1, out);
}

static void
make_der_and_blanks(struct strbuf *out)
{
	make_der_and(" \r\n\t \0\0\x1a", 8, out);
}

static void
escape(const char *line_end, const char *slash, const char *around, struct strbuf *out)
{
	struct strbuf pem = STRBUF_INIT;

	make_pem(&pem);
	strbuf_addstr(out, around);
	for (size_t i = 0; i < pem.len; i++) {
		if (pem.buf[i] == '\n')
			strbuf_addstr(out, line_end);
		else if (pem.buf[i] == '/')
			strbuf_addstr(out, slash);
		else if (pem.buf[i] == '+' && *slash == '\\')
			strbuf_addstr(out, "\\u002B");
		else
			strbuf_addch(out, pem.buf[i]);
	}
	strbuf_addstr(out, around);
	strbuf_release(&pem);
}

static void
make_escaped(struct strbuf *out)
{
	escape("\\n", "/", "\"", out);
}

static void
make_escaped_crlf(struct strbuf *out)
{
	escape("\\r\\n", "\\/", "'", out);
}

static void
make_escaped_twice(struct strbuf *out)
{
	escape("\\\\n", "/", "\\\"", out);
}

static void
make_escaped_unicode(struct strbuf *out)
{
	escape("\\u000a", "/", "\"", out);
}

static void
make_one_line(struct strbuf *out)
{
	escape(" ", "/", "", out);
}

static void
make_no_line_end(struct strbuf *out)
{
	make_pem(out);
	strbuf_truncate(out, out->len - 1);
}

static void
make_data_element(struct strbuf *out)
{
	strbuf_addstr(out, "<data>");
	make_base64(out);
	strbuf_addstr(out, "</data>");
}

/* A fingerprint is data, too. */
static void
make_plist(struct strbuf *out)
{
	strbuf_addstr(out, "<?xml version=\"1.0\"?>\n<plist version=\"1.0\"><dict>"
			   "<key>CAFingerprint</key><data>2jmj7l5rSw0yVb/vlWAYkK/YBwk=</data>"
			   "<key>PayloadContent</key>\n\t<data>\n\t");
	make_base64(out);
	strbuf_addstr(out, "\n\t</data></dict></plist>\n");
}

static const struct shape {
	const char *name;
	void (*make)(struct strbuf *out);
	bool strict; /* devices take it too */
} shapes[] = {
	{ "PEM", make_pem, true },
	{ "PEM in one line", make_one_line, true },
	{ "PEM without its last line end", make_no_line_end, true },
	{ "PKCS#7, DER", make_bag_der, false },
	{ "PKCS#7, BER", make_bag_ber, false },
	{ "PKCS#7, PEM", make_bag_pem, false },
	{ "PKCS#7 called CMS", make_bag_cms, false },
	{ "PKCS#7 called CERTIFICATE", make_bag_called_certificate, false },
	{ "PKCS#7 as Netscape called it", make_bag_netscape, false },
	{ "PKCS#7, Base64", make_bag_base64, false },
	{ "PKCS#7 and a line end", make_bag_and_newline, false },
	{ "PKCS#7 with a CRL", make_bag_with_crl, false },
	{ "Base64, one line", make_base64, false },
	{ "Base64, wrapped", make_base64_wrapped, false },
	{ "Base64 in quotes", make_base64_quoted, false },
	{ "data: URL", make_data_url, false },
	{ "UTF-16 LE", make_utf16_le, false },
	{ "UTF-16 BE", make_utf16_be, false },
	{ "UTF-16 LE, no mark", make_utf16_le_unmarked, false },
	{ "UTF-16 BE, no mark", make_utf16_be_unmarked, false },
	{ "UTF-16, Base64", make_utf16_base64, false },
	{ "PEM of ASCII behind the mark of UTF-16", make_pem_behind_mark, true },
	{ "UTF-16, PKCS#7", make_utf16_bag, false },
	{ "TRUSTED CERTIFICATE", make_trusted, false },
	{ "DER and a line end", make_der_and_newline, false },
	{ "DER, blanks and zeros", make_der_and_blanks, false },
	{ "\\n", make_escaped, false },
	{ "\\r\\n and \\/", make_escaped_crlf, false },
	{ "\\\\n", make_escaped_twice, false },
	{ "\\u000a", make_escaped_unicode, false },
	{ "<data>", make_data_element, false },
	{ "property list", make_plist, false },
};

static void
every_shape_with_one_certificate_is_taken(void **state)
{
	struct strbuf der = STRBUF_INIT;

	(void)state;
	make_der(&der);
	for (size_t i = 0; i < ARRAY_SIZE(shapes); i++) {
		struct certificate cert = CERTIFICATE_INIT;
		struct finding slip = FINDING_INIT;
		struct strbuf file = STRBUF_INIT;

		shapes[i].make(&file);
		if (certificate_take(file.buf, file.len, 0, &cert, &slip) < 0)
			fail_msg("%s: %s", shapes[i].name, slip.sentence);
		if (!strbuf_same(&cert.der, &der))
			fail_msg("%s: another certificate", shapes[i].name);
		certificate_release(&cert);
		assert_int_equal(certificate_take(file.buf, file.len, 1, &cert, &slip), 0);
		assert_int_equal(certificate_take(file.buf, file.len, 2, &cert, &slip), -1);
		assert_string_equal(slip.rule, "certificate-several");
		if ((certificate_parse(file.buf, file.len, &cert, &slip) == 0) != shapes[i].strict)
			fail_msg("%s as what devices get", shapes[i].name);
		certificate_release(&cert);
		finding_release(&slip);
		strbuf_release(&file);
	}
	strbuf_release(&der);
}

/* A text of one line that is a certificate is not taken for a path, and a path not for a certificate. */
static void
pasted_certificates_are_told_from_paths(void **state)
{
	static const char *const paths[] = { "ca.cer", "/etc/ssl/certs/ca.pem", "MIIC/MIID/MIIE",
		"C:\\new\\ca.cer", "w0RIrFBoiK5NJ73joGFQrN7Bdq2Yp+zIOpKs8DAa95M=", "" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(shapes); i++) {
		struct strbuf file = STRBUF_INIT;

		shapes[i].make(&file);
		if (strlen(file.buf) == file.len && (unsigned char)file.buf[0] != 0x30)
			assert_true(certificate_is_pasted(file.buf));
		strbuf_release(&file);
	}
	for (size_t i = 0; i < ARRAY_SIZE(paths); i++)
		assert_false(certificate_is_pasted(paths[i]));
}

static void
make_bag_of_two(struct strbuf *out)
{
	make_bag(&(struct bag_recipe){ .certificates = 2 }, out);
}

static void
make_bag_of_two_pem(struct strbuf *out)
{
	wrap(make_bag_of_two, "PKCS7", out);
}

static void
make_two_data(struct strbuf *out)
{
	make_data_element(out);
	make_data_element(out);
}

static void
make_pem_and_bag(struct strbuf *out)
{
	make_pem(out);
	make_bag_pem(out);
}

static void
bags_of_several_are_never_taken_unasked(void **state)
{
	static void (*const makes[])(struct strbuf *) = { make_bag_of_two, make_bag_of_two_pem,
		make_two_data, make_pem_and_bag };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(makes); i++) {
		struct certificate cert = CERTIFICATE_INIT;
		struct finding slip = FINDING_INIT;
		struct strbuf file = STRBUF_INIT;

		makes[i](&file);
		assert_int_equal(certificate_take(file.buf, file.len, 0, &cert, &slip), -1);
		assert_string_equal(slip.rule, "certificate-several");
		assert_contains(slip.sentence, "the file has 2 certificates: (1) Root, (2) ");
		assert_int_equal(certificate_take(file.buf, file.len, 2, &cert, &slip), 0);
		if (i < 2)
			assert_string_equal(cert.common_name.buf, "Sub");
		certificate_release(&cert);
		finding_release(&slip);
		strbuf_release(&file);
	}
}

/* A message with a signature holds its signer's certificate, which is nobody's authority. */
static void
make_signed_message(struct strbuf *out)
{
	X509 *cert = cert_make(&root_spec);
	BIO *in = BIO_new_mem_buf("text", 4), *bio = BIO_new(BIO_s_mem());
	CMS_ContentInfo *cms = CMS_sign(cert, cert_key(2048), NULL, in, CMS_BINARY);

	assert_true(i2d_CMS_bio(bio, cms));
	cert_bio_take(bio, out);
	CMS_ContentInfo_free(cms);
	BIO_free(in);
	X509_free(cert);
}

static void
make_empty_bag(struct strbuf *out)
{
	make_bag(&(struct bag_recipe){ 0 }, out);
}

static void
make_bag_of_crl(struct strbuf *out)
{
	make_bag(&(struct bag_recipe){ .crl = true }, out);
}

static void
make_encrypted(struct strbuf *out)
{
	STACK_OF(X509) *to = sk_X509_new_null();
	X509 *cert = cert_make(&(struct cert_spec){ "To", NULL, 2048, "SHA256", -1, 1, true, 0 });
	BIO *in = BIO_new_mem_buf("text", 4), *bio = BIO_new(BIO_s_mem());
	PKCS7 *message;

	sk_X509_push(to, cert);
	message = PKCS7_encrypt(to, in, EVP_aes_128_cbc(), PKCS7_BINARY);
	assert_true(i2d_PKCS7_bio(bio, message));
	cert_bio_take(bio, out);
	PKCS7_free(message);
	sk_X509_free(to);
	BIO_free(in);
	X509_free(cert);
}

static void
make_bag_and_key(struct strbuf *out)
{
	make_bag_pem(out);
	cert_key_pem(2048, out);
}

static void
make_escaped_key(struct strbuf *out)
{
	struct strbuf pem = STRBUF_INIT;

	cert_key_pem(2048, &pem);
	for (size_t i = 0; i < pem.len; i++)
		strbuf_addstr(out, pem.buf[i] == '\n' ? "\\n" : (char[]){ pem.buf[i], 0 });
	strbuf_release(&pem);
}

static void
make_key_base64(struct strbuf *out)
{
	unsigned char *der = NULL;
	int len = i2d_PrivateKey(cert_key(2048), &der);

	base64_encode(der, (size_t)len, out);
	OPENSSL_free(der);
}

static void
make_der_and_more(struct strbuf *out)
{
	make_der_and(" \nx", 3, out);
}

static void
make_cut_bag(struct strbuf *out)
{
	make_bag_der(out);
	strbuf_truncate(out, out->len / 2);
}

static void
make_hex(struct strbuf *out)
{
	struct strbuf der = STRBUF_INIT;

	make_der(&der);
	for (size_t i = 0; i < der.len; i++)
		strbuf_addf(out, "%02x", (unsigned char)der.buf[i]);
	strbuf_release(&der);
}

static void
make_0x_hex(struct strbuf *out)
{
	strbuf_addstr(out, "0x");
	make_hex(out);
}

static void
make_answer_with_headers(struct strbuf *out)
{
	strbuf_addstr(out, "HTTP/1.1 200 OK\r\nContent-Type: application/x-x509-ca-cert\r\n\r\n");
}

static void
make_utf16_text(struct strbuf *out)
{
	strbuf_add(out, "\xff\xfeH\0i\0 \0\x3d\xd8\x00\xde", 12);
}

/* Whatever is refused says how its reader comes to a certificate. */
static void
other_shapes_are_refused_with_what_to_do(void **state)
{
	static const struct {
		void (*make)(struct strbuf *out);
		const char *rule, *sentence;
	} cases[] = {
		{ make_signed_message, "certificate-not-one",
			"this is a signed message, not a certificate. If you trust the signer's "
			"own certificates, extract them: openssl pkcs7 -inform DER -in FILE "
			"-print_certs -out NEW.pem" },
		{ make_empty_bag, "certificate-not-one",
			"this is a PKCS#7 file without any certificate, not a certificate. Ask" },
		{ make_bag_of_crl, "certificate-not-one", "PKCS#7 file without any certificate" },
		{ make_encrypted, "certificate-not-one",
			"this is a PKCS#7 file of another kind, encrypted or damaged" },
		{ make_bag_and_key, "certificate-private-key",
			"a private key follows the certificate. Use a file with only the "
			"certificate (openssl x509 -in FILE -out NEW.cer)" },
		{ make_escaped_key, "certificate-private-key",
			"there is a private key in the file" },
		{ make_key_base64, "certificate-private-key", "this is a private key" },
		{ make_der_and_more, "certificate-not-one",
			"3 bytes follow the certificate. Use a file with only the certificate" },
		{ make_cut_bag, "certificate-not-one", "the file is cut off" },
		{ make_hex, "certificate-not-one", "Convert them: xxd -r -p FILE NEW.cer" },
		{ make_0x_hex, "certificate-not-one", "xxd -r -p FILE NEW.cer" },
		{ make_answer_with_headers, "certificate-not-one",
			"this is a server's answer with its headers" },
		{ make_utf16_text, "certificate-not-one", "this is a text, not a certificate" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct certificate cert = CERTIFICATE_INIT;
		struct finding slip = FINDING_INIT;
		struct strbuf file = STRBUF_INIT;

		cases[i].make(&file);
		if (certificate_take(file.buf, file.len, 0, &cert, &slip) == 0)
			fail_msg("taken: %s", cases[i].sentence);
		assert_contains(slip.sentence, cases[i].sentence);
		assert_string_equal(slip.rule, cases[i].rule);
		certificate_release(&cert);
		finding_release(&slip);
		strbuf_release(&file);
	}
}

/* What is wrong in a text of two bytes a character is told by its place in the file. */
static void
a_damaged_text_in_utf16_is_told_by_its_place(void **state)
{
	static const char line[] = "-----BEGIN CERTIFICATE-----\n";
	struct strbuf file = STRBUF_INIT;
	struct certificate cert = CERTIFICATE_INIT;
	struct finding slip = FINDING_INIT;
	size_t damaged = 2 + 2 * strlen(line) + 2 * 10;

	(void)state;
	make_utf16_le(&file);
	strbuf_add(&file, "\x3d\xd8", 2);
	memcpy(file.buf + damaged, "\xac\x20", 2); /* U+20AC */
	assert_int_equal(certificate_take(file.buf, file.len, 0, &cert, &slip), -1);
	assert_string_equal(slip.rule, "certificate-not-one");
	assert_int_equal(slip.offset, damaged);
	finding_release(&slip);
	strbuf_release(&file);
}

static void
a_bag_of_too_many_is_not_read(void **state)
{
	static const char begin[] =
		"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80\x30"
		"\x80\x02\x01\x01\x31\x00\x30\x80\x06\x09\x2a\x86\x48\x86\xf7"
		"\x0d\x01\x07\x01\x00\x00\xa0\x80";
	struct certificates list = { .any_shape = true };
	struct finding slip = FINDING_INIT;
	struct strbuf file = STRBUF_INIT, der = STRBUF_INIT;

	(void)state;
	make_der(&der);
	strbuf_add(&file, begin, sizeof begin - 1);
	for (int i = 0; i <= CERTIFICATES_MAX; i++)
		strbuf_add(&file, der.buf, der.len);
	strbuf_add(&file, "\0\0\x31\0\0\0\0\0\0", 10);
	assert_int_equal(certificates_parse(file.buf, file.len, &list, &slip), -1);
	assert_string_equal(slip.rule, "certificate-several");
	assert_contains(slip.sentence, "the file has 501 certificates");
	certificates_release(&list);
	finding_release(&slip);
	strbuf_release(&der);
	strbuf_release(&file);
}

static void
six_certificates_are_named(void **state)
{
	static const char *const wanted[] = { "5 certificates: (1) A, (2) B, (3) C, (4) D, (5) E",
		"6 certificates: (1) A, (2) B, (3) C, (4) D, (5) E, (6) F",
		"7 certificates: (1) A, (2) B, (3) C, (4) D, (5) E, (6) F and 1 more" };
	struct certificate v[7];
	struct certificates list = { .v = v };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		v[i] = (struct certificate)CERTIFICATE_INIT;
		strbuf_addch(&v[i].common_name, (char)('A' + i));
	}
	for (list.n = 5; list.n <= 7; list.n++) {
		struct strbuf out = STRBUF_INIT;

		certificates_name(&list, &out);
		assert_string_equal(out.buf, wanted[list.n - 5]);
		strbuf_release(&out);
	}
	for (size_t i = 0; i < ARRAY_SIZE(v); i++)
		certificate_release(&v[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_shape_with_one_certificate_is_taken),
		cmocka_unit_test(pasted_certificates_are_told_from_paths),
		cmocka_unit_test(bags_of_several_are_never_taken_unasked),
		cmocka_unit_test(other_shapes_are_refused_with_what_to_do),
		cmocka_unit_test(a_damaged_text_in_utf16_is_told_by_its_place),
		cmocka_unit_test(a_bag_of_too_many_is_not_read),
		cmocka_unit_test(six_certificates_are_named),
	};

	return run_tests(tests);
}
