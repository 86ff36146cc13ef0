/* A finding that people have looked at and accept, with the reason: "key-size-weak, because the old CA refuses 2048".
 * It belongs to a draft (model/draft.h) and names a rule, not a single finding. The values of fields at that time are
 * recorded, and a change of one of them ends it (model/accept.h). */
#ifndef MODEL_ACCEPTANCE_H
#define MODEL_ACCEPTANCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

#include "model/form.h"

/* The value of a field at that time, with the field's key. Never a secret's text. */
struct acceptance_value {
	char *key, *value;
};

/* The key for what has no field: findings in an imported profile, keys that the form does not know. Keys of fields have
 * no dashes, so no field has this key. */
#define ACCEPTANCE_REST "other-parts"

struct acceptance {
	char *rule;   /* its id */
	char *reason; /* never empty */
	char *by;     /* "" if no name is given */
	char *date;   /* "2026-11-28", or any other text from the file; "" for none */
	/* What it is bound to. None: it was written by hand, and no change ends it. */
	struct acceptance_value *values;
	size_t n, alloc;
	struct place place; /* of its key in the draft's file; line 0: not in a file */
};

void acceptance_init(struct acceptance *a, const char *rule, const char *reason, const char *by,
	const char *date);
void acceptance_release(struct acceptance *a);
/* to is overwritten, not released. */
void acceptance_copy(struct acceptance *to, const struct acceptance *from);
/* Adds a value. Each key is bound once. */
void acceptance_bind(struct acceptance *a, const char *key, const char *value);
/* NULL if the key is not bound. */
const char *acceptance_value(const struct acceptance *a, const char *key);
/* Whether two have the same content, wherever they are written. NULL is allowed. */
bool acceptance_same(const struct acceptance *a, const struct acceptance *b);
/* Appends "REASON (NAME, 2026-11-28)" in one line, not filtered for display. */
void acceptance_show(const struct acceptance *a, struct strbuf *out);
/* Appends "NAME, 2026-11-28", or the part that is known. */
void acceptance_show_author(const struct acceptance *a, struct strbuf *out);

/* All of a draft: one for each rule. */
struct acceptances {
	struct acceptance *v;
	size_t n, alloc;
};

void acceptances_release(struct acceptances *list);
/* to is released first. */
void acceptances_copy(struct acceptances *to, const struct acceptances *from);
const struct acceptance *acceptances_find(const struct acceptances *list, const char *rule);
/* Adds a copy. It replaces the one of the same rule. */
void acceptances_put(struct acceptances *list, const struct acceptance *a);
void acceptances_remove(struct acceptances *list, const char *rule);

#endif
