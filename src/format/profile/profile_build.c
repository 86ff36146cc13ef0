/* Draft to profile: an original, into which the answers are written. It is the profile that the draft was imported
 * from, in which only what differs from its own answers becomes another; or the skeleton of the form's own, which
 * has none and gets them all, with its keys in alphabetical order. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/uuid.h"
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
	struct export *export;
	struct strbuf *err;
	/* By the index of form.fields: what was got from elsewhere, before the rest begins. */
	struct build_secret *secrets;
	struct payload_items items;
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
	const struct export *export = build->export;

	if (!export->secret)
		return error_add(&secret->why,
			"%s is kept outside the draft, and cannot be got here", field->label);
	return export->secret(export, field, &secret->text, &secret->why);
}

/* One that cannot be got is left out later, where that is forced. */
static int
build_get_secrets(struct build *build)
{
	const struct form *form = draft_form(build->draft);

	for (size_t i = 0; i < form->nfields; i++) {
		struct build_secret *secret = &build->secrets[i];

		if (secret_is_wanted(build->draft, form->fields[i]) &&
			secret_get(build, form->fields[i], secret) < 0 && !build->export->force)
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

/* What cannot be written is left out where that is forced, and fails the whole otherwise. */
static int
build_lacks(struct build *build, const char *what, const struct strbuf *why)
{
	if (!build->export->force)
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
	if (value.len &&
		field_encode(field, value.buf, build->export->desk->env.folder, &made, why) < 0)
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
	if (*node && field->type->flags & FT_SECRET)
		build->export->holds_secret = true;
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
	{ "com.apple.security.pkcs1", "PayloadCertificateFileName", "PayloadContent", NODE_DATA,
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

/* Whether what stands at the field's place is another field's, too: one of a switch, whose other side applies. */
static bool
field_is_replaced(const struct build *build, const struct field *field)
{
	const struct form *form = draft_form(build->draft);

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *other = form->fields[i];

		if (other != field && field_same_target(other, field) &&
			draft_applies(build->draft, other, NULL))
			return true;
	}
	return false;
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
	else if (!field_is_replaced(build, field))
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

		if (!*path || !target != !payload ||
			(target && strcmp(target, payload->key) != 0) ||
			(payload && field == payload->each))
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

/*
 * Payloads that repeat, and what refers to payloads.
 */

/* Adds the value of an item to the list, unless it is there or is left out. */
static int
build_item(struct build *build, const struct payload *payload, const char *text, struct node *list)
{
	const struct field *field = payload->each;
	STRBUF(why);
	NODE(node) = NULL;

	if (text_is_blank(text))
		return 0;
	node = item_encode(payload, text, build->export->desk->env.folder, &why);
	if (!node || node_check(node, field->label, &why) < 0)
		return build_lacks(build, field->label, &why);
	if (!items_find(list, node)) {
		node_append(list, node);
		node = NULL;
	}
	return 0;
}

/* Encodes the items of the lists that payloads repeat for. Two equal ones are one payload. */
static int
build_items(struct build *build)
{
	const struct form *form = draft_form(build->draft);
	int result = 0;

	for (size_t i = 0; i < form->npayloads; i++) {
		const struct payload *payload = form->payloads[i];
		struct strvec items = STRVEC_INIT;

		if (!payload->each)
			continue;
		build->items.now[i] = node_list_new();
		if (draft_applies(build->draft, payload->each, NULL) &&
			draft_has_payload(build->draft, payload))
			strvec_split(&items, draft_value(build->draft, payload->each), '\n');
		for (size_t k = 0; k < items.n && result == 0; k++)
			result = build_item(build, payload, items.v[k], build->items.now[i]);
		strvec_release(&items);
	}
	return result;
}

static int
dict_put_constant(struct build *build, struct node *dict, const struct constant *constant)
{
	struct node *node = constant_resolve(&build->items, build->draft, constant->value);
	STRBUF(why);

	if (!node)
		return 0;
	if (node_check(node, constant->path, &why) == 0)
		return dict_put(build, dict, constant->path, node);
	node_free(node);
	return build_lacks(build, constant->path, &why);
}

/* References of an original follow the payloads that have come and gone since; what else is in a list stays. */
static void
dict_refer(struct build *build, struct node *dict, const struct constant *constant)
{
	NODE(was) = constant_resolve(&build->items, build->before, constant->value);
	NODE(now) = constant_resolve(&build->items, build->draft, constant->value);
	struct node *there = node_at(dict, constant->path);

	if (node_equal(was, now))
		return;
	if (constant->value->kind != NODE_LIST || (there && !node_is(there, NODE_LIST))) {
		if (now)
			node_put(dict, constant->path, node_copy(now));
		else
			node_remove(dict, constant->path);
		return;
	}
	for (size_t i = 0; was && i < was->n; i++)
		if (!items_find(now, was->v[i]))
			node_free(items_find(there, was->v[i]));
	for (size_t i = 0; now && i < now->n; i++) {
		if (!there)
			there = node_put(dict, constant->path, node_list_new());
		if (!items_find(was, now->v[i]) && !items_find(there, now->v[i]))
			node_append(there, node_copy(now->v[i]));
	}
	if (there && !there->n)
		node_remove(dict, constant->path);
}

/* What every payload has, and the form's constants, which are checked like any text. */
static int
payload_put_own(
	struct build *build, struct node *dict, const struct payload *payload, const char *uuid)
{
	struct strbuf identifier = STRBUF_INIT;
	int result = 0;

	payload_identifier(build->draft, payload, uuid, &identifier);
	if (dict_put(build, dict, "PayloadVersion", node_integer_new(1)) < 0 ||
		dict_put_text(build, dict, "PayloadType", payload->type) < 0 ||
		dict_put_text(build, dict, "PayloadDisplayName", payload->label) < 0 ||
		(identifier.len &&
			dict_put_text(build, dict, "PayloadIdentifier", identifier.buf) < 0) ||
		(uuid && dict_put_text(build, dict, "PayloadUUID", uuid) < 0))
		result = -1;
	for (size_t i = 0; i < payload->nconstants && result == 0; i++)
		result = dict_put_constant(build, dict, &payload->constants[i]);
	strbuf_release(&identifier);
	return result;
}

/*
 * The profile.
 */

/* A payload of our own, before the form's next one that is there already. It has all its fields, so it is none of
 * the view's. item: of one that repeats, else NULL. */
static int
payload_add(struct build *build, size_t which, const struct node *item)
{
	const struct form *form = draft_form(build->draft);
	const struct payload *payload = form->payloads[which];
	struct node *payloads = profile_payloads(build->view.top);
	NODE(dict) = node_map_new();
	size_t next = which + 1, at = 0;
	char uuid[UUID_TEXT_SIZE];

	if (item)
		draft_item_uuid(build->draft, payload, item, uuid);
	if (payload_put_own(build, dict, payload, item ? uuid : NULL) < 0 ||
		(item && dict_put(build, dict, payload->each->target.path, node_copy(item)) < 0) ||
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

static int
payload_update(struct build *build, struct node *dict, const struct payload *payload)
{
	for (size_t i = 0; i < payload->nconstants; i++)
		if (constant_refers(payload->constants[i].value))
			dict_refer(build, dict, &payload->constants[i]);
	return dict_put_fields(build, dict, payload, false);
}

/* Payloads of an original stay where their items do, and the others go. */
static int
build_each(struct build *build, size_t which)
{
	const struct payload *payload = draft_form(build->draft)->payloads[which];
	struct node *payloads = profile_payloads(build->view.top), *items = build->items.now[which];

	for (size_t i = payloads->n; build->view.v[which] && i > 0; i--) {
		struct strbuf text = STRBUF_INIT, ignored = STRBUF_INIT;

		if (profile_view_item(payload, payloads->v[i - 1], &text)) {
			NODE(value) = item_encode(
				payload, text.buf, build->export->desk->env.folder, &ignored);

			if (value && !items_find(items, value))
				node_free(payloads->v[i - 1]);
		}
		strbuf_release(&text);
		strbuf_release(&ignored);
	}
	build->view.v[which] = NULL; /* it may be gone */
	for (size_t i = 0; i < items->n; i++)
		if (!items_find_before(build->items.before[which], items->v[i]) &&
			payload_add(build, which, items->v[i]) < 0)
			return -1;
	return 0;
}

static int
build_payloads(struct build *build)
{
	const struct form *form = draft_form(build->draft);
	struct node **there = build->view.v;

	for (size_t i = 0; i < form->npayloads; i++) {
		const struct payload *payload = form->payloads[i];
		bool wanted = draft_has_payload(build->draft, payload);

		if (payload->each) {
			if (build_each(build, i) < 0)
				return -1;
			continue;
		}
		if (there[i] && !wanted) {
			node_free(there[i]);
			there[i] = NULL;
		} else if (there[i] ? payload_update(build, there[i], payload) < 0
				    : wanted && payload_add(build, i, NULL) < 0) {
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
	const struct draft_file *file = build->export->desk->file;

	if (!file->original) {
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
	for (size_t i = 0; i < draft_form(build->draft)->npayloads; i++)
		if (draft_form(build->draft)->payloads[i]->each)
			items_read_before(
				&build->items, i, &build->view, build->export->desk->env.folder);
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
profile_tree(struct export *export, struct node **profile, struct strbuf *err)
{
	const struct draft *draft = export->desk->file->draft;
	size_t n = draft_form(draft)->nfields;
	struct build build = {
		.draft = draft, .export = export, .err = err, .items = { .draft = draft }
	};
	int result;

	build.secrets = xcalloc(n + 1, sizeof *build.secrets);
	build.items.now = xcalloc(draft_form(draft)->npayloads + 1, sizeof *build.items.now);
	build.items.before = xcalloc(draft_form(draft)->npayloads + 1, sizeof *build.items.before);
	for (size_t i = 0; i < n; i++) {
		strbuf_init(&build.secrets[i].text);
		strbuf_init(&build.secrets[i].why);
	}
	result = build_get_secrets(&build);
	if (result == 0)
		result = build_items(&build);
	if (result == 0)
		result = build_profile(&build, profile);
	for (size_t i = 0; i < n; i++) {
		strbuf_release(&build.secrets[i].text);
		strbuf_release(&build.secrets[i].why);
	}
	free(build.secrets);
	for (size_t i = 0; i < draft_form(draft)->npayloads; i++) {
		node_free(build.items.now[i]);
		node_free(build.items.before[i]);
	}
	free(build.items.now);
	free(build.items.before);
	profile_view_release(&build.view);
	draft_free(build.before);
	return result;
}
