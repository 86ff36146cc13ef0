/* base/report, base/fatal, base/account: what is told, by what, and whose name stands below it. */
#include "testing.h"

#include <pwd.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/account.h"
#include "base/fatal.h"
#include "base/report.h"
#include "base/strbuf.h"
#include "base/strvec.h"
#include "base/xalloc.h"

/* Runs it in a process of its own: how that ended, as waitpid tells, and what it wrote to stderr. */
static int
apart(void (*run)(void), struct strbuf *said)
{
	char chunk[512];
	int ends[2], status = -1;
	ssize_t n;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (!child) {
		dup2(ends[1], STDERR_FILENO);
		close(ends[0]);
		close(ends[1]);
		run();
		_exit(0);
	}
	close(ends[1]);
	strbuf_clear(said);
	while ((n = read(ends[0], chunk, sizeof chunk)) > 0)
		strbuf_add(said, chunk, (size_t)n);
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static void
tell_all(void)
{
	report_error("one %d", 1);
	report_warning("two %s", "2");
	report_note("three");
	report_errors("four\nfive");
	report_error("six\nseven\033[m");
}

static void
every_message_is_a_line(void **state)
{
	STRBUF(said);

	(void)state;
	assert_int_equal(apart(tell_all, &said), 0);
	assert_string_equal(said.buf,
		"scepwiz: error: one 1\nscepwiz: warning: two 2\nscepwiz: three\n"
		"scepwiz: error: four\nscepwiz: error: five\n"
		"scepwiz: error: six<U+000A>seven<U+001B>[m\n");
}

static void
put_back(void)
{
	(void)!write(STDERR_FILENO, "back\n", 5);
}

static void
make_mistake(void)
{
	fatal_guard(put_back);
	report_bug("src/x.c", 12, "%d of %s", 7, "them");
}

static void
a_mistake_of_its_own_puts_back_tells_where_and_aborts(void **state)
{
	STRBUF(said);
	int status;

	(void)state;
	status = apart(make_mistake, &said);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
	assert_string_equal(
		said.buf, "back\nscepwiz: error: a mistake in scepwiz at src/x.c:12: 7 of them\n");
}

static void
ask_too_much(void)
{
	fatal_guard(put_back);
	fatal_note("all is kept");
	xreallocarray(NULL, SIZE_MAX / 2 + 1, 2);
}

static void
without_memory_it_puts_back_says_so_and_ends(void **state)
{
	STRBUF(said);
	int status;

	(void)state;
	status = apart(ask_too_much, &said);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), NO_MEMORY_STATUS);
	assert_string_equal(said.buf,
		"back\nscepwiz: error: the system has no memory left\nscepwiz: all is kept\n");
}

static uid_t somebody;

static void
tell_name(void)
{
	STRBUF(name);

	if (setuid(somebody) < 0)
		_exit(1);
	strbuf_addstr(&name, "I am ");
	account_name(&name);
	(void)!write(STDERR_FILENO, name.buf, name.len);
}

/* The full name, up to its first comma, else the name, else the number: of every account of the system. */
static void
whoever_it_is_has_a_name(void **state)
{
	const struct passwd *user;
	STRVEC(names);
	STRVEC(numbers);
	STRBUF(said);

	(void)state;
	if (getuid() != 0)
		skip();
	for (setpwent(); (user = getpwent());) {
		size_t full = strcspn(user->pw_gecos, ",");
		STRBUF(number);

		if (getpwuid(user->pw_uid) != NULL) {
			strbuf_addf(&number, "%ld", (long)user->pw_uid);
			strvec_push(&numbers, number.buf);
			if (full)
				strvec_pushn(&names, user->pw_gecos, full);
			else
				strvec_push(&names, user->pw_name);
		}
	}
	endpwent();
	strvec_push(&numbers, "54321");
	strvec_push(&names, "user 54321");
	for (size_t i = 0; i < names.n; i++) {
		STRBUF(wanted);

		somebody = (uid_t)strtol(numbers.v[i], NULL, 10);
		strbuf_addf(&wanted, "I am %s", names.v[i]);
		assert_int_equal(apart(tell_name, &said), 0);
		assert_string_equal(said.buf, wanted.buf);
	}
}

static int crash;

static void
crash_now(void)
{
	signal(crash, SIG_DFL);
	fatal_guard(put_back);
	fatal_catch_crashes();
	raise(crash);
}

/* Told once, and ended by the same signal. */
static void
a_crash_puts_back_tells_what_it_was_and_ends_by_it(void **state)
{
	static const struct {
		int signo;
		const char *said;
	} cases[] = {
		{ SIGSEGV, "a mistake in scepwiz or a library has ended it (SIGSEGV)" },
		{ SIGBUS,
			"a mistake in scepwiz or a library, or a file cut while it was read, has ended it (SIGBUS)" },
		{ SIGFPE, "a mistake in scepwiz or a library has ended it (SIGFPE)" },
		{ SIGILL,
			"a mistake in scepwiz or a library, or another kind of processor, has ended it (SIGILL)" },
		{ SIGABRT,
			"a mistake in scepwiz or a library, or a lack of memory there, has ended it (SIGABRT)" },
		{ SIGTERM, "ended by signal 15" },
	};
	STRBUF(said);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(wanted);
		int status;

		crash = cases[i].signo;
		status = apart(crash_now, &said);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), crash);
		strbuf_addf(&wanted, "back\nscepwiz: error: %s\n", cases[i].said);
		assert_string_equal(said.buf, wanted.buf);
	}
}

static void
crash_in_library(void)
{
	char *page = mmap(NULL, 1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	signal(SIGSEGV, SIG_DFL);
	signal(SIGBUS, SIG_DFL);
	fatal_catch_crashes();
	fatal_guard(put_back);
	fatal_expect_no_memory(true);
	*(volatile char *)page = 1;
}

static void
a_library_without_memory_ends_the_program_as_that(void **state)
{
	STRBUF(said);
	int status = apart(crash_in_library, &said);

	(void)state;
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 3);
	assert_string_equal(said.buf, "back\nscepwiz: error: the library of terminals (curses) "
				      "crashed, as it does when the system has no memory left\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_message_is_a_line),
		cmocka_unit_test(a_mistake_of_its_own_puts_back_tells_where_and_aborts),
		cmocka_unit_test(without_memory_it_puts_back_says_so_and_ends),
		cmocka_unit_test(whoever_it_is_has_a_name),
		cmocka_unit_test(a_library_without_memory_ends_the_program_as_that),
		cmocka_unit_test(a_crash_puts_back_tells_what_it_was_and_ends_by_it),
	};

	return run_tests(tests);
}
