/* JSON output. */
#include "base/json.h"

#include <string.h>

#include "base/report.h"
#include "base/text.h"

#define REPLACEMENT 0xfffd

static void
json_escape(struct strbuf *out, uint32_t cp)
{
	if (cp >= 0x10000) /* a surrogate pair */
		strbuf_addf(out, "\\u%04x\\u%04x", (unsigned)(0xd800 + ((cp - 0x10000) >> 10)),
			(unsigned)(0xdc00 + ((cp - 0x10000) & 0x3ff)));
	else
		strbuf_addf(out, "\\u%04x", (unsigned)cp);
}

/* What the display filter would escape is escaped in JSON's own way, so that nothing is lost. */
static void
json_character(struct strbuf *out, const char *s, size_t len, uint32_t cp, int *marks)
{
	static const char special[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
	const char *found = cp && cp < 0x80 ? strchr(special, (int)cp) : NULL;
	bool shown = text_is_shown_here(cp, marks);

	if (found) {
		strbuf_addch(out, '\\');
		strbuf_addch(out, letters[found - special]);
	} else if (cp == UTF8_INVALID) {
		json_escape(out, REPLACEMENT);
	} else if (!shown) {
		json_escape(out, cp);
	} else {
		strbuf_add(out, s, len);
	}
}

static void
json_quote(struct strbuf *out, const char *text)
{
	size_t len = strlen(text), n;
	int marks = TEXT_MARKS_MAX;
	uint32_t cp;

	strbuf_addch(out, '"');
	for (size_t pos = 0; pos < len; pos += n) {
		n = utf8_decode(text + pos, len - pos, &cp);
		json_character(out, text + pos, n, cp, &marks);
	}
	strbuf_addch(out, '"');
}

/* Two blanks a level, as most tools print it. */
static void
json_newline(struct json *json)
{
	strbuf_addch(json->out, '\n');
	strbuf_addchars(json->out, ' ', 2 * (size_t)json->depth);
}

/* What stands before a value: comma, indentation, key. */
static void
json_begin(struct json *json, const char *key)
{
	bool in_object = json->depth && json->close[json->depth - 1] == '}';

	if (in_object != (key != NULL))
		BUG("a JSON value %s", in_object ? "without a key" : "with a key in no object");
	if (json->depth) {
		if (json->filled[json->depth - 1])
			strbuf_addch(json->out, ',');
		json->filled[json->depth - 1] = true;
		json_newline(json);
	}
	if (key) {
		json_quote(json->out, key);
		strbuf_addstr(json->out, ": ");
	}
}

/* A value in the wrong place is a slip in the command, not in the data. */
void
json_open(struct json *json, const char *key, char bracket)
{
	json_begin(json, key);
	if (json->depth == JSON_DEPTH)
		BUG("JSON deeper than %d", JSON_DEPTH);
	strbuf_addch(json->out, bracket);
	json->close[json->depth] = bracket == '{' ? '}' : ']';
	json->filled[json->depth] = false;
	json->depth++;
}

void
json_close(struct json *json)
{
	if (!json->depth)
		BUG("JSON is closed once too often");
	json->depth--;
	if (json->filled[json->depth])
		json_newline(json);
	strbuf_addch(json->out, json->close[json->depth]);
	if (!json->depth)
		strbuf_addch(json->out, '\n');
}

void
json_text(struct json *json, const char *key, const char *text)
{
	json_begin(json, key);
	if (text)
		json_quote(json->out, text);
	else
		strbuf_addstr(json->out, "null");
}

void
json_texts(struct json *json, const char *key, const struct strvec *texts)
{
	json_open(json, key, '[');
	for (size_t i = 0; i < texts->n; i++)
		json_text(json, NULL, texts->v[i]);
	json_close(json);
}

void
json_number(struct json *json, const char *key, long number)
{
	json_begin(json, key);
	strbuf_addf(json->out, "%ld", number);
}

void
json_bool(struct json *json, const char *key, bool yes)
{
	json_begin(json, key);
	strbuf_addstr(json->out, yes ? "true" : "false");
}
