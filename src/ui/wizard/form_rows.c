/* The list of fields that the wizard walks: what applies, what is wrong with it, which step it is. It
 * is made anew after every change of a value, since any value may decide what applies; with some
 * thirty fields that costs nothing. */
#include <stdlib.h>

#include "base/xalloc.h"

#include "format/profile/verdict.h"

#include "ui/wizard/state.h"

char
finding_mark(const struct finding *finding)
{
	static const char marks[] = {
		[SEVERITY_INFO] = ' ',
		[SEVERITY_WARNING] = '?',
		[SEVERITY_ERROR] = '!',
	};

	return marks[finding->severity];
}

/* Locked fields are passed unless there is something to mend; "go to" reaches them. */
static struct row *
rows_add(struct wizard *w, enum row_kind kind, const struct section *section,
	const struct field *field)
{
	struct row *row = list_add(&w->lists[VIEW_FORM], kind, NULL, NULL);

	row->section = section;
	row->field = field;
	row->passed |= field && field->flags & FIELD_LOCKED && !wizard_trouble(w, field);
	return row;
}

/* A section's title stands only over rows. */
static void
rows_of_section(struct wizard *w, const struct section *section)
{
	bool titled = false;

	for (size_t i = 0; i < w->form->nfields; i++) {
		const struct field *field = w->form->fields[i];
		bool applies = draft_applies(w->draft, field, NULL);

		if (field->section != section || !(applies || w->show_all))
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
	for (size_t i = 0; i < w->form->nsections; i++)
		if (w->form->sections[i]->documented == documented)
			rows_of_section(w, w->form->sections[i]);
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
	struct list *list = &w->lists[VIEW_FORM];
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

void
wizard_recheck(struct wizard *w)
{
	w->around.env.readable_by_others = w->file->readable_by_others;
	findings_release(&w->found);
	draft_verdict_again(&w->original, w->draft, w->file, &w->around.env, &w->found);
	wizard_list_items(w);
}

bool
wizard_is_unread(const struct wizard *w, const struct field *field)
{
	return draft_unread(w->draft, field) != NULL;
}

const struct finding *
wizard_trouble(const struct wizard *w, const struct field *field)
{
	const struct finding *finding = findings_of(&w->found, field);

	return finding && finding->severity > SEVERITY_INFO ? finding : NULL;
}

/* A yes that opens further fields cannot be right before the last of them was reached. */
static bool
is_opening(const struct wizard *w, const struct field *field)
{
	const struct field *last = NULL;

	for (size_t i = 0; i < w->form->nfields; i++)
		if (w->form->fields[i]->when == field && w->form->fields[i]->section->documented)
			last = w->form->fields[i];
	return last && draft_applies(w->draft, last, NULL) && !w->fields[last->index].checked;
}

const struct finding *
wizard_finding(const struct wizard *w, const struct field *field)
{
	const struct finding *finding = wizard_trouble(w, field);
	bool told = w->fields[field->index].checked;

	return finding && told && !is_opening(w, field) ? finding : NULL;
}

/* Errors that the user has been told of; what was never reached is not held against anybody. */
size_t
wizard_problems(const struct wizard *w)
{
	size_t count = 0;

	for (size_t i = 0; i < w->found.n; i++) {
		const struct finding *finding = &w->found.v[i];

		count += finding->severity == SEVERITY_ERROR &&
			 (!finding->field || wizard_finding(w, finding->field));
	}
	return count;
}

/* Titles, the Profile page and what is shown although it does not apply are no steps. */
int
wizard_step(const struct wizard *w, size_t at, int *steps)
{
	int step = 0;

	*steps = 0;
	for (size_t i = 0; i < w->lists[VIEW_FORM].n; i++) {
		const struct row *item = &w->lists[VIEW_FORM].rows[i];
		bool counts = item->kind != ROW_SECTION && item->applies &&
			      (!item->section || item->section->documented);

		*steps += counts;
		if (i == at && counts)
			step = *steps;
	}
	return step;
}

/* A required value that is missing keeps its star when it is told, too: that says more than '!'. */
char
wizard_mark(const struct wizard *w, const struct field *field)
{
	const struct finding *finding = wizard_finding(w, field);

	if (!draft_applies(w->draft, field, NULL))
		return ' ';
	if (draft_is_empty(w->draft, field) && field->flags & FIELD_REQUIRED)
		return '*';
	if (finding)
		return finding_mark(finding);
	return draft_is_empty(w->draft, field) ? ' ' : '+';
}
