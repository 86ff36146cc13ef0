/* Goes through a profile's dictionaries. The first time it applies the certain fixes and reports them. The second time
 * the same functions report what else is wrong. So nothing is offered that would not be done. Internal to
 * profile_lint. */
#ifndef FORMAT_PROFILE_WALK_H
#define FORMAT_PROFILE_WALK_H

#include <stdbool.h>

#include "base/strbuf.h"

#include "syntax/plist_doc.h"

#include "model/draft.h"
#include "model/findings.h"

#include "format/profile/profile_keys.h"
#include "format/profile/profile_lint.h"

/* What the payloads have under a key, sorted without regard to case, the first payload first: a file may have tens of
 * thousands of payloads. The texts belong to the list. */
struct walk_text {
	const char *text;
	size_t index;
};

struct walk_texts {
	struct walk_text *v;
	size_t n, alloc;
};

struct walk {
	struct plist_doc *doc;
	const struct profile_lint_env *env;
	time_t now;
	bool ios;    /* the profile is known to be for iOS */
	bool fixing; /* findings without a fix are skipped */
	struct findings *found;
	struct walk_texts identifiers; /* at the beginning */
	struct strbuf certificates;    /* SHA-256 hashes of those so far */
};

/* Adds a finding at the node's place. fix says what a fix would do ("KeyType becomes Key Type"); NULL: there is no
 * certain one. If this returns true, the caller must apply the fix. */
bool walk_tell(struct walk *walk, const char *rule, struct node *node, const char *fix,
	const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* The same with another severity than the rule's. */
bool walk_tell_as(struct walk *walk, enum severity severity, const char *rule, struct node *node,
	const char *fix, const char *fmt, ...) __attribute__((format(printf, 6, 7)));
/* For a missing key, or one whose value is as good as missing. Reported there, or else at the dictionary's place,
 * unless an export adds it. The sentence ends with what an export does, or with advice. key is a constant. */
bool walk_lacks(struct walk *walk, const char *rule, struct node *dict, const char *key,
	const char *fix, const char *advice, const char *fmt, ...)
	__attribute__((format(printf, 7, 8)));
/* The last reported finding also explains why this key is missing. */
void walk_means(struct walk *walk, struct node *dict, const char *key);

/* The profile's PayloadContent, if that is an array; else NULL. */
struct node *walk_payloads(const struct walk *walk);
/* "the SCEP payload", by its display name, type or number, for a sentence. */
void walk_payload_name(const struct node *payload, struct strbuf *out);

/* Replaces the value of a key, and takes ownership of the new one. It gets the place of the old one, or of the
 * dictionary. */
void walk_replace(struct node *dict, const char *key, struct node *node);

/* What a finding at this node is about, to recognize a change of an accepted one (finding.about): the path of keys, and
 * the value, or for a dictionary or array its number of items. The caller wipes and frees it. */
char *walk_about(const struct node *node);

/* profile_lint_keys.c: the same value as one of the kinds (enum profile_kinds), if that is unambiguous: "3" and 3.0 are
 * the integer 3, "true" and 1 are true, a fingerprint's hex digits or Base64 are its bytes. Otherwise NULL. The caller
 * owns it. */
struct node *node_convert(const struct node *node, unsigned kinds);
/* Checks the names of keys, and the kinds of their values. where is "the profile", for sentences. */
void walk_dict(
	struct walk *walk, struct node *dict, const struct profile_keys *keys, const char *where);

/* profile_lint_identity.c: what every payload and the profile must have. number: of the payload, from 1; 0: the
 * profile. */
void walk_required(struct walk *walk, struct node *dict, size_t number);

/* profile_lint_payload.c: one payload. Findings have the place of the value. */
void walk_content(struct walk *walk, struct node *payload);
void walk_key_type(struct walk *walk, struct node *payload);
void walk_renewal(struct walk *walk, struct node *payload);
void walk_subject(struct walk *walk, struct node *payload);
void walk_principal(struct walk *walk, struct node *payload);
void walk_certificate(struct walk *walk, struct node *payload);
void walk_scope(struct walk *walk, struct node *payload);

/* profile_lint_top.c: the profile, and several payloads. */
void walk_twice(struct walk *walk);
void walk_removal(struct walk *walk);
void walk_dates(struct walk *walk);
void walk_size(struct walk *walk);
void walk_duplicates(struct walk *walk);
void walk_references(struct walk *walk);
struct walk_texts walk_texts_of(const struct walk *walk, const char *key); /* the caller frees v */
/* The first payload with the text; NULL if there is none. */
const struct walk_text *walk_texts_find(const struct walk_texts *texts, const char *text);

/* profile_lint_payload.c, for all. */
struct node *walk_get(const struct node *dict, const char *key,
	enum node_kind type); /* NULL if there is none of that type */

#endif
