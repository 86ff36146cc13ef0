/* ui/tty/editor: what an editor, which may be any program, leaves in the place of its file. No text that was saved in
 * it may be lost: it is taken, or in a folder that is kept and named. */
#include "testing.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/keeper.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "ui/line/lineedit.h"
#include "ui/tty/edit_folder.h"
#include "ui/tty/editor.h"

#include "test_folder.h"

static char folder[64];

static int
folder_setup(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "/tmp/scepwiz-editor.XXXXXX");
	test_folder(folder);
	return setenv("TMPDIR", folder, 1);
}

/* Fails where something is left in it. */
static int
folder_teardown(void **state)
{
	(void)state;
	return rmdir(folder);
}

/* What is taken; of a text with a ~ not all. */
static bool
take(void *data, const char *text, size_t len)
{
	struct strbuf *taken = data;

	strbuf_clear(taken);
	strbuf_add(taken, text, len);
	return !memchr(text, '~', len);
}

static const struct keeper_task tasks[] = { { EDITOR_TASK, editor_task }, { NULL, NULL } };

/* The script is a shell's; its $1 is the file, $d the file's folder, and $SESSION our process. */
static int
edit_with(const char *script, struct strbuf *taken, struct strbuf *err)
{
	const struct strvec hidden = STRVEC_INIT;
	struct strbuf command = STRBUF_INIT;
	FILE *file;
	int result;

	strbuf_addf(&command, "%s/editor", folder);
	file = fopen(command.buf, "w");
	assert_non_null(file);
	fprintf(file, "d=${1%%/*}\n%s\n", script);
	assert_int_equal(fclose(file), 0);
	strbuf_clear(&command);
	strbuf_addf(&command, "sh %s/editor", folder);
	setenv("VISUAL", command.buf, 1);
	strbuf_clear(&command);
	strbuf_addf(&command, "%ld", (long)getpid());
	setenv("SESSION", command.buf, 1);
	assert_int_equal(keeper_begin(tasks, err), 0);
	result = editor_run(
		&(struct editing){
			.text = "first", .hidden = &hidden, .take = take, .data = taken },
		err);
	keeper_end();
	strbuf_release(&command);
	return result;
}

/* What a program says at its end. */
static void
tell(struct strbuf *said)
{
	int ends[2], own = dup(STDERR_FILENO);
	char bytes[4096];
	ssize_t n;

	assert_int_equal(pipe(ends), 0);
	dup2(ends[1], STDERR_FILENO);
	close(ends[1]);
	edit_folders_tell();
	dup2(own, STDERR_FILENO);
	close(own);
	while ((n = read(ends[0], bytes, sizeof bytes)) > 0)
		strbuf_add(said, bytes, (size_t)n);
	close(ends[0]);
}

/* The folders that are there, as paths. */
static size_t
folders_there(char **path)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	size_t n = 0;

	while ((entry = readdir(dir)))
		if (!strncmp(entry->d_name, "scepwiz.", 8)) {
			free(*path);
			*path = path_join(folder, entry->d_name);
			n++;
		}
	closedir(dir);
	return n;
}

/* Whether a text is in a file below, which nobody else can read. */
static bool
holds(const char *path, const char *text)
{
	struct strbuf command = STRBUF_INIT;
	struct stat st;
	int status;

	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 077, 0);
	strbuf_addf(&command, "grep -rqF '%s' '%s'", text, path);
	status = system(command.buf);
	strbuf_release(&command);
	return status == 0;
}

static void
remove_all(void)
{
	struct strbuf command = STRBUF_INIT;

	strbuf_addf(&command, "rm -rf '%s'/*", folder);
	assert_int_equal(system(command.buf), 0);
	strbuf_release(&command);
}

