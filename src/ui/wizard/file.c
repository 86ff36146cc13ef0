/* The wizard and its file: what the draft is called, whether it is saved, saving it, leaving. */
#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "format/draft/allowed.h"

#include "ui/wizard/machine.h"

char *
wizard_path(const char *typed)
{
	return typed[0] == '~' ? path_join(".", typed) : xstrdup(typed);
}

void
wizard_end(struct wizard *w)
{
	w->wish = WIZARD_QUIT;
}

/* What the save was for. */
static void
save_then(struct wizard *w)
{
	enum after_save then = w->ask.after_save;

	w->ask.after_save = AFTER_SAVE_STAY;
	if (then == AFTER_SAVE_QUIT)
		wizard_end(w);
	else if (then == AFTER_SAVE_EXPORT)
		wizard_export(w);
	else if (then == AFTER_SAVE_IOS)
		ios_ask_draft(w);
	else if (then == AFTER_SAVE_GO_ON)
		review_go_on_to(w);
}

/* The draft is saved, whatever the answer is. */
static void
save_allowed(struct wizard *w, const struct node *answer)
{
	wizard_recheck(w);
	if (w->ask.after_save == AFTER_SAVE_EXPORT && (!answer || node_get(answer, "error")))
		w->ask.after_save = AFTER_SAVE_STAY;
	save_then(w);
}

/* A failed save changes nothing: the draft stays open with all that was typed. Behind one that succeeds comes what it
 * was for. */
static void
save_end(struct wizard *w, int result, const struct strbuf *err)
{
	enum after_save then = w->ask.after_save;
	bool owes_word = w->ask.owes_word;

	w->ask.owes_word = false;
	w->ask.after_save = AFTER_SAVE_STAY;
	page_refill(w);
	if (result < 0) {
		if (then == AFTER_SAVE_EXPORT)
			review_pass_export(w);
		wizard_say(w, '!',
			"Not saved: %s. To use another path, choose save as in the menu.",
			err->buf);
		return;
	}
	strbuf_clear(&w->s.exported);
	wizard_say(w, '+', "Saved to %s.", w->s.file->path);
	for (size_t i = 0; i < w->s.file->told.n; i++)
		strbuf_addf(&w->notice, " %s.", w->s.file->told.v[i]);
	w->ask.after_save = then;
	if (owes_word)
		wizard_wish(w, word_request(w, WIZARD_ALLOW), save_allowed);
	else
		save_then(w);
}

/* path: NULL, or "", where the draft is. */
static int
saved_by_user(struct wizard *w, const char *path, struct strbuf *err)
{
	bool outlasts = allowed_outlasts(w->s.file);
	int result = allowed_save(w->s.file, path && *path ? path : NULL, err);

	w->ask.owes_word = result == 0 && outlasts && !allowed_has(w->s.file);
	return result;
}

/* What came at this very moment is merged as what was there before. */
static void
save_now(struct wizard *w)
{
	STRBUF(err);
	int result = saved_by_user(w, NULL, &err);

	if (result != FILE_RACED || !wizard_is_stale(w))
		save_end(w, result, &err);
}

/* Another session has the draft. */
static bool
is_refused(struct wizard *w)
{
	if (w->s.look)
		wizard_say(w, ' ', SESSION_LOOKS " Nothing was saved.");
	return w->s.look;
}

/* Its answers are saved as the drafts that are made of them, at its end or when it is left. */
static void
save_quick(struct wizard *w)
{
	bool ends = w->ask.after_save == AFTER_SAVE_QUIT;
	STRBUF(err);

	w->ask.after_save = AFTER_SAVE_STAY;
	if (!ends)
		wizard_say(w, ' ',
			"No draft yet: it is made after the last question. ^C saves the answers "
			"and leaves.");
	else if (quick_make(w, &err) == 0)
		wizard_end(w);
	else
		wizard_say(w, '!', "%s.", err.buf);
}

void
wizard_save(struct wizard *w)
{
	if (is_refused(w)) {
		w->ask.after_save = AFTER_SAVE_STAY;
		return;
	}
	if (quick_is_on(w)) {
		save_quick(w);
		return;
	}
	wizard_commit(w);
	if (!w->s.file->path)
		wizard_ask(w, QUESTION_SAVE_AS, "Name of the draft: ", "");
	else if (!wizard_is_stale(w))
		save_now(w);
}

void
wizard_save_over(struct wizard *w)
{
	w->s.file->overwrite = true;
	save_now(w);
	w->s.file->overwrite = false;
}

void
wizard_ask_save_as(struct wizard *w)
{
	if (is_refused(w) || quick_refuses(w))
		return;
	wizard_ask(w, QUESTION_SAVE_AS, "Save as: ", w->s.file->path ? w->s.file->path : "");
}

void
wizard_save_then(struct wizard *w, enum after_save then)
{
	w->ask.after_save = then;
	wizard_save(w);
}

static void
save_as_go(struct wizard *w)
{
	STRBUF(err);
	int result = saved_by_user(w, w->ask.save_path.buf, &err);

	if (result == 0) {
		session_look_around(&w->s);
		wizard_recheck(w);
	}
	save_end(w, result, &err);
}

/* A name means what it means on the command line (draft_path). A file that is there is never
 * replaced: it may be another draft. */
void
wizard_save_as(struct wizard *w, const char *name)
{
	STRBUF(err);
	char *typed = wizard_path(name), *path = *name ? draft_path(typed, &err) : NULL;

	if (!*name)
		error_add(&err, "enter a name");
	else if (path && w->s.file->path && !strcmp(path, w->s.file->path))
		strbuf_set(&w->ask.save_path, "");
	else if (path && recovery_may_make(w->s.form, path, &err) < 0)
		strbuf_addstr(&err, ". Enter another name");
	else if (path)
		strbuf_set(&w->ask.save_path, path);
	if (path && !err.len)
		wizard_permit(w, path, save_as_go);
	else
		save_end(w, -1, &err);
	free(typed);
	free(path);
}

/* What is unsaved is saved before. */
void
wizard_go_on(struct wizard *w)
{
	wizard_commit(w);
	if (session_is_settled(&w->s))
		review_go_on_to(w);
	else
		wizard_save_then(w, AFTER_SAVE_GO_ON);
}

void
wizard_quit(struct wizard *w)
{
	wizard_commit(w);
	if (quick_is_on(w) ? !quick_is_unsaved(w) : session_is_settled(&w->s))
		wizard_end(w);
	else
		wizard_ask(w, QUESTION_QUIT, "Save changes? ", NULL);
}
