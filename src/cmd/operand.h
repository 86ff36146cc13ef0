/* What the operands of a command name. */
#ifndef CMD_OPERAND_H
#define CMD_OPERAND_H

#include "base/strbuf.h"

#include "format/draft/forms.h"
#include "format/profile/desk.h"

#include "cmd/command.h"

/* The option of every command that reads drafts, or makes them. */
#define OPTION_FORM                                                  \
	{                                                            \
		"form", 0, "FILE|NAME",                              \
			"an own form, or one that is built in; see " \
			"scepwiz-form(5)",                           \
			false                                        \
	}

/* The forms that the call means; NULL after a message. */
struct forms *forms_of_invocation(const struct invocation *invocation);

/* The path that an operand means: draft_path's, but that of a profile as it stands: of what is one, whatever
 * its name looks like, and of what is called as profiles are. The caller frees; NULL with a sentence. */
char *operand_path(const char *operand, struct strbuf *err);
/* Adds to a sentence which draft may have been meant by an operand whose path is not there: a file of this
 * folder, or a draft of nearly that name. Nothing where none is near. */
void operand_suggest(const char *operand, const char *path, struct strbuf *err);
/* Opens what an operand names: a draft of the drafts folder, a path, or - for standard input. A profile or a form is a
 * failure, whose sentence says so; who takes them has its kind and content. The name is set whatever it
 * returns. shared: see desk_lay. */
int desk_open(struct desk *desk, struct forms *forms, const char *operand,
	struct neighbourhood *shared, struct strbuf *err);
/* A command on one draft, its first operand: opens it, runs, releases. Returns what run returned, or
 * STATUS_TROUBLE after a message where the draft could not be read. */
int desk_run(const struct invocation *invocation, int (*run)(struct desk *desk, const void *data),
	const void *data);
/* Saves to the draft's file. STATUS_DONE, or STATUS_TROUBLE after a message. */
int desk_save(struct desk *desk);

#endif
