/* What pages ask at a key: a field to go to; on the start page the name of a new draft, that of a copy, a part of one
 * to go to. */
#include <string.h>

#include "format/form/form_file.h"

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

static void
make_named(struct wizard *w, const char *name, const char *from)
{
	STRBUF(err);

	if (drafts_new(w, name, from, &err) < 0)
		wizard_say(w, '!', "Not made: %s", err.buf);
}

void
drafts_take_name(struct wizard *w, const char *name)
{
	make_named(w, name, NULL);
}

static void
make_ask_name(struct wizard *w, const struct form *form)
{
	drafts_set_form(w, form);
	wizard_ask(w, QUESTION_DRAFT_NAME, "Name of the new draft: ", "");
}

void
wizard_make_draft(struct wizard *w)
{
	make_ask_name(w, NULL);
}

void
wizard_make_of_form(struct wizard *w)
{
	wizard_ask(w, QUESTION_DRAFT_FORM, "Which form? ", NULL);
	for (size_t i = 0; form_builtin_at(i); i++)
		popup_add(w, form_builtin_at(i)->name, form_builtin_at(i)->title);
	popup_open(w, 0);
}

static void
forms_take(struct wizard *w, size_t item)
{
	question_close(w);
	make_ask_name(w, form_builtin_at(item));
}

const struct popup_kind forms_popup = { .numbered = true, .take = forms_take };

bool
wizard_make_of(struct wizard *w, const char *form)
{
	STRBUF(known);
	const struct form *named = form_builtin_named(form);

	if (named) {
		make_ask_name(w, named);
		return true;
	}
	form_builtin_names(&known);
	wizard_say(w, '!', "There is no form \"%s\"; built in are %s.", form, known.buf);
	return false;
}

void
drafts_take_copy(struct wizard *w, const char *name)
{
	if (drafts_entry(w))
		make_named(w, name, drafts_entry(w)->path);
}

void
wizard_copy_draft(struct wizard *w)
{
	const struct draft_entry *entry = drafts_entry(w);
	STRBUF(start);

	if (!entry) {
		wizard_say(w, ' ', "Choose the draft whose answers are to be copied.");
	} else if (entry->trouble) {
		wizard_say(w, '!', "A draft that cannot be read cannot be copied.");
	} else if (entry->state == DRAFT_REMOVED) {
		wizard_say(w, '!',
			"A draft that was removed has to be recovered before it is copied.");
	} else {
		strbuf_addf(&start, "%s-copy", entry->name);
		wizard_ask(w, QUESTION_DRAFT_COPY,
			"Name of the copy, which gets its own identity: ", start.buf);
	}
}

void
drafts_find(struct wizard *w, const char *text)
{
	if (*text && !drafts_go_on_to(w, text))
		wizard_say(w, '!', "No draft has this in its name or its policy's.");
}

void
drafts_go_to(struct wizard *w)
{
	wizard_ask(w, QUESTION_DRAFT_FIND, "Go to (part of the name): ", "");
}
