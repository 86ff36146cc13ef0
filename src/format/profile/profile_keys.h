/* The keys that Apple documents, per dictionary of a profile, with the kinds of their values. Source: the
 * schema TopLevel, CommonPayloadKeys, com.apple.security.scep, .root, .pem and .pkcs1. Payloads of other
 * types are known by the keys that all payloads have. */
#ifndef FORMAT_PROFILE_KEYS_H
#define FORMAT_PROFILE_KEYS_H

#include <plist/plist.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

enum profile_kinds {
	KIND_STRING = 1 << 0,
	KIND_INTEGER = 1 << 1,
	KIND_REAL = 1 << 2,
	KIND_BOOLEAN = 1 << 3,
	KIND_DATA = 1 << 4,
	KIND_DATE = 1 << 5,
	KIND_ARRAY = 1 << 6,
	KIND_DICTIONARY = 1 << 7,
};

/* 0 for what no property list from a file has. */
unsigned profile_kind_of(plist_t node);
/* Appends "a string or an array". */
void profile_kinds_show(unsigned kinds, struct strbuf *out);

struct profile_key {
	const char *name;
	unsigned kinds;                   /* any of them will do */
	const struct profile_keys *below; /* of a dictionary; NULL: anything may be in it */
};

struct profile_keys {
	const struct profile_key *rows;  /* ends with a NULL name */
	const struct profile_keys *also; /* the keys that all payloads have; or NULL */
	bool complete;                   /* what is not here is not documented */
};

/* Of the profile's top level. */
extern const struct profile_keys profile_keys_top;
/* Of a payload of this type (NULL: it has none). */
const struct profile_keys *profile_keys_payload(const char *type);

/* NULL where there is none. */
const struct profile_key *profile_key_find(const struct profile_keys *keys, const char *name);
/* The key that a misspelt one means. *certain: they differ in blanks, case and punctuation only
 * (KeyType, key_type), and not in a letter. NULL where none is near. */
const struct profile_key *profile_key_nearest(
	const struct profile_keys *keys, const char *name, bool *certain);

#endif
