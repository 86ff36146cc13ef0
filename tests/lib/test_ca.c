#include "test_ca.h"

#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "base/report.h"
#include "base/utc.h"
#include "base/xalloc.h"

#define need(condition)                                \
	do {                                           \
		if (!(condition))                      \
			BUG("not so: %s", #condition); \
	} while (0)

/* openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024 */
static const char *const keys[] = {
	[TEST_KEY_DEVICE] = "-----BEGIN RSA PRIVATE KEY-----\n"
			    "MIICXgIBAAKBgQDOARDeP/zVWPZMXLfaULXA55mwcwMP7nS3heSVvqsquE0tPZv3\n"
			    "8bUx3Ihi+Qk3S6sPmoFUCxwBZ+QS0f7ShB1VT8miAHz57ecK23IEv9Hdtvte69t3\n"
			    "CljGhnif1wdQvGfl8rHncEwzph80vfhzSbxR1c+IgI27O8IOJpVBMURBJwIDAQAB\n"
			    "AoGBALyCJzBpd3C3trKMCcWiI5/Bj1by9/NlLrMdt937m2A9RIpInWfXbAqTls6S\n"
			    "uwc5m/BsXzpL7DWxHvjF5xw2vytEK5LGmfnor+ryRgaQ+SpJYd1wZzqk71FEVvsL\n"
			    "X3i52FMA7zEcTikjBOyWuSYdvHl1L7xhQBC5o+MEB6WZrBExAkEA8o7wBa+j0mBX\n"
			    "ScjR6UecMZrxQ0spZRZrfvKUchc8tNuV5xhcvUAoFSW1+zf/ILJgXyFbqb6YJcfx\n"
			    "af4iMxKCHwJBANlrjRNmSpMpjy+Pte9dJsQ7qrRUaJbNGet/k2PnDtiMliZJe0hr\n"
			    "60Fp6wjJIfzdDoOFFymcr17Q5RXqONWgL/kCQQDKS0//TgcxM8xY6zW2e1TXQkQp\n"
			    "PYxelJ4+mA4aQSsOI30X6YefBtznFjZ6OK99E4ewj1+laCH4kJLVNXBMbAk9AkBB\n"
			    "ut8in0kqZmUQZu0E2W+P4c4AyIf6FzWf2ajQihkV5KK8Hnjz8xRjaUcSF+R7ksUB\n"
			    "g+n1vZXTH2oyjuXxx4TZAkEAlRDZX2KBm8ndI18TjPawLpPmZ8gnjrqUCBZ3ULwY\n"
			    "PuNL5Fm7apl9yYuSnpwGEvv9ccr+MyZcV9xVJxY/0lR+CA==\n"
			    "-----END RSA PRIVATE KEY-----\n",
	[TEST_KEY_CA] = "-----BEGIN RSA PRIVATE KEY-----\n"
			"MIICXAIBAAKBgQC6Nx7Qb0Ba1zg2KIhPSi1sxMXy2ws/I7dENkldU+GeLUZzRJD9\n"
			"iJnrFVF4gSlzpU8kbsxBBn2PiJmABq4Q+a5e3SZ8SnYYOaaIRhj+RUnPOuO5tQ1X\n"
			"mhJ2mE+JsmLTvckSn3kZ9VzTmVryEqgs/csU44ADiQUyFg4ghBu/KujXMQIDAQAB\n"
			"AoGBAIsHUEhKZ3/rI5q71Fluhk+o8imJhPIVFmUlKs01LUPNhcXVsXK5JEGx3uvb\n"
			"czlWeKo41uLNl70sPX6qfhdKcvY1Zn23tSyatXH32QDae3Yf90W11uWyHPELnysp\n"
			"wKvpvCs53WRWZfoQoHlMPnksXHWhlhotw96QN241vnyEP7lJAkEA7fhfWwHJbIen\n"
			"Yd/IXcqt+NTE6Hg9X7+TzoZPj9UnFgJTuOiOltIllVT2uNPaBVsy4+6hN9adhD0j\n"
			"uMOZU1MxrwJBAMhS61XW1aPZwrz33BL7qG8ehzxq72zRwUTyAul5OsuVXzKHjgno\n"
			"Zxk4cHWcwNOt3wQO7nYRKh6edySTumJbHR8CQD7DZDr3hK2INcBdqlX6b9oSHAEI\n"
			"PX+0YoJ08CUKXe2zHWvGgl0K/fid2Ri0X2tMO2bceE7m3tKS4YoIpLbSWWcCQHeY\n"
			"OXN33PgDS6WxfCvBHp+oZCiH1wTqfS4CJgbpH1bniHwMPZpgqxx9e3Zb7SrzBM/R\n"
			"cj/+o1zAUnT91SpfJxUCQEC7lj4DhdkO3WWe8iN2+KLj/bQkCY+DKpkzG6jEoJdR\n"
			"xbxPKGXiGtH1d6GxHPKYeaiEkLY5kCZnM/aUe3q69sg=\n"
			"-----END RSA PRIVATE KEY-----\n",
	[TEST_KEY_OTHER] = "-----BEGIN RSA PRIVATE KEY-----\n"
			   "MIICXQIBAAKBgQDklm4wVRuy7Ee7aVQIwKeKKTdDz+j2oFcGIHBzagU/FdncvJzo\n"
			   "RTxpqr6BmSoGFNnWnM5V0KQ1Dsgp9zueNShzVVECvFpqQGtCXcqIAXOXab4EeLiH\n"
			   "eE++ZITbz/yLC3pJEnhyQI3fLCbEDuYDHoVil2ZFa0T2vjI2ChlVv41gpwIDAQAB\n"
			   "AoGBAIQ1oXug7glZcc+qhukdDInzdrxo9xQV/t9TSdbnHiuzprNt/86zpNJ06ASr\n"
			   "IswrqSbgwNKPfzoU1562GSxTEJY0fKoqEh/8GiuDG63HwpXn9aXEMzQVsjrZx7Ps\n"
			   "Jp9DodUBA3aiO9frSVv3IJWwNrlc8arOOUTxGO8BwXpbBo05AkEA976ssjifhKLr\n"
			   "LycYQ25KKvF5fxbGVLndP0FXzzYK/D2WB+tbD295wb+GPzQl8L6jmcmK4wUTpvB+\n"
			   "hRpx+KfeswJBAOw0Vw+pThlF+5Ra4chg4nAtsnOhoYaGgtRnhZIlSvCTFP3WZCOd\n"
			   "ZGbV317j7IEfDcue9YUfQH/I8+nWysjlcD0CQAI0MQcY19pvNJZjy6R167T8Fu+Z\n"
			   "fUQtrxkr9KMEQQ7DYX1Ki7HUdQnTMVeImDnPCFeK4nBokCcxBn8aoB7tJ18CQQCX\n"
			   "sr2/VzLLVIDQtNWRBXgoJ5EWZlYAud7IX3wPclgAzdWLeOdzYCAdU3pTzPoVq0YG\n"
			   "4h440utvpjXQlpxCDejZAkA43fDzzTGzR0CpX97pP7QEDkj2fnx9iDAesO/lmI7E\n"
			   "MdvogPRDOjxaJlG5Tm8sb9V8UTOZ14FwOQIxVG1lSwRD\n"
			   "-----END RSA PRIVATE KEY-----\n",
};

EVP_PKEY *
test_key(enum test_key which)
{
	static EVP_PKEY
		*read[ARRAY_SIZE(keys)]; /* once: OpenSSL takes long to find out what a key is */

	if (!read[which]) {
		BIO *bio = BIO_new_mem_buf(keys[which], -1);

		read[which] = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
		need(read[which]);
		BIO_free(bio);
	}
	EVP_PKEY_up_ref(read[which]);
	return read[which];
}

/*
 * Certificates.
 */

static void
set_time(ASN1_TIME *time, int64_t seconds)
{
	struct tm utc;
	char text[32];

	utc_parts(seconds, &utc);
	need(strftime(text, sizeof text, "%Y%m%d%H%M%SZ", &utc));
	need(ASN1_TIME_set_string_X509(time, text));
}

static void
set_name(X509_NAME *name, const char *common_name)
{
	need(X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8,
		(const unsigned char *)common_name, -1, -1, 0));
}

