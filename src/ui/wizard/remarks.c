/* What people say about a field, kept in the draft: comments, shown to the person who fixes it, in the review and beside
 * the field; and findings that are known and stay, with the reason: they no longer count. */
#include <stdint.h>
#include <string.h>

#include "base/account.h"
#include "base/text.h"

#include "model/accept.h"
#include "model/comments.h"
#include "model/rules.h"

#include "ui/wizard/machine.h"

/* The comments on the field under the focus. */
static void
comments_here(const struct wizard *w, struct comments *list)
{
	comments_read(list, draft_note(w->s.draft, page_field(w)));
}

/* As it is edited: in one line. */
static void
comment_line(const struct comments *list, size_t at, struct strbuf *out)
{
	if (at < list->n)
		strbuf_addstr(out, list->v[at].text);
	strbuf_trim(out);
	strbuf_one_line(out, 0);
}

/* Whether another text was typed; list becomes the comments before. */
static bool
comment_is_changed(const struct wizard *w, const char *text, struct comments *list)
{
	STRBUF(before);

	comments_here(w, list);
	comment_line(list, w->ask.comment, &before);
	return strcmp(before.buf, text) != 0;
}

const struct field *
wizard_note_typed(const struct wizard *w, struct strbuf *note)
{
	const struct field *field = wizard_asks(w, QUESTION_NOTE) ? page_field(w) : NULL;
	COMMENTS(list);

	if (!field || !comment_is_changed(w, w->ask.edit.text.buf, &list) ||
		!comments_say(&list, w->ask.comment, w->ask.edit.text.buf))
		return NULL;
	comments_write(&list, note);
	return field;
}

void
comment_ask_text(struct wizard *w)
{
	COMMENTS(list);
	STRBUF(question);
	STRBUF(line);

	comments_here(w, &list);
	comment_line(&list, w->ask.comment, &line);
	strbuf_addstr(&question, "Comment on ");
	text_show(&question, page_field(w)->label, strlen(page_field(w)->label));
	strbuf_addstr(&question, ": ");
	wizard_ask(w, QUESTION_NOTE, question.buf, line.buf);
}

void
comment_ask_another(struct wizard *w)
{
	w->ask.comment = SIZE_MAX;
	comment_ask_text(w);
}

/* Nobody else is named. */
static bool
comment_is_own(const struct comment *comment)
{
	STRBUF(name);

	account_name(&name);
	return !*comment->by || !strcmp(comment->by, name.buf);
}

static void
comment_ask_what(struct wizard *w, const struct comment *comment)
{
	STRBUF(author);
	STRBUF(question);

	comment_show_author(comment, &author);
	strbuf_addstr(&question, "Comment (");
	text_show(&question, author.buf, author.len);
	strbuf_addch(&question, ')');
	if (w->spell) { /* which shows it nowhere else */
		STRBUF(text);

		strbuf_addstr(&text, comment->text);
		strbuf_trim(&text);
		strbuf_addstr(&question, ": ");
		text_show(&question, text.buf, text.len);
	}
	strbuf_addstr(&question, strchr(".?!", question.buf[question.len - 1]) ? " " : ". ");
	wizard_ask(w, QUESTION_COMMENT, question.buf, NULL);
}

/* Of a row that shows a comment, that one; else the last open one. */
void
wizard_ask_note(struct wizard *w)
{
	const struct field *field = page_field(w);
	size_t number = review_is_open(w) ? page_row(w)->comment : 0, at;
	COMMENTS(list);

	if (quick_refuses(w) || wizard_only_looks(w))
		return;
	if (!field) {
		wizard_say(w, ' ', "A comment belongs to a field. %s",
			w->spell ? "Go to it first, such as go 12."
				 : "Choose a row that shows one.");
		return;
	}
	comments_here(w, &list);
	at = number ? number - 1 : list.n;
	while (!number && at > 0 && list.v[at - 1].done)
		at--;
	w->ask.comment = number ? at : at - 1; /* before the first: a new one */
	if (w->ask.comment < list.n)
		comment_ask_what(w, &list.v[w->ask.comment]);
	else
		comment_ask_text(w);
}

static void
comments_take(struct wizard *w, const struct comments *list)
{
	comments_put(w->s.draft, page_field(w), list);
	page_refill(w);
}

static void
comment_drop(struct wizard *w, struct comments *list)
{
	comments_remove(list, w->ask.comment);
	comments_take(w, list);
	wizard_say(w, ' ', "The comment was removed. ^_ brings it back.");
}

/* The user's own goes at once. */
static void
comment_ask_drop(struct wizard *w, struct comments *list)
{
	const struct comment *comment = &list->v[w->ask.comment];
	STRBUF(question);

	if (comment_is_own(comment)) {
		comment_drop(w, list);
		return;
	}
	text_show(&question, comment->by, strlen(comment->by));
	strbuf_addstr(&question, " wrote this comment. ");
	wizard_ask(w, QUESTION_COMMENT_DROP, question.buf, NULL);
}

void
wizard_take_note(struct wizard *w, const char *text)
{
	COMMENTS(list);
	STRBUF(err);
	bool changed = comment_is_changed(w, text, &list);

	if (!changed || (text_is_blank(text) && w->ask.comment >= list.n)) {
		page_refill(w);
	} else if (text_is_blank(text)) {
		comment_ask_drop(w, &list);
	} else if (draft_secret_refuse(w->s.draft, "the comment", text, &err) < 0) {
		wizard_say(w, '!', "Not kept: %s.", err.buf);
	} else if (!comments_say(&list, w->ask.comment, text)) {
		wizard_say(w, '!',
			"No room for this comment: a field has at most %d. Delete others.",
			COMMENTS_MAX);
	} else {
		comments_take(w, &list);
		wizard_say(w, '+', "The comment is kept in the draft. It is not exported.");
	}
}

static const struct comment *
comment_asked(const struct wizard *w, struct comments *list)
{
	comments_here(w, list);
	return &list->v[w->ask.comment];
}

bool
comment_is_open(const struct wizard *w)
{
	COMMENTS(list);

	return !comment_asked(w, &list)->done;
}

bool
comment_is_done(const struct wizard *w)
{
	return !comment_is_open(w);
}

void
comment_turn(struct wizard *w)
{
	bool done = comment_is_open(w);
	COMMENTS(list);

	comments_here(w, &list);
	list.v[w->ask.comment].done = done;
	comments_take(w, &list);
	wizard_say(w, '+', done ? "The comment is done." : "The comment is open again.");
}

void
comment_remove(struct wizard *w)
{
	COMMENTS(list);

	comments_here(w, &list);
	comment_ask_drop(w, &list);
}

void
comment_remove_other(struct wizard *w)
{
	COMMENTS(list);

	comments_here(w, &list);
	comment_drop(w, &list);
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

	if (quick_refuses(w) || wizard_only_looks(w))
		return;
	if (!subject.rule) {
		wizard_say(w, ' ',
			review_is_open(w) && w->spell
				? "Go to the field of the warning or note first, such as go 12."
			: review_is_open(w) ? "Choose a row that shows a warning or a note."
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
		wizard_say(w, '+',
			"Accepted. It is reported again if a value that it is about "
			"changes.");
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
