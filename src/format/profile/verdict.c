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
draft_verdict_again(struct original_check **kept, const struct desk *desk, struct findings *found)
{
	const struct draft_file *file = desk->file;

	verdict_notes(file, found);
	original_lint_secrets(kept, file, desk->env.now, found);
	lint_draft(file->draft, &desk->env, found);
	original_lint(kept, file, desk->env.now, found);
	accept_apply(file->draft, &desk->env, found);
}

void
draft_verdict(const struct desk *desk, struct findings *found)
{
	struct original_check *kept = NULL;

	draft_verdict_again(&kept, desk, found);
	original_check_free(kept);
}
