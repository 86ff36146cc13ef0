#include "asked_facts.h"

#include <string.h>

#include "base/json.h"

#include "format/ask/asked_json.h"

#include "asked_cases.h"

static struct node *
quoted_read(const char *text)
{
	struct node *node;
	STRBUF(json);
	STRBUF(err);

	strbuf_addstr(&json, text);
	for (size_t i = 0; i < json.len; i++)
		if (json.buf[i] == '\'')
			json.buf[i] = '"';
	node = json_read(json.buf, json.len, ASKED_JSON_DEPTH, &err);
	if (!node)
		fail_msg("%s: %s", err.buf, text);
	return node;
}

static void
node_change(struct node *node, const struct node *changes)
{
	for (size_t i = 0; i < changes->n; i++) {
		const struct node *change = changes->v[i];
		struct node *old = node_get(node, change->key);

		if (old && old->kind == NODE_MAP && change->kind == NODE_MAP)
			node_change(old, change);
		else
			node_set(node, change->key, node_copy(change));
	}
}

void
asked_json_with(const char *changes, struct strbuf *json)
{
	NODE(node) = quoted_read(ASKED_GOOD);
	NODE(change) = quoted_read(changes);

	node_change(node, change);
	json_write(node, json);
}

void
asked_with(const char *changes, struct asked *asked)
{
	STRBUF(json);
	STRBUF(err);

	asked_release(asked);
	asked_json_with(changes, &json);
	if (asked_json_read(json.buf, json.len, asked, &err) < 0)
		fail_msg("%s: %s", err.buf, changes);
}
