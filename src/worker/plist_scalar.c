/* The values of a property list from their text in XML, strictly: invalid Base64, numbers and dates are errors, and so is
 * what libplist could not write. Spaces around a number, a date and Base64 are allowed, as in Apple's parser; a string
 * keeps its own. */
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "base/text.h"
#include "base/utc.h"
#include "base/xalloc.h"

#include "syntax/base64.h"
#include "syntax/placeholder.h"

#include "worker/plist_library.h"
#include "worker/plist_parts.h"

#define CAPITALS "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
#define NAME_CHARACTERS CAPITALS "abcdefghijklmnopqrstuvwxyz"
#define SHOWN_COLUMNS 40 /* of a wrong value in a message */

void
plist_show(const char *text, size_t len, struct strbuf *out)
{
	STRBUF(shown);
	size_t fit;

	text_show(&shown, text, len);
	fit = text_fit(shown.buf, shown.len, SHOWN_COLUMNS);
	strbuf_add(out, shown.buf, fit);
	strbuf_addstr(out, fit < shown.len ? "..." : "");
}

static struct node *
scalar_wrong(struct finding *problem, const char *text, size_t len, const char *element,
	const char *wanted)
{
	STRBUF(shown);

	plist_show(text, len, &shown);
	finding_set(problem, "value-type", 0, "<%s> has \"%s\". %s", element, shown.buf, wanted);
	return NULL;
}

/* The text up to len without surrounding spaces; *at is where it begins. */
static size_t
scalar_trim(const char *text, size_t len, size_t *at)
{
	static const char blanks[] = " \t\r\n";

	*at = strspn(text, blanks);
	while (len > *at && strchr(blanks, text[len - 1]))
		len--;
	return len - *at;
}

static struct node *
string_make(const char *text, size_t len, struct finding *problem)
{
	size_t bad = text_xml_check(text, len);
	uint32_t cp;

	if (bad == len)
		return node_text_new(text);
	utf8_decode(text + bad, len - bad, &cp);
	if (cp == '\r')
		finding_set(problem, "text-control-character", bad,
			"the text has a carriage return (&#13;), which would be lost when the "
			"profile is written again. Use a line feed (&#10;) or remove it");
	else
		finding_set(problem, "text-control-character", bad,
			"the text has the character U+%04X, which XML cannot hold. Remove it",
			(unsigned)cp);
	return NULL;
}

/* $NAME, ${name}, {{name}}, CA_CERT_BASE64: a script, a server or a person was to put the value there. It may
 * be a secret's name, and is not shown. */
static bool
data_is_unfilled(const char *text, size_t len)
{
	size_t at, n = scalar_trim(text, len, &at), name;
	char *value = xstrndup(text + at, n);
	struct placeholder found;
	bool unfilled;

	name = *value == '$' ? 1 + strspn(value + 1, NAME_CHARACTERS) : 0;
	unfilled = (name > 1 && name == n) ||
		   placeholder_find(value, PLACEHOLDER_IN_TEXT, &found) ||
		   (n <= PLACEHOLDER_MAX && strchr(value, '_') && strspn(value, CAPITALS) == n);
	wipe_free(value);
	return unfilled;
}

