/* Changes in maps in braces and lists in brackets (NODE_FLOW), only for yaml_edit.c and yaml_patch.c. */
#ifndef FORMAT_YAML_FLOW_H
#define FORMAT_YAML_FLOW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/node.h"
#include "base/strbuf.h"

/* The first byte of an entry: of its key, or of an item. */
size_t yaml_flow_begin(const struct node *entry);
/* Adds an entry, with its key, behind another one of the map. after NULL: at front. */
void yaml_flow_insert(struct strbuf *source, const struct node *map, const struct node *after,
	size_t front, const struct node *value);
/* Removes an entry with its comma. tail: no entry that stays follows, so the comma before it goes. Lines that are comments
 * stay. */
void yaml_flow_remove(struct strbuf *source, const struct node *parent, size_t index, bool tail);
/* Replaces a list of texts item by item, so that comments stay beside items that both have. */
void yaml_flow_replace(struct strbuf *source, const struct node *old, const struct node *value);

#endif
