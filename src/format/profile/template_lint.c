/* Checking and mending the template of an imported draft. */
#include "format/profile/template_lint.h"

#include <string.h>

#include "base/xalloc.h"

#include "model/rules.h"

#include "format/profile/profile_lint.h"
#include "format/profile/profile_parts.h"

/* The template with what it answers by itself, and what is wrong with it. */
struct template_lint {
	struct plist_doc doc;
	struct profile_view view;
	struct draft *answers;
	struct findings structure; /* of profile_lint, for the platform that answers has */
	struct strbuf source;      /* the template that this was read from; empty: it is not kept */
	char *unusable;            /* why it cannot be read; NULL: it could be */
};

static void
template_answers(struct template_lint *t, const struct draft *draft)
{
	const struct form *form = draft_form(draft);

	t->answers = draft_new(form);
	profile_view_answers(&t->view, t->answers);
	draft_set(t->answers, form->platform, draft_text(draft, form->platform));
	profile_view_absent(&t->view, t->answers);
}

static int
template_open(struct template_lint *t, const struct draft_file *file, struct strbuf *err)
{
	*t = (struct template_lint){ .doc = PLIST_DOC_INIT, .source = STRBUF_INIT };
	if (template_parse(&t->doc, &t->view, file, err) < 0)
		return -1;
	template_answers(t, file->draft);
	return 0;
}

static void
template_close(struct template_lint *t)
{
	profile_view_release(&t->view);
	template_doc_release(&t->doc);
	draft_free(t->answers);
	findings_release(&t->structure);
	strbuf_release(&t->source);
	free(t->unusable);
}

static bool
place_equal(struct place a, struct place b)
{
	return a.line == b.line && a.column == b.column;
}

/* The field whose value stands at a place of the template; NULL: none. */
static const struct field *
template_field_at(const struct template_lint *t, struct place place)
{
	const struct form *form = t->view.form;

	for (size_t i = 0; i < form->nfields; i++)
		if (t->view.nodes[i] &&
			place_equal(plist_doc_place(&t->doc, t->view.nodes[i]), place))
			return form->fields[i];
	return NULL;
}

static bool
findings_have(
	const struct findings *found, size_t n, const struct rule *rule, const struct field *field)
{
	for (size_t i = 0; i < n; i++)
		if (found->v[i].rule == rule && found->v[i].field == field)
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

static void
template_tell(const struct draft_file *file, const struct template_lint *t, const struct finding *f,
	struct findings *found, size_t known)
{
	const struct field *field = template_field_at(t, f->place);
	struct finding *told;

	if (field &&
		(findings_have(found, known, f->rule, field) ||
			strcmp(draft_text(file->draft, field), draft_text(t->answers, field)) != 0))
		return;
	told = findings_add(found, f->rule, NULL, f->sentence, f->mend);
	told->severity = f->severity;
	told->place = template_place(file, f->place);
}

/* A template that cannot be read is what the export says, too. */
static void
template_unusable(const struct draft_file *file, const char *why, struct findings *found)
{
	struct finding *finding =
		findings_add(found, rule_find("profile-not-well-formed"), NULL, why, NULL);

	finding->place = template_place(file, (struct place){ 1, 1 });
}

/* Whether it was read from the draft's template for the platform that the draft has now. */
static bool
template_is_current(const struct template_lint *t, const struct draft_file *file)
{
	const struct field *platform = draft_form(file->draft)->platform;

	return strbuf_same(&t->source, &file->foreign) && t->view.form == draft_form(file->draft) &&
	       !strcmp(draft_text(t->answers, platform), draft_text(file->draft, platform));
}

static struct template_lint *
template_lint_new(const struct draft_file *file)
{
	struct template_lint *t = xcalloc(1, sizeof *t);
	struct strbuf err = STRBUF_INIT;

	if (template_open(t, file, &err) < 0)
		t->unusable = xstrdup(err.buf);
	else
		profile_lint(&t->doc, file->draft, &t->structure);
	strbuf_release(&err);
	return t;
}

void
template_lint_free(struct template_lint *t)
{
	if (!t)
		return;
	template_close(t);
	free(t);
}

void
template_lint(struct template_lint **kept, const struct draft_file *file, struct findings *found)
{
	struct template_lint *t = kept ? *kept : NULL;
	size_t known = found->n;

	if (!file->foreign.len || file->foreign_unread)
		return;
	if (!t || t->unusable || !template_is_current(t, file)) {
		template_lint_free(t);
		t = template_lint_new(file);
		if (kept)
			strbuf_add(&t->source, file->foreign.buf, file->foreign.len);
	}
	if (t->unusable)
		template_unusable(file, t->unusable, found);
	for (size_t i = 0; i < t->structure.n; i++)
		template_tell(file, t, &t->structure.v[i], found, known);
	if (kept)
		*kept = t;
	else
		template_lint_free(t);
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

static int
template_mended(struct draft_file *file, struct template_lint *t, struct strbuf *err)
{
	struct template_lint after = { .doc = PLIST_DOC_INIT };
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
	struct template_lint t;
	size_t before = done->n;
	int result;

	if (!file->foreign.len || file->foreign_unread)
		return 0;
	result = template_open(&t, file, err);
	if (result == 0 && profile_mend(&t.doc, done))
		result = template_mended(file, &t, err);
	for (size_t i = before; i < done->n; i++)
		done->v[i].place = template_place(file, done->v[i].place);
	template_close(&t);
	return result;
}
