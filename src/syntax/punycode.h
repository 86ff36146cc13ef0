/* Host names with other letters than ASCII's, and the form of them that DNS and certificates know: each
 * label that needs it as xn-- and Punycode (RFC 3492; RFC 5890, section 2.3.2.1).
 *
 * Which spelling of a name is registered is decided by tables of IDNA, which are not here: a form made of
 * letters that IDNA may map to others is shown, but is no mend (punycode_is_certain). */
#ifndef SYNTAX_PUNYCODE_H
#define SYNTAX_PUNYCODE_H

#include <stdbool.h>

#include "base/strbuf.h"

/* Appends the ASCII form of a host name; labels that are ASCII stay as they are. -1, and nothing is appended,
 * where the name is no UTF-8 or has a label that is longer than any, or becomes one. */
int punycode_encode(const char *host, struct strbuf *out);
/* Appends what a host name with xn-- labels reads as. -1, and nothing is appended, where none of its labels
 * is one or one cannot be read. The text is a stranger's: it is for display. */
int punycode_decode(const char *host, struct strbuf *out);

/* Whether there is an ASCII form and it is the one that was meant: all letters are small ones that every version
 * of IDNA leaves as they are (of Latin, Greek, Cyrillic, Chinese, Japanese and Korean), and no label mixes
 * scripts. */
bool punycode_is_certain(const char *host);
/* The scripts of the first label with Greek or Cyrillic letters, of which many look like Latin ones:
 * "Cyrillic", "Latin and Cyrillic"; *mixed where they are several. NULL where no label has any. */
const char *punycode_lookalikes(const char *host, bool *mixed);

#endif
