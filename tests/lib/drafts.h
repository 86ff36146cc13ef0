/* Drafts for tests, made of a form and answers "key=value". */
#ifndef TESTS_DRAFTS_H
#define TESTS_DRAFTS_H

#include "testing.h"

#include "model/draft.h"

#include "format/form/form_file.h"

/* The form of the source tree. The caller frees. */
static inline struct form *
form_of_tree(void)
{
	struct strbuf err = STRBUF_INIT;
	struct form *form = form_file_read(source_file("forms/scep.yaml"), &err);

	if (!form)
		fail_msg("%s", err.buf);
	strbuf_release(&err);
	return form;
}

static inline struct form *
form_of_text(const char *text)
{
	struct strbuf err = STRBUF_INIT;
	struct form *form = form_read(text, strlen(text), "test.yaml", &err);

	if (!form)
		fail_msg("%s", err.buf);
	strbuf_release(&err);
	return form;
}

/* The field, which must be there. */
static inline const struct field *
field_of(const struct form *form, const char *key)
{
	const struct field *field = form_field(form, key);

	if (!field)
		fail_msg("the form has no field %s", key);
	return field;
}

/* A group whose state is the form of the tree. */
static inline int
form_setup(void **state)
{
	*state = form_of_tree();
	return 0;
}

static inline int
form_teardown(void **state)
{
	form_free(*state);
	return 0;
}

/* Answers as the draft is to hold them; nothing is converted. */
static inline void
draft_answer(struct draft *draft, const char *answer)
{
	const char *value = strchr(answer, '=');
	char key[64];

	snprintf(key, sizeof key, "%.*s", (int)(value - answer), answer);
	draft_set(draft, field_of(draft_form(draft), key), value + 1);
}

#endif
