/* The handlers only note; the loop looks, in the one place where it waits. */
#include "base/signals.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

#include "base/xalloc.h"

/* What a terminal has to take the last picture, once the wizard is to end. */
#define PATIENCE_MS 500

static const struct watched {
	int signo;
	bool ends, stops;
	const char *name;
} watched[] = {
	{ SIGHUP, true, false, "SIGHUP" },
	{ SIGTERM, true, false, "SIGTERM" },
	{ SIGINT, true, false, "SIGINT" },
	{ SIGQUIT, true, false, "SIGQUIT" },
	{ SIGUSR1, true, false, "another session" },
	{ SIGTSTP, false, true, "SIGTSTP" },
	{ SIGTTIN, false, true, "SIGTTIN" },
	{ SIGTTOU, false, true, "SIGTTOU" },
	{ SIGCONT, false, false, "SIGCONT" },
	{ SIGWINCH, false, false, "SIGWINCH" },
};

static volatile sig_atomic_t noted[ARRAY_SIZE(watched)];
static struct sigaction before[ARRAY_SIZE(watched)];
static int terminal_fd;
static bool ending;

static void
signals_note(int signo)
{
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++)
		if (watched[i].signo == signo)
			noted[i] = 1;
}

static void
signals_handle(int signo, void (*handler)(int))
{
	struct sigaction action;

	memset(&action, 0, sizeof action);
	action.sa_handler = handler;
	action.sa_flags = SA_RESTART;
	sigemptyset(&action.sa_mask);
	sigaction(signo, &action, NULL);
}

bool
signals_in_background(int terminal)
{
	const int fds[] = { terminal, STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO };

	for (size_t i = 0; i < ARRAY_SIZE(fds); i++) {
		pid_t owner = tcgetpgrp(fds[i]);

		if (owner >= 0)
			return owner != getpgrp();
	}
	return false;
}

/* Here, whatever is blocked; returns when the process is continued. */
static void
signals_stop_now(int signo, void (*handler)(int))
{
	sigset_t this, old;

	sigemptyset(&this);
	sigaddset(&this, signo);
	signals_handle(signo, SIG_DFL);
	sigprocmask(SIG_UNBLOCK, &this, &old);
	raise(signo);
	sigprocmask(SIG_SETMASK, &old, NULL);
	signals_handle(signo, handler);
}

/* What the system stops for using a terminal that is not its own would try again for ever: it is stopped
 * there. Nothing is to be put back then. */
static void
signals_note_stop(int signo)
{
	int error = errno;

	if (signals_in_background(terminal_fd))
		signals_stop_now(signo, signals_note_stop);
	else
		signals_note(signo);
	errno = error;
}

/* Unless it was ignored when scepwiz started. */
static void
signals_set(int signo, void (*handler)(int))
{
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++)
		if (watched[i].signo == signo && before[i].sa_handler != SIG_IGN)
			signals_handle(signo, handler);
}

static void
signals_set_note(const struct watched *row)
{
	signals_set(row->signo, row->stops ? signals_note_stop : signals_note);
}

static void
signals_set_stops(void (*handler)(int))
{
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++)
		if (watched[i].stops)
			signals_set(watched[i].signo, handler);
}

void
signals_open(int terminal)
{
	terminal_fd = terminal;
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++) {
		noted[i] = 0;
		sigaction(watched[i].signo, NULL, &before[i]);
		signals_set_note(&watched[i]);
	}
}

void
signals_close(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++)
		if (ending && watched[i].ends)
			signals_handle(watched[i].signo, SIG_IGN);
		else
			sigaction(watched[i].signo, &before[i], NULL);
}

void
signals_end(void)
{
	ending = true;
}

static bool
signals_any(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++)
		if (noted[i])
			return true;
	return false;
}

bool
signals_are_ending(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++)
		if (watched[i].ends && noted[i])
			return true;
	return false;
}

static bool
signals_none(void)
{
	return false;
}

/* What is waited for. fd -1: nothing but the others, signals and the time. */
struct wait {
	int fd;
	bool output;
	const struct pollfd *others;
	size_t n;
	int timeout_ms;
	bool (*stop)(void);
};

/* Returns the highest descriptor plus one. */
static int
wait_add(int fd, fd_set *set, int above)
{
	if (fd < 0 || fd >= FD_SETSIZE)
		return above;
	FD_SET(fd, set);
	return fd >= above ? fd + 1 : above;
}

