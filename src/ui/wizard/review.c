/* The review: what is wrong, every value, what was changed, and what to do next. */
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/profile/original_rest.h"

#include "cmd/value.h"

#include "ui/wizard/machine.h"

static struct subject
subject_of(const struct finding *finding)
{
	return (struct subject){ rule_find(finding->rule), finding->severity == SEVERITY_ERROR,
		finding->accepted != NULL };
}

/* A label that the sentence begins with, too, is left out: "is yes, but ..." */
static void
review_finding(struct list *page, const struct finding *finding)
{
	const struct field *field = finding->field;
	const char *sentence = finding->sentence;
	size_t len = field ? strlen(field->label) : 0;
	struct row *row;

	if (len && !strncmp(sentence, field->label, len) && sentence[len] == ' ')
		sentence += len + 1;
	row = list_add(page, ROW_FIELD, field ? field->label : "Draft", sentence);
	row->field = field;
	row->is_finding = true;
	row->mark = finding->accepted ? ' ' : finding_mark(finding);
	row->finding = xstrdup(finding->sentence);
	row->about = subject_of(finding);
}

static void
review_findings(
	struct list *page, const struct findings *found, const char *title, enum severity severity)
{
	bool titled = false;

	for (size_t i = 0; i < found->n; i++) {
		if (found->v[i].severity != severity || found->v[i].accepted)
			continue;
		if (!titled)
			list_add(page, ROW_SECTION, title, "");
		titled = true;
		review_finding(page, &found->v[i]);
	}
}

/* Each with the reason below it. */
static void
review_accepted(struct list *page, const struct findings *found)
{
	if (findings_count_accepted(found))
		list_add(page, ROW_SECTION, "Accepted", "");
	for (size_t i = 0; i < found->n; i++) {
		const struct finding *finding = &found->v[i];
		STRBUF(reason);
		struct row *row;

		if (!finding->accepted)
			continue;
		review_finding(page, finding);
		strbuf_addstr(&reason, "Accepted: ");
		acceptance_show(finding->accepted, &reason);
		row = list_add(page, ROW_TEXT, reason.buf, "");
		row->field = finding->field;
		row->about = subject_of(finding);
	}
}

/* A value, in full below it where its line is a summary, and the comments, which may be long themselves. */
static void
review_value(struct wizard *w, struct list *page, const struct field *field)
{
	const struct draft *draft = w->s.draft;
	struct row *row;
	STRBUF(value);
	STRVEC(details);

	session_show_value(&w->s, field, &value);
	if (field->flags & FIELD_LOCKED)
		strbuf_addstr(&value, value.len ? "  (locked)" : "(locked)");
	row = list_add(page, ROW_FIELD, field->label, value.buf);
	row->field = field;
	row->is_value = true;
	row->mark = session_mark(&w->s, field);
	if (field->type->details && !draft_is_empty(draft, field) && !draft_unread(draft, field))
		field->type->details(field, draft_text(draft, field), w->s.desk.folder, &details);
	for (size_t i = 0; i < details.n; i++)
		list_add(page, ROW_TEXT, details.v[i], "")->field = field;
	review_comments(w, page, field, false);
}

static void
review_values(struct wizard *w, struct list *page, const struct section *section)
{
	bool titled = false;

	for (size_t i = 0; i < w->s.form->nfields; i++) {
		const struct field *field = w->s.form->fields[i];

		if (field->section != section || !draft_applies(w->s.draft, field, NULL))
			continue;
		if (!titled)
			list_add(page, ROW_SECTION, section->title, "");
		titled = true;
		review_value(w, page, field);
	}
}

/* What an imported draft has beside the fields, and an export brings back. */
static void
review_kept(struct wizard *w, struct list *page)
{
	ORIGINAL_REST(rest);
	const struct strvec *const lists[] = { &rest.payloads, &rest.keys };
	bool has_mend = false;
	STRBUF(title);

	if (!w->s.file->original || w->s.file->original->unread)
		return;
	original_rest_read(&rest, w->s.file);
	strbuf_addstr(&title, "Kept from the original: ");
	original_rest_summary(&rest, &title);
	list_add(page, ROW_SECTION, title.buf, "");
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		for (size_t j = 0; j < lists[i]->n; j++)
			list_add(page, ROW_TEXT, lists[i]->v[j], "");
	for (size_t i = 0; i < w->s.found.n; i++)
		has_mend |= !w->s.found.v[i].field && w->s.found.v[i].fix;
	if (has_mend)
		list_add(page, ROW_TEXT, "scepwiz check --fix fixes what is certain.", "");
}

/* "was 1024"; a secret's old value is as secret as the new one. */
static void
review_change(struct wizard *w, struct list *page, const struct field *field)
{
	const struct answer_copy *opened = &w->s.fields[field->index].opened;
	STRBUF(was);

	if (opened->unread)
		strbuf_addstr(&was, "could not be read");
	else if (opened->source != ANSWER_HERE)
		strbuf_addstr(&was, "was kept elsewhere");
	else if (!opened->text.len)
		strbuf_addstr(&was, "was empty");
	else if (field_is_secret(field))
		strbuf_addstr(&was, "was another secret");
	else {
		strbuf_addstr(&was, "was ");
		field_show(field, opened->text.buf, w->s.desk.folder, &was);
	}
	list_add(page, ROW_FIELD, field->label, was.buf)->field = field;
}

