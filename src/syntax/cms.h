/* Signed data (CMS SignedData, RFC 5652) around a profile: taking it off and putting it on. Both are done in the
 * worker (worker/cms.c, worker/cms_sign.c), the only user of OpenSSL's CMS; scepwiz asks it
 * (format/worker/ask_cms.c). What is here without a file behind it is told by the first bytes.
 *
 * Apple's profiles are signed attached (the profile is inside), as DER; servers also send BER with
 * indefinite lengths, and PEM. Reading does not judge the signature's trust: the content is edited and the
 * signature is dropped, which the caller says. Whether the signature fits the content is told. */
#ifndef SYNTAX_CMS_H
#define SYNTAX_CMS_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/strbuf.h"

#include "syntax/pem.h"
#include "syntax/x509.h"

/* Of the whole message in bytes, which bounds the content too. */
#define CMS_LIMIT (8 * 1024 * 1024)
/* Who signed it: more than these are not looked at, for each costs time. */
#define CMS_SIGNERS_MAX 16

/* Whether data begins as a CMS message does: DER or BER with one of its types, or its PEM. An encrypted one
 * is such a message too: cms_unwrap says what it is. */
bool cms_is_signed(const char *data, size_t len);
/* The two kinds apart: DER or BER; PEM, with the block. */
bool cms_is_message(const char *data, size_t len);
bool cms_is_pem(const char *data, size_t len, struct pem_block *block);

struct cms_opened {
	struct strbuf content;
	struct strbuf signer; /* subject of the signing certificate; empty where it is not inside */
	bool intact;          /* each signature fits the content and its certificate inside */
};

#define CMS_OPENED_INIT                                       \
	{                                                     \
		.content = STRBUF_INIT, .signer = STRBUF_INIT \
	}

void cms_opened_release(struct cms_opened *opened);
/* An empty one that is released where its block ends. */
#define CMS_OPENED(name) \
	__attribute__((cleanup(cms_opened_release))) struct cms_opened name = CMS_OPENED_INIT

/* Takes the content out. What is cut, damaged, has bytes behind it, is detached, encrypted, empty, signed
 * twice or signed by nobody (a bag of certificates) is an error, with a sentence that begins with "the
 * signed data" or "this is", without the file's name. */
int cms_unwrap(const char *data, size_t len, struct cms_opened *opened, struct strbuf *err);

/* A file that was read; name is for messages. */
struct cms_file {
	const char *name; /* NULL: there is none */
	struct strbuf data;
};

/* Gets a passphrase for an encrypted key, appended to out; it is called up to three times, tries counting
 * from 1. -1 with a sentence: none is given. */
typedef int cms_passphrase(
	int tries, const char *key_name, void *data, struct strbuf *out, struct strbuf *err);

struct cms_source {
	struct cms_file cert;
	struct cms_file key;   /* none: the key stands in the certificate's file */
	struct cms_file chain; /* none: what else stands in the certificate's file */
	cms_passphrase *passphrase;
	void *data;
	time_t now;
};

#define CMS_SOURCE_INIT                                                                     \
	{                                                                                   \
		.cert = { .data = STRBUF_INIT }, .key = { .data = STRBUF_INIT }, .chain = { \
			.data = STRBUF_INIT                                                 \
		}                                                                           \
	}

/* Wipes what was read. */
void cms_source_release(struct cms_source *source);

struct cms_signed {
	struct strbuf der;
	struct strbuf signer; /* subject of the certificate that signs */
	time_t not_after;     /* of it */
	struct strbuf
		warning; /* a sentence where the certificate is out of its validity; else empty */
};

#define CMS_SIGNED_INIT                                                           \
	{                                                                         \
		.der = STRBUF_INIT, .signer = STRBUF_INIT, .warning = STRBUF_INIT \
	}

void cms_signed_release(struct cms_signed *result);

/* Signs data: DER, attached, SHA-256, with the signer's certificate and the chain inside; source->now is the time
 * of signing that is told in it. With an RSA key the same data and time give the same bytes; a signature of an EC
 * key is another one each time.
 *
 * All files are of PEM or DER by content; the key is RSA or EC, of PKCS#8 or traditional, and may be encrypted. Of
 * several certificates in the certificate's file the one that is the key's signs, and the others go along with
 * those of the chain. A key that is no certificate's is an error that names both; so are PKCS#12 (with the
 * command that takes it apart), other kinds of keys, and a certificate whose key usage is not for signatures (not
 * judged where it is a CA's). The warning is there on failure, too. */
int cms_sign(const struct cms_source *source, const char *data, size_t len,
	struct cms_signed *result, struct strbuf *err);

#endif
