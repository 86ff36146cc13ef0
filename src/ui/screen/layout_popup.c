/* A question that begins with a list: an item a line, scrolled so that the focused one is seen, the
 * question itself always below it. What an item means stands behind its name where all of it fits; else
 * that of the focused one stands below the list. */
#include "ui/screen/layout_popup.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "ui/screen/paint.h"

/* A lower window has no room for what is not needed to choose. */
#define HIGH_ENOUGH 8
#define ITEM_COLUMN 2
#define MEANING_ROWS 2

struct popup {
	struct strvec items, question;
	int columns; /* of an item */
	int shown, meaning, above;
};

/* "a %HostName%" and "the host name" */
static size_t
item_name(const char *item)
{
	const char *colon = strstr(item, ": ");

	return colon ? (size_t)(colon - item) : strlen(item);
}

static const char *
item_meaning(const char *item)
{
	size_t name = item_name(item);

	return item[name] ? item + name + 2 : "";
}

static bool
item_fits(const struct popup *popup, const char *item)
{
	return text_width(item, strlen(item)) <= popup->columns;
}

/* The most lines that the meaning of an item which has no room behind its name takes. */
static int
popup_meaning(const struct popup *popup)
{
	size_t most = 0;

	for (size_t i = 0; i < popup->items.n; i++) {
		struct strvec lines = STRVEC_INIT;

		if (item_fits(popup, popup->items.v[i]))
			continue;
		text_wrap(&lines, item_meaning(popup->items.v[i]), popup->columns);
		if (lines.n > most)
			most = lines.n;
		strvec_release(&lines);
	}
	return most < MEANING_ROWS ? (int)most : MEANING_ROWS;
}

static void
popup_init(struct popup *popup, const struct layout *layout, const struct view *view)
{
	const char *text = view->prompt;
	int room;

	*popup = (struct popup){ .columns = layout->width - ITEM_COLUMN };
	for (size_t i = 0; i < view->prompt_items; i++) {
		const char *end = strchr(text, '\n');
		char *item = xstrndup(text, (size_t)(end - text));

		strvec_push(&popup->items, item);
		free(item);
		text = end + 1;
	}
	text_wrap(&popup->question, text, layout->width);
	if (layout->height >= HIGH_ENOUGH) {
		popup->meaning = popup_meaning(popup);
		popup->above = 1;
	}
	/* the title stays */
	room = layout->height - 1 - popup->above - popup->meaning - (int)popup->question.n;
	popup->shown = (int)popup->items.n < room ? (int)popup->items.n : room < 1 ? 1 : room;
}

static void
popup_release(struct popup *popup)
{
	strvec_release(&popup->items);
	strvec_release(&popup->question);
}

/* Moves the list no more than it must. */
static void
popup_scroll(struct layout *layout, const struct popup *popup, size_t focus)
{
	size_t shown = (size_t)popup->shown;

	if (focus < layout->popup_top)
		layout->popup_top = focus;
	if (focus >= layout->popup_top + shown)
		layout->popup_top = focus - shown + 1;
	if (layout->popup_top + shown > popup->items.n)
		layout->popup_top = popup->items.n - shown;
}

static void
popup_draw_rule(const struct layout *layout, const struct popup *popup, int y)
{
	struct room room = { y, 0, layout->width };

	paint_rule(room);
	room.columns = 6;
	room.x = layout->width - 6;
	if (layout->popup_top + (size_t)popup->shown < popup->items.n)
		paint_string(room, PAINT_PLAIN, "v more");
	room.x -= 8;
	if (layout->popup_top > 0)
		paint_string(room, PAINT_PLAIN, "^ more");
}

static void
popup_draw_item(struct layout *layout, const struct popup *popup, size_t i, bool focus, int y)
{
	const char *item = popup->items.v[i];
	size_t len = item_fits(popup, item) ? strlen(item) : item_name(item);
	struct room room = { y, ITEM_COLUMN, popup->columns };

	paint_text(room, PAINT_PLAIN, item, len);
	if (!focus)
		return;
	paint_string((struct room){ y, 0, 1 }, PAINT_PLAIN, ">");
	layout->cursor_y = y;
	layout->cursor_x = ITEM_COLUMN;
}

/* The question, and how to choose where there is room behind it. */
static void
popup_draw_question(const struct layout *layout, const struct popup *popup)
{
	static const struct key_pair pairs[] = {
		{ { ACTION_DOWN, ACTION_UP }, "move", 1, NULL },
		{ { ACTION_ACCEPT }, "choose", 0, NULL },
		{ { ACTION_NONE }, NULL, 0, NULL },
	};
	int rows = (int)popup->question.n;
	struct room room = { layout->height - rows, 0, layout->width };
	const char *last = rows ? popup->question.v[rows - 1] : "";
	struct strbuf keys = STRBUF_INIT;

	paint_lines(room, rows, &popup->question);
	room.y = layout->height - 1;
	room.x = text_width(last, strlen(last)) + 2;
	room.columns = layout->width - room.x;
	key_line_fit(pairs, room.columns, &keys);
	paint_string(room, PAINT_PLAIN, keys.buf);
	strbuf_release(&keys);
}

void
popup_draw(struct layout *layout, const struct view *view)
{
	const char *focused;
	struct popup popup;
	int top;

	popup_init(&popup, layout, view);
	popup_scroll(layout, &popup, view->prompt_focus);
	top = layout->height - (int)popup.question.n - popup.meaning - popup.shown;
	for (int y = top - popup.above; y < layout->height; y++)
		paint_blank((struct room){ y, 0, layout->width });
	if (popup.above)
		popup_draw_rule(layout, &popup, top - 1);
	for (int i = 0; i < popup.shown; i++) {
		size_t item = layout->popup_top + (size_t)i;

		popup_draw_item(layout, &popup, item, item == view->prompt_focus, top + i);
	}
	focused = popup.items.v[view->prompt_focus];
	if (!item_fits(&popup, focused))
		paint_wrapped((struct room){ top + popup.shown, ITEM_COLUMN, popup.columns },
			popup.meaning, item_meaning(focused));
	popup_draw_question(layout, &popup);
	popup_release(&popup);
}
