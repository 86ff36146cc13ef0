/* The one verdict on a draft: all findings, wherever they come from. The commands check, show, set and export, the list
 * of drafts and the wizard all use it, so that an error is the same for all of them and stops the export. */
#ifndef FORMAT_VERDICT_H
#define FORMAT_VERDICT_H

#include "model/findings.h"

#include "format/profile/desk.h"

/* Adds all findings: those of the file's reader (draft_file.notes), those of the rules about the answers (lint_draft),
 * and for an imported draft those about the original, instead of their consequences (original_lint). Then marks those
 * that the draft accepts (accept_apply), which do not count. */
void draft_verdict(const struct desk *desk, struct findings *found);

/* The same for a draft that is being edited and is checked again and again. *kept, NULL at first and freed by the
 * caller (original_check_free), avoids reading and checking the original each time (original_lint). */
struct original_check;
void draft_verdict_again(
	struct original_check **kept, const struct desk *desk, struct findings *found);

#endif
