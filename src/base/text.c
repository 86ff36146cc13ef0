/* UTF-8 text. What may be shown is decided here alone, for the screen and for every message: by the
 * table of base/unicode.h. The system is asked last, since it may know fewer characters, and for the
 * width, since curses asks it too. */
#include "base/text.h"

#include <langinfo.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "base/unicode.h"
#include "base/xalloc.h"

/* Words longer than this are not compared for likeness. */
#define NEAREST_MAX 64

/* The lead bytes of UTF-8 and the smallest character that each may begin, which rules out overlong
 * forms. */
static const struct utf8_lead {
	unsigned char mask, bits;
	size_t len;
	uint32_t smallest;
} utf8_leads[] = {
	{ 0x80, 0x00, 1, 0 },
	{ 0xe0, 0xc0, 2, 0x80 },
	{ 0xf0, 0xe0, 3, 0x800 },
	{ 0xf8, 0xf0, 4, 0x10000 },
};

size_t
text_ascii_run(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && s[n] >= 0x20 && s[n] < 0x7f)
		n++;
	return n;
}

static bool
cp_is_scalar(uint32_t cp)
{
	return cp <= 0x10ffff && !(cp >= 0xd800 && cp <= 0xdfff);
}

/* The character of a lead byte and its followers, or UTF8_INVALID. */
static uint32_t
utf8_assemble(const unsigned char *s, size_t len, const struct utf8_lead *lead)
{
	uint32_t cp = s[0] & (unsigned char)~lead->mask;

	if (lead->len > len)
		return UTF8_INVALID;
	for (size_t i = 1; i < lead->len; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return UTF8_INVALID;
		cp = cp << 6 | (s[i] & 0x3f);
	}
	return cp >= lead->smallest && cp_is_scalar(cp) ? cp : UTF8_INVALID;
}

size_t
utf8_decode(const char *s, size_t len, uint32_t *cp)
{
	const unsigned char *byte = (const unsigned char *)s;

	*cp = UTF8_INVALID;
	if (!len)
		return 0;
	if (byte[0] < 0x80) { /* nearly every character, so it goes first */
		*cp = byte[0];
		return 1;
	}
	for (size_t i = 0; i < ARRAY_SIZE(utf8_leads); i++) {
		const struct utf8_lead *lead = &utf8_leads[i];

		if ((byte[0] & lead->mask) != lead->bits)
			continue;
		*cp = utf8_assemble(byte, len, lead);
		return *cp == UTF8_INVALID ? 1 : lead->len;
	}
	return 1;
}

size_t
utf8_encode(uint32_t cp, char out[4])
{
	size_t len = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;

	for (size_t i = len; i-- > 1; cp >>= 6)
		out[i] = (char)(0x80 | (cp & 0x3f));
	out[0] = (char)(utf8_leads[len - 1].bits | cp);
	return len;
}

size_t
utf8_mark(const char *s, size_t len)
{
	return len >= 3 && !memcmp(s, "\xef\xbb\xbf", 3) ? 3 : 0;
}

size_t
utf8_check(const char *s, size_t len)
{
	size_t pos = 0, n;
	uint32_t cp;

	while ((pos += text_ascii_run(s + pos, len - pos)) < len) {
		n = utf8_decode(s + pos, len - pos, &cp);
		if (cp == UTF8_INVALID)
			break;
		pos += n;
	}
	return pos;
}

bool
text_is_utf8(void)
{
	const char *codeset = nl_langinfo(CODESET);

	return !strcmp(codeset, "UTF-8") || !strcmp(codeset, "utf8");
}

int
text_char_width(uint32_t cp)
{
	if (cp < 0x80)
		return cp >= 0x20 && cp < 0x7f ? 1 : -1;
	if (!unicode_is_visible(cp) || !text_is_utf8() || !iswprint((wint_t)cp))
		return -1;
	return wcwidth((wchar_t)cp);
}

