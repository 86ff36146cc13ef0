/* Facts about a SCEP server that was asked, and about a trial enrolment: what the worker answers, what ask --format
 * json writes and check --asked reads, and what the rules with RULE_ASKED look at. One shape for all three:
 *
 *   url, name           texts; name null: none was sent
 *   asked               a date
 *   transport           of GetCACert, or of the last request if there was no answer: status (0: none), type, redirects
 *                       (texts), failure (fetch_failure_name), says, trust ("none", "system", "root"), whose, ms
 *   capabilities        status and failure of GetCACaps; type; known and unknown (lists of texts), line ends ("lf",
 *                       "crlf", "none"); device uses: post (boolean), cipher ("AES-128", "3DES"), digest ("SHA-512" ...)
 *   names               what GetCACert says to another name: "same", "other", "none"; "" if that was not asked
 *   answer              of GetCACert: "one" certificate, a "bundle", or why there is none: "pem", "empty", "html",
 *                       "other", "none" (no answer to look at)
 *   type kind           "one", "bundle": what a device takes the content type for; "parameters-one", "parameters-bundle":
 *                       so, but for parameters behind it; "html", "none", "other"
 *   certificates        a list of maps: subject, issuer, key, sha256 (hex), roles (a list of "anchor", "signer",
 *                       "recipient", "issuer"), key usage (a list), has key usage, is rsa, is ca, self issued (booleans),
 *                       not before, not after (dates), der (data; not in JSON)
 *   fingerprint         matches: the index of the certificate that has it, -1 none has, -2 none was given;
 *                       asked with: which one, in hex with colons; ""
 *   device stops        why a device would not go on: "", "fingerprint", "usage", "chain", "key", "answer"
 *   root                whether the included root is above the certificates: "above", "other", "none" (none
 *                       included, or no certificates to compare it with)
 *   trial               status ("none", "issued", "refused", "pending", "unread"), fail info (-1: none), http (status of
 *                       PKIOperation), line (the first line of an error's body), polls, waited (seconds),
 *                       reply weak (a list of "des", "sha1"), signer is chosen, nonce is ours, transaction is ours,
 *                       verifies, for our key, ours is first (booleans), reply fault ("" or "cut", "signature",
 *                       "decrypt", "legacy" (single DES that this system cannot read), "other"), transaction (text),
 *                       serial (hex; ""), sent and issued: maps of subject (text), dns, email, uri (lists), principal,
 *                       key usage (list), has key usage, extended (list of OIDs or short names); issued also has not
 *                       before, not after, chains (boolean), signature ("sha256WithRSAEncryption"), pem (data; not in
 *                       JSON)
 *
 * All members are always there. No member holds a secret. All texts are the server's: text_show them. */
#ifndef MODEL_ASKED_H
#define MODEL_ASKED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fetch.h"
#include "base/node.h"
#include "base/strbuf.h"
#include "base/strvec.h"

#include "syntax/x500.h"

/* Bytes of a text, and of a URL, a redirect or a Name. */
#define ASKED_TEXT_MAX 1024
#define ASKED_URL_MAX 8192

enum asked_role {
	ASKED_ANCHOR =
		1 << 0, /* chains must end in it: it has the fingerprint, or it is the only one */
	ASKED_SIGNER = 1 << 1,    /* must have signed replies */
	ASKED_RECIPIENT = 1 << 2, /* requests are encrypted to it */
	ASKED_ISSUER = 1 << 3, /* issued the signer and recipient, if these are RAs; or is they */
};

struct asked_certificate {
	char *subject, *issuer, *key;
	char *sha256; /* hex in small letters */
	unsigned roles;
	struct strvec usage;
	bool has_usage, is_rsa, is_ca, self_issued;
	int64_t not_before, not_after;
	struct strbuf der; /* empty if the facts come from JSON */
};

enum asked_stop {
	STOP_NOWHERE,
	STOP_FINGERPRINT, /* no certificate has it */
	STOP_USAGE,       /* errSecKeyUsageIncorrect, -67731 */
	STOP_CHAIN,       /* the RA's chain does not end in the anchor */
	STOP_KEY,         /* the recipient's key is not RSA */
	STOP_ANSWER,      /* there is no certificate */
};

