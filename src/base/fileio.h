/* Files are read with limits, and written completely or not at all.
 *
 * Errors name the path and the system's reason. Paths are put into messages unchanged and are escaped where the message
 * is shown. */
#ifndef BASE_FILEIO_H
#define BASE_FILEIO_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/strbuf.h"
#include "base/strvec.h"

/* Reads a regular file of at most limit bytes and appends it to out. Folders, FIFOs and devices are refused at once,
 * without waiting for them. The path "-" is standard input, with the same limit. */
int file_read(const char *path, size_t limit, struct strbuf *out, struct strbuf *err);
/* The same in two steps. file_open_real opens a real path, without links, that was checked before. If a part of the
 * path has become a link since, it is not opened. Messages name path. Both return -1 with a sentence. */
int file_open(const char *path, struct strbuf *err);
int file_open_real(const char *real, const char *path, struct strbuf *err);
int file_read_open(int fd, const char *path, size_t limit, struct strbuf *out, struct strbuf *err);
/* The same for many files of one folder, with few system calls and without a sentence. Returns false if the file cannot
 * be read. folder comes from folder_open, which returns -1 on failure; the caller closes it. */
int folder_open(const char *path);
bool file_read_in(int folder, const char *name, size_t limit, struct strbuf *out);
/* The same for the first len bytes of a file of any size. */
bool file_read_begin(int folder, const char *name, size_t len, struct strbuf *out);

/* Makes a folder and the missing ones above it, each with mode 0700. An existing folder is not changed. */
int folder_make(const char *path, struct strbuf *err);

enum {
	FILE_EXCLUSIVE = 1, /* refuse if path exists */
	FILE_PRIVATE = 2,   /* mode 0600, whatever the existing file has */
	FILE_TAKE = 4,      /* take it from its owner, if that is another user */
	FILE_PUBLIC = 8,    /* a new file has mode 0644: for a certificate, which anyone may read */
};

/* Writes the file under its folder's lock (base/file_lock.h): an exclusive temporary file (0600) in the same folder,
 * fsync, rename, fsync of the folder.
 *
 * On failure path is unchanged and no temporary file is left. One exception: if only the folder could not be flushed,
 * the new file is in place and the error says so. Signals that would end the program wait until the temporary file is
 * gone. SIGKILL or a power failure can leave one (.NAME.scepwiz-LETTERS); a later write in the folder removes it once
 * it is an hour old.
 *
 * Symbolic links, folders, FIFOs and devices are refused. An existing file keeps its owner, group, access control list,
 * attributes and mode (base/file_access.h). It is refused if it belongs to another user who would lose it. */
int file_write(const char *path, const void *data, size_t len, unsigned flags, struct strbuf *err);

/* "a folder", "a symbolic link": what a path is if it is not a regular file. */
const char *file_kind(mode_t mode);

/* Appends the sentence that refuses to save to a symbolic link; returns -1. */
int link_refuse(const char *path, struct strbuf *err);

/* Like file_write, for an existing file that other people may have access to. was: what was read from it; right before
 * the replacement the content must still be the same. NULL: any content. told gets a sentence for everything that could
 * not be preserved of the old file, unless it is NULL.
 *
 * FILE_RACED, with a sentence: another program has changed it meanwhile. Read it again and retry. FILE_OTHERS, with a
 * sentence: it belongs to another user, and FILE_TAKE would take it. */
enum { FILE_RACED = -2, FILE_OTHERS = -3 };
int file_replace(const char *path, const struct strbuf *was, const void *data, size_t len,
	unsigned flags, struct strvec *told, struct strbuf *err);
/* The same for a caller that holds the folder's lock, perhaps in another process. */
int file_replace_locked(const char *path, const struct strbuf *was, const void *data, size_t len,
	unsigned flags, struct strvec *told, struct strbuf *err);

/* Whether the path, links not followed, is still that of an open file or folder. */
bool fd_is_at(int fd, const char *path);
/* Appends the first len bytes of an open file, or all of a shorter one. The file offset is not used and does not change.
 * Returns -1 with errno; what was read before the error is appended. */
int fd_read(int fd, size_t len, struct strbuf *out);
/* Writes everything, in as many calls as the system needs. Returns -1 with errno. */
int fd_write(int fd, const void *data, size_t len);
/* Flushes a file's content to the disk. Returns -1 with errno. */
int fd_flush(int fd);
/* Flushes the names in a folder to the disk. A folder that cannot be read, and a file system that cannot flush folders,
 * do not count as failures. */
int folder_flush(const char *path);

#endif
