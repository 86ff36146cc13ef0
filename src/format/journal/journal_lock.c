/* The lock on a side file, and whose it is. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"

#include "format/journal/journal_parts.h"

#define PROC_LIMIT 4096

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

	if (fcntl(fd, F_GETLK, &lock) < 0)
		return -1;
	return lock.l_type == F_UNLCK || lock.l_pid <= 0 ? 0 : lock.l_pid;
}

/* "PID (NAME) STATE ..." as Linux tells it; the name may hold anything. The 22nd word counts from the
 * system's start. */
#define BORN_WORD 22

char
process_look(long pid, struct strbuf *born)
{
	struct strbuf path = STRBUF_INIT, stat = STRBUF_INIT, ignored = STRBUF_INIT;
	const char *word = NULL;
	char state = '\0';

	strbuf_addf(&path, "/proc/%ld/stat", pid);
	if (file_read(path.buf, PROC_LIMIT, &stat, &ignored) == 0)
		word = strrchr(stat.buf, ')');
	if (word && word[1] == ' ')
		state = word[2];
	for (int i = 2; word && i < BORN_WORD; i++)
		if ((word = strchr(word, ' ')))
			word++;
	if (word)
		strbuf_add(born, word, strcspn(word, " \n"));
	strbuf_release(&path);
	strbuf_release(&stat);
	strbuf_release(&ignored);
	return state;
}

/* One that has ended and that nobody has waited for holds nothing any more. */
bool
process_is_there(const struct journal_who *who)
{
	struct strbuf born = STRBUF_INIT;
	bool there = who->pid > 0 && (kill((pid_t)who->pid, 0) == 0 || errno == EPERM);
	char state = there ? process_look(who->pid, &born) : '\0';

	if (state == 'Z' || state == 'X')
		there = false;
	if (born.len && *who->born && strcmp(born.buf, who->born) != 0)
		there = false;
	strbuf_release(&born);
	return there;
}

bool
session_is_there(const struct journal_who *who, const struct journal_who *self)
{
	return strcmp(who->host, self->host) != 0 ||
	       (who->pid != self->pid && process_is_there(who));
}
