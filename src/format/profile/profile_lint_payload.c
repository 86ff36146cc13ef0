/* The structure of a payload: what is in it and how. */
#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"

#include "syntax/x509.h"

#include "model/rules.h"

#include "format/profile/profile_parts.h"
#include "format/profile/profile_walk.h"

#define SCEP_TYPE "com.apple.security.scep"

struct node *
walk_get(const struct node *dict, const char *key, enum node_kind kind)
{
	struct node *node = node_get(dict, key);

	return node_is(node, kind) ? node : NULL;
}

/* PayloadContent of a SCEP payload holds all of its settings. One of another kind is told as that. */
void
walk_content(struct walk *walk, struct node *payload)
{
	if (profile_payload_is(payload, SCEP_TYPE) && !node_get(payload, "PayloadContent"))
		walk_lacks(walk, "value-missing", payload, "PayloadContent", NULL,
			"Put the SCEP settings into it, URL first",
			"PayloadContent is missing in the SCEP payload");
}

/* Rule key-type-value. A missing one is RSA. */
void
walk_key_type(struct walk *walk, struct node *payload)
{
	struct node *content = walk_get(payload, "PayloadContent", NODE_MAP);
	const char *type = node_get_text(content, "Key Type");
	STRBUF(trimmed);

	if (!profile_payload_is(payload, SCEP_TYPE) || !type || !strcmp(type, "RSA"))
		return;
	strbuf_addstr(&trimmed, type);
	strbuf_trim(&trimmed);
	if (walk_tell(walk, "key-type-value", node_get(content, "Key Type"),
		    !strcasecmp(trimmed.buf, "RSA") ? "Key Type becomes RSA" : NULL,
		    "Key Type is \"%.*s\". Apple knows only RSA for SCEP", EXCERPT(type)))
		walk_replace(content, "Key Type", node_text_new("RSA"));
}

/* Rule renewal-interval. */
void
walk_renewal(struct walk *walk, struct node *payload)
{
	struct node *content = walk_get(payload, "PayloadContent", NODE_MAP);
	struct node *node = walk_get(content, "CertificateRenewalTimeInterval", NODE_INTEGER);

	if (!profile_payload_is(payload, SCEP_TYPE) || !node)
		return;
	if (node->number < 0)
		walk_tell(walk, "renewal-interval", node, NULL,
			"CertificateRenewalTimeInterval is %" PRId64
			". Use a number of days, 0 or more",
			node->number);
	else if (walk->ios)
		walk_tell_as(walk, SEVERITY_INFO, "renewal-interval", node, NULL,
			"CertificateRenewalTimeInterval has no effect on iOS. Only macOS shows a "
			"notification before a certificate ends");
}

/* Rule payload-scope; that of the profile itself is a field's. */
void
walk_scope(struct walk *walk, struct node *payload)
{
	struct node *node = node_get(payload, "PayloadScope");
	STRBUF(name);

	walk_payload_name(payload, &name);
	if (node)
		walk_tell(walk, "payload-scope", node, NULL,
			"PayloadScope is in %s, where devices ignore it. Move it to the top of "
			"the profile",
			name.buf);
}

/* A pair: two strings. */
static bool
subject_is_pair(const struct node *node)
{
	return node_is(node, NODE_LIST) && node->n == 2 && node_text(node->v[0]) &&
	       node_text(node->v[1]);
}

static bool
subject_is_rdn(const struct node *node)
{
	if (!node_is(node, NODE_LIST))
		return false;
	for (size_t i = 0; i < node->n; i++)
		if (!subject_is_pair(node->v[i]))
			return false;
	return node->n > 0;
}

/* The subject with an array around each pair that is one level too high; NULL if something else is wrong. */
static struct node *
subject_nested(const struct node *subject)
{
	struct node *nested = node_list_new();

	for (size_t i = 0; i < subject->n; i++) {
		const struct node *part = subject->v[i];
		bool pair = subject_is_pair(part);

		if (!pair && !subject_is_rdn(part)) {
			node_free(nested);
			return NULL;
		}
		node_append(pair ? node_append(nested, node_list_new()) : nested, node_copy(part));
	}
	return nested;
}

/* Rule subject-nesting, told at the first part that is wrong. */
void
walk_subject(struct walk *walk, struct node *payload)
{
	struct node *content = walk_get(payload, "PayloadContent", NODE_MAP);
	struct node *subject = walk_get(content, "Subject", NODE_LIST), *nested = NULL;
	size_t n = subject ? subject->n : 0, i = 0;

	if (!profile_payload_is(payload, SCEP_TYPE))
		return;
	while (i < n && subject_is_rdn(subject->v[i]))
		i++;
	if (i == n)
		return;
	nested = subject_nested(subject);
	if (walk_tell(walk, "subject-nesting", subject->v[i],
		    nested ? "each pair of the Subject gets an array around it" : NULL,
		    "part %zu of the Subject is not an array of pairs of strings. Nest it as "
		    "[[[\"O\", \"Example\"]], [[\"CN\", \"name\"]]]",
		    i + 1)) {
		walk_replace(content, "Subject", nested);
		nested = NULL;
	} else {
		walk_means(walk, content, "Subject");
	}
	node_free(nested);
}

