/* The structure of the profile in an imported draft (draft_file.original): its errors, and the certain fixes. For a
 * draft that was not imported these functions have no effect. */
#ifndef FORMAT_ORIGINAL_LINT_H
#define FORMAT_ORIGINAL_LINT_H

#include <time.h>

#include "base/strbuf.h"

#include "model/findings.h"

#include "format/draft/draft_file.h"

/* Adds the findings of profile_lint, with their places in the draft's file, and removes from found what follows from
 * them: answers are judged as they would be after the certain fixes, and not if an error hides them (profile_answers).
 * So lint_draft must come first. What an export replaces with an answer, or adds, is not reported, and neither is what
 * found already has about a field. now: 0 for the clock's.
 *
 * *kept, NULL at first, caches the original as read and checked, which costs more than everything else. Callers that
 * check the same draft again, as after each key, pass it again. It is only rebuilt if the original, or what its check
 * reads of the draft, has changed. The caller frees it, before the form. It has the same secrets as the original, and
 * is wiped. */
struct original_check;
void original_lint(struct original_check **kept, const struct draft_file *file, time_t now,
	struct findings *found);
void original_check_free(struct original_check *check);

/* Rule foreign-secret-in-clear: adds a finding if others can read the draft's file and its original has secrets. *kept
 * is that of original_lint. */
void original_lint_secrets(struct original_check **kept, const struct draft_file *file, time_t now,
	struct findings *found);

/* Applies the certain fixes to the original. If only the fixed original has an answer (the value of a misspelled key),
 * it becomes the draft's, unless another was given since the import. done gets a finding for each fix (profile_fix).
 * Returns -1 with a sentence if the original cannot be used. */
int original_fix(struct draft_file *file, struct findings *done, struct strbuf *err);

#endif
