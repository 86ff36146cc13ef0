/* A draft that a command was given, read, with what checking it needs. */
#ifndef CMD_OPENED_H
#define CMD_OPENED_H

#include "base/strbuf.h"
#include "base/strvec.h"

#include "model/findings.h"
#include "model/rules.h"

#include "format/draft/draft_file.h"
#include "format/draft/forms.h"
#include "format/profile/surroundings.h"

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

struct opened {
	struct draft_file file;
	char *name; /* for messages: the path, or "standard input" */
	/* What was read, where it is a profile: then opened_read has failed, and who takes profiles too has
	 * it here. */
	struct strbuf profile;
	bool is_profile;    /* there may be nothing in it */
	struct strbuf form; /* the same of a form */
	struct surroundings around;
};

/* The path that an operand means: draft_path's, but that of a profile as it stands: of what is one, whatever
 * its name looks like, and of what is called as profiles are. The caller frees; NULL with a sentence. */
char *operand_path(const char *operand, struct strbuf *err);
/* Adds to a sentence which draft may have been meant by an operand whose path is not there: a file of this
 * folder, or a draft of nearly that name. Nothing where none is near. */
void operand_suggest(const char *operand, const char *path, struct strbuf *err);
/* Reads what an operand names: a draft of the drafts folder, a path, or - for standard input. shared
 * keeps the neighbours for the next one (surroundings_init_shared); NULL: they are read for this one.
 * To be released whatever it returns. */
int opened_read(struct opened *opened, struct forms *forms, const char *operand,
	struct neighbourhood *shared, struct strbuf *err);
/* A command on one draft, its first operand: reads it, runs, releases. Returns what run returned, or
 * STATUS_TROUBLE after a message where the draft could not be read. */
int opened_run(const struct invocation *invocation,
	int (*run)(struct opened *opened, const void *data), const void *data);
/* The same for a draft that is not to be read but has been made: takes the file. */
void opened_take(struct opened *opened, struct draft_file *file);
void opened_release(struct opened *opened);

/* Saves to the draft's file. STATUS_DONE, or STATUS_TROUBLE after a message. */
int opened_save(struct opened *opened);

/* The verdict on it; with around.env.accept_nothing as if the draft accepted nothing. */
void opened_lint(const struct opened *opened, struct findings *found);

#endif
