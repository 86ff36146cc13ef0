/* Each row has one line of the list, but for a text of several lines while it is edited and for
 * sentences that are wrapped. */
#include "ui/screen/layout_list.h"

#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

/* Columns of a row: '>', the mark, the number, the label, the value. */
#define MARK_COLUMN 2
#define NUMBER_COLUMN 3
#define LABEL_COLUMN 6
#define TEXT_COLUMN 2
#define LABEL_WIDTH 21
/* From this width of the window on all values stand in one column. */
#define ALIGNED 100
#define LABEL_WIDTH_MAX 30
#define NARROW 60
#define NARROW_LABEL_WIDTH 13
/* A text of several lines opens to so many at most. */
#define EDIT_ROWS 6

static bool
row_is_focus(const struct view *view, size_t row)
{
	return row == view->focus;
}

/* How many lines of the list a row takes. */
static size_t
row_height(const struct view *view, size_t row, struct area area)
{
	size_t most = (size_t)(area.rows < EDIT_ROWS ? area.rows : EDIT_ROWS);
	size_t lines;
	STRVEC(wrapped);

	if (view->rows[row].kind == ROW_TEXT) {
		text_wrap(&wrapped, view->rows[row].label, area.columns - TEXT_COLUMN);
		return wrapped.n ? wrapped.n : 1;
	}
	if (!row_is_focus(view, row) || !view->edit || view->masked)
		return 1;
	lines = lineedit_lines(view->edit);
	return lines < most ? lines : most;
}

/* A window of a text's lines that holds the one under the cursor and moves no more than it must. */
static size_t
edit_first_line(size_t first, size_t cursor, size_t shown, size_t lines)
{
	if (cursor < first)
		first = cursor;
	if (cursor >= first + shown)
		first = cursor - shown + 1;
	return first + shown > lines ? lines - shown : first;
}

/* A line of the text that the cursor is not in; it may have hundreds of KB. */
static void
edit_draw_line(struct room room, const struct lineedit *edit, size_t line)
{
	STRBUF(shown);
	size_t begin, end;

	lineedit_line_bounds(edit, line, &begin, &end);
	text_show(&shown, edit->text.buf + begin,
		text_fit(edit->text.buf + begin, end - begin, room.columns + 2));
	paint_string(room, PAINT_PLAIN, shown.buf);
}

static int
edit_draw(struct layout *layout, const struct lineedit *edit, struct room room, int rows)
{
	size_t lines = lineedit_lines(edit), cursor = lineedit_line(edit);
	size_t shown = lines < (size_t)rows ? lines : (size_t)rows;
	size_t first = edit_first_line(layout->scroll.first_line, cursor, shown, lines);

	layout->scroll.first_line = first;
	for (size_t i = 0; i < shown; i++, room.y++) {
		if (first + i == cursor) {
			layout->cursor_y = room.y;
			layout->cursor_x = paint_edit(room, edit, &layout->scroll.value);
		} else {
			edit_draw_line(room, edit, first + i);
		}
		if (i == 0 && first > 0)
			paint_string((struct room){ room.y, room.x - 1, 1 }, PAINT_PLAIN, "^");
		if (i == shown - 1 && first + shown < lines)
			paint_string((struct room){ room.y, room.x - 1, 1 }, PAINT_PLAIN, "v");
	}
	return (int)shown;
}

/* Where the value of a row begins. */
static void
mark_value(struct layout *layout, size_t row, int y, int x)
{
	layout_mark(layout, y,
		&(struct layout_line){
			.kind = LINE_ROW, .index = row, .valued = true, .value = x });
}

int
list_draw_focus(struct layout *layout, const struct view *view, struct room room, int rows)
{
	const struct view_row *row = &view->rows[view->focus];

	if (view->edit && !view->masked)
		return edit_draw(layout, view->edit, room, rows);
	layout->cursor_y = room.y;
	layout->cursor_x = room.x;
	if (!view->edit) {
		layout->cursor_x = paint_value(room, row->value, row->cursor);
		mark_value(layout, view->focus, room.y,
			layout->cursor_x - text_width(row->value, row->cursor));
	} else {
		layout->cursor_x += paint_string(room, PAINT_PLAIN, view->edit->text.buf);
	}
	return 1;
}

/* The columns of all labels. In a window that is wide enough the longest one decides, so that values
 * stand in line; one that is too long even for that pushes its own value. */
static int
label_columns(const struct layout *layout, const struct view *view, struct area area)
{
	int columns = area.columns < NARROW ? NARROW_LABEL_WIDTH : LABEL_WIDTH;

	for (size_t i = 0; layout->width >= ALIGNED && i < view->nrows; i++) {
		const struct view_row *row = &view->rows[i];
		int label = text_width(row->label, strlen(row->label));

		if (row->kind == ROW_FIELD && label > columns && label <= LABEL_WIDTH_MAX)
			columns = label;
	}
	return columns;
}

/* Focus mark, state, number and label; returns the column where the value begins. Labels that are
 * longer than most push their own value to the right while that has room. */
