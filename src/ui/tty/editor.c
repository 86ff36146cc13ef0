/* An editor as a child: the text goes through a file that nobody else can read. */
#include "ui/tty/editor.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "ui/line/lineedit.h"
#include "ui/tty/signals.h"

#define EDITOR_DEFAULT "vi"
#define NAME "notes.txt"
/* What an editor may take to put aside what is not saved. */
#define PATIENCE_MS 1000
/* As an editor may leave it: a byte order mark, line ends of its own. */
#define EDITED_LIMIT (2 * (size_t)LINEEDIT_LIMIT)

static const char *
editor_command(void)
{
	static const char *const variables[] = { "VISUAL", "EDITOR" };

	for (size_t i = 0; i < ARRAY_SIZE(variables); i++) {
		const char *value = getenv(variables[i]);

		if (value && *value)
			return value;
	}
	return EDITOR_DEFAULT;
}

/* What needs the shell itself, and not its place. */
#define SHELL_SIGNS "=;&|()<>`\n"

/* The variable may hold arguments, so a shell takes it apart, and gives its place to the editor: the process
 * that is waited for, and told to end, is that of the editor. */
static _Noreturn void
editor_exec(const char *path, const struct strvec *hidden)
{
	struct strbuf script = STRBUF_INIT;

	signals_lent();
	for (size_t i = 0; i < hidden->n; i++)
		unsetenv(hidden->v[i]);
	strbuf_addf(&script, "%s%s \"$1\"", strpbrk(editor_command(), SHELL_SIGNS) ? "" : "exec ",
		editor_command());
	execl("/bin/sh", "sh", "-c", script.buf, "sh", path, (char *)NULL);
	_exit(127);
}

/* How the editor's part has ended. */
enum editor_end {
	EDITOR_DONE,
	EDITOR_FAILED, /* with a sentence */
	EDITOR_CUT,    /* the wizard ends, and so did the editor */
	EDITOR_STAYS,  /* the wizard ends, the editor does not */
};

/* The wizard is to end: so is the editor, by the signal by which editors know that their terminal has gone,
 * and put aside what is not saved. Whoever takes the draft over waits for that. */
static enum editor_end
editor_cut(pid_t child)
{
	int status;

	kill(child, SIGHUP);
	kill(child, SIGCONT);
	if (signals_wait_child(child, &status, PATIENCE_MS) != child || WIFSTOPPED(status))
		return EDITOR_STAYS;
	return EDITOR_CUT;
}

/* Where the editor is stopped with ^Z we stop as well, since the shell waits for us alone. */
static enum editor_end
editor_wait(pid_t child, struct strbuf *err)
{
	int status;

	for (;;) {
		pid_t pid = signals_wait_child(child, &status, -1);

		if (pid == 0)
			return editor_cut(child);
		if (pid < 0) {
			error_add(err, "the editor got lost: %s", strerror(errno));
			return EDITOR_FAILED;
		}
		if (!WIFSTOPPED(status))
			break;
		signals_stop();
		signals_lend();
		kill(child, SIGCONT);
	}
	if (signals_are_ending())
		return EDITOR_CUT;
	if (WIFEXITED(status) && !WEXITSTATUS(status))
		return EDITOR_DONE;
	error_add(err,
		"the editor (%s) failed, so the text is as it was; VISUAL or EDITOR "
		"names another one",
		editor_command());
	return EDITOR_FAILED;
}

static enum editor_end
editor_fork(const char *path, const struct strvec *hidden, struct strbuf *err)
{
	enum editor_end end = EDITOR_FAILED;
	pid_t child;

	signals_lend();
	child = fork();
	if (child == 0)
		editor_exec(path, hidden);
	if (child < 0)
		error_add(err, "the editor cannot be started: %s", strerror(errno));
	else
		end = editor_wait(child, err);
	signals_unlend();
	return end;
}

