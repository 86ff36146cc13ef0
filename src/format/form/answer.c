/* One answer in YAML: a text, a list, or the source of a secret. Anything else is reported with its place and, if only
 * one value can be meant, with that. And the reverse. */
#include "format/form/answer.h"

#include <string.h>

#include "base/strvec.h"
#include "base/xalloc.h"

#include "model/field_type.h"

#include "format/yaml/yaml.h"

bool
draft_key_is_reserved(const char *key)
{
	static const char *const keys[] = { DRAFT_FORM, DRAFT_ORIGINAL_PAYLOADS, DRAFT_ORIGINAL,
		DRAFT_NOTES, DRAFT_ACCEPTED };

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (!strcmp(keys[i], key))
			return true;
	return false;
}

struct answer_reader {
	struct draft *draft;
	const char *data; /* the source of the nodes */
	struct finding *slip;
};

static int __attribute__((format(printf, 3, 4)))
answer_fail(struct answer_reader *r, struct place place, const char *fmt, ...)
{
	STRBUF(sentence);
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&sentence, fmt, ap);
	va_end(ap);
	finding_set(r->slip, "draft-structure", 0, "%s", sentence.buf);
	r->slip->place = place;
	return -1;
}

/* "- a: b" where the text "a: b" was meant: a mapping of one key in one line, without quotes. */
static bool
map_is_text(const struct node *map, const char *data)
{
	const struct node *value = map->n == 1 ? map->v[0] : NULL;

	return value && map->source.style == NODE_BLOCK && value->kind == NODE_TEXT &&
	       !value->source.slip && value->source.style == NODE_PLAIN &&
	       value->source.key_style == NODE_PLAIN &&
	       !memchr(data + value->source.key_start, '\n',
		       value->source.end - value->source.key_start);
}

/* Appends an item; an item of several lines is several. */
static void
items_add(struct strbuf *items, size_t *n, const char *text, size_t len)
{
	while (len && text[len - 1] == '\n')
		len--;
	if ((*n)++)
		strbuf_addch(items, '\n');
	strbuf_add(items, text, len);
}

/* The texts of a value in their order, in whatever lists they are; false if something is not a text. */
static bool
items_flatten(
	const struct answer_reader *r, const struct node *node, struct strbuf *items, size_t *n)
{
	if (node->source.slip)
		return false;
	if (node->kind == NODE_TEXT) {
		items_add(items, n, node->text.buf, node->text.len);
		return true;
	}
	if (node->kind == NODE_MAP) {
		if (!map_is_text(node, r->data))
			return false;
		items_add(items, n, r->data + node->v[0]->source.key_start,
			node->v[0]->source.end - node->v[0]->source.key_start);
		return true;
	}
	for (size_t i = 0; i < node->n; i++)
		if (!items_flatten(r, node->v[i], items, n))
			return false;
	return true;
}

static int
item_read(struct answer_reader *r, const struct field *field, const struct node *list, size_t i)
{
	const struct node *item = list->v[i];

	if (item->source.slip && item->kind == NODE_TEXT)
		return answer_fail(r, item->source.slip_place, "item %zu of %s %s", i + 1,
			field->label, item->source.slip);
	if (item->kind == NODE_LIST)
		return answer_fail(r, item->place,
			"item %zu of %s is a list. Write each text as its own item", i + 1,
			field->label);
	if (item->kind == NODE_MAP)
		return answer_fail(r, item->place,
			"item %zu of %s is read as a mapping, because of %s. Put the item in "
			"double quotes",
			i + 1, field->label,
			item->source.style == NODE_FLOW ? "its brace"
							: "a colon and a space in it");
	if (strchr(item->text.buf, '\n'))
		return answer_fail(r, item->place,
			"item %zu of %s has several lines. Write an item for each", i + 1,
			field->label);
	return 0;
}

/* Appends the items of a list of texts. */
static int
items_read(struct answer_reader *r, const struct field *field, const struct node *list,
	struct strbuf *text)
{
	if (!field_has_items(field))
		return answer_fail(r, list->place,
			"%s is a list, but must be one text. Write %s: VALUE", field->label,
			field->key);
	for (size_t i = 0; i < list->n; i++) {
		if (item_read(r, field, list, i) < 0)
			return -1;
		strbuf_addf(text, "%s%s", i ? "\n" : "", list->v[i]->text.buf);
	}
	return 0;
}

/* The fix is the value that must be meant, where there is one: a single text in a list, the items of nested lists. */
static int
list_read(struct answer_reader *r, const struct field *field, const struct node *list)
{
	STRBUF(text);
	STRBUF(items);
	size_t n = 0;

	if (items_read(r, field, list, &text) == 0) {
		draft_set(r->draft, field, text.buf);
		return 0;
	}
	if (items_flatten(r, list, &items, &n) && (field_has_items(field) || n == 1))
		finding_fix(r->slip, items.buf);
	return -1;
}

/* A literal block of items ends with a line end that is not an item. */
static int
text_read(struct answer_reader *r, const struct field *field, const struct node *node)
{
	STRBUF(items);

	if (node->source.slip)
		return answer_fail(
			r, node->source.slip_place, "%s %s", field->label, node->source.slip);
	if (!field_has_items(field)) {
		draft_set(r->draft, field, node->text.buf);
		return 0;
	}
	strbuf_addstr(&items, node->text.buf);
	while (items.len && items.buf[items.len - 1] == '\n')
		strbuf_truncate(&items, items.len - 1);
	draft_set(r->draft, field, items.buf);
	return 0;
}

