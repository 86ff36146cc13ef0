/* syntax/base64: strict both ways. */
#include "testing.h"

#include "base/xalloc.h"

#include "syntax/base64.h"

static void
base64_round_trips_rfc_4648(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ "f", "Zg==" },
		{ "fo", "Zm8=" },
		{ "foo", "Zm9v" },
		{ "foob", "Zm9vYg==" },
		{ "fooba", "Zm9vYmE=" },
		{ "foobar", "Zm9vYmFy" },
		{ "\xfb\xff\xbf", "+/+/" },
	};
	size_t bad;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf text = STRBUF_INIT, bytes = STRBUF_INIT;

		base64_encode(cases[i][0], strlen(cases[i][0]), &text);
		assert_string_equal(text.buf, cases[i][1]);
		assert_int_equal(base64_decode(text.buf, text.len, &bytes, &bad), 0);
		assert_string_equal(bytes.buf, cases[i][0]);
		strbuf_release(&text);
		strbuf_release(&bytes);
	}
}

static void
base64_round_trips_every_length(void **state)
{
	unsigned char data[256];
	size_t bad;

	(void)state;
	for (size_t i = 0; i < sizeof data; i++)
		data[i] = (unsigned char)(i * 167 + 13);
	for (size_t len = 0; len <= sizeof data; len++) {
		struct strbuf text = STRBUF_INIT, bytes = STRBUF_INIT;

		base64_encode(data, len, &text);
		assert_int_equal(text.len, (len + 2) / 3 * 4);
		assert_int_equal(base64_decode(text.buf, text.len, &bytes, &bad), 0);
		assert_int_equal(bytes.len, len);
		assert_memory_equal(bytes.buf, data, len);
		strbuf_release(&text);
		strbuf_release(&bytes);
	}
}

static void
base64_allows_blanks_and_no_padding(void **state)
{
	static const char *const cases[][2] = {
		{ "Zg", "f" },
		{ "Zm8", "fo" },
		{ " Zm\r\n9v\tYg = =\n", "foob" },
		{ " \n", "" },
	};
	size_t bad;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf bytes = STRBUF_INIT;

		assert_int_equal(base64_decode(cases[i][0], strlen(cases[i][0]), &bytes, &bad), 0);
		assert_string_equal(bytes.buf, cases[i][1]);
		strbuf_release(&bytes);
	}
}

static void
base64_tells_where_it_fails(void **state)
{
	static const struct {
		const char *text;
		size_t bad;
	} cases[] = {
		{ "Zm9v*mFy", 4 },
		{ "Zm-v", 2 },
		{ "Zm_v", 2 },
		{ "Z", 0 },
		{ "Zm9vZ", 4 },
		{ "Zh", 1 },    /* stray bits */
		{ "Zm9=", 2 },  /* likewise */
		{ "Zg=", 3 },   /* half a padding */
		{ "Zg===", 4 }, /* too much of it */
		{ "=", 0 },
		{ "Z===", 1 },
		{ "Zm9v=", 4 },
		{ "Zg==Zg==", 4 }, /* text behind it */
		{ "Zm8=\xc3\xa4", 4 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf bytes = STRBUF_INIT;
		size_t bad = 999;

		strbuf_addstr(&bytes, "kept");
		assert_int_equal(
			base64_decode(cases[i].text, strlen(cases[i].text), &bytes, &bad), -1);
		assert_int_equal(bad, cases[i].bad);
		assert_string_equal(bytes.buf, "kept");
		strbuf_release(&bytes);
	}
}

static void
base64_rejects_a_nul_byte(void **state)
{
	struct strbuf bytes = STRBUF_INIT;
	size_t bad = 999;

	(void)state;
	assert_int_equal(base64_decode("Zm\0v", 4, &bytes, &bad), -1);
	assert_int_equal(bad, 2);
	strbuf_release(&bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(base64_round_trips_rfc_4648),
		cmocka_unit_test(base64_round_trips_every_length),
		cmocka_unit_test(base64_allows_blanks_and_no_padding),
		cmocka_unit_test(base64_tells_where_it_fails),
		cmocka_unit_test(base64_rejects_a_nul_byte),
	};

	return run_tests(tests);
}
