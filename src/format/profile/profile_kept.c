/* What an imported draft keeps beside the form's answers, told by names alone. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "model/field_type.h"

#include "format/profile/profile_parts.h"
#include "format/profile/profile_template.h"

/* Payload types that stand beside SCEP in practice (Apple's schema, mdm/profiles). */
static const struct {
	const char *type, *kind;
} kinds[] = {
	{ "com.apple.wifi.managed", "Wi-Fi" },
	{ "com.apple.security.scep", "SCEP" },
	{ "com.apple.security.root", "root certificate" },
	{ "com.apple.security.pkcs1", "certificate" },
	{ "com.apple.security.pem", "certificate" },
	{ "com.apple.security.pkcs12", "identity" },
	{ "com.apple.security.acme", "ACME" },
	{ "com.apple.ADCertificate.managed", "AD certificate" },
	{ "com.apple.vpn.managed", "VPN" },
	{ "com.apple.mdm", "device management" },
	{ "com.apple.eas.account", "Exchange" },
	{ "com.apple.mail.managed", "mail" },
	{ "com.apple.firstactiveethernet.managed", "Ethernet" },
	{ "com.apple.globalethernet.managed", "Ethernet" },
};

/* Keys that every profile or payload may have, and no field holds. */
static const char *const common_keys[] = { "PayloadType", "PayloadVersion", "PayloadIdentifier",
	"PayloadUUID", "PayloadDisplayName", "PayloadContent", "PayloadCertificateFileName" };

/* In small letters: Password, UserPassword, SharedSecret, Challenge, ... */
static const char *const secret_words[] = { "password", "passphrase", "secret", "challenge",
	"token" };

static const char *
payload_kind(const char *type)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(kinds[i].type, type))
			return kinds[i].kind;
	return type;
}

/* One dictionary of the template at work. */
struct kept_walk {
	struct kept *kept;
	const struct profile_view *view;
	const struct draft *answers;
	const char
		*payload;  /* key of the form's payload; NULL: the top level, or another payload */
	const char *where; /* " in the Wi-Fi payload" */
	const char *path;  /* of the dictionary; "" for the first */
	bool foreign;      /* all of it is: only secrets are told */
};

static void
kept_push(struct strvec *list, const struct kept_walk *walk, const char *path, const char *why)
{
	struct strbuf text = STRBUF_INIT;

	strbuf_addf(&text, "%s%s%s", path, walk->where, why);
	strvec_push(list, text.buf);
	strbuf_release(&text);
}

struct kept_name {
	const char *name;
	size_t at;
};

static int
kept_name_compare(const void *a, const void *b)
{
	const struct kept_name *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order ? order : (x->at > y->at) - (x->at < y->at);
}

/* Each name once, in the order of the profile, which may hold tens of thousands: two payloads of a kind, or
 * two items of an array, have the same keys. */
static void
kept_unique(struct strvec *list)
{
	struct kept_name *sorted = xcalloc(list->n + 1, sizeof *sorted);
	bool *again = xcalloc(list->n + 1, sizeof *again);
	struct strvec once = STRVEC_INIT;

	for (size_t i = 0; i < list->n; i++)
		sorted[i] = (struct kept_name){ list->v[i], i };
	qsort(sorted, list->n, sizeof *sorted, kept_name_compare);
	for (size_t i = 1; i < list->n; i++)
		again[sorted[i].at] = !strcmp(sorted[i].name, sorted[i - 1].name);
	for (size_t i = 0; i < list->n; i++)
		if (!again[i])
			strvec_push(&once, list->v[i]);
	strvec_release(list);
	*list = once;
	free(sorted);
	free(again);
}

static bool
key_is_secret(const char *path, const struct node *value)
{
	const char *key = strrchr(path, '/');

	key = key ? key + 1 : path;
	if (!value->text.len)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(secret_words); i++)
		if (text_contains(key, secret_words[i]))
			return true;
	return false;
}

static bool
kept_is_here(const struct kept_walk *walk, const char *payload)
{
	return walk->payload && payload ? !strcmp(walk->payload, payload)
					: walk->payload == payload;
}

