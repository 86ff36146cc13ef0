/* Facts from nodes and back: tables of members, which name what is read, written and released. */
#include <limits.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/scep.h"

#include "model/asked.h"

/* Of an answer's whole list of redirects, of the lists in it, and of a certificate in DER or PEM. */
#define LIST_MAX 100
#define BLOB_MAX 100000

enum member_kind {
	MEMBER_TEXT, /* of words, if there are any */
	MEMBER_TEXT_OR_NULL,
	MEMBER_URL,
	MEMBER_URL_OR_NULL,
	MEMBER_BUFFER, /* a strbuf */
	MEMBER_LIST,
	MEMBER_LONG_LIST, /* of URLs */
	MEMBER_INT,
	MEMBER_UNSIGNED,
	MEMBER_SECONDS,
	MEMBER_BOOLEAN,
	MEMBER_DATE,
	MEMBER_CHOICE, /* an enum, by the index of its word */
	MEMBER_BITS,   /* unsigned: a bit for each word that the list has */
	MEMBER_FAILURE,
	MEMBER_DATA, /* a strbuf; may be missing, and is not written */
};

struct member {
	const char *key;
	enum member_kind kind;
	size_t at;
	const char *const *words; /* ended by NULL */
};

struct members {
	const struct member *v;
	size_t n;
};

#define MEMBERS(table)                   \
	{                                \
		table, ARRAY_SIZE(table) \
	}

static const char *const trust_words[] = { "none", "system", "root", NULL };
static const char *const line_end_words[] = { "lf", "crlf", "none", NULL };
static const char *const cipher_words[] = { "AES-128", "3DES", NULL };
static const char *const digest_words[] = { "SHA-512", "SHA-256", "SHA-1", NULL };
static const char *const names_words[] = { "", "same", "other", "none", NULL };
static const char *const answer_words[] = { "one", "bundle", "pem", "empty", "html", "other",
	"none", NULL };
static const char *const type_words[] = { "one", "bundle", "parameters-one", "parameters-bundle",
	"html", "none", "other", NULL };
static const char *const role_words[] = { "anchor", "signer", "recipient", "issuer", NULL };
static const char *const stop_words[] = { "", "fingerprint", "usage", "chain", "key", "answer",
	NULL };
static const char *const root_words[] = { "above", "other", "none", NULL };
static const char *const status_words[] = { "none", "issued", "refused", "pending", "unread",
	NULL };
static const char *const weak_words[] = { "des", "sha1", NULL };
static const char *const fault_words[] = { "", "cut", "signature", "decrypt", "legacy", "other",
	NULL };

static const struct member asked_members[] = {
	{ "url", MEMBER_URL, offsetof(struct asked, url), NULL },
	{ "name", MEMBER_URL_OR_NULL, offsetof(struct asked, name), NULL },
	{ "asked", MEMBER_DATE, offsetof(struct asked, when), NULL },
	{ "names", MEMBER_TEXT, offsetof(struct asked, names), names_words },
	{ "answer", MEMBER_TEXT, offsetof(struct asked, answer), answer_words },
	{ "type kind", MEMBER_TEXT, offsetof(struct asked, type_kind), type_words },
	{ "device stops", MEMBER_CHOICE, offsetof(struct asked, stop), stop_words },
	{ "root", MEMBER_TEXT, offsetof(struct asked, root), root_words },
};

static const struct member transport_members[] = {
	{ "status", MEMBER_INT, offsetof(struct asked, transport.status), NULL },
	{ "type", MEMBER_BUFFER, offsetof(struct asked, transport.type), NULL },
	{ "redirects", MEMBER_LONG_LIST, offsetof(struct asked, transport.redirects), NULL },
	{ "failure", MEMBER_FAILURE, offsetof(struct asked, transport.failure), NULL },
	{ "says", MEMBER_BUFFER, offsetof(struct asked, transport.says), NULL },
	{ "trust", MEMBER_CHOICE, offsetof(struct asked, transport.trust), trust_words },
	{ "whose", MEMBER_BUFFER, offsetof(struct asked, transport.whose), NULL },
	{ "ms", MEMBER_UNSIGNED, offsetof(struct asked, transport.ms), NULL },
};

