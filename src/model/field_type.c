/* The table of field types, whose rows are at the end of field_type_*.c, and what all types share: finding a row,
 * splitting lists. */
#include "model/field_type.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/strvec.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/variable.h"

#include "model/field_type_rows.h"

const struct field_type *const field_types[] = {
	&text_type,
	&lines_type,
	&secret_type,
	&integer_type,
	&choice_type,
	&choice_set_type,
	&boolean_type,
	&url_type,
	&fingerprint_type,
	&subject_type,
	&certificate_type,
	&dns_name_type,
	&email_type,
	&uri_type,
	&principal_type,
	&names_type,
	&identifier_type,
	&uuid_type,
};
const size_t field_types_count = ARRAY_SIZE(field_types);

const struct field_type *
field_type_find(const char *name)
{
	for (size_t i = 0; i < field_types_count; i++)
		if (!strcmp(field_types[i]->name, name))
			return field_types[i];
	return NULL;
}

bool
field_has_items(const struct field *field)
{
	return field->flags & FIELD_LIST || field->type->flags & FT_ITEMS;
}

const char *
field_variable_doubt(const struct field *field, const struct variable *variable)
{
	if (field->type->flags & FT_HOST && variable->not_host)
		return variable->not_host;
	return field->type->flags & FT_ASCII ? variable->not_ascii : NULL;
}

/* A null function means the default behaviour, here and below. */
static int
value_encode(const struct field *field, const char *text, const char *folder, struct node **node,
	struct strbuf *err)
{
	if (field->type->encode)
		return field->type->encode(field, text, folder, node, err);
	return string_encode(field, text, folder, node, err);
}

/* The items of a list that are not empty. */
static void
items_split(struct strvec *items, const char *text)
{
	STRVEC(lines);

	strvec_split(&lines, text, '\n');
	for (size_t i = 0; i < lines.n; i++)
		if (!text_is_blank(lines.v[i]))
			strvec_push(items, lines.v[i]);
}

/* The array owns what is appended to it. */
static int
list_encode(const struct field *field, const struct strvec *items, const char *folder,
	struct node **node, struct strbuf *err)
{
	struct node *array = node_list_new();

	for (size_t i = 0; i < items->n; i++) {
		struct node *item = NULL;

		if (value_encode(field, items->v[i], folder, &item, err) < 0) {
			node_free(array);
			return -1;
		}
		node_append(array, item);
	}
	*node = array;
	return 0;
}

int
field_encode(const struct field *field, const char *text, const char *folder, struct node **node,
	struct strbuf *err)
{
	STRVEC(items);

	*node = NULL;
	if (!*text)
		return 0;
	if (!(field->flags & FIELD_LIST))
		return value_encode(field, text, folder, node, err);
	items_split(&items, text);
	if (!items.n)
		return 0;
	if (items.n == 1 && !(field->flags & FIELD_ARRAY))
		return value_encode(field, items.v[0], folder, node, err);
	return list_encode(field, &items, folder, node, err);
}

static int
value_decode(
	const struct field *field, const struct node *node, struct strbuf *text, struct strbuf *err)
{
	if (field->type->decode)
		return field->type->decode(field, node, text, err);
	return string_decode(field, node, text, err);
}

/* An item a line, so no item may hold a line break. */
static int
item_decode(
	const struct field *field, const struct node *node, struct strbuf *text, struct strbuf *err)
{
	size_t start = text->len;

	if (value_decode(field, node, text, err) < 0)
		return -1;
	if (strchr(text->buf + start, '\n'))
		return error_add(err, "%s: a value has a line break", field->label);
	return 0;
}

int
field_decode(
	const struct field *field, const struct node *node, struct strbuf *text, struct strbuf *err)
{
	if (!(field->flags & FIELD_LIST))
		return value_decode(field, node, text, err);
	if (!node_is(node, NODE_LIST))
		return item_decode(field, node, text, err);
	for (size_t i = 0; i < node->n; i++) {
		if (i)
			strbuf_addch(text, '\n');
		if (item_decode(field, node->v[i], text, err) < 0)
			return -1;
	}
	return 0;
}