static int
map_refuse(struct answer_reader *r, const struct field *field, const struct node *map)
{
	if (map->source.slip)
		return answer_fail(
			r, map->source.slip_place, "%s %s", field->label, map->source.slip);
	return answer_fail(r, map->place,
		"%s is a mapping, but must be a text%s. Write %s: VALUE, in double quotes if the "
		"value has a colon or a brace",
		field->label, field_has_items(field) ? " or a list" : "", field->key);
}

static int
variable_read(struct answer_reader *r, const struct field *field, const struct node *node,
	struct strbuf *name)
{
	(void)field;
	if (node->kind != NODE_TEXT || !source_is_variable(node->text.buf))
		return answer_fail(r, node->place,
			"name must be the name of an environment variable: letters, digits and _");
	strbuf_addstr(name, node->text.buf);
	return 0;
}

/* A list: one text would be a command line, which somebody has to take apart. */
static int
command_read(struct answer_reader *r, const struct field *field, const struct node *node,
	struct strbuf *name)
{
	STRVEC(words);
	STRBUF(err);

	if (node->kind != NODE_LIST || node->source.slip)
		return answer_fail(r, node->place,
			"argv of %s must be a list of the program and its arguments, such as "
			"[pass, show, scep]. No shell splits it",
			field->label);
	for (size_t i = 0; i < node->n; i++) {
		const struct node *word = node->v[i];

		if (word->kind != NODE_TEXT || word->source.slip)
			return answer_fail(r, word->place,
				"item %zu of argv is not a text. Put it in double quotes", i + 1);
		strvec_push(&words, word->text.buf);
	}
	if (source_check_command(&words, &err) < 0)
		return answer_fail(r, node->place, "argv of %s: %s", field->label, err.buf);
	strvec_join(&words, "\n", name);
	return 0;
}

/* Places that a draft can name; what name and argv hold is the key's. */
static const struct source_kind {
	const char *word;
	enum answer_source source;
	const char *key, *takes; /* NULL: from alone */
	int (*read)(struct answer_reader *r, const struct field *field, const struct node *node,
		struct strbuf *name);
} source_kinds[] = {
	{ "env", ANSWER_ENVIRONMENT, "name", "the environment needs the keys from and name",
		variable_read },
	{ "prompt", ANSWER_PROMPT, NULL, "a prompt needs only the key from", NULL },
	{ "command", ANSWER_COMMAND, "argv", "a command needs the keys from and argv",
		command_read },
};

static const struct source_kind *
source_kind_named(const struct node *from)
{
	for (size_t i = 0; node_is(from, NODE_TEXT) && i < ARRAY_SIZE(source_kinds); i++)
		if (!strcmp(source_kinds[i].word, from->text.buf))
			return &source_kinds[i];
	return NULL;
}

/* {from: env, name: VARIABLE}, {from: prompt} or {from: command, argv: [PROGRAM, ARGUMENT...]} */
static int
source_read_map(struct answer_reader *r, const struct field *field, const struct node *map)
{
	const struct source_kind *kind = source_kind_named(node_get(map, "from"));
	const struct node *value = kind && kind->key ? node_get(map, kind->key) : NULL;
	STRBUF(name);

	if (!(field->type->flags & FT_SECRET) || map->source.slip)
		return map_refuse(r, field, map);
	if (!kind)
		return answer_fail(r, map->place,
			"%s must be a text, {from: env, name: VARIABLE}, {from: prompt} or {from: "
			"command, argv: [PROGRAM, ARGUMENT]}",
			field->label);
	if (map->n != (kind->key ? 2u : 1u) || (kind->key && !value))
		return answer_fail(r, map->place, "%s, read from %s", field->label, kind->takes);
	if (value && kind->read(r, field, value, &name) < 0)
		return -1;
	draft_set_source(r->draft, field, kind->source, name.buf);
	return 0;
}

int
answer_read(struct draft *draft, const struct field *field, const struct node *node,
	const char *data, struct finding *slip)
{
	struct answer_reader r = { .draft = draft, .data = data, .slip = slip };

	if (node->kind == NODE_LIST)
		return list_read(&r, field, node);
	if (node->kind == NODE_MAP)
		return source_read_map(&r, field, node);
	return text_read(&r, field, node);
}

static struct node *
argv_node(const char *name)
{
	struct node *list = node_list_new();
	STRVEC(words);

	strvec_split(&words, name, '\n');
	for (size_t i = 0; i < words.n; i++)
		node_append(list, yaml_text_new(words.v[i], NODE_DOUBLE));
	return list;
}

static struct node *
source_node(const struct draft *draft, const struct field *field)
{
	struct node *map = node_map_new();
	const struct source_kind *kind = source_kinds;
	const char *name = draft_source_name(draft, field);

	while (kind->source != draft_source(draft, field))
		kind++;
	node_add(map, "from", yaml_text_new(kind->word, NODE_PLAIN));
	if (kind->key)
		node_add(map, kind->key,
			kind->source == ANSWER_COMMAND ? argv_node(name)
						       : yaml_text_new(name, NODE_PLAIN));
	return map;
}

struct node *
answer_node(const struct draft *draft, const struct field *field)
{
	enum node_style style = field->type->flags & FT_NATIVE ? NODE_PLAIN : NODE_DOUBLE;
	const char *text = draft_text(draft, field);
	struct node *list;
	STRVEC(items);

	if (draft_source(draft, field) != ANSWER_HERE)
		return source_node(draft, field);
	if (!field_has_items(field))
		return yaml_text_new(text, style);
	list = node_list_new();
	strvec_split(&items, text, '\n');
	for (size_t i = 0; i < items.n; i++)
		node_append(list, yaml_text_new(items.v[i], style));
	return list;
}
