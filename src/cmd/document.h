/* A document for people who do not use a terminal: a title, headings, sentences, lists and tables. It is filled once and
 * written as Markdown or as HTML.
 *
 * A text is never markup. Each one passes the display filter, and then what would be markup is escaped, so that a URL
 * does not become a link either. A line end in a text is a line break. */
#ifndef CMD_DOCUMENT_H
#define CMD_DOCUMENT_H

#include "base/strbuf.h"
#include "base/strvec.h"

enum block_kind {
	BLOCK_TITLE, /* once, the first */
	BLOCK_HEADING,
	BLOCK_TEXT,
	BLOCK_LIST,  /* an item; items in a row are one list */
	BLOCK_TABLE, /* by document_table */
};

struct document {
	struct block {
		enum block_kind kind;
		size_t columns;      /* of a table */
		struct strvec texts; /* of a table row by row, the titles first */
	} * v;
	size_t n, alloc;
};

void document_release(struct document *document);
/* One that is released at the end of its block. */
#define DOCUMENT(name) \
	__attribute__((cleanup(document_release))) struct document name = { .v = NULL }

void document_add(struct document *document, enum block_kind kind, const char *text);
/* Begins a table with these titles; the list ends with NULL. */
void document_table(struct document *document, const char *const *titles);
/* The next cell of the table that was begun last. The first of each row names what the row is about. */
void document_cell(struct document *document, const char *text);

/* GitHub's Markdown. */
void document_markdown(const struct document *document, struct strbuf *out);
/* One file, without scripts and without anything from elsewhere, which is also well-formed XML. */
void document_html(const struct document *document, struct strbuf *out);

#endif
