/* The URL of a SCEP server, read part by part; the first part that does not fit is told. */
#include "syntax/url.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/punycode.h"
#include "syntax/variable.h"

#define HOST_MAX 253
#define LABEL_MAX 63
#define PORT_MAX 65535
/* Fixes of fixes: spaces, scheme and brackets are one each. */
#define FIXES_MAX 4

static const char *const schemes[] = { "http", "https", NULL };

void
url_release(struct url *url)
{
	strbuf_release(&url->scheme);
	strbuf_release(&url->host);
	strbuf_release(&url->path);
	strbuf_release(&url->query);
}

/* Schemes and hosts are the same in any case (RFC 3986, section 6.2.2.1). */
static void
add_small(struct strbuf *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		strbuf_addch(out, (char)tolower((unsigned char)text[i]));
}

static int
host_label_check(const char *label, size_t len, struct strbuf *err)
{
	if (!len)
		return error_add(err,
			"the host name has an empty part: two dots in a row, or one at an end");
	if (len > LABEL_MAX)
		return error_add(err,
			"the part \"%.*s...\" of the host name has %zu characters. At most %d are "
			"allowed",
			12, label, len, LABEL_MAX);
	if (label[0] == '-' || label[len - 1] == '-')
		return error_add(err,
			"the part \"%.*s\" of the host name begins or ends with a "
			"hyphen",
			(int)len, label);
	return 0;
}

void
host_tell_ascii(const char *host, struct strbuf *out)
{
	bool mixed;
	const char *scripts = punycode_lookalikes(host, &mixed);

	strbuf_addstr(out, "Write such a name as ");
	if (punycode_encode(host, out) < 0)
		strbuf_addstr(out, "Punycode (xn--...)");
	if (scripts)
		strbuf_addf(out, ". %s %s letters%s", mixed ? "It mixes" : "It has", scripts,
			mixed ? ", as fake names do" : "");
}

static int
host_character_check(const char *host, struct strbuf *err)
{
	STRBUF(shown);
	size_t pos = 0;

	while (isalnum((unsigned char)host[pos]) || (host[pos] && strchr("-._", host[pos])))
		pos++;
	if (!host[pos])
		return 0;
	text_show_char(&shown, host + pos);
	if ((unsigned char)host[pos] >= 0x80) {
		error_add(err, "%s at character %zu is not ASCII. ", shown.buf, pos + 1);
		host_tell_ascii(host, err);
	} else {
		error_add(err,
			"%s at character %zu cannot be in a host name. Use letters, digits, "
			"hyphens and dots",
			shown.buf, pos + 1);
	}
	return -1;
}

static int
host_address_check(const char *host, struct strbuf *err)
{
	unsigned char address[sizeof(struct in6_addr)];
	char inner[INET6_ADDRSTRLEN];
	size_t len = strlen(host);

	if (*host != '[') {
		if (inet_pton(AF_INET, host, address) == 1)
			return 0;
		return error_add(
			err, "\"%s\" is not an address. Enter four numbers from 0 to 255", host);
	}
	if (host[len - 1] == ']' && len - 2 < sizeof inner) {
		memcpy(inner, host + 1, len - 2);
		inner[len - 2] = '\0';
		if (inet_pton(AF_INET6, inner, address) == 1)
			return 0;
	}
	return error_add(err, "the text in brackets is not an IPv6 address, such as [2001:db8::1]");
}

bool
host_is_address(const char *text)
{
	unsigned char address[sizeof(struct in6_addr)];
	char inner[INET6_ADDRSTRLEN];
	size_t start = *text == '[', len = strcspn(text + start, "%]");
	const char *behind = text + start + len;

	if (start && (!*behind || behind[strlen(behind) - 1] != ']' || strchr(behind, ']')[1]))
		return false;
	if (!start && *behind == ']')
		return false;
	if (!start && len && text[len - 1] == '.')
		len--;
	if (len >= sizeof inner)
		return false;
	memcpy(inner, text + start, len);
	inner[len] = '\0';
	if (inet_pton(AF_INET6, inner, address) == 1)
		return true;
	return *behind != '%' && inet_pton(AF_INET, inner, address) == 1;
}

static int
host_name_check(const char *host, struct strbuf *err)
{
	size_t len = strlen(host);

	if (len > HOST_MAX)
		return error_add(err, "the host name has %zu characters. At most %d are allowed",
			len, HOST_MAX);
	if (host_character_check(host, err) < 0)
		return -1;
	for (;;) {
		size_t label = strcspn(host, ".");

		if (host_label_check(host, label, err) < 0)
			return -1;
		if (!host[label])
			return 0;
		host += label + 1;
	}
}

