/* Reads YAML into a tree, by libyaml's events and with limits of our own: libyaml 0.2.5 has none. And what nodes are
 * in YAML. */
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "format/yaml/yaml_events.h"
#include "format/yaml/yaml_source.h"

struct node *
yaml_text_new(const char *text, enum node_style style)
{
	struct node *node = node_text_new(text);

	node->source.style = style;
	return node;
}

const struct node *
yaml_node_repeats(const struct node *value)
{
	const struct node *first = value->key ? node_get(value->parent, value->key) : NULL;

	return first == value ? NULL : first;
}

size_t
yaml_node_repeated(const struct node *value)
{
	const struct node *map = value->parent;
	size_t count = 0;

	for (size_t i = 0; i < map->n; i++)
		count += !strcmp(map->v[i]->key, value->key);
	return count;
}

const char *
yaml_node_kind(const struct node *node)
{
	if (node->kind == NODE_LIST)
		return "a list";
	return node->kind == NODE_MAP ? "a mapping" : "a text";
}

/* A key whose value was not read yet. */
struct reader_key {
	char *text;
	struct place place;
	size_t start, end;
	enum node_style style;
};

static void __attribute__((format(printf, 3, 4)))
node_set_slip(struct node *node, struct place place, const char *fmt, ...)
{
	struct strbuf slip = STRBUF_INIT;
	va_list ap;

	if (node->source.slip)
		return;
	va_start(ap, fmt);
	strbuf_vaddf(&slip, fmt, ap);
	va_end(ap);
	node->source.slip = strbuf_detach(&slip);
	node->source.slip_place = place;
}

/* The leading spaces of the lines of a literal, and the end of its last line: libyaml's end is behind the empty lines
 * that follow, which belong to it only after |+. */
static void
node_measure_block(struct node *node, const char *source)
{
	size_t body = node->source.start, line, end = node->source.start;
	bool keep = false;

	while (source[body] != '\n' && source[body] != '#') {
		keep |= source[body] == '+';
		if (source[body] >= '1' && source[body] <= '9')
			node->source.indent = (size_t)(source[body] - '0') +
					      (node->parent ? node->parent->source.indent : 0);
		end = source[body] == ' ' || source[body] == '\r' ? end : body + 1;
		body++;
	}
	body += strcspn(source + body, "\n");
	for (line = body + 1; line < node->source.end;) {
		size_t blanks = strspn(source + line, " ");
		size_t next = line + strcspn(source + line, "\n");
		bool empty = source[line + blanks] == '\n' || source[line + blanks] == '\r';

		if (!empty && !node->source.indent)
			node->source.indent = blanks;
		if (keep || !empty || (node->source.indent && blanks > node->source.indent))
			end = next > line && source[next - 1] == '\r' ? next - 1 : next;
		line = next + 1;
	}
	node->source.end = end;
}

static const enum node_style scalar_styles[] = {
	[YAML_ANY_SCALAR_STYLE] = NODE_PLAIN,
	[YAML_PLAIN_SCALAR_STYLE] = NODE_PLAIN,
	[YAML_SINGLE_QUOTED_SCALAR_STYLE] = NODE_SINGLE,
	[YAML_DOUBLE_QUOTED_SCALAR_STYLE] = NODE_DOUBLE,
	[YAML_LITERAL_SCALAR_STYLE] = NODE_LITERAL,
	[YAML_FOLDED_SCALAR_STYLE] = NODE_FOLDED,
};

#define HOLDS_CONTROL "has the control character U+%04X, written as an escape. Remove it"

/* Adds the event's value, still empty, to its parent, so that an error frees it with the root. */
static struct node *
reader_hang(struct reader *r, struct node *parent, struct reader_key *key, struct node *node)
{
	node->place = reader_place(r);
	node->source.start = reader_byte(r, r->event.start_mark.index);
	if (key) {
		node_add_nodup(parent, key->text, node);
		key->text = NULL;
		node->source.key_place = key->place;
		node->source.key_start = key->start;
		node->source.key_end = key->end;
		node->source.key_style = key->style;
	} else if (parent) {
		node_append(parent, node);
	} else {
		r->root = node;
	}
	return node;
}

/* What YAML reads as nothing, where it is without quotes. */
static bool
text_is_null(const struct node *node)
{
	static const char *const words[] = { "~", "null", "Null", "NULL" };

	for (size_t i = 0; node->source.style == NODE_PLAIN && i < ARRAY_SIZE(words); i++)
		if (!strcmp(node->text.buf, words[i]))
			return true;
	return false;
}

