/* Rules about a trial enrolment: what the CA has made of a request as a device sends it (the member trial of
 * model/asked.h). What devices do with a reply is read in Apple's published SecSCEP.c.
 *
 * Sources: RFC 8894; Apple's published Security framework. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utc.h"
#include "base/xalloc.h"

#include "model/asked.h"
#include "model/field_type_rows.h"
#include "model/rules_lints.h"

#define DAY 86400
#define SHORT_DAYS 14
#define CLOCK_SECONDS 300 /* by which clocks may differ */
#define WEAK_KEY_BITS "1024"

/* The trial of these facts; NULL if none was made. */
static const struct asked_trial *
trial_of(const struct check *check)
{
	const struct asked *asked = lint_asked(check);

	return asked && asked->trial.status != TRIAL_NONE ? &asked->trial : NULL;
}

static const struct asked_trial *
trial_issued(const struct check *check)
{
	const struct asked_trial *trial = trial_of(check);

	return trial && trial->status == TRIAL_ISSUED ? trial : NULL;
}

/* A reply came whose signature verifies, though not always with the right certificate. */
static bool
trial_is_replied(const struct asked_trial *trial)
{
	return trial && trial->verifies;
}

/* Whether its only fault is the signer: devices stop there, whatever the rest says. */
static bool
trial_is_of_another(const struct asked_trial *trial)
{
	return trial_is_replied(trial) && !trial->signer_is_chosen && !*trial->fault;
}

void
trial_without_fingerprint(const struct draft *draft, struct findings *found)
{
	const struct form *form = draft_form(draft);
	const struct field *field = form_role(form, ROLE_FINGERPRINT);

	if (!field || !draft_applies(draft, field, NULL))
		field = form_role(form, ROLE_SCEP_URL);
	findings_addf(found, "trial-without-fingerprint", field, draft_place(draft, field),
		"plain http without a fingerprint: the challenge could go to anyone who answers. "
		"Enter the fingerprint, or trust a certificate with --trust SHA256. Nothing was "
		"sent");
}

/*
 * Refused, or still waiting.
 */

/* By the fail info. */
static const struct refusal {
	const char *what;
	enum role role; /* of the field that may be the cause */
} refusals[] = {
	{ "It does not accept an algorithm or the key size", ROLE_KEY_SIZE },
	{ "It could not open or verify the request", ROLE_SCEP_URL },
	{ "Check the challenge, whether it has been used, and whether the CA allows this "
	  "subject again",
		ROLE_CHALLENGE },
	{ "Compare the clocks of both systems", ROLE_SCEP_URL },
	{ "It has no such certificate", ROLE_SCEP_URL },
};

/* An empty one means it, too. */
static bool
key_is_weak(const struct check *check)
{
	const char *bits = lint_text(check, ROLE_KEY_SIZE);

	return !*bits || !strcmp(bits, WEAK_KEY_BITS);
}

static void
trial_refused_by_http(struct check *check, const struct asked_trial *trial)
{
	if (lint_asked_here(check, ROLE_SCEP_URL) && trial->http && trial->http != 200)
		check_report(check, "trial-refused", 0,
			"the server refused the request with HTTP status %d%s%.*s%s. Look at its "
			"log",
			trial->http, *trial->line ? " (" : "", EXCERPT(trial->line),
			*trial->line ? ")" : "");
	else if (lint_asked_here(check, ROLE_SCEP_URL))
		check_report(check, "trial-refused", 0,
			"the server refused the request without a reason. Look at its log");
}

static void
trial_refused(struct check *check)
{
	const struct asked_trial *trial = trial_of(check);
	const struct refusal *refusal;

	if (!trial || trial->status != TRIAL_REFUSED)
		return;
	if (trial->fail_info < 0 || trial->fail_info >= (int)ARRAY_SIZE(refusals)) {
		trial_refused_by_http(check, trial);
		return;
	}
	refusal = &refusals[trial->fail_info];
	if (!lint_asked_here(check, refusal->role))
		return;
	if (refusal->role == ROLE_KEY_SIZE && key_is_weak(check))
		check_report(check, "trial-refused", 0,
			"the CA refused the request: badAlg. It may not accept keys of 1024 bits. "
			"Use 2048");
	else
		check_report(check, "trial-refused", 0, "the CA refused the request: %s. %s",
			asked_fail_info_name(trial->fail_info), refusal->what);
}

