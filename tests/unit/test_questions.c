/* The table of questions: what is true of all of them. */
#include "testing.h"

#include "base/xalloc.h"

#include "ui/wizard/question.h"

/* Whether an earlier answer takes this key whatever is the case. */
static bool
is_taken(const struct answer *first, const struct answer *answer, uint32_t key)
{
	for (; first < answer; first++)
		for (size_t i = 0; i < 2; i++)
			if (!first->when && key &&
				(first->keys[i] == key || first->keys[i] == CHORD_ANY))
				return true;
	return false;
}

static void
every_answer_can_be_given(void **state)
{
	(void)state;
	for (size_t i = 0; i < questions_count; i++) {
		const struct answer *first = questions[i].answers;

		assert_non_null(first);
		for (const struct answer *a = first; a->keys[0]; a++)
			assert_false(is_taken(first, a, a->keys[0]) &&
				     (!a->keys[1] || is_taken(first, a, a->keys[1])));
	}
}

/* Esc leads out of each; where nothing says what else it does it does nothing. */
static void
a_question_by_key_tells_the_way_out(void **state)
{
	(void)state;
	for (size_t i = 0; i < questions_count; i++) {
		bool told = false, menu = questions[i].folds;

		for (const struct answer *a = questions[i].answers; a->keys[0]; a++)
			told |= a->says &&
				(a->keys[0] == CHORD_ESC || a->keys[1] == CHORD_ESC ||
					a->keys[0] == CHORD_ANY || a->keys[0] == CHORD_ENTER);
		assert_true(told || menu || questions[i].line);
	}
}

/* No key means yes to something that destroys: Enter overwrites and discards nothing. */
static void
enter_destroys_nothing(void **state)
{
	static const enum question_name destroying[] = { QUESTION_OVERWRITE, QUESTION_DISCARD,
		QUESTION_QUIT, QUESTION_HELD, QUESTION_TRIAL };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(destroying); i++)
		for (const struct answer *a = questions[destroying[i]].answers; a->keys[0]; a++)
			if (a->keys[0] == CHORD_ENTER || a->keys[0] == CHORD_ANY)
				assert_true(a->run != wizard_export_over &&
					    a->run != recover_discard && a->run != wizard_end &&
					    a->run != trial_agree && a->run != held_take);
}

static void
lists_say_what_enter_does(void **state)
{
	(void)state;
	for (size_t i = 0; i < questions_count; i++)
		if (questions[i].list) {
			assert_string_not_equal(question_accepts(&questions[i]), "");
			assert_non_null(questions[i].list->take);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_answer_can_be_given),
		cmocka_unit_test(a_question_by_key_tells_the_way_out),
		cmocka_unit_test(enter_destroys_nothing),
		cmocka_unit_test(lists_say_what_enter_does),
	};

	return run_tests(tests);
}
