/* One change in the text of a YAML file, only for yaml_patch.c and yaml_flow.c. Bytes behind the change may have changed
 * already. Those before it are as the tree says. */
#ifndef FORMAT_YAML_EDIT_H
#define FORMAT_YAML_EDIT_H

#include "base/node.h"
#include "base/strbuf.h"

/* The beginning of an entry's line, or in braces of its key, because others may be in the line. */
size_t yaml_edit_begin(const struct strbuf *source, const struct node *entry);
/* Where an entry can be added: before the first one of the map; behind an entry, in the next line, or before the
 * comma. */
size_t yaml_edit_front(const struct strbuf *source, const struct node *map);
size_t yaml_edit_behind(const struct strbuf *source, const struct node *entry);

void yaml_edit_replace(struct strbuf *source, const struct node *old, const struct node *value);
/* Adds an entry, with its key, behind another one of the map. after NULL: at front. */
void yaml_edit_insert(struct strbuf *source, const struct node *map, const struct node *after,
	size_t front, const struct node *value);
/* Removes an entry of a block map. */
void yaml_edit_remove_lines(struct strbuf *source, const struct node *entry);

/* The beginning of the line that a byte is in; the byte behind its line end, or the end of the source; its line ends. */
size_t yaml_edit_line(const struct strbuf *source, size_t pos);
size_t yaml_edit_below(const struct strbuf *source, size_t pos);
const char *yaml_edit_eol(const struct strbuf *source);

/* How a list becomes another: equal items at both ends stay, those between are replaced in place, and what is left is
 * added or removed. */
struct list_change {
	size_t first;      /* up to here equal items */
	size_t kept;       /* up to here replaced ones */
	size_t last;       /* of the old list: up to here removed ones */
	size_t value_last; /* of the new list: up to here added ones */
};
struct list_change list_compare(const struct node *old, const struct node *value);

#endif
