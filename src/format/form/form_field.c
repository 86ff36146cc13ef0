/* Reads one field of a form file. A key of fields is added to the table here, to struct field in
 * model/form.h and to scepwiz-form(5). */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#include "model/field_type.h"
#include "model/lint.h"

#include "format/form/answer.h"
#include "format/form/form_keys.h"

/* Platforms are bits of field.platforms. */
#define CHOICES_MAX 31

static int
choice_set_number(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	struct choice *choice = base;

	(void)key;
	choice->has_number = true;
	return form_read_number(r, value, &choice->number);
}

/* The only one: what iOS cannot do is known by rules. */
static int
choice_set_role(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	struct choice *choice = base;

	(void)key;
	if (form_check_kind(r, value, NODE_TEXT) < 0)
		return -1;
	choice->is_ios = !strcmp(value->text.buf, "ios");
	return choice->is_ios ? 0
			      : form_fail(r, value,
					"the role of a choice is \"%s\", but only ios "
					"is known",
					value->text.buf);
}

static const struct form_key choice_keys[] = {
	{ .name = "value",
		.set = form_set_text,
		.offset = offsetof(struct choice, value),
		.required = true },
	{ .name = "label",
		.set = form_set_text,
		.offset = offsetof(struct choice, label),
		.required = true },
	{ .name = "hint", .set = form_set_text, .offset = offsetof(struct choice, hint) },
	{ .name = "number", .set = choice_set_number },
	{ .name = "role", .set = choice_set_role },
	{ .name = NULL },
};

/* A field and a group may not share a name, nor have that of a key of every draft: the reader of drafts
 * could not tell which is meant. */
static int
field_check_name(struct form_reader *r, const struct node *value, bool group)
{
	const struct form *form = r->form;
	const struct field *last = form->fields[form->nfields - 1];

	if (draft_key_is_reserved(value->text.buf))
		return form_fail(r, value,
			"\"%s\" is a key of every draft, so it cannot name a "
			"%s",
			value->text.buf, group ? "group" : "field");
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];
		const char *taken = group ? field->key : field->group;

		if (taken && !strcmp(taken, value->text.buf))
			return form_fail(r, value,
				"\"%s\" is already the name of the %s in line "
				"%d",
				value->text.buf, group ? "field" : "group of the field",
				field == last ? value->place.line : field->place.line);
	}
	return 0;
}

static int
field_set_key(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	struct field *field = base;
	const struct field *same;

	if (form_set_word(r, key, base, value) < 0)
		return -1;
	same = form_field(r->form, field->key);
	if (same != field)
		return form_fail(r, value, "the field \"%s\" is already in line %d", field->key,
			same->place.line);
	return field_check_name(r, value, false);
}

static int
field_set_group(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	if (form_set_word(r, key, base, value) < 0)
		return -1;
	return field_check_name(r, value, true);
}

static int
field_set_type(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	struct field *field = base;
	const char **known;

	(void)key;
	if (form_check_kind(r, value, NODE_TEXT) < 0)
		return -1;
	field->type = field_type_find(value->text.buf);
	if (field->type)
		return 0;
	known = xcalloc(field_types_count + 1, sizeof *known);
	for (size_t i = 0; i < field_types_count; i++)
		known[i] = field_types[i]->name;
	form_fail(r, value, "there is no field type \"%s\"", value->text.buf);
	form_suggest(r, value->text.buf, known);
	free(known);
	return -1;
}

static int
field_set_role(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	struct field *field = base;
	const struct field *same;
	int role = ROLE_COUNT;

	(void)key;
	if (form_check_kind(r, value, NODE_TEXT) < 0)
		return -1;
	while (--role > ROLE_NONE && strcmp(role_names[role], value->text.buf) != 0) {
	}
	if (role == ROLE_NONE) {
		form_fail(r, value, "there is no role \"%s\"", value->text.buf);
		form_suggest(r, value->text.buf, role_names + 1);
		return -1;
	}
	same = form_role(r->form, (enum role)role);
	if (same)
		return form_fail(r, value, "the field %s already has the role \"%s\"", same->key,
			value->text.buf);
	field->role = (enum role)role;
	return 0;
}

/* The type comes first in the table, so it is set. */
static int
field_check_type(
	struct form_reader *r, const struct field *field, const struct node *value, unsigned flag)
{
	if (field->type->flags & flag)
		return 0;
	return form_fail(r, value, "a field of type %s has no %s. Remove the key",
		field->type->name, value->key);
}

