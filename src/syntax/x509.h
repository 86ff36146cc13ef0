/* Certificates, read by their content, whatever the file is called. What needs OpenSSL is done in the worker
 * (worker/x509.c); scepwiz asks it (format/worker/ask_certificate.c), and where it cannot be asked the rule is
 * certificate-unreadable.
 *
 * Strict where OpenSSL is lenient: a second certificate, a private key anywhere in the text and PKCS#12 are errors.
 * Text around a PEM block (openssl x509 -text) is fine. */
#ifndef SYNTAX_X509_H
#define SYNTAX_X509_H

#include <stdbool.h>
#include <time.h>

#include "base/strbuf.h"
#include "base/strvec.h"

#include "syntax/finding.h"

/* policy: "File size must be smaller than 1 MB". Who reads a file holds it against this; here it is
 * what the certificate itself has in DER. */
#define X509_FILE_LIMIT 1000000
/* Of one file; a system's bundle of all authorities has some 150. */
#define CERTIFICATES_MAX 500

/* What of a certificate some devices or RADIUS servers cannot verify. */
enum certificate_oddity {
	ODD_SIGNATURE_PSS = 1 << 0,     /* signed with RSASSA-PSS (RFC 4055) */
	ODD_SIGNATURE_EDWARDS = 1 << 1, /* signed with Ed25519 or Ed448 (RFC 8410) */
	ODD_SIGNATURE_DSA = 1 << 2,
	ODD_KEY_PSS = 1 << 3, /* an RSA key for RSASSA-PSS alone */
	ODD_KEY_CURVE =
		1 << 4, /* an EC key on no NIST curve of 256 bits or more, or on an unnamed one */
	ODD_KEY_EXPONENT = 1 << 5, /* an RSA exponent that is even, 1, or longer than 64 bits */
	ODD_CRITICAL = 1 << 6,     /* a critical extension that is not RFC 5280's */
};

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
	/* of der; MD5 is all 0 where the system forbids it */
	unsigned char md5[16], sha1[20], sha224[28], sha256[32], sha384[48], sha512[64];
	int rsa_bits;    /* 0 where the key is not RSA */
	bool is_ca;      /* basicConstraints CA:TRUE, or version 1 and self-issued */
	int path_length; /* how many CAs may stand below it; -1: not limited */
	bool self_issued;
	bool weak_signature;     /* MD5 or SHA-1 */
	unsigned oddities;       /* enum certificate_oddity */
	bool signs_or_deciphers; /* the key usage lets it be a registration authority's (RA's) */
	bool for_servers; /* the extended key usage names TLS servers, and no registration authority */
	bool from_pem;
};

#define CERTIFICATE_INIT                                                                  \
	{                                                                                 \
		.der = STRBUF_INIT, .subject = STRBUF_INIT, .issuer = STRBUF_INIT,        \
		.common_name = STRBUF_INIT, .key = STRBUF_INIT, .signature = STRBUF_INIT, \
		.key_usage = STRBUF_INIT                                                  \
	}

void certificate_release(struct certificate *cert);
/* An empty one that is released where its block ends. */
#define CERTIFICATE(name) \
	__attribute__((cleanup(certificate_release))) struct certificate name = CERTIFICATE_INIT
/* to is as after CERTIFICATE_INIT, and the caller's to release. */
void certificate_copy(struct certificate *to, const struct certificate *from);
/* The texts of a certificate, in the order of the struct; the first is der. */
#define CERTIFICATE_TEXTS 7
struct strbuf *certificate_text(struct certificate *cert, size_t i);

/* One certificate in PEM or DER, as a device takes it. Rules: certificate-private-key, certificate-several (names
 * them), certificate-too-large, certificate-not-one (says what it is instead: CSR, public key, CRL, PKCS#7, HTML,
 * text, nothing, a certificate that is cut or has bytes behind it). */
int certificate_parse(const char *data, size_t len, struct certificate *cert, struct finding *slip);

/* As people have it: in any shape that holds certificates for certain (syntax/x509_shape.h: PKCS#7, UTF-16, Base64
 * without its lines, <data> of a property list, escaped line ends, OpenSSL's TRUSTED CERTIFICATE, blanks behind
 * DER). number (from 1) chooses of several; 0: there is to be one. The rules are the same. */
int certificate_take(const char *data, size_t len, size_t number, struct certificate *cert,
	struct finding *slip);

/* Whether a text is, or is meant as, a certificate itself, and is no path. */
bool certificate_is_pasted(const char *text);

/* All certificates of a file, in its order. Initialise with { 0 }, or with a choice set. */
struct certificates {
	struct certificate *v;
	size_t n, alloc;
	bool among_others; /* private keys and other blocks of a PEM file are passed over */
	bool any_shape;    /* as certificate_take; else PEM and DER alone */
	bool bagged;       /* some were in a bag; of no meaning to callers */
};

/* The rules are those of certificate_parse; certificate-several where there are more than CERTIFICATES_MAX.
 * The list is to be released whatever it returns. */
int certificates_parse(
	const char *data, size_t len, struct certificates *list, struct finding *slip);
void certificates_release(struct certificates *list);
/* A list that is released where its block ends: CERTIFICATES(list) = { .any_shape = true }; */
#define CERTIFICATES(name) __attribute__((cleanup(certificates_release))) struct certificates name
/* Appends "3 certificates: (1) Example Root CA, (2) ...", of many the first. */
void certificates_name(const struct certificates *list, struct strbuf *out);

/*
 * Numbers of a certificate, of which only some are its fingerprint.
 */

/* The name of the hash ("SHA-256") by which the bytes are the certificate's fingerprint; NULL where they are not. */
const char *certificate_hash_is(const struct certificate *cert, const void *bytes, size_t len);

/* What else of the certificate the bytes are, appended as "the Subject Key Identifier" or "the SHA-256 of the PEM
 * text": its identifiers, its serial number, hashes of its PEM text (with line ends of either kind), of its key,
 * of what is signed. given: the file or text that it was read from. 0 where they are nothing of it, -1 where the worker
 * gave no answer. */
int certificate_number_is(const struct certificate *cert, const struct strbuf *given,
	const void *bytes, size_t len, struct strbuf *what);

/* Whether these digits, as typed, are its serial number, in hex or in decimal; -1 where the worker gave no answer. */
int certificate_serial_is(const struct certificate *cert, const char *digits);

/* Whether issuer may have issued cert. */
enum certificate_issued {
	ISSUED_BY_OTHER,    /* the names differ */
	ISSUED_BY_NAME,     /* the name fits, and the signature does not */
	ISSUED_FOR_CERTAIN, /* both fit, or the signature is of a kind that cannot be looked at */
	ISSUED_UNKNOWN      /* the worker gave no answer */
};
enum certificate_issued certificate_issued_by(
	const struct certificate *cert, const struct certificate *issuer);

/* Appends the certificate as PEM, and nothing else. */
void certificate_to_pem(const struct certificate *cert, struct strbuf *out);

/* Appends what a reviewer reads of it, a line each: subject, issuer, validity, key, what it may do, SHA-1
 * and SHA-256. */
void certificate_describe(const struct certificate *cert, struct strvec *lines);

/* "2031-05-01", in UTC. */
void certificate_date(time_t when, struct strbuf *out);

#endif
