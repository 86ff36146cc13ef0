/* syntax/uuid: made at random or of a name, in their usual spelling. */
#include "testing.h"

#include "base/xalloc.h"

#include "syntax/uuid.h"

static void
uuid_makes_version_4_in_capitals(void **state)
{
	char seen[64][UUID_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(seen); i++) {
		uuid_make(seen[i]);
		assert_int_equal(strlen(seen[i]), 36);
		assert_true(uuid_is_valid(seen[i]));
		assert_int_equal(strspn(seen[i], "0123456789ABCDEF-"), 36);
		assert_int_equal(seen[i][14], '4');
		assert_non_null(strchr("89AB", seen[i][19]));
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(seen[i], seen[j]);
	}
}

/* FIPS 180-4 gives the SHA-256 of "abc"; version and variant are put into its first half. */
static void
uuid_of_name_is_always_the_same(void **state)
{
	char uuid[UUID_TEXT_SIZE], other[UUID_TEXT_SIZE];

	(void)state;
	uuid_of_name("abc", uuid);
	assert_string_equal(uuid, "BA7816BF-8F01-8FEA-8141-40DE5DAE2223");
	uuid_of_name("abd", other);
	assert_string_not_equal(uuid, other);
	assert_true(uuid_is_valid(other));
}

static void
uuid_is_valid_knows_the_spelling(void **state)
{
	static const struct {
		const char *text;
		bool valid;
	} cases[] = {
		{ "0B0C5E0A-7D7C-4A6E-9F3B-2F6D0E5C1A44", true },
		{ "0b0c5e0a-7d7c-4a6e-9f3b-2f6d0e5c1a44", true },
		{ "", false },
		{ "0B0C5E0A", false },
		{ "0B0C5E0A-7D7C-4A6E-9F3B-2F6D0E5C1A4", false },
		{ "0B0C5E0A-7D7C-4A6E-9F3B-2F6D0E5C1A444", false },
		{ "0B0C5E0A-7D7C-4A6E-9F3B-2F6D0E5C1A4G", false },
		{ "0B0C5E0A7D7C-4A6E-9F3B-2F6D0E5C1A44-", false },
		{ "{B0C5E0A-7D7C-4A6E-9F3B-2F6D0E5C1A44", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (uuid_is_valid(cases[i].text) != cases[i].valid)
			fail_msg("\"%s\"", cases[i].text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(uuid_makes_version_4_in_capitals),
		cmocka_unit_test(uuid_of_name_is_always_the_same),
		cmocka_unit_test(uuid_is_valid_knows_the_spelling),
	};

	return run_tests(tests);
}
