/* The wizard and its file: what the draft is called, whether it is saved, saving it, leaving. */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "ui/wizard/state.h"

static bool
wizard_is_new(const struct wizard *w)
{
	return !w->file->source.len;
}

bool
wizard_is_saved(const struct wizard *w)
{
	return !wizard_is_new(w) && !draft_any_changed(w->draft);
}

const char *
wizard_state_name(const struct wizard *w)
{
	if (w->look)
		return "read-only";
	return wizard_is_new(w) ? "new" : wizard_is_saved(w) ? "saved" : "changed";
}

void
wizard_title(const struct wizard *w, struct strbuf *out)
{
	char *name = w->file->path ? path_name(w->file->path) : xstrdup("new draft");

	text_show(out, name, strlen(name));
	free(name);
}

/* Read once, since nobody else is expected to make drafts meanwhile, and again when the draft gets
 * another path. */
static void
wizard_look_around(struct wizard *w)
{
	surroundings_release(&w->around);
	surroundings_init(&w->around, w->file);
	w->compared = true;
	wizard_recheck(w);
	if (w->page == VIEW_REVIEW)
		review_fill(w);
}

bool
wizard_compare(struct wizard *w)
{
	if (w->compared || !w->file)
		return false;
	wizard_look_around(w);
	return true;
}

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

/* What was to be done once the draft is saved. */
static void
save_continue(struct wizard *w)
{
	enum after_save then = w->after_save;

	w->after_save = AFTER_SAVE_STAY;
	if (then == AFTER_SAVE_QUIT)
		wizard_end(w);
	else if (then == AFTER_SAVE_EXPORT)
		wizard_export_ask_path(w);
}

/* A failed save changes nothing: the draft stays open with all that was typed. */
static void
save_end(struct wizard *w, int result, const struct strbuf *err)
{
	if (w->page == VIEW_REVIEW)
		review_fill(w);
	if (result < 0) {
		if (w->after_save == AFTER_SAVE_EXPORT)
			review_pass_export(w);
		w->after_save = AFTER_SAVE_STAY;
		wizard_say(
			w, '!', "Not saved: %s; save as in the menu takes another path.", err->buf);
		return;
	}
	strbuf_clear(&w->exported);
	wizard_say(w, '+', "Saved to %s.", w->file->path);
	save_continue(w);
}

static void
save_now(struct wizard *w)
{
	struct strbuf err = STRBUF_INIT;

	save_end(w, draft_file_save(w->file, &err), &err);
	strbuf_release(&err);
}

/* Another session has the draft. */
static bool
is_refused(struct wizard *w)
{
	if (w->look)
		wizard_say(w, ' ', "Read-only: another session has the draft; nothing is saved.");
	return w->look;
}

void
wizard_save(struct wizard *w)
{
	if (is_refused(w)) {
		w->after_save = AFTER_SAVE_STAY;
		return;
	}
	wizard_commit(w);
	if (!w->file->path)
		wizard_ask(w, QUESTION_SAVE_AS, "Name of the draft: ", "");
	else if (!wizard_is_stale(w))
		save_now(w);
}

void
wizard_save_over(struct wizard *w)
{
	w->file->overwrite = true;
	save_now(w);
	w->file->overwrite = false;
}

void
wizard_ask_save_as(struct wizard *w)
{
	if (is_refused(w))
		return;
	wizard_ask(w, QUESTION_SAVE_AS, "Save as: ", w->file->path ? w->file->path : "");
}

void
wizard_save_then(struct wizard *w, enum after_save then)
{
	w->after_save = then;
	wizard_save(w);
}

/* A name means what it means on the command line (draft_path). A file that is there is never
 * replaced: it may be another draft. */
void
wizard_save_as(struct wizard *w, const char *name)
{
	struct strbuf err = STRBUF_INIT;
	char *typed = wizard_path(name), *path = *name ? draft_path(typed, &err) : NULL;
	int result = -1;

	if (!*name)
		error_add(&err, "a name is needed.");
	else if (path && w->file->path && !strcmp(path, w->file->path))
		result = draft_file_save(w->file, &err);
	else if (path && path_exists(path))
		error_add(&err, "%s exists already; give another name.", path);
	else if (path && journal_peek(w->form, path, NULL) != JOURNAL_READY)
		error_add(&err,
			"another session has %s open, or has left changes of it; give another "
			"name.",
			path);
	else if (path)
		result = draft_file_save_as(w->file, path, &err);
	if (result == 0)
		wizard_look_around(w);
	save_end(w, result, &err);
	free(typed);
	free(path);
	strbuf_release(&err);
}

/* An export that was asked for may have made an identity, which is not this session's to save. */
static bool
is_settled(const struct wizard *w)
{
	return w->look || wizard_is_saved(w);
}

void
wizard_quit(struct wizard *w)
{
	wizard_commit(w);
	if (is_settled(w))
		wizard_end(w);
	else
		wizard_ask(w, QUESTION_QUIT,
			wizard_is_new(w) ? "Draft in no file yet: " : "Unsaved changes: ", NULL);
}

/* ^C is pressed by accident too, so it asks even where nothing is lost. */
void
wizard_leave(struct wizard *w)
{
	wizard_commit(w);
	if (is_settled(w))
		wizard_ask(w, QUESTION_LEAVE, "Draft saved. ", NULL);
	else
		wizard_quit(w);
}

/* ", 2 problems (URL, Fingerprint)" */
static void
farewell_problems(const struct wizard *w, struct strbuf *out)
{
	size_t n = findings_count(&w->found, SEVERITY_ERROR);
	struct strbuf labels = STRBUF_INIT;

	if (!n)
		return;
	findings_error_labels(&w->found, &labels);
	strbuf_addf(out, ", %zu %s (", n, plural(n, "problem", "problems"));
	text_show(out, labels.buf, labels.len);
	strbuf_addstr(out, ")");
	strbuf_release(&labels);
}

void
wizard_farewell(const struct wizard *w, struct strbuf *out)
{
	if (w->file->path)
		text_show(out, w->file->path, strlen(w->file->path));
	else
		strbuf_addstr(out, "new draft");
	strbuf_addstr(out, wizard_is_saved(w) && !path_exists(w->file->path) ? ": removed"
			   : wizard_is_saved(w)                              ? ": saved"
			   : wizard_is_new(w)                                ? ": not saved"
					      : ": last changes not saved");
	if (wizard_is_exported(w)) {
		strbuf_addstr(out, ", exported to ");
		text_show(out, w->exported.buf, w->exported.len);
	}
	guard_farewell(w, out);
	farewell_problems(w, out);
}
