/* The field type fingerprint. What it is of is checked by rules_fingerprint.c. */
#include <string.h>

#include "base/text.h"

#include "syntax/base64.h"
#include "syntax/fingerprint.h"

#include "model/field_type_rows.h"

static int
fingerprint_encode(const struct field *field, const char *text, const char *folder,
	struct node **node, struct strbuf *err)
{
	struct fingerprint fp;
	FINDING(slip);
	int result = fingerprint_parse(text, &fp, &slip);

	(void)folder;
	if (result < 0)
		error_add(err, "%s: %s", field->label, slip.sentence);
	else
		*node = node_data_new(fp.bytes, fp.len);
	return result;
}

static int
fingerprint_decode(
	const struct field *field, const struct node *node, struct strbuf *text, struct strbuf *err)
{
	if (!node_is(node, NODE_DATA))
		return node_wrong_kind(field, node, "data", err);
	base64_encode(node->text.buf, node->text.len, text);
	return 0;
}

/* The SHA-256 hash, which every current system takes. */
static int
fingerprint_from_file(const struct field *field, const char *path, const char *folder,
	struct strbuf *kept, struct strbuf *err)
{
	CERTIFICATE(cert);
	FINDING(slip);
	int result = certificate_load(path, folder, &cert, &slip);

	if (result < 0)
		error_add(err, "%s: %s", field->label, slip.sentence);
	else
		base64_encode(cert.sha256, sizeof cert.sha256, kept);
	return result;
}

/* Whether a fix is certainly what was meant, and the reader need not know about it: for a certificate, and for Base64
 * in the URL alphabet. */
static bool
fingerprint_takes_fix(const char *typed, const struct finding *slip)
{
	if (!slip->fix)
		return false;
	return !strcmp(slip->rule, "fingerprint-is-certificate") ||
	       (!strcmp(slip->rule, "fingerprint-syntax") && text_is_ascii(typed));
}

/* Hex becomes Base64, a certificate or the path of one its SHA-256; what cannot be read stays as typed. */
static int
fingerprint_accept(const struct field *field, const char *typed, const char *folder,
	struct strbuf *kept, struct strbuf *err)
{
	struct fingerprint fp;
	FINDING(slip);
	STRBUF(ignored);

	if (fingerprint_parse(typed, &fp, &slip) == 0)
		fingerprint_to_base64(&fp, kept);
	else if (fingerprint_takes_fix(typed, &slip))
		strbuf_addstr(kept, slip.fix);
	else if (!certificate_is_path(typed) ||
		 fingerprint_from_file(field, typed, folder, kept, &ignored) < 0)
		plain_accept(field, typed, folder, kept, err);
	return 0;
}

static void
fingerprint_recognised(
	const struct field *field, const char *typed, const char *folder, struct strbuf *out)
{
	struct fingerprint fp;
	CERTIFICATE(cert);
	FINDING(slip);

	(void)field;
	if (fingerprint_parse(typed, &fp, &slip) < 0 &&
		(!strcmp(slip.rule, "fingerprint-is-certificate") || certificate_is_path(typed)) &&
		certificate_load(typed, folder, &cert, &slip) == 0)
		strbuf_addf(out, "That is the certificate %s. Its SHA-256 was put in.",
			cert.common_name.buf);
}

/* Base64 as the draft has it, and hex to compare it with what openssl prints. */
static void
fingerprint_show(
	const struct field *field, const char *text, const char *folder, struct strbuf *out)
{
	struct fingerprint fp;
	FINDING(slip);

	(void)field, (void)folder;
	if (fingerprint_parse(text, &fp, &slip) == 0) {
		fingerprint_to_base64(&fp, out);
		strbuf_addf(out, " (%s ", fp.hash);
		fingerprint_to_hex(fp.bytes, fp.len, out);
		strbuf_addch(out, ')');
	} else {
		strbuf_addstr(out, text);
	}
}

static void
fingerprint_typed(const struct field *field, const char *text, struct strbuf *out)
{
	(void)field;
	fingerprint_progress(text, out);
}

const struct field_type fingerprint_type = {
	.name = "fingerprint",
	.summary = "The hash of a certificate, in hex or Base64, written as data.",
	.widget = WIDGET_LINE,
	.flags = FT_BREAKS,
	.check = fingerprint_check,
	.encode = fingerprint_encode,
	.decode = fingerprint_decode,
	.accept = fingerprint_accept,
	.recognised = fingerprint_recognised,
	.show = fingerprint_show,
	.progress = fingerprint_typed,
	.from_file = fingerprint_from_file,
	.offers = certificate_offers,
};
