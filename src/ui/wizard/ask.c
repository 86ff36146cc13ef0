/* What the form asks at a key: a field to go to. */
#include <string.h>

#include "base/text.h"

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

/* Whether other answers alone keep the field from applying: not the platform, and nothing that is locked. */
static bool
switch_is_possible(const struct wizard *w, const struct field *field)
{
	int platform = draft_platform(w->s.draft);

	for (; field; field = field->when)
		if ((platform >= 0 && !(field->platforms & 1u << platform)) ||
			(field->when && field->when->flags & FIELD_FIXED))
			return false;
	return !w->s.look;
}

/* The field that decides whether this one applies, and the answer that it would need. */
void
switch_tell(const struct wizard *w, struct strbuf *out)
{
	const struct field *field = w->ask.switching;
	const struct choice *choice = NULL;

	while (!draft_applies(w->s.draft, field->when, NULL))
		field = field->when;
	if (field->when_is)
		choice = field_choice(field->when, field->when_is);
	text_show(out, field->when->label, strlen(field->when->label));
	strbuf_addf(out, " to %s",
		choice           ? choice->label
		: field->when_is ? field->when_is
				 : "yes");
}

/* All that it hangs on, the nearest first. */
void
switch_on(struct wizard *w)
{
	for (const struct field *field = w->ask.switching; field->when; field = field->when)
		if (!draft_applies(w->s.draft, field, NULL))
			draft_set(
				w->s.draft, field->when, field->when_is ? field->when_is : "true");
	wizard_recheck(w);
	wizard_focus_field(w, w->ask.switching);
}

static void
go_to_take(struct wizard *w, size_t item)
{
	const struct field *field = w->s.form->fields[item];

	question_close(w);
	if (wizard_focus_field(w, field) || !switch_is_possible(w, field))
		return;
	w->ask.switching = field;
	wizard_ask(w, QUESTION_SWITCH, "", NULL);
}

static void
go_to_take_typed(struct wizard *w, const char *typed)
{
	question_close(w);
	wizard_say(w, '!', "No field has the name or number \"%s\".", typed);
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
	wizard_ask(w, QUESTION_GO_TO, "Go to (number or name): ", "");
	for (size_t i = 0; i < w->s.form->nfields; i++) {
		const struct field *field = w->s.form->fields[i];
		STRBUF(name);

		if (field->number)
			strbuf_addf(&name, "%2d ", field->number);
		else
			strbuf_addstr(&name, "   ");
		strbuf_addstr(&name, field->label);
		popup_add(w, name.buf, NULL)->rare = !draft_applies(w->s.draft, field, NULL);
	}
	popup_open(w, wizard_field(w) ? wizard_field(w)->index : 0);
}
