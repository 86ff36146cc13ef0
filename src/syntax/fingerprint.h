/* The hash of a certificate as people paste it: hex in any delimiting (colons, spaces, dashes, none), what programs
 * print around it ("SHA1 Fingerprint=11:22:...", "Cert Hash(sha256): ...", "...  ca.cer"), or Base64 of the bytes.
 * Words are read so far that a serial number, a key identifier or one of two hashes is never taken for it.
 *
 * A device picks the hash by the number of bytes (Apple's Security source, SecSCEP.c): 16 MD5,
 * 20 SHA-1, 28 SHA-224, 32 SHA-256, 48 SHA-384, 64 SHA-512; other lengths are refused, here too.
 *
 * Hex digits alone whose count is a hash's (32, 40, 56, 64, 96, 128) are always hex: 64 hex digits
 * are valid Base64 as well, of 48 bytes, SHA-384's length, and would never match on a device. */
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
	bool from_hex;      /* read as hex; else as Base64 */
	bool both_readings; /* hex digits alone, which Base64 could be read from too */
};

/* Rules: fingerprint-length, fingerprint-odd-digits, fingerprint-base64-of-hex (mend: the Base64 of
 * the bytes), fingerprint-is-certificate (mend: its SHA-256, where there is one certificate for certain),
 * fingerprint-other-number, fingerprint-several (mend: the only SHA-256), fingerprint-syntax (neither hex nor Base64;
 * mend for Base64 in the spelling of URLs and for an invisible mark that Windows copies along). A label that
 * names another hash than the length does is fingerprint-length. */
int fingerprint_parse(const char *text, struct fingerprint *out, struct finding *slip);

/* For a number that need not be a hash: what stands behind its label, a part of text, and its bytes appended to bytes
 * where it is whole hex or Base64. */
const char *fingerprint_number(const char *text, struct strbuf *bytes);

/* For while it is typed: what is there so far, "8 bytes, no hash yet", "15 hex digits", or the beginning
 * of a hash as openssl prints it, "SHA-256 03:D2:13:D5:0A:44:F1:7C...", for Base64 is hard to compare with
 * that. Appends nothing for an empty text. */
void fingerprint_progress(const char *text, struct strbuf *out);

/* "SHA-256" for 32, NULL where no hash has that many bytes. */
const char *fingerprint_hash_name(size_t len);

void fingerprint_to_base64(const struct fingerprint *fp, struct strbuf *out);
/* Pairs of capital digits with colons, as openssl prints them. */
void fingerprint_to_hex(const unsigned char *bytes, size_t len, struct strbuf *out);

#endif
