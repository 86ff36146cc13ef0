/* The lock beside a draft: who has it open, for everybody who may read the folder. It has nothing that was typed, so it
 * may be removed at any time, by a clean-up, an archive, a neighbour. Then it is made again. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "format/recovery/recovery_parts.h"

/* Its first line, and what follows for people. */
#define LOCK_MAGIC "scepwiz lock 1\n"
#define NAME_BYTES_MAX 255
/* How often it is retried if the file disappears at that moment. */
#define LOCK_TRIES 20
/* A neighbour has to read it to know who has the draft, and to see by its lock whether that session is still there;
 * the umask closes it to those who are to read nothing. */
#define LOCK_MODE 0644
#define LOCK_FLAGS (O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)

void
lock_path(const char *draft_path, struct strbuf *out)
{
	OWN_TEXT(folder) = path_folder(draft_path);
	OWN_TEXT(last) = path_name(draft_path);
	OWN_TEXT(path) = NULL;
	STRBUF(name);

	strbuf_addf(&name, ".%s" LOCK_SUFFIX, last);
	if (name.len > NAME_BYTES_MAX) {
		strbuf_set(&name, ".");
		digest_sha256(last, strlen(last), &name);
		strbuf_addstr(&name, LOCK_SUFFIX);
	}
	path = path_join(folder, name.buf);
	strbuf_addstr(out, path);
}

/*
 * Locks of open files, and whose they are.
 */

