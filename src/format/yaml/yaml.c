/* Reads YAML into a tree, by libyaml's events and with limits of our own: libyaml 0.2.5 has none, and
 * its loader follows aliases and does not see equal keys. */
#include "format/yaml/yaml.h"

#include <string.h>
#include <yaml.h>

#include "base/xalloc.h"

#include "format/yaml/yaml_source.h"

struct reader {
	yaml_parser_t parser;
	yaml_event_t event;
	bool has_event;
	const char *name;
	const struct yaml_limits *limits;
	struct strbuf source; /* without a byte order mark, always ending with a line end */
	size_t bom, len;      /* bytes before and in the caller's data */
	size_t nodes;
	size_t mark_index, mark_byte; /* of the last mark that was converted */
	struct strbuf *err;
};

/* The byte of a mark, whose index counts characters. Marks come nearly in order, so this walks from
 * the last one. */
static size_t
reader_byte(struct reader *r, size_t index)
{
	const char *s = r->source.buf;
	size_t byte = r->mark_byte;

	for (; r->mark_index < index && byte < r->source.len; r->mark_index++)
		do
			byte++;
		while ((s[byte] & 0xc0) == 0x80);
	for (; r->mark_index > index && byte > 0; r->mark_index--)
		do
			byte--;
		while (byte > 0 && (s[byte] & 0xc0) == 0x80);
	r->mark_byte = byte;
	return byte;
}

static struct place
place_of(const yaml_mark_t *mark)
{
	return (struct place){ (int)mark->line + 1, (int)mark->column + 1 };
}

static struct place
reader_place(const struct reader *r)
{
	return place_of(&r->event.start_mark);
}

static int
reader_complain(struct reader *r)
{
	const yaml_parser_t *parser = &r->parser;
	size_t byte = reader_byte(r, parser->problem_mark.index), line = byte;
	struct yaml_complaint complaint = {
		.problem = parser->problem ? parser->problem : "no reason was given",
		.at = place_of(&parser->problem_mark),
		.byte = r->source.buf + byte,
	};

	if (parser->error == YAML_MEMORY_ERROR)
		out_of_memory();
	while (line > 0 && r->source.buf[line - 1] != '\n')
		line--;
	complaint.line = r->source.buf + line;
	if (parser->context)
		complaint.since = place_of(&parser->context_mark);
	return yaml_source_complain(r->err, r->name, &complaint);
}

/* Values may be secrets: libyaml's copy is wiped as far as it can be reached. */
static void
reader_drop_event(struct reader *r)
{
	if (!r->has_event)
		return;
	if (r->event.type == YAML_SCALAR_EVENT)
		wipe(r->event.data.scalar.value, r->event.data.scalar.length);
	yaml_event_delete(&r->event);
	r->has_event = false;
}

static int
reader_next(struct reader *r)
{
	reader_drop_event(r);
	if (!yaml_parser_parse(&r->parser, &r->event))
		return reader_complain(r);
	r->has_event = true;
	return 0;
}

/* Anchors and tags stand where their value begins. */
static int
reader_check_properties(struct reader *r)
{
	size_t byte = reader_byte(r, r->event.start_mark.index);
	char first = r->source.buf[byte];

	if (r->event.type == YAML_ALIAS_EVENT)
		return yaml_source_error(r->err, r->name, reader_place(r),
			"aliases (*name) are not read; write the value itself, or put a value that "
			"begins with * in double quotes");
	if (first == '&')
		return yaml_source_error(r->err, r->name, reader_place(r),
			"anchors (&name) are not read; remove it, or put a value that begins with "
			"& in double quotes");
	if (first == '!')
		return yaml_source_error(r->err, r->name, reader_place(r),
			"tags (!name) are not read; remove it, or put a value that begins with ! "
			"in double quotes");
	return 0;
}

/* The first control character of the event's text: behind an escape, the bytes were checked. */
static bool
reader_text_control(const struct reader *r, unsigned *cp)
{
	const char *text = (const char *)r->event.data.scalar.value;

	*cp = 0;
	return strlen(text) != r->event.data.scalar.length || yaml_text_control(text, cp);
}

static void __attribute__((format(printf, 3, 4)))
node_set_slip(struct yaml_node *node, struct place place, const char *fmt, ...)
{
	struct strbuf slip = STRBUF_INIT;
	va_list ap;

	if (node->slip)
		return;
	va_start(ap, fmt);
	strbuf_vaddf(&slip, fmt, ap);
	va_end(ap);
	node->slip = strbuf_detach(&slip);
	node->slip_at = place;
}

