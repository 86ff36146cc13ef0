/* Writes trees of YAML values. */
#include "format/yaml/yaml_write.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "format/yaml/yaml_source.h"

/* Shorter lists are written on the line of their key. */
#define FLOW_LIST_MAX 60
/* Numbers longer than this are rounded by some readers. */
#define PLAIN_DIGITS_MAX 15

/* YAML 1.1 takes these words for yes, no or nothing, in some capitalization. */
static const char *const yaml_words[] = { "y", "n", "yes", "no", "on", "off", "true", "false",
	"null" };

static bool
text_is_number(const char *text)
{
	size_t digits;

	text += *text == '-';
	digits = strspn(text, "0123456789");
	return digits > 0 && digits <= PLAIN_DIGITS_MAX && !text[digits] &&
	       (text[0] != '0' || digits == 1);
}

static bool
text_is_word(const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "_0123456789"; /* which never begin a word */

	if (!*text || strchr("_0123456789", *text) || text[strspn(text, letters)])
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(yaml_words); i++)
		if (!strcasecmp(text, yaml_words[i]))
			return false;
	return true;
}

static bool
text_is_boolean(const char *text)
{
	return !strcmp(text, "true") || !strcmp(text, "false");
}

bool
yaml_text_is_plain(const char *text)
{
	return text_is_number(text) || text_is_word(text) || text_is_boolean(text);
}

bool
yaml_character_is_escaped(uint32_t cp)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{ 0x0000, 0x001f },
		{ 0x007f, 0x009f },
		{ 0x00ad, 0x00ad },
		{ 0x061c, 0x061c },
		{ 0x200b, 0x200f },
		{ 0x2028, 0x202e },
		{ 0x2060, 0x206f },
		{ 0xfeff, 0xfeff },
		{ 0xfff9, 0xfffb },
		{ 0xe0000, 0xe0fff },
	};

	for (size_t i = 0; i < ARRAY_SIZE(ranges); i++)
		if (cp >= ranges[i].first && cp <= ranges[i].last)
			return true;
	return (cp & 0xfffe) == 0xfffe;
}

/* Whether quotes and blocks can carry the text as it is. */
static bool
text_has_escapes(const char *text)
{
	size_t len = strlen(text);
	uint32_t cp;

	for (size_t pos = 0; pos < len;) {
		pos += utf8_decode(text + pos, len - pos, &cp);
		if (cp == UTF8_INVALID || yaml_character_is_escaped(cp))
			return true;
	}
	return false;
}

/* What begins with a letter is not a number, date or mark of YAML. Subjects and paths begin with a slash. */
bool
yaml_text_stays_text(const char *text, bool flow)
{
	static const char first[] = "/abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	size_t len = strlen(text);

	if (!len || !strchr(first, *text) || strchr(" :", text[len - 1]) || text_has_escapes(text))
		return false;
	if (strstr(text, ": ") || strstr(text, " #") || (flow && strpbrk(text, ",:[]{}")))
		return false;
	return text_is_word(text) || text[strspn(text, first + 1)];
}

/* Whether a literal block can carry the text, exactly. */
static bool
yaml_text_is_literal(const char *text)
{
	size_t len = strlen(text);
	uint32_t cp;

	/* After |+ the empty lines of the file that follow would become part of the text. */
	if (!strchr(text, '\n') || text_is_blank(text) ||
		(len > 1 && !strcmp(text + len - 2, "\n\n")))
		return false;
	for (size_t pos = 0; pos < len;) {
		pos += utf8_decode(text + pos, len - pos, &cp);
		if (cp == UTF8_INVALID ||
			(yaml_character_is_escaped(cp) && cp != '\n' && cp != '\t'))
			return false;
	}
	return true;
}

int
yaml_text_check(const char *text, struct strbuf *err)
{
	size_t len = strlen(text), valid = utf8_check(text, len);
	unsigned cp;

	if (valid < len)
		return error_add(err, "the byte 0x%02X in it is not UTF-8. Type the text again",
			(unsigned char)text[valid]);
	if (yaml_text_control(text, &cp))
		return error_add(err, "it has the control character U+%04X. Remove it", cp);
	return 0;
}

static void
write_escape(uint32_t cp, struct strbuf *out)
{
	static const char named[][2] = { { '"', '"' }, { '\\', '\\' }, { '\n', 'n' }, { '\r', 'r' },
		{ '\t', 't' } };

	for (size_t i = 0; i < ARRAY_SIZE(named); i++) {
		if (cp == (unsigned char)named[i][0]) {
			strbuf_addf(out, "\\%c", named[i][1]);
			return;
		}
	}
	strbuf_addf(out, cp < 0x10000 ? "\\u%04X" : "\\U%08X", (unsigned)cp);
}

static void
write_quoted(const char *text, struct strbuf *out)
{
	size_t len = strlen(text), n;
	uint32_t cp;

	strbuf_addch(out, '"');
	for (size_t pos = 0; pos < len; pos += n) {
		n = utf8_decode(text + pos, len - pos, &cp);
		if (cp == '"' || cp == '\\' ||
			(cp != UTF8_INVALID && yaml_character_is_escaped(cp)))
			write_escape(cp, out);
		else
			strbuf_add(out, text + pos, n);
	}
	strbuf_addch(out, '"');
}

