/* The wizard: making it, and what becomes of a key press.
 *
 * A key goes to the question in the last line if there is one, else to the focused field, else to the
 * table of actions of the page, else to the table of what is the same on all pages. */
#include "ui/wizard/wizard.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "format/profile/original_lint.h"

#include "ui/wizard/state.h"

const struct field *
wizard_field(const struct wizard *w)
{
	return w->items[w->focus].field;
}

/* One message at a time: the last word counts. */
void
wizard_say(struct wizard *w, char mark, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	strbuf_clear(&w->notice);
	strbuf_vaddf(&w->notice, fmt, ap);
	va_end(ap);
	w->notice_mark = mark;
}

static void
repaint(struct wizard *w)
{
	w->wish = WIZARD_REPAINT;
}

static void
suspend(struct wizard *w)
{
	wizard_hide_secrets(w);
	w->wish = WIZARD_SUSPEND;
}

/* The same on every page, unless the page has its own. */
static const struct page_action common_actions[] = {
	{ ACTION_HELP, wizard_open_help },
	{ ACTION_GO_TO, wizard_ask_go_to },
	{ ACTION_NEXT_PROBLEM, wizard_next_problem },
	{ ACTION_SAVE, wizard_save },
	{ ACTION_MENU, wizard_ask_menu },
	{ ACTION_LEAVE, wizard_leave },
	{ ACTION_REPAINT, repaint },
	{ ACTION_SUSPEND, suspend },
};

static const struct page_actions {
	const struct page_action *v;
	const size_t *n;
} page_actions[] = {
	[VIEW_FORM] = { form_actions, &form_actions_count },
	[VIEW_REVIEW] = { review_actions, &review_actions_count },
	[VIEW_HELP] = { help_actions, &help_actions_count },
};

static bool
run_action(struct wizard *w, const struct page_action *actions, size_t n, enum action action)
{
	for (size_t i = 0; i < n; i++)
		if (actions[i].action == action) {
			actions[i].run(w);
			return true;
		}
	return false;
}

/* The last word is that a character was not taken: nothing is dropped in silence. */
static void
say_full(struct wizard *w)
{
	struct strbuf note = STRBUF_INIT;

	lineedit_full(&w->edit, &note);
	lineedit_full(&w->prompt_edit, &note);
	if (note.len)
		wizard_say(w, '!', "%s", note.buf);
	strbuf_release(&note);
}

/* A letter is typed where there is something to type into, and a key elsewhere. */
static enum action
wizard_action(const struct wizard *w, uint32_t chord)
{
	bool page = w->page == VIEW_REVIEW || (w->page == VIEW_FORM && !wizard_field(w));

	return page && !w->prompt ? key_page_action(chord) : key_action(chord);
}

static void
dispatch(struct wizard *w, enum action action, uint32_t chord)
{
	const struct page_actions *own = &page_actions[w->page];

	if (w->prompt)
		wizard_prompt_chord(w, chord);
	else if (w->page == VIEW_FORM && wizard_edit_chord(w, chord))
		return;
	else if (!run_action(w, own->v, *own->n, action) &&
		 !(w->page != VIEW_FORM && run_action(w, page_moves, page_moves_count, action)))
		run_action(w, common_actions, ARRAY_SIZE(common_actions), action);
}

void
wizard_chord(struct wizard *w, uint32_t chord)
{
	enum action action = wizard_action(w, chord);

	if (action == ACTION_NONE)
		return;
	strbuf_clear(&w->notice);
	if (w->page != VIEW_FORM && action != ACTION_REVEAL)
		w->revealed = false;
	dispatch(w, action, chord);
	say_full(w);
	wizard_keep(w);
}

void
wizard_paste(struct wizard *w, const char *text, size_t len)
{
	strbuf_clear(&w->notice);
	if (w->prompt)
		wizard_prompt_paste(w, text, len);
	else if (w->page == VIEW_FORM)
		wizard_edit_paste(w, text, len);
	wizard_keep(w);
}

void
wizard_replace(struct wizard *w, const char *text, size_t len)
{
	if (w->prompt)
		wizard_prompt_clear(w);
	else if (w->page == VIEW_FORM && w->editing && wizard_may_edit(w)) {
		lineedit_replace_all(&w->edit, "");
		w->fields[wizard_field(w)->index].checked = false;
	}
	wizard_paste(w, text, len);
}

