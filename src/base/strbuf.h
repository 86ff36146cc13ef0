/* A growing byte string, always NUL-terminated.
 *
 *     STRBUF(sb);
 *     strbuf_addf(&sb, "%s is %d", name, n);
 *     puts(sb.buf);
 *
 * buf is never NULL. len does not count the NUL. The content may have NUL bytes. It may also be a secret, so memory is
 * wiped before it is freed, also when the buffer grows. Only len bytes are wiped: code that writes to buf behind them,
 * such as read(), must update len before anything else can fail.
 *
 * As an error buffer, the last argument of functions that can fail: on failure the function appends one complete
 * sentence (what was found, what is accepted, where) without a line end. On success it appends nothing. */
#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct strbuf {
	char *buf;
	size_t len;
	size_t alloc; /* 0 while buf is the shared empty string */
};

extern char strbuf_empty[];
#define STRBUF_INIT                 \
	{                           \
		.buf = strbuf_empty \
	}

/* An empty one that is released at the end of its block:
 *     STRBUF(sb); */
#define STRBUF(name) __attribute__((cleanup(strbuf_release))) struct strbuf name = STRBUF_INIT

void strbuf_init(struct strbuf *sb);
/* Wipes and frees the content. The buffer is then as after strbuf_init. */
void strbuf_release(struct strbuf *sb);
/* Wipes the content but keeps the memory. */
void strbuf_clear(struct strbuf *sb);
/* Makes room for extra more bytes. */
void strbuf_grow(struct strbuf *sb, size_t extra);

void strbuf_add(struct strbuf *sb, const void *data, size_t len);
void strbuf_addstr(struct strbuf *sb, const char *text);
void strbuf_addch(struct strbuf *sb, char c);
void strbuf_addf(struct strbuf *sb, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void strbuf_vaddf(struct strbuf *sb, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));
/* Appends the character c n times. */
void strbuf_addchars(struct strbuf *sb, char c, size_t n);

/* Replaces len bytes at pos with data. */
void strbuf_splice(struct strbuf *sb, size_t pos, size_t len, const void *data, size_t data_len);
/* Shortens to len bytes, and wipes the rest. */
void strbuf_truncate(struct strbuf *sb, size_t len);
/* Removes spaces, tabs and line ends from both ends. */
void strbuf_trim(struct strbuf *sb);
/* Line ends from the byte at on become spaces. */
void strbuf_one_line(struct strbuf *sb, size_t at);
/* Sets the content to text. */
void strbuf_set(struct strbuf *sb, const char *text);

/* Whether both hold the same bytes. */
bool strbuf_same(const struct strbuf *a, const struct strbuf *b);

/* Returns the content, which the caller frees. The buffer is then as after strbuf_init. */
char *strbuf_detach(struct strbuf *sb);

/* Appends a sentence to an error buffer and returns -1, so that a failing function can end with
 *     return error_add(err, "%s: %s", path, strerror(errno)); */
int error_add(struct strbuf *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
