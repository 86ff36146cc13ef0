#include "syntax/pem.h"

#include <string.h>

#include "syntax/base64.h"

#define PEM_LINE 64

static const char pem_begin[] = "-----BEGIN ", pem_end[] = "-----END ", pem_dashes[] = "-----";

/* POSIX.1-2008 has no memmem. */
const char *
pem_find(const char *from, const char *end, const char *word)
{
	size_t len = strlen(word);

	for (; (size_t)(end - from) >= len; from++) {
		from = memchr(from, word[0], (size_t)(end - from) - len + 1);
		if (!from)
			return NULL;
		if (!memcmp(from, word, len))
			return from;
	}
	return NULL;
}

/* No block holds the beginning of another. So the END of one is not looked for behind it, over and over
 * where there are many without. */
bool
pem_next(const char **at, const char *end, struct pem_block *block)
{
	const char *begin = pem_find(*at, end, pem_begin), *close, *next;

	if (!begin)
		return false;
	*block = (struct pem_block){ .begin = begin, .label = begin + strlen(pem_begin) };
	close = pem_find(block->label, end, pem_dashes);
	if (close) {
		block->label_len = (size_t)(close - block->label);
		block->body = close + strlen(pem_dashes);
		next = pem_find(block->body, end, pem_begin);
		block->body_end = pem_find(block->body, next ? next : end, pem_end);
	}
	*at = block->label;
	return true;
}

bool
pem_label_is(const struct pem_block *block, const char *label)
{
	return block->label_len == strlen(label) && !memcmp(block->label, label, block->label_len);
}

bool
pem_is_private_key(const struct pem_block *block)
{
	return pem_find(block->label, block->label + block->label_len, "PRIVATE KEY");
}

int
pem_decode(const struct pem_block *block, const char *data, struct strbuf *der, struct pem_bad *bad)
{
	size_t offset;

	if (base64_decode(block->body, (size_t)(block->body_end - block->body), der, &offset) == 0)
		return 0;
	bad->offset = (size_t)(block->body - data) + offset;
	bad->line = 1;
	for (size_t i = 0; i < bad->offset; i++)
		bad->line += data[i] == '\n';
	return -1;
}

/* As RFC 7468 has it. */
void
pem_encode(const char *label, const void *data, size_t len, struct strbuf *out)
{
	STRBUF(base64);

	base64_encode(data, len, &base64);
	strbuf_addf(out, "%s%s-----\n", pem_begin, label);
	for (size_t pos = 0; pos < base64.len; pos += PEM_LINE)
		strbuf_addf(out, "%.*s\n", PEM_LINE, base64.buf + pos);
	strbuf_addf(out, "%s%s-----\n", pem_end, label);
}

bool
pem_alone(const struct strbuf *text, const char *label, struct strbuf *out)
{
	const char *at = text->buf, *end = text->buf + text->len;
	struct pem_block block, other;
	struct pem_bad bad;
	STRBUF(der);

	if (!pem_next(&at, end, &block) || !block.body_end || !pem_label_is(&block, label) ||
		pem_next(&at, end, &other) || pem_decode(&block, text->buf, &der, &bad) < 0 ||
		!der.len)
		return false;
	pem_encode(label, der.buf, der.len, out);
	return true;
}