/* The field that goes to this path, or below it. */
static const struct field *
kept_field(const struct kept_walk *walk, const char *path, bool below)
{
	size_t len = strlen(path);

	for (size_t i = 0; i < walk->view->form->nfields; i++) {
		const struct field *field = walk->view->form->fields[i];
		const char *target = field->target.path;

		if (kept_is_here(walk, field->target.payload) && !strncmp(target, path, len) &&
			target[len] == (below ? '/' : '\0'))
			return field;
	}
	return NULL;
}

static bool
kept_is_constant(const struct kept_walk *walk, const char *path)
{
	const struct payload *payload =
		walk->payload ? form_payload(walk->view->form, walk->payload) : NULL;

	for (size_t i = 0; payload && i < payload->nconstants; i++)
		if (!strcmp(payload->constants[i].path, path))
			return true;
	for (size_t i = 0; i < ARRAY_SIZE(common_keys); i++)
		if (!strcmp(common_keys[i], path))
			return true;
	return false;
}

static void kept_value(const struct kept_walk *walk, const struct node *value);

static void
kept_below(const struct kept_walk *walk, const char *path, const struct node *value)
{
	struct kept_walk below = *walk;

	below.path = path;
	for (size_t i = 0; i < value->n; i++)
		if (value->v[i]->key)
			kept_value(&below, value->v[i]);
		else
			kept_below(&below, path, value->v[i]);
}

/* Of a key that the form does not know only its secrets are of interest below it. */
static void
kept_unknown(const struct kept_walk *walk, const char *path, const struct node *value)
{
	struct kept_walk all = *walk;

	if (!walk->foreign)
		kept_push(&walk->kept->keys, walk, path, "");
	if (key_is_secret(path, value))
		kept_push(&walk->kept->secrets, walk, path, "");
	all.foreign = true;
	kept_below(&all, path, value);
}

static void
kept_known(const struct kept_walk *walk, const struct field *field, const char *path,
	const struct node *value)
{
	bool answered = draft_is_answered(walk->answers, field);

	if (!answered && !(node_text(value) && !*node_text(value)))
		kept_push(&walk->kept->keys, walk, path, ", which no answer can hold");
	if (field->type->flags & FT_SECRET && (!answered || !node_text(value)))
		kept_push(&walk->kept->secrets, walk, path, "");
}

static void
kept_value(const struct kept_walk *walk, const struct node *value)
{
	struct strbuf path = STRBUF_INIT;
	const struct field *field;

	strbuf_addf(&path, "%s%s%s", walk->path, *walk->path ? "/" : "", value->key);
	field = walk->foreign ? NULL : kept_field(walk, path.buf, false);
	if (field)
		kept_known(walk, field, path.buf, value);
	else if (!walk->foreign && kept_field(walk, path.buf, true) && node_is(value, NODE_MAP))
		kept_below(walk, path.buf, value);
	else if (walk->foreign || !kept_is_constant(walk, path.buf))
		kept_unknown(walk, path.buf, value);
	strbuf_release(&path);
}

/* "Wi-Fi (com.apple.wifi.managed, "Office")" */
static void
kept_payload(struct kept *kept, const struct node *dict, const char *type, const char *kind)
{
	const char *name = node_get_text(dict, "PayloadDisplayName");
	struct strbuf text = STRBUF_INIT;

	strbuf_addf(&text, "%s (", kind);
	if (kind != type)
		strbuf_addstr(&text, type);
	if (name && *name)
		strbuf_addf(&text, "%s\"%s\"", kind != type ? ", " : "", name);
	strbuf_addch(&text, ')');
	if (kind == type && (!name || !*name))
		strbuf_set(&text, kind);
	strvec_push(&kept->payloads, text.buf);
	strvec_push(&kept->kinds, kind);
	strbuf_release(&text);
}

static void
kept_item(struct kept_walk *walk, const struct node *dict)
{
	const struct profile_view *view = walk->view;
	const char *type = node_get_text(dict, "PayloadType");
	struct strbuf where = STRBUF_INIT;
	const char *kind = payload_kind(type ? type : "payload without a type");

	walk->payload = NULL;
	for (size_t i = 0; i < view->form->npayloads; i++)
		if (view->v[i] == dict)
			walk->payload = view->form->payloads[i]->key;
	strbuf_addf(&where, " in the %s payload", kind);
	walk->where = where.buf;
	walk->foreign = !walk->payload;
	if (walk->foreign)
		kept_payload(walk->kept, dict, type ? type : kind, kind);
	kept_below(walk, "", dict);
	strbuf_release(&where);
}

