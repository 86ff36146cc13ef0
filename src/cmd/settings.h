/* KEY=VALUE arguments of `set` and `new --set`, put into a draft:
 *
 *     KEY=VALUE   the value, as its type reads it (yes -> true, a path -> the certificate)
 *     KEY=-       standard input
 *     KEY=@FILE   the content of a file; for a certificate the path is enough, with or without @
 *     KEY=@env:NAME, KEY=@command:WORDS, KEY=@prompt   for a secret: stored elsewhere, see model/source.h
 *     KEY=        emptied; a choice, number or yes/no gets its default again
 *
 * The first mention of a list replaces it. Further ones in the same call add items.
 *
 * The rules are the wizard's: a wrong text is stored and reported, because it can be corrected later. A choice, number,
 * yes/no or file cannot be stored if it is wrong: it is refused, and nothing changes. */
#ifndef CMD_SETTINGS_H
#define CMD_SETTINGS_H

#include <stdbool.h>

#include "base/strvec.h"

#include "model/draft.h"

#include "cmd/command.h"
#include "cmd/operand.h"

struct settings {
	const struct command *command; /* for messages about usage */
	struct desk *desk;
	bool *touched; /* by the fields' index: set in this call */
	bool input_used;
};

/* One that is released at the end of its block. Declare it after its desk. */
#define SETTINGS(name) \
	__attribute__((cleanup(settings_release))) struct settings name = { .touched = NULL }

void settings_begin(struct settings *settings, const struct command *command, struct desk *desk);
void settings_release(struct settings *settings);

/* Changes the draft. If the status, which has been reported, is not STATUS_DONE, the draft may be partly changed and
 * must be dropped. */
int settings_apply(struct settings *settings, const struct strvec *arguments);

/* Whether one of the arguments sets a source that needs permission (source_needs_word), judging only by the
 * arguments. */
bool settings_type_source(const struct strvec *arguments);

/* Copies what was set into another desk's draft, such as the same file read again. STATUS_TROUBLE after a message if
 * its form is another. */
int settings_move(const struct settings *settings, struct desk *desk);

/* Prints to stderr the findings about the touched fields, and which of these do not apply. True if one is an error. */
bool settings_report(const struct settings *settings);

#endif
