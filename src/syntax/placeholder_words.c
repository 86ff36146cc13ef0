/* Words of placeholders: the list, and taking texts apart. */
#include "syntax/placeholder_words.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

/* Letters in a row that are looked at as words one behind the other. */
#define JOINED_MAX 60
#define MARK_LEAST 3 /* letters x that are a mark: xxx */

/* Short words join to almost anything, so only those that placeholders do have are here. */
static const struct {
	const char *word;
	unsigned kinds;
} rows[] = {
	{ "todo", WORD_MARK },
	{ "tbd", WORD_MARK },
	{ "tba", WORD_MARK },
	{ "fixme", WORD_MARK },
	{ "placeholder", WORD_MARK },
	{ "redacted", WORD_MARK },
	{ "changeme", WORD_MARK },
	{ "changeit", WORD_MARK },
	{ "replaceme", WORD_MARK },
	{ "lorem", WORD_MARK },
	{ "ipsum", WORD_MARK },
	{ "null", WORD_EMPTY },
	{ "nil", WORD_EMPTY },
	{ "none", WORD_EMPTY },
	{ "undefined", WORD_EMPTY },
	{ "removed", WORD_EMPTY },
	{ "omitted", WORD_EMPTY },
	{ "hidden", WORD_EMPTY },
	{ "masked", WORD_EMPTY },
	{ "replace", WORD_REPLACE },
	{ "change", WORD_CHANGE },
	{ "insert", WORD_INSERT },
	{ "enter", WORD_ENTER },
	{ "paste", WORD_ENTER },
	{ "put", WORD_PUT },
	{ "add", WORD_PUT },
	{ "type", WORD_PUT },
	{ "fill", WORD_PUT },
	{ "provide", WORD_PUT },
	{ "specify", WORD_PUT },
	{ "set", WORD_PUT },
	{ "use", WORD_PUT },
	{ "edit", WORD_PUT },
	{ "your", WORD_YOUR },
	{ "my", WORD_MY },
	{ "example", WORD_EXAMPLE },
	{ "sample", WORD_EXAMPLE },
	{ "dummy", WORD_EXAMPLE },
	{ "fake", WORD_EXAMPLE },
	{ "challenge", WORD_THING | WORD_SECRET },
	{ "challenges", WORD_THING | WORD_SECRET },
	{ "password", WORD_THING | WORD_SECRET },
	{ "passphrase", WORD_THING | WORD_SECRET },
	{ "passwd", WORD_THING | WORD_SECRET },
	{ "pwd", WORD_THING | WORD_SECRET },
	{ "psk", WORD_THING | WORD_SECRET },
	{ "secret", WORD_THING | WORD_SECRET },
	{ "key", WORD_THING | WORD_SECRET },
	{ "token", WORD_THING | WORD_SECRET },
	{ "passcode", WORD_THING | WORD_SECRET },
	{ "value", WORD_THING },
	{ "values", WORD_THING },
	{ "string", WORD_THING },
	{ "text", WORD_THING },
	{ "scep", WORD_THING },
	{ "ca", WORD_THING },
	{ "ndes", WORD_THING },
	{ "mdm", WORD_THING },
	{ "server", WORD_THING },
	{ "host", WORD_THING },
	{ "hostname", WORD_THING },
	{ "url", WORD_THING },
	{ "uri", WORD_THING },
	{ "address", WORD_THING },
	{ "path", WORD_THING },
	{ "port", WORD_THING },
	{ "id", WORD_THING },
	{ "identifier", WORD_THING },
	{ "uuid", WORD_THING },
	{ "guid", WORD_THING },
	{ "profile", WORD_THING },
	{ "payload", WORD_THING },
	{ "policy", WORD_THING },
	{ "cert", WORD_THING },
	{ "certificate", WORD_THING },
	{ "authority", WORD_THING },
	{ "device", WORD_THING },
	{ "user", WORD_THING },
	{ "username", WORD_THING },
	{ "email", WORD_THING },
	{ "mail", WORD_THING },
	{ "common", WORD_THING },
	{ "unit", WORD_THING },
	{ "cn", WORD_THING },
	{ "ou", WORD_THING },
	{ "static", WORD_THING },
	{ "shared", WORD_THING },
	{ "unique", WORD_THING },
	{ "enrollment", WORD_THING },
	{ "enrolment", WORD_THING },
	{ "fingerprint", WORD_THING },
	{ "thumbprint", WORD_THING },
	{ "serial", WORD_THING },
	{ "number", WORD_THING },
	{ "wifi", WORD_THING },
	{ "wi", WORD_THING },
	{ "fi", WORD_THING },
	{ "vpn", WORD_THING },
	{ "root", WORD_THING },
	{ "subject", WORD_THING },
	{ "field", WORD_THING },
	{ "variable", WORD_THING },
	{ "tenant", WORD_THING },
	{ "site", WORD_THING },
	{ "location", WORD_THING },
	{ "team", WORD_THING },
	{ "group", WORD_THING },
	{ "data", WORD_THING },
	{ "code", WORD_THING },
	{ "name", WORD_THING | WORD_WHO | WORD_NAME },
	{ "domain", WORD_THING | WORD_WHO },
	{ "country", WORD_PLACE },
	{ "state", WORD_PLACE },
	{ "province", WORD_PLACE },
	{ "city", WORD_PLACE },
	{ "locality", WORD_PLACE },
	{ "department", WORD_PLACE },
	{ "street", WORD_PLACE },
	{ "company", WORD_WHO },
	{ "organization", WORD_WHO },
	{ "organisation", WORD_WHO },
	{ "organizational", WORD_WHO },
	{ "org", WORD_WHO },
	{ "business", WORD_WHO },
	{ "school", WORD_WHO },
	{ "university", WORD_WHO },
	{ "firm", WORD_WHO },
	{ "enterprise", WORD_WHO },
	{ "corp", WORD_WHO | WORD_FORM },
	{ "corporation", WORD_WHO | WORD_FORM },
	{ "inc", WORD_FORM },
	{ "ltd", WORD_FORM },
	{ "llc", WORD_FORM },
	{ "gmbh", WORD_FORM },
	{ "co", WORD_FORM },
	{ "ag", WORD_FORM },
	{ "with", WORD_LINK },
	{ "the", WORD_LINK },
	{ "a", WORD_LINK },
	{ "an", WORD_LINK },
	{ "in", WORD_LINK },
	{ "by", WORD_LINK },
	{ "to", WORD_LINK },
	{ "of", WORD_LINK },
	{ "for", WORD_LINK },
	{ "from", WORD_LINK },
	{ "and", WORD_LINK },
	{ "or", WORD_LINK },
	{ "is", WORD_LINK },
	{ "goes", WORD_LINK },
	{ "real", WORD_LINK },
	{ "own", WORD_LINK },
	{ "actual", WORD_LINK },
	{ "new", WORD_LINK },
	{ "correct", WORD_LINK },
	{ "right", WORD_LINK },
	{ "on", WORD_LINK },
	{ "be", WORD_LINK },
	{ "must", WORD_LINK },
	{ "should", WORD_LINK },
	{ "before", WORD_LINK },
	{ "please", WORD_LINK },
	{ "below", WORD_LINK },
	{ "above", WORD_LINK },
	{ "me", WORD_THIS },
	{ "this", WORD_THIS },
	{ "that", WORD_THIS },
	{ "it", WORD_THIS },
	{ "here", WORD_HERE },
};

