/* What a click does. Rows and items are those of the last picture. */
#include "ui/wizard/machine.h"

/* The row gets the focus, as if it had been walked to; an option under the pointer is chosen. */
static void
point_form(struct wizard *w, size_t row, size_t byte)
{
	const struct field *field = w->p.lists[VIEW_FORM].rows[row].field;

	if (w->p.lists[VIEW_FORM].rows[row].kind == ROW_SECTION)
		return;
	if (row == w->p.lists[VIEW_FORM].focus && !field)
		wizard_open_review(w);
	else if (row != w->p.lists[VIEW_FORM].focus)
		wizard_focus_row(w, row);
	if (field && field == wizard_field(w) && !field_is_typed(field))
		wizard_pick(w, options_at(field, byte));
}

/* On a page the second click on a row is what Enter is. */
static void
point_page(struct wizard *w, struct list *page, size_t row)
{
	if (page->rows[row].kind == ROW_SECTION)
		return;
	if (row == page->focus)
		wizard_act(w, ACTION_ACCEPT);
	else
		page->focus = row;
}

void
wizard_point(struct wizard *w, size_t row, size_t byte)
{
	const struct view *view = &w->view;

	if (w->ask.question || row >= view->nrows)
		return;
	strbuf_clear(&w->notice);
	if (w->p.open != VIEW_FORM)
		w->p.revealed = false;
	if (w->p.open == VIEW_FORM && row < w->p.lists[VIEW_FORM].n)
		point_form(w, row, byte);
	else if (w->p.open == VIEW_REVIEW && row < w->p.lists[VIEW_REVIEW].n)
		point_page(w, &w->p.lists[VIEW_REVIEW], row);
	wizard_keep(w);
}

/* A file is told before it is taken: the second click takes it. */
void
wizard_point_item(struct wizard *w, size_t item)
{
	const struct popup_kind *kind = question_list(w);
	bool focused = kind && item == list_ordinal(&w->ask.popup.list, w->ask.popup.list.focus) &&
		       w->ask.popup.moved;

	if (!kind || item >= w->ask.popup.nfound)
		return;
	strbuf_clear(&w->notice);
	wizard_focus_item(w, item);
	if (focused || !kind->tell)
		wizard_act(w, ACTION_ACCEPT);
}
