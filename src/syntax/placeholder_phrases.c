/* Placeholders that are words: alone, among others, and a secret with what stood around it. */
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/placeholder_parts.h"
#include "syntax/placeholder_words.h"

#define NUMBERS_IN_WORDS_MAX 4 /* digits beside words: password1, not pin-483920 */
#define PAGE_WORDS_LEAST 4
#define LOUD_LEAST 8 /* letters of a word that is hardly there by chance */

bool
placeholder_set(
	const struct search *s, enum placeholder_kind kind, bool sure, size_t offset, size_t len)
{
	*s->found = (struct placeholder){ kind, sure, offset, len };
	return true;
}

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

/* Whether words stand together as no sentence has them: YOUR_KEY, YourKey, yourkey. */
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

static size_t
words_digits(const struct words *words)
{
	size_t digits = 0;

	for (size_t i = 0; i < words->n; i++)
		digits += words->v[i].kinds & WORD_NUMBER ? words->v[i].len : 0;
	return digits;
}

/* A secret that is words for one and nothing else: SCEP_CHALLENGE, or "password", which may be real. */
static bool
find_secret_of_words(const struct search *s, const struct words *words, unsigned kinds)
{
	bool named = *s->text == '$' || *s->text == '@' || *s->text == '%';

	if (!(kinds & WORD_SECRET))
		return false;
	return placeholder_set(s, PLACEHOLDER_WORDS,
		named || (memchr(s->text, '_', s->len) && words_are_upper(words, 0, words->n)), 0,
		s->len);
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

/* "Company Name", "City name": what a template calls what is to stand there. */
static bool
words_are_label(const struct words *words)
{
	return words->n == 2 && words->v[0].kinds & (WORD_WHO | WORD_PLACE) &&
	       words->v[1].kinds & WORD_NAME;
}

/* A phrase that people write in blanks: sure where it asks for a name, not for a person's password. */
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
	bool secret = s->kind == PLACEHOLDER_IN_SECRET;
	bool pointed = secret || words->n == 1 || words_are_joined(words, 0, words->n) ||
		       words_are_upper(words, 0, words->n);

	if (words_digits(words) > NUMBERS_IN_WORDS_MAX)
		return false;
	if (kinds & WORD_MARK || (words->n == 1 && kinds & WORD_EMPTY))
		return placeholder_set(s, PLACEHOLDER_WORDS, pointed, 0, s->len);
	if (words->n == 1 && kinds & (WORD_REPLACE | WORD_INSERT | WORD_YOUR))
		return placeholder_set(s, PLACEHOLDER_WORDS, true, 0, s->len);
	if (s->kind == PLACEHOLDER_IN_TEXT && words_are_label(words))
		return placeholder_set(s, PLACEHOLDER_WORDS, true, 0, s->len);
	if (words_have_phrase(words) && pointed)
		return placeholder_set(s, PLACEHOLDER_WORDS, true, 0, s->len);
	if (words_have_phrase(words) && find_asking(s, kinds))
		return true;
	if (kinds & WORD_EXAMPLE)
		return find_example(s, words, kinds);
	if (secret && kinds & WORD_MY)
		return placeholder_set(s, PLACEHOLDER_WORDS, false, 0, s->len);
	return secret && find_secret_of_words(s, words, kinds);
}

/* Whether nothing but blanks and signs stands around a word. */
static bool
word_is_free(const struct words *words, size_t i)
{
	enum word_gap behind = i + 1 < words->n ? words->v[i + 1].gap : GAP_SIGN;

	return words->v[i].gap != GAP_NONE && behind != GAP_NONE;
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
	bool text = s->kind == PLACEHOLDER_IN_TEXT, secret = s->kind == PLACEHOLDER_IN_SECRET;
	bool xs = (s->text[word->offset] | 0x20) == 'x',
	     loud = word->upper || word->len >= LOUD_LEAST;
	bool leads = !i && s->text[word->offset + word->len] == ':';

	if (!(word->kinds & WORD_MARK) || !word_is_free(words, i) || (text && !loud && !xs) ||
		(secret && word->len < 4))
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
secret_is_sentence(const struct words *words)
{
	size_t blanks = 0;

	for (size_t i = 0; i < words->n; i++)
		blanks += words->v[i].gap == GAP_BLANK;
	return blanks >= PAGE_WORDS_LEAST;
}

static bool
find_page(const struct search *s, const struct words *words)
{
	if (text_contains(s->text, "http://") || text_contains(s->text, "https://") ||
		text_contains(s->text, "mscep_admin") || text_contains(s->text, "/certsrv") ||
		secret_has_label(words, s->text) ||
		(secret_is_sentence(words) && text_contains(s->text, "password")))
		return placeholder_set(s, PLACEHOLDER_PAGE, true, 0, s->len);
	return false;
}

bool
placeholder_words_ask(const char *text, size_t len, bool angles)
{
	struct words words;
	unsigned kinds;
	bool asks;

	words_split(&words, text, len);
	kinds = words_kinds(&words);
	asks = words_are_known(&words, 0, words.n) &&
	       (words_have_phrase(&words) || kinds & WORD_MARK ||
		       (angles && kinds & (WORD_THING | WORD_WHO | WORD_PLACE)));
	words_release(&words);
	return asks;
}

bool
placeholder_words(const struct search *s)
{
	struct words words;
	bool is_one;

	words_split(&words, s->text, s->len);
	is_one = words_are_known(&words, 0, words.n) ? find_words_alone(s, &words)
						     : find_words_among(s, &words);
	if (!is_one && s->kind == PLACEHOLDER_IN_SECRET)
		is_one = find_page(s, &words);
	words_release(&words);
	return is_one;
}
