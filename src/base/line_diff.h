/* Which lines differ between two texts: the fewest, unless the texts are large and differ much; then all between the
 * first and the last that differ. */
#ifndef BASE_LINE_DIFF_H
#define BASE_LINE_DIFF_H

#include <stddef.h>

#include "base/strbuf.h"

/* The lines of a text, which must exist until the release. A line includes its line end. */
struct lines {
	const char **v; /* where each begins, and where the last one ends */
	size_t n, alloc;
};

/* Lines of the first text, from a on, in whose place the second one has others, from b on. One of the two may be none. */
struct hunk {
	size_t a, na, b, nb;
};

struct line_diff {
	struct lines a, b;
	struct hunk *hunks; /* in order; between two of them is at least one common line */
	size_t n, alloc;
};

void line_diff_find(struct line_diff *diff, const struct strbuf *a, const struct strbuf *b);
void line_diff_release(struct line_diff *diff);
/* One that is released at the end of its block. */
#define LINE_DIFF(name) \
	__attribute__((cleanup(line_diff_release))) struct line_diff name = { .hunks = NULL }

/* Appends count lines from this one on, each with this before it; a line end is added to a last line that has none. */
void lines_add(const struct lines *lines, size_t from, size_t count, const char *before,
	struct strbuf *out);
/* Appends the differences as diff -u shows them, without its first two lines, which name the files. */
void line_diff_unified(const struct line_diff *diff, struct strbuf *out);
/* Appends the common lines, and each difference between git's conflict markers (syntax/conflict.h), with the names of
 * the two texts. */
void line_diff_mark(
	const struct line_diff *diff, const char *ours, const char *theirs, struct strbuf *out);

#endif
