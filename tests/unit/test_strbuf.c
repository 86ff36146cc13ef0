/* base/strbuf: the growing byte string. */
#include "testing.h"

#include "base/strbuf.h"

static void
strbuf_starts_empty_and_terminated(void **state)
{
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	assert_string_equal(sb.buf, "");
	assert_int_equal(sb.len, 0);
	strbuf_release(&sb);
	assert_string_equal(sb.buf, "");
}

static void
strbuf_never_writes_to_the_shared_empty_text(void **state)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;

	(void)state;
	strbuf_clear(&a);
	strbuf_trim(&a);
	strbuf_add(&a, "", 0);
	assert_ptr_equal(a.buf, strbuf_empty);
	strbuf_addch(&a, 'x');
	assert_string_equal(b.buf, "");
	strbuf_release(&a);
}

static void
strbuf_grows_over_many_additions(void **state)
{
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	for (int i = 0; i < 1000; i++)
		strbuf_addf(&sb, "%03d", i);
	assert_int_equal(sb.len, 3000);
	assert_int_equal(strlen(sb.buf), 3000);
	assert_memory_equal(sb.buf + 2997, "999", 4);
	strbuf_release(&sb);
}

static void
strbuf_keeps_nul_bytes(void **state)
{
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	strbuf_add(&sb, "a\0b", 3);
	strbuf_addchars(&sb, '-', 2);
	assert_int_equal(sb.len, 5);
	assert_memory_equal(sb.buf, "a\0b--", 6);
	strbuf_release(&sb);
}

static void
strbuf_splice_replaces(void **state)
{
	static const struct {
		size_t pos, len;
		const char *data, *want;
	} cases[] = {
		{ 0, 0, "x", "xabcdef" },
		{ 6, 0, "x", "abcdefx" },
		{ 2, 2, "XY", "abXYef" },
		{ 2, 2, "", "abef" },
		{ 0, 6, "", "" },
		{ 1, 1, "12345678901234567890123456789012345",
			"a12345678901234567890123456789012345cdef" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct strbuf sb = STRBUF_INIT;

		strbuf_addstr(&sb, "abcdef");
		strbuf_splice(
			&sb, cases[i].pos, cases[i].len, cases[i].data, strlen(cases[i].data));
		assert_string_equal(sb.buf, cases[i].want);
		assert_int_equal(sb.len, strlen(cases[i].want));
		strbuf_release(&sb);
	}
}

/* A secret that was cut must not stay behind the end. */
static void
strbuf_wipes_what_it_cuts(void **state)
{
	static const char zeros[8];
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	strbuf_addstr(&sb, "keepsecret12");
	strbuf_truncate(&sb, 4);
	assert_string_equal(sb.buf, "keep");
	assert_memory_equal(sb.buf + 4, zeros, 8);
	strbuf_addstr(&sb, "secret12");
	strbuf_splice(&sb, 0, 8, NULL, 0);
	assert_string_equal(sb.buf, "et12");
	assert_memory_equal(sb.buf + 4, zeros, 8);
	strbuf_clear(&sb);
	assert_memory_equal(sb.buf, zeros, 8);
	assert_true(sb.alloc > 0);
	strbuf_release(&sb);
}

static void
strbuf_trim_drops_both_ends(void **state)
{
	static const char *const cases[][2] = {
		{ " \t a b \r\n", "a b" },
		{ "a", "a" },
		{ "  \n", "" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct strbuf sb = STRBUF_INIT;

		strbuf_addstr(&sb, cases[i][0]);
		strbuf_trim(&sb);
		assert_string_equal(sb.buf, cases[i][1]);
		strbuf_release(&sb);
	}
}

static void
strbuf_set_takes_a_part_of_itself(void **state)
{
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	strbuf_set(&sb, "old and new");
	strbuf_set(&sb, sb.buf + 8);
	assert_string_equal(sb.buf, "new");
	strbuf_release(&sb);
}

static void
strbuf_detach_gives_memory_even_when_empty(void **state)
{
	struct strbuf sb = STRBUF_INIT;
	char *text = strbuf_detach(&sb);

	(void)state;
	assert_string_equal(text, "");
	assert_ptr_not_equal(text, strbuf_empty);
	free(text);
	strbuf_addstr(&sb, "text");
	text = strbuf_detach(&sb);
	assert_string_equal(text, "text");
	assert_ptr_equal(sb.buf, strbuf_empty);
	free(text);
}

static void
error_add_returns_failure_and_appends(void **state)
{
	struct strbuf err = STRBUF_INIT;

	(void)state;
	assert_int_equal(error_add(&err, "%s: %d", "line", 3), -1);
	assert_string_equal(err.buf, "line: 3");
	strbuf_release(&err);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strbuf_starts_empty_and_terminated),
		cmocka_unit_test(strbuf_never_writes_to_the_shared_empty_text),
		cmocka_unit_test(strbuf_grows_over_many_additions),
		cmocka_unit_test(strbuf_keeps_nul_bytes),
		cmocka_unit_test(strbuf_splice_replaces),
		cmocka_unit_test(strbuf_wipes_what_it_cuts),
		cmocka_unit_test(strbuf_trim_drops_both_ends),
		cmocka_unit_test(strbuf_set_takes_a_part_of_itself),
		cmocka_unit_test(strbuf_detach_gives_memory_even_when_empty),
		cmocka_unit_test(error_add_returns_failure_and_appends),
	};

	return run_tests(tests);
}
