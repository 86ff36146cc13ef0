/* Three versions of a draft, compared field by field: base, which both started from; mine, with the answers given here;
 * theirs, the text that is now on disk.
 *
 * What only one side changed is taken from that side. What both changed differently is a conflict that a person
 * decides; until then mine is taken. The result is their text with my answers set in it. So their comments and order
 * stay, and a save changes only what is mine. */
#ifndef FORMAT_DRAFT_MERGE_H
#define FORMAT_DRAFT_MERGE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/comments.h"

#include "format/draft/draft_file.h"

/* What differs between mine and theirs: the answer of a field, the comments on it, or the acceptance of a rule. */
struct merge_row {
	const struct field *field; /* NULL: it is an acceptance */
	const struct rule *rule;   /* NULL: it is a field */
	bool comments;             /* those on the field: where both changed them, all stay */
	bool conflict;             /* both changed it */
	bool take_mine;            /* the caller may change this */
};

struct merge {
	struct draft *base, *mine;
	struct draft_file theirs;
	bool theirs_changed; /* compared with base, in any field or acceptance */
	struct merge_row *rows;
	size_t n, alloc;
};

#define MERGE_INIT                         \
	{                                  \
		.theirs = DRAFT_FILE_INIT, \
	}

/* base and mine are copied. theirs: the text on disk; empty: the draft has no file. path is for messages. Returns -1
 * with a sentence if their text is not a draft. */
int merge_begin(struct merge *merge, const struct draft *base, const struct draft *mine,
	const char *path, const struct strbuf *theirs, struct strbuf *err);
void merge_release(struct merge *merge);
/* Adds the comments that a row of comments leads to. */
void merge_row_comments(
	const struct merge *merge, const struct merge_row *row, struct comments *out);
/* Appends "Key size", "Key size, comments", or "accepted: key-size-weak". */
void merge_row_label(const struct merge_row *row, struct strbuf *out);
size_t merge_conflicts(const struct merge *merge);
/* How many rows would be taken from mine. */
size_t merge_mine(const struct merge *merge);
/* Puts the result into the file, unsaved; its path stays. mine false: the file becomes theirs. Ends the merge. */
void merge_finish(struct merge *merge, struct draft_file *file, bool mine);

#endif
