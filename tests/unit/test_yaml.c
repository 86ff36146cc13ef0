/* Reading YAML with places and limits, and writing it so that every reader agrees. */
#include "testing.h"

#include "base/strbuf.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/yaml/yaml.h"
#include "format/yaml/yaml_write.h"

#define BOM "\xef\xbb\xbf"

static const struct yaml_limits limits = { 4096, 3, 12 };

static struct node *
read_or_fail(const char *source)
{
	struct strbuf err = STRBUF_INIT;
	struct node *root;

	if (yaml_source_read(source, strlen(source), "t", &limits, &root, &err) < 0)
		fail_msg("%s\n%s", err.buf, source);
	strbuf_release(&err);
	return root;
}

/* The tree in one line: kind, text, and the place and bytes of each value. */
static void
dump(const struct node *node, const char *source, struct strbuf *out)
{
	static const char *const styles[] = { "plain", "single", "double", "literal", "folded",
		"block", "flow" };

	if (node->key)
		strbuf_addf(out, "%s=", node->key);
	strbuf_addf(
		out, "%s@%d:%d", styles[node->source.style], node->place.line, node->place.column);
	if (node->kind == NODE_TEXT) {
		strbuf_addf(out, "<%.*s>", (int)(node->source.end - node->source.start),
			source + node->source.start);
		return;
	}
	strbuf_addch(out, node->kind == NODE_MAP ? '{' : '[');
	for (size_t i = 0; i < node->n; i++) {
		if (i)
			strbuf_addch(out, ' ');
		dump(node->v[i], source, out);
	}
	strbuf_addch(out, node->kind == NODE_MAP ? '}' : ']');
}

static const struct {
	const char *source, *tree;
} places[] = {
	{ "a: b", "block@1:1{a=plain@1:4<b>}" },
	{ BOM "a: 'b'  # c\r\n", "block@1:1{a=single@1:4<'b'>}" },
	{ "é: \"ü\" # ö\nb: ß\n", "block@1:1{é=double@1:4<\"ü\"> b=plain@2:4<ß>}" },
	{ "a:\nb:   # empty\n", "block@1:1{a=plain@1:3<> b=plain@2:3<>}" },
	{ "---\na: x y\n   z  \n...\n", "block@2:1{a=plain@2:4<x y\n   z>}" },
	{ "a: |  # note\n  x\n\n   y\n\n# c\nb: 1\n",
		"block@1:1{a=literal@1:4<|  # note\n  x\n\n   y> b=plain@7:4<1>}" },
	{ "a: |\r\n  x\r\n\r\nb: |-\r\n  y",
		"block@1:1{a=literal@1:4<|\r\n  x> b=literal@4:4<|-\r\n  y>}" },
	{ "a: |+\n  x\n\nb: >\n  y\n", "block@1:1{a=literal@1:4<|+\n  x\n> b=folded@4:4<>\n  y>}" },
	{ "a: |2-\n   x\nb: |\n", "block@1:1{a=literal@1:4<|2-\n   x> b=literal@3:4<|>}" },
	{ "a:\n  - x  # one\n  # two\n  - 'y'\n\nb: 1\n",
		"block@1:1{a=block@2:3[plain@2:5<x> single@4:5<'y'>] b=plain@6:4<1>}" },
	{ "a:\n- x\n-\nb: [c, \"d\" ]\n",
		"block@1:1{a=block@2:1[plain@2:3<x> plain@3:2<>] b=flow@4:4[plain@4:5<c> double@4:8<\"d\">]}" },
	{ "{a: , b, \"c\":1}\n", "flow@1:1{a=plain@1:5<> b=plain@1:8<> c=plain@1:14<1>}" },
	{ "a:\n  b: 1\n  c:\n    d: 2\n",
		"block@1:1{a=block@2:3{b=plain@2:6<1> c=block@4:5{d=plain@4:8<2>}}}" },
};

static void
values_know_their_place_and_bytes(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		struct node *root = read_or_fail(places[i].source);
		struct strbuf out = STRBUF_INIT;

		dump(root, places[i].source, &out);
		assert_string_equal(out.buf, places[i].tree);
		strbuf_release(&out);
		node_free(root);
	}
}

