/* Keys that are never lost. A recorded session over all kinds of fields is typed into the real program and,
 * beside it, into a wizard of our own. After each key the recovery file must hold what was typed, before the
 * next key is sent. After some keys the program is killed, or its line goes dead; the next one recovers and
 * goes on. At the end the draft is what the undisturbed wizard has.
 *
 * SCEPWIZ_DROPS=all ends a session after each key (tests/fault/drop.sh). */
#include "testing.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/form/form_file.h"
#include "format/recovery/recovery_parts.h"

#include "ui/wizard/wizard.h"

#include "chords.h"
#include "kept_file.h"
#include "session.h"

/* One session in ten keys unless all are asked for. */
#define QUICK_STEP 10

static const char recorded[] =
	"{Tab}Br\u00e4nch offise{BS}{BS}ce {^A}{Right}{Right}x{BS}{^E}4{Tab}"
	"Made 2026-11-20,{Enter}tested on mac-017{Up}{^A}On: {Down}{^E}.{Enter}third{^U}3rd{Tab}"
	"31:22:33:44:55:66:77:88:99:aa{Left}{Left}{^D}{^D}bb{Tab}"
	"s3cret-P\u00e4ssword{^A}x{Tab}"
	"{Right}{Tab}"
	"/CN=%SerialNumber%/O=Acme{M-b}{^K}ACME{Tab}"
	"{^U}5{Tab}n{Tab}{Right} {Left} {Tab}{BS}5{Tab}"
	"https://scep.acme.net/{M-b}x{BS}{^E}scep{Tab}"
	"ca-1{Tab}n{Tab}"
	"mac1.example.com{Enter}mac2.example.com{Tab}"
	"user@EXAMPLE{Enter}other@EXAMPLE{Up}X{Tab}{Tab}"
	"https://example.com/a{^W}x{Tab}";

/* What a terminal sends for a chord. */
static void
chord_bytes(uint32_t chord, struct strbuf *out)
{
	static const struct {
		uint32_t chord;
		const char *bytes;
	} special[] = {
		{ CHORD_UP, KEY_UP },
		{ CHORD_DOWN, KEY_DOWN },
		{ CHORD_LEFT, KEY_LEFT },
		{ CHORD_RIGHT, KEY_RIGHT },
	};
	char bytes[4];

	for (size_t i = 0; i < ARRAY_SIZE(special); i++)
		if (special[i].chord == chord) {
			strbuf_addstr(out, special[i].bytes);
			return;
		}
	if (chord & CHORD_META(0))
		strbuf_addch(out, '\033');
	strbuf_add(out, bytes, utf8_encode(chord & 0x1fffff & ~CHORD_META(0), bytes));
}

/* The program, and the wizard that nobody disturbs. */
struct twin {
	struct session session;
	char *side;
	struct form *form;
	struct draft_file file;
	struct wizard *wizard;
	size_t keys, ends;
};

static void
twin_begin(struct twin *t)
{
	struct strbuf err = STRBUF_INIT;

	memset(t, 0, sizeof *t);
	session_make(&t->session, NULL);
	t->side = kept_file(t->session.draft);
	t->form = form_builtin();
	t->file = (struct draft_file)DRAFT_FILE_INIT;
	if (draft_file_read(&t->file, t->form, t->session.draft, &err) < 0)
		fail_msg("%s", err.buf);
	t->wizard = wizard_new(&t->file, false);
	session_edit(&t->session, "xterm-256color", 80, 24, NULL);
}

static void
twin_end(struct twin *t)
{
	wizard_free(t->wizard);
	draft_file_release(&t->file);
	form_free(t->form);
	free(t->side);
	session_close(&t->session);
}

static bool
same_answers(const struct draft *a, const struct draft *b)
{
	const struct form *form = draft_form(a);

	for (size_t i = 0; i < form->nfields; i++)
		if (!draft_answer_is(a, b, form->fields[i]))
			return false;
	return true;
}

static bool
same_place(const struct twin *t, const struct recovery_place *place)
{
	const struct recovery_place mine = wizard_place(t->wizard);

	return place->field == mine.field && place->cursor == mine.cursor;
}

/* Whether the recovery file holds what was typed, and where. */
static bool
side_has_it(void *data)
{
	struct twin *t = data;
	struct recovery_content content;
	struct strbuf bytes = STRBUF_INIT, err = STRBUF_INIT;
	bool has = !draft_any_changed(t->file.draft);

	if (!has && file_read(t->side, RECOVERY_LIMIT, &bytes, &err) == 0) {
		content_read(&content, t->form, t->session.draft, kept_key(), &bytes);
		has = content.has_changes && !content.left.damaged &&
		      same_answers(content.left.draft, t->file.draft) &&
		      same_place(t, &content.left.place);
		content_release(&content);
	}
	strbuf_release(&bytes);
	strbuf_release(&err);
	return has;
}

