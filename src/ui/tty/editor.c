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
#include "base/xalloc.h"

#include "ui/line/lineedit.h"
#include "ui/tty/signals.h"

#define EDITOR_DEFAULT "vi"
#define BYTE_ORDER_MARK "\xef\xbb\xbf"
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

/* The variable may hold arguments, so a shell takes it apart. */
static _Noreturn void
editor_exec(const char *path, const struct strvec *hidden)
{
	struct strbuf script = STRBUF_INIT;

	signals_lent();
	for (size_t i = 0; i < hidden->n; i++)
		unsetenv(hidden->v[i]);
	strbuf_addf(&script, "%s \"$1\"", editor_command());
	execl("/bin/sh", "sh", "-c", script.buf, "sh", path, (char *)NULL);
	_exit(127);
}

/* Where the editor is stopped with ^Z we stop as well, since the shell waits for us alone. */
static int
editor_wait(pid_t child, struct strbuf *err)
{
	int status;

	for (;;) {
		pid_t pid = waitpid(child, &status, WUNTRACED);

		if (pid < 0 && errno == EINTR)
			continue;
		if (pid < 0)
			return error_add(err, "the editor got lost: %s", strerror(errno));
		if (!WIFSTOPPED(status))
			break;
		signals_stop();
		signals_lend();
		kill(child, SIGCONT);
	}
	if (WIFEXITED(status) && !WEXITSTATUS(status))
		return 0;
	return error_add(err,
		"the editor (%s) failed, so the text is as it was; VISUAL or EDITOR "
		"names another one",
		editor_command());
}

static int
editor_fork(const char *path, const struct strvec *hidden, struct strbuf *err)
{
	pid_t child;
	int result;

	signals_lend();
	child = fork();
	if (child == 0)
		editor_exec(path, hidden);
	result = child < 0 ? error_add(err, "the editor cannot be started: %s", strerror(errno))
			   : editor_wait(child, err);
	signals_unlend();
	return result;
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
	if (!strncmp(edited->buf, BYTE_ORDER_MARK, strlen(BYTE_ORDER_MARK)))
		strbuf_splice(edited, 0, strlen(BYTE_ORDER_MARK), NULL, 0);
	while (edited->len && memchr("\r\n", edited->buf[edited->len - 1], 2))
		strbuf_truncate(edited, edited->len - 1);
}

int
editor_run(const char *text, const struct strvec *hidden, struct strbuf *edited, struct strbuf *err)
{
	char *folder = editor_folder(err), *path;
	struct strbuf before = STRBUF_INIT;
	int result = -1;

	if (!folder)
		return -1;
	path = path_join(folder, "notes.txt");
	strbuf_addstr(&before, text);
	if (before.len)
		strbuf_addch(&before, '\n');
	if (file_write(path, before.buf, before.len, FILE_EXCLUSIVE, err) == 0 &&
		editor_fork(path, hidden, err) == 0)
		result = file_read(path, EDITED_LIMIT, edited, err);
	editor_trim(edited);
	editor_remove(folder);
	strbuf_release(&before);
	free(path);
	free(folder);
	return result;
}
