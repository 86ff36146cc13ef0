/* How long a value in DER or BER is (X.690), told from its headers alone: what is cut and what has bytes
 * behind it is known before OpenSSL reads it, which takes both for the same or for nothing. */
#ifndef SYNTAX_BER_H
#define SYNTAX_BER_H

#include <stdbool.h>
#include <stddef.h>

#define BER_SEQUENCE 0x30
#define BER_OID 0x06

struct ber_header {
	unsigned char tag; /* the first byte of it */
	size_t len;        /* bytes of the header */
	size_t content;    /* bytes behind it; 0 where indefinite */
	bool indefinite;   /* the content goes on until an end-of-contents */
};

/* False where the header is cut or is none. */
bool ber_read_header(const unsigned char *data, size_t len, struct ber_header *header);

/* The number of bytes of the value that data begins with: more than len where it is cut, 0 where data is
 * no such value or has more values inside each other than any program writes. */
size_t ber_length(const unsigned char *data, size_t len);

#endif
