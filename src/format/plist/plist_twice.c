/* Keys that stand in one dictionary more than once: the last value counts, and that there were others is
 * told. Values may be secrets, so only whether they are equal is kept of them. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#include "format/plist/plist_node.h"
#include "format/plist/plist_parts.h"

void
plist_again_open(struct plist_again *again, const char *key, plist_t before, struct place first,
	struct place here)
{
	*again = (struct plist_again){
		.key = xstrdup(key),
		.before = pnode_copy(before),
		.first = first,
		.again = here,
	};
}

void
plist_again_close(struct plist_again *again, struct plist_doc *doc)
{
	if (again->key && doc->ntwice < PLIST_DOC_TWICE) {
		ARRAY_GROW(doc->twice, doc->ntwice, doc->alloc_twice);
		doc->twice[doc->ntwice++] = (struct plist_twice){
			.key = xstrdup(again->key),
			.first = again->first,
			.again = again->again,
			.equal = plist_equal(again->before, again->value),
		};
	}
	plist_again_release(again);
}

void
plist_again_release(struct plist_again *again)
{
	pnode_free(again->before);
	wipe_free(again->key);
	*again = (struct plist_again){ 0 };
}

void
plist_twice_release(struct plist_doc *doc)
{
	for (size_t i = 0; i < doc->ntwice; i++)
		wipe_free(doc->twice[i].key);
	free(doc->twice);
}
