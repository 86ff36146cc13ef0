/* A session: what is known of the draft, without regard to what shows of it. */
#include "ui/wizard/session.h"

#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

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
answer_take(struct answer_copy *copy, const struct draft *draft, const struct field *field)
{
	copy->answered = draft_is_answered(draft, field);
	copy->unread = draft_unread(draft, field) != NULL;
	copy->source = draft_source(draft, field);
	strbuf_set(&copy->text, draft_text(draft, field));
	strbuf_set(&copy->source_name, draft_source_name(draft, field));
}

void
answer_copy(struct answer_copy *to, const struct answer_copy *from)
{
	to->answered = from->answered;
	to->unread = from->unread;
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

void
session_judge_filled(struct session *s)
{
	for (size_t i = 0; i < s->form->nfields; i++)
		s->fields[i].checked |= !draft_is_empty(s->draft, s->form->fields[i]);
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
session_state(const struct session *s)
{
	if (s->look)
		return "read-only";
	return session_is_new(s) ? "new" : session_is_saved(s) ? "saved" : "changed";
}

void
session_title(const struct session *s, struct strbuf *out)
{
	char *name = s->file->path ? path_name(s->file->path) : xstrdup("new draft");

	text_show(out, name, strlen(name));
	free(name);
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
	enum answer_source source = draft_source(s->draft, field);

	if (source == ANSWER_ENVIRONMENT)
		strbuf_addf(out, "from the environment variable %s",
			draft_source_name(s->draft, field));
	else if (source == ANSWER_PROMPT)
		strbuf_addstr(out, "asked for at the export");
	else
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
	bool asked = s->journal && journal_is_asked(s->journal, &who);
	return asked;
}

bool
session_has_unsaved(const struct session *s)
{
	return !s->look && !session_is_saved(s) && !session_is_asked_for(s) &&
	       !(s->journal && journal_state(s->journal) != JOURNAL_READY &&
		       journal_state(s->journal) != JOURNAL_OFF);
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

		strbuf_init(&s->fields[i].opened.text);
		strbuf_init(&s->fields[i].opened.source_name);
		answer_take(&s->fields[i].opened, s->draft, field);
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
		.export_lines = STRVEC_INIT };
	if (!file)
		return;
	s->draft = file->draft;
	s->form = draft_form(file->draft);
	desk_lay(&s->desk, file, NULL);
	s->desk.env.neighbours = NULL;
	fields_begin(s);
}

void
session_release(struct session *s)
{
	for (size_t i = 0; s->form && i < s->form->nfields; i++)
		answer_release(&s->fields[i].opened);
	free(s->fields);
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
	findings_release(&s->found);
	draft_verdict_again(&s->original, &s->desk, &s->found);
}

/* What a crash would say of what was typed: only what is true. */
static const char *
session_note(const struct session *s)
{
	enum journal_state state = journal_state(s->journal);
	bool kept = state == JOURNAL_READY || state == JOURNAL_LEFT;

	return kept && !*journal_trouble(s->journal)
		       ? "what was typed and not saved is offered when the draft is opened again"
		       : NULL;
}

bool
session_follow(struct session *s, const struct journal_now *now)
{
	bool told = s->told_trouble;

	journal_follow(s->journal, now);
	fatal_note(session_note(s));
	s->told_trouble = *journal_trouble(s->journal);
	return s->told_trouble && !told;
}

void
session_leave(struct session *s, bool keep)
{
	journal_close(s->journal, keep && !s->done);
	s->journal = NULL;
	fatal_note(NULL);
	merge_release(&s->merge);
}

/* What becomes of what is unsaved, for the last line. */
static void
farewell_guard(const struct session *s, struct strbuf *out)
{
	enum journal_state state = s->journal ? journal_state(s->journal) : JOURNAL_OFF;
	STRBUF(who);

	if (s->look)
		strbuf_addstr(out, ", read only");
	else if (state == JOURNAL_HELD)
		strbuf_addstr(out, ", and open in another session");
	else if (state == JOURNAL_FOREIGN)
		strbuf_addstr(out, ", and perhaps open in another user's session");
	else if (state == JOURNAL_LEFT)
		strbuf_addstr(out,
			"; what an earlier session did not save is still kept, and offered when it is opened");
	else if (s->journal && journal_is_asked(s->journal, &who))
		strbuf_addf(out, "%s taken over by %s",
			session_is_saved(s) || *journal_trouble(s->journal) ? ";" : ", but kept:",
			who.buf);
	else if (session_has_unsaved(s) && !s->done && state == JOURNAL_READY &&
		 !*journal_trouble(s->journal))
		strbuf_addstr(out, ", but kept, and offered when it is opened");
}

/* ", 2 problems (URL, Fingerprint)" */
static void
farewell_problems(const struct session *s, struct strbuf *out)
{
	size_t n = findings_count(&s->found, SEVERITY_ERROR);
	STRBUF(labels);

	if (!n)
		return;
	findings_error_labels(&s->found, &labels);
	strbuf_addf(out, ", %zu %s (", n, plural(n, "problem", "problems"));
	text_show(out, labels.buf, labels.len);
	strbuf_addstr(out, ")");
}

void
session_farewell(const struct session *s, struct strbuf *out)
{
	if (s->file->path)
		text_show(out, s->file->path, strlen(s->file->path));
	else
		strbuf_addstr(out, "new draft");
	strbuf_addstr(out, session_is_saved(s) && !path_exists(s->file->path) ? ": removed"
			   : session_is_saved(s)                              ? ": saved"
			   : session_is_new(s)                                ? ": not saved"
					       : ": last changes not saved");
	if (session_is_exported(s)) {
		strbuf_addstr(out, ", exported to ");
		text_show(out, s->exported.buf, s->exported.len);
	}
	farewell_guard(s, out);
	farewell_problems(s, out);
}
