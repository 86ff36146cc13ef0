/* What nodes are in YAML. */
#include <string.h>

#include "format/yaml/yaml.h"

struct node *
yaml_text_new(const char *text, enum node_style style)
{
	struct node *node = node_text_new(text);

	node->source.style = style;
	return node;
}

const struct node *
yaml_node_repeats(const struct node *value)
{
	const struct node *first = value->key ? node_get(value->parent, value->key) : NULL;

	return first == value ? NULL : first;
}

size_t
yaml_node_repeated(const struct node *value)
{
	const struct node *map = value->parent;
	size_t count = 0;

	for (size_t i = 0; i < map->n; i++)
		count += !strcmp(map->v[i]->key, value->key);
	return count;
}

const char *
yaml_node_kind(const struct node *node)
{
	if (node->kind == NODE_LIST)
		return "a list";
	return node->kind == NODE_MAP ? "a mapping" : "a text";
}