static const struct {
	const char *source, *text; /* of the key a */
} texts[] = {
	{ "a: |\n  x\n\n  y\n\n\nb: 1", "x\n\ny\n" },
	{ "a: |-\n  x\n   y \n", "x\n y " },
	{ "a: |+\n  x\n\n", "x\n\n" },
	{ "a: |\n  x", "x\n" },
	{ "a: |\n  x\n  # no comment\n# a comment\n", "x\n# no comment\n" },
	{ "a: >-\n  x\n  y\n", "x y" },
	{ "a: |\r\n  x\r\n  y\r\n", "x\ny\n" },
	{ "a: |2\n  \tx\ty\n", "\tx\ty\n" },
	{ "a: \"x\\ty\\nz\\\\ \\u00e9\\r\"", "x\ty\nz\\ \xc3\xa9\r" },
	{ "a: NO", "NO" },
	{ "a: ~", "" },
	{ "a: null  # c", "" },
	{ "a: NULL", "" },
	{ "null: x\na: Null", "" },
	{ "a: nULL", "nULL" },
	{ "a: 'null'", "null" },
	{ "a: \"~\"", "~" },
	{ "a: |-\n  null\n", "null" },
	{ "a: 0123", "0123" },
	{ "a: x#y", "x#y" },
	{ "a: http://h/?a=b&c=%20", "http://h/?a=b&c=%20" },
};

static void
texts_arrive_as_meant(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		struct node *root = read_or_fail(texts[i].source);

		assert_string_equal(node_get_text(root, "a"), texts[i].text);
		assert_null(node_get(root, "nothing"));
		node_free(root);
	}
}

static void
empty_files_have_no_root(void **state)
{
	static const char *const sources[] = { "", "\n\n", "# only\n# comments\n", "\xef\xbb\xbf" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(sources); i++)
		assert_null(read_or_fail(sources[i]));
}

