/* The help page of a field: what it is, what it becomes, which rules and keys apply. */

#include "ui/wizard/machine.h"

static void
help_target(struct list *page, const struct form *form, const struct field *field)
{
	const struct payload *payload;

	if (!*field->target.path) {
		list_add_text(page, "In the profile: nothing; it stays in the draft.");
		return;
	}
	payload = field->target.payload ? form_payload(form, field->target.payload) : NULL;
	list_add_text(page, "In the profile: %s, key %s.",
		payload ? payload->type : "at its top level", field->target.path);
}

/* The rules that name the field, and what devices do otherwise. */
static void
help_rules(struct list *page, const struct field *field)
{
	bool titled = false;

	for (size_t i = 0; i < rules_count(); i++) {
		if (!rule_names_fields(rule_at(i)) || !rule_covers(rule_at(i), field))
			continue;
		if (!titled)
			list_add(page, ROW_SECTION, "Rules", "");
		titled = true;
		list_add_text(page, "%s (%s): %s", rule_at(i)->id,
			severity_name(rule_at(i)->severity), rule_at(i)->gist);
	}
}

/* Straight from the table of keys, so that it is never out of date. */
static void
help_keys(struct list *page, unsigned contexts)
{
	list_add(page, ROW_SECTION, "Keys", "");
	for (size_t i = 0; i < key_bindings_count; i++) {
		STRBUF(names);

		if (key_bindings[i].contexts & contexts) {
			key_names(key_bindings[i].action, &names);
			list_add_text(page, "%s: %s", names.buf, key_bindings[i].help);
		}
	}
	list_add_text(page,
		"M-x means Esc and then x, at any pace (at once where Esc closes something), or "
		"Alt held down.");
}

static void
help_field(struct wizard *w, const struct field *field)
{
	struct list *page = &w->p.lists[VIEW_HELP];
	STRBUF(why);
	STRBUF(hint);

	list_add(page, ROW_SECTION, field->label, "");
	if (!draft_applies(w->s.draft, field, &why))
		list_add_text(page, "Does not apply: %s.", why.buf);
	wizard_words(w, field->hint, &hint);
	list_add_text(page, "%s", hint.buf);
	list_add_text(page, "%s", field->help);
	for (size_t i = 0; i < field->nchoices; i++)
		list_add_text(page, "%s%s%s", field->choices[i].label,
			field->choices[i].hint ? ": " : "",
			field->choices[i].hint ? field->choices[i].hint : "");
	help_target(page, w->s.form, field);
	if (*field->example)
		list_add_text(page, "Example: %s", field->example);
	if (*field->default_text)
		list_add_text(page, "Default: %s", field->default_text);
	list_add_text(page, "In drafts and on the command line: %s", field->key);
	help_rules(page, field);
}

static void
help_last_step(struct list *page)
{
	list_add(page, ROW_SECTION, "Review and export", "");
	list_add_text(page,
		"The review lists what is wrong or doubtful, every value, and what was changed "
		"since the draft was opened. Enter on a row edits that field, comes back and goes "
		"to the next one. Enter on the first row exports, and so does x.");
	list_add_text(page,
		"The export writes the profile (.mobileconfig) once there are no errors. The "
		"draft is saved first, since it holds the profile's identity. An earlier export of "
		"the draft is overwritten, any other file only after y.");
}

static void
help_fill(struct wizard *w)
{
	const struct field *field = page_field(w);
	unsigned contexts = KEYS_LIST;

	list_clear(&w->p.lists[VIEW_HELP]);
	if (field)
		help_field(w, field);
	else
		help_last_step(&w->p.lists[VIEW_HELP]);
	if (field && w->p.open == VIEW_FORM)
		contexts = field_is_typed(field) ? KEYS_TEXT : KEYS_CHOICE;
	help_keys(&w->p.lists[VIEW_HELP], contexts);
}

void
wizard_open_help(struct wizard *w)
{
	if (w->p.open == VIEW_HELP)
		return;
	w->p.help_from = w->p.open;
	help_fill(w);
	list_move(&w->p.lists[VIEW_HELP], true);
	w->p.open = VIEW_HELP;
}

void
help_close(struct wizard *w)
{
	w->p.open = w->p.help_from;
}