static const struct member caps_members[] = {
	{ "status", MEMBER_INT, offsetof(struct asked, caps.status), NULL },
	{ "failure", MEMBER_FAILURE, offsetof(struct asked, caps.failure), NULL },
	{ "type", MEMBER_TEXT, offsetof(struct asked, caps.type), NULL },
	{ "known", MEMBER_LIST, offsetof(struct asked, caps.known), NULL },
	{ "unknown", MEMBER_LIST, offsetof(struct asked, caps.unknown), NULL },
	{ "line ends", MEMBER_TEXT, offsetof(struct asked, caps.line_ends), line_end_words },
};

static const struct member uses_members[] = {
	{ "post", MEMBER_BOOLEAN, offsetof(struct asked, caps.post), NULL },
	{ "cipher", MEMBER_TEXT, offsetof(struct asked, caps.cipher), cipher_words },
	{ "digest", MEMBER_TEXT, offsetof(struct asked, caps.digest), digest_words },
};

static const struct member certificate_members[] = {
	{ "subject", MEMBER_TEXT, offsetof(struct asked_certificate, subject), NULL },
	{ "issuer", MEMBER_TEXT, offsetof(struct asked_certificate, issuer), NULL },
	{ "key", MEMBER_TEXT, offsetof(struct asked_certificate, key), NULL },
	{ "sha256", MEMBER_TEXT, offsetof(struct asked_certificate, sha256), NULL },
	{ "roles", MEMBER_BITS, offsetof(struct asked_certificate, roles), role_words },
	{ "key usage", MEMBER_LIST, offsetof(struct asked_certificate, usage), NULL },
	{ "has key usage", MEMBER_BOOLEAN, offsetof(struct asked_certificate, has_usage), NULL },
	{ "is rsa", MEMBER_BOOLEAN, offsetof(struct asked_certificate, is_rsa), NULL },
	{ "is ca", MEMBER_BOOLEAN, offsetof(struct asked_certificate, is_ca), NULL },
	{ "self issued", MEMBER_BOOLEAN, offsetof(struct asked_certificate, self_issued), NULL },
	{ "not before", MEMBER_DATE, offsetof(struct asked_certificate, not_before), NULL },
	{ "not after", MEMBER_DATE, offsetof(struct asked_certificate, not_after), NULL },
	{ "der", MEMBER_DATA, offsetof(struct asked_certificate, der), NULL },
};

static const struct member fingerprint_members[] = {
	{ "matches", MEMBER_INT, offsetof(struct asked, matches), NULL },
	{ "asked with", MEMBER_TEXT, offsetof(struct asked, asked_with), NULL },
};

static const struct member trial_members[] = {
	{ "status", MEMBER_CHOICE, offsetof(struct asked_trial, status), status_words },
	{ "fail info", MEMBER_INT, offsetof(struct asked_trial, fail_info), NULL },
	{ "http", MEMBER_INT, offsetof(struct asked_trial, http), NULL },
	{ "line", MEMBER_TEXT, offsetof(struct asked_trial, line), NULL },
	{ "polls", MEMBER_INT, offsetof(struct asked_trial, polls), NULL },
	{ "waited", MEMBER_SECONDS, offsetof(struct asked_trial, waited), NULL },
	{ "reply weak", MEMBER_BITS, offsetof(struct asked_trial, weak), weak_words },
	{ "signer is chosen", MEMBER_BOOLEAN, offsetof(struct asked_trial, signer_is_chosen),
		NULL },
	{ "nonce is ours", MEMBER_BOOLEAN, offsetof(struct asked_trial, nonce_is_ours), NULL },
	{ "transaction is ours", MEMBER_BOOLEAN, offsetof(struct asked_trial, transaction_is_ours),
		NULL },
	{ "verifies", MEMBER_BOOLEAN, offsetof(struct asked_trial, verifies), NULL },
	{ "for our key", MEMBER_BOOLEAN, offsetof(struct asked_trial, for_our_key), NULL },
	{ "ours is first", MEMBER_BOOLEAN, offsetof(struct asked_trial, ours_is_first), NULL },
	{ "reply fault", MEMBER_TEXT, offsetof(struct asked_trial, fault), fault_words },
	{ "transaction", MEMBER_TEXT, offsetof(struct asked_trial, transaction), NULL },
	{ "serial", MEMBER_TEXT, offsetof(struct asked_trial, serial), NULL },
};