static int
row_draw_head(const struct layout *layout, const struct view *view, size_t index, struct area area)
{
	const struct view_row *row = &view->rows[index];
	int y = area.y, label = layout->label_columns;
	int wanted = text_width(row->label, strlen(row->label));
	STRBUF(number);

	if (wanted > label)
		label = wanted < area.columns / 2 - LABEL_COLUMN ? wanted : label;
	if (row_is_focus(view, index))
		paint_string((struct room){ y, area.x, 1 }, PAINT_PLAIN, ">");
	paint_mark(y, area.x + MARK_COLUMN, row->mark);
	if (row->number)
		strbuf_addf(&number, "%2d", row->number);
	paint_string((struct room){ y, area.x + NUMBER_COLUMN, 2 }, PAINT_PLAIN, number.buf);
	paint_string((struct room){ y, area.x + LABEL_COLUMN, label }, PAINT_PLAIN, row->label);
	return LABEL_COLUMN + label + 2;
}

/* An explanation that would be cut is left out: what is left is the value, whole. */
static void
row_draw_field(struct layout *layout, const struct view *view, size_t index, struct area area)
{
	const struct view_row *row = &view->rows[index];
	int column = row_draw_head(layout, view, index, area);
	struct room room = { area.y, area.x + column, area.columns - column };
	size_t len = strlen(row->value);

	if (row_is_focus(view, index)) {
		list_draw_focus(layout, view, room, area.rows);
		return;
	}
	if (row->extra && text_width(row->value, len) > room.columns &&
		text_width(row->value, row->extra) <= room.columns)
		len = row->extra;
	mark_value(layout, index, area.y, room.x);
	paint_text(room, PAINT_PLAIN, row->value, len);
}

/* A row to be chosen; the cursor stands on its first letter, not on what is told of it. */
static void
row_draw_action(struct layout *layout, const struct view *view, size_t index, struct area area)
{
	int column = row_draw_head(layout, view, index, area);
	struct room room = { area.y, area.x + column, area.columns - column };

	paint_string(room, PAINT_PLAIN, view->rows[index].value);
	if (!row_is_focus(view, index))
		return;
	layout->cursor_y = area.y;
	layout->cursor_x = area.x + LABEL_COLUMN;
}

static void
row_draw_section(struct layout *layout, const struct view *view, size_t index, struct area area)
{
	struct room room = { area.y, area.x, area.columns };

	paint_string(room, PAINT_BOLD, view->rows[index].label);
	if (!row_is_focus(view, index))
		return;
	layout->cursor_y = area.y;
	layout->cursor_x = area.x;
}

static void
row_draw_text(struct layout *layout, const struct view *view, size_t index, struct area area)
{
	struct room room = { area.y, area.x + TEXT_COLUMN, area.columns - TEXT_COLUMN };
	STRVEC(lines);

	if (row_is_focus(view, index) && view->kind != VIEW_HELP) {
		paint_string((struct room){ area.y, area.x, 1 }, PAINT_PLAIN, ">");
		layout->cursor_y = area.y;
		layout->cursor_x = room.x;
	}
	text_wrap(&lines, view->rows[index].label, room.columns);
	paint_rows(room, area.rows, &lines, (size_t)area.skip);
}

static void (*const row_draw[])(
	struct layout *layout, const struct view *view, size_t index, struct area area) = {
	[ROW_SECTION] = row_draw_section,
	[ROW_FIELD] = row_draw_field,
	[ROW_ACTION] = row_draw_action,
	[ROW_TEXT] = row_draw_text,
};

/* Scrolls as little as possible: the focus shows whole, with its section's title where both fit. Help
 * has no focus and is scrolled by whoever reads it. */
static size_t
list_scroll(size_t top, const struct view *view, struct area area, size_t *total)
{
	size_t rows = (size_t)area.rows, first = 0, begin = 0, end = 0, at = 0;

	for (size_t i = 0; i < view->nrows; i++) {
		size_t height = row_height(view, i, area);

		if (row_is_focus(view, i)) {
			begin = first = at;
			end = at + height;
			if (i > 0 && view->rows[i - 1].kind == ROW_SECTION && height < rows)
				first = at - 1;
		}
		at += height;
	}
	*total = at;
	if (view->kind == VIEW_HELP)
		begin = first = end = top;
	if (end > top + rows)
		top = end - rows;
	if (first < top)
		top = end - first <= rows ? first : begin;
	return top + rows > at ? (at > rows ? at - rows : 0) : top;
}

struct list_more
list_draw(struct layout *layout, const struct view *view, struct area area)
{
	struct list_more more = { false, false };
	size_t total, line = 0, top;

	if (area.rows < 1 || area.columns <= LABEL_COLUMN)
		return more;
	layout->label_columns = label_columns(layout, view, area);
	top = list_scroll(layout->scroll.tops[view->kind], view, area, &total);
	layout->scroll.tops[view->kind] = top;
	layout->help_rows = view->kind == VIEW_HELP ? area.rows : 0;
	layout->cursor_y = area.y;
	layout->cursor_x = area.x;
	for (size_t i = 0; i < view->nrows && line < top + (size_t)area.rows; i++) {
		struct area part = area;
		size_t height = row_height(view, i, area);

		part.skip = line < top ? (int)(top - line) : 0;
		part.y = area.y + (int)line - (int)top + part.skip;
		part.rows = area.rows - (part.y - area.y);
		if (part.rows > (int)height - part.skip)
			part.rows = (int)height - part.skip;
		for (int y = 0; y < part.rows; y++)
			layout_mark(layout, part.y + y,
				&(struct layout_line){ .kind = LINE_ROW, .index = i });
		if (part.rows > 0)
			row_draw[view->rows[i].kind](layout, view, i, part);
		line += height;
	}
	more.above = top > 0;
	more.below = top + (size_t)area.rows < total;
	return more;
}
