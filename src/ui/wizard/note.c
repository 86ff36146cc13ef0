/* What a reviewer says about a field: written in the review or beside the field, read in both places by
 * whoever mends it, kept in the draft. */
#include <string.h>

#include "base/text.h"

#include "ui/wizard/machine.h"

/* A note written by hand may have several lines; the question has one. */
static void
note_line(const struct wizard *w, const struct field *field, struct strbuf *out)
{
	strbuf_addstr(out, draft_note(w->s.draft, field));
	strbuf_trim(out);
	for (char *c = out->buf; (c = strchr(c, '\n'));)
		*c = ' ';
}

const struct field *
wizard_note_typed(const struct wizard *w, const char **text)
{
	const struct field *field = wizard_asks(w, QUESTION_NOTE) ? page_field(w) : NULL;
	STRBUF(before);

	if (field)
		note_line(w, field, &before);
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
		note_line(w, field, &line);
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

	note_line(w, field, &before);
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
wizard_show_note(const struct wizard *w, const struct field *field, struct strbuf *out)
{
	STRBUF(line);

	note_line(w, field, &line);
	if (line.len) {
		strbuf_addstr(out, "Comment: ");
		text_show(out, line.buf, line.len);
	}
}
