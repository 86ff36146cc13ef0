/* Texts of a profile that are no field's: what a payload says of itself, keys of other systems. They may be
 * secrets, so none is shown. */
#include <string.h>

#include "base/strvec.h"
#include "base/xalloc.h"

#include "syntax/entity.h"

#include "model/rules.h"

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
node_is_of_field(const struct profile_view *view, const struct node *node)
{
	for (size_t i = 0; i < view->form->nfields; i++)
		if (view->nodes[i] == node)
			return true;
	return false;
}

/* Rule text-entity. */
static void
text_tell(struct text_walk *text, struct node *node)
{
	struct entity entity;
	size_t pos = 0;

	if (*text->told < FINDINGS_SAME_MAX && entity_next(node_text(node), &pos, &entity)) {
		++*text->told;
		walk_tell(&text->walk, "text-entity", node, NULL,
			"%.*s of %s holds an XML entity as text, such as &amp; for &, so a tool "
			"escaped it twice. Write the character itself",
			EXCERPT(text->key), text->where);
	}
}

/* As deep as the reader lets a list be. */
static void
text_walk_node(struct text_walk *text, struct node *node)
{
	struct text_walk below = *text;

	if (node_is_of_field(text->view, node))
		return;
	below.key = node->key ? node->key : text->key;
	if (node_is(node, NODE_TEXT))
		text_tell(&below, node);
	for (size_t i = 0; i < node->n; i++)
		text_walk_node(&below, node->v[i]);
}

/* Other payloads are not looked into: what stands there is not this program's. */
static bool
payload_is_of_form(const struct form *form, const struct node *payload)
{
	const char *type = node_get_text(payload, "PayloadType");

	for (size_t i = 0; type && i < form->npayloads; i++)
		if (!strcmp(form->payloads[i]->type, type))
			return true;
	return false;
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
	struct node *root = doc->root, *payloads = walk_payloads(&text.walk);

	if (!node_is(root, NODE_MAP))
		return;
	for (size_t i = 0; i < root->n; i++)
		if (strcmp(root->v[i]->key, "PayloadContent") != 0)
			text_walk_node(&text, root->v[i]);
	for (size_t i = 0; payloads && i < payloads->n; i++) {
		STRBUF(name);

		if (!payload_is_of_form(view->form, payloads->v[i]))
			continue;
		walk_payload_name(payloads->v[i], &name);
		text.where = name.buf;
		text_walk_node(&text, payloads->v[i]);
	}
}
