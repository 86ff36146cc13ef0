/* Certificates for tests, made as they are needed; nothing binary is kept in the tree. */
#ifndef TESTS_MAKE_CERT_H
#define TESTS_MAKE_CERT_H

#include "testing.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdint.h>

#include "base/strbuf.h"

struct cert_spec {
	const char *common_name;
	const char *issuer;   /* NULL: itself */
	int rsa_bits;         /* 0: an EC key */
	const char *digest;   /* "SHA256" */
	int from_day, to_day; /* counted from now */
	bool ca;
	size_t comment; /* bytes that make it large */
	bool pss;       /* signed with RSASSA-PSS */
};

/* One key of each kind, made once a program and shared by all certificates; the program keeps them. */
EVP_PKEY *cert_key(int rsa_bits);
X509_NAME *cert_name(const char *common_name);
void cert_sign_pss(X509 *cert, EVP_PKEY *key);
/* Sets it to seconds since 1970; OpenSSL's own functions take a time_t, which may be another there. */
void cert_time(ASN1_TIME *time, int64_t seconds);
X509 *cert_make(const struct cert_spec *spec);
void cert_bio_take(BIO *bio, struct strbuf *out);
void cert_pem(const struct cert_spec *spec, struct strbuf *out);
void cert_der(const struct cert_spec *spec, struct strbuf *out);
void cert_key_pem(int rsa_bits, struct strbuf *out);

/* Appends the bytes of a hash by OpenSSL's name for it. */
void hash_bytes(const char *name, const void *data, size_t len, struct strbuf *out);

#endif
