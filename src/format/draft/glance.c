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

/* How many of these characters begin a text. */
static size_t
span(const char *from, const char *to, bool (*is)(char))
{
	const char *p = from;

	while (p < to && is(*p))
		p++;
	return (size_t)(p - from);
}

void
glance_release(struct glance *glance)
{
	strbuf_release(&glance->name);
	strvec_release(&glance->keys);
	strvec_release(&glance->values);
}

/* A line that says something. */
struct line {
	const char *start, *end; /* behind its indent; before its line end and the blanks there */
	const char *next;        /* the line behind it */
	size_t indent;
	const char *value; /* NULL: it is no entry */
	size_t key_len;
};

/* The next line that is neither blank nor a comment; false at the end. */
static bool
line_read(struct line *line, const char *at, const char *end)
{
	for (; at < end; at = line->next) {
		const char *newline = memchr(at, '\n', (size_t)(end - at)), *start = at;

		line->end = newline ? newline : end;
		line->next = newline ? newline + 1 : end;
		while (start < line->end && *start == ' ')
			start++;
		while (line->end > start && strchr(" \t\r", line->end[-1]))
			line->end--;
		if (start == line->end || *start == '#')
			continue;
		line->start = start;
		line->indent = (size_t)(start - at);
		line->key_len = span(start, line->end, is_key_character);
		line->value = start + line->key_len;
		if (!line->key_len || line->value == line->end || *line->value++ != ':' ||
			(line->value < line->end && !strchr(" \t", *line->value)))
			line->value = NULL;
		while (line->value && line->value < line->end && *line->value == ' ')
			line->value++;
		return true;
	}
	return false;
}

static bool
line_is(const struct line *line, const char *key)
{
	return strlen(key) == line->key_len && !strncmp(line->start, key, line->key_len);
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
line_text(const struct line *line, size_t next_indent, struct strbuf *out)
{
	const char *from = line->value, *to = line->end, *rest;

	strbuf_clear(out);
	if (from < to && strchr("\"'", *from)) {
		char quote = *from++;

		to = memchr(from, quote, (size_t)(to - from));
		rest = to ? to + 1 + strspn(to + 1, " \t") : NULL;
		if (!to || (rest < line->end && (*rest != '#' || rest == to + 1)))
			return false;
	} else if (from == to || span(from, to, is_plain_character) < (size_t)(to - from) ||
		   strchr("-. ", *from) || next_indent > line->indent) {
		return false;
	}
	for (const char *p = from; p < to; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f || *p == '\\')
			return false;
	strbuf_add(out, from, (size_t)(to - from));
	return utf8_check(out->buf, out->len) == out->len &&
	       (from > line->value || strcasecmp(out->buf, "null") != 0);
}

static bool
glance_group_line(struct glance *glance, const struct line *line, size_t next_indent)
{
	struct strbuf text = STRBUF_INIT;
	bool good = line->value && line_text(line, next_indent, &text);

	if (good) {
		strvec_pushn(&glance->keys, line->start, line->key_len);
		strvec_push(&glance->values, text.buf);
		/* which of two is meant is not known */
		for (size_t i = 0; i + 1 < glance->keys.n; i++)
			good &= strcmp(glance->keys.v[i], glance->keys.v[glance->keys.n - 1]) != 0;
	}
	strbuf_release(&text);
	return good;
}

bool
glance_at(struct glance *glance, const struct strbuf *data, const char *name, const char *group)
{
	const char *end = data->buf + data->len;
	struct line line, next;
	bool more = line_read(&next, data->buf, end), seen = false, inside = false;
	size_t indent = 0;

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
