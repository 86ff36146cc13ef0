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

static void
stale_window_size_of_the_environment_is_ignored(void **state)
{
	static const char *const environment[] = { "LINES=9999999", "COLUMNS=5", NULL };
	struct session session;

	(void)state;
	session_make(&session, NULL);
	session_edit(&session, "xterm", 80, 24, environment);
	vt_wait(&session.vt, "Step 1 of");
	vt_resize(&session.vt, 40, 12);
	vt_wait(&session.vt, "   1/1");
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
		vt_wait_sent(&session.vt, "Platform: ");
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
	assert_contains(out.buf, "there is no draft /tmp/scepwiz-test.none/x.yaml; scepwiz new");
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
	vt_wait(vt, "macOS  1 problem ");
	vt_cursor(vt, &row, &column);
	assert_int_equal(row, vt_find(vt, "> !   office "));
	assert_int_equal(column, 6);
	vt_type(vt, "\r");
	wait_focus(vt, "Platform");
	vt_type(vt, CONTROL('X'));
	vt_wait(vt, "q quit");
	vt_type(vt, "q");
	vt_wait(vt, "q leave");
	vt_wait(vt, "> !   office ");
	/* no Meta chord, however slow the key behind it comes */
	vt_type(vt, "\033");
	for (int i = 0; i < 6; i++)
		vt_wait_quiet(vt);
	vt_type(vt, "n");
	vt_wait(vt, "Name of the new draft:");
	vt_type(vt, "\033");
	vt_wait_gone(vt, "Name of the new draft:");
	vt_type(vt, "c");
	vt_wait_cursor_behind(vt, "its own identity: office-copy");
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
	vt_type(vt, "q");
	assert_int_equal(vt_end(vt), 0);
	assert_terminal_restored(vt);
	assert_contains(vt->sent.buf, "office-copy.yaml: saved");
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
		cmocka_unit_test(stale_window_size_of_the_environment_is_ignored),
		cmocka_unit_test(terminals_that_cannot_move_their_cursor_get_plain_mode),
		cmocka_unit_test(terminals_that_cannot_clear_below_get_the_wizard),
		cmocka_unit_test(without_a_terminal_it_is_refused),
		cmocka_unit_test(new_makes_the_draft_and_opens_it),
		cmocka_unit_test(edit_of_a_missing_draft_says_how_to_make_it),
		cmocka_unit_test(alone_it_lists_the_drafts_and_comes_back_to_them),
		cmocka_unit_test(a_signal_to_the_wizard_ends_the_list_too),
		cmocka_unit_test(alone_without_a_terminal_it_explains_itself),
	};

	return run_tests(tests);
}
