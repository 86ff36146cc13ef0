#include "worker/scep_ca.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/ber.h"
#include "syntax/fingerprint.h"
#include "syntax/pem.h"

#include "worker/cms_parts.h"
#include "worker/x509_kind.h"
#include "worker/x509_shape.h"

#define HTTP_OK 200
/* Bytes of a certificate. Real ones of CAs have a few thousand. */
#define CERTIFICATE_MAX 65536

const char *
scep_answer_name(enum scep_answer answer)
{
	static const char *const names[] = {
		[SCEP_ANSWER_NONE] = "none",
		[SCEP_ANSWER_ONE] = "one",
		[SCEP_ANSWER_BUNDLE] = "bundle",
		[SCEP_ANSWER_PEM] = "pem",
		[SCEP_ANSWER_EMPTY] = "empty",
		[SCEP_ANSWER_HTML] = "html",
		[SCEP_ANSWER_OTHER] = "other",
	};

	return names[answer];
}

const char *
scep_type_name(enum scep_type type)
{
	static const char *const names[] = {
		[SCEP_TYPE_NONE] = "none",
		[SCEP_TYPE_ONE] = "one",
		[SCEP_TYPE_BUNDLE] = "bundle",
		[SCEP_TYPE_PARAMETERS_ONE] = "parameters-one",
		[SCEP_TYPE_PARAMETERS_BUNDLE] = "parameters-bundle",
		[SCEP_TYPE_HTML] = "html",
		[SCEP_TYPE_OTHER] = "other",
	};

	return names[type];
}

const char *
scep_stop_name(enum scep_stop stop)
{
	static const char *const names[] = {
		[SCEP_STOP_NOWHERE] = "",
		[SCEP_STOP_ANSWER] = "answer",
		[SCEP_STOP_FINGERPRINT] = "fingerprint",
		[SCEP_STOP_USAGE] = "usage",
		[SCEP_STOP_CHAIN] = "chain",
		[SCEP_STOP_KEY] = "key",
	};

	return names[stop];
}

const char *
scep_role_name(enum scep_role role)
{
	static const char *const names[SCEP_ROLES] = {
		[SCEP_ROLE_ANCHOR] = "anchor",
		[SCEP_ROLE_SIGNER] = "signer",
		[SCEP_ROLE_RECIPIENT] = "recipient",
		[SCEP_ROLE_ISSUER] = "issuer",
		[SCEP_ROLE_ROOT] = "root",
	};

	return names[role];
}

/*
 * Reading what was answered.
 */

static const struct {
	const char *type;
	enum scep_type plain, parameters;
} types[] = {
	{ "application/x-x509-ca-cert", SCEP_TYPE_ONE, SCEP_TYPE_PARAMETERS_ONE },
	{ "application/x-x509-ca-ra-cert", SCEP_TYPE_BUNDLE, SCEP_TYPE_PARAMETERS_BUNDLE },
	{ "text/html", SCEP_TYPE_HTML, SCEP_TYPE_HTML },
	{ "application/xhtml+xml", SCEP_TYPE_HTML, SCEP_TYPE_HTML },
};

enum scep_type
scep_type_of(const char *content_type)
{
	size_t len = strcspn(content_type, "; \t");
	bool parameters = strchr(content_type, ';');

	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (strlen(types[i].type) == len && !strncasecmp(types[i].type, content_type, len))
			return parameters ? types[i].parameters : types[i].plain;
	return *content_type ? SCEP_TYPE_OTHER : SCEP_TYPE_NONE;
}

