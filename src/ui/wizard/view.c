/* The wizard's picture for the front ends, made again after each key. Every text in it has passed the
 * display filter, and no secret is in it unless it is revealed: a mask of fixed width stands in its
 * place. */
#include "ui/wizard/view.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/ios.h"

void
view_release(struct view *view)
{
	for (size_t i = 0; i < view->nrows; i++) {
		wipe_free(view->rows[i].label);
		wipe_free(view->rows[i].value);
		free(view->rows[i].brief);
	}
	free(view->rows);
	free(view->title);
	free(view->heading);
	free(view->progress);
	free(view->hint);
	wipe_free(view->message);
	free(view->left);
	free(view->left_brief);
	free(view->keyline);
	free(view->prompt);
	for (size_t i = 0; i < view->nitems; i++) {
		free(view->items[i].name);
		free(view->items[i].meaning);
	}
	free(view->items);
	free(view->list_title);
	free(view->told);
	free(view->explanation);
	if (view->mask.text.buf)
		lineedit_release(&view->mask);
	if (view->prompt_mask.text.buf)
		lineedit_release(&view->prompt_mask);
	*view = (struct view){ 0 };
}

char *
display_text(const char *text)
{
	struct strbuf out = STRBUF_INIT;

	text_show(&out, text, strlen(text));
	return strbuf_detach(&out);
}

/* In a window, as much of a text as the widest one has room for, and no more: a text may have hundreds of KB. */
static void
show_some(const struct wizard *w, const char *text, size_t len, struct strbuf *out)
{
	text_show(out, text, w->p.rows_shown ? text_fit(text, len, COLUMNS_SHOWN_MAX) : len);
}

/* As display_text, but line ends stay: they are those of our own texts. */
static char *
display_lines(const char *text)
{
	struct strbuf out = STRBUF_INIT;

	for (;;) {
		size_t len = strcspn(text, "\n");

		text_show(&out, text, len);
		if (!text[len])
			return strbuf_detach(&out);
		strbuf_addch(&out, '\n');
		text += len + 1;
	}
}

/* "First line (3 lines)"; lists in one line. */
static void
value_lines(const struct wizard *w, const struct field *field, struct strbuf *out)
{
	const char *text = draft_text(w->s.draft, field);
	size_t lines = 1;
	STRBUF(items);

	if (field_has_items(field)) {
		field_show(field, text, w->s.desk.folder, &items);
		show_some(w, items.buf, items.len, out);
		return;
	}
	text += strspn(text, "\n");
	show_some(w, text, strcspn(text, "\n"), out);
	for (const char *c = text; (c = strchr(c, '\n')); c++)
		lines += c[1] != '\0';
	if (lines > 1)
		strbuf_addf(out, " (%zu lines)", lines);
}

/* Where what a type shows behind the text that the draft keeps begins: "2jmj... (SHA-1 da:39:...)". */
static size_t
value_extra(const struct wizard *w, const struct field *field, const char *shown)
{
	const char *kept = field_is_secret(field) ? MASK : draft_text(w->s.draft, field);
	size_t len = strcspn(kept, "\n");
	STRBUF(display);

	if (len > strlen(shown)) /* it is shown in another form, or cut */
		return 0;
	text_show(&display, kept, len);
	len = display.len;
	return len && !strncmp(shown, display.buf, len) && !strncmp(shown + len, " (", 2) ? len : 0;
}

