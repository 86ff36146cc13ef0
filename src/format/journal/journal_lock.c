/* The lock on a side file, and whose it is. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "format/journal/journal_parts.h"

static bool
lock_is_of(int fd, const char *path)
{
	struct stat ours, there;

	return fstat(fd, &ours) == 0 && lstat(path, &there) == 0 && ours.st_dev == there.st_dev &&
	       ours.st_ino == there.st_ino;
}

enum lock_result
lock_take(int fd, const char *path)
{
	int result;

	do
		result = flock(fd, LOCK_EX | LOCK_NB);
	while (result < 0 && errno == EINTR);
	if (result < 0 && errno == EWOULDBLOCK)
		return LOCK_HELD;
	/* it may have been removed or written anew between opening and locking */
	if (!lock_is_of(fd, path))
		return LOCK_GONE;
	return result < 0 ? LOCK_NONE : LOCK_OURS;
}

/* Record locks know their process, which flock does not. */
void
lock_sign(int fd)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1 };

	if (fcntl(fd, F_SETLK, &lock) < 0)
		return; /* a hint less */
}

long
lock_signer(int fd)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1 };

	if (fcntl(fd, F_GETLK, &lock) < 0 || lock.l_type == F_UNLCK || lock.l_pid <= 0)
		return 0;
	return lock.l_pid;
}

bool
process_is_there(long pid)
{
	return pid > 0 && (kill((pid_t)pid, 0) == 0 || errno == EPERM);
}
