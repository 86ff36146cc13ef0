/* What MDMs are known to replace, damage or refuse when they deliver profiles to devices. The sources are public
 * documentation, code and bug reports; it was not tried with an account. What is not known is not claimed.
 *
 * To add one: a row in mdm.c, its name in the help of the field with the role mdm (forms/scep.yaml) and in
 * scepwiz-draft(5). */
#ifndef MODEL_MDM_H
#define MODEL_MDM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

struct mdm {
	const char *name;    /* in drafts: "jamf" */
	const char *aliases; /* other names, in lower case with dashes, separated by spaces */
	const char *label;   /* for people: "Jamf Pro" */
	/* What its variables begin with: "$"; NULL: it has none, or that is not known. */
	const char *sign;
	/* Its own variables, ended by NULL. A star at the end matches anything. NULL: not known. An empty list: it has
	 * none. */
	const char *const *variables;
	/* Those of them that iOS devices can be told apart by: what it puts the serial number and the UDID in for. NULL: not
	 * known, or none. */
	const char *serial, *udid;
	bool assumed; /* these two names are in general use, but no document was found that says so */
	bool escapes_twice; /* & and < of a value may reach devices as &amp; and &lt; */
	/* What it replaces the profile's identity with; NULL: as far as is known it does not. */
	const char *identity;
	bool refuses_signed;
	bool knows_by_name;  /* it tells profiles apart by their display names */
	const char *renewal; /* what an OU must have before it renews certificates; NULL: nothing */
	size_t bytes_max;    /* of a profile; 0: no limit is known */
	/* Where people upload a profile there, as the end of "In its console: "; NULL: not known. */
	const char *upload;
	const char *source;
};

extern const struct mdm mdms[];
extern const size_t mdms_count;

struct draft;
/* The MDM that the draft names; NULL if it names none, or an unknown one. */
const struct mdm *draft_mdm(const struct draft *draft);

/* By its name or an alias, which includes its label, in any case and with any signs between the words; NULL if there is
 * none. */
const struct mdm *mdm_find(const char *name);
/* The name that is most similar to a misspelled one, or NULL. */
const char *mdm_nearest(const char *name);
/* Appends the sentence about a name that is not an MDM's, with the most similar one or where the names are listed. */
void mdm_tell_unknown(const char *name, struct strbuf *out);
/* Whether the MDM replaces this variable, which is len bytes long and includes its signs. */
bool mdm_replaces(const struct mdm *mdm, const char *variable, size_t len);

#endif
