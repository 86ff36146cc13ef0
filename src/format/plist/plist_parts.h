/* What the readers of property lists share: a private part of format/plist_doc. */
#ifndef FORMAT_PLIST_PARTS_H
#define FORMAT_PLIST_PARTS_H

#include "format/plist/plist_doc.h"

/* Reads XML into doc->root and doc->places. On failure the problem and the place are filled, and what
 * was read so far stays in doc, for its release. */
int plist_xml_read(struct plist_doc *doc, const char *data, size_t len, struct finding *problem,
	struct place *place);

/* Appends the XML of a binary property list. Reads it in a child process, for libplist's parser has
 * crashed and looped on damaged files; problem tells what came of that. */
int plist_binary_to_xml(const char *data, size_t len, struct strbuf *xml, struct finding *problem);

/* The node of an element that holds no others: element is its name, "integer". NULL with a problem,
 * whose offset is the byte of text at which it shows. */
plist_t plist_scalar_make(
	const char *element, const char *text, size_t len, struct finding *problem);

/* A text of the file for a message, through the display filter, cut where it is long. The caller
 * releases it. */
struct strbuf plist_shown(const char *text, size_t len);

/* plist_twice.c: a key that its dictionary has already, while its new value is read. The value before it
 * is kept as a copy, for the tree has the new one by then. */
struct plist_again {
	char *key; /* NULL: none is being read */
	plist_t before, value;
	struct place first, again;
};

void plist_again_open(struct plist_again *again, const char *key, plist_t before,
	struct place first, struct place here);
/* Once the value is whole: told in doc->twice. Does nothing where none is open. */
void plist_again_close(struct plist_again *again, struct plist_doc *doc);
void plist_again_release(struct plist_again *again);
void plist_twice_release(struct plist_doc *doc);

/* Where nodes begin, for plist_doc_place. */
void plist_places_put(struct plist_places *places, plist_t node, struct place place);

#endif