static const struct {
	const char *source, *sentence;
} errors[] = {
	/* what only we refuse */
	{ "a: 1\nb: 2\na: 3\n",
		"t:3:1: the key \"a\" is already in line 1. Remove one of the two" },
	{ "a: 1\n\"a\": 3\n", "t:2:1: the key \"a\" is already in line 1. Remove one of the two" },
	{ "a: &x 1\n",
		"t:1:4: anchors (&name) are not supported. Remove it, or put a value that begins "
		"with & in double quotes" },
	{ "a: 1\n&x b: 1\n",
		"t:2:1: anchors (&name) are not supported. Remove it, or put a value that begins "
		"with & in double quotes" },
	{ "a:\n  b: *x\n",
		"t:2:6: aliases (*name) are not supported. Write the value itself, or put a value "
		"that begins with * in double quotes" },
	{ "a: !!str 1\n",
		"t:1:4: tags (!name) are not supported. Remove it, or put a value that begins "
		"with ! in double quotes" },
	{ "a: ! 1\n",
		"t:1:4: tags (!name) are not supported. Remove it, or put a value that begins "
		"with ! in double quotes" },
	{ "a: !!python/object:os.system [x]\n",
		"t:1:4: tags (!name) are not supported. Remove it, or put a value that begins "
		"with ! in double quotes" },
	{ "b: 1\n<<: {a: 1}\n", "t:2:1: merge keys (<<) are not supported. Write the keys "
				"themselves" },
	{ "a: 1\n---\nb: 2\n",
		"t:2:1: a second document begins here. A file can only have one, so remove it or "
		"the line --- before it" },
	{ "%YAML 1.1\n---\na: 1\n", "t:1:1: directives (%) are not supported. Remove the line" },
	{ "%FOO\n---\na: 1\n",
		"t:1:1: a line cannot begin with %, because directives are not supported. Put a "
		"value in double quotes" },
	{ "a: 1\n%b: 2\n",
		"t:2:1: a line cannot begin with %, because directives are not supported. Put a "
		"value in double quotes" },
	{ "? a\n: b\n", "t:1:3: a key is written without a question mark: KEY: VALUE" },
	{ "?\n\n >-\n", "t:3:2: a key is written without a question mark: KEY: VALUE" },
	{ "?\n |\n  a\n: b\n", "t:2:2: a key is written without a question mark: KEY: VALUE" },
	{ "?\n a\n: b\n", "t:2:2: a key is written without a question mark: KEY: VALUE" },
	{ "a: 1\n? # b?\n c\n", "t:3:2: a key is written without a question mark: KEY: VALUE" },
	{ "{? a: 1}\n", "t:1:4: a key is written without a question mark: KEY: VALUE" },
	{ "{a: 1, ?\n , b: 2}\n", "t:2:2: a key is written without a question mark: KEY: VALUE" },
	{ "[a]: b\n", "t:1:1: a key must be a word. Put a value that begins with [ or { in double "
		      "quotes" },
	{ "a: [[[b]]]\n", "t:1:6: lists and mappings can be nested at most 3 deep" },
	{ "[1,2,3,4,5,6,7,8,9,10,11,12,13]", "t:1:26: the file has more than 12 values" },
	{ "a: \"x\\0y\"\n",
		"t:1:4: the text has the control character U+0000, written as an escape. Remove "
		"it" },
	{ "\n  a: \"x\\ey\"\n",
		"t:2:6: the text has the control character U+001B, written as an escape. Remove "
		"it" },
	{ "\"a\\N\": 1\n",
		"t:1:1: the text has the control character U+0085, written as an escape. Remove "
		"it" },
	/* what git leaves */
	{ "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> theirs\n",
		"t:2:1: an unresolved merge conflict (git). Keep one side, and remove the lines "
		"with <<<<<<<, ======= and >>>>>>>" },
	{ "a: |\n  x\n<<<<<<<\r\n  y\r\n", "t:3:1: an unresolved merge conflict (git). Keep one "
					   "side, and remove the lines with <<<<<<<, ======= and "
					   ">>>>>>>" },
	{ "a: \"x\n||||||| base\ny\"\n",
		"t:2:1: an unresolved merge conflict (git). Keep one side, "
		"and remove the lines with <<<<<<<, ======= and >>>>>>>" },
	{ "a: 1\n>>>>>>> theirs", "t:2:1: an unresolved merge conflict (git). Keep one side, and "
				  "remove the lines with <<<<<<<, ======= and >>>>>>>" },
	/* bytes */
	{ "a: \xff\n", "t:1:4: the byte 0xFF is not UTF-8. Save the file as UTF-8" },
	{ "é: \xc3\n", "t:1:4: the byte 0xC3 is not UTF-8. Save the file as UTF-8" },
	{ "\xff\xfe"
	  "a",
		"t:1:1: this is UTF-16. Save the file as UTF-8" },
	{ "\xfe\xff"
	  "a",
		"t:1:1: this is UTF-16. Save the file as UTF-8" },
	{ "a: 1\nb: \033[2J\n", "t:2:4: the control character U+001B. Remove it" },
	{ "a: \xc2\x85\n", "t:1:4: the control character U+0085. Remove it" },
	{ "a: 1\rb: 2\r",
		"t:1:5: a carriage return without a line feed. Save the file with Unix or Windows "
		"line ends" },
	{ "a: \xe2\x80\xa8\n",
		"t:1:4: the invisible character U+2028. Remove it, or write it in double quotes "
		"as \\u2028" },
	{ "a: \xef\xbb\xbf\n",
		"t:1:4: the invisible character U+FEFF. Remove it, or write it in double quotes "
		"as \\uFEFF" },
	/* what libyaml refuses, in our words */
	{ "a:\n\tb: 1\n", "t:2:1: a tab cannot indent a line. Use spaces" },
	{ "a: 1\n\tb: 1\n", "t:2:1: a tab cannot indent a line. Use spaces" },
	{ "a: |\n\tx\n", "t:2:1: a tab cannot indent a line. Use spaces" },
	{ "a: b: c\n", "t:1:5: a colon and a space are inside a value, or the line is indented "
		       "incorrectly. Put the value in double quotes, or fix the indentation" },
	{ "a: 1\n  b: 2\n",
		"t:2:4: a colon and a space are inside a value, or the line is indented "
		"incorrectly. Put the value in double quotes, or fix the indentation" },
	{ "a:\n   b: 1\n  c: 2\n",
		"t:3:3: a key is expected here (KEY: VALUE). Check the indentation of this line "
		"and the quotes above it" },
	{ "a: 1\nb\nc: 2\n", "t:2:1: this line has no colon. Write KEY: VALUE" },
	{ "a: \"b\" c\n",
		"t:1:8: a key is expected here (KEY: VALUE). Check the indentation of this line "
		"and the quotes above it" },
	{ "a: \"b\nc: 1\n", "t:1:4: the quotation mark that begins here is never closed" },
	{ "a: 'b\n---\n", "t:1:4: the quotation mark that begins here is never closed" },
	{ "a: \"C:\\q\"\n",
		"t:1:7: a backslash in double quotes begins an escape, but this is not one. Write "
		"\\\\ for a backslash" },
	{ "a: \"\\xZZ\"\n",
		"t:1:7: the escape needs more hexadecimal digits: \\x41, \\u0041, \\U00000041" },
	{ "a: \"\\ud800\"\n", "t:1:7: the escape is not a Unicode character" },
	{ "a: %x\n", "t:1:4: a value cannot begin with this character. Put it in double quotes" },
	{ "a: @x\n", "t:1:4: a value cannot begin with this character. Put it in double quotes" },
	{ "a: * x\n", "t:1:4: a value cannot begin with & or *. Put it in double quotes" },
	{ "a: [b, c\nd: 1\n",
		"t:2:2: a comma or the ] that ends the list is expected here. It begins in line 1" },
	{ "a: {b: 1\n",
		"t:2:1: a comma or the } that ends the mapping is expected here. It begins in "
		"line 1" },
	{ "a: ]\n", "t:1:4: a value is expected here. Put it in double quotes" },
	{ "a:\n  - b\n  c\n", "t:3:3: this line has no colon. Write KEY: VALUE" },
	{ "a:\n  - b\n  c: 1\n",
		"t:3:3: an item of the list above is expected here (- VALUE). Check the "
		"indentation" },
	{ "a: - b\n", "t:1:4: a list begins below its key, with a line for each item: - VALUE" },
	{ "x\na: 1\n", "t:2:2: a colon and a space are inside a value, or the line is indented "
		       "incorrectly. Put the value in double quotes, or fix the indentation" },
	{ "a: | x\n", "t:1:6: the line must end after | or >. The text begins in the next line" },
	{ "a: |0\n  x\n",
		"t:1:5: the digit after | or > is 1 to 9: the spaces before each line of the text" },
	{ "a: !x!y 1\n",
		"t:1:4: a value cannot begin with an exclamation mark. Put it in double quotes" },
	{ "a: 1\n b: 2\n", "t:2:3: a colon and a space are inside a value, or the line is indented "
			   "incorrectly. Put the value in double quotes, or fix the indentation" },
	{ "  a: 1\nb: 2\n",
		"t:2:1: this line does not belong to the lines above it. Check the indentation" },
};

