/* A SCEP server for tests, in the same process: it reads the messages of a trial (worker/scep_trial.h), issues, and
 * makes replies, right ones and wrong ones. It needs no cmocka, because fuzz targets use it too: what cannot be ends the
 * program. */
#ifndef TESTS_TEST_CA_H
#define TESTS_TEST_CA_H

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

#define TEST_CA_NOW INT64_C(1800000000) /* 2027-01-15 */
#define TEST_CA_DAY INT64_C(86400)

/* Keys of RSA 1024 that are the same in each run. The caller frees them. */
enum test_key { TEST_KEY_DEVICE, TEST_KEY_CA, TEST_KEY_OTHER };
EVP_PKEY *test_key(enum test_key which);

/* A certificate for tests. Texts are those of OpenSSL's configuration. */
struct test_cert {
	const char *subject; /* a common name; NULL: name */
	const X509_NAME *name;
	const char *issuer; /* a common name */
	enum test_key signed_by;
	EVP_PKEY *key; /* only its public part is used */
	const char *usage, *names, *extended;
	const STACK_OF(X509_EXTENSION) * extensions; /* besides, as a request has them */
	const char *digest;                          /* NULL: "SHA256" */
	bool ca;
	int days;
};
/* The caller frees it. */
X509 *test_cert(const struct test_cert *spec);

/* What is in a message. */
struct test_message {
	struct strbuf type, transaction, nonce, content; /* content: decrypted */
	X509 *sender;
	struct strbuf time; /* when it was signed, as in UTCTime */
	int attributes;     /* signed ones */
	int cipher, digest; /* OpenSSL's numbers */
	bool verifies;      /* with the sender's certificate */
};
#define TEST_MESSAGE_INIT                                                              \
	{                                                                              \
		.type = STRBUF_INIT, .transaction = STRBUF_INIT, .nonce = STRBUF_INIT, \
		.content = STRBUF_INIT, .time = STRBUF_INIT                            \
	}
void test_message_release(struct test_message *message);
/* Ends the program if it is not a message to this certificate. */
void test_message_read(
	const struct strbuf *bytes, X509 *to, enum test_key key, struct test_message *message);

/* A reply. NULL, or an empty content, leaves something out. */
struct test_reply {
	const char *type, *status, *fail;
	const struct test_message *to; /* its transaction and nonce are given back */
	bool other_nonce, other_transaction;
	X509 *signer;
	enum test_key key;
	const EVP_MD *digest; /* NULL: SHA-256 */
	const struct strbuf *content;
	bool without_certificate;
	X509 *beside; /* with TEST_KEY_OTHER: signs too, this many times */
	int times;
};
void test_reply_make(const struct test_reply *reply, struct strbuf *out);

/* Signed data with only certificates, in this order. The list ends with NULL. */
void test_bag(X509 *const *certs, struct strbuf *out);
/* Encrypted for a certificate: with this cipher, or in single DES (NULL). */
void test_envelope(
	const struct strbuf *content, X509 *to, const EVP_CIPHER *cipher, struct strbuf *out);

#endif
