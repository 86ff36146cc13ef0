/* Other wrappings of certificates, besides PEM, DER and the texts of syntax/x509_shape.h. Windows programs save UTF-16.
 * CAs and SCEP servers (RFC 8894, section 4.2.1.2) send a bag of certificates: PKCS#7 SignedData that signs nothing
 * (RFC 5652, section 5). All are recognized by content. Only the wrapping is parsed here. */
#ifndef WORKER_X509_SHAPE_H
#define WORKER_X509_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

/* Appends the text, one character for each two bytes: a space for the byte order mark, "?" for what is not ASCII. False
 * if the data is not UTF-16, which a byte order mark shows, or zeros between ASCII. */
bool shape_utf16(const char *data, size_t len, struct strbuf *text);

/* Finds the next <data> of a property list from *at on and appends its bytes. Moves *at behind it. Data that is not
 * DER, such as a fingerprint, is skipped. */
bool shape_plist_data(const char **at, const char *end, struct strbuf *der);

/* A DER or BER value that is PKCS#7 or CMS. */
enum bag_kind {
	BAG_NONE,   /* something else */
	BAG_PLAIN,  /* only certificates */
	BAG_SIGNED, /* a message with a signature */
	BAG_OTHER,  /* encrypted, another kind, or damaged */
};

/* The certificates inside, in order. Other content is skipped. */
struct bag {
	const unsigned char *certificates;
	size_t len;
};

enum bag_kind shape_bag(const unsigned char *data, size_t len, struct bag *bag);

/* The next certificate of a bag; NULL at the end. */
const unsigned char *bag_next(struct bag *bag, size_t *len);

/* Whether there are only line ends, spaces and NUL bytes. */
bool shape_is_filler(const char *data, size_t len);

#endif
