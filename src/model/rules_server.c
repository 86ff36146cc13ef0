/* Rules about the SCEP server: its URL, the name it is sent, and how often it is asked. */
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/placeholder.h"
#include "syntax/punycode.h"
#include "syntax/url.h"

#include "model/field_type_rows.h"
#include "model/rules_lints.h"

#define RETRIES_MANY 10
#define RETRY_SECONDS 3600

static void
url_http_without_fingerprint(struct check *check)
{
	const struct url *url = lint_url(check);

	if (url && !strcmp(url->scheme.buf, "http") && lint_is_empty(check, ROLE_FINGERPRINT))
		check_report(check, "url-http-without-fingerprint", 0,
			"plain http without a fingerprint. Anyone on the path can pose as your "
			"CA. Enter the fingerprint, or use https");
}

static void
url_query(struct check *check)
{
	const struct url *url = lint_url(check);
	STRBUF(fix);

	if (!url || !url->query.len)
		return;
	strbuf_add(&fix, check->text, strlen(check->text) - url->query.len);
	check_add_fix(check,
		check_report(check, "url-query", fix.len,
			"devices add ?operation=... to the URL themselves and drop \"%.*s\". End "
			"the URL before it",
			EXCERPT(url->query.buf)),
		fix.buf);
}

static void
url_ndes_path(struct check *check)
{
	const char *wrong = NULL;

	if (text_contains(check->text, "mscep_admin"))
		wrong = "mscep_admin is a page for people";
	else if (text_contains(check->text, "/certsrv/") &&
		 !text_contains(check->text, "mscep.dll"))
		wrong = "the path does not end in mscep.dll";
	if (wrong)
		check_report(check, "url-ndes-path", 0,
			"%s. NDES answers devices at /certsrv/mscep/mscep.dll", wrong);
}

/* What a device would take for itself. */
static bool
host_is_local(const char *host)
{
	return !strcmp(host, "localhost") || !strncmp(host, "127.", 4) || !strcmp(host, "[::1]") ||
	       !strcmp(host, "0.0.0.0");
}

/* RFC 1918, and link-local addresses (RFC 3927). */
static bool
host_is_private(const char *host)
{
	static const char *const starts[] = { "10.", "192.168.", "169.254.", "172.16.", "172.17.",
		"172.18.", "172.19.", "172.20.", "172.21.", "172.22.", "172.23.", "172.24.",
		"172.25.", "172.26.", "172.27.", "172.28.", "172.29.", "172.30.", "172.31." };

	if (host[strspn(host, "0123456789.")])
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(starts); i++)
		if (!strncmp(host, starts[i], strlen(starts[i])))
			return true;
	return false;
}

/* RFC 2606, and example.COMPANY as people write it. */
static bool
host_is_example(const char *host)
{
	size_t len = strlen(host);

	return !strncmp(host, "example.", 8) || strstr(host, ".example.") ||
	       (len > 8 && !strcmp(host + len - 8, ".example"));
}

static const char *
host_doubt(const struct url *url)
{
	const char *host = url->host.buf;
	struct placeholder found;

	if (host_is_local(host))
		return "is each device itself. Enter your server's name";
	if (!strcmp(url->scheme.buf, "https") && host_is_private(host))
		return "is a private address, and no public CA issues https certificates for it. "
		       "Enter your server's name";
	if (host_is_example(host))
		return "is a placeholder. Enter your server's name";
	if (placeholder_find(host, PLACEHOLDER_IN_DOTTED, &found) && found.sure &&
		found.kind != PLACEHOLDER_VARIABLE)
		return "still has a placeholder. Enter your server's name";
	return NULL;
}

static void
url_unreachable_host(struct check *check)
{
	const struct url *url = lint_url(check);
	const char *doubt = url ? host_doubt(url) : NULL;

	if (doubt)
		check_report(
			check, "url-unreachable-host", 0, "%.*s %s", EXCERPT(url->host.buf), doubt);
}

/* Another port than http's may be that of https. */
static void
acme_directory_https(struct check *check)
{
	const struct url *url = lint_url(check);
	STRBUF(fix);

	if (!url || !strcmp(url->scheme.buf, "https"))
		return;
	strbuf_addf(&fix, "https%s", check->text + url->scheme.len);
	check_add_fix(check,
		check_report(check, "acme-directory-https", 0,
			"%s begins with http://, but devices speak only https to an ACME server. "
			"Begin it with https://",
			check->field->label),
		url->port ? NULL : fix.buf);
}

