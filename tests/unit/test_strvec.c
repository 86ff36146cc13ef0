/* base/strvec: the list of strings. */
#include "testing.h"

#include "base/strvec.h"
#include "base/xalloc.h"

static void
strvec_ends_with_null(void **state)
{
	struct strvec list = STRVEC_INIT;

	(void)state;
	assert_null(list.v[0]);
	for (int i = 0; i < 20; i++) {
		strvec_push(&list, "item");
		assert_int_equal(list.n, i + 1);
		assert_string_equal(list.v[i], "item");
		assert_null(list.v[i + 1]);
	}
	strvec_release(&list);
	assert_null(list.v[0]);
	assert_int_equal(list.n, 0);
}

static void
strvec_pushn_takes_a_part(void **state)
{
	struct strvec list = STRVEC_INIT;

	(void)state;
	strvec_pushn(&list, "abcdef", 3);
	strvec_push_nodup(&list, xstrdup("own"));
	assert_string_equal(list.v[0], "abc");
	assert_string_equal(list.v[1], "own");
	assert_true(strvec_contains(&list, "own"));
	assert_false(strvec_contains(&list, "ow"));
	strvec_release(&list);
}

static void
strvec_splits_and_joins(void **state)
{
	static const struct {
		const char *text;
		size_t n;
		const char *joined;
	} cases[] = {
		{ "", 0, "" },
		{ "a", 1, "a" },
		{ "a\nb", 2, "a, b" },
		{ "a\n\nb", 3, "a, , b" },
		{ "a\n", 2, "a, " },
		{ "\n", 2, ", " },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strvec list = STRVEC_INIT;
		struct strbuf joined = STRBUF_INIT;

		strvec_split(&list, cases[i].text, '\n');
		assert_int_equal(list.n, cases[i].n);
		strvec_join(&list, ", ", &joined);
		assert_string_equal(joined.buf, cases[i].joined);
		strvec_release(&list);
		strbuf_release(&joined);
	}
}

/* None of no size: what is asked for is there, to be grown and freed. */
static void
memory_for_nothing_is_some(void **state)
{
	static const size_t sizes[][2] = { { 0, 8 }, { 8, 0 }, { 0, 0 }, { 1, 8 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		void *one = xreallocarray(NULL, sizes[i][0], sizes[i][1]);
		void *other = xcalloc(sizes[i][0], sizes[i][1]);

		assert_non_null(one);
		assert_non_null(other);
		one = xreallocarray(one, sizes[i][0], sizes[i][1]);
		assert_non_null(one);
		free(one);
		free(other);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strvec_ends_with_null),
		cmocka_unit_test(strvec_pushn_takes_a_part),
		cmocka_unit_test(strvec_splits_and_joins),
		cmocka_unit_test(memory_for_nothing_is_some),
	};

	return run_tests(tests);
}
