/* The answers that a check judges: those in a property list after its certain fixes (profile_lint). So consequences of
 * an error are not reported next to it.
 *
 *   - What an error hides is unknown: a field whose value, or a dictionary above it, has another kind or is missing for
 *     a reason that was reported. It is assumed to be right, with the form's example as its value.
 *   - A finding about a missing key says so, and is at its payload. */
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
	bool *missing;       /* the payload exists, but not the key */
	/* For values in a binary list, which have no place: finding.about. Otherwise NULL. */
	char **about;
	struct findings
		others; /* reported about other payloads of the form's types (profile_lint_others) */
};

#define PROFILE_ANSWERS_INIT \
	{                    \
		0            \
	}

void profile_answers_release(struct profile_answers *answers);
#define PROFILE_ANSWERS(name)                                                           \
	__attribute__((cleanup(profile_answers_release))) struct profile_answers name = \
		PROFILE_ANSWERS_INIT

/* Takes ownership of read, the view's answers (profile_view_draft). doc is as profile_lint left it, view belongs to it
 * (with its fields), spots are what was reported. */
void profile_answers_read(struct profile_answers *answers, const struct plist_doc *doc,
	const struct profile_view *view, const struct profile_spots *spots, struct draft *read);

/* Where a check reports the field: the value, what is below the switch, or else the payload. NULL: nowhere. */
struct node *profile_answers_node(const struct profile_view *view, const struct field *field);

/* Adds what lint_draft finds in them, except for what is unknown, and for what found already has by the same rule at
 * the same place, that of the answer's node. whole: also for what is not in profiles, such as comments and groups. */
void profile_answers_lint(const struct profile_answers *answers, const struct lint_env *env,
	bool whole, struct findings *found);

/* Whether one of the first n findings has the same rule and is about the same value: by its place or, if it has none,
 * by about. */
bool findings_have_at(
	const struct findings *found, size_t n, const struct finding *f, const char *about);

/* For callers with other answers in answers->draft: determines which fields are unknown, and which are missing. read
 * has the view's answers. */
void profile_answers_judge(struct profile_answers *answers, const struct profile_view *view,
	const struct profile_spots *spots, const struct draft *read);

#endif