static void
write_single(const char *text, struct strbuf *out)
{
	strbuf_addch(out, '\'');
	for (; *text; text++)
		strbuf_addstr(out, *text == '\'' ? "''" : (const char[]){ *text, '\0' });
	strbuf_addch(out, '\'');
}

static bool
token_is_plain(const char *text, const struct yaml_layout *layout)
{
	if (layout->json)
		return text_is_number(text) || text_is_boolean(text);
	return yaml_text_is_plain(text) || yaml_text_stays_text(text, layout->flow);
}

/* In single quotes a backslash is itself; in double quotes people read \\/ as two. */
static void
write_token(const char *text, enum node_style style, const struct yaml_layout *layout,
	struct strbuf *out)
{
	bool single = style == NODE_SINGLE || strchr(text, '\\');

	if (style == NODE_PLAIN && token_is_plain(text, layout))
		strbuf_addstr(out, text);
	else if (single && !layout->json && !text_has_escapes(text))
		write_single(text, out);
	else
		write_quoted(text, out);
}

static void
write_flow(const struct node *value, const struct yaml_layout *layout, struct strbuf *out)
{
	const struct yaml_layout inside = { .flow = true, .json = layout->json };
	const char *brackets = value->kind == NODE_MAP ? "{}" : "[]";

	if (value->kind == NODE_TEXT) {
		write_token(value->text.buf, value->source.style, layout, out);
		return;
	}
	strbuf_addch(out, brackets[0]);
	for (size_t i = 0; i < value->n; i++) {
		if (i)
			strbuf_addstr(out, ", ");
		if (value->v[i]->key) {
			write_token(value->v[i]->key, value->v[i]->source.key_style, &inside, out);
			strbuf_addstr(out, ": ");
		}
		write_flow(value->v[i], &inside, out);
	}
	strbuf_addch(out, brackets[1]);
}

/* The digit is needed if the first line begins with a space or tab, which a reader would take for indentation. */
static void
write_literal(const char *text, const struct yaml_layout *layout, struct strbuf *head,
	struct strbuf *body)
{
	const char *first = text + strspn(text, "\n"), *end;

	strbuf_addch(head, '|');
	if (*first == ' ' || *first == '\t')
		strbuf_addf(head, "%zu", layout->indent - layout->parent);
	if (text[strlen(text) - 1] != '\n')
		strbuf_addch(head, '-');
	for (; *text; text = *end ? end + 1 : end) {
		end = text + strcspn(text, "\n");
		if (end > text)
			strbuf_addchars(body, ' ', layout->indent);
		strbuf_add(body, text, (size_t)(end - text));
		strbuf_addstr(body, layout->eol);
	}
}

static void
write_block(const struct node *value, const struct yaml_layout *layout, struct strbuf *body)
{
	struct yaml_layout below = *layout;

	below.parent = layout->indent;
	below.indent = layout->indent + 2;
	for (size_t i = 0; i < value->n; i++) {
		if (value->kind == NODE_MAP) {
			yaml_write_entry(value->v[i]->key, value->v[i], &below, body);
			continue;
		}
		strbuf_addchars(body, ' ', layout->indent);
		strbuf_addstr(body, "- ");
		write_flow(value->v[i], &below, body);
		strbuf_addstr(body, layout->eol);
	}
}

/* Each is on a line of its own. */
static bool
list_has_maps(const struct node *value)
{
	for (size_t i = 0; value->kind == NODE_LIST && i < value->n; i++)
		if (value->v[i]->kind == NODE_MAP)
			return true;
	return false;
}

void
yaml_write_value(const struct node *value, const struct yaml_layout *layout, struct strbuf *head,
	struct strbuf *body)
{
	size_t start = head->len;

	if (!layout->flow && value->kind == NODE_TEXT && value->source.style != NODE_PLAIN &&
		yaml_text_is_literal(value->text.buf)) {
		write_literal(value->text.buf, layout, head, body);
		return;
	}
	if (layout->flow || value->kind != NODE_MAP || !value->n) {
		write_flow(value, layout, head);
		if (layout->flow || value->kind == NODE_TEXT ||
			(head->len - start <= FLOW_LIST_MAX && !list_has_maps(value)))
			return;
		strbuf_truncate(head, start);
	}
	write_block(value, layout, body);
}

void
yaml_write_entry(const char *key, const struct node *value, const struct yaml_layout *layout,
	struct strbuf *out)
{
	STRBUF(head);
	STRBUF(body);

	yaml_write_value(value, layout, &head, &body);
	strbuf_addchars(out, ' ', layout->parent);
	strbuf_addf(out, "%s:", key);
	if (head.len)
		strbuf_addf(out, " %s", head.buf);
	strbuf_addstr(out, layout->eol);
	strbuf_add(out, body.buf, body.len);
}
