/* Messages to the server (RFC 8894, 3.2): signed data around encrypted data, in BER of indefinite lengths as devices
 * send it. */
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <string.h>

#include "base/xalloc.h"

#include "syntax/ber.h"

#include "worker/cms_parts.h"
#include "worker/scep_parts.h"

/* CMS_BINARY: else each line end of the content would be changed. */
#define MESSAGE_FLAGS (CMS_BINARY | CMS_STREAM | CMS_PARTIAL | CMS_NOSMIMECAP)

#define MESSAGE_PKCS_REQ "19"
#define MESSAGE_GET_CERT_INITIAL "20"

ASN1_OBJECT *
scep_attribute_object(enum scep_attribute attribute)
{
	char oid[32];
	ASN1_OBJECT *object;

	snprintf(oid, sizeof oid, "2.16.840.1.113733.1.9.%d", (int)attribute);
	object = OBJ_txt2obj(oid, 1);
	if (!object)
		out_of_memory();
	return object;
}

int
scep_openssl_failed(struct strbuf *err, const char *what)
{
	const char *reason = ERR_reason_error_string(ERR_peek_last_error());

	error_add(err, "OpenSSL cannot %s: %s", what, reason ? reason : "no reason is given");
	ERR_clear_error();
	return -1;
}

/* Writes the message while its content goes through it. i2d_CMS_bio_stream does the same, but leaves copies of the content
 * in memory that it frees, and the challenge is in the content. */
static int
message_write(CMS_ContentInfo *cms, const struct strbuf *content, struct strbuf *out)
{
	OWN_BIO(sink) = BIO_new(BIO_s_mem());
	BIO *way = sink ? BIO_new_CMS(sink, cms) : NULL;
	bool written;
	char *data;
	long len;

	if (!way)
		return -1;
	written = BIO_write(way, content->buf, (int)content->len) == (int)content->len &&
		  BIO_flush(way) > 0;
	while (way != sink) {
		BIO *next = BIO_pop(way);

		BIO_free(way);
		way = next;
	}
	len = BIO_get_mem_data(sink, &data);
	if (written && len > 0)
		strbuf_add(out, data, (size_t)len);
	return written ? 0 : -1;
}

static int
envelope_write(X509 *to, const EVP_CIPHER *cipher, const struct strbuf *content, struct strbuf *out)
{
	STACK_OF(X509) *recipients = sk_X509_new_null();
	CMS_ContentInfo *cms;
	int result;

	if (!recipients || !sk_X509_push(recipients, to))
		out_of_memory();
	cms = CMS_encrypt(recipients, NULL, cipher, MESSAGE_FLAGS);
	sk_X509_free(recipients);
	result = cms ? message_write(cms, content, out) : -1;
	CMS_ContentInfo_free(cms);
	return result;
}

static bool
attribute_add(CMS_SignerInfo *signer, enum scep_attribute attribute, int type, const void *data,
	size_t len)
{
	OWN_OBJECT(object) = scep_attribute_object(attribute);

	/* with a length of -1, OpenSSL takes the bytes for a structure of its own */
	return CMS_signed_add1_attr_by_OBJ(signer, object, type, data, (int)len);
}

static bool
attributes_add(CMS_SignerInfo *signer, const struct scep_trial *trial, const char *type)
{
	ASN1_TIME *time = cms_time(trial->now);
	bool added = time &&
		     CMS_signed_add1_attr_by_NID(
			     signer, NID_pkcs9_signingTime, ASN1_STRING_type(time), time, -1) &&
		     attribute_add(signer, SCEP_MESSAGE_TYPE, V_ASN1_PRINTABLESTRING, type,
			     strlen(type)) &&
		     attribute_add(signer, SCEP_TRANSACTION_ID, V_ASN1_PRINTABLESTRING,
			     trial->transaction.buf, trial->transaction.len) &&
		     attribute_add(signer, SCEP_SENDER_NONCE, V_ASN1_OCTET_STRING, trial->nonce,
			     sizeof trial->nonce);

	ASN1_TIME_free(time);
	return added;
}

static int
signed_write(const struct scep_trial *trial, const char *type, const EVP_MD *digest,
	const struct strbuf *content, struct strbuf *out)
{
	CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, NULL, MESSAGE_FLAGS);
	CMS_SignerInfo *signer =
		cms ? CMS_add1_signer(cms, trial->own, trial->key, digest, MESSAGE_FLAGS) : NULL;
	int result = signer && attributes_add(signer, trial, type)
			     ? message_write(cms, content, out)
			     : -1;

	CMS_ContentInfo_free(cms);
	return result;
}

/* RFC 8894, 3.3.3. */
static void
issuer_and_subject(const struct scep_trial *trial, struct strbuf *out)
{
	size_t from = out->len;

	scep_der_name(out, X509_get_subject_name(trial->chosen->issuer));
	scep_der_name(out, trial->subject);
	scep_der_wrap(out, from, BER_SEQUENCE);
}

int
scep_trial_message(struct scep_trial *trial, bool poll, struct strbuf *out, struct strbuf *err)
{
	const struct scep_chosen *chosen = trial->chosen;
	const EVP_MD *digest = poll ? EVP_sha1() : EVP_get_digestbynid(chosen->digest);
	const EVP_CIPHER *cipher = !poll && chosen->aes ? EVP_aes_128_cbc() : EVP_des_ede3_cbc();
	STRBUF(question);
	STRBUF(envelope);

	if (poll)
		issuer_and_subject(trial, &question);
	if (RAND_bytes(trial->nonce, sizeof trial->nonce) != 1 ||
		envelope_write(chosen->recipient, cipher, poll ? &question : &trial->request,
			&envelope) < 0 ||
		signed_write(trial, poll ? MESSAGE_GET_CERT_INITIAL : MESSAGE_PKCS_REQ, digest,
			&envelope, out) < 0)
		return scep_openssl_failed(err, "make the message");
	return 0;
}
