/* Placeholders: by words (alone, among others, and a secret together with its surroundings), by brackets, by
 * repetition. */
#include "syntax/placeholder.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/placeholder_words.h"

#define REPEATED_LEAST 3       /* of x and of signs */
#define REPEATED_DIGITS 8      /* of a digit in an identifier, which may well have five zeros */
#define REPEATED_IN_SECRET 4   /* of anything */
#define BRACKETS_DEEP 4        /* <<[[name]]>> */
#define BRACKETS_LONGEST 64    /* amid a text */
#define NUMBERS_IN_WORDS_MAX 4 /* digits beside words: password1, not pin-483920 */
#define PAGE_WORDS_LEAST 4
#define LOUD_LEAST 8 /* letters of a word that is hardly there by chance */

/* A text being looked at. */
struct search {
	const char *text;
	size_t len;
	enum placeholder_text kind;
	struct placeholder *found;
};

/* Fills what was found, and returns true. */
static bool
placeholder_set(
	const struct search *s, enum placeholder_kind kind, bool sure, size_t offset, size_t len)
{
	*s->found = (struct placeholder){ kind, sure, offset, len };
	return true;
}

/*
 * By words.
 */

static unsigned
words_kinds(const struct words *words)
{
	unsigned kinds = 0;

	for (size_t i = 0; i < words->n; i++)
		kinds |= words->v[i].kinds;
	return kinds;
}

static bool
words_are_known(const struct words *words, size_t first, size_t n)
{
	for (size_t i = first; i < first + n; i++)
		if (!words->v[i].kinds)
			return false;
	return n > 0;
}

/* Whether words are joined in a way that no sentence has: YOUR_KEY, YourKey, yourkey. */
static bool
words_are_joined(const struct words *words, size_t first, size_t n)
{
	for (size_t i = first + 1; i < first + n; i++)
		if (words->v[i].gap == GAP_BLANK)
			return false;
	return n > 1;
}

static bool
words_are_upper(const struct words *words, size_t first, size_t n)
{
	for (size_t i = first; i < first + n; i++)
		if (!words->v[i].upper && !(words->v[i].kinds & WORD_NUMBER))
			return false;
	return true;
}

/* Two kinds of words, one behind the other, that ask for a value. */
struct phrase {
	unsigned first, second;
};
static const struct phrase phrases[] = {
	{ WORD_YOUR, WORD_THING | WORD_WHO | WORD_PLACE },
	{ WORD_MY, WORD_WHO },
	{ WORD_REPLACE | WORD_CHANGE | WORD_INSERT | WORD_ENTER | WORD_PUT, WORD_YOUR },
	{ WORD_REPLACE | WORD_CHANGE, WORD_THIS },
	{ WORD_INSERT | WORD_ENTER | WORD_PUT, WORD_HERE },
	{ WORD_THING | WORD_WHO | WORD_PLACE, WORD_HERE },
};
/* Only where no sentence can be: "REPLACE_WITH", "insert-name". */
static const struct phrase joined_phrases[] = {
	{ WORD_REPLACE | WORD_INSERT, WORD_LINK },
	{ WORD_REPLACE | WORD_INSERT | WORD_ENTER, WORD_THING | WORD_WHO | WORD_PLACE },
	{ WORD_CHANGE, WORD_THING },
};

/* "Replace Corp." may be a name. */
static bool
phrase_is(const struct phrase *list, size_t n, unsigned first, unsigned second)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].first & first && list[i].second & second &&
			!(second & WORD_FORM && !(first & (WORD_YOUR | WORD_MY))))
			return true;
	return false;
}

/* Whether the word at i and the next one are a phrase. */
static bool
phrase_begins(const struct words *words, size_t i, bool also_joined)
{
	unsigned first = words->v[i].kinds;

	if (i + 1 >= words->n)
		return false;
	return phrase_is(phrases, ARRAY_SIZE(phrases), first, words->v[i + 1].kinds) ||
	       (also_joined && phrase_is(joined_phrases, ARRAY_SIZE(joined_phrases), first,
				       words->v[i + 1].kinds));
}

