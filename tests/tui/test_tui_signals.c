/* What may come at any time: a signal, a stop, nothing at all. It is tried in every state. */
#include <dirent.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/sandbox.h"
#include "base/xalloc.h"

#include "kernel_signals.h"
#include "make_cert.h"
#include "places.h"
#include "sent.h"
#include "side.h"

/* The children of a process. */
struct workers {
	long pids[8];
	size_t n;
};

/* Of a process: its state, and its parent. False where there is none, or the system does not say. */
static bool
process_look(const char *pid, char *process_state, long *parent)
{
	struct strbuf path = STRBUF_INIT;
	char line[512] = "", *behind;
	FILE *file;

	strbuf_addf(&path, "/proc/%s/stat", pid);
	file = fopen(path.buf, "r");
	strbuf_release(&path);
	if (!file)
		return false;
	if (!fgets(line, sizeof line, file))
		line[0] = '\0';
	fclose(file);
	behind = strrchr(line, ')');
	return behind && sscanf(behind, ") %c %ld", process_state, parent) == 2;
}

static void
workers_of(pid_t pid, struct workers *workers)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;

	workers->n = 0;
	while (proc && (entry = readdir(proc)) && workers->n < ARRAY_SIZE(workers->pids)) {
		char process_state;
		long parent;

		if (process_look(entry->d_name, &process_state, &parent) && parent == (long)pid)
			workers->pids[workers->n++] = strtol(entry->d_name, NULL, 10);
	}
	if (proc)
		closedir(proc);
}

/* Or nobody has asked yet how they ended. */
static bool
workers_are_gone(void *data)
{
	const struct workers *workers = data;

	for (size_t i = 0; i < workers->n; i++) {
		char pid[32], process_state;
		long parent;

		snprintf(pid, sizeof pid, "%ld", workers->pids[i]);
		if (process_look(pid, &process_state, &parent) && process_state != 'Z')
			return false;
	}
	return true;
}

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

static const struct place *
secret_in_sight(void)
{
	for (size_t i = 0; i < places_count; i++)
		if (places[i].secret)
			return &places[i];
	fail();
	return NULL;
}

/* By the signal, or by what a sanitizer makes of a crash. */
static bool
is_status_of(int status, int signo)
{
	bool crash = signo == SIGSEGV || signo == SIGBUS || signo == SIGFPE || signo == SIGILL ||
		     signo == SIGABRT || signo == SIGTRAP;

	return status == 128 + signo || (crash && UNJAILED && status);
}

/* A limit of file sizes is an error of a write, so the program ignores it; plain mode does so with a reader that
 * has gone. SIGTERM ends it then. At a ^C plain mode leaves, as nothing is unsaved. */
static void
ended_by_it(struct vt *vt, int signo, bool plain)
{
	bool goes_on = signo == SIGXFSZ || (plain && signo == SIGPIPE),
	     leaves = plain && signo == SIGINT;
	int status;

	kill(vt->pid, signo);
	if (goes_on)
		kill(vt->pid, SIGTERM);
	status = vt_end(vt);
	if (leaves            ? status != 0
		: status == 3 ? !strstr(vt->sent.buf, "was ended by")
			      : !is_status_of(status, signo))
		fail_msg("signal %d: status %d: %s", signo, status, vt->sent.buf);
	if (!vt_has_first_modes(vt))
		fail_msg("signal %d leaves the terminal as it was set", signo);
}

