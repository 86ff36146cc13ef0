/* UTF-8 text: decoding, what may be displayed, how wide it is, what is similar.
 *
 * Offsets and lengths are bytes, widths are terminal columns. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "base/strvec.h"

#define UTF8_INVALID UINT32_MAX

/* Decodes the character at s, where len bytes are available. Returns its length, or 0 if len is 0. For a byte that is
 * not valid UTF-8 it returns 1, and *cp is UTF8_INVALID. */
size_t utf8_decode(const char *s, size_t len, uint32_t *cp);
/* Encodes cp, which must be a Unicode scalar value. Returns the number of bytes. */
size_t utf8_encode(uint32_t cp, char out[4]);
/* 3 if the data begins with a byte order mark, else 0. */
size_t utf8_mark(const char *s, size_t len);
/* How many bytes at s are ASCII from space to tilde. Most texts are nearly all ASCII, so callers skip these at once. */
size_t text_ascii_run(const char *s, size_t len);
/* The offset of the first byte that is not valid UTF-8; len if all are valid. */
size_t utf8_check(const char *s, size_t len);

/* No writing system puts more marks than this on one letter (Unicode Technical Report 36). */
#define TEXT_MARKS_MAX 4

/* Whether the locale uses UTF-8. */
bool text_is_utf8(void);
/* The display filter. Appends s to out. Every character that could steer a terminal or deceive a reader (control, bidi,
 * zero-width, tag, private, unassigned, spaces other than U+0020: see base/unicode.h) becomes visible, as <U+202E>. A
 * byte that is not valid UTF-8 becomes <0xFF>. The same applies to marks beyond TEXT_MARKS_MAX, and to a mark without a
 * letter before it. Line ends and tabs are escaped too. In a locale without UTF-8 every non-ASCII character is escaped.
 * Letters written from right to left are shown: names may have them. */
void text_show(struct strbuf *out, const char *s, size_t len);
/* Appends the character at s, which is NUL-terminated, for a message: "x" in its quotes, or "a space". */
void text_show_char(struct strbuf *out, const char *s);
/* Whether a character is shown as itself, for callers that go character by character. marks counts the marks on the
 * last letter, and begins as TEXT_MARKS_MAX. UTF8_INVALID is not shown. */
bool text_is_shown_here(uint32_t cp, int *marks);

/* The columns of a text that has passed text_show. */
int text_width(const char *s, size_t len);
/* The columns of one character: 0 for combining ones, 2 for wide ones, -1 for one that is not shown. */
int text_char_width(uint32_t cp);
/* How many leading bytes of s fit into columns. Characters are never separated from their combining marks. */
size_t text_fit(const char *s, size_t len, int columns);
/* The offset of the character that the byte at belongs to, where the text can be cut. */
size_t text_boundary(const char *s, size_t at);
/* Appends the text as lines, wrapped at spaces to width columns. A newline ends a line. */
void text_wrap(struct strvec *lines, const char *text, int width);

/* The offset of the first character that XML 1.0 cannot represent, or len if there is none. These are control
 * characters other than tab, LF and CR; surrogates; U+FFFE and U+FFFF; invalid UTF-8 (XML 1.0, production [2] Char). CR
 * counts too, because every XML parser turns it into LF. */
size_t text_xml_check(const char *s, size_t len);

/* The candidate that is most similar to word (another case, one or two typos); NULL if none is. candidates ends with
 * NULL. */
const char *text_nearest(const char *word, const char *const *candidates);

/* 0 to 15; -1 if c is not a hex digit. */
int text_hex_digit(char c);
/* Converts ASCII letters to lower case. The caller frees the result. */
char *text_lower(const char *text);
/* The number of characters. An invalid byte counts as one. */
size_t text_count(const char *text);
/* Whether text contains word, in any case and with dashes or without: "wifi" is in "Wi-Fi". word has
 * lower-case ASCII letters. */
bool text_contains(const char *text, const char *word);
/* Whether word is one of words, which are separated by one space. */
bool text_has_word(const char *words, const char *word);
/* Appends text as lower-case letters and digits, with one dash for each run of other characters between them: "Branch
 * office Wi-Fi" becomes "branch-office-wi-fi". A text without ASCII letters and digits gives nothing. */
void text_slug(const char *text, struct strbuf *out);
/* A space, tab or line end. */
static inline bool
text_is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
bool text_is_ascii(const char *text);
/* Whether text is empty, or only spaces, tabs and line ends. */
bool text_is_blank(const char *text);

/* The singular or plural for a message: "1 problem", "2 problems". */
const char *plural(size_t n, const char *one, const char *many);

#endif