/* False if it is not a certificate. Each counts once, and those beyond the limit are not read. */
static bool
ca_add(struct scep_ca *ca, const unsigned char *der, size_t len)
{
	struct scep_certificate *it = &ca->v[ca->n];
	FINDING(slip);

	for (size_t i = 0; i < ca->n; i++)
		if (ca->v[i].cert.der.len == len && !memcmp(ca->v[i].cert.der.buf, der, len))
			return true;
	if (ca->n == SCEP_CERTIFICATES_MAX)
		return true;
	*it = (struct scep_certificate){ .cert = CERTIFICATE_INIT };
	strbuf_add(&it->cert.der, der, len);
	if (len > CERTIFICATE_MAX || x509_read(&it->cert, &slip) < 0) {
		certificate_release(&it->cert);
		return false;
	}
	it->x509 = cms_certificate(&it->cert);
	it->has_usage = X509_get_extension_flags(it->x509) & EXFLAG_KUSAGE;
	it->usage = it->has_usage ? X509_get_key_usage(it->x509) : 0;
	ca->n++;
	return true;
}

static void
ca_clear(struct scep_ca *ca)
{
	for (size_t i = 0; i < ca->n; i++) {
		certificate_release(&ca->v[i].cert);
		X509_free(ca->v[i].x509);
	}
	ca->n = 0;
}

void
scep_ca_release(struct scep_ca *ca)
{
	ca_clear(ca);
}

/* For data that is not DER. */
static enum scep_answer
text_answer(const char *data, size_t len, enum scep_type type)
{
	static const char *const html[] = { "<!doctype html", "<html", "<head", "<body" };
	const char *end = data + len;
	size_t mark = utf8_mark(data, len);

	if (shape_is_filler(data, len))
		return SCEP_ANSWER_EMPTY;
	if (pem_find(data, end, "-----BEGIN "))
		return SCEP_ANSWER_PEM;
	for (data += mark; data < end && text_is_space(*data);)
		data++;
	len = (size_t)(end - data);
	for (size_t i = 0; i < ARRAY_SIZE(html); i++)
		if (len >= strlen(html[i]) && !strncasecmp(data, html[i], strlen(html[i])))
			return SCEP_ANSWER_HTML;
	return type == SCEP_TYPE_HTML ? SCEP_ANSWER_HTML : SCEP_ANSWER_OTHER;
}

/* For one value in DER or BER. */
static enum scep_answer
der_answer(struct scep_ca *ca, const unsigned char *der, size_t len)
{
	struct bag bag;
	enum bag_kind kind = shape_bag(der, len, &bag);
	bool whole = true;
	size_t one;

	if (kind == BAG_NONE)
		return ca_add(ca, der, len) ? SCEP_ANSWER_ONE : SCEP_ANSWER_OTHER;
	while (kind == BAG_PLAIN && whole && (der = bag_next(&bag, &one)))
		whole = ca_add(ca, der, one);
	return kind == BAG_PLAIN && whole && ca->n ? SCEP_ANSWER_BUNDLE : SCEP_ANSWER_OTHER;
}

static void ca_relate(struct scep_ca *ca);

void
scep_ca_parse(const char *data, size_t len, const char *content_type, struct scep_ca *ca)
{
	const unsigned char *der = (const unsigned char *)data;
	size_t one = len && *der == BER_SEQUENCE ? ber_length(der, len) : 0;

	ca->type = scep_type_of(content_type);
	if (one && one <= len && shape_is_filler(data + one, len - one))
		ca->answer = der_answer(ca, der, one);
	else
		ca->answer = text_answer(data, len, ca->type);
	if (ca->answer == SCEP_ANSWER_OTHER)
		ca_clear(ca);
	ca_relate(ca);
	ERR_clear_error();
}

void
scep_ca_read(const struct fetched *fetched, struct scep_ca *ca)
{
	if (fetched->failure == FETCH_DONE && fetched->status == HTTP_OK)
		scep_ca_parse(fetched->body.buf, fetched->body.len, fetched->type.buf, ca);
}

/*
 * Sets of certificates, and who issued whom.
 */

#define BIT(i) (UINT32_C(1) << (i))

static bool
x509_issued(X509 *issuer, X509 *x509)
{
	EVP_PKEY *key = X509_get0_pubkey(issuer);

	return key && !X509_NAME_cmp(X509_get_issuer_name(x509), X509_get_subject_name(issuer)) &&
	       X509_verify(x509, key) == 1;
}

