/* Checks the bytes of a YAML file and puts libyaml's errors into plain words. */
#include "format/yaml/yaml_source.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/conflict.h"

#include "format/yaml/yaml.h"

int
yaml_source_error(struct strbuf *err, const char *name, struct place place, const char *fmt, ...)
{
	va_list ap;

	strbuf_addf(err, "%s:%d:%d: ", name, place.line, place.column);
	va_start(ap, fmt);
	strbuf_vaddf(err, fmt, ap);
	va_end(ap);
	return -1;
}

static bool
cp_is_control(uint32_t cp)
{
	if (cp == '\t' || cp == '\n' || cp == '\r')
		return false;
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0);
}

bool
yaml_text_control(const char *text, unsigned *cp)
{
	size_t len = strlen(text);
	uint32_t c;

	for (size_t pos = text_ascii_run(text, len); pos < len;
		pos += text_ascii_run(text + pos, len - pos)) {
		pos += utf8_decode(text + pos, len - pos, &c);
		if (c != UTF8_INVALID && cp_is_control(c)) {
			*cp = c;
			return true;
		}
	}
	return false;
}

/* Reports the character at s if no YAML file may hold it. */
static int
source_check_char(const char *s, size_t len, uint32_t cp, const char *name, struct place place,
	struct strbuf *err)
{
	if (cp == UTF8_INVALID)
		return yaml_source_error(err, name, place,
			"the byte 0x%02X is not UTF-8. Save the file as UTF-8", (unsigned char)*s);
	if (!cp)
		return yaml_source_error(err, name, place,
			"a NUL byte. Save the file as UTF-8 text (UTF-16 is not supported)");
	if (cp == '\r' && (len < 2 || s[1] != '\n'))
		return yaml_source_error(err, name, place,
			"a carriage return without a line feed. Save the file with Unix or "
			"Windows line ends");
	if (cp_is_control(cp))
		return yaml_source_error(
			err, name, place, "the control character U+%04X. Remove it", (unsigned)cp);
	/* Some YAML readers end a line at U+2028 and U+2029, others do not. */
	if (cp == 0x2028 || cp == 0x2029 || cp == 0xfeff || (cp & 0xfffe) == 0xfffe)
		return yaml_source_error(err, name, place,
			"the invisible character U+%04X. Remove it, or write it in double quotes "
			"as \\u%04X",
			(unsigned)cp, (unsigned)cp);
	return 0;
}

/* Before the grammar, in which the markers are all kinds of slips. */
static int
source_check_conflict(const char *data, size_t len, const char *name, struct strbuf *err)
{
	struct place place = { 1, 1 };
	size_t offset;

	if (!conflict_find(data, len, &offset))
		return 0;
	for (size_t i = 0; i < offset; i++)
		place.line += data[i] == '\n';
	return yaml_source_error(
		err, name, place, "an unresolved merge conflict (git). " CONFLICT_ADVICE);
}

int
yaml_source_check(const char *data, size_t len, const char *name, bool *ascii, struct strbuf *err)
{
	size_t start = utf8_mark(data, len);
	struct place place = { 1, 1 };
	uint32_t cp;

	if (len >= 2 && (!memcmp(data, "\xff\xfe", 2) || !memcmp(data, "\xfe\xff", 2)))
		return yaml_source_error(
			err, name, place, "this is UTF-16. Save the file as UTF-8");
	if (source_check_conflict(data + start, len - start, name, err) < 0)
		return -1;
	*ascii = true;
	for (size_t pos = start, run; pos < len;) {
		run = text_ascii_run(data + pos, len - pos);
		pos += run;
		place.column += (int)run;
		if (pos == len)
			break;
		run = utf8_decode(data + pos, len - pos, &cp);
		if (source_check_char(data + pos, len - pos, cp, name, place, err) < 0)
			return -1;
		pos += run;
		place.column++;
		if (cp == '\n')
			place = (struct place){ place.line + 1, 1 };
		*ascii &= cp < 0x80;
	}
	return 0;
}

#define TAB_SENTENCE "a tab cannot indent a line. Use spaces"
#define QUOTE_SENTENCE "the quotation mark that begins here is never closed"

/* Which place a sentence speaks of. */
enum complaint_flags {
	SAY_AT = 0,
	SAY_SINCE = 1 << 0, /* where the thing begins, not where it went wrong */
	SAY_BEGUN = 1 << 1, /* where it went wrong, and add the line where it begins */
};

