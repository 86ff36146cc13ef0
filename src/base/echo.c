/* The terminal's echo. */
#include "base/echo.h"

int
echo_off(int fd, struct termios *before, struct termios *silent)
{
	if (tcgetattr(fd, before) < 0)
		return -1;
	*silent = *before;
	silent->c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
	silent->c_lflag |= ICANON | ISIG;
	return tcsetattr(fd, TCSAFLUSH, silent);
}
