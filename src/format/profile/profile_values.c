/* What a field writes into a profile, and what follows from that. */
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/x509.h"

#include "model/field_type.h"

#include "format/profile/profile_build.h"

/* "Subject (why)"; the sentences of field types begin with the label, too. */
static void
build_leave_out(struct build *build, const char *what, const char *why)
{
	size_t len = strlen(what);
	STRBUF(line);

	if (strncmp(why, what, len) != 0)
		strbuf_addf(&line, "%s (%s)", what, why);
	else if (!strncmp(why + len, ": ", 2))
		strbuf_addf(&line, "%s (%s)", what, why + len + 2);
	else
		strbuf_addf(&line, "%s (it%s)", what, why + len);
	strvec_push(&build->export->left_out, line.buf);
}

int
build_lacks(struct build *build, const char *what, const struct strbuf *why)
{
	if (!build->export->force)
		return error_add(build->err, "%s", why->buf);
	build_leave_out(build, what, why->buf);
	return 0;
}

int
node_check(const struct node *node, const char *who, struct strbuf *err)
{
	const struct strbuf *text = &node->text;
	size_t bad = node_is(node, NODE_TEXT) ? text_xml_check(text->buf, text->len) : text->len;
	uint32_t cp;

	for (size_t i = 0; i < node->n; i++)
		if (node_check(node->v[i], who, err) < 0)
			return -1;
	if (bad == text->len)
		return 0;
	utf8_decode(text->buf + bad, text->len - bad, &cp);
	if (cp == UTF8_INVALID)
		return error_add(err, "%s: byte %zu is not UTF-8, so a profile cannot hold it", who,
			bad + 1);
	return error_add(err, "%s: a profile cannot hold the character U+%04X at byte %zu", who,
		(unsigned)cp, bad + 1);
}

/* The answer, its default where it is empty, or the secret from elsewhere. Leaves *node NULL where the field has
 * nothing to write. */
static int
field_node(struct build *build, const struct field *field, struct node **node, struct strbuf *why)
{
	const char *untold = node_get_text(build->untold, field->key);
	const char *value = node_get_text(build->secrets, field->key);
	NODE(made) = NULL;

	if (untold)
		return error_add(why, "%s", untold);
	if (draft_source(build->draft, field) == ANSWER_HERE)
		value = draft_value(build->draft, field);
	if (field->flags & FIELD_MADE && draft_unread(build->draft, field))
		return error_add(why, "%s cannot be read", field->label);
	if ((!value || !*value) && field->flags & FIELD_MADE)
		return error_add(why, "%s is missing. An export of a draft from its file makes it",
			field->label);
	if (!value || !*value)
		return 0;
	if (field_encode(field, value, build->export->desk->env.folder, &made, why) < 0 ||
		(made && node_check(made, field->label, why) < 0))
		return -1;
	if (field->flags & FIELD_WRITE_ALWAYS || !node_is(made, NODE_BOOLEAN) || made->number) {
		*node = made;
		made = NULL;
	}
	return 0;
}

int
build_field(struct build *build, const struct field *field, struct node **node)
{
	STRBUF(why);

	*node = NULL;
	if (field_node(build, field, node, &why) < 0)
		return build_lacks(build, field->label, &why);
	if (!*node && field->flags & FIELD_REQUIRED) {
		strbuf_addstr(&why, "it is required, but has no value");
		return build_lacks(build, field->label, &why);
	}
	if (*node && field->type->flags & FT_SECRET)
		build->export->holds_secret = true;
	return 0;
}

int
dict_put(struct build *build, struct node *dict, const char *path, struct node *node)
{
	const struct node *other = node_towards(dict, path);
	STRBUF(below);

	if (!other) {
		node_put(dict, path, node);
		return 0;
	}
	node_free(node);
	strbuf_addstr(&below, path);
	for (; node_is(other, NODE_MAP) && other->n; other = other->v[0])
		strbuf_addf(&below, "/%s", other->v[0]->key);
	return error_add(build->err, "the form has two values for %s of the profile. Fix its paths",
		below.buf);
}

int
dict_put_checked(struct build *build, struct node *dict, const char *path, struct node *node)
{
	STRBUF(why);

	if (!node)
		return 0;
	if (node_check(node, path, &why) == 0)
		return dict_put(build, dict, path, node);
	node_free(node);
	return build_lacks(build, path, &why);
}

/* "Example Root CA" -> example-root-ca.cer */
static void
certificate_file_name(const struct node *content, struct strbuf *out)
{
	CERTIFICATE(cert);
	FINDING(problem);

	if (certificate_parse(content->text.buf, content->text.len, &cert, &problem) == 0)
		text_slug(cert.common_name.buf, out);
	strbuf_addstr(out, out->len ? ".cer" : "certificate.cer");
}

static const struct derived {
	const char *payload_type, *path;
	const char *from;
	enum node_kind from_kind;
	void (*derive)(const struct node *from, struct strbuf *out);
} derived_keys[] = {
	{ "com.apple.security.root", "PayloadCertificateFileName", "PayloadContent", NODE_DATA,
		certificate_file_name },
	{ "com.apple.security.pkcs1", "PayloadCertificateFileName", "PayloadContent", NODE_DATA,
		certificate_file_name },
};

void
dict_derive(struct node *dict, const struct payload *payload, const char *path, bool own)
{
	for (size_t i = 0; i < ARRAY_SIZE(derived_keys); i++) {
		const struct derived *derived = &derived_keys[i];
		const struct node *from = node_at(dict, derived->from);
		STRBUF(text);

		if (strcmp(derived->payload_type, payload->type) != 0 ||
			!node_is(from, derived->from_kind) ||
			own != !node_at(dict, derived->path) ||
			(!own && strcmp(derived->from, path) != 0))
			continue;
		derived->derive(from, &text);
		node_put(dict, derived->path, node_text_new(text.buf));
	}
}
