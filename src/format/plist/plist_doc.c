/* What data is, before it is read as a property list; where its nodes are. */
#include "format/plist/plist_doc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#include "syntax/cms.h"

#include "format/plist/plist_node.h"
#include "format/plist/plist_other.h"
#include "format/plist/plist_parts.h"

/* A hash of node pointers with open addressing; alloc is a power of two, and a third of it stays free. */
struct plist_places {
	struct node_place {
		plist_t node;
		struct place place;
	} * v;
	size_t n, alloc;
};

static size_t
places_slot(const struct plist_places *places, plist_t node)
{
	size_t mask = places->alloc - 1;
	size_t slot = (size_t)(((uint64_t)(uintptr_t)node * 0x9e3779b97f4a7c15u) >> 32) & mask;

	while (places->v[slot].node && places->v[slot].node != node)
		slot = (slot + 1) & mask;
	return slot;
}

static void
places_grow(struct plist_places *places)
{
	struct plist_places bigger = { .n = places->n, .alloc = 2 * places->alloc };

	bigger.v = xcalloc(bigger.alloc, sizeof *bigger.v);
	for (size_t i = 0; i < places->alloc; i++)
		if (places->v[i].node)
			bigger.v[places_slot(&bigger, places->v[i].node)] = places->v[i];
	free(places->v);
	*places = bigger;
}

static struct plist_places *
plist_places_new(void)
{
	struct plist_places *places = xcalloc(1, sizeof *places);

	places->alloc = 64;
	places->v = xcalloc(places->alloc, sizeof *places->v);
	return places;
}

static void
plist_places_free(struct plist_places *places)
{
	if (places)
		free(places->v);
	free(places);
}

void
plist_places_put(struct plist_places *places, plist_t node, struct place place)
{
	size_t slot;

	if (3 * places->n >= 2 * places->alloc)
		places_grow(places);
	slot = places_slot(places, node);
	places->n += !places->v[slot].node;
	places->v[slot] = (struct node_place){ node, place };
}

struct place
plist_doc_place(const struct plist_doc *doc, plist_t node)
{
	const struct plist_places *places = doc->places;

	if (doc->within.line)
		return doc->within;
	if (!places || !node)
		return (struct place){ 0, 0 };
	return places->v[places_slot(places, node)].place;
}

void
plist_doc_set_place(struct plist_doc *doc, plist_t node, struct place place)
{
	if (doc->places)
		plist_places_put(doc->places, node, place);
}

void
plist_doc_release(struct plist_doc *doc)
{
	pnode_free(doc->root);
	strbuf_release(&doc->signer);
	plist_places_free(doc->places);
	plist_twice_release(doc);
	*doc = (struct plist_doc)PLIST_DOC_INIT;
}

static int
parse_xml(struct plist_doc *doc, const char *data, size_t len, struct finding *problem,
	struct place *place)
{
	size_t mark = len >= 3 && !memcmp(data, "\xef\xbb\xbf", 3) ? 3 : 0;

	doc->places = plist_places_new();
	return plist_xml_read(doc, data + mark, len - mark, problem, place);
}

/* The XML in between is nobody's file, so its lines are no places. */
static int
parse_binary(struct plist_doc *doc, const char *data, size_t len, struct finding *problem)
{
	struct strbuf xml = STRBUF_INIT;
	struct place nowhere;
	int result;

	doc->is_binary = true;
	result = plist_binary_to_xml(data, len, &xml, problem);
	if (result == 0)
		result = parse_xml(doc, xml.buf, xml.len, problem, &nowhere);
	plist_places_free(doc->places);
	doc->places = NULL;
	for (size_t i = 0; i < doc->ntwice; i++)
		doc->twice[i].first = doc->twice[i].again = (struct place){ 0, 0 };
	strbuf_release(&xml);
	return result;
}

static int
parse_plain(struct plist_doc *doc, const char *data, size_t len, struct finding *problem,
	struct place *place)
{
	struct strbuf copy = STRBUF_INIT;
	int result;

	if (len >= 8 && !memcmp(data, "bplist00", 8))
		return parse_binary(doc, data, len, problem);
	strbuf_add(&copy, data, len);
	result = plist_other_refuse(copy.buf, copy.len, problem, place);
	strbuf_release(&copy);
	return result < 0 ? -1 : parse_xml(doc, data, len, problem, place);
}

static int
parse_signed(struct plist_doc *doc, const char *data, size_t len, struct finding *problem,
	struct place *place)
{
	struct cms_opened opened = CMS_OPENED_INIT;
	struct strbuf err = STRBUF_INIT;
	int result;

	doc->was_signed = true;
	if (cms_unwrap(data, len, &opened, &err) < 0) {
		result = finding_set(problem, "profile-not-well-formed", 0, "%s", err.buf);
	} else {
		doc->is_intact = opened.intact;
		strbuf_add(&doc->signer, opened.signer.buf, opened.signer.len);
		result = parse_plain(doc, opened.content.buf, opened.content.len, problem, place);
	}
	cms_opened_release(&opened);
	strbuf_release(&err);
	return result;
}

int
plist_doc_parse(struct plist_doc *doc, const char *data, size_t len, struct finding *problem,
	struct place *place)
{
	int result;

	*place = (struct place){ 0, 0 };
	if (len > PLIST_DOC_LIMIT)
		result = finding_set(problem, "not-a-profile", 0,
			"the file has %zu bytes; a profile has at most %d", len, PLIST_DOC_LIMIT);
	else if (cms_is_signed(data, len))
		result = parse_signed(doc, data, len, problem, place);
	else
		result = parse_plain(doc, data, len, problem, place);
	if (result < 0)
		plist_doc_release(doc);
	else
		doc->bytes = len;
	return result;
}

/* libplist 2.2 and 2.3 name their own functions for it differently; both are free. */
static void
write_take(char *text, uint32_t len, struct strbuf *out)
{
	if (!text)
		out_of_memory();
	strbuf_add(out, text, len);
	wipe(text, len);
	free(text);
}

void
plist_doc_write(plist_t root, struct strbuf *out)
{
	char *text = NULL;
	uint32_t len = 0;

	plist_to_xml(root, &text, &len);
	write_take(text, len, out);
}

void
plist_doc_write_binary(plist_t root, struct strbuf *out)
{
	char *bytes = NULL;
	uint32_t len = 0;

	plist_to_bin(root, &bytes, &len);
	write_take(bytes, len, out);
}
