/* Draft to profile: an original, into which the answers are written. It is the profile that the draft was imported
 * from, in which only what differs from its own answers becomes another; or the skeleton of the form's own, which
 * has none and gets them all, with its keys in alphabetical order. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/x509.h"

#include "model/field_type.h"
#include "model/lint.h"

#include "format/draft/draft_file.h"
#include "format/profile/profile_parts.h"

/* A secret that is kept outside the draft. */
struct build_secret {
	struct strbuf text, why; /* why there is none */
};

/* One profile at work. */
struct build {
	const struct draft *draft;
	const struct profile_env *env;
	struct strbuf *err;
	/* By the index of form.fields: what was got from elsewhere, before the rest begins. */
	struct build_secret *secrets;
	struct profile_view view; /* of the original; of the skeleton its top alone */
	struct draft *before;     /* what the original answers; NULL: it is the skeleton */
};

/*
 * Secrets: asked for where there is a terminal.
 */

static bool
secret_is_wanted(const struct draft *draft, const struct field *field)
{
	return draft_source(draft, field) != ANSWER_HERE && *field->target.path &&
	       draft_applies(draft, field, NULL);
}

static int
secret_get(const struct build *build, const struct field *field, struct build_secret *secret)
{
	const struct profile_env *env = build->env;

	if (!env->secret)
		return error_add(&secret->why,
			"%s is kept outside the draft, and cannot be got here", field->label);
	return env->secret(build->draft, field, env->data, &secret->text, &secret->why);
}

/* One that cannot be got is left out later, where that is forced. */
static int
build_get_secrets(struct build *build)
{
	const struct form *form = draft_form(build->draft);

	for (size_t i = 0; i < form->nfields; i++) {
		struct build_secret *secret = &build->secrets[i];

		if (secret_is_wanted(build->draft, form->fields[i]) &&
			secret_get(build, form->fields[i], secret) < 0 && !build->env->force)
			return error_add(build->err, "%s", secret->why.buf);
	}
	return 0;
}

/*
 * Values.
 */

/* "Subject (why)"; the sentences of field types begin with the label, too. */
static void
build_leave_out(struct build *build, const char *what, const char *why)
{
	struct profile_report *report = build->env->report;
	size_t len = strlen(what);
	STRBUF(line);

	if (!report)
		return;
	if (strncmp(why, what, len) != 0)
		strbuf_addf(&line, "%s (%s)", what, why);
	else if (!strncmp(why + len, ": ", 2))
		strbuf_addf(&line, "%s (%s)", what, why + len + 2);
	else
		strbuf_addf(&line, "%s (it%s)", what, why + len);
	strvec_push(&report->left_out, line.buf);
}

/* What cannot be written is left out where that is forced, and fails the whole otherwise. */
static int
build_lacks(struct build *build, const char *what, const struct strbuf *why)
{
	if (!build->env->force)
		return error_add(build->err, "%s", why->buf);
	build_leave_out(build, what, why->buf);
	return 0;
}

/* Whether every string of a node can stand in XML; else a sentence about who says what cannot. */
static int
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
		return error_add(
			err, "%s: byte %zu is no UTF-8; a profile cannot carry it", who, bad + 1);
	return error_add(err, "%s: the character U+%04X at byte %zu cannot stand in a profile", who,
		(unsigned)cp, bad + 1);
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
	if (!value->len && field->flags & FIELD_MADE)
		return error_add(why,
			"%s is missing; it is made when a draft is exported from its file",
			field->label);
	return 0;
}

/* Leaves *node NULL where the field has nothing to write. */
static int
field_node(struct build *build, const struct field *field, struct node **node, struct strbuf *why)
{
	STRBUF(value);
	NODE(made) = NULL;

	if (field_value(build, field, &value, why) < 0)
		return -1;
	if (value.len && field_encode(field, value.buf, build->env->folder, &made, why) < 0)
		return -1;
	if (made && node_check(made, field->label, why) < 0)
		return -1;
	if (made && !(field->flags & FIELD_WRITE_ALWAYS) && node_is(made, NODE_BOOLEAN) &&
		!made->number)
		return 0;
	*node = made;
	made = NULL;
	return 0;
}

/* The node of a field that applies; *node stays NULL where it has nothing to write, or where it is left out
 * because that is forced. */
static int
build_field(struct build *build, const struct field *field, struct node **node)
{
	STRBUF(why);

	*node = NULL;
	if (field_node(build, field, node, &why) < 0)
		return build_lacks(build, field->label, &why);
	if (!*node && field->flags & FIELD_REQUIRED) {
		strbuf_addstr(&why, "it is required, and has no value");
		return build_lacks(build, field->label, &why);
	}
	if (*node && field->type->flags & FT_SECRET && build->env->report)
		build->env->report->holds_secret = true;
	return 0;
}

