/* The terminal: opening and restoring it, drawing a view on it with nothing but the difference sent,
 * and reading its chords. Beside ui/screen/paint.c the only user of curses.
 *
 *   60x16 and more     list, hint and message; from 100 columns a pane that explains the field
 *   30x8 and more      one field at a time
 *   20x6 and more      label, value, message
 *   under 20x6         one line that asks for a larger window
 *
 * The terminal is never asked anything, its keypad is left alone and so is its mouse unless it is asked
 * for. Its cursor always shows:
 * it is on what has the focus. */
#ifndef UI_SCREEN_H
#define UI_SCREEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/strbuf.h"

#include "ui/wizard/wizard.h"

struct screen;

struct screen_options {
	bool mouse; /* take the terminal's, if it has one; a word about it if it has none */
	bool ascii; /* draw no lines */
};

/* Opens the terminal on standard input and output: TERM, or where that is unknown a cut-down name,
 * xterm, vt100, with a word about it on the screen. NULL with a sentence where none can be used. From
 * here on signals are noted (base/signals.h). One screen at a time. */
struct screen *screen_open(struct screen_options options, struct strbuf *err);
/* Wipes the page, since a terminal without an alternate screen would keep it, and restores the
 * terminal. NULL is allowed. */
void screen_close(struct screen *screen);

/* Draws and sends the difference in one write. */
void screen_draw(struct screen *screen, const struct view *view);
/* What the last picture shows in a cell: a row of the view, at a byte of its value (SIZE_MAX: beside it),
 * or an item of its list. False where there is nothing. */
struct screen_spot {
	bool item;
	size_t index, byte;
};
bool screen_find(const struct screen *screen, int row, int column, const struct view *view,
	struct screen_spot *spot);
/* A sentence for the next pictures, where the view has no message of its own, until the next chord. */
void screen_note(struct screen *screen, const char *text);
/* Scrolls the help that was drawn last. False if the last picture was not help, or the action does not scroll. */
bool screen_scroll(struct screen *screen, enum action action);
/* Forgets what is on the terminal, so that the next drawing sends all of it. */
void screen_repaint(struct screen *screen);
/* Its height. */
size_t screen_rows(const struct screen *screen);
/* Whether the message of the last picture had no room for all of it. */
bool screen_message_is_cut(const struct screen *screen);
/* Takes the size that the window has now. */
void screen_resize(struct screen *screen);
/* The terminal as it was for the shell, without our page, and back. */
void screen_suspend(struct screen *screen);
void screen_resume(struct screen *screen);

/* The next chord. A paste is appended to paste and told as CHORD_NONE. CHORD_RESIZE where the window
 * has another size or the process was stopped and goes on. *ended at the end of the input and on a
 * signal to end, with a sentence about it in err. */
uint32_t screen_read(struct screen *screen, struct strbuf *paste, bool *ended, struct strbuf *err);
/* Whether more can be read at once: drawing can wait then. */
bool screen_pending(const struct screen *screen);
/* The Esc that was read closed something, so the next key is not a Meta chord. */
void screen_forget_escape(struct screen *screen);

#endif
