/* Placeholders: by brackets, by repetition, by words. */
#include "syntax/placeholder.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/placeholder_parts.h"

#define REPEATED_LEAST 3     /* of x and of signs */
#define REPEATED_DIGITS 8    /* of a digit in an identifier, which may well have five zeros */
#define REPEATED_IN_SECRET 4 /* of anything */
#define BRACKETS_DEEP 4      /* <<[[name]]>> */
#define BRACKETS_LONGEST 64  /* amid a text */

struct bracket {
	const char *open, *close;
	enum placeholder_kind kind;
};

/* Longer ones first. */
static const struct bracket brackets[] = {
	{ "<%=", "%>", PLACEHOLDER_BRACKETS },
	{ "{{", "}}", PLACEHOLDER_VARIABLE },
	{ "{%", "%}", PLACEHOLDER_BRACKETS },
	{ "${", "}", PLACEHOLDER_VARIABLE },
	{ "$(", ")", PLACEHOLDER_VARIABLE },
	{ "$[", "]", PLACEHOLDER_VARIABLE },
	{ "#{", "}", PLACEHOLDER_VARIABLE },
	{ "%{", "}", PLACEHOLDER_VARIABLE },
	{ "@{", "}", PLACEHOLDER_VARIABLE },
	{ "#@", "@#", PLACEHOLDER_BRACKETS },
	{ "#@", "#@", PLACEHOLDER_BRACKETS },
	{ "__", "__", PLACEHOLDER_BRACKETS },
	{ "@@", "@@", PLACEHOLDER_BRACKETS },
	{ "##", "##", PLACEHOLDER_BRACKETS },
	{ "%%", "%%", PLACEHOLDER_VARIABLE },
	{ "<", ">", PLACEHOLDER_BRACKETS },
	{ "[", "]", PLACEHOLDER_BRACKETS },
	{ "{", "}", PLACEHOLDER_BRACKETS },
	{ "\xc2\xab", "\xc2\xbb", PLACEHOLDER_BRACKETS },
	{ "%", "%", PLACEHOLDER_VARIABLE },
	{ "@", "@", PLACEHOLDER_BRACKETS },
};

/* The pair that stands around the text, and what is inside; NULL: none does. */
static const struct bracket *
bracket_around(const char **text, size_t *len)
{
	for (size_t i = 0; i < ARRAY_SIZE(brackets); i++) {
		size_t open, close;

		if (**text != *brackets[i].open)
			continue;
		open = strlen(brackets[i].open);
		close = strlen(brackets[i].close);
		if (*len < open + close || memcmp(*text, brackets[i].open, open) != 0 ||
			memcmp(*text + *len - close, brackets[i].close, close) != 0)
			continue;
		*text += open;
		*len -= open + close;
		return &brackets[i];
	}
	return NULL;
}

/* What a person or a program calls something by: words and dots, dashes, pipes between. Random
 * characters have few letters in a row. */
static bool
text_is_name(const char *text, size_t len)
{
	size_t letters = 0, wordy = 0, run = 0;

	for (size_t i = 0; i <= len; i++) {
		if (i < len &&
			(isalpha((unsigned char)text[i]) || (unsigned char)text[i] >= 0x80)) {
			run++;
			continue;
		}
		letters += run;
		wordy += run > 2 ? run : 0;
		run = 0;
		if (i < len && !isdigit((unsigned char)text[i]) &&
			!strchr(" _-.:|/'\"(),", text[i]))
			return false;
	}
	return wordy * 2 >= letters || letters <= 2;
}

/* Between percent signs stands less than in brackets, for they are common signs. */
static bool
text_is_inner(const struct search *s, const struct bracket *outer, const char *text, size_t len)
{
	if (*outer->open == '%' && (!len || !isalpha((unsigned char)*text)))
		return false;
	/* an IPv6 address stands in brackets */
	if (*outer->open == '[' && s->kind == PLACEHOLDER_IN_DOTTED)
		return false;
	return text_is_name(text, len);
}

/* A name in brackets is the whole value. */
static bool
find_brackets(const struct search *s)
{
	const struct bracket *outer = NULL, *bracket;
	const char *inner = s->text;
	size_t len = s->len;

	for (int i = 0; i < BRACKETS_DEEP && (bracket = bracket_around(&inner, &len)); i++)
		if (!outer)
			outer = bracket;
	if (!outer || !text_is_inner(s, outer, inner, len))
		return false;
	return placeholder_set(s, outer->kind, true, 0, s->len);
}