/*
 * Dictionaries.
 */

/* Takes the node. A form may send two values to one place, or one below another, which is the one that is named. */
static int
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
	error_add(build->err, "the form has two values for %s of the profile; mend its paths",
		below.buf);
	return -1;
}

/* A string that no field holds. */
static int
dict_put_text(struct build *build, struct node *dict, const char *path, const char *text)
{
	struct node *node = node_text_new(text);
	STRBUF(why);

	if (node_check(node, path, &why) == 0)
		return dict_put(build, dict, path, node);
	node_free(node);
	return build_lacks(build, path, &why);
}

/* "Example Root CA" -> example-root-ca.cer */
static void
certificate_file_name(const struct node *content, struct strbuf *out)
{
	struct certificate cert = CERTIFICATE_INIT;
	FINDING(problem);

	if (certificate_parse(content->text.buf, content->text.len, &cert, &problem) == 0)
		text_slug(cert.common_name.buf, out);
	strbuf_addstr(out, out->len ? ".cer" : "certificate.cer");
	certificate_release(&cert);
}

/* Keys that follow from others, whatever field those came from. */
static const struct derived {
	const char *payload_type, *path;
	const char *from;
	enum node_kind from_kind;
	void (*derive)(const struct node *from, struct strbuf *out);
} derived_keys[] = {
	{ "com.apple.security.root", "PayloadCertificateFileName", "PayloadContent", NODE_DATA,
		certificate_file_name },
};

/* A payload of our own gets them. In an original they follow, where they are there, what has become another at the
 * path. */
static void
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

/* A field that came to apply with a switch has no answer before; neither has one that is not there and
 * that an own form presets. */
static bool
answer_is_new(const struct build *build, const struct field *field)
{
	const struct draft *draft = build->draft, *before = build->before;

	if (draft_source(draft, field) != ANSWER_HERE)
		return true;
	if (!draft_applies(before, field, NULL))
		return !draft_is_empty(draft, field);
	if (field->flags & FIELD_PRESET && !build->view.nodes[field->index] &&
		!draft_is_answered(before, field))
		return *draft_value(draft, field);
	return strcmp(draft_value(draft, field), draft_value(before, field)) != 0;
}

/* Of a dictionary of our own what applies, and of an original what is not as it was. Keys that the platform does
 * not have are not touched: the one that applies before is the draft's own. */
static int
dict_put_field(struct build *build, struct node *dict, const struct payload *payload,
	const struct field *field, bool own)
{
	bool applies = draft_applies(build->draft, field, NULL);
	struct node *node = NULL;

	if (!own && (applies ? !answer_is_new(build, field)
			     : !draft_applies(build->before, field, NULL)))
		return 0;
	if (applies && build_field(build, field, &node) < 0)
		return -1;
	if (own)
		return node ? dict_put(build, dict, field->target.path, node) : 0;
	if (node)
		node_put(dict, field->target.path, node);
	else
		node_remove(dict, field->target.path);
	if (payload)
		dict_derive(dict, payload, field->target.path, own);
	return 0;
}

/* The fields of a payload, NULL: of the profile's top level. */
static int
dict_put_fields(struct build *build, struct node *dict, const struct payload *payload, bool own)
{
	const struct form *form = draft_form(build->draft);

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];
		const char *target = field->target.payload, *path = field->target.path;

		if (!*path || !target != !payload || (target && strcmp(target, payload->key) != 0))
			continue;
		if (dict_put_field(build, dict, payload, field, own) < 0)
			return -1;
	}
	if (payload && own)
		dict_derive(dict, payload, "", own);
	return 0;
}

const char *
profile_identifier(const struct draft *draft)
{
	const struct field *identifier = form_identifier(draft_form(draft));

	return identifier ? draft_text(draft, identifier) : "";
}

/* PayloadIdentifier of a payload. Nothing where the profile has none (forced). */
static int
payload_put_identifier(struct build *build, struct node *dict, const struct payload *payload)
{
	const char *own = profile_identifier(build->draft);
	STRBUF(text);

	strbuf_addf(&text, "%s.%s", own, payload->suffix);
	return *own ? dict_put_text(build, dict, "PayloadIdentifier", text.buf) : 0;
}

