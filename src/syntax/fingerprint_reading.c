/* The digits of a fingerprint: which reading of them is meant, hex or Base64, and what is wrong with them. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/base64.h"
#include "syntax/fingerprint_parts.h"
#include "syntax/uuid.h"
#include "syntax/x509.h"

/* Bytes of the words before a fingerprint. */
#define LABEL_MAX 200
/* Letters of a line of Base64 that was broken; shorter ones are words. */
#define PIECE_LEAST 8

#define WANTED "SHA-1 has 20 (40 hex digits), SHA-256 has 32 (64 hex digits)"

static const struct hash hashes[] = {
	{ 16, "MD5", "5" },
	{ 20, "SHA-1", "1" },
	{ 28, "SHA-224", "224" },
	{ 32, "SHA-256", "256" },
	{ 48, "SHA-384", "384" },
	{ 64, "SHA-512", "512" },
};

const struct hash *
hash_find(size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(hashes); i++)
		if (hashes[i].len == len)
			return &hashes[i];
	return NULL;
}

const char *
fingerprint_hash_name(size_t len)
{
	const struct hash *hash = hash_find(len);

	return hash ? hash->name : NULL;
}

static bool
is_delimiter(char c)
{
	return c == ':' || c == '-' || c == ' ' || c == '\t';
}

static size_t
skip_blanks(const char *text, size_t pos)
{
	return pos + strspn(text + pos, " \t\r\n");
}

const struct hash *
hash_name_read(const char *text, const char **end)
{
	bool sha = !strncasecmp(text, "sha", 3);
	const char *at = text;

	if (!sha && strncasecmp(text, "md", 2) != 0)
		return NULL;
	at += sha ? 3 : 2;
	at += strspn(at, "-_ ");
	if (sha && at[0] == '2' && at[1] && strchr("-_/ ", at[1]))
		at += 2;
	for (size_t i = 0; i < ARRAY_SIZE(hashes); i++) {
		size_t len = strlen(hashes[i].digits);

		if ((*hashes[i].name == 'S') != sha || strncmp(at, hashes[i].digits, len) != 0 ||
			isdigit((unsigned char)at[len]))
			continue;
		*end = at + len;
		return &hashes[i];
	}
	return NULL;
}

static bool
is_base64_alone(const char *text)
{
	return !text[strspn(
		text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n")];
}

/* Moves reading->start behind any other words that say that a fingerprint follows: "Cert Hash(sha1): ". */
static void
label_skip_words(struct reading *reading)
{
	const char *text = reading->text;
	size_t start = reading->start;

	for (size_t pos = start;; pos++) {
		struct label label;

		pos += strcspn(text + pos, ":=\t");
		if (!text[pos] || pos >= start + LABEL_MAX)
			return;
		/* the signs that end Base64 are not a label's value */
		if (!text[pos + 1 + strspn(text + pos + 1, "= \t\r\n")] ||
			(text[pos + 1 +
				 strspn(text + pos + 1, "0123456789ABCDEFabcdef:- \t\r\n")] &&
				!is_base64_alone(text + pos + 1)))
			continue;
		label = label_read(text + start, pos - start);
		if (label.meaning != LABEL_HASH && label.meaning != LABEL_FINGERPRINT)
			continue;
		reading->label = label.hash;
		reading->start = skip_blanks(text, pos + 1);
		return;
	}
}

/* "sha256-" before Base64, as web pages have it (Subresource Integrity). */
static bool
is_integrity(const char *text, const struct hash *hash)
{
	return hash && *text == '-' && is_base64_alone(text + 1) &&
	       strcspn(text + 1, " \t\r\n=") == (hash->len * 4 + 2) / 3;
}

/* Moves reading->start behind "SHA1 Fingerprint=", "SHA-256:", "Thumbprint:" or "0x". */
static void
label_skip(struct reading *reading)
{
	static const char *const words[] = { "fingerprint", "thumbprint" };
	const char *text = reading->text;
	const char *behind = text + reading->start;
	const struct hash *hash = hash_name_read(behind, &behind);
	size_t pos = skip_blanks(text, (size_t)(behind - text));
	bool found = hash;

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (strncasecmp(text + pos, words[i], strlen(words[i])) != 0)
			continue;
		found = true;
		pos = skip_blanks(text, pos + strlen(words[i]));
	}
	if (found && (text[pos] == '=' || text[pos] == ':' || is_integrity(text + pos, hash))) {
		reading->label = hash;
		reading->start = skip_blanks(text, pos + 1);
	} else {
		label_skip_words(reading);
	}
	/* only before hex: the Base64 of a hash may begin so, too */
	text += reading->start;
	if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X') &&
		!text[2 + strspn(text + 2, "0123456789ABCDEFabcdef:- \t\r\n")])
		reading->start += 2;
}

