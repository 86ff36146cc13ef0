/* Private part of syntax/x509: other texts that certificates are pasted in, besides PEM. Configurations have Base64
 * without its lines, and JSON has line ends as \n. scepwiz only asks here whether a text is meant as a certificate. The
 * worker reads other wrappings (worker/x509_shape.h). */
#ifndef SYNTAX_X509_SHAPE_H
#define SYNTAX_X509_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

/* Appends the text with each escape of JSON and of shells (\n, \r\n, \/, \u002B) replaced by spaces or the character.
 * The number of bytes stays the same, and so do places. False if there is no escape. */
bool shape_escaped(const char *data, size_t len, struct strbuf *text);

/* Appends the bytes of a Base64 text without a BEGIN line that has exactly one DER value: alone, in quotes, or as a
 * data: URL. False for anything else. */
bool shape_base64(const char *text, size_t len, struct strbuf *der);
/* The same, for the Base64 alone. */
bool shape_der(const char *text, size_t len, struct strbuf *der);

#endif
