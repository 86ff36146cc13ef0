/* Private keys, read by OpenSSL from the one block or value that a file has. */
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
				"%s: the private key is damaged or of a kind that "
				"OpenSSL does not read here",
				name);
			return NULL;
		}
	}
	error_add(asking->err,
		"%s: none of %d passphrases opens the private key (or it is encrypted in a way that "
		"OpenSSL does not read here)",
		name, TRIES_MAX);
	return NULL;
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
			asking->source->key.name ? "" : "; give the file that has it, too");
	if (n > 1)
		return error_add(
			err, "%s: there are %zu private keys in it; one is wanted", file->name, n);
	if (pem_label_is(key, "OPENSSH PRIVATE KEY"))
		return error_add(err,
			"%s: this private key is in the format of OpenSSH; ssh-keygen -p -m PKCS8 -f "
			"COPY turns a copy of it into one that is read here",
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
		"%s: this is a PKCS#12 file; openssl pkcs12 -in %s -out identity.pem takes it apart (with "
		"-legacy where it is an old one), and identity.pem is for --sign then",
		file->name, file->name);
}

EVP_PKEY *
cms_key_read(const struct cms_file *file, const struct cms_source *source, struct strbuf *err)
{
	struct asking asking = { .file = file, .source = source, .err = err, .typed = STRBUF_INIT };
	const char *data = file->data.buf, *at = data, *end = at + file->data.len;
	struct pem_block block;
	EVP_PKEY *key;
	int kind;

	if (pem_next(&at, end, &block)) {
		if (key_find(&asking, &block) < 0)
			return NULL;
		key = key_try(key_read_pem, block.begin, (size_t)(end - block.begin), &asking);
	} else {
		if (cms_refuse_pkcs12(file, err) < 0)
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
	error_add(err,
		"%s: a profile is signed with an RSA or EC key, and this one is of the kind %s",
		file->name, OBJ_nid2sn(kind));
	EVP_PKEY_free(key);
	return NULL;
}
