/* The structure of a payload: what is in it and how. */
#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"

#include "syntax/x509.h"

#include "model/rules.h"

#include "format/plist/plist_node.h"
#include "format/profile/profile_parts.h"
#include "format/profile/profile_walk.h"

#define SCEP_TYPE "com.apple.security.scep"

plist_t
walk_get(plist_t dict, const char *key, plist_type type)
{
	plist_t node = dict && plist_get_node_type(dict) == PLIST_DICT
			       ? plist_dict_get_item(dict, key)
			       : NULL;

	return node && plist_get_node_type(node) == type ? node : NULL;
}

bool
walk_is_type(plist_t payload, const char *type)
{
	const char *found = walk_string(payload, "PayloadType");

	return found && !strcmp(found, type);
}

/* PayloadContent of a SCEP payload holds all of its settings. One of another kind is told as that. */
void
walk_content(struct walk *walk, plist_t payload)
{
	if (walk_is_type(payload, SCEP_TYPE) && !plist_dict_get_item(payload, "PayloadContent"))
		walk_lacks(walk, "value-missing", payload, "PayloadContent", NULL,
			"Put the SCEP settings into it, URL first",
			"PayloadContent is missing in the SCEP payload");
}

static bool
text_is_rsa(const char *text)
{
	struct strbuf trimmed = STRBUF_INIT;
	bool is;

	strbuf_addstr(&trimmed, text);
	strbuf_trim(&trimmed);
	is = !strcasecmp(trimmed.buf, "RSA");
	strbuf_release(&trimmed);
	return is;
}

/* Rule key-type-value. A missing one is RSA. */
void
walk_key_type(struct walk *walk, plist_t payload)
{
	plist_t content = walk_get(payload, "PayloadContent", PLIST_DICT);
	const char *type = content ? walk_string(content, "Key Type") : NULL;

	if (!walk_is_type(payload, SCEP_TYPE) || !type || !strcmp(type, "RSA"))
		return;
	if (walk_tell(walk, "key-type-value", plist_dict_get_item(content, "Key Type"),
		    text_is_rsa(type) ? "Key Type becomes RSA" : NULL,
		    "Key Type is \"%.*s\". Apple knows only RSA for SCEP", EXCERPT(type)))
		walk_replace(walk, content, "Key Type", plist_new_string("RSA"));
}

/* Rule renewal-interval. */
void
walk_renewal(struct walk *walk, plist_t payload)
{
	plist_t content = walk_get(payload, "PayloadContent", PLIST_DICT);
	plist_t node = walk_get(content, "CertificateRenewalTimeInterval", PLIST_UINT);
	uint64_t days = 0;

	if (!walk_is_type(payload, SCEP_TYPE) || !node)
		return;
	plist_get_uint_val(node, &days);
	if ((int64_t)days < 0)
		walk_tell(walk, "renewal-interval", node, NULL,
			"CertificateRenewalTimeInterval is %" PRId64
			". Use a number of days, 0 or more",
			(int64_t)days);
	else if (walk->ios)
		walk_tell_as(walk, SEVERITY_INFO, "renewal-interval", node, NULL,
			"CertificateRenewalTimeInterval has no effect on iOS. Only macOS announces "
			"the end of a certificate");
}

/* Rule payload-scope; that of the profile itself is a field's. */
void
walk_scope(struct walk *walk, plist_t payload)
{
	plist_t node = plist_dict_get_item(payload, "PayloadScope");
	struct strbuf name = STRBUF_INIT;

	walk_payload_name(payload, &name);
	if (node)
		walk_tell(walk, "payload-scope", node, NULL,
			"PayloadScope stands in %s, where devices ignore it; it belongs at the top "
			"of the profile",
			name.buf);
	strbuf_release(&name);
}

