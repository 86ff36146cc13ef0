#include "ui/tty/rescue.h"

#include <stdbool.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/fatal.h"

#define SEQUENCE_MAX 256

static struct {
	struct termios modes;
	bool has_modes;
	char sequence[SEQUENCE_MAX];
	size_t len;
} rescue;

static void
rescue_put_back(void)
{
	ssize_t ignored = write(STDOUT_FILENO, rescue.sequence, rescue.len);

	(void)ignored; /* the terminal has gone, and needs nothing any more */
	if (rescue.has_modes)
		tcsetattr(STDIN_FILENO, TCSANOW, &rescue.modes);
}

void
rescue_open(void)
{
	rescue.has_modes = tcgetattr(STDIN_FILENO, &rescue.modes) == 0;
	fatal_guard(rescue_put_back);
}

void
rescue_close(void)
{
	rescue.len = 0;
	fatal_guard(NULL);
}

void
rescue_send(const char *sequence)
{
	rescue.len = strnlen(sequence, SEQUENCE_MAX);
	memcpy(rescue.sequence, sequence, rescue.len);
}
