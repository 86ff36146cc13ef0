/* The field types of subject alternative names: dns_name, email, uri, principal. */
#include <string.h>

#include "base/strvec.h"
#include "base/text.h"

#include "syntax/punycode.h"
#include "syntax/url.h"
#include "syntax/variable.h"

#include "model/field_type_rows.h"

/* Host names have no case (RFC 4343); the names of variables have. */
static void
dns_name_fold(const struct field *field, const char *text, struct strbuf *out)
{
	struct variable_use use;
	size_t pos = 0, at = 0;

	(void)field;
	for (;;) {
		bool found = variable_next(text, &pos, &use);
		size_t end = found ? use.offset : strlen(text);

		for (; at < end; at++)
			strbuf_addch(out, text[at] >= 'A' && text[at] <= 'Z'
						  ? (char)(text[at] - 'A' + 'a')
						  : text[at]);
		if (!found)
			return;
		strbuf_add(out, text + at, use.len);
		at += use.len;
	}
}

/* Rule san-not-ascii; false where it was raised. Host is where a host name begins that has an ASCII form to
 * offer; NULL for a text that has none. */
static bool
san_is_ascii(struct check *check, const char *host, const char *advice)
{
	size_t pos = 0;
	STRBUF(fix);
	STRBUF(wanted);

	while (check->text[pos] && (unsigned char)check->text[pos] < 0x80)
		pos++;
	if (!check->text[pos])
		return true;
	if (host && pos >= (size_t)(host - check->text)) {
		host_tell_ascii(host, &wanted);
		if (punycode_is_certain(host)) {
			strbuf_add(&fix, check->text, (size_t)(host - check->text));
			punycode_encode(host, &fix);
		}
	} else {
		strbuf_addstr(&wanted, advice);
	}
	check_add_fix(check,
		check_report(check, "san-not-ascii", pos,
			"\"%.*s\" has a character that is not ASCII, which a certificate cannot "
			"hold here. %s",
			EXCERPT(check->text), wanted.buf),
		fix.len ? fix.buf : NULL);
	return false;
}

/* The text with an x for every variable, whose value is not known before the device puts it in. */
static void
san_fill_in(const char *text, struct strbuf *out)
{
	struct variable_use use;
	size_t pos = 0, done = 0;

	while (variable_next(text, &pos, &use)) {
		if (use.kind == VARIABLE_LONE)
			continue;
		strbuf_add(out, text + done, use.offset - done);
		strbuf_addch(out, 'x');
		done = use.offset + use.len;
	}
	strbuf_addstr(out, text + done);
}

/* What people paste instead of a host name; NULL where nothing of that kind is there. */
static const char *
dns_name_slip(const char *name)
{
	if (strchr(name, ',') && !strstr(name, "://"))
		return "it has a comma. Put each name on its own line";
	if (strstr(name, "://"))
		return "it is a URL";
	if (strpbrk(name, " \t"))
		return "it has a space";
	if (strchr(name, '/'))
		return "it has a slash";
	if (strchr(name, '@'))
		return "it is an e-mail address";
	if (strchr(name, ':'))
		return "it has a port or a colon";
	return NULL;
}

/* Several values in one item: each becomes one. */
static void
san_split(struct check *check, struct finding *told)
{
	STRVEC(parts);
	STRBUF(items);

	strvec_split(&parts, check->text, ',');
	for (size_t i = 0; i < parts.n; i++) {
		STRBUF(part);

		strbuf_addstr(&part, parts.v[i]);
		strbuf_trim(&part);
		if (!part.len || strpbrk(part.buf, " \t"))
			return;
		strbuf_addf(&items, "%s%s", items.len ? "\n" : "", part.buf);
	}
	if (parts.n > 1)
		check_add_fix(check, told, items.buf);
}

static void
dns_name_report(struct check *check, const char *name)
{
	STRBUF(wrong);
	const char *slip = dns_name_slip(name);

	if (slip)
		strbuf_addstr(&wrong, slip);
	if (slip || host_check(name, true, &wrong) < 0)
		san_split(check,
			check_report(check, "san-dns-name", 0,
				"\"%.*s\" is not a host name: %s. Enter only the name, such as "
				"mac1.example.com",
				EXCERPT(check->text), wrong.buf));
	else if (!strncmp(name, "*.", 2))
		check_report_as(check, SEVERITY_WARNING, "san-dns-name", 0,
			"\"%.*s\" is a wildcard, which many CAs refuse. Enter the name of the "
			"device",
			EXCERPT(check->text));
}

/* Rules san-not-ascii, san-dns-name. */
static void
dns_name_check(struct check *check)
{
	STRBUF(name);

	if (!san_is_ascii(check, check->text, ""))
		return;
	if (host_is_address(check->text)) {
		check_report_as(check, SEVERITY_WARNING, "san-dns-name", 0,
			"\"%.*s\" is an IP address, so no client finds it here. Enter the "
			"device's host name, such as mac1.example.com",
			EXCERPT(check->text));
		return;
	}
	san_fill_in(check->text, &name);
	dns_name_report(check, name.buf);
}

