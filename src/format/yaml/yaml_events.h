/* libyaml's events, one by one, with their places, byte ranges and texts in the file. What is never read (anchors,
 * tags, aliases, directives) is an error here. Only for yaml.c, and the only header that knows libyaml. */
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
	struct strbuf copy; /* of the caller's data, if that does not end with a line end */
	bool ascii;         /* all characters are one byte */
	struct node *root;
	size_t nodes;
	size_t mark_index, mark_byte; /* of the last mark that was converted */
	struct strbuf *err;
};

/* data must exist until the release. */
void reader_init(struct reader *r, const char *data, size_t len);
void reader_release(struct reader *r);

/* Takes the next event. Returns -1 with a sentence if the file is not valid YAML. */
int reader_next(struct reader *r);
/* The byte of a mark, whose index counts characters. */
size_t reader_byte(struct reader *r, size_t index);
/* Where the event begins. */
struct place reader_place(const struct reader *r);
/* Anchors, tags and aliases are errors, at the beginning of their value. */
int reader_check_properties(struct reader *r);
/* Whether the event's text has a control character, and the first one. The bytes were checked, but double quotes have
 * escapes. */
bool reader_text_control(const struct reader *r, unsigned *cp);
/* The event's text, without copying it: libyaml gets it from malloc, as strbuf does. */
struct strbuf reader_take_text(struct reader *r);

#endif
