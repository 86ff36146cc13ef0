/* Shared by the files of worker/cms. */
#ifndef WORKER_CMS_PARTS_H
#define WORKER_CMS_PARTS_H

#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdbool.h>
#include <stdint.h>

#include "syntax/cms.h"

/* Reads the private key of a file, and asks for its passphrase if it has one. NULL on failure. */
EVP_PKEY *cms_key_read(
	const struct cms_file *file, const struct cms_source *source, struct strbuf *err);

/* Returns -1 with a sentence if the file is PKCS#12. */
int cms_refuse_pkcs12(const struct cms_file *file, struct strbuf *err);

/* Opens a message. content gets what is in it. NULL with a sentence, as for cms_unwrap. */
CMS_ContentInfo *cms_message_open(
	const char *data, size_t len, struct strbuf *content, struct strbuf *err);

/* Whether a signature over the content is valid with its signer's certificate. */
bool cms_signature_fits(CMS_SignerInfo *signer, const struct strbuf *content);

/* Appends the subject of a certificate, as certificate_parse gives it. */
void cms_subject(const X509 *x509, struct strbuf *out);

/* Seconds since 1970 as a date of ASN.1. NULL: in no year that it can be written in. The caller frees it. */
ASN1_TIME *cms_time(int64_t when);

/* Converts a certificate for OpenSSL. The caller frees it. */
X509 *cms_certificate(const struct certificate *cert);

/* Frees a message and wipes its content, which may have a challenge. NULL is allowed. */
void cms_message_free(CMS_ContentInfo *cms);

#endif
