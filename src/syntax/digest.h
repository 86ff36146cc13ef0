/* SHA-256 of any bytes, for people to compare and for drafts to remember. */
#ifndef SYNTAX_DIGEST_H
#define SYNTAX_DIGEST_H

#include <stddef.h>

#include "base/strbuf.h"

#define SHA256_BYTES 32

void digest_sha256_bytes(const void *data, size_t len, unsigned char out[SHA256_BYTES]);
/* Appends 64 hex digits in small letters. */
void digest_sha256(const void *data, size_t len, struct strbuf *out);

#endif
