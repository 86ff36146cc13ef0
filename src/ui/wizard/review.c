/* The review: what is wrong, every value, what was changed, and what to do next. */
#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/profile/profile_template.h"

#include "cmd/value.h"

#include "ui/wizard/state.h"

/* Where the value of a secret stands, or how long it is; never the value. */
static void
show_secret(const struct wizard *w, const struct field *field, struct strbuf *out)
{
	enum answer_source source = draft_source(w->draft, field);

	if (source == ANSWER_ENVIRONMENT)
		strbuf_addf(out, "from the environment variable %s",
			draft_source_name(w->draft, field));
	else if (source == ANSWER_PROMPT)
		strbuf_addstr(out, "asked for at the export");
	else
		field_show(field, draft_text(w->draft, field), w->around.folder, out);
}

void
wizard_show_value(const struct wizard *w, const struct field *field, struct strbuf *out)
{
	struct strbuf text = STRBUF_INIT;

	if (draft_unread(w->draft, field))
		value_instead(w->draft, field, &text);
	else if (field_is_secret(field) || draft_source(w->draft, field) != ANSWER_HERE)
		show_secret(w, field, &text);
	else
		field_show(field, draft_text(w->draft, field), w->around.folder, &text);
	text_show(out, text.buf, text.len);
	strbuf_release(&text);
}

static void
review_exported(struct wizard *w)
{
	if (!w->export_lines.n)
		return;
	list_add(&w->lists[VIEW_REVIEW], ROW_SECTION, "The last export", "");
	for (size_t i = 0; i < w->export_lines.n; i++)
		list_add(&w->lists[VIEW_REVIEW], ROW_TEXT, w->export_lines.v[i], "");
	if (wizard_is_exported(w))
		list_add(&w->lists[VIEW_REVIEW], ROW_ACTION, "Quit", "")->run = wizard_quit;
}

/* The first row, since it is what the review is for. */
static void
review_export(struct wizard *w, size_t errors)
{
	struct strbuf first = STRBUF_INIT;

	if (errors)
		strbuf_addf(&first, "fix %zu %s first", errors, plural(errors, "error", "errors"));
	list_add(&w->lists[VIEW_REVIEW], ROW_ACTION, "Export", first.buf)->run = wizard_export;
	strbuf_release(&first);
}

/* "is yes, but ..." behind a label that the sentence begins with, too. */
static const char *
without_label(const struct finding *finding)
{
	const char *label = finding->field->label, *sentence = finding->sentence;
	size_t len = strlen(label);

	return !strncmp(sentence, label, len) && sentence[len] == ' ' ? sentence + len + 1
								      : sentence;
}

static void
review_finding(struct wizard *w, const struct finding *finding)
{
	struct row *row =
		finding->field ? list_add(&w->lists[VIEW_REVIEW], ROW_FIELD, finding->field->label,
					 without_label(finding))
			       : list_add(&w->lists[VIEW_REVIEW], ROW_TEXT, finding->sentence, "");

	row->field = finding->field;
	row->is_finding = true;
	row->mark = finding->accepted ? ' ' : finding_mark(finding);
	row->finding = finding->field ? xstrdup(finding->sentence) : NULL;
	row->about = subject_of(finding);
}

static void
review_findings(struct wizard *w, const char *title, enum severity severity)
{
	bool titled = false;

	for (size_t i = 0; i < w->found.n; i++) {
		if (w->found.v[i].severity != severity || w->found.v[i].accepted)
			continue;
		if (!titled)
			list_add(&w->lists[VIEW_REVIEW], ROW_SECTION, title, "");
		titled = true;
		review_finding(w, &w->found.v[i]);
	}
}

/* Each with the reason below it. */
static void
review_accepted(struct wizard *w)
{
	if (findings_count_accepted(&w->found))
		list_add(&w->lists[VIEW_REVIEW], ROW_SECTION, "Accepted", "");
	for (size_t i = 0; i < w->found.n; i++) {
		const struct finding *finding = &w->found.v[i];
		struct strbuf reason = STRBUF_INIT;
		struct row *row;

		if (!finding->accepted)
			continue;
		review_finding(w, finding);
		strbuf_addstr(&reason, "Accepted: ");
		acceptance_show(finding->accepted, &reason);
		row = list_add(&w->lists[VIEW_REVIEW], ROW_TEXT, reason.buf, "");
		row->field = finding->field;
		row->about = subject_of(finding);
		strbuf_release(&reason);
	}
}

/* A line of its own below the value, which may be long itself. */
static void
review_note(struct wizard *w, const struct field *field)
{
	struct strbuf note = STRBUF_INIT;

	wizard_show_note(w, field, &note);
	if (note.len)
		list_add(&w->lists[VIEW_REVIEW], ROW_TEXT, note.buf, "")->field = field;
	strbuf_release(&note);
}

