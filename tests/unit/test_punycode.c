/* syntax/punycode: the ASCII form of host names, and back. */
#include "testing.h"

#include "base/strbuf.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/punycode.h"

/* Made by Python's codec "punycode", which is not ours; RFC 3492, section 7.1 has the long ones. */
static const struct name {
	const char *host, *ascii;
	bool certain;
} names[] = {
	{ "b\xc3\xbc"
	  "cher.example",
		"xn--bcher-kva.example", true },
	{ "B\xc3\xbc"
	  "cher.Example",
		"xn--bcher-kva.Example", true },
	{ "m\xc3\xbcnchen.net", "xn--mnchen-3ya.net", true },
	{ "\xd0\xbf\xd0\xbe\xd1\x87\xd1\x82\xd0\xb0.example", "xn--80a1acny.example", true },
	{ "\xe6\x9d\xb1\xe4\xba\xac.example", "xn--1lqs71d.example", true },
	{ "3\xe5\xb9\xb4"
	  "b\xe7\xb5\x84\xe9\x87\x91\xe5\x85\xab\xe5\x85\x88\xe7\x94\x9f",
		"xn--3b-ww4c5e180e575a65lsy2b", false },
	{ "\xe4\xbb\x96\xe4\xbb\xac\xe4\xb8\xba\xe4\xbb\x80\xe4\xb9\x88\xe4\xb8\x8d\xe8\xaf\xb4\xe4\xb8"
	  "\xad\xe6\x96\x87",
		"xn--ihqwcrb4cv8a8dqg056pqjye", true },
	/* Cyrillic a before Latin letters */
	{ "\xd0\xb0pple.com", "xn--pple-43d.com", false },
	/* sharp s, capital, final sigma: IDNA maps them, or did */
	{ "stra\xc3\x9f"
	  "e.de",
		"xn--strae-oqa.de", false },
	{ "\xc3\x9c"
	  "ber.de",
		"xn--ber-ska.de", false },
	{ "\xcf\x82.gr", "xn--3xa.gr", false },
	{ "a\xe2\x80\x8b.de", "xn--a-qgn.de", false },
	{ "%HostName%.b\xc3\xbc"
	  "cher.de",
		"%HostName%.xn--bcher-kva.de", true },
	{ "a%b\xc3\xbc.de", "xn--a%b-joa.de", false },
	{ "\xf0\x9f\x98\x80.ws", "xn--e28h.ws", false },
};

static void
names_have_an_ascii_form(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct strbuf out = STRBUF_INIT;

		assert_int_equal(punycode_encode(names[i].host, &out), 0);
		assert_string_equal(out.buf, names[i].ascii);
		assert_int_equal(punycode_is_certain(names[i].host), names[i].certain);
		strbuf_release(&out);
	}
}

static void
what_is_no_name_has_none(void **state)
{
	static const char *const cases[] = { "b\xc3.de", "a.\xff", "\xed\xa0\x80" };
	struct strbuf long_name = STRBUF_INIT, out = STRBUF_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_int_equal(punycode_encode(cases[i], &out), -1);
		assert_false(punycode_is_certain(cases[i]));
	}
	strbuf_addchars(&long_name, 'a', 64);
	strbuf_addstr(&long_name, "\xc3\xbc.de");
	assert_int_equal(punycode_encode(long_name.buf, &out), -1);
	assert_int_equal(out.len, 0);
	strbuf_release(&long_name);
	strbuf_release(&out);
}

