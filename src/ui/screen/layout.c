/* The parts of a picture and the sizes at which they have another place. */
#include "ui/screen/layout.h"

#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "ui/screen/layout_foot.h"
#include "ui/screen/layout_list.h"
#include "ui/screen/paint.h"

/* From this width on the field is explained on the right. */
#define PANE_FROM 100
#define PANE_MIN 33
#define PANE_MAX 60
/* Lines of hint and message together; more where the window is higher. */
#define INFO_ROWS 3
#define INFO_ROWS_HIGH 5
#define HIGH 34
/* What is said of the field that was left has so many rows at most; one, where fewer than these would be left for hint and
 * message. */
#define LEFT_ROWS 2
#define SINGLE_LOW 4
/* What the line below the list says of more of it. */
#define MORE_COLUMNS 16
/* Below this width gaps are as small as can be. */
#define TIGHT 30
/* Rows above the last rule of one field at a time that are not the value's: title, rule, heading, news, message. */
#define SINGLE_REST 6
/* Rows of the smallest layout that are not the value's: label, message, keys. */
#define TINY_REST 4
#define TOO_SMALL "window too small: at least 20x6"

static const char *
view_message(const struct layout *layout, const struct view *view, char *mark)
{
	const char *message = view->message;

	*mark = view->mark ? view->mark : ' ';
	if (*message || !layout->note)
		return message;
	*mark = '?';
	return layout->note;
}

static const struct view_row *
view_focus(const struct view *view)
{
	return view->focus < view->nrows ? &view->rows[view->focus] : NULL;
}

/* "9 of 19 done   1 error   saved", or "9/19   1!   saved" */
static void
title_state(const struct view *view, bool brief, const char *gap, struct strbuf *out)
{
	static const char *const places[] = {
		[VIEW_REVIEW] = "Review",
		[VIEW_RESULT] = "Export",
		[VIEW_START] = "Drafts",
	};

	if (view->kind == VIEW_FORM)
		strbuf_addf(out, brief ? "%zu/%zu" : "%zu of %zu done", view->done, view->fields);
	else
		strbuf_addstr(out, view->kind == VIEW_HELP ? view->heading : places[view->kind]);
	if (view->problems && brief)
		strbuf_addf(out, "%s%zu!", gap, view->problems);
	else if (view->problems)
		strbuf_addf(out, "%s%zu %s", gap, view->problems,
			plural(view->problems, "error", "errors"));
	strbuf_addf(out, "%s%s", gap, view->state);
}

/* The draft's name on the left, or behind it, the state on the right; the name gives way. */
static void
title_draw(const struct layout *layout, const struct view *view, bool brief)
{
	STRBUF(state);
	struct room room = { 0, 0, layout->width };
	int width, name, edge = brief ? 0 : 1;

	title_state(view, brief, layout->width < TIGHT ? " " : "   ", &state);
	width = text_width(state.buf, state.len);
	if (width > layout->width) { /* the place shows in the list, too */
		strbuf_set(&state, view->state);
		width = text_width(state.buf, state.len);
	}
	paint_blank(room, PAINT_BAR);
	room.x = edge;
	room.columns = layout->width - width - 2 * edge - 3;
	name = paint_string(room, PAINT_BAR, view->title);
	room.x = brief && name > 0 ? edge + name + 3 : layout->width - width - edge;
	if (room.x < 0)
		room.x = 0;
	room.columns = layout->width - room.x;
	paint_string(room, PAINT_BAR, state.buf);
}

/* "4 Fingerprint (optional)", or the label alone where that is too long; returns its width. */
static int
heading_text(const struct layout *layout, const struct view *view, struct strbuf *text)
{
	const struct view_row *row = view_focus(view);
	size_t begin;
	int width;

	if (row && row->number)
		strbuf_addf(text, "%d ", row->number);
	begin = text->len;
	strbuf_addstr(text, view->heading);
	width = text_width(text->buf, text->len);
	if (width <= layout->width || !row || row->kind != ROW_FIELD)
		return width;
	strbuf_truncate(text, begin);
	strbuf_addstr(text, row->label);
	return text_width(text->buf, text->len);
}

/* "4 Fingerprint (optional)                  8 bytes, no hash"; false where the news have no room. */
static bool
heading_draw(const struct layout *layout, const struct view *view, int y)
{
	int width = text_width(view->progress, strlen(view->progress)), heading;
	struct room room = { y, 0, layout->width };
	STRBUF(text);
	bool fits;

	heading = heading_text(layout, view, &text);
	fits = heading + 2 + width <= layout->width;
	paint_string(room, PAINT_PLAIN, text.buf);
	if (!width || !fits)
		return !width;
	room.x = layout->width - width;
	room.columns = width;
	paint_string(room, PAINT_PLAIN, view->progress);
	return true;
}

