/* What the files of syntax/cms share. */
#ifndef WORKER_CMS_PARTS_H
#define WORKER_CMS_PARTS_H

#include <openssl/cms.h>
#include <openssl/evp.h>

#include "syntax/cms.h"

/* Reads the private key of a file, and asks for its passphrase where it has one. NULL on failure. */
EVP_PKEY *cms_key_read(
	const struct cms_file *file, const struct cms_source *source, struct strbuf *err);

/* -1 with a sentence where the file is PKCS#12. */
int cms_refuse_pkcs12(const struct cms_file *file, struct strbuf *err);

/* Frees a message and wipes its content, which may hold a challenge. NULL is allowed. */
void cms_message_free(CMS_ContentInfo *cms);

#endif
