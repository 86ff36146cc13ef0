/* What an imported draft keeps beside the form's answers, told by names alone. */
#include "format/profile/original_rest.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "model/field_type.h"

#include "format/profile/profile_parts.h"

/* Payload types that profiles with SCEP often have (Apple's schema, mdm/profiles). */
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
	{ "com.apple.mdm", "MDM enrolment" },
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

/* One dictionary of the original at work. */
struct rest_walk {
	struct original_rest *rest;
	const struct profile_view *view;
	const struct draft *answers;
	const char
		*payload;  /* key of the form's payload; NULL: the top level, or another payload */
	const char *where; /* " in the Wi-Fi payload" */
	const char *path;  /* of the dictionary; "" for the first */
	bool other;        /* all of it is: only secrets are told */
};

static void
rest_push(struct strvec *list, const struct rest_walk *walk, const char *path, const char *why)
{
	STRBUF(text);

	strbuf_addf(&text, "%s%s%s", path, walk->where, why);
	strvec_push(list, text.buf);
}

struct rest_name {
	const char *name;
	size_t at;
};

static int
rest_name_compare(const void *a, const void *b)
{
	const struct rest_name *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order ? order : (x->at > y->at) - (x->at < y->at);
}

/* Each name once, in the order of the profile, which may hold tens of thousands: two payloads of a kind, or
 * two items of an array, have the same keys. */
static void
rest_unique(struct strvec *list)
{
	struct rest_name *sorted = xcalloc(list->n + 1, sizeof *sorted);
	bool *again = xcalloc(list->n + 1, sizeof *again);
	struct strvec once = STRVEC_INIT;

	for (size_t i = 0; i < list->n; i++)
		sorted[i] = (struct rest_name){ list->v[i], i };
	qsort(sorted, list->n, sizeof *sorted, rest_name_compare);
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
	for (size_t i = 0; value->text.len && i < ARRAY_SIZE(secret_words); i++)
		if (text_contains(key, secret_words[i]))
			return true;
	return false;
}

static bool
rest_is_here(const struct rest_walk *walk, const char *payload)
{
	return walk->payload && payload ? !strcmp(walk->payload, payload)
					: walk->payload == payload;
}

/* The field that goes to this path, or below it. */
static const struct field *
rest_field(const struct rest_walk *walk, const char *path, bool below)
{
	const struct field *found = NULL;
	size_t len = strlen(path);

	for (size_t i = 0; i < walk->view->form->nfields; i++) {
		const struct field *field = walk->view->form->fields[i];
		const char *target = field->target.path;

		if (rest_is_here(walk, field->target.payload) && !strncmp(target, path, len) &&
			target[len] == (below ? '/' : '\0') &&
			(!found || draft_is_answered(walk->answers, field)))
			found = field;
	}
	return found;
}

static bool
rest_is_constant(const struct rest_walk *walk, const char *path)
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

static void rest_value(const struct rest_walk *walk, const struct node *value);

static void
rest_below(const struct rest_walk *walk, const char *path, const struct node *value)
{
	struct rest_walk below = *walk;

	below.path = path;
	for (size_t i = 0; i < value->n; i++)
		if (value->v[i]->key)
			rest_value(&below, value->v[i]);
		else
			rest_below(&below, path, value->v[i]);
}

/* Of a key that the form does not know only its secrets are of interest below it. */
static void
rest_unknown(const struct rest_walk *walk, const char *path, const struct node *value)
{
	struct rest_walk all = *walk;

	if (!walk->other)
		rest_push(&walk->rest->keys, walk, path, "");
	if (key_is_secret(path, value))
		rest_push(&walk->rest->secrets, walk, path, "");
	all.other = true;
	rest_below(&all, path, value);
}

static void
rest_known(const struct rest_walk *walk, const struct field *field, const char *path,
	const struct node *value)
{
	bool answered = draft_is_answered(walk->answers, field);

	if (!answered && !(node_text(value) && !*node_text(value)))
		rest_push(&walk->rest->keys, walk, path, ", which no field can hold");
	if (field->type->flags & FT_SECRET && (!answered || !node_text(value)))
		rest_push(&walk->rest->secrets, walk, path, "");
}

static void
rest_value(const struct rest_walk *walk, const struct node *value)
{
	STRBUF(path);
	const struct field *field;

	strbuf_addf(&path, "%s%s%s", walk->path, *walk->path ? "/" : "", value->key);
	field = walk->other ? NULL : rest_field(walk, path.buf, false);
	if (field)
		rest_known(walk, field, path.buf, value);
	else if (!walk->other && rest_field(walk, path.buf, true) && node_is(value, NODE_MAP))
		rest_below(walk, path.buf, value);
	else if (walk->other || !rest_is_constant(walk, path.buf))
		rest_unknown(walk, path.buf, value);
}

/* "Wi-Fi (com.apple.wifi.managed, "Office")" */
static void
rest_payload(
	struct original_rest *rest, const struct node *dict, const char *type, const char *kind)
{
	const char *name = node_get_text(dict, "PayloadDisplayName");
	STRBUF(text);

	strbuf_addf(&text, "%s (", kind);
	if (kind != type)
		strbuf_addstr(&text, type);
	if (name && *name)
		strbuf_addf(&text, "%s\"%s\"", kind != type ? ", " : "", name);
	strbuf_addch(&text, ')');
	if (kind == type && (!name || !*name))
		strbuf_set(&text, kind);
	strvec_push(&rest->payloads, text.buf);
	strvec_push(&rest->kinds, kind);
}

