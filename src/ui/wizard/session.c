/* A session: what is known of the draft, without regard to what shows of it. */
#include "ui/wizard/session.h"

#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/form/form_file.h"
#include "format/profile/original_lint.h"
#include "format/profile/verdict.h"

#include "cmd/value.h"

bool
field_is_secret(const struct field *field)
{
	return field->type->flags & FT_SECRET;
}

void
answer_release(struct answer_copy *copy)
{
	strbuf_release(&copy->text);
	strbuf_release(&copy->source_name);
}

void
answer_init(struct answer_copy *copy)
{
	strbuf_init(&copy->text);
	strbuf_init(&copy->source_name);
}

void
answer_take(struct answer_copy *copy, const struct draft *draft, const struct field *field)
{
	copy->answered = draft_is_answered(draft, field);
	copy->unread = draft_unread(draft, field) != NULL;
	copy->typed = draft_is_typed(draft, field);
	copy->source = draft_source(draft, field);
	strbuf_set(&copy->text, draft_text(draft, field));
	strbuf_set(&copy->source_name, draft_source_name(draft, field));
}

void
answer_copy(struct answer_copy *to, const struct answer_copy *from)
{
	to->answered = from->answered;
	to->unread = from->unread;
	to->typed = from->typed;
	to->source = from->source;
	strbuf_set(&to->text, from->text.buf);
	strbuf_set(&to->source_name, from->source_name.buf);
}

void
answer_put(const struct answer_copy *copy, struct draft *draft, const struct field *field)
{
	if (copy->unread)
		draft_restore(draft, field);
	else if (!copy->answered)
		draft_unset(draft, field);
	else if (copy->source != ANSWER_HERE)
		draft_set_source(draft, field, copy->source, copy->source_name.buf);
	else
		draft_set(draft, field, copy->text.buf);
	if (copy->typed)
		draft_set_typed(draft, field);
}

/* An answer that equals the default is the same as none: it reads the same. */
bool
answer_same(const struct answer_copy *copy, const struct draft *draft, const struct field *field)
{
	return copy->source == draft_source(draft, field) &&
	       copy->unread == (draft_unread(draft, field) != NULL) &&
	       !strcmp(copy->text.buf, draft_text(draft, field)) &&
	       !strcmp(copy->source_name.buf, draft_source_name(draft, field));
}

char
finding_mark(const struct finding *finding)
{
	static const char marks[] = {
		[SEVERITY_INFO] = ' ',
		[SEVERITY_WARNING] = '?',
		[SEVERITY_ERROR] = '!',
	};

	return marks[finding->severity];
}

bool
session_is_unread(const struct session *s, const struct field *field)
{
	return draft_unread(s->draft, field) != NULL;
}

const struct finding *
session_trouble(const struct session *s, const struct field *field)
{
	const struct finding *finding = findings_of(&s->found, field);

	return finding && finding->severity > SEVERITY_INFO ? finding : NULL;
}

/* A yes that opens further fields cannot be right before the last of them was reached. */
static bool
is_opening(const struct session *s, const struct field *field)
{
	const struct field *last = NULL;

	for (size_t i = 0; i < s->form->nfields; i++)
		if (s->form->fields[i]->when == field && s->form->fields[i]->section->documented)
			last = s->form->fields[i];
	return last && draft_applies(s->draft, last, NULL) && !s->fields[last->index].checked;
}

const struct finding *
session_finding(const struct session *s, const struct field *field)
{
	const struct finding *finding = session_trouble(s, field);
	bool told = s->fields[field->index].checked;

	return finding && told && !is_opening(s, field) ? finding : NULL;
}

/* Errors that the user has been told of; what was never reached is not held against anybody. */
size_t
session_problems(const struct session *s)
{
	size_t count = 0;

	for (size_t i = 0; i < s->found.n; i++) {
		const struct finding *finding = &s->found.v[i];

		count += finding->severity == SEVERITY_ERROR &&
			 (!finding->field || session_finding(s, finding->field));
	}
	return count;
}

bool
finding_is_asked(const struct finding *finding)
{
	const struct rule *rule = rule_find(finding->rule);

	return rule && rule->flags & RULE_ASKED;
}

size_t
session_errors(const struct session *s, struct strbuf *labels)
{
	FINDINGS(own);

	for (size_t i = 0; i < s->found.n; i++)
		if (!finding_is_asked(&s->found.v[i]))
			findings_copy(&own, &s->found.v[i]);
	findings_error_labels(&own, labels);
	return findings_count(&own, SEVERITY_ERROR);
}

