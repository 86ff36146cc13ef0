/* An editor as a child of the keeper: the text goes through a file that nobody else can read. */
#include "ui/tty/editor.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fatal.h"
#include "base/fileio.h"
#include "base/keeper.h"
#include "base/path.h"
#include "base/signals.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "ui/line/lineedit.h"
#include "ui/tty/edit_folder.h"

#define EDITOR_DEFAULT "vi"
/* What an editor may take to put aside what is not saved. */
#define PATIENCE_MS 1000
/* An editor that is back within this time and has changed nothing probably works in the background. */
#define QUICK_MS 1000
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

/*
 * In the keeper.
 */

/* The variable may hold arguments, so a shell takes it apart, and gives its place to the editor: the process
 * that is waited for, and told to end, is that of the editor. */
static _Noreturn void
editor_exec(const char *path, const struct node *hidden)
{
	struct strbuf script = STRBUF_INIT;

	signal(SIGXFSZ, SIG_DFL); /* which scepwiz ignores for itself */
	for (size_t i = 0; node_is(hidden, NODE_LIST) && i < hidden->n; i++)
		unsetenv(node_text(hidden->v[i]));
	strbuf_addf(&script, "%s%s \"$1\"", strpbrk(editor_command(), SHELL_SIGNS) ? "" : "exec ",
		editor_command());
	execl("/bin/sh", "sh", "-c", script.buf, "sh", path, (char *)NULL);
	_exit(127);
}

/* The wizard is to end: so is the editor, by the signal by which editors know that their terminal has gone,
 * and put aside what is not saved. Whoever takes the draft over waits for that. Whether it has ended. */
static bool
editor_cut(pid_t child, int *status)
{
	kill(child, SIGHUP);
	kill(child, SIGCONT);
	return keeper_wait(child, status, PATIENCE_MS) == child && !WIFSTOPPED(*status);
}

/* Where the editor is stopped with ^Z the wizard stops as well, since the shell waits for that alone. */
static bool
editor_wait(pid_t child, int *status)
{
	for (;;) {
		if (keeper_wait(child, status, -1) != child)
			return editor_cut(child, status);
		if (!WIFSTOPPED(*status))
			return true;
		keeper_stop();
		kill(child, SIGCONT);
	}
}

/* On no other file: editors have arguments that are commands, and what they edit may be another one. */
void
editor_task(const struct node *request, struct node *answer)
{
	const char *path = node_get_text(request, "path");
	pid_t child;
	int status;

	if (!path || !edit_folder_has(path)) {
		node_set(answer, "error", node_text_new("its file is not there"));
		return;
	}
	child = fork();
	if (child == 0)
		editor_exec(path, node_get(request, "hidden"));
	if (child < 0)
		node_set(answer, "error", node_text_new(strerror(errno)));
	else if (editor_wait(child, &status))
		node_set(answer, "status", node_integer_new(status));
}

/*
 * In the wizard.
 */

/* How the editor's part has ended. */
enum editor_end {
	EDITOR_DONE,
	EDITOR_FAILED, /* with a sentence */
	EDITOR_CUT,    /* the wizard ends, and so did the editor */
	EDITOR_STAYS,  /* it does not end in time, or nobody can tell: the keeper was killed */
};

/* status: as of waitpid. */
static enum editor_end
editor_judge(int status, struct strbuf *err)
{
	if (signals_are_ending())
		return EDITOR_CUT;
	if (WIFEXITED(status) && !WEXITSTATUS(status))
		return EDITOR_DONE;
	error_add(err, "the editor (%s) ", editor_command());
	if (WIFSIGNALED(status))
		strbuf_addf(err, "was ended by signal %d (%s)", WTERMSIG(status),
			strsignal(WTERMSIG(status)));
	else
		strbuf_addstr(err, "failed");
	strbuf_addstr(err, ", so the text is unchanged");
	return EDITOR_FAILED;
}

static enum editor_end
editor_ask(const struct node *request, struct strbuf *err)
{
	bool asked = keeper_is_there();
	NODE(answer) = keeper_ask(request);
	const char *error = node_get_text(answer, "error");
	const struct node *status = node_get(answer, "status");

	if (node_is(status, NODE_INTEGER))
		return editor_judge((int)status->number, err);
	if (asked && !error)
		return EDITOR_STAYS;
	error_add(err, "the editor cannot be started: %s",
		error ? error : "the process for it has ended");
	return EDITOR_FAILED;
}

/* For a signal that ends the program at once: the editor ends first, and leaves the terminal. */
static fatal_put_back_fn *volatile editor_outer;

static void
editor_put_back(void)
{
	keeper_end();
	if (editor_outer)
		editor_outer();
}

