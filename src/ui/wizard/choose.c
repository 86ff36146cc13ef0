/* ^T: what a field offers instead of typing. The mend of what is wrong comes first, then what the
 * field's type has: options, a file to make the value of, variables. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/variable.h"

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

		if (finding->field == field && finding->mend &&
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
	field_show(finding->field, finding->mend, w->around.folder, &shown);
	if (!strncmp(shown.buf, finding->mend, strlen(finding->mend)))
		strbuf_set(&shown, finding->mend);
	if (field_is_secret(finding->field)) {
		strbuf_addstr(&question, "Use the mended value");
	} else if (!*finding->mend) {
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
	strbuf_addstr(&question, "? Enter yes, Esc no, ^T other");
	wizard_ask(w, PROMPT_MEND, question.buf, NULL);
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
	strbuf_addstr(&mend, finding->mend);
	wizard_set_value(w, mend.buf);
	strbuf_release(&mend);
}

static void
variables_ask(struct wizard *w)
{
	struct strbuf question = STRBUF_INIT;

	for (size_t i = 0; variables[i].name; i++)
		strbuf_addf(&question, "%c %s: %s%s\n", (char)('a' + i), variables[i].name,
			variables[i].meaning,
			variables[i].directory ? " (needs Active Directory)" : "");
	strbuf_addstr(&question, "Which one? Esc none");
	wizard_ask(w, PROMPT_VARIABLE, question.buf, NULL);
	strbuf_release(&question);
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

bool
wizard_take_variable(struct wizard *w, uint32_t letter)
{
	size_t n = 0;

	while (variables[n].name)
		n++;
	if (letter < 'a' || letter - 'a' >= n)
		return false;
	/* the sign that brought the list to mind is the variable's own first one */
	if (w->edit.cursor && w->edit.text.buf[w->edit.cursor - 1] == '%' &&
		!variable_ends_at(w->edit.text.buf, w->edit.cursor))
		lineedit_act(&w->edit, ACTION_BACKSPACE);
	wizard_edit_paste(w, variables[letter - 'a'].name, strlen(variables[letter - 'a'].name));
	return true;
}

/* How many a list can number by a key. */
#define OFFERED_MAX 9

bool
wizard_ask_offer(struct wizard *w, const char *path)
{
	const struct field *field = wizard_field(w);
	struct strvec names = STRVEC_INIT;
	struct strbuf question = STRBUF_INIT;
	bool several;

	if (field->type->offers)
		field->type->offers(path, &names);
	several = names.n > 0;
	for (size_t i = 0; i < names.n && i < OFFERED_MAX; i++) {
		strbuf_addf(&question, "%zu ", i + 1);
		text_show(&question, names.v[i], strlen(names.v[i]));
		strbuf_addch(&question, '\n');
	}
	if (names.n > OFFERED_MAX)
		strbuf_addf(&question, "Which of %zu? Esc none; FILE#%d takes the next one",
			names.n, OFFERED_MAX + 1);
	else
		strbuf_addstr(&question, "Which one? Esc none");
	if (several) {
		wizard_ask(w, PROMPT_OFFER, question.buf, NULL);
		strbuf_set(&w->offering, path);
	}
	strvec_release(&names);
	strbuf_release(&question);
	return several;
}

/* From a path, or from what the draft has; where is what it is called. */
static void
take_certificate(struct wizard *w, const char *text, const char *folder, const char *where)
{
	const struct field *field = wizard_field(w);
	struct strbuf kept = STRBUF_INIT, err = STRBUF_INIT;
	int (*read)(const struct field *, const char *, const char *, struct strbuf *,
		struct strbuf *) = field->type->from_file;

	if (!read)
		read = field_accept;
	if (read(field, text, folder, &kept, &err) < 0) {
		wizard_say(w, '!', "%s", err.buf);
	} else {
		wizard_set_value(w, kept.buf);
		w->fields[field->index].checked = true;
		w->editing = w->editing && !strchr(kept.buf, '\n');
		wizard_say(w, '+', "%s was taken from %s.", field->label, where);
	}
	strbuf_release(&kept);
	strbuf_release(&err);
}

void
wizard_take_offer(struct wizard *w, size_t number)
{
	struct strbuf path = STRBUF_INIT;

	strbuf_addf(&path, "%s#%zu", w->offering.buf, number);
	take_certificate(w, path.buf, NULL, path.buf);
	strbuf_release(&path);
}

/* The certificate that the draft has, for a field that is made of one; NULL where there is none. */
static const struct field *
certificate_inside(const struct wizard *w)
{
	for (size_t i = 0; wizard_field(w)->type->from_file && i < w->form->nfields; i++) {
		const struct field *field = w->form->fields[i];

		if (field_widget(field) == WIDGET_FILE && draft_applies(w->draft, field, NULL) &&
			!draft_is_empty(w->draft, field))
			return field;
	}
	return NULL;
}

void
wizard_take_file(struct wizard *w, const char *typed)
{
	const struct field *inside = certificate_inside(w);
	char *path = wizard_path(typed);

	if (!*typed && inside)
		take_certificate(w, draft_text(w->draft, inside), w->around.folder, inside->label);
	else if (!*typed)
		wizard_say(w, ' ', "No file was named.");
	else if (!wizard_ask_offer(w, path))
		take_certificate(w, path, NULL, path);
	free(path);
}

static void
certificate_ask(struct wizard *w)
{
	const struct field *inside = certificate_inside(w);
	struct strbuf question = STRBUF_INIT;

	strbuf_addstr(&question, "Certificate file");
	if (inside)
		strbuf_addf(&question, " (empty: %s)", inside->label);
	strbuf_addstr(&question, ": ");
	wizard_ask(w, PROMPT_FILE, question.buf, "");
	strbuf_release(&question);
}

void
wizard_choose_other(struct wizard *w)
{
	const struct field *field = wizard_field(w);

	if (!field_is_typed(field))
		options_ask(w);
	else if (field->type->from_file || field_widget(field) == WIDGET_FILE)
		certificate_ask(w);
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

	if (!field || !wizard_may_edit(w))
		return;
	finding = mend_of(w, field);
	if (finding)
		mend_ask(w, finding);
	else
		wizard_choose_other(w);
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

/* Editors end a text with a line end, which nobody typed. */
void
wizard_editor_done(struct wizard *w, const char *text)
{
	struct strbuf kept = STRBUF_INIT;

	strbuf_addstr(&kept, text);
	if (kept.len && kept.buf[kept.len - 1] == '\n')
		strbuf_truncate(&kept, kept.len - 1);
	if (strcmp(kept.buf, draft_text(w->draft, wizard_field(w))))
		wizard_set_value(w, kept.buf);
	strbuf_release(&kept);
}
