/* Lines in and out for plain mode: what is said is filtered, wrapped and ends with a newline; nothing
 * else is ever sent. An answer is a line.
 *
 * A terminal echoes what is typed; where the input is a file or a pipe the answer is written behind its
 * question, so that the output is a whole transcript. A secret is neither. */
#ifndef UI_PLAIN_IO_H
#define UI_PLAIN_IO_H

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/strbuf.h"

struct plain_io {
	int in, out;
	bool terminal;         /* in is one */
	struct strbuf pending; /* read and not yet asked for; may hold a secret */
	struct strbuf output;  /* said and not yet written */
	size_t echoed;         /* so much of it is the last answer: nothing was said since */
	struct strbuf
		place; /* what is asked for, told again to a person who comes back from the shell */
	int64_t waiting;         /* since when, by clock_ms; 0: nothing is waited for */
	unsigned dots;           /* told meanwhile */
	bool failed;             /* no more can be said: an error, and no sudden end */
	struct sigaction before; /* of SIGPIPE */
};

enum plain_input {
	PLAIN_LINE,
	PLAIN_INTERRUPT, /* ^C on a terminal; what was typed of the line is gone */
	PLAIN_END,       /* of the input */
	PLAIN_FAILED,    /* a signal to end, or a terminal that fails: with a sentence */
};

void plain_io_init(struct plain_io *io, int in, int out);
void plain_io_release(struct plain_io *io);
/* Before the release: what was read and not yet asked for is for the next one that is made for this input. */
void plain_io_hand_on(struct plain_io *io);

/* A paragraph; a newline in it begins another one. */
void plain_say(struct plain_io *io, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Writes what was said. */
void plain_flush(struct plain_io *io);
/* Asks, and sets line to the answer without its line end. A last line without one counts. */
enum plain_input plain_ask(struct plain_io *io, const char *question, bool secret,
	struct strbuf *line, struct strbuf *err);
/* What was typed at a terminal so far answers nothing. */
void plain_io_drop(struct plain_io *io);
/* Waits until one of the descriptors can be read, at most so many ms, and tells a dot every PLAIN_DOT_SECONDS. PLAIN_LINE
 * where nothing was in the way. What is typed meanwhile is the next answer, unless it is dropped. */
#define PLAIN_DOT_SECONDS 5
enum plain_input plain_io_wait(
	struct plain_io *io, const struct pollfd *fds, size_t n, int ms, struct strbuf *err);
/* Nothing is waited for any more. */
void plain_io_end_wait(struct plain_io *io);

#endif
