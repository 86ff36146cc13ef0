/* The documented keys of each dictionary in a profile, with the kinds of their values. Source: Apple's schema,
 * TopLevel, CommonPayloadKeys, com.apple.security.scep, .root, .pem and .pkcs1 of profile_keys_release; and what else
 * is known of keys that people write (enum key_status). For payloads of other types only the keys that all payloads have are
 * known. */
#ifndef FORMAT_PROFILE_KEYS_H
#define FORMAT_PROFILE_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/node.h"
#include "base/strbuf.h"

enum profile_kinds {
	KIND_STRING = 1 << NODE_TEXT,
	KIND_INTEGER = 1 << NODE_INTEGER,
	KIND_REAL = 1 << NODE_REAL,
	KIND_BOOLEAN = 1 << NODE_BOOLEAN,
	KIND_DATA = 1 << NODE_DATA,
	KIND_DATE = 1 << NODE_DATE,
	KIND_ARRAY = 1 << NODE_LIST,
	KIND_DICTIONARY = 1 << NODE_MAP,
};

unsigned profile_kind_of(const struct node *node);
/* Appends "a string or an array". */
void profile_kinds_show(unsigned kinds, struct strbuf *out);

enum key_status {
	KEY_OPTIONAL,
	KEY_REQUIRED, /* presence: required; a misspelled one is an error */
	KEY_COMMON, /* the same, in every payload and the profile: profile_lint_identity.c reports it */
	/* Not in the current schema, but in Apple's earlier ones: IsEncrypted and HasRemovalPasscode in TopLevel up to
	 * 18, GetCACaps in the Configuration Profile Reference of 2010 to 2019. */
	KEY_FORMER,
	/* Not in any schema, but current systems read it: Security.framework exports kSecSubjectAltNameIPAddress beside
	 * the names of the four documented ones. */
	KEY_TAKEN,
};

struct profile_key {
	const char *name;
	unsigned kinds;                   /* any of these */
	const struct profile_keys *below; /* for a dictionary; NULL: it may have anything */
	enum key_status status;
};

struct profile_keys {
	const struct profile_key *rows;  /* ends with a NULL name */
	const struct profile_keys *also; /* the keys that all payloads have; or NULL */
	bool complete;                   /* what is not listed is not documented */
	bool any_case; /* devices ignore the case of names (SecCertificateRequest.c) */
};

/* The release of Apple's schema that the tables follow. */
extern const char profile_keys_release[];
/* For the profile's top level. */
extern const struct profile_keys profile_keys_top;
/* For a payload of this type (NULL: it has none). */
const struct profile_keys *profile_keys_payload(const char *type);

/* NULL if there is none. */
const struct profile_key *profile_key_find(const struct profile_keys *keys, const char *name);
/* The key that a misspelled one means. *certain: they differ only in spaces, case and punctuation (KeyType,
 * "key_type"), not in letters. NULL if none is similar. */
const struct profile_key *profile_key_nearest(
	const struct profile_keys *keys, const char *name, bool *certain);

#endif
