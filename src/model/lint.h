/* Checks: one value by its type, or the whole draft by every rule.
 *
 * A wizard checks its draft after every key, and the drafts of a folder have most answers in common. So the findings
 * about a field are cached (lint_env.kept) together with the answers that the rules have looked at. The rules are asked
 * again only if one of these answers, or whether the field applies, has changed. Rules that depend on anything else
 * (lint_env), such as a certificate's file or other drafts, are asked each time. */
#ifndef MODEL_LINT_H
#define MODEL_LINT_H

#include "model/findings.h"
#include "model/rules.h"

/* Checks a value by the field's type, item by item for a list. draft may be NULL. */
void field_check(const struct draft *draft, const struct field *field, const char *text,
	const struct lint_env *env, struct findings *found);

/* Adds all findings, in the order of the fields, more severe ones first for the same field. Only fields that apply and
 * could be read are checked. found may already have the reader's findings. */
void lint_draft(const struct draft *draft, const struct lint_env *env, struct findings *found);

/* Only the findings of rules about facts (RULE_ASKED, lint_env.asked), in the same order: what the server does, not what
 * is wrong with the draft. */
void lint_draft_asked(
	const struct draft *draft, const struct lint_env *env, struct findings *found);
/* The same without a draft, for the URL and Name that were asked. Of a form with fields of these roles, which the
 * findings are about. */
void lint_url_asked(const struct form *form, const struct lint_env *env, struct findings *found);

/* The cache: of the last draft that was checked, of any form. It has a copy of that draft's answers, which is wiped.
 * Release it before the form. The findings are the same with and without it. */
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
