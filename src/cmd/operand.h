/* The operands of commands: drafts and other files. */
#ifndef CMD_OPERAND_H
#define CMD_OPERAND_H

#include "base/strbuf.h"

#include "format/draft/forms.h"
#include "format/profile/desk.h"

#include "cmd/command.h"

#define STANDARD_INPUT "-"
#define STANDARD_OUTPUT "-"
/* For messages: the path, or "standard input". */
const char *operand_name(const char *operand);
/* The path that an operand names: as draft_path does, except that a profile keeps its path, whether its content or its
 * name shows that it is one. The caller frees. NULL with a sentence. */
char *operand_path(const char *operand, struct strbuf *err);
/* For command.writes: the file that an operand names. None for standard input, or if the name is invalid, which the
 * command reports. */
void operand_writes(const char *operand, struct strvec *files);
/* Also the list of what drafts are allowed, if the save may change it: a source that needs permission was typed, or the
 * list has an entry for the draft, which the save renews. */
void operand_saves(const char *operand, bool types_source, struct strvec *files);
/* Adds to a sentence which draft may have been meant by an operand whose path does not exist: a file of the current
 * folder, or a draft with a similar name in the drafts folder or the current one. False if there is none. */
bool operand_suggest(const char *given, const char *path, struct strbuf *err);
/* Opens what an operand names: a draft of the drafts folder, a path, or - for standard input. A profile or a form is a
 * failure, and the sentence says so; for callers that accept them, kind and content are set. The name is set in any
 * case. shared: see desk_lay. */
int desk_open(struct desk *desk, struct forms *forms, const char *operand,
	struct neighbourhood *shared, struct strbuf *err);
/* The same for the first operand of a command on one draft. Returns STATUS_DONE, or STATUS_TROUBLE after a message. */
int desk_begin(struct desk *desk, const struct invocation *invocation);
/* Saves to the draft's file, and warns about what could not be preserved of the old one. Returns STATUS_DONE, or
 * STATUS_TROUBLE after a message. */
int desk_save(struct desk *desk);
void desk_warn_of_save(const struct desk *desk);
/* Changes a draft under the lock of its folder (base/file_lock.h): opens the first operand, calls change, and saves the
 * result. If another program has changed the file meanwhile, it starts over. So change may be called several times,
 * each time with the current draft, and must not ask the user anything. It returns an exit_status: unless that is
 * STATUS_DONE nothing is saved, and change has reported why. The caller owns the desk before and afterwards. */
int desk_change(struct desk *desk, const struct invocation *invocation,
	int (*change)(struct desk *desk, void *data), void *data);
/* Most attempts. */
#define DESK_TRIES 20

#endif
