/* SHA-256 (FIPS 180-4), for people to compare and for drafts to record; and HMAC-SHA-256 (RFC 2104), which proves that
 * a file is our own. */
#ifndef SYNTAX_DIGEST_H
#define SYNTAX_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

#define SHA256_BYTES 32
#define SHA256_BLOCK 64

void digest_sha256_bytes(const void *data, size_t len, unsigned char out[SHA256_BYTES]);
/* Appends 64 lower-case hex digits. */
void digest_sha256(const void *data, size_t len, struct strbuf *out);

/* For data that comes in pieces: begin, add each piece, end. */
struct sha256 {
	uint32_t state[8];
	uint64_t len;
	unsigned char block[SHA256_BLOCK];
};

void sha256_begin(struct sha256 *hash);
void sha256_add(struct sha256 *hash, const void *data, size_t len);
/* Also wipes hash. */
void sha256_end(struct sha256 *hash, unsigned char out[SHA256_BYTES]);

/* A key that is prepared once for many texts. Its owner wipes it. */
struct hmac_key {
	struct sha256 inner, outer;
};

void hmac_key_set(struct hmac_key *key, const void *bytes, size_t len);
/* Between these two, add the text with sha256_add. */
void hmac_begin(const struct hmac_key *key, struct sha256 *hash);
void hmac_end(const struct hmac_key *key, struct sha256 *hash, unsigned char out[SHA256_BYTES]);

/* Compares in constant time. */
bool digest_same(const void *a, const void *b, size_t len);

#endif