enum lock_result
flock_take(int fd, const char *path)
{
	int result;

	do
		result = flock(fd, LOCK_EX | LOCK_NB);
	while (result < 0 && errno == EINTR);
	if (result < 0 && errno == EWOULDBLOCK)
		return LOCK_HELD;
	/* it may have been removed or replaced between opening and locking */
	if (!fd_is_at(fd, path))
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

/*
 * What is at the lock's path.
 */

enum kind {
	KIND_LOCK,    /* ours, or empty: it may be written */
	KIND_SIDE,    /* ours, in the old format */
	KIND_OTHERS,  /* another user's lock */
	KIND_FOREIGN, /* another user's, that cannot be read as one */
	KIND_STRANGE, /* none of all that; said */
	KIND_NONE,
};

static bool
begins_with(const char *data, const char *magic)
{
	return !strncmp(data, magic, strlen(magic));
}

static enum kind
kind_of_ours(const struct stat *st, const char *path, const char *data, struct strbuf *err)
{
	static const char
		zeros[HEAD_BYTES]; /* or it is empty: a session was killed while it was wiped */

	if (st->st_nlink > 1)
		error_add(err, "%s has another name too (a hard link). Remove one", path);
	else if (begins_with(data, LOCK_MAGIC) || !memcmp(data, zeros, sizeof zeros))
		return KIND_LOCK;
	else if (!begins_with(data, SIDE_MAGIC))
		error_add(err, "%s is not a lock of scepwiz. Remove it", path);
	else if (st->st_mode & (S_IRWXG | S_IRWXO))
		error_add(err,
			"%s is a recovery file of an older version that others may read or write. "
			"Remove it",
			path);
	else
		return KIND_SIDE;
	return KIND_STRANGE;
}

static enum kind
kind_of(int fd, const char *path, char *data, struct stat *st, struct strbuf *err)
{
	memset(data, 0, HEAD_BYTES);
	if (fstat(fd, st) < 0 || !S_ISREG(st->st_mode)) {
		error_add(err, "%s is not a regular file. Remove it", path);
		return KIND_STRANGE;
	}
	head_bytes(fd, data);
	if (st->st_uid == geteuid())
		return kind_of_ours(st, path, data, err);
	return begins_with(data, LOCK_MAGIC) ? KIND_OTHERS : KIND_FOREIGN;
}

/* Only regular files are opened: another open may start a device or wait. */
static int
lock_open(const char *path)
{
	struct stat st;
	int fd;

	if (lstat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
		errno = EEXIST;
		return -1;
	}
	fd = open(path, O_RDWR | O_APPEND | LOCK_FLAGS);
	if (fd < 0 && (errno == EACCES || errno == EPERM || errno == EROFS))
		fd = open(path, O_RDONLY | LOCK_FLAGS);
	return fd;
}

int
lock_look(const char *draft_path, bool *is_side)
{
	STRBUF(path);
	STRBUF(ignored);
	char data[HEAD_BYTES + 1];
	struct stat st;
	enum kind kind;
	int fd;

	lock_path(draft_path, &path);
	*is_side = false;
	fd = lock_open(path.buf);
	if (fd < 0)
		return errno == EACCES && lstat(path.buf, &st) == 0 && st.st_uid != geteuid()
			       ? LOCK_FOREIGN_FD
			       : -1;
	kind = kind_of(fd, path.buf, data, &st, &ignored);
	*is_side = kind == KIND_SIDE;
	if (kind == KIND_LOCK || kind == KIND_SIDE || kind == KIND_OTHERS)
		return fd;
	close(fd);
	return kind == KIND_FOREIGN ? LOCK_FOREIGN_FD : -1;
}

/*
 * Taking it.
 */

void
draft_lock_init(struct draft_lock *lock, const char *draft_path)
{
	*lock = (struct draft_lock){ .path = STRBUF_INIT, .fd = -1, .trouble = STRBUF_INIT };
	lock_path(draft_path, &lock->path);
}

void
draft_lock_release(struct draft_lock *lock)
{
	draft_lock_drop(lock);
	strbuf_release(&lock->path);
	strbuf_release(&lock->trouble);
	recovery_who_release(&lock->holder);
}

/* Who has it says so; another user's name is that of the file's owner, whatever it says. */
static void
holder_find(struct draft_lock *lock, const struct stat *st, const char *data)
{
	struct recovery_who owner;

	who_read(&lock->holder, data);
	lock->is_others = st->st_uid != geteuid();
	if (!lock->is_others)
		return;
	who_of_file(&owner, st);
	if (!lock->holder.user) {
		lock->holder = owner;
		return;
	}
	free(lock->holder.user);
	lock->holder.user = owner.user;
	owner.user = NULL;
	recovery_who_release(&owner);
}

static void
lock_write(int fd, const struct recovery_who *self)
{
	STRBUF(text);

	strbuf_addstr(&text, LOCK_MAGIC);
	who_write(&text, self);
	strbuf_addstr(&text, "This says who has the draft open. It goes away when they leave the "
			     "draft.\n");
	file_wipe(fd); /* it may be the rest of a file in the old format */
	if (fcntl(fd, F_SETFL, O_APPEND) < 0 || fd_write(fd, text.buf, text.len) < 0)
		return; /* a full disk: it is a lock all the same */
}

static enum lock_result
lock_trouble(struct draft_lock *lock, const char *why)
{
	strbuf_clear(&lock->trouble);
	error_add(&lock->trouble, "%s cannot be made: %s", lock->path.buf, why);
	return LOCK_NONE;
}

/* Opens what is there, or makes it. */
static int
lock_make(struct draft_lock *lock)
{
	int fd = lock_open(lock->path.buf);

	if (fd < 0 && errno == ENOENT)
		fd = open(lock->path.buf, O_RDWR | O_APPEND | O_CREAT | O_EXCL | LOCK_FLAGS,
			LOCK_MODE);
	return fd;
}

static enum lock_result
lock_refused(struct draft_lock *lock)
{
	int error = errno;
	struct stat st;
	bool there = lstat(lock->path.buf, &st) == 0;

	if (!there)
		return error == EEXIST ? LOCK_GONE : lock_trouble(lock, strerror(error));
	if (S_ISREG(st.st_mode) && st.st_uid != geteuid()) {
		recovery_who_release(&lock->holder);
		who_of_file(&lock->holder, &st);
		return LOCK_FOREIGN;
	}
	if (S_ISREG(st.st_mode))
		return error == EEXIST ? LOCK_GONE : lock_trouble(lock, strerror(error));
	strbuf_clear(&lock->trouble);
	error_add(&lock->trouble, "%s is %s. Remove it", lock->path.buf, file_kind(st.st_mode));
	return LOCK_NONE;
}

/* For a lock that no session has. Another user's is removed, if the folder lets us; else it is locked as it is. */
static enum lock_result
lock_have(struct draft_lock *lock, int fd, enum kind kind, const struct recovery_who *self)
{
	if (kind == KIND_OTHERS && fd_is_at(fd, lock->path.buf) && unlink(lock->path.buf) == 0) {
		close(fd);
		return LOCK_GONE;
	}
	if (kind == KIND_LOCK) {
		lock_sign(fd);
		lock_write(fd, self);
	}
	lock->fd = fd;
	lock->is_side = kind == KIND_SIDE;
	lock->is_borrowed = kind == KIND_OTHERS;
	strbuf_clear(&lock->trouble);
	return LOCK_OURS;
}

static enum lock_result
lock_try(struct draft_lock *lock, const struct recovery_who *self, bool insisting)
{
	char data[HEAD_BYTES + 1];
	struct stat st;
	enum kind kind;
	enum lock_result result;
	int fd = lock_make(lock);

	if (fd < 0)
		return lock_refused(lock);
	strbuf_clear(&lock->trouble);
	kind = kind_of(fd, lock->path.buf, data, &st, &lock->trouble);
	if (kind == KIND_STRANGE || kind == KIND_FOREIGN) {
		close(fd);
		if (kind == KIND_STRANGE)
			return LOCK_NONE;
		recovery_who_release(&lock->holder);
		who_of_file(&lock->holder, &st);
		return LOCK_FOREIGN;
	}
	result = flock_take(fd, lock->path.buf);
	holder_find(lock, &st, data);
	lock->lockless = result == LOCK_NONE;
	if (lock->lockless) /* the process that it names tells */
		result = lock->holder.user && !insisting && session_is_there(&lock->holder, self)
				 ? LOCK_HELD
				 : LOCK_OURS;
	if (result == LOCK_OURS)
		return lock_have(lock, fd, kind, self);
	close(fd);
	return result;
}

enum lock_result
draft_lock_take(struct draft_lock *lock, const struct recovery_who *self, bool insisting)
{
	enum lock_result result = LOCK_GONE;

	for (int i = 0; i < LOCK_TRIES && result == LOCK_GONE; i++)
		result = lock_try(lock, self, insisting);
	if (result == LOCK_GONE)
		return lock_trouble(lock, "other sessions make and remove it all the time");
	if (insisting && (result == LOCK_HELD || result == LOCK_FOREIGN))
		return lock_trouble(lock, "it is another session's");
	return result;
}

bool
draft_lock_is_there(const struct draft_lock *lock)
{
	return lock->fd >= 0 && fd_is_at(lock->fd, lock->path.buf);
}

void
draft_lock_renew(struct draft_lock *lock, const struct recovery_who *self)
{
	file_remove(lock->fd, lock->path.buf);
	lock->fd = -1;
	lock->is_side = false;
	draft_lock_take(lock, self, false);
}

void
draft_lock_drop(struct draft_lock *lock)
{
	if (lock->fd < 0)
		return;
	if (!lock->is_side && !lock->is_borrowed && fd_is_at(lock->fd, lock->path.buf))
		unlink(lock->path.buf);
	close(lock->fd);
	lock->fd = -1;
}