/* Until fd can be read, or written where it is for output (1), or one of the others, or the time is over (0), or those
 * signals are noted (-1). Signals are blocked from the look at the notes until pselect() sleeps, so that none slips
 * between the two. */
static int
signals_wait_for(const struct wait *wait)
{
	struct timespec timeout = { wait->timeout_ms / 1000, wait->timeout_ms % 1000 * 1000000L };
	sigset_t block, old;
	fd_set in, out;
	int n = -1, above;

	sigemptyset(&block);
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++)
		sigaddset(&block, watched[i].signo);
	sigprocmask(SIG_BLOCK, &block, &old);
	errno = EINTR;
	while (n < 0 && errno == EINTR && !wait->stop()) {
		FD_ZERO(&in);
		FD_ZERO(&out);
		above = wait_add(wait->fd, wait->output ? &out : &in, 0);
		for (size_t i = 0; i < wait->n; i++) {
			if (wait->others[i].events & POLLIN)
				above = wait_add(wait->others[i].fd, &in, above);
			if (wait->others[i].events & POLLOUT)
				above = wait_add(wait->others[i].fd, &out, above);
		}
		n = pselect(above, &in, &out, NULL, wait->timeout_ms < 0 ? NULL : &timeout, &old);
	}
	sigprocmask(SIG_SETMASK, &old, NULL);
	if (n < 0 && !wait->stop())
		return 1; /* a broken descriptor: using it tells */
	if (n > 0 && wait->n)
		return wait->fd >= 0 && FD_ISSET(wait->fd, &in);
	return n;
}

int
signals_wait(int fd, int timeout_ms)
{
	return signals_wait_for(
		&(struct wait){ .fd = fd, .timeout_ms = timeout_ms, .stop = signals_any });
}

int
signals_wait_beside(int fd, const struct pollfd *others, size_t n, int timeout_ms)
{
	return signals_wait_for(&(struct wait){ .fd = fd,
		.others = others,
		.n = n,
		.timeout_ms = timeout_ms,
		.stop = signals_any });
}

int
signals_wait_end(int fd, int timeout_ms)
{
	return signals_wait_for(&(struct wait){ .fd = fd,
		.timeout_ms = timeout_ms,
		.stop = timeout_ms < 0 ? signals_are_ending : signals_none });
}

int
signals_wait_output(int fd)
{
	struct wait wait = {
		.fd = fd, .output = true, .timeout_ms = -1, .stop = signals_are_ending
	};

	if (signals_wait_for(&wait) > 0)
		return 0;
	wait.timeout_ms = PATIENCE_MS;
	wait.stop = signals_none;
	return signals_wait_for(&wait) > 0 ? 0 : -1;
}

int
signals_take(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++)
		if (noted[i]) {
			noted[i] = 0;
			return watched[i].signo;
		}
	return 0;
}

static const struct watched *
signals_find(int signo)
{
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++)
		if (watched[i].signo == signo)
			return &watched[i];
	return NULL;
}

bool
signals_ends(int signo)
{
	const struct watched *row = signals_find(signo);

	return row && row->ends;
}

bool
signals_stops(int signo)
{
	const struct watched *row = signals_find(signo);

	return row && row->stops;
}

const char *
signals_name(int signo)
{
	const struct watched *row = signals_find(signo);

	return row ? row->name : "a signal";
}

/* What the key ^Z does to other programs. The signal for being continued is dropped then. */
void
signals_stop(void)
{
	signals_set_stops(SIG_DFL);
	raise(SIGTSTP);
	signals_set_stops(signals_note_stop);
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++)
		if (watched[i].signo == SIGCONT || watched[i].stops)
			noted[i] = 0;
}

/* If there is no process that could continue it, a stop has no effect, and the terminal's own errors follow. */
void
signals_wait_foreground(void)
{
	volatile sig_atomic_t *continued = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(watched); i++)
		if (watched[i].signo == SIGCONT)
			continued = &noted[i];
	do {
		*continued = 0;
		if (signals_in_background(terminal_fd))
			raise(SIGTTOU);
	} while (*continued && !signals_are_ending());
}

void
signals_lend(void)
{
	signals_set(SIGINT, SIG_IGN);
	signals_set(SIGQUIT, SIG_IGN);
	signals_set_stops(SIG_DFL);
}

void
signals_unlend(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++)
		signals_set_note(&watched[i]);
}
