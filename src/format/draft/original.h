/* The profile that a draft was imported from, stored in the draft under "foreign": the original property list without
 * the form's own secrets. An export starts from it and replaces what has been answered differently since, so everything
 * else is preserved. */
#ifndef FORMAT_ORIGINAL_H
#define FORMAT_ORIGINAL_H

#include <stdbool.h>

#include "base/strbuf.h"

#include "syntax/plist_doc.h"

#include "model/form.h"

struct original {
	struct strbuf text; /* XML, as in the draft's file; changed by original_set */
	/* The file has one that cannot be read (rule draft-structure). Nothing is exported then, because the other
	 * payloads would be lost. */
	bool unread;
	/* Where its first character is in the file. Column 0: it is not a literal block, so its lines are not the
	 * file's. Line 0: not in a file. */
	struct place at;
	/* Which items of its PayloadContent are the form's: by the index of form.payloads, from 1; 0 for none. NULL if
	 * the file does not say. The key foreign_payloads. */
	int *payloads;

	/* Cached by original_read. */
	bool is_read;
	struct plist_doc doc; /* without root: the text is not a property list */
	struct strbuf why;
};

struct original *original_new(void);
/* NULL is allowed. */
void original_free(struct original *original);
void original_set(struct original *original, const struct strbuf *text);
/* numbers may be its own. */
void original_set_payloads(struct original *original, const struct form *form, const int *numbers);
/* Whether both have the same text and payloads. NULL only equals NULL. */
bool original_same(const struct original *a, const struct original *b, const struct form *form);

/* The property list, read when it is first needed, and cached as long as the text stays the same. It must not be
 * changed; code that has to takes a copy (plist_doc_copy). NULL if the text is not a property list: why gets a
 * clause. */
struct plist_doc *original_read(struct original *original, struct strbuf *why);

#endif