static void
errors_name_place_and_mend(void **state)
{
	struct strbuf err = STRBUF_INIT;
	struct node *root;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(errors); i++) {
		const char *source = errors[i].source;

		strbuf_clear(&err);
		assert_int_equal(
			yaml_source_read(source, strlen(source), "t", &limits, &root, &err), -1);
		assert_null(root);
		assert_string_equal(err.buf, errors[i].sentence);
	}
	strbuf_release(&err);
}

static void
limits_on_bytes_and_nul_hold(void **state)
{
	static const char nul[] = "a: 1\nb: \0x\n", utf16[] = "a\0:\0";
	struct strbuf err = STRBUF_INIT, big = STRBUF_INIT;
	struct node *root;

	(void)state;
	assert_int_equal(yaml_source_read(nul, sizeof nul - 1, "t", &limits, &root, &err), -1);
	assert_string_equal(err.buf,
		"t:2:4: a NUL byte. Save the file as UTF-8 text (UTF-16 is not "
		"supported)");
	strbuf_clear(&err);
	assert_int_equal(yaml_source_read(utf16, sizeof utf16 - 1, "t", &limits, &root, &err), -1);
	assert_string_equal(err.buf,
		"t:1:2: a NUL byte. Save the file as UTF-8 text (UTF-16 is not "
		"supported)");
	strbuf_clear(&err);
	strbuf_addchars(&big, '#', 4097);
	assert_int_equal(yaml_source_read(big.buf, big.len, "t", &limits, &root, &err), -1);
	assert_string_equal(err.buf, "t has 4097 bytes, but at most 4096 are allowed");
	strbuf_release(&big);
	strbuf_release(&err);
}

