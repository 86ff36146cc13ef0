/* Accepted findings as data. */
#include "model/acceptance.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

void
acceptance_init(struct acceptance *a, const char *rule, const char *reason, const char *by,
	const char *date)
{
	*a = (struct acceptance){
		.rule = xstrdup(rule),
		.reason = xstrdup(reason),
		.by = xstrdup(by),
		.date = xstrdup(date),
	};
}

/* Wiped, for a reason may quote what it is about. */
void
acceptance_release(struct acceptance *a)
{
	for (size_t i = 0; i < a->n; i++) {
		free(a->values[i].key);
		wipe_free(a->values[i].value);
	}
	free(a->values);
	free(a->rule);
	wipe_free(a->reason);
	free(a->by);
	free(a->date);
	*a = (struct acceptance){ 0 };
}

void
acceptance_copy(struct acceptance *to, const struct acceptance *from)
{
	acceptance_init(to, from->rule, from->reason, from->by, from->date);
	to->place = from->place;
	for (size_t i = 0; i < from->n; i++)
		acceptance_bind(to, from->values[i].key, from->values[i].value);
}

void
acceptance_bind(struct acceptance *a, const char *key, const char *value)
{
	if (acceptance_value(a, key))
		return;
	ARRAY_GROW(a->values, a->n, a->alloc);
	a->values[a->n++] = (struct acceptance_value){ xstrdup(key), xstrdup(value) };
}

const char *
acceptance_value(const struct acceptance *a, const char *key)
{
	for (size_t i = 0; i < a->n; i++)
		if (!strcmp(a->values[i].key, key))
			return a->values[i].value;
	return NULL;
}

/* The order of the values is the file's. */
static bool
same_values(const struct acceptance *a, const struct acceptance *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++) {
		const char *other = acceptance_value(b, a->values[i].key);

		if (!other || strcmp(a->values[i].value, other) != 0)
			return false;
	}
	return true;
}

bool
acceptance_same(const struct acceptance *a, const struct acceptance *b)
{
	if (!a || !b)
		return a == b;
	return !strcmp(a->rule, b->rule) && !strcmp(a->reason, b->reason) &&
	       !strcmp(a->by, b->by) && !strcmp(a->date, b->date) && same_values(a, b);
}

void
acceptance_show_author(const struct acceptance *a, struct strbuf *out)
{
	strbuf_addf(out, "%s%s%s", a->by, *a->by && *a->date ? ", " : "", a->date);
}

void
acceptance_show(const struct acceptance *a, struct strbuf *out)
{
	size_t start = out->len;

	strbuf_addstr(out, a->reason);
	strbuf_one_line(out, start);
	if (!*a->by && !*a->date)
		return;
	strbuf_addstr(out, " (");
	acceptance_show_author(a, out);
	strbuf_addch(out, ')');
}

void
acceptances_release(struct acceptances *list)
{
	for (size_t i = 0; i < list->n; i++)
		acceptance_release(&list->v[i]);
	free(list->v);
	*list = (struct acceptances){ 0 };
}

void
acceptances_copy(struct acceptances *to, const struct acceptances *from)
{
	struct acceptances copy = { 0 };

	for (size_t i = 0; i < from->n; i++)
		acceptances_put(&copy, &from->v[i]);
	acceptances_release(to);
	*to = copy;
}

static size_t
list_find(const struct acceptances *list, const char *rule)
{
	size_t i = 0;

	while (i < list->n && strcmp(list->v[i].rule, rule) != 0)
		i++;
	return i;
}

const struct acceptance *
acceptances_find(const struct acceptances *list, const char *rule)
{
	size_t i = list_find(list, rule);

	return i < list->n ? &list->v[i] : NULL;
}

/* The copy is made first: it may be one of the list. */
void
acceptances_put(struct acceptances *list, const struct acceptance *a)
{
	size_t i = list_find(list, a->rule);
	struct acceptance copy;

	acceptance_copy(&copy, a);
	if (i < list->n)
		acceptance_release(&list->v[i]);
	else
		ARRAY_GROW(list->v, list->n, list->alloc);
	list->n += i == list->n;
	list->v[i] = copy;
}

void
acceptances_remove(struct acceptances *list, const char *rule)
{
	size_t i = list_find(list, rule);

	if (i == list->n)
		return;
	acceptance_release(&list->v[i]);
	memmove(list->v + i, list->v + i + 1, (--list->n - i) * sizeof *list->v);
}
