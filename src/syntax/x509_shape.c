#include "syntax/x509_shape.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"

#include "syntax/base64.h"
#include "syntax/ber.h"
#include "syntax/pem.h"

/* Shorter DER is not a certificate, and may be anything. */
#define DER_LEAST 64

/*
 * Texts.
 */

/* The character that \u and four digits stand for; 0 if they are invalid or it is not ASCII. */
static char
escape_unicode(const char *digits, size_t len)
{
	unsigned value = 0;

	if (len < 4)
		return 0;
	for (size_t i = 0; i < 4; i++) {
		int digit = text_hex_digit(digits[i]);

		if (digit < 0)
			return 0;
		value = value << 4 | (unsigned)digit;
	}
	return value < 0x80 ? (char)value : 0;
}

/* The escape behind a backslash: its length, and its meaning. 0 if it is not an escape. */
static size_t
escape_read(const char *text, size_t len, char *meant)
{
	*meant = ' ';
	if (!len || !*text)
		return 0;
	if (strchr("nrt\"'", *text))
		return 1;
	if (*text == '/') {
		*meant = '/';
		return 1;
	}
	if (*text != 'u' || !(*meant = escape_unicode(text + 1, len - 1)))
		return 0;
	if (isspace((unsigned char)*meant))
		*meant = ' ';
	return 5;
}

/* A text may have been escaped twice, and has several backslashes then. */
bool
shape_escaped(const char *data, size_t len, struct strbuf *text)
{
	bool found = false;

	for (size_t i = 0; i < len;) {
		size_t start = i, n;
		char meant;

		while (i < len && data[i] == '\\')
			i++;
		n = i > start ? escape_read(data + i, len - i, &meant) : 0;
		if (n) {
			strbuf_addchars(text, ' ', i - start + n - 1);
			strbuf_addch(text, meant);
			found = true;
			i += n;
		} else {
			i += i == start;
			strbuf_add(text, data + start, i - start);
		}
	}
	return found;
}

bool
shape_der(const char *text, size_t len, struct strbuf *der)
{
	size_t start = der->len, bad, n, whole;

	if (base64_decode(text, len, der, &bad) < 0)
		return false;
	n = der->len - start;
	whole = ber_length((const unsigned char *)der->buf + start, n);
	if (der->buf[start] == BER_SEQUENCE && whole >= DER_LEAST && whole <= n)
		return true;
	strbuf_truncate(der, start);
	return false;
}

/* Moves both ends inwards over what is around a value in other files. */
static void
base64_trim(const char **text, size_t *len)
{
	static const char around[] = " \t\r\n\"'`,;";
	size_t mark = utf8_mark(*text, *len);

	*text += mark;
	*len -= mark;
	while (*len && **text && strchr(around, **text)) {
		++*text;
		--*len;
	}
	while (*len && (*text)[*len - 1] && strchr(around, (*text)[*len - 1]))
		--*len;
}

bool
shape_base64(const char *text, size_t len, struct strbuf *der)
{
	static const char url[] = "base64,";
	const char *begin;

	base64_trim(&text, &len);
	if (len >= 5 && !memcmp(text, "data:", 5) && (begin = pem_find(text, text + len, url))) {
		begin += strlen(url);
		len -= (size_t)(begin - text);
		text = begin;
	}
	return len && shape_der(text, len, der);
}
