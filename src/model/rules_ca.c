/* Rules about the CA that a server has shown (model/asked.h): its certificates as devices choose among them, its Name,
 * its capabilities, and the root in the profile. Facts may be older than the draft's answers, so the fingerprint and the
 * root that the draft has now are compared again as far as that is possible.
 *
 * Sources: RFC 8894; Apple's published Security framework (SecSCEP.c, the security scep tool). */
#include <string.h>

#include "base/text.h"
#include "base/utc.h"
#include "base/xalloc.h"

#include "syntax/base64.h"
#include "syntax/pem.h"

#include "model/asked.h"
#include "model/field_type_rows.h"
#include "model/rules_lints.h"

#define DAY 86400
#define ENDS_SOON_DAYS 90
/* Certificates that a sentence names, and bytes of a hash in it. */
#define NAMED_MAX 4
#define HASH_BYTES 8
#define SHA256_BYTES 32

static void
sha256_bytes(const struct asked_certificate *cert, unsigned char bytes[32])
{
	for (size_t i = 0; i < 32; i++)
		bytes[i] = (unsigned char)(text_hex_digit(cert->sha256[2 * i]) << 4 |
					   text_hex_digit(cert->sha256[2 * i + 1]));
}

static int
match_of_sha256(const struct asked *asked, const unsigned char *hash)
{
	for (size_t i = 0; i < asked->n; i++) {
		unsigned char bytes[32];

		sha256_bytes(&asked->certificates[i], bytes);
		if (!memcmp(bytes, hash, sizeof bytes))
			return (int)i;
	}
	return ASKED_NO_MATCH;
}

/* asked.matches of the fingerprint that the draft has now. The facts know only the certificates' SHA-256, so of another
 * hash than the one that was asked with nothing is known. */
static int
asked_match(const struct check *check, const struct asked *asked)
{
	const char *text = lint_text(check, ROLE_FINGERPRINT);
	struct fingerprint fp;
	FINDING(slip);

	if (!*text || fingerprint_parse(text, &fp, &slip) < 0)
		return ASKED_NOT_GIVEN;
	if (fp.len == SHA256_BYTES)
		return match_of_sha256(asked, fp.bytes);
	return lint_asked_with(check, asked) ? asked->matches : ASKED_NOT_GIVEN;
}

/* Why devices stop: with the fingerprint that this was found out with, or without any, because then no fingerprint
 * helps. */
static bool
asked_stops(const struct check *check, const struct asked *asked, enum asked_stop stop)
{
	return asked && asked->stop == stop &&
	       (asked->matches == ASKED_NOT_GIVEN || asked_match(check, asked) == asked->matches);
}

/* Whether a device that goes by the content type reads what the answer is. */
static bool
answer_is(const struct asked *asked, const char *answer)
{
	return asked->n && !strcmp(asked->answer, answer) && asked_type_is(asked, answer);
}

/* Whether no certificate of a bundle is for signatures and for encryption, and no two are each for one of them: that does
 * not depend on the fingerprint. */
static bool
bundle_lacks_usage(const struct asked *asked)
{
	bool signer = false, recipient = false, both = false;

	for (size_t i = 0; i < asked->n; i++) {
		const struct strvec *usage = &asked->certificates[i].usage;
		bool signs = strvec_contains(usage, "digitalSignature"),
		     decrypts = strvec_contains(usage, "keyEncipherment");

		both |= signs && decrypts;
		signer |= signs && !decrypts;
		recipient |= decrypts && !signs;
	}
	return answer_is(asked, "bundle") && !both && !(signer && recipient);
}

/* "CN=Example Root CA (11:22:33:44:...), ..." */
static void
certificates_tell(const struct asked *asked, struct strbuf *out)
{
	for (size_t i = 0; i < asked->n && i < NAMED_MAX; i++) {
		const struct asked_certificate *cert = &asked->certificates[i];
		unsigned char bytes[32];

		sha256_bytes(cert, bytes);
		strbuf_addf(out, "%s%.*s (SHA-256 ", i ? ", " : "", EXCERPT(cert->subject));
		fingerprint_to_hex(bytes, HASH_BYTES, out);
		strbuf_addstr(out, "...)");
	}
	if (asked->n > NAMED_MAX)
		strbuf_addf(out, ", and %zu more", asked->n - NAMED_MAX);
}

