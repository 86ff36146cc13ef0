/* Each row has one line of the list, but for a text of several lines while it is edited and for
 * sentences that are wrapped. */
#include "ui/screen/layout_list.h"

#include <string.h>

#include "base/text.h"

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
/* Below it a draft of the start page has its state in a line of its own. */
#define NARROW_DRAFTS 66
#define TIGHT 30
#define NARROW_LABEL_WIDTH 13
/* A text of several lines opens to so many at most. */
#define EDIT_ROWS 6
/* The value of the focused row. */
#define VALUE_ROWS 4
/* A value below its label. */
#define STACKED_COLUMN 4

static bool
row_is_focus(const struct view *view, size_t row)
{
	return row == view->focus;
}

/* The rows of a text in edit; one that has just one is scrolled sideways. */
static size_t
edit_rows_show(const struct layout *layout, const struct lineedit *edit, struct room room, int rows,
	size_t *top, struct lineedit_rows *shown)
{
	int most = edit->multiline ? EDIT_ROWS : VALUE_ROWS;

	*top = layout->scroll.top_row;
	lineedit_rows(edit, room.columns, (size_t)(rows < most ? rows : most), top, shown);
	return shown->n;
}

static size_t
edit_rows(const struct layout *layout, const struct lineedit *edit, struct room room, int rows)
{
	struct lineedit_rows shown;
	size_t top;

	return edit_rows_show(layout, edit, room, rows, &top, &shown);
}

static int
edit_draw(struct layout *layout, const struct lineedit *edit, struct room room, int rows)
{
	struct lineedit_rows shown;
	size_t n;

	if (rows < 2 && !edit->multiline) {
		layout->cursor_y = room.y;
		layout->cursor_x = paint_edit(room, edit, &layout->scroll.value);
		return 1;
	}
	n = edit_rows_show(layout, edit, room, rows, &layout->scroll.top_row, &shown);
	for (size_t i = 0; i < n; i++)
		paint_part((struct room){ room.y + (int)i, room.x, room.columns }, edit,
			shown.v[i].begin, shown.v[i].end);
	if (shown.above)
		paint_glyph(room.y, room.x - 1, GLYPH_ABOVE);
	if (shown.below)
		paint_glyph(room.y + (int)n - 1, room.x - 1, GLYPH_BELOW);
	layout->cursor_y = room.y + (int)shown.cursor;
	layout->cursor_x = room.x + lineedit_width(edit, shown.v[shown.cursor].begin, edit->cursor);
	return (int)n;
}

/* Columns of a row's label. Those that are longer than most push their own value to the right while that has
 * room. */
static int
row_label(const struct layout *layout, const struct view_row *row, struct area area)
{
	int wanted = text_width(row->label, strlen(row->label));

	return wanted > layout->label_columns && wanted < area.columns / 2 - LABEL_COLUMN
		       ? wanted
		       : layout->label_columns;
}

/* Whether all of each row shows, whatever has the focus. */
static bool
rows_are_whole(const struct view *view)
{
	return view->kind == VIEW_REVIEW || view->kind == VIEW_RESULT;
}

/* Whether the row's value stands below its label, since it has no room beside it and is not to be cut. */
static bool
row_is_stacked(const struct view *view, const struct view_row *row, struct area area)
{
	int narrow = view->kind == VIEW_START ? NARROW_DRAFTS : NARROW;

	return (rows_are_whole(view) || view->kind == VIEW_START) && area.columns < narrow &&
	       *row->value;
}

/* Where the value of a row stands. */
static struct room
row_value_room(const struct layout *layout, const struct view *view, const struct view_row *row,
	struct area area)
{
	bool stacked = row_is_stacked(view, row, area);
	int column = stacked ? STACKED_COLUMN : LABEL_COLUMN + row_label(layout, row, area) + 2;

	return (struct room){ area.y + stacked, area.x + column, area.columns - column };
}

/* What is said of a field stands below its value. */
static int
text_column(const struct layout *layout, const struct view *view, const struct view_row *row,
	struct area area)
{
	if (!rows_are_whole(view) || !row->field)
		return TEXT_COLUMN;
	return area.columns < NARROW ? STACKED_COLUMN : LABEL_COLUMN + layout->label_columns + 2;
}

/* The bytes of a value that the next row has room for, and the blanks behind them. Options are not broken. */
static size_t
value_row(const char *value, size_t len, int columns)
{
	size_t fits = text_fit(value, len, columns > 1 ? columns : 1), end = fits;

	if (fits == len || !fits)
		return len;
	for (size_t i = fits; i > 0 && value[i] != ' '; i--)
		end = i - 1;
	for (size_t i = fits; i > 1 && strchr("([", *value); i--)
		if (!strncmp(value + i - 1, "  ", 2)) {
			end = i - 1;
			break;
		}
	end = end ? end : fits;
	return end + strspn(value + end, " ");
}

static size_t
value_rows(const char *value, int columns)
{
	size_t len = strlen(value), rows = 0;

	do {
		size_t part = value_row(value, len, columns);

		value += part;
		len -= part;
		rows++;
	} while (len);
	return rows;
}