static const struct saying {
	const char *problem; /* libyaml's words, from their start */
	unsigned flags;
	const char *sentence;
} sayings[] = {
	{ "could not find expected ':'", SAY_SINCE, "this line has no colon. Write KEY: VALUE" },
	{ "mapping values are not allowed", SAY_AT,
		"a colon and a space are inside a value, or the line is indented incorrectly. Put "
		"the value in double quotes, or fix the indentation" },
	{ "mapping keys are not allowed", SAY_AT,
		"a question mark begins a key or value. Put the value in double quotes" },
	{ "block sequence entries are not allowed", SAY_AT,
		"a list begins below its key, with a line for each item: - VALUE" },
	{ "did not find expected key", SAY_AT,
		"a key is expected here (KEY: VALUE). Check the indentation of this line and the "
		"quotes above it" },
	{ "did not find expected '-'", SAY_AT,
		"an item of the list above is expected here (- VALUE). Check the indentation" },
	{ "did not find expected ',' or ']'", SAY_BEGUN,
		"a comma or the ] that ends the list is expected here" },
	{ "did not find expected ',' or '}'", SAY_BEGUN,
		"a comma or the } that ends the mapping is expected here" },
	{ "did not find expected node content", SAY_AT,
		"a value is expected here. Put it in double quotes" },
	{ "did not find expected <document start>", SAY_AT,
		"this line does not belong to the lines above it. Check the indentation" },
	{ "found unexpected end of stream", SAY_SINCE, QUOTE_SENTENCE },
	{ "found unexpected document indicator", SAY_SINCE, QUOTE_SENTENCE },
	{ "found unknown escape character", SAY_AT,
		"a backslash in double quotes begins an escape, but this is not one. Write \\\\ "
		"for a backslash" },
	{ "did not find expected hexdecimal number", SAY_AT,
		"the escape needs more hexadecimal digits: \\x41, \\u0041, \\U00000041" },
	{ "found invalid Unicode character escape code", SAY_AT,
		"the escape is not a Unicode character" },
	{ "did not find expected comment or line break", SAY_AT,
		"the line must end after | or >. The text begins in the next line" },
	{ "found an indentation indicator equal to 0", SAY_AT,
		"the digit after | or > is 1 to 9: the spaces before each line of the text" },
	{ "found a tab character", SAY_AT, TAB_SENTENCE },
	{ "found unexpected ':'", SAY_AT,
		"there is a colon inside a value. Put the value in double quotes" },
	{ "did not find expected alphabetic or numeric", SAY_SINCE,
		"a value cannot begin with & or *. Put it in double quotes" },
	{ "found character that cannot start any token", SAY_AT,
		"a value cannot begin with this character. Put it in double quotes" },
	{ "found undefined tag handle", SAY_SINCE,
		"a value cannot begin with an exclamation mark. Put it in double quotes" },
	{ "did not find expected '!'", SAY_SINCE,
		"a value cannot begin with an exclamation mark. Put it in double quotes" },
	{ "did not find expected tag URI", SAY_SINCE,
		"a value cannot begin with an exclamation mark. Put it in double quotes" },
	{ "did not find expected whitespace", SAY_SINCE,
		"a value cannot begin with an exclamation mark. Put it in double quotes" },
};

int
yaml_source_complain(struct strbuf *err, const char *name, const struct yaml_complaint *complaint)
{
	if (complaint->first == '%')
		return yaml_source_error(err, name, (struct place){ complaint->at.line, 1 },
			"a line cannot begin with %%, because directives are not supported. Put a "
			"value in double quotes");
	if (complaint->byte == '\t')
		return yaml_source_error(err, name, complaint->at, TAB_SENTENCE);
	for (size_t i = 0; i < ARRAY_SIZE(sayings); i++) {
		const struct saying *say = &sayings[i];
		bool begun = complaint->since.line > 0;

		if (strncmp(complaint->problem, say->problem, strlen(say->problem)) != 0)
			continue;
		yaml_source_error(err, name,
			say->flags & SAY_SINCE && begun ? complaint->since : complaint->at, "%s",
			say->sentence);
		if (say->flags & SAY_BEGUN && begun)
			strbuf_addf(err, ". It begins in line %d", complaint->since.line);
		return -1;
	}
	return yaml_source_error(err, name, complaint->at,
		"this is not YAML (%s). Check the indentation and the quotes", complaint->problem);
}
