/* Accepting a finding: what is known and stays, with the reason, is kept in the draft and no longer counts. */
#include "model/accept.h"

#include "base/text.h"

#include "ui/wizard/machine.h"

void
wizard_show_accepted(const struct wizard *w, const struct field *field, struct strbuf *out)
{
	STRBUF(line);

	for (size_t i = 0; i < w->s.found.n && !line.len; i++)
		if (w->s.found.v[i].field == field && w->s.found.v[i].accepted) {
			strbuf_addstr(&line, "Accepted: ");
			acceptance_show(w->s.found.v[i].accepted, &line);
		}
	if (line.len && out->len)
		strbuf_addch(out, '\n');
	text_show(out, line.buf, line.len);
}

void
accept_ask_reason(struct wizard *w)
{
	const struct acceptance *old = draft_acceptance(w->s.draft, w->ask.accepting->id);
	STRBUF(question);

	strbuf_addf(&question, "Accept %s because: ", w->ask.accepting->id);
	wizard_ask(w, QUESTION_ACCEPT, question.buf, old ? old->reason : "");
}

static void
accept_ask_back(struct wizard *w)
{
	STRBUF(question);

	strbuf_addf(&question, "%s is accepted. ", w->ask.accepting->id);
	wizard_ask(w, QUESTION_UNACCEPT, question.buf, NULL);
}

void
wizard_ask_accept(struct wizard *w)
{
	struct subject subject = page_subject(w);

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
	} else {
		w->ask.accepting = subject.rule;
		if (subject.is_accepted)
			accept_ask_back(w);
		else
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