void
reading_init(struct reading *reading, const char *text)
{
	*reading = (struct reading){ .text = text, .start = skip_blanks(text, 0) };
	reading->end = strlen(text);
	label_skip(reading);
	while (reading->end > reading->start && text_is_blank(text + reading->end - 1))
		reading->end--;
	if (reading->end > reading->start + 1 && strchr("\"'`", text[reading->start]) &&
		text[reading->end - 1] == text[reading->start]) {
		reading->start++;
		reading->end--;
	}
	for (size_t i = reading->start; i < reading->end; i++) {
		char c = text[i];

		reading->colons |= c == ':';
		if (isxdigit((unsigned char)c))
			reading->digits++;
		else if (is_delimiter(c))
			reading->delimiters++;
		else if (c != '\n' && c != '\r' && !reading->others++)
			reading->first_other = i;
	}
}

/* It is hex if there is nothing else, if there are colons (Base64 has none), and if it has one or two wrong characters
 * but the length of a hash. The = that ends Base64 does not count as wrong. */
bool
reading_is_hex(const struct reading *reading)
{
	size_t count = reading->digits + reading->others;

	if (!reading->others || reading->colons)
		return reading->digits > 0;
	return reading->others <= 2 && reading->text[reading->end - 1] != '=' && count % 2 == 0 &&
	       hash_find(count / 2);
}

/* The hex digits in text[start, end) as bytes. */
void
reading_hex(const struct reading *reading, struct strbuf *out)
{
	int high = -1;

	for (size_t i = reading->start; i < reading->end; i++) {
		if (!isxdigit((unsigned char)reading->text[i]))
			continue;
		if (high < 0) {
			high = text_hex_digit(reading->text[i]);
			continue;
		}
		strbuf_addch(out, (char)(high << 4 | text_hex_digit(reading->text[i])));
		high = -1;
	}
}

static int
hex_group_odd(
	const struct reading *reading, size_t number, size_t pos, size_t len, struct finding *slip)
{
	const char *group = reading->text + pos;

	if (len == 1)
		return finding_set(slip, "fingerprint-odd-digits", pos,
			"pair %zu has one digit (\"%c\") at character %zu. Each pair has two",
			number, *group, pos + 1);
	return finding_set(slip, "fingerprint-odd-digits", pos,
		"group %zu has %zu digits (\"%.*s\") at character %zu. One is missing or too many",
		number, len, (int)len, group, pos + 1);
}

/* Every run of digits between separators must be even. A line may be broken anywhere, so a line end is not a
 * separator. */
static int
hex_check_groups(const struct reading *reading, struct finding *slip)
{
	size_t number = 0, digits = 0, first = 0;

	for (size_t i = reading->start; i <= reading->end; i++) {
		char c = i < reading->end ? reading->text[i] : ':';

		if (isxdigit((unsigned char)c)) {
			if (!digits++) {
				first = i;
				number++;
			}
		} else if (is_delimiter(c)) {
			if (digits % 2)
				return hex_group_odd(reading, number, first, digits, slip);
			digits = 0;
		}
	}
	return 0;
}

