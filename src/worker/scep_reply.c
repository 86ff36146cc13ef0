/* What a server replies (RFC 8894, 3.3.2), read as a device reads it (Apple's SecSCEP.c): its signer must be the
 * certificate that was chosen, and then the attributes say what happened. What devices do not look at, such as the nonce,
 * is only told. */
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/pkcs7.h>
#include <openssl/rsa.h>
#include <string.h>

#include "base/xalloc.h"

#include "syntax/ber.h"
#include "syntax/cms.h"

#include "worker/cms_parts.h"
#include "worker/scep_parts.h"
#include "worker/x509_kind.h"

#define MESSAGE_CERT_REP "3"
#define STATUS_SUCCESS "0"
#define STATUS_FAILURE "2"
#define STATUS_PENDING "3"

/* Values of the fact "reply fault". */
#define FAULT_NONE ""
#define FAULT_CUT "cut"
#define FAULT_SIGNATURE "signature"
#define FAULT_DECRYPT "decrypt"
#define FAULT_LEGACY "legacy"
#define FAULT_OTHER "other"

#define DES_KEY_SIZE 8

/* One reply at work. Functions return the fault. */
struct reading {
	const struct scep_trial *trial;
	struct node *facts;
	CMS_ContentInfo *cms;
	CMS_SignerInfo *signer; /* of cms */
	struct strbuf content;  /* what is signed */
	const char *status;     /* the fact */
};

/* The members that replies set, as they are before one. */
static void
facts_clear(struct node *facts)
{
	static const char *const booleans[] = { "signer is chosen", "nonce is ours",
		"transaction is ours", "verifies", "for our key", "ours is first" };

	node_set(facts, "status", node_text_new("unread"));
	node_set(facts, "fail info", node_integer_new(-1));
	node_set(facts, "reply weak", node_list_new());
	node_set(facts, "reply fault", node_text_new(FAULT_NONE));
	for (size_t i = 0; i < ARRAY_SIZE(booleans); i++)
		node_set(facts, booleans[i], node_boolean_new(false));
	node_set(facts, "serial", node_text_new(""));
	node_set(facts, "issued", scep_issued_new());
}

struct node *
scep_trial_facts(const struct scep_trial *trial)
{
	struct node *facts = node_map_new();

	facts_clear(facts);
	node_set(facts, "http", node_integer_new(0));
	node_set(facts, "line", node_text_new(""));
	node_set(facts, "polls", node_integer_new(0));
	node_set(facts, "waited", node_integer_new(0));
	node_set(facts, "transaction", node_text_new(trial ? trial->transaction.buf : ""));
	node_set(facts, "sent", trial ? node_copy(trial->sent) : scep_names_new());
	if (!trial)
		node_set(facts, "status", node_text_new("none"));
	return facts;
}

static void
facts_tell(const struct reading *reading, const char *key, bool yes)
{
	node_set(reading->facts, key, node_boolean_new(yes));
}

static void
facts_weak(const struct reading *reading, const char *what)
{
	node_append(node_get(reading->facts, "reply weak"), node_text_new(what));
}

/*
 * What is signed, and by whom.
 */

/* The message at the beginning of bytes; NULL if there is none. */
static CMS_ContentInfo *
signed_open(const struct strbuf *bytes, size_t len)
{
	const unsigned char *at = (const unsigned char *)bytes->buf;
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &at, (long)len);

	if (cms && OBJ_obj2nid(CMS_get0_type(cms)) == NID_pkcs7_signed)
		return cms;
	cms_message_free(cms);
	return NULL;
}

static const char *
reply_open(struct reading *reading, const struct strbuf *body)
{
	size_t whole = ber_length((const unsigned char *)body->buf, body->len);
	ASN1_OCTET_STRING **content;

	if (!body->len)
		return FAULT_CUT;
	if (!cms_is_message(body->buf, body->len) || !whole)
		return FAULT_OTHER;
	if (whole > body->len)
		return FAULT_CUT;
	reading->cms = signed_open(body, whole);
	if (!reading->cms)
		return FAULT_OTHER;
	/* PENDING and FAILURE have none, which counts as empty */
	content = CMS_get0_content(reading->cms);
	if (content && *content)
		strbuf_add(&reading->content, ASN1_STRING_get0_data(*content),
			(size_t)ASN1_STRING_length(*content));
	return FAULT_NONE;
}

