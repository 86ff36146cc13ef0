/* The rooms of draft_file.c: reading, writing whole, patching. For these files alone. */
#ifndef FORMAT_DRAFT_PARTS_H
#define FORMAT_DRAFT_PARTS_H

#include <stdbool.h>

#include "base/strbuf.h"

#include "model/draft.h"

#include "format/draft/draft_file.h"
#include "format/form/answer.h"
#include "format/yaml/yaml.h"

extern const struct yaml_limits draft_limits;

/* draft_read.c: takes the answers of a file's content into file->draft, original and notes. A slip in a value
 * is a note (rule draft-structure). */
int draft_read(struct draft_file *file, const char *name, const char *data, size_t len,
	struct strbuf *err);

/* draft_accepted.c: takes in what stands below DRAFT_ACCEPTED; slips become notes of the file. */
void draft_accepted_read(struct draft_file *file, const struct node *node);
/* An acceptance as it stands in a draft; the caller frees. */
struct node *draft_accepted_node(const struct acceptance *a);

/* draft_write.c: the text of a draft that is in no file yet. */
void draft_write(const struct draft_file *file, struct strbuf *out);

/* draft_patch.c: changes in text, which holds the draft's source, what was answered since. name is for
 * messages. */
int draft_patch(
	const struct draft_file *file, const char *name, struct strbuf *text, struct strbuf *err);

#endif
