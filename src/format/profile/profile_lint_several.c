/* The structure of several payloads: what two of them must not share, and what refers from one to
 * another. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "model/rules.h"

#include "format/profile/profile_walk.h"

static int
walk_text_compare(const void *a, const void *b)
{
	const struct walk_text *x = a, *y = b;
	int order = strcasecmp(x->text, y->text);

	return order ? order : (x->index > y->index) - (x->index < y->index);
}

struct walk_texts
walk_texts_of(const struct walk *walk, const char *key)
{
	const struct node *payloads = walk_payloads(walk);
	struct walk_texts texts = { 0 };

	for (size_t i = 0; payloads && i < payloads->n; i++) {
		const char *text = node_get_text(payloads->v[i], key);

		if (!text || text_is_blank(text))
			continue;
		ARRAY_GROW(texts.v, texts.n, texts.alloc);
		texts.v[texts.n++] = (struct walk_text){ text, i };
	}
	if (texts.n)
		qsort(texts.v, texts.n, sizeof *texts.v, walk_text_compare);
	return texts;
}

const struct walk_text *
walk_texts_find(const struct walk_texts *texts, const char *text)
{
	size_t low = 0, high = texts->n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (strcasecmp(texts->v[middle].text, text) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < texts->n && !strcasecmp(texts->v[low].text, text) ? &texts->v[low] : NULL;
}

/* The profile itself, or the first earlier payload, that has the payload's text already. */
static const struct node *
duplicate_of(const struct node *root, const struct node *payloads, size_t index, const char *key,
	const struct walk_texts *texts)
{
	const char *text = node_get_text(payloads->v[index], key);
	const char *top = node_get_text(root, key);
	const struct walk_text *first;

	if (!text || !*text)
		return NULL;
	if (top && !strcasecmp(top, text))
		return root;
	first = walk_texts_find(texts, text);
	return first && first->index < index ? payloads->v[first->index] : NULL;
}

static void
duplicates_tell(struct walk *walk, const char *rule, const char *key)
{
	const struct node *root = walk->doc->root, *payloads = walk_payloads(walk);
	struct walk_texts texts = walk_texts_of(walk, key);

	for (size_t i = 0; payloads && i < payloads->n; i++) {
		const struct node *other = duplicate_of(root, payloads, i, key, &texts);
		STRBUF(name);

		if (!other)
			continue;
		if (other == root)
			strbuf_addstr(&name, "the profile itself");
		else
			walk_payload_name(other, &name);
		walk_tell(walk, rule, node_get(payloads->v[i], key), NULL,
			"the %s \"%.*s\" is that of %s already; each must be unique", key,
			EXCERPT(node_get_text(payloads->v[i], key)), name.buf);
	}
	free(texts.v);
}

void
walk_duplicates(struct walk *walk)
{
	duplicates_tell(walk, "identifier-duplicate", "PayloadIdentifier");
	duplicates_tell(walk, "uuid-form", "PayloadUUID");
}

/* The keys of Wi-Fi, VPN, Ethernet, MDM and mail payloads that hold a payload's UUID, or an array of them:
 * PayloadCertificateUUID, IdentityCertificateUUID, PayloadCertificateAnchorUUID, TLSTrustedCertificates ... */
static bool
reference_is_key(const char *key)
{
	static const char *const ends[] = { "CertificateUUID", "CertificateAnchorUUID",
		"TLSTrustedCertificates" };
	size_t len = strlen(key);

	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		if (len >= strlen(ends[i]) && !strcmp(key + len - strlen(ends[i]), ends[i]))
			return true;
	return false;
}

static void
reference_check(
	struct walk *walk, const struct walk_texts *uuids, const char *key, struct node *node)
{
	const char *uuid = node_text(node);

	if (uuid && *uuid && !walk_texts_find(uuids, uuid))
		walk_tell(walk, "reference-dangling", node, NULL,
			"%.*s refers to the payload %.*s, which is not in the profile",
			EXCERPT(key), EXCERPT(uuid));
	if (node_is(node, NODE_LIST))
		for (size_t i = 0; i < node->n; i++)
			reference_check(walk, uuids, key, node->v[i]);
}

/* plist_doc has counted the depth. */
static void
references_below(struct walk *walk, const struct walk_texts *uuids, struct node *node)
{
	for (size_t i = 0; i < node->n; i++)
		if (node->v[i]->key && reference_is_key(node->v[i]->key))
			reference_check(walk, uuids, node->v[i]->key, node->v[i]);
		else
			references_below(walk, uuids, node->v[i]);
}

void
walk_references(struct walk *walk)
{
	struct walk_texts uuids = walk_texts_of(walk, "PayloadUUID");

	references_below(walk, &uuids, walk->doc->root);
	free(uuids.v);
}
