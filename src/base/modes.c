#include "base/modes.h"

#include <signal.h>
#include <unistd.h>

int
modes_echo_off(int fd, struct termios *before, struct termios *silent)
{
	if (tcgetattr(fd, before) < 0)
		return -1;
	*silent = *before;
	silent->c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
	silent->c_lflag |= ICANON | ISIG;
	return tcsetattr(fd, TCSAFLUSH, silent);
}

void
modes_give(int fd, pid_t group, const struct termios *modes)
{
	sigset_t block, before;

	sigemptyset(&block);
	sigaddset(&block, SIGTTOU);
	sigprocmask(SIG_BLOCK, &block, &before);
	if (group)
		tcsetpgrp(fd, group);
	if (modes)
		tcsetattr(fd, TCSANOW, modes);
	sigprocmask(SIG_SETMASK, &before, NULL);
}
