/* A property list from outside, read strictly into nodes (base/node.h) with the line and column of each. For an entry
 * of a dictionary this is its key. libplist's own reader is not used for XML, because it corrupts data silently (<data>
 * that is not Base64 becomes garbage, <integer>abc</integer> becomes 0) and has no line numbers.
 *
 *   - XML is read with expat. A BOM is dropped. Of the DTD only its name is allowed. Entity declarations, elements
 *     and attributes that a plist does not have, text between elements, and a key without a value are errors. So is
 *     what libplist could not store or write back unchanged. If a dictionary has a key twice, the last value counts,
 *     as for Apple's reader (measured: dotnet/macios-devtools issue 39). The others are dropped, and are in twice.
 *   - Binary lists are read by libplist, whose parser has had crashes and loops. The worker has limits of time and
 *     memory. Nodes of a binary list have no place.
 *   - A CMS wrapper (a signed profile) is removed first (syntax/cms.h); was_signed and signer say so.
 *   - What is not a property list is refused by name, with the command that extracts the profile from it.
 *
 * An error has the rule that it breaks (profile-not-well-formed, data-not-base64, value-type, text-control-character,
 * not-a-profile) and a place, which the sentence does not repeat. */
#ifndef SYNTAX_PLIST_DOC_H
#define SYNTAX_PLIST_DOC_H

#include <stdbool.h>
#include <stdint.h>

#include "base/node.h"
#include "base/place.h"
#include "base/strbuf.h"

#include "syntax/cms.h"
#include "syntax/finding.h"

/* 2001-01-01 in seconds since 1970. libplist counts from there, in 32 bits. */
#define PLIST_DATE_EPOCH INT64_C(978307200)
#define PLIST_DATE_MIN (PLIST_DATE_EPOCH + INT32_MIN)
#define PLIST_DATE_MAX (PLIST_DATE_EPOCH + INT32_MAX)

#define PLIST_DOC_LIMIT (4 * 1024 * 1024) /* bytes of a file */
#define PLIST_DOC_DEPTH 32                /* levels of arrays and dictionaries */
#define PLIST_DOC_NODES 30000
/* In one dictionary, where each key is compared with all others. */
#define PLIST_DOC_KEYS 1000

/* A key that occurs more than once in a dictionary: two of its values in a row. */
struct plist_twice {
	char *key;
	struct place first, again; /* {0, 0}: in a binary list, or not in a file of its own */
	bool equal;                /* the values are equal */
};

#define PLIST_DOC_TWICE 100 /* most that are recorded */

struct plist_doc {
	struct node *root; /* owned */
	size_t bytes;      /* of the file, including a signature */
	bool is_binary;
	bool was_signed;
	bool is_intact; /* for a signed one: the signature matches the content */
	struct strbuf
		signer; /* subject of the signing certificate, one line; not filtered for display */
	/* Filled if certificates to check it were given (profile_read_options.ca). */
	struct cms_judged judged;
	/* Its place in another file (plist_doc_set_place); {0, 0}: it is a file of its own. */
	struct place within;
	struct plist_twice *twice;
	size_t ntwice, alloc_twice;
};

#define PLIST_DOC_INIT                                           \
	{                                                        \
		.signer = STRBUF_INIT, .judged = CMS_JUDGED_INIT \
	}

void plist_doc_release(struct plist_doc *doc);
/* An empty one that is released at the end of its block. */
#define PLIST_DOC(name) \
	__attribute__((cleanup(plist_doc_release))) struct plist_doc name = PLIST_DOC_INIT

/* Reads XML or binary data, signed or not. On failure the problem is filled, *place says where ({0, 0}: unknown), and
 * doc is released. */
int plist_doc_parse(struct plist_doc *doc, const char *data, size_t len, struct finding *problem,
	struct place *place);

/* Whether a file of len bytes is too large to be read. If so, fills the slip. */
bool plist_doc_is_too_large(size_t len, struct finding *slip);

/* Everything except who signed it, for a caller that changes the tree. */
void plist_doc_copy(struct plist_doc *copy, const struct plist_doc *doc);

/* For a list inside another file, such as the profile in a command: gives everything that place. */
void plist_doc_set_place(struct plist_doc *doc, struct place place);

/* Appends the property list of a node, in XML or in the binary format, which plist_doc_parse can read back. The caller
 * makes sure that XML can represent every text (text_xml_check): libplist writes control characters and invalid UTF-8
 * unchanged. Returns -1 if the worker could not be asked or ended. why gets a clause, as from worker_ask. */
int plist_write(const struct node *root, bool binary, struct strbuf *out, struct strbuf *why);

#endif
