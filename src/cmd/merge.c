/* scepwiz merge: two versions of a draft made one, field by field, as a merge driver of git does it. */
#include <string.h>

#include "base/fileio.h"
#include "base/line_diff.h"
#include "base/report.h"
#include "base/text.h"

#include "format/draft/draft_merge.h"

#include "cmd/commands.h"
#include "cmd/operand.h"

enum version { BASE, MINE, THEIRS, VERSIONS };

struct merging {
	const char *name; /* for messages */
	struct strbuf text[VERSIONS];
	struct draft_file file[VERSIONS];
	struct strvec conflicts; /* labels of what both changed */
};

static void
merging_release(struct merging *m)
{
	for (int i = 0; i < VERSIONS; i++) {
		strbuf_release(&m->text[i]);
		draft_file_release(&m->file[i]);
	}
	strvec_release(&m->conflicts);
}

/* A value that cannot be read cannot be put into another text. */
static int
merging_check(const struct merging *m, const struct draft *draft, struct strbuf *why)
{
	const struct form *form = draft_form(draft);

	if (form != draft_form(m->file[MINE].draft))
		return error_add(why, "the versions have different forms");
	for (size_t i = 0; i < form->nfields; i++)
		if (draft_unread(draft, form->fields[i]))
			return error_add(why, "%s cannot be read", form->fields[i]->label);
	return 0;
}

/* git gives an empty file as the base of a draft that both have added. */
static int
merging_read(struct merging *m, struct forms *forms, struct strbuf *why)
{
	for (int i = VERSIONS; i-- > 0;) {
		const struct strbuf *text = &m->text[i];
		const struct form *form = forms_of_draft(forms, text->buf, text->len, why);

		if (!form)
			return -1;
		if (i == BASE && !text->len)
			m->file[i].draft = draft_new(draft_form(m->file[MINE].draft));
		else if (draft_file_parse(&m->file[i], form, m->name, text->buf, text->len, why) <
			 0)
			return -1;
	}
	for (int i = 0; i < VERSIONS; i++)
		if (merging_check(m, m->file[i].draft, why) < 0)
			return -1;
	return 0;
}

/* Appends the text of one version with what changed from the base to the other one. mine: whose value a field gets that
 * both changed. */
static int
merging_write(const struct merging *m, enum version onto, enum version from, bool mine,
	struct strvec *conflicts, struct strbuf *out, struct strbuf *why)
{
	struct merge merge = MERGE_INIT;
	DRAFT_FILE(file);

	if (merge_begin(&merge, m->file[BASE].draft, m->file[from].draft, m->name, &m->text[onto],
		    why) < 0)
		return -1;
	for (size_t i = 0; i < merge.n; i++) {
		struct merge_row *row = &merge.rows[i];
		STRBUF(label);

		if (!row->conflict)
			continue;
		row->take_mine = mine == (from == MINE);
		merge_row_label(row, &label);
		if (conflicts)
			strvec_push(conflicts, label.buf);
	}
	merge_finish(&merge, &file, true);
	return draft_file_format(&file, out, why);
}

/* Whether a version is the base with other values: then nothing is lost if they are put into another text. */
static bool
merging_has_only_values(const struct merging *m, enum version version)
{
	STRBUF(text);
	STRBUF(why);

	return m->text[BASE].len && merging_write(m, BASE, version, true, NULL, &text, &why) == 0 &&
	       strbuf_same(&text, &m->text[version]);
}

/* The result with my values, and with theirs, of fields that both changed. Both are written onto the version that has
 * more than other values: comments, another order. If both have, such lines differ, too. */
static int
merging_results(struct merging *m, struct strbuf *mine, struct strbuf *theirs, struct strbuf *why)
{
	const bool onto_mine = merging_has_only_values(m, THEIRS);
	const bool onto_theirs = !onto_mine && merging_has_only_values(m, MINE);
	const enum version first = onto_theirs ? THEIRS : MINE;
	const enum version second = onto_mine ? MINE : THEIRS;

	if (merging_write(m, first, first == MINE ? THEIRS : MINE, true, &m->conflicts, mine, why) <
		0)
		return -1;
	return merging_write(m, second, second == MINE ? THEIRS : MINE, false, NULL, theirs, why);
}