static void
add_extension(X509 *cert, int nid, const char *text)
{
	X509_EXTENSION *extension = text ? X509V3_EXT_conf_nid(NULL, NULL, nid, text) : NULL;

	need(!text || (extension && X509_add_ext(cert, extension, -1)));
	X509_EXTENSION_free(extension);
}

X509 *
test_cert(const struct test_cert *spec)
{
	static long serial = 0x1a0;
	X509 *cert = X509_new();
	EVP_PKEY *key = test_key(spec->signed_by);
	const char *digest = spec->digest ? spec->digest : "SHA256";

	need(cert && X509_set_version(cert, 2));
	need(ASN1_INTEGER_set(X509_get_serialNumber(cert), serial++));
	set_time(X509_getm_notBefore(cert), TEST_CA_NOW - TEST_CA_DAY);
	set_time(X509_getm_notAfter(cert), TEST_CA_NOW + spec->days * TEST_CA_DAY);
	if (spec->subject)
		set_name(X509_get_subject_name(cert), spec->subject);
	else
		need(X509_set_subject_name(cert, spec->name));
	set_name(X509_get_issuer_name(cert), spec->issuer);
	need(X509_set_pubkey(cert, spec->key));
	add_extension(cert, NID_basic_constraints, spec->ca ? "critical,CA:TRUE" : NULL);
	add_extension(cert, NID_key_usage, spec->usage);
	add_extension(cert, NID_subject_alt_name, spec->names);
	add_extension(cert, NID_ext_key_usage, spec->extended);
	for (int i = 0; i < sk_X509_EXTENSION_num(spec->extensions); i++)
		need(X509_add_ext(cert, sk_X509_EXTENSION_value(spec->extensions, i), -1));
	need(X509_sign(cert, key, EVP_get_digestbyname(digest)));
	EVP_PKEY_free(key);
	return cert;
}

