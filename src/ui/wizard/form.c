/* The form page: which fields are listed, moving between fields and sections, Enter, going to problems.
 *
 * The list is made again after every change of a value, since any value may decide what applies; with some thirty
 * fields that costs nothing. Whoever moves leaves the field first: that takes its value, which may make fields appear
 * or vanish, so positions in the list hold only from then on. */
#include <string.h>

#include "ui/wizard/machine.h"

/* Locked fields are passed, since nothing can be changed there; "go to" reaches them. */
static struct row *
rows_add(struct wizard *w, enum row_kind kind, const struct section *section,
	const struct field *field)
{
	struct row *row = list_add(&w->p.lists[VIEW_FORM], kind, NULL, NULL);

	row->section = section;
	row->field = field;
	row->passed |= field && field->flags & FIELD_LOCKED;
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
static void
rows_fill(struct wizard *w)
{
	struct list *list = &w->p.lists[VIEW_FORM];
	const struct form *form = w->s.form;
	const struct row *focused = list_focused(list);
	const struct field *was = focused ? focused->field : NULL;
	bool first = !focused;

	list_clear(list);
	for (size_t i = 0; i < form->nsections; i++)
		if (form->sections[i]->documented)
			rows_of_section(w, form->sections[i]);
	rows_add(w, ROW_SECTION, NULL, NULL);
	rows_add(w, ROW_ACTION, NULL, NULL)->applies = true;
	for (size_t i = 0; i < form->nsections; i++)
		if (!form->sections[i]->documented)
			rows_of_section(w, form->sections[i]);
	list->focus = first ? 1 : rows_find(list, was);
}

size_t
wizard_done(const struct wizard *w, const struct section *section, size_t *all)
{
	const struct list *list = &w->p.lists[VIEW_FORM];
	size_t done = 0;

	*all = 0;
	for (size_t i = 0; i < list->n; i++) {
		const struct row *item = &list->rows[i];

		if (!item->field || !item->applies || !item->section->documented ||
			(section && item->section != section))
			continue;
		++*all;
		done += !draft_is_empty(w->s.draft, item->field) &&
			strchr("+?", session_mark(&w->s, item->field)) != NULL;
	}
	return done;
}

void
wizard_recheck(struct wizard *w)
{
	session_check(&w->s);
	rows_fill(w);
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

void
wizard_leave_field(struct wizard *w)
{
	const struct field *field = wizard_field(w);

	wizard_commit(w);
	if (field)
		w->s.fields[field->index].checked = true;
	if (field && field_is_secret(field))
		strbuf_clear(&w->p.edit.killed);
	w->p.revealed = w->p.stopped = false;
	w->p.left = field;
}

void
wizard_stay(struct wizard *w)
{
	if (w->p.open != VIEW_FORM || !wizard_field(w))
		return;
	wizard_leave_field(w);
	undo_settle(w);
	wizard_enter_field(w);
}

/* A warning stops nobody, and neither does an error where Tab or an arrow leaves the field: it is told
 * where the eyes are next, once, on a line of its own. */
static void
tell_behind(struct wizard *w, const struct field *left)
{
	const struct finding *finding = left ? session_finding(&w->s, left) : NULL;

	if (!finding || w->s.fields[left->index].told || session_mark(&w->s, left) == '*' ||
		!draft_applies(w->s.draft, left, NULL) || wizard_field(w) == left)
		return;
	w->s.fields[left->index].told = true;
	w->p.behind = left;
}

/* The field that was left is still known: nothing was entered since. */
static void
focus_item(struct wizard *w, size_t item)
{
	const struct field *left = w->p.left;

	w->p.lists[VIEW_FORM].focus = item;
	quick_enter(w);
	wizard_enter_field(w);
	tell_behind(w, left);
}

bool
wizard_focus_field(struct wizard *w, const struct field *field)
{
	const struct list *list = &w->p.lists[VIEW_FORM];
	STRBUF(why);

	wizard_leave_field(w);
	if (w->p.open != VIEW_FORM)
		w->p.left = NULL;
	for (size_t i = 0; i < list->n; i++) {
		if (list->rows[i].field != field)
			continue;
		w->p.open = VIEW_FORM;
		w->p.back_to_review = false;
		focus_item(w, i);
		return true;
	}
	draft_applies(w->s.draft, field, &why);
	wizard_say(w, ' ', "%s does not apply: %s. M-h shows it.", field->label, why.buf);
	wizard_enter_field(w);
	return false;
}

/* What is left may make rows appear or vanish. */
void
wizard_focus_row(struct wizard *w, size_t row)
{
	const struct list *list = &w->p.lists[VIEW_FORM];
	const struct row wanted = list->rows[row];

	wizard_leave_field(w);
	w->p.back_to_review = false;
	for (size_t i = 0; i < list->n; i++)
		if (list->rows[i].field == wanted.field && list->rows[i].kind == wanted.kind) {
			focus_item(w, i);
			return;
		}
	wizard_enter_field(w);
}

/* A field that was entered from the review goes back there, whichever way it is left. */
static void
form_move(struct wizard *w, bool down)
{
	wizard_leave_field(w);
	if (w->p.back_to_review)
		wizard_back_to_review(w, down);
	else
		focus_item(w, list_beside(&w->p.lists[VIEW_FORM], down));
}

void
form_next(struct wizard *w)
{
	form_move(w, true);
}

void
form_previous(struct wizard *w)
{
	form_move(w, false);
}

/* Whether the field has an error that the message tells, or would but for a key's answer. */
static bool
error_shows(const struct wizard *w, const struct field *field)
{
	const struct finding *finding = session_finding(&w->s, field);

	return finding && finding->severity == SEVERITY_ERROR && !w->p.quiet &&
	       list_focused(&w->p.lists[VIEW_FORM])->applies;
}

/* Whether the review is next: of a quick start that is behind its last question. */
static bool
is_last_step(const struct wizard *w)
{
	const struct list *list = &w->p.lists[VIEW_FORM];
	size_t next = list_beside(list, true);

	return next == list->focus || (w->p.quick && !list->rows[next].field);
}

/* Says what is wrong once, which what shows already has been; never traps. Behind the last field comes the
 * review. */
void
form_accept(struct wizard *w)
{
	const struct field *field = wizard_field(w);
	bool told = error_shows(w, field);

	wizard_commit(w);
	w->s.fields[field->index].checked = true;
	w->p.quiet = false;
	if (!told && error_shows(w, field)) {
		w->p.stopped = w->s.fields[field->index].told = true;
		return;
	}
	w->s.fields[field->index].told |= told;
	if (!w->p.back_to_review && is_last_step(w))
		wizard_open_review(w);
	else
		form_next(w);
}

/* The first row of the next section; of this one, or of the one before when already there. */
static size_t
section_beside(const struct wizard *w, bool down)
{
	const struct list *list = &w->p.lists[VIEW_FORM];
	size_t first = list->focus, i = list->focus;

	while (list->rows[first - 1].kind != ROW_SECTION)
		first--;
	if (down) {
		while (++i < list->n)
			if (list->rows[i].kind == ROW_SECTION)
				return i + 1;
		return list->n - 1;
	}
	if (list->focus > first || first == 1)
		return first;
	for (i = first - 2; list->rows[i - 1].kind != ROW_SECTION;)
		i--;
	return i;
}

static void
form_move_section(struct wizard *w, bool down)
{
	wizard_leave_field(w);
	w->p.back_to_review = false;
	focus_item(w, section_beside(w, down));
}

void
form_section_next(struct wizard *w)
{
	form_move_section(w, true);
}

void
form_section_previous(struct wizard *w)
{
	form_move_section(w, false);
}

/* Only what is in the editor can be shown: a secret kept elsewhere is not here. */
void
form_reveal(struct wizard *w)
{
	const struct field *field = wizard_field(w);

	if (field && field_is_secret(field) && w->p.editing)
		w->p.revealed = !w->p.revealed;
	else
		wizard_say(w, ' ', "Nothing is hidden here.");
}

void
form_show_all(struct wizard *w)
{
	wizard_leave_field(w);
	w->p.show_all = !w->p.show_all;
	rows_fill(w);
	wizard_enter_field(w);
	wizard_say(w, ' ',
		w->p.show_all ? "What does not apply is shown, with the reason."
			      : "What does not apply is hidden again.");
}

/* The mark stays, and the message comes back with the next change. */
void
form_close(struct wizard *w)
{
	w->p.quiet = true;
	w->p.behind = NULL;
}

/* The next row behind the focus that has a finding of this severity; as many as there are where none has. */
static size_t
next_finding(const struct wizard *w, enum severity severity)
{
	const struct list *list = &w->p.lists[VIEW_FORM];

	for (size_t n = 1; n <= list->n; n++) {
		size_t i = (list->focus + n) % list->n;
		const struct row *row = &list->rows[i];
		const struct finding *finding =
			row->field ? findings_of(&w->s.found, row->field) : NULL;

		if (finding && row->applies && finding->severity == severity)
			return i;
	}
	return list->n;
}

/* Back to what was told of the field that was left. Else errors first; warnings only when there are none. */
void
wizard_next_problem(struct wizard *w)
{
	const struct list *list = &w->p.lists[VIEW_FORM];
	size_t i;

	if (w->p.open == VIEW_FORM && w->p.behind) {
		wizard_focus_field(w, w->p.behind);
		if (w->p.behind) /* it was no more than looked at: what is said of it waits */
			w->s.fields[w->p.behind->index].told = false;
		w->p.behind = NULL;
		return;
	}
	wizard_leave_field(w);
	i = next_finding(w, SEVERITY_ERROR);
	if (i == list->n)
		i = next_finding(w, SEVERITY_WARNING);
	if (i == list->n) {
		wizard_say(w, '+', "No errors and no warnings.");
		if (w->p.open == VIEW_FORM)
			wizard_enter_field(w);
		return;
	}
	w->s.fields[list->rows[i].field->index].checked = true;
	w->p.open = VIEW_FORM;
	w->p.back_to_review = false;
	w->p.left = NULL;
	focus_item(w, i);
}

bool
form_is_touched(const struct wizard *w)
{
	const struct field *field = wizard_field(w);

	return w->p.touched && field &&
	       strcmp(draft_text(w->s.draft, field), w->p.start.text.buf) != 0;
}

struct recovery_place
wizard_place(const struct wizard *w)
{
	const struct field *field = wizard_field(w);

	if (!field || !w->p.editing)
		return (struct recovery_place){ field, w->p.check, false };
	return (struct recovery_place){ field, w->p.edit.cursor,
		!w->p.edit.text.len && *draft_text(w->s.draft, field) };
}

/* What that session had left stands where it stood: its field, its cursor. */
void
form_take_place(struct wizard *w, const struct recovery_place *place)
{
	const struct field *field = place->field;
	struct lineedit *edit = &w->p.edit;
	size_t checks = 0;

	if (!field || !draft_applies(w->s.draft, field, NULL) || !wizard_focus_field(w, field))
		return;
	/* typed back to what is saved it is as never touched */
	answer_copy(&w->p.start, &w->s.fields[field->index].opened);
	w->p.touched = place->emptied || draft_changed(w->s.draft, field);
	if (place->emptied)
		lineedit_set(edit, "");
	if (!w->p.editing) {
		/* another version of the form may have fewer checks */
		if (field_widget(field) == WIDGET_CHECKS)
			field_options(field, &checks);
		w->p.check = place->cursor < checks ? place->cursor : 0;
		return;
	}
	for (edit->cursor = 0; edit->cursor < place->cursor && edit->cursor < edit->text.len;)
		lineedit_act(edit, ACTION_RIGHT);
}

/* The draft is another one, for the same file. */
void
form_adopt(struct wizard *w)
{
	w->s.draft = w->s.file->draft;
	w->p.touched = false;
	undo_settle(w);
	session_judge_filled(&w->s);
	wizard_recheck(w);
	wizard_enter_field(w);
	page_refill(w);
}