static void
ca_relate(struct scep_ca *ca)
{
	for (size_t i = 0; i < ca->n; i++) {
		ca->issuers[i] = 0;
		for (size_t j = 0; j < ca->n; j++)
			if (i != j && x509_issued(ca->v[j].x509, ca->v[i].x509))
				ca->issuers[i] |= BIT(j);
		ca->above[i] = ca->issuers[i] | BIT(i);
	}
	for (size_t via = 0; via < ca->n; via++)
		for (size_t i = 0; i < ca->n; i++)
			if (ca->above[i] & BIT(via))
				ca->above[i] |= ca->above[via];
}

/* Where its chain ends: in those that no other certificate is above, unless they issued each other. */
static uint32_t
ca_ends(const struct scep_ca *ca, int at)
{
	uint32_t ends = 0;

	for (size_t i = 0; i < ca->n; i++)
		if (ca->above[at] & BIT(i)) {
			uint32_t back = 0;

			for (size_t j = 0; j < ca->n; j++)
				back |= ca->above[j] & BIT(i) ? BIT(j) : 0;
			ends |= ca->above[i] & ~back ? 0 : BIT(i);
		}
	return ends;
}

/* In the order of preference, which does not depend on that of the answer. */
static bool
certificate_precedes(const struct certificate *a, const struct certificate *b)
{
	if (a->is_ca != b->is_ca)
		return b->is_ca;
	if (a->self_issued != b->self_issued)
		return b->self_issued;
	if (a->not_after != b->not_after)
		return a->not_after > b->not_after;
	return memcmp(a->sha256, b->sha256, sizeof a->sha256) < 0;
}

/* The first of a set; SCEP_NOBODY if it is empty. */
static int
ca_first(const struct scep_ca *ca, uint32_t set)
{
	int first = SCEP_NOBODY;

	for (int i = 0; i < (int)ca->n; i++)
		if (set & BIT(i) &&
			(first < 0 || certificate_precedes(&ca->v[i].cert, &ca->v[first].cert)))
			first = i;
	return first;
}

/* Those whose key usage has of both bits exactly these. */
static uint32_t
ca_with_usage(const struct scep_ca *ca, uint32_t usage)
{
	uint32_t set = 0;

	for (size_t i = 0; i < ca->n; i++)
		if ((ca->v[i].usage & (KU_DIGITAL_SIGNATURE | KU_KEY_ENCIPHERMENT)) == usage)
			set |= BIT(i);
	return set;
}

/*
 * The choice.
 */

/* The certificate that has the fingerprint, by the hash of its length. */
static int
ca_match(const struct scep_ca *ca, const struct strbuf *fingerprint)
{
	if (!fingerprint->len)
		return SCEP_NOT_GIVEN;
	for (size_t i = 0; i < ca->n; i++)
		if (certificate_hash_is(&ca->v[i].cert, fingerprint->buf, fingerprint->len))
			return (int)i;
	return SCEP_NOBODY;
}

/* An RA: signer and recipient, which may be the same. */
struct pair {
	int signer, recipient;
};

/* Those whose chains end in the anchor. */
static uint32_t
ca_below(const struct scep_ca *ca, int anchor)
{
	uint32_t set = 0;

	for (size_t i = 0; i < ca->n; i++)
		if (ca->above[i] & BIT(anchor))
			set |= BIT(i);
	return set;
}

/* Two whose chains end in the same certificate. */
static bool
pair_with_one_end(
	const struct scep_ca *ca, uint32_t signers, uint32_t recipients, struct pair *pair)
{
	for (uint32_t left = signers; left; left &= ~BIT(pair->signer)) {
		uint32_t same = 0;

		pair->signer = ca_first(ca, left);
		for (int i = 0; i < (int)ca->n; i++)
			if (recipients & BIT(i) && ca_ends(ca, pair->signer) & ca_ends(ca, i))
				same |= BIT(i);
		pair->recipient = ca_first(ca, same);
		if (same)
			return true;
	}
	return false;
}

