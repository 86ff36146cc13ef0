/* The wizard as a process: the terminal's modes, signals, the end of input, other programs. */
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "session.h"

/* Every key reaches the program: ^S, ^Q, ^Z, ^C, ^V, ^O are chords. */
static void
terminal_is_raw_and_restored_at_the_end(void **state)
{
	struct session session;
	struct termios modes;

	(void)state;
	session_open(&session);
	assert_int_equal(tcgetattr(session.vt.fd, &modes), 0);
	assert_int_equal(modes.c_lflag & (ISIG | ICANON | ECHO | IEXTEN), 0);
	assert_int_equal(modes.c_iflag & (IXON | ICRNL), 0);
	session_quit(&session);
	assert_terminal_restored(&session.vt);
	session_close(&session);
}

static void
closed_terminal_ends_it(void **state)
{
	struct session session;
	int status;

	(void)state;
	session_open(&session);
	close(session.vt.fd);
	assert_int_equal(waitpid(session.vt.pid, &status, 0), session.vt.pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 3);
	session.vt.pid = 0;
	session.vt.fd = open("/dev/null", O_RDONLY);
	session_close(&session);
}

static void
make_editor(struct session *session, const char *script)
{
	struct strbuf err = STRBUF_INIT;
	const char *path = session_path(session, "editor");

	if (file_write(path, script, strlen(script), FILE_EXCLUSIVE, &err) < 0)
		fail_msg("%s", err.buf);
	assert_int_equal(chmod(path, 0700), 0);
}

static void
make_file(struct session *session, const char *name)
{
	FILE *file = fopen(session_path(session, name), "w");

	assert_non_null(file);
	assert_int_equal(fclose(file), 0);
}

static bool
is_there(void *path)
{
	return path_exists(path);
}

/* The text goes to an editor in a private file, and what the editor made of it comes back. */
static void
notes_are_edited_with_the_users_editor(void **state)
{
	static const char *const settings[] = { "policy_notes=first note", NULL };
	struct session session;
	struct vt *vt = &session.vt;
	struct strbuf editor = STRBUF_INIT, temporary = STRBUF_INIT;
	const char *environment[] = { NULL, NULL, NULL };

	(void)state;
	session_make(&session, settings);
	make_editor(&session, "#!/bin/sh\n"
			      "umask 077; stat -c '%a' \"$2\" \"${2%/*}\" >\"${0%/*}/modes\"\n"
			      "cp \"$2\" \"$2~\"; echo \"second $1\" >>\"$2\"\n");
	strbuf_addf(&editor, "VISUAL=%s note", session_path(&session, "editor"));
	strbuf_addf(&temporary, "TMPDIR=%s", session.folder);
	environment[0] = editor.buf;
	environment[1] = temporary.buf;
	session_edit(&session, "xterm", 80, 24, environment);
	go_to(vt, "Policy notes");
	vt_type(vt, CONTROL('X'));
	vt_wait(vt, "o editor");
	vt_type(vt, "o");
	vt_wait(vt, "second note");
	assert_string_equal(session_read(&session, "modes"), "600\n700\n");
	vt_type(vt, CONTROL('O'));
	vt_wait(vt, "  saved");
	assert_contains(session_read(&session, "office.yaml"), "  first note\n  second note\n");
	session_quit(&session);
	unlink(session_path(&session, "editor"));
	unlink(session_path(&session, "modes"));
	unlink(session_path(&session, "office.yaml"));
	assert_int_equal(rmdir(session.folder), 0); /* nothing of the editor is left */
	session_close(&session);
	strbuf_release(&editor);
	strbuf_release(&temporary);
}

static void
failed_editor_is_told_and_changes_nothing(void **state)
{
	static const char *const environment[] = { "EDITOR=false", NULL };
	static const char *const settings[] = { "policy_notes=first note", NULL };
	struct session session;
	struct vt *vt = &session.vt;

	(void)state;
	session_make(&session, settings);
	session_edit(&session, "xterm", 80, 24, environment);
	go_to(vt, "Policy notes");
	vt_type(vt, CONTROL('X'));
	vt_wait(vt, "o editor");
	vt_type(vt, "o");
	vt_wait(vt, "the editor (false) failed");
	vt_wait_cursor_behind(vt, "first note");
	session_quit(&session);
	session_close(&session);
}

