/* The one tree: making it, changing it, looking things up in it. */
#include "base/node.h"

#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "base/xalloc.h"

struct node *
node_new(enum node_kind kind)
{
	struct node *node = xcalloc(1, sizeof *node);

	node->kind = kind;
	strbuf_init(&node->text);
	return node;
}

struct node *
node_text_new(const char *text)
{
	struct node *node = node_new(NODE_TEXT);

	strbuf_addstr(&node->text, text);
	return node;
}

struct node *
node_data_new(const void *data, size_t len)
{
	struct node *node = node_new(NODE_DATA);

	strbuf_add(&node->text, data, len);
	return node;
}

struct node *
node_integer_new(int64_t number)
{
	struct node *node = node_new(NODE_INTEGER);

	node->number = number;
	return node;
}

struct node *
node_real_new(double real)
{
	struct node *node = node_new(NODE_REAL);

	node->real = real;
	return node;
}

struct node *
node_boolean_new(bool yes)
{
	struct node *node = node_new(NODE_BOOLEAN);

	node->number = yes;
	return node;
}

struct node *
node_date_new(int64_t seconds)
{
	struct node *node = node_new(NODE_DATE);

	node->number = seconds;
	return node;
}

struct node *
node_list_new(void)
{
	return node_new(NODE_LIST);
}

struct node *
node_map_new(void)
{
	return node_new(NODE_MAP);
}

struct node *
node_null_new(void)
{
	return node_new(NODE_NULL);
}

struct node *
node_copy(const struct node *node)
{
	struct node *copy = node_new(node->kind);

	copy->place = node->place;
	copy->source = node->source;
	copy->source.slip = node->source.slip ? xstrdup(node->source.slip) : NULL;
	copy->number = node->number;
	copy->real = node->real;
	strbuf_add(&copy->text, node->text.buf, node->text.len);
	for (size_t i = 0; i < node->n; i++) {
		struct node *below = node_copy(node->v[i]);

		if (node->kind == NODE_MAP)
			node_add(copy, node->v[i]->key, below);
		else
			node_append(copy, below);
	}
	return copy;
}

static size_t
node_index(const struct node *node)
{
	const struct node *parent = node->parent;

	for (size_t i = 0; i < parent->n; i++)
		if (parent->v[i] == node)
			return i;
	BUG("a node's parent does not have it");
}

struct node *
node_take(struct node *node)
{
	struct node *parent = node->parent;

	if (parent) {
		size_t at = node_index(node);

		memmove(parent->v + at, parent->v + at + 1,
			(parent->n - at - 1) * sizeof(*parent->v));
		parent->n--;
	}
	wipe_free(node->key);
	node->key = NULL;
	node->parent = NULL;
	return node;
}

/* A node that no parent has any more. */
static void
node_drop(struct node *node)
{
	for (size_t i = 0; i < node->n; i++)
		node_drop(node->v[i]);
	free(node->v);
	free(node->source.slip);
	wipe_free(node->key);
	strbuf_release(&node->text);
	free(node);
}

void
node_free(struct node *node)
{
	if (node)
		node_drop(node_take(node));
}

void
node_release(struct node **node)
{
	node_free(*node);
}

static struct node *
node_hang(struct node *parent, char *key, struct node *value)
{
	if (value->parent)
		BUG("a node gets a second parent");
	ARRAY_GROW(parent->v, parent->n, parent->alloc);
	parent->v[parent->n++] = value;
	value->parent = parent;
	value->key = key;
	return value;
}

struct node *
node_append(struct node *list, struct node *value)
{
	return node_hang(list, NULL, value);
}

struct node *
node_add(struct node *map, const char *key, struct node *value)
{
	return node_hang(map, xstrdup(key), value);
}

struct node *
node_add_nodup(struct node *map, char *key, struct node *value)
{
	return node_hang(map, key, value);
}

struct node *
node_set(struct node *map, const char *key, struct node *value)
{
	struct node *old = node_get(map, key);

	if (!old)
		return node_add(map, key, value);
	node_replace(old, value);
	return value;
}

struct node *
node_insert(struct node *list, size_t at, struct node *value)
{
	node_append(list, value);
	memmove(list->v + at + 1, list->v + at, (list->n - 1 - at) * sizeof(*list->v));
	list->v[at] = value;
	return value;
}

struct node *
node_swap(struct node *old, struct node *value)
{
	struct node *parent = old->parent;

	if (!parent || value->parent)
		BUG("a root is replaced, or by a node that has a parent");
	parent->v[node_index(old)] = value;
	value->parent = parent;
	value->key = old->key;
	old->key = NULL;
	old->parent = NULL;
	return old;
}