/* Among the certificates of a set. With an anchor, the set has only those whose chains end in it. */
static bool
pair_find(const struct scep_ca *ca, uint32_t set, bool with_anchor, struct pair *pair)
{
	uint32_t signers = ca_with_usage(ca, KU_DIGITAL_SIGNATURE) & set,
		 recipients = ca_with_usage(ca, KU_KEY_ENCIPHERMENT) & set,
		 both = ca_with_usage(ca, KU_DIGITAL_SIGNATURE | KU_KEY_ENCIPHERMENT) & set;

	if (!with_anchor && pair_with_one_end(ca, signers, recipients, pair))
		return true;
	if (with_anchor && signers && recipients)
		*pair = (struct pair){ ca_first(ca, signers), ca_first(ca, recipients) };
	else
		*pair = (struct pair){ ca_first(ca, both), ca_first(ca, both) };
	return pair->signer >= 0;
}

/* The same, wherever their chains end: who would be it, and why the device stops. */
static enum scep_stop
pair_find_stray(const struct scep_ca *ca, struct pair *pair)
{
	return pair_find(ca, UINT32_MAX, true, pair) ? SCEP_STOP_CHAIN : SCEP_STOP_USAGE;
}

/* Without a fingerprint: where the chains of the RA end, or of all. */
static int
ca_end(const struct scep_ca *ca, const struct pair *pair)
{
	uint32_t ends = 0;

	if (pair->signer >= 0)
		return ca_first(ca, ca_ends(ca, pair->signer) & ca_ends(ca, pair->recipient));
	for (int i = 0; i < (int)ca->n; i++)
		ends |= ca_ends(ca, i);
	return ends & (ends - 1) ? SCEP_NOBODY : ca_first(ca, ends);
}

static int
ca_issuer(const struct scep_ca *ca, int signer)
{
	uint32_t issuers = signer >= 0 ? ca->issuers[signer] : 0;
	int anchor = ca->role[SCEP_ROLE_ANCHOR];

	if (anchor >= 0 && issuers & ca_below(ca, anchor))
		issuers &= ca_below(ca, anchor);
	return issuers ? ca_first(ca, issuers) : signer;
}

/* A CA that signed itself, above the anchor and the signer: names alone prove nothing, since anyone can add a certificate to
 * an answer. Nobody if no certificate has the fingerprint: then someone else may have answered. */
static int
ca_root(const struct scep_ca *ca)
{
	int anchor = ca->role[SCEP_ROLE_ANCHOR], signer = ca->role[SCEP_ROLE_SIGNER];
	uint32_t above = anchor >= 0 && ca->matches != SCEP_NOBODY ? ca->above[anchor] : 0;
	uint32_t roots = 0;

	if (signer >= 0)
		above &= ca->above[signer];
	for (size_t i = 0; i < ca->n; i++)
		if (above & BIT(i) && ca->v[i].cert.is_ca &&
			x509_issued(ca->v[i].x509, ca->v[i].x509))
			roots |= BIT(i);
	return ca_first(ca, roots);
}

/* Of a bundle, even of one certificate. */
static enum scep_stop
choose_ra(struct scep_ca *ca, struct pair *pair)
{
	bool with_anchor = ca->matches >= 0;
	uint32_t set = with_anchor ? ca_below(ca, ca->matches) : UINT32_MAX;
	enum scep_stop stop = pair_find(ca, set, with_anchor, pair) ? SCEP_STOP_NOWHERE
								    : pair_find_stray(ca, pair);

	ca->role[SCEP_ROLE_ANCHOR] = with_anchor ? ca->matches : ca_end(ca, pair);
	return stop;
}

bool
scep_is_rsa(const struct certificate *cert)
{
	return cert->rsa_bits && !(cert->oddities & ODD_KEY_PSS);
}

/* Whether a device that goes by the content type gets certificates. */
static bool
ca_is_as_typed(const struct scep_ca *ca)
{
	switch (ca->type) {
	case SCEP_TYPE_ONE:
	case SCEP_TYPE_PARAMETERS_ONE:
		return ca->answer == SCEP_ANSWER_ONE;
	case SCEP_TYPE_BUNDLE:
	case SCEP_TYPE_PARAMETERS_BUNDLE:
		return ca->answer == SCEP_ANSWER_BUNDLE;
	default:
		return false;
	}
}