/* A required value that is missing keeps its star when it is told, too: that says more than '!'. */
char
session_mark(const struct session *s, const struct field *field)
{
	const struct finding *finding = session_finding(s, field);

	if (!draft_applies(s->draft, field, NULL))
		return ' ';
	if (draft_is_empty(s->draft, field) && field->flags & FIELD_REQUIRED)
		return '*';
	if (finding)
		return finding_mark(finding);
	return draft_is_empty(s->draft, field) ? ' ' : '+';
}

/* Whether something required is empty: nobody has walked through all of it yet. */
static bool
session_lacks_some(const struct session *s)
{
	for (size_t i = 0; i < s->form->nfields; i++) {
		const struct field *field = s->form->fields[i];

		if (field->flags & FIELD_REQUIRED && !(field->flags & FIELD_MADE) &&
			draft_is_empty(s->draft, field) && draft_applies(s->draft, field, NULL))
			return true;
	}
	return false;
}

void
session_judge_filled(struct session *s)
{
	bool lacks = session_lacks_some(s);

	for (size_t i = 0; i < s->form->nfields; i++) {
		const struct field *field = s->form->fields[i];
		bool made = lacks && *field->default_text && !draft_unread(s->draft, field) &&
			    !strcmp(draft_text(s->draft, field), field->default_text);

		s->fields[i].checked |= !made && !draft_is_empty(s->draft, field);
	}
}

bool
session_is_new(const struct session *s)
{
	return !s->file->source.len;
}

bool
session_is_saved(const struct session *s)
{
	return !session_is_new(s) && !draft_any_changed(s->draft);
}

const char *
session_unkept(const struct session *s)
{
	return s->recovery && !s->look ? recovery_trouble(s->recovery) : "";
}

/* As long as a kill would lose what is typed, that is in sight. */
const char *
session_state(const struct session *s)
{
	static const char *const states[][2] = {
		{ "new", "new, not kept" },
		{ "saved", "changes not kept" },
		{ "changed", "changed, not kept" },
	};

	if (s->look)
		return "read-only";
	return states[session_is_new(s) ? 0 : session_is_saved(s) ? 1 : 2][*session_unkept(s) != 0];
}

void
session_title(const struct session *s, struct strbuf *out)
{
	char *name = s->file->path ? path_name(s->file->path) : xstrdup("new draft");

	const struct form *form = draft_form(s->draft);
	const struct form *base = form_builtin_named(form->extends ? form->extends : form->name);

	text_show(out, name, strlen(name));
	free(name);
	/* an organization's form that has a title of its own */
	if (!base || strcmp(base->title, form->title) != 0) {
		strbuf_addstr(out, ": ");
		text_show(out, form->title, strlen(form->title));
	}
}

/* Read once, since nobody else is expected to make drafts meanwhile, and again when the draft gets
 * another path. */
void
session_look_around(struct session *s)
{
	desk_lay(&s->desk, s->file, NULL);
	s->compared = true;
}

/* An export that was asked for may have made an identity, which is not this session's to save. */
bool
session_is_settled(const struct session *s)
{
	return s->look || session_is_saved(s);
}

/* Where the value of a secret stands, or how long it is; never the value. */
static void
show_secret(const struct session *s, const struct field *field, struct strbuf *out)
{
	if (!draft_show_source(s->draft, field, out))
		field_show(field, draft_text(s->draft, field), s->desk.folder, out);
}

void
session_show_value(const struct session *s, const struct field *field, struct strbuf *out)
{
	STRBUF(text);

	if (draft_unread(s->draft, field))
		value_instead(s->draft, field, &text);
	else if (field_is_secret(field) || draft_source(s->draft, field) != ANSWER_HERE)
		show_secret(s, field, &text);
	else
		field_show(field, draft_text(s->draft, field), s->desk.folder, &text);
	text_show(out, text.buf, text.len);
}

/* Another session takes the draft over: this one ends and saves nothing. */
static bool
session_is_asked_for(const struct session *s)
{
	STRBUF(who);
	bool asked = s->recovery && recovery_is_asked(s->recovery, &who);
	return asked;
}

bool
session_has_unsaved(const struct session *s)
{
	return !s->look && !session_is_saved(s) && !session_is_asked_for(s) &&
	       !(s->recovery && recovery_state(s->recovery) != RECOVERY_READY);
}

