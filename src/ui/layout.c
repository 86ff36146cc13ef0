/* The parts of a picture and the sizes at which they have another place. */
#include "ui/layout.h"

#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "ui/layout_list.h"
#include "ui/paint.h"

/* From this width on the field is explained on the right. */
#define PANE_FROM 100
#define PANE_MIN 36
#define PANE_MAX 60
/* Lines of hint and message together; more where the window is higher. */
#define INFO_ROWS 3
#define INFO_ROWS_HIGH 5
#define HIGH 34
/* Below this width gaps are as small as can be. */
#define TIGHT 30
/* A prompt leaves its text at least so many columns. */
#define PROMPT_COLUMNS 16
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

/* "Step 4 of 18   1 problem   saved", or "4/18   1!   saved" */
static void
title_state(const struct view *view, bool brief, const char *gap, struct strbuf *out)
{
	static const char *const places[] = {
		[VIEW_FORM] = "Profile",
		[VIEW_REVIEW] = "Review",
		[VIEW_HELP] = "Help",
	};

	if (view->kind != VIEW_FORM || !view->step)
		strbuf_addstr(out, places[view->kind]);
	else
		strbuf_addf(out, brief ? "%d/%d" : "Step %d of %d", view->step, view->steps);
	if (view->problems && brief)
		strbuf_addf(out, "%s%zu!", gap, view->problems);
	else if (view->problems)
		strbuf_addf(out, "%s%zu %s", gap, view->problems,
			plural(view->problems, "problem", "problems"));
	strbuf_addf(out, "%s%s", gap, view->state);
}

/* The draft's name on the left, or behind it, the state on the right; the name gives way. */
static void
title_draw(const struct layout *layout, const struct view *view, bool brief)
{
	struct strbuf state = STRBUF_INIT;
	struct room room = { 0, 0, layout->width };
	int width, name;

	title_state(view, brief, layout->width < TIGHT ? " " : "   ", &state);
	width = text_width(state.buf, state.len);
	room.columns = layout->width - width - 3;
	name = paint_string(room, PAINT_PLAIN, view->title);
	room.x = brief && name > 0 ? name + 3 : layout->width - width;
	if (room.x < 0)
		room.x = 0;
	room.columns = layout->width - room.x;
	paint_string(room, PAINT_PLAIN, state.buf);
	strbuf_release(&state);
}

/* "Fingerprint (optional)                  8 bytes, no hash"; 0 where the news have no room. */
static bool
heading_draw(const struct layout *layout, const struct view *view, int y)
{
	int width = text_width(view->progress, strlen(view->progress));
	int heading = text_width(view->heading, strlen(view->heading));
	bool fits = heading + 2 + width <= layout->width;
	struct room room = { y, 0, layout->width };

	paint_string(room, PAINT_PLAIN, view->heading);
	if (!width || !fits)
		return !width;
	room.x = layout->width - width;
	room.columns = width;
	paint_string(room, PAINT_PLAIN, view->progress);
	return true;
}

/* The mark and the sentence, at the foot of an area; returns the rows used. */
static int
message_draw(const struct layout *layout, const struct view *view, struct area area)
{
	struct strvec lines = STRVEC_INIT;
	struct room room = { area.y, area.x + 2, area.columns - 2 };
	const char *message;
	int rows;
	char mark;

	message = view_message(layout, view, &mark);
	text_wrap(&lines, message, room.columns);
	rows = lines.n < (size_t)area.rows ? (int)lines.n : area.rows;
	room.y = area.y + area.rows - rows;
	if (rows > 0)
		paint_mark(room.y, area.x, mark);
	paint_lines(room, rows, &lines);
	strvec_release(&lines);
	return rows;
}

/* Hint above, message below, in the same two places always. */
static void
info_draw(const struct layout *layout, const struct view *view, struct area area)
{
	struct room room = { area.y, area.x, area.columns };
	int rows = area.rows - message_draw(layout, view, area);

	if (rows > 0)
		paint_wrapped(room, rows, view->hint);
}