static const struct left {
	const char *script, *taken; /* NULL: nothing */
	const char *said;           /* is in what is said; NULL: nothing is */
	const char *kept;           /* is in the folder; NULL: that is gone */
} cases[] = {
	/* an answer */
	{ ": >\"$1\"", "", NULL, NULL },
	{ "printf \"a\\r\\nb\\n\\n\" >\"$1\"", "a\r\nb", NULL, NULL },
	{ "printf \"\\357\\273\\277a\" >\"$1\"", "a", NULL, NULL },
	{ "printf first >\"$1\"", "first", NULL, NULL },
	{ "mv \"$1\" \"$1~\"; cp \"$1~\" \"$1\"; echo second >>\"$1\"", "first\nsecond", NULL,
		NULL },
	{ "cp \"$1\" $d/4913; echo second >>$d/4913; mv $d/4913 \"$1\"", "first\nsecond", NULL,
		NULL },
	{ "echo older >\"$1~\"; echo newer >\"$1\"; echo undo >$d/.notes.txt.un~", "newer", NULL,
		NULL },
	{ "echo second >\"$1\"; mv \"$1\" $d/../there; ln -s $d/../there \"$1\"", "second", NULL,
		NULL },
	/* nothing to lose */
	{ "false", NULL, "failed, so the text is unchanged. VISUAL or EDITOR names another", NULL },
	{ "kill -9 $$", NULL, "was ended by signal 9 (", NULL },
	{ ": >\"$1\"; kill -9 $$", NULL, "so the text is unchanged. VISUAL", NULL },
	{ "cp \"$1\" \"$1~\"; exit 1", NULL, "so the text is unchanged. VISUAL", NULL },
	{ "rm \"$1\"", NULL, "No such file or directory", NULL },
	{ "rm \"$1\"; mkfifo \"$1\"", NULL, "is a FIFO, not a file", NULL },
	{ "rm \"$1\"; mkdir \"$1\"", NULL, "is a folder, not a file", NULL },
	{ "ln -sf /dev/zero \"$1\"", NULL, "is a device, not a file", NULL },
	{ "ln -sf nothing \"$1\"", NULL, "No such file or directory", NULL },
	/* kept */
	{ "echo hour >\"$1\"; kill -9 $$", NULL, "was ended by signal 9 (", "hour" },
	{ "echo hour >\"$1\"; kill -SEGV $$", NULL, "was ended by signal 11 (", "hour" },
	{ "echo hour >\"$1\"; exit 1", NULL, "failed, so the text is unchanged. What it left",
		"hour" },
	{ "echo hour >\"$1.save\"; kill -HUP $$", NULL, "was ended by signal 1 (", "hour" },
	{ "mv \"$1\" \"$1~\"; echo hour >>\"$1~\"", NULL, "No such file or directory. What",
		"hour" },
	{ "echo hour >$d/other", "first", "What the editor left is kept in", "hour" },
	{ "echo hour >$d/other; echo second >\"$1\"", "second", "What the editor left", "hour" },
	{ "echo second >\"$1\"; echo hour >$d/.notes.txt.swp", "second", "What the editor",
		"hour" },
	{ "echo hour >\"$1\"; dd if=/dev/zero of=\"$1\" bs=200000 count=1 oflag=append conv=notrunc 2>/dev/null",
		NULL, "has 200005 bytes, but the limit here is 131072. What it left", "hour" },
	{ "echo \"hour~\" >\"$1\"", "hour~", "What the editor left is kept in", "hour~" },
	{ "echo hour >\"$1\"; kill -9 $PPID", "hour", "the process that waits for the editor has",
		"hour" },
	{ "rm \"$1\"; mkdir \"$1\"; echo hour >\"$1/x\"", NULL, "is a folder, not a file. What",
		"hour" },
};

static void
what_was_saved_is_taken_or_kept(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct left *left = &cases[i];
		struct strbuf taken = STRBUF_INIT, err = STRBUF_INIT, said = STRBUF_INIT;
		char *path = NULL;
		int result = edit_with(left->script, &taken, &err);

		print_message("# %s: %s\n", left->script, err.buf);
		assert_string_equal(taken.buf, left->taken ? left->taken : "");
		assert_int_equal(result, left->taken && !strchr(left->taken, '~') ? 0 : -1);
		assert_contains(err.buf, left->said ? left->said : "");
		if (!left->said)
			assert_string_equal(err.buf, "");
		assert_int_equal(folders_there(&path), left->kept != NULL);
		tell(&said);
		if (left->kept) {
			assert_contains(err.buf, path);
			assert_true(holds(path, left->kept));
			assert_contains(said.buf, "what an editor left is kept in ");
			assert_contains(said.buf, path);
		} else {
			assert_string_equal(said.buf, "");
		}
		remove_all();
		free(path);
		strbuf_release(&taken);
		strbuf_release(&err);
		strbuf_release(&said);
	}
}