static const struct {
	const char *text;
	enum node_style style;
	const char *written;
} written[] = {
	{ "1024", NODE_PLAIN, "k: 1024\n" },
	{ "-1", NODE_PLAIN, "k: -1\n" },
	{ "0", NODE_PLAIN, "k: 0\n" },
	{ "true", NODE_PLAIN, "k: true\n" },
	{ "macos", NODE_PLAIN, "k: macos\n" },
	{ "SCEP_1", NODE_PLAIN, "k: SCEP_1\n" },
	{ "1a", NODE_PLAIN, "k: \"1a\"\n" },
	{ "_1", NODE_PLAIN, "k: \"_1\"\n" },
	{ "1024", NODE_DOUBLE, "k: \"1024\"\n" },
	{ "0123", NODE_PLAIN, "k: \"0123\"\n" },
	{ "1e3", NODE_PLAIN, "k: \"1e3\"\n" },
	{ "12345678901234567890", NODE_PLAIN, "k: \"12345678901234567890\"\n" },
	{ "NO", NODE_PLAIN, "k: \"NO\"\n" },
	{ "True", NODE_PLAIN, "k: \"True\"\n" },
	{ "y", NODE_PLAIN, "k: \"y\"\n" },
	{ "null", NODE_PLAIN, "k: \"null\"\n" },
	{ "~", NODE_PLAIN, "k: \"~\"\n" },
	{ "", NODE_PLAIN, "k: \"\"\n" },
	{ "-", NODE_PLAIN, "k: \"-\"\n" },
	{ "a b", NODE_PLAIN, "k: a b\n" },
	{ "/O=A\\/B/CN=it's", NODE_PLAIN, "k: /O=A\\/B/CN=it's\n" },
	{ "http://h/?a=b#c", NODE_PLAIN, "k: http://h/?a=b#c\n" },
	{ "a: b", NODE_PLAIN, "k: \"a: b\"\n" },
	{ "a:", NODE_PLAIN, "k: \"a:\"\n" },
	{ "a #b", NODE_PLAIN, "k: \"a #b\"\n" },
	{ "a ", NODE_PLAIN, "k: \"a \"\n" },
	{ "%a", NODE_PLAIN, "k: \"%a\"\n" },
	{ "'a", NODE_PLAIN, "k: \"'a\"\n" },
	{ "1 a", NODE_PLAIN, "k: \"1 a\"\n" },
	{ "it's", NODE_SINGLE, "k: 'it''s'\n" },
	{ "a\tb", NODE_SINGLE, "k: \"a\\tb\"\n" },
	{ "a\nb\n", NODE_SINGLE, "k: |\n  a\n  b\n" },
	{ "/O=ACME\\/Inc", NODE_DOUBLE, "k: '/O=ACME\\/Inc'\n" },
	{ "it's a \\", NODE_DOUBLE, "k: 'it''s a \\'\n" },
	{ "a\\\tb", NODE_DOUBLE, "k: \"a\\\\\\tb\"\n" },
	{ "say \"x\" y", NODE_DOUBLE, "k: \"say \\\"x\\\" y\"\n" },
	{ "caf\xc3\xa9 \xf0\x9f\x98\x80", NODE_DOUBLE, "k: \"caf\xc3\xa9 \xf0\x9f\x98\x80\"\n" },
	{ "a\tb\rc", NODE_DOUBLE, "k: \"a\\tb\\rc\"\n" },
	{ "a\xe2\x80\xae"
	  "b\xe2\x80\xa8\xef\xbb\xbf",
		NODE_DOUBLE, "k: \"a\\u202Eb\\u2028\\uFEFF\"\n" },
	{ "\xf3\xa0\x81\x81", NODE_DOUBLE, "k: \"\\U000E0041\"\n" },
	{ "a\nb\n", NODE_DOUBLE, "k: |\n  a\n  b\n" },
	{ "a\n\nb", NODE_DOUBLE, "k: |-\n  a\n\n  b\n" },
	{ "  a\nb \n", NODE_DOUBLE, "k: |2\n    a\n  b \n" },
	{ "\n\n a\n", NODE_DOUBLE, "k: |2\n\n\n   a\n" },
	{ "\ta\n", NODE_DOUBLE, "k: |2\n  \ta\n" },
	{ "a\n   ", NODE_DOUBLE, "k: |-\n  a\n     \n" },
	{ "# a: b\n- c\n", NODE_DOUBLE, "k: |\n  # a: b\n  - c\n" },
	/* what a literal cannot carry, or would carry only until the next line is edited */
	{ "a\n\n", NODE_DOUBLE, "k: \"a\\n\\n\"\n" },
	{ "\n", NODE_DOUBLE, "k: \"\\n\"\n" },
	{ " \n", NODE_DOUBLE, "k: \" \\n\"\n" },
	{ "123456789012345", NODE_PLAIN, "k: 123456789012345\n" },
	{ "1234567890123456", NODE_PLAIN, "k: \"1234567890123456\"\n" },
	{ "-123456789012345", NODE_PLAIN, "k: -123456789012345\n" },
	{ "-1234567890123456", NODE_PLAIN, "k: \"-1234567890123456\"\n" },
	{ "a\r\nb", NODE_DOUBLE, "k: \"a\\r\\nb\"\n" },
	{ "a\n\xe2\x80\xa8", NODE_DOUBLE, "k: \"a\\n\\u2028\"\n" },
};

