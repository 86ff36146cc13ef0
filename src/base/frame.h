/* One node as bytes, for a pipe between two of our programs: what one asks, what the other answers.
 *
 * A frame is the number of bytes behind it (32 bits), then the node: its kind (a byte), its place (line and column,
 * 32 bits each), under a map its key, and its value: texts, data and keys as their length (32 bits) and their bytes;
 * numbers, dates and booleans in 64 bits, a real as its IEEE 754 bits; of a list or map the number of its
 * entries (32 bits), and these. All numbers have their most significant byte first.
 *
 * Reading trusts nothing: neither side is certain that the other is well. */
#ifndef BASE_FRAME_H
#define BASE_FRAME_H

#include <stddef.h>

#include "base/node.h"
#include "base/strbuf.h"

/* Bytes before the node. */
#define FRAME_HEAD 4
/* Bytes of a node: the largest signed profile twice, and its certificates. */
#define FRAME_LIMIT (64 * 1024 * 1024)
/* Nodes in each other, and in a frame. */
#define FRAME_DEPTH 48
#define FRAME_NODES 200000

/* Appends the node as a frame. One that is too large for any reader is a BUG: callers limit what they send. */
void frame_write(const struct node *node, struct strbuf *out);

/* How many bytes are behind a head. */
size_t frame_length(const char head[FRAME_HEAD]);

/* Reads what stands behind the head: one whole node, and nothing behind it. NULL where it is anything else; the caller
 * frees the node. */
struct node *frame_read(const char *data, size_t len);

#endif
