/* Going to a field by its number or its name. */
#include <string.h>

#include "ui/wizard/machine.h"

/* The documented number, or a part of a label or a key. */
static enum popup_fit
go_to_fit(const struct wizard *w, size_t item, const char *typed)
{
	const struct field *field = w->s.form->fields[item];
	STRBUF(number);
	const struct row label = { .label = field->label, .value = field->key };
	enum popup_fit fit = popup_fit(&label, typed);

	if (field->number)
		strbuf_addf(&number, "%d", field->number);
	if (*typed && !strncmp(number.buf, typed, strlen(typed)))
		fit = number.buf[strlen(typed)] ? FIT_BEGINNING : FIT_SAME;
	return fit;
}

static void
go_to_take(struct wizard *w, size_t item)
{
	question_close(w);
	wizard_focus_field(w, w->s.form->fields[item]);
}

static void
go_to_take_typed(struct wizard *w, const char *typed)
{
	question_close(w);
	wizard_say(w, '!', "No field is called or numbered \"%s\".", typed);
}

const struct popup_kind go_to_popup = {
	.line = true,
	.take = go_to_take,
	.take_typed = go_to_take_typed,
	.fit = go_to_fit,
};

void
wizard_ask_go_to(struct wizard *w)
{
	wizard_ask(w, QUESTION_GO_TO, "Go to (documented number or part of the name): ", "");
	for (size_t i = 0; i < w->s.form->nfields; i++) {
		const struct field *field = w->s.form->fields[i];
		STRBUF(name);

		if (field->number)
			strbuf_addf(&name, "%2d ", field->number);
		else
			strbuf_addstr(&name, "   ");
		strbuf_addstr(&name, field->label);
		popup_add(w, name.buf, NULL);
	}
	popup_open(w, wizard_field(w) ? wizard_field(w)->index : 0);
}
