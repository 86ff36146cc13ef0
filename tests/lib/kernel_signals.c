#include "kernel_signals.h"

#include "testing.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int
signal_last(void)
{
#ifdef SIGRTMAX
	return SIGRTMAX;
#else
	return NSIG - 1;
#endif
}

static _Noreturn void
child_take(int signo)
{
	struct rlimit no_core = { 0, 0 };
	sigset_t none;

	setrlimit(RLIMIT_CORE, &no_core);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	raise(signo);
	_exit(0);
}

bool
signal_ends_by_default(int signo)
{
	struct sigaction action = { .sa_handler = SIG_DFL }, before;
	int status = 0;
	pid_t child;

	sigemptyset(&action.sa_mask);
	if (sigaction(signo, &action, &before) < 0) /* SIGKILL and SIGSTOP too */
		return false;
	child = fork();
	if (!child)
		child_take(signo);
	sigaction(signo, &before, NULL);
	assert_int_equal(waitpid(child, &status, WUNTRACED), child);
	if (WIFSTOPPED(status)) {
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
	}
	return WIFSIGNALED(status);
}

void
signals_reset(void)
{
	for (int signo = 1; signo <= signal_last(); signo++)
		signal(signo, SIG_DFL);
}
