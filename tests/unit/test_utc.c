/* Dates far from ours too: the C library's calendar is the judge where its time_t reaches. */
#include "testing.h"

#include "base/utc.h"
#include "base/xalloc.h"

#define DAY INT64_C(86400)

static void
days_are_shown(void **state)
{
	static const struct {
		int64_t seconds;
		const char *day;
	} cases[] = {
		{ 0, "1970-01-01" },
		{ -1, "1969-12-31" },
		{ 951782400, "2000-02-29" },
		{ INT32_MAX, "2038-01-19" },
		{ INT64_C(2147483648), "2038-01-19" },
		{ INT64_C(2562000000), "2051-03-09" },
		{ INT64_C(4107542400), "2100-03-01" },
		{ INT64_C(4294967296), "2106-02-07" },
		{ INT64_C(253402300799), "9999-12-31" },
		{ INT64_C(253402300800), "10000-01-01" },
		{ INT64_C(-62135596800), "0001-01-01" },
		{ INT64_MAX, "99999-12-31" },
		{ INT64_MIN, "-9999-01-01" },
	};

	(void)state;
	setenv("TZ", "Asia/Tokyo", 1);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(day);

		utc_day(cases[i].seconds, &day);
		assert_string_equal(day.buf, cases[i].day);
	}
}

/* Every day of 800 years and the years around its ends, at another second each. */
static void
there_and_back(void **state)
{
	struct tm utc, theirs;

	(void)state;
	for (int64_t day = -146097 - 366; day <= 146097 + 366; day++) {
		int64_t seconds = day * DAY + (day * 7919 % DAY + DAY) % DAY;
		time_t judged = (time_t)seconds;

		utc_parts(seconds, &utc);
		assert_true(utc_seconds(&utc) == seconds);
		if (judged != seconds)
			continue;
		assert_non_null(gmtime_r(&judged, &theirs));
		assert_int_equal(utc.tm_year, theirs.tm_year);
		assert_int_equal(utc.tm_mon, theirs.tm_mon);
		assert_int_equal(utc.tm_mday, theirs.tm_mday);
		assert_int_equal(utc.tm_hour, theirs.tm_hour);
		assert_int_equal(utc.tm_min, theirs.tm_min);
		assert_int_equal(utc.tm_sec, theirs.tm_sec);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_are_shown),
		cmocka_unit_test(there_and_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
