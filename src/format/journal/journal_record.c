/* Records: "LENGTH CHECKSUM\n", then the strings, each with its NUL, then a newline. The checksum is over
 * the length and the strings, so that neither can be misread. */
#include <stdint.h>
#include <string.h>

#include "format/journal/journal_parts.h"

/* "00001234 89abcdef\n" */
#define HEAD_LENGTH 8
#define HEAD_SIZE (HEAD_LENGTH + 1 + 8 + 1)

/* CRC-32 as in ISO 3309, four bits at a time. */
static uint32_t
record_crc(uint32_t crc, const char *data, size_t len)
{
	static const uint32_t table[16] = { 0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac,
		0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8,
		0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c };

	for (size_t i = 0; i < len; i++) {
		crc ^= (unsigned char)data[i];
		crc = crc >> 4 ^ table[crc & 15];
		crc = crc >> 4 ^ table[crc & 15];
	}
	return crc;
}

static void
record_head(char head[HEAD_SIZE + 1], const char *data, size_t len)
{
	uint32_t crc;

	snprintf(head, HEAD_SIZE + 1, "%08zx", len & 0xffffffff);
	crc = ~record_crc(record_crc(UINT32_MAX, head, HEAD_LENGTH), data, len);
	snprintf(head + HEAD_LENGTH, HEAD_SIZE + 1 - HEAD_LENGTH, " %08lx\n", (unsigned long)crc);
}

void
record_add(struct strbuf *out, const char *const *strings, size_t n)
{
	STRBUF(body);
	char head[HEAD_SIZE + 1];

	for (size_t i = 0; i < n; i++)
		strbuf_add(&body, strings[i], strlen(strings[i]) + 1);
	record_head(head, body.buf, body.len);
	strbuf_add(out, head, HEAD_SIZE);
	strbuf_add(out, body.buf, body.len);
	strbuf_addch(out, '\n');
}

static bool
record_length(const char *head, size_t *len)
{
	static const char digits[] = "0123456789abcdef";

	*len = 0;
	for (int i = 0; i < HEAD_LENGTH; i++) {
		const char *digit = head[i] ? strchr(digits, head[i]) : NULL;

		if (!digit)
			return false;
		*len = *len << 4 | (size_t)(digit - digits);
	}
	return true;
}

size_t
record_read(const char *data, size_t len, const char *strings[JOURNAL_STRINGS_MAX], size_t *n)
{
	const char *body = data + HEAD_SIZE;
	char head[HEAD_SIZE + 1];
	size_t size;

	*n = 0;
	if (len < HEAD_SIZE || !record_length(data, &size) || size > len - HEAD_SIZE ||
		len - HEAD_SIZE - size < 1 || !size)
		return 0;
	record_head(head, body, size);
	if (memcmp(head, data, HEAD_SIZE) != 0 || body[size - 1] || body[size] != '\n')
		return 0;
	for (size_t at = 0; at < size; at += strlen(body + at) + 1) {
		if (*n == JOURNAL_STRINGS_MAX)
			return 0;
		strings[(*n)++] = body + at;
	}
	return HEAD_SIZE + size + 1;
}

bool
record_number(const char *text, unsigned long long *out)
{
	size_t len = strlen(text);

	*out = 0;
	if (!len || len > 18 || strspn(text, "0123456789") != len)
		return false;
	for (; *text; text++)
		*out = *out * 10 + (unsigned)(*text - '0');
	return true;
}
