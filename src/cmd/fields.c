/* scepwiz fields: what a form asks, and what kinds of values there are. */
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/field_type.h"

#include "cmd/commands.h"
#include "cmd/opened.h"
#include "cmd/table.h"

static const char *
field_presence(const struct field *field)
{
	return field->flags & FIELD_REQUIRED ? "required" : "optional";
}

/* Number, key and label are what set and the man pages speak of. */
static void
fields_text(const struct form *form, struct strbuf *out)
{
	static const char *const titles[] = { "#", "Key", "Label", "Type", "Presence", "Default",
		NULL };
	struct table table;

	table_init(&table, titles);
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];
		struct strbuf number = STRBUF_INIT;

		if (field->number)
			strbuf_addf(&number, "%d", field->number);
		table_add(&table, number.buf);
		table_add(&table, field->key);
		table_add(&table, field->label);
		table_add(&table, field->type->name);
		table_add(&table, field_presence(field));
		table_add(&table, field->default_text);
		strbuf_release(&number);
	}
	table_write(&table, out);
	table_release(&table);
}

/* More than the table has room for: what a script needs to fill in a draft. */
static void
fields_json(const struct form *form, struct strbuf *out)
{
	struct json json = JSON_INIT(out);

	json_open(&json, NULL, '[');
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];

		json_open(&json, NULL, '{');
		json_number(&json, "number", field->number);
		json_text(&json, "key", field->key);
		json_text(&json, "label", field->label);
		json_text(&json, "section", field->section->title);
		json_text(&json, "type", field->type->name);
		json_text(&json, "presence", field_presence(field));
		json_bool(&json, "list", field_has_items(field));
		json_text(&json, "when", field->when ? field->when->key : NULL);
		json_text(&json, "default", field->default_text);
		json_text(&json, "hint", field->hint);
		json_close(&json);
	}
	json_close(&json);
}

static void
types_text(struct strbuf *out)
{
	static const char *const titles[] = { "Type", "What it takes", NULL };
	struct table table;

	table_init(&table, titles);
	for (size_t i = 0; i < field_types_count; i++) {
		table_add(&table, field_types[i]->name);
		table_add(&table, field_types[i]->summary);
	}
	table_write(&table, out);
	table_release(&table);
}

static void
types_json(struct strbuf *out)
{
	struct json json = JSON_INIT(out);

	json_open(&json, NULL, '[');
	for (size_t i = 0; i < field_types_count; i++) {
		json_open(&json, NULL, '{');
		json_text(&json, "type", field_types[i]->name);
		json_text(&json, "summary", field_types[i]->summary);
		json_close(&json);
	}
	json_close(&json);
}

/* The fields of one mapping of a draft: of a group, or of the top level (NULL). */
static void
schema_fields(const struct form *form, const char *group, struct json *json)
{
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];

		if (group ? field->group && !strcmp(field->group, group) : !field->group)
			field_schema(field, json);
	}
}

static bool
schema_is_first_of_group(const struct form *form, const struct field *field)
{
	for (size_t i = 0; i < field->index; i++)
		if (form->fields[i]->group && !strcmp(form->fields[i]->group, field->group))
			return false;
	return true;
}

static void
schema_groups(const struct form *form, struct json *json)
{
	for (size_t i = 0; i < form->nfields; i++) {
		const char *group = form->fields[i]->group;

		if (!group || !schema_is_first_of_group(form, form->fields[i]))
			continue;
		json_open(json, group, '{');
		json_text(json, "type", "object");
		json_open(json, "properties", '{');
		schema_fields(form, group, json);
		json_close(json);
		json_bool(json, "additionalProperties", false);
		json_close(json);
	}
}

static void
schema_text(struct json *json, const char *key)
{
	json_open(json, key, '{');
	json_text(json, "type", "string");
	json_close(json);
}

/* RULE: REASON, or a mapping; the ids of the rules are offered. */
static void
schema_accepted_entry(struct json *json)
{
	json_open(json, "additionalProperties", '{');
	json_open(json, "anyOf", '[');
	schema_text(json, NULL);
	json_open(json, NULL, '{');
	json_text(json, "type", "object");
	json_open(json, "required", '[');
	json_text(json, NULL, "reason");
	json_close(json);
	json_open(json, "properties", '{');
	schema_text(json, "reason");
	schema_text(json, "by");
	schema_text(json, "date");
	json_open(json, "for", '{');
	json_text(json, "type", "object");
	json_close(json);
	json_close(json);
	json_bool(json, "additionalProperties", false);
	json_close(json);
	json_close(json);
	json_close(json);
}

