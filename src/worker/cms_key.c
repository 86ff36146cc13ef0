/* Private keys, read by OpenSSL from the one block or value that a file has. */
#include <inttypes.h>
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>
#include <string.h>

#include "base/xalloc.h"

#include "syntax/pem.h"

#include "worker/cms_parts.h"

#define TRIES_MAX 3
/* What a passphrase may cost, for its file says how dear it is and each try costs it again: rounds of hashing, which
 * are some seconds (recommended are 600,000), and for scrypt memory, which is OpenSSL's own limit, and its N * r * p
 * (recommended are 2^17 * 8). */
#define ROUNDS_MAX 5000000
#define SCRYPT_BYTES_MAX ((uint64_t)32 * 1024 * 1024)
#define SCRYPT_WORK_MAX ((uint64_t)1 << 23)

/* A question for the passphrase. OpenSSL may come with it more than once in a try. */
struct asking {
	const struct cms_file *file;
	const struct cms_source *source;
	struct strbuf *err;
	int tries;  /* this one, from 1 */
	bool asked; /* in this one */
	bool none;  /* and nothing came */
	struct strbuf typed;
};

/* OpenSSL's pem_password_cb: the length, -1 where there is none. */
static int
asking_answer(char *buffer, int size, int writing, void *data)
{
	struct asking *asking = data;
	const struct cms_source *source = asking->source;

	(void)writing;
	if (!asking->asked)
		asking->none = source->passphrase(asking->tries, asking->file->name, source->data,
				       &asking->typed, asking->err) < 0;
	asking->asked = true;
	if (asking->none || asking->typed.len > (size_t)size)
		return -1;
	memcpy(buffer, asking->typed.buf, asking->typed.len);
	return (int)asking->typed.len;
}

/* One of the ways to read a key. */
typedef EVP_PKEY *key_reader(BIO *bio, struct asking *asking);

static EVP_PKEY *
key_read_pem(BIO *bio, struct asking *asking)
{
	return PEM_read_bio_PrivateKey(bio, NULL, asking_answer, asking);
}

static EVP_PKEY *
key_read_encrypted_der(BIO *bio, struct asking *asking)
{
	return d2i_PKCS8PrivateKey_bio(bio, NULL, asking_answer, asking);
}

static EVP_PKEY *
key_read_der(BIO *bio, struct asking *asking)
{
	(void)asking;
	return d2i_PrivateKey_bio(bio, NULL);
}

static EVP_PKEY *
key_read_once(key_reader *reader, const char *data, size_t len, struct asking *asking)
{
	BIO *bio = BIO_new_mem_buf(data, (int)len);
	EVP_PKEY *key;

	if (!bio)
		out_of_memory();
	asking->asked = false;
	key = reader(bio, asking);
	strbuf_release(&asking->typed);
	BIO_free(bio);
	return key;
}

static EVP_PKEY *
key_try(key_reader *reader, const char *data, size_t len, struct asking *asking)
{
	const char *name = asking->file->name;
	EVP_PKEY *key;

	ERR_clear_error();
	for (asking->tries = 1; asking->tries <= TRIES_MAX; asking->tries++) {
		key = key_read_once(reader, data, len, asking);
		if (key || asking->none)
			return key;
		if (!asking->asked) {
			error_add(asking->err,
				"%s: the private key is damaged or of a type that OpenSSL cannot "
				"read here",
				name);
			return NULL;
		}
	}
	error_add(asking->err,
		"%s: none of %d passphrases opens the private key (or its encryption is one that "
		"OpenSSL cannot read here)",
		name, TRIES_MAX);
	return NULL;
}

/*
 * What opening it would cost.
 */

static uint64_t
cost_number(const ASN1_INTEGER *integer)
{
	uint64_t number;

	return integer && ASN1_INTEGER_get_uint64(&number, integer) ? number : UINT64_MAX;
}

/* Both in a way that no number overflows. */
static bool
scrypt_is_dear(uint64_t n, uint64_t r, uint64_t p)
{
	return r > SCRYPT_WORK_MAX || n > SCRYPT_WORK_MAX || p > SCRYPT_WORK_MAX ||
	       n * r > SCRYPT_WORK_MAX || n * r * p > SCRYPT_WORK_MAX ||
	       128 * r * (n + p + 2) > SCRYPT_BYTES_MAX;
}

/* RFC 7914, 7. */
static bool
cost_of_scrypt(const ASN1_TYPE *parameters, struct strbuf *what)
{
	SCRYPT_PARAMS *scrypt =
		ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(SCRYPT_PARAMS), parameters);
	bool dear = false;

	if (scrypt) {
		uint64_t n = cost_number(scrypt->costParameter), r = cost_number(scrypt->blockSize),
			 p = cost_number(scrypt->parallelizationParameter);

		dear = scrypt_is_dear(n, r, p);
		strbuf_addf(what, "scrypt with N=%" PRIu64 ", r=%" PRIu64 ", p=%" PRIu64, n, r, p);
	}
	SCRYPT_PARAMS_free(scrypt);
	return dear;
}

static bool
cost_of_rounds(const ASN1_INTEGER *rounds, struct strbuf *what)
{
	uint64_t n = cost_number(rounds);

	strbuf_addf(what, "%" PRIu64 " rounds", n);
	return n > ROUNDS_MAX;
}

/* RFC 8018, appendix A.2. */
static bool
cost_of_pbkdf2(const ASN1_TYPE *parameters, struct strbuf *what)
{
	PBKDF2PARAM *pbkdf2 = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBKDF2PARAM), parameters);
	bool dear = pbkdf2 && cost_of_rounds(pbkdf2->iter, what);

	PBKDF2PARAM_free(pbkdf2);
	return dear;
}