static const struct yaml_layout unix_lines = { .indent = 2, .eol = "\n" };
static const struct yaml_layout windows_lines = { .indent = 2, .eol = "\r\n" };
static const struct yaml_layout deeper = { .indent = 4, .parent = 2, .eol = "\n" };

static void
texts_are_written_so_that_they_are_read_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(written); i++) {
		struct node *value = yaml_text_new(written[i].text, written[i].style), *root;
		struct strbuf out = STRBUF_INIT;

		yaml_write_entry("k", value, &unix_lines, &out);
		assert_string_equal(out.buf, written[i].written);
		strbuf_addstr(&out, "next: 1\n");
		root = read_or_fail(out.buf);
		assert_string_equal(node_get_text(root, "k"), written[i].text);
		node_free(root);
		node_free(value);
		strbuf_release(&out);
	}
}

/* "[a]" fits where it has 60 characters, and has lines of its own where it has more. */
static void
a_list_of_60_characters_stands_in_its_line(void **state)
{
	(void)state;
	for (size_t len = 59; len <= 61; len++) {
		struct node *list = node_list_new();
		struct strbuf item = STRBUF_INIT, out = STRBUF_INIT, wanted = STRBUF_INIT;

		strbuf_addchars(&item, 'x', len - 2);
		node_append(list, yaml_text_new(item.buf, NODE_PLAIN));
		yaml_write_entry("a", list, &unix_lines, &out);
		strbuf_addf(&wanted, len <= 60 ? "a: [%s]\n" : "a:\n  - %s\n", item.buf);
		assert_string_equal(out.buf, wanted.buf);
		node_free(list);
		strbuf_release(&item);
		strbuf_release(&out);
		strbuf_release(&wanted);
	}
}

static void
lists_and_maps_are_written_in_flow_or_lines(void **state)
{
	struct node *list = node_list_new(), *map = node_map_new();
	struct strbuf out = STRBUF_INIT;

	(void)state;
	yaml_write_entry("a", list, &unix_lines, &out);
	node_append(list, yaml_text_new("signing", NODE_PLAIN));
	node_append(list, yaml_text_new("x, y", NODE_DOUBLE));
	yaml_write_entry("a", list, &unix_lines, &out);
	node_append(list,
		yaml_text_new("a name that fills the whole of the line to its end", NODE_DOUBLE));
	yaml_write_entry("a", list, &windows_lines, &out);
	node_add(map, "from", yaml_text_new("env", NODE_PLAIN));
	node_add(map, "name", yaml_text_new("X_1", NODE_PLAIN));
	yaml_write_entry("c", map, &deeper, &out);
	assert_string_equal(out.buf,
		"a: []\na: [signing, \"x, y\"]\n"
		"a:\r\n  - signing\r\n  - \"x, y\"\r\n  - \"a name that fills the whole of the line to its end\"\r\n"
		"  c:\n    from: env\n    name: X_1\n");
	strbuf_release(&out);
	node_free(list);
	node_free(map);
}

