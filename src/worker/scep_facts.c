#include "worker/scep_facts.h"

#include <openssl/obj_mac.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "base/xalloc.h"

#include "syntax/digest.h"
#include "syntax/fingerprint.h"

#include "worker/scep_text.h"

/* Bytes of a URL or a Name. */
#define URL_MAX 8192

static struct node *
text_of(const char *text, size_t most)
{
	STRBUF(out);

	scep_text_add(text, strlen(text), most, &out);
	return node_text_new(out.buf);
}

static struct node *
list_of(const struct strvec *list, size_t most)
{
	struct node *node = node_list_new();

	for (size_t i = 0; i < list->n; i++)
		node_append(node, text_of(list->v[i], most));
	return node;
}

struct node *
scep_usage_list(uint32_t usage)
{
	static const struct {
		uint32_t bit;
		const char *name;
	} usages[] = {
		{ KU_DIGITAL_SIGNATURE, "digitalSignature" },
		{ KU_NON_REPUDIATION, "nonRepudiation" },
		{ KU_KEY_ENCIPHERMENT, "keyEncipherment" },
		{ KU_DATA_ENCIPHERMENT, "dataEncipherment" },
		{ KU_KEY_AGREEMENT, "keyAgreement" },
		{ KU_KEY_CERT_SIGN, "keyCertSign" },
		{ KU_CRL_SIGN, "cRLSign" },
		{ KU_ENCIPHER_ONLY, "encipherOnly" },
		{ KU_DECIPHER_ONLY, "decipherOnly" },
	};
	struct node *list = node_list_new();

	for (size_t i = 0; i < ARRAY_SIZE(usages); i++)
		if (usage & usages[i].bit)
			node_append(list, node_text_new(usages[i].name));
	return list;
}

static struct node *
facts_transport(const struct fetched *fetched)
{
	static const char *const trusts[] = {
		[FETCH_TRUST_NONE] = "none",
		[FETCH_TRUST_SYSTEM] = "system",
		[FETCH_TRUST_ROOT] = "root",
	};
	struct node *node = node_map_new();

	node_add(node, "status", node_integer_new(fetched->status));
	node_add(node, "type", text_of(fetched->type.buf, SCEP_TEXT_MAX));
	node_add(node, "redirects", list_of(&fetched->redirects, URL_MAX));
	node_add(node, "failure", node_text_new(fetch_failure_name(fetched->failure)));
	node_add(node, "says", text_of(fetched->says.buf, SCEP_TEXT_MAX));
	node_add(node, "trust", node_text_new(trusts[fetched->trust]));
	node_add(node, "whose", text_of(fetched->whose.buf, SCEP_TEXT_MAX));
	node_add(node, "ms", node_integer_new(fetched->ms));
	return node;
}

static const char *
digest_name(int nid)
{
	switch (nid) {
	case NID_sha512:
		return "SHA-512";
	case NID_sha256:
		return "SHA-256";
	default:
		return "SHA-1";
	}
}

static struct node *
facts_capabilities(const struct fetched *fetched, const struct scep_caps *caps)
{
	struct node *node = node_map_new(), *uses;

	node_add(node, "status", node_integer_new(fetched->status));
	node_add(node, "failure", node_text_new(fetch_failure_name(fetched->failure)));
	node_add(node, "type", text_of(fetched->type.buf, SCEP_TEXT_MAX));
	node_add(node, "known", list_of(&caps->known, SCEP_TEXT_MAX));
	node_add(node, "unknown", list_of(&caps->unknown, SCEP_TEXT_MAX));
	node_add(node, "line ends", node_text_new(scep_line_ends_name(caps->ends)));
	uses = node_add(node, "device uses", node_map_new());
	node_add(uses, "post", node_boolean_new(caps->post));
	node_add(uses, "cipher", node_text_new(caps->aes ? "AES-128" : "3DES"));
	node_add(uses, "digest", node_text_new(digest_name(caps->digest)));
	return node;
}

static struct node *
certificate_roles(const struct scep_ca *ca, size_t at)
{
	struct node *list = node_list_new();

	for (size_t i = 0; i < SCEP_ROLES; i++)
		if (ca->role[i] == (int)at)
			node_append(list, node_text_new(scep_role_name((enum scep_role)i)));
	return list;
}

static struct node *
facts_certificate(const struct scep_ca *ca, size_t at)
{
	const struct scep_certificate *it = &ca->v[at];
	const struct certificate *cert = &it->cert;
	struct node *node = node_map_new();
	STRBUF(sha256);

	digest_sha256(cert->der.buf, cert->der.len, &sha256);
	node_add(node, "subject", text_of(cert->subject.buf, SCEP_TEXT_MAX));
	node_add(node, "issuer", text_of(cert->issuer.buf, SCEP_TEXT_MAX));
	node_add(node, "key", text_of(cert->key.buf, SCEP_TEXT_MAX));
	node_add(node, "sha256", node_text_new(sha256.buf));
	node_add(node, "roles", certificate_roles(ca, at));
	node_add(node, "key usage", scep_usage_list(it->usage));
	node_add(node, "has key usage", node_boolean_new(it->has_usage));
	node_add(node, "is rsa", node_boolean_new(scep_is_rsa(cert)));
	node_add(node, "is ca", node_boolean_new(cert->is_ca));
	node_add(node, "self issued", node_boolean_new(cert->self_issued));
	node_add(node, "not before", node_date_new(cert->not_before));
	node_add(node, "not after", node_date_new(cert->not_after));
	node_add(node, "der", node_data_new(cert->der.buf, cert->der.len));
	return node;
}

/* As it was asked with: --trust stands for it if the draft names none. */
static struct node *
facts_fingerprint(const struct scep_plan *plan, int matches)
{
	const struct strbuf *given = plan->fingerprint.len ? &plan->fingerprint : &plan->trusted;
	struct node *node = node_map_new();
	STRBUF(hex);

	fingerprint_to_hex((const unsigned char *)given->buf, given->len, &hex);
	node_add(node, "matches", node_integer_new(matches));
	node_add(node, "asked with", text_of(hex.buf, SCEP_TEXT_MAX));
	return node;
}

struct node *
scep_facts(const struct scep_learned *learned, struct node *trial)
{
	const struct scep_plan *plan = learned->plan;
	const struct scep_ca *ca = &learned->ca;
	struct node *facts = node_map_new(), *list;

	node_add(facts, "url", text_of(plan->url, URL_MAX));
	node_add(facts, "name", plan->name ? text_of(plan->name, URL_MAX) : node_null_new());
	node_add(facts, "asked", node_date_new(plan->now));
	node_add(facts, "transport", facts_transport(learned->transport));
	node_add(facts, "capabilities", facts_capabilities(&learned->caps_fetched, &learned->caps));
	node_add(facts, "names", node_text_new(learned->names));
	node_add(facts, "answer", node_text_new(scep_answer_name(ca->answer)));
	node_add(facts, "type kind", node_text_new(scep_type_name(ca->type)));
	list = node_add(facts, "certificates", node_list_new());
	for (size_t i = 0; i < ca->n; i++)
		node_append(list, facts_certificate(ca, i));
	node_add(facts, "fingerprint", facts_fingerprint(plan, ca->matches));
	node_add(facts, "device stops", node_text_new(scep_stop_name(ca->stop)));
	node_add(facts, "root", node_text_new(scep_ca_root(ca, &plan->root)));
	node_add(facts, "trial", trial);
	return facts;
}
