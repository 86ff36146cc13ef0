/* base/text: UTF-8, the display filter, widths, wrapping, likeness; and base/report's lines. */
#include "testing.h"

#include <ctype.h>
#include <locale.h>
#include <unistd.h>

#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

/* Switches to a UTF-8 locale; false where the system has none. */
static bool
use_utf8(void)
{
	static const char *const names[] = { "C.UTF-8", "C.utf8", "en_US.UTF-8", "UTF-8" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (setlocale(LC_CTYPE, names[i]))
			return true;
	return false;
}

static int
utf8_setup(void **state)
{
	(void)state;
	return use_utf8() ? 0 : -1;
}

static int
c_setup(void **state)
{
	(void)state;
	return setlocale(LC_CTYPE, "C") ? 0 : -1;
}

static void
utf8_decodes_every_scalar_value(void **state)
{
	(void)state;
	for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
		char text[4];
		uint32_t back;
		size_t len;

		if (cp >= 0xd800 && cp <= 0xdfff)
			continue;
		len = utf8_encode(cp, text);
		if (utf8_decode(text, len, &back) != len || back != cp)
			fail_msg("U+%04X is not read back", (unsigned)cp);
		if (len > 1 && utf8_check(text, len - 1) != 0)
			fail_msg("U+%04X passes without its last byte", (unsigned)cp);
	}
}

static void
utf8_rejects_what_is_none(void **state)
{
	static const char *const cases[] = {
		"\x80",
		"\xbf",
		"\xc0\x80",
		"\xc1\xbf",
		"\xe0\x80\x80",
		"\xe0\x9f\xbf",
		"\xed\xa0\x80",
		"\xed\xbf\xbf",
		"\xf0\x80\x80\x80",
		"\xf0\x8f\xbf\xbf",
		"\xf4\x90\x80\x80",
		"\xf8\x88\x80\x80\x80",
		"\xff",
		"\xc3",
		"\xe2\x82",
		"\xc3(",
	};
	uint32_t cp;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_int_equal(utf8_decode(cases[i], strlen(cases[i]), &cp), 1);
		assert_int_equal(cp, UTF8_INVALID);
		assert_int_equal(utf8_check(cases[i], strlen(cases[i])), 0);
	}
	assert_int_equal(utf8_decode("", 0, &cp), 0);
	assert_int_equal(utf8_check("ok\xc3\xa4\xff", 5), 4);
}

struct show_case {
	const char *text, *want;
};

static void
assert_shown(const struct show_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct strbuf out = STRBUF_INIT;

		text_show(&out, cases[i].text, strlen(cases[i].text));
		assert_string_equal(out.buf, cases[i].want);
		strbuf_release(&out);
	}
}

