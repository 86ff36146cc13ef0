/* UTF-8 text: decoding, what may be shown, how wide it is, what resembles what.
 *
 * Offsets and lengths are bytes; widths are terminal columns. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "base/strvec.h"

#define UTF8_INVALID UINT32_MAX

/* Decodes the character at s (len bytes are there): returns its length, 0 where len is 0. At a byte
 * that is no valid UTF-8 it returns 1 and *cp is UTF8_INVALID. */
size_t utf8_decode(const char *s, size_t len, uint32_t *cp);
/* Encodes cp; returns the number of bytes. cp must be a Unicode scalar value. */
size_t utf8_encode(uint32_t cp, char out[4]);
/* 3 where a byte order mark begins the data, else 0. */
size_t utf8_mark(const char *s, size_t len);
/* How many bytes at s are ASCII from blank to tilde: nearly all of most texts, so that they are passed over at once. */
size_t text_ascii_run(const char *s, size_t len);
/* The offset of the first byte that is no valid UTF-8, or len where all is. */
size_t utf8_check(const char *s, size_t len);

/* More marks than this on one letter are no writing (Unicode Technical Report 36). */
#define TEXT_MARKS_MAX 4

/* The display filter. Appends s to out with every character that could steer a terminal or deceive
 * a reader (control, bidi, zero-width, tag, private, unassigned, invalid, blanks that are no space: see
 * base/unicode.h) as a visible <U+202E>, or <0xFF> for a byte that is no UTF-8; so too a mark behind
 * TEXT_MARKS_MAX of them or with no letter before it. In a locale without UTF-8 every non-ASCII
 * character is shown so. Newlines and tabs are escaped too. Letters that are written from right to left
 * are shown: a name may have them. */
void text_show(struct strbuf *out, const char *s, size_t len);
/* The character at s, which is NUL-terminated, for a message: "x" with its quotes, or "a blank". */
void text_show_char(struct strbuf *out, const char *s);
/* Whether a character of a text is shown as itself, told one by one: marks counts those on the last letter, and begins
 * as TEXT_MARKS_MAX. UTF8_INVALID is not shown. */
bool text_is_shown_here(uint32_t cp, int *marks);

/* Columns of text that text_show has passed. */
int text_width(const char *s, size_t len);
/* Columns of one character: 0 for combining ones, 2 for wide ones, -1 where it is not shown. */
int text_char_width(uint32_t cp);
/* The number of leading bytes of s that fit into columns, whole characters with their combining
 * marks. */
size_t text_fit(const char *s, size_t len, int columns);
/* Where the character begins that the byte at stands in: cutting there breaks none. */
size_t text_boundary(const char *s, size_t at);
/* Appends to lines the text wrapped at blanks to width columns; a newline ends a line. */
void text_wrap(struct strvec *lines, const char *text, int width);

/* The offset of the first character that XML 1.0 cannot carry (XML 1.0, production [2] Char: control
 * characters but tab, LF and CR; surrogates; U+FFFE, U+FFFF; bytes that are no UTF-8), or len where
 * all can be. A carriage return counts as one that cannot: every XML parser turns it into LF. */
size_t text_xml_check(const char *s, size_t len);

/* The candidate that word most resembles (other case, one or two slips), or NULL where none is near.
 * candidates ends with NULL. */
const char *text_nearest(const char *word, const char *const *candidates);

/* 0 to 15; -1 for what is no hex digit. */
int text_hex_digit(char c);
/* ASCII letters in small ones; the caller frees. */
char *text_lower(const char *text);
/* The number of characters; a byte that is no UTF-8 counts as one. */
size_t text_count(const char *text);
/* Whether word, in small ASCII letters, stands in text in any case. */
bool text_contains(const char *text, const char *word);
/* Whether word is one of words, which have one blank between them. */
bool text_has_word(const char *words, const char *word);
/* Appends text in small letters and digits, a dash for each run of anything else between: "Branch
 * office Wi-Fi" gives "branch-office-wi-fi", and a text without ASCII letters and digits nothing. */
void text_slug(const char *text, struct strbuf *out);
/* A blank, tab or line end. */
static inline bool
text_is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
bool text_is_ascii(const char *text);
/* True where text is empty or blanks, tabs and line ends only. */
bool text_is_blank(const char *text);

/* Plural forms for messages: "1 problem", "2 problems". */
const char *plural(size_t n, const char *one, const char *many);

#endif