/* Whether the person stopped before the draft's retries were made, as a device does not. */
static bool
waiting_was_stopped(const struct check *check, const struct asked_trial *trial)
{
	const char *retries = lint_text(check, ROLE_RETRIES);

	return trial->polls < strtol(retries, NULL, 10);
}

static void
trial_pending(struct check *check)
{
	const struct asked_trial *trial = trial_of(check);

	if (!trial || !lint_asked_here(check, ROLE_RETRIES))
		return;
	if (trial->status == TRIAL_PENDING && waiting_was_stopped(check, trial))
		check_report_as(check, SEVERITY_WARNING, "trial-pending", 0,
			"the CA still waits for an approval. You stopped waiting after %d of %.*s "
			"retries, in %d s",
			trial->polls, EXCERPT(lint_text(check, ROLE_RETRIES)), (int)trial->waited);
	else if (trial->status == TRIAL_PENDING)
		check_report_as(check, SEVERITY_WARNING, "trial-pending", 0,
			"the CA still waits for an approval after %d %s in %d s, and a device "
			"gives up then. Approve sooner, or allow more retries",
			trial->polls, plural((size_t)trial->polls, "retry", "retries"),
			(int)trial->waited);
	else if (trial->status == TRIAL_ISSUED && trial->polls > 0)
		check_report(check, "trial-pending", 0,
			"the CA waited for an approval, and issued at retry %d after %d s",
			trial->polls, (int)trial->waited);
}

/*
 * The reply.
 */

