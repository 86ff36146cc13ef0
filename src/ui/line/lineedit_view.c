/* What shows of a text: widths in columns, lines, and the window of a line that is longer than its
 * room. */
#include "base/text.h"

#include "ui/line/lineedit_undo.h"

/* Below this many columns the marks of cut ends would leave no room for the text. */
#define MARKS_ROOM 4

/* Columns of one character with its marks, as text_show would show it. */
static int
char_columns(const struct lineedit *edit, size_t pos, size_t next)
{
	const char *s = edit->text.buf + pos;
	struct strbuf shown = STRBUF_INIT;
	int width;

	if (next - pos == 1 && *s >= 0x20 && *s < 0x7f)
		return 1;
	text_show(&shown, s, next - pos);
	width = text_width(shown.buf, shown.len);
	strbuf_release(&shown);
	return width;
}

int
lineedit_width(const struct lineedit *edit, size_t begin, size_t end)
{
	int sum = 0;

	while (begin < end) {
		size_t next = lineedit_next(edit, begin);

		sum += char_columns(edit, begin, next);
		begin = next;
	}
	return sum;
}

size_t
lineedit_line(const struct lineedit *edit)
{
	size_t line = 0;

	for (size_t pos = 0; edit->multiline && pos < edit->cursor; pos++)
		line += edit->text.buf[pos] == '\n';
	return line;
}

bool
lineedit_line_bounds(const struct lineedit *edit, size_t line, size_t *begin, size_t *end)
{
	size_t pos = 0;

	*begin = 0;
	for (;; pos++) {
		bool at_end = pos == edit->text.len;

		if (!at_end && (!edit->multiline || edit->text.buf[pos] != '\n'))
			continue;
		*end = pos;
		if (!line)
			return true;
		if (at_end)
			return false;
		line--;
		*begin = pos + 1;
	}
}

/* The line under the cursor and the room that it has. */
struct pane {
	const struct lineedit *edit;
	size_t line_begin, line_end;
	int columns;
	bool marks;
};

/* The column that < takes. */
static int
pane_left_mark(const struct pane *pane, size_t begin)
{
	return pane->marks && begin > pane->line_begin;
}

/* Whether the cursor shows, with the character under it, something of what is left of it, and room
 * for the mark of what is cut on the right. */
static bool
pane_shows_cursor(const struct pane *pane, size_t begin)
{
	size_t cursor = pane->edit->cursor, behind = lineedit_next(pane->edit, cursor);
	int column, wanted = 1;

	if (begin == pane->line_begin ? cursor < begin : cursor <= begin)
		return false;
	column = pane_left_mark(pane, begin) + lineedit_width(pane->edit, begin, cursor);
	if (cursor < pane->line_end) {
		wanted = char_columns(pane->edit, cursor, behind);
		wanted += pane->marks && behind < pane->line_end;
	}
	return column + wanted <= pane->columns;
}

/* The first character from which the cursor stands in the middle of the room or left of it: a
 * window that moves by halves is drawn anew seldom. */
static size_t
pane_recentre(const struct pane *pane)
{
	size_t cursor = pane->edit->cursor, begin = pane->line_begin;
	int width = lineedit_width(pane->edit, begin, cursor);

	while (begin < cursor && width + pane_left_mark(pane, begin) > pane->columns / 2) {
		size_t next = lineedit_next(pane->edit, begin);

		width -= char_columns(pane->edit, begin, next);
		begin = next;
	}
	return begin;
}

/* All of the line where it fits; else from where it showed before, as long as the cursor is seen. */
static size_t
pane_begin(const struct pane *pane, size_t wanted)
{
	size_t begin = pane->line_begin;
	bool cursor_behind = pane->edit->cursor == pane->line_end;

	if (lineedit_width(pane->edit, begin, pane->line_end) + cursor_behind <= pane->columns)
		return begin;
	while (begin < wanted && begin < pane->line_end)
		begin = lineedit_next(pane->edit, begin);
	if (begin == wanted && pane_shows_cursor(pane, begin))
		return begin;
	return pane_recentre(pane);
}

/* The end of what fits into columns from begin. */
static size_t
pane_fit(const struct pane *pane, size_t begin, int columns)
{
	size_t pos = begin;

	while (pos < pane->line_end) {
		size_t next = lineedit_next(pane->edit, pos);

		columns -= char_columns(pane->edit, pos, next);
		if (columns < 0)
			break;
		pos = next;
	}
	return pos;
}

void
lineedit_view(const struct lineedit *edit, int columns, struct lineedit_window *window)
{
	struct pane pane = { .edit = edit, .columns = columns < 1 ? 1 : columns };
	int room;

	lineedit_line_bounds(edit, lineedit_line(edit), &pane.line_begin, &pane.line_end);
	pane.marks = pane.columns >= MARKS_ROOM;
	window->begin = pane_begin(&pane, window->begin);
	window->cut_left = pane_left_mark(&pane, window->begin);
	room = pane.columns - window->cut_left;
	window->cursor_column =
		window->cut_left + lineedit_width(edit, window->begin, edit->cursor);
	window->end = pane_fit(&pane, window->begin, room);
	window->cut_right = pane.marks && window->end < pane.line_end;
	if (window->cut_right)
		window->end = pane_fit(&pane, window->begin, room - 1);
}