int
host_check(const char *host, bool allow_wildcard, struct strbuf *err)
{
	const char *dot = strrchr(host, '.'), *last = dot ? dot + 1 : host;

	if (!*host)
		return error_add(err, "there is no host name");
	if (*host == '[')
		return host_address_check(host, err);
	/* host fields often get a whole URL, or a host and its port */
	if (strstr(host, "://"))
		return error_add(err, "this is a URL. Enter only the host name");
	if (strchr(host, ':'))
		return error_add(err, "the host name has a colon. A port is not accepted here");
	/* an address of four numbers is meant where the last label is a number */
	if (*last && !last[strspn(last, "0123456789")])
		return host_address_check(host, err);
	if (allow_wildcard && !strncmp(host, "*.", 2))
		host += 2;
	return host_name_check(host, err);
}

/* A URL being read. */
struct reader {
	const char *text;
	size_t pos;
	struct url *url;
	struct finding *slip;
};

static int
malformed(struct reader *reader, size_t offset, const char *sentence)
{
	return finding_set(reader->slip, "url-malformed", offset, "%s", sentence);
}

/* Surrounding spaces come from copying. Anywhere else a space is an error that only the author can correct. */
static int
url_check_blanks(struct reader *reader)
{
	const char *text = reader->text;
	size_t start = strspn(text, " \t\r\n"), end = strlen(text), after = end;

	while (end > start && strchr(" \t\r\n", text[end - 1]))
		end--;
	if (!start && end == after)
		return 0;
	malformed(reader, start ? 0 : end, "the URL has spaces or line ends around it");
	if (end > start)
		finding_fixf(reader->slip, "%.*s", (int)(end - start), text + start);
	return -1;
}

/* The fix: the text with the part from start to end replaced. */
static void
url_fix(const struct reader *reader, size_t start, const char *by, size_t end)
{
	finding_fixf(reader->slip, "%.*s%s%s", (int)start, reader->text, by, reader->text + end);
}

/* A character of the host that is not ASCII; offset is its place. */
static int
host_not_ascii(struct reader *reader, size_t start, size_t end, size_t offset)
{
	STRBUF(shown);
	STRBUF(host);
	STRBUF(ascii);
	STRBUF(wanted);

	strbuf_add(&host, reader->text + start, end - start);
	text_show_char(&shown, reader->text + offset);
	host_tell_ascii(host.buf, &wanted);
	finding_set(reader->slip, "url-malformed", offset,
		"the host has %s at character %zu, but the host of a URL must be ASCII. %s",
		shown.buf, offset + 1, wanted.buf);
	if (punycode_is_certain(host.buf)) {
		punycode_encode(host.buf, &ascii);
		url_fix(reader, start, ascii.buf, end);
	}
	return -1;
}

/* Characters that no URL may hold (RFC 3986, section 2); braces are let through, for servers write
 * variables with them. */
static int
url_check_characters(struct reader *reader)
{
	const char *text = reader->text;
	const char *slashes = strstr(text, "://");
	STRBUF(shown);
	size_t pos = 0, host = slashes ? (size_t)(slashes - text) + 3 : 0;
	size_t host_end = host + strcspn(text + host, "/?#:@");

	while (text[pos] > ' ' && text[pos] < 0x7f && !strchr("\"<>\\^`|", text[pos]))
		pos++;
	if (!text[pos])
		return 0;
	if ((unsigned char)text[pos] >= 0x80 && pos >= host && pos < host_end)
		return host_not_ascii(reader, host, host_end, pos);
	text_show_char(&shown, text + pos);
	finding_set(reader->slip, "url-malformed", pos,
		"the URL has %s at character %zu, which cannot be in a URL%s", shown.buf, pos + 1,
		(unsigned char)text[pos] >= 0x80 ? ". Percent-encode it"
		: text[pos] == '\\'              ? ". Use slashes"
						 : "");
	return -1;
}

/* Whether text could be a URL that lacks its scheme: "scep.example.com/scep", "server:8080". */
static bool
looks_like_host(const char *text)
{
	STRBUF(host);
	STRBUF(err);
	size_t len = strcspn(text, "/?#:");

	strbuf_add(&host, text, len);
	return (text[len] || strchr(host.buf, '.')) &&
	       (text[len] != ':' || isdigit((unsigned char)text[len + 1])) &&
	       host_check(host.buf, false, &err) == 0;
}

static int
scheme_missing(struct reader *reader)
{
	const char *text = reader->text;
	bool one_slash = false;
	size_t len = strcspn(text, ":/");

	for (size_t i = 0; schemes[i]; i++)
		one_slash |= len == strlen(schemes[i]) && !strncasecmp(text, schemes[i], len) &&
			     text[len] == ':';
	if (one_slash) {
		finding_set(reader->slip, "url-scheme", len,
			"two slashes are missing after \"%.*s:\"", (int)len, text);
		if (text[len + 1])
			url_fix(reader, len, "://", len + 1 + (text[len + 1] == '/'));
		return -1;
	}
	finding_set(reader->slip, "url-scheme", 0, "begin the URL with http:// or https://");
	if (looks_like_host(text))
		finding_fixf(reader->slip, "https://%s", text);
	return -1;
}

