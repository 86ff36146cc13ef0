#include "worker/scep_text.h"

#include "base/text.h"

/* Appends the character at data. Returns how many bytes it has. */
static size_t
text_add_one(const char *data, size_t len, struct strbuf *out)
{
	uint32_t cp;
	size_t n = utf8_decode(data, len, &cp);

	if (cp == UTF8_INVALID || cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
		for (size_t i = 0; i < n; i++)
			strbuf_addf(out, "\\%02X", (unsigned char)data[i]);
	else
		strbuf_add(out, data, n);
	return n;
}

void
scep_text_add(const char *data, size_t len, size_t most, struct strbuf *out)
{
	static const char dots[] = "...";
	STRBUF(text);
	size_t kept = 0;

	while (len && text.len <= most) {
		size_t n;

		/* where the dots still fit behind */
		if (text.len <= most - (sizeof dots - 1))
			kept = text.len;
		n = text_add_one(data, len, &text);
		data += n;
		len -= n;
	}
	if (len || text.len > most) {
		strbuf_truncate(&text, kept);
		strbuf_addstr(&text, dots);
	}
	strbuf_add(out, text.buf, text.len);
}
