/* The quick start: the form page over the few questions of model/quick.h. Its draft is in no file. The last step makes the
 * drafts, and the first of them is opened with its review. */
#include "model/quick.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/ios.h"

#include "format/draft/defaults.h"
#include "format/form/form_file.h"

#include "cmd/new_draft.h"

#include "ui/wizard/machine.h"

/* So many drafts are called after one name. */
#define NUMBER_MAX 999

struct quick *
quick_new(const struct form *form, const char *path, const char *folder, const char *platform)
{
	struct quick *quick = xcalloc(1, sizeof *quick);
	OWN_TEXT(name) = path ? draft_name_of(path) : NULL;

	quick->of = form;
	quick->drafts = form_is_own(form->name) ? form_builtin_named(form->extends) : form;
	quick->path = path ? xstrdup(path) : NULL;
	quick->folder = xstrdup(folder);
	quick->questions = quick_form(form, name, platform);
	quick->file = (struct draft_file)DRAFT_FILE_INIT;
	quick->kept = quick->blank = quick->file;
	draft_file_new(&quick->file, quick->questions, NULL);
	return quick;
}

void
quick_free(struct quick *quick)
{
	if (!quick)
		return;
	draft_file_release(&quick->file);
	draft_file_release(&quick->blank);
	draft_file_release(&quick->kept);
	form_free(quick->questions);
	strvec_release(&quick->made);
	free(quick->path);
	free(quick->folder);
	free(quick);
}

bool
quick_is_on(const struct wizard *w)
{
	return w->p.quick != NULL;
}

bool
quick_is_unsaved(const struct wizard *w)
{
	return !w->p.quick->done && draft_any_changed(w->s.draft);
}

void
quick_enter(struct wizard *w)
{
	if (!w->p.quick || wizard_field(w) != quick_field(w->s.form, QUICK_DOMAIN))
		return;
	quick_guess_domain(w->s.draft, w->p.quick->of);
	wizard_recheck(w);
}

bool
quick_wants_ca(const struct wizard *w)
{
	const struct field *field = w->p.quick ? quick_field(w->s.form, QUICK_CA) : NULL;

	return field && draft_is_empty(w->s.draft, field);
}

void
quick_take_ca(struct wizard *w, const char *text)
{
	const struct field *field = quick_field(w->s.form, QUICK_CA);
	STRBUF(kept);
	STRBUF(err);

	if (field_accept(field, text, w->s.desk.folder, &kept, &err) < 0) {
		wizard_say(w, '!', "%s", err.buf);
		return;
	}
	draft_set(w->s.draft, field, kept.buf);
	w->s.fields[field->index].checked = true;
	wizard_recheck(w);
	wizard_enter_field(w);
	wizard_say(w, '+', "%s was taken from the server. Compare it with what the CA says.",
		field->label);
}

bool
quick_refuses(struct wizard *w)
{
	if (w->p.quick)
		wizard_say(w, ' ', "First answer the questions. The draft is made at the end.");
	return w->p.quick != NULL;
}

/* Enter on the last question makes the draft with what there is; a key that is meant for a draft does not. */
void
quick_ask_finish(struct wizard *w)
{
	const struct form *form = w->s.form;

	wizard_commit(w);
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];

		if (!(field->flags & FIELD_REQUIRED) || !draft_is_empty(w->s.draft, field))
			continue;
		wizard_focus_field(w, field);
		wizard_say(w, '!', "Answer this question first. The draft is made at the end.");
		return;
	}
	quick_finish(w);
}

/* The path of a draft of this name, without its ending. */
static char *
path_of_stem(const struct quick *quick, const char *stem)
{
	STRBUF(file);

	strbuf_addf(&file, "%s.yaml", stem);
	return path_join(quick->folder, file.buf);
}

/* Whether a draft can be made there. The session's own recovery file is not in the way. */
static int
may_make(const struct wizard *w, const char *path, struct strbuf *err)
{
	const struct quick *quick = w->p.quick;
	bool own = w->s.recovery && !strcmp(path, quick->blank.path) &&
		   recovery_state(w->s.recovery) == RECOVERY_READY;

	return own && !path_exists(path) ? 0 : recovery_may_make(quick->drafts, path, err);
}

/* With the second of two, which is called after it. */
static bool
are_free(const struct wizard *w, const char *path)
{
	const struct choice *other = quick_platform(w->s.draft, w->p.quick->of, 1);
	OWN_TEXT(second) = drafts_ios_path(path, 1);
	STRBUF(ignored);

	return may_make(w, path, &ignored) == 0 && (!other || may_make(w, second, &ignored) == 0);
}

/* The given path, else one after the policy's name that is free. */
static char *
first_path(const struct wizard *w)
{
	const struct quick *quick = w->p.quick;
	const struct field *name = quick_field(w->s.form, QUICK_NAME);
	STRBUF(stem);
	size_t len;

	if (quick->path)
		return xstrdup(quick->path);
	text_slug(name ? draft_value(w->s.draft, name) : "", &stem);
	if (!stem.len)
		strbuf_addstr(&stem, NEW_DRAFT_NAME);
	len = stem.len;
	for (int n = 2;; n++) {
		char *path = path_of_stem(quick, stem.buf);

		if (are_free(w, path) || n > NUMBER_MAX)
			return path;
		free(path);
		strbuf_truncate(&stem, len);
		strbuf_addf(&stem, "-%d", n);
	}
}

