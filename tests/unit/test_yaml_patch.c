/* Changing one value in the text of a YAML file. */
#include "testing.h"

#include "base/strbuf.h"
#include "base/xalloc.h"

#include "format/yaml/yaml.h"
#include "format/yaml/yaml_patch.h"

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

/* key: the one that changes; value: YAML of the new one, NULL to remove; a key that is not there is
 * put behind `after`, which is NULL for the front. */
static const struct {
	const char *source, *key, *value, *after, *patched;
} patches[] = {
	/* on the line of the key */
	{ "a: 1   # c\nb: 2\n", "a", "3", NULL, "a: 3   # c\nb: 2\n" },
	{ "a: 'x' # c\r\nb: 2\r\n", "a", "\"y\"", NULL, "a: 'y' # c\r\nb: 2\r\n" },
	{ "a:\nb:   # c\n", "a", "\"y\"", NULL, "a: \"y\"\nb:   # c\n" },
	{ "a:\nb:   # c\n", "b", "\"y\"", NULL, "a:\nb: \"y\"   # c\n" },
	{ "a: x\n  y  # c\nb: 1\n", "a", "\"z\"", NULL, "a: z  # c\nb: 1\n" },
	/* quotes are kept where the new value can stand in them */
	{ "a: 'x' # c\n", "a", "\"it's \\\\\"", NULL, "a: 'it''s \\' # c\n" },
	{ "a: 'x'\n", "a", "\"y\\tz\"", NULL, "a: \"y\\tz\"\n" },
	{ "a: '1024'\n", "a", "2048", NULL, "a: '2048'\n" },
	{ "a: 1024\n", "a", "\"2048\"", NULL, "a: \"2048\"\n" },
	{ "a: x\n", "a", "\"no\"", NULL, "a: \"no\"\n" },
	{ "a: x\n", "a", "\"y: z\"", NULL, "a: \"y: z\"\n" },
	{ "a: x\n", "a", "\"\"", NULL, "a: \"\"\n" },
	{ "a: x\n", "a", "\"/O=A\\\\\\\\/B\"", NULL, "a: /O=A\\\\/B\n" },
	{ "a: x\n", "a", "\"1 \\\\\\\\/\"", NULL, "a: '1 \\\\/'\n" },
	{ "a: http://a/ # c\n", "a", "\"http://b/c?d,e\"", NULL, "a: http://b/c?d,e # c\n" },
	{ "{a: x, b: 'y'}\n", "a", "\"v,w\"", NULL, "{a: \"v,w\", b: 'y'}\n" },
	{ "{a: x, b: 'y'}\n", "b", "\"v,w\"", NULL, "{a: x, b: 'v,w'}\n" },
	{ "{a: x, b: 'y'}\n", "a", "\"v w\"", NULL, "{a: v w, b: 'y'}\n" },
	{ "{\"a\": \"x\"}\n", "a", "\"v\\\\\\\\w\"", NULL, "{\"a\": \"v\\\\\\\\w\"}\n" },
	{ "a:\n  \"x\"\nb: 1\n", "a", "\"z\"", NULL, "a:\n  \"z\"\nb: 1\n" },
	{ BOM "a: x", "a", "\"z\"", NULL, BOM "a: z" },
	/* one line to several and back */
	{ "a: x  # c\nb: 1\n", "a", "\"l\\nm\\n\"", NULL, "a: |  # c\n  l\n  m\nb: 1\n" },
	/* two kinds of line ends */
	{ "a: 1\r\nb: |\n  x", "b", "\"y\"", NULL, "a: 1\r\nb: \"y\"" },
	{ "a: x  # c\r\nb: 1\r\n", "a", "\"l\\nm\"", NULL, "a: |-  # c\r\n  l\r\n  m\r\nb: 1\r\n" },
	{ "b: 1\na:", "a", "\"l\\nm\"", NULL, "b: 1\na: |-\n  l\n  m" },
	{ "a: |  # c\n    l\n\n    m\n\n# d\nb: 1\n", "a", "\"x\"", NULL,
		"a: \"x\"  # c\n\n# d\nb: 1\n" },
	{ "a: |  # c\n    l\n\n    m\n\n# d\nb: 1\n", "a", "\"l\\nn\"", NULL,
		"a: |-  # c\n    l\n    n\n\n# d\nb: 1\n" },
	{ "a: >\n  l\n  m\n\n\nb: 1\n", "a", "\"n\\no\\n\"", NULL, "a: |\n  n\n  o\n\n\nb: 1\n" },
	{ "a: |+\n  l\n\n\nb: 1\n", "a", "\"n\\no\\n\"", NULL, "a: |\n  n\n  o\nb: 1\n" },
	{ "a: |2\n   l\nb: 1\n", "a", "\" x\\ny\\n\"", NULL, "a: |2\n   x\n  y\nb: 1\n" },
	{ "a: |\n      l\nb: 1\n", "a", "\" x\\ny\\n\"", NULL, "a: |6\n       x\n      y\nb: 1\n" },
	{ "b: 1\na: |\n  l\n  m", "a", "\"x\"", NULL, "b: 1\na: \"x\"" },
	{ "b: 1\na: |\n  l\n  m", "a", "\"x\\ny\\n\"", NULL, "b: 1\na: |\n  x\n  y" },
	{ "a: |\nb: 1\n", "a", "\"x\\ny\\n\"", NULL, "a: |\n  x\n  y\nb: 1\n" },
	/* lists */
	{ "a: [x, y]  # c\n", "a", "[x, \"z\"]", NULL, "a: [x, \"z\"]  # c\n" },
	{ "a: [x,\n  y]  # c\nb: 1\n", "a", "[]", NULL, "a: []  # c\nb: 1\n" },
	{ "a: x  # c\n", "a", "[x, w]", NULL, "a: [x, w]  # c\n" },
	{ "a: # c\n  - x # 1\n  # 2\n  - y # 3\n  - z\n", "a", "[x, \"v\", z]", NULL,
		"a: # c\n  - x # 1\n  # 2\n  - v # 3\n  - z\n" },
	{ "a:\n  - x # 1\n  # 2\n  - y # 3\n  - z\n", "a", "[x, z]", NULL,
		"a:\n  - x # 1\n  # 2\n  - z\n" },
	{ "a:\n- x # 1\n# 2\n- y # 3\nb: 1\n", "a", "[x, y, v, w]", NULL,
		"a:\n- x # 1\n# 2\n- y # 3\n- v\n- w\nb: 1\n" },
	{ "a:\n  # 0\n  - x # 1\n  - y # 3\n", "a", "[w, x, y]", NULL,
		"a:\n  # 0\n  - w\n  - x # 1\n  - y # 3\n" },
	{ "a:\n  - x\n  - y", "a", "[x, y, z]", NULL, "a:\n  - x\n  - y\n  - z" },
	{ "a:\n  - x\n  - y", "a", "[x]", NULL, "a:\n  - x" },
	{ "a:\n  -\n    x\n  -\n  - z\n", "a", "[v, w, z]", NULL,
		"a:\n  -\n    v\n  - w\n  - z\n" },
	{ "a:\n  -\n    x\n  -\n  - z\n", "a", "[z]", NULL, "a:\n  - z\n" },
	{ "a: # c\n  - x # 1\n  # 2\n  - y # 3\nb: 1\n", "a", "[]", NULL,
		"a: [] # c\n# 2\nb: 1\n" },
	{ "a:\n- x\n- y\nb: 1\n", "a", "\"z\"", NULL, "a: \"z\"\nb: 1\n" },
	/* mappings */
	{ "a: \"x\"  # c\nb: 1\n", "a", "{from: env, name: \"X_1\"}", NULL,
		"a:  # c\n  from: env\n  name: \"X_1\"\nb: 1\n" },
	{ "a:  # c\n  from: env  # d\n  # e\n  name: X  # f\nb: 1\n", "a", "\"x\"", NULL,
		"a: \"x\"  # c\n# e\nb: 1\n" },
	{ "a:\n  from: env  # d\n  # e\n  name: X  # f\nb: 1\n", "a", "{from: env, name: \"Y_1\"}",
		NULL, "a:\n  from: env  # d\n  # e\n  name: Y_1  # f\nb: 1\n" },
	{ "a:\n  from: env  # d\n  # e\n  name: X  # f\nb: 1\n", "a", "{from: prompt}", NULL,
		"a:\n  from: prompt  # d\n  # e\nb: 1\n" },
	{ "a:\n   from: prompt  # d\nb: 1\n", "a", "{from: env, name: X}", NULL,
		"a:\n   from: env  # d\n   name: X\nb: 1\n" },
	{ "a: {from: env, name: X}  # c\nb: 1\n", "a", "\"x\"", NULL, "a: \"x\"  # c\nb: 1\n" },
	{ "a: {from: env, name: X}  # c\nb: 1\n", "a", "{from: prompt}", NULL,
		"a:  # c\n  from: prompt\nb: 1\n" },
	/* a comment must not become text of the literal above it */
	{ "a:\n  - x\n  # d\n\n   # e\nb: 1\n", "a", "\"l\\nm\\n\"", NULL,
		"a: |\n  l\n  m\n# d\n\n# e\nb: 1\n" },
	{ "a: x\n  # d\nb: 1\n", "a", "\"l\\nm\\n\"", NULL, "a: \"l\\nm\\n\"\n  # d\nb: 1\n" },
	{ "a: x\n\n # d\nb: 1\n", "a", "\"l\\nm\\n\"", NULL, "a: |\n  l\n  m\n\n # d\nb: 1\n" },
	{ "a: x\n    \nb: 1\n", "a", "\"l\\nm\\n\"", NULL, "a: \"l\\nm\\n\"\n    \nb: 1\n" },
	{ "a: x\n  # d\nb: 1\n", "n", "\"l\\nm\\n\"", "a", "a: x\nn: \"l\\nm\\n\"\n  # d\nb: 1\n" },
	{ "a: |\n  x\nb:\n  # c\n  from: env\n  # d\nc: 1\n", "b", NULL, NULL,
		"a: |\n  x\n# c\n# d\nc: 1\n" },
	/* new keys */
	{ "a: 1 # c\n# d\nb: 1\n", "n", "\"x\"", "a", "a: 1 # c\nn: \"x\"\n# d\nb: 1\n" },
	{ "a: 1\r\nb: 1", "n", "\"x\\ny\"", "b", "a: 1\r\nb: 1\r\nn: |-\r\n  x\r\n  y" },
	{ "a: |\n  x\n\nb: 1\n", "n", "2", "a", "a: |\n  x\nn: 2\n\nb: 1\n" },
	{ "a:\n  - x # c\n\nb: 1\n", "n", "2", "a", "a:\n  - x # c\nn: 2\n\nb: 1\n" },
	{ "---\na: 1\n...\n", "n", "2", "a", "---\na: 1\nn: 2\n...\n" },
	{ "# c\na: 1\n", "n", "2", NULL, "# c\nn: 2\na: 1\n" },
	/* keys that go */
	{ "# h\na: 1 # c\n# d\nb: 1\n", "a", NULL, NULL, "# h\n# d\nb: 1\n" },
	{ "a: 1\nb: |\n  x\n\n# d\n", "b", NULL, NULL, "a: 1\n\n# d\n" },
	{ "a: 1\nb:\n  - x\n  # d\n  - y\nc: 1\n", "b", NULL, NULL, "a: 1\n# d\nc: 1\n" },
	{ "a: 1\nb: 2", "b", NULL, NULL, "a: 1" },
	{ "a: 1\nb:\n  - x\n  - y", "b", NULL, NULL, "a: 1" },
	/* JSON and other flow maps */
	{ "{\"a\": \"x\", \"b\": 2}\n", "a", "yes", NULL, "{\"a\": \"yes\", \"b\": 2}\n" },
	{ "{\"a\": \"x\", \"b\": 2}\n", "b", "[macos, 3]", NULL,
		"{\"a\": \"x\", \"b\": [\"macos\", 3]}\n" },
	{ "{\"a\": \"x\", \"b\": 2}\n", "n", "macos", "b",
		"{\"a\": \"x\", \"b\": 2, \"n\": \"macos\"}\n" },
	{ "{\n  \"a\": \"x\",\n  \"b\": 2\n}\n", "n", "\"l\\nm\\n\"", "a",
		"{\n  \"a\": \"x\",\n  \"n\": \"l\\nm\\n\",\n  \"b\": 2\n}\n" },
	{ "{\n  \"a\": \"x\",\n  \"b\": 2\n}\n", "n", "3", NULL,
		"{\n  \"n\": 3,\n  \"a\": \"x\",\n  \"b\": 2\n}\n" },
	{ "{a: x, b, c: }\n", "b", "w", NULL, "{a: x, b: w, c: }\n" },
	{ "{a: x, b, c: }\n", "c", "w", NULL, "{a: x, b, c: w }\n" },
	{ "{a: x, b, c: }\n", "b", NULL, NULL, "{a: x, c: }\n" },
	{ "{a: x, b: 1, }\n", "b", NULL, NULL, "{a: x, }\n" },
	{ "{a: x}\n", "a", NULL, NULL, "{}\n" },
	{ "{}\n", "n", "{from: env}", NULL, "{n: {from: env}}\n" },
};

static void
patch(struct strbuf *source, const char *key, const struct node *value, const char *after)
{
	struct node *root = read_or_fail(source->buf);
	const struct node *old = node_get(root, key);

	if (!value)
		yaml_patch_remove(source, old);
	else if (old)
		yaml_patch_replace(source, old, value);
	else
		yaml_patch_insert(source, root, after ? node_get(root, after) : NULL, key, value);
	node_free(root);
}

static void
a_patch_changes_one_value_only(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(patches); i++) {
		struct strbuf source = STRBUF_INIT, value = STRBUF_INIT;
		struct node *root = NULL;

		strbuf_addstr(&source, patches[i].source);
		if (patches[i].value) {
			strbuf_addf(&value, "v: %s", patches[i].value);
			root = read_or_fail(value.buf);
		}
		patch(&source, patches[i].key, root ? root->v[0] : NULL, patches[i].after);
		assert_string_equal(source.buf, patches[i].patched);
		node_free(root);
		root = read_or_fail(source.buf);
		assert_true((node_get(root, patches[i].key) != NULL) == (patches[i].value != NULL));
		node_free(root);
		strbuf_release(&source);
		strbuf_release(&value);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_patch_changes_one_value_only),
	};

	return run_tests(tests);
}
