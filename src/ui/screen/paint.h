/* Putting text on the screen's picture: cut to its room, never beyond it. With screen.c the only users
 * of curses. All texts but those in edit have passed text_show (the wizard's views have). */
#ifndef UI_PAINT_H
#define UI_PAINT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strvec.h"

#include "ui/line/lineedit.h"

/* State is a text mark; these are extras. */
enum paint {
	PAINT_PLAIN,
	PAINT_BOLD,
	PAINT_PROBLEM,
	PAINT_WARNING,
};

/* After newterm(). Colours only where the terminal has them and NO_COLOR is not set; the background
 * is left to the terminal. */
void paint_open(void);

/* One line of a picture, or a part of it. */
struct room {
	int y, x, columns;
};

/* Text from the room's left edge; where it is too long it ends in '>'. Returns its columns. */
int paint_text(struct room room, enum paint paint, const char *text, size_t len);
int paint_string(struct room room, enum paint paint, const char *text);
/* A mark ('!', '?', '*', '+', ' ') in its colour. */
void paint_mark(int y, int x, char mark);
void paint_rule(struct room room);
void paint_blank(struct room room);
void paint_bar(int y, int x, int rows);
/* At most rows lines of text wrapped in rooms that begin with room; the last one ends in "..." where
 * more would follow. Returns how many lines were painted. */
int paint_lines(struct room room, int rows, const struct strvec *lines);
/* The lines from first on; where they are cut is told elsewhere. */
void paint_rows(struct room room, int rows, const struct strvec *lines, size_t first);
int paint_wrapped(struct room room, int rows, const char *text);
/* A text in edit: the line under the cursor with the marks of cut ends. Returns the cursor's column
 * in the picture. */
int paint_edit(struct room room, const struct lineedit *edit, struct lineedit_window *window);
/* A value that is not edited, of which the byte at cursor is to be seen. Returns that byte's column in
 * the picture. */
int paint_value(struct room room, const char *value, size_t cursor);

#endif
