/* The lints of the rows in rules.c, by kin, and what they share. Internal to the model.
 *
 * A lint gets the field's value in check->text, empty or not (one that is RULE_ALONE: an item, never
 * empty, and perhaps no draft), and reports under its own rule's id. */
#ifndef MODEL_RULES_LINTS_H
#define MODEL_RULES_LINTS_H

#include <stdbool.h>

#include "model/rules.h"

/* rules_report.c: looking at other fields; all of them are "" or empty where the form has no such field,
 * it does not apply, or there is no draft. They remember which fields were looked at, for an acceptance ends
 * when one of them changes; a lint that looks at a field by itself says so with lint_look. */
void lint_look(const struct check *check, const struct field *field);
const char *lint_text(const struct check *check, const char *key);
bool lint_is_empty(const struct check *check, const char *key);
bool lint_is_ios(const struct check *check);
/* The certificate that an answer is, or is the path of; read once for all rules (model/certificate_read.h). */
struct certificate_read;
const struct certificate_read *lint_certificate(const struct check *check, const char *text);
/* Whether the value has an error already, so that a doubt about it would only add noise. */
bool lint_has_error(const struct check *check);

/* rules_mdm.c: the MDM that the draft names; NULL if it names none, or an unknown one. */
struct mdm;
const struct mdm *lint_mdm(const struct check *check);
/* Whether it puts a value in for this variable; for any in check->text. */
bool lint_mdm_replaces(const struct check *check, const char *variable, size_t len);
bool lint_has_own_variable(const struct check *check);
void mdm_unknown(struct check *check);
void mdm_substitutes(struct check *check);
void mdm_escapes(struct check *check);
void mdm_identity(struct check *check);

/* rules_identity.c */
void identity_missing(struct check *check);
void identity_changed(struct check *check);
void identity_shared(struct check *check);
void identifier_duplicate(struct check *check);
void uuid_duplicate(struct check *check);
void policy_name_taken(struct check *check);

/* rules_draft.c */
void value_missing(struct check *check);
void policy_name_long(struct check *check);
void assignment_missing(struct check *check);
void field_locked(struct check *check);
void payload_scope(struct check *check);
void identifier_example(struct check *check);
void text_invisible(struct check *check);

/* rules_key.c */
void challenge_missing(struct check *check);
void challenge_source(struct check *check);
void challenge_one_time(struct check *check);
void challenge_too_long(struct check *check);
void challenge_stray_space(struct check *check);
void challenge_not_printable_string(struct check *check);
void challenge_in_clear(struct check *check);
void challenge_placeholder(struct check *check);
void key_size_weak(struct check *check);
void key_size_slow(struct check *check);
void key_usage_ndes(struct check *check);
void key_usage_none(struct check *check);
void key_usage_encryption_only(struct check *check);
void key_extractable(struct check *check);
void key_extractable_ios(struct check *check);
void apps_access_off(struct check *check);

/* rules_server.c */
void url_http_without_fingerprint(struct check *check);
void url_query(struct check *check);
void host_punycode(struct check *check);
void url_ndes_path(struct check *check);
void url_unreachable_host(struct check *check);
void retry_too_long(struct check *check);
void retry_no_delay(struct check *check);
void name_looks_like_label(struct check *check);
void name_placeholder(struct check *check);

/* rules_names.c */
void subject_missing(struct check *check);
void subject_oid_128(struct check *check);
void subject_common_name(struct check *check);
void subject_too_long(struct check *check);
void subject_comma_form(struct check *check);
void subject_multi_valued_rdn(struct check *check);
void san_missing(struct check *check);
void san_too_many(struct check *check);
void san_is_server(struct check *check);
void variable_on_ios(struct check *check);
void variable_unknown(struct check *check);
void variable_unbalanced(struct check *check);
void variable_other_mdm(struct check *check);
void variable_active_directory(struct check *check);
void variable_unsafe(struct check *check);
void variable_misplaced(struct check *check);

/* rules_text.c */
void placeholder(struct check *check);
void text_entity(struct check *check);
void secret_elsewhere(struct check *check);
/* Hides the draft's challenge in a sentence about a text that tells it (secret-elsewhere), of which other
 * rules quote the beginning. */
void secret_hide(const struct check *check, struct strbuf *sentence);
/* Whether a secret is a placeholder, sure or not, so that nothing else is to be said of it. */
bool secret_is_placeholder(const char *text);

/* rules_fingerprint.c */
void fingerprint_md5(struct check *check);
void fingerprint_other_hash(struct check *check);
void fingerprint_sha1(struct check *check);
void fingerprint_not_root(struct check *check);
void fingerprint_read_as_hex(struct check *check);
void fingerprint_implausible(struct check *check);

/* rules_certificate.c */
void issuing_certificate(struct check *check);
void certificate_duplicate(struct check *check);

#endif
