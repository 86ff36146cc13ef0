/* Signed data, opened. Where it ends is settled first, from its lengths, so that a cut file is told from a
 * damaged one; OpenSSL then reads exactly one message. */
#include "syntax/cms.h"

#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/ber.h"
#include "syntax/finding.h"
#include "syntax/pem.h"
#include "syntax/x509.h"

#include "worker/cms_parts.h"

void
cms_message_free(CMS_ContentInfo *cms)
{
	ASN1_OCTET_STRING **content = cms ? CMS_get0_content(cms) : NULL;

	if (content && *content)
		OPENSSL_cleanse((unsigned char *)ASN1_STRING_get0_data(*content),
			(size_t)ASN1_STRING_length(*content));
	CMS_ContentInfo_free(cms);
	ERR_clear_error();
}

/*
 * Reading.
 */

static int
der_of_pem(const struct pem_block *block, const char *data, size_t len, struct strbuf *der,
	struct strbuf *err)
{
	const char *at = block->body_end, *end = data + len;
	struct pem_bad bad;

	if (!at)
		return error_add(err,
			"the signed data is cut off: its line -----END %.*s----- is missing",
			(int)block->label_len, block->label);
	if (pem_decode(block, data, der, &bad) < 0)
		return error_add(err,
			"the signed data is damaged: its Base64 cannot be read at line %zu",
			bad.line);
	at = memchr(at, '\n', (size_t)(end - at));
	for (; at && at < end; at++)
		if (!strchr(" \t\r\n", *at) || !*at)
			return error_add(err,
				"there is text after the signed data. Give only its PEM block");
	return 0;
}

/* Puts the message into der, alone and whole. */
static int
message_bytes(const char *data, size_t len, struct strbuf *der, struct strbuf *err)
{
	struct pem_block block;
	size_t whole;

	if (len > CMS_LIMIT)
		return error_add(
			err, "the signed data has %zu bytes, but the limit is %d", len, CMS_LIMIT);
	if (!cms_is_pem(data, len, &block))
		strbuf_add(der, data, len);
	else if (der_of_pem(&block, data, len, der, err) < 0)
		return -1;
	if (!cms_is_message(der->buf, der->len))
		return error_add(err, "this is not signed data (CMS), or its beginning is damaged");
	whole = ber_length((const unsigned char *)der->buf, der->len);
	if (whole > der->len)
		return error_add(err, "the signed data is cut off after %zu bytes", der->len);
	if (whole && whole < der->len)
		return error_add(err, "%zu byte%s follow%s the signed data, which ends after %zu",
			der->len - whole, plural(der->len - whole, "", "s"),
			plural(der->len - whole, "s", ""), whole);
	return 0;
}

/* Messages that are not signed data, by their type. */
static const struct {
	int nid;
	const char *sentence;
} other_types[] = {
	{ NID_pkcs7_enveloped,
		"this is encrypted for one receiver. Extract the profile with that receiver's "
		"key: openssl cms -decrypt -inform DER -in FILE -inkey KEY -out NEW" },
	{ NID_pkcs7_signedAndEnveloped,
		"this is encrypted for one receiver. Use the profile itself" },
	{ NID_pkcs7_encrypted, "this is encrypted with a password. Use the profile itself" },
	{ NID_pkcs7_digest, "this is a CMS message with only a hash. Use the profile itself" },
	{ NID_pkcs7_data, "this is an unsigned CMS message. Use the profile itself" },
};

/* The content: one string, even where it came in pieces. */
static int
message_content(CMS_ContentInfo *cms, struct strbuf *out, struct strbuf *err)
{
	ASN1_OCTET_STRING **content = CMS_get0_content(cms);
	int signers = sk_CMS_SignerInfo_num(CMS_get0_SignerInfos(cms));

	if (signers > CMS_SIGNERS_MAX)
		return error_add(err, "the signed data has %d signatures, but the limit is %d",
			signers, CMS_SIGNERS_MAX);
	if (!content || !*content)
		return signers > 0 ? error_add(err, "the signed data is a detached signature. The "
						    "profile is in another file: use that file")
				   : error_add(err, "this is a certificate bundle (PKCS#7) "
						    "without a profile");
	if (OBJ_obj2nid(CMS_get0_eContentType(cms)) == NID_pkcs7_data)
		strbuf_add(
			out, ASN1_STRING_get0_data(*content), (size_t)ASN1_STRING_length(*content));
	if (OBJ_obj2nid(CMS_get0_eContentType(cms)) == NID_pkcs7_signed ||
		cms_is_signed(out->buf, out->len))
		return error_add(err,
			"the signed data contains signed data again, so it was signed twice. "
			"Remove the outer signature: openssl cms -verify -noverify -inform DER "
			"-in FILE -out NEW");
	if (OBJ_obj2nid(CMS_get0_eContentType(cms)) != NID_pkcs7_data)
		return error_add(err, "the signed data contains something other than plain data");
	return out->len ? 0
			: error_add(err,
				  "the signed data is empty: it has a signature but no profile");
}