void
node_replace(struct node *old, struct node *value)
{
	node_drop(node_swap(old, value));
}

/* The entry whose key is the first len bytes of key. */
static struct node *
map_find(const struct node *map, const char *key, size_t len)
{
	char first = len ? *key : '\0';

	if (!node_is(map, NODE_MAP))
		return NULL;
	for (size_t i = 0; i < map->n; i++) {
		const char *other = map->v[i]->key;

		if (*other == first && !strncmp(other, key, len) && !other[len])
			return map->v[i];
	}
	return NULL;
}

struct node *
node_get(const struct node *map, const char *key)
{
	return map_find(map, key, strlen(key));
}

struct node *
node_at(const struct node *map, const char *path)
{
	const char *slash;

	for (; map && (slash = strchr(path, '/')); path = slash + 1)
		map = map_find(map, path, (size_t)(slash - path));
	return node_get(map, path);
}

struct node *
node_towards(const struct node *map, const char *path)
{
	const char *slash;

	for (; (slash = strchr(path, '/')); path = slash + 1) {
		struct node *below = map_find(map, path, (size_t)(slash - path));

		if (!node_is(below, NODE_MAP))
			return below;
		map = below;
	}
	return node_get(map, path);
}

struct node *
node_put(struct node *map, const char *path, struct node *value)
{
	const char *slash;

	for (; (slash = strchr(path, '/')); path = slash + 1) {
		struct node *below = map_find(map, path, (size_t)(slash - path));

		if (!node_is(below, NODE_MAP)) {
			char *key = xstrndup(path, (size_t)(slash - path));

			below = node_set(map, key, node_map_new());
			free(key);
		}
		map = below;
	}
	return node_set(map, path, value);
}

void
node_remove(struct node *map, const char *path)
{
	struct node *node = node_at(map, path);

	while (node && node != map) {
		struct node *parent = node->parent;

		node_free(node);
		node = parent->n ? NULL : parent;
	}
}

struct place
node_place(const struct node *node)
{
	return node ? node->place : (struct place){ 0, 0 };
}

void
node_set_places(struct node *node, struct place place)
{
	node->place = place;
	for (size_t i = 0; i < node->n; i++)
		node_set_places(node->v[i], place);
}

const char *
node_kind_name(enum node_kind kind)
{
	static const char *const names[] = {
		[NODE_TEXT] = "a string",
		[NODE_DATA] = "data",
		[NODE_INTEGER] = "an integer",
		[NODE_REAL] = "a real number",
		[NODE_BOOLEAN] = "true or false",
		[NODE_DATE] = "a date",
		[NODE_LIST] = "an array",
		[NODE_MAP] = "a dictionary",
	};

	return names[kind];
}

static int
key_compare(const void *a, const void *b)
{
	return strcmp((*(struct node *const *)a)->key, (*(struct node *const *)b)->key);
}

void
node_sort_keys(struct node *map)
{
	if (map->n)
		qsort(map->v, map->n, sizeof(*map->v), key_compare);
	for (size_t i = 0; i < map->n; i++)
		if (node_is(map->v[i], NODE_MAP))
			node_sort_keys(map->v[i]);
}

bool
node_is(const struct node *node, enum node_kind kind)
{
	return node && node->kind == kind;
}

const char *
node_text(const struct node *node)
{
	return node_is(node, NODE_TEXT) ? node->text.buf : NULL;
}

const char *
node_get_text(const struct node *map, const char *key)
{
	return node_text(node_get(map, key));
}

const struct strbuf *
node_get_data(const struct node *map, const char *key)
{
	const struct node *node = node_get(map, key);

	return node_is(node, NODE_DATA) ? &node->text : NULL;
}

static bool
entries_equal(const struct node *a, const struct node *b)
{
	for (size_t i = 0; i < a->n; i++) {
		/* most often the keys are in the same order */
		const struct node *other =
			!strcmp(a->v[i]->key, b->v[i]->key) ? b->v[i] : node_get(b, a->v[i]->key);

		if (!other || !node_equal(a->v[i], other))
			return false;
	}
	return true;
}

bool
node_equal(const struct node *a, const struct node *b)
{
	if (!a || !b)
		return a == b;
	if (a->kind != b->kind || a->n != b->n || a->number != b->number ||
		!strbuf_same(&a->text, &b->text))
		return false;
	if (a->kind == NODE_REAL)
		return !(a->real < b->real) && !(a->real > b->real);
	if (a->kind == NODE_MAP)
		return entries_equal(a, b);
	for (size_t i = 0; i < a->n; i++)
		if (!node_equal(a->v[i], b->v[i]))
			return false;
	return true;
}
