/* ^T: what a field offers instead of typing. The mend of what is wrong comes first, then what the
 * field's type has: options, a file to make the value of, variables. */
#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/variable.h"
#include "syntax/x509.h"

#include "model/mdm.h"

#include "ui/wizard/machine.h"

/* A longer mend is shown cut. */
#define MEND_COLUMNS 40

/* The gravest finding of a field that has a mend. */
static const struct finding *
mend_of(const struct wizard *w, const struct field *field)
{
	const struct finding *best = NULL;

	for (size_t i = 0; i < w->s.found.n; i++) {
		const struct finding *finding = &w->s.found.v[i];

		if (finding->field == field && finding->fix &&
			(!best || finding->severity > best->severity))
			best = finding;
	}
	return best;
}

/* A mend is shown before it is taken, as its field would show it; a secret is not. */
static void
mend_ask(struct wizard *w, const struct finding *finding)
{
	STRBUF(question);
	STRBUF(shown);

	/* what a field shows behind its text only explains it */
	field_show(finding->field, finding->fix, w->s.desk.folder, &shown);
	if (!strncmp(shown.buf, finding->fix, strlen(finding->fix)))
		strbuf_set(&shown, finding->fix);
	if (finding->to) {
		strbuf_addf(&question, "Move it to %s", finding->to->label);
	} else if (field_is_secret(finding->field)) {
		strbuf_addstr(&question, "Use the fixed value");
	} else if (!*finding->fix) {
		strbuf_addstr(&question, "Clear it");
	} else {
		size_t fit;

		strbuf_addstr(&question, "Use ");
		text_show(&question, shown.buf, shown.len);
		fit = text_fit(question.buf, question.len, MEND_COLUMNS);
		if (fit < question.len) {
			strbuf_truncate(&question, fit);
			strbuf_addstr(&question, "...");
		}
	}
	strbuf_addstr(&question, "? ");
	wizard_ask(w, QUESTION_MEND, question.buf, NULL);
}

/* As if it had been typed there. */
static void
mend_move(struct wizard *w, const struct field *to)
{
	const char *folder = w->s.desk.folder;
	STRBUF(text);
	STRBUF(kept);
	STRBUF(err);

	strbuf_addstr(&text, draft_text(w->s.draft, wizard_field(w)));
	if (field_accept(to, text.buf, folder, &kept, &err) < 0)
		strbuf_set(&kept, text.buf);
	draft_set(w->s.draft, to, kept.buf);
	w->s.fields[to->index].checked = true;
	wizard_set_value(w, "");
	wizard_say(w, '+', "Moved to %s.", to->label);
}

void
wizard_take_mend(struct wizard *w)
{
	const struct field *field = wizard_field(w);
	const struct finding *finding = mend_of(w, field);
	STRBUF(mend);

	if (!finding)
		return;
	if (finding->to) {
		mend_move(w, finding->to);
		return;
	}
	/* the finding goes with the value */
	strbuf_addstr(&mend, finding->fix);
	wizard_set_value(w, mend.buf);
}

/* "" where the form has no field for it, or that is empty. */
static const char *
draft_organization(const struct draft *draft)
{
	const struct form *form = draft_form(draft);

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];

		if (field->target.path && !strcmp(field->target.path, "PayloadOrganization"))
			return draft_text(draft, field);
	}
	return "";
}

/* Those that the field should not hold come last, and say why. */
static void
variables_add(struct wizard *w, const struct field *field, bool unsafe, const struct strvec *told)
{
	const char *opening =
		field->type->opening && wizard_edit_begins(w) ? field->type->opening : "";

	for (size_t i = 0; variables[i].name; i++) {
		const struct variable *variable = &variables[i];
		const char *doubt = field_variable_doubt(field, variable);
		STRBUF(meaning);
		STRBUF(name);

		strbuf_addf(&name, "%s%s", opening, variable->name);
		if (!doubt != !unsafe || strvec_contains(told, name.buf))
			continue;
		strbuf_addf(&meaning, "%s%s", variable->meaning,
			variable->directory ? " (needs Active Directory)" : "");
		if (doubt)
			strbuf_addf(&meaning, ". Unsafe here: %s", doubt);
		popup_add(w, name.buf, meaning.buf);
	}
}

