/* The list that pages and questions have: what the focus stops at, and the keys that move it. */
#include "testing.h"

#include "base/xalloc.h"

#include "ui/wizard/list.h"

/* "T" is a title, "-" a row that is passed, "." one that is not. */
static void
fill(struct list *list, const char *rows)
{
	list_release(list);
	list->page = 3;
	for (; *rows; rows++)
		list_add(list, *rows == 'T' ? ROW_SECTION : ROW_TEXT, "row", "")->passed |=
			*rows == '-';
}

static void
keys_move_the_focus_over_what_is_passed(void **state)
{
	static const struct {
		const char *rows;
		size_t from;
		enum action action;
		size_t to;
	} cases[] = {
		{ "T..", 1, ACTION_DOWN, 2 },
		{ "T..", 2, ACTION_NEXT, 2 },
		{ "T..", 2, ACTION_UP, 1 },
		{ "T..", 1, ACTION_PREVIOUS, 1 },
		{ "..T-.", 1, ACTION_DOWN, 4 },
		{ "..T-.", 4, ACTION_UP, 1 },
		{ ".T-", 0, ACTION_DOWN, 0 },
		{ "T.....T..", 1, ACTION_SECTION_NEXT, 4 },
		{ "T.....T..", 4, ACTION_SECTION_NEXT, 8 },
		{ "T.....T..", 7, ACTION_SECTION_NEXT, 8 },
		{ "T.....T..", 7, ACTION_SECTION_PREVIOUS, 3 },
		{ "T.....T..", 2, ACTION_SECTION_PREVIOUS, 1 },
		{ "T.....T..", 3, ACTION_START, 1 },
		{ "T.....T.-", 3, ACTION_END, 7 },
	};
	struct list list = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		fill(&list, cases[i].rows);
		list.focus = cases[i].from;
		assert_true(list_act(&list, cases[i].action));
		assert_int_equal(list.focus, cases[i].to);
	}
	list_release(&list);
}

static void
other_keys_are_not_the_lists(void **state)
{
	static const enum action actions[] = { ACTION_ACCEPT, ACTION_CLOSE, ACTION_TYPE,
		ACTION_LEFT, ACTION_HELP, ACTION_NONE };
	struct list list = { 0 };

	(void)state;
	fill(&list, "...");
	list.focus = 1;
	for (size_t i = 0; i < ARRAY_SIZE(actions); i++)
		assert_false(list_act(&list, actions[i]));
	assert_int_equal(list.focus, 1);
	list_release(&list);
}

static void
what_is_passed_has_no_number(void **state)
{
	struct list list = { 0 };

	(void)state;
	fill(&list, "T.-.T.");
	assert_int_equal(list_ordinal(&list, 1), 0);
	assert_int_equal(list_ordinal(&list, 3), 1);
	assert_int_equal(list_ordinal(&list, 5), 2);
	assert_int_equal(list_nth(&list, 0), 1);
	assert_int_equal(list_nth(&list, 1), 3);
	assert_int_equal(list_nth(&list, 2), 5);
	assert_int_equal(list_nth(&list, 3), list.n);
	list_release(&list);
}

static void
an_empty_list_has_no_focus(void **state)
{
	struct list list = { 0 };

	(void)state;
	assert_null(list_focused(&list));
	assert_false(list_move(&list, true));
	assert_false(list_move(&list, false));
	assert_true(list_act(&list, ACTION_END));
	fill(&list, "..");
	list.focus = 1;
	assert_ptr_equal(list_focused(&list), &list.rows[1]);
	list_clear(&list);
	assert_int_equal(list.n, 0);
	assert_null(list_focused(&list));
	list_release(&list);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_move_the_focus_over_what_is_passed),
		cmocka_unit_test(other_keys_are_not_the_lists),
		cmocka_unit_test(what_is_passed_has_no_number),
		cmocka_unit_test(an_empty_list_has_no_focus),
	};

	return run_tests(tests);
}
