/* A finding about a text: a rule, a sentence, where it is, and perhaps a fix.
 *
 * On failure a parser fills one, its slip, with the rule, the byte, the sentence and a certain fix. On success it does
 * not touch it. What the finding is about (a field, an item of a list, a place in a file) and its severity are added
 * when it joins a list (model/findings.h). */
#ifndef SYNTAX_FINDING_H
#define SYNTAX_FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/place.h"

struct acceptance;
struct field;

enum severity {
	SEVERITY_INFO,
	SEVERITY_WARNING,
	SEVERITY_ERROR, /* stops the export */
};

struct finding {
	/* Id of a row in the table of rules (model/rules.h), such as "fingerprint-length"; NULL: no slip. In a list it
	 * is the row's own text, so that equal rules are equal pointers. */
	const char *rule;
	enum severity severity;
	const struct field *field; /* NULL if it is about the whole file */
	int item;                  /* index in a list, from 0; -1 for the whole value */
	size_t offset;             /* byte of the text; 0 if none in particular */
	struct place place;        /* in the checked file */
	char *sentence;            /* what was found and what is accepted; never has a secret */
	/* The whole corrected text, if it is known. The rule's RULE_CERTAIN says whether it may be applied without
	 * asking. For a finding of a profile without a field: a sentence that says what the fix does. NULL: none. */
	char *fix;
	/* The fix needs a person's consent although the rule is RULE_CERTAIN: for this value it is a guess. */
	bool advice;
	/* The empty field that the value belongs in: with it, the fix is "", and the value moves there. NULL: it stays. */
	const struct field *to;
	/* Keys of the other fields that the rule looked at, separated by spaces; NULL: none. */
	char *reads;
	/* For a finding without a field: the text there, to recognize a change; NULL: the sentence serves for that. May
	 * have a secret, so it is never shown. */
	char *about;
	struct acceptance *accepted; /* NULL: it counts. The list owns it. */
};

#define FINDING_INIT       \
	{                  \
		.item = -1 \
	}

/* Leaves it as after FINDING_INIT. A fix may have the corrected secret, so it is wiped. */
void finding_release(struct finding *finding);
/* An empty one that is released at the end of its block. */
#define FINDING(name) __attribute__((cleanup(finding_release))) struct finding name = FINDING_INIT

/* Fills the slip, whose previous content is dropped. Returns -1. */
int finding_set(struct finding *slip, const char *rule, size_t offset, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* Adds text before and behind the sentence. */
void finding_wrap(struct finding *finding, const char *before, const char *behind);
/* Sets the fix, and frees the previous one; NULL: none. Returns the finding. */
struct finding *finding_fix(struct finding *finding, const char *fix);
/* If the fix has a slip of its own, takes the fix of that instead, and so on. If there is none at the end, the finding
 * has no fix: applying it would only lead to the next message. check works like a parser. */
void finding_settle_fix(
	struct finding *slip, int (*check)(const char *text, struct finding *slip), int most);
struct finding *finding_fixf(struct finding *finding, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif
