/* Entities in texts: the table of names, and numbers. */
#include "syntax/entity.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

/* &#x10FFFF; has the most digits, but zeros may come before them. */
#define ENTITY_MAX 16

static const struct {
	const char *name;
	uint32_t cp;
} xml_names[] = { { "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' }, { "apos", '\'' } };

/* HTML 4, section 24.2.1: U+00A0 to U+00FF, in that order. */
#define LATIN_FIRST 0xa0
static const char *const latin_names[] = { "nbsp", "iexcl", "cent", "pound", "curren", "yen",
	"brvbar", "sect", "uml", "copy", "ordf", "laquo", "not", "shy", "reg", "macr", "deg",
	"plusmn", "sup2", "sup3", "acute", "micro", "para", "middot", "cedil", "sup1", "ordm",
	"raquo", "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc", "Atilde",
	"Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute", "Ecirc", "Euml", "Igrave", "Iacute",
	"Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute", "Ocirc", "Otilde", "Ouml", "times",
	"Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN", "szlig", "agrave",
	"aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil", "egrave", "eacute",
	"ecirc", "euml", "igrave", "iacute", "icirc", "iuml", "eth", "ntilde", "ograve", "oacute",
	"ocirc", "otilde", "ouml", "divide", "oslash", "ugrave", "uacute", "ucirc", "uuml",
	"yacute", "thorn", "yuml" };

/* 0 where no entity has the name. */
static uint32_t
name_read(const char *text, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(xml_names); i++)
		if (!strncmp(xml_names[i].name, text, len) && !xml_names[i].name[len])
			return xml_names[i].cp;
	for (size_t i = 0; i < ARRAY_SIZE(latin_names); i++)
		if (!strncmp(latin_names[i], text, len) && !latin_names[i][len])
			return LATIN_FIRST + (uint32_t)i;
	return 0;
}

/* The digits behind "#"; 0 if they are invalid, or for a character that XML does not allow. */
static uint32_t
number_read(const char *text, size_t len)
{
	bool hex = len && (*text == 'x' || *text == 'X');
	uint32_t cp = 0;
	char utf8[4];
	size_t n;

	if (len == hex)
		return 0;
	for (size_t i = hex; i < len; i++) {
		int digit = text_hex_digit(text[i]);

		if (digit < 0 || (!hex && digit >= 10))
			return 0;
		cp = cp * (hex ? 16 : 10) + (uint32_t)digit;
		if (cp > 0x10ffff)
			return 0;
	}
	if (!cp || (cp >= 0xd800 && cp <= 0xdfff))
		return 0;
	n = utf8_encode(cp, utf8);
	return text_xml_check(utf8, n) == n ? cp : 0;
}

static bool
entity_read(const char *text, struct entity *entity)
{
	size_t len = 1;

	while (len < ENTITY_MAX && (isalnum((unsigned char)text[len]) || text[len] == '#'))
		len++;
	if (text[len] != ';' || len < 2)
		return false;
	entity->cp = text[1] == '#' ? number_read(text + 2, len - 2) : name_read(text + 1, len - 1);
	entity->len = len + 1;
	return entity->cp != 0;
}

bool
entity_next(const char *text, size_t *pos, struct entity *entity)
{
	for (const char *at; (at = strchr(text + *pos, '&')); *pos = entity->offset + 1) {
		entity->offset = (size_t)(at - text);
		if (entity_read(at, entity)) {
			*pos = entity->offset + entity->len;
			return true;
		}
	}
	return false;
}

void
entity_decode(const char *text, struct strbuf *out)
{
	struct entity entity;
	size_t pos = 0, done = 0;
	char utf8[4];

	while (entity_next(text, &pos, &entity)) {
		strbuf_add(out, text + done, entity.offset - done);
		strbuf_add(out, utf8, utf8_encode(entity.cp, utf8));
		done = pos;
	}
	strbuf_addstr(out, text + done);
}
