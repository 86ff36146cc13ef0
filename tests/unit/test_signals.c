/* Signals as the loop sees them: noted, and what was ignored before stays so. */
#include "testing.h"

#include <signal.h>
#include <unistd.h>

#include "base/xalloc.h"

#include "ui/tty/signals.h"

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
	signals_open();
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

/* A program that ignores ^Z for its children has nobody who would continue them. */
static void
what_was_ignored_stays_ignored(void **state)
{
	static const int cases[] = { SIGHUP, SIGINT, SIGQUIT, SIGTSTP };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		signal(cases[i], SIG_IGN);
		signals_open();
		assert_ptr_equal(handler_of(cases[i]), SIG_IGN);
		signals_lend();
		assert_ptr_equal(handler_of(cases[i]), SIG_IGN);
		signals_lent();
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
	signals_open();
	signals_lend();
	assert_ptr_equal(handler_of(SIGINT), SIG_IGN);
	assert_ptr_equal(handler_of(SIGTSTP), SIG_DFL);
	signals_lent();
	assert_ptr_equal(handler_of(SIGINT), SIG_DFL);
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
	signals_open();
	raise(SIGHUP);
	assert_int_equal(signals_take(), SIGHUP);
	signals_end();
	signals_close();
	for (size_t i = 0; i < ARRAY_SIZE(again); i++)
		assert_int_equal(raise(again[i]), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(noted_signals_are_told_the_gravest_first),
		cmocka_unit_test(what_was_ignored_stays_ignored),
		cmocka_unit_test(another_program_gets_the_keys_signals),
		cmocka_unit_test(a_second_signal_does_not_cut_the_end),
	};

	alarm(60);
	return run_tests(tests);
}
