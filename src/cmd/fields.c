/* scepwiz fields: what a form asks, and what kinds of values there are. */
#include <string.h>

#include "base/json.h"
#include "base/text.h"

#include "model/field_type.h"

#include "format/form_file.h"

#include "cmd/commands.h"
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
		table_add(&table, field_types[i].name);
		table_add(&table, field_types[i].summary);
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
		json_text(&json, "type", field_types[i].name);
		json_text(&json, "summary", field_types[i].summary);
		json_close(&json);
	}
	json_close(&json);
}

static int
fields_run(const struct invocation *invocation)
{
	int as_json = option_is_json(invocation), status;
	struct strbuf out = STRBUF_INIT;
	struct form *form;

	if (as_json < 0)
		return STATUS_USAGE;
	form = form_builtin();
	if (option_given(invocation, "types"))
		(as_json ? types_json : types_text)(&out);
	else
		(as_json ? fields_json : fields_text)(form, &out);
	status = command_print(&out);
	strbuf_release(&out);
	form_free(form);
	return status;
}

static const struct option_spec fields_options[] = {
	{ "types", 0, NULL, "list the types of fields instead", false },
	{ "format", 0, "text|json", "text (the default) or json", false },
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