/* A wizard with that editor, and its folders in the draft's. */
static void
open_with_editor(struct session *session, const char *script, bool plain)
{
	const char *argv[] = { program(), "edit", NULL, "--plain", NULL };
	struct strbuf editor = STRBUF_INIT, temporary = STRBUF_INIT;
	const char *environment[] = { NULL, NULL, NULL };

	session_make(session, NULL);
	make_editor(session, script);
	strbuf_addf(&editor, "VISUAL=%s", session_path(session, "editor"));
	strbuf_addf(&temporary, "TMPDIR=%s", session->folder);
	environment[0] = editor.buf;
	environment[1] = temporary.buf;
	argv[2] = session->draft;
	if (plain)
		vt_start(&session->vt, "xterm", 80, 24, argv, environment);
	else
		session_edit(session, "xterm-256color", 80, 24, environment);
	strbuf_release(&editor);
	strbuf_release(&temporary);
}

static void
open_notes_in_editor(struct session *session)
{
	go_to(&session->vt, "Policy notes");
	vt_type(&session->vt, CONTROL('X'));
	vt_wait(&session->vt, "o editor");
	vt_type(&session->vt, "o");
}

/* The folder that the editor's text is in; a static buffer. */
static const char *
editor_folder(struct session *session, const char *text)
{
	static char path[512];
	struct strbuf command = STRBUF_INIT;
	FILE *pipe;

	strbuf_addf(&command, "grep -lr '%s' '%s'/scepwiz.* | sed 's,/[^/]*$,,'", text,
		session->folder);
	pipe = popen(command.buf, "r");
	assert_non_null(pipe);
	if (!fgets(path, sizeof path, pipe))
		fail_msg("no folder has %s", text);
	pclose(pipe);
	path[strcspn(path, "\n")] = '\0';
	strbuf_release(&command);
	return path;
}

static void
close_with_folder(struct session *session)
{
	struct strbuf command = STRBUF_INIT;

	strbuf_addf(&command, "rm -r '%s'/scepwiz.*", session->folder);
	assert_int_equal(system(command.buf), 0);
	session_close(session);
	strbuf_release(&command);
}

