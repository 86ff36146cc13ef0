/* The one verdict on a draft: everything that is wrong with it, wherever that is. The commands check, show,
 * set and export, the list of drafts and the wizard all ask here, so that what one of them calls an error
 * is an error to all of them and stops the export. */
#ifndef FORMAT_VERDICT_H
#define FORMAT_VERDICT_H

#include "model/findings.h"

#include "format/profile/desk.h"

/* Adds all findings: what the reader of the file noted (draft_file.notes), what the rules find in the answers
 * (lint_draft), and what is wrong with the original of an imported draft, instead of what follows from that
 * (original_lint); then marks those that the draft accepts (accept_apply), which do not count. */
void draft_verdict(const struct desk *desk, struct findings *found);

/* The same verdict, asked again and again of a draft that is being edited: *kept, NULL at first and the
 * caller's to free (original_check_free), spares reading and checking the original each time
 * (original_lint). */
struct original_check;
void draft_verdict_again(
	struct original_check **kept, const struct desk *desk, struct findings *found);

#endif