bool
session_is_exported(const struct session *s)
{
	return s->exported.len && session_is_saved(s);
}

static void
fields_begin(struct session *s)
{
	s->fields = xcalloc(s->form->nfields, sizeof *s->fields);
	for (size_t i = 0; i < s->form->nfields; i++) {
		const struct field *field = s->form->fields[i];

		answer_init(&s->fields[i].opened);
		answer_init(&s->fields[i].known);
		answer_take(&s->fields[i].opened, s->draft, field);
		answer_take(&s->fields[i].known, s->draft, field);
		strbuf_init(&s->fields[i].known_note);
		strbuf_set(&s->fields[i].known_note, draft_note(s->draft, field));
	}
	session_judge_filled(s);
}

void
session_init(struct session *s, struct draft_file *file)
{
	*s = (struct session){ .file = file,
		.desk = DESK_INIT,
		.merge = MERGE_INIT,
		.exported = STRBUF_INIT,
		.export_lines = STRVEC_INIT,
		.trials = STRVEC_INIT };
	if (!file)
		return;
	s->draft = file->draft;
	s->form = draft_form(file->draft);
	desk_lay(&s->desk, file, NULL);
	s->desk.env.neighbours = NULL;
	fields_begin(s);
}

/*
 * What the server said.
 */

/* What the facts rest on: the root decides whom TLS trusts. The rules compare other values with them again. A trial rests
 * on all that is in the profile's payloads, too. */
static bool
asked_rests_on(const struct session *s, const struct field *field)
{
	const struct field *root = form_role(s->form, ROLE_ROOT_CERTIFICATE);

	if (field->role == ROLE_SCEP_URL || field->role == ROLE_CA_NAME)
		return true;
	if (root && (field == root || field == root->when))
		return true;
	return session_asked(s)->trial.status != TRIAL_NONE && field->target.payload;
}

static void
asked_drop(struct session *s)
{
	for (size_t i = 0; s->asked_about && i < s->form->nfields; i++)
		answer_release(&s->asked_about[i]);
	free(s->asked_about);
	s->asked_about = NULL;
	ask_run_free(s->asked);
	s->asked = NULL;
}

/* A value that the facts rest on and that is another now takes them with it. */
static void
asked_settle(struct session *s)
{
	for (size_t i = 0; s->asked && i < s->form->nfields; i++)
		if (asked_rests_on(s, s->form->fields[i]) &&
			!answer_same(&s->asked_about[i], s->draft, s->form->fields[i]))
			asked_drop(s);
	s->desk.env.asked = s->asked_judges ? session_asked(s) : NULL;
}

bool
session_has_server(const struct session *s)
{
	const struct field *url = form_role(s->form, ROLE_SCEP_URL);

	return url && draft_applies(s->draft, url, NULL) && !draft_is_empty(s->draft, url);
}

void
session_take_asked(struct session *s, struct ask_run *run, bool judges)
{
	asked_drop(s);
	s->asked = run;
	s->asked_judges = judges;
	s->asked_about = xcalloc(s->form->nfields, sizeof *s->asked_about);
	for (size_t i = 0; i < s->form->nfields; i++) {
		answer_init(&s->asked_about[i]);
		answer_take(&s->asked_about[i], s->draft, s->form->fields[i]);
	}
}

const struct asked *
session_asked(const struct session *s)
{
	return s->asked ? ask_run_facts(s->asked) : NULL;
}

void
session_keep_trial(struct session *s, const char *subject, const struct asked_trial *trial)
{
	enum asked_trial_status status = trial ? trial->status : TRIAL_UNREAD;
	STRBUF(line);

	if (status == TRIAL_NONE || status == TRIAL_REFUSED)
		return;
	strbuf_addf(&line, "%s a certificate for %s",
		status == TRIAL_ISSUED    ? "The CA has issued"
		: status == TRIAL_PENDING ? "The CA may still issue"
					  : "The CA may have issued",
		subject);
	if (status == TRIAL_ISSUED)
		strbuf_addf(&line, ", serial number %s", trial->serial);
	if (trial && trial->transaction && *trial->transaction)
		strbuf_addf(&line, ", transaction %s", trial->transaction);
	strbuf_addch(&line, '.');
	strvec_push(&s->trials, line.buf);
}

