/* What may come at any time: a signal, a stop, nothing at all. It is tried in every state. */
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/xalloc.h"

#include "places.h"
#include "sent.h"
#include "side.h"

static void
ended_by(int signo, const char *name)
{
	for (size_t i = 0; i < places_count; i++) {
		struct session session;
		struct vt *vt = &session.vt;

		place_open(&session, i % 2 ? "xterm" : "vt100", &places[i]);
		kill(vt->pid, signo);
		assert_int_equal(vt_end(vt), 3);
		assert_terminal_restored(vt);
		assert_contains(vt->sent.buf, "the wizard was ended by ");
		assert_contains(vt->sent.buf, name);
		assert_int_equal(vt_find(vt, SECRET), -1);
		if (!places[i].secret)
			sent_must_not_hold(&vt->sent, 0, SECRET);
		session_close(&session);
	}
}

static void
sigterm_ends_every_state_with_the_terminal_restored(void **state)
{
	(void)state;
	ended_by(SIGTERM, "SIGTERM");
}

static void
sighup_ends_every_state_with_the_terminal_restored(void **state)
{
	(void)state;
	ended_by(SIGHUP, "SIGHUP");
}

/* By its signal, or by what a sanitizer makes of it. What was typed is there afterwards. */
static void
a_crash_in_every_state_gives_the_terminal_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < places_count; i++) {
		struct session session;
		struct vt *vt = &session.vt;
		int signo = i % 2 ? SIGSEGV : SIGABRT;

		place_open(&session, i % 2 ? "vt100" : "xterm", &places[i]);
		kill(vt->pid, signo);
		assert_int_not_equal(vt_end(vt), 0);
		assert_terminal_restored(vt);
		assert_contains(vt->sent.buf, "scepwiz: error: a mistake in scepwiz or a library");
		assert_contains(vt->sent.buf, "is offered when the draft is opened again");
		assert_int_equal(vt_find(vt, SECRET), -1);
		session_close(&session);
	}
}

static void
sigterm_says_that_something_was_not_saved(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;

	(void)state;
	session_open(&session);
	go_to(vt, "Name");
	vt_type(vt, "not saved");
	vt_wait_cursor_behind(vt, "not saved");
	kill(vt->pid, SIGTERM);
	assert_int_equal(vt_end(vt), 3);
	assert_contains(vt->sent.buf, "office.yaml: last changes not saved");
	session_close(&session);
}

/* A shell with job control, which is told of a stop and brings the wizard back at once. */
static void
start_in_shell(struct session *session, const char *term)
{
	const char *argv[] = { "/bin/sh", "-c",
		"set -m; \"$0\" edit \"$1\"; stty -a >\"$1.modes\"; echo is stopped; fg; "
		"echo ended with $?",
		program(), session->draft, NULL };

	vt_start(&session->vt, term, 80, 24, argv, NULL);
}

static void
stopped_and_back(const char *term, const struct place *place)
{
	struct session session;
	struct vt *vt = &session.vt;
	struct strbuf before = STRBUF_INIT;

	place_make(&session);
	start_in_shell(&session, term);
	vt_wait(vt, "Platform (required)");
	place_enter(&session, place);
	vt_picture(vt, &before);
	vt_mark(vt);
	vt_type(vt, CONTROL('Z'));
	vt_wait_sent(vt, "is stopped");
	assert_contains(session_read(&session, "office.yaml.modes"), " icanon");
	if (place->secret)
		vt_wait_cursor_behind(vt, "********");
	else
		vt_wait_picture(vt, &before, place->name);
	assert_int_equal(vt_find(vt, SECRET), -1);
	sent_must_not_hold(&vt->sent, vt->mark, SECRET);
	session_close(&session);
	strbuf_release(&before);
}

static void
control_z_in_every_state_comes_back_with_secrets_hidden(void **state)
{
	(void)state;
	for (size_t i = 0; i < places_count; i++)
		stopped_and_back("xterm-256color", &places[i]);
}

