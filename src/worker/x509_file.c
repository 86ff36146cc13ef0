/* The certificates of a file. What the bytes are is settled first, from PEM's BEGIN lines or from DER's
 * outside, so that a wrong file is told by what it is; OpenSSL then reads one certificate at a time. */

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/ber.h"
#include "syntax/pem.h"
#include "syntax/x509.h"
#include "syntax/x509_shape.h"

#include "worker/x509_kind.h"
#include "worker/x509_shape.h"

/* No certificate has fewer bytes: a key and a signature alone have more. */
#define CERTIFICATE_LEAST 64

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
	const struct x509_other *other;
	bool shape; /* holds certificates where every shape is taken; the bytes settle which */
} pem_kinds[] = {
	{ "CERTIFICATE REQUEST", &x509_request, false },
	{ "NEW CERTIFICATE REQUEST", &x509_request, false },
	{ "PUBLIC KEY", &x509_public, false },
	{ "RSA PUBLIC KEY", &x509_public, false },
	{ "X509 CRL", &x509_crl, false },
	{ "PKCS7", &x509_bag, true },
	{ "PKCS #7 SIGNED DATA", &x509_bag, true },
	{ "CMS", &x509_bag, true },
	{ "TRUSTED CERTIFICATE", &x509_trusted, true },
};

static const struct pem_kind *
pem_kind_of(const struct pem_block *block)
{
	for (size_t i = 0; i < ARRAY_SIZE(pem_kinds); i++)
		if (pem_label_is(block, pem_kinds[i].label))
			return &pem_kinds[i];
	return NULL;
}

static int
pem_to_der(
	const struct pem_block *block, const char *data, struct strbuf *der, struct finding *slip)
{
	struct pem_bad bad;

	if (!block->body_end)
		return finding_set(slip, "certificate-not-one", (size_t)(block->body - data),
			"the certificate is cut off: its line -----END CERTIFICATE----- is "
			"missing");
	if (pem_decode(block, data, der, &bad) < 0)
		return finding_set(slip, "certificate-not-one", bad.offset,
			"the certificate is damaged: its Base64 cannot be read at line %zu",
			bad.line);
	return 0;
}

/*
 * DER.
 */

/* Where a value is a bag of certificates: those in it. Returns false for any other value. */
static bool
bag_split(const char *data, size_t len, struct certificates *list, bool from_pem,
	struct finding *slip, int *result)
{
	struct bag bag;
	enum bag_kind kind = shape_bag((const unsigned char *)data, len, &bag);
	size_t one, before = list->n;
	const unsigned char *der;

	if (kind == BAG_NONE)
		return false;
	list->bagged = true;
	while (kind == BAG_PLAIN && (der = bag_next(&bag, &one)))
		strbuf_add(&certificates_add(list, from_pem)->der, der, one);
	*result = 0;
	if (kind == BAG_SIGNED)
		*result = x509_not_one(slip, &x509_signed);
	else if (kind == BAG_OTHER)
		*result = x509_not_one(slip, &x509_bag_other);
	else if (list->n == before)
		*result = x509_not_one(slip, &x509_bag_empty);
	return true;
}

/* Cuts it where the values say they end; what is left over, or is too short, becomes the last one. */
static int
der_split(const char *data, size_t len, struct certificates *list, bool from_pem,
	struct finding *slip)
{
	int result = 0;

	while (len && result == 0) {
		size_t one = ber_length((const unsigned char *)data, len);

		if (one < CERTIFICATE_LEAST || one > len)
			one = len;
		if (!list->any_shape || !bag_split(data, one, list, from_pem, slip, &result))
			strbuf_add(&certificates_add(list, from_pem)->der, data, one);
		data += one;
		len -= one;
		if (list->any_shape && shape_is_filler(data, len))
			break;
	}
	return result;
}

/*
 * PEM.
 */

static int
pem_split_block(const struct pem_block *block, const char *data, struct certificates *list,
	struct finding *slip)
{
	STRBUF(der);
	size_t one;
	int result;

	if (pem_to_der(block, data, &der, slip) < 0)
		return -1;
	one = ber_length((const unsigned char *)der.buf, der.len);
	/* OpenSSL's additions are behind the certificate, and are dropped */
	if (list->any_shape && pem_label_is(block, "TRUSTED CERTIFICATE") &&
		one >= CERTIFICATE_LEAST && one <= der.len)
		strbuf_truncate(&der, one);
	else if (list->any_shape && bag_split(der.buf, der.len, list, true, slip, &result))
		return result;
	strbuf_add(&certificates_add(list, true)->der, der.buf, der.len);
	return 0;
}

/* A private key is refused at once, wherever it is. */
static int
pem_split(const char *data, size_t len, struct certificates *list, struct finding *slip)
{
	const char *end = data + len, *at = data;
	const struct x509_other *other = NULL;
	size_t other_offset = 0;
	struct pem_block block;

	while (pem_next(&at, end, &block)) {
		size_t offset = (size_t)(block.begin - data);
		const struct pem_kind *kind = pem_kind_of(&block);

		if (pem_is_private_key(&block) && !list->among_others)
			return x509_private_key(slip, offset,
				list->n ? "a private key follows the certificate"
					: "there is a private key in the file",
				"openssl x509 -in FILE -out NEW.cer");
		if (pem_label_is(&block, "CERTIFICATE") ||
			pem_label_is(&block, "X509 CERTIFICATE") ||
			(list->any_shape && kind && kind->shape)) {
			if (pem_split_block(&block, data, list, slip) < 0)
				return -1;
		} else if (!other) {
			other = kind                         ? kind->other
				: pem_is_private_key(&block) ? &x509_key
							     : &x509_unknown_block;
			other_offset = offset;
		}
	}
	if (!list->n)
		return x509_not_one(slip, other);
	if (other && !list->among_others)
		return finding_set(slip, "certificate-not-one", other_offset,
			"there is %s in addition to the certificate. Use a file with only the "
			"certificate",
			other->what);
	return 0;
}

