/* Reading a draft's YAML, in two rooms: draft_read.c reads the fields, draft_keys.c the keys of every draft
 * that are no fields. For these alone. */
#ifndef FORMAT_DRAFT_READER_H
#define FORMAT_DRAFT_READER_H

#include "format/draft/draft_parts.h"

struct draft_reader {
	struct draft_file *file;
	const struct form *form;
	const char *name; /* of the file, for messages */
	const char *data;
	struct strbuf *err;
};

/* The draft cannot be read at all; returns -1. */
#define draft_fail(r, node, ...) yaml_source_error((r)->err, (r)->name, (node)->place, __VA_ARGS__)

/* Rule draft-structure, one of the draft's notes: what stands there is not read, and the rest of the file is. */
struct finding *note_slip(struct draft_reader *r, const struct field *field, struct place place,
	const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* The same of a key that its map has already; instead is a sentence that says what to do. */
void note_repeated(struct draft_reader *r, const struct node *node, const char *instead);
/* No error: the key may be of a later version, and is kept when the draft is saved. */
void note_unknown_key(struct draft_reader *r, const struct node *node, const char *group);

/* One of the keys that draft_key_is_reserved names. -1 where the draft cannot be read. */
int reserved_key_read(struct draft_reader *r, const struct node *node);

#endif