static void
show_escapes_what_steers_or_deceives(void **state)
{
	static const struct show_case cases[] = {
		{ "plain text ~", "plain text ~" },
		{ "a\033[2Jb", "a<U+001B>[2Jb" },
		{ "a\r\n\tb", "a<U+000D><U+000A><U+0009>b" },
		{ "\x7f", "<U+007F>" },
		{ "\xc2\x9b", "<U+009B>" },
		{ "\xe2\x80\xae"
		  "gpj",
			"<U+202E>gpj" },
		{ "\xe2\x81\xa6", "<U+2066>" },
		{ "\xd8\x9c", "<U+061C>" },
		{ "\xe2\x80\x8b\xe2\x80\x8d", "<U+200B><U+200D>" },
		{ "\xef\xbb\xbf", "<U+FEFF>" },
		{ "\xc2\xad", "<U+00AD>" },
		{ "\xe2\x80\xa8\xe2\x80\xa9", "<U+2028><U+2029>" },
		{ "\xf3\xa0\x81\x81", "<U+E0041>" },
		{ "\xee\x80\x80", "<U+E000>" },
		{ "\xf3\xb0\x80\x80", "<U+F0000>" },
		{ "\xef\xbf\xbf\xef\xb7\x90", "<U+FFFF><U+FDD0>" },
		{ "a\xc2\xa0\xe3\x80\x80z", "a<U+00A0><U+3000>z" },
		{ "\xe2\xa0\x80\xe3\x85\xa4\xef\xbf\xbc", "<U+2800><U+3164><U+FFFC>" },
		{ "\xcd\xb8\xf0\x9f\xab\xa9", "<U+0378><U+1FAE9>" },
		{ "\xd8\x80\xf0\x93\x90\xb0", "<U+0600><U+13430>" },
		{ "\xc0\xaf\xed\xa0\x80", "<0xC0><0xAF><0xED><0xA0><0x80>" },
		{ "x\xef\xb8\x8f", "x<U+FE0F>" },
		{ "a\xff\xc3", "a<0xFF><0xC3>" },
		{ "M\xc3\xbcnchen \xe6\x9d\xb1", "M\xc3\xbcnchen \xe6\x9d\xb1" },
		{ "e\xcc\x81", "e\xcc\x81" },
		{ "\xcc\x81"
		  "e",
			"<U+0301>e" },
		{ "e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81",
			"e\xcc\x81\xcc\x81\xcc\x81\xcc\x81<U+0301>" },
	};

	(void)state;
	assert_shown(cases, ARRAY_SIZE(cases));
}

static void
show_escapes_all_but_ascii_without_utf8(void **state)
{
	static const struct show_case cases[] = {
		{ "plain", "plain" },
		{ "M\xc3\xbcnchen", "M<U+00FC>nchen" },
		{ "\xe2\x80\xae", "<U+202E>" },
		{ "\xff", "<0xFF>" },
	};

	(void)state;
	assert_shown(cases, ARRAY_SIZE(cases));
}

/* Whatever text is shown, no control byte and no listed character reaches the terminal. */
static void
show_lets_no_listed_character_through(void **state)
{
	static const uint32_t ranges[][2] = {
		{ 0, 0x1f },
		{ 0x7f, 0xa0 },
		{ 0xad, 0xad },
		{ 0x378, 0x379 },
		{ 0x61c, 0x61c },
		{ 0x2000, 0x200f },
		{ 0x2028, 0x202f },
		{ 0x205f, 0x206f },
		{ 0x3000, 0x3000 },
		{ 0xd800, 0xf8ff },
		{ 0xfdd0, 0xfdef },
		{ 0xfe00, 0xfe0f },
		{ 0xfeff, 0xfeff },
		{ 0x1fffe, 0x1ffff },
		{ 0x40000, 0x10ffff },
		{ 0x110000, 0x110001 },
		{ UTF8_INVALID, UTF8_INVALID },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(ranges); i++) {
		uint32_t cp = ranges[i][0];

		do {
			if (text_char_width(cp) != -1)
				fail_msg("U+%04X is shown", (unsigned)cp);
		} while (cp++ != ranges[i][1]);
	}
}

