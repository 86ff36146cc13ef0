/* The growing byte string. It never uses realloc, which could leave an unwiped copy behind. */
#include "base/strbuf.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#define STRBUF_FIRST 32
#define SENTENCE 100 /* bytes of most */

/* Stays "": nothing is written to it, for alloc is 0 while it is used. */
char strbuf_empty[1];

void
strbuf_init(struct strbuf *sb)
{
	*sb = (struct strbuf)STRBUF_INIT;
}

void
strbuf_release(struct strbuf *sb)
{
	if (sb->alloc) {
		wipe(sb->buf, sb->len); /* nothing was ever written behind it, or it is wiped */
		free(sb->buf);
	}
	strbuf_init(sb);
}

void
strbuf_clear(struct strbuf *sb)
{
	strbuf_truncate(sb, 0);
}

/* A quarter of what size_t holds is far above any file that is read, so no sum below overflows. */
void
strbuf_grow(struct strbuf *sb, size_t extra)
{
	size_t need, alloc = sb->alloc ? sb->alloc : STRBUF_FIRST;
	char *buf;

	if (extra > SIZE_MAX / 4 || sb->len > SIZE_MAX / 4)
		BUG("a text of %zu bytes and %zu more", sb->len, extra);
	need = sb->len + extra + 1;
	if (need <= sb->alloc)
		return;
	while (alloc < need)
		alloc *= 2;
	buf = xmalloc(alloc);
	memcpy(buf, sb->buf, sb->len);
	buf[sb->len] = '\0'; /* what did not fit may be written over the old one */
	if (sb->alloc) {
		wipe(sb->buf, sb->alloc);
		free(sb->buf);
	}
	sb->buf = buf;
	sb->alloc = alloc;
}

void
strbuf_add(struct strbuf *sb, const void *data, size_t len)
{
	if (!len)
		return;
	if (len >= sb->alloc - sb->len)
		strbuf_grow(sb, len);
	memcpy(sb->buf + sb->len, data, len);
	sb->len += len;
	sb->buf[sb->len] = '\0';
}

void
strbuf_addstr(struct strbuf *sb, const char *text)
{
	strbuf_add(sb, text, strlen(text));
}

void
strbuf_addch(struct strbuf *sb, char c)
{
	if (sb->len + 1 >= sb->alloc)
		strbuf_grow(sb, 1);
	sb->buf[sb->len++] = c;
	sb->buf[sb->len] = '\0';
}

void
strbuf_addf(struct strbuf *sb, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(sb, fmt, ap);
	va_end(ap);
}

/* Once more where it did not fit, so that nothing is ever cut; growing wipes what was. */
void
strbuf_vaddf(struct strbuf *sb, const char *fmt, va_list ap)
{
	va_list again;
	int n;

	if (!sb->alloc)
		strbuf_grow(sb, SENTENCE);
	va_copy(again, ap);
	n = vsnprintf(sb->buf + sb->len, sb->alloc - sb->len, fmt, ap);
	if (n < 0)
		BUG("a format that cannot be printed: %s", fmt);
	if ((size_t)n >= sb->alloc - sb->len) {
		strbuf_grow(sb, (size_t)n);
		vsnprintf(sb->buf + sb->len, (size_t)n + 1, fmt, again);
	}
	va_end(again);
	sb->len += (size_t)n;
}

void
strbuf_addchars(struct strbuf *sb, char c, size_t n)
{
	strbuf_grow(sb, n);
	memset(sb->buf + sb->len, c, n);
	sb->len += n;
	sb->buf[sb->len] = '\0';
}

/* data must not lie in sb, which may move. */
void
strbuf_splice(struct strbuf *sb, size_t pos, size_t len, const void *data, size_t data_len)
{
	size_t tail;

	if (pos > sb->len || len > sb->len - pos)
		BUG("splice of %zu bytes at %zu in %zu", len, pos, sb->len);
	strbuf_grow(sb, data_len);
	tail = sb->len - pos - len;
	memmove(sb->buf + pos + data_len, sb->buf + pos + len, tail);
	if (data_len)
		memcpy(sb->buf + pos, data, data_len);
	if (data_len < len)
		wipe(sb->buf + pos + data_len + tail, len - data_len);
	sb->len = pos + data_len + tail;
	sb->buf[sb->len] = '\0';
}

void
strbuf_truncate(struct strbuf *sb, size_t len)
{
	if (len > sb->len)
		BUG("%zu bytes cannot be cut to %zu", sb->len, len);
	if (sb->alloc)
		wipe(sb->buf + len, sb->len - len);
	sb->len = len;
}

void
strbuf_trim(struct strbuf *sb)
{
	size_t start = 0, end = sb->len;

	while (end > 0 && text_is_space(sb->buf[end - 1]))
		end--;
	while (start < end && text_is_space(sb->buf[start]))
		start++;
	strbuf_truncate(sb, end);
	if (start)
		strbuf_splice(sb, 0, start, NULL, 0);
}

void
strbuf_one_line(struct strbuf *sb, size_t at)
{
	for (; at < sb->len; at++)
		if (sb->buf[at] == '\n')
			sb->buf[at] = ' ';
}

void
strbuf_set(struct strbuf *sb, const char *text)
{
	/* text may point into the old content, which must stay until it is copied */
	struct strbuf fresh = STRBUF_INIT;

	strbuf_addstr(&fresh, text);
	strbuf_release(sb);
	*sb = fresh;
}

bool
strbuf_same(const struct strbuf *a, const struct strbuf *b)
{
	return a->len == b->len && !memcmp(a->buf, b->buf, a->len);
}

/* The caller may rely on memory of its own, so the shared empty string is not handed out. */
char *
strbuf_detach(struct strbuf *sb)
{
	char *text;

	strbuf_grow(sb, 0);
	text = sb->buf;
	strbuf_init(sb);
	return text;
}

int
error_add(struct strbuf *err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(err, fmt, ap);
	va_end(ap);
	return -1;
}