/*
 * The signature.
 */

/* Against the certificate inside, and the hash against the content. CMS_verify would run the content through
 * every hash that the message names, and it may name thousands. */
bool
cms_signature_fits(CMS_SignerInfo *signer, const struct strbuf *content)
{
	X509_ALGOR *algorithm = NULL;
	const EVP_MD *digest;
	BIO *hash = BIO_new(BIO_f_md()), *sink = BIO_new(BIO_s_null());
	bool fits = false;

	if (!hash || !sink)
		out_of_memory();
	BIO_push(hash, sink);
	CMS_SignerInfo_get0_algs(signer, NULL, NULL, &algorithm, NULL);
	digest = EVP_get_digestbyobj(algorithm->algorithm);
	if (digest && BIO_set_md(hash, digest) == 1 &&
		BIO_write(hash, content->buf, (int)content->len) == (int)content->len)
		fits = (CMS_signed_get_attr_count(signer) < 0 ||
			       CMS_SignerInfo_verify(signer) == 1) &&
		       CMS_SignerInfo_verify_content(signer, hash) == 1;
	BIO_free_all(hash);
	return fits;
}

void
cms_subject(const X509 *x509, struct strbuf *out)
{
	CERTIFICATE(cert);
	FINDING(slip);
	unsigned char *der = NULL;
	int len = i2d_X509((X509 *)x509, &der); /* const in OpenSSL 3 */

	if (len > 0 && certificate_parse((char *)der, (size_t)len, &cert, &slip) == 0)
		strbuf_addstr(out, cert.subject.buf);
	OPENSSL_free(der);
}

static void
message_signers(CMS_ContentInfo *cms, struct cms_opened *opened)
{
	STACK_OF(CMS_SignerInfo) *signers = CMS_get0_SignerInfos(cms);
	int n = sk_CMS_SignerInfo_num(signers);

	CMS_set1_signers_certs(cms, NULL, 0);
	opened->intact = n > 0;
	for (int i = 0; i < n; i++) {
		CMS_SignerInfo *signer = sk_CMS_SignerInfo_value(signers, i);
		X509 *cert = NULL;

		CMS_SignerInfo_get0_algs(signer, NULL, &cert, NULL, NULL);
		if (cert && !opened->signer.len)
			cms_subject(cert, &opened->signer);
		opened->intact =
			opened->intact && cert && cms_signature_fits(signer, &opened->content);
	}
}

/* NULL if it cannot be read, or is not signed data. */
static CMS_ContentInfo *
message_read(const struct strbuf *der, struct strbuf *err)
{
	const unsigned char *at = (const unsigned char *)der->buf;
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &at, (long)der->len);
	bool whole = cms && at == (const unsigned char *)der->buf + der->len;
	int nid = whole ? OBJ_obj2nid(CMS_get0_type(cms)) : NID_undef;
	const char *sentence = "this is an unsigned CMS message. Use the profile itself";

	if (nid == NID_pkcs7_signed)
		return cms;
	for (size_t i = 0; i < ARRAY_SIZE(other_types); i++)
		if (other_types[i].nid == nid)
			sentence = other_types[i].sentence;
	error_add(err, "%s",
		whole ? sentence
		      : "the signed data is damaged and cannot be read as a CMS message");
	cms_message_free(cms);
	return NULL;
}

CMS_ContentInfo *
cms_message_open(const char *data, size_t len, struct strbuf *content, struct strbuf *err)
{
	STRBUF(der);
	CMS_ContentInfo *cms;

	if (message_bytes(data, len, &der, err) < 0 || !(cms = message_read(&der, err)))
		return NULL;
	if (message_content(cms, content, err) == 0)
		return cms;
	strbuf_clear(content);
	cms_message_free(cms);
	return NULL;
}

int
cms_unwrap(const char *data, size_t len, struct cms_opened *opened, struct strbuf *err)
{
	CMS_ContentInfo *cms = cms_message_open(data, len, &opened->content, err);

	if (!cms) {
		cms_opened_release(opened);
		return -1;
	}
	message_signers(cms, opened);
	cms_message_free(cms);
	return 0;
}
