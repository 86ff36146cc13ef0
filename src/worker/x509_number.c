/* What numbers of a certificate are: which of the many that programs print is its fingerprint. */
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/ber.h"
#include "syntax/fingerprint.h"
#include "syntax/pem.h"
#include "syntax/x509.h"

#include "worker/x509_kind.h"

/* Decimal digits of a serial number that are looked at: RFC 5280 allows 20 bytes, which have 49. */
#define SERIAL_DIGITS_MAX 200

/* The hash of that length (syntax/fingerprint.h). */
static const struct number_hash {
	size_t len;
	const EVP_MD *(*digest)(void);
} number_hashes[] = {
	{ 16, EVP_md5 },
	{ 20, EVP_sha1 },
	{ 28, EVP_sha224 },
	{ 32, EVP_sha256 },
	{ 48, EVP_sha384 },
	{ 64, EVP_sha512 },
};

/* The number that is looked for. */
struct number {
	const unsigned char *bytes;
	size_t len;
};

/* Whether the number is the hash of data, by the hash of its length. */
static bool
number_is_hash(const struct number *number, const void *data, size_t len)
{
	unsigned char hash[EVP_MAX_MD_SIZE];
	const EVP_MD *digest = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(number_hashes); i++)
		if (number_hashes[i].len == number->len)
			digest = number_hashes[i].digest();
	return digest && data && EVP_Digest(data, len, hash, NULL, digest, NULL) &&
	       !memcmp(hash, number->bytes, number->len);
}

static bool
number_is(const struct number *number, const void *data, size_t len)
{
	return data && len && len == number->len && !memcmp(data, number->bytes, len);
}

/* Appends the text with the given line ends, and one at its end or none. */
static void
text_with_ends(const struct strbuf *text, const char *line_end, bool last, struct strbuf *out)
{
	size_t len = text->len;

	while (len && strchr("\r\n", text->buf[len - 1]) && text->buf[len - 1])
		len--;
	for (size_t i = 0; i < len; i++) {
		if (text->buf[i] == '\n')
			strbuf_addstr(out, line_end);
		else if (text->buf[i] != '\r' || text->buf[i + 1] != '\n')
			strbuf_addch(out, text->buf[i]);
	}
	if (last)
		strbuf_addstr(out, line_end);
}

/* With both kinds of line end, and with and without one at the end: a hash depends on differences that are invisible
 * otherwise. */
static bool
number_is_text_hash(const struct number *number, const struct strbuf *text)
{
	static const char *const line_ends[] = { "\n", "\r\n" };
	bool found = number_is_hash(number, text->buf, text->len);

	for (size_t i = 0; i < 4 && !found; i++) {
		STRBUF(variant);

		text_with_ends(text, line_ends[i / 2], i % 2, &variant);
		found = number_is_hash(number, variant.buf, variant.len);
	}
	return found;
}

/* Each of these tells whether the number is that of the certificate. */

static bool
is_subject_key_identifier(const struct number *number, X509 *x509)
{
	const ASN1_OCTET_STRING *id = X509_get0_subject_key_id(x509);

	return id && number_is(number, ASN1_STRING_get0_data(id), (size_t)ASN1_STRING_length(id));
}

static bool
is_authority_key_identifier(const struct number *number, X509 *x509)
{
	const ASN1_OCTET_STRING *id = X509_get0_authority_key_id(x509);

	return id && number_is(number, ASN1_STRING_get0_data(id), (size_t)ASN1_STRING_length(id));
}

/* A zero that keeps it positive, or that fills a byte, may be there or not. */
static bool
is_serial(const struct number *number, X509 *x509)
{
	const ASN1_INTEGER *serial = X509_get0_serialNumber(x509);
	struct number rest = *number;

	while (rest.len > 1 && !*rest.bytes) {
		rest.bytes++;
		rest.len--;
	}
	return number_is(&rest, ASN1_STRING_get0_data(serial), (size_t)ASN1_STRING_length(serial));
}

static bool
is_key_hash(const struct number *number, X509 *x509)
{
	const ASN1_BIT_STRING *bits = X509_get0_pubkey_bitstr(x509);
	unsigned char *der = NULL;
	int len = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(x509), &der);
	STRBUF(pem);
	bool found = false;

	if (len > 0) {
		found = number_is_hash(number, der, (size_t)len);
		pem_encode("PUBLIC KEY", der, (size_t)len, &pem);
		found = found || number_is_text_hash(number, &pem);
	}
	if (!found && bits)
		found = number_is_hash(
			number, ASN1_STRING_get0_data(bits), (size_t)ASN1_STRING_length(bits));
	OPENSSL_free(der);
	return found;
}

/* As openssl x509 -modulus prints it, by which keys and certificates are matched. */
static bool
is_modulus_hash(const struct number *number, X509 *x509)
{
	const EVP_PKEY *key = X509_get0_pubkey(x509);
	STRBUF(text);
	BIGNUM *modulus = NULL;
	char *hex = NULL;
	bool found = false;

	if (key && EVP_PKEY_base_id(key) == EVP_PKEY_RSA &&
		(modulus = x509_rsa_number(x509, X509_RSA_MODULUS)) && (hex = BN_bn2hex(modulus))) {
		strbuf_addf(&text, "Modulus=%s\n", hex);
		found = number_is_text_hash(number, &text);
	}
	OPENSSL_free(hex);
	BN_free(modulus);
	return found;
}

