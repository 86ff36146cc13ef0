/* %Name% variables that macOS replaces in the SCEP payload (Apple Platform Deployment, "Variables settings for device
 * management policy"), and similar ones in the spelling of MDM servers ($NAME, {{name}}), which only those servers
 * replace. Names are case-sensitive. iOS replaces none: the text itself is in the certificate then. */
#ifndef SYNTAX_VARIABLE_H
#define SYNTAX_VARIABLE_H

#include <stdbool.h>
#include <stddef.h>

struct variable {
	const char *name;    /* with its signs: "%SerialNumber%" */
	const char *meaning; /* a phrase for people */
	bool directory;      /* empty unless the Mac is bound to Active Directory */
	/* Why it should not be used where only ASCII is allowed, and why not in a host name; a clause for sentences,
	 * NULL: it may. Seen with mdmclient dumpSCEPVars. Apple's SecCertificateRequest.c shows what devices do with a
	 * name that they cannot encode: they fail with errSecParam. */
	const char *not_ascii, *not_host;
};

/* Apple's, in the order in which they are offered. The last one has a NULL name. */
extern const struct variable variables[];

enum variable_kind {
	VARIABLE_APPLE, /* known: use.variable is set */
	VARIABLE_UNKNOWN, /* %Name% that is not in the list; use.variable is the most similar one, or NULL */
	VARIABLE_OTHER, /* $FLEET_VAR_X, {{x}}, $SERIALNUMBER: for another server */
	VARIABLE_LONE,  /* a % without a second one */
};

struct variable_use {
	enum variable_kind kind;
	const struct variable *variable;
	size_t offset, len; /* in the text */
};

/* Finds the next use at or behind *pos, and moves *pos behind it. False if there is none. "%%" is not a variable, and
 * neither is percent-encoding (%20) in a text that looks like a URL. */
bool variable_next(const char *text, size_t *pos, struct variable_use *use);

/* Whether the text is exactly one variable; whether it has any %Name%; whether it has any variable, in any spelling. */
bool variable_is_alone(const char *text);
bool variable_is_used(const char *text);
bool variable_is_there(const char *text);

#endif
