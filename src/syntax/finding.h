/* What is wrong with a text, or good to know about it: a rule, a sentence, where, and a fix where there is one.
 *
 * A parser fills one, its slip, on failure and leaves it alone on success: the rule, the byte, the sentence, a fix
 * that is certain. What it is about (a field, an item of a list, a place in a file) and how grave it is are added
 * where it joins a list (model/findings.h). */
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
	/* Id of a row in the table of rules (model/rules.h): "fingerprint-length"; NULL: no slip. In a list it is the
	 * row's own text, so that the same rule is the same pointer. */
	const char *rule;
	enum severity severity;
	const struct field *field; /* NULL where the whole file is meant */
	int item;                  /* of a list, from 0; -1 for the whole value */
	size_t offset;             /* byte of the text; 0 where none is meant */
	struct place place;        /* in the file that was checked */
	char *sentence;            /* what was found, what is accepted; never holds a secret */
	/* The whole text as it should be, where that is known; whether it may be taken unasked is the rule's
	 * RULE_CERTAIN. Without a field, of a profile: a sentence that says what the fix does. NULL: none. */
	char *fix;
	/* The fix is for people to take, though the rule is RULE_CERTAIN: for this value it is a guess. */
	bool advice;
	/* Keys of the other fields that the rule looked at, blanks between; NULL: none. */
	char *reads;
	/* Without a field: what stands there, by which a change is known; NULL: the sentence tells. May hold a
	 * secret, so it is never shown. */
	char *about;
	struct acceptance *accepted; /* NULL: it counts. Belongs to the list. */
};

#define FINDING_INIT       \
	{                  \
		.item = -1 \
	}

/* As after FINDING_INIT. A fix may hold the value it puts right, and so a secret: it is wiped. */
void finding_release(struct finding *finding);
/* An empty one that is released where its block ends. */
#define FINDING(name) __attribute__((cleanup(finding_release))) struct finding name = FINDING_INIT

/* Fills the slip and returns -1. What it said before is dropped. */
int finding_set(struct finding *slip, const char *rule, size_t offset, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* Puts text before and behind the sentence. */
void finding_wrap(struct finding *finding, const char *before, const char *behind);
/* Gives it a fix, in place of any other; NULL: none. Returns the finding. */
struct finding *finding_fix(struct finding *finding, const char *fix);
/* A fix that is wrong in its turn gives way to the fix of that, as often as there can be one more, and to none at the
 * end: taking it would show the next message at once. check: as a parser. */
void finding_settle_fix(
	struct finding *slip, int (*check)(const char *text, struct finding *slip), int most);
struct finding *finding_fixf(struct finding *finding, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif
