/* Private parts of syntax/fingerprint: where in what a program prints the hash is. Programs put words before it
 * ("Cert Hash(sha256): ", "SHA2-256(ca.cer)= ", "Fingerprint SHA1: ") or a file's name behind it, delimit it in
 * their own ways, and print serial numbers and key identifiers, which are as long, in the same breath. */
#ifndef SYNTAX_FINGERPRINT_PARTS_H
#define SYNTAX_FINGERPRINT_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "syntax/finding.h"
#include "syntax/fingerprint.h"

struct hash {
	size_t len;
	const char *name;
	const char *digits; /* of the name */
};

/*
 * fingerprint_reading.c: digits and nothing else.
 */

/* NULL where no hash has that many bytes. */
const struct hash *hash_find(size_t len);
/* The hash whose name the text begins with, in any spelling that programs have (SHA1, sha-256, SHA 256, SHA2-256,
 * MD5), not followed by a digit; its end goes to *end. NULL for none. */
const struct hash *hash_name_read(const char *text, const char **end);

/* The text behind its label, and what stands in it. */
struct reading {
	const char *text;
	size_t start, end; /* without the label and the blanks around */
	const struct hash *label;
	size_t digits, delimiters, others; /* line ends are not counted */
	size_t first_other;                /* offset */
	bool colons;
};

void reading_init(struct reading *reading, const char *text);
bool reading_is_hex(const struct reading *reading);
/* Appends the bytes of the hex digits. */
void reading_hex(const struct reading *reading, struct strbuf *out);
/* Rule fingerprint-length: a number of bytes that is no hash's, or another than the label's. */
int reading_check_length(
	const struct reading *reading, size_t len, bool base64, struct finding *slip);
/* Appends the bytes of a fingerprint. The rules are those of fingerprint_parse, but for what is told by words. */
int reading_parse(const struct reading *reading, struct strbuf *bytes, struct finding *slip);
/* Rule fingerprint-is-certificate; what: "a certificate in PEM", where it cannot be read. */
int fingerprint_is_certificate(const char *text, struct finding *slip, const char *what);

/*
 * fingerprint_label.c: words.
 */

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

/* Whether the text has a letter or a digit. */
bool label_has_word(const char *text);

/*
 * fingerprint_text.c: runs of digits among words.
 */

/* A run of hex digits that has the length of a hash. */
struct located {
	unsigned char bytes[FINGERPRINT_MAX];
	size_t len;
	size_t offset;           /* of its first digit */
	bool delimited;          /* not all in one */
	const struct hash *hash; /* that its label names */
};

/* Rule fingerprint-other-number: "this is WHAT, not a fingerprint. ...". */
int fingerprint_is_other(struct finding *slip, const char *what);

/* The fix is the Base64 of these bytes. */
void fingerprint_fix(struct finding *slip, const void *bytes, size_t len);

/* Looks for the one run of the text that may be the fingerprint. Returns 1 where there is one, 0 where there is
 * none, and for a text that is nothing but digits and their delimiters, and -1 where runs are there and none can be
 * taken. Rules: fingerprint-several, fingerprint-other-number, fingerprint-syntax. */
int fingerprint_locate(const char *text, struct located *out, struct finding *slip);

#endif
