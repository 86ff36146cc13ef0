/* Texts of a profile that are no field's: what a payload says of itself, keys of other systems. They may be
 * secrets, so none is shown. */
#include <string.h>

#include "base/strvec.h"
#include "base/xalloc.h"

#include "syntax/entity.h"

#include "model/rules.h"

#include "format/plist/plist_node.h"
#include "format/profile/profile_parts.h"
#include "format/profile/profile_walk.h"

/* A dictionary's value at work, or what is in it. */
struct text_walk {
	struct walk walk;
	const struct profile_view *view;
	const char *where; /* "the payload \"SCEP\"", for sentences */
	const char *key;   /* whose value it is in */
	size_t *told;      /* findings so far: a list may have thousands of texts */
};

/* A field's value has a finding of the field, which offers what to do. */
static bool
node_is_of_field(const struct profile_view *view, plist_t node)
{
	for (size_t i = 0; i < view->form->nfields; i++)
		if (view->nodes[i] == node)
			return true;
	return false;
}

/* Rule text-entity. */
static void
text_tell(struct text_walk *text, plist_t node)
{
	struct entity entity;
	size_t pos = 0;

	if (*text->told < FINDINGS_SAME_MAX && entity_next(node_string(node), &pos, &entity)) {
		++*text->told;
		walk_tell(&text->walk, "text-entity", node, NULL,
			"%.*s of %s holds an XML entity as text, such as &amp; for &, so a tool "
			"escaped it twice. Write the character itself",
			EXCERPT(text->key), text->where);
	}
}

static void text_walk_node(struct text_walk *text, plist_t node);

static void
text_walk_item(const char *key, plist_t value, void *data)
{
	struct text_walk below = *(struct text_walk *)data;

	below.key = key;
	text_walk_node(&below, value);
}

/* As deep as the reader lets a list be. */
static void
text_walk_node(struct text_walk *text, plist_t node)
{
	if (node_is_of_field(text->view, node))
		return;
	switch (plist_get_node_type(node)) {
	case PLIST_STRING:
		text_tell(text, node);
		break;
	case PLIST_ARRAY:
		for (uint32_t i = 0; i < plist_array_get_size(node); i++)
			text_walk_node(text, plist_array_get_item(node, i));
		break;
	case PLIST_DICT:
		node_each(node, text_walk_item, text);
		break;
	default:
		break;
	}
}

/* Other payloads are not looked into: what stands there is not this program's. */
static bool
payload_is_of_form(const struct form *form, plist_t payload)
{
	const char *type =
		pnode_is(payload, PLIST_DICT) ? walk_string(payload, "PayloadType") : NULL;

	for (size_t i = 0; type && i < form->npayloads; i++)
		if (!strcmp(form->payloads[i]->type, type))
			return true;
	return false;
}

static void
text_walk_top(const char *key, plist_t value, void *data)
{
	if (strcmp(key, "PayloadContent") != 0)
		text_walk_item(key, value, data);
}

void
profile_lint_texts(struct plist_doc *doc, const struct profile_view *view, struct findings *found)
{
	static const struct profile_lint_env env = { .draft = NULL };
	size_t told = 0;
	struct text_walk text = {
		.told = &told,
		.walk = { .doc = doc, .env = &env, .found = found },
		.view = view,
		.where = "the profile",
	};
	plist_t payload;

	if (!pnode_is(doc->root, PLIST_DICT))
		return;
	node_each(doc->root, text_walk_top, &text);
	for (uint32_t i = 0; (payload = walk_payload(&text.walk, i)); i++) {
		struct strbuf name = STRBUF_INIT;

		if (!payload_is_of_form(view->form, payload))
			continue;
		walk_payload_name(payload, &name);
		text.where = name.buf;
		node_each(payload, text_walk_item, &text);
		strbuf_release(&name);
	}
}
