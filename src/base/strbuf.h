/* A growing byte string, always NUL-terminated.
 *
 *     STRBUF(sb);
 *     strbuf_addf(&sb, "%s is %d", name, n);
 *     puts(sb.buf);
 *
 * buf is never NULL; len does not count the NUL; the content may hold NUL bytes. Any content may be
 * a secret, so memory is wiped before it is given back, when the buffer grows too. That is up to len: code that writes to
 * buf behind it, as for read(), adds to len what came at once, before anything can fail.
 *
 * As an error buffer (the last argument of functions that can fail): the function appends one
 * complete sentence on failure (what was found, what is wanted, where), without a newline at its
 * end, and nothing on success. */
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

/* An empty one that is released where its block ends:
 *     STRBUF(sb); */
#define STRBUF(name) __attribute__((cleanup(strbuf_release))) struct strbuf name = STRBUF_INIT

void strbuf_init(struct strbuf *sb);
/* Wipes and frees the content; the buffer is as after strbuf_init. */
void strbuf_release(struct strbuf *sb);
/* Wipes the content and keeps the memory. */
void strbuf_clear(struct strbuf *sb);
/* Makes sure that extra more bytes fit. */
void strbuf_grow(struct strbuf *sb, size_t extra);

void strbuf_add(struct strbuf *sb, const void *data, size_t len);
void strbuf_addstr(struct strbuf *sb, const char *text);
void strbuf_addch(struct strbuf *sb, char c);
void strbuf_addf(struct strbuf *sb, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void strbuf_vaddf(struct strbuf *sb, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));
/* n times the character c. */
void strbuf_addchars(struct strbuf *sb, char c, size_t n);

/* Replaces len bytes at pos by data. */
void strbuf_splice(struct strbuf *sb, size_t pos, size_t len, const void *data, size_t data_len);
/* Cuts to len bytes, wiping the rest. */
void strbuf_truncate(struct strbuf *sb, size_t len);
/* Drops blanks, tabs and line ends from both ends. */
void strbuf_trim(struct strbuf *sb);
/* The content becomes text. */
void strbuf_set(struct strbuf *sb, const char *text);

/* Whether both hold the same bytes. */
bool strbuf_same(const struct strbuf *a, const struct strbuf *b);

/* Hands the content to the caller, who frees it; the buffer is as after strbuf_init. */
char *strbuf_detach(struct strbuf *sb);

/* Appends a sentence to an error buffer and returns -1, so that a failing function ends with
 *     return error_add(err, "%s: %s", path, strerror(errno)); */
int error_add(struct strbuf *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
