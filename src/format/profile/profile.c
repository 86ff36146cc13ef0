/* Draft to profile: values are gathered payload by payload, and become dictionaries in the end. */
#include "format/profile/profile.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/x509.h"

#include "model/field_type.h"
#include "model/lint.h"

#include "format/draft/draft_file.h"
#include "format/profile/profile_dict.h"
#include "format/profile/profile_parts.h"

/* "Subject (why)"; the sentences of field types begin with the label, too. */
static void
build_leave_out(struct build *build, const char *what, const char *why)
{
	struct profile_report *report = build->env->report;
	size_t len = strlen(what);
	struct strbuf line = STRBUF_INIT;

	if (!report)
		return;
	if (strncmp(why, what, len) != 0)
		strbuf_addf(&line, "%s (%s)", what, why);
	else if (!strncmp(why + len, ": ", 2))
		strbuf_addf(&line, "%s (%s)", what, why + len + 2);
	else
		strbuf_addf(&line, "%s (it%s)", what, why + len);
	strvec_push(&report->left_out, line.buf);
	strbuf_release(&line);
}

/* What cannot be written is left out where that is forced, and fails the whole otherwise. */
static int
build_result(struct build *build, int result, const char *what, const struct strbuf *why)
{
	if (result == 0)
		return 0;
	if (!build->env->force)
		return error_add(build->err, "%s", why->buf);
	build_leave_out(build, what, why->buf);
	return 0;
}

/* Adds a string that no field holds. */
static int
entries_add_text(struct build *build, struct entries *entries, const char *path, const char *text)
{
	struct strbuf why = STRBUF_INIT;
	int result = profile_text_check(text, strlen(text), path, &why);

	if (result == 0)
		entries_add(entries, path, node_text_new(text));
	result = build_result(build, result, path, &why);
	strbuf_release(&why);
	return result;
}

/* The answer, its default where it is empty, or the secret from elsewhere. */
static int
field_value(
	struct build *build, const struct field *field, struct strbuf *value, struct strbuf *why)
{
	const struct build_secret *secret = &build->secrets[field->index];

	if (secret->why.len)
		return error_add(why, "%s", secret->why.buf);
	if (draft_source(build->draft, field) == ANSWER_HERE)
		strbuf_addstr(value, draft_value(build->draft, field));
	else
		strbuf_add(value, secret->text.buf, secret->text.len);
	return 0;
}

static bool
node_is_no(const struct node *node)
{
	return node_is(node, NODE_BOOLEAN) && !node->number;
}

/* Leaves *node NULL where the field has nothing to write. */
static int
field_node(struct build *build, const struct field *field, struct node **node, struct strbuf *why)
{
	struct strbuf value = STRBUF_INIT;
	int result = field_value(build, field, &value, why);

	if (result == 0 && !value.len && field->flags & FIELD_MADE)
		result = error_add(why,
			"%s is missing; it is made when a draft is exported from its file",
			field->label);
	if (result == 0 && value.len)
		result = field_encode(field, value.buf, build->env->folder, node, why);
	if (result == 0 && *node)
		result = node_check(*node, field->label, why);
	if (*node && (result < 0 || (!(field->flags & FIELD_WRITE_ALWAYS) && node_is_no(*node)))) {
		node_free(*node);
		*node = NULL;
	}
	strbuf_release(&value);
	return result;
}

int
build_field(struct build *build, const struct field *field, struct node **node)
{
	struct strbuf why = STRBUF_INIT;
	int result;

	*node = NULL;
	result = field_node(build, field, node, &why);
	if (result == 0 && !*node && field->flags & FIELD_REQUIRED)
		result = error_add(&why, "it is required, and has no value");
	if (*node && field->type->flags & FT_SECRET && build->env->report)
		build->env->report->holds_secret = true;
	result = build_result(build, result, field->label, &why);
	strbuf_release(&why);
	return result;
}

/* The fields of a payload; NULL: of the profile's top level. */
static int
build_fields(struct build *build, struct entries *entries, const char *payload)
{
	const struct form *form = draft_form(build->draft);

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];
		const char *target = field->target.payload;
		bool here = target && payload ? !strcmp(target, payload) : target == payload;
		struct node *node;

		if (!here || !*field->target.path || !draft_applies(build->draft, field, NULL))
			continue;
		if (build_field(build, field, &node) < 0)
			return -1;
		if (node)
			entries_add(entries, field->target.path, node);
	}
	return 0;
}

/* "Example Root CA" -> example-root-ca.cer */
static void
certificate_file_name(const struct node *content, struct strbuf *out)
{
	struct certificate cert = CERTIFICATE_INIT;
	struct finding problem = FINDING_INIT;

	if (certificate_parse(content->text.buf, content->text.len, &cert, &problem) == 0)
		text_slug(cert.common_name.buf, out);
	strbuf_addstr(out, out->len ? ".cer" : "certificate.cer");
	finding_release(&problem);
	certificate_release(&cert);
}

