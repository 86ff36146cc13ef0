/* The certificates that a SCEP server sends for GetCACert, and which of them a device chooses.
 *
 * RFC 8894, 4.2.1: one certificate in DER (application/x-x509-ca-cert), or PKCS#7 with only certificates
 * (application/x-x509-ca-ra-cert): a CA's and those of its RAs, in any order. What devices do with them is Apple's
 * (SecSCEP.c, SecSCEPValidateCACertMessage):
 *
 * - One certificate is everything, whatever its key usage.
 * - The fingerprint's length tells its hash. The certificate that has it is the only anchor.
 * - Of a bundle, an RA is chosen by key usage: two certificates, one with digital signature alone and one with key
 *   encipherment alone, or else one with both. Without the extension, a certificate has neither. Their chains must end
 *   in the anchor; without a fingerprint, those of two in the same certificate.
 * - The key of the recipient must be RSA.
 *
 * If several could be chosen, devices choose the first. Servers do not keep an order, so here the choice depends only on
 * the certificates: an RA that is not a CA comes first, then the one that is valid longest. */
#ifndef WORKER_SCEP_CA_H
#define WORKER_SCEP_CA_H

#include <openssl/x509.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/fetch.h"
#include "base/node.h"
#include "base/strbuf.h"

#include "syntax/scep.h"
#include "syntax/x509.h"

#include "worker/scep_caps.h"
#include "worker/scep_trial.h"

/* What was answered. */
enum scep_answer {
	SCEP_ANSWER_NONE, /* no answer to look at: a failure, or another status than 200 */
	SCEP_ANSWER_ONE,
	SCEP_ANSWER_BUNDLE,
	SCEP_ANSWER_PEM,
	SCEP_ANSWER_EMPTY,
	SCEP_ANSWER_HTML,
	SCEP_ANSWER_OTHER,
};
/* "bundle" */
const char *scep_answer_name(enum scep_answer answer);

/* What a device takes the content type for. */
enum scep_type {
	SCEP_TYPE_NONE,
	SCEP_TYPE_ONE,
	SCEP_TYPE_BUNDLE,
	SCEP_TYPE_PARAMETERS_ONE, /* with parameters, which Apple's published tool does not accept */
	SCEP_TYPE_PARAMETERS_BUNDLE,
	SCEP_TYPE_HTML,
	SCEP_TYPE_OTHER,
};
/* "parameters-one" */
const char *scep_type_name(enum scep_type type);
enum scep_type scep_type_of(const char *content_type);

/* Why a device would not go on. If there are several reasons, it is the first one here. */
enum scep_stop {
	SCEP_STOP_NOWHERE,
	SCEP_STOP_ANSWER,      /* no certificate, or not of the content type */
	SCEP_STOP_FINGERPRINT, /* no certificate has it */
	SCEP_STOP_USAGE,       /* errSecKeyUsageIncorrect, -67731 */
	SCEP_STOP_CHAIN,       /* the RA's chain does not end in the anchor */
	SCEP_STOP_KEY,         /* the recipient's is not RSA */
};
/* "fingerprint"; "" */
const char *scep_stop_name(enum scep_stop stop);

enum scep_role {
	SCEP_ROLE_ANCHOR,
	SCEP_ROLE_SIGNER,
	SCEP_ROLE_RECIPIENT,
	SCEP_ROLE_ISSUER, /* the CA that issued the RA; if there is no RA, the CA itself */
	SCEP_ROLE_ROOT, /* above anchor and signer, and signed by itself; nobody if no certificate has the fingerprint */
	SCEP_ROLES,
};
/* "anchor" */
const char *scep_role_name(enum scep_role role);

/* Whether messages can be encrypted to its key. */
bool scep_is_rsa(const struct certificate *cert);

#define SCEP_NOBODY (-1)
#define SCEP_NOT_GIVEN (-2)

struct scep_certificate {
	struct certificate cert;
	X509 *x509;
	uint32_t usage; /* KU_DIGITAL_SIGNATURE and others; 0 without the extension */
	bool has_usage;
};

struct scep_ca {
	enum scep_answer answer;
	enum scep_type type;
	/* In the answer's order, each once. A set of them has a bit for each. */
	struct scep_certificate v[SCEP_CERTIFICATES_MAX];
	size_t n;
	uint32_t issuers
		[SCEP_CERTIFICATES_MAX];       /* the set of those that issued it, without itself */
	uint32_t above[SCEP_CERTIFICATES_MAX]; /* itself, its issuers, and those above them */

	/* What scep_ca_choose finds. */
	int matches; /* which one has the fingerprint; SCEP_NOBODY, SCEP_NOT_GIVEN */
	enum scep_stop stop;
	/* Indexes, or SCEP_NOBODY. If the device stops, those that it would have chosen as far as can be said. */
	int role[SCEP_ROLES];
};

/* ca is new, all zero, and must be released. */
void scep_ca_read(const struct fetched *fetched, struct scep_ca *ca);
/* The same for bytes and a content type. */
void scep_ca_parse(const char *data, size_t len, const char *content_type, struct scep_ca *ca);
void scep_ca_release(struct scep_ca *ca);

/* fingerprint: of a hash's length, or empty. */
void scep_ca_choose(struct scep_ca *ca, const struct strbuf *fingerprint);

/* What the trial gets, if the device does not stop. It borrows all from ca, but for the list of others, which the
 * caller frees. */
void scep_ca_chosen(
	const struct scep_ca *ca, const struct scep_caps *caps, struct scep_chosen *chosen);

/* Whether both have the same certificates, in whatever order. */
bool scep_ca_same(const struct scep_ca *a, const struct scep_ca *b);

/* "above": the root certificate, in DER, is among those that are chosen or above them, or issued one of these. Else
 * "other"; "none" if there is no root, or no certificate. */
const char *scep_ca_root(const struct scep_ca *ca, const struct strbuf *root);

#endif
