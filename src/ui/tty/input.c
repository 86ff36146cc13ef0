/* Reading a terminal: bytes as they come, pastes told from typing, Esc told from Meta. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

#include "base/signals.h"
#include "base/xalloc.h"

#include "ui/tty/input_decode.h"

#define ESCAPE_MS 100
#define ESCAPE_MS_MAX 10000
/* More characters at once than this, with an Enter among them, are a paste; more than the second
 * number are one in any case. */
#define TYPED_MAX 8
#define TYPED_AHEAD_MAX 64
/* The pause that ends a burst, and one that ends a bracketed paste whose end got lost. */
#define BURST_MS 15
#define PASTE_LOST_MS 1000
/* More than any value takes; what follows is read and dropped. */
#define PASTE_LIMIT (256 * 1024)
#define PASTE_END "\033[201~"
#define CONTROL_C 3

void
input_init(struct input *in, int fd)
{
	const char *delay = getenv("ESCDELAY");
	char *end = NULL;
	long ms = delay ? strtol(delay, &end, 10) : ESCAPE_MS;

	memset(in, 0, sizeof *in);
	in->fd = fd;
	in->escape_ms = ESCAPE_MS;
	if (delay && *delay && !*end && ms >= 0 && ms <= ESCAPE_MS_MAX)
		in->escape_ms = (int)ms;
}

void
input_release(struct input *in)
{
	wipe(in, sizeof *in);
}

void
input_add_key(struct input *in, const char *sequence, uint32_t chord)
{
	if (!sequence || sequence[0] != ESC || !sequence[1] || in->nkeys == INPUT_KEYS_MAX)
		return;
	in->keys[in->nkeys].sequence = sequence;
	in->keys[in->nkeys++].chord = chord;
}

void
input_forget_escape(struct input *in)
{
	in->escaped = false;
}

/* Signals wait here: the rest of a sequence is never far. */
static bool
input_more_within(const struct input *in, int ms)
{
	struct timeval timeout = { ms / 1000, ms % 1000 * 1000 };
	fd_set readable;
	int n;

	do {
		FD_ZERO(&readable);
		FD_SET(in->fd, &readable);
		n = select(in->fd + 1, &readable, NULL, NULL, &timeout);
	} while (n < 0 && errno == EINTR);
	return n > 0;
}

bool
input_pending(const struct input *in)
{
	return in->n || input_more_within(in, 0);
}

/* False at the end of the input. */
static bool
input_fill(struct input *in)
{
	ssize_t n;

	do
		n = read(in->fd, in->buf + in->n, sizeof in->buf - in->n);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return errno == EAGAIN;
	in->n += (size_t)n;
	return n > 0;
}

/* True where more bytes came within the time. The end of the input shows at the next read. */
static bool
input_more(struct input *in, int ms)
{
	size_t before = in->n;

	if (in->n == sizeof in->buf || !input_more_within(in, ms))
		return false;
	input_fill(in);
	return in->n > before;
}

static void
input_consume(struct input *in, size_t n)
{
	memmove(in->buf, in->buf + n, in->n - n);
	in->n -= n;
	wipe(in->buf + in->n, n);
	in->typed -= n < in->typed ? n : in->typed;
}

/* A slow line may deliver the Esc of a sequence alone: what comes behind it in one piece is its rest,
 * not typing. */
static void
input_rejoin(struct input *in)
{
	if (!in->escaped || in->n < 2 || in->n == sizeof in->buf ||
		(in->buf[0] != '[' && in->buf[0] != 'O'))
		return;
	memmove(in->buf + 1, in->buf, in->n++);
	in->buf[0] = ESC;
}

static uint32_t
input_combine(struct input *in, uint32_t chord)
{
	uint32_t meta = CHORD_META(chord);
	bool escaped = in->escaped;

	in->escaped = chord == CHORD_ESC;
	if (!escaped || chord == CHORD_ESC || chord >= CHORD_UP || key_action(meta) == ACTION_NONE)
		return chord;
	return meta;
}