/* The mark and the sentence, at the foot of an area; returns the rows used. */
static int
message_draw(struct layout *layout, const struct view *view, struct area area)
{
	STRVEC(lines);
	struct room room = { area.y, area.x + 2, area.columns - 2 };
	const char *message;
	int rows;
	char mark;

	message = view_message(layout, view, &mark);
	text_wrap(&lines, message, room.columns);
	rows = lines.n < (size_t)area.rows ? (int)lines.n : area.rows;
	layout->message_cut |= message == view->message && area.rows > 0 && lines.n > (size_t)rows;
	room.y = area.y + area.rows - rows;
	if (rows > 0 && mark != ' ') { /* with the blank, so that its style begins once */
		const char text[] = { mark, ' ' };

		paint_text((struct room){ room.y, area.x, 2 }, paint_of_mark(mark), text, 2);
	}
	paint_lines(room, paint_of_mark(mark), rows, &lines);
	return rows;
}

/* The last line has fewer columns than those above it. */
static void
left_wrap(struct strvec *lines, const char *text, int columns, int last)
{
	STRVEC(wide);

	text_wrap(lines, text, last);
	if (lines->n < 2 || columns <= last)
		return;
	text_wrap(&wide, text, columns);
	strvec_release(lines);
	strvec_init(lines);
	strvec_push(lines, wide.v[0]);
	text += strlen(wide.v[0]);
	text_wrap(lines, text + strspn(text, " "), last);
}

/* What is wrong with the field that was just left, in at most so many lines; what to do there is never left out for what is
 * wrong. Returns the lines. */
static int
left_lines(const struct view *view, int columns, int last, int most, struct strvec *lines)
{
	if (!*view->left)
		return 0;
	left_wrap(lines, view->left, columns - 2, last - 2);
	if (lines->n > (size_t)most) {
		strvec_release(lines);
		strvec_init(lines);
		left_wrap(lines, view->left_brief, columns - 2, last - 2);
	}
	return lines->n < (size_t)most ? (int)lines->n : most;
}

/* A warning is less urgent there: its mark alone has a colour. */
static void
left_draw(const struct view *view, struct room room, int rows, const struct strvec *lines)
{
	if (!rows)
		return;
	paint_mark(room.y, room.x, view->left_mark);
	room.x += 2;
	room.columns -= 2;
	paint_lines(room, view->left_mark == '!' ? PAINT_ERROR : PAINT_PLAIN, rows, lines);
}

/* Hint above, message below, in the same two places always. */
static void
info_draw(struct layout *layout, const struct view *view, struct area area)
{
	struct room room = { area.y, area.x, area.columns };
	int rows = area.rows - message_draw(layout, view, area);
	STRVEC(lines);

	if (rows <= 0)
		return;
	text_wrap(&lines, view->hint, room.columns);
	/* the blanks behind a line, too, so that the style goes on to the next one */
	for (size_t i = 0; i < lines.n && i < (size_t)rows; i++)
		paint_blank((struct room){ area.y + (int)i, area.x, area.columns }, PAINT_HINT);
	paint_lines(room, PAINT_HINT, rows, &lines);
}

/* "^ more  v more" at the right end of the line below the list. */
static void
more_draw(struct area list, struct list_more more)
{
	int y = list.y + list.rows, x = list.x + list.columns;
	int below = more.below ? paint_more(y, x, GLYPH_BELOW) : x - 6;

	if (more.above)
		paint_more(y, below - 2, GLYPH_ABOVE);
}

/* The long help of the field, beside the list. */
static void
pane_draw(const struct view *view, struct area area)
{
	struct room room = { area.y, area.x + 2, area.columns - 2 };
	STRVEC(lines);
	int rows;

	paint_bar(area.y, area.x, area.rows);
	paint_string(room, PAINT_SECTION, view->heading);
	room.y += 2;
	text_wrap(&lines, view->explanation, room.columns);
	rows = area.rows - 2;
	if (lines.n > (size_t)rows && rows > 0) {
		paint_more(area.y + area.rows - 1, room.x + 6, GLYPH_BELOW);
		paint_string((struct room){ area.y + area.rows - 1, room.x + 6, 4 }, PAINT_PLAIN,
			": ^G");
	}
	paint_rows(room, PAINT_PLAIN, lines.n > (size_t)rows ? rows - 1 : rows, &lines, 0);
}

static struct area
pane_split(const struct layout *layout, struct area *list)
{
	int columns = layout->width / 3;
	struct area pane = *list;

	if (columns < PANE_MIN)
		columns = PANE_MIN;
	if (columns > PANE_MAX)
		columns = PANE_MAX;
	pane.x = layout->width - columns;
	pane.columns = columns;
	pane.rows++; /* beside the line that says "more" */
	list->columns = pane.x - 2;
	return pane;
}

