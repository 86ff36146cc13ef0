/* Changing one value in the text of a YAML file. */
#include "testing.h"

#include "base/strbuf.h"
#include "base/strvec.h"
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
} cases[] = {
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
	/* in brackets, with comments */
	{ "a: [x, # 1\n  y, # 2\n  z # 3\n  ] # c\n", "a", "[x, \"v\", z]", NULL,
		"a: [x, # 1\n  v, # 2\n  z # 3\n  ] # c\n" },
	{ "a: [x, # 1\n  y, # 2\n  z # 3\n  ]\n", "a", "[x, z]", NULL,
		"a: [x, # 1\n  z # 3\n  ]\n" },
	{ "a: [x, # 1\n  y, # 2\n  z # 3\n  ]\n", "a", "[y, z]", NULL,
		"a: [y, # 2\n  z # 3\n  ]\n" },
	{ "a: [x, # 1\n  y, # 2\n  z # 3\n  ]\n", "a", "[x]", NULL, "a: [x, # 1\n  ]\n" },
	{ "a: [x, # 1\n  y, # 2\n  # 3\n  z\n  ]\n", "a", "[x, y]", NULL,
		"a: [x, # 1\n  y, # 2\n  # 3\n  ]\n" },
	{ "a: [x, # 1\n  y # 2\n  ]\n", "a", "[x, y, v, w]", NULL,
		"a: [x, # 1\n  y, # 2\n  v,\n  w\n  ]\n" },
	{ "a: [x, # 1\r\n  y # 2\r\n  ]\r\n", "a", "[x, v, y]", NULL,
		"a: [x, # 1\r\n  v,\r\n  y # 2\r\n  ]\r\n" },
	{ "a: [x # 1\n  , y]\n", "a", "[x, v, y]", NULL, "a: [x, # 1\n  v\n  , y]\n" },
	{ "a: [x, # 1\n  y,\n  ]\n", "a", "[x, y, v]", NULL, "a: [x, # 1\n  y, v,\n  ]\n" },
	{ "a: [\n  x # 1\n]\n", "a", "[w, x]", NULL, "a: [\n  w,\n  x # 1\n]\n" },
	{ "a: [x, # 1\n  'y z']\n", "a", "[x, \"v w\"]", NULL, "a: [x, # 1\n  'v w']\n" },
	{ "a: [x, # 1\n  y]\n", "a", "[]", NULL, "a: []\n" },
	{ "a: [x, # 1\n  [y]]\n", "a", "[x]", NULL, "a: [x]\n" },
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
	{ "a :\n  - x\nb: 1\n", "a", "\"v\"", NULL, "a : \"v\"\nb: 1\n" },
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
	/* tabs are no indentation that would be copied */
	{ "{\n\t\"a\": \"x\",\n\t\"b\": 2\n}\n", "n", "3", "a",
		"{\n\t\"a\": \"x\", \"n\": 3,\n\t\"b\": 2\n}\n" },
	{ "{a: x, b, c: }\n", "b", "w", NULL, "{a: x, b: w, c: }\n" },
	{ "{a: x, b, c: }\n", "c", "w", NULL, "{a: x, b, c: w }\n" },
	{ "{a: x, b, c: }\n", "b", NULL, NULL, "{a: x, c: }\n" },
	{ "{a: x, b: 1, }\n", "b", NULL, NULL, "{a: x }\n" },
	{ "{a: x}\n", "a", NULL, NULL, "{}\n" },
	{ "{}\n", "n", "{from: env}", NULL, "{n: {from: env}}\n" },
	/* a colon without a value keeps a blank behind it */
	{ "{a: , b: 2}\n", "n", "3", "a", "{a: , n: 3 , b: 2}\n" },
	{ "{a:\n}\n", "n", "3", "a", "{a: , n: 3\n}\n" },
	{ "{a: , b: 2}\n", "b", NULL, NULL, "{a: }\n" },
	{ "{a-, b}\n", "a-", "w", NULL, "{a-: w, b}\n" },
	/* comments in braces stay, but for that of an entry that goes */
	{ "{a: 1, # c\n # d\n b: 2}\n", "a", NULL, NULL, "{ # d\n b: 2}\n" },
	{ "{a: 1, # c\n # d\n b: 2 # e\n}\n", "b", NULL, NULL, "{a: 1, # c\n # d\n \n}\n" },
	{ "{a: 1,\n b: 2, # e\n}\n", "b", NULL, NULL, "{a: 1\n}\n" },
	{ "{a: 1 # c\n, b: 2}\n", "a", NULL, NULL, "{b: 2}\n" },
	{ "{a: \"x\"# c\n}\n", "n", "w", "a", "{a: \"x\", n: w # c\n}\n" },
};