/* On the screen at once, and again when nothing clears it any more. */
static void
what_an_editor_left_is_named_and_named_again(void **state)
{
	static const struct {
		const char *script, *said;
	} cases[] = {
		{ "echo an hour >\"$1\"; kill -9 $$", "was ended by signal 9 (Killed)" },
		{ "echo an hour >\"$1\"; exit 1", "failed, so the text is" },
		{ "{ echo an hour; yes | head -c 200000; } >\"$1\"", "has 200008 bytes" },
		{ "{ echo an hour; yes | head -c 100000; } >\"$1\"", "The paste was cut" },
		{ "printf 'an hour \\000\\033[31m\\n' >\"$1\"", "2 control characters" },
		{ "echo an hour >\"$1.mine\"", "What the editor left is kept in" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct session session;
		struct vt *vt = &session.vt;
		struct strbuf script = STRBUF_INIT;
		const char *folder;

		strbuf_addf(&script, "#!/bin/sh\n%s\n", cases[i].script);
		open_with_editor(&session, script.buf, false);
		open_notes_in_editor(&session);
		vt_wait(vt, cases[i].said);
		folder = editor_folder(&session, "an hour");
		vt_wait(vt, strrchr(folder, '/') + 1);
		vt_type(vt, CONTROL('O'));
		vt_wait(vt, "  saved");
		vt_wait_gone(vt, strrchr(folder, '/') + 1);
		vt_mark(vt);
		session_quit(&session);
		assert_contains(
			vt->sent.buf + vt->mark, "scepwiz: what an editor left is kept in ");
		assert_contains(vt->sent.buf + vt->mark, folder);
		close_with_folder(&session);
		strbuf_release(&script);
	}
}

static void
plain_mode_names_what_an_editor_left(void **state)
{
	const char *argv[] = { program(), "edit", NULL, "--plain", NULL };
	const char *environment[] = { NULL, NULL };
	struct strbuf temporary = STRBUF_INIT;
	struct session session;
	struct vt *vt = &session.vt;

	(void)state;
	open_with_editor(&session, "#!/bin/sh\necho an hour >\"$1\"; exit 1\n", true);
	vt_wait_sent(vt, "Platform, ");
	vt_type(vt, "=Policy notes\n");
	vt_wait_sent(vt, "Policy notes, ");
	vt_wait_sent(vt, "> ");
	vt_type(vt, "!o\n");
	vt_wait_sent(vt, "failed, so the text is");
	vt_wait_sent(vt, "> ");
	vt_wait_quiet(vt);
	vt_mark_here(vt);
	vt_type(vt, "!q\n");
	assert_int_equal(vt_end(vt), 0);
	assert_contains(vt->sent.buf + vt->mark, "what an editor left is kept in ");
	assert_contains(vt->sent.buf + vt->mark, editor_folder(&session, "an hour"));
	vt_stop(vt);
	strbuf_addf(&temporary, "TMPDIR=%s", session.folder);
	environment[0] = temporary.buf;
	argv[2] = session.draft;
	vt_start(vt, "xterm", 80, 24, argv, environment);
	vt_wait_sent(vt, "An editor left a file in");
	close_with_folder(&session);
	strbuf_release(&temporary);
}

static void
an_editor_in_the_background_is_told_to_wait(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;

	(void)state;
	open_with_editor(&session,
		"#!/bin/sh\n(until [ -e \"${0%/*}/go\" ]; do sleep 0.05; done; echo an hour >\"$1\"; "
		": >\"${0%/*}/done\") >/dev/null 2>&1 &\n",
		false);
	open_notes_in_editor(&session);
	vt_wait(vt, "make it wait (such as code --wait)");
	make_file(&session, "go");
	assert_true(vt_wait_until(vt, is_there, (void *)session_path(&session, "done")));
	vt_mark(vt);
	session_quit(&session);
	assert_contains(vt->sent.buf + vt->mark, "scepwiz: what an editor left is kept in ");
	assert_contains(vt->sent.buf + vt->mark, editor_folder(&session, "an hour"));
	close_with_folder(&session);
}

/* While its editor is open; the next session names what was saved there. */
static void
a_killed_session_s_editor_is_named_by_the_next(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;
	const char *environment[] = { NULL, NULL };
	struct strbuf temporary = STRBUF_INIT;

	(void)state;
	open_with_editor(&session,
		"#!/bin/sh\necho an hour >\"$1\"; : >\"${0%/*}/done\"; exec sleep 600\n", false);
	open_notes_in_editor(&session);
	assert_true(vt_wait_until(vt, is_there, (void *)session_path(&session, "done")));
	vt_stop(vt);
	strbuf_addf(&temporary, "TMPDIR=%s", session.folder);
	environment[0] = temporary.buf;
	session_edit(&session, "xterm-256color", 80, 24, environment);
	vt_wait(vt, "An editor left a file in");
	vt_wait(vt, strrchr(editor_folder(&session, "an hour"), '/') + 1);
	vt_mark(vt);
	session_quit(&session);
	assert_contains(vt->sent.buf + vt->mark, editor_folder(&session, "an hour"));
	close_with_folder(&session);
	strbuf_release(&temporary);
}

static void
stale_window_size_of_the_environment_is_ignored(void **state)
{
	static const char *const environment[] = { "LINES=9999999", "COLUMNS=5", NULL };
	struct session session;

	(void)state;
	session_make(&session, NULL);
	session_edit(&session, "xterm", 80, 24, environment);
	vt_wait(&session.vt, "of 17 done");
	vt_resize(&session.vt, 40, 12);
	vt_wait(&session.vt, "1 Platform (");
	session_close(&session);
}

static void
terminals_that_cannot_move_their_cursor_get_plain_mode(void **state)
{
	static const struct {
		const char *term, *sentence;
	} cases[] = {
		{ "dumb",
			"TERM=dumb is a terminal that cannot move its cursor, so the wizard asks" },
		{ "", "TERM does not name a terminal, so the wizard asks line by line" },
		{ "unknown", "TERM does not name a terminal, so the wizard asks line by line" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct session session;
		const char *argv[] = { program(), "edit", NULL, NULL };

		session_make(&session, NULL);
		argv[2] = session.draft;
		vt_start(&session.vt, cases[i].term, 200, 24, argv, NULL);
		vt_wait_sent(&session.vt, "Platform, ");
		assert_contains(session.vt.sent.buf, cases[i].sentence);
		assert_null(strchr(session.vt.sent.buf, '\033'));
		vt_type(&session.vt, "!q\n");
		assert_int_equal(vt_end(&session.vt), 0);
		session_close(&session);
	}
}

/* It is drawn all the same, and left, although the rest of a screen cannot be cleared at once. */
static void
terminals_that_cannot_clear_below_get_the_wizard(void **state)
{
	static const char terminal[] = "scepwiz-no-ed|a terminal that cannot clear below,\n"
				       "\ted@, use=vt100,\n";
	struct session session;
	const char *environment[] = { NULL, NULL };
	STRBUF(variable);
	STRBUF(command);
	FILE *file;

	(void)state;
	session_make(&session, NULL);
	file = fopen(session_path(&session, "no-ed"), "w");
	assert_non_null(file);
	fputs(terminal, file);
	assert_int_equal(fclose(file), 0);
	strbuf_addf(&command, "tic -o '%s' '%s/no-ed' 2>/dev/null", session.folder, session.folder);
	if (system(command.buf) != 0) {
		session_close(&session);
		print_message("there is no tic to make a terminal with\n");
		skip();
	}
	strbuf_addf(&variable, "TERMINFO=%s", session.folder);
	environment[0] = variable.buf;
	session_edit(&session, "scepwiz-no-ed", 80, 24, environment);
	vt_type(&session.vt, CONTROL('L'));
	go_to(&session.vt, "Policy notes");
	session_quit(&session);
	assert_terminal_restored(&session.vt);
	assert_null(strstr(session.vt.sent.buf, "is not known here"));
	session_close(&session);
}

/* Nothing is made where no wizard can open. */
static void
without_a_terminal_it_is_refused(void **state)
{
	static const char *const directions[] = { "</dev/null", ">/dev/null",
		"</dev/null 2>&1 | cat" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(directions); i++) {
		struct session session;
		struct strbuf command = STRBUF_INIT;
		const char *argv[] = { "/bin/sh", "-c", NULL, NULL };

		session_make(&session, NULL);
		strbuf_addf(&command, "%s new %s %s", program(),
			session_path(&session, "more.yaml"), directions[i]);
		argv[2] = command.buf;
		vt_start(&session.vt, "xterm", 200, 24, argv, NULL);
		if (i < 2)
			assert_int_equal(vt_end(&session.vt), 2);
		else
			vt_end(&session.vt);
		assert_contains(session.vt.sent.buf, "new: the wizard needs a terminal");
		assert_false(path_exists(session_path(&session, "more.yaml")));
		session_close(&session);
		strbuf_release(&command);
	}
}

static void
new_makes_the_draft_and_opens_it(void **state)
{
	struct session session;
	const char *argv[] = { program(), "new", NULL, "--platform", "ios", NULL };
	char *path;

	(void)state;
	session_make(&session, NULL);
	path = path_join(session.folder, "field.yaml");
	argv[2] = path;
	vt_start(&session.vt, "xterm-256color", 80, 24, argv, NULL);
	vt_wait(&session.vt, "( ) macOS  (x) iOS");
	assert_contains(session_read(&session, "field.yaml"), "platform: ios");
	session_quit(&session);
	assert_contains(session.vt.sent.buf, "field.yaml: saved");
	session_close(&session);
	free(path);
}

static void
edit_of_a_missing_draft_says_how_to_make_it(void **state)
{
	static const char *const arguments[] = { "edit", "/tmp/scepwiz-test.none/x.yaml", NULL };
	struct strbuf out = STRBUF_INIT;

	(void)state;
	assert_int_equal(run_program(arguments, &out), 3);
	assert_contains(out.buf, "there is no draft /tmp/scepwiz-test.none/x.yaml. scepwiz new");
	strbuf_release(&out);
}

/* The list, a draft, the list again, a copy, the list again; each left in its own way. */
static void
alone_it_lists_the_drafts_and_comes_back_to_them(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;
	int row, column;

	(void)state;
	session_make(&session, NULL);
	session_drafts(&session, "xterm-256color");
	vt_wait(vt, "Drafts   1 draft");
	vt_wait(vt, "> !   office ");
	vt_wait(vt, "macOS  drafts  1 error ");
	vt_cursor(vt, &row, &column);
	assert_int_equal(row, vt_find(vt, "> !   office "));
	assert_int_equal(column, 6);
	vt_type(vt, "\r");
	wait_focus(vt, "Platform");
	vt_type(vt, CONTROL('X'));
	vt_wait(vt, "q quit");
	vt_type(vt, "q");
	vt_wait(vt, "^C leave");
	vt_wait(vt, "> !   office ");
	/* no Meta chord, however slow the key behind it comes */
	vt_type(vt, "\033");
	for (int i = 0; i < 6; i++)
		vt_wait_quiet(vt);
	vt_type(vt, "r");
	vt_wait(vt, "Search: r.");
	vt_type(vt, "\033");
	vt_wait_gone(vt, "Search: r.");
	vt_type(vt, CONTROL('X'));
	vt_wait(vt, "n: make a new draft");
	vt_type(vt, "n");
	vt_wait(vt, "Name of the new draft:");
	vt_type(vt, "\033");
	vt_wait_gone(vt, "Name of the new draft:");
	vt_type(vt, CONTROL('X'));
	vt_wait(vt, "c: copy it");
	vt_type(vt, "c");
	vt_wait_cursor_behind(vt, "its own identity): office-copy");
	vt_type(vt, "\r");
	wait_focus(vt, "Platform");
	vt_type(vt, CONTROL('X'));
	vt_wait(vt, "q quit");
	vt_type(vt, "q");
	vt_wait(vt, "> !   office-copy ");
	vt_wait(vt, "Drafts   2 drafts");
	vt_resize(vt, 40, 12);
	vt_wait(vt, "> !   office-copy");
	vt_resize(vt, 20, 6);
	vt_wait(vt, "> !   office");
	vt_type(vt, CONTROL('C'));
	assert_int_equal(vt_end(vt), 0);
	assert_terminal_restored(vt);
	assert_contains(vt->sent.buf, "office-copy.yaml: saved");
	session_close(&session);
}

/* The row keeps the cursor while what is typed narrows the list; each key costs what changes. */
static void
a_list_of_hundreds_is_searched_as_one_types(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;
	int row, column;

	(void)state;
	session_make(&session, NULL);
	for (int i = 100; i < 400; i++) {
		static const char text[] = "form: scep\n";
		struct strbuf err = STRBUF_INIT;
		char name[32];

		snprintf(name, sizeof name, "draft-%d.yaml", i);
		assert_int_equal(
			file_write(session_path(&session, name), text, strlen(text), 0, &err), 0);
	}
	session_drafts(&session, "xterm-256color");
	vt_wait(vt, "301 drafts");
	vt_type(vt, "333");
	vt_wait(vt, "1 of 301 drafts");
	vt_wait(vt, "Search: 333. Esc clears it.");
	vt_wait(vt, "> !   draft-333 ");
	vt_cursor(vt, &row, &column);
	assert_int_equal(row, vt_find(vt, "> !   draft-333 "));
	/* what only a draft that is read tells, of all of them */
	vt_type(vt, "\025"
		    "error macos draft-3");
	vt_wait(vt, "100 of 301 drafts");
	vt_type(vt, CONTROL('C'));
	assert_int_equal(vt_end(vt), 0);
	assert_terminal_restored(vt);
	session_close(&session);
}

static void
a_signal_to_the_wizard_ends_the_list_too(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;

	(void)state;
	session_make(&session, NULL);
	session_drafts(&session, "vt100");
	vt_wait(vt, "> !   office ");
	vt_type(vt, "\r");
	wait_focus(vt, "Platform");
	kill(vt->pid, SIGTERM);
	assert_int_equal(vt_end(vt), 3);
	assert_terminal_restored(vt);
	session_close(&session);
}

static void
alone_without_a_terminal_it_explains_itself(void **state)
{
	const char *argv[] = { "/bin/sh", "-c", "\"$0\" </dev/null", program(), NULL };
	struct vt vt;

	(void)state;
	vt_start(&vt, "xterm", 100, 50, argv, NULL);
	assert_int_equal(vt_end(&vt), 0);
	assert_contains(vt.sent.buf, "scepwiz COMMAND [ARGUMENT]");
	vt_stop(&vt);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(terminal_is_raw_and_restored_at_the_end),
		cmocka_unit_test(closed_terminal_ends_it),
		cmocka_unit_test(notes_are_edited_with_the_users_editor),
		cmocka_unit_test(failed_editor_is_told_and_changes_nothing),
		cmocka_unit_test(what_an_editor_left_is_named_and_named_again),
		cmocka_unit_test(plain_mode_names_what_an_editor_left),
		cmocka_unit_test(an_editor_in_the_background_is_told_to_wait),
		cmocka_unit_test(a_killed_session_s_editor_is_named_by_the_next),
		cmocka_unit_test(stale_window_size_of_the_environment_is_ignored),
		cmocka_unit_test(terminals_that_cannot_move_their_cursor_get_plain_mode),
		cmocka_unit_test(terminals_that_cannot_clear_below_get_the_wizard),
		cmocka_unit_test(without_a_terminal_it_is_refused),
		cmocka_unit_test(new_makes_the_draft_and_opens_it),
		cmocka_unit_test(edit_of_a_missing_draft_says_how_to_make_it),
		cmocka_unit_test(alone_it_lists_the_drafts_and_comes_back_to_them),
		cmocka_unit_test(a_list_of_hundreds_is_searched_as_one_types),
		cmocka_unit_test(a_signal_to_the_wizard_ends_the_list_too),
		cmocka_unit_test(alone_without_a_terminal_it_explains_itself),
	};

	return run_tests(tests);
}
