/* The JSON writer: layout, escapes, nesting. */
#include "testing.h"

#include <locale.h>

#include "base/json.h"

static void
assert_json(const struct node *node, const char *wanted)
{
	struct strbuf out = STRBUF_INIT;

	json_write(node, &out);
	assert_string_equal(out.buf, wanted);
	strbuf_release(&out);
}

static void
empty_containers_take_no_lines(void **state)
{
	NODE(top) = node_map_new();

	(void)state;
	node_add(top, "list", node_list_new());
	node_add(top, "map", node_map_new());
	assert_json(top, "{\n  \"list\": [],\n  \"map\": {}\n}\n");
}

static void
members_are_separated_and_indented(void **state)
{
	NODE(top) = node_list_new();
	struct node *map = node_append(top, json_add(node_map_new(), "a", "x", "b", NULL, NULL));

	(void)state;
	node_add(map, "c", node_integer_new(-7));
	node_add(map, "d", node_boolean_new(true));
	node_append(top, node_boolean_new(false));
	assert_json(top, "[\n"
			 "  {\n"
			 "    \"a\": \"x\",\n"
			 "    \"b\": null,\n"
			 "    \"c\": -7,\n"
			 "    \"d\": true\n"
			 "  },\n"
			 "  false\n"
			 "]\n");
}

static void
texts_become_lists(void **state)
{
	struct strvec texts = STRVEC_INIT;
	NODE(top) = node_list_new();

	(void)state;
	node_append(top, json_array("a", "b", NULL));
	strvec_push(&texts, "c");
	node_append(top, json_texts(&texts));
	assert_json(top, "[\n  [\n    \"a\",\n    \"b\"\n  ],\n  [\n    \"c\"\n  ]\n]\n");
	strvec_release(&texts);
}

/* As json_write does with all of them in a list. */
static void
items_are_written_one_by_one(void **state)
{
	(void)state;
	for (size_t n = 0; n < 3; n++) {
		struct strbuf out = STRBUF_INIT;
		NODE(list) = node_list_new();

		for (size_t i = 0; i < n; i++)
			json_write_item(node_append(list, json_add(node_map_new(), "a", "b", NULL)),
				i, &out);
		json_write_end(n, &out);
		assert_json(list, out.buf);
		strbuf_release(&out);
	}
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
		NODE(text) = node_text_new(cases[i].text);

		assert_json(text, cases[i].json);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(empty_containers_take_no_lines),
		cmocka_unit_test(members_are_separated_and_indented),
		cmocka_unit_test(texts_become_lists),
		cmocka_unit_test(items_are_written_one_by_one),
		cmocka_unit_test(texts_are_escaped),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
