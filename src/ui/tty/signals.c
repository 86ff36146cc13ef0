/* The handlers only note; the loop looks, in the one place where it waits. */
#include "ui/tty/signals.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/select.h>
#include <time.h>

#include "base/xalloc.h"

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

void
signals_open(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++) {
		noted[i] = 0;
		sigaction(watched[i].signo, NULL, &before[i]);
		if (before[i].sa_handler != SIG_IGN)
			signals_handle(watched[i].signo, signals_note);
	}
}

void
signals_close(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++)
		sigaction(watched[i].signo, &before[i], NULL);
}

static bool
signals_any(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++)
		if (noted[i])
			return true;
	return false;
}

/* Signals are blocked from the look at the notes until pselect() sleeps, so that none slips between
 * the two. */
int
signals_wait(int fd, int timeout_ms)
{
	struct timespec timeout = { timeout_ms / 1000, timeout_ms % 1000 * 1000000L };
	sigset_t block, old;
	fd_set readable;
	int n = -1;

	sigemptyset(&block);
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++)
		sigaddset(&block, watched[i].signo);
	FD_ZERO(&readable);
	FD_SET(fd, &readable);
	sigprocmask(SIG_BLOCK, &block, &old);
	errno = EINTR;
	while (n < 0 && errno == EINTR && !signals_any())
		n = pselect(fd + 1, &readable, NULL, NULL, timeout_ms < 0 ? NULL : &timeout, &old);
	sigprocmask(SIG_SETMASK, &old, NULL);
	if (n < 0 && !signals_any())
		return 1; /* a broken descriptor: reading it tells */
	return n;
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
signals_are_ending(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++)
		if (watched[i].ends && noted[i])
			return true;
	return false;
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
	signals_handle(SIGTSTP, SIG_DFL);
	raise(SIGTSTP);
	signals_handle(SIGTSTP, signals_note);
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++)
		if (watched[i].signo == SIGCONT || watched[i].signo == SIGTSTP)
			noted[i] = 0;
}

void
signals_lend(void)
{
	signals_handle(SIGINT, SIG_IGN);
	signals_handle(SIGQUIT, SIG_IGN);
	signals_handle(SIGTSTP, SIG_DFL);
}

void
signals_unlend(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++)
		if (before[i].sa_handler != SIG_IGN)
			signals_handle(watched[i].signo, signals_note);
}
