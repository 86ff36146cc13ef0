/* The structure of the profile that an imported draft keeps (draft_file.foreign): what is wrong with it, and
 * the certain mends. For a draft that was not imported both do nothing. */
#ifndef FORMAT_TEMPLATE_LINT_H
#define FORMAT_TEMPLATE_LINT_H

#include "base/strbuf.h"

#include "model/finding.h"

#include "format/draft/draft_file.h"

/* A template, parsed and checked once, for the next check of the same draft. */
struct template_lint;

/* NULL is allowed. */
void template_lint_free(struct template_lint *lint);

/* Adds the findings of profile_lint, with their places in the draft's file. What an export replaces by an
 * answer is not told of, and neither is what found has of a field already: so lint_draft goes first. kept
 * holds what was parsed from one call to the next (NULL at first; template_lint_free ends it), as long as the
 * template and the platform stay the same; NULL: nothing is kept. */
void template_lint(
	struct template_lint **kept, const struct draft_file *file, struct findings *found);

/* Does the certain mends in the template. An answer that only the mended template has (the value of a key
 * that was misspelt) becomes the draft's, unless another was given since the import. done gets a finding for
 * each mend (profile_mend). Returns -1 with a sentence where the template cannot be used. */
int template_mend(struct draft_file *file, struct findings *done, struct strbuf *err);

#endif
