/* Host names with non-ASCII letters, and their form in DNS and certificates: xn-- and Punycode in each label that needs
 * it (RFC 3492; RFC 5890, section 2.3.2.1).
 *
 * IDNA's tables decide which spelling of a name is registered. They are not included here. If IDNA may map a letter to
 * another one, the form is shown, but not offered as a fix (punycode_is_certain). */
#ifndef SYNTAX_PUNYCODE_H
#define SYNTAX_PUNYCODE_H

#include <stdbool.h>

#include "base/strbuf.h"

/* Appends the ASCII form of a host name. ASCII labels do not change. Returns -1 and appends nothing if the name is not
 * valid UTF-8, or a label is too long or becomes too long. */
int punycode_encode(const char *host, struct strbuf *out);
/* Appends the readable form of a host name with xn-- labels. Returns -1 and appends nothing if it has none or one
 * cannot be decoded. The text is untrusted, and only for display. */
int punycode_decode(const char *host, struct strbuf *out);

/* Whether there is an ASCII form and it is certainly the intended one: all letters are lower-case ones that no version
 * of IDNA changes (Latin, Greek, Cyrillic, Chinese, Japanese, Korean), and no label mixes scripts. */
bool punycode_is_certain(const char *host);
/* The scripts of the first label with Greek or Cyrillic letters, many of which look like Latin ones: "Cyrillic", "Latin
 * and Cyrillic". *mixed: there are several. NULL if no label has such letters. */
const char *punycode_lookalikes(const char *host, bool *mixed);

#endif
