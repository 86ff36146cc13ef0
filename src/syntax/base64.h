/* Base64 (RFC 4648, section 4), read strictly: blanks and line ends between characters are allowed,
 * padding may be left out, everything else outside the alphabet, stray bits and text behind the
 * padding are errors. */
#ifndef SYNTAX_BASE64_H
#define SYNTAX_BASE64_H

#include "base/strbuf.h"

/* Appends the bytes to out. On failure returns -1 and puts the offset of the first character that
 * does not fit into *bad. */
int base64_decode(const char *text, size_t len, struct strbuf *out, size_t *bad);

/* Appends the text, in one line, padded. */
void base64_encode(const void *data, size_t len, struct strbuf *out);

#endif
