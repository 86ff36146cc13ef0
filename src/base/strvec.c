/* The list of strings; what it frees is wiped, for a list may have been split from a secret. */
#include "base/strvec.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

/* Never written to: alloc is 0 while it is used. */
char *strvec_empty[1];

void
strvec_init(struct strvec *list)
{
	*list = (struct strvec)STRVEC_INIT;
}

void
strvec_release(struct strvec *list)
{
	for (size_t i = 0; i < list->n; i++)
		wipe_free(list->v[i]);
	if (list->alloc)
		free(list->v);
	strvec_init(list);
}

void
strvec_push(struct strvec *list, const char *text)
{
	strvec_push_nodup(list, xstrdup(text));
}

void
strvec_pushn(struct strvec *list, const char *text, size_t len)
{
	strvec_push_nodup(list, xstrndup(text, len));
}

/* One place more than items: the list ends with NULL. */
void
strvec_push_nodup(struct strvec *list, char *text)
{
	if (list->n + 2 > list->alloc) {
		char **old = list->alloc ? list->v : NULL;

		list->alloc = list->alloc ? 2 * list->alloc : 8;
		list->v = xreallocarray(old, list->alloc, sizeof *list->v);
	}
	list->v[list->n++] = text;
	list->v[list->n] = NULL;
}

void
strvec_pushf(struct strvec *list, const char *fmt, ...)
{
	STRBUF(text);
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	strvec_push(list, text.buf);
}

bool
strvec_contains(const struct strvec *list, const char *text)
{
	for (size_t i = 0; i < list->n; i++)
		if (!strcmp(list->v[i], text))
			return true;
	return false;
}

void
strvec_split(struct strvec *list, const char *text, char separator)
{
	const char *end;

	if (!*text)
		return;
	for (; (end = strchr(text, separator)); text = end + 1)
		strvec_pushn(list, text, (size_t)(end - text));
	strvec_push(list, text);
}

void
strvec_join(const struct strvec *list, const char *separator, struct strbuf *out)
{
	for (size_t i = 0; i < list->n; i++) {
		if (i)
			strbuf_addstr(out, separator);
		strbuf_addstr(out, list->v[i]);
	}
}
