/* The field type certificate, and what other types take out of a certificate's file. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/path.h"
#include "base/utc.h"
#include "base/xalloc.h"

#include "syntax/base64.h"
#include "syntax/digest.h"
#include "syntax/fingerprint.h"

#include "model/certificate_read.h"
#include "model/field_type_rows.h"

/* Of the number behind a path. */
#define NUMBER_DIGITS 4

/* If a file is asked for, it may have any name. Where a text is expected, only these are certainly files. */
bool
certificate_is_path(const char *text)
{
	static const char *const endings[] = { ".cer", ".crt", ".pem", ".der", ".p7b", ".p7c" };
	size_t number, len;
	char *path = certificate_path(text, "", &number);
	bool found = false;

	len = strlen(path);
	for (size_t i = 0; i < ARRAY_SIZE(endings); i++)
		found |= len > 4 && !strcasecmp(path + len - 4, endings[i]);
	free(path);
	return found && !strchr(text, '\n');
}

/* Of the current folder, where the user is; of the draft's if that alone has it. */
static char *
typed_path(const char *path, const char *folder)
{
	size_t number;
	OWN_TEXT(here) = certificate_path(path, "", &number);
	OWN_TEXT(beside) = certificate_path(path, folder, &number);

	return path_join(path_exists(beside) && !path_exists(here) ? folder : "", path);
}

/* One item, or everything if it is not a list. */
static void
typed_add(const struct field *field, const char *text, const char *folder, struct strbuf *out)
{
	STRBUF(path);
	OWN_TEXT(whole) = NULL;

	strbuf_addstr(&path, text);
	strbuf_trim(&path);
	if (!path.len || certificate_is_pasted(text) ||
		(field->type != &certificate_type && !certificate_is_path(path.buf))) {
		strbuf_addstr(out, text);
		return;
	}
	whole = typed_path(path.buf, folder);
	strbuf_addstr(out, whole);
}

void
field_typed(const struct field *field, const char *typed, const char *folder, struct strbuf *out)
{
	STRVEC(lines);

	if (!field->type->offers) {
		strbuf_addstr(out, typed);
		return;
	}
	if (!(field->flags & FIELD_LIST)) {
		typed_add(field, typed, folder, out);
		return;
	}
	strvec_split(&lines, typed, '\n');
	for (size_t i = 0; i < lines.n; i++) {
		strbuf_addstr(out, i ? "\n" : "");
		typed_add(field, lines.v[i], folder, out);
	}
}

/* "Example Root CA, until 2031-05-01, SHA-256 12:34:..." */
static void
certificate_summary(const struct certificate *cert, struct strbuf *out)
{
	strbuf_addf(out, "%s, until ", cert->common_name.buf);
	utc_day(cert->not_after, out);
	strbuf_addstr(out, ", SHA-256 ");
	fingerprint_to_hex(cert->sha256, sizeof cert->sha256, out);
}

/* chain.pem#2 is the second certificate of chain.pem, unless a file is called so. */
char *
certificate_path(const char *text, const char *folder, size_t *number)
{
	char *path = path_join(folder ? folder : ".", text), *hash = strrchr(path, '#');
	size_t digits = hash ? strspn(hash + 1, "0123456789") : 0;

	*number = 0;
	if (!digits || digits > NUMBER_DIGITS || hash[1 + digits] || hash[1] == '0' ||
		path_exists(path))
		return path;
	*number = strtoul(hash + 1, NULL, 10);
	*hash = '\0';
	return path;
}

void
certificate_offers(const char *path, struct strvec *names)
{
	struct certificates list = { .any_shape = true };
	FINDING(slip);
	STRBUF(data);
	STRBUF(name);
	size_t number;
	char *file = certificate_path(path, NULL, &number);

	if (!number && certificate_file_read(file, &data, &slip) == 0 &&
		certificates_parse(data.buf, data.len, &list, &slip) == 0 && list.n > 1)
		for (size_t i = 0; i < list.n; i++) {
			strbuf_clear(&name);
			certificate_summary(&list.v[i], &name);
			strvec_push(names, name.buf);
		}
	free(file);
	certificates_release(&list);
}

