/* How a draft may hold a value of a type, in the words of JSON Schema; for field_type.h's schema. */
#include <string.h>

#include "base/xalloc.h"

#include "model/field_type_rows.h"

/* A number stands unquoted in drafts, and is read when it is quoted. */
void
choice_schema(const struct field *field, struct json *json)
{
	json_open(json, "enum", '[');
	for (size_t i = 0; i < field->nchoices; i++) {
		const struct choice *choice = &field->choices[i];
		bool is_number = choice->has_number &&
				 strspn(choice->value, "0123456789") == strlen(choice->value);

		if (is_number)
			json_number(json, NULL, choice->number);
		json_text(json, NULL, choice->value);
	}
	json_close(json);
}

void
text_schema(const struct field *field, struct json *json)
{
	(void)field;
	json_open(json, "type", '[');
	json_text(json, NULL, "string");
	json_text(json, NULL, "number");
	json_close(json);
}

void
secret_schema(const struct field *field, struct json *json)
{
	(void)field;
	json_open(json, "anyOf", '[');
	json_open(json, NULL, '{');
	text_schema(field, json);
	json_close(json);
	json_open(json, NULL, '{');
	json_text(json, "type", "object");
	json_open(json, "properties", '{');
	json_open(json, "from", '{');
	json_open(json, "enum", '[');
	json_text(json, NULL, "env");
	json_text(json, NULL, "prompt");
	json_close(json);
	json_close(json);
	json_open(json, "name", '{');
	json_text(json, "type", "string");
	json_text(json, "pattern", "^[A-Za-z_][A-Za-z0-9_]*$");
	json_close(json);
	json_close(json);
	json_open(json, "required", '[');
	json_text(json, NULL, "from");
	json_close(json);
	json_bool(json, "additionalProperties", false);
	json_close(json);
	json_close(json);
}

void
integer_schema(const struct field *field, struct json *json)
{
	json_text(json, "type", "integer");
	json_number(json, "minimum", field->minimum);
	json_number(json, "maximum", field->maximum);
}

void
choice_set_schema(const struct field *field, struct json *json)
{
	json_open(json, "anyOf", '[');
	json_open(json, NULL, '{');
	choice_schema(field, json);
	json_close(json);
	json_open(json, NULL, '{');
	json_text(json, "type", "array");
	json_open(json, "items", '{');
	choice_schema(field, json);
	json_close(json);
	json_bool(json, "uniqueItems", true);
	json_close(json);
	json_close(json);
}

/* YAML 1.1's words are texts to readers of YAML 1.2. */
void
boolean_schema(const struct field *field, struct json *json)
{
	static const char *const words[] = { "yes", "no", "on", "off" };

	(void)field;
	json_open(json, "enum", '[');
	json_bool(json, NULL, true);
	json_bool(json, NULL, false);
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		json_text(json, NULL, words[i]);
	json_close(json);
}
