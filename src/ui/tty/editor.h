/* The user's own editor for a text: $VISUAL, else $EDITOR, else vi. */
#ifndef UI_EDITOR_H
#define UI_EDITOR_H

#include <stdbool.h>

#include "base/node.h"
#include "base/strbuf.h"
#include "base/strvec.h"

#include "ui/wizard/wizard.h"

struct editing {
	const char *text;
	/* The editor's environment is ours without these variables: it has no use for secrets. */
	const struct strvec *hidden;
	/* What became of the text; false where not all of it could be taken, to where a power cut leaves it. */
	bool (*take)(void *data, const char *text, size_t len);
	void *data;
};

/* Runs the editor on a copy of the text in a private file (ui/tty/edit_folder.h), and gives what became of it to
 * take. The caller has given the terminal back. Returns -1 if not all was taken, or nothing: the editor could not
 * be run, failed or was killed, or left something that is not text.
 *
 * No text that was saved in the editor is lost, however it ended: it is taken whole, or its folder is kept. err gets a
 * sentence that names it then, although 0 may be returned, and edit_folders_tell names it again. Where the editor failed
 * nothing is taken: it may have been amid a save, and an editor fails when its user wants that. One that is
 * back at once and changed nothing may work in the background: that is said, and the folder kept.
 *
 * A signal that ends the wizard (a dead line, another session that takes the draft over) ends the editor too,
 * by SIGHUP, and a second later the wizard goes on without it: what was typed there is taken, as far as the
 * editor has left it as text. The folder is kept where more is in it (a swap file), or the editor stays. */
int editor_run(const struct editing *editing, struct strbuf *err);

/* The keeper's part of it, a task (base/keeper.h) of this name. */
#define EDITOR_TASK "editor"
void editor_task(const struct node *request, struct node *answer);

/* The same for the wizard's field, which is told what became of it. */
void editor_run_wizard(struct wizard *wizard);

#endif
