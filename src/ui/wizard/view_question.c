/* The picture of a question, with the list that it has. */

#include "base/xalloc.h"

#include "ui/wizard/view.h"

const struct lineedit *
view_edit(const struct lineedit *edit, struct lineedit *mask, bool masked)
{
	if (!masked)
		return edit;
	lineedit_init(mask);
	lineedit_set(mask, edit->text.len ? MASK : "");
	return mask;
}

/* What is said of the list comes before what is said of an item. */
static char
list_tell(const struct wizard *w, struct strbuf *out)
{
	const struct popup *popup = &w->ask.popup;

	if (w->notice.len) {
		strbuf_addstr(out, w->notice.buf);
		return w->notice_mark;
	}
	if (w->ask.question->list->tell)
		w->ask.question->list->tell(w, out);
	if (!out->len && !popup->nfound)
		wizard_words(w, "Nothing here matches. Esc clears what you typed.", out);
	if (popup->left_out)
		strbuf_addf(out, "%s%zu more match. Type a part of the name.", out->len ? " " : "",
			popup->left_out);
	return ' ';
}

/* What Esc does; or Enter, where that leaves, too. */
static void
list_tell_way_out(const struct wizard *w, struct view *view, struct strbuf *prompt)
{
	size_t len = prompt->len;

	question_tell(w, w->ask.question, CHORD_ESC, prompt);
	if (prompt->len > len)
		return;
	question_tell(w, w->ask.question, CHORD_ENTER, prompt);
	view->accepts = NULL;
}

static void
view_list(const struct wizard *w, struct view *view, struct strbuf *prompt)
{
	const struct popup *popup = &w->ask.popup;
	const struct popup_kind *kind = question_list(w);
	STRBUF(told);
	STRBUF(title);

	if (kind->title)
		kind->title(w, &title);
	view->list_title = display_text(title.buf);
	view->choosing = true;
	view->accepts = question_accepts(w->ask.question);
	view->line = kind->line;
	view->numbered = kind->numbered;
	view->by_letter = question_has_letters(w->ask.question);
	view->on_item = popup->nfound && (!view->line || popup->moved);
	view->nitems = popup->nfound;
	view->item_focus = list_ordinal(&popup->list, popup->list.focus);
	view->left_out = popup->left_out;
	view->items = xcalloc(popup->nfound + 1, sizeof *view->items);
	for (size_t i = 0, n = 0; n < popup->nfound; i++) {
		const struct row *row = &popup->list.rows[i];

		if (row->passed)
			continue;
		view->items[n].name = display_text(row->label);
		view->items[n++].meaning = display_text(row->value);
	}
	view->told_mark = list_tell(w, &told);
	view->told = display_text(told.buf);
	if (!view->line && !w->ask.edit.text.len) {
		view->prompt_edit = NULL; /* in its place: */
		list_tell_way_out(w, view, prompt);
	}
}

void
view_question(const struct wizard *w, struct view *view)
{
	struct strbuf prompt = STRBUF_INIT;

	question_sentence(w, &prompt);
	if (question_takes_line(w)) {
		view->prompt_masked = w->ask.question->masked && !w->ask.revealed;
		view->prompt_edit =
			view_edit(&w->ask.edit, &view->prompt_mask, view->prompt_masked);
	}
	if (question_list(w))
		view_list(w, view, &prompt);
	view->prompt = strbuf_detach(&prompt);
}
