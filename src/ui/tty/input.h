/* The bytes of a terminal, made into chords (ui/keys.h). Free of curses, whose own reader can neither
 * tell a paste from typing nor swallow a sequence that it does not know.
 *
 * Esc. What follows it at once is a sequence or a Meta chord. When nothing follows it is told as
 * CHORD_ESC and remembered: if the next key has a Meta binding, it is that chord, at any pace (Esc
 * clears a message on the way, which hurts nobody). Where Esc closed something, and on the start page,
 * input_forget_escape makes the next key a plain one.
 *
 * Pastes. Bracketed ones are taken literally. Elsewhere more than 8 characters that wait at once with
 * an Enter among them were hardly typed, nor were more than 64: they count as a paste, so that an Enter
 * inside does not move on, nor the one that ends several lines. An Enter behind a single line stays a
 * key, and so does every Tab.
 *
 * This holds after a bracketed paste, too: another way into the same session (tmux send-keys, a menu of the terminal,
 * a serial line) may have no brackets.
 *
 * Mice. Reports (SGR, and X10's for terminals without it) are told where the mouse was asked for; a
 * press of the left button and the wheel, without other keys. All else is swallowed. */
#ifndef UI_INPUT_H
#define UI_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

#include "ui/keys.h"

#define INPUT_BUFFER 4096
#define INPUT_KEYS_MAX 40

struct input {
	int fd;
	int escape_ms; /* how long the rest of a sequence may take */
	bool escaped;  /* the last chord was a lone Esc */
	bool mouse;    /* was asked for; set by the caller */
	size_t typed;  /* so many bytes of the buffer are typing, not a paste */
	size_t n;
	char buf[INPUT_BUFFER]; /* wiped as it is used up: it may hold a secret */
	struct input_key {
		const char *sequence;
		uint32_t chord;
	} keys[INPUT_KEYS_MAX]; /* what terminfo knows */
	size_t nkeys;
};

/* ESCDELAY of the environment, else 100 ms. */
void input_init(struct input *in, int fd);
void input_release(struct input *in);
/* A key of this terminal; the sequence must outlive the input. NULL and one that does not begin with
 * Esc are passed over. */
void input_add_key(struct input *in, const char *sequence, uint32_t chord);

/* The next chord. A paste is appended to paste, with newlines as line ends, and told as CHORD_NONE.
 * CHORD_NONE too for what is swallowed and when a signal came (base/signals.h). *ended at the end of the
 * input. */
uint32_t input_read(struct input *in, struct strbuf *paste, bool *ended);
/* Whether more can be read at once, so that drawing can wait. */
bool input_pending(const struct input *in);
void input_forget_escape(struct input *in);

#endif