/* What it saves is looked for at the end, and its place stays. */
static void
an_editor_in_the_background_can_save_later(void **state)
{
	static const char *const later[] = { NULL, "hour" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(later); i++) {
		struct strbuf taken = STRBUF_INIT, err = STRBUF_INIT, said = STRBUF_INIT,
			      command = STRBUF_INIT;
		char *path = NULL;

		assert_int_equal(edit_with("true", &taken, &err), 0);
		assert_contains(err.buf, "make it wait (such as code --wait)");
		assert_int_equal(folders_there(&path), 1);
		assert_contains(err.buf, path);
		if (later[i]) {
			strbuf_addf(&command, "echo %s >'%s/notes.txt'", later[i], path);
			assert_int_equal(system(command.buf), 0);
		}
		tell(&said);
		assert_contains(
			said.buf, later[i] ? "what an editor left is kept in "
					   : "what an editor in the background saves is in ");
		assert_contains(said.buf, path);
		assert_true(path_exists(path));
		remove_all();
		free(path);
		strbuf_release(&taken);
		strbuf_release(&err);
		strbuf_release(&said);
		strbuf_release(&command);
	}
}

/* Nothing is said of one that took its time; its folder goes with the program. */
static void
an_editor_that_changed_nothing_leaves_nothing(void **state)
{
	struct strbuf taken = STRBUF_INIT, err = STRBUF_INIT, said = STRBUF_INIT;
	char *path = NULL;

	(void)state;
	assert_int_equal(edit_with("sleep 1.1", &taken, &err), 0);
	assert_string_equal(err.buf, "");
	assert_int_equal(folders_there(&path), 1);
	tell(&said);
	assert_string_equal(said.buf, "");
	assert_int_equal(folders_there(&path), 0);
	remove_all();
	free(path);
	strbuf_release(&taken);
	strbuf_release(&err);
	strbuf_release(&said);
}

/* As whoever may write to the folder around it could. */
static void
another_folder_in_its_place_is_not_read(void **state)
{
	struct strbuf taken = STRBUF_INIT, err = STRBUF_INIT, said = STRBUF_INIT;

	(void)state;
	assert_int_equal(edit_with("mv $d $d.x; mkdir $d; echo theirs >\"$1\"", &taken, &err), -1);
	assert_string_equal(taken.buf, "");
	assert_contains(err.buf, "is gone, or another folder is in its place");
	tell(&said);
	remove_all();
	strbuf_release(&taken);
	strbuf_release(&err);
	strbuf_release(&said);
}

