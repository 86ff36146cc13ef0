/* What a check found: a rule, the field, a sentence, and a mend where there is one. */
#ifndef MODEL_FINDING_H
#define MODEL_FINDING_H

#include <stddef.h>

#include "base/strbuf.h"

#include "model/acceptance.h"
#include "model/form.h"

enum severity {
	SEVERITY_INFO,
	SEVERITY_WARNING,
	SEVERITY_ERROR, /* stops the export */
};

/* "error", "warning", "info" */
const char *severity_name(enum severity severity);

struct rule;

struct finding {
	const struct rule *rule;
	enum severity severity;
	const struct field *field; /* NULL where the whole file is meant */
	int item;                  /* of a list, from 0; -1 for the whole value */
	size_t offset;             /* byte of the value (of the item) */
	struct place place;        /* in the file that was checked */
	char *sentence;            /* never holds a secret */
	/* The whole value as it should be, where that is known; whether it may be taken unasked is the
	 * rule's RULE_CERTAIN. Without a field, of a profile: a sentence that says what the mend does. */
	char *mend;
	/* The mend is for people to take, though the rule is RULE_CERTAIN: for this value it is a guess. */
	bool advice;
	/* Keys of the other fields that the rule looked at, blanks between; NULL: none. */
	char *reads;
	/* Without a field: what stands there, by which a change is known; NULL: the sentence tells. May hold a
	 * secret, so it is never shown. */
	char *about;
	struct acceptance *accepted; /* NULL: it counts */
};

struct findings {
	struct finding *v;
	size_t n, alloc;
};

#define FINDINGS_INIT \
	{             \
		0     \
	}

void findings_release(struct findings *list);
/* Drops those behind the first n. */
void findings_truncate(struct findings *list, size_t n);
/* Copies sentence and mend (which may be NULL). */
struct finding *findings_add(struct findings *list, const struct rule *rule,
	const struct field *field, const char *sentence, const char *mend);
/* Adds a copy of a finding to a list. */
void findings_copy(struct findings *to, const struct finding *finding);
/* Moves a finding of another list, which keeps an empty one in its place, to be released only. */
void findings_move(struct findings *list, struct finding *finding);
/* Those that are accepted do not count. */
size_t findings_count(const struct findings *list, enum severity severity);
size_t findings_count_accepted(const struct findings *list);
/* The gravest finding about a field, the first among equals, but for accepted ones; NULL where it has none. */
const struct finding *findings_of(const struct findings *list, const struct field *field);
/* Appends "Fingerprint, URL, other parts of the draft": the labels of the fields that have errors, each once and in
 * the order of the list, then the rest if an error is about no field. Nothing where there are no errors. */
void findings_error_labels(const struct findings *list, struct strbuf *out);

#endif
