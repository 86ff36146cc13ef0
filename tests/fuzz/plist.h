/* What the fuzz targets of property lists share. */
#ifndef TESTS_FUZZ_PLIST_H
#define TESTS_FUZZ_PLIST_H

#include "syntax/plist_doc.h"

#include "fuzz.h"

/* libplist reads those, in the worker. */
static inline bool
fuzz_is_binary(const uint8_t *data, size_t size)
{
	return size >= 6 && !memcmp(data, "bplist", 6);
}

/* What was written reads as an equal list. */
static inline void
must_read_as(const struct strbuf *written, struct node *root)
{
	struct plist_doc again = PLIST_DOC_INIT;
	struct finding slip = FINDING_INIT;
	struct place place;

	must(plist_doc_parse(&again, written->buf, written->len, &slip, &place) == 0);
	must(node_equal(root, again.root));
	plist_doc_release(&again);
}

static inline void
must_be_writable(const struct plist_doc *doc)
{
	struct strbuf xml = STRBUF_INIT;

	must(plist_write(doc->root, false, &xml, NULL) == 0);
	must_read_as(&xml, doc->root);
	strbuf_release(&xml);
}

#endif
