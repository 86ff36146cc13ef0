/* Signed data, made: who signs is put together from files first. */
#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

#include "base/report.h"
#include "base/utc.h"
#include "base/xalloc.h"

#include "syntax/finding.h"

#include "worker/cms_parts.h"

/* Text is bytes here, and S/MIME capabilities are not needed. */
#define SIGN_FLAGS (CMS_BINARY | CMS_NOSMIMECAP)
#define FOR_SIGNATURES (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)

struct identity {
	EVP_PKEY *key; /* OpenSSL wipes a private key as it frees it */
	X509 *x509;
	STACK_OF(X509) * chain;
	struct certificate cert; /* what x509 says */
};

static void
identity_free(struct identity *identity)
{
	if (!identity)
		return;
	EVP_PKEY_free(identity->key);
	X509_free(identity->x509);
	sk_X509_pop_free(identity->chain, X509_free);
	certificate_release(&identity->cert);
	free(identity);
}

static int
file_certificates(const struct cms_file *file, struct certificates *list, struct strbuf *err)
{
	FINDING(slip);

	if (cms_refuse_pkcs12(file, err) < 0)
		return -1;
	if (certificates_parse(file->data.buf, file->data.len, list, &slip) == 0)
		return 0;
	return error_add(err, "%s: %s", file->name, slip.sentence);
}

X509 *
cms_certificate(const struct certificate *cert)
{
	const unsigned char *at = (const unsigned char *)cert->der.buf;
	X509 *x509 = d2i_X509(NULL, &at, (long)cert->der.len);

	if (!x509)
		BUG("a certificate that was read cannot be read again");
	return x509;
}

/* The one that is the key's signs; the others go along. */
static void
identity_take(struct identity *identity, struct certificate *cert)
{
	X509 *x509 = cms_certificate(cert);

	if (!identity->x509 && X509_check_private_key(x509, identity->key)) {
		identity->x509 = x509;
		identity->cert = *cert;
		*cert = (struct certificate)CERTIFICATE_INIT;
	} else if (!sk_X509_push(identity->chain, x509)) {
		out_of_memory();
	}
}

static int
identity_find_signer(struct identity *identity, const struct cms_source *source,
	const char *key_name, struct certificates *list, struct strbuf *err)
{
	STRBUF(names);

	certificates_name(list, &names);
	for (size_t i = 0; i < list->n; i++)
		identity_take(identity, &list->v[i]);
	if (!identity->x509)
		return error_add(err,
			"the private key in %s does not belong to a certificate in %s, which has "
			"%s",
			key_name, source->cert.name, names.buf);
	return 0;
}

/* A certificate that is the signer's or came already is not put in twice. */
static int
identity_add_chain(struct identity *identity, const struct cms_file *chain, struct strbuf *err)
{
	CERTIFICATES(list) = { .among_others = true };

	if (file_certificates(chain, &list, err) < 0)
		return -1;
	for (size_t i = 0; i < list.n; i++) {
		X509 *x509 = cms_certificate(&list.v[i]);
		bool has = X509_cmp(identity->x509, x509) == 0;

		for (int j = 0; j < sk_X509_num(identity->chain); j++)
			has = has || X509_cmp(sk_X509_value(identity->chain, j), x509) == 0;
		if (has)
			X509_free(x509);
		else if (!sk_X509_push(identity->chain, x509))
			out_of_memory();
	}
	return 0;
}

static void
identity_check_validity(
	const struct identity *identity, const char *name, int64_t now, struct strbuf *warning)
{
	const struct certificate *cert = &identity->cert;
	bool early = now < cert->not_before;

	if (!early && now <= cert->not_after)
		return;
	strbuf_addf(warning, "%s: the certificate %s %s ", name, cert->subject.buf,
		early ? "is not valid before" : "expired on");
	utc_day(early ? cert->not_before : cert->not_after, warning);
	strbuf_addstr(warning, ". Devices show the profile as not verified");
}

static int
identity_fill(struct identity *identity, const struct cms_source *source, struct certificates *list,
	struct strbuf *warning, struct strbuf *err)
{
	const struct cms_file *key = source->key.name ? &source->key : &source->cert;

	if (file_certificates(&source->cert, list, err) < 0 ||
		!(identity->key = cms_key_read(key, source, err)) ||
		identity_find_signer(identity, source, key->name, list, err) < 0)
		return -1;
	/* RFC 5280, 4.2.1.3: an extension that is not there limits nothing */
	if (!identity->cert.is_ca && !(X509_get_key_usage(identity->x509) & FOR_SIGNATURES))
		return error_add(err,
			"%s: the key usage of the certificate %s does not allow signatures. Use a "
			"certificate with digitalSignature",
			source->cert.name, identity->cert.subject.buf);
	if (source->chain.name && identity_add_chain(identity, &source->chain, err) < 0)
		return -1;
	identity_check_validity(identity, source->cert.name, source->now, warning);
	return 0;
}

/* Reads who signs from the source's files (cms_sign says what is taken). NULL on failure. */
static struct identity *
identity_read(const struct cms_source *source, struct strbuf *warning, struct strbuf *err)
{
	struct identity *identity = xcalloc(1, sizeof *identity);
	CERTIFICATES(list) = { .among_others = true };

	identity->cert = (struct certificate)CERTIFICATE_INIT;
	identity->chain = sk_X509_new_null();
	if (!identity->chain)
		out_of_memory();
	if (identity_fill(identity, source, &list, warning, err) < 0) {
		identity_free(identity);
		identity = NULL;
	}
	ERR_clear_error();
	return identity;
}

/* As text, for the time_t of a libcrypto may be another than ours. */
ASN1_TIME *
cms_time(int64_t when)
{
	ASN1_TIME *time = ASN1_TIME_new();
	struct tm utc;
	char text[32];

	utc_parts(when, &utc);
	if (time && strftime(text, sizeof text, "%Y%m%d%H%M%SZ", &utc) &&
		ASN1_TIME_set_string_X509(time, text))
		return time;
	ASN1_TIME_free(time);
	return NULL;
}

static CMS_ContentInfo *
sign_make(const struct identity *identity, int64_t when, BIO *content)
{
	CMS_ContentInfo *cms =
		CMS_sign(NULL, NULL, identity->chain, NULL, SIGN_FLAGS | CMS_PARTIAL);
	CMS_SignerInfo *signer = cms ? CMS_add1_signer(cms, identity->x509, identity->key,
					       EVP_sha256(), SIGN_FLAGS | CMS_PARTIAL)
				     : NULL;
	/* RFC 5652, 11.3: OpenSSL adds the clock's time if there is none */
	ASN1_TIME *time = cms_time(when);
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
sign_with(const struct identity *identity, int64_t when, const char *data, size_t len,
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
	struct identity *identity;
	int signs;

	if (len > CMS_LIMIT)
		return error_add(err, "the profile has %zu bytes, but the limit for signing is %d",
			len, CMS_LIMIT);
	if (source->now < 0 || source->now > CMS_TIME_LAST)
		return error_add(err,
			"the clock of this machine is not between the years 1970 and 9999, so the "
			"time of signing cannot be written. Set the clock, or SOURCE_DATE_EPOCH");
	identity = identity_read(source, &result->warning, err);
	if (!identity)
		return -1;
	strbuf_addstr(&result->signer, identity->cert.subject.buf);
	result->not_after = identity->cert.not_after;
	signs = sign_with(identity, source->now, data, len, &result->der, err);
	identity_free(identity);
	return signs;
}