static bool
words_have_phrase(const struct words *words)
{
	for (size_t i = 0; i < words->n; i++)
		if (phrase_begins(words, i, true))
			return true;
	return false;
}

/* "Example", "Example Corp.": a name that no company has; "Example policy" and "Sample6" may be one. */
static bool
find_example(const struct search *s, const struct words *words, unsigned kinds)
{
	bool plain = !(kinds & (WORD_THING | WORD_HERE | WORD_NUMBER));

	if (s->kind == PLACEHOLDER_IN_DOTTED) /* example.com has a rule of its own */
		return false;
	return placeholder_set(s, PLACEHOLDER_WORDS,
		s->kind == PLACEHOLDER_IN_SECRET || plain ||
			(words_are_joined(words, 0, words->n) && !(kinds & WORD_NUMBER)),
		0, s->len);
}

/* A phrase with spaces: sure if it asks for a name, not for a person's password. */
static bool
find_asking(const struct search *s, unsigned kinds)
{
	bool asks = kinds & (WORD_REPLACE | WORD_INSERT);

	if (!asks && !(kinds & (WORD_WHO | WORD_PLACE | WORD_HERE)))
		return false;
	return placeholder_set(s, PLACEHOLDER_WORDS,
		(asks && kinds & (WORD_YOUR | WORD_THIS | WORD_HERE)) || kinds & WORD_INSERT ||
			(kinds & (WORD_YOUR | WORD_MY) && kinds & (WORD_WHO | WORD_PLACE)),
		0, s->len);
}

/* Every word of the text is one that placeholders are made of. */
static bool
find_words_alone(const struct search *s, const struct words *words)
{
	unsigned kinds = words_kinds(words);
	bool secret = s->kind == PLACEHOLDER_IN_SECRET, named = strchr("$@%", *s->text);
	size_t digits = 0;
	bool pointed = secret || words->n == 1 || words_are_joined(words, 0, words->n) ||
		       words_are_upper(words, 0, words->n);

	for (size_t i = 0; i < words->n; i++)
		digits += words->v[i].kinds & WORD_NUMBER ? words->v[i].len : 0;
	if (digits > NUMBERS_IN_WORDS_MAX)
		return false;
	if (kinds & WORD_MARK || (words->n == 1 && kinds & WORD_EMPTY))
		return placeholder_set(s, PLACEHOLDER_WORDS, pointed, 0, s->len);
	if (words->n == 1 && kinds & (WORD_REPLACE | WORD_INSERT | WORD_YOUR))
		return placeholder_set(s, PLACEHOLDER_WORDS, true, 0, s->len);
	/* "Company Name", "City name": what a template calls the value */
	if (s->kind == PLACEHOLDER_IN_TEXT && words->n == 2 &&
		words->v[0].kinds & (WORD_WHO | WORD_PLACE) && words->v[1].kinds & WORD_NAME)
		return placeholder_set(s, PLACEHOLDER_WORDS, true, 0, s->len);
	if (words_have_phrase(words) && pointed)
		return placeholder_set(s, PLACEHOLDER_WORDS, true, 0, s->len);
	if (words_have_phrase(words) && find_asking(s, kinds))
		return true;
	if (kinds & WORD_EXAMPLE)
		return find_example(s, words, kinds);
	if (secret && kinds & WORD_MY)
		return placeholder_set(s, PLACEHOLDER_WORDS, false, 0, s->len);
	/* words for a secret and nothing else: SCEP_CHALLENGE, or "password", which may be real */
	return secret && kinds & WORD_SECRET &&
	       placeholder_set(s, PLACEHOLDER_WORDS,
		       named || (memchr(s->text, '_', s->len) &&
					words_are_upper(words, 0, words->n)),
		       0, s->len);
}

/* A phrase among other words: in a sentence only where it is joined, in capitals, or a name ("Your
 * Company") that a template begins with. */
