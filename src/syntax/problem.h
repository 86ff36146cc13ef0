/* What is wrong with a text, as a parser found it: which rule, where, why, and a certain mend.
 *
 * A parser fills one on failure and leaves it alone on success. The rule is a static string that
 * stands in the table of rules (model/rules.h). */
#ifndef SYNTAX_PROBLEM_H
#define SYNTAX_PROBLEM_H

#include "base/strbuf.h"

struct problem {
	const char *rule;       /* id of the rule, "fingerprint-length" */
	size_t offset;          /* byte of the text at which it shows; 0 where none is meant */
	struct strbuf sentence; /* what was found, what is wanted; no final newline */
	struct strbuf mend;     /* the whole text as it should be, empty where none is certain */
};

#define PROBLEM_INIT                                         \
	{                                                    \
		.sentence = STRBUF_INIT, .mend = STRBUF_INIT \
	}

void problem_release(struct problem *problem);

/* Fills the problem and returns -1. A problem found earlier is replaced. */
int problem_set(struct problem *problem, const char *rule, size_t offset, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

#endif
