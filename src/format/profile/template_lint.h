/* The structure of the profile that an imported draft keeps (draft_file.foreign): what is wrong with it, and
 * the certain mends. For a draft that was not imported both do nothing. */
#ifndef FORMAT_TEMPLATE_LINT_H
#define FORMAT_TEMPLATE_LINT_H

#include "base/strbuf.h"

#include "model/finding.h"

#include "format/draft/draft_file.h"

/* Adds the findings of profile_lint, with their places in the draft's file. What an export replaces by an
 * answer is not told of, and neither is what found has of a field already: so lint_draft goes first. */
void template_lint(const struct draft_file *file, struct findings *found);

/* Does the certain mends in the template. An answer that only the mended template has (the value of a key
 * that was misspelt) becomes the draft's, unless another was given since the import. done gets a finding for
 * each mend (profile_mend). Returns -1 with a sentence where the template cannot be used. */
int template_mend(struct draft_file *file, struct findings *done, struct strbuf *err);

#endif
