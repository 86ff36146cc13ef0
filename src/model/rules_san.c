/* Rules about subject alternative names: whether there are any, how many, and whose. */
#include <string.h>
#include <strings.h>

#include "base/strvec.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/url.h"

#include "model/field_type_rows.h"
#include "model/rules_lints.h"

/* Apple's SecCertificateRequest.c has room for this many names of a kind. */
#define SAN_MAX 10

/* The switch is on, and none of the fields that it opens has a value. */
static void
san_missing(struct check *check)
{
	const struct form *form = draft_form(check->draft);
	size_t filled = 0, asked = 0;

	if (!boolean_is_yes(check->text))
		return;
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];

		if (field->when != check->field)
			continue;
		asked++;
		lint_look(check, field);
		filled += !text_is_blank(draft_text(check->draft, field)) ||
			  draft_unread(check->draft, field);
	}
	if (asked && !filled)
		check_add_fix(check,
			check_report(check, "san-missing", 0,
				"%s is yes, but there is no name. Enter one, or choose no",
				check->field->label),
			"false");
}

static void
san_too_many(struct check *check)
{
	STRVEC(items);

	strvec_split(&items, check->text, '\n');
	if (items.n > SAN_MAX)
		check_report(check, "san-too-many", 0,
			"this has %zu values, and devices fail with more than %d of one kind. "
			"Remove those that you do not need",
			items.n, SAN_MAX);
}

static void
san_is_server(struct check *check)
{
	URL(url);
	FINDING(slip);

	if (url_parse(lint_text(check, ROLE_SCEP_URL), &url, &slip) == 0 &&
		!strcasecmp(url.host.buf, check->text))
		check_report(check, "san-is-server", 0,
			"\"%.*s\" is the host of the SCEP server. Enter the device's name instead",
			EXCERPT(check->text));
}

static const struct rule san_rows[] = {
	{ .id = "san-missing",
		.severity = SEVERITY_ERROR,
		.roles = ROLE_BIT(ROLE_SAN_SWITCH),
		.gist = "The switch is on, but there is no name",
		.why = "an empty extension breaks some servers",
		.advice = "enter a name, or switch it off",
		.detail = "An empty SubjectAltName in a profile made elsewhere is a warning",
		.source = "micromdm/scep issue 125",
		.lint = san_missing },
	{ .id = "san-not-ascii",
		.severity = SEVERITY_ERROR,
		.types = { &dns_name_type, &email_type, &uri_type },
		.gist = "Not ASCII",
		.why = "a certificate can only hold ASCII there",
		.advice = "write host names in Punycode (xn--...), and percent-encode URIs",
		.source = "RFC 5280, section 4.2.1.6" },
	{ .id = "san-dns-name",
		.severity = SEVERITY_ERROR,
		.types = { &dns_name_type },
		.gist = "Not a host name",
		.why = "no client finds the device by it",
		.advice = "enter only the name, such as mac1.example.com, without scheme, port or "
			  "path",
		.source = "RFC 5280, section 4.2.1.6; RFC 9525, section 6.3" },
	{ .id = "san-rfc822",
		.severity = SEVERITY_ERROR,
		.types = { &email_type },
		.gist = "Not an e-mail address",
		.why = "CAs refuse other values",
		.advice = "enter one address per item, such as user@example.com",
		.source = "RFC 5280, section 4.2.1.6" },
	{ .id = "san-uri",
		.severity = SEVERITY_ERROR,
		.types = { &uri_type },
		.gist = "Not a full URI with its scheme",
		.why = "CAs refuse other values",
		.advice = "begin with the scheme, such as https:// or urn:",
		.source = "RFC 5280, section 4.2.1.6" },
	{ .id = "san-principal",
		.severity = SEVERITY_WARNING,
		.types = { &principal_type },
		.gist = "Not the usual form of a principal, user@DOMAIN",
		.why = "a Windows domain does not find the account",
		.advice = "enter the user principal name of the account",
		.source = "Apple Security: SecCertificateRequest.c" },
	{ .id = "san-principal-several",
		.severity = SEVERITY_ERROR,
		.types = { &principal_type },
		.gist = "Several principals",
		.why = "devices accept one only",
		.advice = "keep one",
		.source = "Apple: ntPrincipalName" },
	{ .id = "san-too-many",
		.severity = SEVERITY_WARNING,
		.types = { &dns_name_type, &email_type, &uri_type },
		.gist = "More than 10 values",
		.why = "devices fail with more",
		.advice = "remove all but ten",
		.source = "Apple Security: SecCertificateRequest.c",
		.lint = san_too_many },
	{ .id = "san-is-server",
		.severity = SEVERITY_WARNING,
		.types = { &dns_name_type },
		.gist = "The name of the CA's server",
		.why = "this must be the device's name",
		.advice = "enter the device's own name, such as %LocalHostName%.example.com",
		.source = "JumpCloud: DNS Name",
		.flags = RULE_ALONE,
		.lint = san_is_server },
};
const struct rule_table san_rules = { san_rows, ARRAY_SIZE(san_rows), "Alternative names" };
