/* What templates have where people should enter their own value: REPLACE_ME, <your challenge>, xxxxxxxx, ${CHALLENGE},
 * %s. There is one list for all fields; each rule has its own sentences (model/rules_text.c, model/rules_key.c).
 *
 * The list is from published profiles and scripts. Names of people and companies that begin like a placeholder are not
 * placeholders ("Replacements Ltd", "Yourtown Hospital"), and neither are random secrets with such letters. A word must
 * be separated by spaces, signs, digits or a change of case. A text that also has other words only counts if the words
 * are together in a way that no sentence has. */
#ifndef SYNTAX_PLACEHOLDER_H
#define SYNTAX_PLACEHOLDER_H

#include <stdbool.h>
#include <stddef.h>

/* The kind of text: "your company" is fine in a sentence. */
enum placeholder_text {
	PLACEHOLDER_IN_TEXT,   /* names and sentences */
	PLACEHOLDER_IN_DOTTED, /* host names, identifiers, addresses, paths */
	PLACEHOLDER_IN_SECRET, /* not a sentence */
};

enum placeholder_kind {
	PLACEHOLDER_WORDS,    /* REPLACE_ME, "Your Company" */
	PLACEHOLDER_REPEATED, /* xxxxxxxx, ... */
	PLACEHOLDER_BRACKETS, /* <name>, [name], #@name@# */
	PLACEHOLDER_VARIABLE, /* ${name}, {{name}}, $NAME, %name%, which a server may replace */
	PLACEHOLDER_FORMAT,   /* %s */
	PLACEHOLDER_PAGE,     /* a secret together with its label or the page that shows it */
};

struct placeholder {
	enum placeholder_kind kind;
	bool sure; /* else it is a guess, as for "TODO Group" or the challenge "password" */
	size_t offset, len; /* of the placeholder in the text */
};

/* Longer texts are not examined. */
#define PLACEHOLDER_MAX 1024

/* False if the text has none. */
bool placeholder_find(const char *text, enum placeholder_text kind, struct placeholder *found);

#endif
