/* Plain mode: the loop, and what happens when the input ends before the wizard does. */
#include "ui/plain/plain.h"

#include <signal.h>
#include <string.h>

#include "base/rescue.h"
#include "base/signals.h"

#include "ui/plain/state.h"
#include "ui/tty/edit_folder.h"
#include "ui/tty/editor.h"
#include "ui/tty/keeping.h"

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
	if (!p->io.terminal) {
		plain_say(&p->io, "An editor needs a terminal. Type the text instead.");
		return;
	}
	plain_flush(&p->io);
	editor_run_wizard(p->wizard);
	p->asked = true;
}

/* What the last answer did, before another draft is there. */
static void
plain_say_news(struct plain *p)
{
	const struct view *view = wizard_view(p->wizard);

	if (view->notice)
		plain_say_message(p, view->mark, view->message);
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
	case WIZARD_ASK:
		plain_flush(&p->io);
		keeping_ask(p->wizard);
		break;
	case WIZARD_FETCH:
		plain_flush(&p->io);
		keeping_fetch(p->wizard);
		p->asked = true;
		break;
	case WIZARD_OPEN:
		plain_say_news(p);
		p->opens = true;
		return false;
	case WIZARD_QUIT:
		return false;
	}
	return true;
}

/* "Asking ca.example.org. ^C stops." What it is doing, and for how long, are for the screen. */
static void
plain_say_waiting(struct plain *p, const char *prompt)
{
	const char *end = strchr(prompt, ',');
	const char *doing = strstr(prompt, ": ");

	if (doing && (!end || doing < end))
		end = doing;
	plain_say(&p->io, "%.*s. ^C stops.", (int)(end ? (size_t)(end - prompt) : strlen(prompt)),
		prompt);
}

/* Until the server has answered, which a dot tells every few seconds. What is typed meanwhile waits; ^C stops it. */
static void
plain_wait(struct plain *p)
{
	while (p->input == PLAIN_LINE && wizard_wait_ms(p->wizard) >= 0) {
		struct pollfd fds[WIZARD_FDS];
		size_t n = wizard_wait_fds(p->wizard, fds);

		p->input = plain_io_wait(&p->io, fds, n, wizard_wait_ms(p->wizard), p->err);
		if (p->input == PLAIN_LINE)
			wizard_continue(p->wizard);
		plain_fulfil(p); /* the keeper may have to ask */
	}
	plain_io_end_wait(&p->io);
	if (wizard_view(p->wizard)->prompt)
		plain_io_drop(&p->io); /* nobody has seen this question yet */
	p->asked = true;
	if (p->input == PLAIN_INTERRUPT) {
		wizard_act(p->wizard, ACTION_LEAVE);
		p->input = PLAIN_LINE;
	}
}

/* What the server said, a line for each fact. */
static void
plain_say_facts(struct plain *p)
{
	STRVEC(lines);
	bool cut = false;

	if (!wizard_take_facts(p->wizard, &lines))
		return;
	for (size_t i = 0; i < lines.n; i++) {
		STRBUF(brief);
		STRBUF(whole);

		plain_hash(lines.v[i], false, &brief);
		plain_hash(lines.v[i], true, &whole);
		cut = cut || strcmp(brief.buf, whole.buf) != 0;
		plain_say(&p->io, "%s.", brief.buf);
	}
	if (cut)
		plain_teach(p, LESSON_FACTS);
}

/* One question and its answer, or what a server has said; false at the end. */
static bool
plain_step(struct plain *p)
{
	const struct view *view = wizard_view(p->wizard);

	if (wizard_wait_ms(p->wizard) >= 0) {
		/* once, also if a question is on the way */
		if (p->runs != wizard_runs(p->wizard))
			plain_say_waiting(p, view->prompt);
		p->runs = wizard_runs(p->wizard);
		plain_wait(p);
		return plain_fulfil(p) && p->input == PLAIN_LINE;
	}
	plain_say_facts(p);
	plain_announce(p, view);
	plain_place(view, &p->io.place);
	if (plain_next(p, "> ", plain_is_secret(view)))
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
	STRBUF(lost);

	if (p->input == PLAIN_LINE)
		return 0;
	wizard_hide_secrets(p->wizard);
	if (wizard_view(p->wizard)->prompt)
		wizard_act(p->wizard, ACTION_LEAVE);
	if (p->input == PLAIN_END)
		plain_say(&p->io, "The input has ended.");
	if (wizard_rescue_quick(p->wizard, &lost) < 0)
		error_add(p->err, "%sthe answers are not saved: %s", p->err->len ? "; " : "",
			lost.buf);
	else if (wizard_has_unsaved(p->wizard))
		plain_save(p);
	return p->err->len ? -1 : 0;
}

int
plain_run(struct wizard *wizard, int in, int out, struct strbuf *err)
{
	struct plain p = { .wizard = wizard,
		.err = err,
		.line = STRBUF_INIT,
		.next = STRBUF_INIT,
		.shown = STRBUF_INIT,
		.doubted = STRBUF_INIT,
		.visited = STRVEC_INIT,
		.erred = STRVEC_INIT,
		.heard = STRVEC_INIT };
	STRBUF(left);
	int result;

	signals_open(in);
	rescue_open(in, out);
	plain_io_init(&p.io, in, out);
	edit_folders_say_left(&left);
	if (left.len)
		plain_say(&p.io, "%s", left.buf);
	wizard_spell(wizard, plain_spell);
	wizard_compare(wizard);
	plain_say(&p.io, "%s.", wizard_view(wizard)->title);
	while (plain_step(&p))
		;
	result = plain_end(&p);
	plain_flush(&p.io);
	if (p.opens)
		plain_io_hand_on(&p.io);
	plain_io_release(&p.io);
	rescue_close();
	if (p.input == PLAIN_FAILED)
		signals_end();
	signals_close();
	strbuf_release(&p.line);
	strbuf_release(&p.next);
	strbuf_release(&p.shown);
	strbuf_release(&p.doubted);
	strvec_release(&p.visited);
	strvec_release(&p.erred);
	strvec_release(&p.heard);
	return result;
}
