/* Renaming and deleting drafts. A draft that is open in a session, or has unsaved changes, is refused: what was typed
 * would be lost, or come back under another name. */
#ifndef FORMAT_DRAFT_MOVE_H
#define FORMAT_DRAFT_MOVE_H

#include <time.h>

#include "base/strbuf.h"
#include "base/strvec.h"

#include "format/draft/forms.h"

/* Moves a draft to another path, which must be free. Returns -1 with a sentence. */
int draft_move(struct forms *forms, const char *from, const char *to, struct strbuf *err);

/* Moves a draft to the bin, state_folder()/bin (0700), under its name; if that is taken, with a number. Returns the
 * path there, which the caller frees; NULL with a sentence. Also removes what has been in the bin for BIN_DAYS. */
char *draft_to_bin(struct forms *forms, const char *path, struct strbuf *err);
#define BIN_DAYS 30
/* For base/sandbox.h: a file of the bin, which is made. */
void draft_bin_writes(struct strvec *files);
/* Removes what was moved there more than BIN_DAYS before now. */
void draft_bin_tidy(const char *bin, time_t now);

#endif
