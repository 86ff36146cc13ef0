/* ^T: what a field offers instead of typing. The mend of what is wrong comes first, then what the
 * field's type has: options, a file to make the value of, variables. */
#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/variable.h"
#include "syntax/x509.h"

#include "ui/wizard/state.h"

/* A longer mend is shown cut. */
#define MEND_COLUMNS 40

/* The gravest finding of a field that has a mend. */
static const struct finding *
mend_of(const struct wizard *w, const struct field *field)
{
	const struct finding *best = NULL;

	for (size_t i = 0; i < w->found.n; i++) {
		const struct finding *finding = &w->found.v[i];

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
	struct strbuf question = STRBUF_INIT, shown = STRBUF_INIT;

	/* what a field shows behind its text only explains it */
	field_show(finding->field, finding->fix, w->around.folder, &shown);
	if (!strncmp(shown.buf, finding->fix, strlen(finding->fix)))
		strbuf_set(&shown, finding->fix);
	if (field_is_secret(finding->field)) {
		strbuf_addstr(&question, "Use the mended value");
	} else if (!*finding->fix) {
		strbuf_addstr(&question, "Empty it");
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
	strbuf_release(&question);
	strbuf_release(&shown);
}

void
wizard_take_mend(struct wizard *w)
{
	const struct field *field = wizard_field(w);
	const struct finding *finding = mend_of(w, field);
	struct strbuf mend = STRBUF_INIT;

	if (!finding)
		return;
	/* the finding goes with the value */
	strbuf_addstr(&mend, finding->fix);
	wizard_set_value(w, mend.buf);
	strbuf_release(&mend);
}

static void
variables_add(struct wizard *w, const struct variable *variable, const char *doubt)
{
	struct strbuf meaning = STRBUF_INIT;

	strbuf_addf(&meaning, "%s%s", variable->meaning,
		variable->directory ? " (needs Active Directory)" : "");
	if (doubt)
		strbuf_addf(&meaning, "; unsafe here: %s", doubt);
	popup_add(w, variable->name, meaning.buf);
	strbuf_release(&meaning);
}

/* Those that the field should not hold come last, and say why. */
static void
variables_ask(struct wizard *w)
{
	const struct field *field = wizard_field(w);

	wizard_ask(w, QUESTION_VARIABLE, "Which one? ", NULL);
	for (int unsafe = 0; unsafe < 2; unsafe++)
		for (size_t i = 0; variables[i].name; i++) {
			const char *doubt = field_variable_doubt(field, &variables[i]);

			if (!doubt == !unsafe)
				variables_add(w, &variables[i], doubt);
		}
	popup_open(w, 0);
}

/* iOS replaces none: the rule variable-on-ios says so once the field is left. */
bool
wizard_takes_variables(const struct wizard *w, const struct field *field)
{
	int platform = draft_platform(w->draft);

	return field->type->flags & FT_VARIABLES &&
	       (platform < 0 || strcmp(w->form->platform->choices[platform].value, "ios") != 0);
}

void
wizard_mention_variables(struct wizard *w)
{
	if (wizard_takes_variables(w, wizard_field(w)))
		wizard_say(w, ' ', "^T lists Apple's variables, which macOS replaces.");
}

/* Whether the percent sign before this byte closes a variable. */
static bool
variable_ends_at(const char *text, size_t end)
{
	struct variable_use use;
	size_t pos = 0;

	while (variable_next(text, &pos, &use))
		if (use.kind != VARIABLE_LONE && use.offset + use.len == end)
			return true;
	return false;
}

static void
variables_take(struct wizard *w, size_t item)
{
	char *name = xstrdup(w->ask.popup.list.rows[item].label);

	question_close(w);
	/* the sign that brought the list to mind is the variable's own first one */
	if (w->edit.cursor && w->edit.text.buf[w->edit.cursor - 1] == '%' &&
		!variable_ends_at(w->edit.text.buf, w->edit.cursor))
		lineedit_act(&w->edit, ACTION_BACKSPACE);
	wizard_edit_paste(w, name, strlen(name));
	free(name);
}

const struct popup_kind variables_popup = { .numbered = true, .take = variables_take };

bool
wizard_ask_offer(struct wizard *w, const char *path)
{
	const struct field *field = wizard_field(w);
	struct strvec names = STRVEC_INIT;
	bool several;

	if (field->type->offers)
		field->type->offers(path, &names);
	several = names.n > 0;
	if (several) {
		wizard_ask(w, QUESTION_OFFER, "Which one? ", NULL);
		strbuf_set(&w->offering, path);
		for (size_t i = 0; i < names.n; i++)
			popup_add(w, names.v[i], NULL);
		popup_open(w, 0);
	}
	strvec_release(&names);
	return several;
}

/* From a path, or from what the draft has; where is what it is called. */
static bool
take_certificate(struct wizard *w, const char *text, const char *folder, const char *where)
{
	const struct field *field = wizard_field(w);
	struct strbuf kept = STRBUF_INIT, err = STRBUF_INIT;
	int (*read)(const struct field *, const char *, const char *, struct strbuf *,
		struct strbuf *) = field->type->from_file;
	bool taken;

	if (!read)
		read = field_accept;
	taken = read(field, text, folder, &kept, &err) == 0;
	if (taken) {
		wizard_set_value(w, kept.buf);
		w->fields[field->index].checked = true;
		wizard_recheck(w); /* a typed path waits until it is whole */
		w->editing = w->editing && !strchr(kept.buf, '\n');
		wizard_say(w, '+', "%s was taken from %s.", field->label, where);
	} else {
		wizard_say(w, '!', "%s", err.buf);
	}
	strbuf_release(&kept);
	strbuf_release(&err);
	return taken;
}

static void
offer_take(struct wizard *w, size_t item)
{
	struct strbuf path = STRBUF_INIT;

	question_close(w);
	strbuf_addf(&path, "%s#%zu", w->offering.buf, item + 1);
	take_certificate(w, path.buf, NULL, path.buf);
	strbuf_release(&path);
}

const struct popup_kind offer_popup = { .numbered = true, .take = offer_take };

const struct field *
wizard_certificate_inside(const struct wizard *w, const struct field *after)
{
	size_t i = after ? after->index + 1 : 0;

	for (; wizard_field(w)->type->from_file && i < w->form->nfields; i++) {
		const struct field *field = w->form->fields[i];

		if (field_widget(field) == WIDGET_FILE && draft_applies(w->draft, field, NULL) &&
			!draft_is_empty(w->draft, field))
			return field;
	}
	return NULL;
}

void
wizard_take_inside(struct wizard *w, const struct field *inside)
{
	question_close(w);
	take_certificate(w, draft_text(w->draft, inside), w->around.folder, inside->label);
}

/* What is typed where a file is meant: its path; but a line end in it or a blank at its end would make
 * another text of it, and its content stands for it then. */
static void
file_as_typed(const char *path, struct strbuf *out)
{
	size_t len = strlen(path);
	struct certificate cert = CERTIFICATE_INIT;
	struct finding slip = FINDING_INIT;
	struct strbuf data = STRBUF_INIT, err = STRBUF_INIT;
	bool plain = !strchr(path, '\n') && len && path[len - 1] != ' ' && path[0] != ' ';

	if (!plain && file_read(path, X509_FILE_LIMIT - 1, &data, &err) == 0 &&
		certificate_take(data.buf, data.len, 0, &cert, &slip) == 0)
		certificate_to_pem(&cert, out);
	else
		strbuf_addstr(out, path);
	certificate_release(&cert);
	finding_release(&slip);
	strbuf_release(&data);
	strbuf_release(&err);
}

bool
wizard_take_file(struct wizard *w, const char *typed)
{
	struct strbuf source = STRBUF_INIT;
	char *path = wizard_path(typed);
	bool taken = false;

	if (!*typed) {
		wizard_say(w, ' ', "No file was named.");
	} else if (wizard_ask_offer(w, path)) {
		taken = true;
	} else {
		file_as_typed(path, &source);
		taken = take_certificate(w, source.buf, NULL, path);
	}
	free(path);
	strbuf_release(&source);
	return taken;
}

void
wizard_choose_other(struct wizard *w)
{
	const struct field *field = wizard_field(w);

	if (!field_is_typed(field))
		options_ask(w);
	else if (field->type->from_file || field_widget(field) == WIDGET_FILE)
		wizard_ask_file(w);
	else if (wizard_takes_variables(w, field))
		variables_ask(w);
	else if (field->type->flags & FT_VARIABLES)
		wizard_say(
			w, ' ', "iOS replaces no variables; type what the certificate is to hold.");
	else
		wizard_say(w, ' ', "%s has nothing to choose from; type it.", field->label);
}

void
wizard_choose(struct wizard *w)
{
	const struct field *field = wizard_field(w);
	const struct finding *finding;

	finding = field && !w->look ? mend_of(w, field) : NULL;
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
		wizard_say(w, ' ', "An editor opens for notes and lists only.");
}

const char *
wizard_editor_text(const struct wizard *w)
{
	return draft_text(w->draft, wizard_field(w));
}

void
wizard_editor_hidden(const struct wizard *w, struct strvec *names)
{
	const struct form *form = draft_form(w->draft);

	for (size_t i = 0; i < form->nfields; i++)
		if (draft_source(w->draft, form->fields[i]) == ANSWER_ENVIRONMENT)
			strvec_push(names, draft_source_name(w->draft, form->fields[i]));
}
