/* A walk through a profile's dictionaries, which mends what is certain and tells of it or, on a second walk
 * by the same functions, tells what else is wrong: so nothing is offered that is not done. Internal to
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

/* What the payloads have below a key, sorted whatever the case, the first payload first: a file may hold tens
 * of thousands of them. The texts are the list's own. */
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
	bool ios;     /* the profile is known to be for iOS */
	bool mending; /* findings without a mend are passed over */
	struct findings *found;
	struct walk_texts identifiers; /* as the walk began */
	struct strbuf certificates;    /* the hashes of those so far, SHA-256 */
};

/* Adds a finding at the node's place; mend says what a mend would do ("KeyType becomes Key Type"), NULL:
 * none is certain. True where the caller is to do it now. */
bool walk_tell(struct walk *walk, const char *rule, struct node *node, const char *mend,
	const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* The same with another severity than the rule's. */
bool walk_tell_as(struct walk *walk, enum severity severity, const char *rule, struct node *node,
	const char *mend, const char *fmt, ...) __attribute__((format(printf, 6, 7)));
/* A key that a dictionary lacks, or whose value is as good as none: told there, or else at the dictionary's
 * place, unless an export puts it there. The sentence ends with what an export does, or with advice. key is a
 * constant. */
bool walk_lacks(struct walk *walk, const char *rule, struct node *dict, const char *key,
	const char *mend, const char *advice, const char *fmt, ...)
	__attribute__((format(printf, 7, 8)));
/* The finding told last is also why this key is missing. */
void walk_means(struct walk *walk, struct node *dict, const char *key);

/* The profile's PayloadContent, where that is an array; else NULL. */
struct node *walk_payloads(const struct walk *walk);
/* "the SCEP payload", by its display name, type or number, for a sentence. */
void walk_payload_name(const struct node *payload, struct strbuf *out);

/* The value of a key becomes another, which is taken and has the place of the old one, or of the dictionary. */
void walk_replace(struct node *dict, const char *key, struct node *node);

/* What a finding at this node is about, by which a change is known where it is accepted
 * (finding.about): the keys that lead there, and the value; of a dictionary or array how many items it has. The
 * caller wipes and frees. */
char *walk_about(const struct node *node);

/* profile_lint_keys.c: the same value as one of the kinds (enum profile_kinds), where there is no doubt which: "3" and
 * 3.0 are the integer 3, "true" and 1 are true, a fingerprint's hex digits or Base64 are its bytes. NULL where there is.
 * The caller owns it. */
struct node *node_convert(const struct node *node, unsigned kinds);
/* Names of keys, and kinds of their values. where is "the profile", for sentences. */
void walk_dict(
	struct walk *walk, struct node *dict, const struct profile_keys *keys, const char *where);

/* profile_lint_identity.c: what every payload and the profile must have. number: of the payload, from 1;
 * 0: the profile. */
void walk_required(struct walk *walk, struct node *dict, size_t number);

/* profile_lint_payload.c: about one payload (its place is that of the value told of). */
void walk_content(struct walk *walk, struct node *payload);
void walk_key_type(struct walk *walk, struct node *payload);
void walk_renewal(struct walk *walk, struct node *payload);
void walk_subject(struct walk *walk, struct node *payload);
void walk_principal(struct walk *walk, struct node *payload);
void walk_certificate(struct walk *walk, struct node *payload);
void walk_scope(struct walk *walk, struct node *payload);

/* profile_lint_top.c: about the profile, and about several payloads. */
void walk_twice(struct walk *walk);
void walk_removal(struct walk *walk);
void walk_dates(struct walk *walk);
void walk_size(struct walk *walk);
void walk_duplicates(struct walk *walk);
void walk_references(struct walk *walk);
struct walk_texts walk_texts_of(const struct walk *walk, const char *key); /* the caller frees v */
/* The first payload that has the text; NULL where none has. */
const struct walk_text *walk_texts_find(const struct walk_texts *texts, const char *text);

/* profile_lint_payload.c, for all. */
struct node *walk_get(const struct node *dict, const char *key,
	enum node_kind type); /* NULL where there is none of that type */

#endif
