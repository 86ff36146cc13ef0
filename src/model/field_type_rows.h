/* The rows of field_type.c, and what types and rules share. Internal to the model and to the compiled-in form.
 *
 * model/field_type.h describes each kind of function. */
#ifndef MODEL_FIELD_TYPE_ROWS_H
#define MODEL_FIELD_TYPE_ROWS_H

#include "base/strbuf.h"

#include "syntax/finding.h"
#include "syntax/x509.h"

#include "model/field_type.h"

extern const struct field_type text_type, lines_type, secret_type, integer_type, choice_type,
	choice_set_type, boolean_type, url_type, fingerprint_type, subject_type, certificate_type,
	dns_name_type, email_type, uri_type, principal_type, names_type, identifier_type, uuid_type;

/* The default behaviour. */
int plain_accept(const struct field *field, const char *typed, const char *folder,
	struct strbuf *kept, struct strbuf *err);
void plain_show(
	const struct field *field, const char *text, const char *folder, struct strbuf *out);
int string_encode(const struct field *field, const char *text, const char *folder,
	struct node **node, struct strbuf *err);
int string_decode(const struct field *field, const struct node *node, struct strbuf *text,
	struct strbuf *err);
void text_schema(const struct field *field, struct node *object);
/* Also for choices that have numbers. */
int integer_decode(const struct field *field, const struct node *node, struct strbuf *text,
	struct strbuf *err);
void certificate_offers(const char *path, struct strvec *names);
/* rules_fingerprint.c: the syntax, and other numbers of the draft's certificates */
void fingerprint_check(struct check *check);
/* rules_certificate.c: the syntax, and warnings about one certificate */
void certificate_check(struct check *check);

/* A whole number in plain digits, 0 to 2147483647; -1 for anything else. */
long integer_read(const char *text);
/* Whether a text is named like a certificate's file. */
bool certificate_is_path(const char *text);
/* Reads the certificate of a value: the text itself, or the file that it names (model/certificate_read.h). Rules:
 * certificate-outside, certificate-unreadable and those of certificate_take. */
int certificate_load(
	const char *text, const char *folder, struct certificate *cert, struct finding *slip);
/* The file that a value names, and which of its certificates: FILE#2; 0 if that is not given. The caller frees. */
char *certificate_path(const char *text, const char *folder, size_t *number);
/* Fails with "Challenge: expected data, found a string". */
int node_wrong_kind(
	const struct field *field, const struct node *node, const char *wanted, struct strbuf *err);

#endif
