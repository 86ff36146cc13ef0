/* Plain mode: the loop, and what happens when the input ends before the wizard does. */
#include "ui/plain/plain.h"

#include <signal.h>

#include "ui/plain/state.h"
#include "ui/tty/editor.h"
#include "ui/tty/rescue.h"
#include "ui/tty/signals.h"

void
plain_act(struct plain *p, enum action action)
{
	wizard_act(p->wizard, action);
	p->asked = true;
}

void
plain_replace(struct plain *p, const char *text, size_t len)
{
	wizard_replace(p->wizard, text, len);
	p->asked = true;
}

bool
plain_next(struct plain *p, const char *question, bool secret)
{
	if (p->next.len) {
		strbuf_set(&p->line, p->next.buf);
		strbuf_clear(&p->next);
		return true;
	}
	p->input = plain_ask(&p->io, question, secret, &p->line, p->err);
	return p->input == PLAIN_LINE;
}

static void
plain_edit(struct plain *p)
{
	STRBUF(edited);
	STRBUF(err);
	STRVEC(hidden);

	if (!p->io.terminal) {
		plain_say(&p->io, "An editor needs a terminal; type the text instead.");
		return;
	}
	wizard_editor_hidden(p->wizard, &hidden);
	plain_flush(&p->io);
	if (editor_run(wizard_editor_text(p->wizard), &hidden, &edited, &err) == 0)
		wizard_editor_done(p->wizard, edited.buf, edited.len);
	if (err.len)
		plain_say_message(p, '!', err.buf);
}

/* False where the wizard is at its end. */
static bool
plain_fulfil(struct plain *p)
{
	switch (wizard_wants(p->wizard)) {
	case WIZARD_GO_ON:
	case WIZARD_REPAINT:
	case WIZARD_SUSPEND:
		break;
	case WIZARD_EDITOR:
		plain_edit(p);
		break;
	case WIZARD_OPEN:
	case WIZARD_QUIT:
		return false;
	}
	return true;
}

/* One question and its answer; false at the end. */
static bool
plain_step(struct plain *p)
{
	const struct view *view = wizard_view(p->wizard);
	STRBUF(question);

	plain_announce(p, view);
	plain_question(view, &question);
	if (plain_next(p, question.buf, plain_is_secret(view)))
		plain_answer(p);
	if (p->input == PLAIN_INTERRUPT) {
		plain_act(p, ACTION_LEAVE);
		p->input = PLAIN_LINE;
	}
	return plain_fulfil(p) && p->input == PLAIN_LINE;
}

/* Nobody is left who could answer, so a question on the way means that it was not saved. */
static void
plain_save(struct plain *p)
{
	const struct view *view;

	wizard_act(p->wizard, ACTION_SAVE);
	view = wizard_view(p->wizard);
	if (!wizard_has_unsaved(p->wizard)) {
		plain_say_message(p, view->mark, wizard_view(p->wizard)->message);
		return;
	}
	view = wizard_view(p->wizard);
	error_add(p->err, "%sthe last changes are not saved: %s", p->err->len ? "; " : "",
		!view->prompt       ? view->message
		: view->prompt_edit ? "the draft is in no file yet"
				    : "its file was changed or removed since it was opened");
}

/* The end of the input is no reason to lose anything. */
static int
plain_end(struct plain *p)
{
	if (p->input == PLAIN_LINE)
		return 0;
	wizard_hide_secrets(p->wizard);
	if (wizard_view(p->wizard)->prompt)
		wizard_act(p->wizard, ACTION_LEAVE);
	if (p->input == PLAIN_END)
		plain_say(&p->io, "The input has ended.");
	if (wizard_has_unsaved(p->wizard))
		plain_save(p);
	return p->err->len ? -1 : 0;
}

/* Whoever reads the output may go away: that is an error then, and no sudden end. */
int
plain_run(struct wizard *wizard, int in, int out, struct strbuf *err)
{
	struct plain p = { .wizard = wizard,
		.err = err,
		.line = STRBUF_INIT,
		.next = STRBUF_INIT,
		.shown = STRBUF_INIT };
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
	int result;

	sigemptyset(&ignore.sa_mask);
	sigaction(SIGPIPE, &ignore, &before);
	signals_open();
	rescue_open();
	plain_io_init(&p.io, in, out);
	wizard_spell(wizard, plain_spell);
	wizard_compare(wizard);
	while (plain_step(&p))
		;
	result = plain_end(&p);
	plain_flush(&p.io);
	plain_io_release(&p.io);
	rescue_close();
	if (p.input == PLAIN_FAILED)
		signals_end();
	signals_close();
	sigaction(SIGPIPE, &before, NULL);
	strbuf_release(&p.line);
	strbuf_release(&p.next);
	strbuf_release(&p.shown);
	return result;
}
