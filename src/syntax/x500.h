/* An X.500 name in one string, in the spelling of Apple's schema (com.apple.security.scep, Subject):
 * /C=US/O=ABCEnterprise/CN=foo/1.2.5.3=bar
 *
 * Devices know these types, case-sensitive: C, ST, L, O, OU, CN, EMAIL. Any other must be a dotted OID; otherwise a
 * device makes a garbage OID without an error. A value may have = and ,; a / in a value is \/ and a backslash \\.
 * Several pairs in one RDN are joined by + (/CN=a+OU=b). A + has this meaning only if a known type or an OID and =
 * follow it; in such a place a literal one is \+. */
#ifndef SYNTAX_X500_H
#define SYNTAX_X500_H

#include "base/strbuf.h"

#include "syntax/finding.h"

struct x500_pair {
	char *type;    /* "CN", "1.2.5.3" */
	char *value;   /* without escapes */
	size_t offset; /* byte of the pair in the text */
};

struct x500_rdn {
	struct x500_pair *pairs;
	size_t n, alloc;
};

struct x500_name {
	struct x500_rdn *rdns;
	size_t n, alloc;
};

#define X500_NAME_INIT \
	{              \
		0      \
	}

void x500_release(struct x500_name *name);
/* An empty one that is released at the end of its block. */
#define X500_NAME(name) \
	__attribute__((cleanup(x500_release))) struct x500_name name = X500_NAME_INIT

/* Rules: subject-syntax, subject-unknown-type (gives the OID of DC, UID, SERIALNUMBER, GN, SN, E and others; fix),
 * subject-type-case (fix: the case of all types, whatever else is wrong), subject-oid, subject-empty-value,
 * subject-country. The slip is about the first one, and says how many more parts have one. On failure name has what was
 * read so far. */
int x500_parse(const char *text, struct x500_name *name, struct finding *slip);

/* Adds a pair, to a new RDN or to the last one. */
void x500_add(struct x500_name *name, const char *type, const char *value, int new_rdn);

/* Appends the string. x500_parse reads the same name back. */
void x500_format(const struct x500_name *name, struct strbuf *out);

/* Appends the slash form of a name in another notation ("CN=foo, O=bar" of RFC 4514, openssl's "subject=C = US, O =
 * bar", a missing first slash), or nothing if it is not certain. The types stay as they are, so x500_parse may still
 * find errors in them. */
void x500_from_other(const char *text, struct strbuf *out);

/* The type as devices know it ("CN" for "cn"), or NULL. type need not end behind len. */
const char *x500_known_type(const char *type, size_t len);
/* Appends the string with the known types of all parts in the case that devices know. */
void x500_fix_case(const char *text, struct strbuf *out);
/* Appends to a slip's sentence how many further parts have an error too. */
void x500_say_more(const char *text, struct finding *slip);

#endif
