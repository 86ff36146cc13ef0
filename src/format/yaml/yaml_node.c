/* Trees of YAML values: making them, looking things up in them, freeing them. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#include "format/yaml/yaml.h"

static struct yaml_node *
node_new(enum yaml_kind kind, enum yaml_style style)
{
	struct yaml_node *node = xcalloc(1, sizeof *node);

	node->kind = kind;
	node->style = style;
	return node;
}

struct yaml_node *
yaml_node_text(const char *text, enum yaml_style style)
{
	struct yaml_node *node = node_new(YAML_TEXT, style);

	node->text = xstrdup(text);
	return node;
}

struct yaml_node *
yaml_node_list(void)
{
	return node_new(YAML_LIST, YAML_BLOCK);
}

struct yaml_node *
yaml_node_map(void)
{
	return node_new(YAML_MAP, YAML_BLOCK);
}

void
yaml_node_append(struct yaml_node *parent, struct yaml_node *key, struct yaml_node *value)
{
	value->key = key;
	value->parent = parent;
	ARRAY_GROW(parent->v, parent->n, parent->alloc);
	parent->v[parent->n++] = value;
}

void
yaml_node_add(struct yaml_node *parent, const char *key, struct yaml_node *value)
{
	yaml_node_append(parent, key ? yaml_node_text(key, YAML_PLAIN) : NULL, value);
}

/* Depth is limited where trees are read, so the recursion is too. */
void
yaml_node_free(struct yaml_node *node)
{
	if (!node)
		return;
	for (size_t i = 0; i < node->n; i++)
		yaml_node_free(node->v[i]);
	yaml_node_free(node->key);
	free(node->v);
	wipe_free(node->text);
	free(node->slip);
	free(node);
}

const struct yaml_node *
yaml_node_get(const struct yaml_node *map, const char *key)
{
	for (size_t i = 0; map->kind == YAML_MAP && i < map->n; i++)
		if (!strcmp(map->v[i]->key->text, key))
			return map->v[i];
	return NULL;
}

const struct yaml_node *
yaml_node_repeats(const struct yaml_node *value)
{
	const struct yaml_node *first =
		value->key ? yaml_node_get(value->parent, value->key->text) : NULL;

	return first == value ? NULL : first;
}

bool
yaml_node_is_repeated(const struct yaml_node *value)
{
	const struct yaml_node *map = value->parent;
	size_t count = 0;

	for (size_t i = 0; i < map->n; i++)
		count += !strcmp(map->v[i]->key->text, value->key->text);
	return count > 1;
}

const char *
yaml_node_kind(const struct yaml_node *node)
{
	static const char *const names[] = { "a text", "a list", "a mapping" };

	return names[node->kind];
}
