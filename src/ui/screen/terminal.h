/* Which terminal the screen is drawn for, and what terminfo knows of it. */
#ifndef UI_TERMINAL_H
#define UI_TERMINAL_H

#include <stdbool.h>

#include "base/strbuf.h"

/* The end of a sentence that says that the wizard needs a terminal. */
#define TERMINAL_ELSEWHERE "\"scepwiz set FILE KEY=VALUE\" works without one"

/* The name to open: TERM, or where terminfo does not know it its beginning, xterm or vt100, with a
 * note (for display). Returns -1 with a sentence where the cursor cannot be moved. */
int terminal_choose(struct strbuf *name, struct strbuf *note, struct strbuf *err);

/* A string of the terminal that is open, also one that terminfo(5) does not name; NULL where it has
 * none. */
const char *terminal_capability(const char *name);

/* Keeps curses from resetting the palette, which the user may have set and we never change, each time
 * it comes back from the shell. */
void terminal_keep_palette(void);
/* Makes what curses sends for attributes shorter; before the first of them is sent. */
void terminal_shorten_attributes(void);
/* Whether each byte counts: a slow line, or a terminal that needs time for a movement of its cursor. */
bool terminal_is_slow(void);
/* Appends a sequence without the padding that terminfo(5) writes into it, "$<50>". */
void terminal_add(struct strbuf *out, const char *sequence);
/* Appends what clears the screen but for its first row; nothing where the terminal cannot. */
void terminal_clear_below(struct strbuf *out);

#endif
