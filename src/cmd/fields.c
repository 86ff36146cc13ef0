/* scepwiz fields: what a form asks, and what kinds of values there are. */
#include <string.h>

#include "base/json.h"
#include "base/text.h"

#include "model/field_type.h"

#include "format/form/form_file.h"

#include "cmd/commands.h"
#include "cmd/table.h"

static const char *
field_presence(const struct field *field)
{
	return field->flags & FIELD_REQUIRED ? "required" : "optional";
}

/* One's own default for the field; NULL: there is none. */
static const struct field *
field_own(const struct form *own, const struct field *field)
{
	const struct field *preset = own ? form_field(own, field->key) : NULL;

	return preset && preset->flags & FIELD_PRESET ? preset : NULL;
}

/* Of a secret where it comes from. */
static void
default_show(const struct field *field, const struct field *preset, struct strbuf *out)
{
	if (!preset) {
		strbuf_addstr(out, field->default_text);
		return;
	}
	source_show(preset->default_source, preset->default_source_name, out);
	if (preset->default_source == ANSWER_HERE)
		field_show(preset, preset->default_text, NULL, out);
	strbuf_addstr(out, " (yours)");
}

/* Number, key and label are what set and the man pages speak of. */
static void
fields_text(const struct form *form, const struct form *own, struct strbuf *out)
{
	static const char *const titles[] = { "#", "Key", "Label", "Type", "Presence", "Default",
		NULL };
	TABLE(table, titles);

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];
		STRBUF(number);
		STRBUF(shown);

		if (field->number)
			strbuf_addf(&number, "%d", field->number);
		table_add(&table, number.buf);
		table_add(&table, field->key);
		table_add(&table, field->label);
		table_add(&table, field->type->name);
		table_add(&table, field_presence(field));
		default_show(field, field_own(own, field), &shown);
		table_add(&table, shown.buf);
	}
	table_write(&table, out);
	if (own && own->path) {
		strbuf_addstr(out, "\nYour defaults are in ");
		text_show(out, own->path, strlen(own->path));
		strbuf_addch(out, '\n');
	}
}

/* More than the table has room for: what a script needs to fill in a draft. */
static void
fields_json(const struct form *form, const struct form *own, struct strbuf *out)
{
	NODE(list) = node_list_new();

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i], *preset = field_own(own, field);
		struct node *object = node_append(list, node_map_new());

		node_add(object, "number", node_integer_new(field->number));
		json_add(object, "key", field->key, "label", field->label, "section",
			field->section->title, "type", field->type->name, "presence",
			field_presence(field), NULL);
		node_add(object, "list", node_boolean_new(field_has_items(field)));
		json_add(object, "when", field->when ? field->when->key : NULL, NULL);
		if (field->when_is)
			json_add(object, "when_is", field->when_is, NULL);
		json_add(object, "default", preset ? preset->default_text : field->default_text,
			NULL);
		node_add(object, "own_default", node_boolean_new(preset != NULL));
		json_add(object, "hint", field->hint, NULL);
	}
	json_write(list, out);
}

static void
types_text(struct strbuf *out)
{
	static const char *const titles[] = { "Type", "What it accepts", NULL };
	TABLE(table, titles);

	for (size_t i = 0; i < field_types_count; i++) {
		table_add(&table, field_types[i]->name);
		table_add(&table, field_types[i]->summary);
	}
	table_write(&table, out);
}

static void
types_json(struct strbuf *out)
{
	NODE(list) = node_list_new();

	for (size_t i = 0; i < field_types_count; i++)
		node_append(list, json_add(node_map_new(), "type", field_types[i]->name, "summary",
					  field_types[i]->summary, NULL));
	json_write(list, out);
}

static struct node *
schema_of(const char *type)
{
	return json_add(node_map_new(), "type", type, NULL);
}

/* Without quotes YAML reads 2026 as a number, and yes as true. */
static struct node *
schema_word(void)
{
	struct node *object = node_map_new();

	node_add(object, "type", json_array("string", "number", "boolean", NULL));
	return object;
}

/* A mapping, or nothing after the key. */
static struct node *
schema_mapping(const char *description)
{
	struct node *object = node_map_new();

	if (description)
		json_add(object, "description", description, NULL);
	node_add(object, "type", json_array("object", "null", NULL));
	return object;
}

