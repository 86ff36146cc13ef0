/* Writes YAML that no reader misreads: texts in double quotes (in single ones if they have a backslash) unless they are
 * clearly a number or a word, several lines as a literal block. libyaml's emitter would write NO, 0123 and ~ without
 * quotes, which other programs read as no, an octal number and nothing. */
#ifndef FORMAT_YAML_WRITE_H
#define FORMAT_YAML_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

#include "format/yaml/yaml.h"

struct yaml_layout {
	size_t indent;   /* columns before the lines below the key */
	size_t parent;   /* columns before the key itself: a literal's digit counts from here */
	const char *eol; /* "\n" or "\r\n" */
	bool flow;       /* inside [ ] or { }: everything on one line */
	bool json;       /* JSON, so that other programs can still read it */
};

/* Whether the text is a number or a word that no YAML reader misreads. */
bool yaml_text_is_plain(const char *text);
/* Whether every YAML reader reads it as this text although it has no quotes. */
bool yaml_text_stays_text(const char *text, bool flow);
/* Whether a person who reads the file could not see the character, or some readers take it for a line end. Such
 * characters are written as escapes. */
bool yaml_character_is_escaped(uint32_t cp);
/* Whether a YAML file can represent it (UTF-8, no control characters). If not, appends why. */
int yaml_text_check(const char *text, struct strbuf *err);

/* Appends a value: to head the part on the line of its key, to body the lines below, each with its line end. One of the
 * two may stay empty. */
void yaml_write_value(const struct node *value, const struct yaml_layout *layout,
	struct strbuf *head, struct strbuf *body);

/* Appends "key: value" with its line end, and the lines below. The layout is for the value. */
void yaml_write_entry(const char *key, const struct node *value, const struct yaml_layout *layout,
	struct strbuf *out);

#endif
