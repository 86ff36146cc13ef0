/* Records: "LENGTH CHECK\n", then the strings, each with its NUL, then a newline. The check is an HMAC over that of the
 * previous record, the length and the strings. So nobody without the key can add, change, move or omit one. In the old
 * format it is a checksum. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/xalloc.h"

#include "format/recovery/recovery_parts.h"

/* "00001234 " */
#define LENGTH_SIZE 8
#define CRC_SIZE 8
#define MAC_SIZE (2 * SHA256_BYTES)
#define HEAD_MAX (LENGTH_SIZE + 1 + MAC_SIZE + 1 + 1)

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
chain_mac(const struct record_chain *chain, const char *length, const char *data, size_t len,
	unsigned char mac[SHA256_BYTES])
{
	struct sha256 hash;

	hmac_begin(chain->key, &hash);
	sha256_add(&hash, chain->mac, sizeof chain->mac);
	sha256_add(&hash, length, LENGTH_SIZE);
	sha256_add(&hash, data, len);
	hmac_end(chain->key, &hash, mac);
}

static size_t
head_size(const struct record_chain *chain)
{
	return LENGTH_SIZE + 1 + (chain->key ? MAC_SIZE : CRC_SIZE) + 1;
}

/* The head of a record; mac: what the next one follows. */
static void
record_head(const struct record_chain *chain, char head[HEAD_MAX], const char *data, size_t len,
	unsigned char mac[SHA256_BYTES])
{
	static const char digits[] = "0123456789abcdef";
	uint32_t crc;

	snprintf(head, HEAD_MAX, "%08zx", len & 0xffffffff);
	if (!chain->key) {
		crc = ~record_crc(record_crc(UINT32_MAX, head, LENGTH_SIZE), data, len);
		snprintf(
			head + LENGTH_SIZE, HEAD_MAX - LENGTH_SIZE, " %08lx\n", (unsigned long)crc);
		return;
	}
	chain_mac(chain, head, data, len, mac);
	head[LENGTH_SIZE] = ' ';
	for (size_t i = 0; i < SHA256_BYTES; i++) {
		head[LENGTH_SIZE + 1 + 2 * i] = digits[mac[i] >> 4];
		head[LENGTH_SIZE + 2 + 2 * i] = digits[mac[i] & 15];
	}
	head[LENGTH_SIZE + 1 + MAC_SIZE] = '\n';
}

void
record_add(struct records *out, const char *const *strings, size_t n)
{
	STRBUF(body);
	char head[HEAD_MAX];

	for (size_t i = 0; i < n; i++)
		strbuf_add(&body, strings[i], strlen(strings[i]) + 1);
	record_head(&out->chain, head, body.buf, body.len, out->chain.mac);
	strbuf_add(&out->bytes, head, head_size(&out->chain));
	strbuf_add(&out->bytes, body.buf, body.len);
	strbuf_addch(&out->bytes, '\n');
}

static bool
record_length(const char *head, size_t *len)
{
	static const char digits[] = "0123456789abcdef";

	*len = 0;
	for (int i = 0; i < LENGTH_SIZE; i++) {
		const char *digit = head[i] ? strchr(digits, head[i]) : NULL;

		if (!digit)
			return false;
		*len = *len << 4 | (size_t)(digit - digits);
	}
	return true;
}

/* The MAC is compared in a time that does not tell how far it is right. */
static bool
record_is_whole(struct record_chain *chain, const char *data, const char *body, size_t size)
{
	unsigned char mac[SHA256_BYTES] = { 0 };
	char head[HEAD_MAX];

	if (body[size - 1] || body[size] != '\n')
		return false;
	if (chain->unchecked)
		return true;
	record_head(chain, head, body, size, mac);
	if (!digest_same(head, data, head_size(chain)))
		return false;
	memcpy(chain->mac, mac, sizeof mac);
	return true;
}

size_t
record_read(const char *data, size_t len, struct record_chain *chain,
	const char *strings[RECOVERY_STRINGS_MAX], size_t *n)
{
	size_t before = head_size(chain), size;
	const char *body = data + before;

	*n = 0;
	if (len < before || !record_length(data, &size) || size > len - before ||
		len - before - size < 1 || !size || !record_is_whole(chain, data, body, size))
		return 0;
	for (size_t at = 0; at < size; at += strlen(body + at) + 1) {
		if (*n == RECOVERY_STRINGS_MAX)
			return 0;
		strings[(*n)++] = body + at;
	}
	return before + size + 1;
}

const char *
record_kind_of(const char *data, size_t len)
{
	struct record_chain side = { 0 };
	size_t before = head_size(&side);

	return len > before && memchr(data + before, '\0', len - before) ? data + before : "";
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
