/* The certificates of a file. What the bytes are is settled first, from PEM's BEGIN lines or from DER's
 * outside, so that a wrong file is told by what it is; OpenSSL then reads one certificate at a time. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/ber.h"
#include "syntax/pem.h"
#include "syntax/x509.h"
#include "syntax/x509_kind.h"

/* As many as a sentence names. */
#define NAMED_MAX 6
/* No certificate has fewer bytes: a key and a signature alone have more. */
#define CERTIFICATE_LEAST 64

void
certificates_release(struct certificates *list)
{
	for (size_t i = 0; i < list->n; i++)
		certificate_release(&list->v[i]);
	free(list->v);
	*list = (struct certificates){ 0 };
}

/* A certificate whose bytes are yet to come. */
static struct certificate *
certificates_add(struct certificates *list, bool from_pem)
{
	struct certificate *cert;

	ARRAY_GROW(list->v, list->n, list->alloc);
	cert = &list->v[list->n++];
	*cert = (struct certificate)CERTIFICATE_INIT;
	cert->from_pem = from_pem;
	return cert;
}

/*
 * PEM.
 */

static const struct pem_kind {
	const char *label;
	const char *what;
} pem_kinds[] = {
	{ "CERTIFICATE REQUEST", "a certificate request (CSR)" },
	{ "NEW CERTIFICATE REQUEST", "a certificate request (CSR)" },
	{ "PUBLIC KEY", "a public key" },
	{ "RSA PUBLIC KEY", "a public key" },
	{ "X509 CRL", "a list of revoked certificates (CRL)" },
	{ "PKCS7",
		"a PKCS#7 file, a bag of certificates (openssl pkcs7 -in FILE -print_certs -out NEW "
		"takes them out)" },
	{ "CMS", "a CMS message" },
	{ "TRUSTED CERTIFICATE", "a certificate with OpenSSL's own additions" },
};

static const char *
pem_what(const struct pem_block *block)
{
	for (size_t i = 0; i < ARRAY_SIZE(pem_kinds); i++)
		if (pem_label_is(block, pem_kinds[i].label))
			return pem_kinds[i].what;
	if (pem_is_private_key(block))
		return "a private key";
	return "a PEM block of another kind";
}

static bool
pem_is_certificate(const struct pem_block *block)
{
	return pem_label_is(block, "CERTIFICATE") || pem_label_is(block, "X509 CERTIFICATE");
}

static int
pem_to_der(const struct pem_block *block, const char *data, struct strbuf *der,
	struct problem *problem)
{
	struct pem_bad bad;

	if (!block->body_end)
		return problem_set(problem, "certificate-not-one", (size_t)(block->body - data),
			"the certificate is cut off: its line -----END CERTIFICATE----- is "
			"missing");
	if (pem_decode(block, data, der, &bad) < 0)
		return problem_set(problem, "certificate-not-one", bad.offset,
			"the certificate is damaged: its Base64 cannot be read at line %zu",
			bad.line);
	return 0;
}

/* A private key is refused at once, wherever it stands. */
static int
pem_split(const char *data, size_t len, struct certificates *list, struct problem *problem)
{
	const char *end = data + len, *at = data, *other = NULL;
	size_t other_offset = 0;
	struct pem_block block;

	while (pem_next(&at, end, &block)) {
		size_t offset = (size_t)(block.begin - data);

		if (pem_is_private_key(&block) && !list->among_others)
			return x509_private_key(problem, offset,
				list->n ? "a private key stands behind the certificate"
					: "there is a private key in the file");
		if (pem_is_certificate(&block)) {
			if (pem_to_der(&block, data, &certificates_add(list, true)->der, problem) <
				0)
				return -1;
		} else if (!other) {
			other = pem_what(&block);
			other_offset = offset;
		}
	}
	if (!list->n)
		return x509_not_one(problem, other);
	if (other && !list->among_others)
		return problem_set(problem, "certificate-not-one", other_offset,
			"beside the certificate there is %s; the certificate alone is wanted",
			other);
	return 0;
}

/*
 * DER.
 */

