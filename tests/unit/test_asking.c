/* What ask and enrol do with a signal that comes while nothing is waited for: the run is that of tests/lib/fake_ask. */
#include "testing.h"

#include <signal.h>

#include "base/xalloc.h"

#include "cmd/asking.h"

#include "fake_ask.h"

static unsigned asked;

static bool
agree(struct asking *asking, const struct asked *facts)
{
	(void)asking;
	(void)facts;
	asked++;
	return true;
}

static int
run_of(struct asking *asking, const struct fake_step *steps, size_t n)
{
	static const struct asked facts = ASKED_INIT;

	fake_ask_reset();
	fake.facts = &facts;
	for (size_t i = 0; i < n; i++)
		fake.steps[i] = steps[i];
	asked = 0;
	asking->plan.url = xstrdup("http://ca.example.com/");
	asking->consent = agree;
	return asking_run(asking);
}

static void
a_run_goes_to_its_end(void **state)
{
	static const struct fake_step steps[] = {
		{ .state = ASK_RUN_WANTS_WORD },
		{ .state = ASK_RUN_CONSENT },
		{ .state = ASK_RUN_ENDED },
	};
	ASKING(asking, NULL);

	(void)state;
	assert_int_equal(run_of(&asking, steps, ARRAY_SIZE(steps)), STATUS_DONE);
	assert_int_equal(asking.signo, 0);
	assert_int_equal(fake.fetched, 1);
	assert_int_equal(asked, 1);
	assert_int_equal(fake.agreed, true);
}

/* It is noted after the last wait, before the question or the keeper gets the terminal. */
static void
a_signal_before_a_question_ends_it(void **state)
{
	static const enum ask_run_state states[] = { ASK_RUN_WANTS_WORD, ASK_RUN_CONSENT };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(states); i++) {
		const struct fake_step steps[] = {
			{ .state = states[i], .signo = SIGTERM },
			{ .state = ASK_RUN_ENDED },
		};
		ASKING(asking, NULL);

		assert_int_equal(run_of(&asking, steps, ARRAY_SIZE(steps)), STATUS_TROUBLE);
		assert_int_equal(asking.signo, SIGTERM);
		assert_int_equal(fake.fetched, 0);
		assert_int_equal(asked, 0);
		assert_int_equal(fake.agreed, -1);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_run_goes_to_its_end),
		cmocka_unit_test(a_signal_before_a_question_ends_it),
	};

	return run_tests(tests);
}