/* The leading blanks of the lines of a literal, and where its last line ends: libyaml's end lies behind
 * the empty lines that follow, which belong to it only after |+. */
static void
node_measure_block(struct yaml_node *node, const char *source)
{
	size_t body = node->start, line, end = node->start;
	bool keep = false;

	while (source[body] != '\n' && source[body] != '#') {
		keep |= source[body] == '+';
		if (source[body] >= '1' && source[body] <= '9')
			node->indent = (size_t)(source[body] - '0') +
				       (node->parent ? node->parent->indent : 0);
		end = source[body] == ' ' || source[body] == '\r' ? end : body + 1;
		body++;
	}
	body += strcspn(source + body, "\n");
	for (line = body + 1; line < node->end;) {
		size_t blanks = strspn(source + line, " ");
		size_t next = line + strcspn(source + line, "\n");
		bool empty = source[line + blanks] == '\n' || source[line + blanks] == '\r';

		if (!empty && !node->indent)
			node->indent = blanks;
		if (keep || !empty || (node->indent && blanks > node->indent))
			end = next > line && source[next - 1] == '\r' ? next - 1 : next;
		line = next + 1;
	}
	node->end = end;
}

static const enum yaml_style scalar_styles[] = {
	[YAML_ANY_SCALAR_STYLE] = YAML_PLAIN,
	[YAML_PLAIN_SCALAR_STYLE] = YAML_PLAIN,
	[YAML_SINGLE_QUOTED_SCALAR_STYLE] = YAML_SINGLE,
	[YAML_DOUBLE_QUOTED_SCALAR_STYLE] = YAML_DOUBLE,
	[YAML_LITERAL_SCALAR_STYLE] = YAML_LITERAL,
	[YAML_FOLDED_SCALAR_STYLE] = YAML_FOLDED,
};

#define HOLDS_CONTROL "holds the control character U+%04X, written as an escape; remove it"

static struct yaml_node *
reader_text(struct reader *r, struct yaml_node *parent, struct yaml_node *key, bool may_slip)
{
	enum yaml_style style = scalar_styles[r->event.data.scalar.style];
	struct yaml_node *node;
	unsigned cp;

	if (reader_text_control(r, &cp)) {
		if (!may_slip) {
			yaml_source_error(
				r->err, r->name, reader_place(r), "the text " HOLDS_CONTROL, cp);
			return NULL;
		}
		node = yaml_node_text("", style);
		node_set_slip(node, reader_place(r), HOLDS_CONTROL, cp);
	} else {
		node = yaml_node_text((const char *)r->event.data.scalar.value, style);
	}
	node->parent = parent;
	node->place = reader_place(r);
	node->start = reader_byte(r, r->event.start_mark.index);
	node->end = reader_byte(r, r->event.end_mark.index);
	if (style == YAML_LITERAL || style == YAML_FOLDED)
		node_measure_block(node, r->source.buf);
	/* libyaml puts an empty value of a flow map where the next token is */
	if (key && node->start == node->end) {
		node->start = key->end + strspn(r->source.buf + key->end, " ");
		if (r->source.buf[node->start] == ':')
			node->start++;
		else
			node->start = key->end;
		node->end = node->start;
	}
	return node;
}

/* What YAML reads as nothing, where it stands without quotes. */
static bool
text_is_null(const struct yaml_node *node)
{
	static const char *const words[] = { "~", "null", "Null", "NULL" };

	for (size_t i = 0; node->style == YAML_PLAIN && i < ARRAY_SIZE(words); i++)
		if (!strcmp(node->text, words[i]))
			return true;
	return false;
}

static struct yaml_node *
reader_value(struct reader *r, struct yaml_node *parent, struct yaml_node *key)
{
	struct yaml_node *node = reader_text(r, parent, key, r->limits->lenient);

	if (node && text_is_null(node))
		*node->text = '\0';
	return node;
}

static struct yaml_node *reader_node(
	struct reader *r, struct yaml_node *parent, struct yaml_node *key, size_t depth);

