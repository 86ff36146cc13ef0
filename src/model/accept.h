/* Accepting findings: what an acceptance covers, and making one.
 *
 * An acceptance covers all findings of its rule in the draft while every value that it is bound to is as it
 * was. Values are compared as people see them (field_show): a fingerprint in hex equals its Base64, a
 * certificate is known by its SHA-256, and of a secret only the length and the place are known. Errors are
 * never covered. */
#ifndef MODEL_ACCEPT_H
#define MODEL_ACCEPT_H

#include "model/acceptance.h"
#include "model/draft.h"
#include "model/findings.h"
#include "model/rules.h"

/* Marks in found, which holds all findings of the draft, those that the draft accepts, and adds what is to
 * be said of the acceptances themselves (rules accepted-...). env says where relative paths start; with
 * accept_nothing nothing is done. */
void accept_apply(const struct draft *draft, const struct lint_env *env, struct findings *found);

/* Accepts what found tells of the rule, bound to the values of today, in the name of the account that runs
 * the program. reason NULL: that of the acceptance which the draft has already. The draft is not changed; on
 * success the caller releases *out. -1 with a sentence if the rule tells nothing or errors alone, or the
 * reason is blank. */
int accept_make(const struct draft *draft, const struct lint_env *env, const struct findings *found,
	const struct rule *rule, const char *reason, struct acceptance *out, struct strbuf *err);

/* Appends what an acceptance is bound to, for people: "key size 1024, no fingerprint"; nothing if it is
 * unbound. form tells the labels. */
void accept_show_values(const struct form *form, const struct acceptance *a, struct strbuf *out);

#endif
