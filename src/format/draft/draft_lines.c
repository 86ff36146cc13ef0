/* Finding the line of a draft that a finding is about, among those that belong to one field alone. */
#include "format/draft/draft_lines.h"

#include <string.h>

#include "base/text.h"

#include "model/field_type.h"

#include "format/draft/draft_parts.h"

void
draft_lines_init(struct draft_lines *lines, const struct form *form, const struct strbuf *source)
{
	struct strbuf ignored = STRBUF_INIT;

	*lines = (struct draft_lines){ .form = form, .source = source };
	if (yaml_source_read(source->buf, source->len, "", &draft_limits, &lines->root, &ignored) <
		0)
		lines->root = NULL;
	strbuf_release(&ignored);
}

void
draft_lines_release(struct draft_lines *lines)
{
	yaml_node_free(lines->root);
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
map_find(const struct draft_lines *lines, const struct yaml_node *map, const struct finding *f,
	const struct yaml_node **value)
{
	for (size_t i = 0; map->kind == YAML_MAP && map->style == YAML_BLOCK && i < map->n; i++) {
		const struct yaml_node *node = map->v[i];
		int below = f->place.line - node->key->place.line;
		const char *line;

		if (strcmp(node->key->text, f->field->key) != 0 || below < 0 ||
			node->end < node->key->start)
			continue;
		line = line_below(lines->source, node->key->start, node->end, below);
		*value = node;
		if (line)
			return line;
	}
	return NULL;
}

static const char *
line_find(const struct draft_lines *lines, const struct finding *f, const struct yaml_node **value)
{
	const struct yaml_node *root = lines->root;
	const char *line = NULL;

	if (!f->field->group)
		return map_find(lines, root, f, value);
	for (size_t i = 0; root->style == YAML_BLOCK && i < root->n && !line; i++)
		if (!strcmp(root->v[i]->key->text, f->field->group))
			line = map_find(lines, root->v[i], f, value);
	return line;
}

/* The byte of the offset in a text that is written as it is, in one line; its first byte for any other. */
static size_t
value_byte(const struct draft_lines *lines, const struct yaml_node *value, const struct finding *f)
{
	const char *raw = lines->source->buf + value->start;
	size_t quote = value->style == YAML_SINGLE || value->style == YAML_DOUBLE;
	size_t len = strlen(value->text);

	if (value->kind != YAML_TEXT || f->item >= 0 || f->offset > len ||
		strchr(value->text, '\n') || value->end - value->start != len + 2 * quote ||
		strncmp(raw + quote, value->text, len) != 0)
		return value->start;
	return value->start + (f->offset ? quote + f->offset : 0);
}

/* Whether the line has a text of the value, whatever that is. */
static bool
line_has_text_of(const char *line, size_t len, const struct yaml_node *value)
{
	size_t n = value->kind == YAML_TEXT ? strlen(value->text) : 0;

	for (size_t i = 0; n && i + n <= len; i++)
		if (!memcmp(line + i, value->text, n))
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
	const struct yaml_node *root = lines->root;

	for (size_t i = 0; i < root->n; i++) {
		const struct field *field = form_field(lines->form, root->v[i]->key->text);

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
	const struct yaml_node *value = NULL;
	const char *line;
	size_t start;

	if (!lines->root || lines->root->kind != YAML_MAP || !f->field ||
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
	if (start + *at == value->start && value->kind == YAML_TEXT)
		*at = value_byte(lines, value, f) - start;
	return line;
}