/* A value in full, where its line is a summary. */
static void
review_details(struct wizard *w, const struct field *field)
{
	struct strvec lines = STRVEC_INIT;

	if (field->type->details && !draft_is_empty(w->draft, field) &&
		!draft_unread(w->draft, field))
		field->type->details(field, draft_text(w->draft, field), w->around.folder, &lines);
	for (size_t i = 0; i < lines.n; i++)
		list_add(&w->lists[VIEW_REVIEW], ROW_TEXT, lines.v[i], "")->field = field;
	strvec_release(&lines);
}

static void
review_values(struct wizard *w, const struct section *section)
{
	bool titled = false;

	for (size_t i = 0; i < w->form->nfields; i++) {
		const struct field *field = w->form->fields[i];
		struct strbuf value = STRBUF_INIT;
		struct row *row;

		if (field->section != section || !draft_applies(w->draft, field, NULL))
			continue;
		if (!titled)
			list_add(&w->lists[VIEW_REVIEW], ROW_SECTION, section->title, "");
		titled = true;
		wizard_show_value(w, field, &value);
		row = list_add(&w->lists[VIEW_REVIEW], ROW_FIELD, field->label, value.buf);
		strbuf_release(&value);
		row->field = field;
		row->is_value = true;
		row->mark = wizard_mark(w, field);
		review_details(w, field);
		review_note(w, field);
	}
}

static bool
review_has_mend(const struct findings *found)
{
	for (size_t i = 0; i < found->n; i++)
		if (!found->v[i].field && found->v[i].fix)
			return true;
	return false;
}

/* What an imported draft has beside the fields, and an export brings back. */
static void
review_kept(struct wizard *w)
{
	struct kept kept = KEPT_INIT;
	const struct strvec *const lists[] = { &kept.payloads, &kept.keys };
	struct strbuf title = STRBUF_INIT;

	if (!w->file->foreign.len || w->file->foreign_unread)
		return;
	kept_read(&kept, w->file);
	strbuf_addstr(&title, "Kept from the original: ");
	kept_summary(&kept, &title);
	list_add(&w->lists[VIEW_REVIEW], ROW_SECTION, title.buf, "");
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		for (size_t j = 0; j < lists[i]->n; j++)
			list_add(&w->lists[VIEW_REVIEW], ROW_TEXT, lists[i]->v[j], "");
	if (review_has_mend(&w->found))
		list_add(&w->lists[VIEW_REVIEW], ROW_TEXT,
			"scepwiz check --fix mends what is certain in it.", "");
	kept_release(&kept);
	strbuf_release(&title);
}

/* "was 1024"; a secret's old value is as secret as the new one. */
static void
review_change(struct wizard *w, const struct field *field)
{
	const struct answer_copy *opened = &w->fields[field->index].opened;
	struct strbuf was = STRBUF_INIT;
	struct row *row;

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
		field_show(field, opened->text.buf, w->around.folder, &was);
	}
	row = list_add(&w->lists[VIEW_REVIEW], ROW_FIELD, field->label, was.buf);
	row->field = field;
	strbuf_release(&was);
}

