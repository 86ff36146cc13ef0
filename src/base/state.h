/* The folder for the user's data on this machine that is not configuration: unsaved input, keys, permissions.
 * $XDG_STATE_HOME/scepwiz, else .local/state/scepwiz in the home folder (path_of_xdg). */
#ifndef BASE_STATE_H
#define BASE_STATE_H

#include <stdbool.h>

#include "base/strbuf.h"

/* Its path. If it does not exist, it is made (0700). The caller frees the path. NULL with a sentence if it cannot be
 * made, does not belong to this user, or others have access that cannot be taken away. */
char *state_folder(struct strbuf *err);
/* The same for a caller that only reads and changes nothing. NULL without a sentence if it does not exist, belongs to
 * another user, or others may write to it. */
char *state_folder_there(void);
/* Whether a path leads into the folder, also through links. The folder is not made. */
bool state_has(const char *path);

#endif
