/* base/child: what came back whole, and what is said where it did not. */
#include "testing.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/child.h"
#include "base/xalloc.h"

static const struct child_limits limits = { .cpu = 1, .clock = 60, .answer = 1000 };

static void
work_answer(void *data, struct strbuf *answer)
{
	strbuf_addstr(answer, data);
}

static void
work_bytes(void *data, struct strbuf *answer)
{
	strbuf_addchars(answer, '.', *(const size_t *)data);
}

static void
work_tell_descriptors(void *data, struct strbuf *answer)
{
	(void)data;
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		strbuf_addf(answer, "%s", fcntl(fd, F_GETFD) < 0 ? "closed " : "open ");
	strbuf_addf(answer, "%s", open("/dev/null", O_RDONLY) < 0 ? "none" : "some");
}

static void
work_tell_descriptor(void *data, struct strbuf *answer)
{
	strbuf_addstr(answer, fcntl(*(const int *)data, F_GETFD) < 0 ? "closed" : "open");
}

static void
work_raise(void *data, struct strbuf *answer)
{
	strbuf_addstr(answer, "half of it");
	raise(*(const int *)data);
}

static void
work_for_ever(void *data, struct strbuf *answer)
{
	volatile bool on = true;

	(void)data;
	(void)answer;
	while (on)
		;
}

static void
work_sleep(void *data, struct strbuf *answer)
{
	(void)data;
	(void)answer;
	for (;;)
		pause();
}

static void
work_without_memory(void *data, struct strbuf *answer)
{
	(void)data;
	(void)answer;
	out_of_memory();
}

static void
work_leave(void *data, struct strbuf *answer)
{
	strbuf_addstr(answer, "half of it");
	_exit(*(const int *)data);
}

/* Its own writing: with the end of a whole answer, and dead by the signal or not. */
static void
work_write_and_end(void *data, struct strbuf *answer)
{
	static const char text[] = "all of it.";
	int out = STDERR_FILENO + 1;

	(void)answer;
	while (fcntl(out, F_GETFD) < 0)
		out++;
	if (write(out, text, strlen(text)) < 0)
		_exit(9);
	if (*(const int *)data)
		raise(*(const int *)data);
	_exit(7);
}

static void
what_it_answers_comes_back(void **state)
{
	struct strbuf out = STRBUF_INIT, why = STRBUF_INIT;
	char text[] = "all of it.";

	(void)state;
	strbuf_addstr(&out, "before, ");
	assert_int_equal(child_run(&limits, work_answer, text, &out, &why), 0);
	assert_string_equal(out.buf, "before, all of it.");
	assert_string_equal(why.buf, "");
	strbuf_release(&out);
	strbuf_release(&why);
}

/* More than a pipe holds at a time. */
static void
a_long_answer_comes_back_whole(void **state)
{
	const struct child_limits roomy = { .cpu = 10, .clock = 60, .answer = 1 << 20 };
	struct strbuf out = STRBUF_INIT, why = STRBUF_INIT;
	size_t len = 1 << 20;

	(void)state;
	assert_int_equal(child_run(&roomy, work_bytes, &len, &out, &why), 0);
	assert_int_equal(out.len, len);
	strbuf_release(&out);
	strbuf_release(&why);
}

/* As many bytes as are taken, and one more. */
static void
an_answer_has_a_limit(void **state)
{
	(void)state;
	for (size_t len = 999; len <= 1001; len++) {
		struct strbuf out = STRBUF_INIT, why = STRBUF_INIT;

		assert_int_equal(
			child_run(&limits, work_bytes, &len, &out, &why), len > 1000 ? -1 : 0);
		assert_int_equal(out.len, len > 1000 ? 0 : len);
		assert_string_equal(why.buf,
			len > 1000 ? "the process for it answered with more than 1000 bytes" : "");
		strbuf_release(&out);
		strbuf_release(&why);
	}
}

static void
no_process_is_told(void **state)
{
	struct strbuf out = STRBUF_INIT, why = STRBUF_INIT;
	struct rlimit before, none;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = before;
	none.rlim_cur = 3;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	assert_int_equal(child_run(&limits, work_leave, NULL, &out, &why), -1);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	assert_string_equal(why.buf, "a process for it cannot be started: Too many open files");
	assert_string_equal(out.buf, "");
	strbuf_release(&out);
	strbuf_release(&why);
}

static void
the_child_has_no_standard_descriptors_and_opens_none(void **state)
{
	struct child_limits shut = limits;
	struct strbuf out = STRBUF_INIT, why = STRBUF_INIT;

	(void)state;
	assert_int_equal(child_run(&shut, work_tell_descriptors, NULL, &out, &why), 0);
	assert_string_equal(out.buf, "closed closed closed some");
	strbuf_clear(&out);
	shut.opens_none = true;
	assert_int_equal(child_run(&shut, work_tell_descriptors, NULL, &out, &why), 0);
	assert_string_equal(out.buf, "closed closed closed none");
	strbuf_release(&out);
	strbuf_release(&why);
}

