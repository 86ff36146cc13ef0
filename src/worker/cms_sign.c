/* Signed data, made. */
#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>

#include "base/xalloc.h"

#include "worker/cms_identity.h"

/* Text is bytes here, and there is no mail whose programs' abilities would interest. */
#define SIGN_FLAGS (CMS_BINARY | CMS_NOSMIMECAP)

static CMS_ContentInfo *
sign_make(const struct cms_identity *identity, time_t when, BIO *content)
{
	CMS_ContentInfo *cms =
		CMS_sign(NULL, NULL, identity->chain, NULL, SIGN_FLAGS | CMS_PARTIAL);
	CMS_SignerInfo *signer = cms ? CMS_add1_signer(cms, identity->x509, identity->key,
					       EVP_sha256(), SIGN_FLAGS | CMS_PARTIAL)
				     : NULL;
	/* RFC 5652, 11.3: OpenSSL adds the clock's time if there is none */
	ASN1_TIME *time = ASN1_TIME_set(NULL, when);
	bool made = signer && time &&
		    CMS_signed_add1_attr_by_NID(
			    signer, NID_pkcs9_signingTime, ASN1_STRING_type(time), time, -1) &&
		    CMS_final(cms, content, NULL, SIGN_FLAGS);

	ASN1_TIME_free(time);
	if (made)
		return cms;
	cms_message_free(cms);
	return NULL;
}

static int
sign_with(const struct cms_identity *identity, time_t when, const char *data, size_t len,
	struct strbuf *out, struct strbuf *err)
{
	BIO *content = BIO_new_mem_buf(data, (int)len);
	CMS_ContentInfo *cms;
	unsigned char *der = NULL;
	int der_len = -1, result = 0;
	const char *reason;

	if (!content)
		out_of_memory();
	cms = sign_make(identity, when, content);
	if (cms)
		der_len = i2d_CMS_ContentInfo(cms, &der);
	if (der_len > 0)
		strbuf_add(out, der, (size_t)der_len);
	else {
		reason = ERR_reason_error_string(ERR_peek_last_error());
		result = error_add(err, "OpenSSL cannot sign with the key of %s: %s",
			identity->cert.subject.buf, reason ? reason : "no reason is given");
	}
	OPENSSL_clear_free(der, der_len > 0 ? (size_t)der_len : 0);
	cms_message_free(cms);
	BIO_free(content);
	return result;
}

int
cms_sign(const struct cms_source *source, const char *data, size_t len, struct cms_signed *result,
	struct strbuf *err)
{
	struct cms_identity *identity;
	int signs;

	if (len > CMS_LIMIT)
		return error_add(
			err, "the profile has %zu bytes; %d are signed at most", len, CMS_LIMIT);
	identity = cms_identity_read(source, &result->warning, err);
	if (!identity)
		return -1;
	strbuf_addstr(&result->signer, identity->cert.subject.buf);
	result->not_after = identity->cert.not_after;
	signs = sign_with(identity, source->now, data, len, &result->der, err);
	cms_identity_free(identity);
	return signs;
}