/*
 * Messages.
 */

static ASN1_OBJECT *
attribute_object(int number)
{
	char oid[] = "2.16.840.1.113733.1.9.0";
	ASN1_OBJECT *object;

	oid[sizeof oid - 2] = (char)('0' + number);
	object = OBJ_txt2obj(oid, 1);
	need(object);
	return object;
}

/* It must be there once, with one value. */
static void
value_read(CMS_SignerInfo *signer, const ASN1_OBJECT *object, int type, struct strbuf *out)
{
	const ASN1_STRING *value = CMS_signed_get0_data_by_OBJ(signer, object, -3, type);

	need(value);
	strbuf_add(out, ASN1_STRING_get0_data(value), (size_t)ASN1_STRING_length(value));
}

static void
attribute_read(CMS_SignerInfo *signer, int number, int type, struct strbuf *out)
{
	ASN1_OBJECT *object = attribute_object(number);

	value_read(signer, object, type, out);
	ASN1_OBJECT_free(object);
}

static CMS_ContentInfo *
cms_read(const struct strbuf *bytes)
{
	const unsigned char *at = (const unsigned char *)bytes->buf;
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &at, (long)bytes->len);

	need(cms && at == (const unsigned char *)bytes->buf + bytes->len);
	return cms;
}

static void
bio_take(BIO *bio, struct strbuf *out)
{
	char *data;
	long len = BIO_get_mem_data(bio, &data);

	strbuf_add(out, data, (size_t)len);
	BIO_free(bio);
}

static void
envelope_read(const struct strbuf *bytes, X509 *to, enum test_key key, struct test_message *message)
{
	const unsigned char *at = (const unsigned char *)bytes->buf;
	PKCS7 *p7 = d2i_PKCS7(NULL, &at, (long)bytes->len);
	CMS_ContentInfo *cms = cms_read(bytes);
	EVP_PKEY *own = test_key(key);
	BIO *out = BIO_new(BIO_s_mem());

	need(p7 && PKCS7_type_is_enveloped(p7));
	message->cipher = OBJ_obj2nid(p7->d.enveloped->enc_data->algorithm->algorithm);
	need(CMS_decrypt(cms, own, to, NULL, out, CMS_BINARY | CMS_DEBUG_DECRYPT) == 1);
	bio_take(out, &message->content);
	EVP_PKEY_free(own);
	CMS_ContentInfo_free(cms);
	PKCS7_free(p7);
}

