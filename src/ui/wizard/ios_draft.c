/* iOS: the draft beside one for macOS, and what a value can hold there instead of Apple's variables. Both offer the
 * same ways out (model/ios.h). */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/ios.h"

#include "ui/wizard/machine.h"

/* So many iOS drafts of one draft are called after it. */
#define NUMBER_MAX 999

/*
 * The ways out.
 */

/* What the text becomes that way; NULL: what can be put into it. */
static void
way_text(const struct wizard *w, const struct field *field, const char *text, const struct mdm *mdm,
	struct strbuf *out)
{
	if (text)
		ios_text(w->s.draft, field, text, mdm, out);
	else
		ios_value(w->s.draft, field, mdm, out);
}

/* settles: in a whole draft. */
static void
ways_add(struct wizard *w, const struct field *field, const char *text, bool settles)
{
	const struct mdm *mdm;

	for (size_t i = 0; ios_way_at(w->s.draft, i, &mdm); i++) {
		STRBUF(meaning);

		if (settles && ios_drops(field, mdm))
			strbuf_addstr(&meaning, "no value");
		else
			way_text(w, field, text, mdm, &meaning);
		if (mdm && mdm->assumed)
			strbuf_addstr(&meaning, " (check the name there)");
		if (!mdm && settles && !ios_drops(field, mdm))
			strbuf_addstr(&meaning, ", and no SAN with a variable");
		popup_add(w, mdm ? mdm->label : "The same for all devices", meaning.buf);
	}
	popup_open(w, 0);
}

/* What stands there is made right; a variable for the serial number is put in where there is nothing to make right. */
void
ios_ask_value(struct wizard *w)
{
	const struct field *field = wizard_field(w);
	bool whole =
		ios_is_stuck(w->s.draft, field) ||
		(draft_is_empty(w->s.draft, field) && field->type == field_type_find("subject"));

	w->ask.ios_whole = whole;
	wizard_ask(w, QUESTION_IOS_VALUE, "iOS replaces no variables. Which value? ", NULL);
	ways_add(w, field, whole ? draft_text(w->s.draft, field) : NULL, false);
}

static void
value_take(struct wizard *w, size_t item)
{
	const struct field *field = wizard_field(w);
	const struct mdm *mdm;
	bool whole = w->ask.ios_whole;
	STRBUF(value);

	ios_way_at(w->s.draft, item, &mdm);
	way_text(w, field, whole ? draft_text(w->s.draft, field) : NULL, mdm, &value);
	question_close(w);
	ios_note_mdm(w->s.draft, mdm);
	if (whole)
		wizard_set_value(w, value.buf);
	else
		wizard_put_variable(w, value.buf);
}

const struct popup_kind ios_value_popup = { .numbered = true, .take = value_take };

/*
 * The draft.
 */

bool
ios_can_be_made(const struct wizard *w)
{
	return w->s.file && !quick_is_on(w) && !w->s.look && ios_platform(w->s.form) &&
	       !ios_is_chosen(w->s.draft);
}

bool
ios_is_missing(const struct wizard *w)
{
	const struct field *field = form_role(w->s.form, ROLE_POLICY_NAME);
	const char *name = field ? draft_value(w->s.draft, field) : "";

	return ios_can_be_made(w) && !path_exists(w->s.file->path) &&
	       ios_name_length(w->s.form, name) < strlen(name);
}

/* "Office (macOS)" and "Office" become "Office (iOS)". */
static void
name_set(struct draft *draft, const struct choice *platform)
{
	const struct form *form = draft_form(draft);
	const struct field *field = form_role(form, ROLE_POLICY_NAME);
	STRBUF(name);

	if (!field || field->flags & FIELD_FIXED)
		return;
	strbuf_addstr(&name, draft_value(draft, field));
	strbuf_truncate(&name, ios_name_length(form, name.buf));
	strbuf_addf(&name, " (%s)", platform->label);
	draft_set(draft, field, name.buf);
}

/* The number of the first one that can be made. */
static int
number_free(const struct wizard *w)
{
	for (int n = 1;; n++) {
		OWN_TEXT(other) = drafts_ios_path(w->s.file->path, n);
		STRBUF(ignored);

		if (recovery_may_make(w->s.form, other, &ignored) == 0 || n > NUMBER_MAX)
			return n;
	}
}

/* Where the usual name is not free. */
static void
tell_name(const struct wizard *w, struct strbuf *out)
{
	int n = number_free(w);
	OWN_TEXT(usual) = drafts_ios_path(w->s.file->path, 1);
	OWN_TEXT(path) = drafts_ios_path(w->s.file->path, n);
	OWN_TEXT(usual_name) = path_name(usual);
	OWN_TEXT(name) = path_name(path);

	if (n > 1)
		strbuf_addf(out, "%s %s. The new draft is %s. ", usual_name,
			path_exists(usual) ? "exists already" : "has unsaved changes", name);
}