static bool
phrase_is_pointed(const struct search *s, const struct words *words, size_t i)
{
	const struct word *first = &words->v[i], *second = &words->v[i + 1];

	if (words_are_joined(words, i, 2))
		return true;
	if (!phrase_begins(words, i, false))
		return false;
	if (s->kind == PLACEHOLDER_IN_SECRET)
		return true;
	if (words_are_upper(words, i, 2))
		return !words_are_upper(words, 0, words->n);
	return first->kinds & (WORD_YOUR | WORD_MY) && first->title && second->title &&
	       second->kinds & WORD_WHO;
}

/* TODO, xxxx, placeholder among other words: a passphrase and a name may have them ("todo-list-is-long",
 * "Placeholder Pictures"), in small letters above all. */
static bool
find_mark_among(const struct search *s, const struct words *words, size_t i)
{
	const struct word *word = &words->v[i];
	enum word_gap behind = i + 1 < words->n ? word[1].gap : GAP_SIGN;
	bool text = s->kind == PLACEHOLDER_IN_TEXT, secret = s->kind == PLACEHOLDER_IN_SECRET;
	bool xs = (s->text[word->offset] | 0x20) == 'x',
	     loud = word->upper || word->len >= LOUD_LEAST;
	bool leads = !i && s->text[word->offset + word->len] == ':';

	if (!(word->kinds & WORD_MARK) || word->gap == GAP_NONE || behind == GAP_NONE ||
		(text && !loud && !xs) || (secret && word->len < 4))
		return false;
	return placeholder_set(s, PLACEHOLDER_WORDS,
		word->len > 3 && (xs || leads || (secret ? loud : !text)), word->offset, word->len);
}

static bool
find_words_among(const struct search *s, const struct words *words)
{
	for (size_t i = 0; i < words->n; i++) {
		const struct word *word = &words->v[i], *next = word + 1;

		if (phrase_begins(words, i, true) && phrase_is_pointed(s, words, i))
			return placeholder_set(s, PLACEHOLDER_WORDS, true, word->offset,
				next->offset + next->len - word->offset);
		if (find_mark_among(s, words, i))
			return true;
	}
	return false;
}

/* "Challenge: ", "The enrollment challenge password is: ", and a line of its page; but "the key is" may
 * begin a passphrase. */
static bool
secret_has_label(const struct words *words, const char *text)
{
	for (size_t i = 0; i < words->n; i++) {
		const struct word *word = &words->v[i];
		const char *behind = text + word->offset + word->len;

		if (!word->kinds || word->kinds & WORD_NUMBER)
			return false;
		if (word->kinds & WORD_SECRET &&
			(!strncmp(behind, ": ", 2) || !strncmp(behind, " : ", 3) ||
				!strncmp(behind, " = ", 3) || !strncmp(behind, " is:", 4) ||
				(word->len >= LOUD_LEAST && !strncmp(behind, " is ", 4))))
			return true;
	}
	return false;
}

static bool
find_page(const struct search *s, const struct words *words)
{
	size_t blanks = 0;

	for (size_t i = 0; i < words->n; i++)
		blanks += words->v[i].gap == GAP_BLANK;
	return (text_contains(s->text, "http://") || text_contains(s->text, "https://") ||
		       text_contains(s->text, "mscep_admin") ||
		       text_contains(s->text, "/certsrv") || secret_has_label(words, s->text) ||
		       (blanks >= PAGE_WORDS_LEAST && text_contains(s->text, "password"))) &&
	       placeholder_set(s, PLACEHOLDER_PAGE, true, 0, s->len);
}

/* Whether words in brackets ask for a value; in angles it is enough to name it: <company>. */
static bool
words_ask(const char *text, size_t len, bool angles)
{
	WORDS(words);
	unsigned kinds;

	words_split(&words, text, len);
	kinds = words_kinds(&words);
	return words_are_known(&words, 0, words.n) &&
	       (words_have_phrase(&words) || kinds & WORD_MARK ||
		       (angles && kinds & (WORD_THING | WORD_WHO | WORD_PLACE)));
}

