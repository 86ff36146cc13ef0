/* The verdict on a draft, put together from its reader's notes, its answers and its original; what the
 * draft accepts is marked last. */
#include "format/profile/verdict.h"

#include "model/accept.h"
#include "model/lint.h"

#include "format/profile/template_lint.h"

void
draft_verdict(const struct draft *draft, const struct draft_file *file, const struct lint_env *env,
	struct findings *found)
{
	for (size_t i = 0; file && i < file->notes.n; i++)
		findings_copy(found, &file->notes.v[i]);
	lint_draft(draft, env, found);
	if (file)
		template_lint(file, env ? env->now : 0, found);
	accept_apply(draft, env, found);
}
