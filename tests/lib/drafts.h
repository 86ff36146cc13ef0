/* Drafts for tests, made of a form and answers "key=value". */
#ifndef TESTS_DRAFTS_H
#define TESTS_DRAFTS_H

#include "testing.h"

#include "model/draft.h"

#include "format/form/form_file.h"

/* The form of the source tree. The caller frees. */
struct form *form_of_tree(void);
struct form *form_of_text(const char *text);

/* The field, which must be there. */
const struct field *field_of(const struct form *form, const char *key);

/* A group whose state is the form of the tree. */
int form_setup(void **state);
int form_teardown(void **state);

/* The texts of the comments on a field, " / " between them, "done " before each that is. */
void assert_comments(const struct draft *draft, const struct field *field, const char *texts);

/* Answers as the draft is to hold them; nothing is converted. */
void draft_answer(struct draft *draft, const char *answer);

#endif