/* What the form of one's own defaults presets becomes an answer, as in any other new draft. */
static void
fill(const struct wizard *w, const struct choice *platform, bool beside, struct draft_file *file)
{
	const struct quick *quick = w->p.quick;
	DRAFT_FILE(own);

	if (quick->drafts == quick->of) {
		quick_fill(w->s.draft, platform, beside, file->draft);
		return;
	}
	draft_file_new(&own, quick->of, file->path);
	quick_fill(w->s.draft, platform, beside, own.draft);
	defaults_take(file, own.draft);
}

/* As a session's that has saved the draft before anything was answered, and has the answers since. */
static bool
kept_fill(const struct wizard *w, const char *path)
{
	struct quick *quick = w->p.quick;
	const struct strbuf *text = &quick->blank.source;
	bool beside = quick_platform(w->s.draft, quick->of, 1) != NULL;
	STRBUF(ignored);

	if (draft_file_parse(&quick->kept, quick->drafts, path, text->buf, text->len, &ignored) < 0)
		return false;
	quick->kept.path = xstrdup(path);
	fill(w, quick_platform(w->s.draft, quick->of, 0), beside, &quick->kept);
	return true;
}

/* The list of drafts offers it, as one that was removed. */
const struct draft_file *
quick_kept(struct wizard *w)
{
	struct quick *quick = w->p.quick;
	STRBUF(ignored);

	if (!quick->guarded || !quick_is_unsaved(w))
		return NULL;
	if (!quick->blank.draft) {
		OWN_TEXT(path) = first_path(w);

		draft_file_new(&quick->blank, quick->drafts, path);
		draft_file_format(&quick->blank, &quick->blank.source, &ignored);
		w->s.recovery = recovery_open(quick->drafts, path);
	}
	return kept_fill(w, quick->blank.path) ? &quick->kept : NULL;
}

static int
make_one(struct wizard *w, const struct choice *platform, bool beside, const char *path,
	struct strbuf *err)
{
	DRAFT_FILE(file);

	draft_file_new(&file, w->p.quick->drafts, path);
	fill(w, platform, beside, &file);
	if (draft_file_save(&file, err) < 0)
		return -1;
	strvec_push(&w->p.quick->made, path);
	return 0;
}

static int
make_second(struct wizard *w, const struct choice *platform, const char *path, struct strbuf *err)
{
	OWN_TEXT(first) = path_name(w->p.quick->made.v[0]);
	STRBUF(why);

	if (make_one(w, platform, true, path, &why) == 0)
		return 0;
	return error_add(
		err, "%s was made, the %s draft was not: %s", first, platform->label, why.buf);
}

/* Both where both are asked for: the first in the order of the form, the second called after it. Neither where the
 * second has no path. Again, it makes what could not be made before. */
static int
make_all(struct wizard *w, struct strbuf *err)
{
	const struct quick *quick = w->p.quick;
	const struct choice *platform = quick_platform(w->s.draft, quick->of, 0);
	const struct choice *other = quick_platform(w->s.draft, quick->of, 1);
	OWN_TEXT(path) = quick->made.n ? xstrdup(quick->made.v[0]) : first_path(w);
	OWN_TEXT(second) = drafts_ios_path(path, 1);
	STRBUF(why);

	if (!quick->made.n && other && may_make(w, second, &why) < 0)
		return error_add(err,
			"No draft was made: %s. Choose one platform, or rename that draft",
			why.buf);
	if (!quick->made.n && make_one(w, platform, other != NULL, path, &why) < 0)
		return error_add(err, "No draft was made: %s", why.buf);
	return other ? make_second(w, other, second, err) : 0;
}

int
quick_make(struct wizard *w, struct strbuf *err)
{
	wizard_commit(w);
	quick_guess_domain(w->s.draft, w->p.quick->of);
	if (!w->p.quick->done && make_all(w, err) < 0)
		return -1;
	w->p.quick->done = true;
	recovery_close(w->s.recovery, false);
	w->s.recovery = NULL;
	return 0;
}

void
quick_finish(struct wizard *w)
{
	const struct strvec *made = &w->p.quick->made;
	STRBUF(err);

	if (quick_make(w, &err) < 0) {
		wizard_say(w, '!', "%s.", err.buf);
		return;
	}
	drafts_choose(w, made->v[0], WIZARD_REVIEW);
	if (made->n > 1)
		wizard_set_next(w, made->v[1]);
}

void
quick_farewell(const struct wizard *w, struct strbuf *out)
{
	const struct strvec *made = &w->p.quick->made;

	if (!made->n)
		strbuf_addstr(out, "Quick start: no draft was made");
	for (size_t i = 0; i < made->n; i++) {
		strbuf_addstr(out, i ? "\n" : "");
		text_show(out, made->v[i], strlen(made->v[i]));
		strbuf_addstr(out, ": saved");
	}
}

void
wizard_set_next(struct wizard *w, const char *path)
{
	char *copy = path ? xstrdup(path) : NULL;

	free(w->p.next);
	w->p.next = copy;
	page_refill(w);
}

const char *
wizard_next(const struct wizard *w)
{
	return w->p.next;
}
