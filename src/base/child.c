#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/fatal.h"
#include "base/fileio.h"
#include "base/text.h"
#include "base/xalloc.h"

/* Ends what was answered, so that a part of it is known to be one. */
#define ANSWER_END '.'
/* More than a session ever has open. */
#define DESCRIPTORS 256

#if defined __SANITIZE_ADDRESS__
#define MEMORY_CAN_BE_LIMITED 0 /* it reserves more than any limit allows */
#elif defined __has_feature
#if __has_feature(address_sanitizer)
#define MEMORY_CAN_BE_LIMITED 0
#endif
#endif
#if !defined MEMORY_CAN_BE_LIMITED
#define MEMORY_CAN_BE_LIMITED 1
#endif

/*
 * The child.
 */

/* Where it cannot be set there is a narrower one. */
static void
child_limit(int resource, rlim_t most)
{
	struct rlimit limit = { most, most };

	setrlimit(resource, &limit);
}

static void
child_take_limits(const struct child_limits *limits)
{
	child_limit(RLIMIT_CPU, limits->cpu);
	child_limit(RLIMIT_CORE, 0);
	child_limit(RLIMIT_FSIZE, 0);
	if (limits->opens_none)
		child_limit(RLIMIT_NOFILE, 0);
#if defined RLIMIT_AS
	if (limits->memory && MEMORY_CAN_BE_LIMITED)
		child_limit(RLIMIT_AS, limits->memory);
#endif
}

/* The terminal and the draft's side file are the session's, whose lock would stay for as long as this
 * process has the file. */
static void
child_close_all(int but)
{
	for (int fd = STDIN_FILENO; fd < DESCRIPTORS; fd++)
		if (fd != but && fcntl(fd, F_GETFD) >= 0)
			close(fd);
}

static void
child_confine(const struct child_limits *limits, int out)
{
	static const int signals[] = { SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGXCPU, SIGTERM,
		SIGHUP, SIGPIPE, SIGUSR1, SIGCONT, SIGWINCH };
	/* What keys send is for the session, which waits for this process first. */
	static const int keys[] = { SIGINT, SIGQUIT, SIGTSTP };

	fatal_guard(NULL);
	fatal_note(NULL);
	for (size_t i = 0; i < ARRAY_SIZE(signals); i++)
		signal(signals[i], SIG_DFL);
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		signal(keys[i], SIG_IGN);
	child_close_all(out);
	child_take_limits(limits);
}

/*
 * The parent.
 */

/* Milliseconds that are left until end. */
static int
time_left(const struct timespec *end)
{
	struct timespec now;
	long ms;

	clock_gettime(CLOCK_MONOTONIC, &now);
	ms = (long)(end->tv_sec - now.tv_sec) * 1000 + (end->tv_nsec - now.tv_nsec) / 1000000;
	return ms > 0 ? (int)ms : 0;
}

/* The next piece: its bytes, 0 at the end, -1 where there was none yet or none can be had. */
static ssize_t
child_read(int in, int wait_ms, struct strbuf *answer)
{
	struct pollfd ready = { .fd = in, .events = POLLIN };
	char piece[16384];
	ssize_t n = -1;

	errno = EAGAIN;
	if (poll(&ready, 1, wait_ms) > 0)
		n = read(in, piece, sizeof piece);
	if (n > 0)
		strbuf_add(answer, piece, (size_t)n);
	wipe(piece, sizeof piece);
	return n;
}

/* All that the child says. -1: too much, or not in time. */
static int
child_listen(int in, const struct child_limits *limits, struct strbuf *answer, struct strbuf *why)
{
	struct timespec end;
	ssize_t n = 1;
	int left;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += limits->clock;
	while (n) {
		left = time_left(&end);
		if (!left)
			return error_add(
				why, "the process for it took more than %u seconds", limits->clock);
		if (answer->len > limits->answer + 1) /* and the end */
			return error_add(why,
				"the process for it answered with more than %zu bytes",
				limits->answer);
		n = child_read(in, left, answer);
		if (n < 0 && errno != EINTR && errno != EAGAIN)
			return error_add(
				why, "the process for it cannot be heard: %s", strerror(errno));
	}
	return 0;
}

/* How it ended; 0 too where the system has taken it away (SIGCHLD is ignored). */
static int
child_wait(pid_t child)
{
	int status = 0;
	pid_t pid;

	do
		pid = waitpid(child, &status, 0);
	while (pid < 0 && errno == EINTR);
	return pid < 0 ? 0 : status;
}

static int
child_tell(int status, struct strbuf *why)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == NO_MEMORY_STATUS)
		return error_add(why, "the process for it found no memory left");
	if (WIFSIGNALED(status))
		return error_add(why, "the process for it was ended by signal %d (%s)",
			WTERMSIG(status), strsignal(WTERMSIG(status)));
	return error_add(why, "the process for it ended before it was done (status %d)",
		WEXITSTATUS(status));
}

/* Takes the end off; without it the answer is no whole one. */
static int
child_take(struct strbuf *answer, int status, struct strbuf *why)
{
	if (status || !answer->len || answer->buf[answer->len - 1] != ANSWER_END)
		return child_tell(status, why);
	strbuf_truncate(answer, answer->len - 1);
	return 0;
}

/* The reading end of the pipe; *child is 0 in the child, which has the writing end. */
static int
child_start(pid_t *child, struct strbuf *why)
{
	int ends[2] = { -1, -1 }, own;

	*child = pipe(ends) == 0 ? fork() : -1;
	if (*child < 0) {
		error_add(why, "a process for it cannot be started: %s", strerror(errno));
		if (ends[0] >= 0) {
			close(ends[0]);
			close(ends[1]);
		}
		return -1;
	}
	own = *child ? 0 : 1;
	close(ends[!own]);
	return ends[own];
}

int
child_run(const struct child_limits *limits, void (*work)(void *data, struct strbuf *answer),
	void *data, struct strbuf *out, struct strbuf *why)
{
	struct strbuf answer = STRBUF_INIT;
	pid_t child;
	int end = child_start(&child, why), status, result;

	if (end < 0)
		return -1;
	if (child == 0) {
		child_confine(limits, end);
		work(data, &answer);
		strbuf_addch(&answer, ANSWER_END);
		_exit(fd_write(end, answer.buf, answer.len) < 0);
	}
	result = child_listen(end, limits, &answer, why);
	close(end);
	if (result < 0)
		kill(child, SIGKILL);
	status = child_wait(child);
	if (result == 0)
		result = child_take(&answer, status, why);
	if (result == 0)
		strbuf_add(out, answer.buf, answer.len);
	strbuf_release(&answer);
	return result;
}
