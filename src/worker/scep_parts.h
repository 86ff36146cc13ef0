/* Shared by the files of worker/scep_trial. */
#ifndef WORKER_SCEP_PARTS_H
#define WORKER_SCEP_PARTS_H

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/node.h"
#include "base/strbuf.h"

#include "syntax/scep.h"

#include "worker/scep_trial.h"

/* its name in OpenSSL 1.1.1, where neither key is const */
#if OPENSSL_VERSION_NUMBER < 0x30000000L
#define EVP_PKEY_eq(a, b) EVP_PKEY_cmp((EVP_PKEY *)(a), (EVP_PKEY *)(b))
#endif

#define SCEP_NONCE_SIZE 16

struct scep_trial {
	const struct scep_chosen *chosen;
	int64_t now;
	EVP_PKEY *key; /* OpenSSL wipes a private key as it frees it */
	X509 *own;     /* the certificate that signs messages, and to which replies are encrypted */
	X509_NAME *subject;
	struct strbuf request; /* the PKCS#10 in DER, with the challenge */
	struct strbuf transaction;
	unsigned char nonce[SCEP_NONCE_SIZE]; /* of the last message */
	struct node *sent;                    /* the member of the facts */
};

/* scep_trial_begin with a key that is there. Takes ownership of the key. */
struct scep_trial *scep_trial_with_key(const struct scep_wish *wish,
	const struct scep_chosen *chosen, int64_t now, EVP_PKEY *key, struct strbuf *err);

/* Attributes of messages, by the last number of their OIDs (RFC 8894, 3.2.1). */
enum scep_attribute {
	SCEP_MESSAGE_TYPE = 2,
	SCEP_PKI_STATUS = 3,
	SCEP_FAIL_INFO = 4,
	SCEP_SENDER_NONCE = 5,
	SCEP_RECIPIENT_NONCE = 6,
	SCEP_TRANSACTION_ID = 7,
};
/* The caller frees it. */
ASN1_OBJECT *scep_attribute_object(enum scep_attribute attribute);

/* Appends a sentence: what OpenSSL could not do, and why. Returns -1. */
int scep_openssl_failed(struct strbuf *err, const char *what);

/* What was appended to out since that length becomes the contents of one value in DER. tag: its first byte. */
void scep_der_wrap(struct strbuf *out, size_t from, unsigned char tag);
/* Appends a name in DER. */
void scep_der_name(struct strbuf *out, const X509_NAME *name);

/*
 * scep_request.c
 */

/* The name that a device makes of a subject (syntax/x500.h). NULL with a sentence. The caller frees it. */
X509_NAME *scep_subject(const char *text, struct strbuf *err);
/* Appends the PKCS#10. digest is an OpenSSL number. Nothing that has the challenge is freed without being wiped. */
int scep_request_make(const struct scep_wish *wish, const X509_NAME *subject, EVP_PKEY *key,
	int digest, struct strbuf *out, struct strbuf *err);
/* The names that the request has: the member "sent". */
struct node *scep_request_facts(const struct scep_wish *wish, const X509_NAME *subject);

/*
 * scep_issued.c
 */

/* The maps "sent" and "issued" before anything is known. */
struct node *scep_names_new(void);
struct node *scep_issued_new(void);
/* A text for the facts, cut to SCEP_TEXT_MAX bytes. Ends of text (NUL) become "\00". */
struct node *scep_text_node(const char *text, size_t len);
/* Adds a text to a list, if it does not have SCEP_NAMES_MAX yet. */
void scep_list_add(struct node *list, const char *text, size_t len);
/* Appends the name in the form of syntax/x500.h. */
void scep_name_format(const X509_NAME *name, struct strbuf *out);
/* Sets what was issued: "for our key", "ours is first", "serial", "issued". certs are those of the reply, at least
 * one. */
void scep_issued_read(const struct scep_trial *trial, STACK_OF(X509) * certs, struct node *facts);

/* Locals that are freed at the end of their block. */
#define OWN_BIO(name) __attribute__((cleanup(own_bio_free))) BIO *name
static inline void
own_bio_free(BIO **bio)
{
	BIO_free_all(*bio);
}

#define OWN_OBJECT(name) __attribute__((cleanup(own_object_free))) ASN1_OBJECT *name
static inline void
own_object_free(ASN1_OBJECT **object)
{
	ASN1_OBJECT_free(*object);
}

#define OWN_CERTIFICATES(name) __attribute__((cleanup(own_certificates_free))) STACK_OF(X509) * name
static inline void
own_certificates_free(STACK_OF(X509) * *certs)
{
	sk_X509_pop_free(*certs, X509_free);
}

#endif
