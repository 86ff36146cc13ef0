/* Variables in texts: Apple's, which macOS replaces, and those of MDM servers. */
#include "syntax/variable.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#define PEOPLES_NAME                                                                              \
	"it may have spaces and characters that are not ASCII (Ada's MacBook Pro), and then the " \
	"Mac gets no certificate"

const struct variable variables[] = {
	{ "%ComputerName%", "the computer's name, as people see it", false, PEOPLES_NAME,
		PEOPLES_NAME },
	{ "%HostName%", "the host name", false, NULL, NULL },
	{ "%LocalHostName%", "the name in the local network, without .local", false, NULL, NULL },
	{ "%HardwareUUID%", "the hardware's UUID", false, NULL, NULL },
	{ "%MACAddress%", "the MAC address of the first network interface", false, NULL,
		"it has colons" },
	{ "%SerialNumber%", "the serial number", false, NULL, NULL },
	{ "%AD_ComputerID%", "the computer's account", true, NULL, "it ends with a dollar sign" },
	{ "%AD_Domain%", "the domain", true, NULL, NULL },
	{ "%AD_DomainForestName%", "the domain's forest", true, NULL, NULL },
	{ "%AD_DomainGuid%", "the GUID of the domain", true, NULL, NULL },
	{ "%AD_DomainNameDNS%", "the DNS name of the domain", true, NULL, NULL },
	{ "%AD_KerberosID%", "the Kerberos principal", true, NULL,
		"it has a dollar sign and an @" },
	{ NULL, NULL, false, NULL, NULL },
};

/* The length of %Name% at text, 0 where there is none. */
static size_t
percent_length(const char *text)
{
	size_t len = 1;

	if (!isalpha((unsigned char)text[1]) && text[1] != '_')
		return 0;
	while (isalnum((unsigned char)text[len]) || (text[len] && strchr("_-.", text[len])))
		len++;
	return text[len] == '%' ? len + 1 : 0;
}

static const struct variable *
percent_find(const char *text, size_t len)
{
	for (const struct variable *variable = variables; variable->name; variable++)
		if (strlen(variable->name) == len && !memcmp(variable->name, text, len))
			return variable;
	return NULL;
}

/* At a % of whole: fills use, or returns the number of bytes to skip. In a URL an encoded byte comes before an unknown
 * name, because "%AAb%20" has no variable in it. */
static size_t
percent_read(const char *text, const char *whole, struct variable_use *use)
{
	const char *names[ARRAY_SIZE(variables)], *near;
	size_t len = percent_length(text);
	char *word;

	if (text[1] == '%')
		return 2;
	*use = (struct variable_use){ .kind = VARIABLE_APPLE, .len = len };
	use->variable = len ? percent_find(text, len) : NULL;
	if (use->variable)
		return 0;
	if (isxdigit((unsigned char)text[1]) && isxdigit((unsigned char)text[2]) &&
		strstr(whole, "://"))
		return 3;
	if (!len) {
		*use = (struct variable_use){ .kind = VARIABLE_LONE, .len = 1 };
		return 0;
	}
	for (size_t i = 0; i < ARRAY_SIZE(variables); i++)
		names[i] = variables[i].name;
	word = xstrndup(text, len);
	near = text_nearest(word, names);
	free(word);
	use->kind = VARIABLE_UNKNOWN;
	use->variable = near ? percent_find(near, strlen(near)) : NULL;
	return 0;
}

/* The length of a server's variable at text: {{ x }}, ${x}, $NAME (at least three capitals, so that "$5" and "US$" do
 * not count). */
static size_t
other_length(const char *text)
{
	static const char *const pairs[][2] = { { "{{", "}}" }, { "${", "}" } };
	size_t len = 1;

	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++) {
		size_t open = strlen(pairs[i][0]);
		const char *end =
			!strncmp(text, pairs[i][0], open) ? strstr(text + open, pairs[i][1]) : NULL;

		if (end && end > text + open)
			return (size_t)(end - text) + strlen(pairs[i][1]);
	}
	if (*text != '$' || !isupper((unsigned char)text[1]))
		return 0;
	while (isupper((unsigned char)text[len]) || isdigit((unsigned char)text[len]) ||
		text[len] == '_')
		len++;
	return len > 3 ? len : 0;
}

bool
variable_next(const char *text, size_t *pos, struct variable_use *use)
{
	/* each begins with one of these, and most texts have none of them */
	for (size_t pass; text[ *pos += strcspn(text + *pos, "%{$")]; *pos += pass) {
		const char *at = text + *pos;

		if (*at == '%') {
			pass = percent_read(at, text, use);
		} else {
			*use = (struct variable_use){ .kind = VARIABLE_OTHER,
				.len = other_length(at) };
			pass = !use->len;
		}
		if (pass)
			continue;
		use->offset = *pos;
		*pos += use->len;
		return true;
	}
	return false;
}

bool
variable_is_alone(const char *text)
{
	struct variable_use use;
	size_t pos = 0;

	return variable_next(text, &pos, &use) && use.kind != VARIABLE_LONE && use.offset == 0 &&
	       !text[use.len];
}

bool
variable_is_used(const char *text)
{
	struct variable_use use;
	size_t pos = 0;

	while (variable_next(text, &pos, &use))
		if (use.kind == VARIABLE_APPLE || use.kind == VARIABLE_UNKNOWN)
			return true;
	return false;
}

bool
variable_is_there(const char *text)
{
	struct variable_use use;
	size_t pos = 0;

	while (variable_next(text, &pos, &use))
		if (use.kind != VARIABLE_LONE)
			return true;
	return false;
}
