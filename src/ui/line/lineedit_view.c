/* What shows of a text: widths in columns, lines, and the window of a line that is longer than its
 * room. */
#include <string.h>

#include "base/text.h"

#include "ui/line/lineedit_undo.h"

/* Below this many columns the marks of cut ends would leave no room for the text. */
#define MARKS_ROOM 4

/* Columns of one character with its marks, as text_show would show it. */
static int
char_columns(const struct lineedit *edit, size_t pos, size_t next)
{
	const char *s = edit->text.buf + pos;
	STRBUF(shown);

	if (next - pos == 1 && *s >= 0x20 && *s < 0x7f)
		return 1;
	text_show(&shown, s, next - pos);
	return text_width(shown.buf, shown.len);
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

static size_t
count_newlines(const struct lineedit *edit, size_t len)
{
	const char *pos = edit->text.buf, *end = pos + len;
	size_t count = 0;

	while (edit->multiline && (pos = memchr(pos, '\n', (size_t)(end - pos)))) {
		count++;
		pos++;
	}
	return count;
}

size_t
lineedit_line(const struct lineedit *edit)
{
	return count_newlines(edit, edit->cursor);
}

bool
lineedit_line_bounds(const struct lineedit *edit, size_t line, size_t *begin, size_t *end)
{
	const char *text = edit->text.buf;
	size_t len = edit->text.len;

	for (*begin = 0;; *begin = *end + 1) {
		const char *newline =
			edit->multiline ? memchr(text + *begin, '\n', len - *begin) : NULL;

		*end = newline ? (size_t)(newline - text) : len;
		if (!line)
			return true;
		if (!newline)
			return false;
		line--;
	}
}

void
lineedit_around(const struct lineedit *edit, size_t *begin, size_t *end)
{
	const char *newline = NULL;

	if (edit->multiline)
		newline =
			memchr(edit->text.buf + edit->cursor, '\n', edit->text.len - edit->cursor);
	*end = newline ? (size_t)(newline - edit->text.buf) : edit->text.len;
	*begin = edit->multiline ? edit->cursor : 0;
	while (*begin && edit->text.buf[*begin - 1] != '\n')
		--*begin;
}

/* Whether that takes so many columns at most; a line may have hundreds of KB. */
static bool
fits(const struct lineedit *edit, size_t begin, size_t end, int columns)
{
	while (begin < end && columns >= 0) {
		size_t next = lineedit_next(edit, begin);

		columns -= char_columns(edit, begin, next);
		begin = next;
	}
	return columns >= 0;
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
	int wanted = 1;

	if (begin == pane->line_begin ? cursor < begin : cursor <= begin)
		return false;
	if (cursor < pane->line_end) {
		wanted = char_columns(pane->edit, cursor, behind);
		wanted += pane->marks && behind < pane->line_end;
	}
	return fits(
		pane->edit, begin, cursor, pane->columns - pane_left_mark(pane, begin) - wanted);
}

/* The first character from which the cursor stands in the middle of the room or left of it: a
 * window that moves by halves is drawn again seldom. */
static size_t
pane_recentre(const struct pane *pane)
{
	size_t begin = pane->edit->cursor;
	int width = 0;

	while (begin > pane->line_begin) {
		size_t before = lineedit_previous(pane->edit, begin);

		width += char_columns(pane->edit, before, begin);
		if (width + pane_left_mark(pane, before) > pane->columns / 2)
			break;
		begin = before;
	}
	return begin;
}

/* Whether a character of the line begins there, or it ends. */
static bool
pane_has(const struct pane *pane, size_t pos)
{
	if (pos <= pane->line_begin || pos > pane->line_end)
		return pos == pane->line_begin;
	return lineedit_next(pane->edit, lineedit_previous(pane->edit, pos)) == pos;
}

/* All of the line where it fits; else from where it showed before, as long as the cursor is seen. */
static size_t
pane_begin(const struct pane *pane, size_t wanted)
{
	bool cursor_behind = pane->edit->cursor == pane->line_end;

	if (fits(pane->edit, pane->line_begin, pane->line_end, pane->columns - cursor_behind))
		return pane->line_begin;
	if (pane_has(pane, wanted) && pane_shows_cursor(pane, wanted))
		return wanted;
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

	lineedit_around(edit, &pane.line_begin, &pane.line_end);
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

/* A text in rows. */
struct wrap {
	const struct lineedit *edit;
	size_t columns;
};

static size_t
wrap_line_end(const struct wrap *wrap, size_t pos)
{
	const struct strbuf *text = &wrap->edit->text;
	const char *newline =
		wrap->edit->multiline ? memchr(text->buf + pos, '\n', text->len - pos) : NULL;

	return newline ? (size_t)(newline - text->buf) : text->len;
}

/* Of the row from begin, as many characters as have room; at least one, however wide. */
static size_t
wrap_full_row_end(const struct wrap *wrap, size_t begin, size_t line_end)
{
	const char *text = wrap->edit->text.buf + begin;
	size_t len = line_end - begin, pos = begin;
	size_t least = len < wrap->columns ? len : wrap->columns;
	int left = (int)wrap->columns;

	/* a mark behind the last letter belongs to it */
	if (text_ascii_run(text, least) == least &&
		(least == len || (unsigned char)text[least] < 0x80))
		return begin + least;
	while (pos < line_end) {
		size_t next = lineedit_next(wrap->edit, pos);

		left -= char_columns(wrap->edit, pos, next);
		if (left < 0 && pos > begin)
			break;
		pos = next;
	}
	return pos;
}

/* Of the row from begin: behind the last word that has room, unless half of the row would be empty then. */
static size_t
wrap_row_end(const struct wrap *wrap, size_t begin, size_t line_end)
{
	const char *text = wrap->edit->text.buf;
	size_t end = wrap_full_row_end(wrap, begin, line_end), word = end;

	while (end < line_end && word > begin + (end - begin) / 2)
		if (text[--word] == ' ')
			return word + 1;
	return end;
}

/* Where the row begins that pos is in. */
static size_t
wrap_row(const struct wrap *wrap, size_t pos)
{
	const struct lineedit *edit = wrap->edit;
	size_t begin = edit->multiline ? pos : 0, line_end = wrap_line_end(wrap, pos);

	while (begin && edit->text.buf[begin - 1] != '\n')
		begin--;
	for (;;) {
		size_t end = wrap_row_end(wrap, begin, line_end);

		if (pos < end || end == line_end)
			return begin;
		begin = end;
	}
}

/* Up to most rows from the one at top. */
static void
wrap_fill(const struct wrap *wrap, size_t top, size_t most, struct lineedit_rows *rows)
{
	size_t len = wrap->edit->text.len, line_end, end;

	rows->above = top > 0;
	for (rows->n = 0; rows->n < most && rows->n < LINEEDIT_ROWS_MAX;) {
		line_end = wrap_line_end(wrap, top);
		end = wrap_row_end(wrap, top, line_end);
		rows->v[rows->n].begin = top;
		rows->v[rows->n++].end = end;
		rows->below = end < len;
		if (!rows->below)
			break;
		top = end == line_end ? end + 1 : end;
	}
}

static bool
wrap_find(struct lineedit_rows *rows, size_t row)
{
	for (size_t i = 0; i < rows->n; i++)
		if (rows->v[i].begin == row) {
			rows->cursor = i;
			return true;
		}
	return false;
}

void
lineedit_rows(const struct lineedit *edit, int columns, size_t most, size_t *top,
	struct lineedit_rows *rows)
{
	struct wrap wrap = { edit, columns > 1 ? (size_t)columns - 1 : 1 };
	size_t row = wrap_row(&wrap, edit->cursor);

	if (*top > row || wrap_row(&wrap, *top) != *top)
		*top = row;
	wrap_fill(&wrap, *top, most, rows);
	if (!wrap_find(rows, row)) { /* it is below */
		*top = row;
		for (size_t i = 1; i < most && *top; i++)
			*top = wrap_row(&wrap, *top - 1);
		wrap_fill(&wrap, *top, most, rows);
	}
	while (rows->n < most && rows->above) {
		*top = wrap_row(&wrap, *top - 1);
		wrap_fill(&wrap, *top, most, rows);
	}
	wrap_find(rows, row);
}
