/* A property list that came from outside, read strictly, into nodes (base/node.h) with the line and column of
 * each: of an entry of a dictionary those of its key. The reader that libplist has is not used for XML, because
 * it corrupts silently (<data> that is no Base64 becomes garbage, <integer>abc</integer> becomes 0) and knows no
 * lines.
 *
 *   - XML is read with expat: its encodings, a BOM dropped, the DTD's name alone allowed; entity
 *     declarations, elements and attributes that a plist does not have, text between elements, a key
 *     without a value: errors. So is what libplist could not hold or write again unchanged. Of a key
 *     twice in one dictionary the last value counts, as for Apple's reader (measured: dotnet/macios-devtools
 *     issue 39); the others are gone, and told in twice.
 *   - Binary goes through libplist, whose parser has had crashes and loops: the worker has limits of time and memory.
 *     Nodes of a binary list have no place.
 *   - A CMS wrapper (a signed profile) is taken off first (syntax/cms.h) and told in was_signed, signer.
 *   - What is no property list is refused by name, with the command that gets the profile out of it.
 *
 * An error has the rule that it breaks (profile-not-well-formed, data-not-base64, value-type,
 * text-control-character, not-a-profile) and a place; the sentence does not repeat the place. */
#ifndef SYNTAX_PLIST_DOC_H
#define SYNTAX_PLIST_DOC_H

#include <stdbool.h>
#include <stdint.h>

#include "base/node.h"
#include "base/place.h"
#include "base/strbuf.h"

#include "syntax/finding.h"

/* 2001-01-01, from which libplist counts seconds in 32 bits, in seconds since 1970. */
#define PLIST_DATE_EPOCH INT64_C(978307200)
#define PLIST_DATE_MIN (PLIST_DATE_EPOCH + INT32_MIN)
#define PLIST_DATE_MAX (PLIST_DATE_EPOCH + INT32_MAX)

#define PLIST_DOC_LIMIT (4 * 1024 * 1024) /* bytes of a file */
#define PLIST_DOC_DEPTH 32                /* of nested arrays and dictionaries */
#define PLIST_DOC_NODES 30000
/* Of one dictionary, in which each key is compared with all others. */
#define PLIST_DOC_KEYS 1000

/* A key that stands in one dictionary more than once: two of its values, one behind the other. */
struct plist_twice {
	char *key;
	struct place first, again; /* {0, 0}: in a binary list, or in no file of its own */
	bool equal;                /* the values are */
};

#define PLIST_DOC_TWICE 100 /* so many are told */

struct plist_doc {
	struct node *root; /* owned */
	size_t bytes;      /* of the file that it was read from, a signature included */
	bool is_binary;
	bool was_signed;
	bool is_intact;       /* where it was signed: the signature fits the content */
	struct strbuf signer; /* subject of the signing certificate, one line; not filtered */
	/* In another file (plist_doc_set_place); {0, 0}: it is a file of its own. */
	struct place within;
	struct plist_twice *twice;
	size_t ntwice, alloc_twice;
};

#define PLIST_DOC_INIT                \
	{                             \
		.signer = STRBUF_INIT \
	}

void plist_doc_release(struct plist_doc *doc);
/* An empty one that is released where its block ends. */
#define PLIST_DOC(name) \
	__attribute__((cleanup(plist_doc_release))) struct plist_doc name = PLIST_DOC_INIT

/* Reads what data is: XML, binary, or either of them signed. On failure the problem is filled, *place
 * is where ({0, 0}: nowhere), and doc is released. */
int plist_doc_parse(struct plist_doc *doc, const char *data, size_t len, struct finding *problem,
	struct place *place);

/* Whether a file of len bytes is more than is read: then the slip is filled. */
bool plist_doc_is_too_large(size_t len, struct finding *slip);

/* All of it but who signed it, for one who changes the tree. */
void plist_doc_copy(struct plist_doc *copy, const struct plist_doc *doc);

/* For a list that is in no file of its own, as the profile in a command: all of it is at that place within the
 * other one. */
void plist_doc_set_place(struct plist_doc *doc, struct place place);

/* Appends the property list of a node, in XML or in the binary format: the way back from plist_doc_parse. Every text
 * is one that XML can carry, which the caller has seen to (text_xml_check): libplist writes control characters and
 * broken UTF-8 as they are. Returns -1 where the worker could not be asked, or ended: why gets a clause, as
 * from worker_ask. */
int plist_write(const struct node *root, bool binary, struct strbuf *out, struct strbuf *why);

#endif