static enum editor_end
editor_start(const char *path, const struct strvec *hidden, struct strbuf *err)
{
	NODE(request) = keeper_request(EDITOR_TASK);
	struct node *names = node_set(request, "hidden", node_list_new());
	enum editor_end end;

	node_set(request, "path", node_text_new(path));
	for (size_t i = 0; i < hidden->n; i++)
		node_append(names, node_text_new(hidden->v[i]));
	signals_lend();
	editor_outer = fatal_guard(editor_put_back);
	end = editor_ask(request, err);
	fatal_guard(editor_outer);
	signals_unlend();
	return end;
}

/* Editors end the last line and mark UTF-8; the text has its ends where the user put them. */
static void
editor_trim(const struct strbuf *content, struct strbuf *text)
{
	size_t mark = utf8_mark(content->buf, content->len), len = content->len;

	while (len > mark && memchr("\r\n", content->buf[len - 1], 2))
		len--;
	strbuf_add(text, content->buf + mark, len - mark);
}

/* Where editors put what is not saved when they are ended, as text: nano, emacs. */
static const char *const aside_suffixes[][2] = { { "", ".save" }, { "#", "#" } };

/* What the user had before the editor was ended, saved there or not. */
static int
editor_read_cut(const struct edit_folder *folder, struct strbuf *content, struct strbuf *err)
{
	OWN_TEXT(name) = path_name(folder->file);
	STRBUF(ignored);

	for (size_t i = 0; i < ARRAY_SIZE(aside_suffixes); i++) {
		STRBUF(path);

		strbuf_addf(&path, "%s/%s%s%s", folder->path, aside_suffixes[i][0], name,
			aside_suffixes[i][1]);
		if (file_read(path.buf, EDITED_LIMIT, content, &ignored) == 0)
			return 0;
	}
	return file_read(folder->file, EDITED_LIMIT, content, err);
}

/* Gives what there is to whoever asked. True where all that the editor left as text is taken, into content. */
static bool
editor_take(const struct editing *editing, const struct edit_folder *folder, enum editor_end end,
	struct strbuf *content, struct strbuf *err)
{
	STRBUF(text);
	int result = -1;

	if (!edit_folder_is_ours(folder))
		error_add(err, "%s is gone, or another folder is in its place", folder->path);
	else if (end == EDITOR_DONE)
		result = file_read(folder->file, EDITED_LIMIT, content, err);
	else if (end != EDITOR_FAILED)
		result = editor_read_cut(folder, content, err);
	if (result < 0)
		return false;
	editor_trim(content, &text);
	return editing->take(editing->data, text.buf, text.len);
}

/* What becomes of the folder, and what is to be said of that. */
static void
editor_leave(struct edit_folder *folder, enum editor_end end, const struct strbuf *taken,
	bool quick, struct strbuf *err)
{
	if (end == EDITOR_STAYS) {
		error_add(err, "%s. What it saves from now on stays in %s",
			signals_are_ending() ? "the editor did not end"
					     : "the process that waits for the editor has ended",
			folder->file);
		edit_folder_keep(folder);
	} else if (edit_folder_is_ours(folder) && edit_folder_holds_more(folder, taken)) {
		error_add(err, "%s is kept in %s",
			err->len ? ". What it left" : "What the editor left", folder->path);
		edit_folder_keep(folder);
	} else if (end == EDITOR_DONE && edit_folder_is_unchanged(folder)) {
		if (quick)
			error_add(err,
				"The editor ended at once and changed nothing. If it runs in the "
				"background, make it wait (such as code --wait). What it "
				"saves later is in %s.",
				folder->file);
		edit_folder_wait(folder, quick);
	} else {
		if (end == EDITOR_FAILED)
			error_add(err, ". VISUAL or EDITOR names another one");
		edit_folder_remove(folder);
	}
}

int
editor_run(const struct editing *editing, struct strbuf *err)
{
	struct edit_folder *folder = edit_folder_make(editing->text, err);
	const char *outer_note;
	enum editor_end end;
	bool whole, quick;
	STRBUF(note);
	STRBUF(content);
	int64_t begin;

	if (!folder)
		return -1;
	strbuf_addf(&note, "what was saved in the editor is in %s", folder->file);
	outer_note = fatal_note(note.buf);
	begin = clock_ms();
	end = editor_start(folder->file, editing->hidden, err);
	quick = clock_ms() - begin < QUICK_MS;
	fatal_note(outer_note);
	whole = editor_take(editing, folder, end, &content, err);
	editor_leave(folder, end, whole ? &content : NULL, quick, err);
	return whole ? 0 : -1;
}

static bool
editor_done(void *data, const char *text, size_t len)
{
	return wizard_editor_done(data, text, len);
}

void
editor_run_wizard(struct wizard *wizard)
{
	STRBUF(err);
	STRVEC(hidden);

	wizard_editor_hidden(wizard, &hidden);
	editor_run(&(struct editing){ .text = wizard_editor_text(wizard),
			   .hidden = &hidden,
			   .take = editor_done,
			   .data = wizard },
		&err);
	if (err.len)
		wizard_editor_tell(wizard, err.buf);
}
