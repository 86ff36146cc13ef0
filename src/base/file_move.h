/* Renames a file, also into another folder, and never replaces one. */
#ifndef BASE_FILE_MOVE_H
#define BASE_FILE_MOVE_H

#include "base/strbuf.h"

/* Moves a file to a path that must be free, under the locks of both folders (base/file_lock.h). Only regular files are
 * moved. If the file system has no hard links, or the target is on another file system, the file is copied (0600),
 * flushed, and then removed. On failure the file is where it was; returns -1 with a sentence. */
int file_move(const char *from, const char *to, struct strbuf *err);

#endif