/* Each has its own way to start anew, which must not touch title and palette. */
static void
control_z_comes_back_on_every_terminal(void **state)
{
	static const char *const terminals[] = { "xterm", "linux", "vt100", "vt220", "screen",
		"tmux-256color", "rxvt-unicode", "putty", "xterm-mono", "scepwiz-test-unknown" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(terminals); i++)
		stopped_and_back(terminals[i], &places[i % places_count]);
}

/* Up to the question for the secret, which is read without echo. */
static void
plain_mode_secret(struct vt *vt)
{
	vt_wait_sent(vt, "Platform: ");
	vt_type(vt, "=5\n");
	vt_wait_sent(vt, "Challenge: ");
	vt_wait_for(vt, vt_check_no_echo, NULL);
}

static void
signals_give_the_echo_back_in_plain_mode(void **state)
{
	static const int signals[] = { SIGTERM, SIGHUP, SIGABRT };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(signals); i++) {
		struct session session;
		struct vt *vt = &session.vt;
		const char *argv[] = { program(), "edit", NULL, NULL };

		place_make(&session);
		argv[2] = session.draft;
		vt_start(vt, "dumb", 80, 24, argv, NULL);
		plain_mode_secret(vt);
		kill(vt->pid, signals[i]);
		assert_int_not_equal(vt_end(vt), 0);
		assert_true(vt_has_first_modes(vt));
		session_close(&session);
	}
}

static void
control_z_gives_the_echo_back_in_plain_mode(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;

	(void)state;
	place_make(&session);
	start_in_shell(&session, "dumb");
	plain_mode_secret(vt);
	vt_mark_here(vt);
	vt_type(vt, CONTROL('Z'));
	vt_wait_sent(vt, "is stopped");
	assert_contains(session_read(&session, "office.yaml.modes"), " echo ");
	vt_wait_sent(vt, "Challenge: ");
	vt_wait_for(vt, vt_check_no_echo, NULL);
	vt_type(vt, SECRET "\n");
	vt_wait_sent(vt, "Key size: ");
	sent_must_not_hold(&vt->sent, 0, SECRET);
	session_close(&session);
}

/* All at once: a second and a half of silence from every one of them. */
static void
nothing_is_sent_while_idle_in_any_state(void **state)
{
	struct session *sessions = xcalloc(places_count, sizeof *sessions);
	struct pollfd *pollers = xcalloc(places_count, sizeof *pollers);

	(void)state;
	for (size_t i = 0; i < places_count; i++) {
		place_open(&sessions[i], "xterm-256color", &places[i]);
		pollers[i] = (struct pollfd){ .fd = sessions[i].vt.fd, .events = POLLIN };
	}
	for (size_t i = 0; i < places_count; i++)
		vt_wait_quiet(&sessions[i].vt);
	assert_int_equal(poll(pollers, places_count, 1500), 0);
	for (size_t i = 0; i < places_count; i++)
		session_close(&sessions[i]);
	free(sessions);
	free(pollers);
}

/* In no state but the one that shows it, and not after that either. */
static void
secret_is_sent_in_no_state_that_hides_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < places_count; i++) {
		struct session session;
		struct vt *vt = &session.vt;

		place_open(&session, "vt220", &places[i]);
		if (places[i].secret) {
			vt_type(vt, "\t");
			vt_wait_gone(vt, SECRET);
			vt_mark(vt);
		}
		vt_type(vt, CONTROL('L'));
		vt_wait_quiet(vt);
		vt_resize_drawn(vt, 40, 12);
		vt_wait_quiet(vt);
		sent_must_not_hold(&vt->sent, vt->mark, SECRET);
		session_close(&session);
	}
}

static void
stopped_from_outside_it_draws_anew(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;
	int status;

	(void)state;
	session_open(&session);
	kill(vt->pid, SIGSTOP);
	assert_int_equal(waitpid(vt->pid, &status, WUNTRACED), vt->pid);
	assert_int_equal(tcsetattr(vt->fd, TCSANOW, &vt->modes), 0); /* as a shell does */
	vt_mark(vt);
	kill(vt->pid, SIGCONT);
	assert_true(vt_bytes(vt) > 500);
	vt_wait(vt, "Platform (required)");
	vt_type(vt, "\t");
	wait_focus(vt, "Policy name");
	session_quit(&session);
	session_close(&session);
}

