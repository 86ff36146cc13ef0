/* Telling what a file is that is no certificate. */
#include "syntax/x509_kind.h"

#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/pkcs7.h>
#include <openssl/x509.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/base64.h"
#include "syntax/ber.h"

int
x509_not_one(struct problem *problem, const char *what)
{
	return problem_set(problem, "certificate-not-one", 0,
		"this is %s, not a certificate; one certificate in PEM or DER is wanted", what);
}

int
x509_private_key(struct problem *problem, size_t offset, const char *what)
{
	return problem_set(problem, "certificate-private-key", offset,
		"%s; a file with the certificate alone is wanted, without the private key", what);
}

/* Each tells whether the bytes are one thing of its kind. */
#define DER_PROBE(name, type, read, release)                  \
	static bool name(const unsigned char *data, long len) \
	{                                                     \
		type *thing = read(NULL, &data, len);         \
		bool found = thing;                           \
                                                              \
		release(thing);                               \
		return found;                                 \
	}

DER_PROBE(der_is_pkcs12, PKCS12, d2i_PKCS12, PKCS12_free)
DER_PROBE(der_is_private, EVP_PKEY, d2i_AutoPrivateKey, EVP_PKEY_free)
DER_PROBE(der_is_encrypted, X509_SIG, d2i_X509_SIG, X509_SIG_free)
DER_PROBE(der_is_request, X509_REQ, d2i_X509_REQ, X509_REQ_free)
DER_PROBE(der_is_public, EVP_PKEY, d2i_PUBKEY, EVP_PKEY_free)
DER_PROBE(der_is_crl, X509_CRL, d2i_X509_CRL, X509_CRL_free)
DER_PROBE(der_is_pkcs7, PKCS7, d2i_PKCS7, PKCS7_free)

static const struct der_kind {
	bool (*is)(const unsigned char *data, long len);
	bool private;
	const char *what;
} der_kinds[] = {
	{ der_is_pkcs12, true, "this is a PKCS#12 file, which is made to hold a private key" },
	{ der_is_private, true, "this is a private key" },
	{ der_is_request, false, "a certificate request (CSR)" },
	{ der_is_public, false, "a public key" },
	{ der_is_crl, false, "a list of revoked certificates (CRL)" },
	{ der_is_pkcs7, false,
		"a PKCS#7 file, a bag of certificates (openssl pkcs7 -inform DER -in FILE -print_certs -out "
		"NEW takes them out)" },
	{ der_is_encrypted, true, "this is an encrypted private key" },
};

/* DER that is no certificate. */
int
x509_explain_der(const unsigned char *data, size_t len, struct problem *problem)
{
	struct ber_header header;
	size_t told = ber_read_header(data, len, &header) ? header.len + header.content : 0;

	if (told > len)
		return problem_set(problem, "certificate-not-one", len,
			"the file is cut off: it says it has %zu bytes, and %zu are there", told,
			len);
	for (size_t i = 0; i < ARRAY_SIZE(der_kinds); i++) {
		const struct der_kind *kind = &der_kinds[i];

		if (!kind->is(data, (long)len))
			continue;
		return kind->private ? x509_private_key(problem, 0, kind->what)
				     : x509_not_one(problem, kind->what);
	}
	return x509_not_one(problem, "DER data of another kind or damaged");
}

static bool
text_begins(const char *text, const char *word)
{
	return !strncasecmp(text, word, strlen(word));
}

/* What a text without a BEGIN line is. */
static int
text_explain(const struct strbuf *text, struct problem *problem)
{
	struct strbuf bytes = STRBUF_INIT;
	const char *start = text->buf + strspn(text->buf, " \t\r\n");
	size_t bad;
	bool base64 = base64_decode(start, strlen(start), &bytes, &bad) == 0;
	bool der = base64 && bytes.len > 64 && bytes.buf[0] == 0x30;

	strbuf_release(&bytes);
	if (der)
		return x509_not_one(problem, "Base64 without its line -----BEGIN CERTIFICATE-----");
	if (text_begins(start, "<!doctype html") || text_begins(start, "<html"))
		return x509_not_one(problem, "an HTML page (perhaps an error page of the server)");
	if (*start == '<')
		return x509_not_one(problem, "an XML or HTML file");
	if (text_begins(start, "ssh-") || text_begins(start, "ecdsa-"))
		return x509_not_one(problem, "a public key for SSH");
	if (strstr(start, "BEGIN CERTIFICATE"))
		return x509_not_one(
			problem, "a text whose line -----BEGIN CERTIFICATE----- is damaged");
	return x509_not_one(problem, "a text");
}

int
x509_explain_bytes(const char *data, size_t len, struct problem *problem)
{
	struct strbuf text = STRBUF_INIT;

	if (len >= 2 && (!memcmp(data, "\xff\xfe", 2) || !memcmp(data, "\xfe\xff", 2)))
		return x509_not_one(problem, "a text in UTF-16 (save it as UTF-8)");
	if (memchr(data, '\0', len) || utf8_check(data, len) < len)
		return x509_not_one(problem, "data of an unknown kind");
	strbuf_add(&text, data, len);
	text_explain(&text, problem);
	strbuf_release(&text);
	return -1;
}
