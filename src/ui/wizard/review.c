/* The review: what is wrong, every value, what was changed, and what to do next. */
#include <string.h>

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
	row = field ? list_add(page, ROW_FIELD, field->label, sentence)
		    : list_add(page, ROW_TEXT, sentence, "");
	row->field = field;
	row->is_finding = true;
	row->mark = finding->accepted ? ' ' : finding_mark(finding);
	row->finding = field ? xstrdup(finding->sentence) : NULL;
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

/* A value, in full below it where its line is a summary, and the comment, which may be long itself. */
static void
review_value(struct wizard *w, struct list *page, const struct field *field)
{
	const struct draft *draft = w->s.draft;
	struct row *row;
	STRBUF(value);
	STRBUF(comment);
	STRVEC(details);

	session_show_value(&w->s, field, &value);
	row = list_add(page, ROW_FIELD, field->label, value.buf);
	row->field = field;
	row->is_value = true;
	row->mark = session_mark(&w->s, field);
	if (field->type->details && !draft_is_empty(draft, field) && !draft_unread(draft, field))
		field->type->details(field, draft_text(draft, field), w->s.desk.folder, &details);
	for (size_t i = 0; i < details.n; i++)
		list_add(page, ROW_TEXT, details.v[i], "")->field = field;
	page_show_comment(w, field, &comment);
	if (comment.len)
		list_add(page, ROW_TEXT, comment.buf, "")->field = field;
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
		list_add(page, ROW_TEXT, "scepwiz check --fix mends what is certain in it.", "");
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

/* The focus stays on the same row, or on the same field's. */
static void
review_refocus(struct list *page, const struct field *field, size_t focus)
{
	page->focus = focus < page->n ? focus : page->n - 1;
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

/* The export is the first row, since it is what the review is for. */
void
review_fill(struct wizard *w)
{
	struct list *page = &w->p.lists[VIEW_REVIEW];
	const struct findings *found = &w->s.found;
	size_t focus = page->focus, errors = findings_count(found, SEVERITY_ERROR);
	const struct field *field = page->n ? page->rows[focus].field : NULL;
	STRBUF(first);

	list_clear(page);
	if (errors)
		strbuf_addf(&first, "fix %zu %s first", errors, plural(errors, "error", "errors"));
	list_add(page, ROW_ACTION, "Export", first.buf)->leads = ROW_EXPORTS;
	if (w->s.export_lines.n) {
		list_add(page, ROW_SECTION, "The last export", "");
		for (size_t i = 0; i < w->s.export_lines.n; i++)
			list_add(page, ROW_TEXT, w->s.export_lines.v[i], "");
		if (session_is_exported(&w->s))
			list_add(page, ROW_ACTION, "Quit", "")->leads = ROW_QUITS;
	}
	review_findings(page, found, "Problems", SEVERITY_ERROR);
	review_findings(page, found, "Doubtful", SEVERITY_WARNING);
	review_findings(page, found, "Good to know", SEVERITY_INFO);
	review_accepted(page, found);
	for (size_t i = 0; i < w->s.form->nsections; i++)
		review_values(w, page, w->s.form->sections[i]);
	review_kept(w, page);
	review_changes(w, page);
	list_add(page, ROW_SECTION, "What next", "");
	list_add(page, ROW_ACTION, "Back to editing", "")->leads = ROW_GOES_BACK;
	review_refocus(page, field, focus);
}

static void
review_focus_action(struct list *page, enum row_way leads)
{
	page->focus = 0;
	for (size_t i = 0; i < page->n; i++)
		if (page->rows[i].leads == leads)
			page->focus = i;
}

/* The first error; else the way on, which is the export, or out where that is done. */
static void
review_begin(struct wizard *w)
{
	struct list *page = &w->p.lists[VIEW_REVIEW];
	size_t i = 0;

	while (i < page->n && page->rows[i].mark != '!')
		i++;
	if (i < page->n)
		page->focus = i;
	else
		review_focus_action(page, session_is_exported(&w->s) ? ROW_QUITS : ROW_EXPORTS);
}

void
review_pass_export(struct wizard *w)
{
	if (w->p.open == VIEW_REVIEW && page_row(w)->leads == ROW_EXPORTS)
		list_move(&w->p.lists[VIEW_REVIEW], true);
}

void
review_show_export(struct wizard *w)
{
	review_fill(w);
	review_focus_action(
		&w->p.lists[VIEW_REVIEW], session_is_exported(&w->s) ? ROW_QUITS : ROW_EXPORTS);
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

/* Behind an error comes the next one, and behind the last the export; what was fixed has no row any more. A
 * warning leads to what else there is to say, a value to the next one, and the last to the export. */
static void
review_go_on(struct list *page, const struct review_left *left)
{
	size_t next = left->row + (review_count(page, left->field) >= left->findings);

	if (!left->is_finding) {
		while (list_move(page, true) && page->rows[page->focus].field == left->field)
			;
		if (page->rows[page->focus].leads)
			review_focus_action(page, ROW_EXPORTS);
		return;
	}
	while (next < page->n && page->rows[next].kind == ROW_SECTION)
		next++;
	if (next < page->n && page->rows[next].is_finding &&
		(left->mark != '!' || page->rows[next].mark == '!'))
		page->focus = next;
	else
		review_focus_action(page, ROW_EXPORTS);
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
wizard_close_review(struct wizard *w)
{
	w->p.open = VIEW_FORM;
	wizard_enter_field(w);
}

/* False where the row has no field, or one that does not apply any more, which is said. */
bool
review_edit(struct wizard *w)
{
	const struct field *field = page_field(w);

	if (!field || !wizard_focus_field(w, field))
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
	wizard_say(w, ' ', "The review has what applies; M-h among the fields shows the rest.");
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

/* One that was written by hand may have several lines. */
void
page_comment(const struct wizard *w, const struct field *field, struct strbuf *out)
{
	strbuf_set(out, draft_note(w->s.draft, field));
	strbuf_trim(out);
	for (char *c = out->buf; (c = strchr(c, '\n'));)
		*c = ' ';
}

void
page_show_comment(const struct wizard *w, const struct field *field, struct strbuf *out)
{
	STRBUF(line);

	page_comment(w, field, &line);
	if (line.len) {
		strbuf_addstr(out, "Comment: ");
		text_show(out, line.buf, line.len);
	}
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