void
session_release(struct session *s)
{
	for (size_t i = 0; s->form && i < s->form->nfields; i++) {
		answer_release(&s->fields[i].opened);
		answer_release(&s->fields[i].known);
		strbuf_release(&s->fields[i].known_note);
	}
	free(s->fields);
	asked_drop(s);
	strvec_release(&s->trials);
	desk_release(&s->desk);
	findings_release(&s->found);
	original_check_free(s->original);
	strvec_release(&s->export_lines);
	strbuf_release(&s->exported);
}

void
session_check(struct session *s)
{
	s->desk.env.readable_by_others = s->file->readable_by_others;
	asked_settle(s);
	findings_release(&s->found);
	draft_verdict_again(&s->original, &s->desk, &s->found);
}

/* What a crash would say of what was typed: only what is true. */
static const char *
session_note(const struct session *s)
{
	enum recovery_state state = recovery_state(s->recovery);
	bool kept = state == RECOVERY_READY || state == RECOVERY_LEFT;

	return kept && !*recovery_trouble(s->recovery)
		       ? "what was typed and not saved is offered when the draft is opened again"
		       : NULL;
}

bool
session_follow(struct session *s, const struct recovery_now *now)
{
	bool told = s->told_trouble;

	recovery_follow(s->recovery, now);
	fatal_note(session_note(s));
	s->told_trouble = *recovery_trouble(s->recovery);
	return s->told_trouble && !told;
}

void
session_leave(struct session *s, bool keep)
{
	if (s->recovery && s->discarded)
		recovery_discard(s->recovery);
	recovery_close(s->recovery, keep && (s->discarded || !s->done));
	s->recovery = NULL;
	fatal_note(NULL);
	merge_release(&s->merge);
}

/* What becomes of what is unsaved, for the last line. */
static void
farewell_guard(const struct session *s, struct strbuf *out)
{
	enum recovery_state state = s->recovery ? recovery_state(s->recovery) : RECOVERY_READY;
	STRBUF(who);

	if (s->look)
		;
	else if (state == RECOVERY_HELD)
		strbuf_addstr(out, ", and open in another session");
	else if (state == RECOVERY_FOREIGN)
		strbuf_addstr(out, ", and perhaps open in another user's session");
	else if (state == RECOVERY_LEFT)
		strbuf_addstr(out, ", and unsaved changes of an earlier session are kept");
	else if (s->recovery && recovery_is_asked(s->recovery, &who))
		strbuf_addf(out, "%s taken over by %s",
			session_is_saved(s) || *recovery_trouble(s->recovery) ? ";" : ", but kept:",
			who.buf);
	else if (s->discarded && s->recovery && !*recovery_trouble(s->recovery))
		strbuf_addstr(out, ", but kept until the draft is opened again");
	else if (session_has_unsaved(s) && !s->done && s->recovery && state == RECOVERY_READY &&
		 !*recovery_trouble(s->recovery))
		strbuf_addstr(out, ", but kept, and offered when it is opened");
}

/* ", 2 errors (URL, Fingerprint)" */
static void
farewell_problems(const struct session *s, struct strbuf *out)
{
	STRBUF(labels);
	size_t n = session_errors(s, &labels);

	if (!n)
		return;
	strbuf_addf(out, ", %zu %s (", n, plural(n, "error", "errors"));
	text_show(out, labels.buf, labels.len);
	strbuf_addstr(out, ")");
}

/* A line each: without the number nobody can revoke it. */
static void
farewell_trials(const struct session *s, struct strbuf *out)
{
	for (size_t i = 0; i < s->trials.n; i++) {
		strbuf_addch(out, '\n');
		text_show(out, s->trials.v[i], strlen(s->trials.v[i]));
	}
}

void
session_farewell(const struct session *s, struct strbuf *out)
{
	if (s->file->path)
		text_show(out, s->file->path, strlen(s->file->path));
	else
		strbuf_addstr(out, "new draft");
	strbuf_addstr(out, session_is_saved(s) && !path_exists(s->file->path) ? ": removed"
			   : s->look             ? ": read-only, not changed"
			   : session_is_saved(s) ? ": saved"
			   : session_is_new(s)   ? ": not saved"
						 : ": last changes not saved");
	if (session_is_exported(s)) {
		strbuf_addstr(out, ", exported to ");
		text_show(out, s->exported.buf, s->exported.len);
	}
	farewell_guard(s, out);
	farewell_problems(s, out);
	farewell_trials(s, out);
}
