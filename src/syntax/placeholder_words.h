/* A text taken apart into the words that placeholders are made of. Internal to syntax/placeholder.
 *
 * A word ends at a blank, a sign, a digit, and where small letters turn to capitals; letters that are
 * words of the list one behind the other are these words ("replacewithyourvalue"). Whatever is not in
 * the list is a word of no kind, and keeps a text from being a placeholder. */
#ifndef SYNTAX_PLACEHOLDER_WORDS_H
#define SYNTAX_PLACEHOLDER_WORDS_H

#include <stdbool.h>
#include <stddef.h>

enum word_kind {
	WORD_MARK = 1 << 0,    /* says it alone: todo, redacted, xxxx */
	WORD_EMPTY = 1 << 1,   /* what a script writes for nothing: null, undefined */
	WORD_REPLACE = 1 << 2, /* replace */
	WORD_CHANGE = 1 << 3,  /* change */
	WORD_INSERT = 1 << 4,  /* insert */
	WORD_ENTER = 1 << 5,   /* enter, paste */
	WORD_PUT = 1 << 6,     /* put, add: only with "your" or "here" */
	WORD_YOUR = 1 << 7,
	WORD_MY = 1 << 8,
	WORD_EXAMPLE = 1 << 9, /* example, sample */
	WORD_THING = 1 << 10,  /* what is to be filled in: value, password */
	WORD_SECRET = 1 << 11, /* the same, of a secret */
	WORD_PLACE = 1 << 12,  /* the same, in a subject: city */
	WORD_WHO = 1 << 13,    /* company, organization: "my company" is no name */
	WORD_FORM = 1 << 14,   /* inc, ltd */
	WORD_LINK = 1 << 15,   /* with, the, for */
	WORD_THIS = 1 << 16,   /* me, this, it: what "replace" may be followed by */
	WORD_HERE = 1 << 17,
	WORD_NUMBER = 1 << 18,
	WORD_NAME = 1 << 19, /* name: beside WORD_THING and WORD_WHO */
};

/* What stands before a word. */
enum word_gap {
	GAP_NONE,  /* the word before it */
	GAP_SIGN,  /* _ - . and the like, or the text's beginning */
	GAP_BLANK, /* a blank, perhaps with signs */
};

struct word {
	size_t offset, len;
	unsigned kinds; /* 0: in no list */
	enum word_gap gap;
	bool upper, title; /* all capitals; a capital first */
};

struct words {
	struct word *v;
	size_t n, alloc;
	enum word_gap end; /* behind the last one */
};

/* Fills none that has words already. */
void words_split(struct words *words, const char *text, size_t len);
void words_release(struct words *words);
/* None yet; released where their block ends. */
#define WORDS(name) __attribute__((cleanup(words_release))) struct words name = { 0 }

#endif
