/* The profile that a draft was imported from, as the draft keeps it under "foreign": the property list as it was,
 * with the form's own secrets taken out. An export starts from it and replaces what was answered otherwise since,
 * so nothing is lost that nobody touched. */
#ifndef FORMAT_ORIGINAL_H
#define FORMAT_ORIGINAL_H

#include <stdbool.h>

#include "base/strbuf.h"

#include "syntax/plist_doc.h"

#include "model/form.h"

struct original {
	struct strbuf text; /* XML, as the draft's file has it; original_set makes it another */
	/* The file has one and it cannot be read (rule draft-structure): nothing is exported, for the other
	 * payloads would be lost. */
	bool unread;
	/* Where its first character stands in the file; column 0: it is no literal block, and its lines are not
	 * the file's; line 0: it is in no file. */
	struct place at;
	/* Which items of its PayloadContent are the form's: by the index of form.payloads, from 1, 0 for none.
	 * NULL where the file does not say. The key foreign_payloads. */
	int *payloads;

	/* What original_read keeps. */
	bool is_read;
	struct plist_doc doc; /* no root: the text is no property list */
	struct strbuf why;
};

struct original *original_new(void);
/* NULL is allowed. */
void original_free(struct original *original);
void original_set(struct original *original, const struct strbuf *text);
/* numbers may be its own. */
void original_set_payloads(struct original *original, const struct form *form, const int *numbers);
/* Whether both have the same text and payloads; NULL is the same as NULL alone. */
bool original_same(const struct original *a, const struct original *b, const struct form *form);

/* The property list, read when it is first asked for and kept as long as the original has this text. Nobody
 * changes it; who must takes a copy (plist_doc_copy). NULL where the text is none: why gets a clause. */
struct plist_doc *original_read(struct original *original, struct strbuf *why);

#endif
