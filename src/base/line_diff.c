/* Differences between texts, line by line. */
#include "base/line_diff.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

/* Most pairs of lines that are compared. */
#define PAIRS_MAX ((size_t)4 * 1024 * 1024)
/* Common lines around a difference. */
#define CONTEXT 3

static void
lines_read(struct lines *lines, const struct strbuf *text)
{
	const char *at = text->buf, *end = text->buf + text->len;

	while (at < end) {
		const char *line_end = memchr(at, '\n', (size_t)(end - at));

		ARRAY_GROW(lines->v, lines->n, lines->alloc);
		lines->v[lines->n++] = at;
		at = line_end ? line_end + 1 : end;
	}
	ARRAY_GROW(lines->v, lines->n, lines->alloc);
	lines->v[lines->n] = end;
}

static size_t
line_length(const struct lines *lines, size_t i)
{
	return (size_t)(lines->v[i + 1] - lines->v[i]);
}

static bool
line_same(const struct line_diff *diff, size_t a, size_t b)
{
	const size_t len = line_length(&diff->a, a);

	return len == line_length(&diff->b, b) && !memcmp(diff->a.v[a], diff->b.v[b], len);
}

static void
hunk_add(struct line_diff *diff, size_t a, size_t na, size_t b, size_t nb)
{
	struct hunk *last = diff->n ? &diff->hunks[diff->n - 1] : NULL;

	if (!na && !nb)
		return;
	if (last && last->a + last->na == a && last->b + last->nb == b) {
		last->na += na;
		last->nb += nb;
		return;
	}
	ARRAY_GROW(diff->hunks, diff->n, diff->alloc);
	diff->hunks[diff->n++] = (struct hunk){ a, na, b, nb };
}

/* The lines from start on, na and nb of them: the longest common subsequence. most[i][j] is its length from i and j
 * on. */
static void
hunks_find(struct line_diff *diff, size_t start, size_t na, size_t nb)
{
	const size_t width = nb + 1;
	uint32_t *most = xcalloc((na + 1) * width, sizeof *most);
	size_t i, j;

	for (i = na; i-- > 0;)
		for (j = nb; j-- > 0;) {
			const uint32_t below = most[(i + 1) * width + j];
			const uint32_t beside = most[i * width + j + 1];

			most[i * width + j] = line_same(diff, start + i, start + j)
						      ? most[(i + 1) * width + j + 1] + 1
					      : below > beside ? below
							       : beside;
		}
	for (i = j = 0; i < na || j < nb;) {
		if (i < na && j < nb && line_same(diff, start + i, start + j)) {
			i++;
			j++;
		} else if (i < na &&
			   (j == nb || most[(i + 1) * width + j] >= most[i * width + j + 1])) {
			hunk_add(diff, start + i++, 1, start + j, 0);
		} else {
			hunk_add(diff, start + i, 0, start + j++, 1);
		}
	}
	free(most);
}

void
line_diff_find(struct line_diff *diff, const struct strbuf *a, const struct strbuf *b)
{
	size_t start = 0, na, nb;

	lines_read(&diff->a, a);
	lines_read(&diff->b, b);
	na = diff->a.n;
	nb = diff->b.n;
	while (start < na && start < nb && line_same(diff, start, start))
		start++;
	while (na > start && nb > start && line_same(diff, na - 1, nb - 1)) {
		na--;
		nb--;
	}
	if ((na - start + 1) <= PAIRS_MAX / (nb - start + 1))
		hunks_find(diff, start, na - start, nb - start);
	else
		hunk_add(diff, start, na - start, start, nb - start);
}

void
line_diff_release(struct line_diff *diff)
{
	free(diff->a.v);
	free(diff->b.v);
	free(diff->hunks);
	*diff = (struct line_diff){ .hunks = NULL };
}

void
lines_add(const struct lines *lines, size_t from, size_t count, const char *before,
	struct strbuf *out)
{
	for (size_t i = from; i < from + count; i++) {
		strbuf_addstr(out, before);
		strbuf_add(out, lines->v[i], line_length(lines, i));
		if (out->buf[out->len - 1] != '\n')
			strbuf_addch(out, '\n');
	}
}

/* How many hunks from this one on are so near that they are shown as one. */
static size_t
hunks_together(const struct line_diff *diff, size_t first)
{
	size_t n = 1;

	while (first + n < diff->n &&
		diff->hunks[first + n].a <=
			diff->hunks[first + n - 1].a + diff->hunks[first + n - 1].na + 2 * CONTEXT)
		n++;
	return n;
}

/* "12,7": the first line and how many; of none, the line before. */
static void
unified_range(size_t from, size_t n, char sign, struct strbuf *out)
{
	strbuf_addf(out, "%c%zu", sign, n ? from + 1 : from);
	if (n != 1)
		strbuf_addf(out, ",%zu", n);
}

static void
unified_part(const struct line_diff *diff, const struct hunk *first, const struct hunk *last,
	struct strbuf *out)
{
	const size_t before = first->a < CONTEXT ? first->a : CONTEXT;
	const size_t rest = diff->a.n - last->a - last->na;
	const size_t behind = rest < CONTEXT ? rest : CONTEXT;
	size_t at = first->a - before;

	strbuf_addstr(out, "@@ ");
	unified_range(at, last->a + last->na + behind - at, '-', out);
	strbuf_addch(out, ' ');
	unified_range(
		first->b - before, last->b + last->nb + behind - (first->b - before), '+', out);
	strbuf_addstr(out, " @@\n");
	for (const struct hunk *hunk = first; hunk <= last; hunk++) {
		lines_add(&diff->a, at, hunk->a - at, " ", out);
		lines_add(&diff->a, hunk->a, hunk->na, "-", out);
		lines_add(&diff->b, hunk->b, hunk->nb, "+", out);
		at = hunk->a + hunk->na;
	}
	lines_add(&diff->a, at, behind, " ", out);
}

void
line_diff_unified(const struct line_diff *diff, struct strbuf *out)
{
	for (size_t i = 0, n; i < diff->n; i += n) {
		n = hunks_together(diff, i);
		unified_part(diff, &diff->hunks[i], &diff->hunks[i + n - 1], out);
	}
}

void
line_diff_mark(
	const struct line_diff *diff, const char *ours, const char *theirs, struct strbuf *out)
{
	size_t at = 0;

	for (size_t i = 0; i < diff->n; i++) {
		const struct hunk *hunk = &diff->hunks[i];

		lines_add(&diff->a, at, hunk->a - at, "", out);
		strbuf_addf(out, "<<<<<<< %s\n", ours);
		lines_add(&diff->a, hunk->a, hunk->na, "", out);
		strbuf_addstr(out, "=======\n");
		lines_add(&diff->b, hunk->b, hunk->nb, "", out);
		strbuf_addf(out, ">>>>>>> %s\n", theirs);
		at = hunk->a + hunk->na;
	}
	lines_add(&diff->a, at, diff->a.n - at, "", out);
}
