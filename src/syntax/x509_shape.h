/* Private part of syntax/x509: what certificates come wrapped in, beside PEM and DER. Programs of Windows save
 * UTF-16, configurations hold Base64 without its lines, JSON writes line ends as \n, and CAs, SCEP servers among
 * them (RFC 8894, section 4.2.1.2), send a bag of certificates: PKCS#7's SignedData that signs nothing
 * (RFC 5652, section 5). All are read by their content; nothing is parsed here but the wrapping. */
#ifndef SYNTAX_X509_SHAPE_H
#define SYNTAX_X509_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

/* Appends the text in UTF-8. False where the data is no UTF-16, told by its byte order mark or by zeros where
 * ASCII has them. What is no Unicode becomes U+FFFD. */
bool shape_utf16(const char *data, size_t len, struct strbuf *text);

/* Appends the text with each escape of JSON and of shells (\n, \r\n, \/, \u002B) as blanks or as the character,
 * in as many bytes, so that places in it stay. False where there is none. */
bool shape_escaped(const char *data, size_t len, struct strbuf *text);

/* Appends the bytes of a Base64 text that has a whole DER value in it, without BEGIN line: alone, in quotes, or
 * as data: URL. False for anything else. */
bool shape_base64(const char *text, size_t len, struct strbuf *der);

/* Finds the next <data> of a property list from *at on and appends its bytes; moves *at behind it. What is no
 * DER value, as a fingerprint, is passed over. */
bool shape_plist_data(const char **at, const char *end, struct strbuf *der);

/* A DER or BER value that is PKCS#7 or CMS. */
enum bag_kind {
	BAG_NONE,   /* something else */
	BAG_PLAIN,  /* certificates alone */
	BAG_SIGNED, /* a message with a signature */
	BAG_OTHER,  /* encrypted, or of another kind, or damaged */
};

/* The certificates inside, one behind the other; what it holds besides is passed over. */
struct bag {
	const unsigned char *certificates;
	size_t len;
};

enum bag_kind shape_bag(const unsigned char *data, size_t len, struct bag *bag);

/* The next certificate of a bag, or NULL at its end. */
const unsigned char *bag_next(struct bag *bag, size_t *len);

/* Whether nothing but line ends, blanks and NUL bytes is there. */
bool shape_is_filler(const char *data, size_t len);

#endif
