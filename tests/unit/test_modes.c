/* base/modes and cmd/secret: a terminal whose echo is off, and questions where there is none. */
#include "testing.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/modes.h"
#include "base/strbuf.h"

#include "cmd/secret.h"

struct pair {
	int user, tty;
};

static void
pair_open(struct pair *pair)
{
	pair->user = posix_openpt(O_RDWR | O_NOCTTY);
	assert_true(pair->user >= 0);
	assert_int_equal(grantpt(pair->user), 0);
	assert_int_equal(unlockpt(pair->user), 0);
	pair->tty = open(ptsname(pair->user), O_RDWR | O_NOCTTY);
	assert_true(pair->tty >= 0);
}

static void
pair_close(struct pair *pair)
{
	close(pair->tty);
	close(pair->user);
}

static void
the_echo_goes_off_and_lines_come(void **state)
{
	const tcflag_t echo = ECHO | ECHOE | ECHOK | ECHONL, lines = ICANON | ISIG;
	struct termios raw, before, silent, now;
	struct pollfd there = { .events = POLLIN };
	struct pair pair;

	(void)state;
	pair_open(&pair);
	there.fd = pair.tty;
	assert_int_equal(tcgetattr(pair.tty, &raw), 0);
	raw.c_lflag |= echo;
	raw.c_lflag &= ~lines;
	assert_int_equal(tcsetattr(pair.tty, TCSANOW, &raw), 0);
	assert_int_equal(write(pair.user, "typed before", 12), 12);
	assert_int_equal(poll(&there, 1, 10000), 1);
	assert_int_equal(modes_echo_off(pair.tty, &before, &silent), 0);
	assert_int_equal(tcgetattr(pair.tty, &now), 0);
	assert_int_equal(now.c_lflag & echo, 0);
	assert_int_equal(now.c_lflag & lines, lines);
	assert_int_equal(silent.c_lflag, now.c_lflag);
	assert_int_equal(before.c_lflag, raw.c_lflag);
	assert_int_equal(tcsetattr(pair.tty, TCSANOW, &raw), 0);
	assert_int_equal(fcntl(pair.tty, F_SETFL, O_NONBLOCK), 0);
	assert_int_equal(read(pair.tty, &now, 1), -1);
	pair_close(&pair);
}

static void
what_is_no_terminal_is_told(void **state)
{
	struct termios before, silent;
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	errno = 0;
	assert_int_equal(modes_echo_off(ends[0], &before, &silent), -1);
	assert_int_equal(errno, ENOTTY);
	close(ends[0]);
	close(ends[1]);
	assert_int_equal(modes_echo_off(ends[0], &before, &silent), -1);
	assert_int_equal(errno, EBADF);
}

/* In a session of its own: what is said of the question, and how many descriptors it left open. */
static int
ask(const char *wanted)
{
	struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;
	int next = dup(STDOUT_FILENO), after, result;
	bool as_wanted;

	close(next);
	result = secret_ask("Passphrase", "; make one without", &out, &err);
	after = dup(STDOUT_FILENO);
	as_wanted = result == -1 && !out.len && !strcmp(err.buf, wanted) && after == next;
	strbuf_release(&out);
	strbuf_release(&err);
	return as_wanted ? 0 : 1;
}

static void
assert_child_is_well(pid_t child)
{
	int status;

	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

#define NO_TERMINAL "Passphrase must be asked for, but there is no terminal; make one without"

static void
a_session_without_a_terminal_is_not_asked(void **state)
{
	pid_t child = fork();

	(void)state;
	if (!child) {
		setsid();
		_exit(ask(NO_TERMINAL));
	}
	assert_child_is_well(child);
}

/* select() takes no descriptor from FD_SETSIZE on. */
static void
a_terminal_with_too_high_a_number_is_none(void **state)
{
	struct rlimit many;
	struct pair pair;
	pid_t child;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &many), 0);
	if (many.rlim_cur < FD_SETSIZE + 16)
		many.rlim_cur = FD_SETSIZE + 16;
	if (setrlimit(RLIMIT_NOFILE, &many) < 0)
		skip();
	pair_open(&pair);
	child = fork();
	if (!child) {
		setsid();
		if (ioctl(pair.tty, TIOCSCTTY, 0) < 0)
			_exit(2);
		while (dup(STDOUT_FILENO) < FD_SETSIZE - 1)
			;
		_exit(ask(NO_TERMINAL));
	}
	assert_child_is_well(child);
	pair_close(&pair);
}

/* More than a terminal takes in one line comes in pieces, which ^D ends. */
static void
answer_of(int user, size_t bytes)
{
	static const char question[] = "(not shown): ";
	struct strbuf shown = STRBUF_INIT, piece = STRBUF_INIT;
	char c;

	while (!strstr(shown.buf, question) && read(user, &c, 1) == 1)
		strbuf_addch(&shown, c);
	for (size_t n; bytes; bytes -= n) {
		n = bytes < 1000 ? bytes : 1000;
		strbuf_clear(&piece);
		strbuf_addchars(&piece, 'x', n);
		strbuf_addch(&piece, n == bytes ? '\n' : '\004');
		assert_int_equal(write(user, piece.buf, piece.len), (ssize_t)piece.len);
	}
	strbuf_release(&shown);
	strbuf_release(&piece);
}

static void
a_secret_has_4096_bytes_at_most(void **state)
{
	(void)state;
	for (size_t bytes = 4095; bytes <= 4097; bytes++) {
		struct pair pair;
		pid_t child;

		pair_open(&pair);
		child = fork();
		if (!child) {
			struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;
			int result;

			setsid();
			if (ioctl(pair.tty, TIOCSCTTY, 0) < 0)
				_exit(2);
			result = secret_ask("Passphrase", "", &out, &err);
			if (bytes <= 4096)
				_exit(result < 0 || out.len != bytes);
			_exit(result == 0 ||
				strcmp(err.buf, "a secret can have at most 4096 bytes here") != 0);
		}
		answer_of(pair.user, bytes);
		assert_child_is_well(child);
		pair_close(&pair);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_echo_goes_off_and_lines_come),
		cmocka_unit_test(what_is_no_terminal_is_told),
		cmocka_unit_test(a_session_without_a_terminal_is_not_asked),
		cmocka_unit_test(a_terminal_with_too_high_a_number_is_none),
		cmocka_unit_test(a_secret_has_4096_bytes_at_most),
	};

	return run_tests(tests);
}
