/* Lines in and out for plain mode. The terminal stays in the mode in which it was found, but for the
 * echo while a secret is asked for. */
#include "ui/plain/io.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/modes.h"
#include "base/signals.h"
#include "base/strvec.h"
#include "base/text.h"

#include "ui/line/lineedit.h"
#include "ui/tty/output.h"

#define PLAIN_WIDTH 79
#define PLAIN_WIDTH_MIN 20
/* The rest of a longer line is dropped; the wizard says that it takes no more. */
#define PLAIN_LINE_LIMIT (2 * (size_t)LINEEDIT_LIMIT)
#define PLAIN_CHUNK 4096

/* Handed on, and of which input. */
static struct strbuf handed = STRBUF_INIT;
static int handed_in = -1;

void
plain_io_init(struct plain_io *io, int in, int out)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	*io = (struct plain_io){
		.in = in,
		.out = out,
		.terminal = isatty(in),
		.pending = STRBUF_INIT,
		.output = STRBUF_INIT,
		.place = STRBUF_INIT,
	};
	sigemptyset(&ignore.sa_mask);
	sigaction(SIGPIPE, &ignore, &io->before);
	if (in == handed_in)
		strbuf_add(&io->pending, handed.buf, handed.len);
	strbuf_release(&handed);
	handed_in = -1;
}

void
plain_io_hand_on(struct plain_io *io)
{
	strbuf_add(&handed, io->pending.buf, io->pending.len);
	handed_in = io->in;
}

void
plain_io_release(struct plain_io *io)
{
	strbuf_release(&io->pending);
	strbuf_release(&io->output);
	strbuf_release(&io->place);
	sigaction(SIGPIPE, &io->before, NULL);
}

/* The last column stays free: some terminals wrap when it is written to. */
static int
plain_width(const struct plain_io *io)
{
	struct winsize size;

	if (ioctl(io->out, TIOCGWINSZ, &size) < 0 || !size.ws_col || size.ws_col > PLAIN_WIDTH)
		return PLAIN_WIDTH;
	return size.ws_col > PLAIN_WIDTH_MIN ? size.ws_col - 1 : PLAIN_WIDTH_MIN;
}

/* A text that ends with a newline ends there. */
void
plain_say(struct plain_io *io, const char *fmt, ...)
{
	STRBUF(text);
	STRBUF(shown);
	STRVEC(lines);
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	for (const char *line = text.buf; *line;) {
		size_t len = strcspn(line, "\n");

		if (shown.len)
			strbuf_addch(&shown, '\n');
		text_show(&shown, line, len);
		line += len + (line[len] == '\n');
	}
	text_wrap(&lines, shown.buf, plain_width(io));
	for (size_t i = 0; i < lines.n; i++) {
		strbuf_addstr(&io->output, lines.v[i]);
		strbuf_addch(&io->output, '\n');
	}
}

void
plain_flush(struct plain_io *io)
{
	if (!io->failed && output_write(io->out, io->output.buf, io->output.len) < 0)
		io->failed = true;
	strbuf_clear(&io->output);
}

/* One question on its way. */
struct asking {
	struct plain_io *io;
	const char *question;
	struct strbuf *line, *err;
	bool secret;
	bool silent; /* the echo is off */
	struct termios before, without_echo;
};

static void
ask_question(const struct asking *ask)
{
	text_show(&ask->io->output, ask->question, strlen(ask->question));
	plain_flush(ask->io);
}

static void
ask_set_modes(const struct asking *ask, int when, const struct termios *modes)
{
	if (ask->silent)
		tcsetattr(ask->io->in, when, modes);
}

/* Takes the first line of what was read; false where there is no whole one yet. */
static bool
line_take(struct plain_io *io, struct strbuf *line, bool last)
{
	const char *end = memchr(io->pending.buf, '\n', io->pending.len);
	size_t len = end ? (size_t)(end - io->pending.buf) : io->pending.len;

	if (!end && (!last || !len))
		return false;
	strbuf_clear(line);
	strbuf_add(line, io->pending.buf, len);
	strbuf_splice(&io->pending, 0, len + (end != NULL), "", 0);
	if (line->len && line->buf[line->len - 1] == '\r')
		strbuf_truncate(line, line->len - 1);
	return true;
}

/* Waits for more: how many bytes came, 0 at the end, -1 where a signal came. A terminal that has gone
 * away is an end, too. */
static ssize_t
line_fill(struct plain_io *io)
{
	ssize_t n;

	if (io->pending.len > PLAIN_LINE_LIMIT)
		strbuf_truncate(&io->pending, PLAIN_LINE_LIMIT);
	if (signals_wait(io->in, -1) < 0)
		return -1;
	strbuf_grow(&io->pending, PLAIN_CHUNK);
	n = read(io->in, io->pending.buf + io->pending.len, PLAIN_CHUNK);
	if (n <= 0)
		return n < 0 && errno == EINTR ? -1 : 0;
	io->pending.len += (size_t)n;
	io->pending.buf[io->pending.len] = '\0';
	return n;
}

