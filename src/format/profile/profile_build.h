/* Building a profile: profile_build.c makes the payloads, profile_values.c what a field or a constant writes,
 * profile_items.c payloads that repeat, and references to payloads. Only for these files. */
#ifndef FORMAT_PROFILE_BUILD_H
#define FORMAT_PROFILE_BUILD_H

#include "format/profile/profile_parts.h"

struct build {
	const struct draft *draft;
	struct export *export;
	struct strbuf *err;
	/* By the keys of fields: the secrets from elsewhere, which are fetched first, and why one could not be. */
	struct node *secrets, *untold;
	/* By the keys of payloads that repeat: a list of the current values, each once; and the original's payloads,
	 * each as {value, PayloadUUID, PayloadIdentifier}. */
	struct node *items, *was;
	struct profile_view view; /* of the original; of the skeleton only its top */
	struct draft *before;     /* the original's answers; NULL: it is the skeleton */
};

/*
 * profile_values.c
 */

/* Gets the secrets that are not in the draft, perhaps by asking on the terminal. If forced, one that is not available
 * is left out later. */
int build_get_secrets(struct build *build);
/* For a value that cannot be written: leaves it out if forced, and otherwise fails. */
int build_lacks(struct build *build, const char *what, const struct strbuf *why);
/* Whether XML can represent every string of a node. If not, appends a sentence about who that says what is wrong. */
int node_check(const struct node *node, const char *who, struct strbuf *err);
/* The node of a field that applies. *node stays NULL if there is nothing to write, or it is left out because of
 * force. */
int build_field(struct build *build, const struct field *field, struct node **node);
/* Puts a node into a dictionary of our own, and takes ownership of it. If the form sends two values to one place, or
 * one below another, the error names the place. */
int dict_put(struct build *build, struct node *dict, const char *path, struct node *node);
/* The same for a value of no field, which is checked like any text. NULL is ignored. */
int dict_put_checked(struct build *build, struct node *dict, const char *path, struct node *node);
/* Keys that are derived from others, whichever field those are from. A payload of our own gets them. In an original,
 * existing ones follow if the value at the path has changed. */
void dict_derive(struct node *dict, const struct payload *payload, const char *path, bool own);

/*
 * profile_items.c
 */

/* Encodes the items of the lists that payloads repeat for. Equal ones are one payload. */
int build_items(struct build *build);
/* Finds those of an original. */
void build_items_before(struct build *build);
/* The value of the item in a payload of the original; NULL if it has none. The caller owns it. */
struct node *payload_item(
	const struct build *build, const struct payload *payload, const struct node *dict);
/* The node of a list that equals a value; NULL if there is none. list may be NULL. */
struct node *items_find(const struct node *list, const struct node *value);
/* The same for those in build.was. */
struct node *items_find_was(const struct node *was, const struct node *value);
/* Appends the PayloadIdentifier of a payload; nothing if the profile has none (forced). uuid: for a payload that
 * repeats, else NULL. Like the UUID, it does not depend on the rest of the list. */
void payload_identifier(const struct draft *draft, const struct payload *payload, const char *uuid,
	struct strbuf *out);
/* A constant for the profile of the draft, or as it was in the original. NULL if nothing that it refers to exists. The
 * caller owns it. */
struct node *constant_resolve(const struct build *build, bool before, const struct node *value);
/* Updates the references of an original for payloads that were added and removed since. Everything else in a list
 * stays. */
void dict_refer(struct build *build, struct node *dict, const struct constant *constant);

#endif
