/* The export, question by question: the draft is saved, a file is named, secrets that the draft does
 * not hold are asked for, the profile is written, and what was written is told. */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/profile/profile.h"

#include "cmd/secret.h"

#include "ui/wizard/state.h"

void
wizard_export_forget(struct wizard *w)
{
	for (size_t i = 0; i < w->nsecrets; i++)
		strbuf_release(&w->secrets[i].text);
	w->nsecrets = 0;
}

/* The review shows what stops it, each with its sentence. */
static void
export_refuse(struct wizard *w, size_t errors)
{
	struct strbuf names = STRBUF_INIT;

	findings_error_labels(&w->found, &names);
	w->back_to_review = false;
	wizard_open_review(w);
	wizard_say(w, '!', "%zu %s the export: %s. M-e goes to the next one.", errors,
		plural(errors, "problem stops", "problems stop"), names.buf);
	strbuf_release(&names);
}

/* Identifiers must be in the saved draft before they are in a profile, or the next export would make
 * others and devices would install it beside the first. */
static void
export_make_identity(struct wizard *w)
{
	if (!draft_file_make_identity(w->file))
		return;
	wizard_recheck(w);
	wizard_enter_field(w); /* it may be one of them */
}

void
wizard_export(struct wizard *w)
{
	size_t errors;

	wizard_commit(w);
	wizard_export_forget(w);
	errors = findings_count(&w->found, SEVERITY_ERROR);
	if (errors) {
		export_refuse(w, errors);
		return;
	}
	export_make_identity(w);
	if (wizard_is_saved(w))
		wizard_export_ask_path(w);
	else
		wizard_save_then(w, AFTER_SAVE_EXPORT);
}

static int secret_get(const struct draft *draft, const struct field *field, void *data,
	struct strbuf *out, struct strbuf *err);

static struct profile_env
export_env(struct wizard *w, struct profile_report *report)
{
	return (struct profile_env){
		.folder = w->around.folder,
		.file = w->file,
		.draft_path = w->file->path,
		.secret = secret_get,
		.data = w,
		.overwrite = w->export_over,
		.report = report,
	};
}

/* The usual name; one beside it while that is a file that was to be kept. */
void
wizard_export_ask_path(struct wizard *w)
{
	const struct profile_env env = export_env(w, NULL);
	struct strbuf what = STRBUF_INIT;
	char *path = profile_path(w->file->path);

	if (w->export_kept && profile_place(w->draft, &env, path, &what) >= PLACE_OTHER) {
		free(path);
		path = profile_path_beside(w->draft, &env);
	}
	wizard_ask(w, QUESTION_EXPORT, "Export to: ", path);
	free(path);
	strbuf_release(&what);
}

static const struct asked_secret *
secret_asked(const struct wizard *w, const struct field *field)
{
	for (size_t i = 0; i < w->nsecrets; i++)
		if (w->secrets[i].field == field)
			return &w->secrets[i];
	return NULL;
}

/* For profile_env.secret. */
static int
secret_get(const struct draft *draft, const struct field *field, void *data, struct strbuf *out,
	struct strbuf *err)
{
	const struct asked_secret *asked = secret_asked(data, field);

	if (!asked)
		return secret_from_environment(draft, field, NULL, out, err);
	strbuf_addstr(out, asked->text.buf);
	return 0;
}

/* The next secret that is to be asked for and was not yet. */
static const struct field *
secret_missing(const struct wizard *w)
{
	for (size_t i = 0; i < w->form->nfields; i++) {
		const struct field *field = w->form->fields[i];

		if (draft_source(w->draft, field) == ANSWER_PROMPT &&
			draft_applies(w->draft, field, NULL) && !secret_asked(w, field))
			return field;
	}
	return NULL;
}

/* For the review, which keeps it on the screen until the next export. */
static void
export_line(struct wizard *w, const char *text)
{
	struct strbuf shown = STRBUF_INIT;

	text_show(&shown, text, strlen(text));
	strvec_push(&w->export_lines, shown.buf);
	strbuf_release(&shown);
}

