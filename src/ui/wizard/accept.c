/* Accepting a finding: what is known and stays, with the reason, is kept in the draft and no longer counts. */
#include "model/accept.h"

#include "base/text.h"

#include "ui/wizard/state.h"

struct subject
subject_of(const struct finding *finding)
{
	return (struct subject){ rule_find(finding->rule), finding->severity == SEVERITY_ERROR,
		finding->accepted != NULL };
}

/* The gravest finding of a field; one that is accepted if it has no other. */
static struct subject
subject_of_field(const struct wizard *w, const struct field *field)
{
	const struct finding *finding = findings_of(&w->found, field);

	for (size_t i = 0; i < w->found.n && !finding; i++)
		if (w->found.v[i].field == field)
			finding = &w->found.v[i];
	return finding ? subject_of(finding) : (struct subject){ 0 };
}

/* What is under the focus of the page. */
static struct subject
accept_subject(const struct wizard *w)
{
	if (w->page == VIEW_REVIEW)
		return w->lists[VIEW_REVIEW].rows[w->lists[VIEW_REVIEW].focus].about;
	return wizard_field(w) ? subject_of_field(w, wizard_field(w)) : (struct subject){ 0 };
}

void
wizard_show_accepted(const struct wizard *w, const struct field *field, struct strbuf *out)
{
	struct strbuf line = STRBUF_INIT;

	for (size_t i = 0; i < w->found.n && !line.len; i++)
		if (w->found.v[i].field == field && w->found.v[i].accepted) {
			strbuf_addstr(&line, "Accepted: ");
			acceptance_show(w->found.v[i].accepted, &line);
		}
	if (line.len && out->len)
		strbuf_addch(out, '\n');
	text_show(out, line.buf, line.len);
	strbuf_release(&line);
}

void
accept_ask_reason(struct wizard *w)
{
	const struct acceptance *old = draft_acceptance(w->draft, w->accepting->id);
	struct strbuf question = STRBUF_INIT;

	strbuf_addf(&question, "Accept %s because: ", w->accepting->id);
	wizard_ask(w, QUESTION_ACCEPT, question.buf, old ? old->reason : "");
	strbuf_release(&question);
}

static void
accept_ask_back(struct wizard *w)
{
	struct strbuf question = STRBUF_INIT;

	strbuf_addf(&question, "%s is accepted. ", w->accepting->id);
	wizard_ask(w, QUESTION_UNACCEPT, question.buf, NULL);
	strbuf_release(&question);
}

void
wizard_ask_accept(struct wizard *w)
{
	struct subject subject = accept_subject(w);

	if (w->look) {
		wizard_say(w, ' ', "Read-only: another session has the draft.");
	} else if (!subject.rule) {
		wizard_say(w, ' ',
			w->page == VIEW_REVIEW ? "Choose a row that shows a warning or a note."
					       : "This field has no warning and no note.");
	} else if (subject.is_error) {
		wizard_say(w, '!', "An error cannot be accepted. Fix it.");
	} else if (subject.rule->flags & RULE_OF_ACCEPTED) {
		wizard_say(w, ' ',
			"This is about what is accepted. Choose the warning or note itself.");
	} else {
		w->accepting = subject.rule;
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
	if (w->page == VIEW_REVIEW)
		review_fill(w);
}

void
wizard_take_accept(struct wizard *w, const char *reason)
{
	struct acceptance a = { 0 };
	struct strbuf err = STRBUF_INIT;

	if (accept_make(w->draft, &w->around.env, &w->found, w->accepting, reason, &a, &err) == 0) {
		draft_accept(w->draft, &a);
		accept_changed(w);
		wizard_say(
			w, '+', "Accepted. It counts again if a value changes that it is about.");
	} else {
		wizard_say(w, '!', "Not accepted: %s.", err.buf);
	}
	acceptance_release(&a);
	strbuf_release(&err);
}

void
accept_take_back(struct wizard *w)
{
	draft_unaccept(w->draft, w->accepting->id);
	accept_changed(w);
	wizard_say(w, ' ', "No longer accepted.");
}