/* Whole values come first where nothing is typed yet. */
static void
variables_ask(struct wizard *w)
{
	const struct field *field = wizard_field(w);
	STRVEC(whole);

	if (field->type->templates && wizard_edit_begins(w))
		field->type->templates(draft_organization(w->s.draft), &whole);
	wizard_ask(w, QUESTION_VARIABLE, "Which one? ", NULL);
	for (size_t i = 0; i < whole.n; i++)
		popup_add(w, whole.v[i], i ? NULL : "each device has its own serial number");
	variables_add(w, field, false, &whole);
	variables_add(w, field, true, &whole);
	popup_open(w, 0);
}

static void
variables_take(struct wizard *w, size_t item)
{
	char *name = xstrdup(w->ask.popup.list.rows[item].label);

	question_close(w);
	wizard_put_variable(w, name);
	free(name);
}

const struct popup_kind variables_popup = { .numbered = true, .take = variables_take };

/* Asks which one is meant where the file has several; false where it has not. */
static bool
offer_ask(struct wizard *w, const char *path)
{
	const struct field *field = wizard_field(w);
	STRVEC(names);

	if (field->type->offers)
		field->type->offers(path, &names);
	if (!names.n)
		return false;
	wizard_ask(w, QUESTION_OFFER, "Which one? ", NULL);
	strbuf_set(&w->ask.offering, path);
	for (size_t i = 0; i < names.n; i++)
		popup_add(w, names.v[i], NULL);
	popup_open(w, 0);
	return true;
}

/* From a path, or from what the draft has; where is what it is called. */
static bool
take_certificate(struct wizard *w, const char *text, const char *folder, const char *where)
{
	const struct field *field = wizard_field(w);
	STRBUF(kept);
	STRBUF(err);
	int result = field->type->from_file
			     ? field->type->from_file(field, text, folder, &kept, &err)
			     : field_accept(field, text, folder, &kept, &err);

	if (result < 0) {
		wizard_say(w, '!', "%s", err.buf);
		return false;
	}
	wizard_take_kept(w, kept.buf);
	wizard_say(w, '+', "%s was taken from %s.", field->label, where);
	return true;
}

bool
wizard_take_certificate(struct wizard *w, const char *pem, const char *where)
{
	return take_certificate(w, pem, w->s.desk.folder, where);
}

static void
offer_take(struct wizard *w, size_t item)
{
	STRBUF(path);

	question_close(w);
	strbuf_addf(&path, "%s#%zu", w->ask.offering.buf, item + 1);
	take_certificate(w, path.buf, NULL, path.buf);
}

const struct popup_kind offer_popup = { .numbered = true, .take = offer_take };

const struct field *
wizard_certificate_inside(const struct wizard *w, const struct field *after)
{
	size_t i = after ? after->index + 1 : 0;

	for (; wizard_field(w)->type->from_file && i < w->s.form->nfields; i++) {
		const struct field *field = w->s.form->fields[i];

		if (field_widget(field) == WIDGET_FILE && draft_applies(w->s.draft, field, NULL) &&
			!draft_is_empty(w->s.draft, field))
			return field;
	}
	return NULL;
}

void
wizard_take_inside(struct wizard *w, const struct field *inside)
{
	question_close(w);
	take_certificate(w, draft_text(w->s.draft, inside), w->s.desk.folder, inside->label);
}

/* What is typed where a file is meant: its path; but a line end in it or a blank at its end would make
 * another text of it, and its content stands for it then. */
static void
file_as_typed(const char *path, struct strbuf *out)
{
	size_t len = strlen(path);
	CERTIFICATE(cert);
	FINDING(slip);
	STRBUF(data);
	STRBUF(err);
	bool plain = !strchr(path, '\n') && len && path[len - 1] != ' ' && path[0] != ' ';

	if (!plain && file_read(path, X509_FILE_LIMIT - 1, &data, &err) == 0 &&
		certificate_take(data.buf, data.len, 0, &cert, &slip) == 0)
		certificate_to_pem(&cert, out);
	else
		strbuf_addstr(out, path);
}

