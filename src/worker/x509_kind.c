/* Explains what a file is that is not a certificate. */
#include "worker/x509_kind.h"

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

#define ASK_FOR_IT "Ask the CA's administrators for its certificate in PEM or DER"
#define LOAD_IT "Download the certificate again, or ask the CA's administrators for it"

const struct x509_other x509_request = { "a certificate request (CSR)",
	"Use the certificate that the CA issued for it" };
const struct x509_other x509_public = { "a public key", ASK_FOR_IT };
const struct x509_other x509_crl = { "a list of revoked certificates (CRL)", ASK_FOR_IT };
const struct x509_other x509_key = { "a private key", ASK_FOR_IT };
const struct x509_other x509_trusted = { "a certificate with OpenSSL's own additions",
	"Remove them: openssl x509 -in FILE -out NEW.cer" };
const struct x509_other x509_bag = { "a PKCS#7 certificate bundle",
	"Extract them: openssl pkcs7 -in FILE -print_certs -out NEW.pem" };
static const struct x509_other bag_der = { "a PKCS#7 certificate bundle",
	"Extract them: openssl pkcs7 -inform DER -in FILE -print_certs -out NEW.pem" };
const struct x509_other x509_bag_other = { "a PKCS#7 file of another kind, encrypted or damaged",
	ASK_FOR_IT };
const struct x509_other x509_bag_empty = { "a PKCS#7 file without any certificate", ASK_FOR_IT };
const struct x509_other x509_signed = { "a signed message",
	"If you trust the signer's own certificates, extract them: openssl pkcs7 -inform DER -in "
	"FILE -print_certs -out NEW.pem" };
const struct x509_other x509_unknown_block = { "a PEM block of another kind", ASK_FOR_IT };

int
x509_not_one(struct finding *slip, const struct x509_other *other)
{
	return finding_set(slip, "certificate-not-one", 0, "this is %s, not a certificate. %s",
		other->what, other->step);
}

int
x509_private_key(struct finding *slip, size_t offset, const char *what, const char *command)
{
	return finding_set(slip, "certificate-private-key", offset,
		"%s. Use a file with only the certificate%s%s%s", what,
		command ? " (" : ", without the private key", command ? command : "",
		command ? ")" : "");
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
	const struct x509_other *other;
	const char *key, *command; /* where there is a private key in it */
} der_kinds[] = {
	{ der_is_pkcs12, NULL, "this is a PKCS#12 file, which is made for a private key",
		"openssl pkcs12 -in FILE -nokeys -out NEW.pem" },
	{ der_is_private, NULL, "this is a private key", NULL },
	{ der_is_request, &x509_request, NULL, NULL },
	{ der_is_public, &x509_public, NULL, NULL },
	{ der_is_crl, &x509_crl, NULL, NULL },
	{ der_is_pkcs7, &bag_der, NULL, NULL },
	{ der_is_encrypted, NULL, "this is an encrypted private key", NULL },
};

/* DER that is not a certificate. */
int
x509_explain_der(const unsigned char *data, size_t len, struct finding *slip)
{
	struct ber_header header;
	size_t told = ber_read_header(data, len, &header) ? header.len + header.content : 0;

	if (told > len)
		return finding_set(slip, "certificate-not-one", len,
			"the file is cut off: it says that it has %zu bytes, but has %zu", told,
			len);
	/* OpenSSL's decoders take long for something that is not a value at all */
	for (size_t i = 0; i < ARRAY_SIZE(der_kinds) && ber_length(data, len); i++) {
		const struct der_kind *kind = &der_kinds[i];

		if (!kind->is(data, (long)len))
			continue;
		return kind->other ? x509_not_one(slip, kind->other)
				   : x509_private_key(slip, 0, kind->key, kind->command);
	}
	return x509_not_one(
		slip, &(struct x509_other){ "DER data of another kind or damaged", LOAD_IT });
}

/* What a text without a BEGIN line begins with, after spaces. */
static const struct text_kind {
	const char *begin;
	struct x509_other other;
} text_kinds[] = {
	{ "<!doctype html", { "an HTML page (perhaps an error page of the server)",
				    "Open the address in a browser to see it" } },
	{ "<html", { "an HTML page (perhaps an error page of the server)",
			   "Open the address in a browser to see it" } },
	{ "<", { "an XML or HTML file", LOAD_IT } },
	{ "ssh-", { "a public key for SSH", ASK_FOR_IT } },
	{ "ecdsa-", { "a public key for SSH", ASK_FOR_IT } },
	{ "HTTP/", { "a server's answer with its headers",
			   "Save only the answer: curl -o NEW.cer URL, without -i" } },
	{ "0x3082", { "hex digits of DER data", "Convert them: xxd -r -p FILE NEW.cer" } },
	{ "3082", { "hex digits of DER data", "Convert them: xxd -r -p FILE NEW.cer" } },
	{ "30 82", { "hex digits of DER data", "Convert them: xxd -r -p FILE NEW.cer" } },
};

static int
text_explain(const struct strbuf *text, struct finding *slip)
{
	STRBUF(bytes);
	const char *start = text->buf + strspn(text->buf, " \t\r\n");
	size_t bad;
	bool base64 = base64_decode(start, strlen(start), &bytes, &bad) == 0;
	bool der = base64 && bytes.len > 64 && bytes.buf[0] == 0x30;

	if (der)
		return x509_not_one(slip,
			&(struct x509_other){ "Base64 without its line -----BEGIN CERTIFICATE-----",
				"Convert it: base64 -d FILE > NEW.cer" });
	for (size_t i = 0; i < ARRAY_SIZE(text_kinds); i++)
		if (!strncasecmp(start, text_kinds[i].begin, strlen(text_kinds[i].begin)))
			return x509_not_one(slip, &text_kinds[i].other);
	if (strstr(start, "BEGIN CERTIFICATE"))
		return x509_not_one(
			slip, &(struct x509_other){
				      "a text whose line -----BEGIN CERTIFICATE----- is damaged",
				      "Put five dashes on both sides of the words" });
	return x509_not_one(slip, &(struct x509_other){ "a text", ASK_FOR_IT });
}

int
x509_explain_bytes(const char *data, size_t len, struct finding *slip)
{
	STRBUF(text);

	if (len >= 2 && (!memcmp(data, "\xff\xfe", 2) || !memcmp(data, "\xfe\xff", 2)))
		return x509_not_one(
			slip, &(struct x509_other){ "a text in UTF-16", "Save it as UTF-8" });
	if (memchr(data, '\0', len) || utf8_check(data, len) < len)
		return x509_not_one(
			slip, &(struct x509_other){ "data of an unknown kind", LOAD_IT });
	strbuf_add(&text, data, len);
	text_explain(&text, slip);
	return -1;
}
