/* What people say about a field, kept in the draft: comments, which whoever fixes it reads in the review and beside the
 * field, and findings that are known and stay, with the reason: they no longer count. */
#include <string.h>

#include "base/text.h"

#include "model/accept.h"

#include "ui/wizard/machine.h"

const struct field *
wizard_note_typed(const struct wizard *w, const char **text)
{
	const struct field *field = wizard_asks(w, QUESTION_NOTE) ? page_field(w) : NULL;
	STRBUF(before);

	if (field)
		page_comment(w, field, &before);
	if (field && !strcmp(before.buf, w->ask.edit.text.buf))
		field = NULL;
	*text = w->ask.edit.text.buf;
	return field;
}

void
wizard_ask_note(struct wizard *w)
{
	const struct field *field = page_field(w);
	STRBUF(question);
	STRBUF(line);

	if (w->s.look) {
		wizard_say(w, ' ', "Read-only: another session has the draft.");
	} else if (field) {
		strbuf_addstr(&question, "Comment on ");
		text_show(&question, field->label, strlen(field->label));
		strbuf_addstr(&question, ": ");
		page_comment(w, field, &line);
		wizard_ask(w, QUESTION_NOTE, question.buf, line.buf);
	} else {
		wizard_say(w, ' ', "A comment belongs to a field; choose a row that shows one.");
	}
}

void
wizard_take_note(struct wizard *w, const char *text)
{
	const struct field *field = page_field(w);
	STRBUF(before);

	page_comment(w, field, &before);
	if (strcmp(before.buf, text) != 0) {
		draft_set_note(w->s.draft, field, text);
		if (*text)
			wizard_say(w, '+', "The comment is in the draft, and in no profile.");
		else
			wizard_say(w, ' ', "The comment was removed.");
	}
	page_refill(w);
}

void
accept_ask_reason(struct wizard *w)
{
	const struct acceptance *old = draft_acceptance(w->s.draft, w->ask.accepting->id);
	STRBUF(question);

	strbuf_addf(&question, "Accept %s because: ", w->ask.accepting->id);
	wizard_ask(w, QUESTION_ACCEPT, question.buf, old ? old->reason : "");
}

void
wizard_ask_accept(struct wizard *w)
{
	struct subject subject = page_subject(w);
	STRBUF(question);

	if (w->s.look) {
		wizard_say(w, ' ', "Read-only: another session has the draft.");
	} else if (!subject.rule) {
		wizard_say(w, ' ',
			review_is_open(w) ? "Choose a row that shows a warning or a note."
					  : "This field has no warning and no note.");
	} else if (subject.is_error) {
		wizard_say(w, '!', "An error cannot be accepted. Fix it.");
	} else if (subject.rule->flags & RULE_OF_ACCEPTED) {
		wizard_say(w, ' ',
			"This is about what is accepted. Choose the warning or note itself.");
	} else if (subject.is_accepted) {
		w->ask.accepting = subject.rule;
		strbuf_addf(&question, "%s is accepted. ", subject.rule->id);
		wizard_ask(w, QUESTION_UNACCEPT, question.buf, NULL);
	} else {
		w->ask.accepting = subject.rule;
		accept_ask_reason(w);
	}
}

/* After a change of what is accepted. */
static void
accept_changed(struct wizard *w)
{
	wizard_recheck(w);
	page_refill(w);
}

void
wizard_take_accept(struct wizard *w, const char *reason)
{
	struct acceptance a = { 0 };
	STRBUF(err);

	if (accept_make(w->s.draft, &w->s.desk.env, &w->s.found, w->ask.accepting, reason, &a,
		    &err) == 0) {
		draft_accept(w->s.draft, &a);
		accept_changed(w);
		wizard_say(
			w, '+', "Accepted. It counts again if a value changes that it is about.");
	} else {
		wizard_say(w, '!', "Not accepted: %s.", err.buf);
	}
	acceptance_release(&a);
}

void
accept_take_back(struct wizard *w)
{
	draft_unaccept(w->s.draft, w->ask.accepting->id);
	accept_changed(w);
	wizard_say(w, ' ', "No longer accepted.");
}
