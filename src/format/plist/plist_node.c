/* Nodes of a property list. */
#include "format/plist/plist_node.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

bool
pnode_is(plist_t node, plist_type type)
{
	return node && plist_get_node_type(node) == type;
}

const char *
node_string(plist_t node)
{
	uint64_t len;

	return pnode_is(node, PLIST_STRING) ? plist_get_string_ptr(node, &len) : NULL;
}

time_t
node_date(plist_t date)
{
	int32_t seconds = 0, micros = 0;

	plist_get_date_val(date, &seconds, &micros);
	return (time_t)seconds + NODE_DATE_EPOCH;
}

void
node_each(plist_t dict, void (*each)(const char *key, plist_t value, void *data), void *data)
{
	plist_dict_iter iter = NULL;
	plist_t value = NULL;
	char *key = NULL;

	plist_dict_new_iter(dict, &iter);
	do {
		plist_dict_next_item(dict, iter, &key, &value);
		if (value)
			each(key, value, data);
		free(key);
		key = NULL;
	} while (value);
	free(iter);
}

static void
item_wipe(const char *key, plist_t value, void *data)
{
	(void)key, (void)data;
	pnode_wipe(value);
}

/* libplist frees values as they are, and any string may be the challenge, any data a key. The buffer is the
 * node's own. */
void
pnode_wipe(plist_t node)
{
	uint64_t len = 0;
	const char *value = NULL;

	switch (plist_get_node_type(node)) {
	case PLIST_STRING:
		value = plist_get_string_ptr(node, &len);
		break;
	case PLIST_DATA:
		value = plist_get_data_ptr(node, &len);
		break;
	case PLIST_ARRAY:
		for (uint32_t i = 0; i < plist_array_get_size(node); i++)
			pnode_wipe(plist_array_get_item(node, i));
		break;
	case PLIST_DICT:
		node_each(node, item_wipe, NULL);
		break;
	default:
		break;
	}
	if (value)
		wipe((char *)value, (size_t)len);
}

void
pnode_free(plist_t node)
{
	if (node) {
		pnode_wipe(node);
		plist_free(node);
	}
}

/* The dictionary that holds the last key of path, which *key becomes. Dictionaries on the way are made
 * where make is set; NULL where one lacks. */
static plist_t
dict_above(plist_t dict, const char *path, bool make, const char **key)
{
	for (const char *slash; dict && (slash = strchr(path, '/')); path = slash + 1) {
		char *name = xstrndup(path, (size_t)(slash - path));
		plist_t below = plist_dict_get_item(dict, name);

		if (make && !pnode_is(below, PLIST_DICT)) {
			pnode_wipe(below);
			below = plist_new_dict();
			plist_dict_set_item(dict, name, below);
		}
		free(name);
		dict = pnode_is(below, PLIST_DICT) ? below : NULL;
	}
	*key = path;
	return dict;
}

plist_t
pnode_at(plist_t dict, const char *path)
{
	plist_t above = dict_above(dict, path, false, &path);

	return above ? plist_dict_get_item(above, path) : NULL;
}

void
pnode_put(plist_t dict, const char *path, plist_t node)
{
	plist_t above = dict_above(dict, path, true, &path);
	plist_t old = plist_dict_get_item(above, path);

	if (old)
		pnode_wipe(old);
	plist_dict_set_item(above, path, node);
}

void
pnode_remove(plist_t dict, const char *path)
{
	const char *key, *slash = strrchr(path, '/');
	plist_t above = dict_above(dict, path, false, &key);
	plist_t node = above ? plist_dict_get_item(above, key) : NULL;
	char *parent;

	if (!node)
		return;
	pnode_wipe(node);
	plist_dict_remove_item(above, key);
	if (!slash || plist_dict_get_size(above))
		return;
	parent = xstrndup(path, (size_t)(slash - path));
	pnode_remove(dict, parent);
	free(parent);
}
