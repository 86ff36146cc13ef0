/* Checking as a whole: which fields, in which order, with which places. */
#include "testing.h"

#include "base/xalloc.h"

#include "model/field_type.h"
#include "model/lint.h"

#include "drafts.h"

static struct draft *
draft_with(const struct form *form, const char *const *answers)
{
	struct draft *draft = draft_new(form);

	for (; *answers; answers++)
		draft_answer(draft, *answers);
	return draft;
}

static bool
found_rule(const struct findings *found, const char *rule)
{
	for (size_t i = 0; i < found->n; i++)
		if (!strcmp(found->v[i].rule, rule))
			return true;
	return false;
}

static void
good_draft_has_no_findings(void **state)
{
	static const char *const answers[] = { "key_size=2048", "subject=/O=Corp/CN=%SerialNumber%",
		"key_usage=signing", "url=https://ca.corp.net/scep", "devices=mac-1",
		"profile_identifier=net.corp.scep",
		"profile_uuid=0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0",
		"scep_uuid=1F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F1",
		"fingerprint=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", NULL };
	struct draft *draft = draft_with(*state, answers);
	struct findings found = FINDINGS_INIT;

	draft_set_source(draft, field_of(*state, "challenge"), ANSWER_PROMPT, "");
	lint_draft(draft, NULL, &found);
	for (size_t i = 0; i < found.n; i++)
		print_message("%s: %s\n", found.v[i].rule, found.v[i].sentence);
	assert_int_equal(found.n, 0);
	findings_release(&found);
	draft_free(draft);
}

static void
findings_come_by_field_and_graver_first(void **state)
{
	static const char *const answers[] = { "key_size=3072", "subject=/CN=%AD_Domain%%X%",
		"san_dns_name=..", "set_subject_alternative_name=true", "retries=11", NULL };
	struct draft *draft = draft_with(*state, answers);
	struct findings found = FINDINGS_INIT;

	lint_draft(draft, NULL, &found);
	assert_true(found.n > 6);
	for (size_t i = 1; i < found.n; i++) {
		const struct finding *a = &found.v[i - 1], *b = &found.v[i];

		assert_true(a->field->index <= b->field->index);
		assert_true(a->field != b->field || a->severity >= b->severity);
	}
	findings_release(&found);
	draft_free(draft);
}

/* What stood in the list before stays where it was. */
static void
earlier_findings_stay_in_front(void **state)
{
	static const char *const answers[] = { NULL };
	struct draft *draft = draft_with(*state, answers);
	struct findings found = FINDINGS_INIT;

	findings_addf(&found, "draft-key-unknown", NULL, (struct place){ 0, 0 },
		"the key colour is unknown");
	lint_draft(draft, NULL, &found);
	assert_string_equal(found.v[0].rule, "draft-key-unknown");
	assert_true(found.n > 1);
	findings_release(&found);
	draft_free(draft);
}

static void
fields_that_do_not_apply_are_not_checked(void **state)
{
	static const char *const answers[] = { "platform=ios", "san_dns_name=a b",
		"allow_all_apps_access=maybe", "root_certificate=absent.cer", NULL };
	struct draft *draft = draft_with(*state, answers);
	struct findings found = FINDINGS_INIT;

	lint_draft(draft, NULL, &found);
	assert_false(found_rule(&found, "san-dns-name"));
	assert_false(found_rule(&found, "boolean-value"));
	assert_false(found_rule(&found, "certificate-unreadable"));
	findings_release(&found);

	draft_answer(draft, "platform=macos");
	draft_answer(draft, "set_subject_alternative_name=true");
	draft_answer(draft, "include_root_certificate=true");
	lint_draft(draft, NULL, &found);
	assert_true(found_rule(&found, "san-dns-name"));
	assert_true(found_rule(&found, "boolean-value"));
	assert_true(found_rule(&found, "certificate-unreadable"));
	findings_release(&found);
	draft_free(draft);
}