void
scep_ca_choose(struct scep_ca *ca, const struct strbuf *fingerprint)
{
	struct pair pair = { 0, 0 };
	enum scep_stop stop = SCEP_STOP_NOWHERE;

	for (size_t i = 0; i < SCEP_ROLES; i++)
		ca->role[i] = SCEP_NOBODY;
	ca->matches = ca_match(ca, fingerprint);
	ca->stop = SCEP_STOP_ANSWER;
	if (!ca->n)
		return;
	if (ca->answer == SCEP_ANSWER_ONE)
		ca->role[SCEP_ROLE_ANCHOR] = 0;
	else
		stop = choose_ra(ca, &pair);
	ca->role[SCEP_ROLE_SIGNER] = pair.signer;
	ca->role[SCEP_ROLE_RECIPIENT] = pair.recipient;
	ca->role[SCEP_ROLE_ISSUER] = ca_issuer(ca, pair.signer);
	ca->role[SCEP_ROLE_ROOT] = ca_root(ca);
	if (!ca_is_as_typed(ca))
		return;
	if (ca->matches == SCEP_NOBODY)
		stop = SCEP_STOP_FINGERPRINT;
	else if (stop == SCEP_STOP_NOWHERE && !scep_is_rsa(&ca->v[pair.recipient].cert))
		stop = SCEP_STOP_KEY;
	ca->stop = stop;
}

void
scep_ca_chosen(const struct scep_ca *ca, const struct scep_caps *caps, struct scep_chosen *chosen)
{
	*chosen = (struct scep_chosen){
		.signer = ca->v[ca->role[SCEP_ROLE_SIGNER]].x509,
		.recipient = ca->v[ca->role[SCEP_ROLE_RECIPIENT]].x509,
		.issuer = ca->v[ca->role[SCEP_ROLE_SIGNER]].x509,
		.anchor = ca->v[ca->role[SCEP_ROLE_ANCHOR]].x509,
		.others = sk_X509_new_null(),
		.aes = caps->aes,
		.digest = caps->digest,
	};
	if (!chosen->others)
		out_of_memory();
	for (size_t i = 0; i < ca->n; i++)
		if (!sk_X509_push(chosen->others, ca->v[i].x509))
			out_of_memory();
}

/*
 * Comparisons.
 */

static bool
ca_has(const struct scep_ca *ca, const struct strbuf *der)
{
	for (size_t i = 0; i < ca->n; i++)
		if (strbuf_same(&ca->v[i].cert.der, der))
			return true;
	return false;
}

bool
scep_ca_same(const struct scep_ca *a, const struct scep_ca *b)
{
	for (size_t i = 0; i < a->n; i++)
		if (!ca_has(b, &a->v[i].cert.der))
			return false;
	return a->n == b->n;
}

/* The signer, the recipient and all above them; all if nobody was chosen. */
static uint32_t
ca_chains(const struct scep_ca *ca)
{
	int signer = ca->role[SCEP_ROLE_SIGNER], recipient = ca->role[SCEP_ROLE_RECIPIENT];

	return signer < 0 ? UINT32_MAX : ca->above[signer] | ca->above[recipient];
}

const char *
scep_ca_root(const struct scep_ca *ca, const struct strbuf *root)
{
	const unsigned char *at = (const unsigned char *)root->buf;
	X509 *x509 = root->len ? d2i_X509(NULL, &at, (long)root->len) : NULL;
	uint32_t chains = ca_chains(ca);
	bool above = false;

	for (size_t i = 0; x509 && i < ca->n && !above; i++)
		above = chains & BIT(i) &&
			(strbuf_same(&ca->v[i].cert.der, root) || x509_issued(x509, ca->v[i].x509));
	X509_free(x509);
	ERR_clear_error();
	if (!root->len || !ca->n)
		return "none";
	return above ? "above" : "other";
}
