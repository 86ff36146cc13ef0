/* Drafts: an answer a field, the answer as it was last saved beside it, and which fields apply. */
#include "model/draft.h"

#include <string.h>

#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/field_type.h"

/* A value: text NULL means unanswered. */
struct answer {
	char *text;
	enum answer_source source;
	char *source_name;
	char *unread; /* what the file has in its place; NULL */
	bool typed;   /* by the user, here; tells no answers apart */
};

struct slot {
	struct answer now, saved;
	char *note, *saved_note; /* NULL: none */
	struct place place;
	struct place *note_places; /* of its comments */
	size_t nnote_places, note_places_alloc;
};

struct draft {
	const struct form *form;
	struct slot *slots; /* one a field, by its index */
	struct acceptances accepted, saved_accepted;
	size_t lost_notes;
};

static void
answer_release(struct answer *answer)
{
	wipe_free(answer->text);
	wipe_free(answer->unread);
	free(answer->source_name);
	*answer = (struct answer){ 0 };
}

/* The copy is made first: from may be what to holds. */
static void
answer_assign(struct answer *to, const struct answer *from)
{
	struct answer copy = {
		.text = from->text ? xstrdup(from->text) : NULL,
		.source = from->source,
		.source_name = from->source_name ? xstrdup(from->source_name) : NULL,
		.unread = from->unread ? xstrdup(from->unread) : NULL,
		.typed = from->typed,
	};

	answer_release(to);
	*to = copy;
}

static bool
same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* Unanswered is not the same as answered with the default: only one of them is in the file. */
static bool
answer_equal(const struct answer *a, const struct answer *b)
{
	return a->source == b->source && same_text(a->text, b->text) &&
	       same_text(a->source_name, b->source_name) && same_text(a->unread, b->unread);
}

/* A field of another form would have another draft's answer at its index. */
static struct slot *
slot_of(const struct draft *draft, const struct field *field)
{
	if (field->index >= draft->form->nfields || draft->form->fields[field->index] != field)
		BUG("field %s is not of this draft's form", field->key);
	return &draft->slots[field->index];
}

struct draft *
draft_new(const struct form *form)
{
	struct draft *draft = xcalloc(1, sizeof *draft);

	draft->form = form;
	draft->slots = xcalloc(form->nfields ? form->nfields : 1, sizeof *draft->slots);
	return draft;
}

void
draft_free(struct draft *draft)
{
	if (!draft)
		return;
	for (size_t i = 0; i < draft->form->nfields; i++) {
		answer_release(&draft->slots[i].now);
		answer_release(&draft->slots[i].saved);
		wipe_free(draft->slots[i].note);
		wipe_free(draft->slots[i].saved_note);
		free(draft->slots[i].note_places);
	}
	acceptances_release(&draft->accepted);
	acceptances_release(&draft->saved_accepted);
	free(draft->slots);
	free(draft);
}

const struct form *
draft_form(const struct draft *draft)
{
	return draft->form;
}

const char *
draft_text(const struct draft *draft, const struct field *field)
{
	const struct answer *now = &slot_of(draft, field)->now;

	return now->text ? now->text : field->default_text;
}

const char *
draft_value(const struct draft *draft, const struct field *field)
{
	const char *text = draft_text(draft, field);

	return *text ? text : field->default_text;
}

bool
draft_is_answered(const struct draft *draft, const struct field *field)
{
	return slot_of(draft, field)->now.text != NULL;
}

void
draft_set(struct draft *draft, const struct field *field, const char *text)
{
	struct answer answer = { .text = (char *)text };

	/* an emptied number or choice would be none of its kind */
	if (!*text && field->type->flags & FT_NATIVE && *field->default_text)
		answer.text = NULL;
	answer_assign(&slot_of(draft, field)->now, &answer);
}

void
draft_unset(struct draft *draft, const struct field *field)
{
	answer_release(&slot_of(draft, field)->now);
}

