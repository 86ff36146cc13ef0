/* Signatures around a profile (CMS SignedData, RFC 5652): removing and adding them. The worker does both (worker/cms.c,
 * worker/cms_sign.c), the only user of OpenSSL's CMS; scepwiz asks it (format/worker/ask_cms.c). Functions that look
 * only at the first bytes need no worker.
 *
 * Apple's profiles have an attached signature (the profile is inside) in DER. Servers also send BER with indefinite
 * lengths, and PEM. Reading does not decide whether the signer is trusted: the content is edited and the signature is
 * dropped, and the caller says so. Whether the signature matches the content is reported. cms_judge checks it against
 * given certificates. */
#ifndef SYNTAX_CMS_H
#define SYNTAX_CMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

#include "syntax/pem.h"
#include "syntax/x509.h"

/* Bytes of the whole message, and so of the content. */
#define CMS_LIMIT (8 * 1024 * 1024)
/* Most signers that are looked at, because each one costs time. */
#define CMS_SIGNERS_MAX 16

/* The end of the year 9999, the last date in ASN.1 (RFC 5280, 4.1.2.5.2), in seconds since 1970. */
#define CMS_TIME_LAST 253402300799

/* Whether data begins like a CMS message of any type, in DER, BER or PEM. An encrypted one counts too: cms_unwrap
 * reports it. */
bool cms_is_signed(const char *data, size_t len);
/* The two forms separately: DER or BER; PEM, with its block. */
bool cms_is_message(const char *data, size_t len);
bool cms_is_pem(const char *data, size_t len, struct pem_block *block);

struct cms_opened {
	struct strbuf content;
	struct strbuf
		signer; /* subject of the signing certificate; empty if the certificate is not in the message */
	bool intact; /* each signature matches the content and its certificate in the message */
};

#define CMS_OPENED_INIT                                       \
	{                                                     \
		.content = STRBUF_INIT, .signer = STRBUF_INIT \
	}

void cms_opened_release(struct cms_opened *opened);
/* An empty one that is released at the end of its block. */
#define CMS_OPENED(name) \
	__attribute__((cleanup(cms_opened_release))) struct cms_opened name = CMS_OPENED_INIT

/* Extracts the content. It is an error if the message is cut, damaged, followed by other bytes, detached, encrypted,
 * empty, signed twice, or signed by nobody (a bag of certificates). The sentence begins with "the signed data" or "this
 * is", and does not have the file's name. */
int cms_unwrap(const char *data, size_t len, struct cms_opened *opened, struct strbuf *err);

/* A file's content. name is for messages. */
struct cms_file {
	const char *name; /* NULL: no file */
	struct strbuf data;
};

/* Appends a passphrase for an encrypted key to out. It is called up to three times, with tries from 1. Returns -1 with
 * a sentence if there is none. */
typedef int cms_passphrase(
	int tries, const char *key_name, void *data, struct strbuf *out, struct strbuf *err);

/* Whether given certificates confirm the signature. */
struct cms_judged {
	struct strbuf signer; /* as in cms_opened */
	struct strbuf root;   /* subject of the certificate in ca at which the chain ends */
	struct strbuf doubt;  /* a clause that says why not; empty if they do */
};

#define CMS_JUDGED_INIT                                                          \
	{                                                                        \
		.signer = STRBUF_INIT, .root = STRBUF_INIT, .doubt = STRBUF_INIT \
	}

void cms_judged_release(struct cms_judged *judged);

/* Checks that each signature matches the content, with a key that may sign, and that each signer's certificate has a
 * chain, through the certificates in the message and in ca, to one in ca. A certificate in ca is trusted whether or not
 * it is self-issued. All certificates must be valid at that time, and no signature, including the message's, may use
 * MD5 or SHA-1. Revocation is not checked: nothing goes over a network. ca is a file of certificates in any shape; the
 * system's certificates are not used. If something could not be checked, that is a doubt. */
void cms_judge(const char *data, size_t len, const struct cms_file *ca, int64_t now,
	struct cms_judged *judged);

struct cms_source {
	struct cms_file cert;
	struct cms_file key;   /* no file: the key is in the certificate's file */
	struct cms_file chain; /* no file: only what else is in the certificate's file */
	cms_passphrase *passphrase;
	void *data;
	int64_t now; /* seconds since 1970 */
};

#define CMS_SOURCE_INIT                                                                     \
	{                                                                                   \
		.cert = { .data = STRBUF_INIT }, .key = { .data = STRBUF_INIT }, .chain = { \
			.data = STRBUF_INIT                                                 \
		}                                                                           \
	}

/* Wipes the content. */
void cms_source_release(struct cms_source *source);

struct cms_signed {
	struct strbuf der;
	struct strbuf signer;  /* subject of the signing certificate */
	int64_t not_after;     /* end of its validity */
	struct strbuf warning; /* a sentence if the certificate is not valid now; else empty */
};

#define CMS_SIGNED_INIT                                                           \
	{                                                                         \
		.der = STRBUF_INIT, .signer = STRBUF_INIT, .warning = STRBUF_INIT \
	}

void cms_signed_release(struct cms_signed *result);

/* Signs data: DER, attached, SHA-256, with the signer's certificate and the chain inside. source->now is recorded as
 * the time of signing. With an RSA key, the same data and time give the same bytes. EC signatures differ each time.
 *
 * All files are PEM or DER, by content. The key is RSA or EC, in PKCS#8 or the traditional format, and may be
 * encrypted. If the certificate's file has several certificates, the key's certificate signs, and the others are
 * included with those of the chain.
 *
 * Errors: a key that belongs to no certificate (the sentence names both), PKCS#12 (with the command that extracts key
 * and certificate), other kinds of keys, a certificate whose key usage does not allow signatures (not checked for a
 * CA's), a key whose passphrase takes too long to try, a time before 1970 or after CMS_TIME_LAST. The warning is also
 * set on failure. */
int cms_sign(const struct cms_source *source, const char *data, size_t len,
	struct cms_signed *result, struct strbuf *err);

#endif
