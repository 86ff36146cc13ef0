/* Rules about facts: how a SCEP server has answered (model/asked.h). They are silent without facts, and if these are of
 * another URL or Name than the draft's.
 *
 * Sources: RFC 8894; Apple's published Security framework (SecSCEP.c, the security scep tool). The part of Apple's code
 * that speaks HTTP on devices is not published: what rests on its published tool, or on reports, is at most a
 * warning. */
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "model/asked.h"
#include "model/field_type_rows.h"
#include "model/rules_lints.h"

#define DAY 86400
#define OLD_DAYS 90
#define SHA256_BYTES 32

time_t
lint_now(const struct check *check)
{
	time_t now = lint_env(check)->now;

	return now ? now : time(NULL);
}

static bool
asked_is_of(const struct asked *asked, const char *url, const char *name)
{
	return !strcmp(asked->url, url) && !strcmp(asked->name ? asked->name : "", name);
}

const struct asked *
lint_asked(const struct check *check)
{
	const struct asked *asked = lint_env(check)->asked;

	if (!asked || !asked_is_of(asked, lint_text(check, ROLE_SCEP_URL),
			      lint_text(check, ROLE_CA_NAME)))
		return NULL;
	return asked;
}

bool
lint_asked_with(const struct check *check, const struct asked *asked)
{
	struct fingerprint fp;
	FINDING(ignored);
	STRBUF(hex);

	if (fingerprint_parse(lint_text(check, ROLE_FINGERPRINT), &fp, &ignored) == 0)
		fingerprint_to_hex(fp.bytes, fp.len, &hex);
	return !strcmp(asked->asked_with, hex.buf);
}

/* Whether the draft has a fingerprint that the facts say nothing about: they can be compared only with a SHA-256. */
static bool
fingerprint_is_other(const struct check *check, const struct asked *asked)
{
	struct fingerprint fp;
	FINDING(ignored);

	return asked->n &&
	       fingerprint_parse(lint_text(check, ROLE_FINGERPRINT), &fp, &ignored) == 0 &&
	       fp.len != SHA256_BYTES && !lint_asked_with(check, asked);
}

bool
lint_asked_here(const struct check *check, enum role role)
{
	const struct field *field = form_role(draft_form(check->draft), role);

	if (field)
		lint_depend(check, field);
	if (field && draft_applies(check->draft, field, NULL))
		return check->field == field;
	return check->field->role == ROLE_SCEP_URL;
}

static void
asked_other(struct check *check)
{
	const struct asked *asked = lint_env(check)->asked;
	const char *url = lint_text(check, ROLE_SCEP_URL), *name = lint_text(check, ROLE_CA_NAME);

	if (asked_is_of(asked, url, name)) {
		if (fingerprint_is_other(check, asked))
			check_report(check, "asked-other", 0,
				"the facts were asked for with another fingerprint, and without "
				"asking again only a SHA-256 can be compared. Ask again");
		return;
	}
	if (strcmp(asked->url, url) != 0)
		check_report(check, "asked-other", 0,
			"the facts are about another URL, %.*s, and are not used. Ask again",
			EXCERPT(asked->url));
	else
		check_report(check, "asked-other", 0,
			"the facts were asked for with another Name, \"%.*s\", and are not used. "
			"Ask again",
			EXCERPT(asked->name ? asked->name : ""));
}

static void
asked_old(struct check *check)
{
	const struct asked *asked = lint_asked(check);
	int64_t days = asked ? (lint_now(check) - asked->when) / DAY : 0;

	if (days > OLD_DAYS)
		check_report(check, "asked-old", 0, "the server was asked %d days ago. Ask again",
			(int)days);
}

/*
 * The answer.
 */

