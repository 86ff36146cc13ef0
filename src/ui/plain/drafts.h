/* The start page line by line: the drafts with numbers, and what to do with one. The same state machine as
 * on the screen (wizard_new_start).
 *
 *     Drafts in /home/ada/.local/share/scepwiz/drafts.
 *     1 branch-office: macOS, 2 problems, 2026-11-20 14:03
 *     A number opens a draft. quick or new makes one, help lists commands, quit ends.
 *     > */
#ifndef UI_PLAIN_DRAFTS_H
#define UI_PLAIN_DRAFTS_H

#include "base/strbuf.h"

#include "ui/wizard/wizard.h"

/* Until the page is left, or a draft is to be opened. -1 with a sentence where a signal ended it. */
int plain_run_start(struct wizard *start, int in, int out, struct strbuf *err);

#endif
