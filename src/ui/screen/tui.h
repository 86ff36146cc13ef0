/* The loop on a terminal: read a chord, tell the state machine, draw its view. */
#ifndef UI_TUI_H
#define UI_TUI_H

#include <stdbool.h>

#include "base/strbuf.h"

#include "ui/screen/screen.h"
#include "ui/wizard/wizard.h"

/* Whether a wizard can be shown on standard input and output: 0, or -1 with a sentence. */
int tui_check(struct strbuf *err);

/* Runs until the wizard wants to quit, or its start page to open a draft. Returns 0, or -1 with a sentence where the terminal cannot be
 * used, has gone away, or a signal ended the wizard (what was typed is in the wizard's draft). The
 * terminal is restored in each case. */
int tui_run(struct wizard *wizard, struct screen_options options, struct strbuf *err);

#endif