static int
reader_text(struct reader *r, struct node *parent, struct reader_key *key)
{
	struct node *node = yaml_text_new("", scalar_styles[r->event.data.scalar.style]);
	unsigned cp;

	reader_hang(r, parent, key, node);
	node->source.end = reader_byte(r, r->event.end_mark.index);
	if (!reader_text_control(r, &cp))
		node->text = reader_take_text(r);
	else if (r->limits->lenient)
		node_set_slip(node, node->place, HOLDS_CONTROL, cp);
	else
		return yaml_source_error(
			r->err, r->name, node->place, "the text " HOLDS_CONTROL, cp);
	if (node->source.style == NODE_LITERAL || node->source.style == NODE_FOLDED)
		node_measure_block(node, r->source);
	/* libyaml puts an empty value of a flow map where the next token is */
	if (key && node->source.start == node->source.end) {
		node->source.start = key->end + strspn(r->source + key->end, " \t");
		if (r->source[node->source.start] == ':')
			node->source.start++;
		else
			node->source.start = key->end;
		node->source.end = node->source.start;
	}
	if (text_is_null(node))
		strbuf_truncate(&node->text, 0);
	return 0;
}

static int reader_node(struct reader *r, struct node *parent, struct reader_key *key, size_t depth);

/* A question mark before the key, in its line or above it: "? key" is YAML, but rarely meant. A key of several lines
 * always has one. Between entries there are only spaces and comments, if none was skipped. */
static bool
key_is_asked(const struct reader *r, const struct node *map, size_t start)
{
	size_t byte = map->n ? map->v[map->n - 1]->source.end : map->source.start;

	if (map->source.slip)
		return false;
	for (; byte < start && r->source[byte] != '?'; byte++)
		if (r->source[byte] == '#')
			byte += strcspn(r->source + byte, "\n");
	return byte < start;
}

/* Reads a key; the event is the key's. */
static int
reader_key(struct reader *r, const struct node *map, struct reader_key *key)
{
	const struct node *same;
	unsigned cp;

	if (reader_check_properties(r) < 0)
		return -1;
	key->place = reader_place(r);
	if (r->event.type != YAML_SCALAR_EVENT)
		return yaml_source_error(r->err, r->name, key->place,
			"a key must be a word. Put a value that begins with [ or { in double "
			"quotes");
	if (reader_text_control(r, &cp))
		return yaml_source_error(
			r->err, r->name, key->place, "the text " HOLDS_CONTROL, cp);
	key->style = scalar_styles[r->event.data.scalar.style];
	key->start = reader_byte(r, r->event.start_mark.index);
	key->end = reader_byte(r, r->event.end_mark.index);
	if (key_is_asked(r, map, key->start))
		return yaml_source_error(r->err, r->name, key->place,
			"a key is written without a question mark: KEY: VALUE");
	key->text = reader_take_text(r).buf;
	if (key->style == NODE_PLAIN && !strcmp(key->text, "<<"))
		return yaml_source_error(r->err, r->name, key->place,
			"merge keys (<<) are not supported. Write the keys themselves");
	same = r->limits->lenient ? NULL : node_get(map, key->text);
	if (same)
		return yaml_source_error(r->err, r->name, key->place,
			"the key \"%s\" is already in line %d. Remove one of the two", key->text,
			same->source.key_place.line);
	return 0;
}

/* The event begins a list or mapping as a key in braces, as {{ name }} does: the entry is passed over. */
static bool
reader_passes_over(const struct reader *r, const struct node *map)
{
	return r->limits->lenient && map->source.style == NODE_FLOW && map->parent &&
	       (r->event.type == YAML_MAPPING_START_EVENT ||
		       r->event.type == YAML_SEQUENCE_START_EVENT);
}

static int
reader_pass_over(struct reader *r, struct node *map, size_t depth)
{
	NODE(passed) = node_list_new();

	node_set_slip(map, map->place,
		"begins with a brace, which YAML reads as a mapping. Put the value in double quotes");
	return reader_node(r, passed, NULL, depth) < 0 || reader_next(r) < 0 ||
			       reader_node(r, passed, NULL, depth) < 0
		       ? -1
		       : 0;
}

/* Reads an entry of a map; the event is the key's. */
static int
reader_entry(struct reader *r, struct node *map, size_t depth)
{
	struct reader_key key = { 0 };
	bool read = reader_key(r, map, &key) == 0 && reader_next(r) == 0 &&
		    reader_node(r, map, &key, depth) == 0;

	wipe_free(key.text);
	return read ? 0 : -1;
}

