/* syntax/entity: entities that stand in a text, and what they mean. */
#include "testing.h"

#include "base/xalloc.h"

#include "syntax/entity.h"

static void
entity_decode_takes_one_level_off(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ "Muster & Co", "Muster & Co" },
		{ "Muster &amp; Co", "Muster & Co" },
		{ "&amp;&lt;&gt;&quot;&apos;", "&<>\"'" },
		{ "&amp;amp;", "&amp;" },
		{ "&amp;lt;x&amp;gt;", "&lt;x&gt;" },
		{ "&#38;&#x26;&#X26;&#0038;", "&&&&" },
		{ "M&uuml;ller&nbsp;Gmb&#72;", "M\xc3\xbcller\xc2\xa0GmbH" },
		{ "&#x1F600;", "\xf0\x9f\x98\x80" },
		{ "&&amp;;", "&&;" },
		/* none of these is one */
		{ "R&D; AT&T;", "R&D; AT&T;" },
		{ "&AMP; &amp &; &#; &#x; & amp;", "&AMP; &amp &; &#; &#x; & amp;" },
		{ "&#0; &#8; &#xD800; &#xFFFE; &#x110000; &#99999999999;",
			"&#0; &#8; &#xD800; &#xFFFE; &#x110000; &#99999999999;" },
		{ "&#3g; &#xg; &#1a;", "&#3g; &#xg; &#1a;" },
		/* 15 characters, and one more */
		{ "&#00000000000038;", "&" },
		{ "&#000000000000038;", "&#000000000000038;" },
		{ "&aaaaaaaaaaaaaaaaaaaaaaaaaaaa;", "&aaaaaaaaaaaaaaaaaaaaaaaaaaaa;" },
		{ "a=1&b=2;c", "a=1&b=2;c" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf out = STRBUF_INIT;

		entity_decode(cases[i][0], &out);
		assert_string_equal(out.buf, cases[i][1]);
		strbuf_release(&out);
	}
}

static void
entity_next_says_where(void **state)
{
	const char *text = "a & b &amp; c &#233; d";
	struct entity entity;
	size_t pos = 0;

	(void)state;
	assert_true(entity_next(text, &pos, &entity));
	assert_int_equal(entity.offset, 6);
	assert_int_equal(entity.len, 5);
	assert_int_equal(entity.cp, '&');
	assert_int_equal(pos, 11);
	assert_true(entity_next(text, &pos, &entity));
	assert_int_equal(entity.offset, 14);
	assert_int_equal(entity.cp, 0xe9);
	assert_false(entity_next(text, &pos, &entity));
	assert_false(entity_next("", &(size_t){ 0 }, &entity));
}

/* The table of names is in the order of the characters. */
static void
entity_names_of_latin_are_in_order(void **state)
{
	static const char *const ends[][2] = { { "&nbsp;", "\xc2\xa0" }, { "&iquest;", "\xc2\xbf" },
		{ "&times;", "\xc3\x97" }, { "&szlig;", "\xc3\x9f" }, { "&divide;", "\xc3\xb7" },
		{ "&yuml;", "\xc3\xbf" } };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		struct strbuf out = STRBUF_INIT;

		entity_decode(ends[i][0], &out);
		assert_string_equal(out.buf, ends[i][1]);
		strbuf_release(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entity_decode_takes_one_level_off),
		cmocka_unit_test(entity_next_says_where),
		cmocka_unit_test(entity_names_of_latin_are_in_order),
	};

	return run_tests(tests);
}
