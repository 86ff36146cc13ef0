/* The result page: what the export did, and the way on from there. */
#include "ui/wizard/machine.h"

/* Enter leaves; where nothing was written it goes back to the review, and there to what can be done about it. */
void
result_open(struct wizard *w, bool written)
{
	struct list *page = &w->p.lists[VIEW_RESULT];

	review_come(w);
	review_show_export(w, written);
	list_clear(page);
	list_add(page, ROW_SECTION, written ? "The profile is written" : "No profile was written",
		"");
	for (size_t i = 0; i < w->s.export_lines.n; i++)
		list_add(page, ROW_TEXT, w->s.export_lines.v[i], "");
	list_add(page, ROW_SECTION, "What next", "");
	page->focus = page->n;
	if (written)
		review_add_next(w, page);
	if (written)
		list_add(page, ROW_ACTION, "Quit", "")->leads = ROW_QUITS;
	list_add(page, ROW_ACTION, "Back to the review", "")->leads = ROW_GOES_BACK;
	w->p.open = VIEW_RESULT;
}

void
result_close(struct wizard *w)
{
	w->p.open = VIEW_REVIEW;
}
