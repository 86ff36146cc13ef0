/* Text in cells. Widths are base/text.h's, and every piece is moved to its own column, so that a
 * terminal with other ideas of a width spoils one piece and not the line. */
#include "ui/screen/paint.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#define ELLIPSIS "..."

/* Readable on a dark and on a light background: where there are 256 colours, an orange for yellow. */
static const struct paint_style {
	attr_t plain;    /* without colours */
	attr_t coloured; /* with them */
	short few, many; /* of 8 colours, of 256; -1: the terminal's own */
} paint_styles[] = {
	[PAINT_PLAIN] = { A_NORMAL, A_NORMAL, -1, -1 },
	[PAINT_BOLD] = { A_BOLD, A_BOLD, -1, -1 },
	[PAINT_PROBLEM] = { A_BOLD, A_NORMAL, COLOR_RED, COLOR_RED },
	[PAINT_WARNING] = { A_BOLD, A_NORMAL, COLOR_YELLOW, 172 },
};

static bool paint_has_colors;

void
paint_open(void)
{
	const char *none = getenv("NO_COLOR");

	paint_has_colors = !(none && *none) && has_colors() && start_color() != ERR &&
			   use_default_colors() != ERR;
	for (size_t i = 0; paint_has_colors && i < ARRAY_SIZE(paint_styles); i++) {
		const struct paint_style *style = &paint_styles[i];

		if (style->few >= 0)
			init_pair((short)i, COLORS >= 256 ? style->many : style->few, -1);
	}
}

static void
paint_begin(enum paint paint)
{
	const struct paint_style *style = &paint_styles[paint];

	if (paint_has_colors)
		attr_set(style->coloured, style->few < 0 ? 0 : (short)paint, NULL);
	else
		attr_set(style->plain, 0, NULL);
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

void
paint_mark(int y, int x, char mark)
{
	enum paint paint = mark == '!'   ? PAINT_PROBLEM
			   : mark == '?' ? PAINT_WARNING
			   : mark == '*' ? PAINT_BOLD
					 : PAINT_PLAIN;

	paint_text((struct room){ y, x, 1 }, paint, &mark, 1);
}

void
paint_rule(struct room room)
{
	if (room.columns > 0)
		mvhline(room.y, room.x, '-', room.columns);
}

void
paint_blank(struct room room)
{
	if (room.columns > 0)
		mvhline(room.y, room.x, ' ', room.columns);
}

void
paint_bar(int y, int x, int rows)
{
	if (rows > 0)
		mvvline(y, x, '|', rows);
}

/* A text that goes on where there is no line left for it, behind the last one or over its end. */
static void
paint_more(struct room room, const char *line)
{
	int width = text_width(line, strlen(line)), x = room.columns - (int)strlen(ELLIPSIS);

	if (width < x)
		x = width;
	if (x >= 0)
		mvaddstr(room.y, room.x + x, ELLIPSIS);
}

int
paint_lines(struct room room, int rows, const struct strvec *lines)
{
	int i;

	for (i = 0; i < rows && (size_t)i < lines->n; i++, room.y++) {
		paint_string(room, PAINT_PLAIN, lines->v[i]);
		if (i == rows - 1 && lines->n > (size_t)rows)
			paint_more(room, lines->v[i]);
	}
	return i;
}

void
paint_rows(struct room room, int rows, const struct strvec *lines, size_t first)
{
	for (int i = 0; i < rows && first + (size_t)i < lines->n; i++, room.y++)
		paint_string(room, PAINT_PLAIN, lines->v[first + (size_t)i]);
}

int
paint_wrapped(struct room room, int rows, const char *text)
{
	STRVEC(lines);

	text_wrap(&lines, text, room.columns);
	return paint_lines(room, rows, &lines);
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

int
paint_value(struct room room, const char *value, size_t cursor)
{
	size_t len = strlen(value), begin = 0;
	int column;

	if (cursor > len)
		cursor = len;
	column = text_width(value, cursor);
	if (column >= room.columns - 1 && room.columns > 2) {
		/* a choice far right: as much before it as fits into half of the room */
		begin = text_fit(value, len, column - room.columns / 2);
		mvaddch(room.y, room.x, '<');
		room.x++;
		room.columns--;
	}
	paint_text(room, PAINT_PLAIN, value + begin, len - begin);
	return room.x + text_width(value + begin, cursor - begin);
}