static void
row_value(const struct wizard *w, const struct row *item, struct view_row *row)
{
	const struct field *field = item->field;
	const char *text = draft_text(w->s.draft, field);
	bool here = draft_source(w->s.draft, field) == ANSWER_HERE;
	struct strbuf out = STRBUF_INIT;
	STRBUF(why);

	if ((field_is_typed(field) && draft_unread(w->s.draft, field)) ||
		(field_is_secret(field) && !here))
		session_show_value(&w->s, field, &out);
	else if (field_is_secret(field))
		wizard_words(w, *text ? MASK " (set, ^R shows it)" : "", &out);
	else if (field_widget(field) == WIDGET_OPTIONS)
		options_show(w, field, &out, &row->cursor);
	else if (field_widget(field) == WIDGET_CHECKS)
		checks_show(w, field, &out, &row->cursor);
	else if (field_widget(field) == WIDGET_LINES)
		value_lines(w, field, &out);
	else if (field == wizard_field(w) && w->p.editing)
		/* as typed; its type's summary (a certificate is read for it) comes when it is left */
		show_some(w, text, strlen(text), &out);
	else
		session_show_value(&w->s, field, &out);
	if (!item->applies) {
		draft_applies(w->s.draft, field, &why);
		strbuf_addstr(&out, out.len ? "  (not used: " : "(not used: ");
		text_show(&out, why.buf, why.len);
		strbuf_addch(&out, ')');
	}
	if (field->flags & FIELD_LOCKED)
		strbuf_addstr(&out, out.len ? "  (locked)" : "(locked)");
	row->value = strbuf_detach(&out);
	row->extra = value_extra(w, field, row->value);
}

static const char *
last_step(const struct wizard *w)
{
	return w->p.quick ? "Make the draft" : "Review and export";
}

static void
form_row(const struct wizard *w, const struct row *item, struct view_row *row)
{
	const struct field *field = item->field;
	const char *label = field                      ? field->label
			    : item->kind == ROW_ACTION ? last_step(w)
			    : item->section            ? item->section->title
			    : w->p.quick               ? "Last step"
						       : "Save";

	*row = (struct view_row){
		.kind = item->kind,
		.field = field,
		.mark = field ? session_mark(&w->s, field) : ' ',
		.number = field ? field->number : 0,
		.label = display_text(label),
		.is_default = field && !draft_is_answered(w->s.draft, field) &&
			      *draft_text(w->s.draft, field),
		.unused = !item->applies && item->kind == ROW_FIELD,
		.locked = field && field->flags & (FIELD_LOCKED | FIELD_READ_ONLY),
		.options = field && (field_widget(field) == WIDGET_OPTIONS ||
					    field_widget(field) == WIDGET_CHECKS),
	};
	if (field)
		row_value(w, item, row);
	else
		row->value = xstrdup("");
}

/* "2/3" */
static char *
section_progress(const struct wizard *w, const struct section *section)
{
	struct strbuf out = STRBUF_INIT;
	size_t all, done = wizard_done(w, section, &all);

	if (section && section->documented)
		strbuf_addf(&out, "%zu/%zu", done, all);
	return strbuf_detach(&out);
}

static void
view_page_row(const struct wizard *w, const struct row *row, bool revealed, struct view_row *out)
{
	const char *value = revealed     ? draft_text(w->s.draft, row->field)
			    : row->value ? row->value
					 : "";
	struct strbuf shown = STRBUF_INIT;

	show_some(w, value, strlen(value), &shown);
	*out = (struct view_row){
		.kind = row->kind,
		.field = row->field,
		.mark = row->mark,
		.number = row->kind == ROW_FIELD && row->field ? row->field->number : 0,
		.label = display_text(row->label),
		.value = strbuf_detach(&shown),
	};
	out->extra = row->field && !revealed ? value_extra(w, row->field, out->value) : 0;
}

void
view_page_rows(const struct wizard *w, const struct list *page, struct view *view)
{
	view->rows = xcalloc(page->n, sizeof *view->rows);
	view->nrows = page->n;
	view->focus = page->focus;
	for (size_t i = 0; i < page->n; i++)
		view_page_row(w, &page->rows[i],
			w->p.revealed && i == page->focus && review_is_hidden(w, &page->rows[i]),
			&view->rows[i]);
}

static char *
field_heading(const struct field *field)
{
	struct strbuf out = STRBUF_INIT;

	text_show(&out, field->label, strlen(field->label));
	strbuf_addstr(&out, field->flags & FIELD_LOCKED      ? " (locked by the form)"
			    : field->flags & FIELD_READ_ONLY ? " (read-only)"
			    : field->flags & FIELD_REQUIRED  ? " (required)"
							     : " (optional)");
	return strbuf_detach(&out);
}