bool
text_is_shown_here(uint32_t cp, int *marks)
{
	int width = text_char_width(cp);
	bool shown = width > 0 || (width == 0 && *marks < TEXT_MARKS_MAX);

	*marks = width > 0 ? 0 : shown ? *marks + 1 : TEXT_MARKS_MAX;
	return shown;
}

void
text_show(struct strbuf *out, const char *s, size_t len)
{
	int marks = TEXT_MARKS_MAX;
	size_t n;
	uint32_t cp;

	for (size_t pos = 0; pos < len; pos += n) {
		n = text_ascii_run(s + pos, len - pos);
		strbuf_add(out, s + pos, n);
		if (n) {
			marks = 0;
			continue;
		}
		n = utf8_decode(s + pos, len - pos, &cp);
		if (text_is_shown_here(cp, &marks))
			strbuf_add(out, s + pos, n);
		else if (cp == UTF8_INVALID)
			strbuf_addf(out, "<0x%02X>", (unsigned char)s[pos]);
		else
			strbuf_addf(out, "<U+%04X>", (unsigned)cp);
	}
}

void
text_show_char(struct strbuf *out, const char *s)
{
	uint32_t cp;
	size_t len = utf8_decode(s, strlen(s), &cp);

	if (*s == ' ') {
		strbuf_addstr(out, "a space");
		return;
	}
	strbuf_addch(out, '"');
	text_show(out, s, len);
	strbuf_addch(out, '"');
}

/* What was not passed by text_show counts one column, so that no sum goes wrong by its sign. */
static size_t
char_next(const char *s, size_t len, int *width)
{
	uint32_t cp;
	size_t n = utf8_decode(s, len, &cp);

	*width = cp == UTF8_INVALID ? 1 : text_char_width(cp);
	if (*width < 0)
		*width = 1;
	return n;
}

int
text_width(const char *s, size_t len)
{
	int width, sum = 0;

	for (size_t pos = 0; pos < len; sum += width)
		pos += char_next(s + pos, len - pos, &width);
	return sum;
}

size_t
text_boundary(const char *s, size_t at)
{
	while (at && ((unsigned char)s[at] & 0xc0) == 0x80)
		at--;
	return at;
}

size_t
text_fit(const char *s, size_t len, int columns)
{
	size_t pos = 0, n;
	int width, sum = 0;

	while (pos < len) {
		n = char_next(s + pos, len - pos, &width);
		if (sum + width > columns)
			break;
		sum += width;
		pos += n;
	}
	return pos;
}

/* The bytes of the next line of a paragraph: as many as fit, up to a space if there is one. */
static size_t
wrap_line(const char *s, size_t len, int width)
{
	size_t fit = text_fit(s, len, width), cut = fit;
	int ignored;

	if (fit == len)
		return len;
	if (!fit) /* a wide character in one column: better too wide than never */
		return char_next(s, len, &ignored);
	while (cut > 0 && s[cut] != ' ')
		cut--;
	while (cut > 0 && s[cut - 1] == ' ')
		cut--;
	return cut ? cut : fit;
}

static void
wrap_paragraph(struct strvec *lines, const char *s, size_t len, int width)
{
	do {
		size_t n = wrap_line(s, len, width);

		strvec_pushn(lines, s, n);
		s += n;
		len -= n;
		for (; len && *s == ' '; len--)
			s++;
	} while (len);
}

void
text_wrap(struct strvec *lines, const char *text, int width)
{
	if (width < 1)
		width = 1;
	while (*text) {
		size_t len = strcspn(text, "\n");

		wrap_paragraph(lines, text, len, width);
		text += len;
		if (*text)
			text++;
	}
}