static int
scheme_read(struct reader *reader)
{
	const char *end = strstr(reader->text, "://"), *near;
	struct strbuf *scheme = &reader->url->scheme;
	size_t len = end ? (size_t)(end - reader->text) : 0;

	if (!end || strcspn(reader->text, "/?#") < len)
		return scheme_missing(reader);
	add_small(scheme, reader->text, len);
	reader->pos = len + 3;
	if (!strcmp(scheme->buf, schemes[0]) || !strcmp(scheme->buf, schemes[1]))
		return 0;
	near = text_nearest(scheme->buf, schemes);
	return finding_set(reader->slip, "url-scheme", 0,
		"the URL begins with \"%.20s://\". SCEP needs http:// or https://%s%s%s",
		scheme->buf, near ? ". Did you mean " : "", near ? near : "", near ? "://" : "");
}

/* The port behind a host, at its colon; none is 0. */
static int
port_read(struct reader *reader, size_t end)
{
	const char *text = reader->text;
	size_t start = reader->pos + 1;
	long port = 0;

	if (reader->pos == end)
		return 0;
	for (size_t i = start; i < end; i++) {
		if (!isdigit((unsigned char)text[i]))
			return malformed(reader, i,
				"the port after the host's colon is not a number. Use 1 to 65535");
		port = port * 10 + (text[i] - '0');
		if (port > PORT_MAX)
			break;
	}
	if (port < 1 || port > PORT_MAX)
		return malformed(reader, start,
			start == end ? "there is a colon after the host, but no port"
				     : "the port is out of range. Use 1 to 65535");
	reader->url->port = (int)port;
	reader->pos = end;
	return 0;
}

/* An IPv6 address without brackets: its colons would be taken for a port's. */
static int
bare_ipv6(struct reader *reader, size_t end)
{
	STRBUF(host);
	STRBUF(err);
	size_t start = reader->pos;

	if (reader->text[start] == '[' || !memchr(reader->text + start, ':', end - start))
		return 0;
	strbuf_addf(&host, "[%.*s]", (int)(end - start), reader->text + start);
	if (host_check(host.buf, false, &err) < 0)
		return 0;
	malformed(reader, start, "write an IPv6 address in brackets: [2001:db8::1]");
	url_fix(reader, start, host.buf, end);
	return -1;
}

static int
host_read(struct reader *reader, size_t end)
{
	STRBUF(err);
	struct strbuf *host = &reader->url->host;
	const char *text = reader->text;
	size_t start = reader->pos, stop = start;

	if (text[start] == '[')
		while (stop < end && text[stop] != ']')
			stop++;
	while (stop < end && text[stop] != ':')
		stop++;
	add_small(host, text + start, stop - start);
	reader->pos = stop;
	if (!host->len)
		return malformed(reader, start, "there is no host after the scheme");
	if (variable_is_used(host->buf) || strstr(host->buf, "{{") ||
		host_check(host->buf, false, &err) == 0)
		return 0;
	return malformed(reader, start, err.buf);
}

static int
authority_read(struct reader *reader)
{
	size_t end = reader->pos + strcspn(reader->text + reader->pos, "/?#");

	if (memchr(reader->text + reader->pos, '@', end - reader->pos))
		return malformed(reader, reader->pos,
			"devices do not send a name or password before an @. Enter only the host");
	if (bare_ipv6(reader, end) < 0 || host_read(reader, end) < 0)
		return -1;
	return port_read(reader, end);
}

/* Every percent sign is an encoded byte or belongs to a variable. */
static int
percent_check(struct reader *reader)
{
	struct variable_use use;
	size_t pos = reader->pos;

	while (variable_next(reader->text, &pos, &use))
		if (use.kind == VARIABLE_LONE)
			return malformed(reader, use.offset,
				"a percent sign needs two hex digits after it (%25 for the sign "
				"itself)");
	return 0;
}

static int
path_read(struct reader *reader)
{
	const char *rest = reader->text + reader->pos;
	size_t len = strcspn(rest, "?#");

	if (percent_check(reader) < 0)
		return -1;
	strbuf_add(&reader->url->path, rest, len);
	strbuf_addstr(&reader->url->query, rest + len);
	return 0;
}

static int
url_read(const char *text, struct url *url, struct finding *slip)
{
	struct reader reader = { .text = text, .url = url, .slip = slip };
	static int (*const steps[])(struct reader *) = {
		url_check_blanks,
		url_check_characters,
		scheme_read,
		authority_read,
		path_read,
	};

	for (size_t i = 0; i < ARRAY_SIZE(steps); i++)
		if (steps[i](&reader) < 0)
			return -1;
	return 0;
}

static int
url_check(const char *text, struct finding *slip)
{
	URL(url);

	return url_read(text, &url, slip);
}

int
url_parse(const char *text, struct url *url, struct finding *slip)
{
	if (url_read(text, url, slip) == 0)
		return 0;
	finding_settle_fix(slip, url_check, FIXES_MAX);
	return -1;
}
