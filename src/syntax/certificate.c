/* Certificates that were read: what is told of them. Reading them is the worker's. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utc.h"

#include "syntax/fingerprint.h"
#include "syntax/pem.h"
#include "syntax/x509.h"
#include "syntax/x509_shape.h"

/* As many as a sentence names. */
#define NAMED_MAX 6
/* Characters of a text that may be a certificate in Base64. */
#define PASTED_LEAST 256

struct strbuf *
certificate_text(struct certificate *cert, size_t i)
{
	struct strbuf *const texts[CERTIFICATE_TEXTS] = { &cert->der, &cert->subject, &cert->issuer,
		&cert->common_name, &cert->key, &cert->signature, &cert->key_usage };

	return texts[i];
}

void
certificate_release(struct certificate *cert)
{
	for (size_t i = 0; i < CERTIFICATE_TEXTS; i++)
		strbuf_release(certificate_text(cert, i));
}

void
certificate_copy(struct certificate *to, const struct certificate *from)
{
	*to = *from;
	for (size_t i = 0; i < CERTIFICATE_TEXTS; i++) {
		struct strbuf *copy = certificate_text(to, i), text = *copy;

		strbuf_init(copy);
		strbuf_add(copy, text.buf, text.len);
	}
}

/* NULL where no hash has that many bytes. */
static const unsigned char *
certificate_hash(const struct certificate *cert, size_t len)
{
	switch (len) {
	case sizeof cert->md5:
		return cert->md5;
	case sizeof cert->sha1:
		return cert->sha1;
	case sizeof cert->sha224:
		return cert->sha224;
	case sizeof cert->sha256:
		return cert->sha256;
	case sizeof cert->sha384:
		return cert->sha384;
	case sizeof cert->sha512:
		return cert->sha512;
	}
	return NULL;
}

const char *
certificate_hash_is(const struct certificate *cert, const void *bytes, size_t len)
{
	const unsigned char *hash = certificate_hash(cert, len);

	return hash && !memcmp(hash, bytes, len) ? fingerprint_hash_name(len) : NULL;
}

void
certificates_release(struct certificates *list)
{
	for (size_t i = 0; i < list->n; i++)
		certificate_release(&list->v[i]);
	free(list->v);
	*list = (struct certificates){ 0 };
}

/* "3 certificates: (1) Example Root CA, (2) Example Issuing CA, (3) mac1.example.com" */
void
certificates_name(const struct certificates *list, struct strbuf *out)
{
	strbuf_addf(out, "%zu %s", list->n, plural(list->n, "certificate", "certificates"));
	for (size_t i = 0; i < list->n && i < NAMED_MAX; i++)
		strbuf_addf(out, "%s(%zu) %s", i ? ", " : ": ", i + 1, list->v[i].common_name.buf);
	if (list->n > NAMED_MAX)
		strbuf_addf(out, " and %zu more", list->n - NAMED_MAX);
}

/* The shortest certificates have some 250 bytes, and no path looks like Base64 of as many. */
bool
certificate_is_pasted(const char *text)
{
	STRBUF(der);
	STRBUF(plain);
	size_t len = strlen(text);

	if (strstr(text, "-----BEGIN ") || strstr(text, "<data>") || strchr(text, '\n'))
		return true;
	return len >= PASTED_LEAST &&
	       (shape_base64(text, len, &der) || (shape_escaped(text, len, &plain) &&
							 shape_base64(plain.buf, plain.len, &der)));
}

void
certificate_to_pem(const struct certificate *cert, struct strbuf *out)
{
	pem_encode("CERTIFICATE", cert->der.buf, cert->der.len, out);
}

static void
describe_hash(const char *name, const unsigned char *hash, size_t len, struct strvec *lines)
{
	STRBUF(hex);

	fingerprint_to_hex(hash, len, &hex);
	strvec_pushf(lines, "%s %s", name, hex.buf);
}

void
certificate_describe(const struct certificate *cert, struct strvec *lines)
{
	STRBUF(from);
	STRBUF(to);

	utc_day(cert->not_before, &from);
	utc_day(cert->not_after, &to);
	strvec_pushf(lines, "subject %s", cert->subject.buf);
	strvec_pushf(lines, "issuer %s%s", cert->issuer.buf, cert->self_issued ? " (itself)" : "");
	strvec_pushf(lines, "valid %s to %s", from.buf, to.buf);
	strvec_pushf(lines, "key %s, signed with %s", cert->key.buf, cert->signature.buf);
	if (cert->is_ca && cert->path_length >= 0)
		strvec_pushf(lines, "CA yes, path length %d", cert->path_length);
	else
		strvec_pushf(lines, "CA %s", cert->is_ca ? "yes, path length not limited" : "no");
	strvec_pushf(lines, "key usage %s",
		cert->key_usage.len ? cert->key_usage.buf : "not restricted");
	describe_hash("SHA-1", cert->sha1, sizeof cert->sha1, lines);
	describe_hash("SHA-256", cert->sha256, sizeof cert->sha256, lines);
}