/* A person who stops the wizard gets the terminal as it was, and is asked again later, for the
 * shell may have written and changed modes meanwhile. What was typed ahead stays, but not where a secret is
 * asked for: it stands on the screen, and what was typed of the secret is not seen to be there. */
static void
ask_stop(struct asking *ask, int signo)
{
	if (signals_stops(signo)) {
		ask_set_modes(ask, TCSANOW, &ask->before);
		signals_stop();
	}
	if (ask->secret)
		strbuf_clear(&ask->io->pending);
	ask_set_modes(ask, TCSAFLUSH, &ask->without_echo);
	if (ask->io->place.len)
		plain_say(ask->io, "%s", ask->io->place.buf);
	ask_question(ask);
	if (ask->io->pending.len) {
		text_show(&ask->io->output, ask->io->pending.buf, ask->io->pending.len);
		plain_flush(ask->io);
	}
}

/* PLAIN_LINE where the signal was no reason to give the question up. */
static enum plain_input
ask_signal(struct asking *ask)
{
	int signo = signals_take();

	if (signo == SIGINT && ask->io->terminal)
		return PLAIN_INTERRUPT;
	if (signals_ends(signo)) {
		error_add(ask->err, "the wizard was ended by %s", signals_name(signo));
		return PLAIN_FAILED;
	}
	if (ask->io->terminal && (signals_stops(signo) || signo == SIGCONT))
		ask_stop(ask, signo);
	return PLAIN_LINE;
}

static enum plain_input
ask_read(struct asking *ask)
{
	enum plain_input result = PLAIN_LINE;
	ssize_t n = 1;

	while (result == PLAIN_LINE && !line_take(ask->io, ask->line, !n)) {
		if (!n)
			return PLAIN_END;
		n = line_fill(ask->io);
		if (n < 0)
			result = ask_signal(ask);
	}
	if (result == PLAIN_INTERRUPT)
		strbuf_clear(&ask->io->pending);
	return result;
}

enum plain_input
plain_ask(struct plain_io *io, const char *question, bool secret, struct strbuf *line,
	struct strbuf *err)
{
	struct asking ask = {
		.io = io, .question = question, .line = line, .err = err, .secret = secret
	};
	enum plain_input result = PLAIN_FAILED;

	strbuf_clear(line);
	ask.silent = secret && io->terminal;
	if (ask.silent && modes_echo_off(io->in, &ask.before, &ask.without_echo) < 0) {
		error_add(err, "the terminal's echo cannot be switched off: %s", strerror(errno));
		return PLAIN_FAILED;
	}
	ask_question(&ask);
	if (io->failed)
		error_add(err, "nothing can be written, so nothing more was asked");
	else
		result = ask_read(&ask);
	ask_set_modes(&ask, TCSANOW, &ask.before);
	/* what a terminal has not written itself */
	if (result == PLAIN_LINE && !secret && !io->terminal)
		text_show(&io->output, line->buf, line->len);
	if (result != PLAIN_LINE || secret || !io->terminal)
		strbuf_addch(&io->output, '\n');
	io->echoed = io->output.len;
	return result;
}

void
plain_io_drop(struct plain_io *io)
{
	if (!io->terminal)
		return;
	strbuf_clear(&io->pending);
	tcflush(io->in, TCIFLUSH);
}

/* A signal that was noted, while there is no question that could be asked again. */
static enum plain_input
wait_signal(struct plain_io *io, struct strbuf *err)
{
	int signo = signals_take();

	if (signo == SIGINT && io->terminal)
		return PLAIN_INTERRUPT;
	if (signals_ends(signo)) {
		error_add(err, "the wizard was ended by %s", signals_name(signo));
		return PLAIN_FAILED;
	}
	if (signals_stops(signo) && io->terminal)
		signals_stop();
	return PLAIN_LINE;
}

enum plain_input
plain_io_wait(struct plain_io *io, const struct pollfd *fds, size_t n, int ms, struct strbuf *err)
{
	if (!io->waiting)
		io->waiting = clock_ms();
	for (; (clock_ms() - io->waiting) / 1000 / PLAIN_DOT_SECONDS > io->dots; io->dots++)
		strbuf_addch(&io->output, '.');
	plain_flush(io);
	return signals_wait_beside(-1, fds, n, ms) < 0 ? wait_signal(io, err) : PLAIN_LINE;
}

void
plain_io_end_wait(struct plain_io *io)
{
	if (io->dots)
		strbuf_addch(&io->output, '\n');
	io->waiting = 0;
	io->dots = 0;
}
