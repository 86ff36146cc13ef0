/* The wizard: making it, and what becomes of a key press.
 *
 * A key goes to the question in the last line if there is one, else to the focused field, else to the
 * table of actions of the page, else to the table of what is the same on all pages. */
#include "ui/wizard/wizard.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#include "ui/wizard/view.h"

/* The message is that of the last key. */
static void
wizard_begin(struct wizard *w, enum action action)
{
	strbuf_clear(&w->notice);
	if (w->p.open != VIEW_FORM && action != ACTION_REVEAL)
		w->p.revealed = false;
}

/* After anything that may have changed a value, wherever it came from. */
void
wizard_keep(struct wizard *w)
{
	struct recovery_now now = { .file = w->s.file };
	STRBUF(news);
	STRBUF(note);

	if (w->s.file)
		undo_follow(w);
	if (w->p.quick)
		now.file = quick_kept(w);
	if (!w->s.recovery || w->s.look || !now.file)
		return;
	if (!w->p.quick) {
		now.place = wizard_place(w);
		now.note_field = wizard_note_typed(w, &note);
		now.note = note.buf;
	}
	if (session_follow(&w->s, &now))
		wizard_say(w, '?', "If the connection drops, what you type now is lost: %s.",
			recovery_trouble(w->s.recovery));
	else if (recovery_tell(w->s.recovery, &news))
		wizard_say(w, '?', "%s", news.buf);
}

/* The last word is that a character was not taken: nothing is dropped in silence. */
static void
wizard_end_key(struct wizard *w)
{
	STRBUF(note);

	lineedit_full(&w->p.edit, &note);
	lineedit_full(&w->ask.edit, &note);
	if (note.len)
		wizard_say(w, '!', "%s", note.buf);
	wizard_keep(w);
}

bool
wizard_compare(struct wizard *w)
{
	if (w->p.drafts.forms)
		return drafts_go_on(w);
	if (w->s.compared)
		return false;
	session_look_around(&w->s);
	wizard_recheck(w);
	if (w->p.open == VIEW_REVIEW)
		review_fill(w);
	return true;
}

