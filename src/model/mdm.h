/* What is known of the MDMs that deliver profiles: what they replace, damage or refuse on the way to devices. It
 * comes from their public documentation, code and bug reports, and was not tried with an account; where nothing
 * is known nothing is said.
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
	const char *aliases; /* other names, in small letters with dashes, blanks between */
	const char *label;   /* for people: "Jamf Pro" */
	/* How what it puts values in for begins: "$"; NULL: it replaces nothing, or that is not known. */
	const char *sign;
	/* Its own variables, ends with NULL; a star at the end stands for anything. NULL: not known. One that
	 * replaces nothing has an empty list. */
	const char *const *variables;
	bool escapes_twice; /* & and < of a value may reach devices as &amp; and &lt; */
	/* What it gives the profile instead of the profile's own; NULL: those stay, as far as is known. */
	const char *identity;
	bool refuses_signed;
	size_t bytes_max; /* of a profile; 0: no limit is known */
	const char *source;
};

extern const struct mdm mdms[];
extern const size_t mdms_count;

/* By its name or an alias, of which its label is one, in any case and with any signs between the words; NULL if
 * there is none. */
const struct mdm *mdm_find(const char *name);
/* The name that a misspelt one is nearest to, or NULL. */
const char *mdm_nearest(const char *name);
/* Appends the sentence about a name that is no MDM's, with the nearest one or where the names are. */
void mdm_tell_unknown(const char *name, struct strbuf *out);
/* Whether the MDM puts a value in for this variable, which is len bytes long and has its signs. */
bool mdm_replaces(const struct mdm *mdm, const char *variable, size_t len);

#endif