static void
ca_fingerprint(struct check *check)
{
	const struct asked *asked = lint_asked(check);
	const struct asked_certificate *anchor;
	unsigned char bytes[32];
	STRBUF(certs);
	STRBUF(fix);

	if (!asked || !asked->n || asked_match(check, asked) != ASKED_NO_MATCH)
		return;
	anchor = asked_anchor(asked);
	if (anchor) {
		sha256_bytes(anchor, bytes);
		base64_encode(bytes, sizeof bytes, &fix);
	}
	certificates_tell(asked, &certs);
	check_add_fix(check,
		check_report(check, "ca-fingerprint", 0,
			"no certificate of the server has this fingerprint, so devices stop. It "
			"sends %s. Ask the CA's administrator which is right",
			certs.buf),
		anchor ? fix.buf : NULL);
}

static void
ca_fingerprint_leaf(struct check *check)
{
	const struct asked *asked = lint_asked(check);
	int match = asked ? asked_match(check, asked) : ASKED_NO_MATCH;
	const struct asked_certificate *cert = match >= 0 ? &asked->certificates[match] : NULL;
	STRBUF(day);

	if (!cert || cert->is_ca || cert->self_issued)
		return;
	utc_day(cert->not_after, &day);
	check_report(check, "ca-fingerprint-leaf", 0,
		"this is the fingerprint of %.*s, which is not a CA. It is of no use when that "
		"certificate is replaced, by %s at the latest. Use the CA's",
		EXCERPT(cert->subject), day.buf);
}

static void
ca_ra_usage(struct check *check)
{
	const struct asked *asked = lint_asked(check);

	if (asked && bundle_lacks_usage(asked))
		check_report(check, "ca-ra-usage", 0,
			"the server sends %zu %s, but none that allows digitalSignature and "
			"keyEncipherment, so devices stop with -67731. Have it send the CA's "
			"certificate alone, as application/x-x509-ca-cert, or a real RA",
			asked->n, plural(asked->n, "certificate", "certificates"));
}

static void
ca_ra_chain(struct check *check)
{
	const struct asked *asked = lint_asked(check);

	if (!lint_asked_here(check, ROLE_FINGERPRINT) || !asked_stops(check, asked, STOP_CHAIN))
		return;
	if (asked->matches >= 0)
		check_report(check, "ca-ra-chain", 0,
			"the RA's certificate does not lead to the one with this fingerprint, "
			"%.*s, so devices stop. Enter the fingerprint of the CA that issued the "
			"RA's",
			EXCERPT(asked->certificates[asked->matches].subject));
	else
		check_report(check, "ca-ra-chain", 0,
			"the RA's certificates do not lead to one CA of the answer, so devices "
			"stop. Have the server send the CA that issued them");
}

static void
ca_key_not_rsa(struct check *check)
{
	const struct asked *asked = lint_asked(check);
	const struct asked_certificate *cert;

	if (!asked || (!asked_stops(check, asked, STOP_KEY) &&
			      (!answer_is(asked, "one") || asked->certificates[0].is_rsa)))
		return;
	cert = asked_find(asked, ASKED_RECIPIENT);
	if (!cert)
		cert = asked_anchor(asked);
	check_report(check, "ca-key-not-rsa", 0,
		"the key of %.*s is %.*s, and devices encrypt only to RSA keys. Use an RSA CA, or "
		"an RA with an RSA key",
		EXCERPT(cert ? cert->subject : "the CA"), EXCERPT(cert ? cert->key : "not RSA"));
}

static void
ca_usage_single(struct check *check)
{
	const struct asked *asked = lint_asked(check);
	const struct asked_certificate *cert = asked && asked->n == 1 ? asked->certificates : NULL;

	if (!cert || strcmp(asked->answer, "one") != 0 || !cert->has_usage ||
		(strvec_contains(&cert->usage, "digitalSignature") &&
			strvec_contains(&cert->usage, "keyEncipherment")))
		return;
	check_report(check, "ca-usage-single", 0,
		"the CA's key usage lacks digitalSignature or keyEncipherment. Apple's devices "
		"accept this. Other clients may not");
}

static void
ca_certificate_tell(struct check *check, const struct asked_certificate *cert, time_t now)
{
	const char *what = NULL, *advice = "The server needs a new one";
	STRBUF(day);

	utc_day(now < cert->not_before ? cert->not_before : cert->not_after, &day);
	if (now < cert->not_before) {
		what = "is not valid before";
		advice = "Check the clocks";
	} else if (now > cert->not_after) {
		what = "expired on";
	} else if (cert->not_after - now < (int64_t)ENDS_SOON_DAYS * DAY) {
		what = "ends soon, on";
	}
	if (what)
		check_report(check, "ca-certificate-validity", 0,
			"the certificate of %.*s %s %s. %s", EXCERPT(cert->subject), what, day.buf,
			advice);
}

