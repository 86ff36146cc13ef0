/* Payloads that a profile has for each item of a list, and constants that refer to payloads. */
#include <string.h>

#include "base/text.h"

#include "syntax/uuid.h"

#include "model/field_type.h"

#include "format/profile/profile_build.h"

struct node *
items_find(const struct node *list, const struct node *value)
{
	for (size_t i = 0; list && i < list->n; i++)
		if (node_equal(list->v[i], value))
			return list->v[i];
	return NULL;
}

struct node *
items_find_was(const struct node *was, const struct node *value)
{
	for (size_t i = 0; was && i < was->n; i++)
		if (node_equal(node_get(was->v[i], "value"), value))
			return was->v[i];
	return NULL;
}

/* The value of an item; NULL with a sentence. The caller owns it. */
static struct node *
item_encode(const struct build *build, const struct payload *payload, const char *text,
	struct strbuf *why)
{
	struct node *node = NULL, *item;

	if (field_encode(payload->each, text, build->export->desk->env.folder, &node, why) < 0)
		return NULL;
	if (!(payload->each->flags & FIELD_ARRAY))
		return node;
	item = node_take(node->v[0]);
	node_free(node);
	return item;
}

/* Adds the value of an item to the list, unless it is there or is left out. */
static int
build_item(struct build *build, const struct payload *payload, const char *text, struct node *list)
{
	const char *label = payload->each->label;
	STRBUF(why);
	NODE(node) = NULL;

	if (text_is_blank(text))
		return 0;
	node = item_encode(build, payload, text, &why);
	if (!node || node_check(node, label, &why) < 0)
		return build_lacks(build, label, &why);
	if (!items_find(list, node)) {
		node_append(list, node);
		node = NULL;
	}
	return 0;
}

int
build_items(struct build *build)
{
	const struct form *form = draft_form(build->draft);

	for (size_t i = 0; i < form->npayloads; i++) {
		const struct payload *payload = form->payloads[i];
		struct node *list;
		STRVEC(items);

		if (!payload->each)
			continue;
		list = node_add(build->items, payload->key, node_list_new());
		if (draft_applies(build->draft, payload->each, NULL) &&
			draft_has_payload(build->draft, payload))
			strvec_split(&items, draft_value(build->draft, payload->each), '\n');
		for (size_t k = 0; k < items.n; k++)
			if (build_item(build, payload, items.v[k], list) < 0)
				return -1;
	}
	return 0;
}

struct node *
payload_item(const struct build *build, const struct payload *payload, const struct node *dict)
{
	STRBUF(text);
	STRBUF(ignored);

	if (!profile_view_item(payload, dict, &text))
		return NULL;
	return item_encode(build, payload, text.buf, &ignored);
}

void
build_items_before(struct build *build)
{
	const struct form *form = draft_form(build->draft);
	const struct node *payloads = profile_payloads(build->view.top);

	for (size_t which = 0; which < form->npayloads; which++) {
		const struct payload *payload = form->payloads[which];
		struct node *was;

		if (!payload->each)
			continue;
		was = node_add(build->was, payload->key, node_list_new());
		for (size_t i = 0; build->view.v[which] && i < payloads->n; i++) {
			const struct node *dict = payloads->v[i];
			const char *uuid = node_get_text(dict, "PayloadUUID");
			const char *identifier = node_get_text(dict, "PayloadIdentifier");
			struct node *item, *value = payload_item(build, payload, dict);

			if (!value)
				continue;
			item = node_append(was, node_map_new());
			node_add(item, "value", value);
			node_add(item, "PayloadUUID", node_text_new(uuid ? uuid : ""));
			node_add(item, "PayloadIdentifier",
				node_text_new(identifier ? identifier : ""));
		}
	}
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

/* Appends a reference, which may be to nothing. */
static void
reference_add(struct node *list, const char *text)
{
	if (*text)
		node_append(list, node_text_new(text));
}

/* Appends what a reference to a payload that repeats means: of each what the original has, else what is made. */
static void
reference_items(const struct build *build, bool before, const struct payload *payload,
	const char *of, struct node *list)
{
	const struct node *was = node_get(build->was, payload->key);
	const struct node *values = before ? was : node_get(build->items, payload->key);

	for (size_t i = 0; values && i < values->n; i++) {
		const struct node *value = values->v[i];
		const struct node *there = before ? value : items_find_was(was, value);
		char uuid[UUID_TEXT_SIZE];
		STRBUF(identifier);

		if (there) {
			reference_add(list, node_get_text(there, of));
			continue;
		}
		draft_item_uuid(build->draft, payload, value, uuid);
		payload_identifier(build->draft, payload, uuid, &identifier);
		reference_add(list, !strcmp(of, "PayloadUUID") ? uuid : identifier.buf);
	}
}

/* Appends what a reference means: nothing where the profile has no such payload, several of one that repeats. */
static void
reference_resolve(
	const struct build *build, bool before, const char *key, const char *of, struct node *list)
{
	const struct draft *draft = before ? build->before : build->draft;
	const struct form *form = draft_form(draft);
	const struct payload *payload = form_payload(form, key);
	STRBUF(identifier);

	if (payload->each) {
		reference_items(build, before, payload, of, list);
	} else if (draft_has_payload(draft, payload)) {
		payload_identifier(draft, payload, NULL, &identifier);
		reference_add(list, strcmp(of, "PayloadUUID") != 0
					    ? identifier.buf
					    : draft_value(draft, form_uuid(form, payload)));
	}
}

struct node *
constant_resolve(const struct build *build, bool before, const struct node *value)
{
	const char *of, *key = constant_reference(value, &of);
	bool list = value->kind == NODE_LIST;
	struct node *resolved;

	if (key) {
		NODE(one) = node_list_new();

		reference_resolve(build, before, key, of, one);
		return one->n ? node_take(one->v[0]) : NULL;
	}
	if (!value->n)
		return node_copy(value);
	resolved = list ? node_list_new() : node_map_new();
	for (size_t i = 0; i < value->n; i++) {
		const char *item = constant_reference(value->v[i], &of);
		struct node *below = NULL;

		if (item && list)
			reference_resolve(build, before, item, of, resolved);
		else
			below = constant_resolve(build, before, value->v[i]);
		if (below && list)
			node_append(resolved, below);
		else if (below)
			node_add(resolved, value->v[i]->key, below);
	}
	if (resolved->n)
		return resolved;
	node_free(resolved);
	return NULL;
}

void
dict_refer(struct build *build, struct node *dict, const struct constant *constant)
{
	NODE(was) = constant_resolve(build, true, constant->value);
	NODE(now) = constant_resolve(build, false, constant->value);
	struct node *there = node_at(dict, constant->path);

	if (node_equal(was, now))
		return;
	if (constant->value->kind != NODE_LIST || (there && !node_is(there, NODE_LIST))) {
		if (now)
			node_put(dict, constant->path, node_copy(now));
		else
			node_remove(dict, constant->path);
		return;
	}
	for (size_t i = 0; was && i < was->n; i++)
		if (!items_find(now, was->v[i]))
			node_free(items_find(there, was->v[i]));
	for (size_t i = 0; now && i < now->n; i++) {
		if (!there)
			there = node_put(dict, constant->path, node_list_new());
		if (!items_find(was, now->v[i]) && !items_find(there, now->v[i]))
			node_append(there, node_copy(now->v[i]));
	}
	if (there && !there->n)
		node_remove(dict, constant->path);
}
