/* The help: the page of the focused field or of the open page first, then the topics of its index, each on a page of its
 * own: how to do something, the keys, the fields, the words. */

#include "base/xalloc.h"

#include "cmd/topics.h"

#include "ui/wizard/machine.h"

/* The topics come in this order. Words last: they are looked up by typing. */
static const struct {
	enum key_group group;
	const char *title;
} key_topics[] = {
	{ KEY_GROUP_MOVE, "Keys to move" },
	{ KEY_GROUP_EDIT, "Keys to edit a value" },
	{ KEY_GROUP_CHOOSE, "Keys to choose and to look" },
	{ KEY_GROUP_REVIEW, "Keys to review, comment and accept" },
	{ KEY_GROUP_LEAVE, "Keys to save, export and leave" },
};

/* Whose fields are topics: of a quick start those of the draft that it makes. */
static const struct form *
help_form(const struct wizard *w)
{
	if (w->p.quick)
		return w->p.quick->of;
	return w->s.form ? w->s.form : forms_default(w->p.drafts.forms);
}

static void
help_target(struct list *page, const struct form *form, const struct field *field)
{
	const struct payload *payload;

	if (!*field->target.path) {
		list_add_text(page, "In the profile: nothing. It stays in the draft.");
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
			severity_word(rule_at(i)->severity), rule_at(i)->gist);
	}
}

/* A question of the quick start has no place in a profile and no key. */
static void
help_field(const struct wizard *w, const struct form *form, const struct field *field,
	struct list *page)
{
	STRBUF(why);
	STRBUF(hint);

	list_add(page, ROW_SECTION, field->label, "");
	if (w->s.draft && form == w->s.form && !draft_applies(w->s.draft, field, &why))
		list_add_text(page, "Does not apply: %s.", why.buf);
	wizard_words(w, field->hint, &hint);
	list_add_text(page, "%s", hint.buf);
	list_add_text(page, "%s", field->help);
	for (size_t i = 0; i < field->nchoices; i++)
		list_add_text(page, "%s%s%s", field->choices[i].label,
			field->choices[i].hint ? ": " : "",
			field->choices[i].hint ? field->choices[i].hint : "");
	if (form == help_form(w))
		help_target(page, form, field);
	if (*field->example)
		list_add_text(page, "Example: %s", field->example);
	if (*field->default_text)
		list_add_text(page, "Default: %s", field->default_text);
	if (form == help_form(w))
		list_add_text(page, "In drafts and on the command line: %s", field->key);
	help_rules(page, field);
}

static void
help_last_step(struct list *page)
{
	list_add(page, ROW_SECTION, "Review and export", "");
	list_add_text(page,
		"The review lists errors, warnings and notes, every value, and what was changed "
		"since the draft was opened. Enter on a row edits that field, comes back and goes "
		"to the next one. Enter on the first row exports, and so does x.");
	list_add_text(page,
		"The export writes the profile (.mobileconfig) once there are no errors. The "
		"draft is saved first, since it holds the profile's identity. An earlier export of "
		"the draft is overwritten, any other file only after y.");
}

static void
help_quick(struct list *page)
{
	list_add(page, ROW_SECTION, "Quick start", "");
	list_add_text(page,
		"The draft is made from the values, and its review opens. Filled in are: the fingerprint "
		"and the root certificate, from the CA certificate, a key of 2048 bits for signing, the "
		"subject /CN=%%SerialNumber%%, and for iOS the variable of your form's MDM or one subject "
		"for all devices, and the profile identifier, from your domain.");
	list_add_text(page,
		"For both platforms, two drafts are made. The review of the first one leads to the other.");
}

/* First, as long as it is so: the head line has room for the fact alone. */
static void
help_unkept(const struct wizard *w, struct list *page)
{
	if (!*session_unkept(&w->s))
		return;
	list_add(page, ROW_SECTION, "Not kept", "");
	list_add_text(page,
		"If the connection drops, what you type now is lost: %s. Save it to keep it.",
		session_unkept(&w->s));
}

