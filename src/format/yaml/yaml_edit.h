/* One change in the text of a YAML file, for yaml_patch.c alone: bytes that are behind the place of the change may have
 * changed already, and those before it are as the tree says. */
#ifndef FORMAT_YAML_EDIT_H
#define FORMAT_YAML_EDIT_H

#include "base/node.h"
#include "base/strbuf.h"

/* The begin of an entry's line, or of its key in braces, where others are in the line. */
size_t yaml_edit_begin(const struct strbuf *source, const struct node *entry);
/* Where an entry can be added: before the first one that the map had, and behind one: in the next line, or before the
 * comma. */
size_t yaml_edit_front(const struct strbuf *source, const struct node *map);
size_t yaml_edit_behind(const struct strbuf *source, const struct node *entry);

void yaml_edit_replace(struct strbuf *source, const struct node *old, const struct node *value);
/* Adds an entry, with its key, behind another of the map; after NULL: at front. */
void yaml_edit_insert(struct strbuf *source, const struct node *map, const struct node *after,
	size_t front, const struct node *value);
/* Removes an entry of a block map. */
void yaml_edit_remove_lines(struct strbuf *source, const struct node *entry);

#endif
