/* Collects the patches of a YAML file, and applies them from the last byte to the first. */
#include "format/yaml/yaml_patch.h"

#include <stdlib.h>

#include "base/xalloc.h"

#include "format/yaml/yaml_edit.h"
#include "format/yaml/yaml_flow.h"

enum patch_kind {
	PATCH_REPLACE,
	PATCH_REMOVE,
	PATCH_INSERT,
};

struct yaml_patch {
	enum patch_kind kind;
	size_t order; /* in which they were collected */
	/* The byte that tells which is applied first: where the entry's line or key begins, where a new one goes. */
	size_t at;
	const struct node *map; /* of PATCH_INSERT */
	/* What is replaced or removed; of PATCH_INSERT the entry before, NULL for the front. */
	const struct node *entry;
	struct node *put; /* a map of the new value alone, under its key; NULL: it goes */
	bool tail;        /* of PATCH_REMOVE: all that follow in a flow map are removed, too */
};

/* before is the patch that was applied before this one: no other is between two entries that are both removed. */
static void
remove_from_flow(struct strbuf *source, struct yaml_patch *patch, const struct yaml_patch *before)
{
	const struct node *map = patch->entry->parent;
	size_t i = 0;

	while (map->v[i] != patch->entry)
		i++;
	patch->tail = i + 1 == map->n || (before && before->kind == PATCH_REMOVE && before->tail &&
						 before->entry == map->v[i + 1]);
	yaml_flow_remove(source, map, i, patch->tail);
}

bool
yaml_patch_removes(const struct yaml_patches *patches, const struct node *entry)
{
	for (size_t i = 0; i < patches->n; i++)
		if (patches->v[i].kind == PATCH_REMOVE && patches->v[i].entry == entry)
			return true;
	return false;
}

bool
yaml_patch_empties(const struct yaml_patches *patches, const struct node *map)
{
	size_t removed = 0;

	for (size_t i = 0; i < patches->n; i++) {
		if (patches->v[i].map == map)
			return false;
		removed += patches->v[i].kind == PATCH_REMOVE && patches->v[i].entry->parent == map;
	}
	return removed && removed == map->n;
}

static struct yaml_patch *
patch_add(struct yaml_patches *patches, enum patch_kind kind, const struct node *entry)
{
	struct yaml_patch *patch;

	ARRAY_GROW(patches->v, patches->n, patches->alloc);
	patch = &patches->v[patches->n++];
	*patch = (struct yaml_patch){ .kind = kind, .entry = entry };
	return patch;
}

/* The one of an entry: those that it has, or that are in it, are dropped. */
static struct yaml_patch *
patch_set(struct yaml_patches *patches, enum patch_kind kind, const struct node *entry)
{
	struct yaml_patch *patch;
	size_t n = 0;

	for (size_t i = 0; i < patches->n; i++) {
		const struct node *other = patches->v[i].entry, *map = patches->v[i].map;

		if (map ? map == entry : other == entry || other->parent == entry)
			node_free(patches->v[i].put);
		else
			patches->v[n++] = patches->v[i];
	}
	patches->n = n;
	patch = patch_add(patches, kind, entry);
	patch->at = yaml_edit_begin(patches->source, entry);
	return patch;
}

void
yaml_patch_replace(struct yaml_patches *patches, const struct node *old, struct node *value)
{
	struct node *put = node_map_new();

	node_add(put, old->key, value);
	patch_set(patches, PATCH_REPLACE, old)->put = put;
}

void
yaml_patch_remove(struct yaml_patches *patches, const struct node *entry)
{
	patch_set(patches, PATCH_REMOVE, entry);
}

void
yaml_patch_insert(struct yaml_patches *patches, const struct node *map, const struct node *after,
	const char *key, struct node *value)
{
	struct yaml_patch *patch = patch_add(patches, PATCH_INSERT, after);

	patch->at = after ? yaml_edit_behind(patches->source, after)
			  : yaml_edit_front(patches->source, map);
	patch->map = map;
	patch->put = node_map_new();
	node_add(patch->put, key, value);
}

/* From the last byte on. What goes at the byte where something is added goes first, and of what is added there the
 * last. */
static int
patch_compare(const void *a, const void *b)
{
	const struct yaml_patch *x = a, *y = b;

	if (x->at != y->at)
		return x->at > y->at ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return x->order > y->order ? -1 : 1;
}

static void
patch_apply(struct strbuf *source, struct yaml_patch *patch, const struct yaml_patch *before)
{
	if (patch->kind == PATCH_REPLACE)
		yaml_edit_replace(source, patch->entry, patch->put->v[0]);
	else if (patch->kind == PATCH_INSERT)
		yaml_edit_insert(source, patch->map, patch->entry, patch->at, patch->put->v[0]);
	else if (patch->entry->parent->source.style == NODE_FLOW)
		remove_from_flow(source, patch, before);
	else
		yaml_edit_remove_lines(source, patch->entry);
}

void
yaml_patches_apply(struct yaml_patches *patches)
{
	for (size_t i = 0; i < patches->n; i++)
		patches->v[i].order = i;
	if (patches->n)
		qsort(patches->v, patches->n, sizeof *patches->v, patch_compare);
	for (size_t i = 0; i < patches->n; i++)
		patch_apply(patches->source, &patches->v[i], i ? &patches->v[i - 1] : NULL);
	yaml_patches_release(patches);
}

void
yaml_patches_release(struct yaml_patches *patches)
{
	for (size_t i = 0; i < patches->n; i++)
		node_free(patches->v[i].put);
	free(patches->v);
	*patches = (struct yaml_patches)YAML_PATCHES_INIT(patches->source);
}
