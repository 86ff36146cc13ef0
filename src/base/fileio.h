/* Files, read with limits and written whole or not at all.
 *
 * Errors name the path and the system's reason; paths are put into messages as they are and escaped
 * where the message is shown. */
#ifndef BASE_FILEIO_H
#define BASE_FILEIO_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/strbuf.h"

/* Reads a regular file of at most limit bytes; appends to out. Refuses folders, FIFOs and devices
 * without waiting for them. The path "-" is standard input (also limited). */
int file_read(const char *path, size_t limit, struct strbuf *out, struct strbuf *err);
/* The same for many files of one folder, with as few calls as there can be and no sentence: false where it cannot be
 * read. folder is of folder_open, -1 where that fails; the caller closes it. */
int folder_open(const char *path);
bool file_read_in(int folder, const char *name, size_t limit, struct strbuf *out);

enum {
	FILE_EXCLUSIVE = 1, /* refuse where path exists already */
	FILE_PRIVATE = 2,   /* 0600, whatever mode a file that is there has */
};

/* Writes the file anew: an exclusive temporary file (0600) in the same folder, fsync, rename, fsync of
 * the folder. On failure path is as it was and no temporary file stays; only where the folder could not
 * be flushed the new file is there, and the error says so. A temporary file that a killed session left
 * (.NAME.scepwiz-LETTERS) goes with a later write, when it is an hour old. A file that is there keeps
 * its mode where we own it. A path that is a symbolic link, a folder, a FIFO or a device is refused. */
int file_write(const char *path, const void *data, size_t len, unsigned flags, struct strbuf *err);

/* "a folder", "a symbolic link": what a path is where it is no regular file. */
const char *file_kind(mode_t mode);

/* Whether it is a file, or leads to one, that can be read and holds just that. */
bool file_holds(const char *path, const struct strbuf *content);

/* As file_write, for a file that must still hold what was read from it (was): told by its content, right
 * before the new file takes its place. */
int file_replace(const char *path, const struct strbuf *was, const void *data, size_t len,
	struct strbuf *err);

/* Writes all of it, however the system cuts it into pieces. -1 with errno where not all could be. */
int fd_write(int fd, const void *data, size_t len);

#endif
