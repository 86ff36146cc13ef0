/* Punycode as RFC 3492 describes it: a label's ASCII characters, then the others in the order of their
 * numbers, each as the distance from the one before, in digits of a base that adapts. */
#include "syntax/punycode.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"

#define PREFIX "xn--"
#define PREFIX_LEN 4
/* A label has 63 bytes in DNS, and no more characters than bytes. */
#define LABEL_MAX 63

/* RFC 3492, section 5. */
enum { BASE = 36, TMIN = 1, TMAX = 26, SKEW = 38, DAMP = 700, BIAS = 72, FIRST = 0x80 };

struct label {
	uint32_t cp[LABEL_MAX];
	size_t n;
};

/* Letters that every version of IDNA leaves as they are. The sharp s, the final sigma and letters with a
 * joiner, of which versions differ, are not among them; nor are capitals. */
static const struct letters {
	uint32_t first, last;
	enum script { SCRIPT_NONE, SCRIPT_LATIN, SCRIPT_GREEK, SCRIPT_CYRILLIC, SCRIPT_CJK } script;
} letters[] = {
	{ 'a', 'z', SCRIPT_LATIN },
	{ 0xe0, 0xf6, SCRIPT_LATIN },
	{ 0xf8, 0xff, SCRIPT_LATIN },
	{ 0x3ac, 0x3c1, SCRIPT_GREEK },
	{ 0x3c3, 0x3ce, SCRIPT_GREEK },
	{ 0x430, 0x45f, SCRIPT_CYRILLIC },
	{ 0x3041, 0x3096, SCRIPT_CJK },
	{ 0x30a1, 0x30fa, SCRIPT_CJK },
	{ 0x4e00, 0x9fff, SCRIPT_CJK },
	{ 0xac00, 0xd7a3, SCRIPT_CJK },
};

/* Blocks whose letters are taken for each other's, capitals and rare ones too. */
static const struct letters lookalikes[] = {
	{ 'A', 'Z', SCRIPT_LATIN },
	{ 'a', 'z', SCRIPT_LATIN },
	{ 0xc0, 0xd6, SCRIPT_LATIN },
	{ 0xd8, 0xf6, SCRIPT_LATIN },
	{ 0xf8, 0x2af, SCRIPT_LATIN },
	{ 0x370, 0x3ff, SCRIPT_GREEK },
	{ 0x400, 0x52f, SCRIPT_CYRILLIC },
	{ 0x1e00, 0x1eff, SCRIPT_LATIN },
	{ 0x1f00, 0x1fff, SCRIPT_GREEK },
};

static enum script
script_of(uint32_t cp, const struct letters *table, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (cp >= table[i].first && cp <= table[i].last)
			return table[i].script;
	return SCRIPT_NONE;
}

/* The distance of the next character becomes the measure of the one behind it. */
static uint32_t
bias_adapt(uint32_t delta, size_t points, bool first)
{
	uint32_t k = 0;

	delta /= first ? DAMP : 2;
	delta += delta / (uint32_t)points;
	for (; delta > (BASE - TMIN) * TMAX / 2; k += BASE)
		delta /= BASE - TMIN;
	return k + (BASE - TMIN + 1) * delta / (delta + SKEW);
}

static uint32_t
digit_threshold(uint32_t k, uint32_t bias)
{
	return k <= bias ? TMIN : k >= bias + TMAX ? TMAX : k - bias;
}

static void
encode_number(uint32_t number, uint32_t bias, struct strbuf *out)
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz0123456789";

	for (uint32_t k = BASE;; k += BASE) {
		uint32_t t = digit_threshold(k, bias);

		if (number < t)
			break;
		strbuf_addch(out, digits[t + (number - t) % (BASE - t)]);
		number = (number - t) / (BASE - t);
	}
	strbuf_addch(out, digits[number]);
}

