/* KEY=VALUE arguments, put into a draft: what `set` and `new --set` share.
 *
 *     KEY=VALUE   the value; the type's own reading of it (yes -> true, a path -> the certificate)
 *     KEY=-       standard input
 *     KEY=@FILE   the content of a file; for a certificate the path is enough, with or without @
 *     KEY=@env:NAME, KEY=@prompt   for a secret: kept elsewhere, see draft_set_source
 *     KEY=        emptied; a choice, number or yes/no goes back to its default
 *
 * A list's first mention replaces it, a further one in the same call adds items.
 *
 * The gate is the wizard's: a wrong text is kept and told, for it can be mended later. A choice, a
 * number, a yes/no and a file cannot be kept wrong: they are refused, and nothing is changed. */
#ifndef CMD_SETTINGS_H
#define CMD_SETTINGS_H

#include <stdbool.h>

#include "base/strvec.h"

#include "model/draft.h"

#include "cmd/command.h"
#include "cmd/operand.h"

struct settings {
	const struct command *command; /* for messages about wrong use */
	struct desk *desk;
	bool *touched; /* by the fields' index: set in this call */
	bool input_used;
};

/* One that is released where its block ends, to be declared behind its desk. */
#define SETTINGS(name) \
	__attribute__((cleanup(settings_release))) struct settings name = { .touched = NULL }

void settings_begin(struct settings *settings, const struct command *command, struct desk *desk);
void settings_release(struct settings *settings);

/* Changes the draft. On any other status than STATUS_DONE, which has been reported, the draft may be
 * half changed and is to be dropped. */
int settings_apply(struct settings *settings, const struct strvec *arguments);

/* Tells to stderr what the findings about the touched fields are, and which do not apply. True where
 * one is an error. */
bool settings_report(const struct settings *settings);

#endif
