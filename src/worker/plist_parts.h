/* Shared by the readers of property lists. Private to worker/plist_read. */
#ifndef WORKER_PLIST_PARTS_H
#define WORKER_PLIST_PARTS_H

#include "syntax/plist_doc.h"

/* Reads XML into doc->root and doc->twice. On failure the problem and the place are set. What was read so far stays in
 * doc, which must be released. */
int plist_xml_read(struct plist_doc *doc, const char *data, size_t len, struct finding *problem,
	struct place *place);

/* The node of an element that cannot have others inside. element is its name, such as "integer". NULL with a problem,
 * whose offset is the byte in text. */
struct node *plist_scalar_make(
	const char *element, const char *text, size_t len, struct finding *problem);

/* Appends a text from the file for a message, through the display filter, shortened if it is long. */
void plist_show(const char *text, size_t len, struct strbuf *out);

#endif
