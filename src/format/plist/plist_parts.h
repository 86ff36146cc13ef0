/* What the readers of property lists share: a private part of format/plist_doc. */
#ifndef FORMAT_PLIST_PARTS_H
#define FORMAT_PLIST_PARTS_H

#include "format/plist/plist_doc.h"

/* What a page of a web server says that came instead of the profile. */
#define PLIST_HTML "this is an HTML page, not a profile; the server may have sent its login page"

/* Reads XML into doc->root and doc->places. On failure the problem and the place are filled, and what
 * was read so far stays in doc, for its release. */
int plist_xml_read(struct plist_doc *doc, const char *data, size_t len, struct problem *problem,
	struct place *place);

/* Appends the XML of a binary property list. Reads it in a child process, for libplist's parser has
 * crashed and looped on damaged files; problem tells what came of that. */
int plist_binary_to_xml(const char *data, size_t len, struct strbuf *xml, struct problem *problem);

/* The node of an element that holds no others: element is its name, "integer". NULL with a problem,
 * whose offset is the byte of text at which it shows. */
plist_t plist_scalar_make(
	const char *element, const char *text, size_t len, struct problem *problem);

/* A text of the file for a message, through the display filter, cut where it is long. The caller
 * releases it. */
struct strbuf plist_shown(const char *text, size_t len);

/* Where nodes begin, for plist_doc_place. */
void plist_places_put(struct plist_places *places, plist_t node, struct place place);

#endif
