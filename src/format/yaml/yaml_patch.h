/* Changes values in the text of a YAML file and leaves every other byte unchanged: comments, order, empty lines,
 * quotes, line ends.
 *
 *     struct yaml_patches patches = YAML_PATCHES_INIT(&source);
 *     yaml_patch_replace(&patches, node_get(root, "name"), yaml_text_new("office", NODE_DOUBLE));
 *     yaml_patch_remove(&patches, node_get(root, "url"));
 *     yaml_patches_apply(&patches);
 *
 * Patches are collected for one tree, which was read from the source, and applied together, from the last byte to the
 * first, because what is before a change is still where the tree says. Afterwards the tree is out of date. For each
 * value the last replacement or removal counts, and cancels earlier changes within the value. No call fails. The caller
 * reads the result and compares it. */
#ifndef FORMAT_YAML_PATCH_H
#define FORMAT_YAML_PATCH_H

#include "base/node.h"
#include "base/strbuf.h"

struct yaml_patch;

struct yaml_patches {
	struct strbuf *source;
	struct yaml_patch *v;
	size_t n, alloc;
};

#define YAML_PATCHES_INIT(text)   \
	{                         \
		.source = (text), \
	}

/* Takes ownership of the value. The comment behind the old value stays, and so does the kind of quotes. In a list,
 * items that both have stay, with the comments between them. */
void yaml_patch_replace(struct yaml_patches *patches, const struct node *old, struct node *value);

/* Adds a key behind an entry of the map and its comment, and behind what was added there before. after is NULL for the
 * front. Takes ownership of the value. */
void yaml_patch_insert(struct yaml_patches *patches, const struct node *map,
	const struct node *after, const char *key, struct node *value);

/* Removes an entry of a map with its lines. Lines that are comments stay. */
void yaml_patch_remove(struct yaml_patches *patches, const struct node *entry);

bool yaml_patch_removes(const struct yaml_patches *patches, const struct node *entry);
/* Whether a map has entries, all are removed, and none is added. */
bool yaml_patch_empties(const struct yaml_patches *patches, const struct node *map);

/* Changes the source, and clears the patches. */
void yaml_patches_apply(struct yaml_patches *patches);
/* Clears them. */
void yaml_patches_release(struct yaml_patches *patches);

#endif
