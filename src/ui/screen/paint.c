/* Text in cells. Widths are base/text.h's, and every piece is moved to its own column, so that a
 * terminal with other ideas of a width spoils one piece and not the line. */
#include "ui/screen/paint.h"

/* ncurses declares wide cells only on request, which the flags of pkg-config make on some systems */
#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include <curses.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#define ELLIPSIS "..."

static enum style_level paint_level;
static const char *const *paint_glyphs;

/* Characters and not the terminal's own line drawing: a terminal that shows another character set would
 * show letters. */
static const char *const glyphs_ascii[GLYPHS] = { "-", "|", "^", "v" };
static const char *const glyphs_drawn[GLYPHS] = { "\u2500", "\u2502", "\u2191", "\u2193" };

static void
paint_open_pairs(void)
{
	for (short i = 1; i < PAINTS; i++) {
		const struct style *style = &styles[i][paint_level];

		if (style->ink)
			init_pair(i, style->ink, style->ground);
	}
}

static bool
paint_has_colours(void)
{
	const char *none = getenv("NO_COLOR");

	return !(none && *none) && has_colors() && start_color() != ERR &&
	       use_default_colors() != ERR;
}

void
paint_open(bool bare, bool lines)
{
	paint_glyphs = lines ? glyphs_drawn : glyphs_ascii;
	paint_level = bare                      ? STYLE_BARE
		      : !paint_has_colours()    ? STYLE_ATTRIBUTES
		      : COLORS >= STYLE_COLOURS ? STYLE_MANY_COLOURS
						: STYLE_FEW_COLOURS;
	if (paint_level <= STYLE_FEW_COLOURS)
		paint_open_pairs();
}

static void
paint_begin(enum paint paint)
{
	static const struct {
		enum style_weight weight;
		attr_t attribute;
	} weights[] = { { STYLE_BOLD, A_BOLD }, { STYLE_REVERSE, A_REVERSE },
		{ STYLE_DIM, A_DIM } };
	const struct style *style = &styles[paint][paint_level];
	attr_t attributes = A_NORMAL;

	for (size_t i = 0; i < ARRAY_SIZE(weights); i++)
		if (style->weight & weights[i].weight)
			attributes |= weights[i].attribute;
	attr_set(attributes, style->ink ? (short)paint : 0, NULL);
}

static void
paint_bytes(int y, int x, const char *text, size_t len)
{
	if (len)
		mvaddnstr(y, x, text, (int)len);
}

int
paint_text(struct room room, enum paint paint, const char *text, size_t len)
{
	size_t fits = room.columns > 0 ? text_fit(text, len, room.columns) : 0;
	int width;

	if (room.columns <= 0)
		return 0;
	if (fits < len)
		fits = text_fit(text, len, room.columns - 1);
	width = text_width(text, fits);
	paint_begin(paint);
	paint_bytes(room.y, room.x, text, fits);
	if (fits < len)
		mvaddch(room.y, room.x + room.columns - 1, '>');
	paint_begin(PAINT_PLAIN);
	return fits < len ? room.columns : width;
}

int
paint_string(struct room room, enum paint paint, const char *text)
{
	return paint_text(room, paint, text, strlen(text));
}

enum paint
paint_of_mark(char mark)
{
	return mark == '!'   ? PAINT_ERROR
	       : mark == '?' ? PAINT_WARNING
	       : mark == '*' ? PAINT_REQUIRED
			     : PAINT_PLAIN;
}

void
paint_mark(int y, int x, char mark)
{
	paint_text((struct room){ y, x, 1 }, paint_of_mark(mark), &mark, 1);
}

void
paint_glyph(int y, int x, enum glyph glyph)
{
	mvaddstr(y, x, paint_glyphs[glyph]);
}

int
paint_more(int y, int x, enum glyph glyph)
{
	static const char more[] = " more";

	x -= (int)sizeof more;
	paint_glyph(y, x, glyph);
	addstr(more);
	return x;
}

