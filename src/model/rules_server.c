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

/* False where the URL cannot be read; url is to be released in any case. */
static bool
url_read(const char *text, struct url *url)
{
	struct finding slip = FINDING_INIT;
	bool good = url_parse(text, url, &slip) == 0;

	finding_release(&slip);
	return good;
}

void
url_http_without_fingerprint(struct check *check)
{
	struct url url = URL_INIT;

	if (url_read(check->text, &url) && !strcmp(url.scheme.buf, "http") &&
		lint_is_empty(check, "fingerprint"))
		check_report(check, "url-http-without-fingerprint", 0,
			"plain http without a fingerprint: anyone on the path can answer as your CA; "
			"fill in Fingerprint, or use https");
	url_release(&url);
}

void
url_query(struct check *check)
{
	struct url url = URL_INIT;
	char *mend;

	if (url_read(check->text, &url) && url.query.len) {
		size_t kept = strlen(check->text) - url.query.len;

		mend = xstrndup(check->text, kept);
		check_add_fix(check,
			check_report(check, "url-query", kept,
				"the device adds ?operation=... to the URL itself and drops \"%.*s\"; end "
				"the URL before it",
				EXCERPT(url.query.buf)),
			mend);
		free(mend);
	}
	url_release(&url);
}

void
url_ndes_path(struct check *check)
{
	const char *wrong = NULL;

	if (text_contains(check->text, "mscep_admin"))
		wrong = "mscep_admin is the page for people";
	else if (text_contains(check->text, "/certsrv/") &&
		 !text_contains(check->text, "mscep.dll"))
		wrong = "the path names no mscep.dll";
	if (wrong)
		check_report(check, "url-ndes-path", 0,
			"%s; NDES answers devices at /certsrv/mscep/mscep.dll", wrong);
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
		return "it is each device itself";
	if (!strcmp(url->scheme.buf, "https") && host_is_private(host))
		return "it is a private address, for which no public authority gives an "
		       "https certificate";
	if (host_is_example(host))
		return "it is a name for examples";
	if (placeholder_find(host, PLACEHOLDER_IN_DOTTED, &found) && found.sure &&
		found.kind != PLACEHOLDER_VARIABLE)
		return "it still has a placeholder in it";
	return NULL;
}

void
url_unreachable_host(struct check *check)
{
	struct url url = URL_INIT;
	const char *doubt = url_read(check->text, &url) ? host_doubt(&url) : NULL;

	if (doubt)
		check_report(check, "url-unreachable-host", 0,
			"devices will not reach the host \"%.*s\": %s; put in the name by which "
			"they reach the server",
			EXCERPT(url.host.buf), doubt);
	url_release(&url);
}

/* Where letters are mixed, those that are not ASCII stand as their numbers. */
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

static void
host_punycode_report(struct check *check, const char *host, const char *read)
{
	bool mixed;
	const char *scripts = punycode_lookalikes(read, &mixed);
	struct strbuf told = STRBUF_INIT;

	host_punycode_told(read, mixed, &told);
	if (mixed)
		check_report_as(check, SEVERITY_WARNING, "host-punycode", 0,
			"\"%s\" reads as \"%s\", which mixes %s letters, as false names do; make "
			"sure that this host is meant",
			host, told.buf, scripts);
	else
		check_report(check, "host-punycode", 0, "\"%s\" reads as \"%s\"%s%s%s", host,
			told.buf, scripts ? ", in " : "", scripts ? scripts : "",
			scripts ? " letters, of which many look like Latin ones" : "");
	strbuf_release(&told);
}

/* For a URL and for a name alone. */
void
host_punycode(struct check *check)
{
	struct url url = URL_INIT;
	struct strbuf read = STRBUF_INIT;
	const char *host = url_read(check->text, &url) ? url.host.buf : check->text;

	if (punycode_decode(host, &read) == 0)
		host_punycode_report(check, host, read.buf);
	url_release(&url);
	strbuf_release(&read);
}

static void
retry_too_long_product(struct check *check, long retries, long delay)
{
	if (delay > RETRY_SECONDS)
		check_report(check, "retry-too-long", 0,
			"%ld seconds between retries block the installation that long; "
			"stay at %d or below",
			delay, RETRY_SECONDS);
	else if (retries <= RETRIES_MANY && retries * delay > RETRY_SECONDS)
		check_report(check, "retry-too-long", 0,
			"%ld retries with %ld seconds between block the installation for %ld "
			"minutes; stay below an hour together",
			retries, delay, retries * delay / 60);
}

/* Stands with the field that is to blame: Retries, else Retry delay, for the product too. */
void
retry_too_long(struct check *check)
{
	long retries = integer_read(lint_text(check, "retries"));
	long delay = integer_read(lint_text(check, "retry_delay"));

	if (strcmp(check->field->key, "retries") != 0)
		retry_too_long_product(check, retries, delay);
	else if (retries > RETRIES_MANY)
		check_report(check, "retry-too-long", 0,
			"%ld retries block the installation while the server answers Pending; stay "
			"at %d or below",
			retries, RETRIES_MANY);
}

void
retry_no_delay(struct check *check)
{
	if (integer_read(check->text) == 0 && integer_read(lint_text(check, "retries")) > 0)
		check_report(check, "retry-no-delay", 0,
			"with a delay of 0 the device makes all its retries at once, before "
			"anybody can approve the request");
}

/* A CA's name has no blank on any server that was seen. */
void
name_looks_like_label(struct check *check)
{
	if (strpbrk(check->text, " \t"))
		check_report(check, "name-looks-like-label", strcspn(check->text, " \t"),
			"\"%.*s\" looks like a label, but it is sent to the CA as message=; use "
			"what the CA expects, or leave it empty",
			EXCERPT(check->text));
}

void
name_placeholder(struct check *check)
{
	if (!strcasecmp(check->text, "CA-IDENT"))
		check_report(check, "name-placeholder", 0,
			"\"%s\" is Apple Configurator's placeholder; use what the CA expects, or "
			"leave it empty",
			check->text);
}
