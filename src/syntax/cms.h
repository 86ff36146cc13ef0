/* Signed data (CMS SignedData, RFC 5652) around a profile: taking it off and putting it on. The only user
 * of OpenSSL's CMS.
 *
 * Apple's profiles are signed attached (the profile is inside), as DER; servers also send BER with
 * indefinite lengths, and PEM. Reading does not judge the signature's trust: the content is edited and the
 * signature is dropped, which the caller says. Whether the signature fits the content is told. */
#ifndef SYNTAX_CMS_H
#define SYNTAX_CMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

#include "syntax/x509.h"

/* Whether data begins as signed data does: DER or BER with the OID signedData, or its PEM. */
bool cms_is_signed(const char *data, size_t len);

struct cms_opened {
	struct strbuf content;
	struct strbuf signer; /* subject of the signing certificate; empty where it is not inside */
	bool intact;          /* the signature fits the content and the certificate inside */
};

#define CMS_OPENED_INIT                                       \
	{                                                     \
		.content = STRBUF_INIT, .signer = STRBUF_INIT \
	}

void cms_opened_release(struct cms_opened *opened);

/* Takes the content out. Detached, encrypted, empty and nested (signed twice) are errors, with a
 * sentence. */
int cms_unwrap(const char *data, size_t len, struct cms_opened *opened, struct strbuf *err);

/* Who signs: a certificate, its private key, and the certificates between it and a root. Opaque: the key
 * is wiped on release. */
struct cms_identity;

/* Gets a passphrase for an encrypted key, appended to out; it is called up to three times, tries counting
 * from 1. -1: none is given. */
typedef int cms_passphrase(int tries, void *data, struct strbuf *out, struct strbuf *err);

/* All of PEM or DER by content; key may be encrypted (PKCS#8 or traditional), or stand in the same file as
 * the certificate. chain may be NULL; it may hold several. A key that is not the certificate's is an error
 * that names both; so is a certificate that is no end entity's for signing (CA:TRUE is allowed and not
 * judged), and one out of its validity is a sentence in *warning (which may stay empty). names are for
 * messages. NULL on failure. */
struct cms_identity *cms_identity_read(const struct strbuf *cert, const char *cert_name,
	const struct strbuf *key, const char *key_name, const struct strbuf *chain,
	const char *chain_name, cms_passphrase *passphrase, void *data, struct strbuf *warning,
	struct strbuf *err);
void cms_identity_free(struct cms_identity *identity);

/* Appends DER: attached, SHA-256, with the signer's certificate and the chain inside. */
int cms_sign(const struct cms_identity *identity, const char *data, size_t len, struct strbuf *out,
	struct strbuf *err);

#endif
