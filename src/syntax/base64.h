/* Base64 (RFC 4648, section 4), read strictly. Spaces and line ends between characters are allowed, and padding may be
 * missing. Everything else is an error: other characters, stray bits, text behind the padding. */
#ifndef SYNTAX_BASE64_H
#define SYNTAX_BASE64_H

#include "base/strbuf.h"

/* Appends the bytes to out. On failure returns -1, and *bad is the offset of the first wrong character. */
int base64_decode(const char *text, size_t len, struct strbuf *out, size_t *bad);

/* Appends the text in one line, with padding. */
void base64_encode(const void *data, size_t len, struct strbuf *out);

#endif