/* A pair: two strings. */
static bool
subject_is_pair(plist_t node)
{
	return node && plist_get_node_type(node) == PLIST_ARRAY &&
	       plist_array_get_size(node) == 2 && node_string(plist_array_get_item(node, 0)) &&
	       node_string(plist_array_get_item(node, 1));
}

static bool
subject_is_rdn(plist_t node)
{
	uint32_t n;

	if (plist_get_node_type(node) != PLIST_ARRAY)
		return false;
	n = plist_array_get_size(node);
	for (uint32_t i = 0; i < n; i++)
		if (!subject_is_pair(plist_array_get_item(node, i)))
			return false;
	return n > 0;
}

/* The subject with an array around each pair that stands one level high; NULL where that is not what is
 * wrong. */
static plist_t
subject_nested(plist_t subject)
{
	plist_t nested = plist_new_array();

	for (uint32_t i = 0; i < plist_array_get_size(subject); i++) {
		plist_t part = plist_array_get_item(subject, i), copy;

		if (!subject_is_pair(part) && !subject_is_rdn(part)) {
			pnode_free(nested);
			return NULL;
		}
		copy = pnode_copy(part);
		if (subject_is_pair(part)) {
			plist_t rdn = plist_new_array();

			plist_array_append_item(rdn, copy);
			copy = rdn;
		}
		plist_array_append_item(nested, copy);
	}
	return nested;
}

/* Rule subject-nesting, told at the first part that is wrong. */
void
walk_subject(struct walk *walk, plist_t payload)
{
	plist_t content = walk_get(payload, "PayloadContent", PLIST_DICT);
	plist_t subject = walk_get(content, "Subject", PLIST_ARRAY), nested = NULL;
	uint32_t n = subject ? plist_array_get_size(subject) : 0, i = 0;

	if (!walk_is_type(payload, SCEP_TYPE))
		return;
	while (i < n && subject_is_rdn(plist_array_get_item(subject, i)))
		i++;
	if (i == n)
		return;
	nested = subject_nested(subject);
	if (walk_tell(walk, "subject-nesting", plist_array_get_item(subject, i),
		    nested ? "each pair of the Subject gets an array around it" : NULL,
		    "part %u of the Subject is no array of pairs of strings; the whole is nested as "
		    "[[[\"O\", \"Example\"]], [[\"CN\", \"name\"]]]",
		    (unsigned)i + 1)) {
		walk_replace(walk, content, "Subject", nested);
		nested = NULL;
	} else {
		walk_means(walk, content, "Subject");
	}
	pnode_free(nested);
}

/* Rules san-missing, san-principal-several, and value-type for an array of one principal. */
void
walk_principal(struct walk *walk, plist_t payload)
{
	plist_t content = walk_get(payload, "PayloadContent", PLIST_DICT);
	plist_t san = walk_get(content, "SubjectAltName", PLIST_DICT);
	plist_t names = walk_get(san, "ntPrincipalName", PLIST_ARRAY);
	uint32_t n = names ? plist_array_get_size(names) : 0;

	if (!walk_is_type(payload, SCEP_TYPE))
		return;
	if (san && !plist_dict_get_size(san))
		walk_tell_as(walk, SEVERITY_WARNING, "san-missing", san, NULL,
			"SubjectAltName is there and empty, which breaks some servers; fill a name "
			"in, or delete the key");
	if (names && n != 1)
		walk_tell(walk, "san-principal-several", names, NULL,
			"ntPrincipalName is an array of %u, and devices take one string only",
			(unsigned)n);
	else if (names && walk_tell(walk, "value-type", names,
				  node_string(plist_array_get_item(names, 0))
					  ? "ntPrincipalName becomes the one string in it"
					  : NULL,
				  "ntPrincipalName is an array, and devices take one string only"))
		walk_replace(
			walk, san, "ntPrincipalName", pnode_copy(plist_array_get_item(names, 0)));
}

static bool
payload_has_certificate(plist_t payload)
{
	static const char *const types[] = { "com.apple.security.root", "com.apple.security.pem",
		"com.apple.security.pkcs1" };

	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (walk_is_type(payload, types[i]))
			return true;
	return false;
}

