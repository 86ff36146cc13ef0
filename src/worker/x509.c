/* Certificates. What the bytes are is settled first, from PEM's BEGIN lines or from DER's outside,
 * so that a wrong file is told by what it is; OpenSSL then reads exactly one certificate. */
#include "syntax/x509.h"

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "base/utc.h"
#include "base/xalloc.h"

#include "syntax/fingerprint.h"
#include "syntax/pem.h"

#include "worker/x509_kind.h"

/* Longer ones are refused by Apple's Security (RSA_MAX_PUB_EXPONENT_SIZE) and by OpenSSL. */
#define EXPONENT_BITS_MAX 64
/* Bytes of a name that are kept, for it is shown and may be the whole file. RFC 5280, A.1, gives a common
 * name 64 characters, and an organization as many. */
#define NAME_LIMIT 1000
#define COMMON_NAME_LIMIT 250

/*
 * What a certificate says.
 */

/* Control characters become \XX here, a NUL too; the display filter sees to all others. */
static void
read_name(const X509_NAME *name, struct strbuf *out)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *data;
	long len;

	if (!bio)
		out_of_memory();
	X509_NAME_print_ex(bio, name, 0,
		(ASN1_STRFLGS_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB) |
			XN_FLAG_SEP_CPLUS_SPC | XN_FLAG_DN_REV | XN_FLAG_FN_SN);
	len = BIO_get_mem_data(bio, &data);
	if (len > 0)
		strbuf_add(out, data, (size_t)len);
	BIO_free(bio);
}

static void
read_common_name(const X509_NAME *name, struct strbuf *out)
{
	int last = X509_NAME_entry_count(name) - 1, at = -1, next = -1, len;
	unsigned char *text = NULL;
	const ASN1_STRING *value;

	while ((next = X509_NAME_get_index_by_NID((X509_NAME *)name, NID_commonName, at)) >= 0)
		at = next;
	if (last < 0)
		return;
	value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at >= 0 ? at : last));
	len = ASN1_STRING_to_UTF8(&text, value);
	for (int i = 0; i < len; i++) {
		if (text[i])
			strbuf_addch(out, (char)text[i]);
		else
			strbuf_addstr(out, "\\00"); /* "good.example\0.evil" must not look good */
	}
	OPENSSL_free(text);
}

/* A name that is cut says so, and one that is empty too: nothing can be told by it. */
static void
limit_name(struct strbuf *name, size_t limit)
{
	if (!name->len)
		strbuf_addstr(name, "(no name)");
	if (name->len <= limit)
		return;
	strbuf_truncate(name, text_boundary(name->buf, limit));
	strbuf_addstr(name, "...");
}

static void
read_object(const ASN1_OBJECT *object, struct strbuf *out)
{
	char text[128];

	if (OBJ_obj2txt(text, sizeof text, object, 0) > 0)
		strbuf_addstr(out, text);
	else
		strbuf_addstr(out, "unknown");
}

/* The curve's name is in the key's algorithm parameters, where every version of OpenSSL can read it. Explicit
 * parameters have no name. Every system knows those of RFC 5480. */
static void
read_curve(const X509_ALGOR *algorithm, struct certificate *cert)
{
	const ASN1_OBJECT *object = NULL;
	const void *value = NULL;
	const char *nist;
	int type, nid;

	X509_ALGOR_get0(&object, &type, &value, algorithm);
	nid = type == V_ASN1_OBJECT ? OBJ_obj2nid(value) : NID_undef;
	if (nid != NID_X9_62_prime256v1 && nid != NID_secp384r1 && nid != NID_secp521r1)
		cert->oddities |= ODD_KEY_CURVE;
	if (type != V_ASN1_OBJECT) {
		strbuf_addstr(&cert->key, "EC");
		return;
	}
	nist = EC_curve_nid2nist(nid);
	strbuf_addstr(&cert->key, "EC ");
	if (nist)
		strbuf_addstr(&cert->key, nist);
	else
		read_object(value, &cert->key);
}

BIGNUM *
x509_rsa_number(X509 *x509, enum x509_rsa which)
{
	const unsigned char *bytes = NULL;
	const ASN1_TYPE *value = NULL;
	ASN1_SEQUENCE_ANY *numbers = NULL;
	BIGNUM *number = NULL;
	int len = 0;

	if (X509_PUBKEY_get0_param(NULL, &bytes, &len, NULL, X509_get_X509_PUBKEY(x509)) == 1)
		numbers = d2i_ASN1_SEQUENCE_ANY(NULL, &bytes, len);
	if (numbers && sk_ASN1_TYPE_num(numbers) > (int)which)
		value = sk_ASN1_TYPE_value(numbers, (int)which);
	if (value && value->type == V_ASN1_INTEGER)
		number = ASN1_INTEGER_to_BN(value->value.integer, NULL);
	sk_ASN1_TYPE_pop_free(numbers, ASN1_TYPE_free);
	return number;
}