void
test_message_read(
	const struct strbuf *bytes, X509 *to, enum test_key key, struct test_message *message)
{
	CMS_ContentInfo *cms = cms_read(bytes);
	STACK_OF(CMS_SignerInfo) *signers = CMS_get0_SignerInfos(cms);
	CMS_SignerInfo *signer = sk_CMS_SignerInfo_value(signers, 0);
	STACK_OF(X509) *certs = CMS_get1_certs(cms);
	BIO *content = BIO_new(BIO_s_mem());
	struct strbuf envelope = STRBUF_INIT;
	X509_ALGOR *digest;

	need(sk_CMS_SignerInfo_num(signers) == 1 && sk_X509_num(certs) == 1);
	message->verifies = CMS_verify(cms, NULL, NULL, NULL, content,
				    CMS_NO_SIGNER_CERT_VERIFY | CMS_BINARY) == 1;
	bio_take(content, &envelope);
	CMS_SignerInfo_get0_algs(signer, NULL, NULL, &digest, NULL);
	message->digest = OBJ_obj2nid(digest->algorithm);
	message->sender = sk_X509_pop(certs);
	message->attributes = CMS_signed_get_attr_count(signer);
	value_read(signer, OBJ_nid2obj(NID_pkcs9_signingTime), V_ASN1_UTCTIME, &message->time);
	attribute_read(signer, 2, V_ASN1_PRINTABLESTRING, &message->type);
	attribute_read(signer, 5, V_ASN1_OCTET_STRING, &message->nonce);
	attribute_read(signer, 7, V_ASN1_PRINTABLESTRING, &message->transaction);
	envelope_read(&envelope, to, key, message);
	strbuf_release(&envelope);
	sk_X509_free(certs);
	CMS_ContentInfo_free(cms);
}

void
test_message_release(struct test_message *message)
{
	strbuf_release(&message->type);
	strbuf_release(&message->transaction);
	strbuf_release(&message->nonce);
	strbuf_release(&message->content);
	strbuf_release(&message->time);
	X509_free(message->sender);
	*message = (struct test_message)TEST_MESSAGE_INIT;
}

/*
 * Replies.
 */

static void
attribute_add(CMS_SignerInfo *signer, int number, int type, const char *data, size_t len)
{
	ASN1_OBJECT *object = attribute_object(number);

	need(CMS_signed_add1_attr_by_OBJ(signer, object, type, data, (int)len));
	ASN1_OBJECT_free(object);
}

static void
attribute_text(CMS_SignerInfo *signer, int number, const char *text)
{
	if (text)
		attribute_add(signer, number, V_ASN1_PRINTABLESTRING, text, strlen(text));
}

static void
attributes_add(CMS_SignerInfo *signer, const struct test_reply *reply)
{
	const struct test_message *to = reply->to;
	const char zeros[16] = { 0 };

	attribute_text(signer, 2, reply->type);
	attribute_text(signer, 3, reply->status);
	attribute_text(signer, 4, reply->fail);
	attribute_add(signer, 5, V_ASN1_OCTET_STRING, zeros, sizeof zeros);
	if (reply->other_nonce)
		attribute_add(signer, 6, V_ASN1_OCTET_STRING, zeros, sizeof zeros);
	else if (to)
		attribute_add(signer, 6, V_ASN1_OCTET_STRING, to->nonce.buf, to->nonce.len);
	attribute_text(signer, 7,
		reply->other_transaction ? "0123"
		: to                     ? to->transaction.buf
					 : NULL);
}

/* Signers without the attributes of a reply. */
static void
signers_add(CMS_ContentInfo *cms, const struct test_reply *reply, unsigned flags)
{
	EVP_PKEY *key = test_key(TEST_KEY_OTHER);

	for (int i = 0; i < reply->times; i++)
		need(CMS_add1_signer(cms, reply->beside, key, EVP_sha256(), flags | CMS_NOCERTS));
	EVP_PKEY_free(key);
}

void
test_reply_make(const struct test_reply *reply, struct strbuf *out)
{
	bool empty = !reply->content || !reply->content->len;
	unsigned flags = CMS_BINARY | CMS_PARTIAL | CMS_NOSMIMECAP;
	BIO *content = empty ? BIO_new(BIO_s_mem())
			     : BIO_new_mem_buf(reply->content->buf, (int)reply->content->len);
	BIO *der = BIO_new(BIO_s_mem());
	EVP_PKEY *key = test_key(reply->key);
	CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, NULL, flags | (empty ? CMS_DETACHED : 0));
	CMS_SignerInfo *signer = CMS_add1_signer(cms, reply->signer, key,
		reply->digest ? reply->digest : EVP_sha256(),
		flags | (reply->without_certificate ? CMS_NOCERTS : 0));

	need(signer);
	attributes_add(signer, reply);
	signers_add(cms, reply, flags);
	need(CMS_final(cms, content, NULL, CMS_BINARY | (empty ? CMS_DETACHED : 0)) == 1);
	need(i2d_CMS_bio(der, cms));
	bio_take(der, out);
	CMS_ContentInfo_free(cms);
	EVP_PKEY_free(key);
	BIO_free(content);
}

