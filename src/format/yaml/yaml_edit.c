/* Changes one value in the text of a YAML file. Within one change the last bytes are changed first, so that the places
 * of what is before them stay true. */
#include "format/yaml/yaml_edit.h"

#include <string.h>

#include "format/yaml/yaml.h"
#include "format/yaml/yaml_flow.h"
#include "format/yaml/yaml_write.h"

const char *
yaml_edit_eol(const struct strbuf *source)
{
	const char *end = strchr(source->buf, '\n');

	return end && end > source->buf && end[-1] == '\r' ? "\r\n" : "\n";
}

size_t
yaml_edit_line(const struct strbuf *source, size_t pos)
{
	while (pos > 0 && source->buf[pos - 1] != '\n')
		pos--;
	return pos;
}

/* Behind the line end, or the end of a source that lacks the last one. */
size_t
yaml_edit_below(const struct strbuf *source, size_t pos)
{
	const char *end = strchr(source->buf + pos, '\n');

	return end ? (size_t)(end - source->buf) + 1 : source->len;
}

/* Cuts whole lines; a source without a last line end stays one. */
static void
lines_cut(struct strbuf *source, size_t from, size_t to)
{
	bool tail = to == source->len && to > from && source->buf[to - 1] != '\n';

	if (tail && from > 0 && source->buf[from - 1] == '\n')
		from--;
	if (tail && from > 0 && source->buf[from - 1] == '\r')
		from--;
	strbuf_splice(source, from, to - from, NULL, 0);
}

/* Puts whole lines at the begin of a line, or behind a last line without its end. */
static void
lines_put(struct strbuf *source, size_t pos, const struct strbuf *lines)
{
	const char *eol = yaml_edit_eol(source);
	size_t len = lines->len;

	if (!len)
		return;
	if (pos > source->len)
		pos = source->len;
	if (pos == source->len && pos > 0 && source->buf[pos - 1] != '\n') {
		strbuf_addstr(source, eol);
		pos = source->len;
		len -= strlen(eol);
	}
	strbuf_splice(source, pos, 0, lines->buf, len);
}

static bool
node_in_flow(const struct node *node)
{
	for (node = node->parent; node; node = node->parent)
		if (node->source.style == NODE_FLOW)
			return true;
	return false;
}

static bool
node_is_lines(const struct node *node)
{
	return node->source.style == NODE_LITERAL || node->source.style == NODE_FOLDED;
}

static bool
node_is_block(const struct node *node)
{
	return node->kind != NODE_TEXT && node->source.style == NODE_BLOCK;
}

static bool
text_equal(const struct node *a, const struct node *b)
{
	return a->kind == NODE_TEXT && b->kind == NODE_TEXT && strbuf_same(&a->text, &b->text);
}

/* A text, or a map of texts whose keys may be in another order. */
static bool
item_equal(const struct node *a, const struct node *b)
{
	if (a->kind != NODE_MAP || b->kind != NODE_MAP || a->n != b->n)
		return text_equal(a, b);
	for (size_t i = 0; i < a->n; i++) {
		const struct node *other = node_get(b, a->v[i]->key);

		if (!other || !text_equal(a->v[i], other))
			return false;
	}
	return true;
}

/* The first line of an entry of a block list or map. The dash may be above its item. */
static size_t
entry_line(const struct strbuf *source, const struct node *entry)
{
	const struct node *parent = entry->parent;
	size_t line =
		yaml_edit_line(source, entry->key ? entry->source.key_start : entry->source.start);

	if (entry->key)
		return line;
	while (line > parent->source.start && source->buf[line + parent->source.indent] != '-')
		line = yaml_edit_line(source, line - 1);
	return line;
}

/* Cuts the lines of all entries; comments between them stay. */
static void
entries_cut(struct strbuf *source, const struct node *node)
{
	for (size_t i = node->n; i-- > 0;)
		lines_cut(source, entry_line(source, node->v[i]),
			yaml_edit_below(source, node->v[i]->source.end));
}

static struct yaml_layout
layout_of(const struct strbuf *source, const struct node *old)
{
	const struct node *parent = old->parent;
	struct yaml_layout layout = {
		.parent = parent ? parent->source.indent : 0,
		.eol = yaml_edit_eol(source),
		.flow = node_in_flow(old),
	};

	layout.json = layout.flow && old->key && old->source.key_style == NODE_DOUBLE;
	layout.indent = layout.parent + 2;
	if ((node_is_lines(old) || node_is_block(old)) && old->source.indent > layout.parent &&
		old->source.indent <= layout.parent + 9)
		layout.indent = old->source.indent;
	return layout;
}

/* The part of a value that is on the line of its key. */
static void
head_range(const struct strbuf *source, const struct node *node, size_t *start, size_t *end)
{
	*start = node->source.start;
	*end = node->source.end;
	if (node_is_lines(node))
		*end = node->source.start +
		       strspn(source->buf + node->source.start, "|>+-123456789");
	if (node_is_block(node)) /* the empty range behind the colon */
		*start = *end =
			node->source.key_end + strcspn(source->buf + node->source.key_end, ":") + 1;
}

