/* Checking: one value by its type, or the whole draft by every rule.
 *
 * A wizard checks its draft after every key, and the drafts of a folder have most answers in common. So what the rules
 * find about a field is kept (lint_env.kept), with the answers that they have looked at, and is asked again only where
 * one of these, or whether it applies, has become another. What depends on anything else (lint_env), as on a
 * certificate's file or on the drafts beside it, is asked each time. */
#ifndef MODEL_LINT_H
#define MODEL_LINT_H

#include "model/findings.h"
#include "model/rules.h"

/* What the field's type says of a value, item by item for a list. draft may be NULL. */
void field_check(const struct draft *draft, const struct field *field, const char *text,
	const struct lint_env *env, struct findings *found);

/* All findings, in the order of the fields, graver ones first for the same field. Only fields that
 * apply, and could be read, are checked. found has what the reader told before. */
void lint_draft(const struct draft *draft, const struct lint_env *env, struct findings *found);

/* Of the draft that was checked last. It holds a copy of its answers, which are wiped, and is to be released before
 * the form. The same verdict comes of it as without; it serves drafts of any form. */
struct field_kept;
struct lint_kept {
	struct draft *seen;
	struct field_kept *fields; /* by their index */
};

#define LINT_KEPT_INIT \
	{              \
		0      \
	}

void lint_kept_release(struct lint_kept *kept);

#endif
