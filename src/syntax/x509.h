/* Certificates, recognized by content, whatever the file is called. The worker does what needs OpenSSL (worker/x509.c);
 * scepwiz asks it (format/worker/ask_certificate.c). If the worker cannot be asked, the rule is certificate-unreadable.
 *
 * Stricter than OpenSSL: a second certificate, a private key anywhere in the text and PKCS#12 are errors. Text around a
 * PEM block (openssl x509 -text) is fine. */
#ifndef SYNTAX_X509_H
#define SYNTAX_X509_H

#include <stdbool.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "base/strvec.h"

#include "syntax/finding.h"

/* The policy: "File size must be smaller than 1 MB". Code that reads a file applies this to the file. Here it applies
 * to the certificate in DER. */
#define X509_FILE_LIMIT 1000000
/* In one file. A system's bundle of all CAs has about 150. */
#define CERTIFICATES_MAX 500

/* Properties that some devices or RADIUS servers cannot verify. */
enum certificate_oddity {
	ODD_SIGNATURE_PSS = 1 << 0,     /* signed with RSASSA-PSS (RFC 4055) */
	ODD_SIGNATURE_EDWARDS = 1 << 1, /* signed with Ed25519 or Ed448 (RFC 8410) */
	ODD_SIGNATURE_DSA = 1 << 2,
	ODD_KEY_PSS = 1 << 3, /* an RSA key only for RSASSA-PSS */
	ODD_KEY_CURVE =
		1
		<< 4, /* an EC key on an unnamed curve, or on one that is not a NIST curve of 256 bits or more */
	ODD_KEY_EXPONENT = 1 << 5, /* an RSA exponent that is even, 1, or longer than 64 bits */
	ODD_CRITICAL = 1 << 6,     /* a critical extension that is not in RFC 5280 */
};

struct certificate {
	struct strbuf der;
	/* Names are for people: a long one ends with "...", an empty one is "(no name)". */
	struct strbuf subject;     /* one line, "CN=Example Root CA, O=Example" (RFC 2253 order) */
	struct strbuf issuer;      /* the same */
	struct strbuf common_name; /* of the subject, or the subject's last value if it has none */
	struct strbuf key;         /* "RSA 2048", "EC P-256" */
	struct strbuf signature;   /* "sha256WithRSAEncryption" */
	struct strbuf key_usage;   /* "certificate signing, CRL signing"; empty: not restricted */
	int64_t not_before, not_after; /* seconds since 1970, as in base/utc.h */
	/* of der; MD5 is all 0 if the system forbids it */
	unsigned char md5[16], sha1[20], sha224[28], sha256[32], sha384[48], sha512[64];
	int rsa_bits;    /* 0 if the key is not RSA */
	bool is_ca;      /* basicConstraints CA:TRUE, or version 1 and self-issued */
	int path_length; /* how many CAs may be below it; -1: not limited */
	bool self_issued;
	bool weak_signature;     /* MD5 or SHA-1 */
	unsigned oddities;       /* enum certificate_oddity */
	bool signs_or_deciphers; /* the key usage allows it to be an RA's */
	bool for_servers;        /* the extended key usage names TLS servers, and not RAs */
	bool from_pem;
};

#define CERTIFICATE_INIT                                                                  \
	{                                                                                 \
		.der = STRBUF_INIT, .subject = STRBUF_INIT, .issuer = STRBUF_INIT,        \
		.common_name = STRBUF_INIT, .key = STRBUF_INIT, .signature = STRBUF_INIT, \
		.key_usage = STRBUF_INIT                                                  \
	}

void certificate_release(struct certificate *cert);
/* An empty one that is released at the end of its block. */
#define CERTIFICATE(name) \
	__attribute__((cleanup(certificate_release))) struct certificate name = CERTIFICATE_INIT
