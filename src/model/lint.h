/* Checking: one value by its type, or the whole draft by every rule. */
#ifndef MODEL_LINT_H
#define MODEL_LINT_H

#include "model/findings.h"
#include "model/rules.h"

/* What the field's type says of a value, item by item for a list. draft may be NULL. */
void field_check(const struct draft *draft, const struct field *field, const char *text,
	const struct lint_env *env, struct findings *found);

/* All findings, in the order of the fields, graver ones first for the same field. Only fields that
 * apply, and could be read, are checked. */
void lint_draft(const struct draft *draft, const struct lint_env *env, struct findings *found);

#endif