/* Keys that follow from others, whatever field those came from. */
static const struct derived {
	const char *payload_type, *path;
	const char *from;
	enum node_kind from_type;
	void (*derive)(const struct node *from, struct strbuf *out);
} derived_keys[] = {
	{ "com.apple.security.root", "PayloadCertificateFileName", "PayloadContent", NODE_DATA,
		certificate_file_name },
};

/* NULL where nothing follows, or from is of another kind. */
static struct node *
derived_node(const struct derived *derived, const struct node *from)
{
	struct strbuf text = STRBUF_INIT;
	struct node *node;

	if (!node_is(from, derived->from_type))
		return NULL;
	derived->derive(from, &text);
	node = node_text_new(text.buf);
	strbuf_release(&text);
	return node;
}

void
payload_derive(struct node *dict, const char *payload_type, const char *path)
{
	for (size_t i = 0; i < ARRAY_SIZE(derived_keys); i++) {
		const struct derived *derived = &derived_keys[i];
		struct node *node = NULL;

		if (!strcmp(derived->payload_type, payload_type) && !strcmp(derived->from, path) &&
			node_at(dict, derived->path))
			node = derived_node(derived, node_at(dict, path));
		if (node)
			node_put(dict, derived->path, node);
	}
}

static void
build_derived(struct entries *entries, const char *payload_type)
{
	for (size_t i = 0; i < ARRAY_SIZE(derived_keys); i++) {
		const struct derived *derived = &derived_keys[i];
		struct node *node = NULL;

		if (!strcmp(derived->payload_type, payload_type) &&
			!entries_find(entries, derived->path))
			node = derived_node(derived, entries_find(entries, derived->from));
		if (node)
			entries_add(entries, derived->path, node);
	}
}

const char *
profile_identifier(const struct draft *draft)
{
	const struct field *identifier = form_identifier(draft_form(draft));

	return identifier ? draft_text(draft, identifier) : "";
}

/* PayloadIdentifier of a payload. Nothing where the profile has none (forced). */
static int
build_identifier(struct build *build, struct entries *entries, const struct payload *payload)
{
	const char *own = profile_identifier(build->draft);
	struct strbuf text = STRBUF_INIT;
	int result = 0;

	if (*own) {
		strbuf_addf(&text, "%s.%s", own, payload->suffix);
		result = entries_add_text(build, entries, "PayloadIdentifier", text.buf);
	}
	strbuf_release(&text);
	return result;
}

/* Constants are of the form, not of the draft, and are checked like any text. */
static int
build_constants(struct build *build, struct entries *entries, const struct payload *payload)
{
	for (size_t i = 0; i < payload->nconstants; i++)
		if (entries_add_text(build, entries, payload->constants[i].path,
			    node_text(payload->constants[i].value)) < 0)
			return -1;
	return 0;
}

int
build_payload(struct build *build, const struct payload *payload, struct node **dict)
{
	struct entries entries = { 0 };
	int result = -1;

	entries_add(&entries, "PayloadVersion", node_integer_new(1));
	if (entries_add_text(build, &entries, "PayloadType", payload->type) < 0 ||
		entries_add_text(build, &entries, "PayloadDisplayName", payload->label) < 0 ||
		build_identifier(build, &entries, payload) < 0 ||
		build_constants(build, &entries, payload) < 0 ||
		build_fields(build, &entries, payload->key) < 0)
		goto out;
	build_derived(&entries, payload->type);
	result = entries_to_dict(&entries, dict, build->err);
out:
	entries_release(&entries);
	return result;
}

bool
payload_is_wanted(const struct draft *draft, const struct payload *payload)
{
	return draft_has_payload(draft, payload);
}

static int
build_payloads(struct build *build, struct node *array)
{
	const struct form *form = draft_form(build->draft);

	for (size_t i = 0; i < form->npayloads; i++) {
		const struct payload *payload = form->payloads[i];
		struct node *dict = NULL;

		if (!payload_is_wanted(build->draft, payload))
			continue;
		if (build_payload(build, payload, &dict) < 0)
			return -1;
		node_append(array, dict);
	}
	return 0;
}

static int
build_profile(struct build *build, struct node **profile)
{
	struct entries entries = { 0 };
	struct node *payloads = node_list_new();
	int result = -1;

	entries_add(&entries, "PayloadContent", payloads);
	entries_add(&entries, "PayloadType", node_text_new("Configuration"));
	entries_add(&entries, "PayloadVersion", node_integer_new(1));
	if (build_payloads(build, payloads) == 0 && build_fields(build, &entries, NULL) == 0)
		result = entries_to_dict(&entries, profile, build->err);
	entries_release(&entries);
	return result;
}

int
profile_tree(struct build *build, struct node **profile)
{
	const struct draft_file *file = build->env->file;

	if (file && file->foreign_unread)
		return error_add(build->err,
			"the draft was imported, and the profile that it keeps under \"foreign\" "
			"cannot be read; without it other payloads would be lost");
	return file && file->foreign.len ? template_profile(build, file, profile)
					 : build_profile(build, profile);
}
