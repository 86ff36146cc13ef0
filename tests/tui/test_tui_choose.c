/* Lists to choose from as they look: files in folders of any size, options that are narrowed, and the
 * mouse, which nobody gets who did not ask for it. */
#include <locale.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/xalloc.h"

#include "make_cert.h"
#include "session.h"

#define MOUSE_ON "\033[?1000h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1000l"
/* Bytes that a move of the focus or a typed letter may cost (the wizard's budget). */
#define MOVE_BYTES 260
#define CHANGE_BYTES 1200

static void
write_text(struct session *session, const char *name, const char *text, size_t len)
{
	struct strbuf err = STRBUF_INIT;

	if (file_write(session_path(session, name), text, len, FILE_EXCLUSIVE, &err) < 0)
		fail_msg("%s", err.buf);
}

static void
write_certificate(struct session *session, const char *name)
{
	static const struct cert_spec spec = { "Example Root CA", NULL, 2048, "SHA256", -1, 3650,
		true, 0 };
	struct strbuf pem = STRBUF_INIT;

	cert_pem(&spec, &pem);
	write_text(session, name, pem.buf, pem.len);
	strbuf_release(&pem);
}

/* The list of the files in the session's folder, beginning in the folder above it. */
static void
open_files(struct session *session, struct vt *vt, int columns, int rows)
{
	vt_resize(vt, columns, rows);
	vt_type(vt, "\033g4");
	vt_wait_cursor_behind(vt, "4");
	vt_type(vt, "\r");
	vt_wait_gone(vt, "Go to (");
	vt_type(vt, CONTROL('T'));
	vt_wait(vt, "Certificate file:");
	vt_type(vt, CONTROL('U'));
	vt_type(vt, session->folder);
	vt_wait_quiet(vt);
	vt_type(vt, "\r");
	vt_wait(vt, "> inner/");
}

static void
files_are_browsed_at_every_size(void **state)
{
	static const int sizes[][2] = { { 80, 24 }, { 40, 12 }, { 20, 6 }, { 140, 45 } };
	struct session session;
	struct vt *vt = &session.vt;
	int row, column;

	(void)state;
	session_make(&session, NULL);
	assert_int_equal(mkdir(session_path(&session, "inner"), 0755), 0);
	write_certificate(&session, "inner/root.cer");
	write_text(&session, "inner/note.txt", "x", 1);
	session_edit(&session, "xterm-256color", 80, 24, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		open_files(&session, vt, sizes[i][0], sizes[i][1]);
		vt_type(vt, "\r");
		vt_wait(vt, "> root.cer");
		assert_int_equal(vt_find(vt, "note.txt"), -1);
		vt_wait(vt, "Example Root CA");
		vt_wait(vt, "until 20");
		vt_wait(vt, "SHA-256");
		vt_type(vt, KEY_UP);
		vt_wait(vt, "> ../");
		vt_cursor(vt, &row, &column);
		assert_int_equal(row, vt_find(vt, "> ../"));
		assert_int_equal(column, 2);
		vt_type(vt, KEY_DOWN);
		vt_wait(vt, "> root.cer");
		vt_type(vt, "\r");
		vt_wait(vt, "Fingerprint was");
		vt_type(vt, CONTROL('U'));
		vt_wait_quiet(vt);
	}
	unlink(session_path(&session, "inner/root.cer"));
	unlink(session_path(&session, "inner/note.txt"));
	rmdir(session_path(&session, "inner"));
	session_close(&session);
}

static void
a_folder_of_thousands_costs_few_bytes(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;
	char name[32];

	(void)state;
	session_make(&session, NULL);
	for (int i = 0; i < 10000; i++) {
		snprintf(name, sizeof name, "c%05d.pem", i);
		assert_int_equal(symlink("nowhere", session_path(&session, name)), 0);
	}
	write_certificate(&session, "zebra.pem");
	session_edit(&session, "xterm-256color", 80, 24, NULL);
	go_to(vt, "Fingerprint");
	vt_type(vt, CONTROL('T'));
	vt_wait(vt, "Certificate file:");
	vt_type(vt, CONTROL('U'));
	vt_type(vt, session.folder);
	vt_wait_quiet(vt);
	vt_mark(vt);
	vt_type(vt, "/");
	vt_wait(vt, "c00010.pem");
	vt_wait(vt, "more match");
	assert_true(vt_bytes(vt) <= CHANGE_BYTES);
	vt_mark(vt);
	vt_type(vt, KEY_DOWN);
	vt_wait(vt, "> c00001.pem");
	assert_true(vt_bytes(vt) <= MOVE_BYTES);
	vt_mark(vt);
	vt_type(vt, "z");
	vt_wait(vt, "> zebra.pem");
	assert_true(vt_bytes(vt) <= CHANGE_BYTES);
	/* a letter that narrows no further is a letter */
	vt_mark(vt);
	vt_type(vt, "e");
	vt_wait_cursor_behind(vt, "/ze");
	assert_true(vt_bytes(vt) <= 2);
	vt_type(vt, "\r");
	vt_wait(vt, "Fingerprint was taken");
	session_close(&session);
}