/* Of the kernel's list. */
static void
every_signal_that_ends_gives_the_terminal_back_without_the_secret(void **state)
{
	static const char *const terminals[] = { "xterm-256color", "vt100", "linux" };
	size_t tried = 0;

	(void)state;
	for (int signo = 1; signo <= signal_last(); signo++) {
		struct session session;
		struct vt *vt = &session.vt;

		if (!signal_ends_by_default(signo))
			continue;
		place_open(&session, terminals[tried++ % ARRAY_SIZE(terminals)], secret_in_sight());
		vt_wait(vt, SECRET);
		ended_by_it(vt, signo, false);
		assert_terminal_restored(vt);
		assert_int_equal(vt_find(vt, SECRET), -1);
		session_close(&session);
	}
	print_message("%zu signals\n", tried);
	assert_true(tried > 20);
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

/* A shell with job control, which is told of a stop, does what between says, and brings the wizard back. Its
 * job's process is in a file. */
static void
start_in_shell(struct session *session, const char *term, const char *between)
{
	struct strbuf script = STRBUF_INIT;
	const char *argv[] = { "/bin/sh", "-c", NULL, program(), session->draft, NULL };

	strbuf_addf(&script,
		"set -m; sh -c 'echo $$ >\"$1.pid\"; exec \"$0\" edit \"$1\"' \"$0\" \"$1\";"
		" %sstty -a >\"$1.modes\"; echo is stopped; fg; echo ended with $?",
		between);
	argv[2] = script.buf;
	vt_start(&session->vt, term, 80, 24, argv, NULL);
	strbuf_release(&script);
}

static pid_t
job_of(struct session *session)
{
	return (pid_t)strtol(session_read(session, "office.yaml.pid"), NULL, 10);
}

/* By the key where signo is 0. */
static void
stopped_and_back(const char *term, const struct place *place, int signo, const char *between)
{
	struct session session;
	struct vt *vt = &session.vt;
	struct strbuf before = STRBUF_INIT;

	place_make(&session);
	start_in_shell(&session, term, between);
	vt_wait(vt, "Platform (required)");
	place_enter(&session, place);
	vt_picture(vt, &before);
	vt_mark(vt);
	if (signo)
		kill(job_of(&session), signo);
	else
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
		stopped_and_back("xterm-256color", &places[i], 0, "");
}

/* Each has its own way to start anew, which must not touch title and palette. */
static void
control_z_comes_back_on_every_terminal(void **state)
{
	static const char *const terminals[] = { "xterm", "linux", "vt100", "vt220", "screen",
		"tmux-256color", "rxvt-unicode", "putty", "xterm-mono", "scepwiz-test-unknown" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(terminals); i++)
		stopped_and_back(terminals[i], &places[i % places_count], 0, "");
}

static void
other_signals_that_stop_do_the_same(void **state)
{
	static const int stops[] = { SIGTSTP, SIGTTIN, SIGTTOU };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(stops); i++)
		stopped_and_back("xterm", secret_in_sight(), stops[i], "");
}

/* A shell's bg: it stops again as soon as it would use the terminal, and leaves that alone. */
static void
in_the_background_it_waits_for_the_terminal(void **state)
{
	(void)state;
	stopped_and_back("xterm-256color", &places[0], 0,
		"bg; until jobs >\"$1.jobs\"; grep -q Stopped \"$1.jobs\"; do sleep 0.05; done; ");
}

/* Whose modes and picture are those of another program by then. */
static void
in_the_background_it_ends_without_touching_the_terminal(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;

	(void)state;
	place_make(&session);
	start_in_shell(&session, "xterm-256color", "stty -echo; kill -ALRM %1; bg; wait; ");
	vt_wait(vt, "Platform (required)");
	place_enter(&session, secret_in_sight());
	vt_type(vt, CONTROL('Z'));
	vt_wait_sent(vt, "is stopped");
	assert_contains(session_read(&session, "office.yaml.modes"), " -echo ");
	assert_int_equal(vt_find(vt, SECRET), -1);
	session_close(&session);
}

/* What a shell's "kill %1" does to a job that is stopped; then it waits until there is none. */
#define KILL_JOB                                                                 \
	"kill %1; kill -CONT %1; while jobs >\"$1.jobs\"; test -s \"$1.jobs\"; " \
	"do sleep 0.05; done; "

static void
a_stopped_wizard_that_is_killed_draws_nothing(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;

	(void)state;
	session_make(&session, NULL);
	start_in_shell(&session, "xterm-256color", KILL_JOB);
	vt_wait(vt, "Platform (required)");
	vt_mark(vt);
	vt_type(vt, CONTROL('Z'));
	vt_wait_sent(vt, "is stopped");
	assert_contains(vt->sent.buf + vt->mark, "ended by SIGTERM");
	assert_null(strstr(vt->sent.buf + vt->mark, "\033[?1049h"));
	session_close(&session);
}

