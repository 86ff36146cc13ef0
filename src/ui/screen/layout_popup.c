/* The list of a question: an item a line, scrolled so that the focused one is seen, the question itself
 * below it. What an item means stands behind its name where all of it fits; else that of the focused one
 * stands below the list, behind a name that is cut; so does what else is told of it.
 *
 * In a low window a list that is read before its question is answered shows the focused item alone, in all lines.
 *
 * While it is open it gets no lower: typing narrows the list, and what it covers need not be sent again
 * with each key. */
#include "ui/screen/layout_popup.h"

#include <string.h>

#include "base/text.h"

#include "ui/screen/paint.h"

/* A lower window has no room for what is not needed to choose. */
#define HIGH_ENOUGH 8
#define ITEM_COLUMN 2
#define NEXT_ROWS 2
#define REST_ROWS 4
#define TOLD_ROWS 3
/* Rows below which a list that is read shows one item. */
#define READ_LOW 8
/* Items that show at most, for few bytes to be sent. */
#define SHOWN_MAX 12

struct popup {
	int columns; /* of an item */
	int shown, told, above;
	int lines;  /* of an item */
	int bottom; /* the row of the question */
};

bool
popup_is_read(const struct view *view)
{
	return view->choosing && view->by_letter && !view->numbered && view->nitems &&
	       !*view->items[0].meaning;
}

/* "2 2048: Recommended."; without the meaning where both have no room, unless the name alone says nothing: a letter.
 * Returns how much of it is the name. */
static size_t
item_text(const struct view *view, size_t i, int columns, struct strbuf *out)
{
	const struct view_item *item = &view->items[i];
	size_t name;

	bool numbered = view->numbered && !view->line;

	if (numbered && i < 9)
		strbuf_addf(out, "%zu ", i + 1);
	else if (numbered)
		strbuf_addstr(out, "  ");
	strbuf_addstr(out, item->name);
	name = out->len;
	if (*item->meaning)
		strbuf_addf(out, ": %s", item->meaning);
	if (text_width(out->buf, out->len) > columns && strlen(item->name) > 1)
		strbuf_truncate(out, name);
	return name;
}

/* What of the item had no room in its line: its meaning, and the name where that is cut. */
static void
item_rest(const struct view *view, size_t i, int columns, struct strbuf *out)
{
	const struct view_item *item = &view->items[i];
	STRBUF(text);
	size_t meaning = strlen(item->meaning);
	bool cut;

	item_text(view, i, columns, &text);
	cut = text_width(text.buf, text.len) > columns;
	if (cut)
		strbuf_addf(out, "%s%s", item->name, meaning ? ": " : "");
	if (cut || text.len < meaning || strcmp(text.buf + text.len - meaning, item->meaning) != 0)
		strbuf_addstr(out, item->meaning);
}

static int
wrapped_rows(const char *text, int columns)
{
	STRVEC(lines);

	text_wrap(&lines, text, columns);
	return *text ? (int)lines.n : 0;
}

static int
least(int a, int b)
{
	return a < b ? a : b;
}

/* The most lines that what has no room in an item's own takes. */
static int
popup_rest(const struct popup *popup, const struct view *view)
{
	int most = 0;

	for (size_t i = 0; i < view->nitems && most < REST_ROWS; i++) {
		STRBUF(rest);
		int rows;

		item_rest(view, i, popup->columns, &rest);
		rows = wrapped_rows(rest.buf, popup->columns);
		most = rows > most ? rows : most;
	}
	return least(most, REST_ROWS);
}

static void
popup_init(struct popup *popup, struct layout *layout, const struct view *view, int question)
{
	bool high = layout->height >= HIGH_ENOUGH;
	int told, room;

	*popup = (struct popup){
		.columns = layout->width - ITEM_COLUMN, .lines = 1, .bottom = question
	};
	if (question < READ_LOW && popup_is_read(view)) {
		popup->shown = 1;
		popup->lines = question > 1 ? question : 1;
		return;
	}
	told = least(wrapped_rows(view->told, popup->columns), TOLD_ROWS);
	if (high && *view->told && view->line && told < NEXT_ROWS)
		told = NEXT_ROWS; /* what is told of the next item may be longer */
	if (high && (!told || !view->line))
		told += popup_rest(popup, view);
	popup->told = told > layout->scroll.popup_told ? told : layout->scroll.popup_told;
	popup->above = high;
	/* the title stays, unless there is hardly room for the list */
	room = question - popup->above - (high || !popup->told);
	popup->told = least(popup->told, room > 1 ? room - 1 : 0);
	room -= popup->told;
	popup->shown = least(least((int)view->nitems, SHOWN_MAX), room);
	popup->shown = least(
		popup->shown > layout->scroll.popup_rows ? popup->shown : layout->scroll.popup_rows,
		room < 1 ? 1 : room);
	layout->scroll.popup_rows = popup->shown;
	layout->scroll.popup_told = popup->told;
}