static void
export_done(struct wizard *w, const struct profile_report *report)
{
	struct strbuf facts = STRBUF_INIT, err = STRBUF_INIT, next = STRBUF_INIT;

	export_line(w, w->export_path.buf);
	if (profile_file_facts(w->export_path.buf, &facts, &err) == 0)
		export_line(w, facts.buf);
	else
		export_line(w, err.buf);
	if (report->made_private)
		export_line(w, "Others could read it; it holds a secret, so now only you can.");
	strbuf_addf(&next, "Next: %s", profile_next(report));
	export_line(w, next.buf);
	wizard_say(w, '+', "Exported to %s.", w->export_path.buf);
	strbuf_release(&facts);
	strbuf_release(&next);
	strbuf_release(&err);
}

static void
export_write(struct wizard *w)
{
	struct profile_report report = PROFILE_REPORT_INIT;
	const struct profile_env env = export_env(w, &report);
	struct findings found = FINDINGS_INIT;
	struct strbuf err = STRBUF_INIT;
	int result =
		profile_export(w->draft, &w->around.env, &env, w->export_path.buf, &found, &err);

	wizard_export_forget(w);
	strvec_release(&w->export_lines);
	strbuf_set(&w->exported, result < 0 ? "" : w->export_path.buf);
	w->export_kept = w->export_over = w->back_to_review = false;
	if (w->page != VIEW_REVIEW)
		wizard_open_review(w);
	if (result < 0) {
		export_line(w, err.buf);
		wizard_say(w, '!', "Not exported: %s", err.buf);
	} else {
		export_done(w, &report);
	}
	review_fill(w);
	review_show_export(w);
	profile_report_release(&report);
	findings_release(&found);
	strbuf_release(&err);
}

/* Asks for what is still missing, then writes. */
static void
export_proceed(struct wizard *w)
{
	const struct field *field = secret_missing(w);
	struct strbuf question = STRBUF_INIT;

	if (!field) {
		export_write(w);
		return;
	}
	text_show(&question, field->label, strlen(field->label));
	strbuf_addstr(&question, ", for this export only: ");
	wizard_ask(w, QUESTION_SECRET, question.buf, "");
	strbuf_release(&question);
}

/* Only an earlier export is overwritten without a question. */
static void
export_place(struct wizard *w, const char *path)
{
	const struct profile_env env = export_env(w, NULL);
	struct strbuf what = STRBUF_INIT, question = STRBUF_INIT;
	enum profile_place place = profile_place(w->draft, &env, path, &what);

	if (place == PLACE_NEVER) {
		w->export_kept = true;
		wizard_say(w, '!', "Not exported: %s.", what.buf);
	} else if (place == PLACE_OTHER) {
		text_show(&question, what.buf, what.len);
		strbuf_addstr(&question, ". Overwrite it?  ");
		wizard_ask(w, QUESTION_OVERWRITE, question.buf, NULL);
	} else {
		export_proceed(w);
	}
	strbuf_release(&what);
	strbuf_release(&question);
}

void
wizard_export_to(struct wizard *w, const char *typed)
{
	char *path = wizard_path(typed);

	strbuf_set(&w->export_path, path);
	w->export_over = false;
	if (*path)
		export_place(w, path);
	else
		wizard_say(w, ' ', "Not exported: no file was named.");
	free(path);
}

bool
wizard_is_exported(const struct wizard *w)
{
	return w->exported.len && wizard_is_saved(w);
}

void
wizard_export_over(struct wizard *w)
{
	w->export_over = true;
	export_proceed(w);
}

void
wizard_export_keep(struct wizard *w)
{
	w->export_kept = true;
	wizard_say(w, ' ', "Not exported: %s is as it was.", w->export_path.buf);
}

void
wizard_export_beside(struct wizard *w)
{
	w->export_kept = true;
	wizard_export_ask_path(w);
}

void
wizard_export_secret(struct wizard *w, const char *text)
{
	const struct field *field = secret_missing(w);
	struct asked_secret *asked;

	if (!*text) {
		wizard_export_forget(w);
		wizard_say(w, '!', "Not exported: %s is needed and was left empty.", field->label);
		review_pass_export(w);
		return;
	}
	ARRAY_GROW(w->secrets, w->nsecrets, w->secrets_alloc);
	asked = &w->secrets[w->nsecrets++];
	*asked = (struct asked_secret){ .field = field, .text = STRBUF_INIT };
	strbuf_addstr(&asked->text, text);
	export_proceed(w);
}
