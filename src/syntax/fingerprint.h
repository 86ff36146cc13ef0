/* A certificate's hash as people paste it: hex with any separators (colons, spaces, dashes, none), with what programs
 * print around it ("SHA1 Fingerprint=11:22:...", "Cert Hash(sha256): ...", "...  ca.cer"), or Base64 of the bytes. The
 * words around it are read so that a serial number, a key identifier or one of two hashes is never taken for it.
 *
 * A device picks the hash by the number of bytes (Apple's Security source, SecSCEP.c): 16 MD5, 20 SHA-1, 28 SHA-224, 32
 * SHA-256, 48 SHA-384, 64 SHA-512. Other lengths are refused, here too.
 *
 * If the text is only hex digits, and their count is that of a hash (32, 40, 56, 64, 96, 128), it is always read as
 * hex. 64 hex digits are also valid Base64, of 48 bytes, which is the length of SHA-384 and would never match on a
 * device. */
#ifndef SYNTAX_FINGERPRINT_H
#define SYNTAX_FINGERPRINT_H

#include <stdbool.h>

#include "base/strbuf.h"

#include "syntax/finding.h"

#define FINGERPRINT_MAX 64

struct fingerprint {
	unsigned char bytes[FINGERPRINT_MAX];
	size_t len;
	const char *hash;   /* "SHA-256" */
	bool from_hex;      /* read as hex, else as Base64 */
	bool both_readings; /* only hex digits, which are valid Base64 too */
};

/* Rules: fingerprint-length (also for a label that names another hash than the length does), fingerprint-odd-digits,
 * fingerprint-base64-of-hex (fix: the Base64 of the bytes), fingerprint-is-certificate (fix: its SHA-256, if there is
 * exactly one certificate), fingerprint-other-number, fingerprint-several (fix: the only SHA-256), fingerprint-syntax
 * (not hex or Base64; fix for Base64 in the URL alphabet and for an invisible mark that Windows copies). */
int fingerprint_parse(const char *text, struct fingerprint *out, struct finding *slip);

/* For a number that may not be a hash: returns the part of text behind its label, and appends its bytes to bytes if it
 * is complete hex or Base64. */
const char *fingerprint_number(const char *text, struct strbuf *bytes);

/* For display while typing. Appends what is there so far: "8 bytes, no hash yet", "15 hex digits", or the beginning of
 * a hash as openssl prints it, "SHA-256 03:D2:13:D5:0A:44:F1:7C...", because Base64 is hard to compare with that.
 * Appends nothing for an empty text. */
void fingerprint_progress(const char *text, struct strbuf *out);

/* "SHA-256" for 32; NULL if no hash has that many bytes. */
const char *fingerprint_hash_name(size_t len);

void fingerprint_to_base64(const struct fingerprint *fp, struct strbuf *out);
/* Pairs of upper-case digits with colons, as openssl prints them. */
void fingerprint_to_hex(const unsigned char *bytes, size_t len, struct strbuf *out);

#endif
