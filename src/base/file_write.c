/* Writing by way of a temporary file that takes the old file's place in one step. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/beyond.h"
#include "base/file_access.h"
#include "base/file_lock.h"
#include "base/fileio.h"
#include "base/keeper.h"
#include "base/path.h"
#include "base/sandbox.h"
#include "base/text.h"
#include "base/xalloc.h"

/* What is compared at a time. */
#define PIECE 16384
#define TEMP_TRIES 100
/* Tells people what a temporary file is that a killed session left, and us that it is ours. */
#define TEMP_MARK ".scepwiz-"
#define TEMP_LETTERS 6
/* File systems allow 255 bytes; the temporary name is longer than the file's by 16. */
#define TEMP_NAME_MAX 239
/* No save lasts as many seconds. */
#define TEMP_STALE 3600

/* Without asking for memory: there is a temporary file meanwhile, which the lack of it would leave. */
static bool
fd_holds(int fd, const struct strbuf *content)
{
	char piece[PIECE];
	size_t at = 0;
	bool same = true;
	ssize_t n;

	do {
		n = read(fd, piece, sizeof piece);
		if (n > 0)
			same = (size_t)n <= content->len - at &&
			       !memcmp(piece, content->buf + at, (size_t)n);
		at += n > 0 ? (size_t)n : 0;
	} while ((n > 0 && same) || (n < 0 && errno == EINTR));
	wipe(piece, sizeof piece);
	return same && n == 0 && at == content->len;
}

/* Whether it is a file, or leads to one, that can be read and holds just that. */
static bool
file_holds(const char *path, const struct strbuf *content)
{
	struct stat st;
	bool holds;
	int fd;

	if (stat(path, &st) < 0 || !S_ISREG(st.st_mode))
		return false;
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return false;
	holds = fd_holds(fd, content);
	close(fd);
	return holds;
}

/* A file being written: the previous file at the path, and the temporary file. */
struct target {
	const char *path;
	char *folder;
	char *temp;                /* NULL while there is none on disk */
	struct file_access access; /* before: what was there, if anything was */
	bool existed;
	bool raced;               /* another program was at it */
	const struct strbuf *was; /* what it must still hold at the end; NULL: anything */
	struct strbuf *err;
};

/* Nothing that can fail for want of memory is done while it is there. */
static void
temp_drop(struct target *target)
{
	if (target->temp)
		unlink(target->temp);
	free(target->temp);
	target->temp = NULL;
}

static int
target_fail(struct target *target, int error)
{
	OWN_TEXT(folder) = path_folder(target->path);

	temp_drop(target);
	if (error == ENOENT && !path_exists(folder))
		return error_add(target->err, "cannot write %s: the folder %s does not exist",
			target->path, folder);
	return error_add(target->err, "cannot write %s: %s", target->path, strerror(error));
}

/* 1 where a regular file is there, 0 where nothing is, -1 where something else is. */
static int
target_look(struct target *target, struct stat *st)
{
	if (lstat(target->path, st) < 0)
		return errno == ENOENT ? 0 : target_fail(target, errno);
	if (S_ISREG(st->st_mode))
		return 1;
	temp_drop(target);
	if (S_ISLNK(st->st_mode))
		return link_refuse(target->path, target->err);
	return error_add(target->err, "cannot write %s: it is %s, but only a file can be replaced",
		target->path, file_kind(st->st_mode));
}

static int
target_exists_already(struct target *target)
{
	temp_drop(target);
	return error_add(target->err, "cannot write %s: it already exists", target->path);
}

static int
target_begin(struct target *target, unsigned flags)
{
	size_t len = strlen(target->path);
	struct stat before;
	int found;

	if (!len)
		return error_add(target->err, "cannot write a file without a name");
	if (target->path[len - 1] == '/')
		return error_add(target->err, "cannot write %s: it names a folder, not a file",
			target->path);
	found = target_look(target, &before);
	if (found < 0)
		return -1;
	if (found && flags & FILE_EXCLUSIVE)
		return target_exists_already(target);
	target->existed = found;
	if (found)
		access_read(&target->access, target->path, &before);
	target->folder = path_folder(target->path);
	return 0;
}

static const char temp_alphabet[] = "abcdefghijkmnpqrstuvwxyz23456789";

/* Six letters that differ from those of other sessions and of earlier calls. O_EXCL makes the file
 * safe; the letters need not be secret. */
