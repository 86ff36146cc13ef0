#include "worker/scep_trial.h"

#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

#include "base/xalloc.h"

#include "syntax/uuid.h"

#include "worker/cms_parts.h"
#include "worker/scep_parts.h"

#define DAY 86400
#define SERIAL_BYTES 16

static EVP_PKEY *
key_make(unsigned bits, struct strbuf *err)
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, NULL);
	EVP_PKEY *key = NULL;

	if (!context || EVP_PKEY_keygen_init(context) != 1 ||
		EVP_PKEY_CTX_set_rsa_keygen_bits(context, (int)bits) != 1 ||
		EVP_PKEY_keygen(context, &key) != 1)
		scep_openssl_failed(err, "make a key");
	EVP_PKEY_CTX_free(context);
	return key;
}

/* As SecKeyCopyPublicKeyHash counts: the key itself, without its algorithm. */
static bool
transaction_make(const X509 *own, struct strbuf *out)
{
	unsigned char hash[SHA_DIGEST_LENGTH];

	if (X509_pubkey_digest(own, EVP_sha1(), hash, NULL) != 1)
		return false;
	for (size_t i = 0; i < sizeof hash; i++)
		strbuf_addf(out, "%02X", hash[i]);
	return true;
}

static bool
own_set_name(X509 *own)
{
	char uuid[UUID_TEXT_SIZE];

	uuid_make(uuid);
	return X509_NAME_add_entry_by_NID(X509_get_subject_name(own), NID_commonName,
		       V_ASN1_PRINTABLESTRING, (const unsigned char *)uuid, -1, -1, 0) &&
	       X509_set_issuer_name(own, X509_get_subject_name(own));
}

static bool
own_set_serial(X509 *own)
{
	unsigned char bytes[SERIAL_BYTES];
	BIGNUM *number = NULL;
	bool set;

	if (RAND_bytes(bytes, sizeof bytes) != 1)
		return false;
	bytes[0] = (bytes[0] & 0x7f) | 0x40;
	number = BN_bin2bn(bytes, sizeof bytes, NULL);
	set = number && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(own));
	BN_free(number);
	return set;
}

/* A day earlier, because clocks differ. */
static bool
own_set_dates(X509 *own, int64_t now)
{
	ASN1_TIME *from = cms_time(now - DAY), *to = cms_time(now + 365 * DAY);
	bool set = from && to && X509_set1_notBefore(own, from) && X509_set1_notAfter(own, to);

	ASN1_TIME_free(from);
	ASN1_TIME_free(to);
	return set;
}

static bool
own_set_usage(X509 *own)
{
	X509_EXTENSION *usage = X509V3_EXT_conf_nid(
		NULL, NULL, NID_key_usage, "critical,digitalSignature,keyEncipherment");
	bool set = usage && X509_add_ext(own, usage, -1);

	X509_EXTENSION_free(usage);
	return set;
}

/* RFC 8894, 2.3: it signs itself until there is one of the CA's. */
static bool
own_fill(X509 *own, EVP_PKEY *key, int64_t now, int digest)
{
	return X509_set_version(own, 2) && own_set_name(own) && own_set_serial(own) &&
	       own_set_dates(own, now) && X509_set_pubkey(own, key) && own_set_usage(own) &&
	       X509_sign(own, key, EVP_get_digestbynid(digest));
}

static int
trial_fill(struct scep_trial *trial, const struct scep_wish *wish, struct strbuf *err)
{
	trial->subject = scep_subject(wish->subject, err);
	if (!trial->subject)
		return -1;
	if (!trial->key)
		trial->key = key_make(wish->bits, err);
	if (!trial->key)
		return -1;
	trial->own = X509_new();
	if (!trial->own)
		out_of_memory();
	if (!own_fill(trial->own, trial->key, trial->now, trial->chosen->digest) ||
		!transaction_make(trial->own, &trial->transaction))
		return scep_openssl_failed(err, "make the certificate that signs the request");
	trial->sent = scep_request_facts(wish, trial->subject);
	return scep_request_make(
		wish, trial->subject, trial->key, trial->chosen->digest, &trial->request, err);
}

struct scep_trial *
scep_trial_with_key(const struct scep_wish *wish, const struct scep_chosen *chosen, int64_t now,
	EVP_PKEY *key, struct strbuf *err)
{
	struct scep_trial *trial = xcalloc(1, sizeof *trial);

	*trial = (struct scep_trial){ .chosen = chosen,
		.now = now,
		.key = key,
		.request = STRBUF_INIT,
		.transaction = STRBUF_INIT };
	if (trial_fill(trial, wish, err) == 0)
		return trial;
	scep_trial_free(trial);
	return NULL;
}

struct scep_trial *
scep_trial_begin(const struct scep_wish *wish, const struct scep_chosen *chosen, int64_t now,
	struct strbuf *err)
{
	return scep_trial_with_key(wish, chosen, now, NULL, err);
}

void
scep_trial_free(struct scep_trial *trial)
{
	if (!trial)
		return;
	EVP_PKEY_free(trial->key);
	X509_free(trial->own);
	X509_NAME_free(trial->subject);
	strbuf_release(&trial->request);
	strbuf_release(&trial->transaction);
	node_free(trial->sent);
	free(trial);
	ERR_clear_error();
}