/* If letters are mixed, those that are not ASCII are shown as their numbers. */
static void
host_punycode_told(const char *read, bool mixed, struct strbuf *out)
{
	size_t len = strlen(read), n;
	uint32_t cp;

	for (size_t pos = 0; pos < len; pos += n) {
		n = utf8_decode(read + pos, len - pos, &cp);
		if (mixed && cp >= 0x80)
			strbuf_addf(out, "<U+%04X>", (unsigned)cp);
		else
			strbuf_add(out, read + pos, n);
	}
}

/* For a URL and for a name alone. */
static void
host_punycode(struct check *check)
{
	const struct url *url = lint_url(check);
	const char *host = url ? url->host.buf : check->text, *scripts;
	STRBUF(read);
	STRBUF(told);
	bool mixed;

	if (punycode_decode(host, &read) < 0)
		return;
	scripts = punycode_lookalikes(read.buf, &mixed);
	host_punycode_told(read.buf, mixed, &told);
	if (mixed)
		check_report_as(check, SEVERITY_WARNING, "host-punycode", 0,
			"\"%s\" reads as \"%s\", which mixes %s letters as fake names do. Check "
			"that this is your host",
			host, told.buf, scripts);
	else
		check_report(check, "host-punycode", 0, "\"%s\" reads as \"%s\"%s%s%s", host,
			told.buf, scripts ? ", in " : "", scripts ? scripts : "",
			scripts ? " letters, many of which look like Latin ones" : "");
}

/* Reported at the field that causes it: Retries, else Retry delay, also for the product. */
static void
retry_too_long(struct check *check)
{
	long retries = integer_read(lint_text(check, ROLE_RETRIES));
	long delay = integer_read(lint_text(check, ROLE_RETRY_DELAY));

	if (check->field->role == ROLE_RETRIES && retries > RETRIES_MANY)
		check_report(check, "retry-too-long", 0,
			"%ld retries block the installation while the server answers Pending. Use "
			"%d or fewer",
			retries, RETRIES_MANY);
	if (check->field->role == ROLE_RETRIES)
		return;
	if (delay > RETRY_SECONDS)
		check_report(check, "retry-too-long", 0,
			"a delay of %ld seconds blocks the installation that long. Use %d or less",
			delay, RETRY_SECONDS);
	else if (retries <= RETRIES_MANY && retries * delay > RETRY_SECONDS)
		check_report(check, "retry-too-long", 0,
			"%ld retries with a delay of %ld seconds block the installation for %ld "
			"minutes. Stay below an hour in total",
			retries, delay, retries * delay / 60);
}

static void
retry_no_delay(struct check *check)
{
	if (integer_read(check->text) == 0 && integer_read(lint_text(check, ROLE_RETRIES)) > 0)
		check_report(check, "retry-no-delay", 0,
			"with a delay of 0, the device makes all retries at once, before anyone "
			"can approve the request");
}

/* On all known servers a CA's name has no space. */
static void
name_looks_like_label(struct check *check)
{
	if (strpbrk(check->text, " \t"))
		check_report(check, "name-looks-like-label", strcspn(check->text, " \t"),
			"\"%.*s\" looks like a label, but it is sent to the CA as message=. Enter "
			"what the CA expects, or leave it empty",
			EXCERPT(check->text));
}

static void
name_placeholder(struct check *check)
{
	if (!strcasecmp(check->text, "CA-IDENT"))
		check_report(check, "name-placeholder", 0,
			"\"%s\" is Apple Configurator's placeholder. Enter what the CA expects, "
			"or leave it empty",
			check->text);
}

