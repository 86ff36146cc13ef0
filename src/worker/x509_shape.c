#include "worker/x509_shape.h"

#include <string.h>

#include "syntax/ber.h"
#include "syntax/pem.h"
#include "syntax/x509_shape.h"

/*
 * Texts.
 */

/* Which byte of each pair is the high one: 0, 1, or -1 if it is not UTF-16. Only ASCII is searched, which PEM and Base64
 * consist of. */
static int
utf16_high(const unsigned char *data, size_t len)
{
	size_t zeros[2] = { 0, 0 }, half = (len < 8 ? len : 8) / 2;

	if (len < 4)
		return -1;
	if (data[0] == 0xff && data[1] == 0xfe)
		return 1;
	if (data[0] == 0xfe && data[1] == 0xff)
		return 0;
	for (size_t i = 0; i < 2 * half; i++)
		zeros[i % 2] += !data[i];
	if (zeros[0] + zeros[1] != half || (zeros[0] && zeros[1]))
		return -1;
	return zeros[0] ? 0 : 1;
}

bool
shape_utf16(const char *data, size_t len, struct strbuf *text)
{
	const unsigned char *byte = (const unsigned char *)data;
	int high = utf16_high(byte, len);

	if (high < 0)
		return false;
	for (size_t i = 0; i + 1 < len; i += 2) {
		unsigned unit = (unsigned)byte[i + (size_t)high] << 8 | byte[i + 1 - (size_t)high];

		if (unit == 0xfeff && !i)
			strbuf_addch(text, ' ');
		else
			strbuf_addch(text, unit && unit < 0x80 ? (char)unit : '?');
	}
	return true;
}

bool
shape_plist_data(const char **at, const char *end, struct strbuf *der)
{
	static const char open[] = "<data>", close[] = "</data>";
	const char *from, *to;

	while ((from = pem_find(*at, end, open)) && (to = pem_find(from, end, close))) {
		from += strlen(open);
		*at = to + strlen(close);
		if (shape_der(from, (size_t)(to - from), der))
			return true;
	}
	*at = end;
	return false;
}

bool
shape_is_filler(const char *data, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (data[i] && !strchr(" \t\r\n\x1a", data[i]))
			return false;
	return true;
}

/*
 * Bags.
 */

/* Values one behind the other. */
struct values {
	const unsigned char *data;
	size_t len;
};

/* Whether the next value has this tag. */
static bool
value_is(const struct values *values, unsigned char tag)
{
	return values->len && values->data[0] == tag;
}

/* Steps over the next value, and gives what is in it. False where it has another tag or is cut. */
static bool
value_take(struct values *values, unsigned char tag, struct values *inside)
{
	struct ber_header header;
	size_t whole;

	if (!value_is(values, tag) || !ber_read_header(values->data, values->len, &header))
		return false;
	whole = ber_length(values->data, values->len);
	if (!whole || whole > values->len)
		return false;
	inside->data = values->data + header.len;
	inside->len = whole - header.len - (header.indefinite ? 2 : 0);
	values->data += whole;
	values->len -= whole;
	return true;
}

#define BER_INTEGER 0x02
#define BER_SET 0x31
#define BER_TAGGED_0 0xa0 /* [0], constructed */
#define BER_TAGGED_1 0xa1

/* PKCS#7's own branch of object identifiers, 1.2.840.113549.1.7, and in it SignedData. */
static const unsigned char oid_pkcs7[] = { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07 };
#define OID_SIGNED_DATA 2

/* RFC 5652, section 5.1: version, digest algorithms, what is signed, certificates, CRLs, signatures. */
static enum bag_kind
bag_signed_data(struct values *data, struct bag *bag)
{
	struct values ignored, content, certificates = { 0 }, signers = { 0 };

	if (!value_take(data, BER_INTEGER, &ignored) || !value_take(data, BER_SET, &ignored) ||
		!value_take(data, BER_SEQUENCE, &content) ||
		!value_take(&content, BER_OID, &ignored))
		return BAG_OTHER;
	if (value_is(data, BER_TAGGED_0) && !value_take(data, BER_TAGGED_0, &certificates))
		return BAG_OTHER;
	if (value_is(data, BER_TAGGED_1) && !value_take(data, BER_TAGGED_1, &ignored))
		return BAG_OTHER;
	if (data->len && !value_take(data, BER_SET, &signers))
		return BAG_OTHER;
	*bag = (struct bag){ certificates.data, certificates.len };
	return signers.len ? BAG_SIGNED : BAG_PLAIN;
}

enum bag_kind
shape_bag(const unsigned char *data, size_t len, struct bag *bag)
{
	struct values outer = { data, len }, info, oid, content, signed_data;

	*bag = (struct bag){ 0 };
	if (!value_take(&outer, BER_SEQUENCE, &info) || !value_take(&info, BER_OID, &oid) ||
		oid.len != sizeof oid_pkcs7 + 1 ||
		memcmp(oid.data, oid_pkcs7, sizeof oid_pkcs7) != 0)
		return BAG_NONE;
	if (oid.data[sizeof oid_pkcs7] != OID_SIGNED_DATA ||
		!value_take(&info, BER_TAGGED_0, &content) ||
		!value_take(&content, BER_SEQUENCE, &signed_data))
		return BAG_OTHER;
	return bag_signed_data(&signed_data, bag);
}

const unsigned char *
bag_next(struct bag *bag, size_t *len)
{
	while (bag->len) {
		const unsigned char *value = bag->certificates;
		size_t whole = ber_length(value, bag->len);

		if (!whole || whole > bag->len)
			whole = bag->len;
		bag->certificates += whole;
		bag->len -= whole;
		*len = whole;
		if (value[0] == BER_SEQUENCE)
			return value;
	}
	return NULL;
}