static int
value_accept(const struct field *field, const char *typed, const char *folder, struct strbuf *kept,
	struct strbuf *err)
{
	if (field->type->accept)
		return field->type->accept(field, typed, folder, kept, err);
	return plain_accept(field, typed, folder, kept, err);
}

int
field_accept(const struct field *field, const char *typed, const char *folder, struct strbuf *kept,
	struct strbuf *err)
{
	STRVEC(items);

	if (!*typed)
		return 0;
	if (!(field->flags & FIELD_LIST))
		return value_accept(field, typed, folder, kept, err);
	items_split(&items, typed);
	for (size_t i = 0; i < items.n; i++) {
		if (i)
			strbuf_addch(kept, '\n');
		if (value_accept(field, items.v[i], folder, kept, err) < 0)
			return -1;
	}
	return 0;
}

static int
item_compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The text that is compared: folded item by item; the items of a list that no device gets are a set. */
static void
value_fold(const struct field *field, const char *text, struct strbuf *out)
{
	STRVEC(items);
	bool in_profile = *field->target.path;

	if (field->flags & FIELD_LIST)
		items_split(&items, text);
	else
		strvec_push(&items, text);
	if (field->flags & FIELD_LIST && !in_profile && items.n)
		qsort(items.v, items.n, sizeof *items.v, item_compare);
	for (size_t i = 0; i < items.n; i++) {
		strbuf_addstr(out, i ? "\n" : "");
		if (field->type->fold)
			field->type->fold(field, items.v[i], out);
		else
			strbuf_addstr(out, items.v[i]);
	}
	while (!in_profile && out->len && out->buf[out->len - 1] == '\n')
		strbuf_truncate(out, out->len - 1);
}

/* A value that is not written as its type wants it counts as what it would be fixed to. */
int
field_meaning(const struct field *field, const char *text, const char *folder, struct node **node)
{
	STRBUF(folded);
	STRBUF(kept);
	STRBUF(err);

	value_fold(field, text, &folded);
	if (field_encode(field, folded.buf, folder, node, &err) == 0)
		return 0;
	if (field_accept(field, folded.buf, folder, &kept, &err) < 0)
		return -1;
	return field_encode(field, kept.buf, folder, node, &err);
}

/* Items are joined for one line; the sheet shows lists a line an item. */
void
field_show(const struct field *field, const char *text, const char *folder, struct strbuf *out)
{
	void (*show)(const struct field *, const char *, const char *, struct strbuf *) =
		field->type->show ? field->type->show : plain_show;
	STRVEC(items);

	if (!*text)
		return;
	if (field_has_items(field))
		strvec_split(&items, text, '\n');
	else
		strvec_push(&items, text);
	for (size_t i = 0; i < items.n; i++) {
		if (i)
			strbuf_addstr(out, ", ");
		show(field, items.v[i], folder, out);
	}
}

static void
value_schema(const struct field *field, struct node *object)
{
	if (field->type->schema)
		field->type->schema(field, object);
	else
		text_schema(field, object);
}

/* "" or null. Not said as an enum or a type: editors would offer these words, and list them in their messages. */
static struct node *
empty_schema(void)
{
	struct node *object = node_map_new();

	node_add(node_add(object, "not", node_map_new()), "type",
		json_array("array", "boolean", "number", "object", NULL));
	node_add(object, "maxLength", node_integer_new(0));
	return object;
}

void
field_schema(const struct field *field, struct node *properties)
{
	struct node *object = node_add(properties, field->key,
		json_add(node_map_new(), "title", field->label, "description", field->hint, NULL));
	struct node *any;

	if (*field->default_text)
		json_add(object, "default", field->default_text, NULL);
	any = node_add(object, "anyOf", node_list_new());
	value_schema(field, node_append(any, node_map_new()));
	if (field->flags & FIELD_LIST) {
		struct node *list =
			node_append(any, json_add(node_map_new(), "type", "array", NULL));

		value_schema(field, node_add(list, "items", node_map_new()));
	}
	node_append(any, empty_schema());
}