static void
texts_that_no_file_can_hold_are_told(void **state)
{
	struct strbuf err = STRBUF_INIT;

	(void)state;
	assert_int_equal(yaml_text_check("caf\xc3\xa9\t\r\n", &err), 0);
	assert_int_equal(yaml_text_check("a\033b", &err), -1);
	assert_string_equal(err.buf, "it has the control character U+001B. Remove it");
	strbuf_clear(&err);
	assert_int_equal(yaml_text_check("a\xe9", &err), -1);
	assert_string_equal(err.buf, "the byte 0xE9 in it is not UTF-8. Type the text again");
	strbuf_release(&err);
}

/* The first and the last of each range that is written as an escape, and what stands beside them. */
static void
what_is_written_as_an_escape_has_its_edges(void **state)
{
	static const struct {
		uint32_t cp;
		const char *escape; /* NULL: as itself */
	} cases[] = {
		{ 0x1, "\\u0001" },
		{ 0x1f, "\\u001F" },
		{ 0x20, NULL },
		{ 0x7e, NULL },
		{ 0x7f, "\\u007F" },
		{ 0x9f, "\\u009F" },
		{ 0xa0, NULL },
		{ 0xac, NULL },
		{ 0xad, "\\u00AD" },
		{ 0xae, NULL },
		{ 0x61b, NULL },
		{ 0x61c, "\\u061C" },
		{ 0x61d, NULL },
		{ 0x200a, NULL },
		{ 0x200b, "\\u200B" },
		{ 0x200f, "\\u200F" },
		{ 0x2010, NULL },
		{ 0x2027, NULL },
		{ 0x2028, "\\u2028" },
		{ 0x202e, "\\u202E" },
		{ 0x202f, NULL },
		{ 0x205f, NULL },
		{ 0x2060, "\\u2060" },
		{ 0x206f, "\\u206F" },
		{ 0x2070, NULL },
		{ 0xfefe, NULL },
		{ 0xfeff, "\\uFEFF" },
		{ 0xff00, NULL },
		{ 0xfff8, NULL },
		{ 0xfff9, "\\uFFF9" },
		{ 0xfffb, "\\uFFFB" },
		{ 0xfffc, NULL },
		{ 0xfffd, NULL },
		{ 0xfffe, "\\uFFFE" },
		{ 0xffff, "\\uFFFF" },
		{ 0x10000, NULL },
		{ 0x1fffd, NULL },
		{ 0x1fffe, "\\U0001FFFE" },
		{ 0xdffff, "\\U000DFFFF" },
		{ 0xe0000, "\\U000E0000" },
		{ 0xe0fff, "\\U000E0FFF" },
		{ 0xe1000, NULL },
		{ 0x10ffff, "\\U0010FFFF" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char text[8] = "a";
		struct node *value;
		STRBUF(out);
		STRBUF(wanted);

		text[1 + utf8_encode(cases[i].cp, text + 1)] = 'b';
		value = yaml_text_new(text, NODE_DOUBLE);
		yaml_write_entry("k", value, &unix_lines, &out);
		node_free(value);
		strbuf_addf(&wanted, "a%sb", cases[i].escape ? cases[i].escape : "");
		if (!cases[i].escape)
			strbuf_set(&wanted, text);
		if (!strstr(out.buf, wanted.buf))
			fail_msg("U+%04X: %s", (unsigned)cases[i].cp, out.buf);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_know_their_place_and_bytes),
		cmocka_unit_test(texts_arrive_as_meant),
		cmocka_unit_test(empty_files_have_no_root),
		cmocka_unit_test(errors_name_place_and_mend),
		cmocka_unit_test(limits_on_bytes_and_nul_hold),
		cmocka_unit_test(texts_are_written_so_that_they_are_read_back),
		cmocka_unit_test(a_list_of_60_characters_stands_in_its_line),
		cmocka_unit_test(lists_and_maps_are_written_in_flow_or_lines),
		cmocka_unit_test(texts_that_no_file_can_hold_are_told),
		cmocka_unit_test(what_is_written_as_an_escape_has_its_edges),
	};

	return run_tests(tests);
}
