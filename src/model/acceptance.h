/* A finding that people have looked at and accept, with the reason: "key-size-weak, because the old CA
 * refuses 2048". It belongs to a draft (model/draft.h) and names a rule, never a single finding. What it was
 * accepted for is remembered as values of fields, so that a change of one of them ends it (model/accept.h). */
#ifndef MODEL_ACCEPTANCE_H
#define MODEL_ACCEPTANCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

#include "model/form.h"

/* The value of a field as it was, by the field's key; never a secret's text. */
struct acceptance_value {
	char *key, *value;
};

/* The key of what is no field's: findings in an imported profile, keys that the form does not know. No field
 * has such a key, for theirs hold no dash. */
#define ACCEPTANCE_REST "other-parts"

struct acceptance {
	char *rule;   /* its id */
	char *reason; /* never blank */
	char *by;     /* "" if nobody is named */
	char *date;   /* "2026-11-28", or whatever was written; "" for none */
	/* What it is bound to. None: it was written by hand and no change ends it. */
	struct acceptance_value *values;
	size_t n, alloc;
	struct place place; /* of its key in the draft's file; line 0: it is in none */
};

void acceptance_init(struct acceptance *a, const char *rule, const char *reason, const char *by,
	const char *date);
void acceptance_release(struct acceptance *a);
/* to is overwritten, not released. */
void acceptance_copy(struct acceptance *to, const struct acceptance *from);
/* Adds a value; a key is bound once. */
void acceptance_bind(struct acceptance *a, const char *key, const char *value);
/* NULL if the key is not bound. */
const char *acceptance_value(const struct acceptance *a, const char *key);
/* Whether two say the same, wherever they are written. NULL is allowed. */
bool acceptance_same(const struct acceptance *a, const struct acceptance *b);
/* Appends "REASON (NAME, 2026-11-28)", in one line, not filtered for display. */
void acceptance_show(const struct acceptance *a, struct strbuf *out);
/* Appends "NAME, 2026-11-28", or what there is of it. */
void acceptance_show_author(const struct acceptance *a, struct strbuf *out);

/* Those of a draft: one a rule. */
struct acceptances {
	struct acceptance *v;
	size_t n, alloc;
};

void acceptances_release(struct acceptances *list);
/* to is released first. */
void acceptances_copy(struct acceptances *to, const struct acceptances *from);
const struct acceptance *acceptances_find(const struct acceptances *list, const char *rule);
/* A copy of it, in the place of the one of the same rule. */
void acceptances_put(struct acceptances *list, const struct acceptance *a);
void acceptances_remove(struct acceptances *list, const char *rule);

#endif