/* Moves the list no more than it must. */
static void
popup_scroll(struct layout *layout, const struct popup *popup, const struct view *view)
{
	size_t shown = (size_t)popup->shown, focus = view->item_focus;

	if (focus < layout->scroll.popup_top)
		layout->scroll.popup_top = focus;
	if (focus >= layout->scroll.popup_top + shown)
		layout->scroll.popup_top = focus - shown + 1;
	if (layout->scroll.popup_top + shown > view->nitems)
		layout->scroll.popup_top = view->nitems > shown ? view->nitems - shown : 0;
}

/* What is listed, in the rule; of a path that is too long its last parts. */
#define TITLE_COLUMN 2
#define TITLE_LEAST 8

static void
popup_draw_title(const struct view *view, int y, int columns)
{
	const char *end = view->list_title, *slash;
	STRBUF(title);
	uint32_t ignored;

	if (!*end || columns < TITLE_LEAST)
		return;
	while (text_width(end, strlen(end)) + (end > view->list_title) > columns - 2) {
		slash = strchr(end, '/');
		end = slash ? slash + 1 : end + utf8_decode(end, strlen(end), &ignored);
	}
	strbuf_addf(&title, " %s%s ", end > view->list_title ? "<" : "", end);
	paint_string((struct room){ y, TITLE_COLUMN, columns }, PAINT_PLAIN, title.buf);
}

static void
popup_draw_rule(
	const struct layout *layout, const struct popup *popup, const struct view *view, int y)
{
	struct room room = { y, 0, layout->width };

	paint_rule(room);
	if (layout->scroll.popup_top + (size_t)popup->shown < view->nitems)
		paint_more(y, layout->width, GLYPH_BELOW);
	if (layout->scroll.popup_top > 0)
		paint_more(y, layout->width - 8, GLYPH_ABOVE);
	popup_draw_title(view, y, layout->width - 16 - TITLE_COLUMN);
}

static void
popup_draw_item(
	struct layout *layout, const struct popup *popup, const struct view *view, size_t i, int y)
{
	struct room room = { y, ITEM_COLUMN, popup->columns };
	STRBUF(text);
	size_t name;

	layout_mark(layout, y, &(struct layout_line){ .kind = LINE_ITEM, .index = i });
	name = item_text(view, i, popup->columns, &text);
	if (popup->lines == 1)
		paint_string(room, PAINT_PLAIN, text.buf);
	if (i != view->item_focus)
		return;
	if (popup->lines > 1)
		paint_wrapped(room, PAINT_FOCUS, popup->lines, text.buf);
	else
		paint_text(room, PAINT_FOCUS, text.buf, name);
	paint_string((struct room){ y, 0, 1 }, PAINT_PLAIN, ">");
	if (!view->on_item)
		return;
	layout->cursor_y = y;
	layout->cursor_x = ITEM_COLUMN;
}

/* Below the list: what is told, and of the item what had no room in its line. Of a list that is filtered the
 * first is of the item already. */
static void
popup_draw_told(const struct popup *popup, const struct view *view, int y)
{
	struct room room = { y, ITEM_COLUMN, popup->columns };
	STRBUF(rest);
	int told = least(wrapped_rows(view->told, popup->columns), popup->told);

	if (told)
		paint_mark(y, 0, view->told_mark);
	paint_wrapped(room, paint_of_mark(view->told_mark), popup->told, view->told);
	room.y += told;
	if (view->item_focus < view->nitems && !(told && view->line))
		item_rest(view, view->item_focus, popup->columns, &rest);
	if (rest.len)
		paint_wrapped(room, PAINT_HINT, popup->told - told, rest.buf);
}

/* Below an item that has the list to itself, where that leaves the line. */
static void
popup_draw_more(
	const struct layout *layout, const struct popup *popup, const struct view *view, int y)
{
	STRBUF(text);

	item_text(view, view->item_focus, popup->columns, &text);
	if (view->item_focus + 1 < view->nitems &&
		wrapped_rows(text.buf, popup->columns) < popup->lines)
		paint_more(y, layout->width, GLYPH_BELOW);
}

void
popup_draw(struct layout *layout, const struct view *view, int question)
{
	struct popup popup;
	int top, told;

	popup_init(&popup, layout, view, question);
	popup_scroll(layout, &popup, view);
	told = question - popup.told;
	top = told - popup.shown * popup.lines;
	for (int y = top - popup.above; y < question; y++) {
		paint_blank((struct room){ y, 0, layout->width }, PAINT_PLAIN);
		layout_mark(layout, y, &(struct layout_line){ .kind = LINE_NOTHING });
	}
	if (popup.above)
		popup_draw_rule(layout, &popup, view, top - 1);
	for (size_t i = layout->scroll.popup_top; i < view->nitems; i++) {
		int y = top + (int)(i - layout->scroll.popup_top);

		if (y >= told)
			break;
		popup_draw_item(layout, &popup, view, i, y);
	}
	if (popup.lines > 1)
		popup_draw_more(layout, &popup, view, told - 1);
	popup_draw_told(&popup, view, told);
}
