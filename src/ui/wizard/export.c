/* The export, question by question: the draft is saved, a file is named, secrets that the draft does
 * not hold are asked for, the profile is written, and what was written is told. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "format/profile/profile.h"

#include "cmd/secret.h"

#include "ui/wizard/machine.h"

void
wizard_export_forget(struct wizard *w)
{
	for (size_t i = 0; i < w->ask.nsecrets; i++)
		strbuf_release(&w->ask.secrets[i].text);
	w->ask.nsecrets = 0;
}

/* The review shows what stops it, each with its sentence. Identifiers must be in the saved draft before they are in a
 * profile, or the next export would make others and devices would install it beside the first. */
void
wizard_export(struct wizard *w)
{
	size_t errors;
	STRBUF(names);

	wizard_commit(w);
	wizard_export_forget(w);
	errors = findings_count(&w->s.found, SEVERITY_ERROR);
	if (errors) {
		findings_error_labels(&w->s.found, &names);
		review_open_anew(w);
		wizard_say(w, '!', "%zu %s the export: %s. M-e goes to the next one.", errors,
			plural(errors, "problem stops", "problems stop"), names.buf);
		return;
	}
	if (draft_file_make_identity(w->s.file)) {
		wizard_recheck(w);
		wizard_enter_field(w); /* it may be one of them */
	}
	if (session_is_saved(&w->s))
		wizard_export_ask_path(w);
	else
		wizard_save_then(w, AFTER_SAVE_EXPORT);
}

/* The usual name; one beside it while that is a file that was to be kept. */
void
wizard_export_ask_path(struct wizard *w)
{
	STRBUF(what);
	char *path = profile_path(w->s.file->path);

	if (w->ask.export_kept && profile_place(&w->s.desk, path, &what) >= PLACE_OTHER) {
		free(path);
		path = profile_path_beside(&w->s.desk);
	}
	wizard_ask(w, QUESTION_EXPORT, "Export to: ", path);
	free(path);
}

static const struct asked_secret *
secret_asked(const struct wizard *w, const struct field *field)
{
	for (size_t i = 0; i < w->ask.nsecrets; i++)
		if (w->ask.secrets[i].field == field)
			return &w->ask.secrets[i];
	return NULL;
}

/* For export.secret. */
static int
secret_get(const struct export *export, const struct field *field, struct strbuf *out,
	struct strbuf *err)
{
	const struct asked_secret *asked = secret_asked(export->data, field);

	if (!asked)
		return secret_from_environment(export, field, out, err);
	strbuf_addstr(out, asked->text.buf);
	return 0;
}

/* The next secret that is to be asked for and was not yet. */
static const struct field *
secret_missing(const struct wizard *w)
{
	for (size_t i = 0; i < w->s.form->nfields; i++) {
		const struct field *field = w->s.form->fields[i];

		if (draft_source(w->s.draft, field) == ANSWER_PROMPT &&
			draft_applies(w->s.draft, field, NULL) && !secret_asked(w, field))
			return field;
	}
	return NULL;
}

/* For the review, which keeps it on the screen until the next export. */
static void
export_line(struct wizard *w, const char *text)
{
	STRBUF(shown);

	text_show(&shown, text, strlen(text));
	strvec_push(&w->s.export_lines, shown.buf);
}

static void
export_done(struct wizard *w, const struct export *export)
{
	STRBUF(facts);
	STRBUF(err);
	STRBUF(next);

	export_line(w, w->ask.export_path.buf);
	if (profile_file_facts(w->ask.export_path.buf, &facts, &err) == 0)
		export_line(w, facts.buf);
	else
		export_line(w, err.buf);
	if (export->made_private)
		export_line(w, "Others could read it; it holds a secret, so now only you can.");
	strbuf_addf(&next, "Next: %s", profile_next(export));
	export_line(w, next.buf);
	wizard_say(w, '+', "Exported to %s.", w->ask.export_path.buf);
}

static void
export_write(struct wizard *w)
{
	EXPORT(export, .desk = &w->s.desk, .secret = secret_get, .data = w,
		.overwrite = w->ask.export_over);
	STRBUF(err);
	int result = profile_export(&export, w->ask.export_path.buf, &err);

	wizard_export_forget(w);
	strvec_release(&w->s.export_lines);
	strbuf_set(&w->s.exported, result < 0 ? "" : w->ask.export_path.buf);
	w->ask.export_kept = w->ask.export_over = false;
	review_come(w);
	if (result < 0) {
		export_line(w, err.buf);
		wizard_say(w, '!', "Not exported: %s", err.buf);
	} else {
		export_done(w, &export);
	}
	review_show_export(w);
}

/* Asks for what is still missing, then writes. */
static void
export_proceed(struct wizard *w)
{
	const struct field *field = secret_missing(w);
	STRBUF(question);

	if (!field) {
		export_write(w);
		return;
	}
	text_show(&question, field->label, strlen(field->label));
	strbuf_addstr(&question, ", for this export only: ");
	wizard_ask(w, QUESTION_SECRET, question.buf, "");
}

/* Only an earlier export is overwritten without a question. */
static void
export_place(struct wizard *w, const char *path)
{
	STRBUF(what);
	STRBUF(question);
	enum profile_place place = profile_place(&w->s.desk, path, &what);

	if (place == PLACE_NEVER) {
		w->ask.export_kept = true;
		wizard_say(w, '!', "Not exported: %s.", what.buf);
	} else if (place == PLACE_OTHER) {
		text_show(&question, what.buf, what.len);
		strbuf_addstr(&question, ". Overwrite it?  ");
		wizard_ask(w, QUESTION_OVERWRITE, question.buf, NULL);
	} else {
		export_proceed(w);
	}
}

void
wizard_export_to(struct wizard *w, const char *typed)
{
	char *path = wizard_path(typed);

	strbuf_set(&w->ask.export_path, path);
	w->ask.export_over = false;
	if (*path)
		export_place(w, path);
	else
		wizard_say(w, ' ', "Not exported: no file was named.");
	free(path);
}

void
wizard_export_over(struct wizard *w)
{
	w->ask.export_over = true;
	export_proceed(w);
}

void
wizard_export_keep(struct wizard *w)
{
	w->ask.export_kept = true;
	wizard_say(w, ' ', "Not exported: %s is as it was.", w->ask.export_path.buf);
}

void
wizard_export_beside(struct wizard *w)
{
	w->ask.export_kept = true;
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
	ARRAY_GROW(w->ask.secrets, w->ask.nsecrets, w->ask.secrets_alloc);
	asked = &w->ask.secrets[w->ask.nsecrets++];
	*asked = (struct asked_secret){ .field = field, .text = STRBUF_INIT };
	strbuf_addstr(&asked->text, text);
	export_proceed(w);
}
