/* Reading with a limit; folders; what is done to open files. */
#include "base/fileio.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "base/xalloc.h"

#define READ_CHUNK 16384
#define PATH_TOLD 60

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
	return "not a regular file";
}

int
link_refuse(const char *path, struct strbuf *err)
{
	OWN_TEXT(real) = realpath(path, NULL);

	if (real)
		return error_add(err,
			"%s is a symbolic link, which a save does not follow. Name the file that "
			"it leads to, %s",
			path, real);
	return error_add(err, "%s is a symbolic link that leads to no file. Remove it", path);
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
			return error_add(
				err, "%s is larger than %zu bytes, the limit here", path, limit);
	}
}

static int
read_refuse_kind(const char *path, mode_t mode, struct strbuf *err)
{
	return error_add(err, "%s is %s, not a file", path, file_kind(mode));
}

/* The path may be a stranger's, of any length: no more of one that is too long is told than shows which. */
static int
read_fails(const char *path, struct strbuf *err)
{
	int error = errno;

	if (!*path)
		return error_add(err, "the file name is empty. Enter its path");
	if (error == ENAMETOOLONG)
		return error_add(err, "cannot open %.*s... (%zu bytes): %s", PATH_TOLD, path,
			strlen(path), strerror(error));
	return error_add(err, "cannot open %s: %s", path, strerror(error));
}

#define READ_FLAGS (O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)

/* What was opened, if it is a file. */
static int
read_opened(int fd, const char *path, struct strbuf *err)
{
	struct stat st = { 0 };

	if (fd < 0)
		return read_fails(path, err);
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		return fd;
	read_refuse_kind(path, st.st_mode, err);
	close(fd);
	return -1;
}

/* Looked at before it is opened, for opening a device may start a watchdog or rewind a tape; and again after
 * that, for it may be another file by then. O_NONBLOCK: opening a FIFO must not wait for a writer. */
int
file_open(const char *path, struct strbuf *err)
{
	struct stat st;

	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return read_refuse_kind(path, st.st_mode, err);
	return read_opened(open(path, READ_FLAGS), path, err);
}

/* A folder that is only passed through need not be readable. */
#if defined O_PATH
#define PASS_FLAGS O_PATH
#elif defined O_SEARCH
#define PASS_FLAGS O_SEARCH
#else
#define PASS_FLAGS O_RDONLY
#endif

int
file_open_real(const char *real, const char *path, struct strbuf *err)
{
	int folder = open("/", PASS_FLAGS | O_DIRECTORY | O_CLOEXEC), fd;
	struct stat st;
	size_t len;

	for (real += strspn(real, "/"); folder >= 0 && real[len = strcspn(real, "/")];
		real += len + strspn(real + len, "/")) {
		OWN_TEXT(part) = xstrndup(real, len);

		fd = openat(folder, part, PASS_FLAGS | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		close(folder);
		folder = fd;
	}
	if (folder < 0)
		return read_fails(path, err);
	if (fstatat(folder, real, &st, AT_SYMLINK_NOFOLLOW) == 0 && !S_ISREG(st.st_mode))
		fd = read_refuse_kind(path, st.st_mode, err);
	else
		fd = read_opened(openat(folder, real, READ_FLAGS | O_NOFOLLOW), path, err);
	close(folder);
	return fd;
}

int
file_read_open(int fd, const char *path, size_t limit, struct strbuf *out, struct strbuf *err)
{
	size_t start = out->len;
	struct stat st;
	int result;

	if (fstat(fd, &st) < 0)
		return read_fails(path, err);
	if (st.st_size > 0 && (uintmax_t)st.st_size > limit)
		return error_add(err, "%s has %jd bytes, but the limit here is %zu", path,
			(intmax_t)st.st_size, limit);
	strbuf_grow(out, (size_t)st.st_size + 1);
	result = read_all(fd, path, limit, out, err);
	if (result < 0)
		strbuf_truncate(out, start);
	return result;
}

int
folder_open(const char *path)
{
	return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* macOS has flushed no further than to the disk's own memory by fsync. */
int
fd_flush(int fd)
{
	int result;

#ifdef F_FULLFSYNC
	if (fcntl(fd, F_FULLFSYNC) == 0)
		return 0;
#endif
	do
		result = fsync(fd);
	while (result < 0 && errno == EINTR);
	return result;
}

int
folder_flush(const char *folder)
{
	int fd = folder_open(folder), result = 0, error;

	if (fd < 0)
		return errno == EACCES ? 0 : -1;
	if (fd_flush(fd) < 0 && errno != EINVAL && errno != EOPNOTSUPP && errno != EBADF)
		result = -1;
	error = errno;
	close(fd);
	errno = error;
	return result;
}

int
folder_make(const char *folder, struct strbuf *err)
{
	OWN_TEXT(above) = path_folder(folder);

	if (path_exists(folder))
		return 0;
	if (strcmp(above, folder) != 0 && folder_make(above, err) < 0)
		return -1;
	if (mkdir(folder, 0700) < 0 && errno != EEXIST)
		return error_add(err, "cannot make the folder %s: %s", folder, strerror(errno));
	folder_flush(above);
	return 0;
}

bool
fd_is_at(int fd, const char *path)
{
	struct stat ours, there;

	return fstat(fd, &ours) == 0 && lstat(path, &there) == 0 &&
	       stat_is_same_file(&ours, &there);
}

/* Each piece counts at once, so that it is wiped if the next one fails. */
int
fd_read(int fd, size_t len, struct strbuf *out)
{
	size_t begin = out->len;
	ssize_t n = 1;

	strbuf_grow(out, len);
	while (n != 0 && out->len - begin < len) {
		size_t at = out->len - begin;

		n = pread(fd, out->buf + out->len, len - at, (off_t)at);
		if (n < 0 && errno != EINTR)
			return -1;
		out->len += n > 0 ? (size_t)n : 0;
		out->buf[out->len] = '\0';
	}
	return 0;
}

/* At most so many bytes; nothing of a file that has more than limit. A FIFO is not opened: that could wake its writer. */
static bool
read_in(int folder, const char *name, size_t limit, size_t most, struct strbuf *out)
{
	struct stat st;
	int fd, result;

	if (fstatat(folder, name, &st, 0) < 0 || !S_ISREG(st.st_mode) ||
		(uintmax_t)st.st_size > limit)
		return false;
	fd = openat(folder, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return false;
	/* what is there by then is read no further than the file was long */
	result = fd_read(fd, (size_t)st.st_size < most ? (size_t)st.st_size : most, out);
	close(fd);
	return result == 0;
}

bool
file_read_in(int folder, const char *name, size_t limit, struct strbuf *out)
{
	return read_in(folder, name, limit, SIZE_MAX, out);
}

bool
file_read_begin(int folder, const char *name, size_t len, struct strbuf *out)
{
	return read_in(folder, name, SIZE_MAX, len, out);
}

int
file_read(const char *path, size_t limit, struct strbuf *out, struct strbuf *err)
{
	size_t start = out->len;
	int fd, result;

	if (!strcmp(path, "-")) {
		result = read_all(STDIN_FILENO, "standard input", limit, out, err);
		if (result < 0)
			strbuf_truncate(out, start);
		return result;
	}
	fd = file_open(path, err);
	if (fd < 0)
		return -1;
	result = file_read_open(fd, path, limit, out, err);
	close(fd);
	return result;
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
