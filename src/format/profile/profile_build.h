/* One profile at work, in three rooms: profile_build.c has the payloads, profile_values.c what a field or a constant
 * writes, profile_items.c payloads that repeat, and what refers to payloads. For these alone. */
#ifndef FORMAT_PROFILE_BUILD_H
#define FORMAT_PROFILE_BUILD_H

#include "format/profile/profile_parts.h"

struct build {
	const struct draft *draft;
	struct export *export;
	struct strbuf *err;
	/* By the keys of fields: what was got from elsewhere, before the rest begins, and why it was not. */
	struct node *secrets, *untold;
	/* By the keys of payloads that repeat: a list of the values that there are now, each once; and of the original's
	 * payloads, each {value, PayloadUUID, PayloadIdentifier}. */
	struct node *items, *was;
	struct profile_view view; /* of the original; of the skeleton its top alone */
	struct draft *before;     /* what the original answers; NULL: it is the skeleton */
};

/*
 * profile_values.c
 */

/* Secrets that are kept outside the draft are asked for, maybe on the terminal. One that cannot be got is left out
 * later, where that is forced. */
int build_get_secrets(struct build *build);
/* What cannot be written is left out where that is forced, and fails the whole otherwise. */
int build_lacks(struct build *build, const char *what, const struct strbuf *why);
/* Whether every string of a node can stand in XML; else a sentence about who says what cannot. */
int node_check(const struct node *node, const char *who, struct strbuf *err);
/* The node of a field that applies; *node stays NULL where it has nothing to write, or where it is left out
 * because that is forced. */
int build_field(struct build *build, const struct field *field, struct node **node);
/* Puts a node into a dictionary of our own, and takes it. A form may send two values to one place, or one below
 * another, which is the one that is named. */
int dict_put(struct build *build, struct node *dict, const char *path, struct node *node);
/* The same of what no field holds and is to be checked like any text. NULL is nothing. */
int dict_put_checked(struct build *build, struct node *dict, const char *path, struct node *node);
/* Keys that follow from others, whatever field those came from. A payload of our own gets them. In an original they
 * follow, where they are there, what has become another at the path. */
void dict_derive(struct node *dict, const struct payload *payload, const char *path, bool own);

/*
 * profile_items.c
 */

/* Encodes the items of the lists that payloads repeat for. Two equal ones are one payload. */
int build_items(struct build *build);
/* Finds those of an original. */
void build_items_before(struct build *build);
/* The value of an item that a payload of the original holds; NULL where it holds none. The caller owns it. */
struct node *payload_item(
	const struct build *build, const struct payload *payload, const struct node *dict);
/* The node of a list that is equal to a value; NULL: none is. list NULL: none. */
struct node *items_find(const struct node *list, const struct node *value);
/* The same of those in build.was. */
struct node *items_find_was(const struct node *was, const struct node *value);
/* Appends the PayloadIdentifier of a payload, nothing where the profile has none (forced). uuid: of one that repeats,
 * else NULL. Like the UUID, it stays whatever else is in the list. */
void payload_identifier(const struct draft *draft, const struct payload *payload, const char *uuid,
	struct strbuf *out);
/* A constant for the profile of the draft, or as it was in the original; NULL where all that it refers to is not
 * there. The caller owns it. */
struct node *constant_resolve(const struct build *build, bool before, const struct node *value);
/* References of an original follow the payloads that have come and gone since; what else is in a list stays. */
void dict_refer(struct build *build, struct node *dict, const struct constant *constant);

#endif