static const struct rule server_rows[] = {
	{ .id = "url-missing",
		.severity = SEVERITY_ERROR,
		.roles = ROLE_BIT(ROLE_SCEP_URL),
		.special_of = "value-missing",
		.gist = "URL is required",
		.why = "the device cannot enrol without it",
		.advice = "ask your SCEP administrator for the URL",
		.source = "Apple: URL" },
	{ .id = "url-scheme",
		.severity = SEVERITY_ERROR,
		.types = { &url_type },
		.gist = "Not http:// or https://",
		.why = "devices speak only http and https to a SCEP server",
		.advice = "begin with https:// if the server supports it, else with http://",
		.detail = "A variable or placeholder alone, such as ${URL} or %s, is a warning",
		.source = "RFC 8894, section 4.1" },
	{ .id = "url-malformed",
		.severity = SEVERITY_ERROR,
		.types = { &url_type },
		.gist = "Not a usable URL",
		.why = "devices cannot reach it",
		.advice = "write it as a browser shows it, without a user name",
		.source = "RFC 3986" },
	{ .id = "url-http-without-fingerprint",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_SCEP_URL),
		.gist = "Plain http without a fingerprint",
		.why = "anyone on the path can pose as your CA",
		.advice = "enter the fingerprint, or use https",
		.source = "vendors' guides",
		.lint = url_http_without_fingerprint },
	{ .id = "url-query",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_SCEP_URL),
		.gist = "A ? or # in the URL",
		.why = "devices add ?operation=... and drop yours",
		.advice = "end the URL before it",
		.source = "Apple Security: scep tool",
		.flags = RULE_ALONE,
		.lint = url_query },
	{ .id = "url-ndes-path",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_SCEP_URL),
		.gist = "Not the NDES path for devices",
		.why = "NDES answers at /certsrv/mscep/mscep.dll",
		.advice = "use that path. mscep_admin is a page for people",
		.source = "Microsoft: NDES",
		.flags = RULE_ALONE,
		.lint = url_ndes_path },
	{ .id = "url-unreachable-host",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_SCEP_URL),
		.gist = "Devices cannot reach this host",
		.why = "enrolment fails",
		.advice = "enter the name by which devices reach the server",
		.source = "RFC 1918, RFC 2606",
		.flags = RULE_ALONE,
		.lint = url_unreachable_host },
	{ .id = "acme-directory-https",
		.severity = SEVERITY_ERROR,
		.roles = ROLE_BIT(ROLE_ACME_DIRECTORY),
		.gist = "The ACME directory is not https",
		.why = "devices speak only https to an ACME server",
		.advice = "begin the URL with https://, or ask your administrator for it",
		.source = "Apple: DirectoryURL; RFC 8555, section 6.1",
		.flags = RULE_ALONE,
		.lint = acme_directory_https },
	{ .id = "host-punycode",
		.severity = SEVERITY_INFO,
		.types = { &url_type, &dns_name_type },
		.gist = "A host name in Punycode",
		.why = "browsers and logs show other letters, some of which look alike",
		.advice = "compare it letter by letter with the name that you mean",
		.source = "RFC 5890; Unicode Technical Standard 39",
		.flags = RULE_ALONE,
		.lint = host_punycode },
	{ .id = "name-looks-like-label",
		.severity = SEVERITY_INFO,
		.roles = ROLE_BIT(ROLE_CA_NAME),
		.gist = "Looks like a label",
		.why = "it is sent to the CA as message=",
		.advice = "enter what the CA expects, or leave it empty",
		.source = "micromdm issue 436",
		.flags = RULE_ALONE,
		.lint = name_looks_like_label },
	{ .id = "name-placeholder",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_CA_NAME),
		.gist = "CA-IDENT is Configurator's placeholder",
		.why = "a server with several CAs finds none of that name",
		.advice = "enter what the CA expects, or leave it empty",
		.source = "Apple Configurator",
		.flags = RULE_ALONE,
		.lint = name_placeholder },
	{ .id = "retry-value",
		.severity = SEVERITY_ERROR,
		.roles = ROLE_BIT(ROLE_RETRIES) | ROLE_BIT(ROLE_RETRY_DELAY),
		.special_of = "integer-value",
		.gist = "Not a whole number of 0 or more",
		.why = "devices read whole numbers only",
		.advice = "enter digits only",
		.source = "Apple: Retries, RetryDelay",
		.flags = RULE_CERTAIN },
	{ .id = "retry-too-long",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_RETRIES) | ROLE_BIT(ROLE_RETRY_DELAY),
		.gist = "More than 10 retries, or more than an hour",
		.why = "the installation is blocked meanwhile",
		.advice = "stay below an hour in total",
		.source = "inferred",
		.lint = retry_too_long },
	{ .id = "retry-no-delay",
		.severity = SEVERITY_INFO,
		.roles = ROLE_BIT(ROLE_RETRY_DELAY),
		.gist = "A delay of 0",
		.why = "all retries come at once",
		.advice = "add some seconds, or set the retries to 0",
		.source = "inferred",
		.lint = retry_no_delay },
};
const struct rule_table server_rules = { server_rows, ARRAY_SIZE(server_rows), "Other servers" };
