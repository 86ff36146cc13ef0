/* Certificates, read from PEM or DER by their content, whatever the file is called. The only user
 * of OpenSSL's X.509 beside syntax/cms.
 *
 * Strict where OpenSSL is lenient: bytes behind a DER certificate, a second certificate, a private key
 * anywhere in the text and PKCS#12 are errors. Text around a PEM block (openssl x509 -text) is fine. */
#ifndef SYNTAX_X509_H
#define SYNTAX_X509_H

#include <stdbool.h>
#include <time.h>

#include "base/strbuf.h"
#include "base/strvec.h"

#include "syntax/problem.h"

/* policy: "File size must be smaller than 1 MB". Who reads a file holds it against this; here it is
 * what the certificate itself has in DER. */
#define X509_FILE_LIMIT 1000000
/* Of one file; a system's bundle of all authorities has some 150. */
#define CERTIFICATES_MAX 500

struct certificate {
	struct strbuf der;
	/* Names are for people: a long one ends with "...", an empty one is "(no name)". */
	struct strbuf subject;     /* one line, "CN=Example Root CA, O=Example" (RFC 2253 order) */
	struct strbuf issuer;      /* likewise */
	struct strbuf common_name; /* of the subject; its last value where it has none */
	struct strbuf key;         /* "RSA 2048", "EC P-256" */
	struct strbuf signature;   /* "sha256WithRSAEncryption" */
	struct strbuf key_usage;   /* "certificate signing, CRL signing"; empty: not limited */
	time_t not_before, not_after;
	unsigned char sha1[20], sha256[32];
	int rsa_bits;    /* 0 where the key is not RSA */
	bool is_ca;      /* basicConstraints CA:TRUE, or version 1 and self-issued */
	int path_length; /* how many CAs may stand below it; -1: not limited */
	bool self_issued;
	bool weak_signature; /* MD5 or SHA-1 */
	bool from_pem;
};

#define CERTIFICATE_INIT                                                                  \
	{                                                                                 \
		.der = STRBUF_INIT, .subject = STRBUF_INIT, .issuer = STRBUF_INIT,        \
		.common_name = STRBUF_INIT, .key = STRBUF_INIT, .signature = STRBUF_INIT, \
		.key_usage = STRBUF_INIT                                                  \
	}

void certificate_release(struct certificate *cert);

/* Rules: certificate-private-key, certificate-several (names them), certificate-too-large, certificate-not-one
 * (says what it is instead: CSR, public key, CRL, PKCS#7, HTML, text, nothing, a certificate that is
 * cut or has bytes behind it). */
int certificate_parse(
	const char *data, size_t len, struct certificate *cert, struct problem *problem);

/* The same for number (from 1) of a file with several; 0: there is to be one. */
int certificate_parse_number(const char *data, size_t len, size_t number, struct certificate *cert,
	struct problem *problem);

/* All certificates of a file, in its order. Initialise with { 0 }, or with among_others set. */
struct certificates {
	struct certificate *v;
	size_t n, alloc;
	bool among_others; /* private keys and other blocks of a PEM file are passed over */
};

/* The rules are those of certificate_parse; certificate-several where there are more than CERTIFICATES_MAX.
 * The list is to be released whatever it returns. */
int certificates_parse(
	const char *data, size_t len, struct certificates *list, struct problem *problem);
void certificates_release(struct certificates *list);
/* Appends "3 certificates: (1) Example Root CA, (2) ...", of many the first. */
void certificates_name(const struct certificates *list, struct strbuf *out);

/* Appends the certificate as PEM, and nothing else. */
void certificate_to_pem(const struct certificate *cert, struct strbuf *out);

/* Appends what a reviewer reads of it, a line each: subject, issuer, validity, key, what it may do, SHA-1
 * and SHA-256. */
void certificate_describe(const struct certificate *cert, struct strvec *lines);

/* "2031-05-01", in UTC. */
void certificate_date(time_t when, struct strbuf *out);

#endif