static const struct member names_members[] = {
	{ "subject", MEMBER_TEXT, offsetof(struct asked_names, subject), NULL },
	{ "dns", MEMBER_LIST, offsetof(struct asked_names, dns), NULL },
	{ "email", MEMBER_LIST, offsetof(struct asked_names, email), NULL },
	{ "uri", MEMBER_LIST, offsetof(struct asked_names, uri), NULL },
	{ "principal", MEMBER_TEXT_OR_NULL, offsetof(struct asked_names, principal), NULL },
	{ "key usage", MEMBER_LIST, offsetof(struct asked_names, usage), NULL },
	{ "has key usage", MEMBER_BOOLEAN, offsetof(struct asked_names, has_usage), NULL },
	{ "extended", MEMBER_LIST, offsetof(struct asked_names, extended), NULL },
};

static const struct member issued_members[] = {
	{ "not before", MEMBER_DATE, offsetof(struct asked_trial, not_before), NULL },
	{ "not after", MEMBER_DATE, offsetof(struct asked_trial, not_after), NULL },
	{ "chains", MEMBER_BOOLEAN, offsetof(struct asked_trial, chains), NULL },
	{ "signature", MEMBER_TEXT, offsetof(struct asked_trial, signature), NULL },
	{ "pem", MEMBER_DATA, offsetof(struct asked_trial, pem), NULL },
};

static const struct members of_asked = MEMBERS(asked_members),
			    of_transport = MEMBERS(transport_members),
			    of_caps = MEMBERS(caps_members), of_uses = MEMBERS(uses_members),
			    of_certificate = MEMBERS(certificate_members),
			    of_fingerprint = MEMBERS(fingerprint_members),
			    of_trial = MEMBERS(trial_members), of_names = MEMBERS(names_members),
			    of_issued = MEMBERS(issued_members);

/*
 * Empty, and released.
 */

/* Lists and buffers in memory that is all 0. */
static void
members_begin(const struct members *members, void *of)
{
	for (size_t i = 0; i < members->n; i++) {
		const struct member *m = &members->v[i];
		void *at = (char *)of + m->at;

		if (m->kind == MEMBER_LIST || m->kind == MEMBER_LONG_LIST)
			strvec_init(at);
		else if (m->kind == MEMBER_BUFFER || m->kind == MEMBER_DATA)
			strbuf_init(at);
	}
}

static void
members_release(const struct members *members, void *of)
{
	for (size_t i = 0; i < members->n; i++) {
		const struct member *m = &members->v[i];
		void *at = (char *)of + m->at;

		if (m->kind <= MEMBER_URL_OR_NULL)
			free(*(char **)at);
		else if (m->kind == MEMBER_LIST || m->kind == MEMBER_LONG_LIST)
			strvec_release(at);
		else if (m->kind == MEMBER_BUFFER || m->kind == MEMBER_DATA)
			strbuf_release(at);
	}
}

void
asked_release(struct asked *asked)
{
	members_release(&of_asked, asked);
	members_release(&of_transport, asked);
	members_release(&of_caps, asked);
	members_release(&of_uses, asked);
	for (size_t i = 0; i < asked->n; i++)
		members_release(&of_certificate, &asked->certificates[i]);
	free(asked->certificates);
	members_release(&of_fingerprint, asked);
	members_release(&of_trial, &asked->trial);
	members_release(&of_names, &asked->trial.sent);
	members_release(&of_names, &asked->trial.issued);
	members_release(&of_issued, &asked->trial);
	*asked = (struct asked)ASKED_INIT;
}

static void
asked_begin(struct asked *asked)
{
	members_begin(&of_asked, asked);
	members_begin(&of_transport, asked);
	members_begin(&of_caps, asked);
	members_begin(&of_trial, &asked->trial);
	members_begin(&of_names, &asked->trial.sent);
	members_begin(&of_names, &asked->trial.issued);
	members_begin(&of_issued, &asked->trial);
}

/*
 * From nodes.
 */

