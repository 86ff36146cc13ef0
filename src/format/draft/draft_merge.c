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

/* A row for what differs (none where same), by which side changed it. */
static void
merge_add(struct merge *m, struct merge_row row, bool mine_changed, bool theirs_changed, bool same)
{
	m->theirs_changed |= theirs_changed;
	if (same)
		return;
	row.conflict = mine_changed && theirs_changed;
	row.take_mine = mine_changed;
	ARRAY_GROW(m->rows, m->n, m->alloc);
	m->rows[m->n++] = row;
}

static void
merge_add_field(struct merge *m, const struct field *field)
{
	const struct draft *theirs = m->theirs.draft;

	/* what could not be read is of a file, and cannot be taken into another */
	merge_add(m, (struct merge_row){ .field = field },
		!draft_answer_reads_same(m->base, m->mine, field),
		!draft_answer_reads_same(m->base, theirs, field),
		draft_answer_reads_same(m->mine, theirs, field) || draft_unread(m->mine, field));
}

static void
merge_add_rule(struct merge *m, const struct rule *rule)
{
	const struct acceptance *base = draft_acceptance(m->base, rule->id);
	const struct acceptance *mine = draft_acceptance(m->mine, rule->id);
	const struct acceptance *theirs = draft_acceptance(m->theirs.draft, rule->id);

	merge_add(m, (struct merge_row){ .rule = rule }, !acceptance_same(base, mine),
		!acceptance_same(base, theirs), acceptance_same(mine, theirs));
}

void
merge_row_label(const struct merge_row *row, struct strbuf *out)
{
	if (row->field)
		strbuf_addstr(out, row->field->label);
	else
		strbuf_addf(out, "accepted: %s", row->rule->id);
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
		merge_add_field(m, form->fields[i]);
	}
	draft_copy_acceptances(m->base, base);
	draft_copy_acceptances(m->mine, mine);
	for (size_t i = 0; i < rules_count(); i++)
		merge_add_rule(m, rule_at(i));
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
merge_take_row(struct merge *m, const struct merge_row *row)
{
	const struct acceptance *a = row->rule ? draft_acceptance(m->mine, row->rule->id) : NULL;

	if (row->field)
		draft_copy_answer(m->theirs.draft, m->mine, row->field);
	else if (a)
		draft_accept(m->theirs.draft, a);
	else
		draft_unaccept(m->theirs.draft, row->rule->id);
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
			merge_take_row(m, &m->rows[i]);
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