/* What cannot be merged field by field differs line by line. */
static size_t
merging_do(struct merging *m, struct forms *forms, struct strbuf *out)
{
	LINE_DIFF(diff);
	STRBUF(mine);
	STRBUF(theirs);
	STRBUF(why);

	if (merging_read(m, forms, &why) < 0 || merging_results(m, &mine, &theirs, &why) < 0) {
		report_warning("%s is not merged field by field: %s", m->name, why.buf);
		line_diff_find(&diff, &m->text[MINE], &m->text[THEIRS]);
	} else {
		line_diff_find(&diff, &mine, &theirs);
	}
	line_diff_mark(&diff, "mine", "theirs", out);
	return diff.n;
}

static int
merging_tell(const struct merging *m, size_t n)
{
	STRBUF(labels);

	if (!n)
		return STATUS_DONE;
	strvec_join(&m->conflicts, ", ", &labels);
	report_error("%s has %zu %s%s%s. Keep one side of each, and remove the lines with "
		     "<<<<<<<, ======= and >>>>>>>",
		m->name, n, plural(n, "conflict", "conflicts"), labels.len ? ": " : "", labels.buf);
	return STATUS_FINDINGS;
}

static int
merge_run(const struct invocation *invocation)
{
	const struct strvec *operands = &invocation->operands;
	__attribute__((cleanup(merging_release))) struct merging m = {
		.name = operands->v[operands->n > VERSIONS ? VERSIONS : MINE],
		.text = { STRBUF_INIT, STRBUF_INIT, STRBUF_INIT },
		.file = { DRAFT_FILE_INIT, DRAFT_FILE_INIT, DRAFT_FILE_INIT },
		.conflicts = STRVEC_INIT,
	};
	size_t n;
	STRBUF(out);
	STRBUF(err);

	if (strvec_contains(operands, STANDARD_INPUT))
		return command_misuse(
			invocation->command, "the versions are files, not standard input");
	for (int i = 0; i < VERSIONS; i++)
		if (file_read(operands->v[i], DRAFT_FILE_LIMIT, &m.text[i], &err) < 0)
			return command_trouble(&err);
	n = merging_do(&m, invocation->forms, &out);
	if (!strbuf_same(&out, &m.text[MINE]) &&
		file_replace(operands->v[MINE], &m.text[MINE], out.buf, out.len, 0, NULL, &err) < 0)
		return command_trouble(&err);
	return merging_tell(&m, n);
}

static bool
merge_writes(const struct invocation *invocation, struct strvec *files)
{
	strvec_push(files, invocation->operands.v[MINE]);
	return true;
}

static const struct option_spec merge_options[] = {
	OPTION_FORM,
	{ NULL },
};

const struct command cmd_merge = {
	.name = "merge",
	.examples = "scepwiz merge base.yaml mine.yaml theirs.yaml office.yaml\n",
	.args = "BASE MINE THEIRS [NAME]",
	.summary = "merges two versions of a draft, for git",
	.help = "Merges two versions of a draft field by field, and writes the result to MINE. BASE "
		"is the version that both come from. What only one of them changed is taken. What "
		"both changed differently is a conflict: MINE gets both, between the lines that git "
		"writes (<<<<<<<, =======, >>>>>>>), and check reports them. Comments of reviewers "
		"are merged without conflicts. All of them are paths, and messages call the draft "
		"NAME.\n\nAs a merge driver of git:\n\n    git config merge.scepwiz.driver "
		"\"scepwiz merge %O %A %B %P\"\n    echo \"drafts/*.yaml merge=scepwiz\" "
		">>.gitattributes\n\nExit status: 0 if there is no conflict, 1 if there is one, 3 "
		"if a file cannot be read or written.",
	.min_args = VERSIONS,
	.max_args = VERSIONS + 1,
	.no_input = "MINE is written, so it is a file",
	.options = merge_options,
	.run = merge_run,
	.writes = merge_writes,
};