/* What every payload has, and the form's constants, which are checked like any text. */
static int
payload_put_own(struct build *build, struct node *dict, const struct payload *payload)
{
	if (dict_put(build, dict, "PayloadVersion", node_integer_new(1)) < 0 ||
		dict_put_text(build, dict, "PayloadType", payload->type) < 0 ||
		dict_put_text(build, dict, "PayloadDisplayName", payload->label) < 0 ||
		payload_put_identifier(build, dict, payload) < 0)
		return -1;
	for (size_t i = 0; i < payload->nconstants; i++)
		if (dict_put_text(build, dict, payload->constants[i].path,
			    payload->constants[i].text) < 0)
			return -1;
	return 0;
}

/*
 * The profile.
 */

/* A payload of our own, before the form's next one that is there already. It has all its fields, so it is none of
 * the view's. */
static int
payload_add(struct build *build, size_t which)
{
	const struct form *form = draft_form(build->draft);
	const struct payload *payload = form->payloads[which];
	struct node *payloads = profile_payloads(build->view.top);
	NODE(dict) = node_map_new();
	size_t next = which + 1, at = 0;

	if (payload_put_own(build, dict, payload) < 0 ||
		dict_put_fields(build, dict, payload, true) < 0)
		return -1;
	node_sort_keys(dict);
	while (next < form->npayloads && !build->view.v[next])
		next++;
	while (at < payloads->n &&
		(next == form->npayloads || payloads->v[at] != build->view.v[next]))
		at++;
	node_insert(payloads, at, dict);
	dict = NULL;
	return 0;
}

/* Whether the draft's profile has it: its `when` is yes and applies. */
static bool
payload_is_wanted(const struct draft *draft, const struct payload *payload)
{
	return !payload->when || (draft_applies(draft, payload->when, NULL) &&
					 boolean_is_yes(draft_text(draft, payload->when)));
}

static int
build_payloads(struct build *build)
{
	const struct form *form = draft_form(build->draft);
	struct node **there = build->view.v;

	for (size_t i = 0; i < form->npayloads; i++) {
		const struct payload *payload = form->payloads[i];
		bool wanted = payload_is_wanted(build->draft, payload);

		if (there[i] && !wanted) {
			node_free(there[i]);
			there[i] = NULL;
		} else if (there[i] ? dict_put_fields(build, there[i], payload, false) < 0
				    : wanted && payload_add(build, i) < 0) {
			return -1;
		}
	}
	return 0;
}

static struct node *
skeleton_new(void)
{
	struct node *top = node_map_new();

	node_add(top, "PayloadContent", node_list_new());
	node_add(top, "PayloadType", node_text_new("Configuration"));
	node_add(top, "PayloadVersion", node_integer_new(1));
	return top;
}

/* The original of an imported draft and what it answers, or else the skeleton. */
static int
build_open(struct build *build, struct plist_doc *doc)
{
	const struct draft_file *file = build->env->file;

	if (!file || !file->original) {
		profile_view_init(&build->view, draft_form(build->draft));
		build->view.top = doc->root = skeleton_new();
		return 0;
	}
	if (file->original->unread)
		return error_add(build->err,
			"the draft was imported, and the profile that it keeps under \"foreign\" "
			"cannot be read; without it other payloads would be lost");
	if (original_view(&build->view, file, doc, build->err) < 0)
		return -1;
	build->before = profile_view_draft(&build->view, build->draft);
	return 0;
}

static int
build_profile(struct build *build, struct node **profile)
{
	struct plist_doc doc = PLIST_DOC_INIT;
	int result = -1;

	if (build_open(build, &doc) == 0 && build_payloads(build) == 0 &&
		dict_put_fields(build, build->view.top, NULL, !build->before) == 0) {
		if (!build->before)
			node_sort_keys(doc.root);
		*profile = doc.root;
		doc.root = NULL;
		result = 0;
	}
	plist_doc_release(&doc);
	return result;
}

int
profile_tree(const struct draft *draft, const struct profile_env *env, struct node **profile,
	struct strbuf *err)
{
	size_t n = draft_form(draft)->nfields;
	struct build build = { .draft = draft, .env = env, .err = err };
	int result;

	build.secrets = xcalloc(n + 1, sizeof *build.secrets);
	for (size_t i = 0; i < n; i++) {
		strbuf_init(&build.secrets[i].text);
		strbuf_init(&build.secrets[i].why);
	}
	result = build_get_secrets(&build);
	if (result == 0)
		result = build_profile(&build, profile);
	for (size_t i = 0; i < n; i++) {
		strbuf_release(&build.secrets[i].text);
		strbuf_release(&build.secrets[i].why);
	}
	free(build.secrets);
	profile_view_release(&build.view);
	draft_free(build.before);
	return result;
}
