/* What keys and clicks do on each page: a table of actions each, and one of what is the same on all. Where a page leads
 * to a question or to another page stands here, for neither knows the other. Rows and items of clicks are those of the
 * last picture. */
#include "base/xalloc.h"

#include "ui/wizard/machine.h"

/* By its action, or a letter where nothing is typed; without both: any other key. */
struct page_action {
	enum action action;
	char letter;
	void (*run)(struct wizard *w);
};

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

/* Of a file that was typed which part is meant is asked first. Behind the last field comes the review. */
static void
form_enter(struct wizard *w)
{
	if (!wizard_field(w))
		wizard_open_review(w);
	else if (!form_is_touched(w) || !wizard_ask_typed(w))
		form_accept(w);
}

/* Each row leads on: what it does, its field, or the next row. */
static void
review_accept(struct wizard *w)
{
	switch (page_row(w)->leads) {
	case ROW_EXPORTS:
		wizard_export(w);
		if (!w->ask.question)
			review_pass_export(w);
		break;
	case ROW_TRIES:
		wizard_try(w);
		break;
	case ROW_GOES_BACK:
		wizard_close_review(w);
		break;
	case ROW_GOES_ON:
		wizard_go_on(w);
		break;
	default:
		if (!review_edit(w))
			list_move(&w->p.lists[VIEW_REVIEW], true);
	}
}

static void
result_accept(struct wizard *w)
{
	if (page_row(w)->leads == ROW_QUITS)
		wizard_quit(w);
	else if (page_row(w)->leads == ROW_GOES_BACK)
		result_close(w);
	else if (page_row(w)->leads == ROW_GOES_ON)
		wizard_go_on(w);
	else
		list_move(&w->p.lists[VIEW_RESULT], true);
}

/* In the field itself, which then comes back here. */
static void
review_choose(struct wizard *w)
{
	if (review_edit(w))
		wizard_choose(w);
}

static void
drafts_enter(struct wizard *w)
{
	if (page_row(w)->leads == ROW_MAKES)
		wizard_make_draft(w);
	else if (page_row(w)->leads == ROW_QUICK)
		wizard_quick_start(w);
	else
		drafts_open(w);
}

static void
drafts_close(struct wizard *w)
{
	(void)w;
}

static void
drafts_help(struct wizard *w)
{
	wizard_say(w, ' ', "Type to search. Enter opens a draft, ^X shows what else can be done.");
}

/* The help key once more: the index, where there is one. */
static void
help_index(struct wizard *w)
{
	if (help_kind(w) == HELP_TEXT)
		help_close(w);
	else
		wizard_ask_help(w);
}

static const struct page_action form_actions[] = {
	{ .action = ACTION_ACCEPT, .run = form_enter },
	{ .action = ACTION_NEXT, .run = form_next },
	{ .action = ACTION_DOWN, .run = form_next },
	{ .action = ACTION_PREVIOUS, .run = form_previous },
	{ .action = ACTION_UP, .run = form_previous },
	{ .action = ACTION_SECTION_NEXT, .run = form_section_next },
	{ .action = ACTION_SECTION_PREVIOUS, .run = form_section_previous },
	{ .action = ACTION_CHOOSE, .run = wizard_choose },
	{ .action = ACTION_REVEAL, .run = form_reveal },
	{ .action = ACTION_SHOW_ALL, .run = form_show_all },
	{ .action = ACTION_REVIEW, .run = wizard_go_review },
	{ .action = ACTION_EXPORT, .run = wizard_export },
	{ .action = ACTION_NOTE, .run = wizard_ask_note },
	{ .action = ACTION_ACCEPT_FINDING, .run = wizard_ask_accept },
	{ .action = ACTION_CLOSE, .run = form_close },
};

