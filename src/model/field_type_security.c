/* Field types with a meaning of their own: fingerprint, subject. Certificates are beside it. */
#include <string.h>

#include "base/text.h"

#include "syntax/base64.h"
#include "syntax/fingerprint.h"
#include "syntax/x500.h"

#include "model/field_type_rows.h"

int
fingerprint_encode(const struct field *field, const char *text, const char *folder,
	struct node **node, struct strbuf *err)
{
	struct fingerprint fp;
	struct finding slip = FINDING_INIT;
	int result = fingerprint_parse(text, &fp, &slip);

	(void)folder;
	if (result < 0)
		error_add(err, "%s: %s", field->label, slip.sentence);
	else
		*node = node_data_new((const char *)fp.bytes, fp.len);
	finding_release(&slip);
	return result;
}

int
fingerprint_decode(
	const struct field *field, const struct node *node, struct strbuf *text, struct strbuf *err)
{
	if (!node_is(node, NODE_DATA))
		return node_wrong_kind(field, node, "data", err);
	base64_encode(node->text.buf, node->text.len, text);
	return 0;
}

static bool
is_ascii(const char *text)
{
	while ((unsigned char)*text && (unsigned char)*text < 0x80)
		text++;
	return !*text;
}

/* Whether a fix is what was meant for certain, and says nothing that its reader has to know: a certificate, and the
 * Base64 of URLs. */
static bool
fingerprint_takes_fix(const char *typed, const struct finding *slip)
{
	if (!slip->fix)
		return false;
	return !strcmp(slip->rule, "fingerprint-is-certificate") ||
	       (!strcmp(slip->rule, "fingerprint-syntax") && is_ascii(typed));
}

/* Hex becomes Base64, a certificate or the path of one its SHA-256; what cannot be read stays as typed. */
int
fingerprint_accept(const struct field *field, const char *typed, const char *folder,
	struct strbuf *kept, struct strbuf *err)
{
	struct fingerprint fp;
	struct finding slip = FINDING_INIT;
	struct strbuf ignored = STRBUF_INIT;

	if (fingerprint_parse(typed, &fp, &slip) == 0)
		fingerprint_to_base64(&fp, kept);
	else if (fingerprint_takes_fix(typed, &slip))
		strbuf_addstr(kept, slip.fix);
	else if (!certificate_is_path(typed) ||
		 fingerprint_from_file(field, typed, folder, kept, &ignored) < 0)
		plain_accept(field, typed, folder, kept, err);
	strbuf_release(&ignored);
	finding_release(&slip);
	return 0;
}

void
fingerprint_recognised(
	const struct field *field, const char *typed, const char *folder, struct strbuf *out)
{
	struct fingerprint fp;
	struct certificate cert = CERTIFICATE_INIT;
	struct finding slip = FINDING_INIT;

	(void)field;
	if (fingerprint_parse(typed, &fp, &slip) < 0 &&
		(!strcmp(slip.rule, "fingerprint-is-certificate") || certificate_is_path(typed)) &&
		certificate_load(typed, folder, &cert, &slip) == 0)
		strbuf_addf(out, "That is the certificate %s. Its SHA-256 was put in.",
			cert.common_name.buf);
	certificate_release(&cert);
	finding_release(&slip);
}

/* Base64 as the draft has it, and hex to compare it with what openssl prints. */
void
fingerprint_show(
	const struct field *field, const char *text, const char *folder, struct strbuf *out)
{
	struct fingerprint fp;
	struct finding slip = FINDING_INIT;

	(void)field, (void)folder;
	if (fingerprint_parse(text, &fp, &slip) == 0) {
		fingerprint_to_base64(&fp, out);
		strbuf_addf(out, " (%s ", fp.hash);
		fingerprint_to_hex(fp.bytes, fp.len, out);
		strbuf_addch(out, ')');
	} else {
		strbuf_addstr(out, text);
	}
	finding_release(&slip);
}

void
fingerprint_typed(const struct field *field, const char *text, struct strbuf *out)
{
	(void)field;
	fingerprint_progress(text, out);
}

/* Rules: those of x500_parse. */
void
subject_check(struct check *check)
{
	struct x500_name name = X500_NAME_INIT;
	struct finding slip = FINDING_INIT;

	if (x500_parse(check->text, &name, &slip) < 0)
		check_slip(check, &slip);
	x500_release(&name);
	finding_release(&slip);
}

/* A pair is an array of two strings; a part usually has one pair. */
static struct node *
subject_rdn_node(const struct x500_rdn *rdn)
{
	struct node *node = node_list_new();

	for (size_t i = 0; i < rdn->n; i++) {
		struct node *pair = node_append(node, node_list_new());

		node_append(pair, node_text_new(rdn->pairs[i].type));
		node_append(pair, node_text_new(rdn->pairs[i].value));
	}
	return node;
}

/* [ [ [C, US] ], [ [O, Example] ] ]: Apple, com.apple.security.scep, Subject. */
int
subject_encode(const struct field *field, const char *text, const char *folder, struct node **node,
	struct strbuf *err)
{
	struct x500_name name = X500_NAME_INIT;
	struct finding slip = FINDING_INIT;
	int result = x500_parse(text, &name, &slip);

	(void)folder;
	if (result < 0) {
		error_add(err, "%s: %s", field->label, slip.sentence);
	} else {
		*node = node_list_new();
		for (size_t i = 0; i < name.n; i++)
			node_append(*node, subject_rdn_node(&name.rdns[i]));
	}
	x500_release(&name);
	finding_release(&slip);
	return result;
}

/* False for anything but arrays of pairs of strings, which iOS refuses and macOS drops. */
static bool
subject_add_rdn(const struct node *rdn, struct x500_name *name)
{
	if (!node_is(rdn, NODE_LIST))
		return false;
	for (size_t i = 0; i < rdn->n; i++) {
		const struct node *pair = rdn->v[i];

		if (!node_is(pair, NODE_LIST) || pair->n != 2 || !node_text(pair->v[0]) ||
			!node_text(pair->v[1]))
			return false;
		x500_add(name, node_text(pair->v[0]), node_text(pair->v[1]), i == 0);
	}
	return rdn->n > 0;
}

int
subject_decode(
	const struct field *field, const struct node *node, struct strbuf *text, struct strbuf *err)
{
	struct x500_name name = X500_NAME_INIT;
	int result = 0;

	if (!node_is(node, NODE_LIST))
		return node_wrong_kind(field, node, "an array", err);
	for (size_t i = 0; i < node->n && result == 0; i++)
		if (!subject_add_rdn(node->v[i], &name))
			result = error_add(err,
				"%s: part %zu is no array of pairs of strings, as in "
				"[[[\"C\", \"US\"]], [[\"CN\", \"foo\"]]]",
				field->label, i + 1);
	if (result == 0)
		x500_format(&name, text);
	x500_release(&name);
	return result;
}

/* "3 parts: C, O, CN" */
void
subject_progress(const struct field *field, const char *text, struct strbuf *out)
{
	struct x500_name name = X500_NAME_INIT;
	struct finding slip = FINDING_INIT;

	(void)field;
	if (x500_parse(text, &name, &slip) == 0) {
		strbuf_addf(out, "%zu %s: ", name.n, plural(name.n, "part", "parts"));
		for (size_t i = 0; i < name.n; i++)
			strbuf_addf(out, "%s%s", i ? ", " : "", name.rdns[i].pairs[0].type);
	}
	x500_release(&name);
	finding_release(&slip);
}
