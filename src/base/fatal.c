#include "base/fatal.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"

static const struct crash {
	int signo;
	const char *message;
} crashes[] = {
	{ SIGSEGV, "a mistake in scepwiz or a library has ended it (SIGSEGV)" },
	{ SIGBUS,
		"a mistake in scepwiz or a library, or a file cut while it was read, has ended it (SIGBUS)" },
	{ SIGFPE, "a mistake in scepwiz or a library has ended it (SIGFPE)" },
	{ SIGILL,
		"a mistake in scepwiz or a library, or another kind of processor, has ended it (SIGILL)" },
	{ SIGABRT,
		"a mistake in scepwiz or a library, or a lack of memory there, has ended it (SIGABRT)" },
};

/* Set by the program, read by a handler at any moment. */
static fatal_put_back_fn *volatile guard_put_back;
static const char *volatile guard_note;
static volatile sig_atomic_t no_memory_expected;
static struct sigaction before[ARRAY_SIZE(crashes)];

const char *
fatal_note(const char *note)
{
	const char *old = guard_note;

	guard_note = note;
	return old;
}

void
fatal_put_back(void)
{
	fatal_put_back_fn *put_back = guard_put_back;

	guard_put_back = NULL;
	if (put_back)
		put_back();
}

static void
fatal_write(const char *text)
{
	ssize_t ignored = write(STDERR_FILENO, text, strlen(text));

	(void)ignored; /* there is nobody to report it to */
}

void
fatal_say(const char *message)
{
	const char *note = guard_note;

	fatal_put_back();
	fatal_write("scepwiz: error: ");
	fatal_write(message);
	fatal_write("\n");
	if (!note)
		return;
	fatal_write("scepwiz: ");
	fatal_write(note);
	fatal_write("\n");
}

/* Without the library's functions for it, which a handler may not call. */
static void
fatal_say_signal(int signo)
{
	char text[] = "ended by signal 000", *digit = strchr(text, '0');

	if (signo >= 100)
		*digit++ = (char)('0' + signo / 100);
	if (signo >= 10)
		*digit++ = (char)('0' + signo / 10 % 10);
	*digit++ = (char)('0' + signo % 10);
	*digit = '\0';
	fatal_say(text);
}

/* Where all is put back by now it was said why, too. */
static void
fatal_handle(int signo)
{
	if (guard_put_back)
		fatal_say_signal(signo);
	signal(signo, SIG_DFL);
	raise(signo);
}

/* What was before gets its turn: the end, or a sanitizer's report. A mistake comes again when this
 * returns; what was sent is sent again. POSIX says nothing of SI_USER's sign. */
static void
crash_handle(int signo, siginfo_t *info, void *context)
{
	(void)context;
	if (no_memory_expected && info->si_code > 0 && info->si_code != SI_USER) {
		fatal_say(
			"the library of terminals (curses) crashed, as it does when the system has no memory left");
		_exit(NO_MEMORY_STATUS);
	}
	for (size_t i = 0; i < ARRAY_SIZE(crashes); i++)
		if (crashes[i].signo == signo) {
			fatal_say(crashes[i].message);
			sigaction(signo, &before[i], NULL);
		}
	if (info->si_code <= 0 || info->si_code == SI_USER)
		raise(signo);
}

/* Nothing comes between the terminal and the end. */
static void
fatal_catch(int signo, struct sigaction *action, struct sigaction *old)
{
	action->sa_flags |= SA_ONSTACK;
	sigfillset(&action->sa_mask);
	sigaction(signo, action, old);
}

/* The stack may be what has run out. A sanitizer has one already. */
static void
crash_take_stack(void)
{
	static char stack[32768];
	stack_t own = { .ss_sp = stack, .ss_size = sizeof stack }, other;

	if (sigaltstack(NULL, &other) == 0 && other.ss_flags & SS_DISABLE)
		sigaltstack(&own, NULL);
}

void
fatal_catch_crashes(void)
{
	struct sigaction action;

	crash_take_stack();
	memset(&action, 0, sizeof action);
	action.sa_sigaction = crash_handle;
	action.sa_flags = SA_SIGINFO;
	for (size_t i = 0; i < ARRAY_SIZE(crashes); i++)
		fatal_catch(crashes[i].signo, &action, &before[i]);
}

void
fatal_expect_no_memory(bool on)
{
	no_memory_expected = on;
}

static int
signal_last(void)
{
#ifdef SIGRTMAX
	return SIGRTMAX;
#else
	return NSIG - 1;
#endif
}

/* Signals that do nothing, stop or continue, and those that cannot be caught. */
static bool
signal_ends(int signo)
{
	static const int others[] = {
		SIGKILL,
		SIGSTOP,
		SIGTSTP,
		SIGTTIN,
		SIGTTOU,
		SIGCONT,
		SIGCHLD,
		SIGURG,
#ifdef SIGWINCH
		SIGWINCH,
#endif
#ifdef SIGINFO
		SIGINFO,
#endif
#if defined(SIGIO) && !defined(__linux__)
		SIGIO, /* of the BSDs and macOS */
#endif
#if defined(SIGPWR) && !defined(__linux__)
		SIGPWR,
#endif
#ifdef SIGTHR
		SIGTHR,
#endif
	};

	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (others[i] == signo)
			return false;
	return true;
}

/* Where nothing but the default would happen; or again, where that is ours. */
static void
signals_guard(bool on)
{
	for (int signo = 1; signo <= signal_last(); signo++) {
		struct sigaction now, action;

		if (!signal_ends(signo) || sigaction(signo, NULL, &now) < 0)
			continue;
		memset(&action, 0, sizeof action);
		action.sa_handler = on ? fatal_handle : SIG_DFL;
		if (!(now.sa_flags & SA_SIGINFO) && now.sa_handler == (on ? SIG_DFL : fatal_handle))
			fatal_catch(signo, &action, NULL);
	}
}

fatal_put_back_fn *
fatal_guard(fatal_put_back_fn *put_back)
{
	fatal_put_back_fn *old = guard_put_back;

	guard_put_back = put_back;
	signals_guard(put_back != NULL);
	return old;
}
