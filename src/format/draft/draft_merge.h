/* Three versions of a draft, field by field: base, which both began with; mine, with what was answered
 * here; theirs, a text that stands on disk meanwhile.
 *
 * What only one side changed is taken from that side. What both changed, each in its own way, is a
 * conflict, for people to decide; until then mine is taken. The result is their text with my answers set
 * in it, so that their comments and order stay and a save changes only what is mine. */
#ifndef FORMAT_DRAFT_MERGE_H
#define FORMAT_DRAFT_MERGE_H

#include <stdbool.h>
#include <stddef.h>

#include "format/draft/draft_file.h"

/* What differs between mine and theirs: a field, by its answer or its note, or the acceptance of a rule. */
struct merge_row {
	const struct field *field; /* NULL: it is an acceptance */
	const struct rule *rule;   /* NULL: it is a field */
	bool conflict;             /* both changed it */
	bool take_mine;            /* for the caller to change */
};

struct merge {
	struct draft *base, *mine;
	struct draft_file theirs;
	bool theirs_changed; /* against base, in any field or acceptance */
	struct merge_row *rows;
	size_t n, alloc;
};

#define MERGE_INIT                         \
	{                                  \
		.theirs = DRAFT_FILE_INIT, \
	}

/* base and mine are copied. theirs: the text on disk; empty: the draft is in no file. path is for
 * messages. -1 with a sentence where their text is no draft. */
int merge_begin(struct merge *merge, const struct draft *base, const struct draft *mine,
	const char *path, const struct strbuf *theirs, struct strbuf *err);
void merge_release(struct merge *merge);
/* Appends "Key size", or "accepted: key-size-weak". */
void merge_row_label(const struct merge_row *row, struct strbuf *out);
size_t merge_conflicts(const struct merge *merge);
/* How many rows would be taken from mine. */
size_t merge_mine(const struct merge *merge);
/* The file becomes the result, not saved; its path stays. mine false: it becomes theirs. Ends the merge. */
void merge_finish(struct merge *merge, struct draft_file *file, bool mine);

#endif
