/* The wizard: making it, and what becomes of a key press.
 *
 * A key goes to the question in the last line if there is one, else to the focused field, else to the
 * table of actions of the page, else to the table of what is the same on all pages. */
#include "ui/wizard/wizard.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "format/profile/template_lint.h"

#include "ui/wizard/state.h"

const struct field *
wizard_field(const struct wizard *w)
{
	return w->lists[VIEW_FORM].rows[w->lists[VIEW_FORM].focus].field;
}

/* One message at a time: the last word counts. */
void
wizard_say(struct wizard *w, char mark, const char *fmt, ...)
{
	struct strbuf words = STRBUF_INIT;
	va_list ap;

	wizard_words(w, fmt, &words);
	va_start(ap, fmt);
	strbuf_clear(&w->notice);
	strbuf_vaddf(&w->notice, words.buf, ap);
	va_end(ap);
	w->notice_mark = mark;
	strbuf_release(&words);
}

void
wizard_spell(struct wizard *w, bool (*spell)(enum action action, struct strbuf *out))
{
	w->spell = spell;
}

void
wizard_words(const struct wizard *w, const char *text, struct strbuf *out)
{
	if (w->spell)
		keys_spell(text, w->spell, out);
	else
		strbuf_addstr(out, text);
}

void
wizard_spell_key(const struct wizard *w, uint32_t chord, struct strbuf *out)
{
	if (chord == CHORD_ANY)
		strbuf_addstr(out, "any other key");
	else if (!w->spell || !w->spell(key_action(chord), out))
		chord_name(chord, out);
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
	{ .action = ACTION_HELP, .run = wizard_open_help },
	{ .action = ACTION_GO_TO, .run = wizard_ask_go_to },
	{ .action = ACTION_NEXT_PROBLEM, .run = wizard_next_problem },
	{ .action = ACTION_SAVE, .run = wizard_save },
	{ .action = ACTION_MENU, .run = wizard_ask_menu },
	{ .action = ACTION_LEAVE, .run = wizard_leave },
	{ .action = ACTION_REPAINT, .run = repaint },
	{ .action = ACTION_SUSPEND, .run = suspend },
};

static const struct page {
	const struct page_action *v;
	const size_t *n;
} pages[] = {
	[VIEW_FORM] = { form_actions, &form_actions_count },
	[VIEW_REVIEW] = { review_actions, &review_actions_count },
	[VIEW_HELP] = { help_actions, &help_actions_count },
	[VIEW_START] = { drafts_actions, &drafts_actions_count },
};

static bool
run_action(struct wizard *w, const struct page_action *actions, size_t n, enum action action,
	uint32_t chord)
{
	for (size_t i = 0; i < n; i++) {
		const struct page_action *a = &actions[i];

		if (a->action ? a->action == action
			      : !a->letter || (uint32_t)a->letter == (chord | 0x20)) {
			a->run(w);
			return true;
		}
	}
	return false;
}

/* The last word is that a character was not taken: nothing is dropped in silence. */
static void
say_full(struct wizard *w)
{
	struct strbuf note = STRBUF_INIT;

	lineedit_full(&w->edit, &note);
	lineedit_full(&w->ask.edit, &note);
	if (note.len)
		wizard_say(w, '!', "%s", note.buf);
	strbuf_release(&note);
}

/* A letter is typed where there is something to type into, and a key elsewhere. */
static enum action
wizard_action(const struct wizard *w, uint32_t chord)
{
	bool page = w->page == VIEW_REVIEW || (w->page == VIEW_FORM && !wizard_field(w));

	return page && !w->ask.question ? key_page_action(chord) : key_action(chord);
}

/* The message is that of the last key. */
static void
wizard_begin(struct wizard *w, enum action action)
{
	strbuf_clear(&w->notice);
	if (w->page != VIEW_FORM && action != ACTION_REVEAL)
		w->revealed = false;
}

static void
wizard_end_key(struct wizard *w)
{
	say_full(w);
	wizard_keep(w);
}

/* A page moves its focus unless an action of its own does; in the form that leaves a field. */
static void
page_act(struct wizard *w, enum action action, uint32_t chord)
{
	const struct page *page = &pages[w->page];

	if (!(w->page != VIEW_FORM && list_act(&w->lists[w->page], action)) &&
		!run_action(w, page->v, *page->n, action, chord))
		run_action(w, common_actions, ARRAY_SIZE(common_actions), action, chord);
}