enum answer_source
draft_source(const struct draft *draft, const struct field *field)
{
	const struct answer *now = &slot_of(draft, field)->now;

	return now->text ? now->source : field->default_source;
}

const char *
draft_source_name(const struct draft *draft, const struct field *field)
{
	const struct answer *now = &slot_of(draft, field)->now;
	const char *name = now->text ? now->source_name : field->default_source_name;

	return name ? name : "";
}

bool
draft_show_source(const struct draft *draft, const struct field *field, struct strbuf *out)
{
	source_show(draft_source(draft, field), draft_source_name(draft, field), out);
	return draft_source(draft, field) != ANSWER_HERE;
}

void
draft_tell_sources(const struct draft *draft, struct strvec *lines)
{
	for (size_t i = 0; i < draft->form->nfields; i++) {
		const struct field *field = draft->form->fields[i];
		const enum answer_source source = draft_source(draft, field);
		STRBUF(line);

		if (source == ANSWER_HERE || source == ANSWER_PROMPT ||
			!draft_applies(draft, field, NULL))
			continue;
		strbuf_addf(&line, "%s ", field->label);
		draft_show_source(draft, field, &line);
		strvec_push(lines, line.buf);
	}
}

/* The text goes: what is fetched elsewhere is not kept here as well. */
void
draft_set_source(
	struct draft *draft, const struct field *field, enum answer_source source, const char *name)
{
	struct answer *now = &slot_of(draft, field)->now;

	draft_set(draft, field, "");
	now->source = source;
	if (source == ANSWER_ENVIRONMENT || source == ANSWER_COMMAND)
		now->source_name = xstrdup(name);
}

void
draft_set_typed(struct draft *draft, const struct field *field)
{
	slot_of(draft, field)->now.typed = true;
}

bool
draft_is_typed(const struct draft *draft, const struct field *field)
{
	return slot_of(draft, field)->now.typed;
}

void
draft_set_unread(struct draft *draft, const struct field *field, const char *raw)
{
	struct answer answer = { .unread = (char *)raw };

	answer_assign(&slot_of(draft, field)->now, &answer);
}

const char *
draft_unread(const struct draft *draft, const struct field *field)
{
	return slot_of(draft, field)->now.unread;
}

bool
draft_is_empty(const struct draft *draft, const struct field *field)
{
	const char *text = draft_text(draft, field);

	if (draft_source(draft, field) != ANSWER_HERE || draft_unread(draft, field))
		return false;
	return field->type->widget == WIDGET_LINES ? text_is_blank(text) : !*text;
}

int
draft_platform(const struct draft *draft)
{
	const struct field *platform = draft->form->platform;
	const struct choice *choice;

	if (!platform || draft_unread(draft, platform))
		return -1;
	choice = field_choice(platform, draft_text(draft, platform));
	return choice ? (int)(choice - platform->choices) : -1;
}

/* Appends "for macOS only". */
static void
say_platforms(const struct draft *draft, const struct field *field, struct strbuf *why)
{
	const struct field *platform = draft->form->platform;
	const char *separator = "for ";

	for (size_t i = 0; i < platform->nchoices; i++) {
		if (!(field->platforms & 1u << i))
			continue;
		strbuf_addf(why, "%s%s", separator, platform->choices[i].label);
		separator = " and ";
	}
	strbuf_addstr(why, " only");
}

/* Whether what `when` must be is what it is: one of the choices, or yes, or no. */
static bool
when_holds(const struct draft *draft, const struct field *when, const char *is)
{
	const char *text = draft_text(draft, when);

	if (!is)
		return boolean_is_yes(text);
	return when->nchoices ? !strcmp(text, is) : !*text || boolean_is_no(text);
}

/* Whether the text of `when` certainly means something else. */
static bool
when_is_other(const struct draft *draft, const struct field *when)
{
	const char *text = draft_text(draft, when);

	return when->nchoices ? field_choice(when, text) != NULL
			      : !*text || boolean_is_no(text) || boolean_is_yes(text);
}