static int
hex_check(const struct reading *reading, struct finding *slip)
{
	STRBUF(shown);

	if (reading->others) {
		text_show_char(&shown, reading->text + reading->first_other);
		return finding_set(slip, "fingerprint-syntax", reading->first_other,
			"%s at character %zu is not a hex digit. Digits are 0 to 9 and A to F",
			shown.buf, reading->first_other + 1);
	}
	if (reading->delimiters)
		return hex_check_groups(reading, slip);
	if (reading->digits % 2)
		return finding_set(slip, "fingerprint-odd-digits", 0,
			"%zu hex digit%s found, an odd number. One is missing or too many. SHA-1 "
			"has 40, SHA-256 has 64",
			reading->digits, plural(reading->digits, "", "s"));
	return 0;
}

/* The message for a number of bytes that fits no hash, or not the one of the label. */
int
reading_check_length(const struct reading *reading, size_t len, bool base64, struct finding *slip)
{
	const struct hash *label = reading->label, *hash = hash_find(len);
	const char *how = base64 ? " (read as Base64)" : "";

	if (label && label != hash)
		return finding_set(slip, "fingerprint-length", 0,
			"%zu byte%s found%s, but the text says %s, which has %zu (%zu hex digits)",
			len, plural(len, "", "s"), how, label->name, label->len, 2 * label->len);
	if (!hash)
		return finding_set(slip, "fingerprint-length", 0, "%zu byte%s found%s. " WANTED,
			len, plural(len, "", "s"), how);
	return 0;
}

/* Whether bytes are themselves hex text of a hash: digits, or pairs with colons; a final newline
 * comes from echo. Gives the bytes that were meant. */
static bool
bytes_are_hex(const struct strbuf *bytes, struct strbuf *meant)
{
	struct reading inner;

	if (memchr(bytes->buf, '\0', bytes->len))
		return false;
	reading_init(&inner, bytes->buf);
	if (inner.others || inner.digits % 2 || !hash_find(inner.digits / 2))
		return false;
	reading_hex(&inner, meant);
	return true;
}

void
fingerprint_fix(struct finding *slip, const void *bytes, size_t len)
{
	STRBUF(fix);

	base64_encode(bytes, len, &fix);
	finding_fix(slip, fix.buf);
}

/* One that can be read has its hash for a fix. */
int
fingerprint_is_certificate(const char *text, struct finding *slip, const char *what)
{
	CERTIFICATES(list) = { .any_shape = true };
	FINDING(ignored);
	STRBUF(names);
	bool read = certificates_parse(text, strlen(text), &list, &ignored) == 0;

	if (read && list.n == 1) {
		finding_set(slip, "fingerprint-is-certificate", 0,
			"this is the certificate of %s, not its fingerprint. Enter its SHA-256",
			list.v[0].common_name.buf);
		fingerprint_fix(slip, list.v[0].sha256, sizeof list.v[0].sha256);
	} else if (read) {
		certificates_name(&list, &names);
		finding_set(slip, "fingerprint-is-certificate", 0,
			"this is %s. Choose one of them, or enter its SHA-256 fingerprint",
			names.buf);
	} else {
		finding_set(slip, "fingerprint-is-certificate", 0,
			"this is %s, not its fingerprint. Enter the certificate's SHA-256 or "
			"SHA-1 hash",
			what);
	}
	return -1;
}

/* Base64 for file names and URLs has - and _ for + and /; the fix puts them right. */
static void
base64_fix_url_safe(const struct reading *reading, struct finding *slip)
{
	STRBUF(text);
	STRBUF(bytes);
	size_t bad;

	strbuf_add(&text, reading->text + reading->start, reading->end - reading->start);
	for (size_t i = 0; i < text.len; i++) {
		if (text.buf[i] == '-')
			text.buf[i] = '+';
		else if (text.buf[i] == '_')
			text.buf[i] = '/';
	}
	if (base64_decode(text.buf, text.len, &bytes, &bad) == 0 && hash_find(bytes.len))
		fingerprint_fix(slip, bytes.buf, bytes.len);
}

