/* The form page: moving between fields and sections, Enter, going to problems.
 *
 * Whoever moves leaves the field first: that takes its value, which may make fields appear or vanish,
 * so positions in the list hold only from then on. */
#include <string.h>

#include "ui/wizard/machine.h"

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

static bool
begins_with(const char *sentence, const char *label)
{
	return !strncmp(sentence, label, strlen(label));
}

/* A warning stops nobody, and neither does an error where Tab or an arrow leaves the field: it is told
 * where the eyes are next, once; an error there comes first. */
static void
tell_finding(struct wizard *w, const struct field *left)
{
	const struct finding *finding = left ? session_finding(&w->s, left) : NULL;
	const struct field *field = wizard_field(w);
	const struct finding *here = field ? session_finding(&w->s, field) : NULL;
	const char *text, *label = left ? left->label : "";

	if (!finding || finding->severity == SEVERITY_INFO || w->s.fields[left->index].told ||
		session_mark(&w->s, left) == '*' || !draft_applies(w->s.draft, left, NULL) ||
		field == left || (here && here->severity == SEVERITY_ERROR))
		return;
	text = finding->sentence;
	w->s.fields[left->index].told = true;
	wizard_say(w, finding_mark(finding), "%s%s%s%s", begins_with(text, label) ? "" : label,
		begins_with(text, label) ? "" : ": ", text,
		strchr(".?", text[strlen(text) - 1]) ? "" : ".");
}

/* The field that was left is still known: nothing was entered since. */
static void
focus_item(struct wizard *w, size_t item)
{
	const struct field *left = w->p.left;

	w->p.lists[VIEW_FORM].focus = item;
	wizard_enter_field(w);
	tell_finding(w, left);
}

bool
wizard_focus_field(struct wizard *w, const struct field *field)
{
	struct strbuf why = STRBUF_INIT;

	wizard_leave_field(w);
	if (w->p.open != VIEW_FORM)
		w->p.left = NULL;
	for (size_t i = 0; i < w->p.lists[VIEW_FORM].n; i++) {
		if (w->p.lists[VIEW_FORM].rows[i].field != field)
			continue;
		w->p.open = VIEW_FORM;
		w->p.back_to_review = false;
		focus_item(w, i);
		return true;
	}
	draft_applies(w->s.draft, field, &why);
	wizard_say(w, ' ', "%s does not apply: %s. M-h shows it.", field->label, why.buf);
	strbuf_release(&why);
	wizard_enter_field(w);
	return false;
}

/* What is left may make rows appear or vanish. */
void
wizard_focus_row(struct wizard *w, size_t row)
{
	const struct row wanted = w->p.lists[VIEW_FORM].rows[row];

	wizard_leave_field(w);
	w->p.back_to_review = false;
	for (size_t i = 0; i < w->p.lists[VIEW_FORM].n; i++)
		if (w->p.lists[VIEW_FORM].rows[i].field == wanted.field &&
			w->p.lists[VIEW_FORM].rows[i].kind == wanted.kind) {
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
	       w->p.lists[VIEW_FORM].rows[w->p.lists[VIEW_FORM].focus].applies;
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
	if (!w->p.back_to_review &&
		list_beside(&w->p.lists[VIEW_FORM], true) == w->p.lists[VIEW_FORM].focus)
		wizard_open_review(w);
	else
		form_next(w);
}

/* The first row of the next section; of this one, or of the one before when already there. */
static size_t
section_beside(const struct wizard *w, bool down)
{
	size_t first = w->p.lists[VIEW_FORM].focus, i = w->p.lists[VIEW_FORM].focus;

	while (w->p.lists[VIEW_FORM].rows[first - 1].kind != ROW_SECTION)
		first--;
	if (down) {
		while (++i < w->p.lists[VIEW_FORM].n)
			if (w->p.lists[VIEW_FORM].rows[i].kind == ROW_SECTION)
				return i + 1;
		return w->p.lists[VIEW_FORM].n - 1;
	}
	if (w->p.lists[VIEW_FORM].focus > first || first == 1)
		return first;
	for (i = first - 2; w->p.lists[VIEW_FORM].rows[i - 1].kind != ROW_SECTION;)
		i--;
	return i;
}

void
form_section_next(struct wizard *w)
{
	wizard_leave_field(w);
	w->p.back_to_review = false;
	focus_item(w, section_beside(w, true));
}

void
form_section_previous(struct wizard *w)
{
	wizard_leave_field(w);
	w->p.back_to_review = false;
	focus_item(w, section_beside(w, false));
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
	wizard_list_items(w);
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
}

static bool
item_has(const struct wizard *w, size_t i, enum severity severity)
{
	const struct finding *finding =
		w->p.lists[VIEW_FORM].rows[i].field
			? findings_of(&w->s.found, w->p.lists[VIEW_FORM].rows[i].field)
			: NULL;

	return finding && w->p.lists[VIEW_FORM].rows[i].applies && finding->severity == severity;
}

/* The next item behind the focus that has a finding of this severity; nitems where none has. */
static size_t
next_finding(const struct wizard *w, enum severity severity)
{
	for (size_t n = 1; n <= w->p.lists[VIEW_FORM].n; n++) {
		size_t i = (w->p.lists[VIEW_FORM].focus + n) % w->p.lists[VIEW_FORM].n;

		if (item_has(w, i, severity))
			return i;
	}
	return w->p.lists[VIEW_FORM].n;
}

/* Errors first; what is doubtful only when there are none. */
void
wizard_next_problem(struct wizard *w)
{
	const struct field *field;
	size_t i;

	wizard_leave_field(w);
	i = next_finding(w, SEVERITY_ERROR);
	if (i == w->p.lists[VIEW_FORM].n)
		i = next_finding(w, SEVERITY_WARNING);
	if (i == w->p.lists[VIEW_FORM].n) {
		wizard_say(w, '+', "No problems.");
		if (w->p.open == VIEW_FORM)
			wizard_enter_field(w);
		return;
	}
	field = w->p.lists[VIEW_FORM].rows[i].field;
	w->s.fields[field->index].checked = true;
	w->p.open = VIEW_FORM;
	w->p.back_to_review = false;
	w->p.left = NULL;
	focus_item(w, i);
}

bool
form_is_touched(const struct wizard *w)
{
	return w->p.touched;
}