/* The prompt's text in edit, behind the last line of its question. */
static void
prompt_draw_edit(struct layout *layout, const struct view *view, struct room room)
{
	layout->cursor_y = room.y;
	layout->cursor_x = room.x;
	if (!view->prompt_edit)
		return;
	if (view->prompt_masked)
		layout->cursor_x += view->prompt_edit->text.len
					    ? paint_string(room, PAINT_PLAIN, "********")
					    : 0;
	else
		layout->cursor_x = paint_edit(room, view->prompt_edit, &layout->prompt);
}

static void
room_clear(struct room room)
{
	struct strbuf blanks = STRBUF_INIT;

	if (room.columns > 0)
		strbuf_addchars(&blanks, ' ', (size_t)room.columns);
	paint_string(room, PAINT_PLAIN, blanks.buf);
	strbuf_release(&blanks);
}

/* A menu's pairs of key and word stay whole; a sentence is wrapped. */
static void
prompt_wrap(struct strvec *lines, const char *prompt, int columns)
{
	struct strbuf line = STRBUF_INIT;

	while (*prompt) {
		const char *gap = strstr(prompt, "  ");
		size_t len = gap ? (size_t)(gap - prompt) : strlen(prompt);

		if (line.len && (int)(line.len + 2 + len) > columns) {
			text_wrap(lines, line.buf, columns);
			strbuf_clear(&line);
		}
		strbuf_addf(&line, "%s%.*s", line.len ? "  " : "", (int)len, prompt);
		prompt += gap ? len + 2 : len;
	}
	text_wrap(lines, line.buf, columns);
	strbuf_release(&line);
}

/* The columns of the last line; a new one where its answer would have no room behind it. */
static int
prompt_width(struct strvec *lines, const struct layout *layout, bool edited)
{
	const char *last = lines->n ? lines->v[lines->n - 1] : "";
	int width = text_width(last, strlen(last));

	if (!edited || layout->width - width >= PROMPT_COLUMNS)
		return width;
	strvec_push(lines, "");
	return 0;
}

/* A question in place of the key line. A long one grows upwards. */
static void
prompt_draw(struct layout *layout, const struct view *view)
{
	struct strvec lines = STRVEC_INIT;
	struct room room = { 0, 0, layout->width };
	int width, rows;

	prompt_wrap(&lines, view->prompt, layout->width);
	width = prompt_width(&lines, layout, view->prompt_edit);
	rows = lines.n < (size_t)layout->height ? (int)lines.n : layout->height;
	for (room.y = layout->height - rows; room.y < layout->height; room.y++)
		room_clear(room);
	room.y = layout->height - rows;
	paint_lines(room, rows, &lines);
	room.y = layout->height - 1;
	room.x = width < layout->width ? width : layout->width - 1;
	room.columns = layout->width - room.x;
	prompt_draw_edit(layout, view, room);
	strvec_release(&lines);
}

/* Where the last pair of a key line's first len bytes begins. */
static size_t
pair_start(const char *keyline, size_t len)
{
	while (len > 1 && (keyline[len - 1] != ' ' || keyline[len - 2] != ' '))
		len--;
	return len > 1 ? len : 0;
}

/* Pairs of key and word, two blanks between them. Where not all fit, those before the last (the menu,
 * which leads to the others) are left out. */
static void
keys_draw(const struct layout *layout, const char *keyline)
{
	struct room room = { layout->height - 1, 0, layout->width };
	struct strbuf line = STRBUF_INIT;
	size_t last, end;

	strbuf_addstr(&line, keyline);
	last = pair_start(line.buf, line.len);
	end = last;
	while (end > 0 && line.len > (size_t)room.columns) {
		size_t start = pair_start(line.buf, end - 2);

		strbuf_splice(&line, start, end - start, "", 0);
		end = start;
	}
	paint_string(room, PAINT_PLAIN, line.buf);
	strbuf_release(&line);
}

static void
foot_draw(struct layout *layout, const struct view *view)
{
	if (view->prompt)
		prompt_draw(layout, view);
	else
		keys_draw(layout, view->keyline);
}

