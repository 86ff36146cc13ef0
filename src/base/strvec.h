/* A list of strings that it owns, NULL-terminated: v[n] is NULL. A list as a field's value is one text with one item a
 * line (see model/draft.h); strvec_split and strvec_join convert between the two. */
#ifndef BASE_STRVEC_H
#define BASE_STRVEC_H

#include "base/strbuf.h"

struct strvec {
	char **v;
	size_t n;
	size_t alloc;
};

extern char *strvec_empty[];
#define STRVEC_INIT               \
	{                         \
		.v = strvec_empty \
	}

/* An empty list that is released at the end of its block. */
#define STRVEC(name) __attribute__((cleanup(strvec_release))) struct strvec name = STRVEC_INIT

void strvec_init(struct strvec *list);
void strvec_release(struct strvec *list);
void strvec_push(struct strvec *list, const char *text);
void strvec_pushn(struct strvec *list, const char *text, size_t len);
void __attribute__((format(printf, 2, 3))) strvec_pushf(struct strvec *list, const char *fmt, ...);
/* Appends text and takes ownership of it. */
void strvec_push_nodup(struct strvec *list, char *text);
bool strvec_contains(const struct strvec *list, const char *text);
/* Appends the parts of text between separators. An empty text has no parts. */
void strvec_split(struct strvec *list, const char *text, char separator);
/* Appends the items to out, with separators between them. */
void strvec_join(const struct strvec *list, const char *separator, struct strbuf *out);

#endif
