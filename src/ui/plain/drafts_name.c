/* The start page in plain mode: the questions for a name or a path. */
#include <string.h>
#include <strings.h>

#include "ui/plain/drafts_state.h"

bool
drafts_ask(struct drafts *d)
{
	d->input = plain_ask(&d->io, "> ", false, &d->line, d->err);
	strbuf_trim(&d->line);
	return d->input == PLAIN_LINE;
}

/* Whether a bare word of a command is to be typed again before it is a name, which is said. */
static bool
drafts_doubts(struct drafts *d)
{
	const char *line = d->line.buf;
	bool again = d->doubted.len && !strcmp(d->doubted.buf, line);

	strbuf_clear(&d->doubted);
	if (again || *line == '/' || (!drafts_is_command(line) && strcasecmp(line, "back") != 0))
		return false;
	strbuf_set(&d->doubted, line);
	plain_say(&d->io, "If \"%s\" is the answer, type it again. /back stops.", line);
	return true;
}

static void
drafts_take_name(struct drafts *d)
{
	if (d->line.len)
		wizard_replace(d->start, d->line.buf, d->line.len);
	wizard_act(d->start, ACTION_ACCEPT);
	drafts_say_message(d);
}

/* The name of a draft, or a path; what is there already is accepted by Enter alone. */
void
drafts_name(struct drafts *d)
{
	const struct view *view = wizard_view(d->start);
	bool command;
	STRBUF(question);

	strbuf_addstr(&question, view->prompt);
	strbuf_trim(&question);
	if (view->prompt_edit->text.len)
		strbuf_addf(&question, " %s. Enter accepts it.", view->prompt_edit->text.buf);
	plain_say(&d->io, "%s", question.buf);
	if (!d->stops_taught)
		plain_say(&d->io, "/back stops.");
	d->stops_taught = true;
	while (drafts_ask(d) && drafts_doubts(d))
		;
	command = d->input == PLAIN_LINE && d->line.buf[0] == '/' && drafts_is_command(d->line.buf);
	if (d->input == PLAIN_LINE && !command && strcmp(d->line.buf, "<") &&
		strcasecmp(d->line.buf, "/back")) {
		drafts_take_name(d);
		return;
	}
	wizard_act(d->start, ACTION_CLOSE);
	if (command)
		drafts_answer(d);
	else
		drafts_say_message(d);
}
