/* libyaml's events. Its own loader follows aliases and does not see equal keys. */
#include "format/yaml/yaml_events.h"

#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "format/yaml/yaml_source.h"

/* Marks come nearly in order, so this walks from the last one. */
size_t
reader_byte(struct reader *r, size_t index)
{
	const char *s = r->source;
	size_t byte = r->mark_byte;

	if (r->ascii)
		return index < r->len ? index : r->len;
	for (; r->mark_index < index && byte < r->len; r->mark_index++)
		do
			byte++;
		while (byte < r->len && (s[byte] & 0xc0) == 0x80);
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

struct place
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
		.byte = byte < r->len ? r->source[byte] : '\0',
	};

	if (parser->error == YAML_MEMORY_ERROR)
		out_of_memory();
	while (line > 0 && r->source[line - 1] != '\n')
		line--;
	complaint.first = line < r->len ? r->source[line] : '\0';
	if (parser->context)
		complaint.since = place_of(&parser->context_mark);
	return yaml_source_complain(r->err, r->name, &complaint);
}

/* Values may be secrets: what libyaml has of them is wiped as far as it can be reached. */
static void
reader_drop_event(struct reader *r)
{
	if (!r->has_event)
		return;
	if (r->event.type == YAML_SCALAR_EVENT && r->event.data.scalar.value)
		wipe(r->event.data.scalar.value, r->event.data.scalar.length);
	yaml_event_delete(&r->event);
	r->has_event = false;
}

int
reader_next(struct reader *r)
{
	reader_drop_event(r);
	if (!yaml_parser_parse(&r->parser, &r->event))
		return reader_complain(r);
	r->has_event = true;
	return 0;
}

int
reader_check_properties(struct reader *r)
{
	size_t byte = reader_byte(r, r->event.start_mark.index);
	char first = byte < r->len ? r->source[byte] : '\0';

	if (r->event.type == YAML_ALIAS_EVENT)
		return yaml_source_error(r->err, r->name, reader_place(r),
			"aliases (*name) are not supported. Write the value itself, or put a "
			"value that begins with * in double quotes");
	if (first == '&')
		return yaml_source_error(r->err, r->name, reader_place(r),
			"anchors (&name) are not supported. Remove it, or put a value that begins "
			"with & in double quotes");
	if (first == '!')
		return yaml_source_error(r->err, r->name, reader_place(r),
			"tags (!name) are not supported. Remove it, or put a value that begins "
			"with ! in double quotes");
	return 0;
}

bool
reader_text_control(const struct reader *r, unsigned *cp)
{
	const char *text = (const char *)r->event.data.scalar.value;

	*cp = 0;
	if (r->event.data.scalar.style != YAML_DOUBLE_QUOTED_SCALAR_STYLE)
		return false;
	return strlen(text) != r->event.data.scalar.length || yaml_text_control(text, cp);
}

struct strbuf
reader_take_text(struct reader *r)
{
	struct strbuf text = {
		.buf = (char *)r->event.data.scalar.value,
		.len = r->event.data.scalar.length,
		.alloc = r->event.data.scalar.length + 1,
	};

	r->event.data.scalar.value = NULL;
	return text;
}

void
reader_init(struct reader *r, const char *data, size_t len)
{
	size_t bom = utf8_mark(data, len);

	strbuf_init(&r->copy);
	r->source = data + bom;
	r->len = len - bom;
	/* A last line without its end would make a literal's text depend on whether a key follows. */
	if (r->len && r->source[r->len - 1] != '\n') {
		strbuf_add(&r->copy, r->source, r->len);
		strbuf_addch(&r->copy, '\n');
		r->source = r->copy.buf;
		r->len = r->copy.len;
	}
	if (!yaml_parser_initialize(&r->parser))
		out_of_memory();
	yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r->parser, (const unsigned char *)r->source, r->len);
}

/* No more of a buffer was used than the source has, and a NUL behind it. */
static void
buffer_wipe(void *start, const void *end, size_t used)
{
	size_t size = (size_t)((const char *)end - (char *)start);

	wipe(start, size < used + 4 ? size : used + 4);
}

void
reader_release(struct reader *r)
{
	const yaml_parser_t *parser = &r->parser;

	reader_drop_event(r);
	buffer_wipe(parser->buffer.start, parser->buffer.end, r->len);
	buffer_wipe(parser->raw_buffer.start, parser->raw_buffer.end, r->len);
	yaml_parser_delete(&r->parser);
	strbuf_release(&r->copy);
}
