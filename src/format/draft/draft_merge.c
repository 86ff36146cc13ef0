/* Merging two versions of a draft. */
#include "format/draft/draft_merge.h"

#include <stdlib.h>
#include <string.h>

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
	row.conflict = mine_changed && theirs_changed && !row.comments;
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
merge_add_comments(struct merge *m, const struct field *field)
{
	const char *base = draft_note(m->base, field), *mine = draft_note(m->mine, field);
	const char *theirs = draft_note(m->theirs.draft, field);

	merge_add(m, (struct merge_row){ .field = field, .comments = true },
		strcmp(base, mine) != 0, strcmp(base, theirs) != 0, !strcmp(mine, theirs));
}

void
merge_row_comments(const struct merge *m, const struct merge_row *row, struct comments *out)
{
	const char *base = draft_note(m->base, row->field), *mine = draft_note(m->mine, row->field);
	COMMENTS(before);
	COMMENTS(ours);
	COMMENTS(theirs);

	comments_read(&before, base);
	comments_read(&ours, mine);
	comments_read(&theirs, draft_note(m->theirs.draft, row->field));
	if (!row->take_mine)
		comments_read(out, draft_note(m->theirs.draft, row->field));
	else if (!strcmp(base, mine))
		comments_read(out, mine);
	else
		comments_merge(&before, &ours, &theirs, out);
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
		strbuf_addf(out, "%s%s", row->field->label, row->comments ? ", comments" : "");
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
		merge_add_comments(m, form->fields[i]);
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

/* The comments on it are theirs. */
static void
merge_take_answer(struct merge *m, const struct field *field)
{
	STRBUF(note);

	strbuf_set(&note, draft_note(m->theirs.draft, field));
	draft_copy_answer(m->theirs.draft, m->mine, field);
	draft_set_note(m->theirs.draft, field, note.buf);
}

static void
merge_take_row(struct merge *m, const struct merge_row *row)
{
	const struct acceptance *a = row->rule ? draft_acceptance(m->mine, row->rule->id) : NULL;
	COMMENTS(comments);

	if (row->comments) {
		merge_row_comments(m, row, &comments);
		comments_put(m->theirs.draft, row->field, &comments);
	} else if (row->field)
		merge_take_answer(m, row->field);
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
			merge_take_answer(m, form->fields[i]);
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
