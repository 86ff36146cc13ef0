/* libyaml's events, one after the other, with what they are in the bytes of the file: places, ranges, texts. What is not
 * read at all (anchors, tags, aliases, directives) is an error here. For yaml.c alone, and the only header that knows
 * libyaml. */
#ifndef FORMAT_YAML_EVENTS_H
#define FORMAT_YAML_EVENTS_H

#include <stdbool.h>
#include <yaml.h>

#include "format/yaml/yaml.h"

struct reader {
	yaml_parser_t parser;
	yaml_event_t event;
	bool has_event;
	const char *name;
	const struct yaml_limits *limits;
	const char *source; /* without a byte order mark, always ending with a line end */
	size_t len;
	struct strbuf copy; /* of the caller's data, where that has no line end at its end */
	bool ascii;         /* a character is a byte */
	struct node *root;
	size_t nodes;
	size_t mark_index, mark_byte; /* of the last mark that was converted */
	struct strbuf *err;
};

/* data is used until the release. */
void reader_init(struct reader *r, const char *data, size_t len);
void reader_release(struct reader *r);

/* Takes the next event. -1 with a sentence where that is no YAML. */
int reader_next(struct reader *r);
/* The byte of a mark, whose index counts characters. */
size_t reader_byte(struct reader *r, size_t index);
/* Where the event begins. */
struct place reader_place(const struct reader *r);
/* Anchors, tags and aliases are errors; they stand where their value begins. */
int reader_check_properties(struct reader *r);
/* Whether the event's text has a control character, and the first: the bytes were checked, but double quotes have
 * escapes. */
bool reader_text_control(const struct reader *r, unsigned *cp);
/* The event's text, which need not be copied: libyaml has it from malloc, as strbuf has. */
struct strbuf reader_take_text(struct reader *r);

#endif