/* Terminals that keep flow control for themselves would freeze at ^S. */
static void
flow_control_keys_reach_the_wizard(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;

	(void)state;
	session_open(&session);
	assert_true(vt->modes.c_iflag & IXON);
	vt_type(vt, "\t\025");
	vt_type(vt, "Wi-Fi");
	vt_wait_cursor_behind(vt, "Wi-Fi");
	vt_type(vt, CONTROL('S'));
	vt_wait(vt, "Saved to");
	vt_type(vt, CONTROL('Q'));
	vt_type(vt, "2");
	vt_wait_cursor_behind(vt, "Wi-Fi2");
	vt_type(vt, CONTROL('S'));
	vt_wait(vt, "Saved to");
	session_quit(&session);
	assert_terminal_restored(vt);
	session_close(&session);
}

/* A half line is handed over by ^D; a stop by a signal, unlike ^Z, leaves what the terminal has. */
static void
a_stop_in_plain_mode_keeps_what_was_typed_ahead(void **state)
{
	static const struct {
		const char *field, *question, *half, *rest, *left;
	} cases[] = {
		{ "=2\n", "Policy name: ", "Bra\004", "nch\n", "policy_name: Branch\n" },
		/* nobody sees what is there of a secret */
		{ "=5\n", "Challenge: ", "abc\004", "xyz\n", "challenge: xyz\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct session session;
		const char *argv[] = { program(), "edit", NULL, "--plain", NULL };
		struct vt *vt = &session.vt;
		struct strbuf left = STRBUF_INIT;

		session_make(&session, NULL);
		argv[2] = session.draft;
		vt_start(vt, "xterm", 80, 24, argv, NULL);
		vt_wait_sent(vt, "Platform: ");
		vt_type(vt, cases[i].field);
		vt_wait_sent(vt, cases[i].question);
		vt_type(vt, cases[i].half);
		vt_wait_quiet(vt);
		vt_mark_here(vt);
		/* in a session of its own nothing stops it; SIGCONT at once would take the other back */
		kill(vt->pid, SIGTSTP);
		vt_wait_sent(vt, cases[i].question);
		vt_mark(vt);
		kill(vt->pid, SIGCONT);
		vt_wait_sent(vt, cases[i].question);
		vt_wait_quiet(vt);
		vt_mark_here(vt);
		vt_type(vt, cases[i].rest);
		vt_wait_sent(vt, "Step ");
		side_show(&session, &left);
		assert_contains(left.buf, cases[i].left);
		assert_null(strstr(vt->sent.buf, "xyz"));
		session_close(&session);
		strbuf_release(&left);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sigterm_ends_every_state_with_the_terminal_restored),
		cmocka_unit_test(sighup_ends_every_state_with_the_terminal_restored),
		cmocka_unit_test(a_crash_in_every_state_gives_the_terminal_back),
		cmocka_unit_test(sigterm_says_that_something_was_not_saved),
		cmocka_unit_test(control_z_in_every_state_comes_back_with_secrets_hidden),
		cmocka_unit_test(control_z_comes_back_on_every_terminal),
		cmocka_unit_test(signals_give_the_echo_back_in_plain_mode),
		cmocka_unit_test(control_z_gives_the_echo_back_in_plain_mode),
		cmocka_unit_test(a_stop_in_plain_mode_keeps_what_was_typed_ahead),
		cmocka_unit_test(nothing_is_sent_while_idle_in_any_state),
		cmocka_unit_test(secret_is_sent_in_no_state_that_hides_it),
		cmocka_unit_test(stopped_from_outside_it_draws_anew),
		cmocka_unit_test(flow_control_keys_reach_the_wizard),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
