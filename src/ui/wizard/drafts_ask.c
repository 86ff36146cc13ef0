/* What the start page asks: names, what to do with a draft, and with which other one it is compared. */
#include "format/form/form_file.h"

#include "ui/wizard/machine.h"

/*
 * The menu, made of its answers.
 */

static bool
menu_shows(const struct wizard *w, const struct answer *answer)
{
	return key_action(answer->keys[0]) == ACTION_TYPE && answer->says &&
	       (!answer->when || answer->when(w));
}

void
drafts_ask_menu(struct wizard *w)
{
	const struct answer *a = questions[QUESTION_DRAFT_MENU].answers;

	wizard_ask(w, QUESTION_DRAFT_MENU, "", NULL);
	for (; a->keys[0]; a++)
		if (menu_shows(w, a)) {
			const char name[] = { (char)a->keys[0], '\0' };

			popup_add(w, name, a->says);
		}
	popup_open(w, 0);
}

static void
menu_take(struct wizard *w, size_t item)
{
	question_answer(w, (unsigned char)*w->ask.popup.list.rows[item].label);
}

const struct popup_kind drafts_menu_popup = { .take = menu_take };

/*
 * Making one.
 */

static void
make_named(struct wizard *w, const char *name, const char *from)
{
	STRBUF(err);

	if (drafts_new(w, name, from, &err) < 0)
		wizard_say(w, '!', "No draft was made: %s.", err.buf);
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
	wizard_ask(w, QUESTION_DRAFT_NAME, "Name of the new draft: ", drafts_typed(w));
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
	wizard_say(w, '!', "There is no form \"%s\". Built-in forms: %s.", form, known.buf);
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
	const struct draft_entry *entry = drafts_whole(w);
	STRBUF(start);

	if (entry) {
		strbuf_addf(&start, "%.*s-copy", (int)draft_short_length(entry->name), entry->name);
		wizard_ask(w, QUESTION_DRAFT_COPY,
			"Name of the copy (with its own identity): ", start.buf);
	}
}

/*
 * About one that is there.
 */

void
drafts_ask_rename(struct wizard *w)
{
	const struct draft_entry *entry = drafts_whole(w);
	STRBUF(start);

	if (!entry)
		return;
	strbuf_add(&start, entry->name, draft_short_length(entry->name));
	wizard_ask(w, QUESTION_DRAFT_RENAME, "New name: ", start.buf);
}

void
drafts_ask_import(struct wizard *w)
{
	wizard_ask(w, QUESTION_DRAFT_IMPORT, "Profile to import: ", "");
}

void
drafts_ask_compare(struct wizard *w)
{
	const struct draft_list *list = drafts_all(w);
	const struct draft_entry *entry = drafts_whole(w);

	if (!entry)
		return;
	if (list->n < 2) {
		wizard_say(w, ' ', "There is no other draft.");
		return;
	}
	wizard_ask(w, QUESTION_DRAFT_COMPARE, "Compare with: ", NULL);
	for (size_t i = 0; i < list->n; i++)
		popup_add(w, list->v[i].name, list->v[i].here ? "here" : "drafts")->rare =
			&list->v[i] == entry;
	popup_open(w, &list->v[0] == entry);
}

static void
compare_take(struct wizard *w, size_t item)
{
	question_close(w);
	drafts_compare(w, item);
}

const struct popup_kind compare_popup = { .numbered = true, .take = compare_take };
