/* Findings as nodes: what is printed of them comes back, and nothing else is a finding. */
#include "testing.h"

#include "base/frame.h"
#include "base/xalloc.h"

#include "model/finding_node.h"

#include "builtin_form.h"

/* With all that a finding can have. */
static void
fill(struct findings *list)
{
	struct finding *f = findings_addf(list, "url-scheme", form->fields[0],
		(struct place){ 3, 5 }, "a \"sentence\"\n\xc3\xa9");

	f->severity = SEVERITY_INFO;
	f->item = 2;
	f->offset = 17;
	f->advice = true;
	f->to = form->fields[1];
	finding_fix(f, "");
	f->about = xstrdup("a secret");
	f->accepted = xcalloc(1, sizeof *f->accepted);
	acceptance_init(f->accepted, f->rule, "the old CA", "Ann", "");
	findings_addf(list, "draft-key-unknown", NULL, (struct place){ 1, 1 }, "%s", "");
}

/* As the other process gets it. */
static struct node *
sent(const struct finding *f)
{
	NODE(node) = finding_node(f);
	struct strbuf bytes = STRBUF_INIT;
	struct node *got;

	frame_write(node, &bytes);
	got = frame_read(bytes.buf + FRAME_HEAD, bytes.len - FRAME_HEAD);
	assert_non_null(got);
	strbuf_release(&bytes);
	return got;
}

static void
what_is_printed_comes_back(void **state)
{
	FINDINGS(list);
	FINDINGS(got);
	const struct finding *f;

	(void)state;
	fill(&list);
	for (size_t i = 0; i < list.n; i++) {
		NODE(node) = sent(&list.v[i]);

		assert_int_equal(findings_add_node(&got, node, form), 0);
	}
	assert_int_equal(got.n, 2);
	f = &got.v[0];
	assert_ptr_equal(f->rule, list.v[0].rule);
	assert_int_equal(f->severity, SEVERITY_INFO);
	assert_ptr_equal(f->field, form->fields[0]);
	assert_ptr_equal(f->to, form->fields[1]);
	assert_int_equal(f->item, 2);
	assert_int_equal(f->offset, 17);
	assert_int_equal(f->place.line, 3);
	assert_int_equal(f->place.column, 5);
	assert_string_equal(f->sentence, list.v[0].sentence);
	assert_string_equal(f->fix, "");
	assert_true(f->advice);
	assert_null(f->about);
	assert_true(acceptance_same(f->accepted, list.v[0].accepted));
	f = &got.v[1];
	assert_null(f->field);
	assert_null(f->to);
	assert_null(f->fix);
	assert_null(f->accepted);
	assert_false(f->advice);
	assert_int_equal(f->item, -1);
	assert_string_equal(f->sentence, "");
}

static void
what_is_no_finding_is_refused(void **state)
{
	static const char *const missing[] = { "rule", "severity", "item", "offset", "sentence" };
	static const struct {
		const char *key;
		int number; /* -2: a text */
	} wrong[] = {
		{ "rule", -2 },
		{ "severity", 3 },
		{ "severity", -1 },
		{ "severity", -2 },
		{ "item", -2 },
		{ "item", -3 },
		{ "offset", -1 },
		{ "sentence", 1 },
		{ "field", -2 },
		{ "field", 1 },
		{ "to", -2 },
		{ "accepted", 1 },
		{ "accepted", -2 },
	};
	FINDINGS(list);
	FINDINGS(got);

	(void)state;
	fill(&list);
	for (size_t i = 0; i < ARRAY_SIZE(missing); i++) {
		NODE(node) = sent(&list.v[0]);

		node_free(node_take(node_get(node, missing[i])));
		assert_int_equal(findings_add_node(&got, node, form), -1);
	}
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		NODE(node) = sent(&list.v[0]);

		node_set(node, wrong[i].key,
			wrong[i].number == -2 ? node_text_new("no-such-thing")
					      : node_integer_new(wrong[i].number));
		assert_int_equal(findings_add_node(&got, node, form), -1);
	}
	{
		NODE(node) = sent(&list.v[0]);

		assert_int_equal(findings_add_node(&got, node, NULL), -1);
		assert_int_equal(findings_add_node(&got, NULL, form), -1);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_printed_comes_back),
		cmocka_unit_test(what_is_no_finding_is_refused),
	};

	test_state();
	return cmocka_run_group_tests(tests, builtin_form_setup, builtin_form_teardown);
}
