/* JSON: what is written, with its layout, escapes and nesting; and what is read. */
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

/*
 * Reading.
 */

/* What is read, written again without its layout. */
static void
flat(const struct node *node, struct strbuf *out)
{
	STRBUF(text);
	bool quoted = false;

	json_write(node, &text);
	for (size_t i = 0; i < text.len; i++) {
		quoted ^= text.buf[i] == '"' && (!i || text.buf[i - 1] != '\\');
		if (quoted || (text.buf[i] != ' ' && text.buf[i] != '\n'))
			strbuf_addch(out, text.buf[i]);
	}
}

static void
texts_are_read(void **state)
{
	static const struct {
		const char *text, *read;
	} cases[] = {
		{ "{}", "{}" },
		{ " [ ]\r\n", "[]" },
		{ "\t{ \"a\" : [ 1 , {\"b\":null} ] , \"\" : true }",
			"{\"a\":[1,{\"b\":null}],\"\":true}" },
		{ "[[[]]]", "[[[]]]" },
		{ "false", "false" },
		{ "0", "0" },
		{ "-0", "0" },
		{ "[-7, 10]", "[-7,10]" },
		{ "9223372036854775807", "9223372036854775807" },
		{ "-9223372036854775808", "-9223372036854775808" },
		{ "\"a b\"", "\"a b\"" },
		{ "\"\\u0041\\u00e4\\/\"", "\"A\xc3\xa4/\"" },
		{ "\"\\ud83d\\ude00\"", "\"\xf0\x9f\x98\x80\"" },
		{ "\"\\n\\t\\\\\\b\\f\\r\"", "\"\\n\\t\\\\\\b\\f\\r\"" },
		{ "\"\x7f\"", "\"\\u007f\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		STRBUF(err);
		STRBUF(again);
		NODE(node) = json_read(cases[i].text, strlen(cases[i].text), 3, &err);

		if (!node)
			fail_msg("%s: %s", cases[i].text, err.buf);
		flat(node, &again);
		assert_string_equal(again.buf, cases[i].read);
	}
}

static void
other_texts_are_refused(void **state)
{
	static const struct {
		const char *text, *sentence;
	} cases[] = {
		{ "", "line 1, column 1: a value is missing" },
		{ " \n ", "line 2, column 2: a value is missing" },
		{ "nul", "line 1, column 1: this is not JSON" },
		{ "'a'", "line 1, column 1: this is not JSON" },
		{ "[1]x", "line 1, column 4: more follows behind the value" },
		{ "{} {}", "line 1, column 4: more follows behind the value" },
		{ "[1,]", "line 1, column 4: this is not JSON" },
		{ "[1", "line 1, column 3: the array needs a comma or its ] here" },
		{ "[1 2]", "line 1, column 4: the array needs a comma or its ] here" },
		{ "{\"a\":1", "line 1, column 7: the object needs a comma or its } here" },
		{ "{\"a\":1,}", "line 1, column 8: the object needs a \"member\" here" },
		{ "{a:1}", "line 1, column 2: the object needs a \"member\" here" },
		{ "{\"a\" 1}", "line 1, column 6: the member needs a colon here" },
		{ "{\"a\":}", "line 1, column 6: this is not JSON" },
		{ "{\"a\":1,\n\"a\":2}", "line 2, column 2: the object has this member twice" },
		{ "[[[[]]]]", "line 1, column 4: this is nested too deeply" },
		{ "[{\"a\":{\"b\":{}}}]", "line 1, column 12: this is nested too deeply" },
		{ "\"a", "line 1, column 3: the text has no end" },
		{ "\"a\n\"", "line 1, column 3: a text cannot have this byte" },
		{ "\"\xff\"", "line 1, column 2: a text cannot have this byte" },
		{ "\"\\", "line 1, column 3: the text ends in an escape" },
		{ "\"\\x\"", "line 1, column 3: there is no such escape" },
		{ "\"\\u12\"", "line 1, column 6: \\u needs four hex digits" },
		{ "\"\\u0000\"", "line 1, column 2: a text cannot have this \\u" },
		{ "\"\\ud83d\"", "line 1, column 2: a text cannot have this \\u" },
		{ "\"\\ude00\"", "line 1, column 2: a text cannot have this \\u" },
		{ "\"\\ud83d\\u0041\"", "line 1, column 2: a text cannot have this \\u" },
		{ "1.5", "line 1, column 1: only whole numbers are accepted" },
		{ "1e3", "line 1, column 1: only whole numbers are accepted" },
		{ "1E3", "line 1, column 1: only whole numbers are accepted" },
		{ "01", "line 1, column 1: only whole numbers are accepted" },
		{ "-01", "line 1, column 1: only whole numbers are accepted" },
		{ "-", "line 1, column 1: only whole numbers are accepted" },
		{ "9223372036854775808", "line 1, column 1: only whole numbers are accepted" },
		{ "-9223372036854775809", "line 1, column 1: the number is too large" },
		{ "99999999999999999999999", "line 1, column 1: the number is too large" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		STRBUF(err);

		assert_null(json_read(cases[i].text, strlen(cases[i].text), 3, &err));
		assert_string_equal(err.buf, cases[i].sentence);
	}
	for (int entries = 1000; entries <= 1001; entries++) {
		STRBUF(list);
		STRBUF(map);
		STRBUF(err);
		NODE(a) = NULL;
		NODE(b) = NULL;

		for (int k = 0; k < entries; k++) {
			strbuf_addf(&list, "%s1", k ? "," : "[");
			strbuf_addf(&map, "%s\"%d\":1", k ? "," : "{", k);
		}
		strbuf_addch(&list, ']');
		strbuf_addch(&map, '}');
		a = json_read(list.buf, list.len, 3, &err);
		b = json_read(map.buf, map.len, 3, &err);
		assert_int_equal(a != NULL, entries == 1000);
		assert_int_equal(b != NULL, entries == 1000);
		if (!a)
			assert_non_null(strstr(err.buf, "the array is too long"));
		if (!b)
			assert_non_null(strstr(err.buf, "the object has too many members"));
	}
}

/* The text need not end behind its last byte. */
static void
no_byte_behind_the_end_is_read(void **state)
{
	static const char text[] = "[true, -12, \"\\ud83d\\ude00\", {\"a\": null}]";

	(void)state;
	for (size_t len = 0; len < sizeof text; len++) {
		char *copy = malloc(len + 1);
		STRBUF(err);
		NODE(node) = NULL;

		memcpy(copy, text, len);
		copy = realloc(copy, len ? len : 1); /* ASan sees a read behind it */
		node = json_read(copy, len, 3, &err);
		assert_int_equal(node != NULL, len == sizeof text - 1);
		free(copy);
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
		cmocka_unit_test(texts_are_read),
		cmocka_unit_test(other_texts_are_refused),
		cmocka_unit_test(no_byte_behind_the_end_is_read),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
