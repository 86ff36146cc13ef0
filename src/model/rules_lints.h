/* The tables of rules.c, and what the lints share that are their functions. Internal to the model.
 *
 * A lint gets the field's value in check->text, empty or not (one that is RULE_ALONE: an item, never
 * empty, and perhaps no draft), and reports under its own rule's id. */
#ifndef MODEL_RULES_LINTS_H
#define MODEL_RULES_LINTS_H

#include <stdbool.h>

#include "syntax/fingerprint.h"
#include "syntax/url.h"
#include "syntax/x500.h"

#include "model/certificate_read.h"
#include "model/rules.h"

/* What check->text means, which is read once for the type and all rules (lint_url and its like). */
struct lint_value {
	enum lint_kind { LINT_UNREAD, LINT_URL, LINT_SUBJECT, LINT_FINGERPRINT } kind;
	bool good;
	struct finding slip; /* where it is not */
	struct url url;
	struct x500_name subject;
	struct fingerprint fingerprint;
};

/* What the checks of one draft share. */
struct lint {
	const struct lint_env *env; /* for lint_env */
	/* By the index of form.fields: which other fields the rule at work has looked at (lint_look), and what all
	 * rules of the field depend on. NULL where one value is checked alone. */
	bool *reads, *depends;
	bool outside; /* they depend on something else, too, so that they are asked each time */
	bool guessed; /* the rule has asked for a value that could not be read: what it found may be wrong */
	bool erred;                            /* the reader has told an error about the field */
	struct certificates_read certificates; /* that rules have read, for the next one */
	struct lint_value value;
};

struct rule_table {
	const struct rule *v;
	size_t n;
};

extern const struct rule_table value_rules, text_rules, draft_rules, variable_spelling_rules,
	mdm_rules, variable_value_rules, identity_rules, fingerprint_rules, key_rules,
	subject_rules, san_rules, server_rules, certificate_rules, profile_rules;

/* rules_report.c: looking at other fields; all of them are "" or empty where the form has no such field,
 * it does not apply, or there is no draft. They remember which fields were looked at: an acceptance ends
 * when one of them changes, and the rules of a field are asked again (struct lint_kept). A lint that looks at a field
 * by itself says so with lint_look, and with lint_depend where an acceptance has nothing to do with it. */
void lint_look(const struct check *check, const struct field *field);
void lint_depend(const struct check *check, const struct field *field);
/* What is around the draft, which may be another the next time, as what the check says then. */
const struct lint_env *lint_env(const struct check *check);
const char *lint_text(const struct check *check, enum role role);
bool lint_is_empty(const struct check *check, enum role role);
bool lint_is_ios(const struct check *check);
/* The certificate that an answer is, or is the path of; read once for all rules (model/certificate_read.h). */
const struct certificate_read *lint_certificate(const struct check *check, const char *text);
/* check->text, read; NULL where it cannot be, and why (lint_slip). Good as long as that is the text. */
const struct url *lint_url(const struct check *check);
const struct x500_name *lint_subject(const struct check *check);
const struct fingerprint *lint_fingerprint(const struct check *check);
const struct finding *lint_slip(const struct check *check);
/* The text becomes another. */
void lint_forget(struct lint *lint);
/* Whether the value has an error already, so that a doubt about it would only add noise. */
bool lint_has_error(const struct check *check);

/* rules_mdm.c: the MDM that the draft names; NULL if it names none, or an unknown one. */
struct mdm;
const struct mdm *lint_mdm(const struct check *check);
/* Whether it puts a value in for this variable; for any in check->text. */
bool lint_mdm_replaces(const struct check *check, const char *variable, size_t len);
bool lint_has_own_variable(const struct check *check);

/* rules_text.c: hides the draft's challenge in a sentence about a text that tells it (secret-elsewhere), of which
 * other rules quote the beginning. */
void secret_hide(const struct check *check, struct strbuf *sentence);
/* Whether a secret is a placeholder, sure or not, so that nothing else is to be said of it. */
bool secret_is_placeholder(const char *text);

#endif
