/* Sessions of the wizard whose changes are kept, and what they are asked. */
#ifndef TESTS_WIZARD_GUARDED_H
#define TESTS_WIZARD_GUARDED_H

#include "wizard_session.h"

#define TEXT "form: scep\npolicy_name: \"Branch\"\nretries: 4 # theirs\nname: ca\n"

/* The question, and a line for each item of its list and for what is told of it. */
const char *asked(const struct session *s);

/* The draft opened, with what is kept of it. */
void open_guarded(struct session *s, const char *text);
void write_disk(const struct session *s, const char *text);

#endif
