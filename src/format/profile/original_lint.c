/* Checking and fixing the original of an imported draft. A profile may have 30,000 values and a thousand
 * certificates: who asks after every key keeps the check, and it is made again only where something is another that
 * it was made of. */
#include "format/profile/original_lint.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#include "model/lint.h"
#include "model/mdm.h"
#include "model/rules.h"

#include "format/profile/original_rest.h"
#include "format/profile/profile_answers.h"
#include "format/profile/profile_lint.h"
#include "format/profile/profile_parts.h"

/*
 * The check.
 */

static void
opened_places(struct opened_original *t)
{
	const struct form *form = t->view.form;

	t->places = xcalloc(form->nfields + 1, sizeof *t->places);
	for (size_t i = 0; i < form->nfields; i++) {
		const char *path = form->fields[i]->target.path;
		struct node *dict = *path ? profile_view_dict(&t->view, form->fields[i]) : NULL;

		t->places[i] = node_place(node_towards(dict, path));
	}
}

/* It is to be closed, whatever it returns. */
static int
original_open(struct opened_original *t, const struct draft_file *file, struct strbuf *err)
{
	*t = (struct opened_original){ .file = file, .doc = PLIST_DOC_INIT };
	if (original_view(&t->view, file, &t->doc, err) < 0)
		return -1;
	t->answers = profile_view_draft(&t->view, file->draft);
	opened_places(t);
	return 0;
}

static void
original_close(struct opened_original *t)
{
	profile_view_release(&t->view);
	plist_doc_release(&t->doc);
	draft_free(t->answers);
	free(t->places);
}

/* Whether an export replaces what the original has of the field. */
static bool
field_is_replaced(const struct opened_original *t, const struct field *field)
{
	const struct draft *draft = t->file->draft;

	return draft_source(draft, field) != ANSWER_HERE ||
	       strcmp(draft_text(draft, field), draft_text(t->answers, field)) != 0;
}

/* For profile_lint_env.fill, data is the opened original: whether the answer, or the identity that is made, goes to
 * this place or below. */
static enum profile_fill
original_fill(struct node *dict, const char *key, void *data)
{
	const struct opened_original *t = data;
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

/* original_fill, which records what was asked. No field's answer goes to other payloads. */
static enum profile_fill
check_fill(struct node *dict, const char *key, void *data)
{
	struct original_check *check = data;
	enum profile_fill fill = original_fill(dict, key, &check->t);

	if (dict == check->t.view.top || profile_view_has(&check->t.view, dict)) {
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

/* Appends what profile_lint reads of a draft beside what it asks for (profile_lint_env.draft). */
static void
check_read(const struct draft *draft, struct strbuf *out)
{
	const struct form *form = draft_form(draft);
	const struct field *const fields[] = { form->platform, form_identifier(form),
		form_role(form, ROLE_MDM) };

	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		const char *text = fields[i] ? draft_text(draft, fields[i]) : "";

		strbuf_add(out, text, strlen(text) + 1);
	}
}

static bool
check_is_of(const struct original_check *check, const struct draft_file *file, time_t now)
{
	const struct form *form = draft_form(file->draft);
	STRBUF(read);

	if (check->form != form || check->day != check_day(now) ||
		!original_same(check->original, file->original, form))
		return false;
	check_read(file->draft, &read);
	return strbuf_same(&check->read, &read);
}

static bool
check_holds(struct original_check *check, const struct draft_file *file, time_t now)
{
	if (!check_is_of(check, file, now))
		return false;
	check->t.file = file;
	for (size_t i = 0; i < check->nasked; i++) {
		const struct fill_asked *asked = &check->asked[i];

		if (original_fill(asked->dict, asked->key, &check->t) != asked->fill)
			return false;
	}
	return true;
}

static struct original_check *
check_begin(const struct draft_file *file, time_t now)
{
	struct original_check *check = xcalloc(1, sizeof *check);
	const struct form *form = draft_form(file->draft);

	check->form = form;
	check->day = check_day(now);
	strbuf_init(&check->read);
	strvec_init(&check->secrets);
	strbuf_init(&check->unusable);
	check->original = original_new();
	original_set(check->original, &file->original->text);
	if (file->original->payloads)
		original_set_payloads(check->original, form, file->original->payloads);
	check_read(file->draft, &check->read);
	return check;
}

static void
check_list(struct original_check *check, time_t now)
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

	bool fixed = profile_lint(&check->t.doc, &env, &check->structure) > 0;

	if (fixed)
		profile_view_fields(&check->t.view);
	profile_lint_texts(&check->t.doc, &check->t.view, &check->texts);
	profile_lint_others(&check->t.doc, &check->t.view, &check->spots, draft, now, &check->texts,
		&check->texts);
	check->meant = check->t.answers;
	if (fixed)
		check->meant = profile_view_draft(&check->t.view, draft);
}

static void
original_check(struct original_check **kept, const struct draft_file *file, time_t now)
{
	ORIGINAL_REST(rest);

	if (*kept && check_holds(*kept, file, now))
		return;
	original_check_free(*kept);
	*kept = check_begin(file, now);
	if (original_open(&(*kept)->t, file, &(*kept)->unusable) < 0)
		return;
	check_list(*kept, now);
	original_rest_read(&rest, file);
	(*kept)->secrets = rest.secrets;
	strvec_init(&rest.secrets);
}

void
original_check_free(struct original_check *check)
{
	if (!check)
		return;
	if (check->meant != check->t.answers)
		draft_free(check->meant);
	original_close(&check->t);
	findings_release(&check->structure);
	findings_release(&check->texts);
	profile_spots_release(&check->spots);
	original_free(check->original);
	strbuf_release(&check->read);
	strvec_release(&check->secrets);
	strbuf_release(&check->unusable);
	free(check->asked);
	free(check);
}

/*
 * What is told of it.
 */

/* Only a literal block has the original's lines as they are. */
static struct place
original_place(const struct draft_file *file, struct place place)
{
	struct place at = file->original->at;

	if (!at.line)
		return (struct place){ 1, 1 };
	if (!at.column)
		return (struct place){ at.line, 1 };
	return (struct place){ at.line + place.line - 1, at.column + place.column - 1 };
}

/* Whether a finding at a place of the original is about a field whose value an export replaces, or of which
 * found has it already, told as gravely. */
static bool
original_is_moot(
	const struct opened_original *t, const struct finding *f, const struct findings *found)
{
	const struct form *form = t->view.form;

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];

		if (!t->places[i].line || t->places[i].line != f->place.line ||
			t->places[i].column != f->place.column)
			continue;
		if (field_is_replaced(t, field))
			return true;
		for (size_t k = 0; k < found->n; k++)
			if (found->v[k].rule == f->rule && found->v[k].field == field &&
				found->v[k].severity >= f->severity)
				return true;
	}
	return false;
}

