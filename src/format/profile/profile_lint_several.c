/* The structure of several payloads: what two of them must not share, and what refers from one to
 * another. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "model/rules.h"

#include "format/plist/plist_node.h"
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
	struct walk_texts texts = { 0 };
	plist_t payload;

	for (uint32_t i = 0; (payload = walk_payload(walk, i)); i++) {
		const char *text = walk_string(payload, key);

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
static plist_t
duplicate_of(
	const struct walk *walk, uint32_t index, const char *key, const struct walk_texts *texts)
{
	const char *text = walk_string(walk_payload(walk, index), key);
	const char *top = walk_string(walk->doc->root, key);
	const struct walk_text *first;

	if (!text || !*text)
		return NULL;
	if (top && !strcasecmp(top, text))
		return walk->doc->root;
	first = walk_texts_find(texts, text);
	return first && first->index < index ? walk_payload(walk, first->index) : NULL;
}

static void
duplicate_tell(struct walk *walk, uint32_t index, const char *rule, const char *key,
	const struct walk_texts *texts)
{
	plist_t payload = walk_payload(walk, index);
	plist_t other = duplicate_of(walk, index, key, texts);
	struct strbuf name = STRBUF_INIT;

	if (!other)
		return;
	if (other == walk->doc->root)
		strbuf_addstr(&name, "the profile itself");
	else
		walk_payload_name(other, &name);
	walk_tell(walk, rule, plist_dict_get_item(payload, key), NULL,
		"the %s \"%.*s\" is that of %s already; each must be unique", key,
		EXCERPT(walk_string(payload, key)), name.buf);
	strbuf_release(&name);
}

void
walk_duplicates(struct walk *walk)
{
	struct walk_texts identifiers = walk_texts_of(walk, "PayloadIdentifier");
	struct walk_texts uuids = walk_texts_of(walk, "PayloadUUID");
	plist_t payload;

	for (uint32_t i = 0; (payload = walk_payload(walk, i)); i++) {
		if (plist_get_node_type(payload) != PLIST_DICT)
			continue;
		duplicate_tell(walk, i, "identifier-duplicate", "PayloadIdentifier", &identifiers);
		duplicate_tell(walk, i, "uuid-form", "PayloadUUID", &uuids);
	}
	free(identifiers.v);
	free(uuids.v);
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
reference_check(struct walk *walk, const struct walk_texts *uuids, const char *key, plist_t node)
{
	const char *uuid = node_string(node);

	if (uuid && *uuid && !walk_texts_find(uuids, uuid))
		walk_tell(walk, "reference-dangling", node, NULL,
			"%.*s refers to the payload %.*s, which is not in the profile",
			EXCERPT(key), EXCERPT(uuid));
	if (plist_get_node_type(node) == PLIST_ARRAY)
		for (uint32_t i = 0; i < plist_array_get_size(node); i++)
			reference_check(walk, uuids, key, plist_array_get_item(node, i));
}

static void references_below(struct walk *walk, const struct walk_texts *uuids, plist_t node);

static void
references_of_dict(struct walk *walk, const struct walk_texts *uuids, plist_t dict)
{
	struct strvec keys = STRVEC_INIT;

	walk_keys(dict, &keys);
	for (size_t i = 0; i < keys.n; i++) {
		plist_t node = plist_dict_get_item(dict, keys.v[i]);

		if (reference_is_key(keys.v[i]))
			reference_check(walk, uuids, keys.v[i], node);
		else
			references_below(walk, uuids, node);
	}
	strvec_release(&keys);
}

/* plist_doc has counted the depth. */
static void
references_below(struct walk *walk, const struct walk_texts *uuids, plist_t node)
{
	if (plist_get_node_type(node) == PLIST_DICT)
		references_of_dict(walk, uuids, node);
	else if (plist_get_node_type(node) == PLIST_ARRAY)
		for (uint32_t i = 0; i < plist_array_get_size(node); i++)
			references_below(walk, uuids, plist_array_get_item(node, i));
}

void
walk_references(struct walk *walk)
{
	struct walk_texts uuids = walk_texts_of(walk, "PayloadUUID");

	references_below(walk, &uuids, walk->doc->root);
	free(uuids.v);
}