static char *
field_hint(const struct wizard *w, const struct field *field)
{
	const char *option = field_is_typed(field) ? NULL : options_hint(w, field);
	STRBUF(accepted);
	STRBUF(out);

	/* a reviewer's words first: people come here to fix it */
	page_show_comment(w, field, &out);
	for (size_t i = 0; i < w->s.found.n && !accepted.len; i++)
		if (w->s.found.v[i].field == field && w->s.found.v[i].accepted) {
			strbuf_addstr(&accepted, "Accepted: ");
			acceptance_show(w->s.found.v[i].accepted, &accepted);
		}
	strbuf_addstr(&out, accepted.len && out.len ? "\n" : "");
	text_show(&out, accepted.buf, accepted.len);
	strbuf_addstr(&out, out.len ? "\n" : "");
	wizard_words(w, field->hint, &out);
	if (option)
		strbuf_addf(&out, "\n%s", option);
	return display_lines(out.buf);
}

/* Good news while a value is typed, and in the review. A secret's length is shown only to the person who types it. */
static char *
field_progress(const struct wizard *w, const struct field *field)
{
	bool told = w->p.open == VIEW_FORM
			    ? w->p.editing && (w->p.touched || !field_is_secret(field))
			    : !field_is_secret(field);
	STRBUF(out);

	if (told && field->type->progress)
		field->type->progress(field,
			w->p.open == VIEW_FORM ? w->p.edit.text.buf : draft_text(w->s.draft, field),
			&out);
	return display_text(out.buf);
}

/* What is wrong with a field, and how to get rid of it. */
static void
finding_message(const struct wizard *w, const struct finding *finding, struct strbuf *out)
{
	size_t others = 0;

	for (size_t i = 0; i < w->s.found.n; i++)
		others += w->s.found.v[i].field == finding->field && &w->s.found.v[i] != finding &&
			  w->s.found.v[i].severity != SEVERITY_INFO && !w->s.found.v[i].accepted;
	if (finding->item >= 0 && strchr(draft_text(w->s.draft, finding->field), '\n'))
		strbuf_addf(out, "Line %d: ", finding->item + 1);
	sentence_add(out, finding->sentence);
	if (finding->fix && !w->s.look)
		wizard_words(w, " ^T fixes it.", out);
	else if (!w->s.look && ios_is_chosen(w->s.draft) &&
		 ios_is_stuck(w->s.draft, finding->field))
		wizard_words(w, " ^T offers values.", out);
	if (others) {
		strbuf_addf(out, " (%zu more: ", others);
		wizard_words(w, "M-r)", out);
	}
}

/* A notice hides what is wrong with the field. */
bool
wizard_tells_mend(const struct wizard *w, const struct field *field)
{
	const struct finding *finding = session_finding(&w->s, field);

	return finding && finding->fix && !w->s.look && !w->notice.len && !w->p.quiet &&
	       draft_applies(w->s.draft, field, NULL);
}

char
wizard_field_message(const struct wizard *w, const struct field *field, struct strbuf *out)
{
	const struct finding *finding = session_finding(&w->s, field);

	if (!draft_applies(w->s.draft, field, NULL)) {
		strbuf_addstr(out, "Does not apply: ");
		draft_applies(w->s.draft, field, out);
		strbuf_addch(out, '.');
	} else if (finding) {
		finding_message(w, finding, out);
		return finding_mark(finding);
	}
	return ' ';
}

/* The answer to the last key comes before what is wrong with the field. */
void
view_message(const struct wizard *w, const struct field *field, struct view *view)
{
	STRBUF(out);

	view->mark = ' ';
	if (w->notice.len)
		view->mark = w->notice_mark;
	else if (field && !w->p.quiet)
		view->mark = wizard_field_message(w, field, &out);
	view->message = display_text(w->notice.len ? w->notice.buf : out.buf);
}

/* "7 Subject (M-e goes back): ..." The field is named, for another one has the focus, and then the way back. */
static char *
left_text(const struct wizard *w, const struct field *field, const char *back, const char *sentence)
{
	STRBUF(left);

	if (field->number)
		strbuf_addf(&left, "%d ", field->number);
	strbuf_addstr(&left, field->label);
	wizard_words(w, back, &left);
	strbuf_addf(
		&left, "%s%s", sentence, strchr(".?", sentence[strlen(sentence) - 1]) ? "" : ".");
	return display_text(left.buf);
}