static bool
is_letter(char c)
{
	return isalpha((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Whether it is the letter x and nothing else, three times or more. */
static bool
is_mark_of_x(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (text[i] != 'x' && text[i] != 'X')
			return false;
	return len >= MARK_LEAST;
}

/* How letters in a row can be taken apart: for each end, the last word of the way with the fewest. */
struct joined {
	unsigned char len[JOINED_MAX + 1], count[JOINED_MAX + 1];
	unsigned kinds[JOINED_MAX + 1];
};

/* The rows that begin with a letter, one behind the other, as numbers from 1: most letters of a text begin none
 * that fits, and every text of a draft is looked at after every key. */
static struct {
	bool made;
	unsigned char first['z' - 'a' + 1], next[ARRAY_SIZE(rows) + 1];
} by_letter;

_Static_assert(ARRAY_SIZE(rows) < 256, "the numbers of rows are bytes");

static size_t
rows_of_letter(char letter)
{
	unsigned char index = (unsigned char)((letter | 0x20) - 'a');

	for (size_t i = ARRAY_SIZE(rows); !by_letter.made && i > 0; i--) {
		unsigned char *first = &by_letter.first[rows[i - 1].word[0] - 'a'];

		by_letter.next[i] = *first;
		*first = (unsigned char)i;
	}
	by_letter.made = true;
	return index < sizeof by_letter.first ? by_letter.first[index] : 0;
}

static void
joined_reach(struct joined *way, size_t from, const char *text, size_t rest)
{
	for (size_t row = rows_of_letter(*text); row; row = by_letter.next[row]) {
		const char *word = rows[row - 1].word;
		size_t n = 1, to;

		while (n < rest && word[n] && (text[n] | 0x20) == word[n])
			n++;
		to = from + n;
		if (word[n] || (way->len[to] && way->count[to] <= way->count[from] + 1))
			continue;
		way->len[to] = (unsigned char)n;
		way->count[to] = way->count[from] + 1;
		way->kinds[to] = rows[row - 1].kinds;
	}
}

/* False where the letters are not all words of the list. */
static bool
joined_read(struct joined *way, const char *text, size_t len)
{
	if (len > JOINED_MAX)
		return false;
	way->count[0] = 0;
	memset(way->len, 0, len + 1);
	for (size_t i = 0; i < len; i++)
		if (!i || way->len[i])
			joined_reach(way, i, text + i, len - i);
	return way->len[len] != 0;
}

/* The gap is taken by the first word that is pushed behind it. */
static void
words_push(struct words *words, const char *text, size_t offset, size_t len, unsigned kinds)
{
	size_t capitals = 0;

	while (capitals < len && isupper((unsigned char)text[offset + capitals]))
		capitals++;
	ARRAY_GROW(words->v, words->n, words->alloc);
	words->v[words->n++] = (struct word){
		.offset = offset,
		.len = len,
		.kinds = kinds,
		.gap = words->end,
		.upper = capitals == len,
		.title = isupper((unsigned char)text[offset]),
	};
	words->end = GAP_NONE;
}

/* Pushes the words that end at to, the first of them first. */
static void
joined_push(
	struct words *words, const struct joined *way, const char *text, size_t start, size_t to)
{
	size_t starts[JOINED_MAX], n = 0;

	for (size_t at = to; at; at -= way->len[at])
		starts[n++] = at;
	while (n--)
		words_push(words, text, start + starts[n] - way->len[starts[n]],
			way->len[starts[n]], way->kinds[starts[n]]);
}

/* Where a part of letters in mixed case ends: Replace|With, SCEP|Challenge. */
static size_t
case_end(const char *text, size_t len)
{
	size_t n = 1;

	if (isupper((unsigned char)text[0]))
		while (n < len && isupper((unsigned char)text[n]))
			n++;
	if (n > 1)
		return n < len && is_letter(text[n]) ? n - 1 : n;
	while (n < len && !isupper((unsigned char)text[n]))
		n++;
	return n;
}

/* False where the letters are no words of the list. */
static bool
known_push(struct words *words, const char *text, size_t start, size_t len)
{
	struct joined way;

	if (is_mark_of_x(text + start, len)) {
		words_push(words, text, start, len, WORD_MARK);
		return true;
	}
	if (!joined_read(&way, text + start, len))
		return false;
	joined_push(words, &way, text, start, len);
	return true;
}

static void
letters_push(struct words *words, const char *text, size_t start, size_t len)
{
	size_t n;

	for (; len && !known_push(words, text, start, len); start += n, len -= n) {
		n = case_end(text + start, len);
		if (n == len || !known_push(words, text, start, n))
			words_push(words, text, start, n, 0);
	}
}

void
words_split(struct words *words, const char *text, size_t len)
{
	size_t n;

	*words = (struct words){ .end = GAP_SIGN };
	for (size_t i = 0; i < len; i += n) {
		n = 0;
		while (i + n < len && is_letter(text[i + n]))
			n++;
		if (n) {
			letters_push(words, text, i, n);
			continue;
		}
		while (i + n < len && isdigit((unsigned char)text[i + n]))
			n++;
		if (n) {
			words_push(words, text, i, n, WORD_NUMBER);
		} else {
			n = 1;
			words->end = isspace((unsigned char)text[i]) || words->end == GAP_BLANK
					     ? GAP_BLANK
					     : GAP_SIGN;
		}
	}
}

void
words_release(struct words *words)
{
	free(words->v);
	*words = (struct words){ 0 };
}