/* RFC 8018, appendix A.4. */
static bool
cost_of_pbes2(const ASN1_TYPE *parameters, struct strbuf *what)
{
	PBE2PARAM *pbes2 = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBE2PARAM), parameters);
	int nid = pbes2 ? OBJ_obj2nid(pbes2->keyfunc->algorithm) : NID_undef;
	bool dear = (nid == NID_id_pbkdf2 && cost_of_pbkdf2(pbes2->keyfunc->parameter, what)) ||
		    (nid == NID_id_scrypt && cost_of_scrypt(pbes2->keyfunc->parameter, what));

	PBE2PARAM_free(pbes2);
	return dear;
}

/* Those before it, of PKCS#5 and PKCS#12, have the same parameters (RFC 8018, appendix A.3; RFC 7292, appendix C). */
static bool
cost_of_pbes1(const ASN1_TYPE *parameters, struct strbuf *what)
{
	PBEPARAM *pbes1 = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBEPARAM), parameters);
	bool dear = pbes1 && cost_of_rounds(pbes1->iter, what);

	PBEPARAM_free(pbes1);
	return dear;
}

/* Returns -1 with a sentence if the bytes are an encrypted private key (RFC 5958, 3) that takes too long to open: its
 * passphrase is not asked for. */
static int
key_check_cost(const struct strbuf *der, const char *name, struct strbuf *err)
{
	const unsigned char *at = (const unsigned char *)der->buf;
	X509_SIG *encrypted = d2i_X509_SIG(NULL, &at, (long)der->len);
	const X509_ALGOR *algorithm;
	STRBUF(what);
	bool dear = false;

	if (encrypted) {
		X509_SIG_get0(encrypted, &algorithm, NULL);
		dear = OBJ_obj2nid(algorithm->algorithm) == NID_pbes2
			       ? cost_of_pbes2(algorithm->parameter, &what)
			       : cost_of_pbes1(algorithm->parameter, &what);
	}
	X509_SIG_free(encrypted);
	ERR_clear_error();
	return dear ? error_add(err,
			      "%s: opening the private key takes too much time or memory (%s). To "
			      "make a copy that works here: openssl pkcs8 -topk8 -in %s -out NEW",
			      name, what.buf, name)
		    : 0;
}

/* The only private key of a PEM file. */
static int
key_find(const struct asking *asking, struct pem_block *key)
{
	const struct cms_file *file = asking->file;
	const char *at = file->data.buf, *end = at + file->data.len;
	struct strbuf *err = asking->err;
	struct pem_block block;
	size_t n = 0;

	while (pem_next(&at, end, &block))
		if (pem_is_private_key(&block) && !n++)
			*key = block;
	if (!n)
		return error_add(err, "%s: there is no private key in it%s", file->name,
			asking->source->key.name ? "" : ". Add the file that has it");
	if (n > 1)
		return error_add(err, "%s: there are %zu private keys in it. Give a file with one",
			file->name, n);
	if (pem_label_is(key, "OPENSSH PRIVATE KEY"))
		return error_add(err,
			"%s: this private key is in the format of OpenSSH. Convert a copy of it: "
			"ssh-keygen -p -m PKCS8 -f COPY",
			file->name);
	return 0;
}

int
cms_refuse_pkcs12(const struct cms_file *file, struct strbuf *err)
{
	const unsigned char *at = (const unsigned char *)file->data.buf;
	PKCS12 *pkcs12 = d2i_PKCS12(NULL, &at, (long)file->data.len);

	ERR_clear_error();
	if (!pkcs12)
		return 0;
	PKCS12_free(pkcs12);
	return error_add(err,
		"%s: this is a PKCS#12 file. Convert it (with -legacy if it is an old one), and "
		"use identity.pem for --sign: openssl pkcs12 -in %s -out identity.pem",
		file->name, file->name);
}

EVP_PKEY *
cms_key_read(const struct cms_file *file, const struct cms_source *source, struct strbuf *err)
{
	struct asking asking = { .file = file, .source = source, .err = err, .typed = STRBUF_INIT };
	const char *data = file->data.buf, *at = data, *end = at + file->data.len;
	struct pem_block block;
	STRBUF(der);
	EVP_PKEY *key;
	int kind;

	if (pem_next(&at, end, &block)) {
		struct pem_bad bad;

		if (key_find(&asking, &block) < 0 ||
			(block.body_end && pem_decode(&block, data, &der, &bad) == 0 &&
				key_check_cost(&der, file->name, err) < 0))
			return NULL;
		key = key_try(key_read_pem, block.begin, (size_t)(end - block.begin), &asking);
	} else {
		if (cms_refuse_pkcs12(file, err) < 0 ||
			key_check_cost(&file->data, file->name, err) < 0)
			return NULL;
		/* its type is tried out, for DER does not name it */
		key = key_read_once(key_read_der, data, file->data.len, &asking);
		if (!key)
			key = key_try(key_read_encrypted_der, data, file->data.len, &asking);
	}
	ERR_clear_error();
	kind = key ? EVP_PKEY_base_id(key) : EVP_PKEY_NONE;
	/* the kinds of keys that devices are known to verify */
	if (!key || kind == EVP_PKEY_RSA || kind == EVP_PKEY_EC)
		return key;
	error_add(err, "%s: signing needs an RSA or EC key, but this one is of type %s", file->name,
		OBJ_nid2sn(kind));
	EVP_PKEY_free(key);
	return NULL;
}
