/* What every test includes first: cmocka wants these headers before it, and a few helpers. */
#ifndef TESTS_TESTING_H
#define TESTS_TESTING_H

/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CMOCKA_DISABLE_DEPRECATION_WARNINGS /* 2.0 has other names for what 1.1 has */
#include <cmocka.h>
/* clang-format on */

/* A group a program; automake's TAP driver reads what it prints. (cmocka has an older macro of
 * that name.) */
#undef run_tests
#define run_tests(tests) (test_state(), cmocka_run_group_tests(tests, NULL, NULL))

/* Fails with both texts where whole does not contain part. */
#define assert_contains(whole, part)                                                 \
	do {                                                                         \
		if (!strstr((whole), (part)))                                        \
			fail_msg("\"%s\" does not contain \"%s\"", (whole), (part)); \
	} while (0)

void test_state(void); /* test_folder.h */

/* The step of loops over thousands of cases that are much alike: 1, or $SCEPWIZ_ONE_IN where each takes long (valgrind,
 * an emulator). */
size_t one_in(void);

/* A file of the source tree, from wherever the test runs; a static buffer. */
const char *source_file(const char *name);

#endif