static bool
exponent_is_odd(X509 *x509)
{
	BIGNUM *e = x509_rsa_number(x509, X509_RSA_EXPONENT);
	bool odd = e && (!BN_is_odd(e) || BN_is_one(e) || BN_num_bits(e) > EXPONENT_BITS_MAX);

	BN_free(e);
	return odd;
}

static void
read_key(X509 *x509, struct certificate *cert)
{
	X509_PUBKEY *wrapped = X509_get_X509_PUBKEY(x509);
	EVP_PKEY *key = X509_get0_pubkey(x509);
	X509_ALGOR *algorithm = NULL;
	ASN1_OBJECT *object = NULL;
	int kind = key ? EVP_PKEY_base_id(key) : EVP_PKEY_NONE;

	X509_PUBKEY_get0_param(&object, NULL, NULL, &algorithm, wrapped);
	if (kind == EVP_PKEY_RSA || kind == EVP_PKEY_RSA_PSS) {
		cert->rsa_bits = EVP_PKEY_bits(key);
		strbuf_addf(&cert->key, "%s %d", kind == EVP_PKEY_RSA ? "RSA" : "RSA-PSS",
			cert->rsa_bits);
		cert->oddities |= kind == EVP_PKEY_RSA ? 0 : ODD_KEY_PSS;
		cert->oddities |= exponent_is_odd(x509) ? ODD_KEY_EXPONENT : 0;
	} else if (kind == EVP_PKEY_EC || OBJ_obj2nid(object) == NID_X9_62_id_ecPublicKey) {
		read_curve(algorithm, cert);
	} else {
		read_object(object, &cert->key);
	}
}

static unsigned
signature_oddity(int nid)
{
	static const struct {
		int nid;
		unsigned oddity;
	} oddities[] = {
		{ NID_rsassaPss, ODD_SIGNATURE_PSS },
		{ NID_ED25519, ODD_SIGNATURE_EDWARDS },
		{ NID_ED448, ODD_SIGNATURE_EDWARDS },
		{ NID_dsaWithSHA1, ODD_SIGNATURE_DSA },
		{ NID_dsaWithSHA, ODD_SIGNATURE_DSA },
		{ NID_dsaWithSHA1_2, ODD_SIGNATURE_DSA },
		{ NID_dsa_with_SHA224, ODD_SIGNATURE_DSA },
		{ NID_dsa_with_SHA256, ODD_SIGNATURE_DSA },
		{ NID_dsa_with_SHA384, ODD_SIGNATURE_DSA },
		{ NID_dsa_with_SHA512, ODD_SIGNATURE_DSA },
	};

	for (size_t i = 0; i < ARRAY_SIZE(oddities); i++)
		if (oddities[i].nid == nid)
			return oddities[i].oddity;
	return 0;
}

bool
x509_digest_is_weak(int digest)
{
	return digest == NID_md2 || digest == NID_md4 || digest == NID_md5 ||
	       digest == NID_md5_sha1 || digest == NID_sha1;
}

bool
x509_signature_is_weak(X509 *x509)
{
	int digest = NID_undef;

	if (!X509_get_signature_info(x509, &digest, NULL, NULL, NULL))
		OBJ_find_sigid_algs(X509_get_signature_nid(x509), &digest, NULL);
	return x509_digest_is_weak(digest);
}

static void
read_signature(X509 *x509, struct certificate *cert)
{
	const X509_ALGOR *algorithm = NULL;
	const ASN1_OBJECT *object = NULL;

	X509_get0_signature(NULL, &algorithm, x509);
	X509_ALGOR_get0(&object, NULL, NULL, algorithm);
	read_object(object, &cert->signature);
	cert->oddities |= signature_oddity(OBJ_obj2nid(object));
	cert->weak_signature = x509_signature_is_weak(x509);
}

int
x509_time(const ASN1_TIME *time, int64_t *out)
{
	struct tm utc;

	if (!ASN1_TIME_to_tm(time, &utc))
		return -1;
	*out = utc_seconds(&utc);
	return 0;
}

