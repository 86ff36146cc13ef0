/* The line editor: moving over characters, words and lines, typing, cutting and pasting. What shows of
 * a text is in lineedit_view.c, the history in lineedit_undo.c. */
#include "ui/line/lineedit.h"

#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "ui/line/lineedit_undo.h"

void
lineedit_init(struct lineedit *edit)
{
	*edit = (struct lineedit){ .text = STRBUF_INIT, .killed = STRBUF_INIT, .goal = -1 };
}

void
lineedit_release(struct lineedit *edit)
{
	lineedit_forget(edit);
	strbuf_release(&edit->text);
	strbuf_release(&edit->killed);
	lineedit_init(edit);
}

void
lineedit_set(struct lineedit *edit, const char *text)
{
	lineedit_forget(edit);
	strbuf_set(&edit->text, text);
	edit->cursor = edit->text.len;
	edit->goal = -1;
}

static uint32_t
char_at(const struct lineedit *edit, size_t pos)
{
	uint32_t cp;

	utf8_decode(edit->text.buf + pos, edit->text.len - pos, &cp);
	return cp;
}

/* A newline takes no marks: those behind it stand alone at the start of the next line. */
size_t
lineedit_next(const struct lineedit *edit, size_t pos)
{
	const struct strbuf *text = &edit->text;
	uint32_t cp;

	if (pos >= text->len)
		return text->len;
	pos += utf8_decode(text->buf + pos, text->len - pos, &cp);
	if (cp == '\n')
		return pos;
	while (pos < text->len) {
		size_t n = utf8_decode(text->buf + pos, text->len - pos, &cp);

		if (cp == UTF8_INVALID || text_char_width(cp) != 0)
			break;
		pos += n;
	}
	return pos;
}

/* Bytes that are no UTF-8 cannot be read backwards, but where an ASCII one stands a character begins. */
size_t
lineedit_previous(const struct lineedit *edit, size_t pos)
{
	size_t before = pos ? pos - 1 : 0, next;

	while (before && edit->text.buf[before] & 0x80)
		before--;
	while ((next = lineedit_next(edit, before)) < pos)
		before = next;
	return before;
}

/* Letters and digits for M-b, M-f and M-d, so that they stop inside a URL or a subject; every
 * character beyond ASCII counts as a letter. */
static bool
is_word(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z') ||
	       cp >= 0x80;
}

/* ^W cuts back to a blank, as in shells. */
static bool
is_solid(uint32_t cp)
{
	return cp != ' ' && cp != '\t' && cp != '\n';
}

/* The start of the last run of such characters that begins before the cursor. */
static size_t
run_start(const struct lineedit *edit, bool (*belongs)(uint32_t cp))
{
	size_t start = edit->cursor, before;

	while (start && !belongs(char_at(edit, before = lineedit_previous(edit, start))))
		start = before;
	while (start && belongs(char_at(edit, before = lineedit_previous(edit, start))))
		start = before;
	return start;
}

static size_t
word_end(const struct lineedit *edit)
{
	size_t pos = edit->cursor;

	while (pos < edit->text.len && !is_word(char_at(edit, pos)))
		pos = lineedit_next(edit, pos);
	while (pos < edit->text.len && is_word(char_at(edit, pos)))
		pos = lineedit_next(edit, pos);
	return pos;
}

/* A move ends the run of typing or erasing: what comes next is an undo step of its own. */
static bool
move_to(struct lineedit *edit, size_t pos)
{
	bool moved = pos != edit->cursor;

	edit->cursor = pos;
	edit->run = RUN_NONE;
	return moved;
}

static bool
act_left(struct lineedit *edit)
{
	return move_to(edit, lineedit_previous(edit, edit->cursor));
}

static bool
act_right(struct lineedit *edit)
{
	return move_to(edit, lineedit_next(edit, edit->cursor));
}

static bool
act_word_left(struct lineedit *edit)
{
	return move_to(edit, run_start(edit, is_word));
}

static bool
act_word_right(struct lineedit *edit)
{
	return move_to(edit, word_end(edit));
}

static bool
act_start(struct lineedit *edit)
{
	size_t begin, end;

	lineedit_around(edit, &begin, &end);
	return move_to(edit, begin);
}

static bool
act_end(struct lineedit *edit)
{
	size_t begin, end;

	lineedit_around(edit, &begin, &end);
	return move_to(edit, end);
}

/* To the same column of the line above or below. The column that was left first is kept as the goal,
 * or a short line on the way would shorten all that follow. */
static bool
line_move(struct lineedit *edit, bool down)
{
	size_t begin, end, line = lineedit_line(edit), pos;
	int goal = edit->goal, column = 0;

	if (!edit->multiline || (!down && !line))
		return false;
	lineedit_line_bounds(edit, line, &begin, &end);
	if (goal < 0)
		goal = lineedit_width(edit, begin, edit->cursor);
	if (!lineedit_line_bounds(edit, down ? line + 1 : line - 1, &begin, &end))
		return false;
	for (pos = begin; pos < end;) {
		size_t next = lineedit_next(edit, pos);

		column += lineedit_width(edit, pos, next);
		if (column > goal)
			break;
		pos = next;
	}
	move_to(edit, pos);
	edit->goal = goal;
	return true;
}

static bool
act_up(struct lineedit *edit)
{
	return line_move(edit, false);
}

