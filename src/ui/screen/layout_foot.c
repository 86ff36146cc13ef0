/* The last line of a picture: the keys that serve the focused row, or a question in their place, which
 * grows upwards. */
#include "ui/screen/layout_foot.h"

#include <string.h>

#include "base/text.h"

#include "ui/screen/layout_popup.h"
#include "ui/screen/paint.h"

/* A prompt leaves its text at least so many columns. */
#define PROMPT_COLUMNS 16
/* Rows that a question leaves for its list. */
#define LIST_ROWS 2
/* And of which each item has to be read whole. */
#define LIST_ROWS_READ 4

/* How to choose, where there is room for it behind the question. */
static void
choose_draw_keys(const struct view *view, struct room room)
{
	const struct key_pair pairs[] = {
		{ { ACTION_DOWN, ACTION_UP }, "move", 1, NULL },
		{ { ACTION_ACCEPT }, view->accepts, 0, NULL },
		{ { ACTION_NONE }, NULL, 0, NULL },
	};
	STRBUF(keys);

	if (!view->choosing)
		return;
	room.x += 2;
	room.columns -= 2;
	key_line_fit(pairs, room.columns, &keys);
	paint_string(room, PAINT_BAR, keys.buf);
}

/* The prompt's text in edit, behind the last line of its question. */
static void
prompt_draw_edit(struct layout *layout, const struct view *view, struct room room)
{
	layout->cursor_y = room.y;
	layout->cursor_x = room.x;
	if (!view->prompt_edit) {
		choose_draw_keys(view, room);
		return;
	}
	if (view->prompt_masked)
		layout->cursor_x += paint_string(room, PAINT_PLAIN, view->prompt_edit->text.buf);
	else
		layout->cursor_x = paint_edit(room, view->prompt_edit, &layout->scroll.prompt);
}

/* A menu's pairs of key and word stay whole; a sentence is wrapped. */
static void
prompt_wrap(struct strvec *lines, const char *prompt, int columns)
{
	STRBUF(line);

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
}

/* The first words are left out of what has no room: the last ones say which answers there are. */
static void
prompt_fit(struct strvec *lines, const char *prompt, int columns, size_t most)
{
	STRBUF(cut);

	prompt_wrap(lines, prompt, columns);
	while (lines->n > most && (prompt = strchr(prompt, ' '))) {
		prompt += strspn(prompt, " ");
		strbuf_clear(&cut);
		strbuf_addf(&cut, "... %s", prompt);
		strvec_release(lines);
		strvec_init(lines);
		prompt_wrap(lines, cut.buf, columns);
	}
}

/* The columns of the last line; a new one where its answer has no room behind it. There it stays, however short it gets. */
static int
prompt_width(struct strvec *lines, struct layout *layout, const struct view *view)
{
	const char *last = lines->n ? lines->v[lines->n - 1] : "";
	int width = text_width(last, strlen(last)), room = layout->width - width;
	const struct lineedit *edit = view->prompt_edit;

	if (!edit || !width)
		return width;
	layout->scroll.prompt_below |=
		room < PROMPT_COLUMNS || text_width(edit->text.buf, edit->text.len) >= room;
	if (!layout->scroll.prompt_below)
		return width;
	strvec_push(lines, "");
	return 0;
}

/* But for the window's last cell: not every terminal can be kept from scrolling once that is written. */
static void
bar_draw(const struct layout *layout, int y)
{
	paint_blank((struct room){ y, 0, layout->width - 1 }, PAINT_BAR);
}

/* A question in place of the key line. A long one grows upwards. Returns its rows. */
static int
prompt_draw(struct layout *layout, const struct view *view)
{
	STRVEC(lines);
	struct room room = { 0, 0, layout->width };
	int width, rows,
		most = layout->height - (popup_is_read(view)     ? LIST_ROWS_READ
						: view->choosing ? LIST_ROWS
								 : 0);

	prompt_fit(&lines, view->prompt, layout->width, (size_t)(most > 1 ? most : 1));
	width = prompt_width(&lines, layout, view);
	rows = lines.n < (size_t)layout->height ? (int)lines.n : layout->height;
	for (room.y = layout->height - rows; room.y < layout->height; room.y++)
		paint_blank(room, PAINT_PLAIN);
	if (!view->prompt_edit)
		bar_draw(layout, layout->height - 1);
	room.y = layout->height - rows;
	paint_lines(room, PAINT_BAR, rows, &lines);
	room.y = layout->height - 1;
	room.x = width < layout->width ? width : layout->width - 1;
	room.columns = layout->width - room.x;
	prompt_draw_edit(layout, view, room);
	return rows;
}

/* Where the last pair of a key line's first len bytes begins. */
static size_t
pair_start(const char *keyline, size_t len)
{
	while (len > 1 && (keyline[len - 1] != ' ' || keyline[len - 2] != ' '))
		len--;
	return len > 1 ? len : 0;
}

/* Pairs of key and word, two blanks between them, of which nobody said what they are worth: where not
 * all fit, those before the last are left out. */
static void
pairs_fit(const char *keyline, int columns, struct strbuf *line)
{
	size_t last, end;

	strbuf_addstr(line, keyline);
	last = pair_start(line->buf, line->len);
	end = last;
	while (end > 0 && line->len > (size_t)columns) {
		size_t start = pair_start(line->buf, end - 2);

		strbuf_splice(line, start, end - start, "", 0);
		end = start;
	}
}

/* The keys, where the message is cut with the word for the one that shows all of it. */
static void
keys_fit(const struct layout *layout, const struct key_pair *keys, int columns, struct strbuf *line)
{
	struct key_pair pairs[KEY_PAIRS_MAX];

	for (size_t i = 0; i < KEY_PAIRS_MAX; i++) {
		pairs[i] = keys[i];
		if (!keys[i].label)
			break;
		if (layout->message_cut && keys[i].actions[0] == ACTION_HELP) {
			pairs[i].label = "more";
			pairs[i].rank = 1;
		} else if (layout->message_cut && keys[i].rank) {
			pairs[i].rank++;
		}
	}
	key_line_fit(pairs, columns, line);
}

void
foot_draw(struct layout *layout, const struct view *view)
{
	struct room room = { layout->height - 1, 0, layout->width };
	STRBUF(line);
	int rows;

	if (view->prompt) {
		rows = prompt_draw(layout, view);
		if (view->choosing)
			popup_draw(layout, view, layout->height - rows);
		return;
	}
	if (view->keys)
		keys_fit(layout, view->keys, room.columns, &line);
	else
		pairs_fit(view->keyline, room.columns, &line);
	bar_draw(layout, room.y);
	paint_string(room, PAINT_BAR, line.buf);
}
