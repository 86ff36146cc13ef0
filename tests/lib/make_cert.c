#include "make_cert.h"

#include <openssl/bio.h>
#include <openssl/rsa.h>
#include <time.h>

#include "base/utc.h"

EVP_PKEY *
cert_key(int rsa_bits)
{
	static struct {
		int bits;
		EVP_PKEY *key;
	} keys[4];
	size_t i = 0;

	while (keys[i].key && keys[i].bits != rsa_bits)
		i++;
	if (!keys[i].key) {
		keys[i].bits = rsa_bits;
		keys[i].key = rsa_bits ? EVP_RSA_gen((size_t)rsa_bits) : EVP_EC_gen("P-256");
	}
	assert_non_null(keys[i].key);
	return keys[i].key;
}

X509_NAME *
cert_name(const char *common_name)
{
	X509_NAME *name = X509_NAME_new();

	X509_NAME_add_entry_by_txt(
		name, "CN", MBSTRING_UTF8, (const unsigned char *)common_name, -1, -1, 0);
	return name;
}

static void
cert_add_comment(X509 *cert, size_t len)
{
	struct strbuf text = STRBUF_INIT;
	ASN1_IA5STRING *comment = ASN1_IA5STRING_new();

	strbuf_addchars(&text, 'x', len);
	assert_true(ASN1_STRING_set(comment, text.buf, (int)len));
	assert_true(X509_add1_ext_i2d(cert, NID_netscape_comment, comment, 0, 0));
	ASN1_IA5STRING_free(comment);
	strbuf_release(&text);
}

void
cert_sign_pss(X509 *cert, EVP_PKEY *key)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	EVP_PKEY_CTX *key_context;

	assert_true(EVP_DigestSignInit(context, &key_context, EVP_sha256(), NULL, key));
	assert_true(EVP_PKEY_CTX_set_rsa_padding(key_context, RSA_PKCS1_PSS_PADDING) > 0);
	assert_true(X509_sign_ctx(cert, context) > 0);
	EVP_MD_CTX_free(context);
}

void
cert_time(ASN1_TIME *time, int64_t seconds)
{
	struct tm utc;
	char text[32];

	utc_parts(seconds, &utc);
	assert_true(strftime(text, sizeof text, "%Y%m%d%H%M%SZ", &utc));
	assert_true(ASN1_TIME_set_string_X509(time, text));
}

X509 *
cert_make(const struct cert_spec *spec)
{
	static time_t now; /* one for all, so that what is made twice is the same */
	X509 *cert = X509_new();
	X509_NAME *subject = cert_name(spec->common_name);
	X509_NAME *issuer = cert_name(spec->issuer ? spec->issuer : spec->common_name);
	EVP_PKEY *key = cert_key(spec->rsa_bits);
	X509_EXTENSION *ext = X509V3_EXT_conf_nid(
		NULL, NULL, NID_basic_constraints, spec->ca ? "critical,CA:TRUE" : "CA:FALSE");

	X509_set_version(cert, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(cert), 1);
	if (!now)
		time(&now);
	cert_time(X509_getm_notBefore(cert), now + spec->from_day * INT64_C(86400));
	cert_time(X509_getm_notAfter(cert), now + spec->to_day * INT64_C(86400));
	X509_set_subject_name(cert, subject);
	X509_set_issuer_name(cert, issuer);
	X509_set_pubkey(cert, key);
	X509_add_ext(cert, ext, -1);
	if (spec->comment)
		cert_add_comment(cert, spec->comment);
	if (spec->pss)
		cert_sign_pss(cert, key);
	else
		assert_true(X509_sign(cert, key, EVP_get_digestbyname(spec->digest)) > 0);
	X509_NAME_free(subject);
	X509_NAME_free(issuer);
	X509_EXTENSION_free(ext);
	return cert;
}

void
cert_bio_take(BIO *bio, struct strbuf *out)
{
	char *data;
	long len = BIO_get_mem_data(bio, &data);

	strbuf_add(out, data, (size_t)len);
	BIO_free(bio);
}

void
cert_pem(const struct cert_spec *spec, struct strbuf *out)
{
	X509 *cert = cert_make(spec);
	BIO *bio = BIO_new(BIO_s_mem());

	PEM_write_bio_X509(bio, cert);
	cert_bio_take(bio, out);
	X509_free(cert);
}

void
cert_der(const struct cert_spec *spec, struct strbuf *out)
{
	X509 *cert = cert_make(spec);
	BIO *bio = BIO_new(BIO_s_mem());

	i2d_X509_bio(bio, cert);
	cert_bio_take(bio, out);
	X509_free(cert);
}

void
cert_key_pem(int rsa_bits, struct strbuf *out)
{
	BIO *bio = BIO_new(BIO_s_mem());

	PEM_write_bio_PrivateKey(bio, cert_key(rsa_bits), NULL, NULL, 0, NULL, NULL);
	cert_bio_take(bio, out);
}

void
hash_bytes(const char *name, const void *data, size_t len, struct strbuf *out)
{
	unsigned char hash[EVP_MAX_MD_SIZE];
	unsigned hash_len = 0;

	EVP_Digest(data, len, hash, &hash_len, EVP_get_digestbyname(name), NULL);
	strbuf_add(out, (const char *)hash, hash_len);
}
