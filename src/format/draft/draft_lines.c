/* Finding the line of a draft that a finding is about, among those that belong to one field alone. */
#include "format/draft/draft_lines.h"

#include <string.h>

#include "base/text.h"

#include "model/field_type.h"

#include "format/draft/draft_parts.h"

void
draft_lines_init(struct draft_lines *lines, const struct form *form, const struct strbuf *source)
{
	STRBUF(ignored);

	*lines = (struct draft_lines){ .form = form, .source = source };
	if (yaml_source_read(source->buf, source->len, "", &draft_limits, &lines->root, &ignored) <
		0)
		lines->root = NULL;
}

void
draft_lines_release(struct draft_lines *lines)
{
	node_free(lines->root);
	lines->root = NULL;
}

/* The line that is so many lines below that of the byte from; NULL where the value ends before. */
static const char *
line_below(const struct strbuf *source, size_t from, size_t end, int below)
{
	const char *line = source->buf + from, *stop = source->buf + end;

	while (line > source->buf && line[-1] != '\n')
		line--;
	for (; below > 0; below--) {
		line = memchr(line, '\n', (size_t)(stop - line));
		if (!line++)
			return NULL;
	}
	return line;
}

/* The entries of a block map have lines of their own. */
static const char *
map_find(const struct draft_lines *lines, const struct node *map, const struct finding *f,
	const struct node **value)
{
	for (size_t i = 0; map->kind == NODE_MAP && map->source.style == NODE_BLOCK && i < map->n;
		i++) {
		const struct node *node = map->v[i];
		int below = f->place.line - node->source.key_place.line;
		const char *line;

		if (strcmp(node->key, f->field->key) != 0 || below < 0 ||
			node->source.end < node->source.key_start)
			continue;
		line = line_below(lines->source, node->source.key_start, node->source.end, below);
		*value = node;
		if (line)
			return line;
	}
	return NULL;
}

static const char *
line_find(const struct draft_lines *lines, const struct finding *f, const struct node **value)
{
	const struct node *root = lines->root;
	const char *line = NULL;

	if (!f->field->group)
		return map_find(lines, root, f, value);
	for (size_t i = 0; root->source.style == NODE_BLOCK && i < root->n && !line; i++)
		if (!strcmp(root->v[i]->key, f->field->group))
			line = map_find(lines, root->v[i], f, value);
	return line;
}

/* The byte of the offset in a text that is written as it is, in one line; its first byte for any other. */
static size_t
value_byte(const struct draft_lines *lines, const struct node *value, const struct finding *f)
{
	const char *raw = lines->source->buf + value->source.start;
	size_t quote = value->source.style == NODE_SINGLE || value->source.style == NODE_DOUBLE;
	size_t len = value->text.len;

	if (value->kind != NODE_TEXT || f->item >= 0 || f->offset > len ||
		strchr(value->text.buf, '\n') ||
		value->source.end - value->source.start != len + 2 * quote ||
		strncmp(raw + quote, value->text.buf, len) != 0)
		return value->source.start;
	return value->source.start + (f->offset ? quote + f->offset : 0);
}

/* Whether the line has a text of the value, whatever that is. */
static bool
line_has_text_of(const char *line, size_t len, const struct node *value)
{
	size_t n = value->text.len;

	for (size_t i = 0; n && i + n <= len; i++)
		if (!memcmp(line + i, value->text.buf, n))
			return true;
	for (size_t i = 0; i < value->n; i++)
		if (line_has_text_of(line, len, value->v[i]))
			return true;
	return false;
}

/* A secret that somebody wrote into another field, too. */
static bool
line_has_secret(const struct draft_lines *lines, const char *line, size_t len)
{
	const struct node *root = lines->root;

	for (size_t i = 0; i < root->n; i++) {
		const struct field *field = form_field(lines->form, root->v[i]->key);

		if (field && field->type->flags & FT_SECRET &&
			line_has_text_of(line, len, root->v[i]))
			return true;
	}
	return false;
}

/* The byte of a column, which counts characters. */
static size_t
column_byte(const char *line, size_t len, int column)
{
	size_t byte = 0;
	uint32_t cp;

	for (int i = 1; i < column && byte < len; i++)
		byte += utf8_decode(line + byte, len - byte, &cp);
	return byte;
}

const char *
draft_lines_find(const struct draft_lines *lines, const struct finding *f, size_t *len, size_t *at)
{
	const struct node *value = NULL;
	const char *line;
	size_t start;

	if (!lines->root || lines->root->kind != NODE_MAP || !f->field ||
		f->field->type->flags & FT_SECRET)
		return NULL;
	line = line_find(lines, f, &value);
	if (!line)
		return NULL;
	*len = strcspn(line, "\r\n");
	if (line_has_secret(lines, line, *len))
		return NULL;
	start = (size_t)(line - lines->source->buf);
	*at = column_byte(line, *len, f->place.column);
	if (start + *at == value->source.start && value->kind == NODE_TEXT)
		*at = value_byte(lines, value, f) - start;
	return line;
}

/* The key of a value; of a text in a list, what is before its colon, as in "challenge: text". */
static void
entry_key(const struct node *entry, struct strbuf *key)
{
	const char *colon = entry->kind == NODE_TEXT ? strchr(entry->text.buf, ':') : NULL;

	if (entry->key)
		strbuf_addstr(key, entry->key);
	else if (colon)
		strbuf_add(key, entry->text.buf, (size_t)(colon - entry->text.buf));
}

/* Also a list or a map, which may have the secret where it does not belong, and what may be a secret's key misspelled. */
static bool
is_masked(const struct draft_lines *lines, const struct node *entry)
{
	const struct field *field;
	STRBUF(key);

	entry_key(entry, &key);
	if (!key.len)
		return false;
	field = form_field(lines->form, key.buf);
	if (!field)
		field = form_nearest(lines->form, key.buf);
	return (field && field->type->flags & FT_SECRET) || !strcmp(key.buf, DRAFT_ORIGINAL);
}

static void
mask_entries(const struct draft_lines *lines, const struct node *above, const char *words,
	size_t *at, struct strbuf *out)
{
	for (size_t i = 0; i < above->n; i++) {
		const struct node *entry = above->v[i];

		if (!is_masked(lines, entry)) {
			mask_entries(lines, entry, words, at, out);
			continue;
		}
		strbuf_add(out, lines->source->buf + *at, entry->source.start - *at);
		strbuf_addf(out, "%s%s", words,
			entry->source.end > entry->source.start &&
					lines->source->buf[entry->source.end - 1] == '\n'
				? "\n"
				: "");
		*at = entry->source.end;
	}
}

void
draft_lines_masked(const struct draft_lines *lines, const char *words, struct strbuf *out)
{
	size_t at = 0;

	if (!lines->root)
		return;
	mask_entries(lines, lines->root, words, &at, out);
	strbuf_add(out, lines->source->buf + at, lines->source->len - at);
}