size_t
text_xml_check(const char *s, size_t len)
{
	size_t pos = 0, n;
	uint32_t cp;

	while ((pos += text_ascii_run(s + pos, len - pos)) < len) {
		n = utf8_decode(s + pos, len - pos, &cp);
		if ((cp < 0x20 && cp != '\t' && cp != '\n') || cp == 0xfffe || cp == 0xffff ||
			cp == UTF8_INVALID)
			break;
		pos += n;
	}
	return pos;
}

static char
fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static size_t
smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Slips between two words, ASCII case aside: a letter left out, put in, changed, or two swapped
 * (Damerau and Levenshtein). Three rows of the usual table are enough. */
static size_t
nearest_distance(const char *a, const char *b)
{
	size_t rows[3][NEAREST_MAX + 1], la = strlen(a), lb = strlen(b);

	for (size_t j = 0; j <= lb; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= la; i++) {
		size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *second = rows[(i + 1) % 3];

		row[0] = i;
		for (size_t j = 1; j <= lb; j++) {
			size_t same = fold(a[i - 1]) == fold(b[j - 1]);

			row[j] = smaller(above[j], row[j - 1]) + 1;
			row[j] = smaller(row[j], above[j - 1] + !same);
			if (i > 1 && j > 1 && fold(a[i - 1]) == fold(b[j - 2]) &&
				fold(a[i - 2]) == fold(b[j - 1]))
				row[j] = smaller(row[j], second[j - 2] + 1);
		}
	}
	return rows[la % 3][lb];
}

const char *
text_nearest(const char *word, const char *const *candidates)
{
	size_t len = strlen(word), best = len < 5 ? 2 : 3;
	const char *found = NULL;

	if (len > NEAREST_MAX)
		return NULL;
	for (; *candidates; candidates++) {
		size_t other = strlen(*candidates), distance;

		/* each letter that one has more is a slip: no table is needed to know that */
		if (other > NEAREST_MAX || other > len + best || len > other + best)
			continue;
		distance = nearest_distance(word, *candidates);
		/* a slip in every letter is another word; a changed letter is likelier than a lost one */
		if (distance >= len || distance > best ||
			(distance == best && (!found || other != len || strlen(found) == len)))
			continue;
		best = distance;
		found = *candidates;
	}
	return found;
}

size_t
text_count(const char *text)
{
	size_t count = 0, len = strlen(text);
	uint32_t cp;

	for (size_t pos = 0; pos < len; count++)
		pos += utf8_decode(text + pos, len - pos, &cp);
	return count;
}

int
text_hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

char *
text_lower(const char *text)
{
	char *lower = xstrdup(text);

	for (char *c = lower; *c; c++)
		*c = fold(*c);
	return lower;
}

static bool
begins_with(const char *text, const char *word)
{
	for (size_t i = 0; word[i]; text++) {
		if (i && *text == '-' && word[i] != '-')
			continue;
		if (fold(*text) != word[i++])
			return false;
	}
	return true;
}

bool
text_contains(const char *text, const char *word)
{
	for (; *text; text++)
		if (begins_with(text, word))
			return true;
	return false;
}

bool
text_has_word(const char *words, const char *word)
{
	size_t len = strlen(word), n;

	for (; *words; words += n + (words[n] == ' ')) {
		n = strcspn(words, " ");
		if (n == len && !memcmp(words, word, n))
			return true;
	}
	return false;
}

void
text_slug(const char *text, struct strbuf *out)
{
	size_t start = out->len;
	bool gap = false;

	for (; *text; text++) {
		char c = fold(*text);

		if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
			gap = out->len > start;
			continue;
		}
		if (gap)
			strbuf_addch(out, '-');
		gap = false;
		strbuf_addch(out, c);
	}
}

bool
text_is_ascii(const char *text)
{
	while ((signed char)*text > 0)
		text++;
	return !*text;
}

bool
text_is_blank(const char *text)
{
	return !text[strspn(text, " \t\r\n")];
}

const char *
plural(size_t n, const char *one, const char *many)
{
	return n == 1 ? one : many;
}
