/* One node as bytes, for the pipe between two processes of scepwiz: a request, or its answer.
 *
 * A frame is the number of bytes that follow (32 bits), then the node: its kind (a byte), its place (line and column,
 * 32 bits each), in a map its key, and its value. Texts, data and keys are their length (32 bits) and their bytes.
 * Numbers, dates and booleans have 64 bits, a real is its IEEE 754 bits. A list or map is the number of its entries (32
 * bits), and the entries. All numbers begin with the most significant byte.
 *
 * The reader trusts nothing: either side may have been taken over. */
#ifndef BASE_FRAME_H
#define BASE_FRAME_H

#include <stddef.h>

#include "base/node.h"
#include "base/strbuf.h"

/* Bytes before the node. */
#define FRAME_HEAD 4
/* Bytes of a node: enough for the largest signed profile twice, and its certificates. */
#define FRAME_LIMIT (64 * 1024 * 1024)
/* Most levels, and most nodes in a frame. */
#define FRAME_DEPTH 48
#define FRAME_NODES 200000

/* Appends the node as a frame. One that is too large for a reader is a BUG: callers limit what they send. */
void frame_write(const struct node *node, struct strbuf *out);

/* The number of bytes that follow a head. */
size_t frame_length(const char head[FRAME_HEAD]);

/* Reads what follows the head: exactly one node. Returns NULL for anything else. The caller frees the node. */
struct node *frame_read(const char *data, size_t len);

/* Reads the next frame with the caller's function, which reads exactly len bytes and returns 0, or -1, which is then
 * returned here. *map is the node, which the caller frees; NULL if the bytes are not a frame with a map. */
typedef int frame_reader(const void *from, char *data, size_t len);
int frame_take(frame_reader *read_all, const void *from, struct node **map);

/* Over a socket or a pipe, without a time limit. frame_send returns -1 with errno. frame_receive returns the next
 * frame, which the caller frees; NULL with errno, which is 0 if the other side has closed, and EPROTO if the bytes are
 * not a frame with a map. */
int frame_send(int fd, const struct node *node);
struct node *frame_receive(int fd);

#endif