/* One that says neither hides nothing that is there: its own field has the error. */
static bool
draft_when(const struct draft *draft, const struct field *field, struct strbuf *why)
{
	const struct field *when = field->when;
	bool unread = draft_unread(draft, when) != NULL, other = when_is_other(draft, when);
	const struct answer *now = &slot_of(draft, field)->now;

	if (!unread && when_holds(draft, when, field->when_is))
		return true;
	if ((unread || !other) && (now->unread || (now->text && !draft_is_empty(draft, field))))
		return true;
	if (why && unread) {
		strbuf_addf(why, "%s cannot be read", when->label);
	} else if (why && other) {
		strbuf_addf(why, "%s is ", when->label);
		field_show(when, *draft_text(draft, when) ? draft_text(draft, when) : "false", NULL,
			why);
	} else if (why) {
		strbuf_addf(why, "%s is %s", when->label,
			when->nchoices ? "not one of its choices" : "not yes or no");
	}
	return false;
}

bool
draft_has_payload(const struct draft *draft, const struct payload *payload)
{
	return !payload->when || (draft_applies(draft, payload->when, NULL) &&
					 when_holds(draft, payload->when, payload->when_is));
}

bool
draft_applies(const struct draft *draft, const struct field *field, struct strbuf *why)
{
	int platform = field->platforms == ~0u ? -1 : draft_platform(draft);

	/* A platform that is not one of the choices hides nothing: its own field has the error. */
	if (platform >= 0 && !(field->platforms & 1u << platform)) {
		if (why)
			say_platforms(draft, field, why);
		return false;
	}
	if (!field->when)
		return true;
	if (!draft_applies(draft, field->when, why))
		return false;
	return draft_when(draft, field, why);
}

static void
note_assign(char **to, const char *text)
{
	char *copy = text && *text ? xstrdup(text) : NULL;

	wipe_free(*to);
	*to = copy;
}

const char *
draft_note(const struct draft *draft, const struct field *field)
{
	const char *note = slot_of(draft, field)->note;

	return note ? note : "";
}

void
draft_set_note(struct draft *draft, const struct field *field, const char *note)
{
	note_assign(&slot_of(draft, field)->note, note);
}

struct place
draft_note_place(const struct draft *draft, const struct field *field, size_t at)
{
	const struct slot *slot = slot_of(draft, field);

	return at < slot->nnote_places ? slot->note_places[at] : (struct place){ 1, 1 };
}

void
draft_add_note_place(struct draft *draft, const struct field *field, struct place place)
{
	struct slot *slot = slot_of(draft, field);

	ARRAY_GROW(slot->note_places, slot->nnote_places, slot->note_places_alloc);
	slot->note_places[slot->nnote_places++] = place;
}

void
draft_copy_note_places(struct draft *to, const struct draft *from, const struct field *field)
{
	const struct slot *places = slot_of(from, field);

	slot_of(to, field)->nnote_places = 0;
	for (size_t i = 0; i < places->nnote_places; i++)
		draft_add_note_place(to, field, places->note_places[i]);
}

size_t
draft_lost_notes(const struct draft *draft)
{
	return draft->lost_notes;
}

void
draft_set_lost_notes(struct draft *draft, size_t n)
{
	draft->lost_notes = n;
}

bool
draft_note_changed(const struct draft *draft, const struct field *field)
{
	const struct slot *slot = slot_of(draft, field);

	return !same_text(slot->note, slot->saved_note);
}

const struct acceptances *
draft_acceptances(const struct draft *draft)
{
	return &draft->accepted;
}

const struct acceptance *
draft_acceptance(const struct draft *draft, const char *rule)
{
	return acceptances_find(&draft->accepted, rule);
}

void
draft_accept(struct draft *draft, const struct acceptance *acceptance)
{
	acceptances_put(&draft->accepted, acceptance);
}

void
draft_unaccept(struct draft *draft, const char *rule)
{
	acceptances_remove(&draft->accepted, rule);
}

