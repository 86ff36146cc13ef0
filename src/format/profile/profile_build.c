/* Draft to profile: an original, into which the answers are written. It is the profile that the draft was imported
 * from, in which only what differs from its own answers becomes another; or the skeleton of the form's own, which
 * has none and gets them all, with its keys in alphabetical order. Then the bytes. */
#include "format/profile/profile_build.h"

#include <string.h>

#include "syntax/uuid.h"

#include "model/lint.h"

const char *
profile_identifier(const struct draft *draft)
{
	const struct field *identifier = form_identifier(draft_form(draft));

	return identifier ? draft_text(draft, identifier) : "";
}

/* A field that applies because of a switch had no answer before. The same is true of a field that is missing and that
 * an organization's form presets. */
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

/* Whether the value at the field's place belongs to another field, too: one of a switch, whose other side applies. */
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

/* What every payload has, and the form's constants. */
static int
payload_put_own(
	struct build *build, struct node *dict, const struct payload *payload, const char *uuid)
{
	STRBUF(identifier);

	payload_identifier(build->draft, payload, uuid, &identifier);
	if (dict_put(build, dict, "PayloadVersion", node_integer_new(1)) < 0 ||
		dict_put_checked(build, dict, "PayloadType", node_text_new(payload->type)) < 0 ||
		dict_put_checked(build, dict, "PayloadDisplayName", node_text_new(payload->label)) <
			0 ||
		dict_put_checked(build, dict, "PayloadIdentifier",
			identifier.len ? node_text_new(identifier.buf) : NULL) < 0 ||
		dict_put_checked(build, dict, "PayloadUUID", uuid ? node_text_new(uuid) : NULL) < 0)
		return -1;
	for (size_t i = 0; i < payload->nconstants; i++) {
		const struct constant *constant = &payload->constants[i];

		if (dict_put_checked(build, dict, constant->path,
			    constant_resolve(build, false, constant->value)) < 0)
			return -1;
	}
	return 0;
}

/* A payload of our own, before the form's next one that exists. It has all its fields, so it is not in the view. item:
 * for a payload that repeats, else NULL. */
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

/* Payloads of an original stay where their items do, and the others go. */
static int
build_each(struct build *build, size_t which)
{
	const struct payload *payload = draft_form(build->draft)->payloads[which];
	const struct node *items = node_get(build->items, payload->key);
	const struct node *was = node_get(build->was, payload->key);
	struct node *payloads = profile_payloads(build->view.top);

	for (size_t i = payloads->n; build->view.v[which] && i > 0; i--) {
		NODE(value) = payload_item(build, payload, payloads->v[i - 1]);

		if (value && !items_find(items, value))
			node_free(payloads->v[i - 1]);
	}
	build->view.v[which] = NULL; /* it may be gone */
	for (size_t i = 0; i < items->n; i++)
		if (!items_find_was(was, items->v[i]) && payload_add(build, which, items->v[i]) < 0)
			return -1;
	return 0;
}

/* One that is there, or comes, or goes. */
static int
build_payload(struct build *build, size_t which)
{
	const struct payload *payload = draft_form(build->draft)->payloads[which];
	struct node *there = build->view.v[which];

	if (payload->each)
		return build_each(build, which);
	if (!draft_has_payload(build->draft, payload)) {
		node_free(there);
		build->view.v[which] = NULL;
		return 0;
	}
	if (!there)
		return payload_add(build, which, NULL);
	for (size_t i = 0; i < payload->nconstants; i++)
		if (constant_refers(payload->constants[i].value))
			dict_refer(build, there, &payload->constants[i]);
	return dict_put_fields(build, there, payload, false);
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
			"the draft was imported, but its profile under \"foreign\" cannot be "
			"read. Without it, other payloads would be lost");
	if (original_view(&build->view, file, doc, build->err) < 0)
		return -1;
	build->before = profile_view_draft(&build->view, build->draft);
	build_items_before(build);
	return 0;
}

/* The whole property list. */
static int
build_tree(struct build *build, struct plist_doc *doc)
{
	if (build_get_secrets(build) < 0 || build_items(build) < 0 || build_open(build, doc) < 0)
		return -1;
	for (size_t i = 0; i < draft_form(build->draft)->npayloads; i++)
		if (build_payload(build, i) < 0)
			return -1;
	if (dict_put_fields(build, build->view.top, NULL, !build->before) < 0)
		return -1;
	if (!build->before)
		node_sort_keys(doc->root);
	return 0;
}

/* libplist silently drops what it has no memory for, and a profile without its fingerprint enrols at any server. So what
 * was written must read as its source. */
static int
profile_verify(const struct node *profile, const struct strbuf *written, struct strbuf *err)
{
	PLIST_DOC(doc);
	FINDING(problem);
	struct place place;

	if (plist_doc_parse(&doc, written->buf, written->len, &problem, &place) == 0 &&
		node_equal(doc.root, profile))
		return 0;
	return error_add(err,
		"the profile does not read back as the draft says, probably because memory is "
		"short. Nothing was written. End other programs and try again");
}

static int
profile_write(const struct node *profile, bool binary, struct strbuf *out, struct strbuf *err)
{
	STRBUF(written);
	STRBUF(why);

	if (plist_write(profile, binary, &written, &why) < 0)
		return error_add(err,
			"the profile could not be made: %s. Nothing was written, and the draft is "
			"unchanged",
			why.buf);
	if (profile_verify(profile, &written, err) < 0)
		return -1;
	strbuf_add(out, written.buf, written.len);
	return 0;
}

int
profile_build(struct export *export, struct strbuf *out, struct strbuf *err)
{
	NODE(secrets) = node_map_new();
	NODE(untold) = node_map_new();
	NODE(items) = node_map_new();
	NODE(was) = node_map_new();
	struct build build = {
		.draft = export->desk->file->draft,
		.export = export,
		.err = err,
		.secrets = secrets,
		.untold = untold,
		.items = items,
		.was = was,
	};
	PLIST_DOC(doc);
	int result = build_tree(&build, &doc);

	profile_view_release(&build.view);
	draft_free(build.before);
	return result < 0 ? -1 : profile_write(doc.root, export->binary, out, err);
}