/* Answers that only exist after the fix, unless another was given. */
static void
original_take_answers(struct draft *draft, const struct draft *before, const struct draft *after)
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

/* What is told of the draft's answers where the original is as it is meant to be. What does not come from the
 * answers alone, as the names of other drafts, is told of both. */
static void
original_causes(const struct original_check *check, const struct profile_spots *spots,
	struct findings *found)
{
	PROFILE_ANSWERS(answers);
	struct draft *draft = draft_clone(check->t.file->draft);
	FINDINGS(is);
	FINDINGS(meant);

	draft_mark_saved(draft);
	lint_draft(draft, NULL, &is);
	original_take_answers(draft, check->t.answers, check->meant);
	draft_mark_saved(draft);
	answers.draft = draft;
	profile_answers_judge(&answers, &check->t.view, spots, check->meant);
	draft_mark_saved(draft);
	profile_answers_lint(&answers, NULL, true, &meant);
	causes_apply(&is, &meant, found);
}

static void
original_tell(const struct original_check *check, const struct finding *f, struct findings *told)
{
	findings_copy(told, f);
	told->v[told->n - 1].place = original_place(check->t.file, f->place);
}

/* Tells what is not moot. What is moot hides nothing. */
static void
original_judge(const struct original_check *check, struct findings *found)
{
	const struct findings *structure = &check->structure, *texts = &check->texts;
	FINDINGS(told);
	PROFILE_SPOTS(left);
	size_t spot = 0;

	for (size_t i = 0; i < structure->n; i++) {
		const struct finding *f = &structure->v[i];
		const struct profile_spot *at = f->fix ? NULL : &check->spots.v[spot++];

		if (original_is_moot(&check->t, f, found))
			continue;
		if (at)
			profile_spots_add(&left, at);
		original_tell(check, f, &told);
	}
	for (size_t i = 0; i < texts->n; i++)
		if (!original_is_moot(&check->t, &texts->v[i], found))
			original_tell(check, &texts->v[i], &told);
	original_causes(check, &left, found);
	for (size_t i = 0; i < told.n; i++)
		findings_move(found, &told.v[i]);
}

/* By key, never by value. */
void
original_lint_secrets(struct original_check **kept, const struct draft_file *file, time_t now,
	struct findings *found)
{
	STRBUF(list);

	if (!file->original || file->original->unread || !file->readable_by_others)
		return;
	original_check(kept, file, now);
	strvec_join(&(*kept)->secrets, ", ", &list);
	if (list.len)
		findings_addf(found, "foreign-secret-in-clear", NULL, (struct place){ 0, 0 },
			"others can read this draft, which has secrets of the imported profile: "
			"%s. Make it private: chmod 600 FILE",
			list.buf);
}

void
original_lint(struct original_check **kept, const struct draft_file *file, time_t now,
	struct findings *found)
{
	if (!file->original || file->original->unread)
		return;
	original_check(kept, file, now);
	if ((*kept)->unusable.len) /* which is what the export says, too */
		findings_addf(found, "profile-not-well-formed", NULL,
			original_place(file, (struct place){ 1, 1 }), "%s", (*kept)->unusable.buf);
	else
		original_judge(*kept, found);
}

static int
original_fixed(struct draft_file *file, const struct opened_original *t, struct strbuf *err)
{
	const int *payloads = file->original->payloads;
	PROFILE_VIEW(view);
	struct draft *after;

	profile_view_init(&view, draft_form(file->draft));
	if (profile_view_numbered(&view, t->doc.root, payloads, err) < 0)
		return -1;
	profile_view_fields(&view);
	after = profile_view_draft(&view, file->draft);
	original_take_answers(file->draft, t->answers, after);
	draft_free(after);
	return original_make(file, t->doc.root, NULL, payloads, err);
}

int
original_fix(struct draft_file *file, struct findings *done, struct strbuf *err)
{
	struct opened_original t;
	const struct profile_lint_env env = {
		.draft = file->draft,
		.fill = original_fill,
		.data = &t,
	};
	size_t before = done->n;
	int result;

	if (!file->original || file->original->unread)
		return 0;
	result = original_open(&t, file, err);
	if (result == 0 && profile_fix(&t.doc, &env, done))
		result = original_fixed(file, &t, err);
	for (size_t i = before; i < done->n; i++)
		done->v[i].place = original_place(file, done->v[i].place);
	original_close(&t);
	return result;
}
