#include "syntax/certificate_node.h"

#include <limits.h>
#include <stddef.h>
#include <string.h>

#include "base/xalloc.h"

/* The texts, in the order of certificate_text. */
static const struct {
	const char *key;
	enum node_kind kind;
} texts[CERTIFICATE_TEXTS] = {
	{ "der", NODE_DATA },
	{ "subject", NODE_TEXT },
	{ "issuer", NODE_TEXT },
	{ "common name", NODE_TEXT },
	{ "key", NODE_TEXT },
	{ "signature", NODE_TEXT },
	{ "key usage", NODE_TEXT },
};

static const struct {
	const char *key;
	size_t at;
} flags[] = {
	{ "is CA", offsetof(struct certificate, is_ca) },
	{ "self-issued", offsetof(struct certificate, self_issued) },
	{ "weak signature", offsetof(struct certificate, weak_signature) },
	{ "signs or deciphers", offsetof(struct certificate, signs_or_deciphers) },
	{ "for servers", offsetof(struct certificate, for_servers) },
	{ "from PEM", offsetof(struct certificate, from_pem) },
};

static const struct {
	const char *key;
	size_t at, len;
} hashes[] = {
	{ "MD5", offsetof(struct certificate, md5), sizeof((struct certificate *)0)->md5 },
	{ "SHA-1", offsetof(struct certificate, sha1), sizeof((struct certificate *)0)->sha1 },
	{ "SHA-224", offsetof(struct certificate, sha224),
		sizeof((struct certificate *)0)->sha224 },
	{ "SHA-256", offsetof(struct certificate, sha256),
		sizeof((struct certificate *)0)->sha256 },
	{ "SHA-384", offsetof(struct certificate, sha384),
		sizeof((struct certificate *)0)->sha384 },
	{ "SHA-512", offsetof(struct certificate, sha512),
		sizeof((struct certificate *)0)->sha512 },
};

struct node *
certificate_to_node(const struct certificate *cert)
{
	struct node *node = node_map_new();

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		const struct strbuf *text = certificate_text((struct certificate *)cert, i);

		node_add(node, texts[i].key,
			texts[i].kind == NODE_DATA ? node_data_new(text->buf, text->len)
						   : node_text_new(text->buf));
	}
	for (size_t i = 0; i < ARRAY_SIZE(flags); i++)
		node_add(node, flags[i].key,
			node_boolean_new(*(const bool *)((const char *)cert + flags[i].at)));
	for (size_t i = 0; i < ARRAY_SIZE(hashes); i++)
		node_add(node, hashes[i].key,
			node_data_new((const char *)cert + hashes[i].at, hashes[i].len));
	node_add(node, "not before", node_date_new(cert->not_before));
	node_add(node, "not after", node_date_new(cert->not_after));
	node_add(node, "RSA bits", node_integer_new(cert->rsa_bits));
	node_add(node, "path length", node_integer_new(cert->path_length));
	node_add(node, "oddities", node_integer_new(cert->oddities));
	return node;
}

static bool
number_take(const struct node *map, const char *key, enum node_kind kind, int64_t *number)
{
	const struct node *node = node_get(map, key);

	if (!node_is(node, kind))
		return false;
	*number = node->number;
	return true;
}

static bool
int_take(const struct node *map, const char *key, int *number)
{
	int64_t value;

	if (!number_take(map, key, NODE_INTEGER, &value) || value < INT_MIN || value > INT_MAX)
		return false;
	*number = (int)value;
	return true;
}

bool
certificate_from_node(const struct node *node, struct certificate *cert)
{
	int64_t before, after, oddities, flag;

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		const struct node *text = node_get(node, texts[i].key);

		if (!node_is(text, texts[i].kind))
			return false;
		strbuf_add(certificate_text(cert, i), text->text.buf, text->text.len);
	}
	for (size_t i = 0; i < ARRAY_SIZE(flags); i++) {
		if (!number_take(node, flags[i].key, NODE_BOOLEAN, &flag))
			return false;
		*(bool *)((char *)cert + flags[i].at) = flag;
	}
	for (size_t i = 0; i < ARRAY_SIZE(hashes); i++) {
		const struct node *hash = node_get(node, hashes[i].key);

		if (!node_is(hash, NODE_DATA) || hash->text.len != hashes[i].len)
			return false;
		memcpy((char *)cert + hashes[i].at, hash->text.buf, hashes[i].len);
	}
	if (!number_take(node, "not before", NODE_DATE, &before) ||
		!number_take(node, "not after", NODE_DATE, &after) ||
		!number_take(node, "oddities", NODE_INTEGER, &oddities) ||
		!int_take(node, "RSA bits", &cert->rsa_bits) ||
		!int_take(node, "path length", &cert->path_length))
		return false;
	cert->not_before = before;
	cert->not_after = after;
	cert->oddities = (unsigned)oddities;
	return true;
}

struct node *
finding_to_node(const struct finding *slip)
{
	struct node *node = node_map_new();

	node_add(node, "rule", node_text_new(slip->rule));
	node_add(node, "offset", node_integer_new((int64_t)slip->offset));
	node_add(node, "sentence", node_text_new(slip->sentence));
	node_add(node, "fix", node_text_new(slip->fix ? slip->fix : ""));
	return node;
}

bool
finding_from_node(const struct node *node, const char *const *rules, struct finding *slip)
{
	const char *rule = node_get_text(node, "rule"), *sentence = node_get_text(node, "sentence"),
		   *fix = node_get_text(node, "fix");
	int64_t offset;

	if (!rule || !sentence || !fix || !number_take(node, "offset", NODE_INTEGER, &offset) ||
		offset < 0)
		return false;
	for (size_t i = 0; rules[i]; i++)
		if (!strcmp(rules[i], rule)) {
			finding_set(slip, rules[i], (size_t)offset, "%s", sentence);
			finding_fix(slip, *fix ? fix : NULL);
			return true;
		}
	return false;
}
