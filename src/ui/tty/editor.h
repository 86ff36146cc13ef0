/* The user's own editor for a text: $VISUAL, else $EDITOR, else vi. */
#ifndef UI_EDITOR_H
#define UI_EDITOR_H

#include "base/strbuf.h"
#include "base/strvec.h"

/* Runs the editor on a copy of text in a private file (0600, in a folder of its own that is removed
 * afterwards), and appends what became of it to edited. The editor's environment is ours without the
 * variables named in hidden: it has no use for secrets. The caller has given the terminal back.
 * Returns -1 with a sentence where the editor could not be run or failed.
 *
 * A signal that ends the wizard (a dead line, another session that takes the draft over) ends the editor too,
 * by SIGHUP, and a second later the wizard goes on without it: edited is what was typed there, as far as the
 * editor has left it as text. The folder is kept where more is in it (a swap file), or the editor stays, and
 * err says so although 0 is returned. */
int editor_run(
	const char *text, const struct strvec *hidden, struct strbuf *edited, struct strbuf *err);

#endif