/* Cuts it where the values say they end; what is left over, or is too short, becomes the last one. */
static void
der_split(const char *data, size_t len, struct certificates *list)
{
	while (len) {
		size_t one = ber_length((const unsigned char *)data, len);

		if (one < CERTIFICATE_LEAST || one > len)
			one = len;
		strbuf_add(&certificates_add(list, false)->der, data, one);
		data += one;
		len -= one;
	}
}

/* Bytes behind the certificates, which OpenSSL would pass over in silence. */
static int
der_behind(const struct certificates *list, size_t first, size_t len, struct problem *problem)
{
	size_t offset = 0, behind;

	for (size_t i = 0; i < first; i++)
		offset += list->v[i].der.len;
	behind = len - offset;
	return problem_set(problem, "certificate-not-one", offset,
		"%zu byte%s stand%s behind the certificate; the certificate alone is wanted",
		behind, plural(behind, "", "s"), plural(behind, "s", ""));
}

int
x509_too_large(size_t len, struct problem *problem)
{
	return problem_set(problem, "certificate-too-large", 0,
		"the certificate has %zu bytes; it must be smaller than 1 MB (%d bytes)", len,
		X509_FILE_LIMIT);
}

static int
certificates_split(const char *data, size_t len, struct certificates *list, struct problem *problem)
{
	const char *at = data;
	struct pem_block block;

	if (!len)
		return problem_set(problem, "certificate-not-one", 0,
			"the file is empty; one certificate in PEM or DER is wanted");
	if (pem_next(&at, data + len, &block))
		return pem_split(data, len, list, problem);
	if (len >= X509_FILE_LIMIT)
		return x509_too_large(len, problem);
	if (data[0] != BER_SEQUENCE)
		return x509_explain_bytes(data, len, problem);
	der_split(data, len, list);
	return 0;
}

/* Which of several is bad. */
static void
certificates_number(size_t i, struct problem *problem)
{
	struct strbuf number = STRBUF_INIT;

	strbuf_addf(&number, "certificate %zu of the file: ", i + 1);
	strbuf_splice(&problem->sentence, 0, 0, number.buf, number.len);
	strbuf_release(&number);
}

/* Before any is read: a key may be such that it takes OpenSSL a millisecond. */
static int
certificates_count(const struct certificates *list, struct problem *problem)
{
	if (list->n <= CERTIFICATES_MAX)
		return 0;
	return problem_set(problem, "certificate-several", 0,
		"the file has %zu certificates, and no more than %d are looked at; put the one that is "
		"wanted into a file of its own",
		list->n, CERTIFICATES_MAX);
}

int
certificates_parse(const char *data, size_t len, struct certificates *list, struct problem *problem)
{
	if (certificates_split(data, len, list, problem) < 0 ||
		certificates_count(list, problem) < 0)
		return -1;
	for (size_t i = 0; i < list->n; i++) {
		struct certificate *cert = &list->v[i];

		if (x509_read(cert, problem) == 0)
			continue;
		if (i && !cert->from_pem)
			return der_behind(list, i, len, problem);
		if (list->n > 1)
			certificates_number(i, problem);
		return -1;
	}
	return 0;
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

static int
certificates_which(const struct certificates *list, size_t number, struct problem *problem)
{
	struct strbuf names = STRBUF_INIT;

	certificates_name(list, &names);
	if (number)
		problem_set(problem, "certificate-several", 0,
			"certificate %zu is asked for, and the file has %s", number, names.buf);
	else
		problem_set(problem, "certificate-several", 0,
			"the file has %s; a payload takes one, so give its number behind the name "
			"of the file, as in FILE#2",
			names.buf);
	strbuf_release(&names);
	return -1;
}

int
certificate_parse_number(const char *data, size_t len, size_t number, struct certificate *cert,
	struct problem *problem)
{
	struct certificates list = { 0 };
	int result = certificates_parse(data, len, &list, problem);
	size_t i = number ? number - 1 : 0;

	if (result == 0 && (i >= list.n || (!number && list.n > 1)))
		result = certificates_which(&list, number, problem);
	if (result == 0) {
		certificate_release(cert);
		*cert = list.v[i];
		list.v[i] = (struct certificate)CERTIFICATE_INIT;
	}
	certificates_release(&list);
	return result;
}

int
certificate_parse(const char *data, size_t len, struct certificate *cert, struct problem *problem)
{
	return certificate_parse_number(data, len, 0, cert, problem);
}
