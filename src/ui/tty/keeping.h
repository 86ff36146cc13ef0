/* The wizard and its keeper (base/keeper.h): what that does, and how the wizard asks. */
#ifndef UI_KEEPING_H
#define UI_KEEPING_H

#include "base/keeper.h"
#include "base/strvec.h"

#include "ui/wizard/wizard.h"

/* Up to one without a name. */
extern const struct keeper_task keeping_tasks[];

/* Appends what a session on the draft writes itself (command.writes): the draft's folder, the drafts folder, those for what
 * is typed and not saved, and those for an editor's file. draft: NULL, the current folder. */
void keeping_writes(const char *draft, struct strvec *files);

/* Asks what the wizard wishes to ask, and gives it the answer. The caller has given the terminal back. */
void keeping_ask(struct wizard *wizard);
/* Lets the keeper ask about the server that the wizard wishes to ask, and begins. The same. */
void keeping_fetch(struct wizard *wizard);

#endif