static void
review_changes(struct wizard *w, struct list *page)
{
	bool titled = false;

	for (size_t i = 0; i < w->s.form->nfields; i++) {
		const struct field *field = w->s.form->fields[i];

		if (answer_same(&w->s.fields[i].opened, w->s.draft, field))
			continue;
		if (!titled)
			list_add(page, ROW_SECTION, "Changed since the draft was opened", "");
		titled = true;
		review_change(w, page, field);
	}
}

/* Of an open comment that was closed the next one; of any other the same one, wherever it is now. */
static bool
review_refocus_comment(struct list *page, const struct row *was)
{
	const struct row *now = list_focused(page);

	for (size_t i = 0; was->comment && i < page->n; i++) {
		const struct row *row = &page->rows[i];

		if (row->field == was->field && row->comment == was->comment &&
			row->kind == was->kind) {
			page->focus = i;
			return true;
		}
	}
	return was->comment && now->comment && now->kind == was->kind;
}

/* The focus stays on the same row, or on the same field's. was: its field, kind and comment. */
static void
review_refocus(struct list *page, const struct row *was, size_t focus)
{
	const struct field *field = was->field;

	page->focus = focus < page->n ? focus : page->n - 1;
	if (review_refocus_comment(page, was))
		return;
	if (page->rows[page->focus].kind != ROW_SECTION && page->rows[page->focus].field == field)
		return;
	for (size_t i = 0; field && i < page->n; i++)
		if (page->rows[i].field == field) {
			page->focus = i;
			return;
		}
	if (page->rows[page->focus].kind == ROW_SECTION)
		list_move(page, true);
}

void
review_add_next(const struct wizard *w, struct list *page)
{
	OWN_TEXT(name) = w->p.next ? draft_name_of(w->p.next) : NULL;

	if (name)
		list_add(page, ROW_ACTION, "Go on to the other draft", name)->leads = ROW_GOES_ON;
}

/* What the CA has, or may have, of this session. */
static void
review_trials(const struct wizard *w, struct list *page)
{
	if (w->s.trials.n)
		list_add(page, ROW_SECTION, "Trials of this session", "");
	for (size_t i = 0; i < w->s.trials.n; i++)
		list_add(page, ROW_TEXT, w->s.trials.v[i], "");
}

/* The row of the export. */
static size_t
review_export_row(const struct list *page)
{
	size_t i = 0;

	while (page->rows[i].leads != ROW_EXPORTS)
		i++;
	return i;
}

/* The export comes first, since it is what the review is for, but for what can be tried before. */
static void
review_actions(const struct wizard *w, struct list *page)
{
	STRBUF(ignored);
	STRBUF(first);
	size_t errors = session_errors(&w->s, &ignored);

	if (errors)
		strbuf_addf(&first, "fix %zu %s first", errors, plural(errors, "error", "errors"));
	if (session_has_server(&w->s) && !w->s.look)
		list_add(page, ROW_ACTION, "Try it: enrol once as a device would", first.buf)
			->leads = ROW_TRIES;
	list_add(page, ROW_ACTION, "Export", first.buf)->leads = ROW_EXPORTS;
}

void
review_fill(struct wizard *w)
{
	struct list *page = &w->p.lists[VIEW_REVIEW];
	const struct findings *found = &w->s.found;
	size_t focus = page->focus;
	const struct row was = page->n ? page->rows[focus] : (struct row){ 0 };

	list_clear(page);
	review_actions(w, page);
	review_findings(page, found, "Errors", SEVERITY_ERROR);
	review_findings(page, found, "Warnings", SEVERITY_WARNING);
	review_findings(page, found, REVIEW_NOTES, SEVERITY_INFO);
	review_open_comments(w, page);
	review_accepted(page, found);
	review_asked(w, page);
	review_trials(w, page);
	for (size_t i = 0; i < w->s.form->nsections; i++)
		review_values(w, page, w->s.form->sections[i]);
	review_kept(w, page);
	review_changes(w, page);
	list_add(page, ROW_SECTION, "What next", "");
	review_add_next(w, page);
	list_add(page, ROW_ACTION, "Back to editing", "")->leads = ROW_GOES_BACK;
	review_refocus(page, &was, focus);
}

void
review_begin(struct wizard *w)
{
	struct list *page = &w->p.lists[VIEW_REVIEW];
	size_t i = 0;

	while (i < page->n && page->rows[i].mark != '!')
		i++;
	page->focus = i < page->n ? i : review_export_row(page);
}

void
review_pass_export(struct wizard *w)
{
	enum row_way leads = w->p.open == VIEW_REVIEW ? page_row(w)->leads : ROW_LEADS_NOWHERE;

	if (leads == ROW_TRIES)
		wizard_focus_export(w);
	else if (leads == ROW_EXPORTS)
		list_move(&w->p.lists[VIEW_REVIEW], true);
}