/* Of "What is wrong. What to do." the second. */
static const char *
sentence_advice(const char *sentence)
{
	const char *end = strstr(sentence, ". ");

	return end ? end + 2 : sentence;
}

static void
view_left(const struct wizard *w, struct view *view)
{
	const struct field *field = w->p.open == VIEW_FORM ? w->p.behind : NULL;
	const struct finding *finding = field ? session_finding(&w->s, field) : NULL;

	view->left_mark = finding ? finding_mark(finding) : ' ';
	view->left = finding ? left_text(w, field, " (M-e goes back): ", finding->sentence)
			     : xstrdup("");
	view->left_brief =
		finding ? left_text(w, field, " (M-e): ", sentence_advice(finding->sentence))
			: xstrdup("");
}

static void
view_form(const struct wizard *w, struct view *view)
{
	const struct list *list = &w->p.lists[VIEW_FORM];
	const struct field *field = list_focused(list)->field;

	view->rows = xcalloc(list->n, sizeof *view->rows);
	view->nrows = list->n;
	view->focus = list->focus;
	for (size_t i = 0; i < list->n; i++) {
		form_row(w, &list->rows[i], &view->rows[i]);
		if (list->rows[i].kind == ROW_SECTION) {
			free(view->rows[i].value);
			view->rows[i].value = section_progress(w, list->rows[i].section);
		}
	}
	view_message(w, field, view);
	if (!field) {
		view->heading = xstrdup(last_step(w));
		view->progress = xstrdup("");
		view->hint = xstrdup(
			w->p.quick
				? "Fills in the rest and shows every value with its errors and "
				  "warnings. Then comes the export."
				: "Shows every value with its errors and warnings, then writes the "
				  "profile.");
		view->explanation = xstrdup(view->hint);
		return;
	}
	if (w->p.editing && wizard_may_edit(w)) {
		view->masked = field_is_secret(field) && !w->p.revealed;
		view->edit = view_edit(&w->p.edit, &view->mask, view->masked);
	}
	view->heading = field_heading(field);
	view->hint = field_hint(w, field);
	view->progress = field_progress(w, field);
	view->explanation = display_lines(field->help);
}

static const char *
review_hint(const struct wizard *w, const struct row *row)
{
	if (w->s.look && row->field)
		return SESSION_LOOKS;
	if (row->field && row->field->flags & FIELD_LOCKED)
		return row->about.rule && !row->about.is_error && !row->about.is_accepted
			       ? "The form locks this field. a accepts it as it is."
			       : "The form locks this field.";
	if (row->about.rule && row->about.is_accepted)
		return "a withdraws the acceptance, or changes the reason.";
	if (row->about.rule && !row->about.is_error)
		return row->field ? "Enter edits this field and comes back, a accepts it as it is."
				  : "About the draft's file. a accepts it, with a reason.";
	if (row->field)
		return row->comment ? "Enter edits this field. M-c closes, edits or deletes the "
				      "comment."
				    : "Enter edits this field and comes back.";
	if (row->finding)
		return "Correct the draft in an editor, or run scepwiz check --fix.";
	if (row->kind == ROW_TEXT)
		return "";
	if (row->leads == ROW_GOES_ON)
		return "Two drafts were made. Enter opens the other one, with its review.";
	if (row->leads == ROW_TRIES)
		return "Enter asks the CA for one real certificate, as a device does. You are asked "
		       "before.";
	if (row->leads == ROW_EXPORTS)
		return *row->value ? "Enter writes the profile once there are no errors."
				   : "Enter writes the profile.";
	return "Enter goes back to the fields.";
}

/* A finding's line has no room for its sentence. The field's own message says more, such as that there is
 * a mend, but is about the worst finding only. */
