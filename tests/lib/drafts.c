#include "drafts.h"

#include "model/comments.h"

struct form *
form_of_tree(void)
{
	struct strbuf err = STRBUF_INIT;
	struct form *form = form_file_read(source_file("forms/scep.yaml"), &err);

	if (!form)
		fail_msg("%s", err.buf);
	strbuf_release(&err);
	return form;
}

struct form *
form_of_text(const char *text)
{
	struct strbuf err = STRBUF_INIT;
	struct form *form = form_read(text, strlen(text), "test.yaml", &err);

	if (!form)
		fail_msg("%s", err.buf);
	strbuf_release(&err);
	return form;
}

const struct field *
field_of(const struct form *form, const char *key)
{
	const struct field *field = form_field(form, key);

	if (!field)
		fail_msg("the form has no field %s", key);
	return field;
}

int
form_setup(void **state)
{
	*state = form_of_tree();
	return 0;
}

int
form_teardown(void **state)
{
	form_free(*state);
	return 0;
}

void
draft_answer(struct draft *draft, const char *answer)
{
	const char *value = strchr(answer, '=');
	char key[64];

	snprintf(key, sizeof key, "%.*s", (int)(value - answer), answer);
	draft_set(draft, field_of(draft_form(draft), key), value + 1);
}

void
assert_comments(const struct draft *draft, const struct field *field, const char *texts)
{
	COMMENTS(list);
	STRBUF(found);

	comments_read(&list, draft_note(draft, field));
	for (size_t i = 0; i < list.n; i++)
		strbuf_addf(&found, "%s%s%s", i ? " / " : "", list.v[i].done ? "done " : "",
			list.v[i].text);
	assert_string_equal(found.buf, texts);
}
