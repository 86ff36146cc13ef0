/* The commands that open the wizard. */
#ifndef UI_CMD_EDIT_H
#define UI_CMD_EDIT_H

#include <stdbool.h>

#include "format/draft/draft_file.h"
#include "format/draft/forms.h"

#include "cmd/command.h"

extern const struct command cmd_new;
extern const struct command cmd_edit;

/* Whether the environment asks for plain mode: SCEPWIZ_PLAIN. */
bool edit_is_always_plain(void);

/* Reads a draft, one that was removed from what a session left of it; -1 without a sentence where there is
 * neither. */
int edit_read_path(
	const char *path, struct forms *forms, struct draft_file *file, struct strbuf *err);
/* The wizard on a draft, and a line about what became of it; an exit_status. */
int edit_draft(struct draft_file *file, bool plain);

#endif
