/* What every payload and the profile itself must have: Apple's TopLevel and CommonPayloadKeys, presence
 * required. An empty value is a missing one. */
#include <string.h>

#include "base/text.h"

#include "syntax/uuid.h"

#include "model/rules.h"

#include "format/profile/profile_walk.h"

/* One dictionary at work. */
struct required {
	struct node *dict;
	size_t number; /* of the payload, from 1; 0: the profile */
	const char *where;
};

/* The text of a required key; NULL where there is none: it is missing, empty or of another kind, which comes to
 * the same for devices. state then says which. */
static const char *
required_text(const struct required *r, const char *key, struct strbuf *state)
{
	struct node *node = node_get(r->dict, key);
	const char *text = node_text(node);

	if (text && !text_is_blank(text))
		return text;
	if (!node)
		strbuf_addstr(state, "missing");
	else if (text)
		strbuf_addstr(state, "empty");
	else
		profile_kinds_show(profile_kind_of(node), state);
	return NULL;
}

/* What is not there is told, or made of text (NULL: nothing is certain), by the sentence fix. */
static void
required_make(struct walk *walk, const struct required *r, const char *rule, const char *key,
	const char *state, const char *text, const char *fix, const char *advice)
{
	if (walk_lacks(walk, rule, r->dict, key, text ? fix : NULL, advice,
		    "%s is %s in %s, and devices refuse it", key, state, r->where))
		walk_replace(r->dict, key, node_text_new(text));
}

/* The profile's, in the list or in the draft, with the payload's number behind it, where no other payload has that. */
static void
identifier_make(const struct walk *walk, size_t number, struct strbuf *out)
{
	const char *text = node_get_text(walk->doc->root, "PayloadIdentifier");
	const struct draft *draft = walk->env->draft;
	const struct field *field = draft ? form_identifier(draft_form(draft)) : NULL;

	if (field && (!text || text_is_blank(text)))
		text = draft_text(draft, field);
	if (!number || !text || text_is_blank(text))
		return;
	strbuf_addf(out, "%s.%zu", text, number);
	if (walk_texts_find(&walk->identifiers, out->buf))
		strbuf_clear(out);
}

/* Rule identifier-form. */
static void
required_identifier(struct walk *walk, const struct required *r)
{
	STRBUF(state);
	STRBUF(made);
	STRBUF(fix);

	if (!required_text(r, "PayloadIdentifier", &state)) {
		identifier_make(walk, r->number, &made);
		strbuf_addf(&fix, "PayloadIdentifier becomes %.*s", EXCERPT(made.buf));
		required_make(walk, r, "identifier-form", "PayloadIdentifier", state.buf,
			made.len ? made.buf : NULL, fix.buf,
			r->number ? "Use the profile's identifier and a suffix"
				  : "Use your own domain, reversed, such as net.acme.scep");
	}
}

/* Rule uuid-form. Apple says that what a UUID looks like is unimportant, so a strange one is a warning. That
 * of the profile is told by its field. */
static void
required_uuid(struct walk *walk, const struct required *r)
{
	STRBUF(state);
	const char *uuid = required_text(r, "PayloadUUID", &state);
	char made[UUID_TEXT_SIZE];

	if (!uuid) {
		uuid_make(made);
		required_make(walk, r, "uuid-form", "PayloadUUID", state.buf, made,
			"PayloadUUID becomes a new UUID", "uuidgen makes one");
	} else if (r->number && !uuid_is_valid(uuid)) {
		walk_tell_as(walk, SEVERITY_WARNING, "uuid-form", node_get(r->dict, "PayloadUUID"),
			NULL,
			"the PayloadUUID \"%.*s\" of %s is not a UUID (32 hex digits as "
			"8-4-4-4-12), which must be unique",
			EXCERPT(uuid), r->where);
	}
}

/* Rule payload-type. The profile itself has one type only, and no payload has that. */
static void
required_type(struct walk *walk, const struct required *r)
{
	STRBUF(state);
	const char *type = required_text(r, "PayloadType", &state);

	if (!type)
		required_make(walk, r, "payload-type", "PayloadType", state.buf,
			r->number ? NULL : "Configuration", "PayloadType becomes Configuration",
			r->number ? "Write the type of the payload, such as com.apple.security.scep"
				  : "Write Configuration");
	else if (!r->number && strcmp(type, "Configuration") != 0 &&
		 walk_tell(walk, "payload-type", node_get(r->dict, "PayloadType"),
			 "PayloadType becomes Configuration",
			 "PayloadType is \"%.*s\" in the profile. Write Configuration",
			 EXCERPT(type)))
		walk_replace(r->dict, "PayloadType", node_text_new("Configuration"));
	if (type && r->number && !strcmp(type, "Configuration"))
		walk_tell(walk, "payload-type", node_get(r->dict, "PayloadType"), NULL,
			"%s has the type Configuration, but a profile cannot contain another "
			"profile. Put its payloads into PayloadContent of the outer one, or "
			"install it by itself",
			r->where);
}

/* Rule payload-version. Devices take <real>1</real> for 1, as profiles in use show. */
static void
required_version(struct walk *walk, const struct required *r)
{
	struct node *node = node_get(r->dict, "PayloadVersion");
	bool is_integer = node_is(node, NODE_INTEGER);
	NODE(one) = NULL;
	STRBUF(found);
	const char *fix = NULL;

	if (is_integer && node->number == 1)
		return;
	if (node)
		profile_kinds_show(profile_kind_of(node), &found);
	if (is_integer)
		strbuf_addf(&found, " other than 1");
	else
		one = node ? node_convert(node, KIND_INTEGER) : node_integer_new(1);
	if (one && one->number == 1)
		fix = "PayloadVersion becomes the integer 1";
	if (walk_tell_as(walk, node_is(node, NODE_REAL) && fix ? SEVERITY_WARNING : SEVERITY_ERROR,
		    "payload-version", node ? node : r->dict, fix,
		    "PayloadVersion is %s, but must be the integer 1",
		    node ? found.buf : "missing")) {
		walk_replace(r->dict, "PayloadVersion", one);
		one = NULL;
	}
}

void
walk_required(struct walk *walk, struct node *dict, size_t number)
{
	struct required r = { .dict = dict, .number = number };
	STRBUF(where);

	if (number)
		walk_payload_name(dict, &where);
	else
		strbuf_addstr(&where, "the profile");
	r.where = where.buf;
	required_version(walk, &r);
	required_identifier(walk, &r);
	required_uuid(walk, &r);
	required_type(walk, &r);
}
