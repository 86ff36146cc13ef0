/* Base64, read strictly, so that a typing slip never becomes other bytes. */
#include "syntax/base64.h"

#include <stdint.h>

#include "base/text.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* -1 for a character outside of the alphabet. */
static int
digit_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* The bytes of a group of 2, 3 or 4 characters, whose bits are the lowest. */
static void
group_add(uint32_t bits, size_t chars, struct strbuf *out)
{
	bits <<= 6 * (4 - chars);
	for (size_t i = 0; i + 1 < chars; i++)
		strbuf_addch(out, (char)(bits >> (16 - 8 * i) & 0xff));
}

/* The last group may be short by one or two characters, with the left-over bits zero and the padding whole or
 * absent. */
int
base64_decode(const char *text, size_t len, struct strbuf *out, size_t *bad)
{
	static const uint32_t stray[] = { 0, 0, 0x0f, 0x03 };
	size_t start = out->len, last = 0, chars = 0, padding = 0;
	uint32_t bits = 0;

	strbuf_grow(out, len / 4 * 3 + 3);
	for (size_t pos = 0; pos < len; pos++) {
		int digit = digit_of(text[pos]);

		if (text_is_space(text[pos]))
			continue;
		if (text[pos] == '=' && chars >= 2 && chars + padding < 4) {
			padding++;
			continue;
		}
		*bad = pos;
		if (digit < 0 || padding) {
			strbuf_truncate(out, start);
			return -1;
		}
		last = pos;
		bits = bits << 6 | (uint32_t)digit;
		if (++chars == 4) {
			group_add(bits, chars, out);
			bits = 0;
			chars = 0;
		}
	}
	*bad = last;
	if (chars == 1 || bits & stray[chars] || (padding && chars + padding != 4)) {
		if (chars != 1 && !(bits & stray[chars]))
			*bad = len; /* where the padding ends too early */
		strbuf_truncate(out, start);
		return -1;
	}
	if (chars)
		group_add(bits, chars, out);
	return 0;
}

/* In one line: drafts and profiles break it themselves. */
void
base64_encode(const void *data, size_t len, struct strbuf *out)
{
	const unsigned char *byte = data;

	for (; len; byte += 3) {
		size_t n = len < 3 ? len : 3;
		uint32_t bits = (uint32_t)byte[0] << 16 | (n > 1 ? (uint32_t)byte[1] << 8 : 0) |
				(n > 2 ? byte[2] : 0);

		for (size_t i = 0; i < 4; i++)
			strbuf_addch(out, i <= n ? alphabet[bits >> (18 - 6 * i) & 63] : '=');
		len -= n;
	}
}