static void
schema_accepted(struct json *json)
{
	json_open(json, "accepted", '{');
	json_text(json, "description", "Findings that are accepted: RULE: REASON.");
	json_text(json, "type", "object");
	json_open(json, "propertyNames", '{');
	json_open(json, "enum", '[');
	for (size_t i = 0; i < rules_count(); i++)
		if (!(rule_at(i)->flags & RULE_OF_ACCEPTED))
			json_text(json, NULL, rule_at(i)->id);
	json_close(json);
	json_close(json);
	schema_accepted_entry(json);
	json_close(json);
}

/* What every draft may have besides its fields: scepwiz-draft(5). */
static void
schema_reserved(const struct form *form, struct json *json)
{
	json_open(json, "form", '{');
	json_text(json, "const", form->name);
	json_close(json);
	schema_accepted(json);
	json_open(json, "foreign", '{');
	json_text(json, "description", "What an imported profile has and the form does not know.");
	json_text(json, "type", "string");
	json_close(json);
	json_open(json, "review", '{');
	json_text(json, "description", "Reviewers' comments, a key a field.");
	json_text(json, "type", "object");
	json_open(json, "additionalProperties", '{');
	json_text(json, "type", "string");
	json_close(json);
	json_close(json);
}

/* JSON Schema, draft 7: the one that editors with YAML support know. */
static void
fields_schema(const struct form *form, struct strbuf *out)
{
	struct json json = JSON_INIT(out);

	json_open(&json, NULL, '{');
	json_text(&json, "$schema", "http://json-schema.org/draft-07/schema#");
	json_text(&json, "title", form->title);
	json_text(&json, "type", "object");
	json_open(&json, "required", '[');
	json_text(&json, NULL, "form");
	json_close(&json);
	json_open(&json, "properties", '{');
	schema_reserved(form, &json);
	schema_fields(form, NULL, &json);
	schema_groups(form, &json);
	json_close(&json);
	json_bool(&json, "additionalProperties", false);
	json_close(&json);
}

/* What --format may be, for the fields and for their types. */
static const struct fields_format {
	const char *name;
	void (*fields)(const struct form *form, struct strbuf *out);
	void (*types)(struct strbuf *out); /* NULL: there is none */
} fields_formats[] = {
	{ "text", fields_text, types_text },
	{ "json", fields_json, types_json },
	{ "json-schema", fields_schema, NULL },
};

/* NULL after a message. */
static const struct fields_format *
fields_format(const struct invocation *invocation)
{
	const char *name = option_value(invocation, "format");
	bool types = option_given(invocation, "types");

	for (size_t i = 0; i < ARRAY_SIZE(fields_formats); i++)
		if (!strcmp(fields_formats[i].name, name ? name : "text") &&
			(!types || fields_formats[i].types))
			return &fields_formats[i];
	command_misuse(invocation->command, "--format is %s, not \"%s\"",
		types ? "text or json" : "text, json or json-schema", name);
	return NULL;
}

static int
fields_run(const struct invocation *invocation)
{
	const struct fields_format *format = fields_format(invocation);
	struct strbuf out = STRBUF_INIT;
	struct forms *forms;
	int status;

	if (!format)
		return STATUS_USAGE;
	forms = forms_of_invocation(invocation);
	if (!forms)
		return STATUS_TROUBLE;
	if (option_given(invocation, "types"))
		format->types(&out);
	else
		format->fields(forms_default(forms), &out);
	status = command_print(&out);
	strbuf_release(&out);
	forms_free(forms);
	return status;
}

static const struct option_spec fields_options[] = {
	{ "types", 0, NULL, "list the types of fields instead", false },
	{ "format", 0, "text|json|json-schema",
		"text (the default), json, or a JSON Schema of drafts, with which editors "
		"complete and check them",
		false },
	OPTION_FORM,
	{ NULL },
};

const struct command cmd_fields = {
	.name = "fields",
	.args = "",
	.summary = "lists the fields of a draft",
	.help = "Lists the fields in the documented order: number, key (as in drafts and for set), label, "
		"type, whether it is required, and the default. Fields without a number belong to the "
		"page behind the documented ones.",
	.options = fields_options,
	.run = fields_run,
};