/*
 * Files.
 */

int
x509_too_large(size_t len, struct finding *slip)
{
	return finding_set(slip, "certificate-too-large", 0,
		"the certificate has %zu bytes. It must be smaller than 1 MB (%d bytes)", len,
		X509_FILE_LIMIT);
}

/* A text without PEM in it: Base64 alone, or a property list with certificates. False where it is neither. */
static bool
text_split(
	const char *data, size_t len, struct certificates *list, struct finding *slip, int *result)
{
	STRBUF(der);
	const char *at = data;
	bool found = shape_base64(data, len, &der);

	*result = 0;
	if (found)
		*result = der_split(der.buf, der.len, list, true, slip);
	while (!found && *result == 0 && shape_plist_data(&at, data + len, &der)) {
		*result = der_split(der.buf, der.len, list, true, slip);
		strbuf_clear(&der);
	}
	return found || list->n || *result < 0;
}

static int
certificates_split(const char *data, size_t len, struct certificates *list, struct finding *slip)
{
	const char *at = data;
	struct pem_block block;
	int result;

	if (!len)
		return finding_set(slip, "certificate-not-one", 0,
			"the file is empty. Use one certificate in PEM or DER");
	if (pem_next(&at, data + len, &block))
		return pem_split(data, len, list, slip);
	if (len >= X509_FILE_LIMIT)
		return x509_too_large(len, slip);
	if (list->any_shape && data[0] != BER_SEQUENCE &&
		text_split(data, len, list, slip, &result))
		return result;
	if (data[0] != BER_SEQUENCE || (len > 1 && (data[1] == 'x' || data[1] == 'X')))
		return x509_explain_bytes(data, len, slip); /* "0x3082..." is a text */
	return der_split(data, len, list, false, slip);
}

/* Removes other encodings and escapes first. Places in an escaped text stay. Devices read PEM that is there in plain bytes,
 * whatever precedes it. */
static int
certificates_unwrap(const char *data, size_t len, struct certificates *list, struct finding *slip)
{
	STRBUF(text);
	STRBUF(plain);
	const char *at = data;
	struct pem_block block;
	size_t wide = 1;

	if (list->any_shape && !pem_next(&at, data + len, &block) &&
		shape_utf16(data, len, &text)) {
		data = text.buf;
		len = text.len;
		wide = 2;
	}
	if (list->any_shape && (!len || data[0] != BER_SEQUENCE) &&
		shape_escaped(data, len, &plain)) {
		data = plain.buf;
		len = plain.len;
	}
	if (certificates_split(data, len, list, slip) == 0)
		return 0;
	slip->offset *= wide;
	return -1;
}

int
certificates_parse(const char *data, size_t len, struct certificates *list, struct finding *slip)
{
	STRBUF(which);
	size_t offset = 0;

	if (certificates_unwrap(data, len, list, slip) < 0)
		return -1;
	/* before any is read: a key may be such that it takes OpenSSL a millisecond */
	if (list->n > CERTIFICATES_MAX)
		return finding_set(slip, "certificate-several", 0,
			"the file has %zu certificates, but the limit is %d. Put yours into a "
			"file of its own",
			list->n, CERTIFICATES_MAX);
	for (size_t i = 0; i < list->n; offset += list->v[i++].der.len) {
		size_t behind = len - offset;

		if (x509_read(&list->v[i], slip) == 0)
			continue;
		/* OpenSSL would pass over them in silence */
		if (i && !list->v[i].from_pem && !list->bagged)
			return finding_set(slip, "certificate-not-one", offset,
				"%zu byte%s follow%s the certificate. Use a file with only the "
				"certificate",
				behind, plural(behind, "", "s"), plural(behind, "s", ""));
		if (list->n > 1) {
			strbuf_addf(&which, "certificate %zu of the file: ", i + 1);
			finding_wrap(slip, which.buf, "");
		}
		return -1;
	}
	return 0;
}

/* One of a list, by its number, or the only one. */
static int
certificates_take(struct certificates *list, const char *data, size_t len, size_t number,
	struct certificate *cert, struct finding *slip)
{
	STRBUF(names);
	size_t i = number ? number - 1 : 0;

	if (certificates_parse(data, len, list, slip) < 0)
		return -1;
	if (i < list->n && (number || list->n == 1)) {
		certificate_release(cert);
		*cert = list->v[i];
		list->v[i] = (struct certificate)CERTIFICATE_INIT;
		return 0;
	}
	certificates_name(list, &names);
	if (number)
		return finding_set(slip, "certificate-several", 0,
			"certificate %zu is requested, but the file has %s", number, names.buf);
	return finding_set(slip, "certificate-several", 0,
		"the file has %s, but a payload has one. Add its number to the name of the file, "
		"such as FILE#2",
		names.buf);
}

int
certificate_take(
	const char *data, size_t len, size_t number, struct certificate *cert, struct finding *slip)
{
	CERTIFICATES(list) = { .any_shape = true };

	return certificates_take(&list, data, len, number, cert, slip);
}

int
certificate_parse(const char *data, size_t len, struct certificate *cert, struct finding *slip)
{
	CERTIFICATES(list) = { 0 };

	return certificates_take(&list, data, len, 0, cert, slip);
}
