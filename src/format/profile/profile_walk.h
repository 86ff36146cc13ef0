/* A walk through a profile's dictionaries, which tells what is wrong with its structure or, on a second
 * walk by the same functions, mends what is certain: so nothing is offered that is not done. Internal to
 * profile_lint. */
#ifndef FORMAT_PROFILE_WALK_H
#define FORMAT_PROFILE_WALK_H

#include <plist/plist.h>
#include <stdbool.h>

#include "base/strvec.h"

#include "syntax/problem.h"
#include "syntax/x509.h"

#include "model/draft.h"
#include "model/finding.h"

#include "format/plist/plist_doc.h"

/* A node that a mend made, and where that which it was made of stood: the list's own places know nodes by
 * their addresses, and one that was freed may have this one. */
struct walk_made {
	plist_t node;
	struct place place;
};

struct walk {
	const struct plist_doc *doc;
	bool ios;     /* the profile is known to be for iOS */
	bool mending; /* findings without a mend are passed over */
	struct findings *found;
	struct walk_made *made;
	size_t nmade, alloc;
};

/* Adds a finding at the node's place; mend says what a mend would do ("KeyType becomes Key Type"), NULL:
 * none is certain. True where the caller is to do it now. */
bool walk_tell(struct walk *walk, const char *rule, plist_t node, const char *mend, const char *fmt,
	...) __attribute__((format(printf, 5, 6)));
/* The same, a warning where the rule is an error elsewhere; without a mend. */
void walk_warn(struct walk *walk, const char *rule, plist_t node, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* The string below a key of a dictionary; NULL where there is none, or something else. */
const char *walk_string(plist_t dict, const char *key);
/* Appends the keys of a dictionary, so that it can be changed meanwhile. */
void walk_keys(plist_t dict, struct strvec *keys);
/* The profile's payloads: the items of PayloadContent that are dictionaries. NULL behind the last one. */
plist_t walk_payload(const struct walk *walk, uint32_t index);
/* "the SCEP payload", by its display name, type or number, for a sentence. */
void walk_payload_name(plist_t payload, struct strbuf *out);

/* Puts another node in the place of a key's; the one that goes is wiped. node is taken. */
void walk_replace(struct walk *walk, plist_t dict, const char *key, plist_t node);

/* profile_about.c: what a finding at this node is about, by which a change is known where it is accepted
 * (finding.about): the keys that lead there, and the value; of a dictionary or array how many items it has. The
 * caller wipes and frees. */
char *walk_about(plist_t node);

/* profile_lint_payload.c: about one payload (its place is that of the value told of), and the profile. */
void walk_subject(struct walk *walk, plist_t payload);
void walk_principal(struct walk *walk, plist_t payload);
void walk_certificate(struct walk *walk, plist_t payload);
void walk_version(struct walk *walk, plist_t payload);
void walk_scope(struct walk *walk, plist_t payload);
void walk_identity(struct walk *walk, plist_t payload);
void walk_removal(struct walk *walk);
void walk_size(struct walk *walk);
/* The certificate in a payload of a type that holds one. False where it is none, or there is none. */
bool walk_payload_certificate(plist_t payload, struct certificate *cert, struct problem *problem);

/* profile_lint_several.c: about several payloads. */
void walk_duplicates(struct walk *walk);
void walk_references(struct walk *walk);

#endif