/* Reads the entries of a list or map up to its end. */
static int
reader_entries(struct reader *r, struct node *node, size_t depth)
{
	bool is_map = node->kind == NODE_MAP;
	yaml_event_type_t last = is_map ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT;

	for (;;) {
		int result;

		if (reader_next(r) < 0)
			return -1;
		if (r->event.type == last)
			return 0;
		if (!is_map)
			result = reader_node(r, node, NULL, depth);
		else if (reader_passes_over(r, node))
			result = reader_pass_over(r, node, depth);
		else
			result = reader_entry(r, node, depth);
		if (result < 0)
			return -1;
	}
}

/* The column of a byte, in bytes: indentation consists of spaces. */
static size_t
column_of(const char *source, size_t byte)
{
	size_t line = byte;

	while (line > 0 && source[line - 1] != '\n')
		line--;
	return byte - line;
}

static int
reader_collection(struct reader *r, struct node *parent, struct reader_key *key, size_t depth)
{
	bool map = r->event.type == YAML_MAPPING_START_EVENT;
	bool flow = map ? r->event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
			: r->event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
	struct node *node = reader_hang(r, parent, key, map ? node_map_new() : node_list_new());

	node->source.style = flow ? NODE_FLOW : NODE_BLOCK;
	if (!flow) /* of which many may be in one line, and that may be the whole file */
		node->source.indent = column_of(r->source, node->source.start);
	if (depth >= r->limits->depth)
		return yaml_source_error(r->err, r->name, node->place,
			"lists and mappings can be nested at most %zu deep", r->limits->depth);
	if (reader_entries(r, node, depth + 1) < 0)
		return -1;
	/* A block collection ends for libyaml where the next thing begins. */
	if (flow)
		node->source.end = reader_byte(r, r->event.end_mark.index);
	else
		node->source.end = node->n ? node->v[node->n - 1]->source.end : node->source.start;
	return 0;
}

/* Reads the event's value and what is in it; takes the key's text. */
static int
reader_node(struct reader *r, struct node *parent, struct reader_key *key, size_t depth)
{
	if (reader_check_properties(r) < 0)
		return -1;
	if (++r->nodes > r->limits->nodes)
		return yaml_source_error(r->err, r->name, reader_place(r),
			"the file has more than %zu values", r->limits->nodes);
	if (r->event.type == YAML_SCALAR_EVENT)
		return reader_text(r, parent, key);
	return reader_collection(r, parent, key, depth);
}

#define SECOND_DOCUMENT                                                                          \
	"a second document begins here. A file can only have one, so remove it or the line --- " \
	"before it"

static int
reader_document(struct reader *r)
{
	if (reader_next(r) < 0 || reader_next(r) < 0)
		return -1;
	if (r->event.type == YAML_STREAM_END_EVENT)
		return 0;
	if (r->event.data.document_start.version_directive ||
		r->event.data.document_start.tag_directives.start !=
			r->event.data.document_start.tag_directives.end)
		return yaml_source_error(r->err, r->name, reader_place(r),
			"directives (%%) are not supported. Remove the line");
	if (reader_next(r) < 0 || reader_node(r, NULL, NULL, 0) < 0 || reader_next(r) < 0 ||
		reader_next(r) < 0)
		return -1;
	if (r->event.type == YAML_STREAM_END_EVENT)
		return 0;
	if (!r->limits->lenient)
		return yaml_source_error(r->err, r->name, reader_place(r), SECOND_DOCUMENT);
	node_set_slip(r->root, reader_place(r), SECOND_DOCUMENT);
	return 0;
}

/* Turns a range of the reader's source into one of the caller's data, which has no more than len bytes. */
static void
range_shift(size_t *start, size_t *end, size_t bom, size_t len)
{
	*start = *start + bom < len ? *start + bom : len;
	*end = *end + bom < len ? *end + bom : len;
}

static void
node_shift(struct node *node, size_t bom, size_t len)
{
	range_shift(&node->source.start, &node->source.end, bom, len);
	if (node->key)
		range_shift(&node->source.key_start, &node->source.key_end, bom, len);
	for (size_t i = 0; i < node->n; i++)
		node_shift(node->v[i], bom, len);
}

int
yaml_source_read(const char *data, size_t len, const char *name, const struct yaml_limits *limits,
	struct node **root, struct strbuf *err)
{
	struct reader r = { .name = name, .limits = limits, .err = err };
	int result;

	*root = NULL;
	if (len > limits->bytes)
		return error_add(err, "%s has %zu bytes, but at most %zu are allowed", name, len,
			limits->bytes);
	if (yaml_source_check(data, len, name, &r.ascii, err) < 0)
		return -1;
	reader_init(&r, data, len);
	result = reader_document(&r);
	if (result < 0)
		node_free(r.root);
	else
		*root = r.root;
	if (*root && r.len != len)
		node_shift(*root, utf8_mark(data, len), len);
	reader_release(&r);
	return result;
}
