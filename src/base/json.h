/* Writes a tree as JSON (RFC 8259), indented, for the commands' --format json.
 *
 *     NODE(top) = json_add(node_map_new(), "name", name, "kind", "draft", NULL);
 *     node_add(top, "size", node_integer_new(size));
 *     json_write(top, &out);
 *
 * Texts may be anything: what is no UTF-8 becomes U+FFFD, and whatever could steer or deceive a terminal (see
 * text_show) is escaped, so that the output may be looked at. The tree holds what JSON has and no more: no data, no
 * date, no real number. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stddef.h>

#include "base/node.h"
#include "base/strbuf.h"
#include "base/strvec.h"

/* The line ends behind it. */
void json_write(const struct node *node, struct strbuf *out);

/* An array whose items are written one by one, for there may be many. count: how many were written before, or at all. */
void json_write_item(const struct node *item, size_t count, struct strbuf *out);
void json_write_end(size_t count, struct strbuf *out);

/* Adds keys and their texts to a map, up to a NULL for a key; a NULL for a text is null. Returns the map. */
struct node *json_add(struct node *map, const char *key, ...) __attribute__((sentinel));
/* A list of texts, which end with NULL. */
struct node *json_array(const char *text, ...) __attribute__((sentinel));
struct node *json_texts(const struct strvec *texts);

#endif
