/* What no field holds, and devices use all the same: the values of other payloads of the form's type, as the second
 * SCEP payload of a profile; and texts of the form's payloads and the profile. */
#include <string.h>

#include "base/xalloc.h"

#include "syntax/entity.h"

#include "model/lint.h"
#include "model/mdm.h"

#include "format/profile/profile_answers.h"
#include "format/profile/profile_parts.h"
#include "format/profile/profile_walk.h"

/*
 * Other payloads.
 */

/* A profile for people has a handful; each costs as much as a draft. */
#define OTHERS_MAX 100

struct others {
	const struct plist_doc *doc;
	const struct profile_view *view;
	const struct profile_spots *spots;
	const struct draft *draft;
	time_t now;
	const struct findings *told;
	struct findings *found;
};

/* The rules of an identifier or UUID are told of every payload by the walk. What an export leaves out for the
 * platform is kept in such a payload. */
static bool
other_is_told(const struct payload *payload, const struct finding *finding)
{
	const struct field *field = finding->field;

	if (!field || field->flags & FIELD_MADE || !strcmp(finding->rule, "key-extractable-ios"))
		return false;
	return field->target.payload ? !strcmp(field->target.payload, payload->key)
				     : !*field->target.path;
}

/* These findings have no field to go to, and no fix. What was already reported about the text is not repeated. */
static void
other_tell(const struct others *others, const struct profile_view *view, struct node *dict,
	const struct finding *told)
{
	STRBUF(name);
	struct finding *finding;
	struct node *node = profile_answers_node(view, told->field);
	char *about = walk_about(node ? node : dict);

	if (findings_have_at(others->told, others->told->n, told, about)) {
		wipe_free(about);
		return;
	}
	walk_payload_name(dict, &name);
	finding = findings_addf(
		others->found, told->rule, NULL, told->place, "%s: %s", name.buf, told->sentence);
	finding->severity = told->severity;
	finding->about = about;
}

static void
other_lint(const struct others *others, size_t which, struct node *dict, int number)
{
	const struct form *form = others->view->form;
	const struct field *mdm = form_role(form, ROLE_MDM);
	const struct lint_env env = { .folder = ".", .now = others->now };
	PROFILE_ANSWERS(answers);
	PROFILE_VIEW(view);
	FINDINGS(told);

	profile_view_init(&view, form);
	profile_view_take(&view, which, dict, number);
	profile_view_fields(&view);
	profile_answers_read(&answers, others->doc, &view, others->spots,
		profile_view_draft(&view, others->draft));
	if (mdm) /* which no payload has, but changes what is said of its values */
		draft_copy_answer(answers.draft, others->draft, mdm);
	draft_mark_saved(answers.draft);
	profile_answers_lint(&answers, &env, false, &told);
	for (size_t i = 0; i < told.n; i++)
		if (other_is_told(form->payloads[which], &told.v[i]))
			other_tell(others, &view, dict, &told.v[i]);
}

void
profile_lint_others(struct plist_doc *doc, const struct profile_view *view,
	const struct profile_spots *spots, const struct draft *draft, time_t now,
	const struct findings *told, struct findings *found)
{
	const struct others others = { doc, view, spots, draft, now, told, found };
	struct node *payloads = profile_payloads(doc->root);
	size_t n = payloads ? payloads->n : 0;
	int left = OTHERS_MAX;

	for (size_t i = 0; i < n && left; i++) {
		struct node *dict = payloads->v[i];

		for (size_t which = 0; which < view->form->npayloads; which++) {
			const struct payload *payload = view->form->payloads[which];

			if (!node_is(dict, NODE_MAP) || payload->when || payload->each ||
				!profile_payload_is(dict, payload->type) ||
				profile_view_has(view, dict))
				continue;
			other_lint(&others, which, dict, (int)i + 1);
			left--;
			break;
		}
	}
}

/*
 * Texts: what a payload says of itself, keys of other systems. They may be secrets, so none is shown.
 */

/* A dictionary's value at work, or what is in it. */
struct text_walk {
	struct walk walk;
	const struct profile_view *view;
	const char *where; /* "the payload \"SCEP\"", for sentences */
	const char *key;   /* whose value it is in */
	size_t *told;      /* findings so far: a list may have thousands of texts */
};

/* Rule text-entity. */
static void
text_tell(struct text_walk *text, struct node *node)
{
	struct entity entity;
	size_t pos = 0;

	if (*text->told < FINDINGS_SAME_MAX && entity_next(node_text(node), &pos, &entity)) {
		++*text->told;
		walk_tell(&text->walk, "text-entity", node, NULL,
			"%.*s of %s has an XML entity as text, such as &amp; for &, so a tool "
			"escaped it twice. Write the character itself",
			EXCERPT(text->key), text->where);
	}
}

/* As deep as the reader lets a list be. A field's value has a finding of the field, which offers what to do. */
static void
text_walk_node(struct text_walk *text, struct node *node)
{
	struct text_walk below = *text;

	for (size_t i = 0; i < text->view->form->nfields; i++)
		if (text->view->nodes[i] == node)
			return;
	below.key = node->key ? node->key : text->key;
	if (node_is(node, NODE_TEXT))
		text_tell(&below, node);
	for (size_t i = 0; i < node->n; i++)
		text_walk_node(&below, node->v[i]);
}

/* Other payloads are not examined: their content is not this program's business. */
static bool
payload_is_of_form(const struct form *form, const struct node *payload)
{
	for (size_t i = 0; i < form->npayloads; i++)
		if (profile_payload_is(payload, form->payloads[i]->type))
			return true;
	return false;
}

void
profile_lint_texts(struct plist_doc *doc, const struct profile_view *view, struct findings *found)
{
	static const struct profile_lint_env env = { .draft = NULL };
	size_t told = 0;
	struct text_walk text = {
		.told = &told,
		.walk = { .doc = doc, .env = &env, .found = found },
		.view = view,
		.where = "the profile",
	};
	struct node *root = doc->root, *payloads = walk_payloads(&text.walk);

	if (!node_is(root, NODE_MAP))
		return;
	for (size_t i = 0; i < root->n; i++)
		if (strcmp(root->v[i]->key, "PayloadContent") != 0)
			text_walk_node(&text, root->v[i]);
	for (size_t i = 0; payloads && i < payloads->n; i++) {
		STRBUF(name);

		if (!payload_is_of_form(view->form, payloads->v[i]))
			continue;
		walk_payload_name(payloads->v[i], &name);
		text.where = name.buf;
		text_walk_node(&text, payloads->v[i]);
	}
}
