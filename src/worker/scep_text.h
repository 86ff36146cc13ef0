/* Texts that a SCEP server sent, on their way into the facts. */
#ifndef WORKER_SCEP_TEXT_H
#define WORKER_SCEP_TEXT_H

#include <stddef.h>

#include "base/strbuf.h"

/* Appends at most so many bytes of valid UTF-8 in one line: control characters and bytes that are no UTF-8 become \XX, as
 * in the names of certificates. A longer text ends with "...". */
void scep_text_add(const char *data, size_t len, size_t most, struct strbuf *out);

#endif
