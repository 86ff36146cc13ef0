/* JSON (RFC 8259): writes a tree, indented, for the commands' --format json; and reads one back.
 *
 *     NODE(top) = json_add(node_map_new(), "name", name, "kind", "draft", NULL);
 *     node_add(top, "size", node_integer_new(size));
 *     json_write(top, &out);
 *
 * Texts may be anything. Invalid UTF-8 becomes U+FFFD, and what could steer a terminal or deceive a reader (see
 * text_show) is escaped, so that the output can be displayed. The tree may only have what JSON has: no data, dates or
 * real numbers. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stddef.h>

#include "base/node.h"
#include "base/strbuf.h"
#include "base/strvec.h"

/* Ends with a line end. */
void json_write(const struct node *node, struct strbuf *out);

/* An array that is written item by item, because it may be long. count: how many items were written before; for
 * json_write_end, in all. */
void json_write_item(const struct node *item, size_t count, struct strbuf *out);
void json_write_end(size_t count, struct strbuf *out);

/* Adds keys and their texts to a map, up to a NULL key. A NULL text becomes null. Returns the map. */
struct node *json_add(struct node *map, const char *key, ...) __attribute__((sentinel));
/* A list of texts, up to NULL. */
struct node *json_array(const char *text, ...) __attribute__((sentinel));
struct node *json_texts(const struct strvec *texts);

/* Reads a text that has been written so, or by anyone else. Strict: exactly one value, in UTF-8, no key twice in an
 * object, no U+0000, no half of a surrogate pair, at most depth levels of arrays and objects (32 or
 * less), and no numbers but whole ones in 64 bits. On failure returns NULL with a sentence that names line and column.
 * The caller frees. */
struct node *json_read(const char *text, size_t len, int depth, struct strbuf *err);

#endif
