/* Makes a draft without a terminal: for `new --no-edit`, and for `new` before the wizard opens. */
#ifndef CMD_NEW_DRAFT_H
#define CMD_NEW_DRAFT_H

#include "base/strvec.h"

#include "model/form.h"

#include "format/profile/desk.h"

#include "cmd/command.h"

struct new_draft {
	const struct command *command; /* for messages about usage */
	const char *name;     /* as the user wrote it: see draft_path; NULL: the next free one */
	const char *platform; /* --platform: a choice of the form's platform; or NULL */
	const char *from;     /* --from: a draft or profile to copy the answers from; or NULL */
	const struct strvec *settings; /* --set: KEY=VALUE; or NULL */
	const struct form *own;        /* one's own defaults (forms_own); or NULL */
};

/* The name of a draft without one. If it is taken, a number is added. */
#define NEW_DRAFT_NAME "scep-profile"

/* Makes the draft, with an identity of its own, and saves it; refuses an existing file. Everything that may have to be
 * waited for is read first. Names, of the file and of the policy, are checked and taken under the lock of the folder.
 * Reports what is wrong and returns an exit_status. The draft is then on the desk, unless nothing was saved.
 * STATUS_FINDINGS with a draft means errors in what was set. Errors in copied answers are only reported. The policy gets
 * the draft's name, if one was given. A policy name that another draft of the folder has gets a number, unless it was
 * set. The identifier begins with the domain of the server, if the URL is known. */
int new_draft_make(const struct new_draft *options, const struct form *form, struct desk *desk);

/* The choice that --platform names, in any spelling that set and the wizard accept; nothing for NULL. If the form has
 * locked another one, it is refused. Returns STATUS_DONE, or STATUS_USAGE after a message. */
int platform_of_argument(const struct command *command, const struct form *form,
	const char *argument, struct strbuf *platform);

#endif
