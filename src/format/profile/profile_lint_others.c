/* The values of other payloads of the form's type, as the second SCEP payload of a profile: no field holds
 * them, and devices use them all the same. */
#include <string.h>

#include "base/xalloc.h"

#include "model/lint.h"
#include "model/mdm.h"

#include "format/profile/profile_answers.h"
#include "format/profile/profile_parts.h"
#include "format/profile/profile_walk.h"

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

static bool
findings_have_about(const struct findings *found, const char *rule, const char *about)
{
	for (size_t i = 0; i < found->n; i++)
		if (found->v[i].rule == rule && found->v[i].about &&
			!strcmp(found->v[i].about, about))
			return true;
	return false;
}

/* Nobody can take a mend or go to the field. What was told of the text already is not told again. */
static void
other_tell(const struct others *others, const struct profile_view *view, struct node *dict,
	const struct finding *told)
{
	STRBUF(name);
	struct finding *finding;
	struct node *node = profile_answers_node(view, told->field);
	char *about = walk_about(node ? node : dict);

	if (findings_have_about(others->told, told->rule, about)) {
		wipe_free(about);
		return;
	}
	walk_payload_name(dict, &name);
	finding = findings_addf(
		others->found, told->rule, NULL, told->place, "%s: %s", name.buf, told->sentence);
	finding->severity = told->severity;
	finding->about = about;
}

/* What no payload has, but changes what is said of its values. */
static void
other_surround(const struct others *others, struct draft *draft)
{
	const struct field *mdm = form_role(draft_form(draft), ROLE_MDM);

	if (mdm)
		draft_copy_answer(draft, others->draft, mdm);
	draft_mark_saved(draft);
}

static void
other_lint(const struct others *others, size_t which, struct node *dict, int number)
{
	const struct form *form = others->view->form;
	const struct lint_env env = { .folder = ".", .now = others->now };
	struct profile_answers answers = PROFILE_ANSWERS_INIT;
	FINDINGS(told);
	struct profile_view view;

	profile_view_init(&view, form);
	profile_view_take(&view, which, dict, number);
	profile_view_fields(&view);
	profile_answers_read(&answers, others->doc, &view, others->spots, others->draft);
	other_surround(others, answers.draft);
	profile_answers_lint(&answers, &env, false, &told);
	for (size_t i = 0; i < told.n; i++)
		if (other_is_told(form->payloads[which], &told.v[i]))
			other_tell(others, &view, dict, &told.v[i]);
	profile_answers_release(&answers);
	profile_view_release(&view);
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

			if (!node_is(dict, NODE_MAP) || payload->when ||
				!walk_is_type(dict, payload->type) || profile_view_has(view, dict))
				continue;
			other_lint(&others, which, dict, (int)i + 1);
			left--;
			break;
		}
	}
}
