/* Changes in maps in braces and lists in brackets: what is between two entries stays. */
#include "format/yaml/yaml_flow.h"

#include <string.h>

#include "format/yaml/yaml_edit.h"
#include "format/yaml/yaml_write.h"

size_t
yaml_flow_begin(const struct node *entry)
{
	return entry->key ? entry->source.key_start : entry->source.start;
}

/* What is between two entries: in a map that has its keys on lines of their own, the new one gets a line too. */
static void
flow_separator(const struct strbuf *source, const struct node *map, struct strbuf *out)
{
	size_t first = yaml_edit_front(source, map), line = yaml_edit_line(source, first);

	if (!map->n || line + strspn(source->buf + line, " ") != first ||
		line <= map->source.start) {
		strbuf_addstr(out, ", ");
		return;
	}
	strbuf_addf(out, ",%s", yaml_edit_eol(source));
	strbuf_addchars(out, ' ', first - line);
}

/* Puts text behind an entry of a flow map, NULL for its begin, in place of what is there. libyaml refuses a comma or brace
 * right behind the colon of an empty value; and what is put before a comment keeps away from it. */
static void
flow_splice(struct strbuf *source, const struct node *before, size_t start, size_t end,
	const struct strbuf *put)
{
	bool empty = before && before->key && before->kind == NODE_TEXT &&
		     before->source.start == before->source.end && start == before->source.end &&
		     start > before->source.key_end;
	STRBUF(text);

	if (empty && (put->len || !strchr(" \r\n", source->buf[end])))
		strbuf_addch(&text, ' ');
	strbuf_add(&text, put->buf, put->len);
	if (source->buf[end] == '#' && (text.len || !strchr(" \n", source->buf[start - 1])))
		strbuf_addch(&text, ' ');
	strbuf_splice(source, start, end - start, text.buf, text.len);
}

static size_t
blanks_skip(const struct strbuf *source, size_t pos)
{
	return pos + strspn(source->buf + pos, " \t\r\n");
}

/* Up to the line end, which is not in it. */
static size_t
comment_skip(const struct strbuf *source, size_t pos)
{
	size_t hash = pos + strspn(source->buf + pos, " \t");

	return source->buf[hash] == '#' ? hash + strcspn(source->buf + hash, "\r\n") : pos;
}

/* Behind an entry of a flow map, its comma, and the comment in the line of these. */
static size_t
flow_entry_end(const struct strbuf *source, const struct node *entry)
{
	size_t end = entry->source.end, pos = blanks_skip(source, end);

	while (source->buf[pos] == '#')
		pos = blanks_skip(source, comment_skip(source, pos));
	return comment_skip(source, source->buf[pos] == ',' ? pos + 1 : end);
}

/* Whether nothing else is in the lines of an entry. */
static bool
entry_is_lines(const struct strbuf *source, size_t start, size_t end)
{
	size_t line = yaml_edit_line(source, start);

	return line + strspn(source->buf + line, " ") == start &&
	       strchr("\r\n", source->buf[end + strspn(source->buf + end, " ")]);
}

void
yaml_flow_remove(struct strbuf *source, const struct node *map, size_t index, bool tail)
{
	const struct node *entry = map->v[index], *before = index ? map->v[index - 1] : NULL;
	size_t start = yaml_flow_begin(entry), end = flow_entry_end(source, entry);
	STRBUF(nothing);

	if (!tail)
		end = blanks_skip(source, end);
	else if (before &&
		 !memchr(source->buf + before->source.end, '#', start - before->source.end))
		start = before->source.end;
	else if (!entry->key && entry_is_lines(source, start, end)) {
		start = yaml_edit_line(source, start);
		end = yaml_edit_below(source, end);
	}
	flow_splice(source, before, start, end, &nothing);
}

void
yaml_flow_insert(struct strbuf *source, const struct node *map, const struct node *after,
	size_t front, const struct node *value)
{
	struct yaml_layout layout = { .flow = true,
		.json = map->n && map->v[0]->source.key_style == NODE_DOUBLE };
	size_t pos = after ? after->source.end : front;
	bool last = source->buf[pos + strspn(source->buf + pos, " \r\n")] == '}';
	STRBUF(text);

	if (after)
		flow_separator(source, map, &text);
	strbuf_addf(&text, layout.json ? "\"%s\": " : "%s: ", value->key);
	yaml_write_value(value, &layout, &text, &text);
	if (!after && !last)
		flow_separator(source, map, &text);
	flow_splice(source, after, pos, pos, &text);
}

/* The lines of new items below an item with a comment in its line: at its column, if that line begins with it. */
static void
items_write_below(const struct strbuf *source, const struct node *before,
	const struct node *const *items, size_t n, bool comma, struct strbuf *out)
{
	struct yaml_layout layout = { .flow = true };
	size_t line = yaml_edit_line(source, before->source.start);
	size_t indent = strspn(source->buf + line, " ");

	for (size_t i = 0; i < n; i++) {
		strbuf_addstr(out, yaml_edit_eol(source));
		strbuf_addchars(out, ' ', indent + (line + indent < before->source.start ? 2 : 0));
		yaml_write_value(items[i], &layout, out, out);
		if (comma || i + 1 < n)
			strbuf_addch(out, ',');
	}
}

/* Behind the item before; NULL: at the front. */
static void
items_add(struct strbuf *source, const struct node *list, const struct node *before,
	const struct node *const *items, size_t n)
{
	struct yaml_layout layout = { .flow = true };
	size_t pos = before ? before->source.end : yaml_edit_front(source, list);
	size_t comma = pos + strspn(source->buf + pos, " \t");
	bool has_comma = source->buf[comma] == ',';
	size_t behind = has_comma ? comma + 1 : pos, comment = comment_skip(source, behind);
	STRBUF(text);

	if (before && comment > behind) {
		items_write_below(source, before, items, n, has_comma, &text);
		strbuf_splice(source, comment, 0, text.buf, text.len);
		strbuf_splice(source, pos, 0, ",", has_comma ? 0 : 1);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		if (before)
			flow_separator(source, list, &text);
		yaml_write_value(items[i], &layout, &text, &text);
		if (!before)
			flow_separator(source, list, &text);
	}
	flow_splice(source, before, pos, pos, &text);
}

void
yaml_flow_replace(struct strbuf *source, const struct node *old, const struct node *value)
{
	struct list_change c = list_compare(old, value);

	for (size_t i = c.last; i-- > c.kept;)
		yaml_flow_remove(source, old, i, c.last == old->n);
	if (c.value_last > c.kept)
		items_add(source, old, c.kept ? old->v[c.kept - 1] : NULL,
			(const struct node *const *)value->v + c.kept, c.value_last - c.kept);
	for (size_t i = c.kept; i-- > c.first;)
		yaml_edit_replace(source, old->v[i], value->v[i]);
}
