/* A group that works on the form that is compiled in: its setup and teardown, and its fields. */
#ifndef TESTS_BUILTIN_FORM_H
#define TESTS_BUILTIN_FORM_H

#include "testing.h"

#include "format/form/form_file.h"

extern struct form *form;

const struct field *field(const char *key);
int builtin_form_setup(void **state);
int builtin_form_teardown(void **state);

#endif
