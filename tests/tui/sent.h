/* What a program sent to its terminal, byte by byte: how it left the terminal's modes, and what no
 * program of ours may ever send. */
#ifndef TESTS_TUI_SENT_H
#define TESTS_TUI_SENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

/* Modes of DECSET. */
#define MODE_CURSOR_VISIBLE 25
#define MODE_ALTERNATE_SCREEN 1049
#define MODE_ALTERNATE_SCREEN_OLD 47
#define MODE_BRACKETED_PASTE 2004
#define MODE_MOUSE 1000
#define MODE_MOUSE_SGR 1006

/* The next control sequence (CSI) at or behind *pos: its final character, and where what stands between
 * begins. '\0' at the end. */
char sent_sequence(const struct strbuf *sent, size_t *pos, size_t *begin);

/* How often a mode was switched on, and whether it was last switched on. */
size_t sent_mode_count(const struct strbuf *sent, long mode);
bool sent_mode_is_on(const struct strbuf *sent, long mode);
/* Whether a colour was sent. */
bool sent_has_colour(const struct strbuf *sent);

/* Fails where the terminal was asked something (device attributes, status and mode reports, colours,
 * capabilities, the size of its window, ENQ), its title or palette touched, its keypad or mouse taken, a
 * beep or a NUL sent. mouse: it was asked for, so it may be taken, as long as it is given back. */
void sent_must_be_harmless(const struct strbuf *sent, bool mouse);
/* Fails where a control character was sent that begins no sequence and moves no cursor, an invalid
 * character, or one that text_show() escapes. */
void sent_must_be_shown_text(const struct strbuf *sent);
/* Fails where four characters of the secret in a row were sent since the byte from. */
void sent_must_not_hold(const struct strbuf *sent, size_t from, const char *secret);

#endif