static void
one_that_never_had_the_terminal_can_be_killed(void **state)
{
	static const char script[] =
		"set -m; \"$0\" edit \"$1\" & "
		"until jobs >\"$1.jobs\"; grep -q Stopped \"$1.jobs\"; do sleep 0.05; done; " KILL_JOB
		"echo is over";
	struct session session;
	struct vt *vt = &session.vt;
	const char *argv[] = { "/bin/sh", "-c", script, program(), NULL, NULL };

	(void)state;
	session_make(&session, NULL);
	argv[4] = session.draft;
	vt_start(vt, "xterm-256color", 80, 24, argv, NULL);
	vt_wait_sent(vt, "is over");
	assert_contains(vt->sent.buf, "the wizard was ended by SIGTERM");
	assert_null(strstr(vt->sent.buf, "\033[?1049h"));
	session_close(&session);
}

/* Up to the question for the secret, which is read without echo. */
static void
plain_mode_secret(struct vt *vt)
{
	vt_wait_sent(vt, "Platform, ");
	vt_type(vt, "=5\n");
	vt_wait_sent(vt, "Challenge, ");
	vt_wait_for(vt, vt_check_no_echo, NULL);
}

static void
every_signal_gives_the_echo_back_in_plain_mode(void **state)
{
	(void)state;
	for (int signo = 1; signo <= signal_last(); signo++) {
		struct session session;
		struct vt *vt = &session.vt;
		const char *argv[] = { program(), "edit", NULL, NULL };

		if (!signal_ends_by_default(signo))
			continue;
		place_make(&session);
		argv[2] = session.draft;
		vt_start(vt, "dumb", 80, 24, argv, NULL);
		plain_mode_secret(vt);
		ended_by_it(vt, signo, true);
		session_close(&session);
	}
}

/* The question of a command. */
static void
prompt_open(struct session *session)
{
	static const char *const settings[] = { "challenge=@prompt", "key_size=2048",
		"url=https://scep.example.com/scep", NULL };

	session_make(session, settings);
}

static void
every_signal_gives_the_echo_back_at_a_prompt(void **state)
{
	(void)state;
	for (int signo = 1; signo <= signal_last(); signo++) {
		struct session session;
		struct vt *vt = &session.vt;
		const char *argv[] = { program(), "export", NULL, NULL };

		if (!signal_ends_by_default(signo))
			continue;
		prompt_open(&session);
		argv[2] = session.draft;
		vt_start(vt, "xterm", 80, 24, argv, NULL);
		vt_wait_sent(vt, "(not shown): ");
		vt_wait_for(vt, vt_check_no_echo, NULL);
		kill(vt->pid, signo);
		if (signo == SIGXFSZ)
			kill(vt->pid, SIGTERM);
		assert_true(is_status_of(vt_end(vt), signo == SIGXFSZ ? SIGTERM : signo));
		assert_true(vt_has_first_modes(vt));
		session_close(&session);
	}
}

/* What was typed of it is dropped; nobody could see that it is there. */
static void
a_prompt_that_was_stopped_asks_again(void **state)
{
	static const int stops[] = { 0, SIGTTIN, SIGTTOU };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(stops); i++) {
		struct session session;
		struct vt *vt = &session.vt;
		const char *argv[] = { "/bin/sh", "-c",
			"set -m; "
			"sh -c 'echo $$ >\"$1.pid\"; exec \"$0\" export \"$1\" -o \"$1.out\"' \"$0\" \"$1\";"
			"stty -a >\"$1.modes\"; echo is stopped; fg; echo ended with $?",
			program(), NULL, NULL };

		prompt_open(&session);
		argv[4] = session.draft;
		vt_start(vt, "xterm", 200, 24, argv, NULL);
		vt_wait_sent(vt, "(not shown): ");
		vt_wait_for(vt, vt_check_no_echo, NULL);
		vt_type(vt, "wrong");
		vt_mark_here(vt);
		if (stops[i])
			kill(job_of(&session), stops[i]);
		else
			vt_type(vt, CONTROL('Z'));
		vt_wait_sent(vt, "is stopped");
		assert_contains(session_read(&session, "office.yaml.modes"), " echo ");
		vt_wait_sent(vt, "(not shown): ");
		vt_wait_for(vt, vt_check_no_echo, NULL);
		vt_type(vt, SECRET "\n");
		vt_wait_sent(vt, "ended with 0");
		assert_contains(session_read(&session, "office.yaml.out"), ">" SECRET "<");
		sent_must_not_hold(&vt->sent, 0, SECRET);
		session_close(&session);
	}
}