void
review_show_export(struct wizard *w, bool written)
{
	struct list *page = &w->p.lists[VIEW_REVIEW];

	review_fill(w);
	page->focus = review_export_row(page);
	if (!written)
		review_pass_export(w);
}

/* A row that was left to edit its field. */
struct review_left {
	const struct field *field;
	size_t row;
	bool is_finding;
	char mark;
	size_t findings; /* about the field */
};

static size_t
review_count(const struct list *page, const struct field *field)
{
	size_t count = 0;

	for (size_t i = 0; i < page->n; i++)
		count += page->rows[i].is_finding && page->rows[i].field == field;
	return count;
}

/* Behind an error comes that of the next field, and behind the last the export; what was fixed has no row any more.
 * A warning leads to what else there is to say, a value to the next one, and the last to the export. */
static void
review_go_on(struct list *page, const struct review_left *left)
{
	size_t next = left->row + (review_count(page, left->field) >= left->findings);

	if (!left->is_finding) {
		while (list_move(page, true) && page->rows[page->focus].field == left->field)
			;
		if (page->rows[page->focus].leads)
			page->focus = review_export_row(page);
		return;
	}
	while (next < page->n &&
		(page->rows[next].kind == ROW_SECTION || page->rows[next].field == left->field))
		next++;
	if (next < page->n && page->rows[next].is_finding &&
		(left->mark != '!' || page->rows[next].mark == '!'))
		page->focus = next;
	else
		page->focus = review_export_row(page);
}

void
wizard_focus_export(struct wizard *w)
{
	if (w->p.open == VIEW_REVIEW)
		w->p.lists[VIEW_REVIEW].focus = review_export_row(&w->p.lists[VIEW_REVIEW]);
}

void
wizard_back_to_review(struct wizard *w, bool on)
{
	struct list *page = &w->p.lists[VIEW_REVIEW];
	const struct row *row = list_focused(page);
	struct review_left left = { row->field, page->focus, row->is_finding, row->mark,
		review_count(page, row->field) };

	wizard_open_review(w);
	if (on && left.field)
		review_go_on(page, &left);
}

/* Whoever asks for a review wants to hear of everything, reached or not. */
void
wizard_open_review(struct wizard *w)
{
	bool back = w->p.back_to_review;

	if (w->p.quick) {
		quick_finish(w);
		return;
	}
	wizard_leave_field(w);
	for (size_t i = 0; i < w->s.form->nfields; i++)
		w->s.fields[i].checked = true;
	wizard_recheck(w);
	w->p.open = VIEW_REVIEW;
	w->p.back_to_review = w->p.quiet = false;
	review_fill(w);
	if (!back)
		review_begin(w);
}

void
wizard_go_review(struct wizard *w)
{
	if (w->p.quick)
		quick_ask_finish(w);
	else
		wizard_open_review(w);
}

void
wizard_close_review(struct wizard *w)
{
	w->p.open = VIEW_FORM;
	wizard_enter_field(w);
}

/* False where the row has no field, one that is locked, or one that does not apply any more, which is said. */
bool
review_edit(struct wizard *w)
{
	const struct field *field = page_field(w);

	if (!field || field->flags & FIELD_LOCKED || !wizard_focus_field(w, field))
		return false;
	w->p.back_to_review = true;
	return true;
}

/* A secret kept elsewhere is not here. */
bool
review_is_hidden(const struct wizard *w, const struct row *row)
{
	return row->is_value && field_is_secret(row->field) &&
	       draft_source(w->s.draft, row->field) == ANSWER_HERE &&
	       *draft_text(w->s.draft, row->field);
}

/* Any other key hides it again. */
void
review_reveal(struct wizard *w)
{
	if (review_is_hidden(w, page_row(w)))
		w->p.revealed = !w->p.revealed;
	else
		wizard_say(w, ' ', "Nothing is hidden here.");
}

void
review_show_all(struct wizard *w)
{
	wizard_say(w, ' ', "The review shows what applies. M-h in the fields shows the rest.");
}

void
review_open_anew(struct wizard *w)
{
	w->p.back_to_review = false;
	wizard_open_review(w);
}

void
review_come(struct wizard *w)
{
	w->p.back_to_review = false;
	if (w->p.open != VIEW_REVIEW)
		wizard_open_review(w);
}

/* Of a field the gravest finding; one that is accepted if it has no other. */
struct subject
page_subject(const struct wizard *w)
{
	const struct field *field = wizard_field(w);
	const struct finding *finding;

	if (w->p.open == VIEW_REVIEW)
		return page_row(w)->about;
	finding = field ? findings_of(&w->s.found, field) : NULL;
	for (size_t i = 0; field && i < w->s.found.n && !finding; i++)
		if (w->s.found.v[i].field == field)
			finding = &w->s.found.v[i];
	return finding ? subject_of(finding) : (struct subject){ 0 };
}

bool
review_is_open(const struct wizard *w)
{
	return w->p.open == VIEW_REVIEW;
}

void
review_go_on_to(struct wizard *w)
{
	drafts_choose(w, w->p.next, WIZARD_REVIEW);
	wizard_set_next(w, NULL);
}
