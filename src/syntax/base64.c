/* Base64, read strictly, so that a typing slip never becomes other bytes. */
#include "syntax/base64.h"

#include <stdint.h>
#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Where the reading stands: up to four characters make three bytes. */
struct decoder {
	uint32_t bits;
	int chars;   /* in the group so far */
	int padding; /* signs = seen */
	size_t last; /* offset of the last character */
};

static bool
decode_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The bytes of a group of 2, 3 or 4 characters. */
static void
decode_group(struct decoder *decoder, struct strbuf *out)
{
	uint32_t bits = decoder->bits << 6 * (4 - decoder->chars);

	for (int i = 0; i < decoder->chars - 1; i++)
		strbuf_addch(out, (char)(bits >> (16 - 8 * i) & 0xff));
	decoder->bits = 0;
	decoder->chars = 0;
}

static int
decode_char(struct decoder *decoder, char c, struct strbuf *out)
{
	const char *place = c ? strchr(alphabet, c) : NULL;

	if (c == '=') {
		if (decoder->chars < 2 || decoder->chars + decoder->padding == 4)
			return -1;
		decoder->padding++;
		return 0;
	}
	if (!place || decoder->padding)
		return -1;
	decoder->bits = decoder->bits << 6 | (uint32_t)(place - alphabet);
	if (++decoder->chars == 4)
		decode_group(decoder, out);
	return 0;
}

/* The end of the text: a group may be short by one or two, with the left-over bits zero and the
 * padding whole or absent. */
static int
decode_end(struct decoder *decoder, size_t len, struct strbuf *out, size_t *bad)
{
	static const uint32_t stray[] = { 0, 0, 0x0f, 0x03 };

	*bad = decoder->last;
	if (!decoder->chars)
		return 0;
	if (decoder->chars == 1 || decoder->bits & stray[decoder->chars])
		return -1;
	if (decoder->padding && decoder->chars + decoder->padding != 4) {
		*bad = len;
		return -1;
	}
	decode_group(decoder, out);
	return 0;
}

int
base64_decode(const char *text, size_t len, struct strbuf *out, size_t *bad)
{
	struct decoder decoder = { 0 };
	size_t start = out->len, pos;
	int result = 0;

	for (pos = 0; pos < len && result == 0; pos++) {
		if (decode_is_blank(text[pos]))
			continue;
		result = decode_char(&decoder, text[pos], out);
		*bad = pos;
		if (text[pos] != '=')
			decoder.last = pos;
	}
	if (result == 0)
		result = decode_end(&decoder, len, out, bad);
	if (result < 0)
		strbuf_truncate(out, start);
	return result;
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
