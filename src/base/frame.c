#include "base/frame.h"

#include <string.h>

#include "base/report.h"

/*
 * Writing.
 */

static void
write_number(struct strbuf *out, uint64_t number, int bytes)
{
	while (bytes-- > 0)
		strbuf_addch(out, (char)(number >> 8 * bytes & 0xff));
}

static void
write_bytes(struct strbuf *out, const char *bytes, size_t len)
{
	write_number(out, len, 4);
	strbuf_add(out, bytes, len);
}

static uint64_t
real_bits(double real)
{
	uint64_t bits;

	_Static_assert(sizeof bits == sizeof real, "a double has 64 bits");
	memcpy(&bits, &real, sizeof bits);
	return bits;
}

static void
write_node(struct strbuf *out, const struct node *node)
{
	strbuf_addch(out, (char)node->kind);
	write_number(out, (uint32_t)node->place.line, 4);
	write_number(out, (uint32_t)node->place.column, 4);
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
		write_number(out, real_bits(node->real), 8);
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
	for (int i = 0; i < FRAME_HEAD; i++)
		out->buf[head + (size_t)i] = (char)(len >> 8 * (FRAME_HEAD - 1 - i) & 0xff);
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

static bool
read_bytes(struct frame *frame, struct strbuf *out)
{
	uint64_t len;

	if (!read_number(frame, 4, &len) || len > frame->left)
		return false;
	strbuf_add(out, frame->at, (size_t)len);
	frame->at += len;
	frame->left -= (size_t)len;
	return true;
}

/* A text or key, which C reads up to its NUL. */
static bool
read_text(struct frame *frame, struct strbuf *out)
{
	return read_bytes(frame, out) && strlen(out->buf) == out->len;
}

static bool read_node(struct frame *frame, struct node *parent, struct node **node);

static bool
read_entries(struct frame *frame, struct node *node)
{
	uint64_t n;
	bool whole = frame->depth < FRAME_DEPTH && read_number(frame, 4, &n);

	frame->depth++;
	for (uint64_t i = 0; whole && i < n; i++)
		whole = read_node(frame, node, NULL);
	frame->depth--;
	return whole;
}

static bool
read_value(struct frame *frame, struct node *node)
{
	uint64_t number = 0;

	switch (node->kind) {
	case NODE_TEXT:
		return read_text(frame, &node->text);
	case NODE_DATA:
		return read_bytes(frame, &node->text);
	case NODE_LIST:
	case NODE_MAP:
		return read_entries(frame, node);
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

static struct node *
node_of_kind(uint64_t kind)
{
	switch ((enum node_kind)kind) {
	case NODE_TEXT:
		return node_text_new("");
	case NODE_DATA:
		return node_data_new("", 0);
	case NODE_INTEGER:
		return node_integer_new(0);
	case NODE_REAL:
		return node_real_new(0);
	case NODE_BOOLEAN:
		return node_boolean_new(false);
	case NODE_DATE:
		return node_date_new(0);
	case NODE_LIST:
		return node_list_new();
	case NODE_MAP:
		return node_map_new();
	case NODE_NULL:
		return node_null_new();
	}
	return NULL;
}

/* Each node hangs in the tree before its value is read, so what was read has one owner, the root. */
static bool
read_node(struct frame *frame, struct node *parent, struct node **root)
{
	struct strbuf key = STRBUF_INIT;
	uint64_t kind, line, column;
	struct node *node = NULL;

	if (++frame->nodes <= FRAME_NODES && read_number(frame, 1, &kind) &&
		read_number(frame, 4, &line) && read_number(frame, 4, &column) &&
		(!node_is(parent, NODE_MAP) || read_text(frame, &key)))
		node = node_of_kind(kind);
	if (node) {
		node->place = (struct place){ (int)(int32_t)line, (int)(int32_t)column };
		if (!parent)
			*root = node;
		else if (parent->kind == NODE_MAP)
			node_add(parent, key.buf, node);
		else
			node_append(parent, node);
	}
	strbuf_release(&key);
	return node && read_value(frame, node);
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