static char *
editor_folder(struct strbuf *err)
{
	const char *root = getenv("TMPDIR");
	char *folder = path_join(root && *root == '/' ? root : "/tmp", "scepwiz.XXXXXX");

	if (mkdtemp(folder))
		return folder;
	error_add(err,
		"no folder for the editor's file can be made (%s): %s; TMPDIR names another "
		"place",
		folder, strerror(errno));
	free(folder);
	return NULL;
}

/* With what the editor left beside the file: copies of older versions, swap files. */
static void
editor_remove(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	/* both refuse "." and ".." */
	while (dir && (entry = readdir(dir)))
		if (unlinkat(dirfd(dir), entry->d_name, 0) < 0)
			unlinkat(dirfd(dir), entry->d_name, AT_REMOVEDIR);
	if (dir)
		closedir(dir);
	rmdir(folder);
}

/* Editors end the last line and mark UTF-8; the text has its ends where the user put them. */
static void
editor_trim(struct strbuf *edited)
{
	strbuf_splice(edited, 0, utf8_mark(edited->buf, edited->len), NULL, 0);
	while (edited->len && memchr("\r\n", edited->buf[edited->len - 1], 2))
		strbuf_truncate(edited, edited->len - 1);
}

/* Where editors put what is not saved when they are ended, as text: nano, emacs. */
static const char *const aside_names[] = { NAME ".save", "#" NAME "#" };

static bool
name_is_expected(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(aside_names); i++)
		if (!strcmp(name, aside_names[i]))
			return true;
	return !strcmp(name, ".") || !strcmp(name, "..") || !strcmp(name, NAME) ||
	       !strcmp(name, NAME "~");
}

/* Whether the editor has left what only it can read: vim's swap file. */
static bool
editor_left(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	bool left = false;

	while (dir && !left && (entry = readdir(dir)))
		left = !name_is_expected(entry->d_name);
	if (dir)
		closedir(dir);
	return left;
}

/* What the user had before the editor was ended, saved there or not. */
static int
editor_read_cut(const char *folder, const char *path, struct strbuf *edited)
{
	STRBUF(ignored);
	int result = -1;

	for (size_t i = 0; result < 0 && i < ARRAY_SIZE(aside_names); i++) {
		char *aside = path_join(folder, aside_names[i]);

		result = file_read(aside, EDITED_LIMIT, edited, &ignored);
		free(aside);
	}
	return result < 0 ? file_read(path, EDITED_LIMIT, edited, &ignored) : result;
}

/* Takes what there is, and the folder away unless there is more in it than can be taken. */
static int
editor_end(enum editor_end end, const char *folder, const char *path, struct strbuf *edited,
	struct strbuf *err)
{
	int result = -1;

	if (end == EDITOR_DONE)
		result = file_read(path, EDITED_LIMIT, edited, err);
	else if (end == EDITOR_CUT || end == EDITOR_STAYS)
		result = editor_read_cut(folder, path, edited);
	editor_trim(edited);
	if (end == EDITOR_STAYS)
		error_add(err,
			"the editor does not end; what is saved in it from now on stays in %s",
			path);
	else if (end != EDITOR_DONE && editor_left(folder))
		error_add(err, "%swhat the editor had not saved is in %s", err->len ? "; " : "",
			folder);
	else
		editor_remove(folder);
	return result;
}

int
editor_run(const char *text, const struct strvec *hidden, struct strbuf *edited, struct strbuf *err)
{
	char *folder = editor_folder(err), *path;
	STRBUF(before);
	enum editor_end end = EDITOR_FAILED;
	int result;

	if (!folder)
		return -1;
	path = path_join(folder, NAME);
	strbuf_addstr(&before, text);
	if (before.len)
		strbuf_addch(&before, '\n');
	if (file_write(path, before.buf, before.len, FILE_EXCLUSIVE, err) == 0)
		end = editor_fork(path, hidden, err);
	result = editor_end(end, folder, path, edited, err);
	free(path);
	free(folder);
	return result;
}
