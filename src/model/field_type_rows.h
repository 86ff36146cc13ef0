/* The functions of the rows in field_type.c, and what rules share with them. Internal to the model.
 *
 * What each kind of function promises stands in model/field_type.h. */
#ifndef MODEL_FIELD_TYPE_ROWS_H
#define MODEL_FIELD_TYPE_ROWS_H

#include <plist/plist.h>

#include "base/strbuf.h"

#include "syntax/finding.h"
#include "syntax/x509.h"

#include "model/field_type.h"

/* field_type_text.c */
int plain_accept(const struct field *field, const char *typed, const char *folder,
	struct strbuf *kept, struct strbuf *err);
void plain_show(
	const struct field *field, const char *text, const char *folder, struct strbuf *out);
int string_encode(const struct field *field, const char *text, const char *folder, plist_t *node,
	struct strbuf *err);
int string_decode(const struct field *field, plist_t node, struct strbuf *text, struct strbuf *err);
void lines_show(
	const struct field *field, const char *text, const char *folder, struct strbuf *out);
int verbatim_accept(const struct field *field, const char *typed, const char *folder,
	struct strbuf *kept, struct strbuf *err);
void secret_show(
	const struct field *field, const char *text, const char *folder, struct strbuf *out);
void secret_progress(const struct field *field, const char *text, struct strbuf *out);
void identifier_check(struct check *check);
void identifier_make(
	const struct field *field, const char *name, const char *seed, struct strbuf *out);
void uuid_check(struct check *check);
void uuid_fold(const struct field *field, const char *text, struct strbuf *out);
void uuid_make_text(
	const struct field *field, const char *name, const char *seed, struct strbuf *out);

/* field_type_schema.c */
void text_schema(const struct field *field, struct json *json);
void secret_schema(const struct field *field, struct json *json);
void integer_schema(const struct field *field, struct json *json);
void choice_schema(const struct field *field, struct json *json);
void choice_set_schema(const struct field *field, struct json *json);
void boolean_schema(const struct field *field, struct json *json);

/* field_type_choice.c */
void integer_check(struct check *check);
int integer_encode(const struct field *field, const char *text, const char *folder, plist_t *node,
	struct strbuf *err);
int integer_decode(
	const struct field *field, plist_t node, struct strbuf *text, struct strbuf *err);
int integer_accept(const struct field *field, const char *typed, const char *folder,
	struct strbuf *kept, struct strbuf *err);
void choice_check(struct check *check);
int choice_encode(const struct field *field, const char *text, const char *folder, plist_t *node,
	struct strbuf *err);
int choice_decode(const struct field *field, plist_t node, struct strbuf *text, struct strbuf *err);
int choice_accept(const struct field *field, const char *typed, const char *folder,
	struct strbuf *kept, struct strbuf *err);
void choice_show(
	const struct field *field, const char *text, const char *folder, struct strbuf *out);
int choice_set_encode(const struct field *field, const char *text, const char *folder,
	plist_t *node, struct strbuf *err);
int choice_set_decode(
	const struct field *field, plist_t node, struct strbuf *text, struct strbuf *err);
int choice_set_accept(const struct field *field, const char *typed, const char *folder,
	struct strbuf *kept, struct strbuf *err);
void boolean_check(struct check *check);
int boolean_encode(const struct field *field, const char *text, const char *folder, plist_t *node,
	struct strbuf *err);
int boolean_decode(
	const struct field *field, plist_t node, struct strbuf *text, struct strbuf *err);
int boolean_accept(const struct field *field, const char *typed, const char *folder,
	struct strbuf *kept, struct strbuf *err);
void boolean_show(
	const struct field *field, const char *text, const char *folder, struct strbuf *out);

/* field_type_net.c */
void url_check(struct check *check);
void url_fold(const struct field *field, const char *text, struct strbuf *out);
void dns_name_check(struct check *check);
void dns_name_fold(const struct field *field, const char *text, struct strbuf *out);
void email_check(struct check *check);
void uri_check(struct check *check);
void principal_check(struct check *check);
int principal_decode(
	const struct field *field, plist_t node, struct strbuf *text, struct strbuf *err);

/* field_type_security.c */
void fingerprint_recognised(
	const struct field *field, const char *typed, const char *folder, struct strbuf *out);
int fingerprint_encode(const struct field *field, const char *text, const char *folder,
	plist_t *node, struct strbuf *err);
int fingerprint_decode(
	const struct field *field, plist_t node, struct strbuf *text, struct strbuf *err);
int fingerprint_accept(const struct field *field, const char *typed, const char *folder,
	struct strbuf *kept, struct strbuf *err);
void fingerprint_show(
	const struct field *field, const char *text, const char *folder, struct strbuf *out);
void fingerprint_typed(const struct field *field, const char *text, struct strbuf *out);
int fingerprint_from_file(const struct field *field, const char *path, const char *folder,
	struct strbuf *kept, struct strbuf *err);
void subject_check(struct check *check);
int subject_encode(const struct field *field, const char *text, const char *folder, plist_t *node,
	struct strbuf *err);
int subject_decode(
	const struct field *field, plist_t node, struct strbuf *text, struct strbuf *err);
void subject_progress(const struct field *field, const char *text, struct strbuf *out);
int certificate_encode(const struct field *field, const char *text, const char *folder,
	plist_t *node, struct strbuf *err);
int certificate_decode(
	const struct field *field, plist_t node, struct strbuf *text, struct strbuf *err);
int certificate_accept(const struct field *field, const char *typed, const char *folder,
	struct strbuf *kept, struct strbuf *err);
void certificate_show(
	const struct field *field, const char *text, const char *folder, struct strbuf *out);
void certificate_details(
	const struct field *field, const char *text, const char *folder, struct strvec *lines);
void certificate_bind(
	const struct field *field, const char *text, const char *folder, struct strbuf *out);
void certificate_offers(const char *path, struct strvec *names);
void certificate_recognised(
	const struct field *field, const char *typed, const char *folder, struct strbuf *out);
/* rules_fingerprint.c: the grammar, and other numbers of the draft's certificates */
void fingerprint_check(struct check *check);
/* rules_certificate.c: the grammar and what is doubtful in one certificate */
void certificate_check(struct check *check);

/* A whole number in plain digits, 0 to 2147483647; -1 for anything else. */
long integer_read(const char *text);
/* Whether a text that is to be something else is called as a certificate's file is. */
bool certificate_is_path(const char *text);
/* Reads the certificate of an answer: the text itself, or the file that it names (model/certificate_read.h). Rules:
 * certificate-unreadable and those of certificate_take. */
int certificate_load(
	const char *text, const char *folder, struct certificate *cert, struct finding *slip);
/* The file that an answer names, and which of its certificates: FILE#2; 0 where that is not said. The
 * caller frees. */
char *certificate_path(const char *text, const char *folder, size_t *number);
/* Fails with "Challenge: expected data, found a string". */
int node_wrong_kind(
	const struct field *field, plist_t node, const char *wanted, struct strbuf *err);

#endif
