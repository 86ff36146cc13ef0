/* The help page of a field: what it is, what it becomes, which rules and keys apply. */
#include "base/xalloc.h"

#include "ui/wizard/state.h"

static void
help_target(struct page *page, const struct form *form, const struct field *field)
{
	const struct payload *payload;

	if (!*field->target.path) {
		page_text(page, "In the profile: nothing; it stays in the draft.");
		return;
	}
	payload = field->target.payload ? form_payload(form, field->target.payload) : NULL;
	page_text(page, "In the profile: %s, key %s.", payload ? payload->type : "at its top level",
		field->target.path);
}

static void
help_choices(struct page *page, const struct field *field)
{
	for (size_t i = 0; i < field->nchoices; i++)
		page_text(page, "%s%s%s", field->choices[i].label,
			field->choices[i].hint ? ": " : "",
			field->choices[i].hint ? field->choices[i].hint : "");
}

/* The rules that name the field, and what devices do otherwise. */
static void
help_rules(struct page *page, const struct field *field)
{
	bool titled = false;

	for (size_t i = 0; i < rules_count(); i++) {
		if (!rule_names_fields(rule_at(i)) || !rule_covers(rule_at(i), field))
			continue;
		if (!titled)
			page_add(page, ROW_SECTION, "Rules", "");
		titled = true;
		page_text(page, "%s (%s): %s", rule_at(i)->id, severity_name(rule_at(i)->severity),
			rule_at(i)->gist);
	}
}

/* Straight from the table of keys, so that it is never out of date. */
static void
help_keys(struct page *page, unsigned contexts)
{
	page_add(page, ROW_SECTION, "Keys", "");
	for (size_t i = 0; i < key_bindings_count; i++) {
		struct strbuf names = STRBUF_INIT;

		if (key_bindings[i].contexts & contexts) {
			key_names(key_bindings[i].action, &names);
			page_text(page, "%s: %s", names.buf, key_bindings[i].help);
		}
		strbuf_release(&names);
	}
	page_text(page,
		"M-x means Esc and then x, at any pace (at once where Esc closes something), or "
		"Alt held down.");
}

static void
help_field(struct wizard *w, const struct field *field)
{
	struct page *page = &w->help;
	struct strbuf why = STRBUF_INIT;

	page_add(page, ROW_SECTION, field->label, "");
	if (!draft_applies(w->draft, field, &why))
		page_text(page, "Does not apply: %s.", why.buf);
	page_text(page, "%s", field->hint);
	page_text(page, "%s", field->help);
	help_choices(page, field);
	help_target(page, w->form, field);
	if (*field->example)
		page_text(page, "Example: %s", field->example);
	if (*field->default_text)
		page_text(page, "Default: %s", field->default_text);
	page_text(page, "In drafts and on the command line: %s", field->key);
	help_rules(page, field);
	strbuf_release(&why);
}

static void
help_last_step(struct page *page)
{
	page_add(page, ROW_SECTION, "Review and export", "");
	page_text(page,
		"The review lists what is wrong or doubtful, every value, and what was changed "
		"since the draft was opened. Enter on a row edits that field, comes back and goes "
		"to the next one. Enter on the first row exports, and so does x.");
	page_text(page,
		"The export writes the profile (.mobileconfig) once there are no errors. The "
		"draft is saved first, since it holds the profile's identity. An earlier export of "
		"the draft is overwritten, any other file only after y.");
}

/* The field of the focused row, in the form or in the review. */
static const struct field *
help_subject(const struct wizard *w)
{
	if (w->page == VIEW_REVIEW)
		return w->review.rows[w->review.focus].field;
	return wizard_field(w);
}

static void
help_fill(struct wizard *w)
{
	const struct field *field = help_subject(w);
	unsigned contexts = KEYS_LIST;

	page_release(&w->help);
	if (field)
		help_field(w, field);
	else
		help_last_step(&w->help);
	if (field && w->page == VIEW_FORM)
		contexts = field_is_typed(field) ? KEYS_TEXT : KEYS_CHOICE;
	help_keys(&w->help, contexts);
}

void
wizard_open_help(struct wizard *w)
{
	if (w->page == VIEW_HELP)
		return;
	w->help_from = w->page;
	help_fill(w);
	page_move(&w->help, true);
	w->page = VIEW_HELP;
}

static void
help_close(struct wizard *w)
{
	w->page = w->help_from;
}

const struct page_action help_actions[] = {
	{ ACTION_ACCEPT, help_close },
	{ ACTION_TYPE, help_close },
	{ ACTION_CLOSE, help_close },
	{ ACTION_HELP, help_close },
	{ ACTION_LEAVE, help_close },
};
const size_t help_actions_count = ARRAY_SIZE(help_actions);