/* Appends a text of the server's in one line of UTF-8: all other bytes become question marks. False if it is too
 * long. */
static bool
text_take(const struct node *node, size_t most, struct strbuf *out)
{
	const char *text = node_text(node);
	size_t len = text ? strlen(text) : most + 1, n;
	uint32_t cp;

	if (len > most)
		return false;
	for (size_t pos = 0; pos < len; pos += n) {
		n = utf8_decode(text + pos, len - pos, &cp);
		if (cp == UTF8_INVALID || cp < ' ' || cp == 0x7f)
			strbuf_addchars(out, '?', n);
		else
			strbuf_add(out, text + pos, n);
	}
	return true;
}

static int
word_find(const char *const *words, const char *word)
{
	for (int i = 0; word && words[i]; i++)
		if (!strcmp(words[i], word))
			return i;
	return -1;
}

static bool
take_text(const struct member *m, const struct node *node, void *at)
{
	bool url = m->kind == MEMBER_URL || m->kind == MEMBER_URL_OR_NULL;
	bool nothing = m->kind == MEMBER_TEXT_OR_NULL || m->kind == MEMBER_URL_OR_NULL;
	STRBUF(text);

	if (nothing && node_is(node, NODE_NULL))
		return true;
	if (!text_take(node, url ? ASKED_URL_MAX : ASKED_TEXT_MAX, &text) ||
		(m->words && word_find(m->words, text.buf) < 0))
		return false;
	*(char **)at = strbuf_detach(&text);
	return true;
}

static bool
take_list(const struct member *m, const struct node *node, void *at)
{
	size_t most = m->kind == MEMBER_LONG_LIST ? ASKED_URL_MAX : ASKED_TEXT_MAX;

	if (!node_is(node, NODE_LIST) || node->n > LIST_MAX)
		return false;
	for (size_t i = 0; i < node->n; i++) {
		STRBUF(text);

		if (!text_take(node->v[i], most, &text))
			return false;
		strvec_push(at, text.buf);
	}
	return true;
}

static bool
take_bits(const struct member *m, const struct node *node, void *at)
{
	unsigned *bits = at;

	if (!node_is(node, NODE_LIST))
		return false;
	for (size_t i = 0; i < node->n; i++) {
		int word = word_find(m->words, node_text(node->v[i]));

		if (word < 0 || *bits & 1u << word)
			return false;
		*bits |= 1u << word;
	}
	return true;
}

static bool
take_number(const struct member *m, const struct node *node, void *at)
{
	if (!node_is(node, NODE_INTEGER))
		return false;
	if (m->kind == MEMBER_SECONDS)
		return (*(int64_t *)at = node->number) >= 0;
	if (node->number > INT_MAX || node->number < (m->kind == MEMBER_INT ? INT_MIN : 0))
		return false;
	*(int *)at = (int)node->number;
	return true;
}

static bool
take_choice(const struct member *m, const struct node *node, void *at)
{
	int word = word_find(m->words, node_text(node));

	*(int *)at = word < 0 ? 0 : word;
	return word >= 0;
}

static bool
take_failure(const struct node *node, void *at)
{
	const char *name = node_text(node);

	return name && fetch_failure_find(name, at);
}

static bool
take_data(const struct node *node, struct strbuf *at)
{
	if (!node_is(node, NODE_DATA) || node->text.len > BLOB_MAX)
		return false;
	strbuf_add(at, node->text.buf, node->text.len);
	return true;
}

static bool
member_take(const struct member *m, const struct node *node, void *at)
{
	switch (m->kind) {
	case MEMBER_TEXT:
	case MEMBER_TEXT_OR_NULL:
	case MEMBER_URL:
	case MEMBER_URL_OR_NULL:
		return take_text(m, node, at);
	case MEMBER_BUFFER:
		return text_take(node, ASKED_TEXT_MAX, at);
	case MEMBER_LIST:
	case MEMBER_LONG_LIST:
		return take_list(m, node, at);
	case MEMBER_INT:
	case MEMBER_UNSIGNED:
	case MEMBER_SECONDS:
		return take_number(m, node, at);
	case MEMBER_BOOLEAN:
		*(bool *)at = node_is(node, NODE_BOOLEAN) && node->number;
		return node_is(node, NODE_BOOLEAN);
	case MEMBER_DATE:
		*(int64_t *)at = node_is(node, NODE_DATE) ? node->number : 0;
		return node_is(node, NODE_DATE);
	case MEMBER_CHOICE:
		return take_choice(m, node, at);
	case MEMBER_BITS:
		return take_bits(m, node, at);
	case MEMBER_FAILURE:
		return take_failure(node, at);
	case MEMBER_DATA:
		return !node || take_data(node, at);
	}
	return false;
}