/* The signer that is the chosen certificate, else the first one with its certificate from the message. NULL: none. */
static CMS_SignerInfo *
signer_find(CMS_ContentInfo *cms, X509 *chosen, bool *is_chosen)
{
	STACK_OF(CMS_SignerInfo) *signers = CMS_get0_SignerInfos(cms);
	int n = sk_CMS_SignerInfo_num(signers);

	if (n < 1 || n > CMS_SIGNERS_MAX)
		return NULL;
	for (int i = 0; i < n; i++) {
		CMS_SignerInfo *signer = sk_CMS_SignerInfo_value(signers, i);

		*is_chosen = CMS_SignerInfo_cert_cmp(signer, chosen) == 0;
		if (*is_chosen) {
			CMS_SignerInfo_set1_signer_cert(signer, chosen);
			return signer;
		}
	}
	CMS_set1_signers_certs(cms, NULL, 0);
	return sk_CMS_SignerInfo_value(signers, 0);
}

static const char *
reply_verify(struct reading *reading)
{
	X509_ALGOR *digest = NULL;
	bool chosen = false, verifies;

	reading->signer = signer_find(reading->cms, reading->trial->chosen->signer, &chosen);
	if (!reading->signer)
		return FAULT_SIGNATURE;
	verifies = cms_signature_fits(reading->signer, &reading->content);
	CMS_SignerInfo_get0_algs(reading->signer, NULL, NULL, &digest, NULL);
	if (x509_digest_is_weak(OBJ_obj2nid(digest->algorithm)))
		facts_weak(reading, "sha1");
	facts_tell(reading, "signer is chosen", chosen);
	facts_tell(reading, "verifies", verifies);
	return verifies ? FAULT_NONE : FAULT_SIGNATURE;
}

/*
 * Its attributes.
 */

/* The only value of an attribute; NULL if there is none, or not one. The message owns it. */
static const ASN1_STRING *
attribute_get(const struct reading *reading, enum scep_attribute attribute)
{
	OWN_OBJECT(object) = scep_attribute_object(attribute);
	int at = CMS_signed_get_attr_by_OBJ(reading->signer, object, -1);
	X509_ATTRIBUTE *found = at < 0 ? NULL : CMS_signed_get_attr(reading->signer, at);
	const ASN1_TYPE *value =
		X509_ATTRIBUTE_count(found) == 1 ? X509_ATTRIBUTE_get0_type(found, 0) : NULL;

	if (!value)
		return NULL;
	switch (value->type) {
	case V_ASN1_PRINTABLESTRING:
	case V_ASN1_UTF8STRING:
	case V_ASN1_IA5STRING:
	case V_ASN1_OCTET_STRING:
		return value->value.asn1_string;
	default:
		return NULL;
	}
}

static bool
attribute_is(
	const struct reading *reading, enum scep_attribute attribute, const void *bytes, size_t len)
{
	const ASN1_STRING *value = attribute_get(reading, attribute);

	return value && (size_t)ASN1_STRING_length(value) == len &&
	       !memcmp(ASN1_STRING_get0_data(value), bytes, len);
}

static bool
attribute_says(const struct reading *reading, enum scep_attribute attribute, const char *text)
{
	return attribute_is(reading, attribute, text, strlen(text));
}

/* RFC 8894, 3.2.1.4: one digit, from 0 to 4. */
static int
fail_info(const struct reading *reading)
{
	char digit[] = "0";

	for (int i = 0; i <= 4; i++, digit[0]++)
		if (attribute_says(reading, SCEP_FAIL_INFO, digit))
			return i;
	return -1;
}

