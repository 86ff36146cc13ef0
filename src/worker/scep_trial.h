/* A trial enrolment as an Apple device does it (RFC 8894 3.3; Apple's SecSCEP.c, SecCertificateRequest.c): the key, the
 * request, the messages, and what the replies mean. All in memory; the key dies with the process. */
#ifndef WORKER_SCEP_TRIAL_H
#define WORKER_SCEP_TRIAL_H

#include <openssl/x509.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/node.h"
#include "base/strbuf.h"

#include "syntax/scep.h"

/* What a device has chosen of the server's answers (worker/scep_ca.h). The trial only borrows it. */
struct scep_chosen {
	X509 *signer;    /* replies must be signed by it */
	X509 *recipient; /* messages are encrypted to it */
	X509 *issuer;    /* its subject is the issuer in GetCertInitial: the RA's, else the CA's */
	X509 *anchor;    /* what is issued must lead to it */
	STACK_OF(X509) * others; /* all that came, for chains */
	bool aes;                /* AES-128-CBC, else 3DES */
	int digest; /* NID_sha512, NID_sha256, NID_sha1: of messages and of the request */
};

struct scep_trial;

/* Makes the key, which may take seconds, and the request. now: the time of the plan, for the certificate that signs the
 * messages. NULL with a sentence. wish is copied where needed. */
struct scep_trial *scep_trial_begin(const struct scep_wish *wish, const struct scep_chosen *chosen,
	int64_t now, struct strbuf *err);
void scep_trial_free(struct scep_trial *trial);

/* Appends the next message in BER: PKCSReq, or GetCertInitial (poll: 3DES and SHA-1 whatever the capabilities). */
int scep_trial_message(struct scep_trial *trial, bool poll, struct strbuf *out, struct strbuf *err);

/* Reads the body of a reply with status 200 and sets its members in the map "trial" of the facts (model/asked.h), which
 * has them all already (scep_trial_facts): all but "http", "line", "polls" and "waited". Returns whether it is PENDING.
 *
 * If its signer is not the chosen one, the status is "unread", and the fault is "" if everything else could be read: then
 * what was issued is told. "chains" says nothing about dates. */
bool scep_trial_reply(struct scep_trial *trial, const struct strbuf *body, struct node *facts);

/* The map "trial" of the facts with all members: status "none" without a trial (NULL); else with what was sent. */
struct node *scep_trial_facts(const struct scep_trial *trial);

#endif
