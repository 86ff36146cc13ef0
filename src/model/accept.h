/* Accepting findings: what an acceptance covers, and making one.
 *
 * An acceptance covers all findings of its rule in the draft, as long as every value that it is bound to stays the
 * same. Values are compared as people see them (field_show): a fingerprint in hex equals its Base64, a certificate is
 * identified by its SHA-256, and a secret only by its length and source. Errors are never covered. */
#ifndef MODEL_ACCEPT_H
#define MODEL_ACCEPT_H

#include "model/acceptance.h"
#include "model/draft.h"
#include "model/findings.h"
#include "model/rules.h"

/* Marks the findings that the draft accepts. found must have all findings of the draft. Adds findings about the
 * acceptances themselves (rules accepted-...). env says where relative paths start; with accept_nothing this has no
 * effect. */
void accept_apply(const struct draft *draft, const struct lint_env *env, struct findings *found);

/* Accepts the findings of the rule in found, bound to the current values, in the name of the account that runs the
 * program. reason NULL: the reason of the existing acceptance. The draft is not changed; on success the caller releases
 * *out. Returns -1 with a sentence if the rule has no findings or only errors, or the reason is empty. */
int accept_make(const struct draft *draft, const struct lint_env *env, const struct findings *found,
	const struct rule *rule, const char *reason, struct acceptance *out, struct strbuf *err);

/* Appends what an acceptance is bound to, for people: "key size 1024, no fingerprint"; nothing if it is unbound. The
 * labels are those of form. */
void accept_show_values(const struct form *form, const struct acceptance *a, struct strbuf *out);

#endif