void
kept_read(struct kept *kept, const struct draft_file *file)
{
	struct plist_doc doc = PLIST_DOC_INIT;
	struct profile_view view = { 0 };
	struct strbuf ignored = STRBUF_INIT;
	struct draft *answers = draft_new(draft_form(file->draft));
	struct kept_walk walk = { .kept = kept, .view = &view, .answers = answers, .path = "" };
	struct node *payloads;

	if (!file->foreign.len || template_parse(&doc, &view, file, &ignored) < 0)
		goto out;
	profile_view_answers(&view, answers);
	payloads = profile_payloads(view.top);
	for (size_t i = 0; i < payloads->n; i++)
		kept_item(&walk, payloads->v[i]);
	walk.payload = NULL;
	walk.foreign = false;
	walk.where = "";
	kept_below(&walk, "", view.top);
	kept_unique(&kept->keys);
	kept_unique(&kept->secrets);
out:
	draft_free(answers);
	profile_view_release(&view);
	plist_doc_release(&doc);
	strbuf_release(&ignored);
}

void
kept_release(struct kept *kept)
{
	strvec_release(&kept->payloads);
	strvec_release(&kept->kinds);
	strvec_release(&kept->keys);
	strvec_release(&kept->secrets);
}

void
kept_summary(const struct kept *kept, struct strbuf *out)
{
	size_t payloads = kept->payloads.n, keys = kept->keys.n;

	if (payloads) {
		strbuf_addf(out, "%zu %s (", payloads, plural(payloads, "payload", "payloads"));
		strvec_join(&kept->kinds, ", ", out);
		strbuf_addch(out, ')');
	}
	if (keys)
		strbuf_addf(
			out, "%s%zu %s", payloads ? ", " : "", keys, plural(keys, "key", "keys"));
	if (!payloads && !keys)
		strbuf_addstr(out, "nothing beside what the form knows");
}

/* Takes out what has become answers, and what is left is compared. */
static void
kept_strip(struct profile_view *view)
{
	struct draft *answers = draft_new(view->form);

	profile_view_answers(view, answers);
	for (size_t i = 0; i < view->form->nfields; i++) {
		const struct field *field = view->form->fields[i];
		struct node *dict = profile_view_dict(view, field);

		if (dict && view->nodes[i] && draft_is_answered(answers, field))
			node_remove(dict, field->target.path);
	}
	draft_free(answers);
}

/* The template as a property list without the form's part; NULL where it cannot be read or there is none. */
static struct node *
kept_rest(const struct draft_file *file, struct plist_doc *doc)
{
	struct profile_view view = { 0 };
	struct strbuf ignored = STRBUF_INIT;
	int result = file->foreign.len ? template_parse(doc, &view, file, &ignored) : -1;

	if (result == 0)
		kept_strip(&view);
	profile_view_release(&view);
	strbuf_release(&ignored);
	return result == 0 ? doc->root : NULL;
}

/* A draft of our own keeps nothing; neither does an imported one that has only what we would write. */
static bool
kept_nothing(const struct draft_file *file)
{
	struct kept kept = KEPT_INIT;
	bool nothing;

	kept_read(&kept, file);
	nothing = !kept.payloads.n && !kept.keys.n;
	kept_release(&kept);
	return nothing;
}

/* Of two texts that differ. */
static bool
kept_same_meaning(const struct draft_file *a, const struct draft_file *b)
{
	struct plist_doc doc_a = PLIST_DOC_INIT, doc_b = PLIST_DOC_INIT;
	struct node *rest_a = kept_rest(a, &doc_a), *rest_b = kept_rest(b, &doc_b);
	bool nothing_a = kept_nothing(a), nothing_b = kept_nothing(b), same = false;

	/* of what cannot be read nothing is known */
	if ((!a->foreign.len || rest_a) && (!b->foreign.len || rest_b))
		same = nothing_a || nothing_b ? nothing_a && nothing_b : node_equal(rest_a, rest_b);
	plist_doc_release(&doc_a);
	plist_doc_release(&doc_b);
	return same;
}

bool
kept_same(const struct draft_file *a, const struct draft_file *b)
{
	if (a->foreign_unread == b->foreign_unread && strbuf_same(&a->foreign, &b->foreign))
		return true;
	return !a->foreign_unread && !b->foreign_unread && kept_same_meaning(a, b);
}
