/* Reading with a limit, and writing by way of a temporary file that takes the old file's place in
 * one step. */
#include "base/fileio.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/path.h"
#include "base/xalloc.h"

#define READ_CHUNK 16384
#define PATH_TOLD 60
#define TEMP_TRIES 100
/* Tells people what a temporary file is that a killed session left, and us that it is ours. */
#define TEMP_MARK ".scepwiz-"
#define TEMP_LETTERS 6
/* File systems allow 255 bytes; the temporary name is longer than the file's by 16. */
#define TEMP_NAME_MAX 239
/* No save lasts as many seconds. */
#define TEMP_STALE 3600

const char *
file_kind(mode_t mode)
{
	static const struct {
		mode_t type;
		const char *name;
	} kinds[] = {
		{ S_IFDIR, "a folder" },
		{ S_IFIFO, "a FIFO" },
		{ S_IFCHR, "a device" },
		{ S_IFBLK, "a device" },
		{ S_IFSOCK, "a socket" },
		{ S_IFLNK, "a symbolic link" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if ((mode & S_IFMT) == kinds[i].type)
			return kinds[i].name;
	return "no regular file";
}

/* Reads to the end or to one byte more than limit, whatever size the system told. */
static int
read_all(int fd, const char *path, size_t limit, struct strbuf *out, struct strbuf *err)
{
	size_t start = out->len;

	for (;;) {
		size_t left = limit - (out->len - start), want;
		ssize_t n;

		/* what there is room for: the file's size is known, and memory that is used is wiped */
		if (out->len + 1 >= out->alloc)
			strbuf_grow(out, READ_CHUNK);
		want = out->alloc - out->len - 1;
		want = want < left + 1 ? want : left + 1;
		n = read(fd, out->buf + out->len, want);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return error_add(err, "cannot read %s: %s", path, strerror(errno));
		out->len += (size_t)n;
		out->buf[out->len] = '\0';
		if (!n)
			return 0;
		if ((size_t)n > left)
			return error_add(err,
				"%s is larger than %zu bytes, the most that is read here", path,
				limit);
	}
}

static int
read_refuse_kind(const char *path, mode_t mode, struct strbuf *err)
{
	return error_add(err, "%s is %s; a file is wanted", path, file_kind(mode));
}

/* The path may be a stranger's, of any length: no more of one that is too long is told than shows which. */
static int
read_fails(const char *path, struct strbuf *err)
{
	int error = errno;

	if (!*path)
		return error_add(err, "the name of the file is empty; its path is wanted");
	if (error == ENAMETOOLONG)
		return error_add(err, "cannot open %.*s... (%zu bytes): %s", PATH_TOLD, path,
			strlen(path), strerror(error));
	return error_add(err, "cannot open %s: %s", path, strerror(error));
}

/* Looked at before it is opened, for opening a device may start a watchdog or rewind a tape; and again after
 * that, for it may be another file by then. O_NONBLOCK: opening a FIFO must not wait for a writer. Makes room in
 * out. */
static int
read_open(const char *path, size_t limit, struct strbuf *out, struct strbuf *err)
{
	struct stat st;
	int fd;

	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return read_refuse_kind(path, st.st_mode, err);
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return read_fails(path, err);
	if (fstat(fd, &st) < 0)
		read_fails(path, err);
	else if (!S_ISREG(st.st_mode))
		read_refuse_kind(path, st.st_mode, err);
	else if (st.st_size > 0 && (uintmax_t)st.st_size > limit)
		error_add(err, "%s has %jd bytes; at most %zu are read here", path,
			(intmax_t)st.st_size, limit);
	else {
		strbuf_grow(out, (size_t)st.st_size + 1);
		return fd;
	}
	close(fd);
	return -1;
}

int
folder_open(const char *path)
{
	return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* What is there by then is read no further than the file was long. */
bool
file_read_in(int folder, const char *name, size_t limit, struct strbuf *out)
{
	struct stat st;
	size_t end;
	ssize_t n;
	int fd;

	if (fstatat(folder, name, &st, 0) < 0 || !S_ISREG(st.st_mode) ||
		(uintmax_t)st.st_size > limit)
		return false;
	fd = openat(folder, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return false;
	strbuf_grow(out, (size_t)st.st_size);
	end = out->len + (size_t)st.st_size;
	do {
		n = read(fd, out->buf + out->len, end - out->len);
		out->len += n > 0 ? (size_t)n : 0;
	} while ((n > 0 && out->len < end) || (n < 0 && errno == EINTR));
	close(fd);
	if (out->alloc)
		out->buf[out->len] = '\0';
	return n >= 0;
}

int
file_read(const char *path, size_t limit, struct strbuf *out, struct strbuf *err)
{
	size_t start = out->len;
	int fd, result;

	if (!strcmp(path, "-")) {
		result = read_all(STDIN_FILENO, "standard input", limit, out, err);
	} else {
		fd = read_open(path, limit, out, err);
		if (fd < 0)
			return -1;
		result = read_all(fd, path, limit, out, err);
		close(fd);
	}
	if (result < 0)
		strbuf_truncate(out, start);
	return result;
}

bool
file_holds(const char *path, const struct strbuf *content)
{
	STRBUF(now);
	STRBUF(ignored);
	bool holds =
		file_read(path, content->len, &now, &ignored) == 0 && strbuf_same(&now, content);

	return holds;
}

/* A file being written: what stood at the path before, and the temporary file. */
struct target {
	const char *path;
	char *folder;
	char *temp; /* NULL while there is none on disk */
	struct stat before;
	bool existed;
	const struct strbuf *was; /* what it must still hold at the end; NULL: anything */
	struct strbuf *err;
};

static int
target_fail(struct target *target, int error)
{
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
	return error_add(target->err, "cannot write %s: it is %s, and only a file is replaced",
		target->path, file_kind(st->st_mode));
}

static int
target_exists_already(struct target *target)
{
	return error_add(
		target->err, "cannot write %s: it exists already, and is kept", target->path);
}

static int
target_begin(struct target *target, unsigned flags)
{
	size_t len = strlen(target->path);
	int found;

	if (!len)
		return error_add(target->err, "cannot write a file without a name");
	if (target->path[len - 1] == '/')
		return error_add(target->err, "cannot write %s: it names a folder, not a file",
			target->path);
	found = target_look(target, &target->before);
	if (found < 0)
		return -1;
	if (found && flags & FILE_EXCLUSIVE)
		return target_exists_already(target);
	target->existed = found;
	target->folder = path_folder(target->path);
	return 0;
}

/* Six letters that differ from those of other sessions and of earlier calls. O_EXCL makes the file
 * safe; the letters need not be secret. */
static void
temp_letters(char out[TEMP_LETTERS + 1])
{
	static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";
	static uint64_t calls;
	struct timespec now = { 0 };
	uint64_t mix;

	clock_gettime(CLOCK_REALTIME, &now);
	mix = ((uint64_t)now.tv_nsec << 20 ^ (uint64_t)now.tv_sec ^ (uint64_t)getpid() << 40) +
	      calls++;
	mix *= UINT64_C(0x9e3779b97f4a7c15);
	for (int i = 0; i < TEMP_LETTERS; i++)
		out[i] = letters[mix >> (34 + 5 * i) & 31];
	out[TEMP_LETTERS] = '\0';
}

/* The names of all temporary files for this target, but for their letters. */
static void
temp_stem(const struct target *target, struct strbuf *out)
{
	char *last = path_name(target->path);

	strbuf_addf(out, ".%.*s%s", TEMP_NAME_MAX, last, TEMP_MARK);
	free(last);
}

/* Age is told by the file just written: both times come from the clock of one file system. */
static bool
temp_is_left(int folder, const char *name, const struct strbuf *stem, const struct stat *written)
{
	struct stat st;

	return !strncmp(name, stem->buf, stem->len) && strlen(name) == stem->len + TEMP_LETTERS &&
	       fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
	       st.st_uid == geteuid() && written->st_mtime - st.st_mtime > TEMP_STALE;
}

/* Removes what killed sessions left of earlier writes of this file: it may hold a secret. */
static void
temp_sweep(const struct target *target)
{
	STRBUF(stem);
	struct stat written;
	struct dirent *entry;
	DIR *folder = opendir(target->folder);

	temp_stem(target, &stem);
	if (folder && lstat(target->path, &written) == 0)
		while ((entry = readdir(folder)))
			if (temp_is_left(dirfd(folder), entry->d_name, &stem, &written))
				unlinkat(dirfd(folder), entry->d_name, 0);
	if (folder)
		closedir(folder);
}

/* A name that is taken is no error: another session saves beside this one. */
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

int
fd_write(int fd, const void *data, size_t len)
{
	const char *rest = data;

	while (len) {
		ssize_t n = write(fd, rest, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		rest += n;
		len -= (size_t)n;
	}
	return 0;
}

static int
sync_fd(int fd)
{
	int result;

	do
		result = fsync(fd);
	while (result < 0 && errno == EINTR);
	return result;
}

/* The whole content and the mode are on disk when this returns 0. After EINTR from close the
 * descriptor is gone, and fsync has told already that the data is not lost. */
static int
temp_fill(struct target *target, int fd, const void *data, size_t len, unsigned flags)
{
	bool ours = target->existed && target->before.st_uid == geteuid();
	mode_t mode = ours && !(flags & FILE_PRIVATE) ? target->before.st_mode & 0777 : 0600;
	int error = 0;

	if (fchmod(fd, mode) < 0 || fd_write(fd, data, len) < 0 || sync_fd(fd) < 0)
		error = errno;
	if (close(fd) < 0 && !error && errno != EINTR)
		error = errno;
	return error ? target_fail(target, error) : 0;
}

/* Whether the path is still what it was when the writing began: somebody may have put a link or
 * another version there meanwhile, or have written into it, whatever its size and time are. That it is no
 * link is looked at last. */
static int
target_is_same(struct target *target)
{
	bool held = !target->was || file_holds(target->path, target->was);
	struct stat now;
	int found = target_look(target, &now);

	if (found < 0)
		return -1;
	if (!held || found != target->existed ||
		(found && (now.st_dev != target->before.st_dev ||
				  now.st_ino != target->before.st_ino)))
		return error_add(target->err,
			"cannot write %s: another program changed it at the same moment",
			target->path);
	return 0;
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

/* Makes the new name last through a power cut. A folder that may not be read, or a file system that
 * cannot flush folders, is no failure. */
static int
folder_sync(struct target *target)
{
	int fd = open(target->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), error = 0;

	if (fd < 0)
		return 0;
	if (sync_fd(fd) < 0 && errno != EINVAL && errno != EOPNOTSUPP && errno != EBADF)
		error = errno;
	close(fd);
	if (!error)
		return 0;
	return error_add(target->err,
		"%s is written, but may be lost if the power fails: its folder could not be "
		"flushed: %s",
		target->path, strerror(error));
}

static void
target_release(struct target *target)
{
	if (target->temp)
		unlink(target->temp);
	free(target->temp);
	free(target->folder);
}

static int
target_write(const char *path, const struct strbuf *was, const void *data, size_t len,
	unsigned flags, struct strbuf *err)
{
	__attribute__((cleanup(
		target_release))) struct target target = { .path = path, .was = was, .err = err };
	int fd;

	if (target_begin(&target, flags) < 0 || (fd = temp_open(&target)) < 0 ||
		temp_fill(&target, fd, data, len, flags) < 0)
		return -1;
	if (flags & FILE_EXCLUSIVE ? temp_link(&target) < 0
				   : target_is_same(&target) < 0 || temp_replace(&target) < 0)
		return -1;
	temp_sweep(&target);
	return folder_sync(&target);
}

int
file_write(const char *path, const void *data, size_t len, unsigned flags, struct strbuf *err)
{
	return target_write(path, NULL, data, len, flags, err);
}

int
file_replace(const char *path, const struct strbuf *was, const void *data, size_t len,
	struct strbuf *err)
{
	return target_write(path, was, data, len, 0, err);
}
