/* The commands that open the wizard. */
#ifndef UI_CMD_EDIT_H
#define UI_CMD_EDIT_H

#include <stdbool.h>

#include "format/draft/draft_file.h"
#include "format/draft/forms.h"

#include "cmd/command.h"

#include "ui/screen/screen.h"
#include "ui/wizard/wizard.h"

#define OPTION_ASCII                                                                       \
	{                                                                                  \
		"ascii", 0, NULL, "draw lines and marks with ASCII characters only", false \
	}

extern const struct command cmd_new;
extern const struct command cmd_edit;

/* Whether the environment asks for plain mode: SCEPWIZ_PLAIN. */
bool edit_is_always_plain(void);

/* Reads a draft, one that was removed from what a session left of it; -1 without a sentence where there is
 * neither. */
int edit_read_path(
	const char *path, struct forms *forms, struct draft_file *file, struct strbuf *err);
/* The wizard on a draft, a line about what became of it, and the same on each draft that is gone on to from there; an
 * exit_status. */
int edit_draft(struct forms *forms, struct draft_file *file, enum wizard_begin begin, bool plain,
	struct screen_options options);
/* The quick start, and then the drafts that it makes. path: of the first one; NULL: it is called after its policy, in the
 * drafts folder. platform: that is chosen at first, or NULL. */
int edit_quick(struct forms *forms, const char *path, const char *platform, bool plain,
	struct screen_options options);

#endif
