/* Property lists that were read. Reading and writing them are the worker's. */
#include "syntax/plist_doc.h"

#include <stdlib.h>

#include "base/xalloc.h"

void
plist_doc_release(struct plist_doc *doc)
{
	node_free(doc->root);
	strbuf_release(&doc->signer);
	cms_judged_release(&doc->judged);
	for (size_t i = 0; i < doc->ntwice; i++)
		wipe_free(doc->twice[i].key);
	free(doc->twice);
	*doc = (struct plist_doc)PLIST_DOC_INIT;
}

void
plist_doc_copy(struct plist_doc *copy, const struct plist_doc *doc)
{
	*copy = (struct plist_doc)PLIST_DOC_INIT;
	copy->root = node_copy(doc->root);
	copy->bytes = doc->bytes;
	copy->is_binary = doc->is_binary;
	copy->within = doc->within;
	for (size_t i = 0; i < doc->ntwice; i++) {
		ARRAY_GROW(copy->twice, copy->ntwice, copy->alloc_twice);
		copy->twice[copy->ntwice] = doc->twice[i];
		copy->twice[copy->ntwice++].key = xstrdup(doc->twice[i].key);
	}
}

void
plist_doc_set_place(struct plist_doc *doc, struct place place)
{
	doc->within = place;
	node_set_places(doc->root, place);
	for (size_t i = 0; i < doc->ntwice; i++) {
		doc->twice[i].first = (struct place){ 0, 0 };
		doc->twice[i].again = place;
	}
}

bool
plist_doc_is_too_large(size_t len, struct finding *slip)
{
	if (len > PLIST_DOC_LIMIT)
		finding_set(slip, "not-a-profile", 0,
			"the file has %zu bytes. A profile has at most %d", len, PLIST_DOC_LIMIT);
	return len > PLIST_DOC_LIMIT;
}
