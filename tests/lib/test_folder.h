/* Folders that go with the test program, however it ends: a keeper, which is no child of the program's,
 * waits at a pipe until nobody has its other end any more, and removes what it was told. */
#ifndef TESTS_TEST_FOLDER_H
#define TESTS_TEST_FOLDER_H

#include "testing.h"

/* mkdtemp() of a template that ends with XXXXXX; the path has at most 511 bytes. */
void test_folder(char *path);
/* A folder for state of its own: what another test has left is nothing to this one, nor what the tester has. test_folder
 * makes one too; run_tests the first one. */
void test_state(void);

#endif