static void
head_replace(struct strbuf *source, const struct node *old, size_t start, size_t end,
	const struct strbuf *head)
{
	STRBUF(text);

	if (start == end && head->len)
		strbuf_addstr(&text, old->key && start == old->source.key_end ? ": " : " ");
	while (!head->len && start > 0 && source->buf[start - 1] == ' ')
		start--;
	strbuf_add(&text, head->buf, head->len);
	if (source->buf[end] ==
		'#') /* libyaml takes a comment right behind a quote, but not behind a word */
		strbuf_addch(&text, ' ');
	strbuf_splice(source, start, end - start, text.buf, text.len);
}

/* Comments inside what was cut, from the line at pos on, move out to the column of its key: below a literal they would
 * become text. */
static void
comments_outdent(struct strbuf *source, size_t pos, size_t column)
{
	STRBUF(lines);
	size_t first = pos;

	while (pos < source->len) {
		size_t blanks = strspn(source->buf + pos, " "), end = yaml_edit_below(source, pos);

		if (!strchr("#\r\n", source->buf[pos + blanks]))
			break;
		if (source->buf[pos + blanks] == '#' && blanks > column)
			pos += blanks - column;
		strbuf_add(&lines, source->buf + pos, end - pos);
		pos = end;
	}
	if (pos > first)
		strbuf_splice(source, first, pos - first, lines.buf, lines.len);
}

/* Whether a literal that ended before the line at pos would swallow it. */
static bool
literal_swallows(const struct strbuf *source, size_t pos, size_t indent)
{
	while (pos < source->len) {
		size_t blanks = strspn(source->buf + pos, " ");

		if (!strchr("\r\n", source->buf[pos + blanks]) || blanks > indent)
			return blanks >= indent;
		pos = yaml_edit_below(source, pos);
	}
	return false;
}

/* The kind of quotes stays if the new value can be written in it. Without quotes only if it remains a text. */
static enum node_style
style_kept(const struct node *old, const struct node *value, bool flow)
{
	if (old->kind != NODE_TEXT || value->kind != NODE_TEXT)
		return value->source.style;
	if (old->source.style == NODE_SINGLE)
		return NODE_SINGLE;
	if (old->source.style == NODE_PLAIN && old->source.end > old->source.start &&
		yaml_text_stays_text(value->text.buf, flow))
		return NODE_PLAIN;
	return value->source.style;
}

static void
value_replace(struct strbuf *source, const struct node *old, const struct node *value)
{
	struct yaml_layout layout = layout_of(source, old);
	STRBUF(head);
	STRBUF(body);
	struct node written = *value; /* it shares what value owns */
	size_t start, end, below;

	head_range(source, old, &start, &end);
	below = yaml_edit_below(source, end);
	if (node_is_block(old)) {
		entries_cut(source, old);
		comments_outdent(source, below, layout.parent);
	} else if (node_is_lines(old) && old->source.end > below) {
		lines_cut(source, below, yaml_edit_below(source, old->source.end));
	}
	if (value->kind == NODE_TEXT)
		layout.flow |= literal_swallows(source, below, layout.indent);
	else
		layout.flow |= !old->key; /* an item that is a map is written in braces */
	written.source.style = style_kept(old, value, layout.flow);
	yaml_write_value(&written, &layout, &head, &body);
	lines_put(source, below, &body);
	head_replace(source, old, start, end, &head);
}

struct list_change
list_compare(const struct node *old, const struct node *value)
{
	struct list_change c = { .last = old->n, .value_last = value->n };

	while (c.first < c.last && c.first < c.value_last &&
		item_equal(old->v[c.first], value->v[c.first]))
		c.first++;
	while (c.last > c.first && c.value_last > c.first &&
		item_equal(old->v[c.last - 1], value->v[c.value_last - 1])) {
		c.last--;
		c.value_last--;
	}
	c.kept = c.last < c.value_last ? c.last : c.value_last;
	return c;
}

static void
list_replace(struct strbuf *source, const struct node *old, const struct node *value)
{
	struct list_change c = list_compare(old, value);
	STRBUF(lines);

	for (size_t i = c.last; i-- > c.kept;)
		lines_cut(source, entry_line(source, old->v[i]),
			yaml_edit_below(source, old->v[i]->source.end));
	for (size_t i = c.kept; i < c.value_last; i++) {
		struct yaml_layout layout = { .flow = true };

		strbuf_addchars(&lines, ' ', old->source.indent);
		strbuf_addstr(&lines, "- ");
		yaml_write_value(value->v[i], &layout, &lines, &lines);
		strbuf_addstr(&lines, yaml_edit_eol(source));
	}
	lines_put(source,
		c.kept ? yaml_edit_below(source, old->v[c.kept - 1]->source.end)
		       : entry_line(source, old->v[0]),
		&lines);
	for (size_t i = c.kept; i-- > c.first;)
		yaml_edit_replace(source, old->v[i], value->v[i]);
}

