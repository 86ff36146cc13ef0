/* The handlers only note; the loop looks, in the one place where it waits. */
#include "ui/tty/signals.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <time.h>

#include "base/xalloc.h"

/* What a terminal has to take the last picture, once the wizard is to end. */
#define PATIENCE_MS 500

static const struct watched {
	int signo;
	bool ends;
	const char *name;
} watched[] = {
	{ SIGHUP, true, "SIGHUP" },
	{ SIGTERM, true, "SIGTERM" },
	{ SIGINT, true, "SIGINT" },
	{ SIGQUIT, true, "SIGQUIT" },
	{ SIGUSR1, true, "another session" },
	{ SIGTSTP, false, "SIGTSTP" },
	{ SIGCONT, false, "SIGCONT" },
	{ SIGWINCH, false, "SIGWINCH" },
};

static volatile sig_atomic_t noted[ARRAY_SIZE(watched)];
static struct sigaction before[ARRAY_SIZE(watched)];
static bool ending;

/* It ends a sleep, which is all that is wanted. */
static void
signals_note_child(int signo)
{
	(void)signo;
}

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

/* Unless it was ignored when scepwiz started. */
static void
signals_set(int signo, void (*handler)(int))
{
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++)
		if (watched[i].signo == signo && before[i].sa_handler != SIG_IGN)
			signals_handle(signo, handler);
}

void
signals_open(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++) {
		noted[i] = 0;
		sigaction(watched[i].signo, NULL, &before[i]);
		signals_set(watched[i].signo, signals_note);
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

/* Until fd can be read, or written where it is for output, or those signals are noted (-1). Signals are
 * blocked from the look at the notes until pselect() sleeps, so that none slips between the two. */
static int
signals_wait_for(int fd, bool output, int timeout_ms, bool (*stop)(void))
{
	struct timespec timeout = { timeout_ms / 1000, timeout_ms % 1000 * 1000000L };
	sigset_t block, old;
	fd_set ready;
	int n = -1;

	sigemptyset(&block);
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++)
		sigaddset(&block, watched[i].signo);
	FD_ZERO(&ready);
	FD_SET(fd, &ready);
	sigprocmask(SIG_BLOCK, &block, &old);
	errno = EINTR;
	while (n < 0 && errno == EINTR && !stop())
		n = pselect(fd + 1, output ? NULL : &ready, output ? &ready : NULL, NULL,
			timeout_ms < 0 ? NULL : &timeout, &old);
	sigprocmask(SIG_SETMASK, &old, NULL);
	if (n < 0 && !stop())
		return 1; /* a broken descriptor: using it tells */
	return n;
}

int
signals_wait(int fd, int timeout_ms)
{
	return signals_wait_for(fd, false, timeout_ms, signals_any);
}

int
signals_wait_output(int fd)
{
	if (signals_wait_for(fd, true, -1, signals_are_ending) > 0)
		return 0;
	return signals_wait_for(fd, true, PATIENCE_MS, signals_none) > 0 ? 0 : -1;
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

const char *
signals_name(int signo)
{
	const struct watched *row = signals_find(signo);

	return row ? row->name : "a signal";
}

/* What the key ^Z does to other programs. Being continued is no news then. */
void
signals_stop(void)
{
	signals_set(SIGTSTP, SIG_DFL);
	raise(SIGTSTP);
	signals_set(SIGTSTP, signals_note);
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++)
		if (watched[i].signo == SIGCONT || watched[i].signo == SIGTSTP)
			noted[i] = 0;
}

void
signals_lend(void)
{
	signals_handle(SIGCHLD, signals_note_child);
	signals_set(SIGINT, SIG_IGN);
	signals_set(SIGQUIT, SIG_IGN);
	signals_set(SIGTSTP, SIG_DFL);
}

void
signals_lent(void)
{
	signals_set(SIGINT, SIG_DFL);
	signals_set(SIGQUIT, SIG_DFL);
}

/* As signals_wait_for: no signal slips between the look and the sleep. */
pid_t
signals_wait_child(pid_t child, int *status, int timeout_ms)
{
	struct timespec timeout = { timeout_ms / 1000, timeout_ms % 1000 * 1000000L };
	sigset_t block, old;
	pid_t pid;
	int n;

	sigemptyset(&block);
	sigaddset(&block, SIGCHLD);
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++)
		sigaddset(&block, watched[i].signo);
	sigprocmask(SIG_BLOCK, &block, &old);
	do {
		n = 1;
		pid = waitpid(child, status, WNOHANG | WUNTRACED);
		if (pid == 0 && (timeout_ms >= 0 || !signals_are_ending()))
			n = pselect(0, NULL, NULL, NULL, timeout_ms < 0 ? NULL : &timeout, &old);
	} while (n < 0 && errno == EINTR);
	sigprocmask(SIG_SETMASK, &old, NULL);
	return pid;
}

void
signals_unlend(void)
{
	signals_handle(SIGCHLD, SIG_DFL);
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++)
		signals_set(watched[i].signo, signals_note);
}