/* What is wrong is told with the members on the way to it. */
struct taking {
	const char *where; /* "trial"; NULL: at the top */
	struct strbuf *err;
};

static bool
taking_fails(const struct taking *taking, const char *key)
{
	error_add(taking->err, "\"%s%s%s\" is missing, or is not what it must be",
		taking->where ? taking->where : "", taking->where ? ": " : "", key);
	return false;
}

/* others: how many more entries the map has. */
static bool
members_take(const struct members *members, const struct node *map, size_t others, void *of,
	const struct taking *taking)
{
	size_t known = others;

	for (size_t i = 0; i < members->n; i++) {
		const struct member *m = &members->v[i];
		const struct node *node = node_get(map, m->key);

		if (!member_take(m, node, (char *)of + m->at))
			return taking_fails(taking, m->key);
		known += node != NULL;
	}
	if (map->n == known)
		return true;
	error_add(taking->err, "%s %s", taking->where ? taking->where : "it",
		map->n < known ? "lacks members" : "has members that are not known");
	return false;
}

static bool
is_hex(const char *text, size_t len)
{
	return strlen(text) == len && text[strspn(text, "0123456789abcdef")] == '\0';
}

static bool
certificates_take(const struct node *list, struct asked *asked, struct strbuf *err)
{
	struct taking taking = { "certificates", err };

	if (!node_is(list, NODE_LIST) || list->n > SCEP_CERTIFICATES_MAX)
		return taking_fails(&(struct taking){ NULL, err }, "certificates");
	for (size_t i = 0; i < list->n; i++) {
		struct asked_certificate *cert;

		ARRAY_GROW(asked->certificates, asked->n, asked->alloc);
		cert = &asked->certificates[asked->n++];
		memset(cert, 0, sizeof *cert);
		members_begin(&of_certificate, cert);
		if (!members_take(&of_certificate, list->v[i], 0, cert, &taking))
			return false;
		if (!is_hex(cert->sha256, 64))
			return taking_fails(&taking, "sha256");
	}
	return true;
}

static bool
trial_take(const struct node *map, struct asked_trial *trial, struct strbuf *err)
{
	const struct taking of_map = { "trial", err }, of_sent = { "trial: sent", err },
			    of_given = { "trial: issued", err };
	const struct node *sent = node_get(map, "sent"), *issued = node_get(map, "issued");
	size_t given = of_issued.n - !node_get(issued, "pem");

	return members_take(&of_trial, map, 2, trial, &of_map) &&
	       members_take(&of_names, sent, 0, &trial->sent, &of_sent) &&
	       members_take(&of_names, issued, given, &trial->issued, &of_given) &&
	       members_take(&of_issued, issued, of_names.n, trial, &of_given);
}

static bool
parts_take(const struct node *node, struct asked *asked, struct strbuf *err)
{
	const struct node *caps = node_get(node, "capabilities");
	const struct taking at_top = { NULL, err };

	return members_take(&of_asked, node, 5, asked, &at_top) &&
	       members_take(&of_transport, node_get(node, "transport"), 0, asked,
		       &(struct taking){ "transport", err }) &&
	       members_take(&of_caps, caps, 1, asked, &(struct taking){ "capabilities", err }) &&
	       members_take(&of_uses, node_get(caps, "device uses"), 0, asked,
		       &(struct taking){ "capabilities: device uses", err }) &&
	       certificates_take(node_get(node, "certificates"), asked, err) &&
	       members_take(&of_fingerprint, node_get(node, "fingerprint"), 0, asked,
		       &(struct taking){ "fingerprint", err }) &&
	       trial_take(node_get(node, "trial"), &asked->trial, err);
}