enum wizard_wish
wizard_wants(struct wizard *w)
{
	enum wizard_wish wish = w->wish;

	w->wish = WIZARD_GO_ON;
	w->done |= wish == WIZARD_QUIT;
	return wish;
}

void
wizard_hide_secrets(struct wizard *w)
{
	w->revealed = w->prompt_revealed = false;
}

void
wizard_judge_filled(struct wizard *w)
{
	for (size_t i = 0; i < w->form->nfields; i++)
		w->fields[i].checked |= !draft_is_empty(w->draft, w->form->fields[i]);
}

static void
fields_begin(struct wizard *w)
{
	w->fields = xcalloc(w->form->nfields, sizeof *w->fields);
	for (size_t i = 0; i < w->form->nfields; i++) {
		const struct field *field = w->form->fields[i];

		strbuf_init(&w->fields[i].opened.text);
		strbuf_init(&w->fields[i].opened.source_name);
		answer_take(&w->fields[i].opened, w->draft, field);
	}
	wizard_judge_filled(w);
}

/* What the reader could not take for an answer comes first: nobody has seen it in the wizard before. What is
 * about no field is said, and the review lists it. */
static void
begin_where_unread(struct wizard *w)
{
	for (size_t i = 0; i < w->nitems; i++)
		if (w->items[i].field && draft_unread(w->draft, w->items[i].field)) {
			w->focus = i;
			return;
		}
	for (size_t i = 0; i < w->found.n; i++)
		if (!w->found.v[i].field && !strcmp(w->found.v[i].rule, "draft-structure")) {
			wizard_say(w, finding_mark(&w->found.v[i]), "Line %d of the file: %s.",
				w->found.v[i].place.line, w->found.v[i].sentence);
			return;
		}
}

/* Every buffer has to be initialised by name, for an empty strbuf is not all zeros. */
struct wizard *
wizard_new(struct draft_file *file, bool review)
{
	struct wizard *w = xcalloc(1, sizeof *w);

	w->file = file;
	w->draft = file->draft;
	w->form = draft_form(file->draft);
	w->notice_mark = ' ';
	surroundings_init(&w->around, file);
	strvec_init(&w->export_lines);
	strbuf_init(&w->start.text);
	strbuf_init(&w->start.source_name);
	strbuf_init(&w->notice);
	strbuf_init(&w->export_path);
	strbuf_init(&w->exported);
	strbuf_init(&w->files.folder);
	strbuf_init(&w->files.trouble);
	strbuf_init(&w->files.last);
	strbuf_init(&w->offering);
	w->merge = (struct merge)MERGE_INIT;
	lineedit_init(&w->edit);
	lineedit_init(&w->prompt_edit);
	lineedit_init(&w->mask);
	lineedit_init(&w->prompt_mask);
	fields_begin(w);
	wizard_recheck(w);
	begin_where_unread(w);
	wizard_enter_field(w);
	if (review)
		wizard_open_review(w);
	return w;
}

void
wizard_free(struct wizard *w)
{
	if (!w)
		return;
	guard_end(w);
	for (size_t i = 0; i < w->form->nfields; i++)
		answer_release(&w->fields[i].opened);
	free(w->fields);
	free(w->items);
	surroundings_release(&w->around);
	wizard_prompt_close(w);
	wizard_export_forget(w);
	free(w->secrets);
	strvec_release(&w->export_lines);
	findings_release(&w->found);
	original_check_free(w->original);
	page_release(&w->review);
	page_release(&w->help);
	answer_release(&w->start);
	strbuf_release(&w->notice);
	strbuf_release(&w->export_path);
	strbuf_release(&w->exported);
	strbuf_release(&w->files.folder);
	strbuf_release(&w->files.trouble);
	strbuf_release(&w->files.last);
	strbuf_release(&w->offering);
	lineedit_release(&w->edit);
	lineedit_release(&w->prompt_edit);
	lineedit_release(&w->mask);
	lineedit_release(&w->prompt_mask);
	view_release(&w->view);
	free(w);
}