/* Of the start page. Its menu says what it offers. */
static void
help_drafts(struct list *page)
{
	list_add(page, ROW_SECTION, "Drafts", "");
	list_add_text(page,
		"The list shows the drafts of the current folder (here), and those of the drafts "
		"folder (drafts). The draft that was changed last comes first. The menu groups them "
		"by folder, platform or state.");
	list_add_text(page,
		"Type to search. Every word is looked for in the name, the policy name, the platform, "
		"the folder and the state, such as \"ios error\". Esc clears the search.");
	list_add_text(page,
		"The menu makes, copies, renames, deletes, reviews, exports, imports and compares "
		"drafts. A deleted draft is kept for 30 days in the folder bin of the state folder. "
		"Undo brings it back.");
	list_add_text(page, "Marks: ! errors, or changes to recover, ? warnings, + complete.");
}

static void
help_more(const struct wizard *w, struct list *page)
{
	STRBUF(index);

	list_add(page, ROW_SECTION, HELP_MORE, "");
	wizard_words(w, "^G opens the index: how to do things, keys, fields and words.", &index);
	list_add_text(page, "%s", index.buf);
	list_add_text(page, "Type a word to search all of it.");
}

/* Straight from the table of keys, so that it is never out of date: those that work on the page that the help was opened
 * from. */
static void
help_keys(const struct wizard *w, size_t group, struct list *page)
{
	enum view_kind kind = help_page(w);
	const struct row *row = list_focused(&w->p.lists[kind]);
	const struct field *field = row ? row->field : NULL;
	unsigned contexts = kind == VIEW_START            ? KEYS_START
			    : kind != VIEW_FORM || !field ? KEYS_LIST
			    : field_is_typed(field)       ? KEYS_TEXT
							  : KEYS_CHOICE;

	list_add(page, ROW_SECTION, key_topics[group].title, "");
	for (size_t i = 0; i < key_bindings_count; i++) {
		const struct key_binding *binding = &key_bindings[i];
		STRBUF(names);

		if (binding->group != key_topics[group].group || !(binding->contexts & contexts))
			continue;
		key_names(binding->action, &names);
		list_add_text(page, "%s: %s.", names.buf, binding->help);
	}
	if (page->n == 1)
		list_add_text(page, "None of these keys works on the page that you came from.");
	list_add_text(page,
		"M-x means Esc and then x, at any pace (at once where Esc closes something), or "
		"Alt held down.");
}

/* Empty lines between paragraphs are for where there is more room. */
static void
help_text(const struct wizard *w, const struct topic *topic, struct list *page)
{
	STRVEC(lines);
	STRBUF(text);

	list_add(page, ROW_SECTION, topic->title, "");
	wizard_words(w, topic->text, &text);
	strvec_split(&lines, text.buf, '\n');
	for (size_t i = 0; i < lines.n; i++)
		if (*lines.v[i])
			list_add_text(page, "%s", lines.v[i]);
}

/* What a topic is about: one of these. */
struct help_topic {
	const struct topic *topic;
	size_t keys; /* of key_topics; behind them: none */
	const struct field *field;
};

static size_t
how_tos(void)
{
	size_t n = 0;

	while (n < topics_count && topics[n].kind == TOPIC_HOW_TO)
		n++;
	return n;
}

static struct help_topic
help_topic_at(const struct wizard *w, size_t i)
{
	const struct form *form = help_form(w);
	size_t first = how_tos();

	if (i < first)
		return (struct help_topic){ &topics[i], ARRAY_SIZE(key_topics), NULL };
	i -= first;
	if (i < ARRAY_SIZE(key_topics))
		return (struct help_topic){ NULL, i, NULL };
	i -= ARRAY_SIZE(key_topics);
	if (i < form->nfields)
		return (struct help_topic){ NULL, ARRAY_SIZE(key_topics), form->fields[i] };
	return (struct help_topic){ &topics[first + i - form->nfields], ARRAY_SIZE(key_topics),
		NULL };
}

