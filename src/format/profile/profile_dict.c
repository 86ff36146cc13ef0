/* A dictionary of a profile, put together. */
#include "format/profile/profile_dict.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

void
entries_release(struct entries *entries)
{
	for (size_t i = 0; i < entries->n; i++) {
		free(entries->v[i].path);
		node_free(entries->v[i].node);
	}
	free(entries->v);
	*entries = (struct entries){ 0 };
}

void
entries_add(struct entries *entries, const char *path, struct node *node)
{
	ARRAY_GROW(entries->v, entries->n, entries->alloc);
	entries->v[entries->n++] = (struct entry){ xstrdup(path), node };
}

struct node *
entries_find(const struct entries *entries, const char *path)
{
	for (size_t i = 0; i < entries->n; i++)
		if (!strcmp(entries->v[i].path, path))
			return entries->v[i].node;
	return NULL;
}

int
profile_text_check(const char *text, size_t len, const char *who, struct strbuf *err)
{
	size_t bad = text_xml_check(text, len);
	uint32_t cp;

	if (bad == len)
		return 0;
	utf8_decode(text + bad, len - bad, &cp);
	if (cp == UTF8_INVALID)
		return error_add(
			err, "%s: byte %zu is no UTF-8; a profile cannot carry it", who, bad + 1);
	return error_add(err, "%s: the character U+%04X at byte %zu cannot stand in a profile", who,
		(unsigned)cp, bad + 1);
}

int
node_check(const struct node *node, const char *who, struct strbuf *err)
{
	if (node_is(node, NODE_TEXT))
		return profile_text_check(node->text.buf, node->text.len, who, err);
	for (size_t i = 0; i < node->n; i++)
		if (node_check(node->v[i], who, err) < 0)
			return -1;
	return 0;
}

/* Like strcmp, with the slash before all other characters: a path stands right before what is below
 * it, and the keys of each level are in alphabetical order. */
static int
entry_compare(const void *a, const void *b)
{
	const char *x = ((const struct entry *)a)->path, *y = ((const struct entry *)b)->path;

	while (*x && *x == *y) {
		x++;
		y++;
	}
	if (*x == '/' || *y == '/')
		return *x == *y ? 0 : !*x || (*y && *x == '/') ? -1 : 1;
	return (unsigned char)*x - (unsigned char)*y;
}

/* A form may send two fields to one place, or one below another. */
static int
entries_check(const struct entries *entries, struct strbuf *err)
{
	for (size_t i = 1; i < entries->n; i++) {
		const char *above = entries->v[i - 1].path, *path = entries->v[i].path;
		size_t len = strlen(above);

		if (!strncmp(above, path, len) && (!path[len] || path[len] == '/'))
			return error_add(err,
				"the form has two values for %s of the profile; mend its paths",
				path);
	}
	return 0;
}

int
entries_to_dict(struct entries *entries, struct node **dict, struct strbuf *err)
{
	if (entries->n)
		qsort(entries->v, entries->n, sizeof *entries->v, entry_compare);
	if (entries_check(entries, err) < 0)
		return -1;
	*dict = node_map_new();
	for (size_t i = 0; i < entries->n; i++) {
		node_put(*dict, entries->v[i].path, entries->v[i].node);
		entries->v[i].node = NULL;
	}
	return 0;
}