/* Counted once it is read; one that is wrong leaves its place to the next. */
static int
choice_add(struct form_reader *r, struct field *field, const struct node *node)
{
	struct choice *choice = &field->choices[field->nchoices];
	int result = form_read_map(r, node, "a choice", choice_keys, choice);

	if (result == 0 && field_choice(field, choice->value))
		result = form_fail(
			r, node, "the choice \"%s\" is already in the list", choice->value);
	if (result == 0) {
		field->nchoices++;
		return 0;
	}
	free(choice->value);
	free(choice->label);
	free(choice->hint);
	*choice = (struct choice){ 0 };
	return -1;
}

static int
field_set_choices(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	struct field *field = base;
	int result = 0;

	(void)key;
	if (field_check_type(r, field, value, FT_CHOICES) < 0 ||
		form_check_kind(r, value, NODE_LIST) < 0)
		return -1;
	if (!value->n || value->n > CHOICES_MAX)
		return form_fail(r, value, "%zu choices. Use 1 to %d", value->n, CHOICES_MAX);
	field->choices = xcalloc(value->n + 1, sizeof *field->choices);
	for (size_t i = 0; i < value->n; i++)
		result |= choice_add(r, field, value->v[i]);
	return result;
}

static int
field_set_default(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	const struct field *field = base;
	FINDINGS(found);
	const struct finding *worst;
	int result = form_set_any_text(r, key, base, value);
	bool lacks_choices = field->type->flags & FT_CHOICES && !field->nchoices;

	/* Choices that are missing are told in the end. A default that is a path may be there later; a
	 * form opens no other file. */
	if (result == 0 && !lacks_choices && field->type->widget != WIDGET_FILE)
		field_check(NULL, field, value->text.buf, NULL, &found);
	worst = findings_of(&found, field);
	if (worst && worst->severity == SEVERITY_ERROR)
		return form_fail(r, value, "the %s is wrong: %s", key->word, worst->sentence);
	return result;
}

static int
field_set_range(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	struct field *field = base;
	const struct node *minimum = node_get(value, "min");
	const struct node *maximum = node_get(value, "max");

	(void)key;
	if (field_check_type(r, field, value, FT_RANGE) < 0)
		return -1;
	if (!minimum || !maximum || value->n != 2)
		return form_fail(r, value, "write a range as {min: NUMBER, max: NUMBER}");
	if (form_read_number(r, minimum, &field->minimum) < 0 ||
		form_read_number(r, maximum, &field->maximum) < 0)
		return -1;
	if (field->minimum < 0)
		return form_fail(r, minimum, "a range must begin at 0 or above");
	if (field->minimum > field->maximum)
		return form_fail(r, value, "the range ends before it begins");
	return 0;
}

static int
field_set_list(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	struct field *field = base;

	if (field_check_type(r, base, value, FT_LIST) < 0 ||
		form_check_kind(r, value, NODE_TEXT) < 0)
		return -1;
	if (!strcmp(value->text.buf, "always")) {
		field->flags |= FIELD_LIST | FIELD_ARRAY;
		return 0;
	}
	if (strcmp(value->text.buf, "true") != 0 && strcmp(value->text.buf, "false") != 0)
		return form_fail(
			r, value, "list is \"%s\". Use true, always or false", value->text.buf);
	return form_set_flag(r, key, base, value);
}

/* A type that can make no value would leave the field empty for ever. */
static int
field_set_make(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	struct field *field = base;

	if (!field->type->make)
		return form_fail(r, value, "a field of type %s cannot be made. Remove the key",
			field->type->name);
	return form_set_flag(r, key, base, value);
}

static int
platform_add(struct form_reader *r, struct field *field, const struct node *node)
{
	const struct field *platform = r->form->platform;
	const struct choice *choice;

	if (form_check_kind(r, node, NODE_TEXT) < 0)
		return -1;
	choice = field_choice(platform, node->text.buf);
	if (!choice)
		return form_fail(r, node, "\"%s\" is not a choice of the field %s", node->text.buf,
			platform->key);
	field->platforms |= 1u << (choice - platform->choices);
	return 0;
}

/* Bits by the place of the choice, so that the platform field comes first. */
static int
field_set_platforms(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	struct field *field = base;
	const struct field *platform = r->form->platform;
	int result = 0;

	(void)key;
	if (form_check_kind(r, value, NODE_LIST) < 0)
		return -1;
	if (!platform) { /* told in the end: the form may have none */
		r->platforms_at = r->platforms_at.line ? r->platforms_at : value->place;
		return 0;
	}
	field->platforms = 0;
	for (size_t i = 0; i < value->n; i++)
		result |= platform_add(r, field, value->v[i]);
	if (!value->n)
		return form_fail(r, value, "platforms is empty. Remove the key for all platforms");
	return result;
}

