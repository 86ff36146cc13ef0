/* The start page in plain mode. */
#include "ui/plain/drafts.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#include "ui/plain/io.h"
#include "ui/tty/rescue.h"
#include "ui/tty/signals.h"

struct drafts {
	struct wizard *start;
	struct plain_io io;
	struct strbuf line, *err;
	bool listed;
	enum plain_input input; /* how the last question was answered */
};

/* Columns have no meaning here: "macOS  2 problems            2026-11-20" becomes items of a sentence. */
static void
drafts_say_row(struct drafts *d, size_t number, const struct view_row *row)
{
	STRBUF(text);

	strbuf_addf(&text, "%zu %s", number, row->label);
	strbuf_trim(&text);
	for (const char *part = row->value; *part;) {
		const char *end = strstr(part, "  ");
		size_t len = end ? (size_t)(end - part) : strlen(part);

		if (len)
			strbuf_addf(&text, "%s%.*s", strstr(text.buf, ": ") ? ", " : ": ", (int)len,
				part);
		part += len;
		part += strspn(part, " ");
	}
	plain_say(&d->io, "%s", text.buf);
}

/* The last row makes a draft, which has a letter here. */
static void
drafts_list(struct drafts *d)
{
	const struct view *view = wizard_view(d->start);

	plain_say(&d->io, "Drafts in %s: %s.", view->title, view->state);
	for (size_t i = 0; i + 1 < view->nrows; i++)
		drafts_say_row(d, i + 1, &view->rows[i]);
	plain_say(&d->io,
		view->nrows > 1 ? "A number opens a draft. n makes one, c and a number copies one, "
				  "= lists, q leaves."
				: "n makes a draft, q leaves.");
	d->listed = true;
}

static void
drafts_say_message(struct drafts *d)
{
	const struct view *view = wizard_view(d->start);

	if (*view->message)
		plain_say(&d->io, "%s%s",
			view->mark == '!'   ? "Problem: "
			: view->mark == '?' ? "Note: "
					    : "",
			view->message);
}

/* False where there is no draft of this number, which is said. */
static bool
drafts_focus(struct drafts *d, const char *text)
{
	char *end;
	unsigned long number = strtoul(text, &end, 10);
	size_t last = wizard_view(d->start)->nrows - 1;

	if (!*text || *end || !strchr("123456789", *text) || number > last) {
		plain_say(&d->io, "Problem: \"%s\" is no number of the list; = lists.", text);
		return false;
	}
	wizard_focus(d->start, number - 1);
	return true;
}

static bool
drafts_ask(struct drafts *d, const char *question)
{
	d->input = plain_ask(&d->io, question, false, &d->line, d->err);
	strbuf_trim(&d->line);
	return d->input == PLAIN_LINE;
}

/* The name of a draft to be made; what stands there already is taken by Enter alone. */
static void
drafts_name(struct drafts *d)
{
	const struct view *view = wizard_view(d->start);
	STRBUF(question);

	strbuf_addstr(&question, view->prompt);
	strbuf_trim(&question);
	if (view->prompt_edit->text.len)
		strbuf_addf(&question, " (Enter: %s)", view->prompt_edit->text.buf);
	strbuf_addch(&question, ' ');
	if (drafts_ask(d, question.buf)) {
		if (d->line.len)
			wizard_replace(d->start, d->line.buf, d->line.len);
		wizard_act(d->start, ACTION_ACCEPT);
	} else {
		wizard_act(d->start, ACTION_CLOSE);
	}
	drafts_say_message(d);
}

static void
drafts_make(struct drafts *d, const char *argument)
{
	if (!*argument)
		wizard_run(d->start, wizard_make_draft);
	else if (!wizard_make_of(d->start, argument)) {
		drafts_say_message(d);
		return;
	}
	drafts_name(d);
}

static void
drafts_copy(struct drafts *d, const char *argument)
{
	if (!drafts_focus(d, argument))
		return;
	wizard_run(d->start, wizard_copy_draft);
	if (wizard_view(d->start)->prompt_edit)
		drafts_name(d);
	else
		drafts_say_message(d);
}

static void
drafts_again(struct drafts *d, const char *argument)
{
	(void)argument;
	d->listed = false;
}

static void
drafts_quit(struct drafts *d, const char *argument)
{
	(void)argument;
	wizard_run(d->start, wizard_end);
}

static const struct {
	char letter;
	void (*run)(struct drafts *d, const char *argument);
} drafts_commands[] = {
	{ 'n', drafts_make },
	{ 'c', drafts_copy },
	{ '=', drafts_again },
	{ '?', drafts_again },
	{ 'q', drafts_quit },
};

static void
drafts_answer(struct drafts *d)
{
	STRBUF(line);
	const char *argument;
	size_t i = 0;

	strbuf_addstr(&line, d->line.buf); /* the next question has another */
	argument = line.buf + (line.len > 0);
	argument += strspn(argument, " ");
	while (i < ARRAY_SIZE(drafts_commands) && drafts_commands[i].letter != *line.buf)
		i++;
	if (!line.len)
		d->listed = false;
	else if (i < ARRAY_SIZE(drafts_commands))
		drafts_commands[i].run(d, argument);
	else if (drafts_focus(d, line.buf)) {
		wizard_act(d->start, ACTION_ACCEPT);
		drafts_say_message(d);
	}
}

int
plain_run_start(struct wizard *start, int in, int out, struct strbuf *err)
{
	struct drafts d = { .start = start, .line = STRBUF_INIT, .err = err };
	enum wizard_wish wish = WIZARD_GO_ON;

	signals_open();
	rescue_open();
	plain_io_init(&d.io, in, out);
	wizard_compare(start);
	while (wish == WIZARD_GO_ON && d.input == PLAIN_LINE) {
		if (!d.listed)
			drafts_list(&d);
		if (drafts_ask(&d, "Drafts: "))
			drafts_answer(&d);
		wish = wizard_wants(start);
	}
	if (wish == WIZARD_GO_ON) { /* nobody is left who could answer */
		wizard_run(start, wizard_end);
		wizard_wants(start);
	}
	plain_flush(&d.io);
	plain_io_release(&d.io);
	rescue_close();
	signals_close();
	strbuf_release(&d.line);
	return d.input == PLAIN_FAILED ? -1 : 0;
}