void
paint_rule(struct room room)
{
	wchar_t glyph[CCHARW_MAX] = { 0 };
	cchar_t cell;

	/* in one piece: character by character it is a tenth of all that a start takes */
	if (room.columns > 0 && mbstowcs(glyph, paint_glyphs[GLYPH_RULE], 2) == 1 &&
		setcchar(&cell, glyph, A_NORMAL, 0, NULL) == OK)
		mvhline_set(room.y, room.x, &cell, room.columns);
}

void
paint_blank(struct room room, enum paint paint)
{
	paint_begin(paint);
	if (room.columns > 0)
		mvhline(room.y, room.x, ' ', room.columns);
	paint_begin(PAINT_PLAIN);
}

void
paint_bar(int y, int x, int rows)
{
	for (int i = 0; i < rows; i++)
		paint_glyph(y + i, x, GLYPH_BAR);
}

/* A text that goes on where there is no line left for it, behind the last one or over its end. */
static void
paint_ellipsis(struct room room, enum paint paint, const char *line)
{
	int width = text_width(line, strlen(line)), x = room.columns - (int)strlen(ELLIPSIS);

	if (width < x)
		x = width;
	room.x += x;
	room.columns -= x;
	if (x >= 0)
		paint_string(room, paint, ELLIPSIS);
}

int
paint_lines(struct room room, enum paint paint, int rows, const struct strvec *lines)
{
	int i;

	for (i = 0; i < rows && (size_t)i < lines->n; i++, room.y++) {
		paint_string(room, paint, lines->v[i]);
		if (i == rows - 1 && lines->n > (size_t)rows)
			paint_ellipsis(room, paint, lines->v[i]);
	}
	return i;
}

void
paint_rows(struct room room, enum paint paint, int rows, const struct strvec *lines, size_t first)
{
	for (int i = 0; i < rows && first + (size_t)i < lines->n; i++, room.y++)
		paint_string(room, paint, lines->v[first + (size_t)i]);
}

int
paint_wrapped(struct room room, enum paint paint, int rows, const char *text)
{
	STRVEC(lines);

	text_wrap(&lines, text, room.columns);
	return paint_lines(room, paint, rows, &lines);
}

int
paint_edit(struct room room, const struct lineedit *edit, struct lineedit_window *window)
{
	STRBUF(shown);
	int text_x;

	lineedit_view(edit, room.columns, window);
	text_x = room.x + window->cut_left;
	text_show(&shown, edit->text.buf + window->begin, window->end - window->begin);
	paint_bytes(room.y, text_x, shown.buf, shown.len);
	if (window->cut_left)
		mvaddch(room.y, room.x, '<');
	if (window->cut_right)
		mvaddch(room.y, room.x + room.columns - 1, '>');
	return room.x + window->cursor_column;
}

void
paint_part(struct room room, const struct lineedit *edit, size_t begin, size_t end)
{
	STRBUF(shown);

	text_show(&shown, edit->text.buf + begin, end - begin);
	paint_bytes(room.y, room.x, shown.buf, shown.len);
}

/* The end of an option, which the two blanks before the box of the next one tell. */
static size_t
option_end(const char *value, size_t len)
{
	for (size_t i = 1; i + 3 < len; i++)
		if (!strncmp(value + i, "  ", 2) && strchr("([", value[i + 2]))
			return i;
	return len;
}

void
paint_options(struct room room, const char *value, size_t len)
{
	while (len && room.columns > 0) {
		bool chosen = len > 2 && strchr("([", value[0]) && value[1] == 'x';
		size_t end = option_end(value, len);
		int width = paint_text(room, chosen ? PAINT_CHOSEN : PAINT_PLAIN, value, end);

		end += end < len ? 2 : 0;
		room.x += width + 2;
		room.columns -= width + 2;
		value += end;
		len -= end;
	}
}