/* Heading, hint and message, with a rule above; a page that has none of them leaves the room to its
 * list. Returns the rows used. */
static int
below_draw(struct layout *layout, const struct view *view)
{
	int rows = layout->height >= HIGH ? INFO_ROWS_HIGH : INFO_ROWS;
	struct area info = { layout->height - rows - 1, 0, rows, layout->width, 0 };
	char mark;

	if (view->kind == VIEW_HELP && !*view->hint && !*view_message(layout, view, &mark)) {
		paint_rule((struct room){ layout->height - 2, 0, layout->width });
		return 1;
	}
	paint_rule((struct room){ info.y - 2, 0, layout->width });
	heading_draw(layout, view, info.y - 1);
	info_draw(layout, view, info);
	return rows + 2;
}

/* The list, in the line below it what is said of the field that was left, with hint and message below; from 100 columns the pane on its right. */
static void
full_draw(struct layout *layout, const struct view *view)
{
	int below = below_draw(layout, view);
	struct area list = { 2, 0, layout->height - below - 4, layout->width, 0 }, shown;
	int left;
	STRVEC(lines);

	title_draw(layout, view, false);
	paint_rule((struct room){ 1, 0, layout->width });
	if (layout->width >= PANE_FROM && view->kind == VIEW_FORM)
		pane_draw(view, pane_split(layout, &list));
	left = left_lines(view, list.columns, list.columns - MORE_COLUMNS, LEFT_ROWS, &lines);
	shown = list;
	if (left > 1) /* the first of its rows is the list's */
		shown.rows -= left - 1;
	more_draw(list, list_draw(layout, view, shown));
	left_draw(view, (struct room){ shown.y + shown.rows, list.x, list.columns }, left, &lines);
	foot_draw(layout, view);
}

/* Whether the focused row, which is never cut in the review, says what the message says. */
static bool
row_says_message(const struct view *view)
{
	const struct view_row *row = view_focus(view);

	return view->kind == VIEW_REVIEW && !view->notice && row && strlen(row->value) > 1 &&
	       strstr(view->message, row->value + 1) != NULL;
}

/* Lists that are no form, where the window is small: the list, and the message of its focus. */
static void
page_draw(struct layout *layout, const struct view *view)
{
	int rows = row_says_message(view) ? 0 : (layout->height - 2) / 2;
	struct area message = { 1, 0, rows, layout->width, 0 };
	struct area list = { 1, 0, 0, layout->width, 0 };
	int foot = layout->height - 1;

	title_draw(layout, view, true);
	message.y = foot - message.rows;
	list.rows = foot - message_draw(layout, view, message) - 2;
	more_draw(list, list_draw(layout, view, list));
	foot_draw(layout, view);
}

/* The focused field's value behind a '>', or the row's label where it has none. */
static int
single_value(struct layout *layout, const struct view *view, int y, int rows)
{
	const struct view_row *row = view_focus(view);
	struct room room = { y, 2, layout->width - 2 };

	if (!row)
		return 0;
	paint_string((struct room){ y, 0, 1 }, PAINT_PLAIN, ">");
	if (row->kind == ROW_FIELD)
		return list_draw_focus(layout, view, room, rows);
	layout->cursor_y = y;
	layout->cursor_x = room.x;
	paint_string(room, PAINT_PLAIN, row->label);
	return 1;
}

/* One field at a time: heading, value, news, hint, message, keys. */
static void
single_draw(struct layout *layout, const struct view *view)
{
	int foot = layout->height - 2, y, rows = foot - SINGLE_REST, left;
	STRVEC(lines);
	bool told;

	title_draw(layout, view, true);
	paint_rule((struct room){ 1, 0, layout->width });
	told = heading_draw(layout, view, 2);
	y = 3 + single_value(layout, view, 3, rows < 1 ? 1 : rows);
	left = left_lines(
		view, layout->width, layout->width, foot - y > SINGLE_LOW ? LEFT_ROWS : 1, &lines);
	left_draw(view, (struct room){ y, 0, layout->width }, left, &lines);
	if (!left && !told)
		paint_string((struct room){ y, 2, layout->width - 2 }, PAINT_PLAIN, view->progress);
	y += left ? left : 1;
	info_draw(layout, view, (struct area){ y, 0, foot - y, layout->width, 0 });
	paint_rule((struct room){ foot, 0, layout->width });
	foot_draw(layout, view);
}