static void
patch(struct strbuf *source, const char *key, const struct node *value, const char *after)
{
	struct yaml_patches patches = YAML_PATCHES_INIT(source);
	struct node *root = read_or_fail(source->buf);
	const struct node *old = node_get(root, key);

	if (!value)
		yaml_patch_remove(&patches, old);
	else if (old)
		yaml_patch_replace(&patches, old, node_copy(value));
	else
		yaml_patch_insert(&patches, root, after ? node_get(root, after) : NULL, key,
			node_copy(value));
	yaml_patches_apply(&patches);
	node_free(root);
}

static void
a_patch_changes_one_value_only(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf source = STRBUF_INIT, value = STRBUF_INIT;
		struct node *root = NULL;

		strbuf_addstr(&source, cases[i].source);
		if (cases[i].value) {
			strbuf_addf(&value, "v: %s", cases[i].value);
			root = read_or_fail(value.buf);
		}
		patch(&source, cases[i].key, root ? root->v[0] : NULL, cases[i].after);
		assert_string_equal(source.buf, cases[i].patched);
		node_free(root);
		root = read_or_fail(source.buf);
		assert_true((node_get(root, cases[i].key) != NULL) == (cases[i].value != NULL));
		node_free(root);
		strbuf_release(&source);
		strbuf_release(&value);
	}
}

/* Several at once: what is to be removed, and a map whose values are put in, each behind `after` (NULL: in front)
 * where it is new. */
static const struct {
	const char *source, *gone, *values, *after, *patched;
} together[] = {
	/* what was added at one place keeps its order, and what is there goes or changes too */
	{ "a: 1\nb: 2\nc: 3\n", "", "{m: 4, n: 5}", "a", "a: 1\nm: 4\nn: 5\nb: 2\nc: 3\n" },
	{ "a: 1\nb: 2\nc: 3\n", "b", "{m: 4, n: 5, a: 6}", "a", "a: 6\nm: 4\nn: 5\nc: 3\n" },
	{ "a: 1\nb: 2\nc: 3\n", "a", "{m: 4, b: 6}", NULL, "m: 4\nb: 6\nc: 3\n" },
	{ "a: 1\nb: 2", "", "{m: 4, n: 5, b: 6}", "b", "a: 1\nb: 6\nm: 4\nn: 5" },
	{ "a: 1\nb: 2\nc: 3", "b c", "{m: 4, n: 5}", "a", "a: 1\nm: 4\nn: 5" },
	{ "a: 1\r\nb: 2\r\n", "a", "{m: 4}", NULL, "m: 4\r\nb: 2\r\n" },
	{ "a:\n  - x # 1\n  # two\n  - y\nb: |\n  z\n# c\nd: 1\n", "a d", "{b: \"w\", n: 2}", "b",
		"# two\nb: \"w\"\nn: 2\n# c\n" },
	{ "a: x\n  # d\nb: 1\n", "b", "{a: \"l\\nm\", n: 2}", "a",
		"a: |-\n  l\n  m\nn: 2\n  # d\n" },
	/* in braces */
	{ "{a: 1, b: 2, c: 3}\n", "b c", "{}", NULL, "{a: 1}\n" },
	{ "{a: 1, b: 2, c: 3}\n", "a b", "{}", NULL, "{c: 3}\n" },
	{ "{a: 1, b: 2, c: 3}\n", "a c", "{}", NULL, "{b: 2}\n" },
	{ "{a: 1, b: 2, c: 3}\n", "a b c", "{}", NULL, "{}\n" },
	{ "{a: 1, b: 2, c: 3}\n", "b c", "{m: 4, n: 5, a: 6}", "a", "{a: 6, m: 4, n: 5}\n" },
	{ "{a: 1, b: 2, c: 3}\n", "a b", "{m: 4, n: 5}", NULL, "{m: 4, n: 5, c: 3}\n" },
	{ "{a: 1, b: 2}\n", "a b", "{m: 4, n: 5}", NULL, "{m: 4, n: 5}\n" },
	{ "{}\n", "", "{m: 4, n: 5}", NULL, "{m: 4, n: 5}\n" },
	{ "{\n \"a\": 1,\n \"b\": 2\n}\n", "a", "{m: x, n: 5}", "b",
		"{\n \"b\": 2,\n \"m\": \"x\",\n \"n\": 5\n}\n" },
	{ "{\n \"a\": 1,\n \"b\": 2\n}\n", "a", "{m: x, n: 5}", NULL,
		"{\n \"m\": \"x\",\n \"n\": 5,\n \"b\": 2\n}\n" },
};

