/* Errors in the structure of a profile that was made elsewhere: the rules about keys, kinds of values and payloads, not
 * about the form's answers (key-misspelt, key-unknown, key-one-level-high, value-type, payload-version,
 * reference-dangling, uuid and identifier rules of other payloads, subject-nesting, payload-scope,
 * removal-disallowed-ios, profile-too-large ...). Their rows are in model/rules_profile.c. A check of a profile, and of
 * an imported draft's original, raises them here. */
#ifndef FORMAT_PROFILE_LINT_H
#define FORMAT_PROFILE_LINT_H

#include <stdbool.h>
#include <time.h>

#include "syntax/plist_doc.h"

#include "model/draft.h"
#include "model/findings.h"

/* What an export does about a missing key. */
enum profile_fill {
	FILL_NOTHING,
	FILL_ADDS, /* an export of the draft that an import makes adds it: reported, with this as the fix */
	FILL_FILLS, /* this draft has a value for it: not reported */
};

struct profile_view;

/* What a finding is about, to know its consequences. */
struct profile_spot {
	struct node *node; /* the value; for a missing key, its dictionary */
	struct node *dict; /* with key: a key that is missing or wrong, and its dictionary */
	const char *key;   /* below it nothing can be known; a constant; NULL: none */
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
	/* Only for the platform, the profile's identifier and the MDM. NULL: iOS if TargetDeviceType says so. */
	const struct draft *draft;
	/* The form's own payloads, whose values their fields report. NULL: there are none. */
	const struct profile_view *view;
	time_t now; /* 0: use the clock */
	/* NULL: FILL_NOTHING. dict is a dictionary of the list. */
	enum profile_fill (*fill)(struct node *dict, const char *key, void *data);
	void *data;
	struct profile_spots *
		spots; /* empty; gets one for each finding without a fix, in their order; or NULL */
};

/* Adds the findings. Places are those of doc.
 *
 * First it applies the certain fixes to the tree and reports each, with fix set to a sentence that says what it did
 * ("KeyType becomes Key Type"). Then it reports what is left. So an error behind another one is reported too, and the
 * tree no longer has the consequences of errors with certain fixes. New nodes get the places of the nodes that they
 * were made from.
 *
 * The values of the form's own fields are checked too, because not every value can become an answer. A caller that also
 * checks the answers (profile_answers) reports the same rule at the same place only once. env NULL: all defaults.
 * Returns how many fixes it applied. */
size_t profile_lint(
	struct plist_doc *doc, const struct profile_lint_env *env, struct findings *found);

/* Only applies the fixes, and returns how many. done gets a finding for each. */
size_t profile_fix(
	struct plist_doc *doc, const struct profile_lint_env *env, struct findings *done);

#endif