static void
options_are_narrowed_where_they_stand(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;
	int row, column;

	(void)state;
	session_open(&session);
	go_to(vt, "Subject");
	vt_type(vt, CONTROL('T'));
	vt_wait(vt, "> 1 /CN=%SerialNumber%");
	vt_type(vt, "dns");
	vt_wait(vt, "Which one? dns");
	vt_wait(vt, "> 1 /CN=%AD_DomainNameDNS%: the DNS name of the domain");
	vt_cursor(vt, &row, &column);
	assert_int_equal(row, vt_find(vt, "> 1 /CN=%AD_DomainNameDNS%"));
	assert_int_equal(column, 2);
	vt_type(vt, "q");
	vt_wait(vt, "Nothing here matches.");
	vt_type(vt, "\033");
	vt_wait(vt, "> 1 /CN=%SerialNumber%");
	vt_type(vt, "\033");
	vt_wait_gone(vt, "Which one?");
	session_close(&session);
}

static void
edit_with_mouse(struct session *session, const char *term)
{
	const char *argv[] = { program(), "edit", session->draft, "--mouse", NULL };

	session->mouse = true;
	vt_start(&session->vt, term, 80, 24, argv, NULL);
	vt_wait(&session->vt, "Platform");
	vt_wait_quiet(&session->vt);
}

/* The left button pressed and let go, at the text. */
static void
click(struct vt *vt, const char *text)
{
	int row = vt_find(vt, text);
	struct strbuf report = STRBUF_INIT;
	int column;

	assert_true(row >= 0);
	column = (int)(strstr(vt_row(vt, row), text) - vt_row(vt, row));
	for (const char *final = "Mm"; *final; final++)
		strbuf_addf(&report, "\033[<0;%d;%d%c", column + 1, row + 1, *final);
	vt_type(vt, report.buf);
	strbuf_release(&report);
}

static void
a_mouse_clicks_on_fields_options_and_lists(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;

	(void)state;
	session_make(&session, NULL);
	edit_with_mouse(&session, "xterm-256color");
	assert_contains(vt->sent.buf, MOUSE_ON);
	click(vt, "Policy name");
	wait_focus(vt, "Policy name");
	click(vt, "( ) iOS");
	vt_wait(vt, "(x) iOS");
	click(vt, ") macOS");
	vt_wait(vt, "(x) macOS");
	click(vt, "Signing");
	vt_wait(vt, "[x] Signing");
	vt_type(vt, "\033[<65;1;1M"); /* the wheel, towards the hand */
	wait_focus(vt, "Retry delay");
	vt_type(vt, "\033[M`!!"); /* and away from it, as old terminals tell it */
	wait_focus(vt, "Key usage");
	vt_type(vt, "\033[<0;;M\033[<1;1M\033[<0;5;7m");
	click(vt, "Subject");
	wait_focus(vt, "Subject");
	vt_type(vt, CONTROL('T'));
	vt_wait(vt, "Which one?");
	click(vt, "3 /CN=%HostName%");
	vt_wait_gone(vt, "Which one?");
	vt_wait(vt, "Subject                /CN=%HostName%");
	vt_mark(vt);
	vt_type(vt, CONTROL('O'));
	vt_wait(vt, "  saved");
	session_quit(&session);
	assert_contains(vt->sent.buf + vt->mark, MOUSE_OFF);
	session_close(&session);
}

/* Each way out ends the mouse's reports, or the shell would get them. */
static void
a_mouse_is_given_back_on_every_way_out(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;
	const char *argv[] = { "/bin/sh", "-c",
		"set -m; \"$0\" edit --mouse \"$1\"; echo is stopped; fg; echo ended with $?",
		program(), NULL, NULL };
	const char *back;

	(void)state;
	session_make(&session, NULL);
	edit_with_mouse(&session, "xterm-256color");
	kill(vt->pid, SIGTERM);
	assert_int_equal(vt_end(vt), 3);
	assert_contains(strstr(vt->sent.buf, MOUSE_ON), MOUSE_OFF);
	vt_stop(vt);
	argv[4] = session.draft;
	vt_start(vt, "xterm-256color", 80, 24, argv, NULL);
	vt_wait(vt, "Platform (required)");
	vt_mark(vt);
	vt_type(vt, CONTROL('Z'));
	vt_wait_sent(vt, "is stopped");
	back = strstr(vt->sent.buf + vt->mark, MOUSE_OFF);
	assert_non_null(back);
	assert_true(back < strstr(vt->sent.buf + vt->mark, "is stopped"));
	vt_wait(vt, "Platform (required)");
	vt_wait_sent(vt, MOUSE_ON);
	click(vt, "Policy name");
	wait_focus(vt, "Policy name");
	session_quit(&session);
	session_close(&session);
}

static void
a_terminal_without_a_mouse_says_so(void **state)
{
	struct session session;

	(void)state;
	session_make(&session, NULL);
	edit_with_mouse(&session, "vt100");
	vt_wait(&session.vt, "The terminal (TERM=vt100) has no mouse.");
	assert_null(strstr(session.vt.sent.buf, "\033[?1000h"));
	session_quit(&session);
	assert_null(strstr(session.vt.sent.buf, "\033[?1000l"));
	session_close(&session);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_browsed_at_every_size),
		cmocka_unit_test(a_folder_of_thousands_costs_few_bytes),
		cmocka_unit_test(options_are_narrowed_where_they_stand),
		cmocka_unit_test(a_mouse_clicks_on_fields_options_and_lists),
		cmocka_unit_test(a_mouse_is_given_back_on_every_way_out),
		cmocka_unit_test(a_terminal_without_a_mouse_says_so),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
