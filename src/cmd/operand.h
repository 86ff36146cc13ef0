/* What the operands of a command name. */
#ifndef CMD_OPERAND_H
#define CMD_OPERAND_H

#include "base/strbuf.h"

#include "format/draft/forms.h"
#include "format/profile/desk.h"

#include "cmd/command.h"

#define STANDARD_INPUT "-"
/* For messages: the path, or "standard input". */
const char *operand_name(const char *operand);
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
/* The same of a command on one draft, its first operand. STATUS_DONE, or STATUS_TROUBLE after a message. */
int desk_begin(struct desk *desk, const struct invocation *invocation);
/* Saves to the draft's file. STATUS_DONE, or STATUS_TROUBLE after a message. */
int desk_save(struct desk *desk);

#endif
