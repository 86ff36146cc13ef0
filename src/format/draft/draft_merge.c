/* Merging two versions of a draft. */
#include "format/draft/draft_merge.h"

#include <stdlib.h>

#include "base/xalloc.h"

void
merge_release(struct merge *m)
{
	draft_free(m->base);
	draft_free(m->mine);
	draft_file_release(&m->theirs);
	free(m->rows);
	*m = (struct merge)MERGE_INIT;
}

static void
merge_add(struct merge *m, const struct field *field)
{
	const struct draft *theirs = m->theirs.draft;
	bool mine_changed = !draft_answer_reads_same(m->base, m->mine, field);
	bool theirs_changed = !draft_answer_reads_same(m->base, theirs, field);

	m->theirs_changed |= theirs_changed;
	/* what could not be read is of a file, and cannot be taken into another */
	if (draft_answer_reads_same(m->mine, theirs, field) || draft_unread(m->mine, field))
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
	m->base = draft_new(form);
	m->mine = draft_new(form);
	for (size_t i = 0; i < form->nfields; i++) {
		draft_copy_answer(m->base, base, form->fields[i]);
		draft_copy_answer(m->mine, mine, form->fields[i]);
		merge_add(m, form->fields[i]);
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

/* A default that was answered here, or is no longer: it reads the same, and is mine. */
static bool
merge_is_quiet(const struct merge *m, const struct field *field)
{
	return draft_answer_reads_same(m->mine, m->theirs.draft, field) &&
	       draft_answer_is(m->theirs.draft, m->base, field) &&
	       !draft_answer_is(m->mine, m->base, field);
}

static void
merge_take_mine(struct merge *m)
{
	const struct form *form = draft_form(m->mine);

	for (size_t i = 0; i < form->nfields; i++)
		if (merge_is_quiet(m, form->fields[i]))
			draft_copy_answer(m->theirs.draft, m->mine, form->fields[i]);
	for (size_t i = 0; i < m->n; i++)
		if (m->rows[i].take_mine)
			draft_copy_answer(m->theirs.draft, m->mine, m->rows[i].field);
}

void
merge_finish(struct merge *m, struct draft_file *file, bool mine)
{
	char *path = file->path;
	bool readable = file->readable_by_others;

	if (mine)
		merge_take_mine(m);
	file->path = NULL;
	draft_file_release(file);
	*file = m->theirs;
	file->path = path;
	file->readable_by_others = readable;
	m->theirs = (struct draft_file)DRAFT_FILE_INIT;
	merge_release(m);
}
