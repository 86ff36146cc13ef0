/* The export, question by question: the draft is saved, a file is named, secrets that the draft does
 * not hold are asked for, the profile is written, and what was written is told. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "model/comments.h"

#include "format/draft/allowed.h"
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

bool
wizard_wants_word(const struct wizard *w, size_t errors)
{
	size_t n = 0;

	for (size_t i = 0; i < w->s.found.n; i++)
		n += !strcmp(w->s.found.v[i].rule, "secret-not-allowed");
	return n && n == errors && w->s.file->path;
}

static void
export_allowed(struct wizard *w, const struct node *answer)
{
	const char *error = node_get_text(answer, "error");

	wizard_recheck(w);
	if (answer && !error)
		wizard_export(w);
	else
		wizard_say(w, '!',
			"Not exported: the draft uses something that is not "
			"allowed%s%s.",
			error ? ": " : "", error ? error : "");
}

/* The review shows what stops it, each with its sentence. Identifiers must be in the saved draft before they are in a
 * profile, or the next export would make others and devices would install it beside the first. */
void
wizard_export(struct wizard *w)
{
	size_t errors;
	STRBUF(names);

	if (quick_is_on(w)) {
		quick_ask_finish(w);
		return;
	}
	wizard_commit(w);
	wizard_export_forget(w);
	errors = session_errors(&w->s, &names);
	if (wizard_wants_word(w, errors)) {
		wizard_wish(w, word_request(w, WIZARD_ALLOW), export_allowed);
		return;
	}
	if (errors) {
		review_open_anew(w);
		wizard_say(w, '!', "%zu %s the export: %s. M-e goes to the next one.", errors,
			plural(errors, "error stops", "errors stop"), names.buf);
		return;
	}
	undo_settle(w);
	if (draft_file_make_identity(w->s.file)) {
		undo_pass(w);
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

int
wizard_secret(struct wizard *w, const struct field *field, struct strbuf *out, struct strbuf *err)
{
	EXPORT(export, .desk = &w->s.desk, .data = w);

	if (draft_source(w->s.draft, field) != ANSWER_HERE)
		return secret_get(&export, field, out, err);
	strbuf_addstr(out, draft_value(w->s.draft, field));
	return 0;
}

/* The next secret that is to be asked for, of the user or a command, and was not yet. */
static const struct field *
secret_missing(const struct wizard *w)
{
	for (size_t i = 0; i < w->s.form->nfields; i++) {
		const struct field *field = w->s.form->fields[i];
		enum answer_source source = draft_source(w->s.draft, field);

		if ((source == ANSWER_PROMPT || source == ANSWER_COMMAND) &&
			draft_applies(w->s.draft, field, NULL) && !secret_asked(w, field))
			return field;
	}
	return NULL;
}

/* For the result page. */
static void
export_line(struct wizard *w, const char *text)
{
	STRBUF(shown);

	text_show(&shown, text, strlen(text));
	strvec_push(&w->s.export_lines, shown.buf);
}

/* What is found in a secret that came from elsewhere was not told before. */
static void
export_doubt(struct wizard *w, const struct finding *f)
{
	STRBUF(line);

	if (f->accepted || f->severity < SEVERITY_WARNING)
		return;
	if (f->field)
		strbuf_addf(&line, "%s: ", f->field->label);
	strbuf_addf(&line, "%s.", f->sentence);
	export_line(w, line.buf);
}

static void
export_comments(struct wizard *w)
{
	size_t open = draft_open_comments(w->s.draft);
	STRBUF(line);

	if (!open)
		return;
	strbuf_addf(&line, "%zu %s still open.", open, plural(open, "comment is", "comments are"));
	export_line(w, line.buf);
}

static void
export_done(struct wizard *w, const struct export *export)
{
	STRBUF(facts);
	STRBUF(err);
	STRBUF(written);
	STRBUF(step);
	STRBUF(next);

	strbuf_addf(&written, "Exported to %s", w->ask.export_path.buf);
	export_line(w, written.buf);
	if (profile_file_facts(w->ask.export_path.buf, &facts, &err) == 0)
		export_line(w, facts.buf);
	else
		export_line(w, err.buf);
	for (size_t i = 0; i < export->taken.n; i++)
		export_line(w, export->taken.v[i]);
	for (size_t i = export->nverdict; i < export->found.n; i++)
		export_doubt(w, &export->found.v[i]);
	if (export->made_private)
		export_line(w, "It holds a secret, and others could read it. Now only you can.");
	for (size_t i = 0; i < export->told.n; i++)
		export_line(w, export->told.v[i]);
	export_comments(w);
	profile_next(export, &step);
	sentence_add(&next, step.buf);
	export_line(w, next.buf);
	wizard_say(w, '+', "Exported to %s.", w->ask.export_path.buf);
}

static void
export_write(struct wizard *w)
{
	EXPORT(export, .desk = &w->s.desk, .secret = secret_get, .data = w,
		.overwrite = w->ask.export_over);
	STRBUF(err);
	int result;

	w->s.desk.env.asked = NULL; /* session_errors */
	result = profile_export(&export, w->ask.export_path.buf, &err);
	wizard_export_forget(w);
	strvec_release(&w->s.export_lines);
	strbuf_set(&w->s.exported, result < 0 ? "" : w->ask.export_path.buf);
	w->ask.export_kept = w->ask.export_over = false;
	if (result < 0) {
		export_line(w, err.buf);
		wizard_say(w, '!', "Not exported: %s", err.buf);
	} else {
		export_done(w, &export);
	}
	result_open(w, result == 0);
}

/* Got, for this export or trial. */
static void
secret_add(struct wizard *w, const struct field *field, const char *text)
{
	struct asked_secret *asked;

	ARRAY_GROW(w->ask.secrets, w->ask.nsecrets, w->ask.secrets_alloc);
	asked = &w->ask.secrets[w->ask.nsecrets++];
	*asked = (struct asked_secret){ .field = field, .text = STRBUF_INIT };
	strbuf_addstr(&asked->text, text);
	secrets_gather(w, w->ask.errand);
}

static void __attribute__((format(printf, 2, 3)))
secret_fail(struct wizard *w, const char *fmt, ...)
{
	STRBUF(why);
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&why, fmt, ap);
	va_end(ap);
	wizard_export_forget(w);
	wizard_say(w, '!', "%s: %s.", w->ask.errand->failed, why.buf);
	review_pass_export(w);
}

static void
secret_has_run(struct wizard *w, const struct node *answer)
{
	const struct field *field = secret_missing(w);
	const char *secret = node_get_text(answer, "secret"),
		   *error = node_get_text(answer, "error");

	if (field && secret)
		secret_add(w, field, secret);
	else if (field)
		secret_fail(
			w, "%s: %s", field->label, error ? error : "the process for it has ended");
}

static void
secret_run(struct wizard *w, const struct field *field)
{
	struct node *request = word_request(w, WIZARD_RUN);

	node_set(request, "command", node_text_new(draft_source_name(w->s.draft, field)));
	wizard_wish(w, request, secret_has_run);
}

void
secrets_gather(struct wizard *w, const struct errand *errand)
{
	const struct field *field = secret_missing(w);
	STRBUF(question);

	w->ask.errand = errand;
	if (!field) {
		errand->run(w);
		return;
	}
	if (draft_source(w->s.draft, field) == ANSWER_COMMAND) {
		secret_run(w, field);
		return;
	}
	text_show(&question, field->label, strlen(field->label));
	strbuf_addstr(&question, errand->asks);
	wizard_ask(w, QUESTION_SECRET, question.buf, "");
}

static const struct errand export_errand = { ", for this export only: ", "Not exported",
	export_write };

static void
export_proceed(struct wizard *w)
{
	secrets_gather(w, &export_errand);
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
		wizard_permit(w, path, export_proceed);
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
	wizard_permit(w, w->ask.export_path.buf, export_proceed);
}

void
wizard_export_keep(struct wizard *w)
{
	w->ask.export_kept = true;
	wizard_say(w, ' ', "Not exported: %s is unchanged.", w->ask.export_path.buf);
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

	if (*text)
		secret_add(w, field, text);
	else
		secret_fail(w, "%s is required and was left empty", field->label);
}
