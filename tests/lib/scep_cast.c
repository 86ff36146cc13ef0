#include "scep_cast.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include "base/xalloc.h"

#include "make_cert.h"

#define FROM INT64_C(1577836800) /* 2020-01-01 */
#define TO INT64_C(2208988800)   /* 2040-01-01 */

static struct cast {
	const char *name, *issuer; /* who issued it; itself: a root */
	const char *usage;         /* NULL: no key usage extension */
	bool is_ca;
	bool ec;
	const char *signer; /* who signed it, if that is not the issuer */
	int more_days;      /* that it lasts longer than others */
	X509 *x509;
	EVP_PKEY *key;
} cast[] = {
	{ "root", "root", "keyCertSign,cRLSign", true },
	{ "mighty", "mighty", "digitalSignature,keyEncipherment,keyCertSign", true },
	{ "signing", "signing", "digitalSignature,keyCertSign", true },
	{ "silent", "silent", NULL, true },
	{ "other", "other", "keyCertSign", true },
	{ "sub", "root", "keyCertSign,cRLSign", true },
	{ "subsub", "sub", "keyCertSign,cRLSign", true },
	{ "ras", "root", "digitalSignature", false },
	{ "rae", "root", "keyEncipherment", false },
	{ "rab", "root", "digitalSignature,keyEncipherment", false },
	{ "rab2", "root", "digitalSignature,keyEncipherment", false, .more_days = 1 },
	{ "rabtwin", "root", "digitalSignature,keyEncipherment", false },
	{ "subras", "sub", "digitalSignature,nonRepudiation", false },
	{ "subrae", "sub", "keyEncipherment,dataEncipherment", false },
	{ "subrab", "subsub", "digitalSignature,keyEncipherment", false },
	{ "strays", "other", "digitalSignature", false },
	{ "straye", "other", "keyEncipherment", false },
	{ "strayb", "other", "digitalSignature,keyEncipherment", false },
	{ "mute", "root", NULL, false },
	{ "server", "root", "keyAgreement", false },
	{ "mightyras", "mighty", "digitalSignature", false },
	{ "signingrae", "signing", "keyEncipherment", false },
	{ "alone", "alone", "digitalSignature,keyEncipherment", false },
	{ "forged", "root", "digitalSignature,keyEncipherment", false, .signer = "other" },
	{ "ecroot", "ecroot", "digitalSignature,keyEncipherment,keyCertSign", true, .ec = true },
	{ "ecras", "root", "digitalSignature", false, .ec = true },
	{ "ecrae", "root", "keyEncipherment", false, .ec = true },
};

static struct cast *
cast_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(cast); i++)
		if (!strcmp(cast[i].name, name))
			return &cast[i];
	fail_msg("nobody is called %s", name);
	return NULL;
}

static EVP_PKEY *
cast_key(struct cast *it)
{
	if (!it->key)
		it->key = it->ec ? EVP_EC_gen("P-256") : EVP_RSA_gen(1024);
	assert_non_null(it->key);
	return it->key;
}

static void
cast_extend(X509 *x509, int nid, const char *value)
{
	X509_EXTENSION *ext = X509V3_EXT_conf_nid(NULL, NULL, nid, value);

	assert_non_null(ext);
	X509_add_ext(x509, ext, -1);
	X509_EXTENSION_free(ext);
}

static void
cast_make(struct cast *it)
{
	struct cast *issuer = cast_find(it->issuer),
		    *signer = it->signer ? cast_find(it->signer) : issuer;
	X509_NAME *subject = cert_name(it->name), *above = cert_name(it->issuer);
	X509 *x509 = X509_new();

	X509_set_version(x509, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(x509), 1 + (it - cast));
	cert_time(X509_getm_notBefore(x509), FROM);
	cert_time(X509_getm_notAfter(x509), TO + it->more_days * INT64_C(86400));
	X509_set_subject_name(x509, subject);
	X509_set_issuer_name(x509, above);
	X509_set_pubkey(x509, cast_key(it));
	cast_extend(x509, NID_basic_constraints, it->is_ca ? "critical,CA:TRUE" : "CA:FALSE");
	if (it->usage)
		cast_extend(x509, NID_key_usage, it->usage);
	assert_true(X509_sign(x509, cast_key(signer), EVP_sha256()) > 0);
	X509_NAME_free(subject);
	X509_NAME_free(above);
	it->x509 = x509;
}

X509 *
cast_x509(const char *name)
{
	struct cast *it = cast_find(name);

	if (!it->x509)
		cast_make(it);
	return it->x509;
}

void
cast_der(const char *name, struct strbuf *out)
{
	BIO *bio = BIO_new(BIO_s_mem());

	assert_true(i2d_X509_bio(bio, cast_x509(name)));
	cert_bio_take(bio, out);
}

const char *
cast_name(const struct strbuf *der)
{
	for (size_t i = 0; i < ARRAY_SIZE(cast); i++) {
		STRBUF(own);

		if (cast[i].x509)
			cast_der(cast[i].name, &own);
		if (own.len && strbuf_same(&own, der))
			return cast[i].name;
	}
	return "?";
}

/* A value of DER around what out has from the byte at on. */
static void
der_wrap(struct strbuf *out, size_t at, unsigned char tag)
{
	size_t len = out->len - at, bytes = len < 0x80 ? 0 : len < 0x100 ? 1 : 2;
	unsigned char head[4] = { tag, (unsigned char)len };

	assert_true(len < 0x10000);
	if (bytes)
		head[1] = (unsigned char)(0x80 | bytes);
	if (bytes == 2)
		head[2] = (unsigned char)(len >> 8);
	if (bytes)
		head[1 + bytes] = (unsigned char)len;
	strbuf_splice(out, at, 0, head, 2 + bytes);
}

/* The same in BER: until an end-of-contents. */
static void
ber_wrap(struct strbuf *out, size_t at, unsigned char tag)
{
	unsigned char head[] = { tag, 0x80 };

	strbuf_splice(out, at, 0, head, sizeof head);
	strbuf_add(out, "\0\0", 2);
}

/* OpenSSL writes the certificates of PKCS#7 in an order of its own, so this is made by hand. */
void
cast_bundle(const struct strvec *names, bool indefinite, struct strbuf *out)
{
	static const unsigned char signed_data[] = { 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d,
		0x01, 0x07, 0x02 },
				   version[] = { 0x02, 0x01, 0x01, 0x31, 0x00 },
				   data[] = { 0x30, 0x0b, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7,
					   0x0d, 0x01, 0x07, 0x01 };
	void (*wrap)(struct strbuf *, size_t, unsigned char) = indefinite ? ber_wrap : der_wrap;
	size_t whole = out->len, inside, certificates;

	strbuf_add(out, signed_data, sizeof signed_data);
	inside = out->len;
	strbuf_add(out, version, sizeof version);
	strbuf_add(out, data, sizeof data);
	certificates = out->len;
	for (size_t i = 0; i < names->n; i++)
		cast_der(names->v[i], out);
	wrap(out, certificates, 0xa0);
	strbuf_add(out, "\x31\0", 2);
	wrap(out, inside, 0x30);
	wrap(out, inside, 0xa0);
	wrap(out, whole, 0x30);
}