static bool
is_signed_part_hash(const struct number *number, X509 *x509)
{
	unsigned char *der = NULL;
	int len = i2d_re_X509_tbs(x509, &der);
	bool found = len > 0 && number_is_hash(number, der, (size_t)len);

	OPENSSL_free(der);
	return found;
}

static const struct number_kind {
	bool (*is)(const struct number *number, X509 *x509);
	const char *what;
	bool hash; /* "the SHA-256 of WHAT" */
} number_kinds[] = {
	{ is_subject_key_identifier, "the Subject Key Identifier", false },
	{ is_authority_key_identifier, "the Authority Key Identifier", false },
	{ is_serial, "the serial number", false },
	{ is_key_hash, "the public key", true },
	{ is_modulus_hash, "the modulus", true },
	{ is_signed_part_hash, "the signed part", true },
};

static void
number_name(const struct number *number, const char *what, bool hash, struct strbuf *out)
{
	if (hash)
		strbuf_addf(out, "the %s of %s", fingerprint_hash_name(number->len), what);
	else
		strbuf_addstr(out, what);
}

static X509 *
number_x509(const struct certificate *cert)
{
	const unsigned char *at = (const unsigned char *)cert->der.buf;

	return d2i_X509(NULL, &at, (long)cert->der.len);
}

/* Of the PEM text, ours or the one given; of a file of another shape, that file. */
static bool
number_is_of_file(const struct number *number, const struct certificate *cert,
	const struct strbuf *given, struct strbuf *what)
{
	STRBUF(pem);
	bool found;

	certificate_to_pem(cert, &pem);
	found = number_is_text_hash(number, &pem);
	if (found || (given && given->len && number_is_text_hash(number, given))) {
		number_name(
			number, found || cert->from_pem ? "the PEM text" : "the file", true, what);
		found = true;
	}
	return found;
}

int
certificate_number_is(const struct certificate *cert, const struct strbuf *given, const void *bytes,
	size_t len, struct strbuf *what)
{
	const struct number number = { bytes, len };
	/* its own fingerprint does not count, however it was labelled */
	X509 *x509 = len && !number_is_hash(&number, cert->der.buf, cert->der.len)
			     ? number_x509(cert)
			     : NULL;
	bool found = false;

	for (size_t i = 0; x509 && i < ARRAY_SIZE(number_kinds) && !found; i++) {
		found = number_kinds[i].is(&number, x509);
		if (found)
			number_name(&number, number_kinds[i].what, number_kinds[i].hash, what);
	}
	if (x509 && !found && fingerprint_hash_name(len))
		found = number_is_of_file(&number, cert, given, what);
	X509_free(x509);
	ERR_clear_error();
	return found;
}

/* The digits of a text, which may be in pairs; NULL if it has anything else. The caller frees. */
static char *
serial_digits(const char *text, bool *decimal)
{
	STRBUF(digits);

	*decimal = true;
	for (; *text; text++) {
		if (strchr(":- \t\r\n", *text))
			continue;
		if (!strchr("0123456789ABCDEFabcdef", *text) || digits.len == SERIAL_DIGITS_MAX)
			return NULL;
		*decimal = *decimal && *text >= '0' && *text <= '9';
		strbuf_addch(&digits, *text);
	}
	return strbuf_detach(&digits);
}

static bool
digits_same(const char *a, const char *b)
{
	return !strcasecmp(a + strspn(a, "0"), b + strspn(b, "0"));
}

int
certificate_serial_is(const struct certificate *cert, const char *text)
{
	X509 *x509 = number_x509(cert);
	BIGNUM *serial = x509 ? ASN1_INTEGER_to_BN(X509_get0_serialNumber(x509), NULL) : NULL;
	char *hex = serial ? BN_bn2hex(serial) : NULL, *dec = serial ? BN_bn2dec(serial) : NULL;
	bool decimal, found = false;
	char *digits = serial_digits(text, &decimal);

	if (digits && *digits && hex && dec)
		found = digits_same(digits, hex) || (decimal && digits_same(digits, dec));
	free(digits);
	OPENSSL_free(hex);
	OPENSSL_free(dec);
	BN_free(serial);
	X509_free(x509);
	ERR_clear_error();
	return found;
}

enum certificate_issued
certificate_issued_by(const struct certificate *cert, const struct certificate *issuer)
{
	X509 *below = number_x509(cert), *above = number_x509(issuer);
	enum certificate_issued result = ISSUED_BY_OTHER;

	if (below && above &&
		!X509_NAME_cmp(X509_get_issuer_name(below), X509_get_subject_name(above)))
		result = X509_verify(below, X509_get0_pubkey(above)) ? ISSUED_FOR_CERTAIN
								     : ISSUED_BY_NAME;
	X509_free(below);
	X509_free(above);
	ERR_clear_error();
	return result;
}