/* No sum overflows: 64 times the largest character is far below 2^32. */
static void
encode_label(const struct label *label, struct strbuf *out)
{
	uint32_t cp = FIRST, delta = 0, bias = BIAS;
	size_t ascii = 0, done;

	for (size_t i = 0; i < label->n; i++)
		if (label->cp[i] < FIRST) {
			strbuf_addch(out, (char)label->cp[i]);
			ascii++;
		}
	if (ascii)
		strbuf_addch(out, '-');
	for (done = ascii; done < label->n; cp++, delta++) {
		uint32_t next = UINT32_MAX; /* the smallest character from cp on, which there is */

		for (size_t i = 0; i < label->n; i++)
			if (label->cp[i] >= cp && label->cp[i] < next)
				next = label->cp[i];
		delta += (next - cp) * (uint32_t)(done + 1);
		cp = next;
		for (size_t i = 0; i < label->n; i++) {
			delta += label->cp[i] < cp;
			if (label->cp[i] != cp)
				continue;
			encode_number(delta, bias, out);
			bias = bias_adapt(delta, done + 1, done == ascii);
			delta = 0;
			done++;
		}
	}
}

/* The characters of a label, ASCII in lower case; false if there are too many or one is invalid. */
static bool
label_read(const char *s, size_t len, struct label *label)
{
	size_t n;

	for (label->n = 0; len; s += n, len -= n) {
		uint32_t cp;

		n = utf8_decode(s, len, &cp);
		if (cp == UTF8_INVALID || label->n == LABEL_MAX)
			return false;
		label->cp[label->n++] = cp < FIRST ? (uint32_t)tolower((int)cp) : cp;
	}
	return true;
}

static bool
label_is_ascii(const struct label *label)
{
	for (size_t i = 0; i < label->n; i++)
		if (label->cp[i] >= FIRST)
			return false;
	return true;
}

/* False also where the ASCII form is too long for DNS. */
static bool
label_encode(const char *s, size_t len, struct strbuf *out)
{
	size_t before = out->len;
	struct label label;

	if (!label_read(s, len, &label))
		return false;
	if (label_is_ascii(&label)) {
		strbuf_add(out, s, len);
		return true;
	}
	strbuf_addstr(out, PREFIX);
	encode_label(&label, out);
	return out->len - before <= LABEL_MAX;
}

/* Appends what each label becomes; false, with nothing appended, where one becomes nothing. */
static bool
host_each(
	const char *host, bool (*become)(const char *, size_t, struct strbuf *), struct strbuf *out)
{
	size_t before = out->len;

	for (;;) {
		size_t len = strcspn(host, ".");

		if (!become(host, len, out)) {
			strbuf_truncate(out, before);
			return false;
		}
		if (!host[len])
			return true;
		strbuf_addch(out, '.');
		host += len + 1;
	}
}

int
punycode_encode(const char *host, struct strbuf *out)
{
	return host_each(host, label_encode, out) ? 0 : -1;
}

/* The value of a digit, BASE if it is not one. */
static uint32_t
digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return (uint32_t)(c - '0') + 26;
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'z' ? (uint32_t)(c - 'a') : BASE;
}

/* Reads one number at *s, before end; false where none is there or it is too large for a character. */
static bool
decode_number(const char **s, const char *end, uint32_t bias, uint32_t *number)
{
	uint64_t sum = 0, weight = 1;

	for (uint32_t k = BASE;; k += BASE) {
		uint32_t t = digit_threshold(k, bias), digit;

		if (*s == end || (digit = digit_value(*(*s)++)) == BASE)
			return false;
		sum += digit * weight;
		if (sum > (uint64_t)LABEL_MAX * 0x110000)
			return false;
		if (digit < t)
			break;
		weight *= BASE - t;
	}
	*number = (uint32_t)sum;
	return true;
}

static void
label_insert(struct label *label, size_t at, uint32_t cp)
{
	memmove(label->cp + at + 1, label->cp + at, (label->n - at) * sizeof *label->cp);
	label->cp[at] = cp;
	label->n++;
}