static int
field_set_when(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	struct field *field = base;

	(void)key;
	return form_read_when(r, value, &field->when, &field->when_is, field->index);
}

/* Payloads are read before sections, whatever their order in the file. */
static int
target_set_payload(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	if (form_set_text(r, key, base, value) < 0)
		return -1;
	if (!form_payload(r->form, value->text.buf) && !r->payloads_broken)
		return form_fail(r, value, "the form has no payload \"%s\"", value->text.buf);
	return 0;
}

static const struct form_key target_keys[] = {
	{ .name = "payload",
		.set = target_set_payload,
		.offset = offsetof(struct target, payload) },
	{ .name = "path",
		.set = form_set_path,
		.offset = offsetof(struct target, path),
		.required = true },
	{ .name = NULL },
};

static int
field_set_profile(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	struct field *field = base;

	(void)key;
	return form_read_map(r, value, "profile", target_keys, &field->target);
}

static const struct form_key field_keys[] = {
	{ .name = "key",
		.set = field_set_key,
		.offset = offsetof(struct field, key),
		.required = true },
	{ .name = "label",
		.set = form_set_text,
		.offset = offsetof(struct field, label),
		.required = true },
	{ .name = "type", .set = field_set_type, .required = true, .basis = true },
	{ .name = "role", .set = field_set_role },
	{ .name = "presence",
		.set = form_set_flag,
		.flag = FIELD_REQUIRED,
		.word = "required",
		.other = "optional" },
	{ .name = "choices", .set = field_set_choices, .basis = true, .rests = true },
	{ .name = "range", .set = field_set_range, .basis = true, .rests = true },
	{ .name = "list",
		.set = field_set_list,
		.basis = true,
		.rests = true,
		.flag = FIELD_LIST,
		.word = "true",
		.other = "false" },
	{ .name = "default",
		.set = field_set_default,
		.offset = offsetof(struct field, default_text),
		.rests = true,
		.word = "default" },
	{ .name = "absent",
		.set = field_set_default,
		.offset = offsetof(struct field, absent_text),
		.rests = true,
		.word = "value of absent" },
	{ .name = "write", .set = form_set_flag, .flag = FIELD_WRITE_ALWAYS, .word = "always" },
	{ .name = "make",
		.set = field_set_make,
		.flag = FIELD_MADE,
		.word = "once",
		.rests = true },
	{ .name = "read_only",
		.set = form_set_flag,
		.flag = FIELD_READ_ONLY,
		.word = "true",
		.other = "false" },
	{ .name = "platforms", .set = field_set_platforms },
	{ .name = "when", .set = field_set_when },
	{ .name = "group", .set = field_set_group, .offset = offsetof(struct field, group) },
	{ .name = "hint",
		.set = form_set_text,
		.offset = offsetof(struct field, hint),
		.required = true },
	{ .name = "help", .set = form_set_text, .offset = offsetof(struct field, help) },
	{ .name = "example", .set = form_set_text, .offset = offsetof(struct field, example) },
	{ .name = "profile", .set = field_set_profile },
	{ .name = NULL },
};

/* Texts that the form may leave out are empty. */
static struct field *
field_new(struct form_reader *r, const struct node *node)
{
	struct form *form = r->form;
	struct field *field = xcalloc(1, sizeof *field);

	field->index = form->nfields;
	field->section = r->section;
	field->platforms = ~0u;
	field->maximum = INT_MAX;
	field->place = node->place;
	field->key = xstrdup("");
	field->label = xstrdup("");
	field->hint = xstrdup("");
	field->help = xstrdup("");
	field->example = xstrdup("");
	field->default_text = xstrdup("");
	field->absent_text = xstrdup("");
	field->target.path = xstrdup("");
	form->fields = xreallocarray(form->fields, form->nfields + 1, sizeof(struct field *));
	form->fields[form->nfields++] = field;
	if (r->section->documented)
		field->number = ++r->number;
	return field;
}

int
form_read_field(struct form_reader *r, const struct node *node)
{
	struct field *field = field_new(r, node);

	if (form_read_map(r, node, "a field", field_keys, field) < 0)
		return -1;
	if (field->type->flags & FT_CHOICES && !field->nchoices)
		return form_fail(r, node, "the field %s has type %s and needs choices", field->key,
			field->type->name);
	if (r->platform && !strcmp(field->key, r->platform->text.buf)) {
		if (!field->nchoices)
			return form_fail(
				r, node, "the platform field %s needs choices", field->key);
		r->form->platform = field;
	}
	return 0;
}