static void
findings_stand_where_the_value_stands(void **state)
{
	static const char *const answers[] = { "key_size=3072", NULL };
	const struct field *key_size = field_of(*state, "key_size");
	struct draft *draft = draft_with(*state, answers);
	struct findings found = FINDINGS_INIT;
	const struct finding *finding;

	draft_set_place(draft, key_size, (struct place){ 12, 11 });
	lint_draft(draft, NULL, &found);
	finding = findings_of(&found, key_size);
	assert_int_equal(finding->place.line, 12);
	assert_int_equal(finding->place.column, 11);
	finding = findings_of(&found, field_of(*state, "url"));
	assert_int_equal(finding->place.line, 1);
	assert_int_equal(finding->place.column, 1);
	findings_release(&found);
	draft_free(draft);
}

static void
lists_are_checked_item_by_item(void **state)
{
	const struct field *field = field_of(*state, "san_dns_name");
	struct findings found = FINDINGS_INIT;

	field_check(NULL, field, "a.net\nb c\nd.net\n*.e.net", NULL, &found);
	assert_int_equal(found.n, 2);
	assert_int_equal(found.v[0].item, 1);
	assert_contains(found.v[0].sentence, "\"b c\" is not a host name: it has a space. Enter "
					     "only the name, such as mac1.example.com");
	assert_int_equal(found.v[1].item, 3);
	assert_int_equal(found.v[1].severity, SEVERITY_WARNING);
	findings_release(&found);
}

