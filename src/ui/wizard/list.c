/* The list of fields that the wizard walks: what applies, what is wrong with it, which step it is. It
 * is made anew after every change of a value, since any value may decide what applies; with some
 * thirty fields that costs nothing. */
#include <stdlib.h>

#include "base/xalloc.h"

#include "format/profile/verdict.h"

#include "ui/wizard/state.h"

static void
list_add(struct wizard *w, const struct item *item)
{
	ARRAY_GROW(w->items, w->nitems, w->items_alloc);
	w->items[w->nitems++] = *item;
}

/* A section's title stands only over rows. */
static void
list_section(struct wizard *w, const struct section *section)
{
	bool titled = false;

	for (size_t i = 0; i < w->form->nfields; i++) {
		const struct field *field = w->form->fields[i];
		bool applies = draft_applies(w->draft, field, NULL);

		if (field->section != section || !(applies || w->show_all))
			continue;
		if (!titled)
			list_add(w, &(struct item){ .kind = ROW_SECTION, .section = section });
		titled = true;
		list_add(w, &(struct item){ ROW_FIELD, field, section, applies });
	}
}

static void
list_sections(struct wizard *w, bool documented)
{
	for (size_t i = 0; i < w->form->nsections; i++)
		if (w->form->sections[i]->documented == documented)
			list_section(w, w->form->sections[i]);
}

/* Where the focus was, or on the row before what has gone. */
static size_t
list_find(const struct wizard *w, const struct item *was)
{
	size_t at = 1;

	for (size_t i = 0; i < w->nitems; i++) {
		const struct item *item = &w->items[i];

		if (item->kind == ROW_SECTION)
			continue;
		if (item->field == was->field)
			return i;
		if (was->field && item->field && item->field->index < was->field->index)
			at = i;
	}
	return at;
}

/* The documented fields, the last step, and behind it the pages that nobody has to open. */
void
wizard_list_items(struct wizard *w)
{
	struct item was = { 0 };
	bool first = !w->nitems;

	if (!first)
		was = w->items[w->focus];
	w->nitems = 0;
	list_sections(w, true);
	list_add(w, &(struct item){ .kind = ROW_SECTION });
	list_add(w, &(struct item){ .kind = ROW_ACTION, .applies = true });
	list_sections(w, false);
	w->focus = first ? 1 : list_find(w, &was);
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
	for (size_t i = 0; i < w->nitems; i++) {
		const struct item *item = &w->items[i];
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