/* "^ more  v more" at the right end of the line below the list. */
static void
more_draw(struct area list, struct list_more more)
{
	struct room room = { list.y + list.rows, list.x + list.columns - 6, 6 };

	if (more.below)
		paint_string(room, PAINT_PLAIN, "v more");
	if (more.above) {
		room.x -= 8;
		paint_string(room, PAINT_PLAIN, "^ more");
	}
}

/* The long help of the field, beside the list. */
static void
pane_draw(const struct view *view, struct area area)
{
	struct room room = { area.y, area.x + 2, area.columns - 2 };

	paint_bar(area.y, area.x, area.rows);
	paint_string(room, PAINT_BOLD, view->heading);
	room.y += 2;
	paint_wrapped(room, area.rows - 2, view->explanation);
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
below_draw(const struct layout *layout, const struct view *view)
{
	int rows = layout->height >= HIGH ? INFO_ROWS_HIGH : INFO_ROWS;
	struct area info = { layout->height - rows - 1, 0, rows, layout->width };
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

/* The list with hint and message below; from 100 columns the pane on its right. */
static void
full_draw(struct layout *layout, const struct view *view)
{
	int below = below_draw(layout, view);
	struct area list = { 2, 0, layout->height - below - 4, layout->width };

	title_draw(layout, view, false);
	paint_rule((struct room){ 1, 0, layout->width });
	if (layout->width >= PANE_FROM && view->kind == VIEW_FORM)
		pane_draw(view, pane_split(layout, &list));
	more_draw(list, list_draw(layout, view, list));
	foot_draw(layout, view);
}

/* Lists that are no form, where the window is small: the list, and the message of its focus. */
static void
page_draw(struct layout *layout, const struct view *view)
{
	struct area message = { 1, 0, (layout->height - 2) / 2, layout->width };
	struct area list = { 1, 0, 0, layout->width };
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
	int foot = layout->height - 2, y, rows = (foot - 3) / 2;
	bool told;

	title_draw(layout, view, true);
	paint_rule((struct room){ 1, 0, layout->width });
	told = heading_draw(layout, view, 2);
	y = 3 + single_value(layout, view, 3, rows < 1 ? 1 : rows);
	if (!told)
		paint_string((struct room){ y, 2, layout->width - 2 }, PAINT_PLAIN, view->progress);
	y++;
	info_draw(layout, view, (struct area){ y, 0, foot - y, layout->width });
	paint_rule((struct room){ foot, 0, layout->width });
	foot_draw(layout, view);
}

/* Label, value, message, and the keys or a question. */
static void
tiny_draw(struct layout *layout, const struct view *view)
{
	const struct view_row *row = view_focus(view);
	struct strbuf label = STRBUF_INIT;
	int y;

	if (view->step)
		strbuf_addf(&label, "%d/%d ", view->step, view->steps);
	strbuf_addstr(&label, row && row->kind == ROW_FIELD ? row->label : view->title);
	paint_string((struct room){ 0, 0, layout->width }, PAINT_PLAIN, label.buf);
	y = 1 + single_value(layout, view, 1, 1);
	info_draw(layout, view, (struct area){ y, 0, layout->height - 1 - y, layout->width });
	foot_draw(layout, view);
	strbuf_release(&label);
}

static void
too_small_draw(struct layout *layout, const struct view *view)
{
	(void)view;
	paint_wrapped((struct room){ 0, 0, layout->width }, layout->height, TOO_SMALL);
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
		memset(&layout->value, 0, sizeof layout->value);
		layout->first_line = 0;
	}
	if (!view->prompt_edit)
		memset(&layout->prompt, 0, sizeof layout->prompt);
	layout->kind = view->kind;
	layout->field = field;
}

void
layout_draw(struct layout *layout, const struct view *view)
{
	const struct layout_size *size = layout_sizes;

	layout_forget(layout, view);
	layout->cursor_y = layout->cursor_x = 0;
	while (layout->width < size->columns || layout->height < size->rows)
		size++;
	if (view->kind == VIEW_FORM)
		size->form(layout, view);
	else
		size->other(layout, view);
}
