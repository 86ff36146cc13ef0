/* Field types that are text as people type it, and the plain behaviour behind null functions. */
#include <string.h>

#include "base/json.h"
#include "base/text.h"

#include "model/field_type_rows.h"

int
node_wrong_kind(
	const struct field *field, const struct node *node, const char *wanted, struct strbuf *err)
{
	return error_add(
		err, "%s: expected %s, found %s", field->label, wanted, node_kind_name(node->kind));
}

/* Spaces around a value come from pasting. */
int
plain_accept(const struct field *field, const char *typed, const char *folder, struct strbuf *kept,
	struct strbuf *err)
{
	size_t start = strspn(typed, " \t\r\n"), end = strlen(typed);

	(void)field, (void)folder, (void)err;
	while (end > start && strchr(" \t\r\n", typed[end - 1]))
		end--;
	strbuf_add(kept, typed + start, end - start);
	return 0;
}

void
plain_show(const struct field *field, const char *text, const char *folder, struct strbuf *out)
{
	(void)field, (void)folder;
	strbuf_addstr(out, text);
}

int
string_encode(const struct field *field, const char *text, const char *folder, struct node **node,
	struct strbuf *err)
{
	size_t len = strlen(text);

	(void)folder;
	if (text_xml_check(text, len) < len)
		return error_add(err, "%s has a character that XML cannot hold", field->label);
	*node = node_text_new(text);
	return 0;
}

int
string_decode(
	const struct field *field, const struct node *node, struct strbuf *text, struct strbuf *err)
{
	if (!node_is(node, NODE_TEXT))
		return node_wrong_kind(field, node, "a string", err);
	strbuf_addstr(text, node_text(node));
	return 0;
}

/* As it was typed, to the last space. */
static int
verbatim_accept(const struct field *field, const char *typed, const char *folder,
	struct strbuf *kept, struct strbuf *err)
{
	(void)field, (void)folder, (void)err;
	strbuf_addstr(kept, typed);
	return 0;
}

static void
lines_show(const struct field *field, const char *text, const char *folder, struct strbuf *out)
{
	size_t len = strlen(text);

	(void)field, (void)folder;
	while (len && text[len - 1] == '\n')
		len--;
	for (size_t i = 0; i < len; i++)
		if (text[i] == '\n')
			strbuf_addstr(out, " / ");
		else
			strbuf_addch(out, text[i]);
}

static void
secret_progress(const struct field *field, const char *text, struct strbuf *out)
{
	size_t n = text_count(text);

	(void)field;
	if (n)
		strbuf_addf(out, "%zu %s", n, plural(n, "character", "characters"));
}

static void
secret_show(const struct field *field, const char *text, const char *folder, struct strbuf *out)
{
	(void)folder;
	strbuf_addstr(out, "set, ");
	secret_progress(field, text, out);
}

void
text_schema(const struct field *field, struct node *object)
{
	(void)field;
	node_add(object, "type", json_array("string", "number", NULL));
}

static void
secret_schema(const struct field *field, struct node *object)
{
	struct node *any = node_add(object, "anyOf", node_list_new()), *source, *members, *argv;

	text_schema(field, node_append(any, node_map_new()));
	source = node_append(any, json_add(node_map_new(), "type", "object", NULL));
	members = node_add(source, "properties", node_map_new());
	node_add(node_add(members, "from", node_map_new()), "enum",
		json_array("env", "prompt", "command", NULL));
	argv = node_add(members, "argv", json_add(node_map_new(), "type", "array", NULL));
	node_add(argv, "items", json_add(node_map_new(), "type", "string", NULL));
	node_add(argv, "minItems", node_integer_new(1));
	node_add(members, "name",
		json_add(node_map_new(), "type", "string", "pattern", "^[A-Za-z_][A-Za-z0-9_]*$",
			NULL));
	node_add(source, "required", json_array("from", NULL));
	node_add(source, "additionalProperties", node_boolean_new(false));
}

const struct field_type text_type = {
	.name = "text",
	.summary = "One line of text, written as a string.",
	.widget = WIDGET_LINE,
	.flags = FT_LIST,
};

const struct field_type lines_type = {
	.name = "lines",
	.summary = "Text of several lines, saved as typed.",
	.widget = WIDGET_LINES,
	.accept = verbatim_accept,
	.show = lines_show,
};

const struct field_type secret_type = {
	.name = "secret",
	.summary = "A secret text: shown as stars, wiped from memory, never in a message.",
	.widget = WIDGET_LINE,
	.flags = FT_SECRET | FT_BREAKS,
	.accept = verbatim_accept,
	.show = secret_show,
	.progress = secret_progress,
	.schema = secret_schema,
};

const struct field_type names_type = {
	.name = "names",
	.summary = "Names that people give, such as those of devices or groups.",
	.widget = WIDGET_LINES,
	.flags = FT_LIST,
};
