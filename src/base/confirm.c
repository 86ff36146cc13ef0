#include "base/confirm.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/modes.h"

/* Whether there is a byte to read; not where the question is over, or a signal came. */
static bool
byte_comes(int fd, int over)
{
	struct pollfd ready[] = { { .fd = fd, .events = POLLIN },
		{ .fd = over, .events = POLLIN } };

	return poll(ready, over < 0 ? 1 : 2, -1) > 0 && (over < 0 || !ready[1].revents);
}

static bool
answer_is_yes(int fd, int over)
{
	char c = 0, first = 0;
	size_t n = 0;

	while (byte_comes(fd, over) && read(fd, &c, 1) == 1 && c != '\n')
		if (!n++)
			first = c;
	return c == '\n' && n == 1 && (first == 'y' || first == 'Y');
}

/* A line that shows while it is typed, as a program that draws its own screen may not have left the terminal. */
static void
lines_on(struct termios *modes)
{
	modes->c_iflag |= ICRNL;
	modes->c_oflag |= OPOST;
	modes->c_lflag |= ICANON | ECHO | ECHOE | ISIG;
}

static int
terminal_open(void)
{
	return open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
}

bool
confirm_is_possible(void)
{
	int fd = terminal_open();

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

int
confirm(const char *question, int over)
{
	int fd = terminal_open();
	struct termios before, lines;
	bool yes;

	if (fd < 0 || tcgetattr(fd, &before) < 0) {
		if (fd >= 0)
			close(fd);
		return -1;
	}
	lines = before;
	lines_on(&lines);
	yes = tcsetattr(fd, TCSAFLUSH, &lines) == 0 &&
	      fd_write(fd, question, strlen(question)) == 0 && answer_is_yes(fd, over);
	/* in the background the terminal has another program's modes */
	if (tcgetpgrp(fd) == getpgrp())
		modes_give(fd, 0, &before);
	close(fd);
	return yes;
}
