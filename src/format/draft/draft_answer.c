/* One answer out of YAML: a text, a list, or the place where a secret stands. */
#include <string.h>

#include "model/field_type.h"

#include "format/draft/draft_parts.h"

struct answer_reader {
	struct draft *draft;
	const char *name; /* of the file, for messages */
	struct strbuf *err;
};

#define answer_fail(r, node, ...) yaml_source_error((r)->err, (r)->name, (node)->place, __VA_ARGS__)

/* A list for a field of one text is an error: which item was meant is not known. */
static int
list_read(struct answer_reader *r, const struct field *field, const struct yaml_node *list)
{
	struct strbuf text = STRBUF_INIT;
	int result = 0;

	if (!field_has_items(field))
		return answer_fail(r, list, "%s takes one text; a list stands here", field->key);
	for (size_t i = 0; i < list->n && result == 0; i++) {
		const struct yaml_node *item = list->v[i];

		if (item->kind != YAML_TEXT)
			result = answer_fail(r, item, "%s is a list of texts; %s stands here",
				field->key, yaml_node_kind(item));
		else if (strchr(item->text, '\n'))
			result = answer_fail(r, item,
				"an item of %s has several lines; write an item for each",
				field->key);
		else
			strbuf_addf(&text, "%s%s", i ? "\n" : "", item->text);
	}
	if (result == 0)
		draft_set(r->draft, field, text.buf);
	strbuf_release(&text);
	return result;
}

/* A literal block of items ends with a line end that is no item. */
static void
text_read(struct answer_reader *r, const struct field *field, const struct yaml_node *node)
{
	struct strbuf text = STRBUF_INIT;

	strbuf_addstr(&text, node->text);
	while (field_has_items(field) && text.len && text.buf[text.len - 1] == '\n')
		strbuf_truncate(&text, text.len - 1);
	draft_set(r->draft, field, text.buf);
	strbuf_release(&text);
}

/* {from: env, name: VARIABLE} or {from: prompt} */
static int
source_read(struct answer_reader *r, const struct field *field, const struct yaml_node *map)
{
	const struct yaml_node *from = yaml_node_get(map, "from");
	const struct yaml_node *name = yaml_node_get(map, "name");
	const char *word = from && from->kind == YAML_TEXT ? from->text : "";
	bool env = !strcmp(word, "env");

	if (!(field->type->flags & FT_SECRET))
		return answer_fail(r, map, "%s takes a text%s; a mapping stands here", field->key,
			field_has_items(field) ? " or a list" : "");
	if (!env && strcmp(word, "prompt") != 0)
		return answer_fail(r, map,
			"%s is a text, {from: env, name: VARIABLE} or {from: prompt}", field->key);
	if (map->n != (env ? 2u : 1u) || (env && !name))
		return answer_fail(r, map, "%s, read from %s, takes %s", field->key,
			env ? "the environment" : "a prompt",
			env ? "the keys from and name" : "the key from alone");
	if (env && (name->kind != YAML_TEXT || !draft_is_variable_name(name->text)))
		return answer_fail(r, name,
			"name is the name of an environment variable: letters, digits and _");
	draft_set_source(
		r->draft, field, env ? ANSWER_ENVIRONMENT : ANSWER_PROMPT, env ? name->text : "");
	return 0;
}

int
draft_answer_read(struct draft *draft, const struct field *field, const struct yaml_node *node,
	const char *name, struct strbuf *err)
{
	struct answer_reader r = { .draft = draft, .name = name, .err = err };

	if (node->kind == YAML_LIST)
		return list_read(&r, field, node);
	if (node->kind == YAML_MAP)
		return source_read(&r, field, node);
	text_read(&r, field, node);
	return 0;
}
