/* %Name% variables that macOS replaces in the SCEP payload (Apple Platform Deployment, "Variables
 * settings for device management"), and the same idea in the spelling of MDM servers ($NAME, {{name}}),
 * which only those servers replace. Names are case-sensitive. iOS replaces none: the text itself lands
 * in the certificate. */
#ifndef SYNTAX_VARIABLE_H
#define SYNTAX_VARIABLE_H

#include <stdbool.h>
#include <stddef.h>

struct variable {
	const char *name;    /* with its signs: "%SerialNumber%" */
	const char *meaning; /* a phrase for people */
	bool directory;      /* empty unless the Mac is bound to Active Directory */
	/* Why it should not stand where only ASCII may, and why not in a host name either; a clause for
	 * sentences, NULL: it may. Seen with mdmclient dumpSCEPVars; what devices do with a name that they
	 * cannot encode stands in Apple's SecCertificateRequest.c: they end with errSecParam. */
	const char *not_ascii, *not_host;
};

/* Apple's, in the order in which they are offered; ends with a NULL name. */
extern const struct variable variables[];

enum variable_kind {
	VARIABLE_APPLE,   /* known: use.variable is set */
	VARIABLE_UNKNOWN, /* %Name% of no list; use.variable is the nearest, or NULL */
	VARIABLE_OTHER,   /* $FLEET_VAR_X, {{x}}, $SERIALNUMBER: another server's */
	VARIABLE_LONE,    /* a % that closes nothing */
};

struct variable_use {
	enum variable_kind kind;
	const struct variable *variable;
	size_t offset, len; /* in the text */
};

/* Finds the next use at or behind *pos, which it moves behind it. False where there is none. "%%" is
 * no variable, nor is a percent-encoding (%20) in a text that looks like a URL. */
bool variable_next(const char *text, size_t *pos, struct variable_use *use);

/* Whether the text is one variable and nothing else; whether there is any %Name% in it. */
bool variable_is_alone(const char *text);
bool variable_is_used(const char *text);

#endif