static void
ca_unreachable(struct check *check)
{
	static const struct {
		enum fetch_failure failure;
		const char *what;
	} kinds[] = {
		{ FETCH_NAME_UNKNOWN, "this host name is not known here. Check its spelling" },
		{ FETCH_REFUSED, "the server accepts no connection. Check its host and port" },
		{ FETCH_TIMEOUT, "the server does not answer in time. Check its host and port" },
		{ FETCH_PROXY, "the proxy does not answer, or refuses" },
		{ FETCH_OTHER, "the server could not be asked" },
	};
	const struct asked *asked = lint_asked(check);
	const char *says;

	for (size_t i = 0; asked && i < ARRAY_SIZE(kinds); i++) {
		if (asked->transport.failure != kinds[i].failure)
			continue;
		says = asked->transport.says.buf;
		check_report(check, "ca-unreachable", 0,
			"%s%s%s%s. Devices may still reach it from their network", kinds[i].what,
			*says ? " (" : "", says, *says ? ")" : "");
	}
}

static void
ca_answer(struct check *check)
{
	static const struct {
		enum fetch_failure failure;
		const char *what;
	} kinds[] = {
		{ FETCH_CUT, "the connection ended before the answer did. Ask again" },
		{ FETCH_TOO_LARGE,
			"the answer is larger than 1 MiB. Check that this is the SCEP server's "
			"URL" },
		{ FETCH_HEADERS,
			"the headers of the answer do not end. Check that this is the SCEP "
			"server's URL" },
		{ FETCH_NOT_HTTP, "what answers there does not speak HTTP. Check the port" },
	};
	const struct asked *asked = lint_asked(check);

	for (size_t i = 0; asked && i < ARRAY_SIZE(kinds); i++)
		if (asked->transport.failure == kinds[i].failure)
			check_report(check, "ca-answer", 0, "%s", kinds[i].what);
}

static void
ca_tls(struct check *check)
{
	const struct asked *asked = lint_asked(check);
	const char *whose, *says;

	if (asked && asked->transport.trust == FETCH_TRUST_ROOT &&
		lint_is_empty(check, ROLE_ROOT_CERTIFICATE))
		check_report(check, "ca-tls", 0,
			"only a root that is no longer included vouches for the server's https. "
			"Devices refuse it, unless they have that root");
	else if (asked && asked->transport.trust == FETCH_TRUST_ROOT)
		check_report_as(check, SEVERITY_INFO, "ca-tls", 0,
			"only the included root vouches for the server's https. Devices need it "
			"before this profile, or in it");
	if (!asked || asked->transport.failure != FETCH_TLS)
		return;
	whose = asked->transport.whose.buf;
	says = asked->transport.says.buf;
	check_report(check, "ca-tls", 0,
		"the server's https certificate is not trusted%s%s%s%s%s. Devices refuse it, "
		"unless they have its root",
		*whose ? ": " : "", whose, *says ? " (" : "", says, *says ? ")" : "");
}

/* Whether a POST that is redirected like this keeps its message: only with 307 and 308 (RFC 9110, section 15.4). */
static bool
redirect_keeps_message(const char *redirect)
{
	return !strncmp(redirect, "307", 3) || !strncmp(redirect, "308", 3);
}

static void
ca_redirect_failed(struct check *check, const struct asked *asked, const char *where)
{
	enum fetch_failure failure = asked->transport.failure;

	if (failure == FETCH_REDIRECTS)
		check_report_as(check, SEVERITY_ERROR, "ca-redirect", 0,
			"the server redirects more than %d times%s%.*s. Enter the URL that answers",
			FETCH_REDIRECTS_MAX, *where ? ", at last to " : "", EXCERPT(where));
	else if (failure == FETCH_REDIRECT_SCHEME)
		check_report_as(check, SEVERITY_ERROR, "ca-redirect", 0,
			"the server redirects to something that is not http or https%s%.*s. Enter "
			"the URL that answers",
			*where ? ": " : "", EXCERPT(where));
	else if (failure == FETCH_REDIRECT_DOWNGRADE)
		check_report_as(check, SEVERITY_ERROR, "ca-redirect", 0,
			"the server redirects from https to plain http%s%.*s. Enter the URL that "
			"answers",
			*where ? ": " : "", EXCERPT(where));
}

