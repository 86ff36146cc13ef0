/* The structure of the profile that an imported draft keeps (draft_file.foreign): what is wrong with it, and
 * the certain mends. For a draft that was not imported both do nothing. */
#ifndef FORMAT_TEMPLATE_LINT_H
#define FORMAT_TEMPLATE_LINT_H

#include <time.h>

#include "base/strbuf.h"

#include "model/finding.h"

#include "format/draft/draft_file.h"

/* Adds the findings of profile_lint, with their places in the draft's file, and takes out of found what follows
 * from them: of the draft's answers those are judged that would be there once the certain mends are done, and
 * none that a fault hides (profile_answers). So lint_draft goes first. What an export replaces by an answer, or
 * adds, is not told of, and neither is what found has of a field already. now: 0 for the clock's. */
void template_lint(const struct draft_file *file, time_t now, struct findings *found);

/* Does the certain mends in the template. An answer that only the mended template has (the value of a key
 * that was misspelt) becomes the draft's, unless another was given since the import. done gets a finding for
 * each mend (profile_mend). Returns -1 with a sentence where the template cannot be used. */
int template_mend(struct draft_file *file, struct findings *done, struct strbuf *err);

#endif
