/* The structure of the profile that an imported draft keeps (draft_file.original): what is wrong with it, and
 * the certain mends. For a draft that was not imported both do nothing. */
#ifndef FORMAT_ORIGINAL_LINT_H
#define FORMAT_ORIGINAL_LINT_H

#include <time.h>

#include "base/strbuf.h"

#include "model/findings.h"

#include "format/draft/draft_file.h"

/* Adds the findings of profile_lint, with their places in the draft's file, and takes out of found what follows
 * from them: of the draft's answers those are judged that would be there once the certain mends are done, and
 * none that a fault hides (profile_answers). So lint_draft goes first. What an export replaces by an answer, or
 * adds, is not told of, and neither is what found has of a field already. now: 0 for the clock's.
 *
 * *kept, NULL at first, has the original as it was read and checked, which costs more than all the rest. Who
 * asks again of the same draft, as after each key, gives it again: it is made again only where the original, or
 * what its check reads of the draft, has become another. The caller frees it, and leaves the form alone till
 * then. It holds what the original holds, secrets of other payloads included, and is wiped. */
struct original_check;
void original_lint(struct original_check **kept, const struct draft_file *file, time_t now,
	struct findings *found);
void original_check_free(struct original_check *check);

/* Rule foreign-secret-in-clear: adds a finding where others can read the draft's file, and the original in it keeps
 * secrets of its own. *kept is that of original_lint. */
void original_lint_secrets(struct original_check **kept, const struct draft_file *file, time_t now,
	struct findings *found);

/* Does the certain mends in the original. An answer that only the mended original has (the value of a key
 * that was misspelt) becomes the draft's, unless another was given since the import. done gets a finding for
 * each mend (profile_mend). Returns -1 with a sentence where the original cannot be used. */
int original_mend(struct draft_file *file, struct findings *done, struct strbuf *err);

#endif