static void
patch_together(
	size_t row, const struct node *root, const struct node *values, struct strbuf *source)
{
	const char *after = together[row].after;
	struct yaml_patches patches = YAML_PATCHES_INIT(source);
	struct strvec gone = STRVEC_INIT;

	for (size_t i = 0; i < values->n; i++) {
		const struct node *value = values->v[i], *old = node_get(root, value->key);

		if (old)
			yaml_patch_replace(&patches, old, node_copy(value));
		else
			yaml_patch_insert(&patches, root, after ? node_get(root, after) : NULL,
				value->key, node_copy(value));
	}
	strvec_split(&gone, together[row].gone, ' ');
	for (size_t i = 0; i < gone.n; i++)
		yaml_patch_remove(&patches, node_get(root, gone.v[i]));
	assert_true(
		yaml_patch_empties(&patches, root) == (gone.n == root->n && !values->n && gone.n));
	yaml_patches_apply(&patches);
	strvec_release(&gone);
}

static void
patches_are_applied_together(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(together); i++) {
		struct node *root = read_or_fail(together[i].source);
		struct node *values = read_or_fail(together[i].values);
		struct strbuf source = STRBUF_INIT;

		strbuf_addstr(&source, together[i].source);
		patch_together(i, root, values, &source);
		assert_string_equal(source.buf, together[i].patched);
		node_free(root);
		node_free(values);
		strbuf_release(&source);
	}
}

static void
the_last_patch_of_a_value_counts(void **state)
{
	struct strbuf source = STRBUF_INIT;
	struct yaml_patches patches = YAML_PATCHES_INIT(&source);
	struct node *root = read_or_fail("a: {b: 1}\nc: 2\n");
	const struct node *a = node_get(root, "a"), *c = node_get(root, "c");

	(void)state;
	strbuf_addstr(&source, "a: {b: 1}\nc: 2\n");
	yaml_patch_replace(&patches, node_get(a, "b"), yaml_text_new("lost", NODE_PLAIN));
	yaml_patch_insert(&patches, a, NULL, "d", yaml_text_new("lost", NODE_PLAIN));
	yaml_patch_remove(&patches, a);
	assert_true(yaml_patch_removes(&patches, a));
	yaml_patch_replace(&patches, a, yaml_text_new("x", NODE_PLAIN));
	assert_false(yaml_patch_removes(&patches, a));
	yaml_patch_replace(&patches, c, yaml_text_new("3", NODE_PLAIN));
	yaml_patch_remove(&patches, c);
	yaml_patches_apply(&patches);
	assert_string_equal(source.buf, "a: x\n");
	assert_int_equal(patches.n, 0);
	node_free(root);
	strbuf_release(&source);
}

/* Maps in braces, of two entries and five gaps, of which one has a comment or a line end. */
static const char *const flow_entries[] = { "k: 1", "k: ", "k:", "k:\n", "k", "\"k\":", "\"k\": 1",
	"\"k\":\"x\"", "'k': 'x'", "k: \"x\"", "k\t: ", "k : ", "k:\t", "k: [x, ]", "k: {m: }",
	"k: {m, n: }", "k: [{m: }, y]", "k: {\n m: # c\n}", "k: [x, # c, k: 2\n y]", "k: # c\n",
	"k: x\n y", "k: ~" };