static const struct page_action review_actions[] = {
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

static const struct page_action result_actions[] = {
	{ .action = ACTION_ACCEPT, .run = result_accept },
	{ .action = ACTION_EXPORT, .run = wizard_export },
	{ .action = ACTION_REVIEW, .run = result_close },
	{ .action = ACTION_CLOSE, .run = result_close },
};

static const struct page_action help_actions[] = {
	{ .action = ACTION_ACCEPT, .run = help_close },
	{ .action = ACTION_TYPE, .run = help_close },
	{ .action = ACTION_CLOSE, .run = help_up },
	{ .action = ACTION_HELP, .run = help_index },
	{ .action = ACTION_LEAVE, .run = help_close },
};

static const struct page_action drafts_actions[] = {
	{ .action = ACTION_ACCEPT, .run = drafts_enter },
	{ .action = ACTION_MENU, .run = drafts_ask_menu },
	{ .action = ACTION_REVIEW, .run = drafts_review },
	{ .action = ACTION_UNDO, .run = drafts_undo },
	{ .action = ACTION_HELP, .run = wizard_open_help },
	{ .action = ACTION_LEAVE, .run = wizard_end },
	{ .action = ACTION_CLOSE, .run = drafts_close },
	{ .run = drafts_help },
};

/* The same on every page, unless the page has its own. */
static const struct page_action common_actions[] = {
	{ .action = ACTION_HELP, .run = wizard_open_help },
	{ .action = ACTION_GO_TO, .run = wizard_ask_go_to },
	{ .action = ACTION_NEXT_PROBLEM, .run = wizard_next_problem },
	{ .action = ACTION_UNDO, .run = wizard_undo },
	{ .action = ACTION_REDO, .run = wizard_redo },
	{ .action = ACTION_SAVE, .run = wizard_save },
	{ .action = ACTION_MENU, .run = wizard_ask_menu },
	{ .action = ACTION_LEAVE, .run = wizard_quit },
	{ .action = ACTION_REPAINT, .run = repaint },
	{ .action = ACTION_SUSPEND, .run = suspend },
};

static const struct page {
	const struct page_action *v;
	size_t n;
	/* What is typed there; whether the key was for that. NULL: nothing is. */
	bool (*edit)(struct wizard *w, enum action action, uint32_t chord);
} pages[] = {
	[VIEW_FORM] = { form_actions, ARRAY_SIZE(form_actions) },
	[VIEW_REVIEW] = { review_actions, ARRAY_SIZE(review_actions) },
	[VIEW_RESULT] = { result_actions, ARRAY_SIZE(result_actions) },
	[VIEW_HELP] = { help_actions, ARRAY_SIZE(help_actions), help_type },
	[VIEW_START] = { drafts_actions, ARRAY_SIZE(drafts_actions), drafts_edit },
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

/* A page moves its focus unless an action of its own does; in the form that leaves a field. */
void
page_act(struct wizard *w, enum action action, uint32_t chord)
{
	const struct page *page = &pages[w->p.open];

	if (!(w->p.open != VIEW_FORM && list_act(&w->p.lists[w->p.open], action)) &&
		!(page->edit && page->edit(w, action, chord)) &&
		!run_action(w, page->v, page->n, action, chord))
		run_action(w, common_actions, ARRAY_SIZE(common_actions), action, chord);
}

/* In the form the row gets the focus, as if it had been walked to; an option under the pointer is chosen. */
static void
point_form(struct wizard *w, size_t row, size_t byte)
{
	const struct list *list = &w->p.lists[VIEW_FORM];
	const struct field *field = list->rows[row].field;

	if (row == list->focus && !field)
		wizard_open_review(w);
	else if (row != list->focus)
		wizard_focus_row(w, row);
	if (field && field == wizard_field(w) && !field_is_typed(field))
		options_pick(w, options_at(field, byte));
}

/* In the review and on the result page the second click on a row is what Enter is. */
void
wizard_point(struct wizard *w, size_t row, size_t byte)
{
	struct list *list = &w->p.lists[w->p.open];

	if (w->ask.question || row >= w->view.nrows)
		return;
	strbuf_clear(&w->notice);
	if (w->p.open != VIEW_FORM)
		w->p.revealed = false;
	if (row >= list->n || list->rows[row].kind == ROW_SECTION)
		;
	else if (w->p.open == VIEW_FORM)
		point_form(w, row, byte);
	else if (w->p.open != VIEW_REVIEW && w->p.open != VIEW_RESULT)
		;
	else if (row == list->focus)
		wizard_act(w, ACTION_ACCEPT);
	else
		list->focus = row;
	wizard_keep(w);
}

void
wizard_point_item(struct wizard *w, size_t item)
{
	const struct popup_kind *kind = question_list(w);
	const struct list *list = &w->ask.popup.list;
	bool focused = item == list_ordinal(list, list->focus) && w->ask.popup.moved;

	if (!kind || item >= w->ask.popup.nfound)
		return;
	strbuf_clear(&w->notice);
	wizard_focus_item(w, item);
	if (focused || !kind->tell)
		wizard_act(w, ACTION_ACCEPT);
}