/* Rules san-missing, san-principal-several, and value-type for an array of one principal. */
void
walk_principal(struct walk *walk, struct node *payload)
{
	struct node *content = walk_get(payload, "PayloadContent", NODE_MAP);
	struct node *san = walk_get(content, "SubjectAltName", NODE_MAP);
	struct node *names = walk_get(san, "ntPrincipalName", NODE_LIST);
	size_t n = names ? names->n : 0;

	if (!profile_payload_is(payload, SCEP_TYPE))
		return;
	if (san && !san->n)
		walk_tell_as(walk, SEVERITY_WARNING, "san-missing", san, NULL,
			"SubjectAltName is empty, which breaks some servers. Add a name, or "
			"delete the key");
	if (names && n != 1)
		walk_tell(walk, "san-principal-several", names, NULL,
			"ntPrincipalName is an array of %zu, but devices accept only one string",
			n);
	else if (names &&
		 walk_tell(walk, "value-type", names,
			 node_text(names->v[0]) ? "ntPrincipalName becomes the one string in it"
						: NULL,
			 "ntPrincipalName is an array, but devices accept only one string"))
		walk_replace(san, "ntPrincipalName", node_copy(names->v[0]));
}

static bool
payload_has_certificate(const struct node *payload)
{
	static const char *const types[] = { "com.apple.security.root", "com.apple.security.pem",
		"com.apple.security.pkcs1" };

	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (profile_payload_is(payload, types[i]))
			return true;
	return false;
}

/* Rule certificate-duplicate. */
static void
certificate_is_there(struct walk *walk, struct node *data, const struct certificate *cert)
{
	struct strbuf *hashes = &walk->certificates;
	size_t known = hashes->len, size = sizeof cert->sha256;

	strbuf_add(hashes, (const char *)cert->sha256, size);
	for (size_t i = 0; i < known; i += size)
		if (!memcmp(hashes->buf + i, cert->sha256, size)) {
			walk_tell(walk, "certificate-duplicate", data, NULL,
				"the certificate of %.*s is already in the profile. Remove one, "
				"unless another payload refers to each",
				EXCERPT(cert->common_name.buf));
			return;
		}
}

/* A sequence of more than 127 bytes, as no text begins: there is nothing to fix. */
static bool
data_is_der(const struct node *data)
{
	const struct strbuf *bytes = &data->text;

	return bytes->len > 1 && bytes->buf[0] == 0x30 && (unsigned char)bytes->buf[1] > 0x7f;
}

/* What certificate_parse finds. An existing payload has no number to choose a certificate with. */
static void
certificate_wrong(struct walk *walk, struct node *data, const struct finding *problem)
{
	struct certificates list = { 0 };
	FINDING(again);
	STRBUF(names);

	if (!strcmp(problem->rule, "certificate-several") &&
		certificates_parse(data->text.buf, data->text.len, &list, &again) == 0) {
		certificates_name(&list, &names);
		walk_tell_as(walk, SEVERITY_WARNING, problem->rule, data, NULL,
			"the payload has %s, but Apple documents one. Put each certificate into "
			"its own payload",
			names.buf);
	} else {
		walk_tell(walk, problem->rule, data, NULL, "%s", problem->sentence);
	}
	certificates_release(&list);
}

/* Rule certificate-validity. That of the form's own payload is told by its field. */
static void
certificate_dates(
	struct walk *walk, struct node *payload, struct node *data, const struct certificate *cert)
{
	STRBUF(sentence);

	if (!profile_view_has(walk->env->view, payload) &&
		certificate_tell_validity(cert, walk->now, &sentence))
		walk_tell(walk, "certificate-validity", data, NULL, "%s", sentence.buf);
}

/* Rules certificate-converted and certificate-duplicate, and those about what is in it. */
void
walk_certificate(struct walk *walk, struct node *payload)
{
	CERTIFICATE(cert);
	FINDING(problem);
	struct node *data = walk_get(payload, "PayloadContent", NODE_DATA);

	if (!data || !payload_has_certificate(payload) || (walk->fixing && data_is_der(data)))
		return;
	if (certificate_parse(data->text.buf, data->text.len, &cert, &problem) < 0)
		certificate_wrong(walk, data, &problem);
	else if (cert.from_pem && !profile_payload_is(payload, "com.apple.security.pem") &&
		 walk_tell(walk, "certificate-converted", data, "the certificate becomes DER",
			 "the certificate of %.*s is PEM text, but Apple documents DER here",
			 EXCERPT(cert.common_name.buf)))
		walk_replace(payload, "PayloadContent", node_data_new(cert.der.buf, cert.der.len));
	if (cert.der.len && !walk->fixing) {
		certificate_dates(walk, payload, data, &cert);
		certificate_is_there(walk, data, &cert);
	}
}
