/* Variables in texts: Apple's, which macOS replaces, and those of MDM servers. */
#include "syntax/variable.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#define PEOPLES_NAME                                                                                  \
	"it may hold blanks and characters that are not ASCII (Ada's MacBook Pro), and then the Mac " \
	"gets no certificate"

const struct variable variables[] = {
	{ "%ComputerName%", "the computer's name, as people see it", false, PEOPLES_NAME,
		PEOPLES_NAME },
	{ "%HostName%", "the host name", false, NULL, NULL },
	{ "%LocalHostName%", "the name in the local network, without .local", false, NULL, NULL },
	{ "%HardwareUUID%", "the hardware's UUID", false, NULL, NULL },
	{ "%MACAddress%", "the MAC address of the first network interface", false, NULL,
		"it has colons" },
	{ "%SerialNumber%", "the serial number", false, NULL, NULL },
	{ "%AD_ComputerID%", "the computer's account in Active Directory", true, NULL,
		"it ends with a dollar sign" },
	{ "%AD_Domain%", "the domain in Active Directory", true, NULL, NULL },
	{ "%AD_DomainForestName%", "the name of the domain's forest", true, NULL, NULL },
	{ "%AD_DomainGuid%", "the GUID of the domain", true, NULL, NULL },
	{ "%AD_DomainNameDNS%", "the DNS name of the domain", true, NULL, NULL },
	{ "%AD_KerberosID%", "the computer's Kerberos principal", true, NULL,
		"it has a dollar sign and an @" },
	{ NULL, NULL, false, NULL, NULL },
};

static bool
is_name_start(char c)
{
	return isalpha((unsigned char)c) || c == '_';
}

static bool
is_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-' || c == '.';
}

/* The length of %Name% at text, 0 where there is none. */
static size_t
percent_length(const char *text)
{
	size_t len = 1;

	if (!is_name_start(text[1]))
		return 0;
	while (is_name_char(text[len]))
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

static const struct variable *
percent_nearest(const char *text, size_t len)
{
	const char *names[ARRAY_SIZE(variables)], *near;
	char *word = xstrndup(text, len);

	for (size_t i = 0; i < ARRAY_SIZE(variables); i++)
		names[i] = variables[i].name;
	near = text_nearest(word, names);
	free(word);
	return near ? percent_find(near, strlen(near)) : NULL;
}

static bool
percent_is_encoding(const char *text)
{
	return isxdigit((unsigned char)text[1]) && isxdigit((unsigned char)text[2]);
}

/* At a %: fills use, or returns the number of bytes to pass over. In a URL an encoded byte comes
 * before a name that nobody knows, for "%AAb%20" has no variable in it. */
static size_t
percent_read(const char *text, bool in_url, struct variable_use *use)
{
	size_t len = percent_length(text);

	if (text[1] == '%')
		return 2;
	use->variable = len ? percent_find(text, len) : NULL;
	use->kind = VARIABLE_APPLE;
	use->len = len;
	if (use->variable)
		return 0;
	if (in_url && percent_is_encoding(text))
		return 3;
	use->kind = len ? VARIABLE_UNKNOWN : VARIABLE_LONE;
	use->len = len ? len : 1;
	use->variable = len ? percent_nearest(text, len) : NULL;
	return 0;
}

/* The length of a server's variable at text: {{ x }}, ${x}, $NAME (three capitals at least, so that
 * "$5" and "US$" are none). */
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

/* Fills use where a variable begins at text; else returns the number of bytes to pass over. */
static size_t
variable_read(const char *text, bool in_url, struct variable_use *use)
{
	if (*text == '%')
		return percent_read(text, in_url, use);
	use->kind = VARIABLE_OTHER;
	use->variable = NULL;
	use->len = other_length(text);
	return use->len ? 0 : 1;
}

bool
variable_next(const char *text, size_t *pos, struct variable_use *use)
{
	bool in_url = strstr(text, "://");

	while (text[*pos]) {
		size_t pass = variable_read(text + *pos, in_url, use);

		if (!pass) {
			use->offset = *pos;
			*pos += use->len;
			return true;
		}
		*pos += pass;
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