bool
wizard_take_file(struct wizard *w, const char *typed)
{
	STRBUF(source);
	char *path = wizard_path(typed);
	bool taken = false;

	if (!*typed) {
		wizard_say(w, ' ', "No file was named.");
	} else if (offer_ask(w, path)) {
		taken = true;
	} else {
		file_as_typed(path, &source);
		taken = take_certificate(w, source.buf, NULL, path);
	}
	free(path);
	return taken;
}

static bool
is_mdm(const struct field *field)
{
	return field->role == ROLE_MDM;
}

static void
options_take_item(struct wizard *w, size_t item)
{
	question_close(w);
	if (is_mdm(wizard_field(w)))
		wizard_set_value(w, mdms[item].name);
	else
		options_pick(w, item);
}

const struct popup_kind options_popup = { .numbered = true, .take = options_take_item };

static void
options_ask(struct wizard *w)
{
	const struct field *field = wizard_field(w);
	size_t n;
	const struct choice *options = field_options(field, &n);

	wizard_ask(w, QUESTION_OPTIONS, "Which one? ", NULL);
	for (size_t i = 0; i < n; i++)
		popup_add(w, options[i].label, options[i].hint);
	popup_open(w, options_focus(w, field));
}

static void
mdms_ask(struct wizard *w)
{
	const struct mdm *now = mdm_find(draft_text(w->s.draft, wizard_field(w)));

	wizard_ask(w, QUESTION_OPTIONS, "Which one? ", NULL);
	for (size_t i = 0; i < mdms_count; i++)
		popup_add(w, mdms[i].label, mdms[i].name);
	popup_open(w, now ? (size_t)(now - mdms) : 0);
}

void
wizard_choose_other(struct wizard *w)
{
	const struct field *field = wizard_field(w);

	if (is_mdm(field))
		mdms_ask(w);
	else if (!field_is_typed(field))
		options_ask(w);
	else if (field_is_secret(field))
		source_ask(w);
	else if (field->type->from_file || field_widget(field) == WIDGET_FILE)
		wizard_ask_file(w);
	else if (wizard_takes_variables(w, field))
		variables_ask(w);
	else if (field->type->flags & FT_VARIABLES)
		ios_ask_value(w);
	else if (server_is_offered(w, field))
		server_offer(w);
	else
		wizard_say(w, ' ', "%s has nothing to choose from. Type the value.", field->label);
}

void
wizard_choose(struct wizard *w)
{
	const struct field *field = wizard_field(w);
	const struct finding *finding;

	finding = field && !w->s.look ? mend_of(w, field) : NULL;
	if (finding)
		mend_ask(w, finding);
	else if (wizard_may_edit(w))
		wizard_choose_other(w);
	else
		wizard_say_untouchable(w);
}

void
wizard_open_editor(struct wizard *w)
{
	const struct field *field = wizard_field(w);

	if (wizard_may_edit(w) && field_widget(field) == WIDGET_LINES)
		w->wish = WIZARD_EDITOR;
	else
		wizard_say(w, ' ', "The editor opens for notes and lists only.");
}

const char *
wizard_editor_text(const struct wizard *w)
{
	return draft_text(w->s.draft, wizard_field(w));
}

void
wizard_editor_hidden(const struct wizard *w, struct strvec *names)
{
	const struct form *form = draft_form(w->s.draft);

	for (size_t i = 0; i < form->nfields; i++)
		if (draft_source(w->s.draft, form->fields[i]) == ANSWER_ENVIRONMENT)
			strvec_push(names, draft_source_name(w->s.draft, form->fields[i]));
}

/* Whether the path that was typed names a file of which one part is to be chosen. */
bool
wizard_ask_typed(struct wizard *w)
{
	const struct field *field = wizard_field(w);
	STRBUF(path);

	if (!field->type->offers || draft_is_empty(w->s.draft, field) ||
		strchr(draft_text(w->s.draft, field), '\n'))
		return false;
	field_typed(field, draft_text(w->s.draft, field), w->s.desk.folder, &path);
	return offer_ask(w, path.buf);
}