size_t
help_topics(const struct wizard *w)
{
	return topics_count + ARRAY_SIZE(key_topics) + help_form(w)->nfields;
}

void
help_topic_title(const struct wizard *w, size_t i, struct strbuf *out)
{
	struct help_topic topic = help_topic_at(w, i);

	if (topic.field && topic.field->number)
		strbuf_addf(out, "Field %d: %s", topic.field->number, topic.field->label);
	else if (topic.field)
		strbuf_addf(out, "Field: %s", topic.field->label);
	else if (!topic.topic)
		strbuf_addstr(out, key_topics[topic.keys].title);
	else
		strbuf_addf(out, "%s%s", topic.topic->kind == TOPIC_WORD ? "Word: " : "",
			topic.topic->title);
}

static void
help_topic_fill(const struct wizard *w, size_t i, struct list *page)
{
	struct help_topic topic = help_topic_at(w, i);

	if (topic.field)
		help_field(w, help_form(w), topic.field, page);
	else if (topic.topic)
		help_text(w, topic.topic, page);
	else
		help_keys(w, topic.keys, page);
}

void
help_topic_text(const struct wizard *w, size_t i, struct strbuf *out)
{
	struct list page = { .page = LIST_PAGE };

	help_topic_title(w, i, out);
	help_topic_fill(w, i, &page);
	for (size_t row = 0; row < page.n; row++)
		strbuf_addf(out, "\n%s", page.rows[row].label);
	list_release(&page);
}

/* The page that the help was opened from, or is opened from now. */
enum view_kind
help_page(const struct wizard *w)
{
	return w->p.open == VIEW_HELP ? w->p.help_from : w->p.open;
}

static void
help_show(struct wizard *w, const char *title)
{
	w->p.help_from = help_page(w);
	w->p.help_title = title;
	w->p.help_opened++;
	list_move(&w->p.lists[VIEW_HELP], true);
	w->p.open = VIEW_HELP;
}

static struct list *
help_begin(struct wizard *w, enum help_kind kind)
{
	list_clear(&w->p.lists[VIEW_HELP]);
	w->p.help_kind = kind;
	return &w->p.lists[VIEW_HELP];
}

void
wizard_open_help(struct wizard *w)
{
	struct list *page = help_begin(w, HELP_FIRST);
	const struct row *row = list_focused(&w->p.lists[help_page(w)]);

	if (w->p.message_cut && w->p.open != VIEW_HELP) {
		list_add(page, ROW_SECTION, "Message", "");
		list_add_text(page, "%s", w->view.message);
	}
	help_unkept(w, page);
	if (help_page(w) == VIEW_START)
		help_drafts(page);
	else if (row && row->field)
		help_field(w, w->s.form, row->field, page);
	else if (w->p.quick)
		help_quick(page);
	else
		help_last_step(page);
	help_more(w, page);
	help_show(w, "Help");
}

void
help_open_topic(struct wizard *w, size_t i)
{
	help_topic_fill(w, i, help_begin(w, HELP_TOPIC));
	help_show(w, "Help");
}

void
help_open_text(struct wizard *w, const char *title, const struct strvec *lines)
{
	struct list *page = help_begin(w, HELP_TEXT);

	for (size_t i = 0; i < lines->n; i++)
		list_add_text(page, "%s", lines->v[i]);
	help_show(w, title);
}

void
help_back(struct wizard *w)
{
	if (w->p.open == VIEW_HELP)
		wizard_open_help(w);
}

enum help_kind
help_kind(const struct wizard *w)
{
	return w->p.help_kind;
}

void
help_close(struct wizard *w)
{
	w->p.open = w->p.help_from;
}
