/* Splits a text into the words that placeholders consist of. Internal to syntax/placeholder.
 *
 * A word ends at a space, a sign, a digit, and between a lower-case and an upper-case letter. Letters that are several
 * words of the list in a row count as these words ("replacewithyourvalue"). A word that is not in the list has no kind,
 * and the text is then not a placeholder. */
#ifndef SYNTAX_PLACEHOLDER_WORDS_H
#define SYNTAX_PLACEHOLDER_WORDS_H

#include <stdbool.h>
#include <stddef.h>

enum word_kind {
	WORD_MARK = 1 << 0,    /* sufficient alone: todo, redacted, xxxx */
	WORD_EMPTY = 1 << 1,   /* what a script writes for an empty value: null, undefined */
	WORD_REPLACE = 1 << 2, /* replace */
	WORD_CHANGE = 1 << 3,  /* change */
	WORD_INSERT = 1 << 4,  /* insert */
	WORD_ENTER = 1 << 5,   /* enter, paste */
	WORD_PUT = 1 << 6,     /* put, add: only with "your" or "here" */
	WORD_YOUR = 1 << 7,
	WORD_MY = 1 << 8,
	WORD_EXAMPLE = 1 << 9, /* example, sample */
	WORD_THING = 1 << 10,  /* what should be filled in: value, password */
	WORD_SECRET = 1 << 11, /* the same, for a secret */
	WORD_PLACE = 1 << 12,  /* the same, in a subject: city */
	WORD_WHO = 1 << 13,    /* company, organization: "my company" is not a name */
	WORD_FORM = 1 << 14,   /* inc, ltd */
	WORD_LINK = 1 << 15,   /* with, the, for */
	WORD_THIS = 1 << 16,   /* me, this, it: may follow "replace" */
	WORD_HERE = 1 << 17,
	WORD_NUMBER = 1 << 18,
	WORD_NAME = 1 << 19, /* name: next to WORD_THING and WORD_WHO */
};

/* What is before a word. */
enum word_gap {
	GAP_NONE,  /* directly the previous word */
	GAP_SIGN,  /* _ - . and similar, or the beginning of the text */
	GAP_BLANK, /* a space, perhaps with signs */
};

struct word {
	size_t offset, len;
	unsigned kinds; /* 0: not in the list */
	enum word_gap gap;
	bool upper, title; /* all upper case; upper case first */
};

struct words {
	struct word *v;
	size_t n, alloc;
	enum word_gap end; /* behind the last word */
};

/* Has no effect if there are words already. */
void words_split(struct words *words, const char *text, size_t len);
void words_release(struct words *words);
/* No words yet; released at the end of the block. */
#define WORDS(name) __attribute__((cleanup(words_release))) struct words name = { 0 }

#endif
