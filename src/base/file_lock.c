/* The lock of a folder, asked for again and again: a wait that the system ended could not end with a sentence. */
#include "base/file_lock.h"

#include <errno.h>
#include <stdbool.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

/* The first wait, and the longest: each is twice the one before. */
#define WAIT_SHORT 1000000L
#define WAIT_LONG 32000000L

/* Of a wait within another lock, and of one behind a wait that was in vain. */
#define SHORT_MS 1000
/* A draft's folder and, within it, that of a list of the user's. */
#define HELD_MAX 2

/* The process's own: a lock belongs to its descriptor, and a second one would wait for the first. */
static struct {
	int fd, depth;
	struct stat folder;
} held[HELD_MAX];

static bool in_vain; /* the last wait was */

static int
lock_refused(const char *path, const char *folder, struct strbuf *err)
{
	in_vain = true;
	return error_add(err,
		"cannot write %s: another program has locked the folder. Find it (fuser %s), wait "
		"for it or end it, and try again",
		path, folder);
}

/* Returns 1 with the lock, 0 if there are no locks here. After one wait without success the next ones are short,
 * because a wizard that is about to end tries to save more than once. A signal that is noted ends the wait too: it may
 * be about ending. */
static int
lock_wait(int fd, bool nested, const char *path, const char *folder, struct strbuf *err)
{
	struct timespec pause = { 0, WAIT_SHORT };
	int64_t end = clock_ms() + (nested || in_vain ? SHORT_MS : FILE_LOCK_SECONDS * 1000);

	while (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno == EINTR)
			continue;
		if (errno != EWOULDBLOCK)
			return 0;
		if (clock_ms() >= end || nanosleep(&pause, NULL) < 0)
			return nested ? 0 : lock_refused(path, folder, err);
		pause.tv_nsec = pause.tv_nsec < WAIT_LONG ? 2 * pause.tv_nsec : WAIT_LONG;
	}
	in_vain = false;
	return 1;
}

/* Of the lock that is held on this folder, else the first that is free; HELD_MAX where all are of other folders. */
static size_t
held_find(const struct stat *st)
{
	size_t place = HELD_MAX;

	for (size_t i = HELD_MAX; i-- > 0;)
		if (!held[i].depth)
			place = i;
	for (size_t i = 0; i < HELD_MAX; i++)
		if (held[i].depth && stat_is_same_file(&held[i].folder, st))
			place = i;
	return place;
}

int
file_lock(struct file_lock *lock, const char *path, struct strbuf *err)
{
	OWN_TEXT(folder) = path_folder(path);
	int fd = folder_open(folder), result = 0;
	struct stat st;
	size_t place;

	if (fd < 0)
		return 0;
	place = fstat(fd, &st) < 0 ? HELD_MAX : held_find(&st);
	if (place < HELD_MAX && !held[place].depth) {
		result = lock_wait(fd, held[!place].depth, path, folder, err);
		if (result > 0) {
			held[place].fd = fd;
			held[place].folder = st;
			fd = -1;
		} else {
			place = HELD_MAX;
		}
	}
	if (fd >= 0)
		close(fd);
	if (place < HELD_MAX) {
		held[place].depth++;
		lock->place = (int)place + 1;
	}
	return result < 0 ? -1 : 0;
}

void
file_unlock(struct file_lock *lock)
{
	if (lock->place && --held[lock->place - 1].depth == 0)
		close(held[lock->place - 1].fd);
	lock->place = 0;
}