void
yaml_edit_remove_lines(struct strbuf *source, const struct node *entry)
{
	size_t line = yaml_edit_line(source, entry->source.key_start);
	size_t below = yaml_edit_below(
		source, node_is_block(entry) ? entry->source.key_end : entry->source.end);

	if (node_is_block(entry))
		entries_cut(source, entry);
	lines_cut(source, line, below < source->len ? below : source->len);
	comments_outdent(source, line, entry->parent->source.indent);
}

/* Key by key. The first key of old is one that value has too (from:). */
static void
map_replace(struct strbuf *source, const struct node *old, const struct node *value)
{
	struct yaml_layout layout = {
		.parent = old->source.indent, .eol = yaml_edit_eol(source), .flow = true
	};
	STRBUF(lines);

	for (size_t i = 0; i < value->n; i++)
		if (!node_get(old, value->v[i]->key))
			yaml_write_entry(value->v[i]->key, value->v[i], &layout, &lines);
	lines_put(source, yaml_edit_below(source, old->source.end), &lines);
	for (size_t i = old->n; i-- > 0;) {
		const struct node *entry = old->v[i];
		const struct node *fresh = node_get(value, entry->key);

		if (!fresh)
			yaml_edit_remove_lines(source, entry);
		else if (!text_equal(entry, fresh))
			value_replace(source, entry, fresh);
	}
}

static bool entries_match(
	const struct strbuf *source, const struct node *old, const struct node *value);

/* A text, or in a list a map: in braces it is replaced whole. value: the item in its place, NULL for none. */
static bool
entry_matches(const struct strbuf *source, const struct node *old, const struct node *value)
{
	if (old->kind == NODE_TEXT)
		return !yaml_node_repeats(old);
	return old->kind == NODE_MAP && !old->key &&
	       (!node_is_block(old) || !value || entries_match(source, old, value));
}

/* Whether the old value is changed entry by entry: in lines, or in brackets that have a comment. Each matches then, and of
 * a map the first key stays. */
static bool
entries_match(const struct strbuf *source, const struct node *old, const struct node *value)
{
	bool commented =
		old->kind == NODE_LIST && old->n && old->source.style == NODE_FLOW &&
		memchr(source->buf + old->source.start, '#', old->source.end - old->source.start);

	if ((!node_is_block(old) && !commented) || old->kind != value->kind || !value->n)
		return false;
	for (size_t i = 0; i < old->n; i++)
		if (!entry_matches(source, old->v[i], i < value->n ? value->v[i] : NULL))
			return false;
	return old->kind == NODE_LIST || node_get(value, old->v[0]->key);
}

void
yaml_edit_replace(struct strbuf *source, const struct node *old, const struct node *value)
{
	if (!entries_match(source, old, value))
		value_replace(source, old, value);
	else if (old->kind == NODE_MAP)
		map_replace(source, old, value);
	else if (old->source.style == NODE_FLOW)
		yaml_flow_replace(source, old, value);
	else
		list_replace(source, old, value);
}

size_t
yaml_edit_front(const struct strbuf *source, const struct node *map)
{
	if (map->source.style != NODE_FLOW)
		return entry_line(source, map->v[0]);
	return map->n ? yaml_flow_begin(map->v[0]) : map->source.start + 1;
}

size_t
yaml_edit_behind(const struct strbuf *source, const struct node *entry)
{
	bool flow = entry->parent->source.style == NODE_FLOW;

	return flow ? entry->source.end : yaml_edit_below(source, entry->source.end);
}

static void
insert_lines(struct strbuf *source, const struct node *map, const struct node *after, size_t front,
	const struct node *value)
{
	/* behind a line without its end, where another change may have added that */
	size_t pos = after ? yaml_edit_behind(source, after) : front;
	struct yaml_layout layout = {
		.parent = map->source.indent,
		.indent = map->source.indent + 2,
		.eol = yaml_edit_eol(source),
	};
	STRBUF(lines);

	layout.flow = value->kind == NODE_TEXT && literal_swallows(source, pos, layout.indent);
	yaml_write_entry(value->key, value, &layout, &lines);
	lines_put(source, pos, &lines);
}

void
yaml_edit_insert(struct strbuf *source, const struct node *map, const struct node *after,
	size_t front, const struct node *value)
{
	if (map->source.style == NODE_FLOW)
		yaml_flow_insert(source, map, after, front, value);
	else
		insert_lines(source, map, after, front, value);
}

size_t
yaml_edit_begin(const struct strbuf *source, const struct node *entry)
{
	size_t key = entry->source.key_start;

	return entry->parent->source.style == NODE_FLOW ? key : yaml_edit_line(source, key);
}