/* Those that devices use; all, if they use none. */
static void
ca_certificate_validity(struct check *check)
{
	const struct asked *asked = lint_asked(check);
	unsigned roles = 0;

	for (size_t i = 0; asked && i < asked->n; i++)
		roles |= asked->certificates[i].roles;
	for (size_t i = 0; asked && i < asked->n; i++)
		if (asked->certificates[i].roles || !roles)
			ca_certificate_tell(check, &asked->certificates[i], lint_now(check));
}

static void
ca_name(struct check *check)
{
	const struct asked *asked = lint_asked(check);
	const char *names = asked ? asked->names : "";

	if (!strcmp(names, "same") && *check->text)
		check_report(check, "ca-name", 0,
			"the server answers any Name alike. It may be left empty");
	else if (!strcmp(names, "other") && !*check->text)
		check_report_as(check, SEVERITY_WARNING, "ca-name", 0,
			"the server has another CA for another Name. Check that the one without a "
			"Name is yours");
	else if (!strcmp(names, "other"))
		check_report(check, "ca-name", 0,
			"the server has another CA for another Name, so this Name must stay as it "
			"is");
	else if (!strcmp(names, "none") && *check->text)
		check_report(check, "ca-name", 0,
			"the server answers this Name and not another one, so it must stay as it "
			"is");
}

/*
 * What the server can.
 */

/* The facts, if the server answers and has a list of capabilities or not. */
static const struct asked *
asked_with_caps(const struct check *check, bool has_list)
{
	const struct asked *asked = lint_asked(check);

	if (!asked || !asked_is_answered(asked) || (asked->caps.known.n > 0) != has_list)
		return NULL;
	return asked;
}

static void
ca_caps_none(struct check *check)
{
	const struct asked *asked = asked_with_caps(check, false);

	if (asked)
		check_report(check, "ca-caps-none", 0,
			"the server has %s (GetCACaps). Devices use GET, 3DES and SHA-1 then, and "
			"newer ones are reported to refuse. Have it list POSTPKIOperation, AES "
			"and SHA-256",
			asked->caps.unknown.n ? "no capability that devices know"
					      : "no list of capabilities");
}

static void
ca_caps_line_ends(struct check *check)
{
	const struct asked *asked = lint_asked(check);

	if (asked && !strcmp(asked->caps.line_ends, "crlf"))
		check_report(check, "ca-caps-line-ends", 0,
			"the list of capabilities has CR LF, as RFC 8894 allows. Apple's published "
			"tool reads only LF, and then knows none of them");
}

static void
ca_no_post(struct check *check)
{
	const struct asked *asked = asked_with_caps(check, true);

	if (asked && !asked->caps.post)
		check_report(check, "ca-no-post", 0,
			"the server does not list POSTPKIOperation, so devices send the request in "
			"the URL. Long ones may be cut, and some servers fail. Allow POST");
}

static void
ca_no_aes(struct check *check)
{
	const struct asked *asked = asked_with_caps(check, true);

	if (asked && strcmp(asked->caps.cipher, "AES-128") != 0)
		check_report(check, "ca-no-aes", 0,
			"the server does not list AES, so devices encrypt with 3DES%s. Enable AES "
			"there",
			strvec_contains(&asked->caps.known, "DES3")
				? ""
				: ", and newer ones are reported to refuse");
}

static void
ca_no_sha256(struct check *check)
{
	const struct asked *asked = asked_with_caps(check, true);

	if (asked && !strcmp(asked->caps.digest, "SHA-1"))
		check_report(check, "ca-no-sha256", 0,
			"the server does not list SHA-256 or SHA-512, so devices sign with SHA-1%s. "
			"Enable SHA-256 there",
			strvec_contains(&asked->caps.known, "SHA-1")
				? ""
				: ", and newer ones are reported to refuse");
}

/*
 * The root in the profile.
 */

/* As far as its names and its hash tell. */
static bool
root_is_above(const struct certificate *root, const struct asked *asked)
{
	for (size_t i = 0; i < asked->n; i++)
		if (!strcmp(asked->certificates[i].issuer, root->subject.buf))
			return true;
	return match_of_sha256(asked, root->sha256) >= 0;
}

/* Whether the facts say so, or let names and hashes say it: those of a URL alone were asked for without a root. Then the
 * answer must have a root of its own, or the included one may be above a CA that the server does not send. */
