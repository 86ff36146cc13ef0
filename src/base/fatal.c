#include "base/fatal.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

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

#define CRASHES (sizeof crashes / sizeof *crashes)

/* Set by the program, read by a handler at any moment. */
static void (*volatile guard_put_back)(void);
static const char *volatile guard_note;
static struct sigaction before[CRASHES];

void
fatal_guard(void (*put_back)(void))
{
	guard_put_back = put_back;
}

void
fatal_note(const char *note)
{
	guard_note = note;
}

void
fatal_put_back(void)
{
	void (*put_back)(void) = guard_put_back;

	guard_put_back = NULL;
	if (put_back)
		put_back();
}

static void
fatal_write(const char *text)
{
	ssize_t ignored = write(STDERR_FILENO, text, strlen(text));

	(void)ignored; /* nobody is left to be told */
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

/* What was before gets its turn: the end, or a sanitizer's report. A mistake comes again when this
 * returns; what was sent is sent again. POSIX says nothing of SI_USER's sign. */
static void
crash_handle(int signo, siginfo_t *info, void *context)
{
	(void)context;
	for (size_t i = 0; i < CRASHES; i++)
		if (crashes[i].signo == signo) {
			fatal_say(crashes[i].message);
			sigaction(signo, &before[i], NULL);
		}
	if (info->si_code <= 0 || info->si_code == SI_USER)
		raise(signo);
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
	action.sa_flags = SA_SIGINFO | SA_ONSTACK;
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < CRASHES; i++)
		sigaction(crashes[i].signo, &action, &before[i]);
}