/* A question mark before the key: "? key" is YAML, but nobody means it. */
static bool
key_is_asked(const struct reader *r, const struct yaml_node *key)
{
	size_t byte = key->start;

	while (byte > 0 && r->source.buf[byte - 1] == ' ')
		byte--;
	return byte > 0 && byte < key->start && r->source.buf[byte - 1] == '?';
}

/* Reads a key; the event is the key's. */
static struct yaml_node *
reader_key(struct reader *r, struct yaml_node *map)
{
	struct yaml_node *key;
	const struct yaml_node *same;

	if (reader_check_properties(r) < 0)
		return NULL;
	if (r->event.type != YAML_SCALAR_EVENT) {
		yaml_source_error(r->err, r->name, reader_place(r),
			"a key is a word; put a value that begins with [ or { in double quotes");
		return NULL;
	}
	key = reader_text(r, map, NULL, false);
	if (!key)
		return NULL;
	same = r->limits->lenient ? NULL : yaml_node_get(map, key->text);
	if (key_is_asked(r, key))
		yaml_source_error(r->err, r->name, key->place,
			"a key is written without a question mark: KEY: VALUE");
	else if (key->style == YAML_PLAIN && !strcmp(key->text, "<<"))
		yaml_source_error(r->err, r->name, key->place,
			"merge keys (<<) are not read; write the keys themselves");
	else if (same)
		yaml_source_error(r->err, r->name, key->place,
			"the key \"%s\" is in line %d already; remove one of the two", key->text,
			same->key->place.line);
	else
		return key;
	yaml_node_free(key);
	return NULL;
}

/* The event begins a list or mapping as a key in braces, as {{ name }} does: the entry is passed over. */
static bool
reader_passes_over(const struct reader *r, const struct yaml_node *map)
{
	return r->limits->lenient && map->style == YAML_FLOW && map->parent &&
	       (r->event.type == YAML_MAPPING_START_EVENT ||
		       r->event.type == YAML_SEQUENCE_START_EVENT);
}

static int
reader_pass_over(struct reader *r, struct yaml_node *map, size_t depth)
{
	node_set_slip(map, map->place,
		"begins with a brace, which YAML reads as a mapping. Put the value in double quotes");
	for (int i = 0; i < 2; i++) {
		struct yaml_node *node =
			i && reader_next(r) < 0 ? NULL : reader_node(r, map, NULL, depth);

		if (!node)
			return -1;
		yaml_node_free(node);
	}
	return 0;
}

/* Reads the entries of a list or map up to its end. */
static int
reader_entries(struct reader *r, struct yaml_node *node, size_t depth)
{
	yaml_event_type_t last =
		node->kind == YAML_MAP ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT;

	for (;;) {
		struct yaml_node *key = NULL, *value;

		if (reader_next(r) < 0)
			return -1;
		if (r->event.type == last)
			return 0;
		if (node->kind == YAML_MAP && reader_passes_over(r, node)) {
			if (reader_pass_over(r, node, depth) < 0)
				return -1;
			continue;
		}
		if (node->kind == YAML_MAP) {
			key = reader_key(r, node);
			if (!key)
				return -1;
			if (reader_next(r) < 0) {
				yaml_node_free(key);
				return -1;
			}
		}
		value = reader_node(r, node, key, depth);
		if (!value) {
			yaml_node_free(key);
			return -1;
		}
		yaml_node_append(node, key, value);
	}
}

/* The column of a byte, in bytes: what indents it is blanks. */
static size_t
column_of(const char *source, size_t byte)
{
	size_t line = byte;

	while (line > 0 && source[line - 1] != '\n')
		line--;
	return byte - line;
}

static struct yaml_node *
reader_collection(struct reader *r, struct yaml_node *parent, size_t depth)
{
	bool map = r->event.type == YAML_MAPPING_START_EVENT;
	bool flow = map ? r->event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
			: r->event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
	struct yaml_node *node = map ? yaml_node_map() : yaml_node_list();

	node->style = flow ? YAML_FLOW : YAML_BLOCK;
	node->parent = parent;
	node->place = reader_place(r);
	node->start = reader_byte(r, r->event.start_mark.index);
	if (!flow) /* of which many may stand in one line, and that may be the whole file */
		node->indent = column_of(r->source.buf, node->start);
	if (depth >= r->limits->depth) {
		yaml_source_error(r->err, r->name, node->place,
			"lists and mappings may stand in each other at most %zu deep",
			r->limits->depth);
		goto fail;
	}
	if (reader_entries(r, node, depth + 1) < 0)
		goto fail;
	/* A block collection ends for libyaml where the next thing begins. */
	if (flow)
		node->end = reader_byte(r, r->event.end_mark.index);
	else
		node->end = node->n ? node->v[node->n - 1]->end : node->start;
	return node;
fail:
	yaml_node_free(node);
	return NULL;
}