static void
paste_add(struct input *in, struct strbuf *paste, size_t n)
{
	if (paste->len < PASTE_LIMIT)
		strbuf_add(paste, in->buf, n);
	input_consume(in, n);
}

/* Where the mark of the end stands, or how far it surely does not. */
static bool
paste_find_end(const struct input *in, size_t *at)
{
	size_t len = strlen(PASTE_END);

	for (*at = 0; *at + len <= in->n; ++*at)
		if (!memcmp(in->buf + *at, PASTE_END, len))
			return true;
	return false;
}

/* A ^C that comes alone was pressed, for terminals leave it out of pastes. */
static bool
paste_is_left(const struct input *in, size_t before)
{
	return in->n == before + 1 && in->buf[before] == CONTROL_C;
}

static void
paste_read(struct input *in, struct strbuf *paste)
{
	size_t at, before;

	in->escaped = false;
	while (!paste_find_end(in, &at)) {
		paste_add(in, paste, at);
		before = in->n;
		if (!input_more(in, PASTE_LOST_MS) || paste_is_left(in, before)) {
			paste_add(in, paste, before);
			return;
		}
	}
	paste_add(in, paste, at);
	input_consume(in, strlen(PASTE_END));
}

static bool
byte_ends_line(char c)
{
	return c == '\r' || c == '\n';
}

/* How much of the buffer is text with line ends. A Tab is a key: it is rather typed ahead than part of
 * what somebody pastes. */
static size_t
burst_length(const struct input *in)
{
	size_t n = 0;

	while (n < in->n && (byte_ends_line(in->buf[n]) || (unsigned char)in->buf[n] >= 0x20) &&
		in->buf[n] != 0x7f)
		n++;
	return n;
}

static size_t
burst_characters(const struct input *in, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += (in->buf[i] & 0xc0) != 0x80 && !byte_ends_line(in->buf[i]);
	return count;
}

/* The part that is a paste; 0 where a fast typist can have made all of it. Of several lines the last
 * end belongs to them, too; behind a single one it is Enter. */
static size_t
burst_paste(const struct input *in, size_t n)
{
	size_t all = n;

	while (n > 1 && byte_ends_line(in->buf[n - 1]))
		n--;
	for (size_t i = 0; i < n; i++)
		if (byte_ends_line(in->buf[i]))
			return all;
	return burst_characters(in, n) > TYPED_AHEAD_MAX ? n : 0;
}

/* True where what waits counts as a paste, which is then read. */
static bool
burst_read(struct input *in, struct strbuf *paste)
{
	size_t n = burst_length(in), part;

	if (in->typed || burst_characters(in, n) <= TYPED_MAX)
		return false;
	while (n == in->n && input_more(in, BURST_MS))
		n = burst_length(in);
	in->typed = n;
	part = burst_paste(in, n);
	if (!part)
		return false;
	for (bool full = in->n == sizeof in->buf; full && part && part == in->n;) {
		paste_add(in, paste, part);
		input_more(in, BURST_MS);
		part = burst_length(in);
	}
	paste_add(in, paste, part);
	return true;
}

uint32_t
input_read(struct input *in, struct strbuf *paste, bool *ended)
{
	uint32_t chord = CHORD_NONE;
	bool late = false;
	size_t n;

	if (!in->n) {
		if (signals_wait(in->fd, -1) < 0)
			return CHORD_NONE;
		*ended = !input_fill(in);
		if (!in->n)
			return CHORD_NONE;
		input_rejoin(in);
	}
	if (burst_read(in, paste))
		return CHORD_NONE;
	while (!(n = input_decode(in, late, &chord)))
		late = !input_more(in, in->escape_ms);
	input_consume(in, n);
	if (chord != CHORD_PASTE)
		return input_combine(in, chord);
	paste_read(in, paste);
	return CHORD_NONE;
}