static const char *
reply_attributes(struct reading *reading)
{
	const struct scep_trial *trial = reading->trial;

	facts_tell(reading, "nonce is ours",
		attribute_is(reading, SCEP_RECIPIENT_NONCE, trial->nonce, sizeof trial->nonce));
	facts_tell(reading, "transaction is ours",
		attribute_is(reading, SCEP_TRANSACTION_ID, trial->transaction.buf,
			trial->transaction.len));
	if (!attribute_says(reading, SCEP_MESSAGE_TYPE, MESSAGE_CERT_REP))
		return FAULT_OTHER;
	if (attribute_says(reading, SCEP_PKI_STATUS, STATUS_SUCCESS))
		reading->status = "issued";
	else if (attribute_says(reading, SCEP_PKI_STATUS, STATUS_FAILURE))
		reading->status = "refused";
	else if (attribute_says(reading, SCEP_PKI_STATUS, STATUS_PENDING))
		reading->status = "pending";
	else
		return FAULT_OTHER;
	if (!strcmp(reading->status, "refused"))
		node_set(reading->facts, "fail info", node_integer_new(fail_info(reading)));
	return FAULT_NONE;
}

/*
 * What is encrypted for us.
 */

/* The entry for our certificate; NULL: there is none. */
static const PKCS7_RECIP_INFO *
des_recipient(const PKCS7_ENVELOPE *envelope, const X509 *own)
{
	for (int i = 0; i < sk_PKCS7_RECIP_INFO_num(envelope->recipientinfo); i++) {
		const PKCS7_RECIP_INFO *info =
			sk_PKCS7_RECIP_INFO_value(envelope->recipientinfo, i);
		const PKCS7_ISSUER_AND_SERIAL *who = info->issuer_and_serial;

		if (!X509_NAME_cmp(who->issuer, X509_get_issuer_name(own)) &&
			!ASN1_INTEGER_cmp(who->serial, X509_get0_serialNumber(own)))
			return info;
	}
	return NULL;
}

static bool
des_key_open(const PKCS7_RECIP_INFO *info, EVP_PKEY *own_key, unsigned char key[3 * DES_KEY_SIZE])
{
	unsigned char opened[4096 / 8];
	size_t len = sizeof opened;
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(own_key, NULL);
	bool fits;

	if (!context)
		out_of_memory();
	fits = EVP_PKEY_decrypt_init(context) == 1 &&
	       EVP_PKEY_decrypt(context, opened, &len, ASN1_STRING_get0_data(info->enc_key),
		       (size_t)ASN1_STRING_length(info->enc_key)) == 1 &&
	       len == DES_KEY_SIZE;
	EVP_PKEY_CTX_free(context);
	for (size_t i = 0; fits && i < 3; i++)
		memcpy(key + i * DES_KEY_SIZE, opened, DES_KEY_SIZE);
	OPENSSL_cleanse(opened, sizeof opened);
	return fits;
}

/* Triple DES with one key three times is single DES, which OpenSSL itself only has in a module that many systems leave
 * out. */
static const char *
des_decrypt(const PKCS7_ENC_CONTENT *sealed, const unsigned char *key, struct strbuf *out)
{
	const ASN1_TYPE *parameter = sealed->algorithm->parameter;
	const ASN1_STRING *data = sealed->enc_data;
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	int len = ASN1_STRING_length(data), last = 0;
	unsigned char *opened = xmalloc((size_t)len + 2 * DES_KEY_SIZE);
	const char *fault = FAULT_NONE;

	if (!context)
		out_of_memory();
	if (EVP_DecryptInit_ex(context, EVP_des_ede3_cbc(), NULL, key,
		    ASN1_STRING_get0_data(parameter->value.octet_string)) != 1)
		fault = FAULT_LEGACY;
	else if (EVP_DecryptUpdate(context, opened, &len, ASN1_STRING_get0_data(data), len) != 1 ||
		 EVP_DecryptFinal_ex(context, opened + len, &last) != 1)
		fault = FAULT_DECRYPT;
	else
		strbuf_add(out, opened, (size_t)(len + last));
	EVP_CIPHER_CTX_free(context);
	free(opened);
	return fault;
}

static const char *
des_open(const struct reading *reading, const PKCS7_ENVELOPE *envelope, struct strbuf *out)
{
	const PKCS7_RECIP_INFO *info = des_recipient(envelope, reading->trial->own);
	const PKCS7_ENC_CONTENT *sealed = envelope->enc_data;
	const ASN1_TYPE *parameter = sealed->algorithm->parameter;
	unsigned char key[3 * DES_KEY_SIZE];
	const char *fault;

	facts_weak(reading, "des");
	if (!info || !sealed->enc_data || !parameter || parameter->type != V_ASN1_OCTET_STRING ||
		ASN1_STRING_length(parameter->value.octet_string) != DES_KEY_SIZE ||
		!des_key_open(info, reading->trial->key, key))
		return FAULT_DECRYPT;
	fault = des_decrypt(sealed, key, out);
	OPENSSL_cleanse(key, sizeof key);
	return fault;
}