static bool
decode_label(const char *s, size_t len, struct label *label)
{
	const char *end = s + len, *digits = s;
	uint32_t cp = FIRST, at = 0, bias = BIAS, number;

	label->n = 0;
	for (const char *p = s; p < end; p++)
		if (*p == '-')
			digits = p;
	for (; s < digits; s++) {
		if ((unsigned char)*s >= FIRST)
			return false;
		label_insert(label, label->n, (unsigned char)*s);
	}
	s += *s == '-';
	for (bool first = true; s < end; first = false, at++) {
		size_t places = label->n + 1;

		if (places > LABEL_MAX || !decode_number(&s, end, bias, &number))
			return false;
		bias = bias_adapt(number, places, first);
		cp += (at + number) / (uint32_t)places;
		at = (at + number) % (uint32_t)places;
		if (cp > 0x10ffff || (cp >= 0xd800 && cp < 0xe000))
			return false;
		label_insert(label, at, cp);
	}
	return !label_is_ascii(label); /* such a one is never written so */
}

static bool
label_is_encoded(const char *s, size_t len)
{
	return len > PREFIX_LEN && !strncasecmp(s, PREFIX, PREFIX_LEN);
}

static bool
label_decode(const char *s, size_t len, struct strbuf *out)
{
	struct label label;
	char utf8[4];

	if (!label_is_encoded(s, len)) {
		strbuf_add(out, s, len);
		return true;
	}
	if (len > LABEL_MAX || !decode_label(s + PREFIX_LEN, len - PREFIX_LEN, &label))
		return false;
	for (size_t i = 0; i < label.n; i++)
		strbuf_add(out, utf8, utf8_encode(label.cp[i], utf8));
	return true;
}

int
punycode_decode(const char *host, struct strbuf *out)
{
	for (const char *s = host;; s++) {
		size_t len = strcspn(s, ".");

		if (label_is_encoded(s, len))
			return host_each(host, label_decode, out) ? 0 : -1;
		s += len;
		if (!*s)
			return -1;
	}
}

static bool
label_is_certain(const struct label *label)
{
	enum script before = SCRIPT_NONE;

	if (label_is_ascii(label))
		return true;
	for (size_t i = 0; i < label->n; i++) {
		uint32_t cp = label->cp[i];
		enum script script = script_of(cp, letters, ARRAY_SIZE(letters));

		if (script == SCRIPT_NONE && cp != '-' && !(cp >= '0' && cp <= '9'))
			return false;
		if (script != SCRIPT_NONE && before != SCRIPT_NONE && script != before)
			return false;
		before = script != SCRIPT_NONE ? script : before;
	}
	return true;
}

bool
punycode_is_certain(const char *host)
{
	STRBUF(ignored);
	bool has_form = punycode_encode(host, &ignored) == 0;

	if (!has_form)
		return false;
	for (;; host++) {
		size_t len = strcspn(host, ".");
		struct label label;

		if (!label_read(host, len, &label) || !label_is_certain(&label))
			return false;
		host += len;
		if (!*host)
			return true;
	}
}

static const char *
label_lookalikes(const struct label *label, bool *mixed)
{
	enum {
		LATIN = 1 << SCRIPT_LATIN,
		GREEK = 1 << SCRIPT_GREEK,
		CYRILLIC = 1 << SCRIPT_CYRILLIC
	};
	static const struct {
		unsigned scripts;
		bool mixed;
		const char *words;
	} rows[] = {
		{ GREEK, false, "Greek" },
		{ CYRILLIC, false, "Cyrillic" },
		{ LATIN | GREEK, true, "Latin and Greek" },
		{ LATIN | CYRILLIC, true, "Latin and Cyrillic" },
		{ GREEK | CYRILLIC, true, "Greek and Cyrillic" },
		{ LATIN | GREEK | CYRILLIC, true, "Latin, Greek and Cyrillic" },
	};
	unsigned scripts = 0;

	for (size_t i = 0; i < label->n; i++)
		scripts |= 1U << script_of(label->cp[i], lookalikes, ARRAY_SIZE(lookalikes));
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if ((scripts & (LATIN | GREEK | CYRILLIC)) == rows[i].scripts) {
			*mixed = rows[i].mixed;
			return rows[i].words;
		}
	return NULL;
}

const char *
punycode_lookalikes(const char *host, bool *mixed)
{
	*mixed = false;
	for (;; host++) {
		size_t len = strcspn(host, ".");
		struct label label;
		const char *words = NULL;

		if (label_read(host, len, &label))
			words = label_lookalikes(&label, mixed);
		host += len;
		if (words || !*host)
			return words;
	}
}
