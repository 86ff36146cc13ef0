/* The lines of a draft, as far as they are plain. */
#include "format/draft/glance.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

static bool
is_key_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* Of texts without quotes that mean themselves. */
static bool
is_plain_character(char c)
{
	return is_key_character(c) || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == ' ';
}

/* A line that says something. */
struct line {
	const char *start, *end; /* behind its indent; before its line end and the spaces there */
	const char *next;        /* the line behind it */
	size_t indent;
	const char *value; /* NULL: not an entry */
	size_t key_len;
};

/* The next line that is not empty and not a comment; false at the end. */
static bool
line_read(struct line *line, const char *at, const char *end)
{
	for (; at < end; at = line->next) {
		const char *newline = memchr(at, '\n', (size_t)(end - at)), *p = at;

		line->end = newline ? newline : end;
		line->next = newline ? newline + 1 : end;
		while (p < line->end && *p == ' ')
			p++;
		while (line->end > p &&
			(line->end[-1] == ' ' || line->end[-1] == '\t' || line->end[-1] == '\r'))
			line->end--;
		if (p == line->end || *p == '#')
			continue;
		line->start = p;
		line->indent = (size_t)(p - at);
		while (p < line->end && is_key_character(*p))
			p++;
		line->key_len = (size_t)(p - line->start);
		line->value = NULL;
		if (!line->key_len || p == line->end || *p++ != ':' ||
			(p < line->end && *p != ' ' && *p != '\t'))
			return true;
		while (p < line->end && *p == ' ')
			p++;
		line->value = p;
		return true;
	}
	return false;
}

static bool
line_is(const struct line *line, const char *key)
{
	return !strncmp(line->start, key, line->key_len) && !key[line->key_len];
}

/* What begins on the line ends there, or goes on in lines that are further to the right. */
static bool
line_is_plain(const struct line *line)
{
	char last = line->end[-1];

	if (!line->value)
		return false;
	if (line->value == line->end)
		return true;
	if (strchr("\"'", *line->value))
		return line->end - line->value > 1 && last == *line->value;
	if (strchr("[{", *line->value))
		return last == (*line->value == '[' ? ']' : '}');
	return !strchr("&*!?%@`\t", *line->value);
}

/* Whether the value is a text that can mean one thing only. next_indent is that of the line behind it. */
static bool
line_text(const struct line *line, size_t next_indent, struct glance_text *out)
{
	const char *from = line->value, *to = line->end, *rest;
	bool ascii = true;

	if (from < to && (*from == '"' || *from == '\'')) {
		char quote = *from++;

		to = memchr(from, quote, (size_t)(to - from));
		rest = to ? to + 1 + strspn(to + 1, " \t") : NULL;
		if (!to || (rest < line->end && (*rest != '#' || rest == to + 1)))
			return false;
	} else {
		if (from == to || strchr("-. ", *from) || next_indent > line->indent)
			return false;
		for (const char *p = from; p < to; p++)
			if (!is_plain_character(*p))
				return false;
	}
	for (const char *p = from; p < to; p++) {
		if ((unsigned char)*p < ' ' || *p == 0x7f || *p == '\\')
			return false;
		ascii &= (unsigned char)*p < 0x80;
	}
	*out = (struct glance_text){ from, (size_t)(to - from) };
	return (ascii || utf8_check(from, out->len) == out->len) &&
	       (from > line->value || out->len != 4 || strncasecmp(from, "null", 4) != 0);
}

/* Which of two of one key is meant is not known. */
static bool
glance_group_line(struct glance *glance, const struct line *line, size_t next_indent)
{
	struct glance_entry *entry = &glance->entries[glance->n];
	bool twice = false;

	if (!line->value || glance->n == GLANCE_ENTRIES_MAX ||
		!line_text(line, next_indent, &entry->value))
		return false;
	entry->key = (struct glance_text){ line->start, line->key_len };
	for (size_t i = 0; i < glance->n; i++)
		twice |= glance->entries[i].key.len == line->key_len &&
			 !memcmp(glance->entries[i].key.start, line->start, line->key_len);
	glance->n++;
	return !twice;
}

bool
glance_at(struct glance *glance, const struct strbuf *data, const char *name, const char *group)
{
	const char *end = data->buf + data->len;
	struct line line, next;
	bool more = line_read(&next, data->buf, end), seen = false, inside = false;
	size_t indent = 0;

	glance->is_draft = glance->has_name = false;
	glance->n = 0;
	while (more) {
		size_t next_indent;

		line = next;
		more = line_read(&next, line.next, end);
		next_indent = more ? next.indent : 0;
		if (line.indent) {
			if (inside && (line.indent != indent ||
					      !glance_group_line(glance, &line, next_indent)))
				return false;
			continue;
		}
		if (glance->is_draft && glance->has_name && seen)
			return true;
		inside = false;
		if (!glance->has_name && line.value && line_is(&line, name)) {
			if (!line_text(&line, next_indent, &glance->name))
				return false;
			glance->has_name = true;
			continue;
		}
		if (!line_is_plain(&line))
			return false;
		glance->is_draft |= line_is(&line, "form");
		if (!seen && line_is(&line, group)) {
			if (line.value < line.end)
				return false;
			seen = inside = true;
			indent = next_indent;
		}
	}
	return glance->is_draft;
}