static void
temp_letters(char out[TEMP_LETTERS + 1])
{
	static uint64_t calls;
	struct timespec now = { 0 };
	uint64_t mix;

	clock_gettime(CLOCK_REALTIME, &now);
	mix = ((uint64_t)now.tv_nsec << 20 ^ (uint64_t)now.tv_sec ^ (uint64_t)getpid() << 40) +
	      calls++;
	mix *= UINT64_C(0x9e3779b97f4a7c15);
	for (int i = 0; i < TEMP_LETTERS; i++)
		out[i] = temp_alphabet[mix >> (34 + 5 * i) & 31];
	out[TEMP_LETTERS] = '\0';
}

/* The name of a temporary file for this target, but for its letters. */
static void
temp_stem(const struct target *target, struct strbuf *out)
{
	OWN_TEXT(last) = path_name(target->path);
	size_t len = strlen(last);

	len = len > TEMP_NAME_MAX ? text_boundary(last, TEMP_NAME_MAX) : len;
	strbuf_addf(out, ".%.*s%s", (int)len, last, TEMP_MARK);
}

/* .NAME.scepwiz-LETTERS */
static bool
temp_is_name(const char *name)
{
	size_t mark = strlen(TEMP_MARK), len = strlen(name);

	if (name[0] != '.' || len <= 1 + mark + TEMP_LETTERS)
		return false;
	name += len - TEMP_LETTERS;
	return !strncmp(name - mark, TEMP_MARK, mark) &&
	       strspn(name, temp_alphabet) == TEMP_LETTERS;
}

/* Age is told by the file just written: both times come from the clock of one file system. */
static bool
temp_is_left(int folder, const char *name, const struct stat *written)
{
	struct stat st;

	return temp_is_name(name) && fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	       S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
	       written->st_mtime - st.st_mtime > TEMP_STALE;
}

/* Removes what killed sessions left of earlier writes in this folder: it may hold a secret. */
static void
temp_sweep(const struct target *target)
{
	struct stat written;
	struct dirent *entry;
	DIR *folder = opendir(target->folder);

	if (folder && lstat(target->path, &written) == 0)
		while ((entry = readdir(folder)))
			if (temp_is_left(dirfd(folder), entry->d_name, &written))
				unlinkat(dirfd(folder), entry->d_name, 0);
	if (folder)
		closedir(folder);
}

/* A name that is taken is not an error: another session is saving beside this one. */
static int
temp_open(struct target *target)
{
	int error = EEXIST;

	for (int tries = 0; tries < TEMP_TRIES; tries++) {
		STRBUF(name);
		char letters[TEMP_LETTERS + 1], *path;
		int fd;

		temp_letters(letters);
		temp_stem(target, &name);
		strbuf_addstr(&name, letters);
		path = path_join(target->folder, name.buf);
		fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd >= 0) {
			target->temp = path;
			return fd;
		}
		error = errno;
		free(path);
		if (error != EEXIST)
			break;
	}
	return target_fail(target, error);
}

/* The whole content, and who may read it, are on disk when this returns 0. After EINTR from close the
 * descriptor is gone, and fsync has told already that the data is not lost. */
static int
temp_fill(struct target *target, int fd, const void *data, size_t len, unsigned flags)
{
	unsigned access =
		(flags & FILE_PRIVATE ? ACCESS_PRIVATE : 0) | (flags & FILE_TAKE ? ACCESS_TAKE : 0);
	mode_t mode = S_IRUSR | S_IWUSR | (flags & FILE_PUBLIC ? S_IRGRP | S_IROTH : 0);
	int error = 0;

	if (fchmod(fd, mode) < 0 || fd_write(fd, data, len) < 0 ||
		(target->existed && access_carry(&target->access, fd, access) < 0) ||
		fd_flush(fd) < 0)
		error = errno;
	if (close(fd) < 0 && !error && errno != EINTR)
		error = errno;
	if (!target->access.refused)
		return error ? target_fail(target, error) : 0;
	temp_drop(target);
	return access_refuse(&target->access, target->err);
}

static bool
is_same_file(const struct stat *a, const struct stat *b)
{
	return stat_is_same_file(a, b) && a->st_mode == b->st_mode && a->st_uid == b->st_uid &&
	       a->st_gid == b->st_gid;
}

/* Whether the path is still what it was when writing began. Meanwhile another program may have put a link or another
 * version there, or have written into it, whatever its size and time are, or have closed it to others. Whether it is a
 * link is checked last. */