static bool
find_words(const struct search *s)
{
	WORDS(words);

	words_split(&words, s->text, s->len);
	if (words_are_known(&words, 0, words.n) ? find_words_alone(s, &words)
						: find_words_among(s, &words))
		return true;
	return s->kind == PLACEHOLDER_IN_SECRET && find_page(s, &words);
}

/*
 * By signs.
 */

struct bracket {
	const char *open, *close;
	enum placeholder_kind kind;
};

/* Longer ones first. */
static const struct bracket brackets[] = {
	{ "<%=", "%>", PLACEHOLDER_BRACKETS },
	{ "{{", "}}", PLACEHOLDER_VARIABLE },
	{ "{%", "%}", PLACEHOLDER_BRACKETS },
	{ "${", "}", PLACEHOLDER_VARIABLE },
	{ "$(", ")", PLACEHOLDER_VARIABLE },
	{ "$[", "]", PLACEHOLDER_VARIABLE },
	{ "#{", "}", PLACEHOLDER_VARIABLE },
	{ "%{", "}", PLACEHOLDER_VARIABLE },
	{ "@{", "}", PLACEHOLDER_VARIABLE },
	{ "#@", "@#", PLACEHOLDER_BRACKETS },
	{ "#@", "#@", PLACEHOLDER_BRACKETS },
	{ "__", "__", PLACEHOLDER_BRACKETS },
	{ "@@", "@@", PLACEHOLDER_BRACKETS },
	{ "##", "##", PLACEHOLDER_BRACKETS },
	{ "%%", "%%", PLACEHOLDER_VARIABLE },
	{ "<", ">", PLACEHOLDER_BRACKETS },
	{ "[", "]", PLACEHOLDER_BRACKETS },
	{ "{", "}", PLACEHOLDER_BRACKETS },
	{ "\xc2\xab", "\xc2\xbb", PLACEHOLDER_BRACKETS },
	{ "%", "%", PLACEHOLDER_VARIABLE },
	{ "@", "@", PLACEHOLDER_BRACKETS },
};

/* The pair around the text, and what is inside; NULL: there is none. */
static const struct bracket *
bracket_around(const char **text, size_t *len)
{
	for (size_t i = 0; i < ARRAY_SIZE(brackets); i++) {
		size_t open, close;

		if (**text != *brackets[i].open)
			continue;
		open = strlen(brackets[i].open);
		close = strlen(brackets[i].close);
		if (*len < open + close || memcmp(*text, brackets[i].open, open) != 0 ||
			memcmp(*text + *len - close, brackets[i].close, close) != 0)
			continue;
		*text += open;
		*len -= open + close;
		return &brackets[i];
	}
	return NULL;
}

/* What a person or a program calls something by: words and dots, dashes, pipes between. Random
 * characters have few letters in a row. */
static bool
text_is_name(const char *text, size_t len)
{
	size_t letters = 0, wordy = 0, run = 0;

	for (size_t i = 0; i <= len; i++) {
		if (i < len &&
			(isalpha((unsigned char)text[i]) || (unsigned char)text[i] >= 0x80)) {
			run++;
			continue;
		}
		letters += run;
		wordy += run > 2 ? run : 0;
		run = 0;
		if (i < len && !isdigit((unsigned char)text[i]) &&
			!strchr(" _-.:|/'\"(),", text[i]))
			return false;
	}
	return wordy * 2 >= letters || letters <= 2;
}

/* A name in brackets is the whole value. */
static bool
find_brackets(const struct search *s)
{
	const struct bracket *outer = NULL, *bracket;
	const char *inner = s->text;
	size_t len = s->len;

	for (int i = 0; i < BRACKETS_DEEP && (bracket = bracket_around(&inner, &len)); i++)
		if (!outer)
			outer = bracket;
	/* percent signs are common, and an IPv6 address has brackets */
	if (!outer || (*outer->open == '%' && (!len || !isalpha((unsigned char)*inner))) ||
		(*outer->open == '[' && s->kind == PLACEHOLDER_IN_DOTTED))
		return false;
	return text_is_name(inner, len) && placeholder_set(s, outer->kind, true, 0, s->len);
}

