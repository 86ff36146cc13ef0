/* Making a draft without a terminal: what `new --no-edit` does, and `new` before the wizard opens. */
#ifndef CMD_NEW_DRAFT_H
#define CMD_NEW_DRAFT_H

#include "base/strvec.h"

#include "model/form.h"

#include "format/profile/desk.h"

#include "cmd/command.h"

struct new_draft {
	const struct command *command; /* for messages about wrong use */
	const char *name;              /* as the user wrote it: see draft_path */
	const char *platform;          /* --platform: a choice of the form's platform; or NULL */
	const char *from; /* --from: a draft or profile whose answers are copied; or NULL */
	const struct strvec *settings; /* --set: KEY=VALUE; or NULL */
};

/* Makes the draft, with an identity of its own, and saves it; refuses where the file exists. Reports
 * what is wrong and returns an exit_status. It lies on the desk then; nothing does where
 * nothing was saved. STATUS_FINDINGS with a draft there means that it has errors in what was set; errors in copied
 * answers are told only. A policy name that is taken in the folder gets a number, unless it was set. */
int new_draft_make(const struct new_draft *options, const struct form *form, struct desk *desk);

/* The choice that --platform means, in any spelling that set and the wizard take; nothing for NULL. Another
 * than the one that the form has locked is refused. STATUS_DONE, or STATUS_USAGE after a message. */
int platform_of_argument(const struct command *command, const struct form *form,
	const char *argument, struct strbuf *platform);

#endif