static void
show_char_names_one_character(void **state)
{
	static const struct show_case cases[] = {
		{ "xyz", "\"x\"" },
		{ " yz", "a space" },
		{ "\xe2\x80\x8ez", "\"<U+200E>\"" },
		{ "\xffz", "\"<0xFF>\"" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf out = STRBUF_INIT;

		text_show_char(&out, cases[i].text);
		assert_string_equal(out.buf, cases[i].want);
		strbuf_release(&out);
	}
}

static void
width_counts_columns(void **state)
{
	static const struct {
		const char *text;
		int width;
	} cases[] = {
		{ "", 0 },
		{ "abc", 3 },
		{ "M\xc3\xbc", 2 },
		{ "\xe6\x9d\xb1\xe4\xba\xac", 4 },
		{ "e\xcc\x81x", 2 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(text_width(cases[i].text, strlen(cases[i].text)), cases[i].width);
	assert_int_equal(text_char_width('a'), 1);
	assert_int_equal(text_char_width(0x301), 0);
	assert_int_equal(text_char_width(0x6771), 2);
	assert_int_equal(text_char_width('\n'), -1);
}

static void
fit_keeps_characters_whole(void **state)
{
	static const struct {
		const char *text;
		int columns;
		size_t want;
	} cases[] = {
		{ "abc", 5, 3 },
		{ "abc", 2, 2 },
		{ "abc", 0, 0 },
		{ "\xe6\x9d\xb1\xe4\xba\xac", 3, 3 },
		{ "\xe6\x9d\xb1", 1, 0 },
		{ "e\xcc\x81x", 1, 3 },
		{ "abc", -1, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(text_fit(cases[i].text, strlen(cases[i].text), cases[i].columns),
			cases[i].want);
}

static void
wrap_breaks_at_blanks(void **state)
{
	static const struct {
		const char *text;
		int width;
		const char *want; /* lines joined by | */
	} cases[] = {
		{ "", 10, "" },
		{ "one two three", 20, "one two three" },
		{ "one two three", 7, "one two|three" },
		{ "one two three", 8, "one two|three" },
		{ "one two three", 6, "one|two|three" },
		{ "one   two", 4, "one|two" },
		{ "abcdefghij", 4, "abcd|efgh|ij" },
		{ "a abcdefgh", 4, "a|abcd|efgh" },
		{ "a\nb\n\nc\n", 10, "a|b||c" },
		{ "  in", 10, "  in" },
		{ "\xe6\x9d\xb1\xe4\xba\xac", 1, "\xe6\x9d\xb1|\xe4\xba\xac" },
		{ "ab", 0, "a|b" },
		{ "abc   ", 4, "abc" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strvec lines = STRVEC_INIT;
		struct strbuf joined = STRBUF_INIT;

		text_wrap(&lines, cases[i].text, cases[i].width);
		strvec_join(&lines, "|", &joined);
		assert_string_equal(joined.buf, cases[i].want);
		strvec_release(&lines);
		strbuf_release(&joined);
	}
}

static void
xml_check_finds_what_xml_cannot_carry(void **state)
{
	static const struct {
		const char *text;
		size_t want;
	} cases[] = {
		{ "plain\ttext\n", 11 },
		{ "a\rb", 1 },
		{ "\001", 0 },
		{ "ab\033", 2 },
		{ "a\x7f", 2 },
		{ "\xef\xbf\xbd", 3 },
		{ "\xef\xbf\xbe", 0 },
		{ "x\xef\xbf\xbf", 1 },
		{ "\xf0\x9f\xbf\xbe", 4 },
		{ "x\xed\xa0\x80", 1 },
		{ "x\xff", 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(
			text_xml_check(cases[i].text, strlen(cases[i].text)), cases[i].want);
	assert_int_equal(text_xml_check("a\0b", 3), 1);
}

static void
characters_are_counted_and_not_bytes(void **state)
{
	(void)state;
	assert_int_equal(text_count(""), 0);
	assert_int_equal(text_count("abc"), 3);
	assert_int_equal(text_count("\xc3\xa4\xe6\x9d\xb1"), 2);
	assert_int_equal(text_count("a\xff\xc3"), 3);
}

static void
a_word_is_found_in_any_case(void **state)
{
	static const struct {
		const char *text, *word;
		bool found;
	} cases[] = {
		{ "https://x/CertSrv/mscep", "/certsrv/", true },
		{ "aab", "ab", true },
		{ "ab", "abc", false },
		{ "", "a", false },
		{ "ChangeM", "changeme", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(text_contains(cases[i].text, cases[i].word), cases[i].found);
}

static void
a_slug_has_letters_digits_and_single_dashes(void **state)
{
	static const char *const cases[][2] = {
		{ "Branch office Wi-Fi", "branch-office-wi-fi" },
		{ "--A  b--", "a-b" },
		{ "x/../1", "x-1" },
		{ "\xc3\xa4\xe6\x9d\xb1", "" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf slug = STRBUF_INIT;

		strbuf_addstr(&slug, "com.");
		text_slug(cases[i][0], &slug);
		assert_string_equal(slug.buf + 4, cases[i][1]);
		strbuf_release(&slug);
	}
}

static void
nearest_finds_slips_and_no_more(void **state)
{
	static const char *const words[] = { "C", "CN", "url", "subject", "challenge", "key_size",
		"key_usage", NULL };
	static const struct {
		const char *word, *want;
	} cases[] = {
		{ "subject", "subject" },
		{ "SUBJECT", "subject" },
		{ "subejct", "subject" },
		{ "subjct", "subject" },
		{ "sbjekt", "subject" },
		{ "sabjekkt", NULL },
		{ "ulr", "url" },
		{ "urll", "url" },
		{ "cn", "CN" },
		{ "CM", "CN" },
		{ "xy", NULL },
		{ "x", NULL },
		{ "", NULL },
		{ "keysize", "key_size" },
		{ "keyusage", "key_usage" },
		{ "fingerprint", NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *found = text_nearest(cases[i].word, words);

		if (!cases[i].want)
			assert_null(found);
		else if (!found)
			fail_msg("nothing is near \"%s\"", cases[i].word);
		else
			assert_string_equal(found, cases[i].want);
	}
}

/* Of several that are near, by what a slip costs, in either order of the candidates. */
static void
nearest_takes_the_lesser_slip(void **state)
{
	static const struct {
		const char *word, *near, *farther;
	} cases[] = {
		{ "abcd", "abcd", "abdc" }, /* none, and two letters swapped */
		{ "abcdef", "abcdef", "bacdef" },
		{ "abcdef", "abcdfe", "abcxfe" },  /* two swapped, and one changed besides */
		{ "abcdef", "abcdfe", "bacdfe" },  /* swapped once, and twice */
		{ "abcdef", "abcxef", "abcdefg" }, /* one changed, and one lost */
		{ "abcdef", "abcdefg", "abcdefgh" },
		{ "abcdef", "abcde", "abcd" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *first[] = { cases[i].near, cases[i].farther, NULL };
		const char *second[] = { cases[i].farther, cases[i].near, NULL };

		assert_string_equal(text_nearest(cases[i].word, first), cases[i].near);
		assert_string_equal(text_nearest(cases[i].word, second), cases[i].near);
	}
}

/* Slips in a short word and in one of five letters, and words of 64 letters at most. */
static void
nearest_has_limits(void **state)
{
	static const struct {
		const char *word, *candidate;
		bool near;
	} cases[] = {
		{ "abcd", "abcx", true },
		{ "abcd", "abxy", false },
		{ "abcde", "abcxy", true },
		{ "abcde", "abxyz", false },
		{ "a", "b", false },
		{ "ab", "ac", true },
		{ "ab", "cd", false },
	};
	struct strbuf word = STRBUF_INIT, candidate = STRBUF_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *candidates[] = { cases[i].candidate, NULL };

		if (!text_nearest(cases[i].word, candidates) == cases[i].near)
			fail_msg("%s and %s", cases[i].word, cases[i].candidate);
	}
	for (size_t len = 63; len <= 65; len++) {
		const char *candidates[] = { NULL, NULL };

		strbuf_clear(&word);
		strbuf_addchars(&word, 'a', len);
		strbuf_clear(&candidate);
		strbuf_addchars(&candidate, 'a', len - 1);
		strbuf_addch(&candidate, 'b');
		candidates[0] = candidate.buf;
		assert_int_equal(!text_nearest(word.buf, candidates), len > 64);
	}
	strbuf_release(&word);
	strbuf_release(&candidate);
}

static void
nearest_survives_long_words(void **state)
{
	char word[1000];
	const char *words[] = { word, "url", NULL };

	(void)state;
	memset(word, 'u', sizeof word - 1);
	word[sizeof word - 1] = '\0';
	assert_null(text_nearest(word, words));
	assert_string_equal(text_nearest("urk", words), "url");
}

static void
blank_and_plural_tell(void **state)
{
	(void)state;
	assert_true(text_is_blank(""));
	assert_true(text_is_blank(" \t\r\n"));
	assert_false(text_is_blank(" x "));
	assert_string_equal(plural(1, "problem", "problems"), "problem");
	assert_string_equal(plural(0, "problem", "problems"), "problems");
	assert_string_equal(plural(2, "problem", "problems"), "problems");
}

/* What report() writes to stderr, caught in a pipe. */
static void
assert_reported(int (*report)(const char *, ...), const char *text, const char *want)
{
	char line[256];
	int ends[2], saved = dup(STDERR_FILENO), result;
	ssize_t n;

	assert_int_equal(pipe(ends), 0);
	dup2(ends[1], STDERR_FILENO);
	result = report("%s", text);
	dup2(saved, STDERR_FILENO);
	close(ends[1]);
	n = read(ends[0], line, sizeof line - 1);
	close(ends[0]);
	close(saved);
	assert_true(n >= 0);
	line[n] = '\0';
	assert_string_equal(line, want);
	assert_int_equal(result, -1);
}

static void
report_writes_one_filtered_line(void **state)
{
	(void)state;
	assert_reported(report_error, "a\033]0;x\007\nb",
		"scepwiz: error: a<U+001B>]0;x<U+0007><U+000A>b\n");
	assert_reported(report_error, "final\n", "scepwiz: error: final\n");
	assert_reported(report_warning, "w", "scepwiz: warning: w\n");
	assert_reported(report_note, "n", "scepwiz: n\n");
}

static void
hex_digits_have_values(void **state)
{
	static const char digits[] = "0123456789abcdef", others[] = "gG/:@`zZ -\0\xc3";

	(void)state;
	for (int i = 0; i < 16; i++) {
		assert_int_equal(text_hex_digit(digits[i]), i);
		assert_int_equal(text_hex_digit((char)toupper((unsigned char)digits[i])), i);
	}
	for (size_t i = 0; i < sizeof others; i++)
		assert_int_equal(text_hex_digit(others[i]), -1);
}

static void
words_are_found_whole(void **state)
{
	(void)state;
	assert_true(text_has_word("url", "url"));
	assert_true(text_has_word("url key_size", "key_size"));
	assert_false(text_has_word("url key_size", "key"));
	assert_false(text_has_word("url key_size", "size"));
	assert_false(text_has_word("", "url"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(utf8_decodes_every_scalar_value),
		cmocka_unit_test(utf8_rejects_what_is_none),
		cmocka_unit_test_setup(show_escapes_what_steers_or_deceives, utf8_setup),
		cmocka_unit_test_setup(show_escapes_all_but_ascii_without_utf8, c_setup),
		cmocka_unit_test_setup(show_lets_no_listed_character_through, utf8_setup),
		cmocka_unit_test_setup(show_char_names_one_character, utf8_setup),
		cmocka_unit_test_setup(width_counts_columns, utf8_setup),
		cmocka_unit_test_setup(fit_keeps_characters_whole, utf8_setup),
		cmocka_unit_test_setup(wrap_breaks_at_blanks, utf8_setup),
		cmocka_unit_test(xml_check_finds_what_xml_cannot_carry),
		cmocka_unit_test(characters_are_counted_and_not_bytes),
		cmocka_unit_test(a_word_is_found_in_any_case),
		cmocka_unit_test(a_slug_has_letters_digits_and_single_dashes),
		cmocka_unit_test(nearest_finds_slips_and_no_more),
		cmocka_unit_test(nearest_takes_the_lesser_slip),
		cmocka_unit_test(nearest_has_limits),
		cmocka_unit_test(nearest_survives_long_words),
		cmocka_unit_test(blank_and_plural_tell),
		cmocka_unit_test(report_writes_one_filtered_line),
		cmocka_unit_test(hex_digits_have_values),
		cmocka_unit_test(words_are_found_whole),
	};

	return run_tests(tests);
}
