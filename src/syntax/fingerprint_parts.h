/* Private parts of syntax/fingerprint: finding the hash in the output of a program. Programs print words before it
 * ("Cert Hash(sha256): ", "SHA2-256(ca.cer)= ", "Fingerprint SHA1: ") or a file's name behind it, use various
 * separators, and print serial numbers and key identifiers of the same length next to it. */
#ifndef SYNTAX_FINGERPRINT_PARTS_H
#define SYNTAX_FINGERPRINT_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "syntax/finding.h"
#include "syntax/fingerprint.h"

struct hash {
	size_t len;
	const char *name;
	const char *digits; /* in the name */
};

/*
 * fingerprint_reading.c: digits and nothing else.
 */

/* NULL if no hash has that many bytes. */
const struct hash *hash_find(size_t len);
/* The hash whose name the text begins with, in any spelling that programs use (SHA1, sha-256, SHA 256, SHA2-256, MD5),
 * if no digit follows. *end is the end of the name. NULL for none. */
const struct hash *hash_name_read(const char *text, const char **end);

/* The text behind its label, and what it consists of. */
struct reading {
	const char *text;
	size_t start, end; /* without the label and surrounding spaces */
	const struct hash *label;
	size_t digits, delimiters, others; /* line ends are not counted */
	size_t first_other;                /* offset */
	bool colons;
};

void reading_init(struct reading *reading, const char *text);
bool reading_is_hex(const struct reading *reading);
/* Appends the bytes of the hex digits. */
void reading_hex(const struct reading *reading, struct strbuf *out);
/* Rule fingerprint-length: the number of bytes fits no hash, or not the one of the label. */
int reading_check_length(
	const struct reading *reading, size_t len, bool base64, struct finding *slip);
/* Appends the bytes of a fingerprint. The rules are those of fingerprint_parse, except those about words. */
int reading_parse(const struct reading *reading, struct strbuf *bytes, struct finding *slip);
/* Rule fingerprint-is-certificate. what: "a certificate in PEM", for one that cannot be read. */
int fingerprint_is_certificate(const char *text, struct finding *slip, const char *what);

/*
 * fingerprint_label.c: words.
 */

/* What the words before a number say about it. */
enum label_meaning {
	LABEL_NOTHING,     /* no words */
	LABEL_UNKNOWN,     /* unrelated words */
	LABEL_HASH,        /* only the name of a hash */
	LABEL_FINGERPRINT, /* "fingerprint", "thumbprint", "hash" and the same in other languages */
	LABEL_OTHER,       /* another number */
};

struct label {
	enum label_meaning meaning;
	const struct hash *hash; /* the hash that is named; NULL for none */
	const char *other;       /* "a serial number" */
};

/* If several lines say something, the last one counts. */
struct label label_read(const char *text, size_t len);

/* Whether the text has a letter or a digit. */
bool label_has_word(const char *text);

/*
 * fingerprint_text.c: runs of digits among words.
 */

/* A run of hex digits with the length of a hash. */
struct located {
	unsigned char bytes[FINGERPRINT_MAX];
	size_t len;
	size_t offset;           /* of its first digit */
	bool delimited;          /* has separators */
	const struct hash *hash; /* named by its label */
};

/* Rule fingerprint-other-number: "this is WHAT, not a fingerprint. ...". */
int fingerprint_is_other(struct finding *slip, const char *what);

/* Sets the fix to the Base64 of these bytes. */
void fingerprint_fix(struct finding *slip, const void *bytes, size_t len);

/* Looks for the one run in the text that may be the fingerprint. Returns 1 if there is one. Returns 0 if there is none,
 * and for a text of only digits and separators. Returns -1 if there are runs but none can be used. Rules:
 * fingerprint-several, fingerprint-other-number, fingerprint-syntax. */
int fingerprint_locate(const char *text, struct located *out, struct finding *slip);

#endif
