/* The field type boolean: yes and no. */
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/field_type_rows.h"

/* 1 yes, 0 no, -1 neither. */
static int
boolean_read(const char *text)
{
	static const struct {
		const char *word;
		int value;
	} words[] = {
		{ "true", 1 },
		{ "yes", 1 },
		{ "on", 1 },
		{ "false", 0 },
		{ "no", 0 },
		{ "off", 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcasecmp(words[i].word, text))
			return words[i].value;
	return -1;
}

bool
boolean_is_yes(const char *text)
{
	return boolean_read(text) == 1;
}

bool
boolean_is_no(const char *text)
{
	return boolean_read(text) == 0;
}

/* Rule boolean-value. */
static void
boolean_check(struct check *check)
{
	if (boolean_read(check->text) < 0)
		check_report(check, "boolean-value", 0,
			"\"%.*s\" is not yes or no. Use true or false", EXCERPT(check->text));
}

static int
boolean_encode(const struct field *field, const char *text, const char *folder, struct node **node,
	struct strbuf *err)
{
	int value = boolean_read(text);

	(void)folder;
	if (value < 0)
		return error_add(err, "%s: \"%.*s\" is not yes or no", field->label, EXCERPT(text));
	*node = node_boolean_new(value);
	return 0;
}

static int
boolean_decode(
	const struct field *field, const struct node *node, struct strbuf *text, struct strbuf *err)
{
	if (!node_is(node, NODE_BOOLEAN))
		return node_wrong_kind(field, node, "true or false", err);
	strbuf_addstr(text, node->number ? "true" : "false");
	return 0;
}

static int
boolean_accept(const struct field *field, const char *typed, const char *folder,
	struct strbuf *kept, struct strbuf *err)
{
	STRBUF(text);
	int value;

	plain_accept(field, typed, folder, &text, err);
	value = boolean_read(text.buf);
	strbuf_addstr(kept, value < 0 ? text.buf : value ? "true" : "false");
	return 0;
}

static void
boolean_show(const struct field *field, const char *text, const char *folder, struct strbuf *out)
{
	int value = boolean_read(text);

	(void)field, (void)folder;
	strbuf_addstr(out, value < 0 ? text : value ? "yes" : "no");
}

/* In quotes they are texts, and so are the words of YAML 1.1 to readers of YAML 1.2. */
static void
boolean_schema(const struct field *field, struct node *object)
{
	struct node *words = node_add(object, "enum", node_list_new());
	static const char *const texts[] = { "true", "false", "yes", "no", "on", "off" };

	(void)field;
	node_append(words, node_boolean_new(true));
	node_append(words, node_boolean_new(false));
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		node_append(words, node_text_new(texts[i]));
}

const struct field_type boolean_type = {
	.name = "boolean",
	.summary = "Yes or no. Drafts write true and false, and accept yes, no, on and off.",
	.widget = WIDGET_OPTIONS,
	.flags = FT_NATIVE,
	.check = boolean_check,
	.encode = boolean_encode,
	.decode = boolean_decode,
	.accept = boolean_accept,
	.show = boolean_show,
	.schema = boolean_schema,
};
