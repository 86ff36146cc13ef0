/* The start page line by line: the drafts with numbers, and what to do with one. The same state machine as
 * on the screen (ui/start/start.h), driven by its keys.
 *
 *     Drafts in /home/ada/.local/share/scepwiz/drafts.
 *     1 branch-office: macOS, 2 problems, 2026-11-20 14:03
 *     A number opens a draft. n makes one, c and a number copies one, = lists, q leaves.
 *     Drafts: */
#ifndef UI_PLAIN_DRAFTS_H
#define UI_PLAIN_DRAFTS_H

#include "base/strbuf.h"

#include "ui/start/start.h"

/* Until the page wants something: *open says whether it is the draft at start_path, else it is to be left. -1
 * with a sentence where a signal ended it. */
int plain_run_start(struct start *start, int in, int out, bool *open, struct strbuf *err);

#endif
