/* Putting text on the screen's picture: cut to its room, never beyond it. With screen.c the only users
 * of curses. All texts but those in edit have passed text_show (the wizard's views have). */
#ifndef UI_PAINT_H
#define UI_PAINT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strvec.h"

#include "ui/line/lineedit.h"
#include "ui/screen/style.h"

/* After newterm(). Colours only if the terminal has them and NO_COLOR is not set; drawn lines only if lines
 * is true. bare: as few bytes as can be. */
void paint_open(bool bare, bool lines);

/* What is drawn with lines, or with ASCII. */
enum glyph {
	GLYPH_RULE,
	GLYPH_BAR,
	GLYPH_ABOVE, /* more than shows */
	GLYPH_BELOW,
	GLYPHS,
};

/* One line of a picture, or a part of it. */
struct room {
	int y, x, columns;
};

/* Text from the room's left edge; where it is too long it ends in '>'. Returns its columns. */
int paint_text(struct room room, enum paint paint, const char *text, size_t len);
int paint_string(struct room room, enum paint paint, const char *text);
/* A mark ('!', '?', '*', '+', ' ') in its style, and what a sentence behind it has. */
void paint_mark(int y, int x, char mark);
enum paint paint_of_mark(char mark);
void paint_glyph(int y, int x, enum glyph glyph);
/* "^ more" in the columns that end before x; returns where it begins. */
int paint_more(int y, int x, enum glyph glyph);
void paint_rule(struct room room);
void paint_blank(struct room room, enum paint paint);
void paint_bar(int y, int x, int rows);
/* At most rows lines of text wrapped in rooms that begin with room; the last one ends in "..." where
 * more would follow. Returns how many lines were painted. */
int paint_lines(struct room room, enum paint paint, int rows, const struct strvec *lines);
/* The lines from first on; where they are cut is told elsewhere. */
void paint_rows(
	struct room room, enum paint paint, int rows, const struct strvec *lines, size_t first);
int paint_wrapped(struct room room, enum paint paint, int rows, const char *text);
/* A text in edit: the line under the cursor with the marks of cut ends. Returns the cursor's column
 * in the picture. */
int paint_edit(struct room room, const struct lineedit *edit, struct lineedit_window *window);
/* Bytes of a text in edit, without marks. */
void paint_part(struct room room, const struct lineedit *edit, size_t begin, size_t end);
/* A row of options, the chosen ones in their style: "(x) macOS  ( ) iOS". */
void paint_options(struct room room, const char *value, size_t len);

#endif
