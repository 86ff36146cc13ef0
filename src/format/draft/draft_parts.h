/* Parts of draft_file.c: reading, writing a new file, changing an existing one. Only for these files. */
#ifndef FORMAT_DRAFT_PARTS_H
#define FORMAT_DRAFT_PARTS_H

#include <stdbool.h>

#include "base/strbuf.h"

#include "model/comments.h"
#include "model/draft.h"

#include "format/draft/draft_file.h"
#include "format/form/answer.h"
#include "format/yaml/yaml.h"

extern const struct yaml_limits draft_limits;

/* draft_read.c: reads a file's content into file->draft, original and notes. A slip in a value becomes a note (rule
 * draft-structure). */
int draft_read(struct draft_file *file, const char *name, const char *data, size_t len,
	struct strbuf *err);

/* draft_accepted.c: reads what is below DRAFT_ACCEPTED. Slips become notes of the file. */
void draft_accepted_read(struct draft_file *file, const struct node *node);
/* The node of an acceptance for a draft. The caller frees it. */
struct node *draft_accepted_node(const struct acceptance *a);

/* draft_comments.c: adds what an entry below DRAFT_NOTES says. -1 with a sentence without its full stop, and the place,
 * where not all of it can be read. draft gets the places of the comments; NULL: no draft does. */
int draft_comments_read(struct draft *draft, const struct field *field, const struct node *node,
	struct comments *list, struct place *place, struct strbuf *why);
/* How many open comments an entry seems to have that is of no field, or cannot be read. */
size_t draft_comments_lost(const struct node *node);
/* The comments of a draft's text as a draft's node; NULL for none. Those that are in old, the entry before, are copied
 * as they are written there; NULL: there was none. The caller frees it. */
struct node *draft_comments_node(
	const struct field *field, const char *note, const struct node *old);

/* draft_write.c: the text of a draft that is in no file yet. */
void draft_write(const struct draft_file *file, struct strbuf *out);

/* draft_patch.c: changes text, the draft's source, where answers have changed. name is for messages. */
int draft_patch(
	const struct draft_file *file, const char *name, struct strbuf *text, struct strbuf *err);

#endif