static void
review_changes(struct wizard *w)
{
	bool titled = false;

	for (size_t i = 0; i < w->form->nfields; i++) {
		const struct field *field = w->form->fields[i];

		if (answer_same(&w->fields[i].opened, w->draft, field))
			continue;
		if (!titled)
			list_add(&w->lists[VIEW_REVIEW], ROW_SECTION,
				"Changed since the draft was opened", "");
		titled = true;
		review_change(w, field);
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

void
review_fill(struct wizard *w)
{
	struct list *page = &w->lists[VIEW_REVIEW];
	size_t focus = page->focus;
	const struct field *field = page->n ? page->rows[focus].field : NULL;

	list_clear(page);
	review_export(w, findings_count(&w->found, SEVERITY_ERROR));
	review_exported(w);
	review_findings(w, "Problems", SEVERITY_ERROR);
	review_findings(w, "Doubtful", SEVERITY_WARNING);
	review_findings(w, "Good to know", SEVERITY_INFO);
	review_accepted(w);
	for (size_t i = 0; i < w->form->nsections; i++)
		review_values(w, w->form->sections[i]);
	review_kept(w);
	review_changes(w);
	list_add(page, ROW_SECTION, "What next", "");
	list_add(page, ROW_ACTION, "Back to editing", "")->run = wizard_close_review;
	review_refocus(page, field, focus);
}

static void
review_focus_action(struct list *page, void (*run)(struct wizard *w))
{
	page->focus = 0;
	for (size_t i = 0; i < page->n; i++)
		if (page->rows[i].run == run)
			page->focus = i;
}

/* The first error; else the way on, which is the export, or out where that is done. */
static void
review_begin(struct wizard *w)
{
	struct list *page = &w->lists[VIEW_REVIEW];
	size_t i = 0;

	while (i < page->n && page->rows[i].mark != '!')
		i++;
	if (i < page->n)
		page->focus = i;
	else
		review_focus_action(page, wizard_is_exported(w) ? wizard_quit : wizard_export);
}

void
review_pass_export(struct wizard *w)
{
	if (w->page == VIEW_REVIEW &&
		w->lists[VIEW_REVIEW].rows[w->lists[VIEW_REVIEW].focus].run == wizard_export)
		list_move(&w->lists[VIEW_REVIEW], true);
}

void
review_show_export(struct wizard *w)
{
	review_focus_action(
		&w->lists[VIEW_REVIEW], wizard_is_exported(w) ? wizard_quit : wizard_export);
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
		if (page->rows[page->focus].run)
			review_focus_action(page, wizard_export);
		return;
	}
	while (next < page->n && page->rows[next].kind == ROW_SECTION)
		next++;
	if (next < page->n && page->rows[next].is_finding &&
		(left->mark != '!' || page->rows[next].mark == '!'))
		page->focus = next;
	else
		review_focus_action(page, wizard_export);
}

void
wizard_back_to_review(struct wizard *w, bool on)
{
	const struct row *row = &w->lists[VIEW_REVIEW].rows[w->lists[VIEW_REVIEW].focus];
	struct review_left left = { row->field, w->lists[VIEW_REVIEW].focus, row->is_finding,
		row->mark, review_count(&w->lists[VIEW_REVIEW], row->field) };

	wizard_open_review(w);
	if (on && left.field)
		review_go_on(&w->lists[VIEW_REVIEW], &left);
}

/* Whoever asks for a review wants to hear of everything, reached or not. */
void
wizard_open_review(struct wizard *w)
{
	bool back = w->back_to_review;

	wizard_leave_field(w);
	for (size_t i = 0; i < w->form->nfields; i++)
		w->fields[i].checked = true;
	wizard_recheck(w);
	w->page = VIEW_REVIEW;
	w->back_to_review = w->quiet = false;
	review_fill(w);
	if (!back)
		review_begin(w);
}

void
wizard_close_review(struct wizard *w)
{
	w->page = VIEW_FORM;
	wizard_enter_field(w);
}

/* False where the row has no field, or one that does not apply any more, which is said. */
static bool
review_edit(struct wizard *w)
{
	const struct field *field = w->lists[VIEW_REVIEW].rows[w->lists[VIEW_REVIEW].focus].field;

	if (!field || !wizard_focus_field(w, field))
		return false;
	w->back_to_review = true;
	return true;
}

/* Each row leads on: what it does, its field, or the next row. */
static void
review_accept(struct wizard *w)
{
	const struct row *row = &w->lists[VIEW_REVIEW].rows[w->lists[VIEW_REVIEW].focus];

	if (row->run == wizard_export) {
		wizard_export(w);
		if (!w->ask.question)
			review_pass_export(w);
	} else if (row->run) {
		row->run(w);
	} else if (!review_edit(w)) {
		list_move(&w->lists[VIEW_REVIEW], true);
	}
}

/* In the field itself, which then comes back here. */
static void
review_choose(struct wizard *w)
{
	if (review_edit(w))
		wizard_choose(w);
}

/* A secret kept elsewhere is not here. */
bool
review_is_hidden(const struct wizard *w, const struct row *row)
{
	return row->is_value && field_is_secret(row->field) &&
	       draft_source(w->draft, row->field) == ANSWER_HERE &&
	       *draft_text(w->draft, row->field);
}

/* Any other key hides it again. */
static void
review_reveal(struct wizard *w)
{
	if (review_is_hidden(w, &w->lists[VIEW_REVIEW].rows[w->lists[VIEW_REVIEW].focus]))
		w->revealed = !w->revealed;
	else
		wizard_say(w, ' ', "Nothing is hidden here.");
}

static void
review_show_all(struct wizard *w)
{
	wizard_say(w, ' ', "The review has what applies; M-h among the fields shows the rest.");
}

const struct page_action review_actions[] = {
	{ .action = ACTION_ACCEPT, .run = review_accept },
	{ .action = ACTION_REVIEW, .run = wizard_close_review },
	{ .action = ACTION_EXPORT, .run = wizard_export },
	{ .action = ACTION_NOTE, .run = wizard_ask_note },
	{ .action = ACTION_ACCEPT_FINDING, .run = wizard_ask_accept },
	{ .action = ACTION_CHOOSE, .run = review_choose },
	{ .action = ACTION_REVEAL, .run = review_reveal },
	{ .action = ACTION_SHOW_ALL, .run = review_show_all },
	{ .action = ACTION_CLOSE, .run = wizard_close_review },
};
const size_t review_actions_count = ARRAY_SIZE(review_actions);