enum asked_trial_status { TRIAL_NONE, TRIAL_ISSUED, TRIAL_REFUSED, TRIAL_PENDING, TRIAL_UNREAD };

enum asked_weak { WEAK_DES = 1 << 0, WEAK_SHA1 = 1 << 1 }; /* "reply weak" */

struct asked_names {               /* of a request or of a certificate */
	char *subject, *principal; /* principal: NULL: none */
	struct strvec dns, email, uri, usage, extended;
	bool has_usage;
};

struct asked_trial {
	enum asked_trial_status status;
	int fail_info; /* RFC 8894 3.2.1.4.5; -1: none */
	int http;
	char *line;
	int polls;
	int64_t waited;
	unsigned weak; /* enum asked_weak */
	bool signer_is_chosen, nonce_is_ours, transaction_is_ours, verifies, for_our_key,
		ours_is_first;
	char *fault; /* "reply fault" */
	char *transaction;
	char *serial;
	struct asked_names sent, issued;
	int64_t not_before, not_after;
	bool chains;
	char *signature;
	struct strbuf pem; /* empty if the facts come from JSON */
};

struct asked {
	char *url, *name; /* name: NULL: none */
	int64_t when;
	struct fetched transport; /* without a body */
	struct {
		int status;
		enum fetch_failure failure;
		char *type;
		struct strvec known, unknown;
		char *line_ends;
		bool post;
		char *cipher, *digest;
	} caps;
	char *names, *answer, *type_kind;
	struct asked_certificate *certificates;
	size_t n, alloc;
	int matches; /* index of the certificate that has the fingerprint; ASKED_NO_MATCH, ASKED_NOT_GIVEN */
	char *asked_with; /* that fingerprint in hex with colons; "": none was given */
	enum asked_stop stop;
	char *root;
	/* Whether this system has the anchor among its roots, as far as anyone has looked: not a member of the node
	 * (format/ask/asked_root.h). */
	bool root_known;
	struct asked_trial trial;
};

#define ASKED_NO_MATCH (-1)
#define ASKED_NOT_GIVEN (-2)
#define ASKED_INIT                                                    \
	{                                                             \
		.transport = FETCHED_INIT, .matches = ASKED_NOT_GIVEN \
	}

void asked_release(struct asked *asked);
#define ASKED(name) __attribute__((cleanup(asked_release))) struct asked name = ASKED_INIT

/* Strict: returns false with a sentence for anything of another shape or beyond the bounds of syntax/scep.h. What was
 * filled must be released in any case. */
bool asked_from_node(const struct node *node, struct asked *asked, struct strbuf *err);
/* All members but der and pem. The caller frees. */
struct node *asked_to_node(const struct asked *asked);

/* An answer to GetCACert with status 200, whatever it is. */
bool asked_is_answered(const struct asked *asked);
/* The certificate in which the chains of devices end, or would without a fingerprint that none has: with the role
 * anchor, else one that issued itself, else a CA's, else the only one. NULL if there is none. */
const struct asked_certificate *asked_anchor(const struct asked *asked);
/* Whether devices take the content type for that of "one" or a "bundle", with or without parameters. */
bool asked_type_is(const struct asked *asked, const char *answer);
/* "badRequest" of fail info 2 (RFC 8894, section 3.2.1.4.5); NULL if that has no name. */
const char *asked_fail_info_name(int fail_info);
/* What a trial has asked for and did not get: the types of parts of the subject ("2.5.4.5"), and kinds of alternative
 * names ("dNSName", "rfc822Name", "uniformResourceIdentifier", "ntPrincipalName"). None unless a certificate came. */
void asked_dropped(const struct asked_trial *trial, struct strvec *types);
/* Whether a name is among the names; names of hosts may differ in case. */
bool asked_has_name(const struct strvec *names, const char *name, bool of_host);
/* Reads the subjects of a trial, as far as they can be read. False if one is so long that the facts have only its
 * beginning. */
bool asked_subjects(
	const struct asked_trial *trial, struct x500_name *sent, struct x500_name *issued);
/* The value of a part of that type in a subject: the same one if it is there, else another; NULL if there is none. */
const char *asked_subject_value(const struct x500_name *subject, const struct x500_pair *like);

/* The first certificate with that role; NULL if there is none. */
const struct asked_certificate *asked_find(const struct asked *asked, enum asked_role role);

#endif