static const char *const flow_gaps[] = { "", " ", "\n", "# g\n", " # g, k: {\n", "\n # g\n # h\n",
	"\r\n  " };
#define FLOW_GAPS 5
#define FLOW_STEP 7 /* of all changes one in so many: the next map has the next ones */

static bool
node_same(const struct node *a, const struct node *b)
{
	if (a->kind != b->kind || a->n != b->n || (a->key && strcmp(a->key, b->key) != 0) ||
		(a->kind == NODE_TEXT && strcmp(a->text.buf, b->text.buf) != 0))
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!node_same(a->v[i], b->v[i]))
			return false;
	return true;
}

/* What becomes of an entry, and of the place behind it. */
enum flow_change {
	FLOW_STAYS,
	FLOW_GOES,
	FLOW_WORD,
	FLOW_LIST,
	FLOW_FOLLOWED = 4, /* by a new entry */
	FLOW_CHANGES = 8,
};

/* Applies the change of an entry, and hangs what is wanted then into a map. */
static void
flow_change(struct yaml_patches *patches, const struct node *entry, int change, struct node *wanted)
{
	struct node *value = node_list_new();
	char key[] = { 'n', entry->key[0], '\0' };

	if (change % FLOW_FOLLOWED == FLOW_LIST)
		node_append(value, yaml_text_new("x, y", NODE_DOUBLE));
	if (change % FLOW_FOLLOWED == FLOW_WORD) {
		node_free(value);
		value = yaml_text_new("w", NODE_PLAIN);
	}
	if (change % FLOW_FOLLOWED == FLOW_STAYS)
		node_add(wanted, entry->key, node_copy(entry));
	else if (change % FLOW_FOLLOWED == FLOW_GOES)
		yaml_patch_remove(patches, entry);
	else
		node_add(wanted, entry->key, node_copy(value));
	if (change % FLOW_FOLLOWED > FLOW_GOES)
		yaml_patch_replace(patches, entry, node_copy(value));
	node_free(value);
	if (change & FLOW_FOLLOWED) {
		yaml_patch_insert(patches, entry->parent,
			change % FLOW_FOLLOWED == FLOW_GOES ? NULL : entry, key,
			yaml_text_new("v", NODE_PLAIN));
		node_add(wanted, key, yaml_text_new("v", NODE_PLAIN));
	}
}

static void
flow_patched(const char *text, const struct node *root, int first, int second)
{
	struct strbuf source = STRBUF_INIT, err = STRBUF_INIT;
	struct yaml_patches patches = YAML_PATCHES_INIT(&source);
	struct node *wanted = node_map_new(), *read = NULL;
	bool same;

	strbuf_addstr(&source, text);
	flow_change(&patches, root->v[0], first, wanted);
	flow_change(&patches, root->v[1], second, wanted);
	yaml_patches_apply(&patches);
	same = yaml_source_read(source.buf, source.len, "t", &limits, &read, &err) == 0 &&
	       read->n == wanted->n;
	for (size_t i = 0; same && i < wanted->n; i++)
		same = node_get(read, wanted->v[i]->key) &&
		       node_same(wanted->v[i], node_get(read, wanted->v[i]->key));
	if (!same)
		fail_msg("%s, changed by %d and %d:\n%s%s", text, first, second, source.buf,
			err.buf);
	node_free(read);
	node_free(wanted);
	strbuf_release(&source);
	strbuf_release(&err);
}

/* Whether there is such a map, which is then changed in some of the ways, from the first on. */
static bool
flow_tried(const char *a, const char *b, size_t at, const char *gap, size_t first)
{
	struct strbuf source = STRBUF_INIT, err = STRBUF_INIT;
	struct node *root = NULL;
	bool read;

	for (size_t i = 0; i < FLOW_GAPS; i++) {
		const char *part[] = { "{", a, ",", b, "}" };

		for (const char *c = part[i]; *c; c++)
			strbuf_addch(&source, i == 3 && *c == 'k' && c <= b + 1 ? 'l' : *c);
		strbuf_addstr(&source, i == at ? gap : "");
	}
	strbuf_addch(&source, '\n');
	read = yaml_source_read(source.buf, source.len, "t", &limits, &root, &err) == 0 &&
	       root->n == 2;
	for (int change = (int)first; read && change < FLOW_CHANGES * FLOW_CHANGES;
		change += FLOW_STEP)
		flow_patched(source.buf, root, change / FLOW_CHANGES, change % FLOW_CHANGES);
	node_free(root);
	strbuf_release(&source);
	strbuf_release(&err);
	return read;
}