static void
rest_item(const struct rest_walk *walk, const struct node *dict)
{
	const struct form *form = walk->view->form;
	size_t which = profile_view_payload(walk->view, dict);
	const char *type = node_get_text(dict, "PayloadType");
	const char *kind = payload_kind(type ? type : "payload without a type");
	struct rest_walk item = *walk;
	STRBUF(where);

	strbuf_addf(&where, " in the %s payload", kind);
	item.where = where.buf;
	if (which < form->npayloads) {
		item.payload = form->payloads[which]->key;
	} else {
		item.other = true;
		rest_payload(walk->rest, dict, type ? type : kind, kind);
	}
	rest_below(&item, "", dict);
}

void
original_rest_read(struct original_rest *rest, const struct draft_file *file)
{
	PROFILE_VIEW(view);
	STRBUF(ignored);
	struct rest_walk walk = { .rest = rest, .view = &view, .path = "", .where = "" };
	struct draft *answers;
	const struct node *payloads;

	if (!file->original || original_view(&view, file, NULL, &ignored) < 0)
		return;
	answers = draft_new(view.form);
	profile_view_answers(&view, answers);
	walk.answers = answers;
	payloads = profile_payloads(view.top);
	for (size_t i = 0; i < payloads->n; i++)
		rest_item(&walk, payloads->v[i]);
	rest_below(&walk, "", view.top);
	rest_unique(&rest->keys);
	rest_unique(&rest->secrets);
	draft_free(answers);
}

void
original_rest_release(struct original_rest *rest)
{
	strvec_release(&rest->payloads);
	strvec_release(&rest->kinds);
	strvec_release(&rest->keys);
	strvec_release(&rest->secrets);
}

void
original_rest_summary(const struct original_rest *rest, struct strbuf *out)
{
	size_t payloads = rest->payloads.n, keys = rest->keys.n;

	if (payloads) {
		strbuf_addf(out, "%zu %s (", payloads, plural(payloads, "payload", "payloads"));
		strvec_join(&rest->kinds, ", ", out);
		strbuf_addch(out, ')');
	}
	if (keys)
		strbuf_addf(
			out, "%s%zu %s", payloads ? ", " : "", keys, plural(keys, "key", "keys"));
	if (!payloads && !keys)
		strbuf_addstr(out, "nothing that the form does not know");
}

/* Takes out of a copy of the original what has become answers; what is left is compared. */
static void
rest_strip(struct profile_view *view)
{
	struct draft *answers = draft_new(view->form);
	const struct node *payloads = profile_payloads(view->top);

	profile_view_answers(view, answers);
	for (size_t i = 0; i < view->form->npayloads; i++) {
		const struct payload *payload = view->form->payloads[i];

		for (size_t k = 0; payload->each && view->v[i] && k < payloads->n; k++) {
			STRBUF(ignored);

			if (profile_view_item(payload, payloads->v[k], &ignored))
				node_remove(payloads->v[k], payload->each->target.path);
		}
	}
	for (size_t i = 0; i < view->form->nfields; i++) {
		const struct field *field = view->form->fields[i];
		struct node *dict = profile_view_dict(view, field);

		if (dict && view->nodes[i] && draft_is_answered(answers, field))
			node_remove(dict, field->target.path);
	}
	draft_free(answers);
}

/* A copy of the original without the form's part; NULL where it cannot be read or there is none. */
static struct node *
rest_copy(const struct draft_file *file, struct plist_doc *doc)
{
	PROFILE_VIEW(view);
	STRBUF(ignored);

	if (!file->original || original_view(&view, file, doc, &ignored) < 0)
		return NULL;
	rest_strip(&view);
	return doc->root;
}

/* A draft of our own keeps nothing; neither does an imported one that has only what we would write. */
static bool
rest_is_nothing(const struct draft_file *file)
{
	ORIGINAL_REST(rest);

	original_rest_read(&rest, file);
	return !rest.payloads.n && !rest.keys.n;
}

/* Of two texts that differ. */
static bool
rest_same_meaning(const struct draft_file *a, const struct draft_file *b)
{
	PLIST_DOC(doc_a);
	PLIST_DOC(doc_b);
	const struct node *rest_a = rest_copy(a, &doc_a), *rest_b = rest_copy(b, &doc_b);
	bool nothing_a = rest_is_nothing(a), nothing_b = rest_is_nothing(b);

	if ((a->original && !rest_a) || (b->original && !rest_b))
		return false; /* of what cannot be read nothing is known */
	if (nothing_a || nothing_b)
		return nothing_a && nothing_b;
	return node_equal(rest_a, rest_b);
}

static bool
rest_is_unread(const struct draft_file *file)
{
	return file->original && file->original->unread;
}

bool
original_rest_same(const struct draft_file *a, const struct draft_file *b)
{
	bool same_text = a->original && b->original
				 ? strbuf_same(&a->original->text, &b->original->text)
				 : a->original == b->original;

	if (rest_is_unread(a) || rest_is_unread(b))
		return rest_is_unread(a) && rest_is_unread(b) && same_text;
	return same_text || rest_same_meaning(a, b);
}
