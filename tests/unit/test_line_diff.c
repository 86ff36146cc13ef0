/* base/line_diff: differences line by line. */
#include "testing.h"

#include "base/line_diff.h"

static const struct {
	const char *a, *b, *unified, *marked;
} cases[] = {
	{ "", "", "", "" },
	{ "a\nb\n", "a\nb\n", "", "a\nb\n" },
	{ "", "a\n", "@@ -0,0 +1 @@\n+a\n", "<<<<<<< x\n=======\na\n>>>>>>> y\n" },
	{ "a\n", "", "@@ -1 +0,0 @@\n-a\n", "<<<<<<< x\na\n=======\n>>>>>>> y\n" },
	{ "a\nb\nc\n", "a\nx\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n",
		"a\n<<<<<<< x\nb\n=======\nx\n>>>>>>> y\nc\n" },
	/* a line that stays between two that change */
	{ "a\nb\nc\nd\n", "x\nb\ny\nd\n", "@@ -1,4 +1,4 @@\n-a\n+x\n b\n-c\n+y\n d\n",
		"<<<<<<< x\na\n=======\nx\n>>>>>>> y\nb\n<<<<<<< x\nc\n=======\ny\n>>>>>>> "
		"y\nd\n" },
	/* added in the middle, removed at the end */
	{ "a\nb\nc\n", "a\nx\nb\n", "@@ -1,3 +1,3 @@\n a\n+x\n b\n-c\n",
		"a\n<<<<<<< x\n=======\nx\n>>>>>>> y\nb\n<<<<<<< x\nc\n=======\n>>>>>>> y\n" },
	/* two places so far apart that each has its own context */
	{ "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "x\n2\n3\n4\n5\n6\n7\n8\ny\n",
		"@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+y\n",
		"<<<<<<< x\n1\n=======\nx\n>>>>>>> y\n2\n3\n4\n5\n6\n7\n8\n<<<<<<< x\n9\n"
		"=======\ny\n>>>>>>> y\n" },
	/* and as near as one part has them */
	{ "1\n2\n3\n4\n5\n6\n7\n8\n", "x\n2\n3\n4\n5\n6\n7\ny\n",
		"@@ -1,8 +1,8 @@\n-1\n+x\n 2\n 3\n 4\n 5\n 6\n 7\n-8\n+y\n",
		"<<<<<<< x\n1\n=======\nx\n>>>>>>> y\n2\n3\n4\n5\n6\n7\n<<<<<<< x\n8\n=======\n"
		"y\n>>>>>>> y\n" },
	/* a last line without its line end differs from one with it */
	{ "a\nb", "a\nb\n", "@@ -1,2 +1,2 @@\n a\n-b\n+b\n",
		"a\n<<<<<<< x\nb\n=======\nb\n>>>>>>> y\n" },
	{ "a\nb", "a\nb", "", "a\nb\n" },
};

static void
differences_are_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		LINE_DIFF(diff);
		STRBUF(a);
		STRBUF(b);
		STRBUF(unified);
		STRBUF(marked);

		strbuf_addstr(&a, cases[i].a);
		strbuf_addstr(&b, cases[i].b);
		line_diff_find(&diff, &a, &b);
		line_diff_unified(&diff, &unified);
		line_diff_mark(&diff, "x", "y", &marked);
		assert_string_equal(unified.buf, cases[i].unified);
		assert_string_equal(marked.buf, cases[i].marked);
	}
}

/* Too many pairs of lines to compare: one difference, from the first line that differs to the last. */
static void
large_texts_differ_at_once(void **state)
{
	LINE_DIFF(diff);
	STRBUF(a);
	STRBUF(b);

	(void)state;
	strbuf_addstr(&a, "same\n");
	strbuf_addstr(&b, "same\n");
	for (int i = 0; i < 3000; i++) {
		strbuf_addf(&a, "%d\n", i);
		strbuf_addf(&b, "%d\n", i + 1);
	}
	strbuf_addstr(&a, "end\n");
	strbuf_addstr(&b, "end\n");
	line_diff_find(&diff, &a, &b);
	assert_int_equal(diff.n, 1);
	assert_int_equal(diff.hunks[0].a, 1);
	assert_int_equal(diff.hunks[0].na, 3000);
	assert_int_equal(diff.hunks[0].nb, 3000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(differences_are_found),
		cmocka_unit_test(large_texts_differ_at_once),
	};

	return run_tests(tests);
}