/* How many lines of the list a row takes. */
static size_t
row_height(const struct layout *layout, const struct view *view, size_t index, struct area area)
{
	const struct view_row *row = &view->rows[index];
	struct room room = row_value_room(layout, view, row, area);
	size_t most = (size_t)(area.rows < VALUE_ROWS ? area.rows : VALUE_ROWS), rows;
	STRVEC(wrapped);

	if (row->kind == ROW_TEXT) {
		text_wrap(
			&wrapped, row->label, area.columns - text_column(layout, view, row, area));
		return wrapped.n ? wrapped.n : 1;
	}
	if (row->kind == ROW_SECTION)
		return 1;
	if (rows_are_whole(view))
		return value_rows(row->value, room.columns) + row_is_stacked(view, row, area);
	if (view->kind == VIEW_START)
		return 1 + row_is_stacked(view, row, area);
	if (!row_is_focus(view, index) || row->kind != ROW_FIELD || view->masked)
		return 1;
	if (view->edit)
		return edit_rows(layout, view->edit, room, area.rows);
	rows = value_rows(row->value, room.columns);
	return rows < most ? rows : most;
}

static enum paint
row_paint(const struct view_row *row)
{
	return row->locked || row->unused ? PAINT_LOCKED : PAINT_PLAIN;
}

/* Bytes of a value in one row. */
static void
value_paint(const struct view_row *row, struct room room, size_t begin, size_t len)
{
	while (len && row->value[begin + len - 1] == ' ')
		len--;
	if (row->options)
		paint_options(room, row->value + begin, len);
	else
		paint_text(room, row_paint(row), row->value + begin, len);
}

/* What has neither mark nor number begins where those are, if it has little room. */
static int
label_column(const struct view_row *row, struct area area)
{
	return row->kind == ROW_ACTION && !*row->value && area.columns < TIGHT ? MARK_COLUMN
									       : LABEL_COLUMN;
}

/* Focus mark, state, number and label. */
static void
row_draw_head(const struct layout *layout, const struct view *view, size_t index, struct area area)
{
	const struct view_row *row = &view->rows[index];
	bool focus = row_is_focus(view, index);
	int y = area.y, columns = row_label(layout, row, area), width = (int)strlen(row->label);
	STRBUF(number);

	if (row_is_stacked(view, row, area) || (row->kind == ROW_ACTION && !*row->value))
		columns = area.columns - label_column(row, area);
	if (focus)
		paint_string((struct room){ y, area.x, 1 }, PAINT_PLAIN, ">");
	paint_mark(y, area.x + MARK_COLUMN, row->mark);
	if (row->number)
		strbuf_addf(&number, "%2d", row->number);
	paint_string((struct room){ y, area.x + NUMBER_COLUMN, 2 }, row_paint(row), number.buf);
	while (columns < width && width > 0 && row->label[width - 1] == ' ')
		width--; /* blanks that fill a column are not cut with a mark */
	paint_text((struct room){ y, area.x + label_column(row, area), columns },
		focus ? PAINT_FOCUS : row_paint(row), row->label, (size_t)width);
}

/* A value that is not edited, in up to rows rows behind those that are skipped. */
static int
value_draw(struct layout *layout, const struct view *view, size_t index, struct room room, int skip,
	int rows)
{
	const struct view_row *row = &view->rows[index];
	size_t len = strlen(row->value), at = 0;
	bool focus = row_is_focus(view, index), whole = rows_are_whole(view);
	int i;

	for (i = 0; i < skip + rows && (at < len || !i); i++) {
		size_t part = i == rows - 1 && !whole
				      ? len - at
				      : value_row(row->value + at, len - at, room.columns);

		if (focus && row->cursor >= at && (row->cursor < at + part || at + part == len)) {
			layout->cursor_y = room.y;
			layout->cursor_x = room.x + text_width(row->value + at, row->cursor - at);
		}
		if (i >= skip) {
			layout_mark(layout, room.y,
				&(struct layout_line){ .kind = LINE_ROW,
					.index = index,
					.valued = true,
					.value = room.x,
					.byte = at });
			value_paint(row, room, at, part);
			room.y++;
		}
		at += part;
	}
	return i - skip;
}