/* Beside that of the first one. */
static void
identifier_set(struct draft *draft, const struct draft *from, int n)
{
	const struct field *field = form_identifier(draft_form(draft));
	STRBUF(text);

	if (!field || !*draft_text(from, field) || field->flags & FIELD_FIXED)
		return;
	strbuf_addf(&text, "%s-ios", draft_text(from, field));
	if (n > 1)
		strbuf_addf(&text, "-%d", n);
	draft_set(draft, field, text.buf);
}

/* "7 Subject is now /CN=Office. 17 DNS name is now empty." Its name and identity are its own, as anybody expects. */
static void
tell_settled(const struct wizard *w, const struct draft *draft, struct strbuf *out)
{
	const struct form *form = w->s.form;

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];
		const char *text = draft_text(draft, field);
		STRBUF(shown);

		if (field == form->platform || field->role == ROLE_POLICY_NAME ||
			field->flags & FIELD_MADE || field_is_secret(field) ||
			!strcmp(text, draft_text(w->s.draft, field)) ||
			(!draft_applies(draft, field, NULL) && !*text))
			continue;
		field_show(field, text, w->s.desk.folder, &shown);
		if (field->number)
			strbuf_addf(out, "%d ", field->number);
		strbuf_addf(out, "%s is now %s. ", field->label, shown.len ? shown.buf : "empty");
	}
}

/* The identity is its own. */
static int
ios_save(const struct wizard *w, const struct mdm *mdm, int n, struct strbuf *told,
	struct strbuf *err)
{
	const struct choice *platform = ios_platform(w->s.form);
	OWN_TEXT(path) = drafts_ios_path(w->s.file->path, n);
	DRAFT_FILE(file);

	draft_file_new(&file, w->s.form, path);
	draft_copy_answers(file.draft, w->s.draft);
	draft_set(file.draft, w->s.form->platform, platform->value);
	name_set(file.draft, platform);
	identifier_set(file.draft, w->s.draft, n);
	ios_settle(file.draft, mdm);
	tell_settled(w, file.draft, told);
	return draft_file_save(&file, err);
}

static void
ios_make(struct wizard *w, const struct mdm *mdm)
{
	int n = number_free(w);
	OWN_TEXT(path) = drafts_ios_path(w->s.file->path, n);
	OWN_TEXT(from) = path_name(w->s.file->path);
	OWN_TEXT(name) = draft_name_of(path);
	STRBUF(told);
	STRBUF(err);

	strbuf_addf(&told, "The iOS draft is %s. ", name);
	if (w->ask.ios_saved)
		strbuf_addf(&told, "%s was saved. ", from);
	tell_name(w, &told);
	if (recovery_may_make(w->s.form, path, &err) == 0)
		ios_save(w, mdm, n, &told, &err);
	strbuf_trim(&told);
	if (err.len) {
		wizard_say(w, '!', "No iOS draft was made: %s.", err.buf);
		return;
	}
	wizard_say(w, '+', "%s", told.buf);
	drafts_choose_told(w, path, WIZARD_REVIEW, told.buf);
}

/* The first value that has a variable stands for all. */
void
ios_ask_draft(struct wizard *w)
{
	const struct field *field = ios_stuck(w->s.draft);
	STRBUF(question);

	if (!field) {
		ios_make(w, NULL);
		return;
	}
	tell_name(w, &question);
	/* on the screen the list shows it */
	if (w->spell)
		strbuf_addf(&question, "%s: ", field->label);
	strbuf_addstr(&question, "iOS replaces no variables. Which value? ");
	wizard_ask(w, QUESTION_IOS_DRAFT, question.buf, NULL);
	ways_add(w, field, draft_text(w->s.draft, field), true);
}

static void
draft_take(struct wizard *w, size_t item)
{
	const struct mdm *mdm;

	ios_way_at(w->s.draft, item, &mdm);
	question_close(w);
	ios_make(w, mdm);
}

const struct popup_kind ios_draft_popup = { .numbered = true, .take = draft_take };

/* What is copied is saved before. */
void
wizard_make_ios(struct wizard *w)
{
	if (quick_refuses(w) || wizard_only_looks(w))
		return;
	w->ask.ios_saved = ios_can_be_made(w) && session_has_unsaved(&w->s);
	if (!ios_can_be_made(w))
		wizard_say(w, ' ',
			ios_is_chosen(w->s.draft) ? "This draft is for iOS."
						  : "This form has no iOS.");
	else if (session_has_unsaved(&w->s) || !w->s.file->path)
		wizard_save_then(w, AFTER_SAVE_IOS);
	else
		ios_ask_draft(w);
}