/* Rule certificate-duplicate. */
static void
certificate_is_there(struct walk *walk, plist_t data, const struct certificate *cert)
{
	struct strbuf *hashes = &walk->certificates;
	size_t known = hashes->len, size = sizeof cert->sha256;

	strbuf_add(hashes, (const char *)cert->sha256, size);
	for (size_t i = 0; i < known; i += size)
		if (!memcmp(hashes->buf + i, cert->sha256, size)) {
			walk_tell(walk, "certificate-duplicate", data, NULL,
				"the certificate of %.*s is in the profile already; leave one "
				"out, unless another payload refers to each",
				EXCERPT(cert->common_name.buf));
			return;
		}
}

/* A sequence of more than 127 bytes, as no text begins: there is nothing to mend. */
static bool
data_is_der(plist_t data)
{
	uint64_t len = 0;
	const char *bytes = plist_get_data_ptr(data, &len);

	return len > 1 && bytes[0] == 0x30 && (unsigned char)bytes[1] > 0x7f;
}

/* What certificate_parse finds. Nobody gives the number of one in a payload that is there already. */
static void
certificate_wrong(struct walk *walk, plist_t data, const struct finding *problem)
{
	struct certificates list = { 0 };
	struct finding again = FINDING_INIT;
	struct strbuf names = STRBUF_INIT;
	uint64_t len = 0;
	const char *bytes = plist_get_data_ptr(data, &len);

	if (!strcmp(problem->rule, "certificate-several") &&
		certificates_parse(bytes, (size_t)len, &list, &again) == 0) {
		certificates_name(&list, &names);
		walk_tell_as(walk, SEVERITY_WARNING, problem->rule, data, NULL,
			"the payload holds %s, and Apple documents one. Put each certificate into a "
			"payload of its own",
			names.buf);
	} else {
		walk_tell(walk, problem->rule, data, NULL, "%s", problem->sentence);
	}
	certificates_release(&list);
	finding_release(&again);
	strbuf_release(&names);
}

/* Rule certificate-validity. That of the form's own payload is told by its field. */
static void
certificate_dates(struct walk *walk, plist_t payload, plist_t data, const struct certificate *cert)
{
	struct strbuf sentence = STRBUF_INIT;

	if (!profile_view_has(walk->env->view, payload) &&
		certificate_tell_validity(cert, walk->now, &sentence))
		walk_tell(walk, "certificate-validity", data, NULL, "%s", sentence.buf);
	strbuf_release(&sentence);
}

/* Rules certificate-converted and certificate-duplicate, and those about what is in it. */
void
walk_certificate(struct walk *walk, plist_t payload)
{
	struct certificate cert = CERTIFICATE_INIT;
	struct finding problem = FINDING_INIT;
	plist_t data = walk_get(payload, "PayloadContent", PLIST_DATA);
	uint64_t len = 0;
	const char *bytes;

	if (!data || !payload_has_certificate(payload) || (walk->mending && data_is_der(data)))
		return;
	bytes = plist_get_data_ptr(data, &len);
	if (certificate_parse(bytes, (size_t)len, &cert, &problem) < 0)
		certificate_wrong(walk, data, &problem);
	else if (cert.from_pem && !walk_is_type(payload, "com.apple.security.pem") &&
		 walk_tell(walk, "certificate-converted", data, "the certificate becomes DER",
			 "the certificate of %.*s is PEM text; Apple documents DER here",
			 EXCERPT(cert.common_name.buf)))
		walk_replace(walk, payload, "PayloadContent",
			plist_new_data(cert.der.buf, cert.der.len));
	if (cert.der.len && !walk->mending) {
		certificate_dates(walk, payload, data, &cert);
		certificate_is_there(walk, data, &cert);
	}
	finding_release(&problem);
	certificate_release(&cert);
}
