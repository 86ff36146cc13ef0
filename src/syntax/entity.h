/* XML entities in a text that should not have them: &amp; in a value that a tool escaped twice.
 *
 * Recognized are the five names of XML 1.0 (section 4.6), character numbers (&#38; and &#x26;), and the names of HTML's
 * Latin-1 letters (&uuml;), which web forms write. The number of a character that XML does not allow (&#0;) is not an
 * entity. */
#ifndef SYNTAX_ENTITY_H
#define SYNTAX_ENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

struct entity {
	size_t offset, len; /* in the text, from the & through the semicolon */
	uint32_t cp;        /* the character it represents */
};

/* Finds the next entity at or behind *pos, and moves *pos behind it. False if there is none. */
bool entity_next(const char *text, size_t *pos, struct entity *entity);

/* Appends the text with each entity replaced by its character, once: "&amp;lt;" becomes "&lt;". */
void entity_decode(const char *text, struct strbuf *out);

#endif