static void
twin_type(struct twin *t, uint32_t chord)
{
	struct strbuf bytes = STRBUF_INIT;

	chord_bytes(chord, &bytes);
	wizard_chord(t->wizard, chord);
	vt_type(&t->session.vt, bytes.buf);
	t->keys++;
	if (!vt_wait_until(&t->session.vt, side_has_it, t)) {
		vt_dump(&t->session.vt);
		fail_msg("key %zu is not in the recovery file", t->keys);
	}
	strbuf_release(&bytes);
}

/* The terminal goes away: SIGHUP, and nobody to talk to. */
static void
end_by_drop(struct twin *t)
{
	struct vt *vt = &t->session.vt;
	int status;

	close(vt->fd);
	assert_int_equal(waitpid(vt->pid, &status, 0), vt->pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 3);
	vt->pid = 0;
	vt->fd = open("/dev/null", O_RDONLY);
}

static void
end_by_kill(struct twin *t)
{
	kill(t->session.vt.pid, SIGKILL);
	assert_int_equal(vt_end(&t->session.vt), 128 + SIGKILL);
}

static void
end_by_term(struct twin *t)
{
	kill(t->session.vt.pid, SIGTERM);
	assert_int_equal(vt_end(&t->session.vt), 3);
}

static void
twin_recover(struct twin *t)
{
	const char *argv[] = { program(), "edit", t->session.draft, NULL };

	assert_true(side_has_it(t));
	vt_stop(&t->session.vt);
	vt_start(&t->session.vt, "xterm-256color", 80, 24, argv, NULL);
	vt_wait(&t->session.vt, "recover,");
	vt_type(&t->session.vt, "\r");
	vt_wait(&t->session.vt, "recovered.");
	if (!vt_wait_until(&t->session.vt, side_has_it, t))
		fail_msg("what was recovered behind key %zu is not in the recovery file", t->keys);
	t->ends++;
}

static void
twin_save(struct twin *t)
{
	struct draft_file saved = DRAFT_FILE_INIT;
	struct strbuf err = STRBUF_INIT;
	struct vt *vt = &t->session.vt;

	vt_type(vt, CONTROL('O'));
	vt_wait(vt, "Saved to ");
	wizard_chord(t->wizard, CHORD_CTRL('O'));
	session_quit(&t->session);
	assert_int_equal(access(t->side, F_OK), -1);
	if (draft_file_read(&saved, t->form, t->session.draft, &err) < 0)
		fail_msg("%s", err.buf);
	assert_true(same_answers(saved.draft, t->file.draft));
	draft_file_release(&saved);
}

/* Ends a session behind each key of the script that the offset and the step choose. */
static void
play_recorded(size_t offset, void (*end)(struct twin *t), const char *name)
{
	const char *all = getenv("SCEPWIZ_DROPS");
	size_t step = all && !strcmp(all, "all") ? 1 : QUICK_STEP;
	const char *script = recorded;
	struct twin t;
	uint32_t chord;

	twin_begin(&t);
	while ((chord = chord_next(&script))) {
		twin_type(&t, chord);
		/* where nothing is unsaved nothing is offered */
		if (t.keys % step != offset % step || !draft_any_changed(t.file.draft))
			continue;
		end(&t);
		twin_recover(&t);
	}
	assert_true(t.keys > 280);
	twin_save(&t);
	print_message(
		"%s: %zu keys, ended and recovered %zu times, 0 keys lost\n", name, t.keys, t.ends);
	twin_end(&t);
}

static void
a_dead_line_loses_no_key(void **state)
{
	(void)state;
	play_recorded(0, end_by_drop, "dropped");
}

static void
a_kill_loses_no_key(void **state)
{
	(void)state;
	play_recorded(3, end_by_kill, "killed");
}

static void
a_signal_to_end_loses_no_key(void **state)
{
	(void)state;
	play_recorded(7, end_by_term, "SIGTERM");
}

static void
assert_nothing_is_left(struct session *session)
{
	OWN_TEXT(kept) = kept_file(session->draft);

	assert_int_equal(access(session_path(session, ".office.yaml.scepwiz"), F_OK), -1);
	assert_int_equal(access(kept, F_OK), -1);
}

static void
nothing_is_left_where_nothing_is_unsaved(void **state)
{
	struct session session;

	(void)state;
	session_open(&session);
	assert_int_equal(access(session_path(&session, ".office.yaml.scepwiz"), F_OK), 0);
	vt_type(&session.vt, "\tX");
	vt_wait(&session.vt, "OfficeX");
	vt_type(&session.vt, CONTROL('O'));
	vt_wait(&session.vt, "Saved to ");
	kill(session.vt.pid, SIGTERM);
	assert_int_equal(vt_end(&session.vt), 3);
	assert_contains(session.vt.sent.buf, "office.yaml: saved");
	assert_nothing_is_left(&session);
	session_close(&session);
}

