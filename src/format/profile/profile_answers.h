/* The answers that a check judges: those that a property list gives once its certain mends are done
 * (profile_lint), so that what follows from a fault is not told beside it.
 *
 *   - What a fault hides is unknown: a field whose value, or a dictionary above it, is of another kind, or is
 *     not there for a reason that was told. It is taken to be right, with the form's example for a value.
 *   - A finding about a key that is missing says so, and stands at its payload. */
#ifndef FORMAT_PROFILE_ANSWERS_H
#define FORMAT_PROFILE_ANSWERS_H

#include <stdbool.h>

#include "model/draft.h"
#include "model/findings.h"
#include "model/rules.h"

struct plist_doc;
struct profile_view;
struct profile_spots;

struct profile_answers {
	struct draft *draft; /* owned; NULL: there are none */
	bool *unknown;       /* by the index of form.fields */
	bool *missing;       /* the payload is there, and the key is not */
	/* Of values in a binary list, which have no place: finding.about. Otherwise NULL. */
	char **about;
	struct findings
		others; /* told of other payloads of the form's types (profile_lint_others) */
};

#define PROFILE_ANSWERS_INIT \
	{                    \
		0            \
	}

void profile_answers_release(struct profile_answers *answers);
#define PROFILE_ANSWERS(name)                                                           \
	__attribute__((cleanup(profile_answers_release))) struct profile_answers name = \
		PROFILE_ANSWERS_INIT

/* Takes read, what the view answers (profile_view_draft). doc is as profile_lint left it, view is of it (with its
 * fields), spots are what was told. */
void profile_answers_read(struct profile_answers *answers, const struct plist_doc *doc,
	const struct profile_view *view, const struct profile_spots *spots, struct draft *read);

/* Where a check tells of the field: the value, what is below the switch, or else the payload; NULL: nowhere. */
struct node *profile_answers_node(const struct profile_view *view, const struct field *field);

/* Adds what lint_draft says of them, but for what is unknown, and for what found has already by the same rule
 * at the same place: of the node that an answer was read from. whole: also of what is in no profile, as notes
 * and groups. */
void profile_answers_lint(const struct profile_answers *answers, const struct lint_env *env,
	bool whole, struct findings *found);

/* Whether one of the first n is of the same rule and about the same value: at its place or, where it has none, by about. */
bool findings_have_at(
	const struct findings *found, size_t n, const struct finding *f, const char *about);

/* For those who have other answers in answers->draft: which fields are unknown, and which are missing. read has
 * what the view answers. */
void profile_answers_judge(struct profile_answers *answers, const struct profile_view *view,
	const struct profile_spots *spots, const struct draft *read);

#endif
