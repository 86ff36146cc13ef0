/* Reading a draft's YAML: draft_read.c reads the fields, draft_keys.c the keys of every draft that are not fields. Only
 * for these two. */
#ifndef FORMAT_DRAFT_READER_H
#define FORMAT_DRAFT_READER_H

#include "format/draft/draft_parts.h"

struct draft_reader {
	struct draft_file *file;
	const struct form *form;
	const char *name; /* of the file, for messages */
	const char *data; /* not ended by NUL */
	size_t len;
	struct strbuf *err;
};

/* The draft cannot be read at all; returns -1. */
#define draft_fail(r, node, ...) yaml_source_error((r)->err, (r)->name, (node)->place, __VA_ARGS__)

/* Adds a note with rule draft-structure: this part is not read, but the rest of the file is. */
struct finding *note_slip(struct draft_reader *r, const struct field *field, struct place place,
	const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* The same for a key that its map already has. instead is a sentence that says what to do. */
void note_repeated(struct draft_reader *r, const struct node *node, const char *instead);
/* Not an error: the key may be from a later version, and stays when the draft is saved. */
void note_unknown_key(struct draft_reader *r, const struct node *node, const char *group);

/* Reads one of the keys of draft_key_is_reserved. Returns -1 if the draft cannot be read. */
int reserved_key_read(struct draft_reader *r, const struct node *node);

#endif
