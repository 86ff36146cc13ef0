/* What the two halves of syntax/placeholder share. Internal to it. */
#ifndef SYNTAX_PLACEHOLDER_PARTS_H
#define SYNTAX_PLACEHOLDER_PARTS_H

#include "syntax/placeholder.h"

/* A text being looked at. */
struct search {
	const char *text;
	size_t len;
	enum placeholder_text kind;
	struct placeholder *found;
};

/* Fills what was found, and returns true. */
bool placeholder_set(
	const struct search *s, enum placeholder_kind kind, bool sure, size_t offset, size_t len);

/* Words, and of a secret its label or page. */
bool placeholder_words(const struct search *s);
/* Whether words in brackets ask for a value; in angles it is enough to name it: <company>. */
bool placeholder_words_ask(const char *text, size_t len, bool angles);

#endif
