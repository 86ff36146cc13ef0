/* SCEP (RFC 8894) as Apple's devices speak it: what scepwiz asks its worker, which plays the device, and what both need
 * to know. The network is neither's business: the worker says what it wants fetched, and gets what came.
 *
 * Sources: RFC 8894; Apple's published Security framework (SecSCEP.c, SecCertificateRequest.c, the security scep
 * tool). */
#ifndef SYNTAX_SCEP_H
#define SYNTAX_SCEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fetch.h"
#include "base/node.h"
#include "base/strbuf.h"
#include "base/strvec.h"

/* Bounds of what the worker answers. */
#define SCEP_CERTIFICATES_MAX 20
#define SCEP_CAPABILITIES_MAX 32
#define SCEP_NAMES_MAX 32 /* alternative names of a kind, or usages */
#define SCEP_TEXT_MAX 256 /* bytes of a name, a capability or another text of the server's */

/* What a device asks of the server. */
enum scep_operation { SCEP_GET_CA_CAPS, SCEP_GET_CA_CERT, SCEP_PKI_OPERATION };
/* "GetCACaps" */
const char *scep_operation_name(enum scep_operation operation);
bool scep_operation_find(const char *name, enum scep_operation *operation);

#define SCEP_POST_TYPE "application/x-pki-message"

/* Appends the URL of a request as a Mac sends it: a query that is there is replaced; operation= first, then message=,
 * which is the Name, percent-escaped, for the first two, and for PKIOperation by GET the message in Base64, in which =
 * is escaped but not + and /. message NULL: no message= (PKIOperation by POST). */
void scep_url(const char *url, enum scep_operation operation, const struct strbuf *message,
	struct strbuf *out);

/* Bits of keyUsage as Apple counts them in Key Usage: 1 signing, 4 encryption. */
enum scep_usage { SCEP_SIGNING = 1, SCEP_ENCRYPTION = 4 };

/* What a device puts into its request: a trial's wish. */
struct scep_wish {
	char *subject;                 /* "/C=US/CN=..." (syntax/x500.h), without variables */
	struct strvec dns, email, uri; /* alternative names */
	char *principal;               /* ntPrincipalName; NULL: none */
	unsigned usage;                /* enum scep_usage; 0: none */
	unsigned bits;                 /* 1024, 2048, 4096 */
	struct strbuf challenge;       /* wiped; empty: none */
	unsigned retries;              /* while the answer is PENDING */
	unsigned delay;                /* seconds between them */
};

#define SCEP_WISH_INIT                                                        \
	{                                                                     \
		.dns = STRVEC_INIT, .email = STRVEC_INIT, .uri = STRVEC_INIT, \
		.challenge = STRBUF_INIT                                      \
	}

/* Whether a trial can be made with them. */
bool scep_bits_serve(unsigned bits);
bool scep_usage_serves(unsigned usage);
void scep_wish_release(struct scep_wish *wish);
#define SCEP_WISH(name) \
	__attribute__((cleanup(scep_wish_release))) struct scep_wish name = SCEP_WISH_INIT

/* Without the challenge, which the worker gets in the reply to "consent" alone (base/request.h). */
struct node *scep_wish_to_node(const struct scep_wish *wish);
bool scep_wish_from_node(const struct node *node, struct scep_wish *wish);

/* What is asked of a server. */
struct scep_plan {
	char *url;
	char *name;                /* the field Name; NULL: none, and message= is empty */
	struct strbuf fingerprint; /* bytes, whose number tells the hash; empty: none */
	struct strbuf root;        /* the included root certificate in DER; empty: none */
	bool probe_name; /* ask once more with another name, to learn whether Name is looked at */
	bool asks_trial; /* then with wish */
	struct scep_wish wish;
	struct strbuf
		trusted; /* SHA-256 of a certificate of the answer that is trusted besides (--trust); empty: none */
	int64_t now; /* seconds since 1970 */
};

#define SCEP_PLAN_INIT                                                                   \
	{                                                                                \
		.fingerprint = STRBUF_INIT, .root = STRBUF_INIT, .trusted = STRBUF_INIT, \
		.wish = SCEP_WISH_INIT                                                   \
	}

void scep_plan_release(struct scep_plan *plan);
#define SCEP_PLAN(name) \
	__attribute__((cleanup(scep_plan_release))) struct scep_plan name = SCEP_PLAN_INIT
/* The other name: empty if the plan has one, else one that no CA has. */
const char *scep_probe_name(const struct scep_plan *plan);
struct node *scep_plan_to_node(const struct scep_plan *plan);
bool scep_plan_from_node(const struct node *node, struct scep_plan *plan);
/* The challenge of the reply to "consent". */
bool scep_challenge_from_node(const struct node *node, struct strbuf *challenge);

#endif
