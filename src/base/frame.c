#include "base/frame.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/report.h"
#include "base/xalloc.h"

/*
 * Writing.
 */

static void
write_number(struct strbuf *out, uint64_t number, size_t bytes)
{
	char digits[8];

	for (size_t i = bytes; i-- > 0; number >>= 8)
		digits[i] = (char)(number & 0xff);
	strbuf_add(out, digits, bytes);
}

static void
write_bytes(struct strbuf *out, const char *bytes, size_t len)
{
	write_number(out, len, 4);
	strbuf_add(out, bytes, len);
}

static void
write_node(struct strbuf *out, const struct node *node)
{
	uint64_t bits;

	_Static_assert(sizeof bits == sizeof node->real, "a double has 64 bits");
	strbuf_addch(out, (char)node->kind);
	write_number(
		out, (uint64_t)(uint32_t)node->place.line << 32 | (uint32_t)node->place.column, 8);
	if (node->key)
		write_bytes(out, node->key, strlen(node->key));
	switch (node->kind) {
	case NODE_TEXT:
	case NODE_DATA:
		write_bytes(out, node->text.buf, node->text.len);
		break;
	case NODE_INTEGER:
	case NODE_DATE:
	case NODE_BOOLEAN:
		write_number(out, (uint64_t)node->number, 8);
		break;
	case NODE_REAL:
		memcpy(&bits, &node->real, sizeof bits);
		write_number(out, bits, 8);
		break;
	case NODE_LIST:
	case NODE_MAP:
		write_number(out, node->n, 4);
		for (size_t i = 0; i < node->n; i++)
			write_node(out, node->v[i]);
		break;
	case NODE_NULL:
		break;
	}
}

void
frame_write(const struct node *node, struct strbuf *out)
{
	size_t head = out->len, len;

	write_number(out, 0, FRAME_HEAD);
	write_node(out, node);
	len = out->len - head - FRAME_HEAD;
	if (len > FRAME_LIMIT)
		BUG("a frame of %zu bytes", len);
	for (size_t i = FRAME_HEAD; i-- > 0; len >>= 8)
		out->buf[head + i] = (char)(len & 0xff);
}

/*
 * Reading.
 */

struct frame {
	const unsigned char *at;
	size_t left;
	size_t nodes;
	int depth;
};

size_t
frame_length(const char head[FRAME_HEAD])
{
	const unsigned char *b = (const unsigned char *)head;

	return (size_t)b[0] << 24 | (size_t)b[1] << 16 | (size_t)b[2] << 8 | b[3];
}

static bool
read_number(struct frame *frame, int bytes, uint64_t *number)
{
	*number = 0;
	if (frame->left < (size_t)bytes)
		return false;
	for (int i = 0; i < bytes; i++)
		*number = *number << 8 | frame->at[i];
	frame->at += bytes;
	frame->left -= (size_t)bytes;
	return true;
}

/* Moves behind bytes and their length; NULL where not all of them are there. */
static const char *
read_bytes(struct frame *frame, size_t *len)
{
	const char *bytes;
	uint64_t number;

	if (!read_number(frame, 4, &number) || number > frame->left)
		return NULL;
	bytes = (const char *)frame->at;
	*len = (size_t)number;
	frame->at += number;
	frame->left -= *len;
	return bytes;
}

/* The same, for a text or key, which C reads up to its NUL. */
static const char *
read_text(struct frame *frame, size_t *len)
{
	const char *text = read_bytes(frame, len);

	return text && !memchr(text, '\0', *len) ? text : NULL;
}

static bool read_node(struct frame *frame, struct node *parent, struct node **node);

static bool
read_value(struct frame *frame, struct node *node)
{
	const char *bytes;
	uint64_t number = 0;
	size_t len;

	switch (node->kind) {
	case NODE_TEXT:
	case NODE_DATA:
		bytes = node->kind == NODE_TEXT ? read_text(frame, &len) : read_bytes(frame, &len);
		if (bytes)
			strbuf_add(&node->text, bytes, len);
		return bytes;
	case NODE_LIST:
	case NODE_MAP:
		if (frame->depth == FRAME_DEPTH || !read_number(frame, 4, &number))
			return false;
		frame->depth++;
		while (number && read_node(frame, node, NULL))
			number--;
		frame->depth--;
		return !number;
	case NODE_REAL:
		if (!read_number(frame, 8, &number))
			return false;
		memcpy(&node->real, &number, sizeof node->real);
		return true;
	case NODE_BOOLEAN:
	case NODE_INTEGER:
	case NODE_DATE:
		if (!read_number(frame, 8, &number))
			return false;
		memcpy(&node->number, &number, sizeof node->number);
		return node->kind != NODE_BOOLEAN || number <= 1;
	case NODE_NULL:
		return true;
	}
	return false;
}

/* Each node hangs in the tree before its value is read, so what was read has one owner, the root. */
static bool
read_node(struct frame *frame, struct node *parent, struct node **root)
{
	uint64_t kind, line, column;
	const char *key = NULL;
	size_t len = 0;
	struct node *node;

	if (++frame->nodes > FRAME_NODES || !read_number(frame, 1, &kind) || kind > NODE_NULL ||
		!read_number(frame, 4, &line) || !read_number(frame, 4, &column) ||
		(node_is(parent, NODE_MAP) && !(key = read_text(frame, &len))))
		return false;
	node = node_new((enum node_kind)kind);
	node->place = (struct place){ (int)(int32_t)line, (int)(int32_t)column };
	if (!parent)
		*root = node;
	else if (key)
		node_add_nodup(parent, xstrndup(key, len), node);
	else
		node_append(parent, node);
	return read_value(frame, node);
}

struct node *
frame_read(const char *data, size_t len)
{
	struct frame frame = { .at = (const unsigned char *)data, .left = len };
	struct node *root = NULL;

	if (read_node(&frame, NULL, &root) && !frame.left)
		return root;
	node_free(root);
	return NULL;
}

/*
 * Both.
 */

int
frame_send(int fd, const struct node *node)
{
	STRBUF(bytes);

	frame_write(node, &bytes);
	return fd_write(fd, bytes.buf, bytes.len);
}

/* All of len bytes; -1 with errno, which is 0 at the end of what there is. */
static int
read_whole(const void *fd, char *data, size_t len)
{
	while (len) {
		ssize_t n = read(*(const int *)fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n == 0)
			errno = 0;
		if (n <= 0)
			return -1;
		data += n;
		len -= (size_t)n;
	}
	return 0;
}

int
frame_take(frame_reader *read_all, const void *from, struct node **map)
{
	STRBUF(bytes);
	char head[FRAME_HEAD];
	size_t len;

	*map = NULL;
	if (read_all(from, head, sizeof head) < 0)
		return -1;
	len = frame_length(head);
	if (len > FRAME_LIMIT)
		return 0;
	strbuf_addchars(&bytes, '\0', len);
	if (read_all(from, bytes.buf, len) < 0)
		return -1;
	*map = frame_read(bytes.buf, len);
	if (node_is(*map, NODE_MAP))
		return 0;
	node_free(*map);
	*map = NULL;
	return 0;
}

struct node *
frame_receive(int fd)
{
	struct node *map;

	if (frame_take(read_whole, &fd, &map) == 0 && !map)
		errno = EPROTO;
	return map;
}