static struct yaml_node *
reader_node(struct reader *r, struct yaml_node *parent, struct yaml_node *key, size_t depth)
{
	if (reader_check_properties(r) < 0)
		return NULL;
	if (++r->nodes > r->limits->nodes) {
		yaml_source_error(r->err, r->name, reader_place(r),
			"the file holds more than %zu values", r->limits->nodes);
		return NULL;
	}
	if (r->event.type == YAML_SCALAR_EVENT)
		return reader_value(r, parent, key);
	return reader_collection(r, parent, depth);
}

static int
reader_check_document(struct reader *r)
{
	if (r->event.data.document_start.version_directive ||
		r->event.data.document_start.tag_directives.start !=
			r->event.data.document_start.tag_directives.end)
		return yaml_source_error(r->err, r->name, reader_place(r),
			"directives (%%) are not read; remove the line");
	return 0;
}

#define SECOND_DOCUMENT                                                                         \
	"a second document begins here; a file holds one, so remove it or the line --- before " \
	"it"

static int
reader_document(struct reader *r, struct yaml_node **root)
{
	if (reader_next(r) < 0 || reader_next(r) < 0)
		return -1;
	if (r->event.type == YAML_STREAM_END_EVENT)
		return 0;
	if (reader_check_document(r) < 0 || reader_next(r) < 0)
		return -1;
	*root = reader_node(r, NULL, NULL, 0);
	if (!*root || reader_next(r) < 0 || reader_next(r) < 0)
		return -1;
	if (r->event.type == YAML_STREAM_END_EVENT)
		return 0;
	if (!r->limits->lenient)
		return yaml_source_error(r->err, r->name, reader_place(r), SECOND_DOCUMENT);
	node_set_slip(*root, reader_place(r), SECOND_DOCUMENT);
	return 0;
}

/* Turns ranges of the reader's copy into ranges of the caller's data. */
static void
node_shift(struct yaml_node *node, const struct reader *r)
{
	node->start += r->bom;
	node->end += r->bom;
	if (node->start > r->len)
		node->start = r->len;
	if (node->end > r->len)
		node->end = r->len;
	if (node->key)
		node_shift(node->key, r);
	for (size_t i = 0; i < node->n; i++)
		node_shift(node->v[i], r);
}

static void
reader_init(struct reader *r, const char *data, size_t len)
{
	r->len = len;
	r->bom = yaml_source_bom(data, len);
	strbuf_init(&r->source);
	strbuf_add(&r->source, data + r->bom, len - r->bom);
	/* A last line without its end would make a literal's text depend on whether a key follows. */
	if (r->source.len && r->source.buf[r->source.len - 1] != '\n')
		strbuf_addch(&r->source, '\n');
	if (!yaml_parser_initialize(&r->parser))
		out_of_memory();
	yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(
		&r->parser, (const unsigned char *)r->source.buf, r->source.len);
}

static void
reader_release(struct reader *r)
{
	reader_drop_event(r);
	wipe(r->parser.buffer.start, (size_t)(r->parser.buffer.end - r->parser.buffer.start));
	wipe(r->parser.raw_buffer.start,
		(size_t)(r->parser.raw_buffer.end - r->parser.raw_buffer.start));
	yaml_parser_delete(&r->parser);
	strbuf_release(&r->source);
}

int
yaml_source_read(const char *data, size_t len, const char *name, const struct yaml_limits *limits,
	struct yaml_node **root, struct strbuf *err)
{
	struct reader r = { .name = name, .limits = limits, .err = err };
	int result;

	*root = NULL;
	if (len > limits->bytes)
		return error_add(
			err, "%s has %zu bytes; at most %zu are read", name, len, limits->bytes);
	if (yaml_source_check(data, len, name, err) < 0)
		return -1;
	reader_init(&r, data, len);
	result = reader_document(&r, root);
	if (result == 0 && *root)
		node_shift(*root, &r);
	if (result < 0) {
		yaml_node_free(*root);
		*root = NULL;
	}
	reader_release(&r);
	return result;
}