static bool
root_may_be_other(const struct asked *asked)
{
	bool has_root = false;

	for (size_t i = 0; i < asked->n; i++)
		has_root |= asked->certificates[i].self_issued;
	return !strcmp(asked->root, "other") || (!strcmp(asked->root, "none") && has_root);
}

/* The root of the answer in PEM, if it has one and came from the server itself. */
static void
root_of_answer(const struct asked *asked, struct strbuf *pem)
{
	for (size_t i = 0; i < asked->n && !pem->len; i++) {
		const struct asked_certificate *cert = &asked->certificates[i];

		if (cert->self_issued && cert->is_ca && cert->der.len)
			pem_encode("CERTIFICATE", cert->der.buf, cert->der.len, pem);
	}
}

static void
ca_root_other(struct check *check)
{
	const struct asked *asked = lint_asked(check);
	const struct certificate_read *read;
	STRBUF(fix);

	if (!asked || !asked->n || !*check->text || !root_may_be_other(asked))
		return;
	read = lint_certificate(check, check->text);
	if (!read->good || root_is_above(&read->cert, asked))
		return;
	root_of_answer(asked, &fix);
	check_add_fix(check,
		check_report(check, "ca-root-other", 0,
			"%.*s has not issued the server's certificates, so devices do not trust "
			"the chain. Include the root of %.*s",
			EXCERPT(read->cert.subject.buf),
			EXCERPT(asked_anchor(asked) ? asked_anchor(asked)->subject
						    : asked->certificates[0].subject)),
		fix.len ? fix.buf : NULL);
}

static void
ca_root_missing(struct check *check)
{
	const struct asked *asked = lint_asked(check);

	if (!asked || !asked->n || asked->root_known ||
		!lint_is_empty(check, ROLE_ROOT_CERTIFICATE))
		return;
	check_report(check, "ca-root-missing", 0,
		"the profile does not have the CA's root, and no certificate that the server "
		"sends is one of this system's roots. Devices do not keep what it sends, so "
		"include the root, or install it another way");
}