void
test_bag(X509 *const *certs, struct strbuf *out)
{
	PKCS7 *p7 = PKCS7_new();
	unsigned char *der = NULL;
	int len;

	need(p7 && PKCS7_set_type(p7, NID_pkcs7_signed) && PKCS7_content_new(p7, NID_pkcs7_data));
	for (; *certs; certs++)
		need(PKCS7_add_certificate(p7, *certs));
	/* without the content that PKCS7_content_new made */
	ASN1_OCTET_STRING_free(p7->d.sign->contents->d.data);
	p7->d.sign->contents->d.data = NULL;
	len = i2d_PKCS7(p7, &der);
	need(len > 0);
	strbuf_add(out, der, (size_t)len);
	OPENSSL_free(der);
	PKCS7_free(p7);
}

/* Single DES is triple DES with one key three times (single_des_is_triple_des_with_one_key in test_scep_reply). */
static void
des_encrypt(const struct strbuf *content, const unsigned char *key, const unsigned char *iv,
	ASN1_OCTET_STRING *out)
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	unsigned char *sealed = OPENSSL_malloc(content->len + 16);
	unsigned char thrice[24];
	int len, last;

	for (int i = 0; i < 3; i++)
		memcpy(thrice + 8 * i, key, 8);
	need(EVP_EncryptInit_ex(context, EVP_des_ede3_cbc(), NULL, thrice, iv) == 1);
	need(EVP_EncryptUpdate(context, sealed, &len, (const unsigned char *)content->buf,
		     (int)content->len) == 1);
	need(EVP_EncryptFinal_ex(context, sealed + len, &last) == 1);
	need(ASN1_OCTET_STRING_set(out, sealed, len + last));
	EVP_CIPHER_CTX_free(context);
	OPENSSL_free(sealed);
}

static void
des_recipient(PKCS7 *p7, X509 *to, const unsigned char *key)
{
	PKCS7_RECIP_INFO *info = PKCS7_add_recipient(p7, to);
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(X509_get0_pubkey(to), NULL);
	unsigned char sealed[512];
	size_t len = sizeof sealed;

	need(info && EVP_PKEY_encrypt_init(context) == 1);
	need(EVP_PKEY_encrypt(context, sealed, &len, key, 8) == 1);
	need(ASN1_OCTET_STRING_set(info->enc_key, sealed, (int)len));
	EVP_PKEY_CTX_free(context);
}

static void
des_envelope(const struct strbuf *content, X509 *to, struct strbuf *out)
{
	PKCS7 *p7 = PKCS7_new();
	unsigned char key[8], iv[8], *der = NULL;
	PKCS7_ENC_CONTENT *sealed;
	int len;

	need(RAND_bytes(key, sizeof key) == 1 && RAND_bytes(iv, sizeof iv) == 1);
	need(PKCS7_set_type(p7, NID_pkcs7_enveloped));
	des_recipient(p7, to, key);
	sealed = p7->d.enveloped->enc_data;
	sealed->content_type = OBJ_nid2obj(NID_pkcs7_data);
	sealed->algorithm->algorithm = OBJ_nid2obj(NID_des_cbc);
	sealed->algorithm->parameter = ASN1_TYPE_new();
	need(ASN1_TYPE_set_octetstring(sealed->algorithm->parameter, iv, sizeof iv));
	sealed->enc_data = ASN1_OCTET_STRING_new();
	des_encrypt(content, key, iv, sealed->enc_data);
	len = i2d_PKCS7(p7, &der);
	need(len > 0);
	strbuf_add(out, der, (size_t)len);
	OPENSSL_free(der);
	PKCS7_free(p7);
}

void
test_envelope(const struct strbuf *content, X509 *to, const EVP_CIPHER *cipher, struct strbuf *out)
{
	STACK_OF(X509) * recipients;
	BIO *in, *der;
	CMS_ContentInfo *cms;

	if (!cipher) {
		des_envelope(content, to, out);
		return;
	}
	recipients = sk_X509_new_null();
	in = BIO_new_mem_buf(content->buf, (int)content->len);
	der = BIO_new(BIO_s_mem());
	need(sk_X509_push(recipients, to));
	cms = CMS_encrypt(recipients, in, cipher, CMS_BINARY);
	need(cms && i2d_CMS_bio(der, cms));
	bio_take(der, out);
	CMS_ContentInfo_free(cms);
	BIO_free(in);
	sk_X509_free(recipients);
}