static void
data_explain(const char *text, size_t len, size_t bad, struct finding *problem)
{
	static const char alphabet[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
	STRBUF(shown);

	if (data_is_unfilled(text, len)) {
		finding_set(problem, "data-not-base64", strspn(text, " \t\r\n"),
			"<data> has what looks like an unfilled placeholder. Write the Base64 of "
			"the value there");
	} else if (text[bad] && !strchr(alphabet, text[bad])) {
		text_show_char(&shown, text + bad);
		finding_set(problem, "data-not-base64", bad,
			"<data> has %s, which is not Base64. Enter the value again", shown.buf);
	} else {
		finding_set(problem, "data-not-base64", bad,
			"the Base64 in <data> is incomplete: a part is missing or too much. Enter "
			"the value again");
	}
}

static struct node *
data_make(const char *text, size_t len, struct finding *problem)
{
	STRBUF(bytes);
	struct node *node = NULL;
	size_t bad = 0;

	if (base64_decode(text, len, &bytes, &bad) == 0)
		node = node_data_new(bytes.buf, bytes.len);
	else
		data_explain(text, len, bad, problem);
	return node;
}

/* Digits of base (10 or 16) up to the end, at most limit. Returns -1 where there is none, something
 * else, or more. */
static int
digits_read(const char *text, size_t len, unsigned base, uint64_t limit, uint64_t *value)
{
	static const char digits[] = "0123456789abcdefABCDEF";

	*value = 0;
	for (size_t i = 0; i < len; i++) {
		const char *place = text[i] ? strchr(digits, text[i]) : NULL;
		unsigned digit = place ? (unsigned)(place - digits) : 0;

		digit -= digit >= 16 ? 6 : 0;
		if (!place || digit >= base || *value > (limit - digit) / base)
			return -1;
		*value = *value * base + digit;
	}
	return len ? 0 : -1;
}

/* Numbers from 2^63 on are refused, for libplist 2.2 would write them as negative ones. */
static struct node *
integer_make(const char *text, size_t len, struct finding *problem)
{
	size_t at, n = scalar_trim(text, len, &at);
	const char *digits = text + at;
	bool minus = n && *digits == '-', hex;
	uint64_t value;

	if (n && (minus || *digits == '+')) {
		digits++;
		n--;
	}
	hex = n > 2 && digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X');
	if (digits_read(digits + 2 * hex, n - 2 * hex, hex ? 16 : 10, (uint64_t)INT64_MAX + minus,
		    &value) < 0)
		return scalar_wrong(problem, text, len, "integer",
			"Use a whole number from -9223372036854775808 to 9223372036854775807");
	return node_integer_new((int64_t)(minus ? 0 - value : value));
}

/* A sign, digits with at most one point, an exponent. Apple's parser takes nan and infinity too; no key
 * of a profile has a use for them. */
static bool
real_is_number(const char *text, size_t len)
{
	size_t pos = len && strchr("+-", *text), digits, end;

	digits = strspn(text + pos, "0123456789");
	pos += digits;
	if (pos < len && text[pos] == '.') {
		end = strspn(text + ++pos, "0123456789");
		digits += end;
		pos += end;
	}
	if (digits && pos < len && (text[pos] == 'e' || text[pos] == 'E')) {
		pos++;
		pos += pos < len && strchr("+-", text[pos]);
		digits = strspn(text + pos, "0123456789");
		pos += digits;
	}
	return digits && pos == len;
}

/* strtod wants the point of the locale. */
static double
real_read(const char *text, size_t len)
{
	STRBUF(number);
	const char *point = localeconv()->decimal_point;
	char *found;

	strbuf_add(&number, text, len);
	found = strchr(number.buf, '.');
	if (found)
		strbuf_splice(&number, (size_t)(found - number.buf), 1, point, strlen(point));
	return strtod(number.buf, NULL);
}

static struct node *
real_make(const char *text, size_t len, struct finding *problem)
{
	size_t at, n = scalar_trim(text, len, &at);
	double value = real_is_number(text + at, n) ? real_read(text + at, n) : INFINITY;

	if (!isfinite(value))
		return scalar_wrong(problem, text, len, "real", "Use a number such as 1.5");
	return node_real_new(value);
}

/* The six numbers of 2026-01-31T12:00:00Z. */
static int
date_parts(const char *text, size_t len, int parts[6])
{
	static const char pattern[] = "0000-00-00T00:00:00Z";
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	size_t part = 0;
	bool leap;

	memset(parts, 0, 6 * sizeof *parts);
	if (len != strlen(pattern))
		return -1;
	for (size_t i = 0; i < len; i++) {
		if (pattern[i] != '0') {
			if (text[i] != pattern[i])
				return -1;
			part++;
		} else {
			if (text[i] < '0' || text[i] > '9')
				return -1;
			parts[part] = 10 * parts[part] + text[i] - '0';
		}
	}
	leap = parts[1] == 2 && parts[0] % 4 == 0 && (parts[0] % 100 != 0 || parts[0] % 400 == 0);
	if (parts[1] < 1 || parts[1] > 12 || parts[2] < 1 ||
		parts[2] > lengths[parts[1] - 1] + leap || parts[3] > 23 || parts[4] > 59 ||
		parts[5] > 59)
		return -1;
	return 0;
}

static struct node *
date_make(const char *text, size_t len, struct finding *problem)
{
	size_t at, n = scalar_trim(text, len, &at);
	int64_t seconds;
	int p[6];

	if (date_parts(text + at, n, p) < 0)
		return scalar_wrong(
			problem, text, len, "date", "Use a date such as 2026-01-31T12:00:00Z");
	seconds = utc_seconds(&(struct tm){
		.tm_year = p[0] - 1900,
		.tm_mon = p[1] - 1,
		.tm_mday = p[2],
		.tm_hour = p[3],
		.tm_min = p[4],
		.tm_sec = p[5],
	});
	if (seconds < PLIST_DATE_MIN || seconds > PLIST_DATE_MAX)
		return scalar_wrong(problem, text, len, "date",
			"scepwiz can only handle dates from 1932-12-14 to 2069-01-18");
	return node_date_new(seconds);
}

static struct node *
bool_make(const char *name, const char *text, size_t len, struct finding *problem)
{
	size_t at, n = scalar_trim(text, len, &at);

	if (n)
		return scalar_wrong(
			problem, text, len, name, "Use <true/> or <false/>, which are empty");
	return node_boolean_new(!strcmp(name, "true"));
}

static struct node *
true_make(const char *text, size_t len, struct finding *problem)
{
	return bool_make("true", text, len, problem);
}

static struct node *
false_make(const char *text, size_t len, struct finding *problem)
{
	return bool_make("false", text, len, problem);
}

static const struct {
	const char *element;
	struct node *(*make)(const char *text, size_t len, struct finding *problem);
} scalars[] = {
	{ "string", string_make },
	{ "integer", integer_make },
	{ "real", real_make },
	{ "true", true_make },
	{ "false", false_make },
	{ "data", data_make },
	{ "date", date_make },
};

struct node *
plist_scalar_make(const char *element, const char *text, size_t len, struct finding *problem)
{
	for (size_t i = 0; i < ARRAY_SIZE(scalars); i++)
		if (!strcmp(scalars[i].element, element))
			return scalars[i].make(text, len, problem);
	BUG("no value is called %s", element);
}
