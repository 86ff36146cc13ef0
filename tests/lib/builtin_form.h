/* A group that works on the form that is compiled in: its setup and teardown, and its fields. */
#ifndef TESTS_BUILTIN_FORM_H
#define TESTS_BUILTIN_FORM_H

#include "testing.h"

#include "format/form/form_file.h"

static struct form *form;

static inline const struct field *
field(const char *key)
{
	const struct field *found = form_field(form, key);

	if (!found)
		fail_msg("no field %s", key);
	return found;
}

static inline int
builtin_form_setup(void **state)
{
	(void)state;
	form = form_builtin();
	return 0;
}

static inline int
builtin_form_teardown(void **state)
{
	(void)state;
	form_free(form);
	return 0;
}

#endif
