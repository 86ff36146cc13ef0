/* Fixing: findings whose fixes are certain, taken round by round, for a fixed value may have the next
 * thing wrong with it. */
#include "cmd/check_fix.h"

#include <string.h>

#include "base/line_diff.h"
#include "base/text.h"

#include "model/accept.h"
#include "model/field_type.h"
#include "model/lint.h"

#include "format/draft/allowed.h"
#include "format/draft/draft_lines.h"
#include "format/profile/original_lint.h"

/* Fixes that fix each other in a circle would be a slip in a rule, and end here. */
#define ROUNDS_MAX 20

/* The value as the draft holds it, items in one line. */
static void
fix_show(const char *text, struct strbuf *out)
{
	STRVEC(items);
	STRBUF(line);

	strvec_split(&items, text, '\n');
	strvec_join(&items, ", ", &line);
	strbuf_addf(out, "\"%.*s\"", EXCERPT(line.buf));
}

/* before: NULL where there was no answer; what the file had there was told with the finding. */
static void
fix_tell(const struct finding *f, const struct draft *draft, const char *before,
	struct findings *done)
{
	STRBUF(sentence);
	STRBUF(was);
	STRBUF(now);

	strbuf_addstr(&sentence, f->field->label);
	if (f->field->type->flags & FT_SECRET) {
		strbuf_addstr(&sentence, " was corrected");
	} else {
		/* the challenge may be in it: rule secret-elsewhere */
		strbuf_addstr(&was, before ? before : "");
		strbuf_addstr(&now, f->fix);
		if (draft_secret_hide(draft, &was) && !now.len)
			strbuf_set(&was, "...");
		draft_secret_hide(draft, &now);
		strbuf_addstr(&sentence, before ? ": " : " is now ");
		if (before) {
			fix_show(was.buf, &sentence);
			strbuf_addstr(&sentence, " became ");
		}
		fix_show(now.buf, &sentence);
	}
	findings_addf(done, f->rule, f->field, f->place, "%s", sentence.buf);
}

/* What the reader could not take for an answer, where only one can be meant. Before all others: the rules have
 * not seen it. */
static void
fix_notes(struct draft_file *file, struct findings *done)
{
	for (size_t i = 0; i < file->notes.n; i++) {
		const struct finding *f = &file->notes.v[i];

		if (!f->field || !f->fix || !(rule_find(f->rule)->flags & RULE_CERTAIN) ||
			!draft_unread(file->draft, f->field))
			continue;
		fix_tell(f, file->draft, NULL, done);
		draft_set(file->draft, f->field, f->fix);
	}
}

/* One fix a field: the others of a round were made of the value before it. What is accepted stays. */
static bool
fix_round(struct draft *draft, const struct lint_env *env, struct findings *done)
{
	const struct field *last = NULL;
	FINDINGS(found);

	lint_draft(draft, env, &found);
	accept_apply(draft, env, &found);
	for (size_t i = 0; i < found.n; i++) {
		const struct finding *f = &found.v[i];

		if (f->accepted || !f->field || f->field == last || !f->fix || f->advice ||
			!(rule_find(f->rule)->flags & RULE_CERTAIN) ||
			!strcmp(f->fix, draft_text(draft, f->field)))
			continue;
		fix_tell(f, draft, draft_text(draft, f->field), done);
		draft_set(draft, f->field, f->fix);
		last = f->field;
	}
	return last != NULL;
}

/* What profile_fix did is in the fixes. */
static int
fix_original(struct draft_file *file, struct findings *done, struct strbuf *err)
{
	FINDINGS(fixed);
	int result = original_fix(file, &fixed, err);

	for (size_t i = 0; i < fixed.n; i++)
		findings_addf(done, fixed.v[i].rule, NULL, fixed.v[i].place, "%s", fixed.v[i].fix);
	return result;
}

/* A draft from standard input has no name to make it from. */
static void
fix_identity(struct draft_file *file, struct findings *done)
{
	const struct field *identifier = form_identifier(draft_form(file->draft));
	size_t made = file->path ? draft_file_make_identity(file) : 0;

	if (made && identifier)
		findings_addf(done, "identity-missing", NULL, (struct place){ 0, 0 },
			"%zu missing %s written into the draft. The profile identifier is %s", made,
			plural(made, "identifier was", "identifiers were"),
			draft_text(file->draft, identifier));
}

static int
fix_all(struct desk *desk, struct findings *done, struct strbuf *err)
{
	if (fix_original(desk->file, done, err) < 0)
		return -1;
	fix_notes(desk->file, done);
	fix_identity(desk->file, done);
	for (int i = 0; i < ROUNDS_MAX; i++)
		if (!fix_round(desk->file->draft, &desk->env, done))
			break;
	return 0;
}

int
check_fix(struct desk *desk, struct findings *done, struct strbuf *err)
{
	int result = fix_all(desk, done, err);

	if (result == 0 && done->n)
		result = allowed_save(desk->file, NULL, err);
	if (result < 0)
		findings_release(done);
	return result;
}

/* A text of the draft as it may be shown. was: before the fixes. */
static void
fix_mask(const struct draft_file *file, const struct draft *was, const struct strbuf *text,
	const char *words, struct strbuf *out)
{
	struct draft_lines lines;

	draft_lines_init(&lines, draft_form(file->draft), text);
	draft_lines_masked(&lines, words, out);
	draft_lines_release(&lines);
	draft_secret_hide(was, out);
	draft_secret_hide(file->draft, out);
}

static void
fix_show_lines(const char *text, struct strbuf *out)
{
	STRVEC(lines);

	strvec_split(&lines, text, '\n');
	for (size_t i = 0; i < lines.n; i++) {
		text_show(out, lines.v[i], strlen(lines.v[i]));
		if (i + 1 < lines.n)
			strbuf_addch(out, '\n');
	}
}

static void
fix_diff(const struct desk *desk, const struct strbuf *text, struct strbuf *diff)
{
	const struct draft_file *file = desk->file;
	const struct field *secret = form_role(draft_form(file->draft), ROLE_CHALLENGE);
	struct draft *was = draft_file_saved_answers(file);
	const bool same = !secret || draft_answer_reads_same(was, file->draft, secret);
	LINE_DIFF(lines);
	STRBUF(before);
	STRBUF(after);
	STRBUF(all);

	fix_mask(file, was, &file->source, "...", &before);
	fix_mask(file, was, text, same ? "..." : "... (corrected)", &after);
	draft_free(was);
	line_diff_find(&lines, &before, &after);
	strbuf_addf(&all, "--- %s\n+++ %s\n", desk->name, desk->name);
	line_diff_unified(&lines, &all);
	if (lines.n)
		fix_show_lines(all.buf, diff);
}

int
check_fix_dry(struct desk *desk, struct strbuf *diff, struct strbuf *err)
{
	FINDINGS(done);
	STRBUF(text);

	if (fix_all(desk, &done, err) < 0 || draft_file_format(desk->file, &text, err) < 0)
		return -1;
	fix_diff(desk, &text, diff);
	return 0;
}
