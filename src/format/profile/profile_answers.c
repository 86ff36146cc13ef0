/* What can be judged of the answers of a profile, and what follows from something else. */
#include "format/profile/profile_answers.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#include "model/field_type.h"
#include "model/lint.h"

#include "format/profile/profile_lint.h"
#include "format/profile/profile_parts.h"
#include "format/profile/profile_walk.h"

void
profile_answers_release(struct profile_answers *answers)
{
	for (size_t i = 0; answers->about && i < draft_form(answers->draft)->nfields; i++)
		wipe_free(answers->about[i]);
	free(answers->about);
	findings_release(&answers->others);
	free(answers->unknown);
	free(answers->missing);
	if (answers->draft)
		draft_free(answers->draft);
	*answers = (struct profile_answers){ 0 };
}

/* Whether the rule is about the shape of a value in the profile, so that the value itself cannot be read. */
static bool
spot_hides(const struct profile_spot *spot)
{
	static const char *const hiding[] = { "value-type", "subject-nesting",
		"san-principal-several" };

	for (size_t i = 0; i < ARRAY_SIZE(hiding); i++)
		if (!strcmp(spot->rule->id, hiding[i]))
			return true;
	return spot->key != NULL;
}

/* Whether the way from the payload's dictionary to the field's value goes through the spot. */
static bool
spot_is_on_way(const struct profile_spot *spot, struct node *dict, const char *path)
{
	while (node_is(dict, NODE_MAP)) {
		size_t len = strcspn(path, "/");
		char *key = xstrndup(path, len);
		bool meant = spot->key && spot->dict == dict && !strcmp(spot->key, key);
		struct node *below = node_get(dict, key);

		free(key);
		if (meant || (below && !spot->key && below == spot->node))
			return true;
		if (!path[len])
			return false;
		path += len + 1;
		dict = below;
	}
	return false;
}

static bool
field_is_hidden(const struct profile_view *view, const struct profile_spots *spots,
	const struct field *field)
{
	struct node *dict = *field->target.path ? profile_view_dict(view, field) : NULL;

	for (size_t i = 0; dict && i < spots->n; i++)
		if (spot_hides(&spots->v[i]) &&
			spot_is_on_way(&spots->v[i], dict, field->target.path))
			return true;
	return false;
}

/* Whether the value there is not an answer, and none was given. An empty text is not one either, but says nothing. */
static bool
field_is_unread(const struct profile_view *view, const struct draft *read,
	const struct draft *draft, const struct field *field)
{
	struct node *node = view->nodes[field->index];

	return node && !draft_is_answered(read, field) &&
	       !strcmp(draft_text(draft, field), draft_text(read, field)) &&
	       !(node_text(node) && !*node_text(node));
}

void
profile_answers_judge(struct profile_answers *answers, const struct profile_view *view,
	const struct profile_spots *spots, const struct draft *read)
{
	struct draft *draft = answers->draft;
	const struct form *form = draft_form(draft);

	answers->unknown = xcalloc(form->nfields + 1, sizeof *answers->unknown);
	answers->missing = xcalloc(form->nfields + 1, sizeof *answers->missing);
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];

		answers->unknown[i] = field_is_hidden(view, spots, field) ||
				      field_is_unread(view, read, draft, field);
		answers->missing[i] =
			*field->target.path && !view->nodes[i] && profile_view_dict(view, field);
		if (answers->unknown[i] && field->example)
			draft_set(draft, field, field->example);
	}
}

/* Whether others apply only while it is yes: it is known by what is below it. */
static bool
field_is_switch(const struct form *form, const struct field *field)
{
	for (size_t i = 0; i < form->nfields; i++)
		if (form->fields[i]->when == field)
			return true;
	return false;
}

struct node *
profile_answers_node(const struct profile_view *view, const struct field *field)
{
	const struct form *form = view->form;

	if (view->nodes[field->index])
		return view->nodes[field->index];
	if (*field->target.path)
		return profile_view_dict(view, field);
	for (size_t i = 0; i < form->nfields; i++)
		if (form->fields[i]->when == field && view->nodes[i])
			return view->nodes[i];
	return NULL;
}

void
profile_answers_read(struct profile_answers *answers, const struct plist_doc *doc,
	const struct profile_view *view, const struct profile_spots *spots, struct draft *read)
{
	const struct form *form = draft_form(read);

	*answers = (struct profile_answers){
		.draft = read,
		.about = xcalloc(form->nfields + 1, sizeof *answers->about),
	};
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];
		struct node *node = profile_answers_node(view, field);
		struct place place = node ? node->place : doc->within;

		if (place.line)
			draft_set_place(read, field, place);
		else if (node)
			answers->about[i] = walk_about(node);
	}
	profile_answers_judge(answers, view, spots, read);
	draft_mark_saved(read);
}

/* "KeyIsExtractable is missing, and missing means yes: ...", of rules that judge a value alone. */
static void
missing_say(const struct draft *draft, struct finding *finding)
{
	const struct field *field = finding->field;
	const char *means = *field->absent_text ? field->absent_text : field->default_text;
	const char *key = strrchr(field->target.path, '/');
	STRBUF(sentence);

	if (!(rule_find(finding->rule)->flags & RULE_ALONE) || !*means ||
		strcmp(draft_text(draft, field), means) != 0)
		return;
	strbuf_addf(&sentence, "%s is missing, which means ", key ? key + 1 : field->target.path);
	field_show(field, means, NULL, &sentence);
	strbuf_addf(&sentence, ": %s", finding->sentence);
	free(finding->sentence);
	finding->sentence = strbuf_detach(&sentence);
}

bool
findings_have_at(const struct findings *found, size_t n, const struct finding *f, const char *about)
{
	for (size_t i = 0; i < n; i++) {
		const struct finding *other = &found->v[i];

		if (other->rule == f->rule &&
			(about ? other->about && !strcmp(other->about, about)
			       : other->place.line == f->place.line &&
						other->place.column == f->place.column))
			return true;
	}
	return false;
}

void
profile_answers_lint(const struct profile_answers *answers, const struct lint_env *env, bool whole,
	struct findings *found)
{
	const struct form *form = draft_form(answers->draft);
	FINDINGS(all);
	size_t n = found->n;

	lint_draft(answers->draft, env, &all);
	for (size_t i = 0; i < all.n; i++) {
		struct finding *f = &all.v[i];
		const struct field *field = f->field;

		if ((field && answers->unknown[field->index]) ||
			(field && !whole && !*field->target.path &&
				!field_is_switch(form, field)) ||
			findings_have_at(found, n, f,
				field && answers->about ? answers->about[field->index] : NULL))
			continue;
		if (field && answers->missing[field->index])
			missing_say(answers->draft, f);
		findings_move(found, f);
	}
	for (size_t i = 0; i < answers->others.n; i++)
		findings_copy(found, &answers->others.v[i]);
}