/* $NAME and nothing else, in capitals: with a digit, or a %s behind it, only where a _ says that it is a name. */
static bool
find_dollar(const struct search *s)
{
	size_t n = 1;

	if (s->text[0] != '$' || !isupper((unsigned char)s->text[1]))
		return false;
	while (isupper((unsigned char)s->text[n]) || s->text[n] == '_')
		n++;
	if (memchr(s->text, '_', n))
		while (isalnum((unsigned char)s->text[n]) || s->text[n] == '_')
			n++;
	if (s->text[n - 1] == '_' && !strcmp(s->text + n, "%s"))
		n += 2;
	return n == s->len && n > 3 && placeholder_set(s, PLACEHOLDER_VARIABLE, true, 0, n);
}

static size_t
repeated_least(const struct search *s, uint32_t cp)
{
	if (s->kind == PLACEHOLDER_IN_SECRET)
		return REPEATED_IN_SECRET - (cp >= 0x80 || !isalnum((int)cp) || (cp | 0x20) == 'x');
	if (cp >= 0x80 || !isalnum((int)cp) || (cp | 0x20) == 'x')
		return REPEATED_LEAST;
	return s->kind == PLACEHOLDER_IN_DOTTED && isdigit((int)cp) ? REPEATED_DIGITS : SIZE_MAX;
}

/* What stands between does not count, as in a UUID of zeros or an address of xx:xx. A letter that is not
 * ASCII may be a word in itself. */
static bool
find_repeated(const struct search *s)
{
	uint32_t first = 0, cp;
	size_t count = 0, n;

	for (size_t i = 0; i < s->len; i += n) {
		n = utf8_decode(s->text + i, s->len - i, &cp);
		if (first && cp != first && cp < 0x80 && strchr("-:. ", (int)cp))
			continue;
		if (first && cp != first)
			return false;
		first = cp;
		count++;
	}
	if (first == 0x2026) /* an ellipsis is three dots */
		return placeholder_set(s, PLACEHOLDER_REPEATED, true, 0, s->len);
	if (!count || first == UTF8_INVALID ||
		(first >= 0x80 && (first < 0x2000 || first >= 0x2700)))
		return false;
	return count >= repeated_least(s, first) &&
	       placeholder_set(s, PLACEHOLDER_REPEATED, true, 0, s->len);
}

/* "%s" as a format, not the start of %serial% */
static bool
find_format(const struct search *s)
{
	const char *at = strstr(s->text, "%s");

	if (!at || strchr(at + 2, '%') || isalpha((unsigned char)at[2]) ||
		(s->kind == PLACEHOLDER_IN_SECRET && s->len > 2)) /* by chance */
		return false;
	return placeholder_set(s, PLACEHOLDER_FORMAT, true, (size_t)(at - s->text), 2);
}

/* "Wi-Fi of <company>", "(replace me)". */
static bool
find_brackets_among(const struct search *s)
{
	static const char opening[] = "<[{(", *const pairs[] = { "<>", "[]", "{}", "()" };

	for (size_t i = 0; (i += strcspn(s->text + i, opening)) < s->len; i++) {
		const char *pair = pairs[strchr(opening, s->text[i]) - opening];
		const char *inner = s->text + i + 1;
		size_t len = strcspn(inner, pair);

		if (len && len <= BRACKETS_LONGEST && inner[len] == pair[1] &&
			placeholder_words_ask(inner, len, *pair == '<'))
			return placeholder_set(s, PLACEHOLDER_BRACKETS, true, i, len + 2);
	}
	return false;
}

bool
placeholder_find(const char *text, enum placeholder_text kind, struct placeholder *result)
{
	static bool (*const ways[])(const struct search *) = { find_brackets, find_dollar,
		find_repeated, find_format, placeholder_words, find_brackets_among };
	struct search s = { .text = text, .len = strlen(text), .kind = kind, .found = result };

	if (!s.len || s.len > PLACEHOLDER_MAX)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(ways); i++)
		if (ways[i](&s))
			return true;
	return false;
}
