/* The list of fields that the wizard walks: what applies, what is wrong with it, which step it is. It
 * is made anew after every change of a value, since any value may decide what applies; with some
 * thirty fields that costs nothing. */

#include "ui/wizard/machine.h"

/* Locked fields are passed unless there is something to mend; "go to" reaches them. */
static struct row *
rows_add(struct wizard *w, enum row_kind kind, const struct section *section,
	const struct field *field)
{
	struct row *row = list_add(&w->p.lists[VIEW_FORM], kind, NULL, NULL);

	row->section = section;
	row->field = field;
	row->passed |= field && field->flags & FIELD_LOCKED && !session_trouble(&w->s, field);
	return row;
}

/* A section's title stands only over rows. */
static void
rows_of_section(struct wizard *w, const struct section *section)
{
	bool titled = false;

	for (size_t i = 0; i < w->s.form->nfields; i++) {
		const struct field *field = w->s.form->fields[i];
		bool applies = draft_applies(w->s.draft, field, NULL);

		if (field->section != section || !(applies || w->p.show_all))
			continue;
		if (!titled)
			rows_add(w, ROW_SECTION, section, NULL);
		titled = true;
		rows_add(w, ROW_FIELD, section, field)->applies = applies;
	}
}

static void
rows_of_sections(struct wizard *w, bool documented)
{
	for (size_t i = 0; i < w->s.form->nsections; i++)
		if (w->s.form->sections[i]->documented == documented)
			rows_of_section(w, w->s.form->sections[i]);
}

/* Where the focus was, or on the row before what has gone. */
static size_t
rows_find(const struct list *list, const struct field *was)
{
	size_t at = 1;

	for (size_t i = 0; i < list->n; i++) {
		const struct row *row = &list->rows[i];

		if (row->kind == ROW_SECTION)
			continue;
		if (row->field == was)
			return i;
		if (was && row->field && row->field->index < was->index)
			at = i;
	}
	return at;
}

/* The documented fields, the last step, and behind it the pages that nobody has to open. */
void
wizard_list_items(struct wizard *w)
{
	struct list *list = &w->p.lists[VIEW_FORM];
	const struct row *focused = list_focused(list);
	const struct field *was = focused ? focused->field : NULL;
	bool first = !focused;

	list_clear(list);
	rows_of_sections(w, true);
	rows_add(w, ROW_SECTION, NULL, NULL);
	rows_add(w, ROW_ACTION, NULL, NULL)->applies = true;
	rows_of_sections(w, false);
	list->focus = first ? 1 : rows_find(list, was);
}

/* Titles, the Profile page and what is shown although it does not apply are no steps. */
int
wizard_step(const struct wizard *w, size_t at, int *steps)
{
	int step = 0;

	*steps = 0;
	for (size_t i = 0; i < w->p.lists[VIEW_FORM].n; i++) {
		const struct row *item = &w->p.lists[VIEW_FORM].rows[i];
		bool counts = item->kind != ROW_SECTION && item->applies &&
			      (!item->section || item->section->documented);

		*steps += counts;
		if (i == at && counts)
			step = *steps;
	}
	return step;
}

void
wizard_recheck(struct wizard *w)
{
	session_check(&w->s);
	wizard_list_items(w);
}

const struct field *
wizard_field(const struct wizard *w)
{
	return list_focused(&w->p.lists[VIEW_FORM])->field;
}

const struct row *
page_row(const struct wizard *w)
{
	return list_focused(&w->p.lists[w->p.open]);
}

const struct field *
page_field(const struct wizard *w)
{
	return page_row(w)->field;
}

void
page_refill(struct wizard *w)
{
	if (w->p.open == VIEW_REVIEW)
		review_fill(w);
}
