/* Changes one value in the text of a YAML file and leaves every other byte as it was: comments, order,
 * blank lines, quotes, line ends.
 *
 * Each call works on the source that the tree was read from and makes the tree stale: read the source
 * again before the next call. No call fails; whoever calls reads the result and compares. */
#ifndef FORMAT_YAML_PATCH_H
#define FORMAT_YAML_PATCH_H

#include "base/strbuf.h"

#include "format/yaml/yaml.h"

/* The comment behind the old value stays, and so does its kind of quotes; of a list, the items that both have stay with the comments
 * between them. */
void yaml_patch_replace(struct strbuf *source, const struct node *old, const struct node *value);

/* Adds a key behind an entry of the map and its comment; after is NULL for the front. */
void yaml_patch_insert(struct strbuf *source, const struct node *map, const struct node *after,
	const char *key, const struct node *value);

/* Removes an entry of a map with its lines; lines that are comments stay. */
void yaml_patch_remove(struct strbuf *source, const struct node *entry);

/* Removes the further entries of the map that have this one's key, as a lenient reading finds them. The tree
 * is not stale for the entry, which may be replaced or removed afterwards. */
void yaml_patch_remove_repeated(struct strbuf *source, const struct node *entry);

#endif
