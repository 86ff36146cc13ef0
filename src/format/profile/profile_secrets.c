/* Secrets from other sources, fetched for one profile. The rules check them like those in a draft, because they can be
 * just as wrong. */
#include <string.h>

#include "model/accept.h"
#include "model/field_type.h"
#include "model/lint.h"

#include "format/profile/profile_build.h"

/* The caller frees. */
static struct draft *
draft_with(const struct draft *draft, const struct field *secret, const char *text)
{
	const struct form *form = draft_form(draft);
	struct draft *with = draft_new(form);

	for (size_t i = 0; i < form->nfields; i++) {
		draft_copy_answer(with, draft, form->fields[i]);
		draft_set_place(with, form->fields[i], draft_place(draft, form->fields[i]));
	}
	draft_set(with, secret, text);
	return with;
}

/* What the rules say of the value, and of other texts that hold it. */
static void
secret_lint(const struct export *export, const struct field *field, const char *text,
	struct findings *found)
{
	const struct draft *draft = export->desk->file->draft;
	const struct lint_env env = { .folder = export->desk->env.folder,
		.now = export->desk->env.now,
		.accept_nothing = export->desk->env.accept_nothing };
	struct draft *with = draft_with(draft, field, text);
	FINDINGS(all);

	field_check(with, field, text, &env, found);
	for (size_t i = 0; i < found->n; i++)
		found->v[i].place = draft_place(draft, field);
	lint_draft(with, &env, &all);
	for (size_t i = 0; i < all.n; i++)
		if (!strcmp(all.v[i].rule, "secret-elsewhere"))
			findings_copy(found, &all.v[i]);
	draft_free(with);
	accept_apply(draft, &env, found);
}

/* Adds that to the export's findings. -1 with a sentence where the secret cannot be exported. */
static int
secret_judge(struct export *export, const struct field *field, const char *text, struct strbuf *why)
{
	FINDINGS(found);
	size_t errors = 0;

	secret_lint(export, field, text, &found);
	for (size_t i = 0; i < found.n; i++) {
		const struct finding *f = &found.v[i];

		if (rule_find(f->rule)->flags & RULE_OF_ACCEPTED)
			continue;
		if (f->severity == SEVERITY_ERROR && !errors++)
			error_add(why, "%s", f->sentence);
		findings_copy(&export->found, f);
	}
	return errors ? -1 : 0;
}

/* Forced or not: what the user has not allowed is not taken. */
int
export_secret(
	struct export *export, const struct field *field, struct strbuf *text, struct strbuf *why)
{
	const struct draft_file *file = export->desk->file;
	const struct lint_env *env = &export->desk->env;
	const char *name = draft_source_name(file->draft, field);
	STRBUF(from);

	if (source_needs_word(draft_source(file->draft, field), name) &&
		!draft_is_typed(file->draft, field) && !(env->allowed && env->allowed(env->data)))
		return error_add(why,
			"%s is not read from its source, because you have not allowed it (scepwiz "
			"allow DRAFT)",
			field->label);
	if (!export->secret)
		return error_add(why,
			"%s has a source outside the draft, and is not available here",
			field->label);
	if (export->secret(export, field, text, why) < 0)
		return -1;
	if (draft_source(file->draft, field) != ANSWER_PROMPT) {
		strbuf_addf(&from, "%s ", field->label);
		draft_show_source(file->draft, field, &from);
		strvec_push(&export->taken, from.buf);
	}
	return secret_judge(export, field, text->buf, why);
}

int
build_get_secrets(struct build *build)
{
	const struct form *form = draft_form(build->draft);
	struct export *export = build->export;

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];
		STRBUF(text);
		STRBUF(why);
		int result;

		if (draft_source(build->draft, field) == ANSWER_HERE || !*field->target.path ||
			!draft_applies(build->draft, field, NULL))
			continue;
		result = export_secret(export, field, &text, &why);
		if (result < 0 && !export->force)
			return error_add(build->err, "%s", why.buf);
		node_add(result < 0 ? build->untold : build->secrets, field->key,
			node_text_new(result < 0 ? why.buf : text.buf));
	}
	return 0;
}
