/* What the readers of property lists share: a private part of worker/plist_read. */
#ifndef WORKER_PLIST_PARTS_H
#define WORKER_PLIST_PARTS_H

#include "syntax/plist_doc.h"

/* Reads XML into doc->root and doc->twice. On failure the problem and the place are filled, and what
 * was read so far stays in doc, for its release. */
int plist_xml_read(struct plist_doc *doc, const char *data, size_t len, struct finding *problem,
	struct place *place);

/* The node of an element that holds no others: element is its name, "integer". NULL with a problem,
 * whose offset is the byte of text at which it shows. */
struct node *plist_scalar_make(
	const char *element, const char *text, size_t len, struct finding *problem);

/* Appends a text of the file for a message, through the display filter, cut where it is long. */
void plist_show(const char *text, size_t len, struct strbuf *out);

#endif