/* Why text[bad] does not fit, appended to out. */
static void
base64_reason(const struct reading *reading, size_t bad, struct strbuf *out)
{
	const char *text = reading->text;
	bool base64_char =
		isalnum((unsigned char)text[bad]) || text[bad] == '+' || text[bad] == '/';

	if (bad >= reading->end) {
		strbuf_addstr(out, "the Base64 text is cut off. A = is missing at its end");
	} else if (memchr(text + reading->start, '=', bad - reading->start)) {
		strbuf_addf(out,
			"character %zu is after the end of the Base64 text, which the = before it "
			"marks",
			bad + 1);
	} else {
		if (!base64_char && text[bad] != '=')
			strbuf_addstr(out, "not hex digits or Base64: ");
		text_show_char(out, text + bad);
		strbuf_addf(out, " at character %zu %s", bad + 1,
			base64_char ? "cannot end a Base64 text, because something is missing or "
				      "too much"
			: text[bad] == '=' ? "is too early for the end of a Base64 text"
					   : "is neither");
	}
}

/* Words with spaces between them may have as many letters as the Base64 of a hash. */
static bool
base64_is_plausible(const char *text, size_t len)
{
	size_t piece = 0, shortest = len, signs = 0, pieces = 0;

	for (size_t i = 0; i < len; i++) {
		if (text_is_space(text[i])) {
			if (piece && piece < shortest)
				shortest = piece;
			pieces += piece > 0;
			piece = 0;
		} else {
			piece++;
			signs += !isalpha((unsigned char)text[i]);
		}
	}
	return !pieces || (shortest >= PIECE_LEAST && signs);
}

static int
base64_read(const struct reading *reading, struct strbuf *bytes, struct finding *slip)
{
	STRBUF(reason);
	STRBUF(meant);
	const char *start = reading->text + reading->start;
	size_t len = reading->end - reading->start, bad = 0;

	if (base64_decode(start, len, bytes, &bad) < 0) {
		bad += reading->start;
		base64_reason(reading, bad, &reason);
		finding_set(slip, "fingerprint-syntax", bad, "%s", reason.buf);
		base64_fix_url_safe(reading, slip);
		return -1;
	}
	if (!base64_is_plausible(start, len))
		return finding_set(slip, "fingerprint-syntax", reading->start,
			"this is plain text, not hex digits or Base64. Paste the SHA-256 "
			"fingerprint as a program prints it");
	/* a DER SEQUENCE longer than any hash: a certificate or a key without its BEGIN line */
	if (bytes->len > FINGERPRINT_MAX && bytes->buf[0] == 0x30 &&
		(unsigned char)bytes->buf[1] > 0x80 && (unsigned char)bytes->buf[1] <= 0x84)
		return fingerprint_is_certificate(start, slip, "a certificate or a key in Base64");
	if (!bytes_are_hex(bytes, &meant))
		return reading_check_length(reading, bytes->len, true, slip);
	finding_set(slip, "fingerprint-base64-of-hex", 0,
		"this is Base64 of the hex digits as text. Enter the Base64 of the %zu bytes of "
		"the %s hash",
		meant.len, fingerprint_hash_name(meant.len));
	fingerprint_fix(slip, meant.buf, meant.len);
	return -1;
}

int
reading_parse(const struct reading *reading, struct strbuf *bytes, struct finding *slip)
{
	STRBUF(digits);

	if (reading->start >= reading->end)
		return finding_set(slip, "fingerprint-syntax", 0,
			"no fingerprint. Enter hex digits or Base64");
	if (!reading_is_hex(reading))
		return base64_read(reading, bytes, slip);
	/* a UUID has as many digits as an MD5 hash */
	strbuf_add(&digits, reading->text + reading->start, reading->end - reading->start);
	if (uuid_is_valid(digits.buf))
		return fingerprint_is_other(slip, "a UUID");
	if (hex_check(reading, slip) < 0)
		return -1;
	reading_hex(reading, bytes);
	return reading_check_length(reading, bytes->len, false, slip);
}