/* The worker, which it has started for the profile beside the draft, ends with it. */
static void
signals_end_the_start_page_and_its_worker(void **state)
{
	static const int signals[] = { SIGALRM, SIGTERM, SIGXCPU };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(signals); i++) {
		const char *arguments[] = { "set", NULL, "include_root_certificate=yes", NULL,
			NULL };
		struct strbuf pem = STRBUF_INIT, set = STRBUF_INIT, err = STRBUF_INIT;
		struct session session;
		struct vt *vt = &session.vt;
		struct workers workers;

		place_make(&session);
		/* the worker reads its certificate */
		cert_pem(&(struct cert_spec){ .common_name = "Test CA",
				 .rsa_bits = 2048,
				 .digest = "SHA256",
				 .from_day = -1,
				 .to_day = 365,
				 .ca = true },
			&pem);
		assert_int_equal(
			file_write(session_path(&session, "ca.pem"), pem.buf, pem.len, 0, &err), 0);
		strbuf_addf(&set, "root_certificate=@%s", session_path(&session, "ca.pem"));
		arguments[1] = session.draft;
		arguments[3] = set.buf;
		assert_int_equal(run_program(arguments, NULL), 0);
		strbuf_release(&set);
		strbuf_release(&pem);
		session_drafts(&session, "xterm-256color");
		vt_wait(vt, "complete");
		workers_of(vt->pid, &workers);
		if (access("/proc/self/stat", R_OK) == 0)
			assert_int_equal(workers.n, 2); /* and its keeper */
		kill(vt->pid, signals[i]);
		assert_int_not_equal(vt_end(vt), 0);
		assert_terminal_restored(vt);
		vt_wait_until(vt, workers_are_gone, &workers);
		assert_true(workers_are_gone(&workers));
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
	start_in_shell(&session, "dumb", "");
	plain_mode_secret(vt);
	vt_mark_here(vt);
	vt_type(vt, CONTROL('Z'));
	vt_wait_sent(vt, "is stopped");
	assert_contains(session_read(&session, "office.yaml.modes"), " echo ");
	vt_wait_sent(vt, "5 Challenge.");
	vt_wait_for(vt, vt_check_no_echo, NULL);
	vt_type(vt, SECRET "\n");
	vt_wait_sent(vt, "6 Key size, ");
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
		{ "=2\n", "2 Policy name", "Bra\004", "nch\n", "policy_name: Branch\n" },
		/* nobody sees what is there of a secret */
		{ "=5\n", "5 Challenge", "abc\004", "xyz\n", "challenge: xyz\n" },
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
		vt_wait_sent(vt, "Platform, ");
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
		vt_wait_sent(vt, ", optional");
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
		cmocka_unit_test(every_signal_that_ends_gives_the_terminal_back_without_the_secret),
		cmocka_unit_test(signals_end_the_start_page_and_its_worker),
		cmocka_unit_test(sigterm_says_that_something_was_not_saved),
		cmocka_unit_test(control_z_in_every_state_comes_back_with_secrets_hidden),
		cmocka_unit_test(control_z_comes_back_on_every_terminal),
		cmocka_unit_test(other_signals_that_stop_do_the_same),
		cmocka_unit_test(in_the_background_it_waits_for_the_terminal),
		cmocka_unit_test(in_the_background_it_ends_without_touching_the_terminal),
		cmocka_unit_test(a_stopped_wizard_that_is_killed_draws_nothing),
		cmocka_unit_test(one_that_never_had_the_terminal_can_be_killed),
		cmocka_unit_test(every_signal_gives_the_echo_back_in_plain_mode),
		cmocka_unit_test(every_signal_gives_the_echo_back_at_a_prompt),
		cmocka_unit_test(a_prompt_that_was_stopped_asks_again),
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
