/* In a signal's handler: nothing here allocates, and nothing waits for long. */
#include "base/rescue.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/fatal.h"
#include "base/signals.h"

/* What a terminal that takes nothing gets to change its mind. */
#define PATIENCE_MS 500

static struct {
	int in, out;
	struct termios modes;
	bool has_modes;
	const char *volatile sequence;
} rescue;

/* 0 where it is stuck. */
static size_t
rescue_write_some(const char *text, size_t len)
{
	struct pollfd ready = { .fd = rescue.out, .events = POLLOUT };
	ssize_t n;

	if (poll(&ready, 1, PATIENCE_MS) <= 0)
		return 0;
	n = write(rescue.out, text, len);
	if (n < 0)
		return errno == EINTR || errno == EAGAIN ? 0
							 : len; /* it has gone, and needs nothing */
	return (size_t)n;
}

/* What a stuck terminal has not taken goes, to make room for this. */
static void
rescue_write(const char *text)
{
	int flags = fcntl(rescue.out, F_GETFL);
	size_t len = strlen(text);
	bool flushed = false;

	fcntl(rescue.out, F_SETFL, flags | O_NONBLOCK);
	while (len) {
		size_t n = rescue_write_some(text, len);

		if (!n && flushed)
			break;
		if (!n) {
			tcflush(rescue.out, TCOFLUSH);
			flushed = true;
		}
		text += n;
		len -= n;
	}
	fcntl(rescue.out, F_SETFL, flags);
}

/* A terminal that another program has by now has that one's modes and picture. */
static void
rescue_put_back(void)
{
	if (signals_in_background(rescue.in))
		return;
	rescue_write(rescue.sequence);
	if (rescue.has_modes)
		tcsetattr(rescue.in, TCSANOW, &rescue.modes);
}

void
rescue_open(int in, int out)
{
	rescue.in = in;
	rescue.out = out;
	rescue.sequence = "";
	if (isatty(in))
		signals_wait_foreground();
	rescue.has_modes = tcgetattr(in, &rescue.modes) == 0;
	fatal_guard(rescue_put_back);
}

void
rescue_close(void)
{
	fatal_guard(NULL);
}

void
rescue_send(const char *sequence)
{
	rescue.sequence = sequence;
}
