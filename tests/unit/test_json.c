/* The JSON writer: layout, escapes, nesting. */
#include "testing.h"

#include <locale.h>

#include "base/json.h"

static void
empty_containers_take_no_lines(void **state)
{
	struct strbuf out = STRBUF_INIT;
	struct json json = JSON_INIT(&out);

	(void)state;
	json_open(&json, NULL, '{');
	json_open(&json, "list", '[');
	json_close(&json);
	json_open(&json, "map", '{');
	json_close(&json);
	json_close(&json);
	assert_string_equal(out.buf, "{\n  \"list\": [],\n  \"map\": {}\n}\n");
	strbuf_release(&out);
}

static void
members_are_separated_and_indented(void **state)
{
	struct strbuf out = STRBUF_INIT;
	struct json json = JSON_INIT(&out);

	(void)state;
	json_open(&json, NULL, '[');
	json_open(&json, NULL, '{');
	json_text(&json, "a", "x");
	json_text(&json, "b", NULL);
	json_number(&json, "c", -7);
	json_bool(&json, "d", true);
	json_close(&json);
	json_bool(&json, NULL, false);
	json_close(&json);
	assert_string_equal(out.buf, "[\n"
				     "  {\n"
				     "    \"a\": \"x\",\n"
				     "    \"b\": null,\n"
				     "    \"c\": -7,\n"
				     "    \"d\": true\n"
				     "  },\n"
				     "  false\n"
				     "]\n");
	strbuf_release(&out);
}

static void
texts_are_escaped(void **state)
{
	static const struct {
		const char *text, *json;
	} cases[] = {
		{ "", "\"\"\n" }, { "plain /", "\"plain /\"\n" }, { "\"\\", "\"\\\"\\\\\"\n" },
		{ "\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\"\n" },
		{ "\x01\x1b\x7f", "\"\\u0001\\u001b\\u007f\"\n" },
		{ "\xc3\xa4", "\"\xc3\xa4\"\n" },               /* a umlaut, as it is */
		{ "\xe2\x80\xae", "\"\\u202e\"\n" },            /* turns the line around */
		{ "\xf3\xa0\x81\x81", "\"\\udb40\\udc41\"\n" }, /* a tag: a surrogate pair */
		{ "a\xff\xc3", "\"a\\ufffd\\ufffd\"\n" },       /* no UTF-8 */
		{ "\xc2\x9b"
		  "2J",
			"\"\\u009b2J\"\n" }, /* a control sequence of C1 */
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct strbuf out = STRBUF_INIT;
		struct json json = JSON_INIT(&out);

		json_open(&json, NULL, '[');
		json_text(&json, NULL, cases[i].text);
		json_close(&json);
		strbuf_splice(&out, 0, strlen("[\n  "), "", 0);
		strbuf_truncate(&out, out.len - strlen("]\n"));
		assert_string_equal(out.buf, cases[i].json);
		strbuf_release(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(empty_containers_take_no_lines),
		cmocka_unit_test(members_are_separated_and_indented),
		cmocka_unit_test(texts_are_escaped),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
