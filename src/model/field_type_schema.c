/* How a draft may hold a value of a type, in the words of JSON Schema; for field_type.h's schema. */
#include <string.h>

#include "base/json.h"
#include "base/xalloc.h"

#include "model/field_type_rows.h"

/* A number is unquoted in drafts, and is read when it is quoted. */
void
choice_schema(const struct field *field, struct node *object)
{
	struct node *words = node_add(object, "enum", node_list_new());

	for (size_t i = 0; i < field->nchoices; i++) {
		const struct choice *choice = &field->choices[i];

		if (choice->has_number &&
			strspn(choice->value, "0123456789") == strlen(choice->value))
			node_append(words, node_integer_new(choice->number));
		node_append(words, node_text_new(choice->value));
	}
}

void
text_schema(const struct field *field, struct node *object)
{
	(void)field;
	node_add(object, "type", json_array("string", "number", NULL));
}

void
secret_schema(const struct field *field, struct node *object)
{
	struct node *any = node_add(object, "anyOf", node_list_new()), *source, *members;

	text_schema(field, node_append(any, node_map_new()));
	source = node_append(any, json_add(node_map_new(), "type", "object", NULL));
	members = node_add(source, "properties", node_map_new());
	node_add(node_add(members, "from", node_map_new()), "enum",
		json_array("env", "prompt", NULL));
	node_add(members, "name",
		json_add(node_map_new(), "type", "string", "pattern", "^[A-Za-z_][A-Za-z0-9_]*$",
			NULL));
	node_add(source, "required", json_array("from", NULL));
	node_add(source, "additionalProperties", node_boolean_new(false));
}

void
integer_schema(const struct field *field, struct node *object)
{
	json_add(object, "type", "integer", NULL);
	node_add(object, "minimum", node_integer_new(field->minimum));
	node_add(object, "maximum", node_integer_new(field->maximum));
}

void
choice_set_schema(const struct field *field, struct node *object)
{
	struct node *any = node_add(object, "anyOf", node_list_new()), *list;

	choice_schema(field, node_append(any, node_map_new()));
	list = node_append(any, json_add(node_map_new(), "type", "array", NULL));
	choice_schema(field, node_add(list, "items", node_map_new()));
	node_add(list, "uniqueItems", node_boolean_new(true));
}

/* YAML 1.1's words are texts to readers of YAML 1.2. */
void
boolean_schema(const struct field *field, struct node *object)
{
	struct node *words = node_add(object, "enum", node_list_new());
	static const char *const texts[] = { "yes", "no", "on", "off" };

	(void)field;
	node_append(words, node_boolean_new(true));
	node_append(words, node_boolean_new(false));
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		node_append(words, node_text_new(texts[i]));
}
