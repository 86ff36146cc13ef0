/* What is wrong with the structure of a profile that was made elsewhere: the rules that concern keys, kinds
 * of values and payloads, and no answer of the form (key-misspelt, key-unknown, key-one-level-high,
 * value-type, payload-version, reference-dangling, uuid and identifier rules of foreign payloads,
 * subject-nesting, payload-scope, removal-disallowed-ios, profile-too-large ...). Their rows are in
 * model/rules.c like all others; a check of a profile and of an imported draft's template raise them here. */
#ifndef FORMAT_PROFILE_LINT_H
#define FORMAT_PROFILE_LINT_H

#include "model/draft.h"
#include "model/finding.h"

#include "format/plist_doc.h"

/* Adds the findings; places are those of doc. scep is the form's own payload in it, NULL: each of that type. A
 * finding with a mend that is certain has mend set to a sentence of what it would do ("rename KeyType to
 * Key Type"). draft may be NULL: gives the platform. */
void profile_lint(const struct plist_doc *doc, const struct form *form, const struct draft *draft,
	struct findings *found);

/* Does all the certain mends in place and returns how many; told gets a line each ("PayloadVersion: real 1
 * became integer 1"). */
size_t profile_mend(struct plist_doc *doc, const struct form *form, struct strvec *told);

#endif