void
wizard_chord(struct wizard *w, uint32_t chord)
{
	enum action action = wizard_action(w, chord);

	if (action == ACTION_NONE)
		return;
	wizard_compare(w);
	wizard_begin(w, action);
	if (w->ask.question)
		question_act(w, action, chord);
	else if (w->page != VIEW_FORM || !wizard_edit_chord(w, chord))
		page_act(w, action, chord);
	wizard_end_key(w);
}

void
wizard_act(struct wizard *w, enum action action)
{
	wizard_begin(w, action);
	if (w->ask.question)
		question_act(w, action, 0);
	else
		page_act(w, action, 0);
	wizard_end_key(w);
}

void
wizard_run(struct wizard *w, void (*run)(struct wizard *w))
{
	wizard_begin(w, ACTION_NONE);
	run(w);
	wizard_end_key(w);
}

bool
wizard_answer(struct wizard *w, uint32_t key)
{
	bool answered;

	wizard_begin(w, ACTION_NONE);
	answered = question_answer(w, key);
	wizard_end_key(w);
	return answered;
}

void
wizard_focus(struct wizard *w, size_t row)
{
	struct list *list = &w->lists[w->page];

	if (w->page != VIEW_FORM && row < list->n && !list->rows[row].passed)
		list->focus = row;
}

void
wizard_paste(struct wizard *w, const char *text, size_t len)
{
	wizard_compare(w);
	strbuf_clear(&w->notice);
	if (w->ask.question)
		question_paste(w, text, len);
	else if (w->page == VIEW_FORM)
		wizard_edit_paste(w, text, len);
	wizard_keep(w);
}

void
wizard_replace(struct wizard *w, const char *text, size_t len)
{
	if (w->ask.question)
		question_clear(w);
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

bool
wizard_is_left(const struct wizard *w)
{
	return w->done;
}

void
wizard_hide_secrets(struct wizard *w)
{
	w->revealed = w->ask.revealed = false;
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
	for (size_t i = 0; i < w->lists[VIEW_FORM].n; i++)
		if (w->lists[VIEW_FORM].rows[i].field &&
			draft_unread(w->draft, w->lists[VIEW_FORM].rows[i].field)) {
			w->lists[VIEW_FORM].focus = i;
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
static struct wizard *
wizard_make(void)
{
	struct wizard *w = xcalloc(1, sizeof *w);

	w->notice_mark = ' ';
	for (size_t i = 0; i < VIEW_KINDS; i++)
		w->lists[i].page = LIST_PAGE;
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
	w->around = (struct surroundings)SURROUNDINGS_INIT;
	w->drafts.list = (struct draft_list)DRAFT_LIST_INIT;
	lineedit_init(&w->edit);
	lineedit_init(&w->ask.edit);
	lineedit_init(&w->mask);
	lineedit_init(&w->prompt_mask);
	return w;
}

struct wizard *
wizard_new_start(struct forms *forms, const char *folder)
{
	struct wizard *w = wizard_make();

	w->page = VIEW_START;
	w->drafts.forms = forms;
	w->drafts.folder = xstrdup(folder);
	wizard_reload(w);
	return w;
}

const char *
wizard_chosen(const struct wizard *w)
{
	return w->drafts.path;
}

void
wizard_tell(struct wizard *w, char mark, const char *text)
{
	wizard_say(w, mark, "%s", text);
}

void
wizard_fit(struct wizard *w, size_t rows)
{
	w->rows_shown = rows;
}

struct wizard *
wizard_new(struct draft_file *file, bool review)
{
	struct wizard *w = wizard_make();

	w->file = file;
	w->draft = file->draft;
	w->form = draft_form(file->draft);
	surroundings_init(&w->around, file);
	w->around.env.neighbours = NULL; /* until wizard_compare */
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
	if (w->draft)
		guard_end(w);
	drafts_release(&w->drafts);
	for (size_t i = 0; w->form && i < w->form->nfields; i++)
		answer_release(&w->fields[i].opened);
	free(w->fields);
	for (size_t i = 0; i < VIEW_KINDS; i++)
		list_release(&w->lists[i]);
	surroundings_release(&w->around);
	question_close(w);
	wizard_export_forget(w);
	free(w->secrets);
	strvec_release(&w->export_lines);
	findings_release(&w->found);
	template_check_free(w->original);
	answer_release(&w->start);
	strbuf_release(&w->notice);
	strbuf_release(&w->export_path);
	strbuf_release(&w->exported);
	strbuf_release(&w->files.folder);
	strbuf_release(&w->files.trouble);
	strbuf_release(&w->files.last);
	strbuf_release(&w->offering);
	lineedit_release(&w->edit);
	lineedit_release(&w->ask.edit);
	lineedit_release(&w->mask);
	lineedit_release(&w->prompt_mask);
	view_release(&w->view);
	free(w);
}