/* A side file's lock would stay for as long as the child has the file. */
static void
nothing_of_the_session_is_open_in_the_child(void **state)
{
	struct strbuf out = STRBUF_INIT, why = STRBUF_INIT;
	int low = open("/dev/null", O_RDONLY), high = fcntl(low, F_DUPFD, 100);

	(void)state;
	assert_true(low >= 0 && high >= 100);
	assert_int_equal(child_run(&limits, work_tell_descriptor, &low, &out, &why), 0);
	assert_int_equal(child_run(&limits, work_tell_descriptor, &high, &out, &why), 0);
	assert_string_equal(out.buf, "closedclosed");
	assert_true(fcntl(low, F_GETFD) >= 0 && fcntl(high, F_GETFD) >= 0);
	close(low);
	close(high);
	strbuf_release(&out);
	strbuf_release(&why);
}

static int segv = SIGSEGV, abrt = SIGABRT, kill_it = SIGKILL, hup = SIGHUP, done = 0, five = 5;
static size_t too_much = 5000;

static const struct failing {
	void (*work)(void *data, struct strbuf *answer);
	void *data;
	unsigned clock;
	const char *why;
} failing[] = {
	{ work_raise, &segv, 60, "the process for it was ended by signal 11 (" },
	{ work_raise, &abrt, 60, "the process for it was ended by signal 6 (" },
	{ work_raise, &kill_it, 60, "the process for it was ended by signal 9 (" },
	{ work_raise, &hup, 60, "the process for it was ended by signal 1 (" },
	{ work_for_ever, NULL, 60, "the process for it was ended by signal " },
	{ work_sleep, NULL, 1, "the process for it took more than 1 second" },
	{ work_bytes, &too_much, 60, "the process for it answered with more than 1000 bytes" },
	{ work_without_memory, NULL, 60, "the process for it found no memory left" },
	{ work_write_and_end, &segv, 60, "the process for it was ended by signal 11 (" },
	{ work_write_and_end, &done, 60, "the process for it ended before it was done (status 7)" },
	{ work_leave, &done, 60, "the process for it ended before it was done (status 0)" },
	{ work_leave, &five, 60, "the process for it ended before it was done (status 5)" },
};

static void
ignore(int signo)
{
	(void)signo;
}

/* Whatever the session does with the signal. */
static void
what_ends_it_is_told(void **state)
{
	void (*before)(int) = signal(SIGHUP, ignore);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(failing); i++) {
		const struct failing *row = &failing[i];
		struct child_limits own = limits;
		struct strbuf out = STRBUF_INIT, why = STRBUF_INIT;

		own.clock = row->clock;
		assert_int_equal(child_run(&own, row->work, row->data, &out, &why), -1);
		assert_contains(why.buf, row->why);
		assert_string_equal(out.buf, "");
		strbuf_release(&out);
		strbuf_release(&why);
	}
	signal(SIGHUP, before);
}

/* A wizard in plain mode that ^C ends finishes its export first. */
static void
keys_do_not_end_the_child(void **state)
{
	static int keys[] = { SIGINT, SIGQUIT, SIGTSTP };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		struct strbuf out = STRBUF_INIT, why = STRBUF_INIT;

		assert_int_equal(child_run(&limits, work_raise, &keys[i], &out, &why), 0);
		assert_string_equal(out.buf, "half of it");
		assert_string_equal(why.buf, "");
		strbuf_release(&out);
		strbuf_release(&why);
	}
}

/* nohup and some shells leave it so: nobody can be waited for then. */
static void
a_half_answer_is_known_where_children_are_not_waited_for(void **state)
{
	void (*before)(int) = signal(SIGCHLD, SIG_IGN);
	struct strbuf out = STRBUF_INIT, why = STRBUF_INIT;
	char text[] = "all of it";

	(void)state;
	assert_int_equal(child_run(&limits, work_answer, text, &out, &why), 0);
	assert_string_equal(out.buf, "all of it");
	assert_int_equal(child_run(&limits, work_raise, &segv, &out, &why), -1);
	assert_contains(why.buf, "ended before it was done");
	signal(SIGCHLD, before);
	strbuf_release(&out);
	strbuf_release(&why);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_it_answers_comes_back),
		cmocka_unit_test(a_long_answer_comes_back_whole),
		cmocka_unit_test(an_answer_has_a_limit),
		cmocka_unit_test(no_process_is_told),
		cmocka_unit_test(the_child_has_no_standard_descriptors_and_opens_none),
		cmocka_unit_test(nothing_of_the_session_is_open_in_the_child),
		cmocka_unit_test(what_ends_it_is_told),
		cmocka_unit_test(keys_do_not_end_the_child),
		cmocka_unit_test(a_half_answer_is_known_where_children_are_not_waited_for),
	};

	return run_tests(tests);
}
