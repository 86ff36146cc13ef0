/* The file beside a draft as a file: its name, what it must be, its lock, reading and wiping it; and whose it is. */
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/journal/journal_parts.h"

#define HOST_MAX 256
#define PROC_LIMIT 4096

void
side_path(const char *draft_path, struct strbuf *out)
{
	OWN_TEXT(folder) = path_folder(draft_path);
	OWN_TEXT(last) = path_name(draft_path);
	OWN_TEXT(path) = NULL;
	STRBUF(name);

	strbuf_addf(&name, ".%s" SIDE_SUFFIX, last);
	path = path_join(folder, name.buf);
	strbuf_addstr(out, path);
}

/*
 * The lock, and whose it is.
 */

enum lock_result
lock_take(int fd, const char *path)
{
	struct stat ours, there;
	int result;

	do
		result = flock(fd, LOCK_EX | LOCK_NB);
	while (result < 0 && errno == EINTR);
	if (result < 0 && errno == EWOULDBLOCK)
		return LOCK_HELD;
	/* it may have been removed or written anew between opening and locking */
	if (fstat(fd, &ours) < 0 || lstat(path, &there) < 0 || ours.st_dev != there.st_dev ||
		ours.st_ino != there.st_ino)
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
	STRBUF(path);
	STRBUF(stat);
	STRBUF(ignored);
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
	return state;
}

/* One that has ended and that nobody has waited for holds nothing any more. */
bool
process_is_there(const struct journal_who *who)
{
	STRBUF(born);
	bool there = who->pid > 0 && (kill((pid_t)who->pid, 0) == 0 || errno == EPERM);
	char state = there ? process_look(who->pid, &born) : '\0';

	if (state == 'Z' || state == 'X')
		there = false;
	if (born.len && *who->born && strcmp(born.buf, who->born) != 0)
		there = false;
	return there;
}

bool
session_is_there(const struct journal_who *who, const struct journal_who *self)
{
	return strcmp(who->host, self->host) != 0 ||
	       (who->pid != self->pid && process_is_there(who));
}

/*
 * Who we are, and whose a file is.
 */

static char *
user_name(uid_t uid)
{
	const struct passwd *user = getpwuid(uid);
	struct strbuf number = STRBUF_INIT;

	if (user)
		return xstrdup(user->pw_name);
	strbuf_addf(&number, "user %ld", (long)uid);
	return strbuf_detach(&number);
}

void
self_find(struct journal_who *who)
{
	static const char folder[] = "/dev/";
	const char *terminal = isatty(STDIN_FILENO) ? ttyname(STDIN_FILENO) : NULL;
	char host[HOST_MAX + 1] = "";
	struct strbuf born = STRBUF_INIT;

	if (gethostname(host, HOST_MAX) < 0)
		host[0] = '\0';
	if (!terminal)
		terminal = "";
	if (!strncmp(terminal, folder, strlen(folder)))
		terminal += strlen(folder);
	*who = (struct journal_who){
		.user = user_name(geteuid()),
		.host = xstrdup(host),
		.terminal = xstrdup(terminal),
		.pid = (long)getpid(),
		.since = time(NULL),
	};
	process_look(who->pid, &born);
	who->born = strbuf_detach(&born);
}

void
who_copy(struct journal_who *to, const struct journal_who *from)
{
	journal_who_release(to);
	if (!from->user)
		return;
	*to = *from;
	to->user = xstrdup(from->user);
	to->host = xstrdup(from->host);
	to->terminal = xstrdup(from->terminal);
	to->born = xstrdup(from->born);
}

static void
show_text(struct strbuf *out, const char *text)
{
	text_show(out, text, strlen(text));
}

void
journal_who_show(const struct journal_who *who, struct strbuf *out)
{
	if (!who->user) {
		strbuf_addstr(out, "another session");
		return;
	}
	show_text(out, who->user);
	if (*who->host) {
		strbuf_addstr(out, " on ");
		show_text(out, who->host);
	}
	if (*who->terminal) {
		strbuf_addstr(out, " (");
		show_text(out, who->terminal);
		strbuf_addstr(out, ")");
	}
}

void
journal_time_show(time_t when, struct strbuf *out)
{
	struct tm local;
	char text[32];

	if (localtime_r(&when, &local) && strftime(text, sizeof text, "%Y-%m-%d %H:%M", &local))
		strbuf_addstr(out, text);
	else
		strbuf_addstr(out, "an unknown time");
}

