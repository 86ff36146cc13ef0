/* The tables of rules.c, and what their lints share. Internal to the model.
 *
 * A lint gets the field's value in check->text, which may be empty, and reports under its own rule's id. With
 * RULE_ALONE it gets an item, which is never empty, and perhaps no draft. */
#ifndef MODEL_RULES_LINTS_H
#define MODEL_RULES_LINTS_H

#include <stdbool.h>

#include "syntax/fingerprint.h"
#include "syntax/url.h"
#include "syntax/x500.h"

#include "model/certificate_read.h"
#include "model/rules.h"

/* The parsed check->text, read once for the type and all rules (lint_url and others). */
struct lint_value {
	enum lint_kind { LINT_UNREAD, LINT_URL, LINT_SUBJECT, LINT_FINGERPRINT } kind;
	bool good;
	struct finding slip; /* if it is invalid */
	struct url url;
	struct x500_name subject;
	struct fingerprint fingerprint;
};

/* What the checks of one draft share. */
struct lint {
	const struct lint_env *env; /* for lint_env */
	/* By the index in form.fields: which other fields the current rule has looked at (lint_look), and what all
	 * rules of the field depend on. NULL if only one value is checked. */
	bool *reads, *depends;
	bool outside; /* they also depend on something else, so they are asked each time */
	bool guessed; /* the rule has used a value that could not be read, so its finding may be wrong */
	bool erred; /* the reader has reported an error about the field */
	struct certificates_read certificates; /* read by earlier rules, for the next ones */
	struct lint_value value;
};

struct rule_table {
	const struct rule *v;
	size_t n;
	const char *topic; /* the heading of rules that are about none of the documented fields */
};

extern const struct rule_table value_rules, text_rules, pasted_rules, misplaced_rules, draft_rules,
	variable_spelling_rules, mdm_rules, variable_value_rules, identity_rules, fingerprint_rules,
	key_rules, subject_rules, san_rules, server_rules, asked_rules, ca_rules, trial_rules,
	certificate_rules, profile_rules;

/* rules_report.c: looking at other fields. All of these give "" or empty if the form has no such field, it does not
 * apply, or there is no draft. They record which fields were looked at: an acceptance ends when one of them changes,
 * and the rules of a field are asked again (struct lint_kept). A lint that looks at a field in another way calls
 * lint_look, or lint_depend if acceptances do not depend on it. */
void lint_look(const struct check *check, const struct field *field);
void lint_depend(const struct check *check, const struct field *field);
/* What is around the draft. It may change from check to check, and then the findings do. */
const struct lint_env *lint_env(const struct check *check);
const char *lint_text(const struct check *check, enum role role);
bool lint_is_empty(const struct check *check, enum role role);
bool lint_is_ios(const struct check *check);
/* The certificate of a value, given as text or path. Read once for all rules (model/certificate_read.h). */
const struct certificate_read *lint_certificate(const struct check *check, const char *text);
/* The parsed check->text; NULL if it is invalid, and why (lint_slip). Valid as long as the text stays the same. */
const struct url *lint_url(const struct check *check);
const struct x500_name *lint_subject(const struct check *check);
const struct fingerprint *lint_fingerprint(const struct check *check);
const struct finding *lint_slip(const struct check *check);
/* The text changes. */
void lint_forget(struct lint *lint);
/* Whether the value has an error already, so that a warning would only be noise. */
bool lint_has_error(const struct check *check);

/* rules_asked.c: the time of the check. */
time_t lint_now(const struct check *check);
/* The facts about the draft's server; NULL if there are none, or they are about another URL or Name. */
const struct asked *lint_asked(const struct check *check);
/* Whether the draft has the fingerprint that was asked with. */
bool lint_asked_with(const struct check *check, const struct asked *asked);
/* Whether a finding about the field of that role is reported here: at this field, or if that does not apply or exist, at
 * the URL. */
bool lint_asked_here(const struct check *check, enum role role);

/* rules_mdm.c: the MDM that gets the profile, or else that the draft names; NULL if it names none, or an unknown one. */
const struct mdm *lint_mdm(const struct check *check);
/* Whether it replaces this variable; any variable in check->text. */
bool lint_mdm_replaces(const struct check *check, const char *variable, size_t len);
bool lint_has_own_variable(const struct check *check);

/* rules_text.c: hides the draft's challenge in a sentence about a text that reveals it (secret-elsewhere), because
 * other rules quote the beginning of such texts. */
void secret_hide(const struct check *check, struct strbuf *sentence);
/* Whether a secret is a placeholder, certain or not, so that other findings about it are pointless. */
bool secret_is_placeholder(const char *text);

#endif