static int
target_is_same(struct target *target)
{
	bool held = !target->was || file_holds(target->path, target->was);
	struct stat now;
	int found = target_look(target, &now);

	if (found < 0)
		return -1;
	if (held && found == target->existed &&
		(!found || is_same_file(&now, &target->access.before)))
		return 0;
	target->raced = true;
	temp_drop(target);
	return error_add(target->err,
		"cannot write %s: another program changed it at the same moment", target->path);
}

/* From here on the path is the new file, whole. */
static int
temp_replace(struct target *target)
{
	if (rename(target->temp, target->path) < 0)
		return target_fail(target, errno);
	free(target->temp);
	target->temp = NULL;
	return 0;
}

/* For file systems without hard links: an empty file of ours claims the name first. */
static int
temp_claim(struct target *target)
{
	int fd = open(target->path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd < 0)
		return errno == EEXIST ? target_exists_already(target) : target_fail(target, errno);
	close(fd);
	if (temp_replace(target) == 0)
		return 0;
	unlink(target->path);
	return -1;
}

/* link() refuses where the name is taken, which rename() would not. */
static int
temp_link(struct target *target)
{
	if (link(target->temp, target->path) == 0) {
		unlink(target->temp);
		free(target->temp);
		target->temp = NULL;
		return 0;
	}
	switch (errno) {
	case EEXIST:
		return target_exists_already(target);
	case EPERM:
	case EOPNOTSUPP:
	case ENOSYS:
	case EMLINK:
		return temp_claim(target);
	default:
		return target_fail(target, errno);
	}
}

static int
folder_sync(struct target *target)
{
	if (folder_flush(target->folder) == 0)
		return 0;
	return error_add(target->err,
		"%s is written, but may be lost if the power fails, because its folder could not "
		"be flushed: %s",
		target->path, strerror(errno));
}

static void
target_release(struct target *target)
{
	temp_drop(target);
	access_release(&target->access);
	free(target->folder);
}

/* What ends or stops a program from outside waits while there is a temporary file, which may hold a secret: it is the
 * time of one flush. A fault of the program itself does not wait, nor does SIGKILL. */
static void
signals_hold(sigset_t *before)
{
	static const int faults[] = { SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGSYS, SIGTRAP };
	sigset_t held;

	sigfillset(&held);
	for (size_t i = 0; i < ARRAY_SIZE(faults); i++)
		sigdelset(&held, faults[i]);
	sigprocmask(SIG_BLOCK, &held, before);
}

static void
signals_let_go(const sigset_t *before)
{
	sigprocmask(SIG_SETMASK, before, NULL);
}

/* The file takes its name here; how it was before is not there any more. */
static int
target_put(struct target *target, const void *data, size_t len, unsigned flags)
{
	__attribute__((cleanup(signals_let_go))) sigset_t before;
	int fd;

	signals_hold(&before);
	fd = temp_open(target);
	if (fd < 0 || temp_fill(target, fd, data, len, flags) < 0)
		return -1;
	if (flags & FILE_EXCLUSIVE)
		return temp_link(target);
	return target_is_same(target) < 0 ? -1 : temp_replace(target);
}

int
file_replace_locked(const char *path, const struct strbuf *was, const void *data, size_t len,
	unsigned flags, struct strvec *told, struct strbuf *err)
{
	__attribute__((cleanup(
		target_release))) struct target target = { .path = path, .was = was, .err = err };

	if (target_begin(&target, flags) < 0)
		return -1;
	if (target_put(&target, data, len, flags) < 0)
		return target.raced ? FILE_RACED : target.access.refused ? FILE_OTHERS : -1;
	temp_sweep(&target);
	if (told && target.existed)
		access_tell(&target.access, told);
	return folder_sync(&target);
}

int
file_replace(const char *path, const struct strbuf *was, const void *data, size_t len,
	unsigned flags, struct strvec *told, struct strbuf *err)
{
	FILE_LOCK(lock);

	if (!(flags & FILE_EXCLUSIVE) && file_lock(&lock, path, err) < 0)
		return -1;
	if (keeper_is_there() && !sandbox_has(path))
		return beyond_replace(path, was, data, len, flags, told, err);
	return file_replace_locked(path, was, data, len, flags, told, err);
}

int
file_write(const char *path, const void *data, size_t len, unsigned flags, struct strbuf *err)
{
	return file_replace(path, NULL, data, len, flags, NULL, err) < 0 ? -1 : 0;
}