void
who_of_file(struct journal_who *who, const struct stat *st)
{
	*who = (struct journal_who){
		.user = user_name(st->st_uid),
		.host = xstrdup(""),
		.terminal = xstrdup(""),
		.since = st->st_mtime,
		.born = xstrdup(""),
	};
}

/* What a side file must be for us to use it; why not otherwise. */
static int
side_check(const char *path, const struct stat *st, struct strbuf *err)
{
	char *owner;

	if (!S_ISREG(st->st_mode))
		return error_add(err, "%s is no regular file; remove it", path);
	if (st->st_uid != geteuid()) {
		owner = user_name(st->st_uid);
		error_add(err, "%s belongs to another user (%s), who has or had the draft open",
			path, owner);
		free(owner);
		return SIDE_FOREIGN;
	}
	if (st->st_nlink > 1)
		return error_add(err, "%s has another name too (a hard link); remove one", path);
	if (st->st_mode & (S_IRWXG | S_IRWXO))
		return error_add(
			err, "%s may be read or written by others; remove it, or chmod 600", path);
	return 0;
}

static int
side_open_error(const char *path, struct strbuf *err)
{
	int error = errno;
	struct stat st;
	bool there = lstat(path, &st) == 0;

	if (there && S_ISLNK(st.st_mode))
		return error_add(
			err, "%s is a symbolic link, which is not followed; remove it", path);
	if (there && error == EACCES) {
		int result = side_check(path, &st, err);

		if (result < 0)
			return result;
	}
	return error_add(err, "%s cannot be made: %s", path, strerror(error));
}

int
side_open(const char *path, bool create, struct strbuf *err)
{
	const int flags = O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
	int fd = open(path, flags), result = -1;
	struct stat st;

	if (fd < 0 && errno == ENOENT && create) {
		fd = open(path, flags | O_CREAT | O_EXCL, 0600);
		if (fd < 0 && errno == EEXIST)
			return SIDE_NONE;
		if (fd >= 0 && fchmod(fd, 0600) < 0)
			error_add(err, "%s cannot be made: %s", path, strerror(errno));
	}
	if (fd < 0)
		return errno == ENOENT && !create ? SIDE_NONE : side_open_error(path, err);
	if (fstat(fd, &st) < 0)
		error_add(err, "%s cannot be read: %s", path, strerror(errno));
	else if (!err->len)
		result = side_check(path, &st, err);
	if (result == 0)
		return fd;
	close(fd);
	return result;
}

int
side_read(int fd, struct strbuf *out, time_t *when)
{
	struct stat st;
	ssize_t n;

	if (fstat(fd, &st) < 0 || st.st_size > JOURNAL_LIMIT)
		return -1;
	*when = st.st_mtime;
	strbuf_grow(out, (size_t)st.st_size + 1);
	while ((n = pread(fd, out->buf + out->len, (size_t)st.st_size - out->len,
			(off_t)out->len)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		out->len += (size_t)n; /* so that it is wiped if the next read fails */
	}
	out->buf[out->len] = '\0';
	return 0;
}

void
content_find(
	struct journal_content *content, const struct form *form, const char *draft_path, int fd)
{
	STRBUF(data);
	time_t when = 0;
	bool is_read = side_read(fd, &data, &when) == 0;

	if (!is_read)
		strbuf_clear(&data);
	content_read(content, form, draft_path, &data);
	content->left.damaged |= !is_read;
	content->left.when = when;
}

/* Old values may be secrets: zeros first, then they go. O_APPEND would put the zeros at the end. */
void
side_wipe(int fd)
{
	static const char zeros[4096];
	struct stat st;

	if (fstat(fd, &st) < 0 || !st.st_size || fcntl(fd, F_SETFL, 0) < 0 ||
		lseek(fd, 0, SEEK_SET) < 0)
		return;
	for (off_t left = st.st_size; left > 0; left -= (off_t)sizeof zeros)
		if (fd_write(fd, zeros, left < (off_t)sizeof zeros ? (size_t)left : sizeof zeros) <
			0)
			break;
	if (fsync(fd) < 0 || ftruncate(fd, 0) < 0)
		return; /* it is about to be removed */
}

/* Only the file that we have, whatever stands at its path by now. */
void
side_remove(int fd, const char *path)
{
	if (lock_take(fd, path) != LOCK_GONE)
		unlink(path);
	side_wipe(fd);
	close(fd);
}