static void
one_value_is_checked_without_a_draft(void **state)
{
	static const struct {
		const char *key, *text, *rule; /* NULL: nothing is wrong */
	} cases[] = {
		{ "url", "", NULL },
		{ "url", "https://ca.corp.net/scep", NULL },
		{ "url", "ftp://ca.corp.net/", "url-scheme" },
		{ "challenge", "s3cret ", "challenge-stray-space" },
		{ "key_size", "1024", "key-size-weak" },
		{ "subject", "/CN=50%", "variable-unbalanced" },
		{ "subject", "/CN=%AD_Domain%", "variable-active-directory" },
		{ "san_dns_name", "%", "san-dns-name" },
		{ "retries", "-1", "retry-value" },
		{ "devices", "anything % goes", NULL },
		{ "policy_notes", "anything\n% goes CHANGEME", NULL },
		{ "fingerprint", "11:22", "fingerprint-length" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct findings found = FINDINGS_INIT;

		field_check(NULL, field_of(*state, cases[i].key), cases[i].text, NULL, &found);
		assert_int_equal(found.n, cases[i].rule != NULL);
		if (cases[i].rule)
			assert_string_equal(found.v[0].rule, cases[i].rule);
		findings_release(&found);
	}
}

/* The square of a long value is time and memory that nobody has: each of these has a mend that is all of it. */
static void
findings_of_one_kind_are_told_so_often_only(void **state)
{
	static const struct {
		const char *key, *each, *last, *rule;
		size_t found;
	} cases[] = {
		{ "subject", "%SerialNumbr%", "", "variable-unknown", FINDINGS_SAME_MAX },
		{ "devices", "a\n\n", "b", "list-item", FINDINGS_SAME_MAX },
		{ "key_usage", "x\n", "y", "choice-value", FINDINGS_SAME_MAX },
		/* warnings leave room for an error of the same rule */
		{ "san_dns_name", "*.a.net\n", "b c", "san-dns-name", FINDINGS_SAME_MAX + 1 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct findings found = FINDINGS_INIT;
		struct strbuf text = STRBUF_INIT;
		size_t n = 0;

		strbuf_addstr(&text, i ? "" : "/CN=");
		for (int times = 0; times < 3000; times++)
			strbuf_addstr(&text, cases[i].each);
		strbuf_addstr(&text, cases[i].last);
		field_check(NULL, field_of(*state, cases[i].key), text.buf, NULL, &found);
		for (size_t f = 0; f < found.n; f++)
			n += !strcmp(rule_for(cases[i].rule, field_of(*state, cases[i].key))->id,
				found.v[f].rule);
		assert_int_equal(n, cases[i].found);
		assert_contains(found.v[FINDINGS_SAME_MAX - 1].sentence,
			"(any more of this kind are not listed)");
		findings_release(&found);
		strbuf_release(&text);
	}
}

/* Nothing else is looked at, and none of the rules about the whole draft either. */
static void
value_that_is_too_long_is_not_looked_at(void **state)
{
	static const char *const answers[] = { NULL };
	const struct field *name = field_of(*state, "name");
	struct draft *draft = draft_with(*state, answers);
	struct findings found = FINDINGS_INIT;
	struct strbuf text = STRBUF_INIT;

	strbuf_addchars(&text, '%', FIELD_TEXT_MAX);
	field_check(draft, name, text.buf, NULL, &found);
	assert_false(found_rule(&found, "text-too-long"));
	findings_release(&found);
	strbuf_addch(&text, '%');
	draft_set(draft, name, text.buf);
	lint_draft(draft, NULL, &found);
	assert_string_equal(findings_of(&found, name)->rule, "text-too-long");
	assert_string_equal(findings_of(&found, name)->sentence,
		"Name has 65537 bytes, but at most 65536 are allowed. Shorten it");
	assert_false(found_rule(&found, "variable-unbalanced"));
	findings_release(&found);
	strbuf_release(&text);
	draft_free(draft);
}

static void
offsets_point_at_the_mistake(void **state)
{
	static const struct {
		const char *key, *text;
		size_t offset;
	} cases[] = {
		{ "organization", "ab\001", 2 },
		{ "subject", "/O=a/CN=%Xyz%", 8 },
		{ "url", "https://ca.corp.net/scep?x=y", 24 },
		{ "url", "https://ca.corp.net/scep/your-tenant-id", 19 },
		{ "url", "https://ca.corp.net/scep/your-tenant-id?x=y", 19 },
		{ "profile_identifier", "com_x", 3 },
		{ "san_uri", "https://a.net/b c", 15 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct findings found = FINDINGS_INIT;

		field_check(NULL, field_of(*state, cases[i].key), cases[i].text, NULL, &found);
		assert_true(found.n > 0);
		assert_int_equal(found.v[0].offset, cases[i].offset);
		findings_release(&found);
	}
}

/* The field of an error by its key, or what is no field's for "-". */
static void
errors_are_named_by_their_fields(void **state)
{
	static const struct {
		const char *keys[5];
		const char *labels;
	} cases[] = {
		{ { NULL }, "" },
		{ { "url", NULL }, "URL" },
		{ { "url", "retries", "url", NULL }, "URL, Retries" },
		{ { "-", NULL }, "other parts of the draft" },
		{ { "-", "url", "-", "retries", NULL }, "URL, Retries, other parts of the draft" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct findings found = FINDINGS_INIT;
		struct strbuf labels = STRBUF_INIT;
		struct place place = { 1, 1 };

		/* a warning is not named */
		findings_addf(
			&found, "key-size-weak", field_of(*state, "key_size"), place, "small");
		for (const char *const *key = cases[i].keys; *key; key++)
			findings_addf(&found, "integer-value",
				strcmp(*key, "-") != 0 ? field_of(*state, *key) : NULL, place,
				"wrong")
				->severity = SEVERITY_ERROR;
		findings_error_labels(&found, &labels);
		assert_string_equal(labels.buf, cases[i].labels);
		findings_release(&found);
		strbuf_release(&labels);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_draft_has_no_findings),
		cmocka_unit_test(findings_come_by_field_and_graver_first),
		cmocka_unit_test(earlier_findings_stay_in_front),
		cmocka_unit_test(fields_that_do_not_apply_are_not_checked),
		cmocka_unit_test(findings_stand_where_the_value_stands),
		cmocka_unit_test(lists_are_checked_item_by_item),
		cmocka_unit_test(one_value_is_checked_without_a_draft),
		cmocka_unit_test(findings_of_one_kind_are_told_so_often_only),
		cmocka_unit_test(value_that_is_too_long_is_not_looked_at),
		cmocka_unit_test(offsets_point_at_the_mistake),
		cmocka_unit_test(errors_are_named_by_their_fields),
	};

	return cmocka_run_group_tests(tests, form_setup, form_teardown);
}