/* $NAME and nothing else, in capitals: with a digit, or a %s behind it, only where a _ says that it is a name. */
static bool
find_dollar(const struct search *s)
{
	size_t n = 1;

	if (s->text[0] != '$' || !isupper((unsigned char)s->text[1]))
		return false;
	while (isupper((unsigned char)s->text[n]) || s->text[n] == '_')
		n++;
	if (memchr(s->text, '_', n))
		while (isalnum((unsigned char)s->text[n]) || s->text[n] == '_')
			n++;
	if (s->text[n - 1] == '_' && !strcmp(s->text + n, "%s"))
		n += 2;
	return n == s->len && n > 3 && placeholder_set(s, PLACEHOLDER_VARIABLE, true, 0, n);
}

/* Characters in between do not count, as in a UUID of zeros or an address of xx:xx. A letter that is not ASCII may be a
 * word in itself. */
static bool
find_repeated(const struct search *s)
{
	uint32_t first = 0, cp;
	size_t count = 0, least = SIZE_MAX, n;

	for (size_t i = 0; i < s->len; i += n) {
		n = utf8_decode(s->text + i, s->len - i, &cp);
		if (first && cp != first && cp < 0x80 && strchr("-:. ", (int)cp))
			continue;
		if (first && cp != first)
			return false;
		first = cp;
		count++;
	}
	if (first == 0x2026) /* an ellipsis is three dots */
		return placeholder_set(s, PLACEHOLDER_REPEATED, true, 0, s->len);
	if (!count || first == UTF8_INVALID ||
		(first >= 0x80 && (first < 0x2000 || first >= 0x2700)))
		return false;
	if (first >= 0x80 || !isalnum((int)first) || (first | 0x20) == 'x')
		least = REPEATED_LEAST;
	else if (s->kind == PLACEHOLDER_IN_SECRET)
		least = REPEATED_IN_SECRET;
	else if (s->kind == PLACEHOLDER_IN_DOTTED && isdigit((int)first))
		least = REPEATED_DIGITS;
	return count >= least && placeholder_set(s, PLACEHOLDER_REPEATED, true, 0, s->len);
}

/* "%s" as a format, not the start of %serial% */
static bool
find_format(const struct search *s)
{
	const char *at = strstr(s->text, "%s");

	if (!at || strchr(at + 2, '%') || isalpha((unsigned char)at[2]) ||
		(s->kind == PLACEHOLDER_IN_SECRET && s->len > 2)) /* by chance */
		return false;
	return placeholder_set(s, PLACEHOLDER_FORMAT, true, (size_t)(at - s->text), 2);
}

/* "Wi-Fi of <company>", "(replace me)". */
static bool
find_brackets_among(const struct search *s)
{
	static const char opening[] = "<[{(", *const pairs[] = { "<>", "[]", "{}", "()" };

	for (size_t i = 0; (i += strcspn(s->text + i, opening)) < s->len; i++) {
		const char *pair = pairs[strchr(opening, s->text[i]) - opening];
		const char *inner = s->text + i + 1;
		size_t len = strcspn(inner, pair);

		if (len && len <= BRACKETS_LONGEST && inner[len] == pair[1] &&
			words_ask(inner, len, *pair == '<'))
			return placeholder_set(s, PLACEHOLDER_BRACKETS, true, i, len + 2);
	}
	return false;
}

bool
placeholder_find(const char *text, enum placeholder_text kind, struct placeholder *result)
{
	static bool (*const ways[])(const struct search *) = { find_brackets, find_dollar,
		find_repeated, find_format, find_words, find_brackets_among };
	struct search s = { .text = text, .len = strlen(text), .kind = kind, .found = result };

	if (!s.len || s.len > PLACEHOLDER_MAX)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(ways); i++)
		if (ways[i](&s))
			return true;
	return false;
}