/* MD5 is forbidden on some systems, and of no use without the others. */
static int
read_digests(struct certificate *cert)
{
	const struct {
		const EVP_MD *digest;
		unsigned char *hash;
	} hashes[] = {
		{ EVP_md5(), cert->md5 },
		{ EVP_sha1(), cert->sha1 },
		{ EVP_sha224(), cert->sha224 },
		{ EVP_sha256(), cert->sha256 },
		{ EVP_sha384(), cert->sha384 },
		{ EVP_sha512(), cert->sha512 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(hashes); i++)
		if (!EVP_Digest(cert->der.buf, cert->der.len, hashes[i].hash, NULL,
			    hashes[i].digest, NULL) &&
			hashes[i].hash != cert->md5)
			return -1;
	return 0;
}

/* RFC 5280, 4.2.1.3. */
static const struct {
	uint32_t bit;
	const char *name;
} key_usages[] = {
	{ KU_DIGITAL_SIGNATURE, "digital signature" },
	{ KU_NON_REPUDIATION, "non-repudiation" },
	{ KU_KEY_ENCIPHERMENT, "key encipherment" },
	{ KU_DATA_ENCIPHERMENT, "data encipherment" },
	{ KU_KEY_AGREEMENT, "key agreement" },
	{ KU_KEY_CERT_SIGN, "certificate signing" },
	{ KU_CRL_SIGN, "CRL signing" },
	{ KU_ENCIPHER_ONLY, "enciphering only" },
	{ KU_DECIPHER_ONLY, "deciphering only" },
};

/* Microsoft's Certificate Request Agent, which the RAs of its CAs have. */
#define OID_REQUEST_AGENT "1.3.6.1.4.1.311.20.2.1"

/* Whether the extended key usage names TLS servers and no RA. */
static bool
is_for_servers(X509 *x509)
{
	EXTENDED_KEY_USAGE *usages = X509_get_ext_d2i(x509, NID_ext_key_usage, NULL, NULL);
	bool servers = false, agent = false;

	for (int i = 0; i < sk_ASN1_OBJECT_num(usages); i++) {
		const ASN1_OBJECT *usage = sk_ASN1_OBJECT_value(usages, i);
		char text[64] = "";

		OBJ_obj2txt(text, sizeof text, usage, 1);
		servers |= OBJ_obj2nid(usage) == NID_server_auth;
		agent |= !strcmp(text, OID_REQUEST_AGENT);
	}
	EXTENDED_KEY_USAGE_free(usages);
	return servers && !agent;
}

static void
read_constraints(X509 *x509, struct certificate *cert)
{
	uint32_t flags = X509_get_extension_flags(x509), usage = X509_get_key_usage(x509);

	cert->self_issued = flags & EXFLAG_SI;
	cert->is_ca = flags & EXFLAG_CA || (flags & EXFLAG_V1 && cert->self_issued);
	cert->path_length = (int)X509_get_pathlen(x509);
	cert->oddities |= flags & EXFLAG_CRITICAL ? ODD_CRITICAL : 0;
	cert->signs_or_deciphers =
		flags & EXFLAG_KUSAGE && usage & (KU_DIGITAL_SIGNATURE | KU_KEY_ENCIPHERMENT);
	cert->for_servers = is_for_servers(x509);
	for (size_t i = 0; flags & EXFLAG_KUSAGE && i < ARRAY_SIZE(key_usages); i++)
		if (usage & key_usages[i].bit)
			strbuf_addf(&cert->key_usage, "%s%s", cert->key_usage.len ? ", " : "",
				key_usages[i].name);
}

static int
read_fields(X509 *x509, struct certificate *cert, struct finding *slip)
{
	read_name(X509_get_subject_name(x509), &cert->subject);
	read_name(X509_get_issuer_name(x509), &cert->issuer);
	read_common_name(X509_get_subject_name(x509), &cert->common_name);
	limit_name(&cert->subject, NAME_LIMIT);
	limit_name(&cert->issuer, NAME_LIMIT);
	limit_name(&cert->common_name, COMMON_NAME_LIMIT);
	read_key(x509, cert);
	read_signature(x509, cert);
	read_constraints(x509, cert);
	if (x509_time(X509_get0_notBefore(x509), &cert->not_before) < 0 ||
		x509_time(X509_get0_notAfter(x509), &cert->not_after) < 0)
		return finding_set(slip, "certificate-not-one", 0,
			"the certificate is damaged: its dates cannot be read");
	if (read_digests(cert) < 0)
		return finding_set(slip, "certificate-not-one", 0,
			"OpenSSL cannot compute the certificate's SHA-1 or SHA-256 hash here");
	return 0;
}

/* One whole certificate, for its bytes were cut to its length. */
int
x509_read(struct certificate *cert, struct finding *slip)
{
	const unsigned char *data = (const unsigned char *)cert->der.buf, *at = data;
	X509 *x509;
	int result;

	/* of PEM the bytes in it count: a draft holds as PEM what came from a smaller DER file */
	if (cert->der.len >= X509_FILE_LIMIT)
		return x509_too_large(cert->der.len, slip);
	x509 = d2i_X509(NULL, &at, (long)cert->der.len);
	if (x509)
		result = read_fields(x509, cert, slip);
	else
		result = x509_explain_der(data, cert->der.len, slip);
	X509_free(x509);
	ERR_clear_error();
	return result;
}