/* What was left without saving, on purpose, is asked about by nobody; the next session can have it back, once. */
static void
what_was_discarded_can_be_had_back(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;

	(void)state;
	session_open(&session);
	vt_type(vt, "\tX");
	vt_wait(vt, "OfficeX");
	vt_type(vt, CONTROL('X'));
	vt_wait(vt, "q quit");
	vt_type(vt, "q");
	vt_wait(vt, "d discard");
	vt_type(vt, "d");
	assert_int_equal(vt_end(vt), 0);
	assert_contains(vt->sent.buf, "not saved, but kept until the draft is opened again");
	vt_stop(vt);
	session_edit(&session, "xterm-256color", 80, 24, NULL);
	vt_wait(vt, "M-_ brings back what was discarded ");
	vt_type(vt, "\033_");
	vt_wait(vt, "OfficeX");
	vt_type(vt, CONTROL('_'));
	vt_wait_gone(vt, "OfficeX");
	session_quit(&session);
	assert_nothing_is_left(&session);
	session_close(&session);
}

/* A second program on the draft. */
static void
second_start(struct vt *vt, const struct session *session)
{
	const char *argv[] = { program(), "edit", session->draft, NULL };

	vt_start(vt, "xterm-256color", 80, 24, argv, NULL);
	vt_wait(vt, "has this draft open since");
}

static void
the_second_takes_over_where_the_first_stood(void **state)
{
	struct session session;
	struct vt second;

	(void)state;
	session_open(&session);
	go_to(&session.vt, "Subject");
	vt_type(&session.vt, "/CN=ab" KEY_LEFT);
	vt_wait_cursor_behind(&session.vt, "/CN=a");
	second_start(&second, &session);
	vt_type(&second, "t");
	assert_int_equal(vt_end(&session.vt), 3);
	assert_contains(session.vt.sent.buf, "the wizard was ended by another session");
	assert_contains(session.vt.sent.buf, "not saved, but kept: taken over by ");
	assert_contains(session.vt.sent.buf, " (pts/");
	assert_contains(session.vt.sent.buf, "\033[?1049l");
	vt_wait(&second, "recovered.");
	wait_focus(&second, "Subject");
	vt_wait_cursor_behind(&second, "/CN=a");
	vt_type(&second, "X");
	vt_wait_cursor_behind(&second, "/CN=aX");
	vt_type(&second, CONTROL('O'));
	vt_wait(&second, "Saved to ");
	assert_contains(session_read(&session, "office.yaml"), "subject: \"/CN=aXb\"");
	vt_stop(&session.vt);
	session.vt = second;
	session_quit(&session);
	session_close(&session);
}

static void
the_second_looks_and_changes_nothing(void **state)
{
	struct session session;
	struct vt second;

	(void)state;
	session_open(&session);
	vt_type(&session.vt, "\tX");
	vt_wait(&session.vt, "OfficeX");
	second_start(&second, &session);
	vt_type(&second, "l");
	vt_wait(&second, "read-only");
	vt_type(&second, "\tY");
	vt_wait(&second, "Read-only: another session");
	assert_int_equal(vt_find(&second, "OfficeY"), -1);
	vt_type(&second, CONTROL('X'));
	vt_wait(&second, "q quit");
	vt_type(&second, "q");
	assert_int_equal(vt_end(&second), 0);
	vt_stop(&second);
	vt_type(&session.vt, "Z");
	vt_wait(&session.vt, "OfficeXZ");
	session_close(&session);
}

/* It hears of it although it is stopped, and although its shell has the terminal. */
static void
a_stopped_session_is_taken_over(void **state)
{
	const char *argv[] = { "/bin/sh", "-c",
		"set -m; \"$0\" edit \"$1\"; echo is stopped; read -r line; jobs; echo ends",
		program(), NULL, NULL };
	struct session session;
	struct vt second, *vt = &session.vt;

	(void)state;
	session_make(&session, NULL);
	argv[4] = session.draft;
	vt_start(vt, "xterm-256color", 80, 24, argv, NULL);
	vt_wait(vt, "Platform (required)");
	vt_type(vt, "\tX");
	vt_wait(vt, "OfficeX");
	vt_type(vt, CONTROL('Z'));
	vt_wait_sent(vt, "is stopped");
	second_start(&second, &session);
	vt_type(&second, "t");
	vt_wait(&second, "recovered.");
	vt_wait(&second, "OfficeX");
	vt_type(vt, "\n");
	vt_wait_sent(vt, "ends");
	vt_stop(vt);
	session.vt = second;
	session_close(&session);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_dead_line_loses_no_key),
		cmocka_unit_test(a_kill_loses_no_key),
		cmocka_unit_test(a_signal_to_end_loses_no_key),
		cmocka_unit_test(nothing_is_left_where_nothing_is_unsaved),
		cmocka_unit_test(what_was_discarded_can_be_had_back),
		cmocka_unit_test(the_second_takes_over_where_the_first_stood),
		cmocka_unit_test(the_second_looks_and_changes_nothing),
		cmocka_unit_test(a_stopped_session_is_taken_over),
	};

	return run_tests(tests);
}
