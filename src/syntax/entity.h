/* XML's entities that stand in a text as text: &amp; in a value that a tool escaped twice.
 *
 * Known are the five names of XML 1.0 (section 4.6), numbers of characters (&#38; and &#x26;), and the
 * names of HTML's Latin-1 letters (&uuml;), which web forms write. A number that no XML text may hold
 * (&#0;) is no entity. */
#ifndef SYNTAX_ENTITY_H
#define SYNTAX_ENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

struct entity {
	size_t offset, len; /* in the text, from the & to the semicolon */
	uint32_t cp;        /* the character that it means */
};

/* Finds the next one at or behind *pos, which it moves behind it. False where there is none. */
bool entity_next(const char *text, size_t *pos, struct entity *entity);

/* Appends the text with each entity replaced by its character, once: "&amp;lt;" gives "&lt;". */
void entity_decode(const char *text, struct strbuf *out);

#endif
