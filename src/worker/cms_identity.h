/* Who signs, and what the files of syntax/cms share. */
#ifndef WORKER_CMS_IDENTITY_H
#define WORKER_CMS_IDENTITY_H

#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "syntax/cms.h"

struct cms_identity {
	EVP_PKEY *key; /* OpenSSL wipes a private key as it frees it */
	X509 *x509;
	STACK_OF(X509) * chain;
	struct certificate cert; /* what x509 says */
};

/* Reads who signs from the source's files (cms_sign says what is taken). NULL on failure. */
struct cms_identity *cms_identity_read(
	const struct cms_source *source, struct strbuf *warning, struct strbuf *err);
void cms_identity_free(struct cms_identity *identity);

/* Reads the private key of a file, and asks for its passphrase where it has one. NULL on failure. */
EVP_PKEY *cms_key_read(
	const struct cms_file *file, const struct cms_source *source, struct strbuf *err);

/* -1 with a sentence where the file is PKCS#12. */
int cms_refuse_pkcs12(const struct cms_file *file, struct strbuf *err);

/* Frees a message and wipes its content, which may hold a challenge. NULL is allowed. */
void cms_message_free(CMS_ContentInfo *cms);

#endif