/* Label, value, message, and the keys or a question. */
static void
tiny_draw(struct layout *layout, const struct view *view)
{
	const struct view_row *row = view_focus(view);
	STRBUF(label);
	STRVEC(lines);
	int y, left = left_lines(view, layout->width, layout->width, 1, &lines);

	if (row && row->number)
		strbuf_addf(&label, "%d ", row->number);
	strbuf_addstr(&label, row && row->kind == ROW_FIELD ? row->label : view->title);
	paint_blank((struct room){ 0, 0, layout->width }, PAINT_BAR);
	paint_string((struct room){ 0, 0, layout->width }, PAINT_BAR, label.buf);
	y = 1 + single_value(layout, view, 1, layout->height - TINY_REST);
	left_draw(view, (struct room){ y, 0, layout->width }, left, &lines);
	y += left;
	info_draw(layout, view, (struct area){ y, 0, layout->height - 1 - y, layout->width, 0 });
	foot_draw(layout, view);
}

/* To fill the last cell, curses inserts what stands before it (where a terminal cannot switch its
 * margin off); with a single column that lies outside of its memory. */
static void
too_small_draw(struct layout *layout, const struct view *view)
{
	int rows = layout->width > 1 ? layout->height : layout->height - 1;

	(void)view;
	paint_wrapped((struct room){ 0, 0, layout->width }, PAINT_PLAIN, rows, TOO_SMALL);
}

static const struct layout_size {
	int columns, rows;
	void (*form)(struct layout *layout, const struct view *view);
	void (*other)(struct layout *layout, const struct view *view);
} layout_sizes[] = {
	{ 60, 16, full_draw, full_draw },
	{ 30, 8, single_draw, page_draw },
	{ 20, 6, tiny_draw, page_draw },
	{ 0, 0, too_small_draw, too_small_draw },
};

/* What was kept belongs to another field or list. */
static void
layout_forget(struct layout *layout, const struct view *view)
{
	const struct view_row *row = view_focus(view);
	const struct field *field = row ? row->field : NULL;

	if (layout->field != field || layout->kind != view->kind) {
		memset(&layout->scroll.value, 0, sizeof layout->scroll.value);
		layout->scroll.top_row = 0;
	}
	if (!view->prompt_edit) {
		memset(&layout->scroll.prompt, 0, sizeof layout->scroll.prompt);
		layout->scroll.prompt_below = false;
	}
	if (!view->choosing) {
		layout->scroll.popup_top = 0;
		layout->scroll.popup_rows = layout->scroll.popup_told = 0;
	}
	if (layout->kind != view->kind || layout->page != view->page)
		layout->scroll.tops[VIEW_HELP] = 0;
	layout->help_rows = 0;
	layout->begins |= view->kind == VIEW_RESULT && layout->kind != view->kind;
	layout->kind = view->kind;
	layout->page = view->page;
	layout->field = field;
}

/* More than there is: the next picture stops at the last line. */
#define FAR 100000

bool
layout_scroll(struct layout *layout, enum action action)
{
	size_t *top = &layout->scroll.tops[VIEW_HELP], page;

	if (!layout->help_rows)
		return false;
	page = layout->help_rows > 1 ? (size_t)layout->help_rows - 1 : 1;
	if (action == ACTION_DOWN || action == ACTION_NEXT)
		*top += 1;
	else if (action == ACTION_UP || action == ACTION_PREVIOUS)
		*top -= *top > 0;
	else if (action == ACTION_SECTION_NEXT)
		*top += page;
	else if (action == ACTION_SECTION_PREVIOUS)
		*top -= *top < page ? *top : page;
	else if (action == ACTION_START || action == ACTION_END)
		*top = action == ACTION_END ? FAR : 0;
	else
		return false;
	return true;
}

void
layout_key(struct layout *layout)
{
	layout->kept_height = 0;
	layout->begins = false;
}

void
layout_resize(struct layout *layout, int height, int width)
{
	if (!layout->kept_height) {
		layout->kept = layout->scroll;
		layout->kept_height = layout->height;
		layout->kept_width = layout->width;
	}
	layout->height = height;
	layout->width = width;
	layout->scroll.popup_rows = layout->scroll.popup_told = 0;
	layout->scroll.prompt_below = false;
	if (height == layout->kept_height && width == layout->kept_width)
		layout->scroll = layout->kept;
}

void
layout_mark(struct layout *layout, int y, const struct layout_line *line)
{
	if (y >= 0 && y < LAYOUT_ROWS_MAX)
		layout->lines[y] = *line;
}

void
layout_draw(struct layout *layout, const struct view *view)
{
	const struct layout_size *size = layout_sizes;

	layout_forget(layout, view);
	layout->message_cut = false;
	layout->cursor_y = layout->cursor_x = 0;
	memset(layout->lines, 0, sizeof layout->lines);
	while (layout->width < size->columns || layout->height < size->rows)
		size++;
	if (view->kind == VIEW_FORM)
		size->form(layout, view);
	else
		size->other(layout, view);
}
