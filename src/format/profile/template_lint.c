/* Checking and mending the template of an imported draft. */
#include "format/profile/template_lint.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#include "model/lint.h"
#include "model/rules.h"

#include "format/plist/plist_node.h"
#include "format/profile/profile_answers.h"
#include "format/profile/profile_lint.h"
#include "format/profile/profile_parts.h"

/* The template with what it answers by itself. */
struct opened_template {
	const struct draft_file *file;
	struct plist_doc doc;
	struct profile_view view;
	struct draft *answers;
	struct place *
		places; /* by the index of form.fields: of the value, or of what stands in its way */
};

static void
template_answers(struct opened_template *t, const struct draft *draft)
{
	const struct form *form = draft_form(draft);

	t->answers = draft_new(form);
	profile_view_answers(&t->view, t->answers);
	draft_set(t->answers, form->platform, draft_text(draft, form->platform));
	profile_view_absent(&t->view, t->answers);
}

/* The value at a path; or what is no dictionary on the way to it, which an answer replaces as well. */
static plist_t
node_towards(plist_t dict, const char *path)
{
	while (node_is(dict, PLIST_DICT)) {
		size_t len = strcspn(path, "/");
		char *key = xstrndup(path, len);

		dict = plist_dict_get_item(dict, key);
		free(key);
		if (!path[len])
			break;
		path += len + 1;
	}
	return dict;
}

static void
template_places(struct opened_template *t)
{
	const struct form *form = t->view.form;

	t->places = xcalloc(form->nfields + 1, sizeof *t->places);
	for (size_t i = 0; i < form->nfields; i++) {
		const char *path = form->fields[i]->target.path;
		plist_t dict = *path ? profile_view_dict(&t->view, form->fields[i]) : NULL;

		t->places[i] = plist_doc_place(&t->doc, node_towards(dict, path));
	}
}

static int
template_open(struct opened_template *t, const struct draft_file *file, struct strbuf *err)
{
	*t = (struct opened_template){ .file = file, .doc = PLIST_DOC_INIT };
	if (template_parse(&t->doc, &t->view, file, err) < 0)
		return -1;
	template_answers(t, file->draft);
	template_places(t);
	return 0;
}

static void
template_close(struct opened_template *t)
{
	profile_view_release(&t->view);
	template_doc_release(&t->doc);
	draft_free(t->answers);
	free(t->places);
}

/* Whether an export replaces what the template has of the field. */
static bool
field_is_replaced(const struct opened_template *t, const struct field *field)
{
	const struct draft *draft = t->file->draft;

	return draft_source(draft, field) != ANSWER_HERE ||
	       strcmp(draft_text(draft, field), draft_text(t->answers, field)) != 0;
}

/* Whether the answer, or the identity that is made, comes to stand there or below. */
static enum profile_fill
template_fill(plist_t dict, const char *key, void *data)
{
	const struct opened_template *t = data;
	const struct form *form = t->view.form;
	size_t len = strlen(key);

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];
		const char *path = field->target.path;

		if (strncmp(path, key, len) != 0 || (path[len] && path[len] != '/') ||
			profile_view_dict(&t->view, field) != dict)
			continue;
		if (field->flags & FIELD_MADE ||
			(draft_applies(t->file->draft, field, NULL) && field_is_replaced(t, field)))
			return FILL_FILLS;
	}
	return FILL_NOTHING;
}

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
	struct finding *finding =
		findings_add(found, rule_find("profile-not-well-formed"), NULL, why, NULL);

	finding->place = template_place(file, (struct place){ 1, 1 });
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
template_causes(
	struct opened_template *t, const struct profile_spots *spots, struct findings *found)
{
	struct opened_template after = { .file = t->file, .view = t->view };
	struct profile_answers answers = PROFILE_ANSWERS_INIT;
	struct draft *draft = draft_clone(t->file->draft);
	struct findings is = FINDINGS_INIT, meant = FINDINGS_INIT;

	draft_mark_saved(draft);
	lint_draft(draft, NULL, &is);
	profile_view_fields(&t->view);
	template_answers(&after, draft);
	template_take_answers(draft, t->answers, after.answers);
	draft_mark_saved(draft);
	answers.draft = draft;
	profile_answers_judge(&answers, &t->view, spots, after.answers);
	draft_mark_saved(draft);
	profile_answers_lint(&answers, NULL, true, &meant);
	causes_apply(&is, &meant, found);
	profile_answers_release(&answers);
	draft_free(after.answers);
	findings_release(&is);
	findings_release(&meant);
}

/* Tells what is not moot. What is moot hides nothing. */
static void
template_structure(struct opened_template *t, time_t now, struct findings *found)
{
	struct findings structure = FINDINGS_INIT, texts = FINDINGS_INIT, told = FINDINGS_INIT;
	struct profile_spots spots = { 0 }, left = { 0 };
	const struct profile_lint_env env = {
		.draft = t->file->draft,
		.view = &t->view,
		.now = now,
		.fill = template_fill,
		.data = t,
		.spots = &spots,
	};
	size_t spot = 0;

	profile_lint(&t->doc, &env, &structure);
	for (size_t i = 0; i < structure.n; i++) {
		struct finding *f = &structure.v[i];
		struct profile_spot *at = f->mend ? NULL : &spots.v[spot++];

		if (template_is_moot(t, f, found, found->n))
			continue;
		if (at)
			profile_spots_add(&left, at);
		f->place = template_place(t->file, f->place);
		findings_move(&told, f);
	}
	profile_lint_texts(&t->doc, &t->view, &texts);
	profile_lint_others(&t->doc, &t->view, &spots, t->file->draft, now, &texts, &texts);
	for (size_t i = 0; i < texts.n; i++)
		if (!template_is_moot(t, &texts.v[i], found, found->n)) {
			texts.v[i].place = template_place(t->file, texts.v[i].place);
			findings_move(&told, &texts.v[i]);
		}
	template_causes(t, &left, found);
	for (size_t i = 0; i < told.n; i++)
		findings_move(found, &told.v[i]);
	findings_release(&told);
	findings_release(&structure);
	findings_release(&texts);
	profile_spots_release(&spots);
	profile_spots_release(&left);
}

void
template_lint(const struct draft_file *file, time_t now, struct findings *found)
{
	struct opened_template t;
	struct strbuf err = STRBUF_INIT;

	if (!file->foreign.len || file->foreign_unread)
		return;
	if (template_open(&t, file, &err) < 0)
		template_unusable(file, err.buf, found);
	else
		template_structure(&t, now, found);
	strbuf_release(&err);
	template_close(&t);
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