/* The fix is the URL that has answered, without what was asked. */
static void
ca_redirect(struct check *check)
{
	const struct asked *asked = lint_asked(check);
	const struct strvec *list = asked ? &asked->transport.redirects : NULL;
	const char *last = list && list->n ? list->v[list->n - 1] : "";
	const char *where = last + strcspn(last, " ");
	bool keeps = true;
	STRBUF(fix);

	where += strspn(where, " ");
	if (asked)
		ca_redirect_failed(check, asked, where);
	if (!*where || !asked_is_answered(asked))
		return;
	for (size_t i = 0; i < list->n; i++)
		keeps = keeps && redirect_keeps_message(list->v[i]);
	strbuf_add(&fix, where, strcspn(where, "?#"));
	check_add_fix(check,
		check_report_as(check, keeps ? SEVERITY_INFO : SEVERITY_WARNING, "ca-redirect", 0,
			"the server redirects to %.*s (%.3s). %s%s", EXCERPT(fix.buf), last,
			keeps ? "Devices may follow or not"
			      : "A device that posts its request loses it there",
			asked->n ? ". Enter the URL that answers" : ""),
		asked->n ? fix.buf : NULL);
}

static void
ca_status(struct check *check)
{
	static const struct {
		int status;
		const char *what;
	} kinds[] = {
		{ 401, "wants a login, which devices do not have. Open this path to them" },
		{ 403, "refuses to answer. Open this path to devices" },
		{ 404, "does not know this path. Check the URL" },
		{ 407, "wants a login at a proxy, which devices do not have" },
	};
	const struct asked *asked = lint_asked(check);
	const char *what = "does not answer as a SCEP server. Check the URL";
	int status = asked ? asked->transport.status : 0;

	if (!asked || asked->transport.failure != FETCH_DONE || status == 200)
		return;
	if (status >= 500)
		what = "has an error of its own. Look at its log";
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (kinds[i].status == status)
			what = kinds[i].what;
	check_report(check, "ca-status", 0, "the server %s (HTTP status %d)", what, status);
}

static const char *
type_of(const char *answer)
{
	return !strcmp(answer, "bundle") ? "application/x-x509-ca-ra-cert"
					 : "application/x-x509-ca-cert";
}

static void
ca_content_type(struct check *check)
{
	const struct asked *asked = lint_asked(check);
	const char *type = asked ? asked->transport.type.buf : "", *kind;

	if (!asked || !asked_is_answered(asked))
		return;
	kind = asked->type_kind;
	if (!strcmp(kind, "html"))
		check_report(check, "ca-content-type", 0,
			"a web page answers, perhaps to sign in, or NDES's page for people. Enter "
			"the URL for devices");
	else if (!strcmp(kind, "none"))
		check_report(check, "ca-content-type", 0,
			"the answer has no content type, so devices do not read it. The server "
			"must send %s",
			type_of(asked->answer));
	else if (!strcmp(kind, "other"))
		check_report(check, "ca-content-type", 0,
			"the content type is \"%.*s\", so devices do not read the answer. The "
			"server must send %s",
			EXCERPT(type), type_of(asked->answer));
	else if (asked->n && !asked_type_is(asked, asked->answer))
		check_report(check, "ca-content-type", 0,
			"the content type is \"%.*s\", but the answer is %s. The server must send "
			"%s",
			EXCERPT(type),
			!strcmp(asked->answer, "bundle") ? "a bundle" : "one certificate",
			type_of(asked->answer));
	else if (!strncmp(kind, "parameters-", 11))
		check_report_as(check, SEVERITY_WARNING, "ca-content-type", 0,
			"the content type is \"%.*s\". Apple's published tool accepts only %s, "
			"without anything behind it",
			EXCERPT(type), type_of(asked->answer));
}

static void
ca_not_der(struct check *check)
{
	static const struct {
		const char *answer, *what;
	} kinds[] = {
		{ "pem", "the answer is PEM, and devices read only DER. Have the server send DER" },
		{ "empty", "the answer is empty. The server must send its certificate in DER" },
		{ "html", "the answer is a web page. The server must send its certificate in DER" },
		{ "other", "the answer is not a certificate that can be read. The server must send "
			   "it in DER, a bundle in PKCS#7" },
	};
	const struct asked *asked = lint_asked(check);

	if (!asked || !asked_is_answered(asked) || !strcmp(asked->type_kind, "html"))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(asked->answer, kinds[i].answer))
			check_report(check, "ca-not-der", 0, "%s", kinds[i].what);
}

