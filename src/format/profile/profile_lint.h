/* What is wrong with the structure of a profile that was made elsewhere: the rules that concern keys, kinds
 * of values and payloads, and no answer of the form (key-misspelt, key-unknown, key-one-level-high,
 * value-type, payload-version, reference-dangling, uuid and identifier rules of other payloads,
 * subject-nesting, payload-scope, removal-disallowed-ios, profile-too-large ...). Their rows are in
 * model/rules_profile.c; a check of a profile and of an imported draft's original raise them here. */
#ifndef FORMAT_PROFILE_LINT_H
#define FORMAT_PROFILE_LINT_H

#include <stdbool.h>
#include <time.h>

#include "syntax/plist_doc.h"

#include "model/draft.h"
#include "model/findings.h"

/* What an export does about a key that is missing. */
enum profile_fill {
	FILL_NOTHING,
	FILL_ADDS, /* that of the draft which an import makes puts it there: told, with this as the way */
	FILL_FILLS, /* this draft has a value for it: nothing is told */
};

struct profile_view;

/* What a finding is about, to know what follows from it. */
struct profile_spot {
	struct node *node; /* the value; of a key that is missing, its dictionary */
	struct node
		*dict; /* with key: a key that is not there, or not as it should be, and what is */
	const char *key; /* below it cannot be known; a constant; NULL: none */
	const struct rule *rule;
};

struct profile_spots {
	struct profile_spot *v;
	size_t n, alloc;
};

void profile_spots_add(struct profile_spots *spots, const struct profile_spot *spot);
void profile_spots_release(struct profile_spots *spots);
#define PROFILE_SPOTS(name) \
	__attribute__((cleanup(profile_spots_release))) struct profile_spots name = { 0 }

struct profile_lint_env {
	/* Gives the platform, the profile's identifier and the MDM, and nothing else; NULL: iOS where
	 * TargetDeviceType says so. */
	const struct draft *draft;
	/* The form's own payloads, whose values their fields tell of; NULL: none are. */
	const struct profile_view *view;
	time_t now; /* 0: the clock's */
	/* NULL: FILL_NOTHING. dict is a dictionary of the list. */
	enum profile_fill (*fill)(struct node *dict, const char *key, void *data);
	void *data;
	struct profile_spots *
		spots; /* empty; gets one for each finding without a mend, in their order; or NULL */
};

/* Adds the findings; places are those of doc. First it does the certain mends in the tree and tells each,
 * with mend set to a sentence of what it did ("KeyType becomes Key Type"); then it tells what is left. So
 * a fault behind another is told too, and the tree is left as it is meant: what follows from a fault that
 * can be mended for certain is no longer in it. The places of nodes that were made are those of what they
 * were made of. What the form's own fields hold is looked at too, for not every value can become an answer;
 * who checks the answers as well (profile_answers) tells the same rule at the same place once. env NULL: all
 * of its defaults. Returns how many mends it did. */
size_t profile_lint(
	struct plist_doc *doc, const struct profile_lint_env *env, struct findings *found);

/* Does the mends alone and returns how many; done gets a finding for each. */
size_t profile_mend(
	struct plist_doc *doc, const struct profile_lint_env *env, struct findings *done);

#endif