static bool
act_down(struct lineedit *edit)
{
	return line_move(edit, true);
}

/* Nothing to erase is nothing done, so that no empty undo step is made. */
static bool
erase(struct lineedit *edit, size_t begin, size_t end, enum lineedit_run run)
{
	if (begin == end)
		return false;
	lineedit_replace(edit, begin, end - begin, "", 0, run);
	return true;
}

static bool
act_backspace(struct lineedit *edit)
{
	return erase(edit, lineedit_previous(edit, edit->cursor), edit->cursor, RUN_ERASED);
}

static bool
act_delete(struct lineedit *edit)
{
	return erase(edit, edit->cursor, lineedit_next(edit, edit->cursor), RUN_NONE);
}

static bool
cut(struct lineedit *edit, size_t begin, size_t end)
{
	if (begin == end)
		return false;
	strbuf_clear(&edit->killed);
	strbuf_add(&edit->killed, edit->text.buf + begin, end - begin);
	return erase(edit, begin, end, RUN_NONE);
}

static bool
act_kill_word_left(struct lineedit *edit)
{
	return cut(edit, run_start(edit, is_solid), edit->cursor);
}

static bool
act_kill_word_right(struct lineedit *edit)
{
	return cut(edit, edit->cursor, word_end(edit));
}

static bool
act_kill_start(struct lineedit *edit)
{
	size_t begin, end;

	lineedit_around(edit, &begin, &end);
	return cut(edit, begin, edit->cursor);
}

/* At the end of a line the line end itself, which joins it with the next one. */
static bool
act_kill_end(struct lineedit *edit)
{
	size_t begin, end;

	lineedit_around(edit, &begin, &end);
	return cut(edit, edit->cursor, edit->cursor == end ? lineedit_next(edit, end) : end);
}

/* What was cut in notes may have line ends, which a one-line text cannot take: it comes as a paste. */
static bool
act_yank(struct lineedit *edit)
{
	STRBUF(text);
	STRBUF(note);

	if (!edit->killed.len)
		return false;
	strbuf_add(&text, edit->killed.buf, edit->killed.len);
	if (edit->multiline || !memchr(text.buf, '\n', text.len)) {
		if (edit->text.len + text.len <= LINEEDIT_LIMIT)
			lineedit_replace(edit, edit->cursor, 0, text.buf, text.len, RUN_NONE);
		else
			edit->full = true;
	} else {
		lineedit_paste(edit, text.buf, text.len, &note);
		edit->full = edit->text.len >= LINEEDIT_LIMIT;
	}
	return true;
}

static const struct lineedit_act {
	enum action action;
	bool (*act)(struct lineedit *edit);
} acts[] = {
	{ ACTION_LEFT, act_left },
	{ ACTION_RIGHT, act_right },
	{ ACTION_WORD_LEFT, act_word_left },
	{ ACTION_WORD_RIGHT, act_word_right },
	{ ACTION_START, act_start },
	{ ACTION_END, act_end },
	{ ACTION_UP, act_up },
	{ ACTION_DOWN, act_down },
	{ ACTION_BACKSPACE, act_backspace },
	{ ACTION_DELETE, act_delete },
	{ ACTION_KILL_WORD_LEFT, act_kill_word_left },
	{ ACTION_KILL_WORD_RIGHT, act_kill_word_right },
	{ ACTION_KILL_START, act_kill_start },
	{ ACTION_KILL_END, act_kill_end },
	{ ACTION_YANK, act_yank },
	{ ACTION_UNDO, lineedit_undo },
	{ ACTION_REDO, lineedit_redo },
};

bool
lineedit_act(struct lineedit *edit, enum action action)
{
	if (action != ACTION_UP && action != ACTION_DOWN)
		edit->goal = -1;
	for (size_t i = 0; i < ARRAY_SIZE(acts); i++)
		if (acts[i].action == action)
			return acts[i].act(edit);
	return false;
}

/* A blank ends a run of typed characters: the one behind it begins a new undo step. */
static enum lineedit_run
typed_run(struct lineedit *edit, uint32_t cp)
{
	if (edit->cursor && is_solid(cp) &&
		!is_solid((unsigned char)edit->text.buf[edit->cursor - 1]))
		edit->run = RUN_NONE;
	return RUN_TYPED;
}

void
lineedit_type(struct lineedit *edit, uint32_t cp)
{
	char bytes[4];
	size_t len;

	if (cp == '\n' ? !edit->multiline : key_action(cp) != ACTION_TYPE)
		return;
	len = utf8_encode(cp, bytes);
	edit->goal = -1;
	if (edit->text.len + len <= LINEEDIT_LIMIT)
		lineedit_replace(edit, edit->cursor, 0, bytes, len, typed_run(edit, cp));
	else
		edit->full = true;
}

void
lineedit_full(struct lineedit *edit, struct strbuf *note)
{
	if (edit->full)
		strbuf_addf(note,
			"No more room: a value has at most %d bytes, and this one has %zu.",
			LINEEDIT_LIMIT, edit->text.len);
	edit->full = false;
}

void
lineedit_replace_all(struct lineedit *edit, const char *text)
{
	edit->goal = -1;
	lineedit_replace(edit, 0, edit->text.len, text, strlen(text), RUN_NONE);
}