void
draft_copy_acceptances(struct draft *to, const struct draft *from)
{
	acceptances_copy(&to->accepted, &from->accepted);
}

bool
draft_acceptance_changed(const struct draft *draft, const char *rule)
{
	return !acceptance_same(acceptances_find(&draft->accepted, rule),
		acceptances_find(&draft->saved_accepted, rule));
}

bool
draft_changed(const struct draft *draft, const struct field *field)
{
	const struct slot *slot = slot_of(draft, field);

	return !answer_equal(&slot->now, &slot->saved);
}

/* An acceptance that was removed is only among the saved ones. */
bool
draft_any_changed(const struct draft *draft)
{
	for (size_t i = 0; i < draft->form->nfields; i++)
		if (draft_changed(draft, draft->form->fields[i]) ||
			draft_note_changed(draft, draft->form->fields[i]))
			return true;
	for (size_t i = 0; i < draft->accepted.n; i++)
		if (draft_acceptance_changed(draft, draft->accepted.v[i].rule))
			return true;
	return draft->accepted.n != draft->saved_accepted.n;
}

void
draft_mark_saved(struct draft *draft)
{
	for (size_t i = 0; i < draft->form->nfields; i++) {
		answer_assign(&draft->slots[i].saved, &draft->slots[i].now);
		note_assign(&draft->slots[i].saved_note, draft->slots[i].note);
	}
	acceptances_copy(&draft->saved_accepted, &draft->accepted);
}

struct draft *
draft_as_saved(const struct draft *draft)
{
	struct draft *saved = draft_new(draft->form);

	for (size_t i = 0; i < draft->form->nfields; i++)
		answer_assign(&saved->slots[i].now, &draft->slots[i].saved);
	return saved;
}

void
draft_restore(struct draft *draft, const struct field *field)
{
	struct slot *slot = slot_of(draft, field);

	answer_assign(&slot->now, &slot->saved);
}

struct place
draft_place(const struct draft *draft, const struct field *field)
{
	struct place place = slot_of(draft, field)->place;

	return place.line ? place : (struct place){ 1, 1 };
}

void
draft_set_place(struct draft *draft, const struct field *field, struct place place)
{
	slot_of(draft, field)->place = place;
}

void
draft_copy_answer(struct draft *to, const struct draft *from, const struct field *field)
{
	answer_assign(&slot_of(to, field)->now, &slot_of(from, field)->now);
	note_assign(&slot_of(to, field)->note, slot_of(from, field)->note);
}

void
draft_take_answer(struct draft *to, const struct field *field, const struct draft *from,
	const struct field *other)
{
	if (draft_source(from, other) != ANSWER_HERE)
		draft_set_source(
			to, field, draft_source(from, other), draft_source_name(from, other));
	else
		draft_set(to, field, draft_text(from, other));
	if (draft_is_typed(from, other))
		draft_set_typed(to, field);
}

bool
draft_answer_is(const struct draft *a, const struct draft *b, const struct field *field)
{
	return answer_equal(&slot_of(a, field)->now, &slot_of(b, field)->now);
}

bool
draft_answer_reads_same(const struct draft *a, const struct draft *b, const struct field *field)
{
	return draft_source(a, field) == draft_source(b, field) &&
	       !strcmp(draft_source_name(a, field), draft_source_name(b, field)) &&
	       !strcmp(draft_text(a, field), draft_text(b, field)) &&
	       same_text(draft_unread(a, field), draft_unread(b, field));
}

void
draft_copy_answers(struct draft *to, const struct draft *from)
{
	static const struct answer none = { 0 };

	if (to->form != from->form)
		BUG("drafts of two forms");
	for (size_t i = 0; i < to->form->nfields; i++) {
		const struct answer *answer = &from->slots[i].now;

		/* what could not be read is of from's file */
		if (!(to->form->fields[i]->flags & (FIELD_MADE | FIELD_LOCKED)))
			answer_assign(&to->slots[i].now, answer->unread ? &none : answer);
	}
}
