/* What is sent to a terminal: all of it, in order, unless the terminal takes nothing and the wizard is to
 * end. */
#include "testing.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/signals.h"
#include "base/strbuf.h"
#include "base/xalloc.h"

#include "ui/tty/output.h"

/* More than any terminal holds for its reader. */
#define MUCH (1024 * 1024)

/* A terminal whose user reads only when told to. */
struct terminal {
	int user, tty;
	struct output output;
};

static void
terminal_open(struct terminal *terminal)
{
	struct strbuf err = STRBUF_INIT;
	struct termios modes;

	terminal->user = posix_openpt(O_RDWR | O_NOCTTY);
	assert_true(terminal->user >= 0);
	assert_int_equal(grantpt(terminal->user), 0);
	assert_int_equal(unlockpt(terminal->user), 0);
	terminal->tty = open(ptsname(terminal->user), O_RDWR | O_NOCTTY);
	assert_true(terminal->tty >= 0);
	assert_int_equal(tcgetattr(terminal->tty, &modes), 0);
	modes.c_oflag &= ~(tcflag_t)OPOST;
	assert_int_equal(tcsetattr(terminal->tty, TCSANOW, &modes), 0);
	assert_int_equal(output_open(&terminal->output, terminal->tty, &err), 0);
	signals_open(STDIN_FILENO);
}

static void
terminal_close(struct terminal *terminal)
{
	signals_close();
	output_close(&terminal->output);
	close(terminal->tty);
	close(terminal->user);
}

/* What stands where differs, so that order shows. */
static char
byte_at(size_t i)
{
	return (char)('a' + i % 23);
}

static void
send_much(struct output *output)
{
	char *much = xmalloc(MUCH + 1);

	for (size_t i = 0; i < MUCH; i++)
		much[i] = byte_at(i);
	much[MUCH] = '\0';
	output_add(output, much);
	output_begin(output, 1);
	output_end(output);
	free(much);
}

static void
all_is_sent_however_slowly_it_is_taken(void **state)
{
	struct terminal terminal;
	size_t got = 0;
	int status;
	pid_t child;

	(void)state;
	terminal_open(&terminal);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		alarm(60);
		send_much(&terminal.output);
		_exit(0);
	}
	while (got < MUCH) {
		char chunk[1000];
		ssize_t n = read(terminal.user, chunk, sizeof chunk);

		assert_true(n > 0);
		for (ssize_t i = 0; i < n; i++)
			if (chunk[i] != byte_at(got++))
				fail_msg("another byte at %zu", got - 1);
	}
	assert_int_equal(got, MUCH);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	terminal_close(&terminal);
}

static void
stuck_terminal_keeps_no_wizard_from_ending(void **state)
{
	struct terminal terminal;

	(void)state;
	terminal_open(&terminal);
	assert_int_not_equal(terminal.output.sink, terminal.tty);
	raise(SIGTERM);
	send_much(&terminal.output);
	assert_int_equal(signals_take(), SIGTERM);
	/* there is room again, for the few bytes that give the terminal back */
	assert_int_equal(write(terminal.tty, "bye", 3), 3);
	terminal_close(&terminal);
}

/* Others write to it, too, and expect to wait. */
static void
the_terminal_of_others_stays_as_it_is(void **state)
{
	struct terminal terminal;

	(void)state;
	terminal_open(&terminal);
	assert_int_equal(fcntl(terminal.tty, F_GETFL) & O_NONBLOCK, 0);
	terminal_close(&terminal);
}

/* select() can wait for the first FD_SETSIZE descriptors alone, and who started us may have left more. */
static void
a_descriptor_that_is_too_high_is_not_waited_for(void **state)
{
	struct rlimit before, more;
	struct terminal terminal;
	int last = -1;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	more = before;
	more.rlim_cur = FD_SETSIZE + 64;
	if (setrlimit(RLIMIT_NOFILE, &more) < 0)
		skip();
	terminal_open(&terminal);
	output_close(&terminal.output);
	while (last < FD_SETSIZE)
		assert_true((last = dup(terminal.tty)) >= 0);
	assert_int_equal(output_open(&terminal.output, terminal.tty, NULL), 0);
	assert_int_equal(terminal.output.sink, terminal.tty);
	output_add(&terminal.output, "x");
	output_begin(&terminal.output, 1);
	output_end(&terminal.output);
	terminal_close(&terminal);
	for (; last > terminal.tty; last--)
		close(last);
	setrlimit(RLIMIT_NOFILE, &before);
}