static void
what_is_read_in_braces_can_be_changed(void **state)
{
	size_t tried = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(flow_entries) * ARRAY_SIZE(flow_entries); i += one_in())
		for (size_t at = 0; at < FLOW_GAPS; at++)
			for (size_t gap = 0; gap < ARRAY_SIZE(flow_gaps); gap++)
				tried += flow_tried(flow_entries[i / ARRAY_SIZE(flow_entries)],
					flow_entries[i % ARRAY_SIZE(flow_entries)], at,
					flow_gaps[gap], tried % FLOW_STEP);
	assert_true(tried > 10000 / one_in() / 2);
}

static size_t
hashes(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += *text == '#';
	return n;
}

/* Lists in brackets with a comment: each of some becomes each list of up to four of its items and new ones. */
static void
list_tried(const char *text, const struct node *old, unsigned choice)
{
	static const char *const words[] = { "x", "y", "v", "w, u" };
	struct strbuf source = STRBUF_INIT, err = STRBUF_INIT;
	struct yaml_patches patches = YAML_PATCHES_INIT(&source);
	struct node *wanted = node_list_new(), *read = NULL;

	for (unsigned left = choice; left; left /= 5)
		if (left % 5)
			node_append(wanted, yaml_text_new(words[left % 5 - 1], NODE_PLAIN));
	strbuf_addstr(&source, text);
	yaml_patch_replace(&patches, old, node_copy(wanted));
	yaml_patches_apply(&patches);
	if (yaml_source_read(source.buf, source.len, "t", &limits, &read, &err) < 0 ||
		!node_same(wanted, node_get(read, "a")) || !node_get(read, "b"))
		fail_msg("%s, changed by %u:\n%s%s", text, choice, source.buf, err.buf);
	/* both items stay, and so do their comments */
	if (wanted->n > 1 && !strcmp(node_text(wanted->v[0]), "x") &&
		!strcmp(node_text(wanted->v[wanted->n - 1]), "y"))
		assert_int_equal(hashes(source.buf), hashes(text));
	node_free(read);
	node_free(wanted);
	strbuf_release(&source);
	strbuf_release(&err);
}

static void
what_is_read_in_brackets_can_be_changed(void **state)
{
	static const char *const gaps[] = { "", " ", "\n  ", " # g\n  ", "\n  # g\n  # h\n ",
		" # x, y\r\n  " };
	const size_t n = ARRAY_SIZE(gaps);
	size_t tried = 0;

	(void)state;
	for (size_t g = 0; g < n * n * n * n * n; g += one_in()) {
		struct strbuf source = STRBUF_INIT, err = STRBUF_INIT;
		struct node *root = NULL;

		strbuf_addf(&source, "a: [%sx%s,%sy%s%s]\nb: 1\n", gaps[g % n], gaps[g / n % n],
			gaps[g / n / n % n], gaps[g / n / n / n % n],
			g / n / n / n / n == 1 ? "," : gaps[g / n / n / n / n]);
		if (strchr(source.buf, '#') &&
			yaml_source_read(source.buf, source.len, "t", &limits, &root, &err) == 0)
			for (unsigned c = g % 29; c < 625; c += 29, tried++)
				list_tried(source.buf, node_get(root, "a"), c);
		node_free(root);
		strbuf_release(&source);
		strbuf_release(&err);
	}
	assert_true(tried > 10000 / one_in() / 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_read_in_brackets_can_be_changed),
		cmocka_unit_test(a_patch_changes_one_value_only),
		cmocka_unit_test(patches_are_applied_together),
		cmocka_unit_test(what_is_read_in_braces_can_be_changed),
		cmocka_unit_test(the_last_patch_of_a_value_counts),
	};

	return run_tests(tests);
}