static void
an_unsafe_place_is_refused(void **state)
{
	static const struct {
		const char *name;
		mode_t mode; /* 0: it is not there */
		const char *said;
	} places[] = {
		{ "none", 0, "No such file or directory). TMPDIR names another place" },
		{ "open", 0777, "others can replace files in" },
		{ "sticky", 01777, NULL },
		{ "team", 0770, NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		struct strbuf taken = STRBUF_INIT, err = STRBUF_INIT;
		char *path = path_join(folder, places[i].name);

		if (places[i].mode)
			assert_int_equal(mkdir(path, 0700), 0);
		if (places[i].mode)
			assert_int_equal(chmod(path, places[i].mode), 0);
		setenv("TMPDIR", path, 1);
		edit_with("echo second >\"$1\"", &taken, &err);
		assert_string_equal(taken.buf, places[i].said ? "" : "second");
		assert_contains(err.buf, places[i].said ? places[i].said : "");
		setenv("TMPDIR", folder, 1);
		remove_all();
		free(path);
		strbuf_release(&taken);
		strbuf_release(&err);
	}
}

/* A session in another process, which makes a folder and does what the script says with it; it ends when the
 * descriptor is closed. */
static pid_t
session_begin(const char *script, int *hold)
{
	int ends[2], ready[2];
	char byte;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(pipe(ready), 0);
	child = fork();
	if (!child) {
		struct strbuf err = STRBUF_INIT, command = STRBUF_INIT;
		struct edit_folder *made = edit_folder_make("first", &err);

		close(ends[1]);
		if (!made)
			_exit(1);
		strbuf_addf(&command, "cd '%s' && { %s; }", made->path, script);
		if (system(command.buf) != 0 || write(ready[1], "x", 1) != 1)
			_exit(1);
		_exit(read(ends[0], &byte, 1) != 0);
	}
	close(ends[0]);
	close(ready[1]);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	*hold = ends[1];
	return child;
}

/* Those that a killed session has left: with its work named, once it is not there any more. */
static void
a_killed_session_s_folder_is_named_later(void **state)
{
	static const struct {
		const char *script;
		bool named, removed;
	} sessions[] = {
		{ "echo hour >>notes.txt", true, false },
		{ "echo hour >.notes.txt.swp", true, false },
		{ "touch -d 2020-01-01 .before; echo hour >>notes.txt", true, false },
		{ "true", false, false },
		{ "touch -d 2020-01-01 .before", false, true },
		{ "rm .before; ln -s notes.txt .before; echo hour >>notes.txt", false, false },
		{ "rm .before; mkfifo .before; echo hour >>notes.txt", false, false },
		{ "chmod 755 .; echo hour >>notes.txt", false, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(sessions); i++) {
		struct strvec left = STRVEC_INIT;
		struct strbuf said = STRBUF_INIT;
		char *path = NULL;
		int hold, status;
		pid_t child = session_begin(sessions[i].script, &hold);

		print_message("# %s\n", sessions[i].script);
		edit_folders_left(&left);
		assert_int_equal(left.n, 0);
		assert_int_equal(folders_there(&path), 1);
		close(hold);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_int_equal(status, 0);
		tell(&said);
		edit_folders_left(&left);
		assert_int_equal(left.n, sessions[i].named);
		if (sessions[i].named)
			assert_string_equal(left.v[0], path);
		assert_true(!strstr(said.buf, path) == !sessions[i].named);
		assert_int_equal(folders_there(&path), !sessions[i].removed);
		remove_all();
		free(path);
		strvec_release(&left);
		strbuf_release(&said);
	}
}

/* A signal to the program itself; its editor has a second to put aside what is not saved. */
static void
a_signal_meanwhile_ends_the_editor_and_says_where_its_text_is(void **state)
{
	int ends[2], status;
	struct strbuf said = STRBUF_INIT;
	char bytes[1024], *path = NULL;
	ssize_t n;
	pid_t child;

	(void)state;
	if (getenv("SCEPWIZ_UNDER_VALGRIND")) /* which now and then has no stack for a signal in pselect */
		return;
	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (!child) {
		struct strbuf taken = STRBUF_INIT, err = STRBUF_INIT;

		dup2(ends[1], STDERR_FILENO);
		close(ends[1]);
		edit_with(
			"exec 2>/dev/null; trap \"kill \\$!; echo hour >\\\"\\$1.save\\\"; exit\" HUP;"
			" sleep 600 & kill -ALRM $SESSION; wait",
			&taken, &err);
		_exit(1);
	}
	close(ends[1]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGALRM);
	while ((n = read(ends[0], bytes, sizeof bytes)) > 0)
		strbuf_add(&said, bytes, (size_t)n);
	close(ends[0]);
	assert_int_equal(folders_there(&path), 1);
	assert_true(holds(path, "hour"));
	assert_contains(said.buf, "scepwiz: what was saved in the editor is in ");
	assert_contains(said.buf, path);
	remove_all();
	free(path);
	strbuf_release(&said);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_saved_is_taken_or_kept),
		cmocka_unit_test(an_editor_in_the_background_can_save_later),
		cmocka_unit_test(an_editor_that_changed_nothing_leaves_nothing),
		cmocka_unit_test(another_folder_in_its_place_is_not_read),
		cmocka_unit_test(an_unsafe_place_is_refused),
		cmocka_unit_test(a_killed_session_s_folder_is_named_later),
		cmocka_unit_test(a_signal_meanwhile_ends_the_editor_and_says_where_its_text_is),
	};

	return cmocka_run_group_tests(tests, folder_setup, folder_teardown);
}