static void
names_are_read_back(void **state)
{
	static const char *const cases[][2] = {
		{ "xn--bcher-kva.example", "b\xc3\xbc"
					   "cher.example" },
		{ "www.XN--Bcher-KVA.example", "www.B\xc3\xbc"
					       "cher.example" },
		{ "xn--80a1acny", "\xd0\xbf\xd0\xbe\xd1\x87\xd1\x82\xd0\xb0" },
		{ "xn--pple-43d.com", "\xd0\xb0pple.com" },
		{ "xn--e28h.ws", "\xf0\x9f\x98\x80.ws" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf out = STRBUF_INIT;

		assert_int_equal(punycode_decode(cases[i][0], &out), 0);
		assert_string_equal(out.buf, cases[i][1]);
		strbuf_release(&out);
	}
}

static void
what_is_no_punycode_is_not_read(void **state)
{
	static const char *const cases[] = { "", "example.com", "xn--", "a.xn--.b", "xn--b\xc3\xbc",
		"xn--99999999999999", "xn--a-b-!", "xn--0", "xn--xn--9z9--", "xn--abc-",
		"xn--999999b",
		"xn--aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" };
	struct strbuf out = STRBUF_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (punycode_decode(cases[i], &out) == 0)
			fail_msg("\"%s\" reads as \"%s\"", cases[i], out.buf);
	assert_int_equal(out.len, 0);
	strbuf_release(&out);
}

/* Every character, alone and between others, there and back. */
static void
every_character_comes_back(void **state)
{
	struct strbuf host = STRBUF_INIT, ascii = STRBUF_INIT, back = STRBUF_INIT;

	(void)state;
	for (uint32_t cp = 0x80; cp <= 0x10ffff; cp += cp < 0x3000 ? 1 : 97) {
		char utf8[4];
		size_t len;

		if (cp >= 0xd800 && cp <= 0xdfff)
			continue;
		len = utf8_encode(cp, utf8);
		strbuf_set(&host, "a");
		strbuf_add(&host, utf8, len);
		strbuf_addstr(&host, "-\xc3\xbcz.");
		strbuf_add(&host, utf8, len);
		strbuf_clear(&ascii);
		strbuf_clear(&back);
		assert_int_equal(punycode_encode(host.buf, &ascii), 0);
		assert_int_equal(punycode_decode(ascii.buf, &back), 0);
		assert_string_equal(back.buf, host.buf);
	}
	strbuf_release(&host);
	strbuf_release(&ascii);
	strbuf_release(&back);
}

static void
letters_that_look_alike_are_named(void **state)
{
	static const struct {
		const char *host, *scripts;
		bool mixed;
	} cases[] = {
		{ "apple.com", NULL, false },
		{ "b\xc3\xbc"
		  "cher.\xe6\x9d\xb1",
			NULL, false },
		{ "\xd0\xb0pple.com", "Latin and Cyrillic", true },
		{ "a.\xcf\x81\xd0\xb0", "Greek and Cyrillic", true },
		{ "\xd0\xb0\xd1\x80\xd1\x80.com", "Cyrillic", false },
		{ "\xce\xbf.com", "Greek", false },
		{ "p\xce\xbf\xd1\x80", "Latin, Greek and Cyrillic", true },
		{ "\xce\xbfpple.com", "Latin and Greek", true },
		{ "apple.com.\xd0\xb0", "Cyrillic", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		bool mixed;
		const char *scripts = punycode_lookalikes(cases[i].host, &mixed);

		assert_int_equal(mixed, cases[i].mixed);
		if (!cases[i].scripts)
			assert_null(scripts);
		else
			assert_string_equal(scripts, cases[i].scripts);
	}
}

/* The first and the last letter of each block, and what stands beside them. */
static void
blocks_that_look_alike_have_their_edges(void **state)
{
	static const struct {
		uint32_t cp;
		const char
			*scripts; /* beside a Cyrillic letter, a Latin one where it is Cyrillic */
	} cases[] = {
		{ '@', "Cyrillic" },
		{ 'A', "Latin and Cyrillic" },
		{ 'Z', "Latin and Cyrillic" },
		{ '[', "Cyrillic" },
		{ '`', "Cyrillic" },
		{ 'a', "Latin and Cyrillic" },
		{ 'z', "Latin and Cyrillic" },
		{ '{', "Cyrillic" },
		{ 0xbf, "Cyrillic" },
		{ 0xc0, "Latin and Cyrillic" },
		{ 0xd6, "Latin and Cyrillic" },
		{ 0xd7, "Cyrillic" },
		{ 0xd8, "Latin and Cyrillic" },
		{ 0xf6, "Latin and Cyrillic" },
		{ 0xf7, "Cyrillic" },
		{ 0xf8, "Latin and Cyrillic" },
		{ 0x2af, "Latin and Cyrillic" },
		{ 0x2b0, "Cyrillic" },
		{ 0x36f, "Cyrillic" },
		{ 0x370, "Greek and Cyrillic" },
		{ 0x3ff, "Greek and Cyrillic" },
		{ 0x400, "Latin and Cyrillic" },
		{ 0x52f, "Latin and Cyrillic" },
		{ 0x530, "Cyrillic" },
		{ 0x1dff, "Cyrillic" },
		{ 0x1e00, "Latin and Cyrillic" },
		{ 0x1eff, "Latin and Cyrillic" },
		{ 0x1f00, "Greek and Cyrillic" },
		{ 0x1fff, "Greek and Cyrillic" },
		{ 0x2000, "Cyrillic" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		bool cyrillic = cases[i].cp >= 0x400 && cases[i].cp < 0x530, mixed;
		char host[8] = "";
		const char *scripts;

		memcpy(host + utf8_encode(cases[i].cp, host), cyrillic ? "a" : "\xd0\xb0", 2);
		scripts = punycode_lookalikes(host, &mixed);
		if (!scripts || strcmp(scripts, cases[i].scripts) != 0)
			fail_msg("U+%04X: %s", (unsigned)cases[i].cp, scripts ? scripts : "none");
	}
}

/* A label of 63 bytes in its ASCII form, and of one more. */
static void
labels_have_63_bytes(void **state)
{
	size_t good = 0;

	(void)state;
	for (size_t letters = 50; letters < 70; letters++) {
		struct strbuf host = STRBUF_INIT, ascii = STRBUF_INIT, read = STRBUF_INIT;

		strbuf_addchars(&host, 'a', letters);
		strbuf_addstr(&host, "\xc3\xbc");
		if (punycode_encode(host.buf, &ascii) < 0) {
			assert_int_equal(ascii.len, 0);
			assert_false(punycode_is_certain(host.buf));
		} else {
			assert_true(ascii.len <= 63);
			assert_true(punycode_is_certain(host.buf));
			assert_int_equal(punycode_decode(ascii.buf, &read), 0);
			assert_string_equal(read.buf, host.buf);
			good = ascii.len;
			strbuf_splice(&ascii, 4, 0, "aaaaaaaaaaaaa", 64 - ascii.len);
			assert_int_equal(punycode_decode(ascii.buf, &read), -1);
		}
		strbuf_release(&host);
		strbuf_release(&ascii);
		strbuf_release(&read);
	}
	assert_int_equal(good, 63);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_have_an_ascii_form),
		cmocka_unit_test(what_is_no_name_has_none),
		cmocka_unit_test(names_are_read_back),
		cmocka_unit_test(what_is_no_punycode_is_not_read),
		cmocka_unit_test(every_character_comes_back),
		cmocka_unit_test(letters_that_look_alike_are_named),
		cmocka_unit_test(blocks_that_look_alike_have_their_edges),
		cmocka_unit_test(labels_have_63_bytes),
	};

	return run_tests(tests);
}