/* A letter is typed where there is something to type into, and a key elsewhere. */
void
wizard_chord(struct wizard *w, uint32_t chord)
{
	bool page = w->p.open == VIEW_REVIEW || w->p.open == VIEW_RESULT ||
		    (w->p.open == VIEW_FORM && !wizard_field(w));
	enum action action = page && !w->ask.question ? key_page_action(chord) : key_action(chord);

	if (action == ACTION_NONE)
		return;
	if (w->s.file)
		wizard_compare(w);
	wizard_begin(w, action);
	if (w->ask.question)
		question_act(w, action, chord);
	else if (w->p.open != VIEW_FORM || !wizard_edit_chord(w, chord))
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

bool
wizard_answer_word(struct wizard *w, const char *word)
{
	uint32_t key = question_key_of(w, word);

	return key && wizard_answer(w, key);
}

void
wizard_guard(struct wizard *w)
{
	if (w->p.quick) {
		w->p.quick->guarded = true;
		return;
	}
	if (!w->s.file->path)
		return;
	guard_begin(w);
	wizard_keep(w);
}

bool
wizard_editor_done(struct wizard *w, const char *text, size_t len)
{
	bool same = !strcmp(text, wizard_editor_text(w)), whole = wizard_edit_all(w, text, len);

	wizard_keep(w);
	return whole &&
	       (same || !wizard_has_unsaved(w) || (w->s.recovery && recovery_flush(w->s.recovery)));
}

void
wizard_editor_tell(struct wizard *w, const char *text)
{
	STRBUF(said);

	if (w->notice.len)
		strbuf_addf(&said, "%s ", w->notice.buf);
	strbuf_addstr(&said, text);
	wizard_say(w, '!', "%s", said.buf);
}

const struct node *
wizard_request(const struct wizard *w)
{
	return w->ask.request;
}

void
wizard_answered(struct wizard *w, const struct node *answer)
{
	w->ask.then(w, answer);
	wizard_keep(w);
}

void
wizard_continue(struct wizard *w)
{
	if (!server_is_waited_for(w))
		return;
	server_step(w);
	wizard_keep(w);
}

void
wizard_pick(struct wizard *w, size_t option)
{
	options_pick(w, option);
	wizard_keep(w);
}

void
wizard_take_item(struct wizard *w, size_t item)
{
	strbuf_clear(&w->notice);
	popup_take_item(w, item);
	wizard_keep(w);
}

void
wizard_focus(struct wizard *w, size_t row)
{
	struct list *list = &w->p.lists[w->p.open];

	if (w->p.open != VIEW_FORM && row < list->n && !list->rows[row].passed)
		list->focus = row;
}

void
wizard_paste(struct wizard *w, const char *text, size_t len)
{
	wizard_compare(w);
	strbuf_clear(&w->notice);
	if (w->ask.question)
		question_paste(w, text, len);
	else if (w->p.open == VIEW_FORM)
		wizard_edit_paste(w, text, len);
	else if (w->p.open == VIEW_START)
		drafts_paste(w, text, len);
	wizard_keep(w);
}

void
wizard_replace(struct wizard *w, const char *text, size_t len)
{
	if (w->ask.question)
		question_clear(w);
	else if (w->p.open == VIEW_FORM && w->p.editing && wizard_may_edit(w)) {
		if (w->s.fields[wizard_field(w)->index].checked)
			undo_settle(w); /* what was judged is a value of its own */
		lineedit_replace_all(&w->p.edit, "");
		w->s.fields[wizard_field(w)->index].checked = false;
	}
	wizard_paste(w, text, len);
}

enum wizard_wish
wizard_wants(struct wizard *w)
{
	enum wizard_wish wish = w->wish;

	w->wish = WIZARD_GO_ON;
	w->s.done |= wish == WIZARD_QUIT;
	return wish;
}

bool
wizard_is_looking(const struct wizard *w)
{
	return w->s.look;
}

bool
wizard_has_unsaved(const struct wizard *w)
{
	return w->p.quick ? quick_is_unsaved(w) : session_has_unsaved(&w->s);
}

void
wizard_farewell(const struct wizard *w, struct strbuf *out)
{
	if (w->p.quick)
		quick_farewell(w, out);
	else
		session_farewell(&w->s, out);
}

void
wizard_show_value(const struct wizard *w, const struct field *field, struct strbuf *out)
{
	session_show_value(&w->s, field, out);
}

bool
wizard_is_unread(const struct wizard *w, const struct field *field)
{
	return session_is_unread(&w->s, field);
}

bool
wizard_is_left(const struct wizard *w)
{
	return w->s.done;
}

void
wizard_hide_secrets(struct wizard *w)
{
	w->p.revealed = w->ask.revealed = false;
}

/* What the reader could not take for an answer comes first: nobody has seen it in the wizard before. What is
 * about no field is said, and the review lists it. */
static void
begin_where_unread(struct wizard *w)
{
	struct list *list = &w->p.lists[VIEW_FORM];

	for (size_t i = 0; i < list->n; i++)
		if (list->rows[i].field && draft_unread(w->s.draft, list->rows[i].field)) {
			list->focus = i;
			return;
		}
	for (size_t i = 0; i < w->s.found.n; i++) {
		const struct finding *finding = &w->s.found.v[i];

		if (finding->field || strcmp(finding->rule, "draft-structure") != 0)
			continue;
		wizard_say(w, finding_mark(finding), "Line %d of the file: %s.",
			finding->place.line, finding->sentence);
		return;
	}
}

/* Every buffer has to be initialised by name, for an empty strbuf is not all zeros. */
static struct wizard *
wizard_make(struct draft_file *file)
{
	struct wizard *w = xcalloc(1, sizeof *w);

	session_init(&w->s, file);
	w->notice_mark = ' ';
	strbuf_init(&w->notice);
	for (size_t i = 0; i < VIEW_KINDS; i++)
		w->p.lists[i].page = LIST_PAGE;
	answer_init(&w->p.start);
	w->p.drafts.list = (struct draft_list)DRAFT_LIST_INIT;
	lineedit_init(&w->p.drafts.find);
	lineedit_init(&w->p.edit);
	lineedit_init(&w->ask.edit);
	strbuf_init(&w->ask.save_path);
	strbuf_init(&w->ask.export_path);
	strbuf_init(&w->ask.files.folder);
	strbuf_init(&w->ask.files.trouble);
	strbuf_init(&w->ask.files.last);
	strbuf_init(&w->ask.offering);
	strbuf_init(&w->ask.help_typed);
	strbuf_init(&w->ask.server.host);
	strbuf_init(&w->ask.server.subject);
	strvec_init(&w->ask.server.stand_ins);
	return w;
}

struct wizard *
wizard_new_start(struct forms *forms, const char *here, const char *folder)
{
	struct wizard *w = wizard_make(NULL);

	w->p.open = VIEW_START;
	w->p.drafts.forms = forms;
	w->p.drafts.here = here ? xstrdup(here) : NULL;
	w->p.drafts.folder = xstrdup(folder);
	wizard_reload(w);
	return w;
}

const char *
wizard_chosen(const struct wizard *w)
{
	return w->p.drafts.path;
}

const char *
wizard_chosen_told(const struct wizard *w)
{
	return w->p.drafts.told_there;
}

enum wizard_begin
wizard_chosen_begin(const struct wizard *w)
{
	return w->p.drafts.begin;
}

void
wizard_tell(struct wizard *w, char mark, const char *text)
{
	wizard_say(w, mark, "%s", text);
}

void
wizard_fit(struct wizard *w, size_t rows)
{
	w->p.rows_shown = rows;
}

void
wizard_cut_message(struct wizard *w, bool cut)
{
	w->p.message_cut = cut;
}

struct wizard *
wizard_new(struct draft_file *file, enum wizard_begin begin)
{
	struct wizard *w = wizard_make(file);

	wizard_recheck(w);
	begin_where_unread(w);
	wizard_enter_field(w);
	if (begin != WIZARD_FIELDS)
		wizard_open_review(w);
	return w;
}

struct wizard *
wizard_new_quick(
	const struct form *form, const char *path, const char *folder, const char *platform)
{
	struct quick *quick = quick_new(form, path, folder, platform);
	struct wizard *w = wizard_make(&quick->file);

	w->p.quick = quick;
	wizard_recheck(w);
	wizard_enter_field(w);
	return w;
}

int
wizard_rescue_quick(struct wizard *w, struct strbuf *err)
{
	return w->p.quick && quick_is_unsaved(w) ? quick_make(w, err) : 0;
}

void
wizard_begin_export(struct wizard *w)
{
	if (!w->ask.question && !w->s.look)
		wizard_run(w, wizard_export);
}

void
wizard_free(struct wizard *w)
{
	STRBUF(note);

	if (!w)
		return;
	if (w->p.quick)
		w->s.discarded = false; /* it was never a draft */
	if (w->s.file)
		session_leave(&w->s,
			w->p.quick ? quick_is_unsaved(w)
				   : !session_is_saved(&w->s) || wizard_note_typed(w, &note));
	question_close(w);
	server_release(w);
	wizard_export_forget(w);
	free(w->ask.secrets);
	strbuf_release(&w->ask.save_path);
	strbuf_release(&w->ask.export_path);
	node_free(w->ask.request);
	strbuf_release(&w->ask.files.folder);
	strbuf_release(&w->ask.files.trouble);
	strbuf_release(&w->ask.files.last);
	strbuf_release(&w->ask.offering);
	strbuf_release(&w->ask.help_typed);
	for (size_t i = 0; i < VIEW_KINDS; i++)
		list_release(&w->p.lists[i]);
	drafts_release(&w->p.drafts);
	free(w->p.next);
	answer_release(&w->p.start);
	undo_release(&w->p.undo);
	lineedit_release(&w->p.edit);
	strbuf_release(&w->notice);
	view_release(&w->view);
	session_release(&w->s);
	quick_free(w->p.quick);
	free(w);
}

const struct view *
wizard_view(struct wizard *w)
{
	view_release(&w->view);
	if (w->p.drafts.told)
		drafts_read_shown(w);
	view_make(w, &w->view);
	return &w->view;
}
