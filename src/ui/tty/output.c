/* A pipe in the terminal's place while a picture is drawn. */
#include "ui/tty/output.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>

#include "base/signals.h"
#include "base/xalloc.h"

/* A cell holds a character and at most 4 combining ones, which fill less than half of a picture
 * (base/text.c, ui/screen/layout_list.c); attributes and movements come on top. */
#define CELL_BYTES 12
#define PICTURE_BYTES 8192
/* What every system's pipe takes, and what to ask for where one can. */
#define PIPE_BYTES 16384
#define PIPE_BYTES_WANTED (1 << 20)

static void
fd_private(int fd)
{
	fcntl(fd, F_SETFD, FD_CLOEXEC);
}

/* Without a pipe all works, in more writes. */
static void
output_open_pipe(struct output *out)
{
	if (pipe(out->ends) < 0) {
		out->ends[0] = out->ends[1] = -1;
		return;
	}
	fd_private(out->ends[0]);
	fd_private(out->ends[1]);
	fcntl(out->ends[0], F_SETFL, O_NONBLOCK);
	out->capacity = PIPE_BYTES;
#ifdef F_SETPIPE_SZ
	int size = fcntl(out->ends[1], F_SETPIPE_SZ, PIPE_BYTES_WANTED);

	if (size < 0)
		size = fcntl(out->ends[1], F_GETPIPE_SZ);
	out->capacity = size > 0 ? (size_t)size : 0;
#endif
}

/* The terminal once more, so that writing to it never blocks: on the descriptor that there is, which the
 * shell and others share, that must not be switched on. Where it cannot be opened that one will do. */
static void
output_open_sink(struct output *out)
{
	const char *name = ttyname(out->tty);

	out->sink = name ? open(name, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) : -1;
	if (out->sink >= FD_SETSIZE) { /* which select() cannot wait for */
		close(out->sink);
		out->sink = -1;
	}
	if (out->sink < 0)
		out->sink = out->tty;
}

int
output_open(struct output *out, int tty, struct strbuf *err)
{
	int fd = dup(tty);

	memset(out, 0, sizeof *out);
	strbuf_init(&out->ready);
	out->tty = tty;
	out->stream = fd < 0 ? NULL : fdopen(fd, "w");
	if (!out->stream) {
		int error = errno;

		if (fd >= 0)
			close(fd);
		return error_add(err, "the terminal cannot be opened: %s", strerror(error));
	}
	fd_private(fd);
	output_open_pipe(out);
	output_open_sink(out);
	return 0;
}

void
output_close(struct output *out)
{
	if (out->stream)
		fclose(out->stream);
	for (int i = 0; i < 2; i++)
		if (out->ends[i] >= 0)
			close(out->ends[i]);
	if (out->sink != out->tty)
		close(out->sink);
	strbuf_release(&out->ready);
}

void
output_add(struct output *out, const char *text)
{
	strbuf_addstr(&out->ready, text);
}

int
output_write(int fd, const char *data, size_t len)
{
	while (len) {
		ssize_t n;

		if (signals_wait_output(fd) < 0)
			return -1;
		n = write(fd, data, len);
		if (n < 0 && errno != EAGAIN && errno != EINTR)
			return -1;
		if (n > 0) {
			data += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

/* A terminal that has gone away is noticed when it is read. What one that is stuck has not taken goes, to
 * make room for the few bytes that give it back. */
static void
output_send(struct output *out)
{
	if (output_write(out->sink, out->ready.buf, out->ready.len) < 0)
		tcflush(out->tty, TCOFLUSH);
	strbuf_clear(&out->ready);
}

void
output_begin(struct output *out, size_t cells)
{
	if (out->ends[1] >= 0 && cells * CELL_BYTES + PICTURE_BYTES <= out->capacity)
		dup2(out->ends[1], fileno(out->stream));
	else
		output_send(out);
}

void
output_end(struct output *out)
{
	char chunk[4096];
	ssize_t n = 0;

	dup2(out->tty, fileno(out->stream));
	fd_private(fileno(out->stream));
	while (out->ends[0] >= 0 && (n = read(out->ends[0], chunk, sizeof chunk)) > 0)
		strbuf_add(&out->ready, chunk, (size_t)n);
	wipe(chunk, sizeof chunk); /* a secret may be on show */
	output_send(out);
}
