/* Private part of syntax/fingerprint: where in what a program prints the hash is. Programs put words before it
 * ("Cert Hash(sha256): ", "SHA2-256(ca.cer)= ", "Fingerprint SHA1: ") or a file's name behind it, delimit it in
 * their own ways, and print serial numbers and key identifiers, which are as long, in the same breath. */
#ifndef SYNTAX_FINGERPRINT_TEXT_H
#define SYNTAX_FINGERPRINT_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "syntax/fingerprint.h"
#include "syntax/problem.h"

struct hash {
	size_t len;
	const char *name;
	const char *label; /* as openssl and others write it, without - and in small letters */
};

/* NULL where no hash has that many bytes. */
const struct hash *hash_find(size_t len);

/* What the words before a number say of it. */
enum label_meaning {
	LABEL_NOTHING,     /* there are no words */
	LABEL_UNKNOWN,     /* words that say nothing of it */
	LABEL_HASH,        /* the name of a hash alone */
	LABEL_FINGERPRINT, /* "fingerprint", "thumbprint", "hash" and their like in other languages */
	LABEL_OTHER,       /* that it is another number */
};

struct label {
	enum label_meaning meaning;
	const struct hash *hash; /* that is named; NULL for none */
	const char *other;       /* "a serial number" */
};

/* Of several lines the last that says anything counts. */
struct label label_read(const char *text, size_t len);

/* A run of hex digits that has the length of a hash. */
struct located {
	unsigned char bytes[FINGERPRINT_MAX];
	size_t len;
	size_t offset;           /* of its first digit */
	bool delimited;          /* not all in one */
	const struct hash *hash; /* that its label names */
};

/* Rule fingerprint-other-number: "this is WHAT, not a fingerprint. ...". */
int fingerprint_is_other(struct problem *problem, const char *what);

/* Looks for the one run of the text that may be the fingerprint. Returns 1 where there is one, 0 where there is
 * none, and for a text that is nothing but digits and their delimiters, and -1 where runs are there and none can be
 * taken. Rules: fingerprint-several, fingerprint-other-number, fingerprint-syntax. */
int fingerprint_locate(const char *text, struct located *out, struct problem *problem);

#endif