static const struct rule ca_rows[] = {
	{ .id = "ca-fingerprint",
		.severity = SEVERITY_ERROR,
		.roles = ROLE_BIT(ROLE_FINGERPRINT),
		.gist = "No certificate of the server has the fingerprint",
		.why = "devices stop before they enrol",
		.advice = "ask the CA's administrator for the right one",
		.detail = "The fix is the SHA-256 of the CA's certificate. Compare it first: "
			  "someone else may have answered",
		.source = "Apple Security: SecSCEP.c",
		.flags = RULE_ASKED,
		.lint = ca_fingerprint },
	{ .id = "ca-fingerprint-leaf",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_FINGERPRINT),
		.gist = "The fingerprint is that of the RA",
		.why = "no device enrols once the RA has a new certificate",
		.advice = "use the fingerprint of the CA",
		.source = "Apple Security: SecSCEP.c",
		.flags = RULE_ASKED,
		.lint = ca_fingerprint_leaf },
	{ .id = "ca-ra-usage",
		.severity = SEVERITY_ERROR,
		.roles = ROLE_BIT(ROLE_SCEP_URL),
		.gist = "A bundle without an RA that devices can use",
		.why = "devices look for digitalSignature and keyEncipherment, and stop with "
		       "errSecKeyUsageIncorrect (-67731)",
		.advice = "have the server send the CA's certificate alone, as "
			  "application/x-x509-ca-cert, or a real RA",
		.source = "Apple Security: SecSCEP.c",
		.flags = RULE_ASKED,
		.lint = ca_ra_usage },
	{ .id = "ca-ra-chain",
		.severity = SEVERITY_ERROR,
		.roles = ROLE_BIT(ROLE_FINGERPRINT) | ROLE_BIT(ROLE_SCEP_URL),
		.gist = "The RA was not issued by the CA with the fingerprint",
		.why = "devices trust only a chain that ends there, and stop",
		.advice = "enter the fingerprint of the CA that issued the RA's certificate",
		.source = "Apple Security: SecSCEP.c",
		.flags = RULE_ASKED,
		.lint = ca_ra_chain },
	{ .id = "ca-key-not-rsa",
		.severity = SEVERITY_ERROR,
		.roles = ROLE_BIT(ROLE_SCEP_URL),
		.gist = "The CA's key is not RSA",
		.why = "devices cannot encrypt their request to it",
		.advice = "use an RSA CA, or an RA with an RSA key",
		.source = "Apple Security: SecSCEP.c",
		.flags = RULE_ASKED,
		.lint = ca_key_not_rsa },
	{ .id = "ca-usage-single",
		.severity = SEVERITY_INFO,
		.roles = ROLE_BIT(ROLE_SCEP_URL),
		.gist = "The CA's certificate is not for SCEP by its key usage",
		.why = "Apple's devices accept it, and other clients may not",
		.advice = "use an RA if other clients enrol there",
		.source = "RFC 8894, section 2.1.2; Apple Security: SecSCEP.c",
		.flags = RULE_ASKED,
		.lint = ca_usage_single },
	{ .id = "ca-certificate-validity",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_SCEP_URL),
		.gist = "A certificate of the CA is expired, ends soon or is not valid yet",
		.why = "enrolment fails then, or what was issued is not trusted",
		.advice = "the server needs a new certificate",
		.source = "RFC 5280, section 4.1.2.5",
		.flags = RULE_ASKED,
		.lint = ca_certificate_validity },
	{ .id = "ca-name",
		.severity = SEVERITY_INFO,
		.roles = ROLE_BIT(ROLE_CA_NAME),
		.gist = "What the server does with the Name",
		.why = "some choose the CA by it, others ignore it",
		.advice = "enter the Name of your CA if the server has several",
		.detail = "A warning if Name is empty and the server has another CA for a Name",
		.source = "RFC 8894, section 4.2; micromdm issue 436",
		.flags = RULE_ASKED,
		.lint = ca_name },
	{ .id = "ca-caps-none",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_SCEP_URL),
		.gist = "The server has no list of capabilities",
		.why = "devices use GET, 3DES and SHA-1 then, and newer ones are reported to "
		       "refuse",
		.advice = "have it list POSTPKIOperation, AES and SHA-256",
		.source = "RFC 8894, section 3.5.2; micromdm/scep issue 23",
		.flags = RULE_ASKED,
		.lint = ca_caps_none },
	{ .id = "ca-caps-line-ends",
		.severity = SEVERITY_INFO,
		.roles = ROLE_BIT(ROLE_SCEP_URL),
		.gist = "The list of capabilities has CR LF",
		.why = "Apple's published tool reads only LF, although RFC 8894 allows both",
		.advice = "have the server end lines with LF alone",
		.source = "RFC 8894, section 3.5.2; Apple Security: scep tool",
		.flags = RULE_ASKED,
		.lint = ca_caps_line_ends },
	{ .id = "ca-no-post",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_SCEP_URL),
		.gist = "The server does not list POSTPKIOperation",
		.why = "devices send the request in the URL, which may be cut",
		.advice = "allow POST on the server",
		.source = "RFC 8894, section 4.1; Apple Security: scep tool",
		.flags = RULE_ASKED,
		.lint = ca_no_post },
	{ .id = "ca-no-aes",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_SCEP_URL),
		.gist = "The server does not list AES",
		.why = "devices encrypt the challenge with 3DES",
		.advice = "enable AES on the server",
		.source = "RFC 8894, section 3.5.2; Apple Security: scep tool",
		.flags = RULE_ASKED,
		.lint = ca_no_aes },
	{ .id = "ca-no-sha256",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_SCEP_URL),
		.gist = "The server does not list SHA-256 or SHA-512",
		.why = "devices sign their request with SHA-1",
		.advice = "enable SHA-256 on the server",
		.source = "RFC 8894, section 3.5.2; Apple Security: scep tool",
		.flags = RULE_ASKED,
		.lint = ca_no_sha256 },
	{ .id = "ca-root-other",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_ROOT_CERTIFICATE),
		.gist = "The included root is not that of the CA",
		.why = "devices do not trust what the CA issues",
		.advice = "include the CA's own root",
		.source = "step-ca issue 746",
		.flags = RULE_ASKED,
		.lint = ca_root_other },
	{ .id = "ca-root-missing",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_ROOT_CERTIFICATE),
		.gist = "The profile does not have the CA's root",
		.why = "devices do not keep the certificates that the server sends",
		.advice = "include the root, or install it another way",
		.detail = "Silent if the server sends a root that this system has, because "
			  "devices may have it too",
		.source = "step-ca issue 746",
		.flags = RULE_ASKED | RULE_DORMANT,
		.lint = ca_root_missing },
};
const struct rule_table ca_rules = { ca_rows, ARRAY_SIZE(ca_rows), "The CA" };
