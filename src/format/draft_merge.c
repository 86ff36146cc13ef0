/* Merging two versions of a draft. */
#include "format/draft_merge.h"

#include <stdlib.h>

#include "base/xalloc.h"

void
merge_release(struct merge *m)
{
	draft_free(m->mine);
	draft_file_release(&m->theirs);
	free(m->rows);
	*m = (struct merge)MERGE_INIT;
}

static void
merge_add(struct merge *m, const struct draft *base, const struct field *field)
{
	const struct draft *theirs = m->theirs.draft;
	bool mine_changed = !draft_answer_reads_same(base, m->mine, field);
	bool theirs_changed = !draft_answer_reads_same(base, theirs, field);

	m->theirs_changed |= theirs_changed;
	if (draft_answer_reads_same(m->mine, theirs, field))
		return;
	ARRAY_GROW(m->rows, m->n, m->alloc);
	m->rows[m->n++] = (struct merge_row){
		.field = field,
		.conflict = mine_changed && theirs_changed,
		.take_mine = mine_changed,
	};
}

int
merge_begin(struct merge *m, const struct draft *base, const struct draft *mine, const char *path,
	const struct strbuf *theirs, struct strbuf *err)
{
	const struct form *form = draft_form(mine);

	merge_release(m);
	if (!theirs->len)
		m->theirs.draft = draft_new(form);
	else if (draft_file_parse(&m->theirs, form, path, theirs->buf, theirs->len, err) < 0)
		return -1;
	m->mine = draft_new(form);
	for (size_t i = 0; i < form->nfields; i++) {
		draft_copy_answer(m->mine, mine, form->fields[i]);
		merge_add(m, base, form->fields[i]);
	}
	return 0;
}

size_t
merge_conflicts(const struct merge *m)
{
	size_t n = 0;

	for (size_t i = 0; i < m->n; i++)
		n += m->rows[i].conflict;
	return n;
}

size_t
merge_mine(const struct merge *m)
{
	size_t n = 0;

	for (size_t i = 0; i < m->n; i++)
		n += m->rows[i].take_mine;
	return n;
}

void
merge_finish(struct merge *m, struct draft_file *file, bool mine)
{
	char *path = file->path;
	bool readable = file->readable_by_others;

	for (size_t i = 0; i < m->n; i++)
		if (mine && m->rows[i].take_mine)
			draft_copy_answer(m->theirs.draft, m->mine, m->rows[i].field);
	file->path = NULL;
	draft_file_release(file);
	*file = m->theirs;
	file->path = path;
	file->readable_by_others = readable;
	m->theirs = (struct draft_file)DRAFT_FILE_INIT;
	merge_release(m);
}