bool
asked_from_node(const struct node *node, struct asked *asked, struct strbuf *err)
{
	asked_begin(asked);
	if (!node_is(node, NODE_MAP)) {
		error_add(err, "it is not a map of members");
		return false;
	}
	if (!parts_take(node, asked, err))
		return false;
	if (asked->matches < ASKED_NOT_GIVEN || asked->matches >= (int)asked->n)
		return taking_fails(&(struct taking){ "fingerprint", err }, "matches");
	if (asked->caps.known.n + asked->caps.unknown.n > SCEP_CAPABILITIES_MAX)
		return taking_fails(&(struct taking){ "capabilities", err }, "known");
	return true;
}

/*
 * To nodes.
 */

static struct node *
list_node(const struct strvec *list)
{
	struct node *node = node_list_new();

	for (size_t i = 0; i < list->n; i++)
		node_append(node, node_text_new(list->v[i]));
	return node;
}

static struct node *
bits_node(const char *const *words, unsigned bits)
{
	struct node *node = node_list_new();

	for (size_t i = 0; words[i]; i++)
		if (bits & 1u << i)
			node_append(node, node_text_new(words[i]));
	return node;
}

static struct node *
text_node(const struct member *m, const char *text)
{
	if (!text && (m->kind == MEMBER_TEXT_OR_NULL || m->kind == MEMBER_URL_OR_NULL))
		return node_null_new();
	return node_text_new(text ? text : "");
}

static struct node *
member_node(const struct member *m, const void *at)
{
	switch (m->kind) {
	case MEMBER_TEXT:
	case MEMBER_TEXT_OR_NULL:
	case MEMBER_URL:
	case MEMBER_URL_OR_NULL:
		return text_node(m, *(char *const *)at);
	case MEMBER_BUFFER:
		return node_text_new(((const struct strbuf *)at)->buf);
	case MEMBER_LIST:
	case MEMBER_LONG_LIST:
		return list_node(at);
	case MEMBER_INT:
		return node_integer_new(*(const int *)at);
	case MEMBER_UNSIGNED:
		return node_integer_new(*(const unsigned *)at);
	case MEMBER_SECONDS:
		return node_integer_new(*(const int64_t *)at);
	case MEMBER_BOOLEAN:
		return node_boolean_new(*(const bool *)at);
	case MEMBER_DATE:
		return node_date_new(*(const int64_t *)at);
	case MEMBER_CHOICE:
		return node_text_new(m->words[*(const int *)at]);
	case MEMBER_BITS:
		return bits_node(m->words, *(const unsigned *)at);
	case MEMBER_FAILURE:
		return node_text_new(fetch_failure_name(*(const enum fetch_failure *)at));
	case MEMBER_DATA:
		break;
	}
	return NULL;
}

/* Adds the members to a map, and returns that. */
static struct node *
members_add(struct node *map, const struct members *members, const void *of)
{
	for (size_t i = 0; i < members->n; i++) {
		const struct member *m = &members->v[i];
		struct node *node = member_node(m, (const char *)of + m->at);

		if (node)
			node_add(map, m->key, node);
	}
	return map;
}

static struct node *
members_map(const struct members *members, const void *of)
{
	return members_add(node_map_new(), members, of);
}

static struct node *
trial_node(const struct asked_trial *trial)
{
	struct node *map = members_map(&of_trial, trial);

	node_add(map, "sent", members_map(&of_names, &trial->sent));
	members_add(
		node_add(map, "issued", members_map(&of_names, &trial->issued)), &of_issued, trial);
	return map;
}

struct node *
asked_to_node(const struct asked *asked)
{
	struct node *map = members_map(&of_asked, asked), *list = node_list_new();

	node_add(map, "transport", members_map(&of_transport, asked));
	node_add(node_add(map, "capabilities", members_map(&of_caps, asked)), "device uses",
		members_map(&of_uses, asked));
	for (size_t i = 0; i < asked->n; i++)
		node_append(list, members_map(&of_certificate, &asked->certificates[i]));
	node_add(map, "certificates", list);
	node_add(map, "fingerprint", members_map(&of_fingerprint, asked));
	node_add(map, "trial", trial_node(&asked->trial));
	return map;
}
