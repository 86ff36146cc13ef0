/* What is wrong with the structure of a profile that was made elsewhere: the rules that concern keys, kinds
 * of values and payloads, and no answer of the form (key-misspelt, key-unknown, key-one-level-high,
 * value-type, payload-version, reference-dangling, uuid and identifier rules of foreign payloads,
 * subject-nesting, payload-scope, removal-disallowed-ios, profile-too-large ...). Their rows are in
 * model/rules.c like all others; a check of a profile and of an imported draft's template raise them here. */
#ifndef FORMAT_PROFILE_LINT_H
#define FORMAT_PROFILE_LINT_H

#include "model/draft.h"
#include "model/finding.h"

#include "format/plist/plist_doc.h"

/* Adds the findings; places are those of doc. A finding with a certain mend has mend set to a sentence of
 * what it would do ("KeyType becomes Key Type"). What the form's own fields hold is looked at too, for
 * not every value can become an answer; who checks the answers as well (lint_draft) tells the same rule
 * at the same place once. draft gives the platform; NULL: it is iOS where TargetDeviceType says so. */
void profile_lint(const struct plist_doc *doc, const struct draft *draft, struct findings *found);

/* Does all the certain mends in the tree and returns how many; done gets a finding for each, with the
 * place where it was, whose mend says what was done. Places of what was mended are no longer known. */
size_t profile_mend(struct plist_doc *doc, struct findings *done);

#endif
