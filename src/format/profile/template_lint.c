/* Checking and mending the template of an imported draft. */
#include "format/profile/template_lint.h"

#include <string.h>

#include "model/lint.h"
#include "model/rules.h"

#include "format/profile/profile_answers.h"
#include "format/profile/template_check.h"

/* Whether found has it of the field, told as gravely. */
static bool
findings_have(
	const struct findings *found, size_t n, const struct finding *f, const struct field *field)
{
	for (size_t i = 0; i < n; i++)
		if (found->v[i].rule == f->rule && found->v[i].field == field &&
			found->v[i].severity >= f->severity)
			return true;
	return false;
}

/* Only a literal block has the template's lines as they are. */
static struct place
template_place(const struct draft_file *file, struct place place)
{
	if (!file->foreign_at.line)
		return (struct place){ 1, 1 };
	if (!file->foreign_at.column)
		return (struct place){ file->foreign_at.line, 1 };
	return (struct place){ file->foreign_at.line + place.line - 1,
		file->foreign_at.column + place.column - 1 };
}

/* Whether a finding at a place of the template is about a field whose value an export replaces, or of which
 * found has it already. */
static bool
template_is_moot(const struct opened_template *t, const struct finding *f,
	const struct findings *found, size_t known)
{
	const struct form *form = t->view.form;

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];

		if (!t->places[i].line || t->places[i].line != f->place.line ||
			t->places[i].column != f->place.column)
			continue;
		if (field_is_replaced(t, field) || findings_have(found, known, f, field))
			return true;
	}
	return false;
}

/* A template that cannot be read is what the export says, too. */
static void
template_unusable(const struct draft_file *file, const char *why, struct findings *found)
{
	findings_addf(found, "profile-not-well-formed", NULL,
		template_place(file, (struct place){ 1, 1 }), "%s", why);
}

/* Answers that came to be with the mend, where nobody gave another. */
static void
template_take_answers(struct draft *draft, const struct draft *before, const struct draft *after)
{
	const struct form *form = draft_form(draft);

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];
		const char *old = draft_text(before, field), *new = draft_text(after, field);

		if (strcmp(old, new) != 0 && draft_source(draft, field) == ANSWER_HERE &&
			!strcmp(draft_text(draft, field), old))
			draft_set(draft, field, new);
	}
}

static struct draft *
draft_clone(const struct draft *draft)
{
	const struct form *form = draft_form(draft);
	struct draft *clone = draft_new(form);

	for (size_t i = 0; i < form->nfields; i++) {
		draft_copy_answer(clone, draft, form->fields[i]);
		draft_set_place(clone, form->fields[i], draft_place(draft, form->fields[i]));
	}
	return clone;
}

static bool
findings_have_same(const struct findings *list, const struct finding *f)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].rule == f->rule && list->v[i].field == f->field &&
			list->v[i].item == f->item && !strcmp(list->v[i].sentence, f->sentence))
			return true;
	return false;
}

/* Leaves out what is told of the draft as it is and not of the draft as it is meant, and adds what is told of
 * the latter alone. */
static void
causes_apply(const struct findings *is, struct findings *meant, struct findings *found)
{
	struct findings left = FINDINGS_INIT;

	for (size_t i = 0; i < found->n; i++)
		if (!found->v[i].field || !findings_have_same(is, &found->v[i]) ||
			findings_have_same(meant, &found->v[i]))
			findings_move(&left, &found->v[i]);
	for (size_t i = 0; i < meant->n; i++)
		if (!findings_have_same(is, &meant->v[i]))
			findings_move(&left, &meant->v[i]);
	findings_release(found);
	*found = left;
}

/* What is told of the draft's answers where the template is as it is meant to be. What does not come from the
 * answers alone, as the names of other drafts, is told of both. */
static void
template_causes(const struct template_check *check, const struct profile_spots *spots,
	struct findings *found)
{
	struct profile_answers answers = PROFILE_ANSWERS_INIT;
	struct draft *draft = draft_clone(check->t.file->draft);
	struct findings is = FINDINGS_INIT, meant = FINDINGS_INIT;

	draft_mark_saved(draft);
	lint_draft(draft, NULL, &is);
	template_take_answers(draft, check->t.answers, check->meant);
	draft_mark_saved(draft);
	answers.draft = draft;
	profile_answers_judge(&answers, &check->t.view, spots, check->meant);
	draft_mark_saved(draft);
	profile_answers_lint(&answers, NULL, true, &meant);
	causes_apply(&is, &meant, found);
	profile_answers_release(&answers);
	findings_release(&is);
	findings_release(&meant);
}

static void
template_tell(const struct template_check *check, const struct finding *f, struct findings *told)
{
	findings_copy(told, f);
	told->v[told->n - 1].place = template_place(check->t.file, f->place);
}

/* Tells what is not moot. What is moot hides nothing. */
static void
template_judge(const struct template_check *check, struct findings *found)
{
	const struct findings *structure = &check->structure, *texts = &check->texts;
	struct findings told = FINDINGS_INIT;
	struct profile_spots left = { 0 };
	size_t spot = 0;

	for (size_t i = 0; i < structure->n; i++) {
		const struct finding *f = &structure->v[i];
		const struct profile_spot *at = f->fix ? NULL : &check->spots.v[spot++];

		if (template_is_moot(&check->t, f, found, found->n))
			continue;
		if (at)
			profile_spots_add(&left, at);
		template_tell(check, f, &told);
	}
	for (size_t i = 0; i < texts->n; i++)
		if (!template_is_moot(&check->t, &texts->v[i], found, found->n))
			template_tell(check, &texts->v[i], &told);
	template_causes(check, &left, found);
	for (size_t i = 0; i < told.n; i++)
		findings_move(found, &told.v[i]);
	findings_release(&told);
	profile_spots_release(&left);
}

void
template_lint(struct template_check **kept, const struct draft_file *file, time_t now,
	struct findings *found)
{
	if (!file->foreign.len || file->foreign_unread)
		return;
	template_check(kept, file, now);
	if ((*kept)->unusable.len)
		template_unusable(file, (*kept)->unusable.buf, found);
	else
		template_judge(*kept, found);
}

static int
template_mended(struct draft_file *file, struct opened_template *t, struct strbuf *err)
{
	struct opened_template after = { .doc = PLIST_DOC_INIT };
	int result;

	profile_view_init(&after.view, draft_form(file->draft));
	result = profile_view_numbered(&after.view, t->doc.root, file->foreign_payloads, err);
	if (result == 0) {
		profile_view_fields(&after.view);
		template_answers(&after, file->draft);
		template_take_answers(file->draft, t->answers, after.answers);
		result = template_make(file, t->doc.root, NULL, err);
	}
	template_close(&after);
	return result;
}

int
template_mend(struct draft_file *file, struct findings *done, struct strbuf *err)
{
	struct opened_template t;
	const struct profile_lint_env env = {
		.draft = file->draft,
		.fill = template_fill,
		.data = &t,
	};
	size_t before = done->n;
	int result;

	if (!file->foreign.len || file->foreign_unread)
		return 0;
	result = template_open(&t, file, err);
	if (result == 0 && profile_mend(&t.doc, &env, done))
		result = template_mended(file, &t, err);
	for (size_t i = before; i < done->n; i++)
		done->v[i].place = template_place(file, done->v[i].place);
	template_close(&t);
	return result;
}