/* The properties of an object that has no others. */
static struct node *
schema_closed(struct node *object)
{
	struct node *properties = node_add(object, "properties", node_map_new());

	node_add(object, "additionalProperties", node_boolean_new(false));
	return properties;
}

/* The same, but for keys of the user's own. */
static struct node *
schema_fields_only(struct node *object)
{
	node_add(node_add(object, "patternProperties", node_map_new()), "^x-", node_map_new());
	return schema_closed(object);
}

/* Those that are built in; extends is the form that it is made of, payloads are what the profile has. */
static void
forms_text(struct strbuf *out)
{
	static const char *const titles[] = { "Form", "Title", "Extends", "Payloads", NULL };
	TABLE(table, titles);

	for (size_t i = 0; form_builtin_at(i); i++) {
		const struct form *form = form_builtin_at(i);
		STRBUF(types);

		for (size_t k = 0; k < form->npayloads; k++)
			strbuf_addf(&types, "%s%s", k ? ", " : "", form->payloads[k]->type);
		table_add(&table, form->name);
		table_add(&table, form->title);
		table_add(&table, form->extends ? form->extends : "");
		table_add(&table, types.buf);
	}
	table_write(&table, out);
}

static void
forms_json(struct strbuf *out)
{
	NODE(list) = node_list_new();

	for (size_t i = 0; form_builtin_at(i); i++) {
		const struct form *form = form_builtin_at(i);
		struct node *object = node_append(list, node_map_new());
		struct node *payloads;

		json_add(object, "form", form->name, NULL);
		node_add(object, "version", node_integer_new(form->version));
		json_add(object, "title", form->title, "extends", form->extends, NULL);
		payloads = node_add(object, "payloads", node_list_new());
		for (size_t k = 0; k < form->npayloads; k++)
			node_append(payloads, node_text_new(form->payloads[k]->type));
	}
	json_write(list, out);
}

/* The fields of one mapping of a draft: of a group, or of the top level (NULL). */
static void
schema_fields(const struct form *form, const char *group, struct node *properties)
{
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];

		if (group ? field->group && !strcmp(field->group, group) : !field->group)
			field_schema(field, properties);
	}
}

/* RULE: REASON, or a mapping; the ids of the rules are offered. */
static struct node *
schema_accepted(void)
{
	struct node *object = schema_mapping("Accepted findings: RULE: REASON.");
	struct node *names = node_add(
		node_add(object, "propertyNames", node_map_new()), "enum", node_list_new());
	struct node *any = node_add(
		node_add(object, "additionalProperties", node_map_new()), "anyOf", node_list_new());
	struct node *entry, *properties;

	for (size_t i = 0; i < rules_count(); i++)
		if (!(rule_at(i)->flags & RULE_OF_ACCEPTED))
			node_append(names, node_text_new(rule_at(i)->id));
	node_append(any, schema_word());
	entry = node_append(any, schema_of("object"));
	node_add(entry, "required", json_array("reason", NULL));
	properties = schema_closed(entry);
	node_add(properties, "reason", schema_word());
	node_add(properties, "by", schema_word());
	node_add(properties, "date", schema_word());
	node_add(properties, "for", schema_of("object"));
	return object;
}

/* A text, a mapping, or a list of both. */
static struct node *
schema_comments(void)
{
	struct node *object = schema_mapping("Reviewers' comments, a key for each field.");
	struct node *any = node_add(
		node_add(object, "additionalProperties", node_map_new()), "anyOf", node_list_new());
	struct node *items = node_list_new(), *entry, *properties, *list;

	node_append(items, schema_word());
	entry = node_append(items, schema_of("object"));
	node_add(entry, "required", json_array("text", NULL));
	properties = schema_closed(entry);
	node_add(properties, "by", schema_word());
	node_add(properties, "date", schema_word());
	node_add(node_add(properties, "state", node_map_new()), "enum",
		json_array("open", "done", NULL));
	node_add(properties, "text", schema_word());
	for (size_t i = 0; i < items->n; i++)
		node_append(any, node_copy(items->v[i]));
	list = node_append(any, schema_of("array"));
	node_add(node_add(list, "items", node_map_new()), "anyOf", items);
	return object;
}

