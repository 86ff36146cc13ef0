/* What a template has where people are to put their own value: REPLACE_ME, <your challenge>, xxxxxxxx,
 * ${CHALLENGE}, %s. One list for all fields; what each rule says of it is its own (model/rules_text.c,
 * model/rules_key.c).
 *
 * Seen in published profiles and scripts. Names of people and companies are no placeholders because they
 * begin like one ("Replacements Ltd", "Yourtown Hospital"), and neither are random secrets that hold such
 * letters: a word counts where it is a word, by blanks, signs, digits and capitals, and a text that has
 * other words too is only told where the words stand together as no sentence has them. */
#ifndef SYNTAX_PLACEHOLDER_H
#define SYNTAX_PLACEHOLDER_H

#include <stdbool.h>
#include <stddef.h>

/* What kind of text it is, for "your company" is fine in a sentence. */
enum placeholder_text {
	PLACEHOLDER_IN_TEXT,   /* names and sentences */
	PLACEHOLDER_IN_DOTTED, /* host names, identifiers, addresses, paths */
	PLACEHOLDER_IN_SECRET, /* no sentence at all */
};

enum placeholder_kind {
	PLACEHOLDER_WORDS,    /* REPLACE_ME, "Your Company" */
	PLACEHOLDER_REPEATED, /* xxxxxxxx, ... */
	PLACEHOLDER_BRACKETS, /* <name>, [name], #@name@# */
	PLACEHOLDER_VARIABLE, /* ${name}, {{name}}, $NAME, %name%: a server may replace it */
	PLACEHOLDER_FORMAT,   /* %s */
	PLACEHOLDER_PAGE,     /* of a secret: its label, or the page that shows it, along with it */
};

struct placeholder {
	enum placeholder_kind kind;
	bool sure;          /* else a guess: "TODO Group", or the challenge "password" */
	size_t offset, len; /* of the part that is one */
};

/* A longer text is none, and not looked at. */
#define PLACEHOLDER_MAX 1024

/* False where the text has none. */
bool placeholder_find(const char *text, enum placeholder_text kind, struct placeholder *found);

#endif
