#include "syntax/domain.h"

#include <string.h>
#include <strings.h>

#include "base/strvec.h"
#include "base/xalloc.h"

#include "syntax/url.h"

/* Labels of a host name (RFC 1035, section 2.3.4). */
#define LABEL_MAX 63

static bool
is_one_of(const char *label, const char *const *labels)
{
	for (; *labels; labels++)
		if (!strcasecmp(label, *labels))
			return true;
	return false;
}

static bool
label_is_well(const char *label)
{
	size_t len = strlen(label);

	return len && len <= LABEL_MAX && label[0] != '-' && label[len - 1] != '-' &&
	       strspn(label, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") ==
		       len;
}

/* In small letters, with a dot before all but the first. */
static void
label_add(const char *label, bool first, struct strbuf *out)
{
	if (!first)
		strbuf_addch(out, '.');
	for (; *label; label++)
		strbuf_addch(out, *label >= 'A' && *label <= 'Z' ? (char)(*label + 32) : *label);
}

int
domain_reverse(const char *domain, struct strbuf *out, struct strbuf *err)
{
	static const char *const first[] = { "com", "net", "org", "edu", "gov", NULL };
	STRVEC(labels);
	bool well = true;

	strvec_split(&labels, domain, '.');
	for (size_t i = 0; i < labels.n; i++)
		well &= label_is_well(labels.v[i]);
	if (!well || labels.n < 2)
		return error_add(err, "must be a domain, such as acme.net");
	if (is_one_of(labels.v[0], first) && !is_one_of(labels.v[labels.n - 1], first))
		return error_add(err, "looks reversed. Write it as in a web address, such as "
				      "acme.net");
	for (size_t i = labels.n; i-- > 0;)
		label_add(labels.v[i], i + 1 == labels.n, out);
	return 0;
}

bool
domain_of_host(const char *host, struct strbuf *out)
{
	/* top-level names that are not in the DNS, or are for examples */
	static const char *const nobodys[] = { "local", "localhost", "localdomain", "internal",
		"intranet", "lan", "home", "corp", "private", "arpa", "example", "invalid", "test",
		NULL };
	/* under which registries of countries sell names, as co.uk */
	static const char *const shared[] = { "ac", "co", "com", "edu", "go", "gov", "ne", "net",
		"or", "org", NULL };
	STRVEC(labels);
	const char *top, *second;
	size_t count = 2;

	strvec_split(&labels, host, '.');
	if (labels.n < 2 || host_is_address(host))
		return false;
	for (size_t i = 0; i < labels.n; i++)
		if (!label_is_well(labels.v[i]))
			return false;
	top = labels.v[labels.n - 1];
	second = labels.v[labels.n - 2];
	if (is_one_of(top, nobodys) || !strcasecmp(second, "example") || strlen(top) < 2 ||
		top[strspn(top, "0123456789")] == '\0')
		return false;
	if (strlen(top) == 2 && is_one_of(second, shared))
		count = 3;
	if (labels.n < count || !strcasecmp(labels.v[labels.n - count], "example"))
		return false;
	for (size_t i = labels.n - count; i < labels.n; i++)
		label_add(labels.v[i], i == labels.n - count, out);
	return true;
}
