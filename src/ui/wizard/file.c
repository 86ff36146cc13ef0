/* The wizard and its file: what the draft is called, whether it is saved, saving it, leaving. */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/xalloc.h"

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

/* A failed save changes nothing: the draft stays open with all that was typed. Behind one that succeeds comes what it
 * was for. */
static void
save_end(struct wizard *w, int result, const struct strbuf *err)
{
	enum after_save then = w->ask.after_save;

	w->ask.after_save = AFTER_SAVE_STAY;
	page_refill(w);
	if (result < 0) {
		if (then == AFTER_SAVE_EXPORT)
			review_pass_export(w);
		wizard_say(
			w, '!', "Not saved: %s; save as in the menu takes another path.", err->buf);
		return;
	}
	strbuf_clear(&w->s.exported);
	wizard_say(w, '+', "Saved to %s.", w->s.file->path);
	if (then == AFTER_SAVE_QUIT)
		wizard_end(w);
	else if (then == AFTER_SAVE_EXPORT)
		wizard_export_ask_path(w);
}

static void
save_now(struct wizard *w)
{
	STRBUF(err);

	save_end(w, draft_file_save(w->s.file, &err), &err);
}

/* Another session has the draft. */
static bool
is_refused(struct wizard *w)
{
	if (w->s.look)
		wizard_say(w, ' ', "Read-only: another session has the draft; nothing is saved.");
	return w->s.look;
}

void
wizard_save(struct wizard *w)
{
	if (is_refused(w)) {
		w->ask.after_save = AFTER_SAVE_STAY;
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
	if (is_refused(w))
		return;
	wizard_ask(w, QUESTION_SAVE_AS, "Save as: ", w->s.file->path ? w->s.file->path : "");
}

void
wizard_save_then(struct wizard *w, enum after_save then)
{
	w->ask.after_save = then;
	wizard_save(w);
}

/* A name means what it means on the command line (draft_path). A file that is there is never
 * replaced: it may be another draft. */
void
wizard_save_as(struct wizard *w, const char *name)
{
	STRBUF(err);
	char *typed = wizard_path(name), *path = *name ? draft_path(typed, &err) : NULL;
	int result = -1;

	if (!*name)
		error_add(&err, "a name is needed.");
	else if (path && w->s.file->path && !strcmp(path, w->s.file->path))
		result = draft_file_save(w->s.file, &err);
	else if (path && path_exists(path))
		error_add(&err, "%s exists already; give another name.", path);
	else if (path && journal_peek(w->s.form, path, NULL) != JOURNAL_READY)
		error_add(&err,
			"another session has %s open, or has left changes of it; give another "
			"name.",
			path);
	else if (path)
		result = draft_file_save_as(w->s.file, path, &err);
	if (result == 0) {
		session_look_around(&w->s);
		wizard_recheck(w);
	}
	save_end(w, result, &err);
	free(typed);
	free(path);
}

void
wizard_quit(struct wizard *w)
{
	wizard_commit(w);
	if (session_is_settled(&w->s))
		wizard_end(w);
	else
		wizard_ask(w, QUESTION_QUIT,
			session_is_new(&w->s) ? "Draft in no file yet: " : "Unsaved changes: ",
			NULL);
}

/* ^C is pressed by accident too, so it asks even where nothing is lost. */
void
wizard_leave(struct wizard *w)
{
	wizard_commit(w);
	if (session_is_settled(&w->s))
		wizard_ask(w, QUESTION_LEAVE, "Draft saved. ", NULL);
	else
		wizard_quit(w);
}
