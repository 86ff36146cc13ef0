/* Apple's keys as tables, and finding one in them. */
#include "format/profile/profile_keys.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

const char profile_keys_release[] = "27.2";

unsigned
profile_kind_of(const struct node *node)
{
	return 1u << node->kind;
}

void
profile_kinds_show(unsigned wanted, struct strbuf *out)
{
	const char *separator = "";

	for (int kind = NODE_TEXT; kind <= NODE_MAP; kind++) {
		if (!(wanted & 1u << kind))
			continue;
		strbuf_addf(out, "%s%s", separator, node_kind_name((enum node_kind)kind));
		separator = " or ";
	}
}

/* CommonPayloadKeys */
static const struct profile_key common_rows[] = {
	{ "PayloadIdentifier", KIND_STRING, NULL, KEY_COMMON },
	{ "PayloadUUID", KIND_STRING, NULL, KEY_COMMON },
	{ "PayloadType", KIND_STRING, NULL, KEY_COMMON },
	{ "PayloadVersion", KIND_INTEGER, NULL, KEY_COMMON },
	{ "PayloadDescription", KIND_STRING, NULL },
	{ "PayloadDisplayName", KIND_STRING, NULL },
	{ "PayloadOrganization", KIND_STRING, NULL },
	/* of no payload, but written there by old tools: rule payload-scope tells of the one */
	{ "PayloadScope", KIND_STRING, NULL },
	{ "PayloadEnabled", KIND_BOOLEAN, NULL },
	{ NULL },
};
static const struct profile_keys common_keys = { common_rows, NULL, false, false };

/* TopLevel */
static const struct profile_key top_rows[] = {
	{ "IsEncrypted", KIND_BOOLEAN, NULL, KEY_FORMER },
	{ "PayloadContent", KIND_ARRAY, NULL },
	{ "EncryptedPayloadContent", KIND_DATA, NULL },
	{ "HasRemovalPasscode", KIND_BOOLEAN, NULL, KEY_FORMER },
	{ "PayloadRemovalDisallowed", KIND_BOOLEAN, NULL },
	{ "RemovalDate", KIND_DATE, NULL },
	{ "DurationUntilRemoval", KIND_REAL | KIND_INTEGER, NULL },
	{ "PayloadExpirationDate", KIND_DATE, NULL },
	{ "TargetDeviceType", KIND_INTEGER, NULL },
	{ "ConsentText", KIND_DICTIONARY, NULL },
	{ NULL },
};
const struct profile_keys profile_keys_top = { top_rows, &common_keys, true, false };

/* com.apple.security.scep, SubjectAltName: "a single string or an array of strings for each key"; of
 * principals devices take one only, which rule san-principal-several tells. */
static const struct profile_key san_rows[] = {
	{ "rfc822Name", KIND_STRING | KIND_ARRAY, NULL },
	{ "dNSName", KIND_STRING | KIND_ARRAY, NULL },
	{ "uniformResourceIdentifier", KIND_STRING | KIND_ARRAY, NULL },
	{ "ntPrincipalName", KIND_STRING | KIND_ARRAY, NULL },
	{ "iPAddress", KIND_STRING | KIND_ARRAY, NULL, KEY_TAKEN },
	{ NULL },
};
static const struct profile_keys san_keys = { san_rows, NULL, true, true };

static const struct profile_key enrolment_rows[] = {
	{ "URL", KIND_STRING, NULL, KEY_REQUIRED },
	{ "Name", KIND_STRING, NULL },
	{ "Subject", KIND_ARRAY, NULL },
	{ "Challenge", KIND_STRING, NULL },
	{ "Keysize", KIND_INTEGER, NULL },
	{ "Key Type", KIND_STRING, NULL },
	{ "Key Usage", KIND_INTEGER, NULL },
	{ "CAFingerprint", KIND_DATA, NULL },
	{ "Retries", KIND_INTEGER, NULL },
	{ "RetryDelay", KIND_INTEGER, NULL },
	{ "SubjectAltName", KIND_DICTIONARY, &san_keys },
	{ "KeyIsExtractable", KIND_BOOLEAN, NULL },
	{ "AllowAllAppsAccess", KIND_BOOLEAN, NULL },
	/* Apple Platform Deployment, SCEP settings: "Certificate expiration notification threshold
	 * (macOS-only)", in days; Profile Manager and Jamf Pro write it here */
	{ "CertificateRenewalTimeInterval", KIND_INTEGER, NULL },
	{ "GetCACaps", KIND_ARRAY | KIND_DICTIONARY, NULL, KEY_FORMER },
	{ NULL },
};
static const struct profile_keys enrolment_keys = { enrolment_rows, NULL, true, false };

static const struct profile_key scep_rows[] = {
	{ "PayloadContent", KIND_DICTIONARY, &enrolment_keys, KEY_REQUIRED },
	{ NULL },
};
static const struct profile_keys scep_keys = { scep_rows, &common_keys, true, false };

static const struct profile_key certificate_rows[] = {
	{ "PayloadContent", KIND_DATA, NULL, KEY_REQUIRED },
	{ "PayloadCertificateFileName", KIND_STRING, NULL },
	{ NULL },
};
static const struct profile_keys certificate_keys = { certificate_rows, &common_keys, true, false };

const struct profile_keys *
profile_keys_payload(const char *type)
{
	static const struct {
		const char *type;
		const struct profile_keys *keys;
	} payloads[] = {
		{ "com.apple.security.scep", &scep_keys },
		{ "com.apple.security.root", &certificate_keys },
		{ "com.apple.security.pem", &certificate_keys },
		{ "com.apple.security.pkcs1", &certificate_keys },
	};

	for (size_t i = 0; type && i < ARRAY_SIZE(payloads); i++)
		if (!strcmp(payloads[i].type, type))
			return payloads[i].keys;
	return &common_keys;
}

const struct profile_key *
profile_key_find(const struct profile_keys *keys, const char *name)
{
	for (; keys; keys = keys->also)
		for (const struct profile_key *key = keys->rows; key->name; key++)
			if (!strcmp(key->name, name))
				return key;
	return NULL;
}

/* Whether they have the same letters and digits, whatever their case and what is between. */
static bool
names_alike(const char *a, const char *b)
{
	for (;; a++, b++) {
		while (*a && !isalnum((unsigned char)*a))
			a++;
		while (*b && !isalnum((unsigned char)*b))
			b++;
		if (tolower((unsigned char)*a) != tolower((unsigned char)*b))
			return false;
		if (!*a)
			return true;
	}
}

/* Short names resemble everything. */
#define NAME_LEAST 5

const struct profile_key *
profile_key_nearest(const struct profile_keys *keys, const char *name, bool *certain)
{
	const char *candidates[2] = { NULL, NULL };
	const struct profile_keys *first = keys;

	*certain = true;
	for (; keys; keys = keys->also)
		for (const struct profile_key *key = keys->rows; key->name; key++)
			if (names_alike(key->name, name))
				return key;
	*certain = false;
	for (keys = first; keys && strlen(name) >= NAME_LEAST; keys = keys->also)
		for (const struct profile_key *key = keys->rows; key->name; key++) {
			candidates[0] = key->name;
			if (text_nearest(name, candidates))
				return key;
		}
	return NULL;
}
