/* What curses sends, collected so that a picture reaches the terminal in one write(2): curses flushes
 * at every cursor movement, which a slow line may deliver in as many packets.
 *
 * Curses is given a descriptor of its own. While a picture is drawn, a pipe takes its place, and
 * its content is then sent; nothing that shows is ever put into a file.
 *
 * A terminal that takes nothing any more (a dead line, a window that is frozen) keeps no wizard from
 * ending: what it has not taken is dropped then. */
#ifndef UI_OUTPUT_H
#define UI_OUTPUT_H

#include <stddef.h>
#include <stdio.h>

#include "base/strbuf.h"

struct output {
	FILE *stream;        /* for newterm(); the terminal but for the time of drawing */
	int tty;             /* the terminal */
	int sink;            /* it again, for writing without blocking; tty where it cannot be */
	int ends[2];         /* of the pipe; -1 without one: curses sends by itself */
	size_t capacity;     /* of the pipe */
	struct strbuf ready; /* goes before what comes next */
};

/* All of data to fd, however slowly it takes it: 0. Returns -1 if it has gone, or is stuck when the
 * wizard is to end (base/signals.h). */
int output_write(int fd, const char *data, size_t len);

/* Returns -1 with a sentence if the system has no descriptors left. */
int output_open(struct output *out, int tty, struct strbuf *err);
void output_close(struct output *out);

/* Sends text before the next picture. */
void output_add(struct output *out, const char *text);
/* Around the drawing of a picture of so many cells. One that might not fit into the pipe is sent by
 * curses itself. */
void output_begin(struct output *out, size_t cells);
void output_end(struct output *out);

#endif
