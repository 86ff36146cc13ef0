/* The structure of a payload: what must be in it; and of the profile around it. */
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/uuid.h"
#include "syntax/x509.h"

#include "model/rules.h"

#include "format/plist/plist_node.h"
#include "format/profile/profile_convert.h"
#include "format/profile/profile_keys.h"
#include "format/profile/profile_walk.h"

#define SCEP_TYPE "com.apple.security.scep"
/* Microsoft Intune takes no larger custom profile. */
#define PROFILE_BYTES_MAX 1000000

static plist_t
dict_get(plist_t dict, const char *key, plist_type type)
{
	plist_t node = dict && plist_get_node_type(dict) == PLIST_DICT
			       ? plist_dict_get_item(dict, key)
			       : NULL;

	return node && plist_get_node_type(node) == type ? node : NULL;
}

static bool
payload_is(plist_t payload, const char *type)
{
	const char *found = walk_string(payload, "PayloadType");

	return found && !strcmp(found, type);
}

/* Rule payload-version, for the profile too. */
void
walk_version(struct walk *walk, plist_t dict)
{
	plist_t node = plist_dict_get_item(dict, "PayloadVersion"), one = NULL;
	struct strbuf found = STRBUF_INIT;
	uint64_t number = 0;
	const char *mend = NULL;

	if (node)
		profile_kinds_show(profile_kind_of(node), &found);
	if (node && plist_get_node_type(node) == PLIST_UINT) {
		plist_get_uint_val(node, &number);
		if (number == 1)
			goto out;
		strbuf_addf(&found, " other than 1");
	} else {
		one = node ? node_convert(node, KIND_INTEGER) : plist_new_uint(1);
		if (one)
			plist_get_uint_val(one, &number);
		if (number == 1)
			mend = "PayloadVersion becomes the integer 1";
	}
	if (walk_tell(walk, "payload-version", node ? node : dict, mend,
		    "PayloadVersion is %s, and must be the integer 1",
		    node ? found.buf : "missing")) {
		walk_replace(walk, dict, "PayloadVersion", one);
		one = NULL;
	}
out:
	node_free(one);
	strbuf_release(&found);
}

/* Rules identifier-form and uuid-form. Apple says that what a UUID looks like is unimportant, so a strange
 * one is a warning. */
void
walk_identity(struct walk *walk, plist_t payload)
{
	const char *identifier = walk_string(payload, "PayloadIdentifier");
	const char *uuid = walk_string(payload, "PayloadUUID");
	struct strbuf name = STRBUF_INIT;

	walk_payload_name(payload, &name);
	if (!identifier || text_is_blank(identifier))
		walk_tell(walk, "identifier-form", payload, NULL,
			"%s has no PayloadIdentifier, and devices refuse it; give it that of the "
			"profile with a word behind it",
			name.buf);
	if (!uuid || text_is_blank(uuid))
		walk_tell(walk, "uuid-form", payload, NULL,
			"%s has no PayloadUUID, and devices refuse it; uuidgen makes one",
			name.buf);
	else if (!uuid_is_valid(uuid))
		walk_warn(walk, "uuid-form", plist_dict_get_item(payload, "PayloadUUID"),
			"the PayloadUUID \"%.*s\" of %s is no UUID, which has 32 hex digits as "
			"8-4-4-4-12; it must be unlike any other in the world",
			EXCERPT(uuid), name.buf);
	strbuf_release(&name);
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

void
walk_removal(struct walk *walk)
{
	plist_t node = dict_get(walk->doc->root, "PayloadRemovalDisallowed", PLIST_BOOLEAN);
	uint8_t disallowed = 0;

	if (node && walk->ios)
		plist_get_bool_val(node, &disallowed);
	if (disallowed)
		walk_tell(walk, "removal-disallowed-ios", node, NULL,
			"PayloadRemovalDisallowed is true, which on iOS only supervised devices "
			"heed; on others people can remove the profile");
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
			node_free(nested);
			return NULL;
		}
		copy = node_copy(part);
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
	plist_t content = dict_get(payload, "PayloadContent", PLIST_DICT);
	plist_t subject = dict_get(content, "Subject", PLIST_ARRAY), nested = NULL;
	uint32_t n = subject ? plist_array_get_size(subject) : 0, i = 0;

	if (!payload_is(payload, SCEP_TYPE))
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
	}
	node_free(nested);
}

/* Rules san-missing, san-principal-several, and value-type for an array of one principal. */
void
walk_principal(struct walk *walk, plist_t payload)
{
	plist_t content = dict_get(payload, "PayloadContent", PLIST_DICT);
	plist_t san = dict_get(content, "SubjectAltName", PLIST_DICT);
	plist_t names = dict_get(san, "ntPrincipalName", PLIST_ARRAY);
	uint32_t n = names ? plist_array_get_size(names) : 0;

	if (!payload_is(payload, SCEP_TYPE))
		return;
	if (san && !plist_dict_get_size(san))
		walk_tell(walk, "san-missing", san, NULL,
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
			walk, san, "ntPrincipalName", node_copy(plist_array_get_item(names, 0)));
}

bool
walk_payload_certificate(plist_t payload, struct certificate *cert, struct problem *problem)
{
	static const char *const types[] = { "com.apple.security.root", "com.apple.security.pem",
		"com.apple.security.pkcs1" };
	plist_t data = dict_get(payload, "PayloadContent", PLIST_DATA);
	uint64_t len = 0;

	for (size_t i = 0; data && i < ARRAY_SIZE(types); i++)
		if (payload_is(payload, types[i])) {
			const char *bytes = plist_get_data_ptr(data, &len);

			return certificate_parse(bytes, (size_t)len, cert, problem) == 0;
		}
	return false;
}

/* Rule certificate-converted, and what certificate_parse finds. */
void
walk_certificate(struct walk *walk, plist_t payload)
{
	struct certificate cert = CERTIFICATE_INIT;
	struct problem problem = PROBLEM_INIT;
	plist_t data = dict_get(payload, "PayloadContent", PLIST_DATA);

	if (!walk_payload_certificate(payload, &cert, &problem)) {
		if (problem.rule)
			walk_tell(walk, problem.rule, data, NULL, "%s", problem.sentence.buf);
	} else if (cert.from_pem && !payload_is(payload, "com.apple.security.pem") &&
		   walk_tell(walk, "certificate-converted", data, "the certificate becomes DER",
			   "the certificate of %.*s is PEM text; Apple documents DER here",
			   EXCERPT(cert.common_name.buf))) {
		walk_replace(walk, payload, "PayloadContent",
			plist_new_data(cert.der.buf, cert.der.len));
	}
	problem_release(&problem);
	certificate_release(&cert);
}

void
walk_size(struct walk *walk)
{
	struct strbuf xml = STRBUF_INIT;

	if (!walk->mending)
		plist_doc_write(walk->doc->root, &xml);
	if (xml.len > PROFILE_BYTES_MAX)
		walk_tell(walk, "profile-too-large", walk->doc->root, NULL,
			"the profile has %zu bytes, and some servers refuse to take more than %d",
			xml.len, PROFILE_BYTES_MAX);
	strbuf_release(&xml);
}
