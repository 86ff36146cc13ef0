/* Payloads that a profile has for each item of a list, and constants that refer to payloads. */
#include <string.h>

#include "base/strbuf.h"

#include "syntax/uuid.h"

#include "model/field_type.h"

#include "format/profile/profile_parts.h"

struct node *
items_find(struct node *list, const struct node *value)
{
	for (size_t i = 0; list && i < list->n; i++)
		if (node_equal(list->v[i], value))
			return list->v[i];
	return NULL;
}

/* The payload of an original that has the value; NULL: none has. */
struct node *
items_find_before(struct node *before, const struct node *value)
{
	for (size_t i = 0; before && i < before->n; i++)
		if (node_equal(node_get(before->v[i], "value"), value))
			return before->v[i];
	return NULL;
}

struct node *
item_encode(const struct payload *payload, const char *text, const char *folder, struct strbuf *why)
{
	const struct field *field = payload->each;
	struct node *node = NULL, *item;

	if (field_encode(field, text, folder, &node, why) < 0)
		return NULL;
	if (!(field->flags & FIELD_ARRAY))
		return node;
	item = node_take(node->v[0]);
	node_free(node);
	return item;
}

void
payload_identifier(const struct draft *draft, const struct payload *payload, const char *uuid,
	struct strbuf *out)
{
	const char *own = profile_identifier(draft);

	if (*own)
		strbuf_addf(out, "%s.%s", own, payload->suffix);
	if (*own && uuid)
		strbuf_addf(out, "-%.8s", uuid);
}

/* The payloads of the original that hold items. */
void
items_read_before(struct payload_items *items, size_t which, const struct profile_view *view,
	const char *folder)
{
	const struct payload *payload = draft_form(items->draft)->payloads[which];
	struct node *payloads = profile_payloads(view->top);

	items->before[which] = node_list_new();
	for (size_t i = 0; view->v[which] && i < payloads->n; i++) {
		const char *uuid = node_get_text(payloads->v[i], "PayloadUUID");
		const char *identifier = node_get_text(payloads->v[i], "PayloadIdentifier");
		struct strbuf text = STRBUF_INIT, ignored = STRBUF_INIT;
		struct node *item, *value = NULL;

		if (profile_view_item(payload, payloads->v[i], &text))
			value = item_encode(payload, text.buf, folder, &ignored);
		if (value) {
			item = node_append(items->before[which], node_map_new());
			node_add(item, "value", value);
			node_add(item, "PayloadUUID", node_text_new(uuid ? uuid : ""));
			node_add(item, "PayloadIdentifier",
				node_text_new(identifier ? identifier : ""));
		}
		strbuf_release(&text);
		strbuf_release(&ignored);
	}
}

/* Appends what a reference to a payload that repeats means: of each what the original has, else what is made. */
static void
reference_items(const struct payload_items *items, size_t which, const char *of, bool before,
	struct node *list)
{
	const struct payload *payload = draft_form(items->draft)->payloads[which];
	struct node *was = items->before[which], *list_of = before ? was : items->now[which];

	for (size_t i = 0; list_of && i < list_of->n; i++) {
		struct node *there = before ? was->v[i] : items_find_before(was, list_of->v[i]);
		struct strbuf made = STRBUF_INIT;
		char uuid[UUID_TEXT_SIZE];
		const char *text = there ? node_get_text(there, of) : uuid;

		if (!there)
			draft_item_uuid(items->draft, payload, list_of->v[i], uuid);
		if (!there && strcmp(of, "PayloadUUID") != 0) {
			payload_identifier(items->draft, payload, uuid, &made);
			text = made.buf;
		}
		if (*text)
			node_append(list, node_text_new(text));
		strbuf_release(&made);
	}
}

/* Appends what a reference means: nothing where the profile has no such payload, several of one that repeats. */
static void
reference_resolve(const struct payload_items *items, const struct draft *draft, const char *key,
	const char *of, struct node *list)
{
	const struct form *form = draft_form(draft);
	struct strbuf text = STRBUF_INIT;
	size_t i = 0;

	while (strcmp(form->payloads[i]->key, key) != 0)
		i++;
	if (form->payloads[i]->each) {
		reference_items(items, i, of, draft != items->draft, list);
		return;
	}
	if (!draft_has_payload(draft, form->payloads[i]))
		return;
	if (!strcmp(of, "PayloadUUID"))
		strbuf_addstr(&text, draft_value(draft, form_uuid(form, form->payloads[i])));
	else
		payload_identifier(draft, form->payloads[i], NULL, &text);
	if (text.len)
		node_append(list, node_text_new(text.buf));
	strbuf_release(&text);
}

/* The value for the draft's profile; NULL where all that it refers to is not there. */
struct node *
constant_resolve(
	const struct payload_items *items, const struct draft *draft, const struct node *value)
{
	const char *of, *key = constant_reference(value, &of);
	struct node *resolved;

	if (key) {
		NODE(list) = node_list_new();

		reference_resolve(items, draft, key, of, list);
		return list->n ? node_take(list->v[0]) : NULL;
	}
	if (!value->n)
		return node_copy(value);
	resolved = value->kind == NODE_LIST ? node_list_new() : node_map_new();
	for (size_t i = 0; i < value->n; i++) {
		const char *item = constant_reference(value->v[i], &of);
		struct node *below = NULL;

		if (item && value->kind == NODE_LIST)
			reference_resolve(items, draft, item, of, resolved);
		else
			below = constant_resolve(items, draft, value->v[i]);
		if (below && value->kind == NODE_LIST)
			node_append(resolved, below);
		else if (below)
			node_add(resolved, value->v[i]->key, below);
	}
	if (resolved->n)
		return resolved;
	node_free(resolved);
	return NULL;
}