/* to is new, as after CERTIFICATE_INIT; the caller releases it. */
void certificate_copy(struct certificate *to, const struct certificate *from);
/* The texts of a certificate, in the order of the struct. The first is der. */
#define CERTIFICATE_TEXTS 7
struct strbuf *certificate_text(struct certificate *cert, size_t i);

/* One certificate in PEM or DER, as devices accept it. Rules: certificate-private-key, certificate-several (names
 * them), certificate-too-large, certificate-not-one (says what it is instead: CSR, public key, CRL, PKCS#7, HTML, text,
 * nothing, a certificate that is cut or followed by other bytes). */
int certificate_parse(const char *data, size_t len, struct certificate *cert, struct finding *slip);

/* The same in any shape that clearly has certificates (worker/x509_shape.h: PKCS#7, UTF-16, Base64 without its lines,
 * <data> of a property list, escaped line ends, OpenSSL's TRUSTED CERTIFICATE, spaces behind DER). number, from 1,
 * selects one of several; 0: there must be only one. The rules are the same. */
int certificate_take(const char *data, size_t len, size_t number, struct certificate *cert,
	struct finding *slip);

/* Whether a text is, or is meant to be, a certificate and not a path. */
bool certificate_is_pasted(const char *text);

/* All certificates of a file, in its order. Initialize it with { 0 }, or with an option set. */
struct certificates {
	struct certificate *v;
	size_t n, alloc;
	bool among_others; /* skip private keys and other blocks of a PEM file */
	bool any_shape;    /* as in certificate_take; else only PEM and DER */
	bool bagged;       /* some were in a bag; for internal use */
};

/* The rules are those of certificate_parse, and certificate-several if there are more than CERTIFICATES_MAX. Release
 * the list whatever this returns. */
int certificates_parse(
	const char *data, size_t len, struct certificates *list, struct finding *slip);
void certificates_release(struct certificates *list);
/* A list that is released at the end of its block: CERTIFICATES(list) = { .any_shape = true }; */
#define CERTIFICATES(name) __attribute__((cleanup(certificates_release))) struct certificates name
/* Appends "3 certificates: (1) Example Root CA, (2) ...", or only the first ones of many. */
void certificates_name(const struct certificates *list, struct strbuf *out);

/*
 * Numbers of a certificate, only some of which are its fingerprint.
 */

/* The name of the hash ("SHA-256") by which the bytes are the certificate's fingerprint; NULL if they are not. */
const char *certificate_hash_is(const struct certificate *cert, const void *bytes, size_t len);

/* What other number of the certificate the bytes are, appended as "the Subject Key Identifier" or "the SHA-256 of the
 * PEM text": its identifiers, its serial number, hashes of its PEM text (with either kind of line end), of its key, of
 * the signed part. given: the file or text that it was read from. Returns 0 if they are not any of these, -1 if the worker
 * did not answer. */
int certificate_number_is(const struct certificate *cert, const struct strbuf *given,
	const void *bytes, size_t len, struct strbuf *what);

/* Whether these digits, as typed, are its serial number, in hex or in decimal; -1 if the worker did not answer. */
int certificate_serial_is(const struct certificate *cert, const char *digits);

/* Whether issuer may have issued cert. */
enum certificate_issued {
	ISSUED_BY_OTHER,    /* the names differ */
	ISSUED_BY_NAME,     /* the name matches, but the signature does not */
	ISSUED_FOR_CERTAIN, /* both match, or the signature is of a kind that cannot be checked */
	ISSUED_UNKNOWN      /* the worker did not answer */
};
enum certificate_issued certificate_issued_by(
	const struct certificate *cert, const struct certificate *issuer);

/* Appends only the certificate, as PEM. */
void certificate_to_pem(const struct certificate *cert, struct strbuf *out);

/* Appends what a reviewer needs, one line each: subject, issuer, validity, key, what it may do, SHA-1 and SHA-256. The
 * first word of each line says which. */
void certificate_describe(const struct certificate *cert, struct strvec *lines);

#endif