/* The most common errors come first. RFC 5322 allows more than CAs do. */
static const char *
email_slip(const char *text)
{
	const char *at = strchr(text, '@');

	if (strpbrk(text, " \t"))
		return "it has a space";
	if (!at)
		return "it has no @";
	if (strchr(at + 1, '@'))
		return "it has more than one @";
	if (at == text)
		return "the part before the @ is missing";
	if (!at[1])
		return "the part after the @ is missing";
	return NULL;
}

/* Rules san-not-ascii, san-rfc822. */
static void
email_check(struct check *check)
{
	STRBUF(filled);
	const char *slip, *at = strchr(check->text, '@');

	if (!san_is_ascii(check, at ? at + 1 : NULL, "Enter an ASCII address"))
		return;
	san_fill_in(check->text, &filled);
	slip = email_slip(filled.buf);
	if (slip && !(variable_is_there(check->text) && !strchr(check->text, '@')))
		check_report(check, "san-rfc822", 0,
			"\"%.*s\" is not an e-mail address: %s. Enter one address per item, such "
			"as user@example.com",
			EXCERPT(check->text), slip);
}

/* The length of the scheme with its colon (RFC 3986, section 3.1); 0 where there is none. */
static size_t
uri_scheme(const char *text)
{
	size_t len;

	if (!((*text >= 'A' && *text <= 'Z') || (*text >= 'a' && *text <= 'z')))
		return 0;
	len = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");
	return text[len] == ':' && text[len + 1] ? len + 1 : 0;
}

/* Rules san-not-ascii, san-uri. A variable in front may bring the scheme. */
static void
uri_check(struct check *check)
{
	struct variable_use use;
	size_t pos = 0;

	if (!san_is_ascii(check, NULL,
		    "Percent-encode it, and write the host in Punycode "
		    "(xn--...)"))
		return;
	if (variable_next(check->text, &pos, &use) && use.offset == 0 && use.kind != VARIABLE_LONE)
		return;
	if (!uri_scheme(check->text))
		check_report(check, "san-uri", 0,
			"\"%.*s\" has no scheme. Enter the whole URI, such as "
			"https://example.com/devices/mac1",
			EXCERPT(check->text));
	else if (strpbrk(check->text, " \t"))
		check_report(check, "san-uri", strcspn(check->text, " \t"),
			"\"%.*s\" has a space, which a URI cannot have. Write it as %%20",
			EXCERPT(check->text));
}

/* "a@X, b@X" and an item a line are several. */
static bool
principal_is_several(const char *text)
{
	const char *at = strchr(text, '@');

	return strchr(text, '\n') || (at && strpbrk(at, ",; \t") && strchr(at + 1, '@'));
}

/* Rules san-principal-several, san-principal. */
static void
principal_check(struct check *check)
{
	if (principal_is_several(check->text))
		check_report(check, "san-principal-several", strcspn(check->text, "\n,; \t"),
			"devices accept only one principal. Remove the others");
	else if (!strchr(check->text, '@') && !variable_is_there(check->text))
		check_report(check, "san-principal", 0,
			"\"%.*s\" has no @. A principal is usually user@DOMAIN",
			EXCERPT(check->text));
}

/* Devices take one string; a profile that holds an array is kept, for the check to tell. */
static int
principal_decode(
	const struct field *field, const struct node *node, struct strbuf *text, struct strbuf *err)
{
	if (!node_is(node, NODE_LIST))
		return string_decode(field, node, text, err);
	for (size_t i = 0; i < node->n; i++) {
		if (i)
			strbuf_addch(text, '\n');
		if (string_decode(field, node->v[i], text, err) < 0)
			return -1;
	}
	return 0;
}

const struct field_type dns_name_type = {
	.name = "dns_name",
	.summary = "The host name of a device.",
	.widget = WIDGET_LINE,
	.flags = FT_VARIABLES | FT_LIST | FT_ASCII | FT_HOST,
	.check = dns_name_check,
	.fold = dns_name_fold,
};

const struct field_type email_type = {
	.name = "email",
	.summary = "An e-mail address.",
	.widget = WIDGET_LINE,
	.flags = FT_VARIABLES | FT_LIST | FT_ASCII,
	.check = email_check,
};

const struct field_type uri_type = {
	.name = "uri",
	.summary = "A URI with its scheme.",
	.widget = WIDGET_LINE,
	.flags = FT_VARIABLES | FT_LIST | FT_ASCII,
	.check = uri_check,
};

const struct field_type principal_type = {
	.name = "principal",
	.summary = "An NT principal name, usually user@DOMAIN. Only one.",
	.widget = WIDGET_LINE,
	.flags = FT_VARIABLES | FT_BREAKS,
	.check = principal_check,
	.decode = principal_decode,
};
