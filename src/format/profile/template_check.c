/* Reading the template of an imported draft, and checking it once for many verdicts. */
#include "format/profile/template_check.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#include "model/mdm.h"

void
template_answers(struct opened_template *t, const struct draft *draft)
{
	const struct form *form = draft_form(draft);

	t->answers = draft_new(form);
	profile_view_answers(&t->view, t->answers);
	draft_set(t->answers, form->platform, draft_text(draft, form->platform));
	profile_view_absent(&t->view, t->answers);
}

static void
template_places(struct opened_template *t)
{
	const struct form *form = t->view.form;

	t->places = xcalloc(form->nfields + 1, sizeof *t->places);
	for (size_t i = 0; i < form->nfields; i++) {
		const char *path = form->fields[i]->target.path;
		struct node *dict = *path ? profile_view_dict(&t->view, form->fields[i]) : NULL;

		t->places[i] = node_place(node_towards(dict, path));
	}
}

int
template_open(struct opened_template *t, const struct draft_file *file, struct strbuf *err)
{
	*t = (struct opened_template){ .file = file, .doc = PLIST_DOC_INIT };
	if (template_parse(&t->doc, &t->view, file, err) < 0)
		return -1;
	template_answers(t, file->draft);
	template_places(t);
	return 0;
}

void
template_close(struct opened_template *t)
{
	profile_view_release(&t->view);
	plist_doc_release(&t->doc);
	draft_free(t->answers);
	free(t->places);
}

bool
field_is_replaced(const struct opened_template *t, const struct field *field)
{
	const struct draft *draft = t->file->draft;

	return draft_source(draft, field) != ANSWER_HERE ||
	       strcmp(draft_text(draft, field), draft_text(t->answers, field)) != 0;
}

enum profile_fill
template_fill(struct node *dict, const char *key, void *data)
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

/* Of the other payloads no field's answer comes to stand anywhere. */
static bool
view_has_dict(const struct profile_view *view, struct node *dict)
{
	for (size_t i = 0; i < view->form->npayloads; i++)
		if (view->v[i] == dict)
			return true;
	return view->top == dict;
}

/* template_fill, which keeps what was asked. */
static enum profile_fill
check_fill(struct node *dict, const char *key, void *data)
{
	struct template_check *check = data;
	enum profile_fill fill = template_fill(dict, key, &check->t);

	if (view_has_dict(&check->t.view, dict)) {
		ARRAY_GROW(check->asked, check->nasked, check->asked_alloc);
		check->asked[check->nasked++] = (struct fill_asked){ dict, key, fill };
	}
	return fill;
}

static time_t
check_day(time_t now)
{
	return (now ? now : time(NULL)) / (24 * 60 * 60);
}

/* What profile_lint reads of a draft beside what it asks for (profile_lint_env.draft). */
static const char *
check_text(const struct draft *draft, const struct field *field)
{
	return field ? draft_text(draft, field) : "";
}

static bool
check_is_of(const struct template_check *check, const struct draft_file *file, time_t now)
{
	const struct draft *draft = file->draft;
	const struct form *form = draft_form(draft);
	size_t size = form->npayloads * sizeof *check->payloads;

	return check->form == form && check->day == check_day(now) &&
	       strbuf_same(&check->foreign, &file->foreign) &&
	       !check->payloads == !file->foreign_payloads &&
	       (!size || !check->payloads ||
		       !memcmp(check->payloads, file->foreign_payloads, size)) &&
	       !strcmp(check->platform.buf, check_text(draft, form->platform)) &&
	       !strcmp(check->identifier.buf, check_text(draft, form_identifier(form))) &&
	       !strcmp(check->mdm.buf, check_text(draft, form_role(form, ROLE_MDM)));
}

static bool
check_holds(struct template_check *check, const struct draft_file *file, time_t now)
{
	if (!check_is_of(check, file, now))
		return false;
	check->t.file = file;
	for (size_t i = 0; i < check->nasked; i++) {
		const struct fill_asked *asked = &check->asked[i];

		if (template_fill(asked->dict, asked->key, &check->t) != asked->fill)
			return false;
	}
	return true;
}

static struct template_check *
check_begin(const struct draft_file *file, time_t now)
{
	struct template_check *check = xcalloc(1, sizeof *check);
	const struct form *form = draft_form(file->draft);

	check->form = form;
	check->day = check_day(now);
	strbuf_init(&check->foreign);
	strbuf_init(&check->platform);
	strbuf_init(&check->identifier);
	strbuf_init(&check->mdm);
	strbuf_init(&check->unusable);
	strbuf_add(&check->foreign, file->foreign.buf, file->foreign.len);
	strbuf_addstr(&check->platform, check_text(file->draft, form->platform));
	strbuf_addstr(&check->identifier, check_text(file->draft, form_identifier(form)));
	strbuf_addstr(&check->mdm, check_text(file->draft, form_role(form, ROLE_MDM)));
	if (file->foreign_payloads) {
		check->payloads = xcalloc(form->npayloads + 1, sizeof *check->payloads);
		memcpy(check->payloads, file->foreign_payloads,
			form->npayloads * sizeof *check->payloads);
	}
	return check;
}

static bool
check_has_mended(const struct template_check *check)
{
	for (size_t i = 0; i < check->structure.n; i++)
		if (check->structure.v[i].fix)
			return true;
	return false;
}

static void
check_list(struct template_check *check, time_t now)
{
	const struct draft *draft = check->t.file->draft;
	const struct profile_lint_env env = {
		.draft = draft,
		.view = &check->t.view,
		.now = now,
		.fill = check_fill,
		.data = check,
		.spots = &check->spots,
	};
	struct opened_template after = { 0 };

	profile_lint(&check->t.doc, &env, &check->structure);
	profile_view_fields(&check->t.view);
	profile_lint_texts(&check->t.doc, &check->t.view, &check->texts);
	profile_lint_others(&check->t.doc, &check->t.view, &check->spots, draft, now, &check->texts,
		&check->texts);
	check->meant = check->t.answers;
	if (check_has_mended(check)) {
		after.view = check->t.view;
		template_answers(&after, draft);
		check->meant = after.answers;
	}
}

void
template_check(struct template_check **kept, const struct draft_file *file, time_t now)
{
	if (*kept && check_holds(*kept, file, now))
		return;
	template_check_free(*kept);
	*kept = check_begin(file, now);
	if (template_open(&(*kept)->t, file, &(*kept)->unusable) == 0)
		check_list(*kept, now);
}

void
template_check_free(struct template_check *check)
{
	if (!check)
		return;
	if (check->meant != check->t.answers)
		draft_free(check->meant);
	template_close(&check->t);
	findings_release(&check->structure);
	findings_release(&check->texts);
	profile_spots_release(&check->spots);
	strbuf_release(&check->foreign);
	strbuf_release(&check->platform);
	strbuf_release(&check->identifier);
	strbuf_release(&check->mdm);
	strbuf_release(&check->unusable);
	free(check->payloads);
	free(check->asked);
	free(check);
}