/* Why devices do not read the reply; NULL: they do. */
static const char *
reply_fault(const struct asked_trial *trial)
{
	static const struct {
		const char *fault, *what;
	} kinds[] = {
		{ "cut", "is cut" },
		{ "signature", "has a signature that does not verify" },
		{ "decrypt", "cannot be decrypted" },
		{ "other", "cannot be read" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(trial->fault, kinds[i].fault))
			return kinds[i].what;
	if (trial->status == TRIAL_ISSUED && !trial->verifies)
		return "has a signature that does not verify";
	if (trial->status == TRIAL_UNREAD && !*trial->fault && !trial_is_of_another(trial))
		return "cannot be read";
	return NULL;
}

static void
trial_reply(struct check *check)
{
	const struct asked_trial *trial = trial_of(check);
	const char *what = trial ? reply_fault(trial) : NULL;

	if (what)
		check_report(check, "trial-reply", 0,
			"the CA's reply %s, so devices stop. The CA may have issued the "
			"certificate: look at its log",
			what);
}

static void
trial_signer(struct check *check)
{
	const struct asked_trial *trial = trial_of(check);

	if (trial_is_replied(trial) && !trial->signer_is_chosen)
		check_report(check, "trial-signer", 0,
			"another certificate than the RA's or CA's signed the reply, so devices "
			"stop. Have the server sign with the one that it sends");
}

static void
trial_nonce(struct check *check)
{
	const struct asked_trial *trial = trial_of(check);

	if (!trial_is_replied(trial) || (trial->nonce_is_ours && trial->transaction_is_ours))
		return;
	check_report(check, "trial-nonce", 0,
		"the reply does not repeat the request's %s. Apple's devices do not look at it. "
		"Other clients refuse the reply",
		!trial->nonce_is_ours ? "nonce" : "transaction ID");
}

static void
trial_key(struct check *check)
{
	const struct asked_trial *trial = trial_issued(check);

	if (trial && !trial->for_our_key)
		check_report(check, "trial-key", 0,
			"the certificate is for another key than the request's, so it is of no "
			"use. Look at the CA's log");
}

static void
trial_first_certificate(struct check *check)
{
	const struct asked_trial *trial = trial_issued(check);

	if (trial && trial->for_our_key && !trial->ours_is_first)
		check_report(check, "trial-first-certificate", 0,
			"the device's certificate is not the first one in the reply, and devices "
			"read only the first (error 22008). Have the CA send it first, or alone");
}

/*
 * What was issued.
 */

/* Appends "lacks 2.5.4.5=C02X, has O=Other instead of Acme". */
static void
subject_differs(const struct x500_name *sent, const struct x500_name *issued, struct strbuf *out)
{
	for (size_t i = 0; i < sent->n; i++)
		for (size_t k = 0; k < sent->rdns[i].n; k++) {
			const struct x500_pair *pair = &sent->rdns[i].pairs[k];
			const char *other = asked_subject_value(issued, pair);
			const char *comma = out->len ? ", " : "";

			if (!other)
				strbuf_addf(out, "%slacks %.*s=%.*s", comma, EXCERPT(pair->type),
					EXCERPT(pair->value));
			else if (strcmp(other, pair->value) != 0)
				strbuf_addf(out, "%shas %.*s=%.*s instead of %.*s", comma,
					EXCERPT(pair->type), EXCERPT(other), EXCERPT(pair->value));
		}
}

static void
trial_subject(struct check *check)
{
	const struct asked_trial *trial = trial_issued(check);
	X500_NAME(sent);
	X500_NAME(issued);
	STRBUF(differs);

	if (!trial || !asked_subjects(trial, &sent, &issued))
		return;
	subject_differs(&sent, &issued, &differs);
	if (differs.len)
		check_report(check, "trial-subject", 0,
			"the certificate's subject %s. Change the CA's policy, or this subject",
			differs.buf);
}

static void
name_dropped(struct check *check, const char *what, const char *name)
{
	check_report(check, "trial-name-dropped", 0,
		"the certificate does not have the %s %.*s. Have the CA accept the alternative "
		"names of requests",
		what, EXCERPT(name));
}

static void
names_dropped(struct check *check, const char *what, const struct strvec *sent,
	const struct strvec *issued)
{
	for (size_t i = 0; i < sent->n; i++)
		if (!asked_has_name(issued, sent->v[i], true))
			name_dropped(check, what, sent->v[i]);
}

/* At the field of each name, which goes by its type. */
static void
trial_name_dropped(struct check *check)
{
	const struct asked_trial *trial = trial_issued(check);
	const struct field_type *type = check->field->type;
	const struct asked_names *sent, *issued;

	if (!trial || !*check->text)
		return;
	sent = &trial->sent;
	issued = &trial->issued;
	if (type == &dns_name_type)
		names_dropped(check, "DNS name", &sent->dns, &issued->dns);
	else if (type == &email_type)
		names_dropped(check, "e-mail address", &sent->email, &issued->email);
	else if (type == &uri_type)
		names_dropped(check, "URI", &sent->uri, &issued->uri);
	else if (sent->principal &&
		 (!issued->principal || strcmp(sent->principal, issued->principal) != 0))
		name_dropped(check, "principal", sent->principal);
}

static void
trial_key_usage(struct check *check)
{
	const struct asked_trial *trial = trial_issued(check);
	STRVEC(missing);
	STRBUF(list);

	if (!trial || !lint_asked_here(check, ROLE_KEY_USAGE) || !trial->sent.usage.n)
		return;
	if (!trial->issued.has_usage) {
		check_report(check, "trial-key-usage", 0,
			"the certificate has no key usage, though the request asks for one. Have "
			"the CA accept it");
		return;
	}
	for (size_t i = 0; i < trial->sent.usage.n; i++)
		if (!strvec_contains(&trial->issued.usage, trial->sent.usage.v[i]))
			strvec_push(&missing, trial->sent.usage.v[i]);
	strvec_join(&missing, " and ", &list);
	if (list.len)
		check_report(check, "trial-key-usage", 0,
			"the certificate's key usage lacks %.*s. Have the CA accept the request's "
			"usage, or ask for less",
			EXCERPT(list.buf));
}

static bool
extended_has(const struct strvec *extended, const char *name, const char *oid)
{
	return asked_has_name(extended, name, true) || strvec_contains(extended, oid);
}

static void
trial_no_client_auth(struct check *check)
{
	const struct asked_trial *trial = trial_issued(check);
	const struct strvec *extended = trial ? &trial->issued.extended : NULL;

	if (!trial || !extended->n || extended_has(extended, "clientAuth", "1.3.6.1.5.5.7.3.2") ||
		extended_has(extended, "anyExtendedKeyUsage", "2.5.29.37.0"))
		return;
	check_report(check, "trial-no-client-auth", 0,
		"the certificate's extended key usage lacks clientAuth, so Wi-Fi and VPN servers "
		"refuse it. Change the CA's template");
}

static void
trial_chain(struct check *check)
{
	const struct asked_trial *trial = trial_issued(check);

	if (trial && !trial->chains)
		check_report(check, "trial-chain", 0,
			"the certificate does not lead to the CA that the server sends. Have it "
			"send the CA that issues");
}

static bool
signature_is_weak(const char *signature)
{
	OWN_TEXT(small) = text_lower(signature);

	return strstr(small, "sha1") || strstr(small, "md5");
}

static void
trial_weak(struct check *check)
{
	const struct asked_trial *trial = trial_of(check);

	if (!trial)
		return;
	if (!strcmp(trial->fault, "legacy"))
		check_report(check, "trial-weak", 0,
			"the reply is encrypted with single DES, which this system cannot read. "
			"The CA has most likely issued the certificate. Enable AES there");
	else if (trial->weak & WEAK_DES)
		check_report(check, "trial-weak", 0,
			"the reply is encrypted with single DES, which is easy to break. Enable "
			"AES on the server");
	if (trial->weak & WEAK_SHA1)
		check_report(check, "trial-weak", 0,
			"the reply is signed with SHA-1, which is weak. Enable SHA-256 on the "
			"server");
	if (trial->status == TRIAL_ISSUED && signature_is_weak(trial->signature))
		check_report(check, "trial-weak", 0,
			"the certificate is signed with %.*s, which servers may refuse. Have the "
			"CA use SHA-256",
			EXCERPT(trial->signature));
}

static void
trial_validity(struct check *check)
{
	const struct asked_trial *trial = trial_issued(check);
	int64_t when = trial ? lint_asked(check)->when : 0, days;
	STRBUF(day);

	if (!trial)
		return;
	if (trial->not_before > when + CLOCK_SECONDS) {
		utc_day(trial->not_before, &day);
		check_report_as(check, SEVERITY_WARNING, "trial-validity", 0,
			"the certificate is not valid before %s. Check the clocks, and when the "
			"CA lets certificates begin",
			day.buf);
		return;
	}
	utc_day(trial->not_after, &day);
	days = (trial->not_after - when) / DAY;
	if (trial->not_after < when)
		check_report_as(check, SEVERITY_WARNING, "trial-validity", 0,
			"the certificate had expired when it came, on %s. Check the clocks, and "
			"when the CA lets certificates end",
			day.buf);
	else if (days < SHORT_DAYS)
		check_report_as(check, SEVERITY_WARNING, "trial-validity", 0,
			"the certificate ends after %d %s, on %s. Devices do not get a new one by "
			"themselves, so let it last longer",
			(int)days, plural((size_t)days, "day", "days"), day.buf);
	else
		check_report(check, "trial-validity", 0,
			"certificates last %d days, to %s for this one. Install the profile again "
			"before they end",
			(int)days, day.buf);
}

#define AT_URL ROLE_BIT(ROLE_SCEP_URL)

static const struct rule trial_rows[] = {
	{ .id = "trial-without-fingerprint",
		.severity = SEVERITY_ERROR,
		.roles = ROLE_BIT(ROLE_FINGERPRINT) | AT_URL,
		.gist = "No trial over plain http without a fingerprint",
		.why = "the challenge would be encrypted for anyone who answers",
		.advice = "enter the fingerprint, or use --trust SHA256",
		.detail = "Nothing is sent then",
		.source = "RFC 8894, section 4.2",
		.flags = RULE_ASKED },
	{ .id = "trial-refused",
		.severity = SEVERITY_ERROR,
		.roles = AT_URL | ROLE_BIT(ROLE_KEY_SIZE) | ROLE_BIT(ROLE_CHALLENGE),
		.gist = "The CA refused the trial's request",
		.why = "it most likely refuses those of devices, too",
		.advice = "check the challenge and the subject, and look at the CA's log",
		.source = "RFC 8894, section 3.2.1.4.5",
		.flags = RULE_ASKED,
		.lint = trial_refused },
	{ .id = "trial-pending",
		.severity = SEVERITY_INFO,
		.roles = ROLE_BIT(ROLE_RETRIES) | AT_URL,
		.gist = "The CA waits for a person's approval",
		.why = "devices retry as often as Retries says, and then fail",
		.advice = "approve in time, or allow more retries",
		.detail = "A warning if the trial ended before the approval",
		.source = "Apple: Retries, RetryDelay; RFC 8894, section 3.3.3",
		.flags = RULE_ASKED,
		.lint = trial_pending },
	{ .id = "trial-reply",
		.severity = SEVERITY_ERROR,
		.roles = AT_URL,
		.gist = "The CA's reply cannot be read",
		.why = "devices stop there, though the CA may have issued the certificate",
		.advice = "look at the CA's log",
		.source = "RFC 8894, section 3.2; Apple Security: SecSCEP.c",
		.flags = RULE_ASKED,
		.lint = trial_reply },
	{ .id = "trial-signer",
		.severity = SEVERITY_ERROR,
		.roles = AT_URL,
		.gist = "Another certificate signed the reply",
		.why = "devices accept only the RA's or CA's that they chose",
		.advice = "have the server sign with the certificate that it sends",
		.source = "Apple Security: SecSCEP.c",
		.flags = RULE_ASKED,
		.lint = trial_signer },
	{ .id = "trial-nonce",
		.severity = SEVERITY_INFO,
		.roles = AT_URL,
		.gist = "The reply does not repeat the request's nonce or transaction ID",
		.why = "Apple's devices do not look at them, and other clients refuse the reply",
		.advice = "update the server if other clients enrol there",
		.source = "RFC 8894, section 3.2.1; Apple Security: SecSCEP.c",
		.flags = RULE_ASKED,
		.lint = trial_nonce },
	{ .id = "trial-key",
		.severity = SEVERITY_ERROR,
		.roles = AT_URL,
		.gist = "The certificate is for another key",
		.why = "devices cannot use it",
		.advice = "look at the CA's log",
		.source = "Apple Security: scep tool",
		.flags = RULE_ASKED,
		.lint = trial_key },
	{ .id = "trial-first-certificate",
		.severity = SEVERITY_ERROR,
		.roles = AT_URL,
		.gist = "The device's certificate is not the first in the reply",
		.why = "devices pair their key with the first one, and fail with error 22008",
		.advice = "have the CA send it first, or alone",
		.source = "Apple Security: scep tool; EJBCA: SCEP",
		.flags = RULE_ASKED,
		.lint = trial_first_certificate },
	{ .id = "trial-subject",
		.severity = SEVERITY_WARNING,
		.types = { &subject_type },
		.gist = "The certificate has another subject than asked for",
		.why = "what looks at the missing part does not find the device",
		.advice = "change the CA's policy, or the subject",
		.source = "asked",
		.flags = RULE_ASKED,
		.lint = trial_subject },
	{ .id = "trial-name-dropped",
		.severity = SEVERITY_WARNING,
		.types = { &dns_name_type, &email_type, &uri_type, &principal_type },
		.gist = "The certificate lacks an alternative name",
		.why = "what looks for that name does not find the device",
		.advice = "have the CA accept the alternative names of requests",
		.source = "asked",
		.flags = RULE_ASKED,
		.lint = trial_name_dropped },
	{ .id = "trial-key-usage",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_KEY_USAGE) | AT_URL,
		.gist = "The certificate allows less than asked for",
		.why = "what needs the missing usage refuses the certificate",
		.advice = "have the CA accept the request's usage, or ask for less",
		.source = "Apple: Key Usage; RFC 5280, section 4.2.1.3",
		.flags = RULE_ASKED,
		.lint = trial_key_usage },
	{ .id = "trial-no-client-auth",
		.severity = SEVERITY_WARNING,
		.roles = AT_URL,
		.gist = "The certificate is not for clients",
		.why = "Wi-Fi and VPN servers refuse it without clientAuth",
		.advice = "change the CA's template",
		.source = "RFC 5280, section 4.2.1.12",
		.flags = RULE_ASKED,
		.lint = trial_no_client_auth },
	{ .id = "trial-chain",
		.severity = SEVERITY_ERROR,
		.roles = AT_URL,
		.gist = "The certificate does not lead to the CA",
		.why = "devices do not trust it",
		.advice = "have the server send the CA that issues",
		.source = "Apple Security: SecSCEP.c",
		.flags = RULE_ASKED,
		.lint = trial_chain },
	{ .id = "trial-weak",
		.severity = SEVERITY_WARNING,
		.roles = AT_URL,
		.gist = "The reply or the certificate uses single DES or SHA-1",
		.why = "both are easy to break, and newer systems refuse them",
		.advice = "enable AES and SHA-256 on the server",
		.source = "RFC 8894, section 2.9",
		.flags = RULE_ASKED,
		.lint = trial_weak },
	{ .id = "trial-validity",
		.severity = SEVERITY_INFO,
		.roles = AT_URL,
		.gist = "How long certificates last",
		.why = "devices do not get a new one by themselves",
		.advice = "install the profile again before they end",
		.detail = "A warning if it ends within 14 days, or begins in the future",
		.source = "RFC 5280, section 4.1.2.5",
		.flags = RULE_ASKED,
		.lint = trial_validity },
};
const struct rule_table trial_rules = { trial_rows, ARRAY_SIZE(trial_rows), "A trial" };