/* What it has open no program that it starts gets to see, before a picture and behind one. */
static void
what_it_opens_is_its_own(void **state)
{
	struct terminal terminal;

	(void)state;
	terminal_open(&terminal);
	for (int pictures = 0; pictures < 2; pictures++) {
		const struct output *out = &terminal.output;
		const int own[] = { fileno(out->stream), out->ends[0], out->ends[1], out->sink };

		for (size_t i = 0; i < ARRAY_SIZE(own); i++)
			assert_true(fcntl(own[i], F_GETFD) & FD_CLOEXEC);
		assert_true(fcntl(out->ends[0], F_GETFL) & O_NONBLOCK);
		assert_false(fcntl(out->ends[1], F_GETFL) & O_NONBLOCK);
		assert_true(fcntl(out->sink, F_GETFL) & O_NONBLOCK);
		output_begin(&terminal.output, 1);
		output_end(&terminal.output);
	}
	terminal_close(&terminal);
}

/* A picture goes through the pipe where it surely has room there. */
static void
a_picture_that_is_too_large_for_the_pipe_goes_past_it(void **state)
{
	const size_t cells = 1000, room = cells * 12 + 8192;
	struct terminal terminal;

	(void)state;
	terminal_open(&terminal);
	assert_true(terminal.output.capacity >= 16384);
	for (size_t less = 0; less < 2; less++) {
		struct stat st;

		terminal.output.capacity = room - less;
		output_begin(&terminal.output, cells);
		assert_int_equal(fstat(fileno(terminal.output.stream), &st), 0);
		assert_int_equal(S_ISFIFO(st.st_mode), !less);
		output_end(&terminal.output);
		assert_int_equal(fstat(fileno(terminal.output.stream), &st), 0);
		assert_true(S_ISCHR(st.st_mode));
	}
	terminal_close(&terminal);
}

/* One descriptor is needed, the others are for speed; what cannot be opened leaves none behind. */
static void
it_works_with_few_descriptors(void **state)
{
	struct rlimit before, few;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	for (rlim_t left = 0; left < 5; left++) {
		struct terminal terminal;
		STRBUF(err);
		char text[8] = "";
		int next;

		terminal_open(&terminal);
		output_close(&terminal.output);
		next = dup(terminal.tty);
		close(next);
		few = before;
		few.rlim_cur = (rlim_t)next + left;
		assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
		if (output_open(&terminal.output, terminal.tty, &err) < 0) {
			assert_int_equal(left, 0);
			assert_contains(err.buf, "the terminal cannot be opened: ");
		} else {
			assert_true(left > 0);
			assert_int_equal(terminal.output.ends[0] >= 0, left >= 3);
			assert_int_equal(terminal.output.ends[1] >= 0, left >= 3);
			assert_int_equal(
				terminal.output.sink != terminal.tty, left == 2 || left == 4);
			output_add(&terminal.output, "a");
			output_begin(&terminal.output, 1);
			fputs("b", terminal.output.stream);
			fflush(terminal.output.stream);
			output_end(&terminal.output);
			output_close(&terminal.output);
			/* the system may hand them over one by one */
			for (size_t got = 0; got < 2;) {
				ssize_t n = read(terminal.user, text + got, 2 - got);

				assert_true(n > 0);
				got += (size_t)n;
			}
			assert_string_equal(text, "ab");
			assert_int_equal(
				poll(&(struct pollfd){ terminal.user, POLLIN, 0 }, 1, 0), 0);
		}
		assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
		assert_int_equal(dup(terminal.tty), next);
		close(next);
		signals_close();
		close(terminal.tty);
		close(terminal.user);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_is_sent_however_slowly_it_is_taken),
		cmocka_unit_test(stuck_terminal_keeps_no_wizard_from_ending),
		cmocka_unit_test(the_terminal_of_others_stays_as_it_is),
		cmocka_unit_test(a_descriptor_that_is_too_high_is_not_waited_for),
		cmocka_unit_test(what_it_opens_is_its_own),
		cmocka_unit_test(a_picture_that_is_too_large_for_the_pipe_goes_past_it),
		cmocka_unit_test(it_works_with_few_descriptors),
	};

	alarm(60);
	return run_tests(tests);
}