int
list_draw_focus(struct layout *layout, const struct view *view, struct room room, int rows)
{
	if (view->edit && !view->masked)
		return edit_draw(layout, view->edit, room, rows);
	layout->cursor_y = room.y;
	layout->cursor_x = room.x;
	if (!view->edit)
		return value_draw(
			layout, view, view->focus, room, 0, rows < VALUE_ROWS ? rows : VALUE_ROWS);
	layout->cursor_x += paint_string(room, PAINT_PLAIN, view->edit->text.buf);
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

/* An explanation that would be cut is left out: what is left is the value, whole; else there may be less to say. */
static void
row_draw_line(struct layout *layout, const struct view *view, size_t index, struct room room)
{
	const struct view_row *row = &view->rows[index];
	size_t len = strlen(row->value);

	if (row->extra && text_width(row->value, len) > room.columns &&
		text_width(row->value, row->extra) <= room.columns)
		len = row->extra;
	else if (row->brief && text_width(row->value, len) > room.columns)
		len = 0;
	layout_mark(layout, room.y,
		&(struct layout_line){
			.kind = LINE_ROW, .index = index, .valued = true, .value = room.x });
	if (len || !row->brief)
		value_paint(row, room, 0, len);
	else
		paint_string(room, row_paint(row), row->brief);
}

static void
row_draw_field(struct layout *layout, const struct view *view, size_t index, struct area area)
{
	const struct view_row *row = &view->rows[index];
	struct room room = row_value_room(layout, view, row, area);
	bool stacked = row_is_stacked(view, row, area);

	if (!area.skip)
		row_draw_head(layout, view, index, area);
	if (rows_are_whole(view)) {
		int above = area.skip ? area.skip - stacked : 0;

		room.y = area.skip ? area.y : room.y;
		value_draw(layout, view, index, room, above, area.y + area.rows - room.y);
	} else if (row_is_focus(view, index) && view->kind != VIEW_START) {
		list_draw_focus(layout, view, room, area.rows);
	} else {
		room.y -= area.skip;
		if (room.y < area.y + area.rows)
			row_draw_line(layout, view, index, room);
	}
}

/* A row to be chosen; the cursor stands on its first letter, not on what is told of it. */
static void
row_draw_action(struct layout *layout, const struct view *view, size_t index, struct area area)
{
	row_draw_field(layout, view, index, area);
	if (!row_is_focus(view, index))
		return;
	layout->cursor_y = area.y;
	layout->cursor_x = area.x + label_column(&view->rows[index], area);
}

static void
row_draw_section(struct layout *layout, const struct view *view, size_t index, struct area area)
{
	const struct view_row *row = &view->rows[index];
	struct room room = { area.y, area.x, area.columns };
	int progress = text_width(row->value, strlen(row->value));

	paint_string(room, PAINT_SECTION, row->label);
	room.x += room.columns - progress;
	room.columns = progress;
	paint_string(room, PAINT_PLAIN, row->value);
	if (!row_is_focus(view, index))
		return;
	layout->cursor_y = area.y;
	layout->cursor_x = area.x;
}

static void
row_draw_text(struct layout *layout, const struct view *view, size_t index, struct area area)
{
	int column = text_column(layout, view, &view->rows[index], area);
	struct room room = { area.y, area.x + column, area.columns - column };
	STRVEC(lines);

	if (row_is_focus(view, index) && view->kind != VIEW_HELP) {
		paint_string((struct room){ area.y, area.x, 1 }, PAINT_PLAIN, ">");
		layout->cursor_y = area.y;
		layout->cursor_x = room.x;
	}
	text_wrap(&lines, view->rows[index].label, room.columns);
	paint_rows(room, PAINT_PLAIN, area.rows, &lines, (size_t)area.skip);
}

static void (*const row_draw[])(
	struct layout *layout, const struct view *view, size_t index, struct area area) = {
	[ROW_SECTION] = row_draw_section,
	[ROW_FIELD] = row_draw_field,
	[ROW_ACTION] = row_draw_action,
	[ROW_TEXT] = row_draw_text,
};

/* Scrolls when it must, by half of the window, which costs few bytes on the whole and shows what comes: the
 * focus shows whole, with its section's title where both fit. Help has no focus and is scrolled by whoever reads it. */
static size_t
list_scroll(const struct layout *layout, const struct view *view, struct area area, size_t *total)
{
	size_t top = layout->scroll.tops[view->kind];
	size_t rows = (size_t)area.rows, ahead = rows / 2, first = 0, begin = 0, end = 0, at = 0;

	for (size_t i = 0; i < view->nrows; i++) {
		size_t height = row_height(layout, view, i, area);

		if (row_is_focus(view, i)) {
			begin = first = at;
			end = at + height;
			if (i > 0 && view->rows[i - 1].kind == ROW_SECTION && height < rows)
				first = at - 1;
		}
		at += height;
	}
	*total = at;
	if (layout->begins)
		return 0;
	if (view->kind == VIEW_HELP)
		begin = first = end = top;
	if (end > top + rows)
		top = end - rows + ahead;
	else if (first < top)
		top = first < ahead ? 0 : first - ahead;
	if (first < top)
		top = end - first <= rows ? first : begin;
	else if (end > top + rows)
		top = end - rows;
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
	top = list_scroll(layout, view, area, &total);
	layout->scroll.tops[view->kind] = top;
	layout->help_rows = view->kind == VIEW_HELP && !view->prompt ? area.rows : 0;
	layout->cursor_y = area.y;
	layout->cursor_x = area.x;
	for (size_t i = 0; i < view->nrows && line < top + (size_t)area.rows; i++) {
		struct area part = area;
		size_t height = row_height(layout, view, i, area);

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
