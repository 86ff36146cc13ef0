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

/* Of the whole message in bytes, which bounds the content too. */
#define CMS_LIMIT (8 * 1024 * 1024)
/* Who signed it: more than these are not looked at, for each costs time. */
#define CMS_SIGNERS_MAX 16

/* Whether data begins as a CMS message does: DER or BER with one of its types, or its PEM. An encrypted one
 * is such a message too: cms_unwrap says what it is. */
bool cms_is_signed(const char *data, size_t len);

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

/* Takes the content out. What is cut, damaged, has bytes behind it, is detached, encrypted, empty, signed
 * twice or signed by nobody (a bag of certificates) is an error, with a sentence that begins with "the
 * signed data" or "this is", without the file's name. */
int cms_unwrap(const char *data, size_t len, struct cms_opened *opened, struct strbuf *err);

#endif