static const struct rule asked_rows[] = {
	{ .id = "asked-other",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_SCEP_URL),
		.gist = "The facts are about another server",
		.why = "what another URL or Name answers says nothing about this one",
		.advice = "ask again with scepwiz ask",
		.source = "scepwiz: check --asked",
		.flags = RULE_ASKED,
		.lint = asked_other },
	{ .id = "asked-old",
		.severity = SEVERITY_INFO,
		.roles = ROLE_BIT(ROLE_SCEP_URL),
		.gist = "The server was asked more than 90 days ago",
		.why = "servers and their certificates change",
		.advice = "ask again with scepwiz ask",
		.source = "scepwiz: check --asked",
		.flags = RULE_ASKED,
		.lint = asked_old },
	{ .id = "ca-unreachable",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_SCEP_URL),
		.gist = "The server does not answer from here",
		.why = "devices may have the same trouble, or reach it from their network",
		.advice = "check host and port, or ask from where the devices are",
		.source = "asked",
		.flags = RULE_ASKED,
		.lint = ca_unreachable },
	{ .id = "ca-answer",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_SCEP_URL),
		.gist = "The answer cannot be read",
		.why = "it is cut, too large or not HTTP",
		.advice = "check that this is the SCEP server's URL",
		.source = "RFC 9110",
		.flags = RULE_ASKED,
		.lint = ca_answer },
	{ .id = "ca-tls",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_SCEP_URL),
		.gist = "The server's https certificate is not trusted here",
		.why = "devices refuse it unless they have its root",
		.advice = "install its root on devices before this profile",
		.detail = "A note if only the included root vouches for it",
		.source = "step-ca issue 746",
		.flags = RULE_ASKED,
		.lint = ca_tls },
	{ .id = "ca-redirect",
		.severity = SEVERITY_ERROR,
		.roles = ROLE_BIT(ROLE_SCEP_URL),
		.gist = "The server redirects",
		.why = "a device that posts its request loses it at a redirect with 301 or 302",
		.advice = "enter the URL that answers",
		.detail = "A warning if the redirects lead to an answer, and a note if they are "
			  "of a kind that keeps the request. Whether devices follow is not "
			  "published",
		.source = "RFC 9110, section 15.4",
		.flags = RULE_ASKED,
		.lint = ca_redirect },
	{ .id = "ca-status",
		.severity = SEVERITY_ERROR,
		.roles = ROLE_BIT(ROLE_SCEP_URL),
		.gist = "The server answers with an error",
		.why = "devices read only an answer with status 200",
		.advice = "check the URL, and open this path to devices",
		.source = "Apple Security: scep tool",
		.flags = RULE_ASKED,
		.lint = ca_status },
	{ .id = "ca-content-type",
		.severity = SEVERITY_ERROR,
		.roles = ROLE_BIT(ROLE_SCEP_URL),
		.gist = "The answer has another content type than a CA's",
		.why = "devices choose by it how they read the answer",
		.advice = "have the server send application/x-x509-ca-cert for one certificate, "
			  "and application/x-x509-ca-ra-cert for a bundle",
		.detail = "A warning if only parameters follow the right type",
		.source = "RFC 8894, section 4.2.1; Apple Security: scep tool",
		.flags = RULE_ASKED,
		.lint = ca_content_type },
	{ .id = "ca-not-der",
		.severity = SEVERITY_ERROR,
		.roles = ROLE_BIT(ROLE_SCEP_URL),
		.gist = "The answer is not a certificate in DER",
		.why = "devices read nothing else",
		.advice = "have the server send DER, and a bundle in PKCS#7",
		.source = "RFC 8894, section 4.2.1",
		.flags = RULE_ASKED,
		.lint = ca_not_der },
};
const struct rule_table asked_rules = { asked_rows, ARRAY_SIZE(asked_rows), "The server" };
