/* One writer at a time. A process that reads a file and writes it again holds the lock of its folder from the read to
 * the rename. If two begin at once, the second reads what the first has written.
 *
 * The lock is flock(2) on the folder itself: it leaves nothing behind, ends with the process, and needs no right to
 * write. If it is not available (the folder is unreadable, or the file system has no locks), work continues without it.
 * Before a file is replaced, its content is compared with what was read (file_replace).
 *
 * The lock is never held while the program waits for a person. Locking the same folder again while holding its lock has
 * no effect. The lock of a second folder is only waited for briefly, and then skipped, so that two processes that wait
 * for each other both go on. */
#ifndef BASE_FILE_LOCK_H
#define BASE_FILE_LOCK_H

#include "base/strbuf.h"

struct file_lock {
	int place; /* index among the locks of this process, from 1; 0: not locked */
};

/* A lock that is released at the end of its block. */
#define FILE_LOCK(name) __attribute__((cleanup(file_unlock))) struct file_lock name = { 0 }

/* Waits for the lock of the folder that path is in. Returns -1 with a sentence if another process holds it for
 * FILE_LOCK_SECONDS, or a signal arrives for which the program has a handler. */
int file_lock(struct file_lock *lock, const char *path, struct strbuf *err);
void file_unlock(struct file_lock *lock);

#define FILE_LOCK_SECONDS 30

#endif
