/* The verdict on a draft, put together from its reader's notes, its answers and its original; what the
 * draft accepts is marked last. */
#include "format/profile/verdict.h"

#include "model/accept.h"
#include "model/lint.h"

#include "format/profile/original_lint.h"

/* A note about a field holds until the field is answered. What is wrong with one that does not apply stops
 * no export, as with any value. */
static void
verdict_notes(const struct draft_file *file, struct findings *found)
{
	for (size_t i = 0; i < file->notes.n; i++) {
		const struct finding *note = &file->notes.v[i];

		if (note->field && draft_changed(file->draft, note->field))
			continue;
		findings_copy(found, note);
		if (note->field && !draft_applies(file->draft, note->field, NULL) &&
			note->severity == SEVERITY_ERROR)
			found->v[found->n - 1].severity = SEVERITY_WARNING;
	}
}

void
draft_verdict_again(struct original_check **kept, const struct draft *draft,
	const struct draft_file *file, const struct lint_env *env, struct findings *found)
{
	time_t now = env ? env->now : 0;

	if (file) {
		verdict_notes(file, found);
		original_lint_secrets(kept, file, now, found);
	}
	lint_draft(draft, env, found);
	if (file)
		original_lint(kept, file, now, found);
	accept_apply(draft, env, found);
}

void
draft_verdict(const struct draft *draft, const struct draft_file *file, const struct lint_env *env,
	struct findings *found)
{
	struct original_check *kept = NULL;

	draft_verdict_again(&kept, draft, file, env, found);
	original_check_free(kept);
}
