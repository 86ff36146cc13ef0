/* Signals as the loop sees them: noted, and what was ignored before stays so. */
#include "testing.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/fatal.h"
#include "base/modes.h"
#include "base/rescue.h"
#include "base/signals.h"
#include "base/xalloc.h"

#include "kernel_signals.h"

static void (*handler_of(int signo))(int)
{
	struct sigaction now;

	sigaction(signo, NULL, &now);
	return now.sa_handler;
}

static void
noted_signals_are_told_the_gravest_first(void **state)
{
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	signals_open(STDIN_FILENO);
	assert_int_equal(signals_wait(ends[0], 0), 0);
	raise(SIGWINCH);
	assert_false(signals_are_ending());
	raise(SIGTERM);
	assert_true(signals_are_ending());
	assert_int_equal(signals_wait(ends[0], -1), -1);
	assert_int_equal(signals_take(), SIGTERM);
	assert_false(signals_are_ending());
	assert_int_equal(signals_take(), SIGWINCH);
	assert_int_equal(signals_take(), 0);
	signals_close();
	assert_ptr_equal(handler_of(SIGTERM), SIG_DFL);
	close(ends[0]);
	close(ends[1]);
}

/* A wizard that asks a server waits for keys, the server and the time; plain mode reads nothing meanwhile. */
static void
others_are_waited_for_beside_the_keys(void **state)
{
	int keys[2], server[2];
	struct pollfd others[2] = { { .events = POLLIN }, { .events = POLLOUT } };

	(void)state;
	assert_int_equal(pipe(keys), 0);
	assert_int_equal(pipe(server), 0);
	others[0].fd = server[0];
	others[1].fd = server[1];
	signals_open(STDIN_FILENO);
	/* nothing has come, and the time is over */
	assert_int_equal(signals_wait_beside(keys[0], others, 1, 0), 0);
	/* one of them can be written, read: at once */
	assert_int_equal(signals_wait_beside(keys[0], others, 2, -1), 0);
	assert_int_equal(write(server[1], "x", 1), 1);
	assert_int_equal(signals_wait_beside(keys[0], others, 1, -1), 0);
	assert_int_equal(signals_wait_beside(-1, others, 1, -1), 0);
	/* a key is told whatever else has come */
	assert_int_equal(write(keys[1], "x", 1), 1);
	assert_int_equal(signals_wait_beside(keys[0], others, 1, -1), 1);
	assert_int_equal(signals_wait_beside(keys[0], NULL, 0, -1), 1);
	raise(SIGTERM);
	assert_int_equal(signals_wait_beside(keys[0], others, 1, -1), -1);
	assert_int_equal(signals_take(), SIGTERM);
	signals_close();
	for (int i = 0; i < 2; i++) {
		close(keys[i]);
		close(server[i]);
	}
}

/* A program that ignores ^Z for its children has nobody who would continue them. */
static void
what_was_ignored_stays_ignored(void **state)
{
	static const int cases[] = { SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		signal(cases[i], SIG_IGN);
		signals_open(STDIN_FILENO);
		assert_ptr_equal(handler_of(cases[i]), SIG_IGN);
		signals_lend();
		assert_ptr_equal(handler_of(cases[i]), SIG_IGN);
		signals_unlend();
		assert_ptr_equal(handler_of(cases[i]), SIG_IGN);
		if (cases[i] == SIGTSTP)
			signals_stop(); /* which would last for ever */
		assert_ptr_equal(handler_of(cases[i]), SIG_IGN);
		signals_close();
		signal(cases[i], SIG_DFL);
	}
}

static void
another_program_gets_the_keys_signals(void **state)
{
	(void)state;
	signals_open(STDIN_FILENO);
	signals_lend();
	assert_ptr_equal(handler_of(SIGINT), SIG_IGN);
	assert_ptr_equal(handler_of(SIGTSTP), SIG_DFL);
	signals_unlend();
	raise(SIGINT);
	raise(SIGTSTP);
	assert_int_equal(signals_take(), SIGINT);
	assert_int_equal(signals_take(), SIGTSTP);
	signals_close();
}

/* The shell sends it, too, while what is left of the program puts things away. */
static void
a_second_signal_does_not_cut_the_end(void **state)
{
	static const int again[] = { SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGUSR1 };

	(void)state;
	signals_open(STDIN_FILENO);
	raise(SIGHUP);
	assert_int_equal(signals_take(), SIGHUP);
	signals_end();
	signals_close();
	for (size_t i = 0; i < ARRAY_SIZE(again); i++)
		assert_int_equal(raise(again[i]), 0);
}

static int told; /* written to when the terminal is put back */

static void
put_back(void)
{
	assert_int_equal(write(told, "x", 1), 1);
}