static void
review_message(const struct wizard *w, const struct row *row, struct view *view)
{
	const struct finding *worst = row->field ? session_finding(&w->s, row->field) : NULL;
	STRBUF(out);

	view_message(w, row->field, view);
	if (row->finding && !w->notice.len && !(worst && !strcmp(worst->sentence, row->finding))) {
		sentence_add(&out, row->finding);
		free(view->message);
		view->message = display_text(out.buf);
		view->mark = row->mark;
	}
}

static void
view_review(const struct wizard *w, struct view *view)
{
	const struct row *row = page_row(w);

	view_page_rows(w, &w->p.lists[VIEW_REVIEW], view);
	view->heading = display_text(row->field                ? row->field->label
				     : row->kind == ROW_ACTION ? row->label
							       : "Review");
	view->hint = xstrdup(review_hint(w, row));
	view->progress = row->is_value ? field_progress(w, row->field) : xstrdup("");
	view->explanation = display_lines(row->field ? row->field->help : "");
	review_message(w, row, view);
}

static void
view_result(const struct wizard *w, struct view *view)
{
	const struct row *row = page_row(w);

	view_page_rows(w, &w->p.lists[VIEW_RESULT], view);
	view->heading = xstrdup(row->kind == ROW_ACTION ? row->label : "Export");
	view->hint = xstrdup(
		row->leads == ROW_QUITS       ? "The profile is written. Enter closes the draft."
		: row->leads == ROW_GOES_BACK ? "Enter goes back to the review."
		: row->leads == ROW_GOES_ON ? "The profile is written. Enter opens the other draft."
					    : "");
	view->progress = xstrdup("");
	view->explanation = xstrdup("");
	view_message(w, NULL, view);
}

static void
view_help(const struct wizard *w, struct view *view)
{
	view_page_rows(w, &w->p.lists[VIEW_HELP], view);
	view->page = w->p.help_opened;
	view->heading = display_text(w->p.help_title);
	view->hint = xstrdup("");
	view->progress = xstrdup("");
	view->explanation = xstrdup("");
	view_message(w, NULL, view);
}

/* The pages of a draft have its title, and the keys of their row. */
static void
view_draft_head(const struct wizard *w, struct view *view)
{
	struct strbuf title = STRBUF_INIT;

	if (w->p.quick)
		strbuf_addstr(&title, "Quick start");
	else
		session_title(&w->s, &title);
	view->title = strbuf_detach(&title);
	view->done = wizard_done(w, NULL, &view->fields);
	view->problems = session_problems(&w->s);
	view->state = session_state(&w->s);
}

static void
view_draft(const struct wizard *w, struct view *view)
{
	if (w->s.file)
		view_draft_head(w, view);
	else
		view_drafts_head(w, view);
	if (w->p.open == VIEW_FORM)
		view_form(w, view);
	else if (w->p.open == VIEW_REVIEW)
		view_review(w, view);
	else if (w->p.open == VIEW_RESULT)
		view_result(w, view);
	else
		view_help(w, view);
	view_keys(w, view);
}

/* What the file is whose path is being typed into the focused field; NULL where none is. The caller frees. */
static char *
typed_preview(const struct wizard *w)
{
	STRBUF(path);
	STRBUF(text);

	if (w->ask.question || !w->p.editing || !w->p.touched || !wizard_may_edit(w) ||
		field_widget(wizard_field(w)) != WIDGET_FILE ||
		!strcmp(w->p.edit.text.buf, w->p.start.text.buf)) /* a stranger's path */
		return NULL;
	field_typed(wizard_field(w), w->p.edit.text.buf, w->s.desk.folder, &path);
	preview_file(path.buf, "Enter takes ", &text);
	return text.len ? display_text(text.buf) : NULL;
}

void
view_make(const struct wizard *w, struct view *view)
{
	char *preview;

	view->kind = w->p.open;
	view->notice = w->notice.len > 0;
	view_left(w, view);
	if (w->p.open == VIEW_START)
		view_drafts(w, view);
	else
		view_draft(w, view);
	if (w->ask.question)
		view_question(w, view);
	/* in place of the hint: what the field is for is known by then; why a file was refused the message says */
	if (w->p.open == VIEW_FORM && view->mark != '!' && (preview = typed_preview(w))) {
		free(view->hint);
		view->hint = preview;
	}
}
