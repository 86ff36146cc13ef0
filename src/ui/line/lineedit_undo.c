/* Undo and redo of the line editor: each step holds what it took out and what it put in, so that a
 * long text costs no more than what was changed. */
#include "ui/line/lineedit_undo.h"

#include <stdlib.h>

#include "base/xalloc.h"

struct lineedit_step {
	size_t pos;
	struct strbuf removed, inserted;
	size_t cursor_before, cursor_after;
};

/* A new edit makes redoing what was undone meaningless. */
static void
history_cut(struct lineedit *edit)
{
	while (edit->history_n > edit->history_at) {
		struct lineedit_step *step = &edit->history[--edit->history_n];

		strbuf_release(&step->removed);
		strbuf_release(&step->inserted);
	}
}

void
lineedit_forget(struct lineedit *edit)
{
	edit->history_at = 0;
	history_cut(edit);
	free(edit->history);
	edit->history = NULL;
	edit->history_alloc = 0;
	edit->run = RUN_NONE;
}

/* The last step where this edit continues it, else NULL. */
static struct lineedit_step *
step_continued(struct lineedit *edit, size_t pos, size_t len, enum lineedit_run run)
{
	struct lineedit_step *last;

	if (run == RUN_NONE || run != edit->run || !edit->history_at ||
		edit->history_at != edit->history_n)
		return NULL;
	last = &edit->history[edit->history_at - 1];
	if (run == RUN_TYPED)
		return pos == last->pos + last->inserted.len ? last : NULL;
	return pos + len == last->pos ? last : NULL;
}

static struct lineedit_step *
step_begin(struct lineedit *edit, size_t pos)
{
	struct lineedit_step *step;

	history_cut(edit);
	ARRAY_GROW(edit->history, edit->history_n, edit->history_alloc);
	step = &edit->history[edit->history_n++];
	*step = (struct lineedit_step){
		.pos = pos,
		.removed = STRBUF_INIT,
		.inserted = STRBUF_INIT,
		.cursor_before = edit->cursor,
	};
	edit->history_at = edit->history_n;
	return step;
}

void
lineedit_replace(struct lineedit *edit, size_t pos, size_t len, const char *data, size_t data_len,
	enum lineedit_run run)
{
	struct lineedit_step *step = step_continued(edit, pos, len, run);

	if (!step)
		step = step_begin(edit, pos);
	strbuf_splice(&step->removed, 0, 0, edit->text.buf + pos, len);
	strbuf_add(&step->inserted, data, data_len);
	if (pos < step->pos)
		step->pos = pos;
	strbuf_splice(&edit->text, pos, len, data, data_len);
	/* never before combining marks: a new neighbour may have made some out of a character of its own */
	edit->cursor = pos + data_len;
	if (edit->cursor)
		edit->cursor = lineedit_next(edit, lineedit_previous(edit, edit->cursor));
	step->cursor_after = edit->cursor;
	edit->run = run;
}

/* Steps before history_at are in the text, those from it on were undone. */
bool
lineedit_undo(struct lineedit *edit)
{
	const struct lineedit_step *step;

	edit->run = RUN_NONE;
	if (!edit->history_at)
		return false;
	step = &edit->history[--edit->history_at];
	strbuf_splice(
		&edit->text, step->pos, step->inserted.len, step->removed.buf, step->removed.len);
	edit->cursor = step->cursor_before;
	return true;
}

bool
lineedit_redo(struct lineedit *edit)
{
	const struct lineedit_step *step;

	edit->run = RUN_NONE;
	if (edit->history_at == edit->history_n)
		return false;
	step = &edit->history[edit->history_at++];
	strbuf_splice(
		&edit->text, step->pos, step->removed.len, step->inserted.buf, step->inserted.len);
	edit->cursor = step->cursor_after;
	return true;
}
