/* Folders are looked at by their descriptors: what another program has put in the place of one is not read. */
#include "ui/tty/edit_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/report.h"
#include "base/xalloc.h"

#define PREFIX "scepwiz."
#define NAME "notes.txt"
#define BEFORE ".before"
/* What is compared; a longer text was not put there by us. */
#define COMPARED_MAX (1 << 20)
/* A folder without anything in it that no session has: by then no editor needs it. */
#define IDLE_SECONDS (24 * 60 * 60)
#define LEFT_MAX 20

/* Of this process, in no order. */
static struct edit_folder *folders;

/*
 * What is in it.
 */

/* What editors put beside a text: none is a text of its own. Emacs, vim, kate. */
static const char *const helpers[] = { ".", "..", BEFORE, ".#" NAME, "." NAME ".un~" };
/* Older versions of it, and where a text is put aside when an editor is ended. */
static const char *const versions[] = { NAME, NAME "~", NAME ".bak", NAME ".save", "#" NAME "#" };

static bool
is_among(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

static bool
entry_is(int fd, const char *name, const struct strbuf *text)
{
	STRBUF(content);

	return text && file_read_in(fd, name, COMPARED_MAX, &content) && content.len == text->len &&
	       !memcmp(content.buf, text->buf, text->len);
}

/* A folder that is empty goes at once; another one may hold anything. */
static bool
entry_is_news(int fd, const char *name, const struct strbuf *before, const struct strbuf *taken)
{
	struct stat st;

	if (is_among(helpers, ARRAY_SIZE(helpers), name) ||
		(taken && is_among(versions, ARRAY_SIZE(versions), name)) ||
		fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return false;
	if (S_ISDIR(st.st_mode))
		return unlinkat(fd, name, AT_REMOVEDIR) < 0;
	if (!S_ISREG(st.st_mode) || !st.st_size)
		return false;
	return !entry_is(fd, name, before) && !entry_is(fd, name, taken);
}

/* A stream of the folder's entries, from the first one on; the descriptor stays the caller's. */
static DIR *
entries_open(int fd)
{
	int own = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = own < 0 ? NULL : fdopendir(own);

	if (!dir && own >= 0)
		close(own);
	return dir;
}

static bool
entries_hold_more(int fd, const struct strbuf *before, const struct strbuf *taken)
{
	DIR *dir = entries_open(fd);
	struct dirent *entry;
	bool more = false;

	while (dir && !more && (entry = readdir(dir)))
		more = entry_is_news(fd, entry->d_name, before, taken);
	if (dir)
		closedir(dir);
	return more;
}

bool
edit_folder_holds_more(const struct edit_folder *folder, const struct strbuf *taken)
{
	return entries_hold_more(folder->fd, &folder->before, taken);
}

bool
edit_folder_is_unchanged(const struct edit_folder *folder)
{
	return entry_is(folder->fd, NAME, &folder->before);
}

bool
edit_folder_is_ours(const struct edit_folder *folder)
{
	return fd_is_at(folder->fd, folder->path);
}

/* With what the editor left beside the file: copies of older versions, swap files. False where something stays. */
static bool
entries_remove(int fd, const char *path)
{
	DIR *dir = entries_open(fd);
	struct dirent *entry;

	/* both refuse "." and ".." */
	while (dir && (entry = readdir(dir)))
		if (unlinkat(fd, entry->d_name, 0) < 0)
			unlinkat(fd, entry->d_name, AT_REMOVEDIR);
	if (dir)
		closedir(dir);
	return rmdir(path) == 0 || errno == ENOENT;
}

/*
 * Making one.
 */

/* Whoever owns the folder around it, or may write there without the sticky bit, could put another in its place. */
static int
root_check(const char *root, struct strbuf *err)
{
	struct stat st;

	if (stat(root, &st) < 0)
		return error_add(err, "%s: %s", root, strerror(errno));
	if ((st.st_uid && st.st_uid != geteuid()) ||
		(st.st_mode & S_IWOTH && !(st.st_mode & S_ISVTX)))
		return error_add(err, "others can replace files in %s", root);
	return 0;
}

static char *
folder_in(const char *root, struct strbuf *err)
{
	char *path = path_join(root, PREFIX "XXXXXX");

	if (root_check(root, err) == 0) {
		if (mkdtemp(path))
			return path;
		error_add(err, "%s: %s", path, strerror(errno));
	}
	free(path);
	return NULL;
}

/* Where they may be; the first that works is taken. */
static size_t
folder_roots(const char *roots[2])
{
	const char *own = getenv("TMPDIR");

	roots[0] = own && *own == '/' ? own : "/var/tmp";
	roots[1] = "/tmp";
	return roots[0] == own ? 1 : 2;
}

void
edit_folders_write(struct strvec *files)
{
	const char *roots[2];
	size_t n = folder_roots(roots);

	for (size_t i = 0; i < n; i++) {
		OWN_TEXT(path) = path_join(roots[i], PREFIX);

		if (path_exists(roots[i]))
			strvec_push(files, path);
	}
}

static char *
folder_path(struct strbuf *err)
{
	const char *roots[2];
	size_t n = folder_roots(roots);
	STRBUF(why);

	for (size_t i = 0; i < n; i++) {
		char *path;

		strbuf_clear(&why);
		path = folder_in(roots[i], &why);
		if (path)
			return path;
	}
	error_add(err,
		"cannot make a folder for the editor's file (%s). TMPDIR names another place",
		why.buf);
	return NULL;
}

static int
lock_open(int fd)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int file = openat(fd, BEFORE, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	/* where there are no locks a session's folder may be named by another one, and is not removed for a day */
	if (file >= 0)
		fcntl(file, F_SETLK, &lock);
	return file;
}

static int
folder_fill(struct edit_folder *folder, struct strbuf *err)
{
	OWN_TEXT(before) = path_join(folder->path, BEFORE);

	folder->fd = folder_open(folder->path);
	if (folder->fd < 0)
		return error_add(err, "cannot open %s: %s", folder->path, strerror(errno));
	if (file_write(before, folder->before.buf, folder->before.len, FILE_EXCLUSIVE, err) < 0 ||
		file_write(folder->file, folder->before.buf, folder->before.len, FILE_EXCLUSIVE,
			err) < 0)
		return -1;
	folder->lock = lock_open(folder->fd);
	return 0;
}

static void
folder_free(struct edit_folder *folder)
{
	if (folder->lock >= 0)
		close(folder->lock);
	if (folder->fd >= 0)
		close(folder->fd);
	strbuf_release(&folder->before);
	free(folder->file);
	free(folder->path);
	free(folder);
}

struct edit_folder *
edit_folder_make(const char *text, struct strbuf *err)
{
	char *path = folder_path(err);
	struct edit_folder *folder;

	if (!path)
		return NULL;
	folder = xcalloc(1, sizeof *folder);
	*folder = (struct edit_folder){ .path = path,
		.file = path_join(path, NAME),
		.before = STRBUF_INIT,
		.fd = -1,
		.lock = -1 };
	strbuf_addstr(&folder->before, text);
	if (folder->before.len)
		strbuf_addch(&folder->before, '\n');
	if (folder_fill(folder, err) == 0)
		return folder;
	edit_folder_remove(folder);
	return NULL;
}

/*
 * Its end.
 */

void
edit_folder_keep(struct edit_folder *folder)
{
	folder->kept = true;
	folder->next = folders;
	folders = folder;
}

void
edit_folder_wait(struct edit_folder *folder, bool quick)
{
	edit_folder_keep(folder);
	folder->kept = false;
	folder->waited = quick;
}

void
edit_folder_remove(struct edit_folder *folder)
{
	if (folder->fd < 0 ? rmdir(folder->path) == 0 : entries_remove(folder->fd, folder->path))
		folder_free(folder);
	else
		edit_folder_keep(folder);
}

static void
folder_tell(struct edit_folder *folder)
{
	if (!edit_folder_is_ours(folder)) {
		folder_free(folder); /* the user has had it */
	} else if (folder->kept || edit_folder_holds_more(folder, NULL)) {
		report_note("what an editor left is kept in %s", folder->path);
		folder_free(folder);
	} else if (folder->waited) {
		report_note("what an editor in the background saves is in %s", folder->path);
		folder_free(folder);
	} else {
		folder->next = NULL;
		if (entries_remove(folder->fd, folder->path))
			folder_free(folder);
	}
}

/*
 * Those of earlier sessions.
 */

static bool
is_of_this_process(const char *path)
{
	for (const struct edit_folder *folder = folders; folder; folder = folder->next)
		if (!strcmp(folder->path, path))
			return true;
	return false;
}

/* Only this user can have made it as it is. */
static int
left_open(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;

	if (fd < 0)
		return -1;
	if (fstat(fd, &st) == 0 && st.st_uid == geteuid() && !(st.st_mode & 077))
		return fd;
	close(fd);
	return -1;
}

static bool
is_in_root(const char *folder)
{
	OWN_TEXT(root) = path_folder(folder);
	OWN_TEXT(name) = path_name(folder);
	const char *roots[2];
	size_t n = folder_roots(roots);
	bool in_root = false;

	for (size_t i = 0; i < n; i++)
		in_root |= strlen(root) == path_length(roots[i]) &&
			   !strncmp(root, roots[i], strlen(root));
	return in_root && !strncmp(name, PREFIX, strlen(PREFIX));
}

bool
edit_folder_has(const char *file)
{
	OWN_TEXT(folder) = path_folder(file);
	OWN_TEXT(made) = path_join(folder, NAME);
	struct stat st;
	bool has;
	int fd = !strcmp(file, made) && is_in_root(folder) ? left_open(folder) : -1;

	if (fd < 0)
		return false;
	has = fstatat(fd, NAME, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
	      st.st_uid == geteuid() && st.st_nlink == 1;
	close(fd);
	return has;
}

/* Whether a session has it; true where there is no such file, for it is none of ours then. */
static bool
left_is_in_use(int fd, struct stat *st)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int file = openat(fd, BEFORE, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	bool in_use = true;

	if (file < 0)
		return true;
	if (fstat(file, st) == 0 && S_ISREG(st->st_mode))
		in_use = fcntl(file, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
	close(file);
	return in_use;
}

static void
left_look(const char *path, struct strvec *paths)
{
	int fd = left_open(path);
	struct stat st;
	STRBUF(before);

	if (fd < 0)
		return;
	if (!left_is_in_use(fd, &st) && file_read_in(fd, BEFORE, COMPARED_MAX, &before)) {
		if (entries_hold_more(fd, &before, NULL))
			strvec_push(paths, path);
		else if (time(NULL) - st.st_mtime > IDLE_SECONDS)
			entries_remove(fd, path);
	}
	close(fd);
}

void
edit_folders_left(struct strvec *paths)
{
	const char *roots[2];
	size_t n = folder_roots(roots);

	for (size_t i = 0; i < n; i++) {
		DIR *dir = opendir(roots[i]);
		struct dirent *entry;

		while (dir && paths->n < LEFT_MAX && (entry = readdir(dir))) {
			if (strncmp(entry->d_name, PREFIX, strlen(PREFIX)) != 0)
				continue;
			OWN_TEXT(path) = path_join(roots[i], entry->d_name);
			if (!is_of_this_process(path))
				left_look(path, paths);
		}
		if (dir)
			closedir(dir);
	}
}

void
edit_folders_say_left(struct strbuf *said)
{
	STRVEC(left);

	edit_folders_left(&left);
	if (left.n)
		strbuf_addf(said, "An editor left a file in %s in an earlier session.", left.v[0]);
}

void
edit_folders_tell(void)
{
	STRVEC(left);

	edit_folders_left(&left);
	for (size_t i = 0; i < left.n; i++)
		report_note("an editor left a file in %s in an earlier session. Remove the "
			    "folder when you no longer need it",
			left.v[i]);
	while (folders) {
		struct edit_folder *folder = folders;

		folders = folder->next;
		folder_tell(folder);
	}
}