/* A child on which the signal was put; its status, and how often it put its terminal back. */
static int
child_status(int signo, void (*handler)(int), ssize_t *times)
{
	char bytes[8];
	int ends[2], status;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (!child) {
		told = ends[1];
		close(STDERR_FILENO);
		signals_reset();
		signal(signo, handler);
		fatal_guard(put_back);
		raise(signo);
		_exit(0);
	}
	close(ends[1]);
	assert_int_equal(waitpid(child, &status, 0), child);
	*times = read(ends[0], bytes, sizeof bytes);
	close(ends[0]);
	return status;
}

static void
every_signal_that_ends_puts_the_terminal_back(void **state)
{
	int tried = 0;

	(void)state;
	for (int signo = 1; signo <= signal_last(); signo++) {
		ssize_t times;
		int status;

		if (!signal_ends_by_default(signo))
			continue;
		status = child_status(signo, SIG_DFL, &times);
		if (!WIFSIGNALED(status) || WTERMSIG(status) != signo || times != 1)
			fail_msg("signal %d: status %d, put back %zd times", signo, status, times);
		status = child_status(signo, SIG_IGN, &times);
		if (!WIFEXITED(status) || times)
			fail_msg("signal %d is not ignored any more", signo);
		tried++;
	}
	print_message("%d signals\n", tried);
	assert_true(tried > 20);
}

static void
what_has_a_handler_keeps_it(void **state)
{
	(void)state;
	signals_open(STDIN_FILENO);
	fatal_guard(put_back);
	assert_ptr_not_equal(handler_of(SIGALRM), SIG_DFL);
	assert_ptr_equal(handler_of(SIGCHLD), SIG_DFL);
	raise(SIGTERM);
	assert_int_equal(signals_take(), SIGTERM);
	assert_true(fatal_guard(NULL) == put_back);
	assert_ptr_equal(handler_of(SIGALRM), SIG_DFL);
	signals_close();
}

/* Of the terminal, by which a shell tells a program that it is in the background; nobody is there to tell. */
static void
what_stops_is_noted_in_the_foreground(void **state)
{
	static const int stops[] = { SIGTSTP, SIGTTIN, SIGTTOU };
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	for (size_t i = 0; i < ARRAY_SIZE(stops); i++) {
		pid_t child = fork();
		int status;

		if (!child) {
			setsid(); /* no terminal, so none that is another's */
			signals_open(ends[0]);
			raise(stops[i]);
			_exit(!signals_stops(stops[i]) || signals_take() != stops[i]);
		}
		assert_int_equal(waitpid(child, &status, WUNTRACED), child);
		assert_int_equal(status, 0);
	}
	close(ends[0]);
	close(ends[1]);
}

/* Nothing reads what is written to it, and it takes no more. */
static void
a_stuck_terminal_gets_its_modes_back(void **state)
{
	struct termios modes, now;
	int user = posix_openpt(O_RDWR | O_NOCTTY), tty, status;
	pid_t child;

	(void)state;
	assert_int_equal(grantpt(user), 0);
	assert_int_equal(unlockpt(user), 0);
	tty = open(ptsname(user), O_RDWR | O_NOCTTY | O_NONBLOCK);
	assert_true(tty >= 0);
	assert_int_equal(tcgetattr(tty, &modes), 0);
	while (write(tty, "xxxxxxxxxxxxxxxx", 16) > 0)
		;
	assert_int_equal(fcntl(tty, F_SETFL, 0), 0);
	child = fork();
	if (!child) {
		struct termios before, silent;

		close(STDERR_FILENO);
		setsid();
		signals_reset();
		rescue_open(tty, tty);
		rescue_send("back");
		if (modes_echo_off(tty, &before, &silent) == 0)
			raise(SIGALRM);
		_exit(1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGALRM);
	assert_int_equal(tcgetattr(tty, &now), 0);
	assert_int_equal(now.c_lflag, modes.c_lflag);
	assert_int_equal(fcntl(tty, F_GETFL) & O_NONBLOCK, 0);
	close(user);
	close(tty);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(noted_signals_are_told_the_gravest_first),
		cmocka_unit_test(others_are_waited_for_beside_the_keys),
		cmocka_unit_test(what_was_ignored_stays_ignored),
		cmocka_unit_test(another_program_gets_the_keys_signals),
		cmocka_unit_test(every_signal_that_ends_puts_the_terminal_back),
		cmocka_unit_test(what_has_a_handler_keeps_it),
		cmocka_unit_test(what_stops_is_noted_in_the_foreground),
		cmocka_unit_test(a_stuck_terminal_gets_its_modes_back),
		/* from then on the rest is ignored */
		cmocka_unit_test(a_second_signal_does_not_cut_the_end),
	};

	alarm(60);
	return run_tests(tests);
}
