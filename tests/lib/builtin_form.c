#include "builtin_form.h"

struct form *form;

const struct field *
field(const char *key)
{
	const struct field *found = form_field(form, key);

	if (!found)
		fail_msg("no field %s", key);
	return found;
}

int
builtin_form_setup(void **state)
{
	(void)state;
	form = form_builtin();
	return 0;
}

int
builtin_form_teardown(void **state)
{
	(void)state;
	form_free(form);
	return 0;
}