/* CMS_DEBUG_DECRYPT: else a key that does not fit gives random bytes, which hides what is wrong. */
static const char *
cms_open(const struct reading *reading, struct strbuf *out)
{
	const unsigned char *at = (const unsigned char *)reading->content.buf;
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &at, (long)reading->content.len);
	OWN_BIO(bio) = BIO_new(BIO_s_mem());
	const char *fault = FAULT_DECRYPT;
	char *data;
	long len;

	if (!bio)
		out_of_memory();
	if (cms && OBJ_obj2nid(CMS_get0_type(cms)) == NID_pkcs7_enveloped &&
		CMS_decrypt(cms, reading->trial->key, reading->trial->own, NULL, bio,
			CMS_BINARY | CMS_DEBUG_DECRYPT) == 1) {
		fault = FAULT_NONE;
		len = BIO_get_mem_data(bio, &data);
		if (len > 0)
			strbuf_add(out, data, (size_t)len);
	}
	CMS_ContentInfo_free(cms);
	return fault;
}

/* OpenSSL's older reader, PKCS7, is the one that shows the parts. */
static const char *
reply_decrypt(const struct reading *reading, struct strbuf *out)
{
	const unsigned char *at = (const unsigned char *)reading->content.buf;
	PKCS7 *p7 = d2i_PKCS7(NULL, &at, (long)reading->content.len);
	const char *fault;

	if (p7 && PKCS7_type_is_enveloped(p7) && p7->d.enveloped &&
		OBJ_obj2nid(p7->d.enveloped->enc_data->algorithm->algorithm) == NID_des_cbc)
		fault = des_open(reading, p7->d.enveloped, out);
	else
		fault = cms_open(reading, out);
	PKCS7_free(p7);
	return fault;
}

/* RFC 8894, 3.4: signed data without a signature, with only certificates. */
static STACK_OF(X509) * bag_open(const struct strbuf *bag)
{
	CMS_ContentInfo *cms = signed_open(bag, bag->len);
	STACK_OF(X509) *certs = cms ? CMS_get1_certs(cms) : NULL;

	cms_message_free(cms);
	while (sk_X509_num(certs) > SCEP_CERTIFICATES_MAX)
		X509_free(sk_X509_pop(certs));
	return certs;
}

static const char *
reply_issued(const struct reading *reading)
{
	STRBUF(bag);
	const char *fault = reply_decrypt(reading, &bag);
	OWN_CERTIFICATES(certs) = *fault ? NULL : bag_open(&bag);

	if (*fault)
		return fault;
	if (sk_X509_num(certs) < 1)
		return FAULT_OTHER;
	scep_issued_read(reading->trial, certs, reading->facts);
	return FAULT_NONE;
}

static const char *
reply_read(struct reading *reading, const struct strbuf *body)
{
	const char *fault = reply_open(reading, body);

	if (!*fault)
		fault = reply_verify(reading);
	if (!*fault)
		fault = reply_attributes(reading);
	if (!*fault && !strcmp(reading->status, "issued"))
		fault = reply_issued(reading);
	return fault;
}

bool
scep_trial_reply(struct scep_trial *trial, const struct strbuf *body, struct node *facts)
{
	struct reading reading = {
		.trial = trial, .facts = facts, .content = STRBUF_INIT, .status = "unread"
	};
	const char *fault;
	bool taken;

	facts_clear(facts);
	fault = reply_read(&reading, body);
	/* a device stops at a signer that it has not chosen, whatever the rest says */
	taken = !*fault && node_get(facts, "signer is chosen")->number;
	node_set(facts, "reply fault", node_text_new(fault));
	node_set(facts, "status", node_text_new(taken ? reading.status : "unread"));
	cms_message_free(reading.cms);
	strbuf_release(&reading.content);
	ERR_clear_error();
	return taken && !strcmp(reading.status, "pending");
}
