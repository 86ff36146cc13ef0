/* The length of a DER or BER value (X.690), from its headers. This detects a value that is cut, or that has bytes
 * behind it, before OpenSSL reads it: OpenSSL does not distinguish the first from other errors and ignores the
 * second. */
#ifndef SYNTAX_BER_H
#define SYNTAX_BER_H

#include <stdbool.h>
#include <stddef.h>

#define BER_SEQUENCE 0x30
#define BER_OID 0x06

struct ber_header {
	unsigned char tag; /* its first byte */
	size_t len;        /* bytes in the header */
	size_t content;    /* bytes of content; 0 if indefinite */
	bool indefinite;   /* the content ends with an end-of-contents */
};

/* False if the header is cut or invalid. */
bool ber_read_header(const unsigned char *data, size_t len, struct ber_header *header);

/* The number of bytes in the value that data begins with. More than len if the value is cut. 0 if data is not such a
 * value, or nests values more deeply than real programs do. */
size_t ber_length(const unsigned char *data, size_t len);

#endif