static int
certificate_encode(const struct field *field, const char *text, const char *folder,
	struct node **node, struct strbuf *err)
{
	CERTIFICATE(cert);
	FINDING(slip);

	if (certificate_load(text, folder, &cert, &slip) < 0)
		return error_add(err, "%s: %s", field->label, slip.sentence);
	*node = node_data_new(cert.der.buf, cert.der.len);
	return 0;
}

/* In a list in one line, as every item. */
static void
certificate_keep(const struct field *field, const struct certificate *cert, struct strbuf *kept)
{
	if (field->flags & FIELD_LIST)
		base64_encode(cert->der.buf, cert->der.len, kept);
	else
		certificate_to_pem(cert, kept);
}

/* Apple's root payload holds DER; PEM inside occurs and is read too. */
static int
certificate_decode(
	const struct field *field, const struct node *node, struct strbuf *text, struct strbuf *err)
{
	CERTIFICATE(cert);
	FINDING(slip);

	if (!node_is(node, NODE_DATA))
		return node_wrong_kind(field, node, "data", err);
	if (certificate_parse(node->text.buf, node->text.len, &cert, &slip) < 0)
		return error_add(err, "%s: %s", field->label, slip.sentence);
	certificate_keep(field, &cert, text);
	return 0;
}

static int
certificate_accept(const struct field *field, const char *typed, const char *folder,
	struct strbuf *kept, struct strbuf *err)
{
	STRBUF(text);
	CERTIFICATE(cert);
	FINDING(slip);

	plain_accept(field, typed, folder, &text, err);
	if (certificate_load(text.buf, folder, &cert, &slip) < 0)
		return error_add(err, "%s: %s", field->label, slip.sentence);
	certificate_keep(field, &cert, kept);
	return 0;
}

static void
certificate_recognised(
	const struct field *field, const char *typed, const char *folder, struct strbuf *out)
{
	CERTIFICATE(cert);
	FINDING(slip);

	(void)field;
	if (certificate_is_pasted(typed) && certificate_load(typed, folder, &cert, &slip) == 0) {
		strbuf_addf(out, "That is the certificate %s, until ", cert.common_name.buf);
		utc_day(cert.not_after, out);
		strbuf_addch(out, '.');
	}
}

static void
certificate_show(
	const struct field *field, const char *text, const char *folder, struct strbuf *out)
{
	CERTIFICATE(cert);
	FINDING(slip);

	(void)field;
	if (certificate_load(text, folder, &cert, &slip) == 0) {
		certificate_summary(&cert, out);
	} else if (certificate_is_pasted(text)) {
		strbuf_addf(out, "not a readable certificate (%s)", slip.sentence);
	} else {
		strbuf_addf(out, "%s (%s)", text, slip.sentence);
	}
}

static void
certificate_details(
	const struct field *field, const char *text, const char *folder, struct strvec *lines)
{
	CERTIFICATE(cert);
	FINDING(slip);

	(void)field;
	if (certificate_load(text, folder, &cert, &slip) == 0)
		certificate_describe(&cert, lines);
}

/* The certificate itself, wherever it is kept; one that cannot be read is an error and not accepted. */
static void
certificate_bind(
	const struct field *field, const char *text, const char *folder, struct strbuf *out)
{
	CERTIFICATE(cert);
	FINDING(slip);

	if (certificate_load(text, folder, &cert, &slip) == 0) {
		strbuf_addstr(out, "SHA-256 ");
		digest_sha256(cert.der.buf, cert.der.len, out);
	} else {
		certificate_show(field, text, folder, out);
	}
}

const struct field_type certificate_type = {
	.name = "certificate",
	.summary = "A certificate, as PEM text or as the path of a PEM, DER or PKCS#7 file.",
	.widget = WIDGET_FILE,
	.flags = FT_LIST,
	.check = certificate_check,
	.encode = certificate_encode,
	.decode = certificate_decode,
	.accept = certificate_accept,
	.recognised = certificate_recognised,
	.show = certificate_show,
	.details = certificate_details,
	.bind = certificate_bind,
	.offers = certificate_offers,
};
