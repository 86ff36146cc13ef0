/* Private parts of syntax/x509: reading one certificate, and explaining what a file is if it is not one. The explaining
 * functions fill the slip and return -1. */
#ifndef WORKER_X509_KIND_H
#define WORKER_X509_KIND_H

#include <openssl/x509.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "syntax/finding.h"
#include "syntax/x509.h"

/* Fills the certificate from its der, which is one DER or BER value. */
int x509_read(struct certificate *cert, struct finding *slip);

/* Seconds since 1970 in UTC; -1 if the time is invalid. OpenSSL's own comparisons take a time_t, which may be too
 * short. */
int x509_time(const ASN1_TIME *time, int64_t *out);

/* A number of an RSA key (RFC 8017, A.1.1). OpenSSL 1.1.1 and 3 hand it out by different functions, so it is read from the
 * key's bytes. The caller frees; NULL: there is none. */
enum x509_rsa { X509_RSA_MODULUS, X509_RSA_EXPONENT };
BIGNUM *x509_rsa_number(X509 *x509, enum x509_rsa which);

/* Whether a hash, by OpenSSL's number, can be forged: SHA-1, MD5 and older ones. And whether a certificate is signed
 * with such a hash. */
bool x509_digest_is_weak(int digest);
bool x509_signature_is_weak(X509 *x509);

/* Rule certificate-too-large. */
int x509_too_large(size_t len, struct finding *slip);

/* What a file is instead, and how to get a certificate from it: a command or a step. */
struct x509_other {
	const char *what, *step;
};

extern const struct x509_other x509_request, x509_public, x509_crl, x509_key, x509_trusted,
	x509_bag, x509_bag_other, x509_bag_empty, x509_signed, x509_unknown_block;

/* Rule certificate-not-one: "this is WHAT, not a certificate. STEP". */
int x509_not_one(struct finding *slip, const struct x509_other *other);
/* Rule certificate-private-key. what is a clause, "this is a private key". command extracts the certificate from the
 * file; NULL if it has none. */
int x509_private_key(struct finding *slip, size_t offset, const char *what, const char *command);

/* For data that begins like DER but is not a certificate, or is cut. */
int x509_explain_der(const unsigned char *data, size_t len, struct finding *slip);
/* For data that is not DER and has no PEM block. */
int x509_explain_bytes(const char *data, size_t len, struct finding *slip);

#endif