/* {scep: 1, root: 2} */
static struct node *
schema_payloads(const struct form *form)
{
	struct node *object = json_add(node_map_new(), "description",
		"Which payload of the imported profile is which.", "type", "object", NULL);
	struct node *properties = schema_closed(object);

	for (size_t i = 0; i < form->npayloads; i++) {
		struct node *number = node_add(properties, form->payloads[i]->key, node_map_new());

		node_add(number, "type", json_array("integer", "string", NULL));
		node_add(number, "minimum", node_integer_new(1));
		json_add(number, "pattern", "^[0-9]+$", NULL);
	}
	return object;
}

/* A draft may name the form that its form extends. */
static struct node *
schema_form(const struct form *form)
{
	struct node *object = node_map_new();

	node_add(object, "enum", json_array(form->name, form->extends, NULL));
	return object;
}

/* What every draft may have besides its fields: scepwiz-draft(5). */
static void
schema_reserved(const struct form *form, struct node *properties)
{
	node_add(properties, "form", schema_form(form));
	node_add(properties, "accepted", schema_accepted());
	node_add(properties, "foreign",
		json_add(node_map_new(), "description",
			"The parts of an imported profile that the form does not know.", "type",
			"string", NULL));
	node_add(properties, "foreign_payloads", schema_payloads(form));
	node_add(properties, "review", schema_comments());
}

/* JSON Schema, draft 7: the one that editors with YAML support know. */
static void
fields_schema(const struct form *form, const struct form *own, struct strbuf *out)
{
	NODE(schema) =
		json_add(node_map_new(), "$schema", "http://json-schema.org/draft-07/schema#",
			"title", form->title, "type", "object", NULL);
	struct node *properties;

	(void)own;
	node_add(schema, "required", json_array("form", NULL));
	properties = schema_fields_only(schema);
	schema_reserved(form, properties);
	schema_fields(form, NULL, properties);
	for (size_t i = 0; i < form->nfields; i++) {
		const char *group = form->fields[i]->group;

		if (group && !node_get(properties, group))
			schema_fields(form, group,
				schema_fields_only(
					node_add(properties, group, schema_mapping(NULL))));
	}
	json_write(schema, out);
}

/* What --format may be, for the fields, for their types and for the forms. */
static const struct fields_format {
	const char *name;
	void (*fields)(const struct form *form, const struct form *own, struct strbuf *out);
	void (*types)(struct strbuf *out); /* NULL: there is none, as for forms */
	void (*forms)(struct strbuf *out);
} fields_formats[] = {
	{ "text", fields_text, types_text, forms_text },
	{ "json", fields_json, types_json, forms_json },
	{ "json-schema", fields_schema, NULL, NULL },
};

static int
fields_run(const struct invocation *invocation)
{
	const struct fields_format *format = fields_formats;
	bool types = option_given(invocation, "types"), forms = option_given(invocation, "forms");
	const struct form *form, *own = NULL;
	STRBUF(out);
	STRBUF(err);

	while (!option_is(invocation, "format", format->name))
		format++;
	if ((types || forms) && !format->types)
		return command_misuse(invocation->command,
			"--format must be text or json, not \"%s\"", format->name);
	if (types)
		format->types(&out);
	else if (forms)
		format->forms(&out);
	else if ((form = forms_new(invocation->forms, &own, &err)))
		format->fields(form, own, &out);
	return err.len ? command_trouble(&err) : command_print(&out);
}

static const struct option_spec fields_options[] = {
	{ "types", 0, NULL, "list the types of fields instead", false },
	{ "forms", 0, NULL, "list the built-in forms instead", false },
	{ "format", 0, "text|json|json-schema",
		"text (the default), json, or a JSON Schema of drafts, for editors", false },
	OPTION_FORM,
	{ NULL },
};

const struct command cmd_fields = {
	.name = "fields",
	.examples = "scepwiz fields\n"
		    "scepwiz fields --format json-schema\n",
	.args = "",
	.summary = "lists the fields of a draft",
	.help = "Lists the fields in the documented order: number, key (as in drafts and for "
		"set), label, type, whether it is required, and the default, with (yours) if "
		"it is one of your own. Fields without a number belong to the page after the documented ones.",
	.options = fields_options,
	.run = fields_run,
};
