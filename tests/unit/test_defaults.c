/* One's own defaults: the form default.yaml, new drafts that begin with it, and keeping a value in it. */
#include "testing.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "syntax/domain.h"

#include "format/draft/defaults.h"
#include "format/draft/forms.h"
#include "format/form/form_file.h"

#include "test_folder.h"

static char folder[64];

static int
folder_setup(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "/tmp/scepwiz-defaults.XXXXXX");
	test_folder(folder);
	return setenv("SCEPWIZ_FORMS", folder, 1);
}

static int
folder_teardown(void **state)
{
	(void)state;
	return unsetenv("SCEPWIZ_FORMS");
}

static void
file_set(const char *text)
{
	OWN_TEXT(path) = forms_own_path();
	STRBUF(err);

	if (file_write(path, text, strlen(text), 0, &err) < 0)
		fail_msg("%s", err.buf);
}

static void
file_is(const char *text)
{
	OWN_TEXT(path) = forms_own_path();
	STRBUF(data);
	STRBUF(err);
	struct stat st;

	if (file_read(path, 1 << 20, &data, &err) < 0)
		fail_msg("%s", err.buf);
	assert_string_equal(data.buf, text);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

/* A domain, reversed; or what is wrong. */
static void
domains_are_reversed(void **state)
{
	static const struct {
		const char *domain, *reversed, *wrong;
	} cases[] = {
		{ "acme.net", "net.acme", "" },
		{ "IT.Acme.co.uk", "uk.co.acme.it", "" },
		{ "my-firm.de", "de.my-firm", "" },
		{ "net.acme", "", "looks reversed" },
		{ "com.org", "com.org", NULL }, /* either way */
		{ "acme", "", "must be a domain, such as acme.net" },
		{ "", "", "must be a domain, such as acme.net" },
		{ "acme..net", "", "must be a domain, such as acme.net" },
		{ "acme.net.", "", "must be a domain, such as acme.net" },
		{ "-acme.net", "", "must be a domain, such as acme.net" },
		{ "https://acme.net", "", "must be a domain, such as acme.net" },
		{ "m\xc3\xbcller.de", "", "must be a domain, such as acme.net" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(out);
		STRBUF(err);
		bool wrong = cases[i].wrong && *cases[i].wrong;

		assert_int_equal(domain_reverse(cases[i].domain, &out, &err), wrong ? -1 : 0);
		if (wrong && !strstr(err.buf, cases[i].wrong))
			fail_msg("%s: %s", cases[i].domain, err.buf);
		if (cases[i].wrong)
			assert_string_equal(out.buf, cases[i].reversed);
	}
}

static void
a_host_has_a_domain(void **state)
{
	static const char *const cases[][2] = {
		{ "scep.corp.acme.net", "acme.net" },
		{ "acme.net", "acme.net" },
		{ "SCEP.Acme.Net", "acme.net" },
		{ "scep.acme.co.uk", "acme.co.uk" },
		{ "acme.co.uk", "acme.co.uk" },
		{ "scep.BMW.de", "bmw.de" },
		{ "co.uk", "" },
		{ "co.acme.net", "acme.net" },
		{ "scep", "" },
		{ "10.0.0.1", "" },
		{ "[::1]", "" },
		{ "1.2.3.4.5", "" },
		{ "scep.acme.local", "" },
		{ "scep.acme.internal", "" },
		{ "scep.example.com", "" },
		{ "scep.example.co.uk", "" },
		{ "scep.acme.example", "" },
		{ "a_b.acme.net", "" },
		{ "scep..net", "" },
		{ "%HostName%.acme.net", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(out);

		assert_int_equal(domain_of_host(cases[i][0], &out), *cases[i][1] != '\0');
		assert_string_equal(out.buf, cases[i][1]);
	}
}

/* Opens the forms of the folder; the form of a new draft and one's own, or the sentence. */
static const struct form *
new_of(struct forms **forms, const struct form **own, struct strbuf *err)
{
	*forms = forms_open(NULL, err);
	assert_non_null(*forms);
	return forms_new(*forms, own, err);
}

static const char *
text_of(const struct draft_file *file, const char *key)
{
	return draft_text(file->draft, form_field(draft_form(file->draft), key));
}

static void
new_drafts_begin_with_them(void **state)
{
	STRBUF(err);
	FORMS(forms) = NULL;
	const struct form *own, *form;
	DRAFT_FILE(file);

	(void)state;
	file_set("extends: scep\nform: default\ndomain: acme.net\nmdm: jamf\n"
		 "preset:\n  organization: Acme\n  key_size: 2048\n"
		 "  challenge: {from: env, name: SCEP_ACME}\n  devices: [a, b]\n");
	form = new_of(&forms, &own, &err);
	assert_ptr_equal(form, form_builtin());
	assert_string_equal(own->name, "default");
	defaults_new(&file, form, own, "/nowhere/branch-office.yaml");
	assert_ptr_equal(draft_form(file.draft), form_builtin());
	assert_string_equal(text_of(&file, "organization"), "Acme");
	assert_string_equal(text_of(&file, "key_size"), "2048");
	assert_string_equal(text_of(&file, "devices"), "a\nb");
	assert_string_equal(text_of(&file, "mdm"), "jamf");
	assert_string_equal(text_of(&file, "profile_identifier"), "net.acme.scep.branch-office");
	assert_int_equal(
		draft_source(file.draft, form_field(form, "challenge")), ANSWER_ENVIRONMENT);
	assert_false(draft_is_answered(file.draft, form_field(form, "retries")));
	assert_int_equal(strlen(text_of(&file, "profile_uuid")), 36);
}

static void
a_form_that_is_named_has_none(void **state)
{
	STRBUF(err);
	FORMS(forms) = NULL;
	const struct form *own;

	(void)state;
	file_set("extends: scep\nform: default\npreset: {organization: Acme}\n");
	forms = forms_open("acme", &err);
	assert_string_equal(forms_new(forms, &own, &err)->name, "acme");
	assert_null(own);
	forms_free(forms);
	forms = forms_open("default", &err); /* which is to name none */
	assert_string_equal(forms_new(forms, &own, &err)->name, "scep");
	assert_string_equal(own->name, "default");
	assert_false(forms_are_given(forms));
	assert_string_equal(forms_default(forms)->name, "scep");
	assert_string_equal(err.buf, "");
}

/* No draft is of it, not even of the person who wrote it. */
static void
no_draft_is_of_it(void **state)
{
	STRBUF(err);
	STRBUF(told);
	FORMS(forms) = forms_open(NULL, &err);
	static const char text[] = "form: default\n";

	(void)state;
	file_set("extends: scep\nform: default\npreset: {organization: Acme}\n");
	assert_ptr_equal(forms_of_draft(forms, text, strlen(text), &err), form_builtin());
	forms_tell_missing("default", &told);
	assert_non_null(strstr(told.buf, "it only presets values for new ones"));
}

static void
it_only_presets(void **state)
{
	static const struct {
		const char *text, *wrong;
	} cases[] = {
		{ "extends: scep\nform: default\nlock: [url]\n",
			":3:1: the form default only presets "
			"values, so it has no lock" },
		{ "extends: scep\nform: default\ntitle: Acme\n", "it has no title" },
		{ "extends: scep\nform: default\nhints: {url: x}\n", "it has no hints" },
		{ "extends: scep\nform: default\nsections: []\n", "it has no sections" },
		{ "extends: scep\nform: default\npayloads: []\n", "it has no payloads" },
		{ "extends: scep\nform: default\ndomain: net.acme\n",
			":3:9: domain looks reversed" },
		{ "extends: scep\nform: default\npreset: {profile_identifier: a.b}\n",
			"is made for each draft" },
		{ "extends: scep\nform: other\n",
			"has the form other. Name the file after its form" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(err);
		FORMS(forms) = NULL;
		const struct form *own;

		file_set(cases[i].text);
		assert_null(new_of(&forms, &own, &err));
		assert_null(own);
		if (!strstr(err.buf, cases[i].wrong))
			fail_msg("%s: %s", cases[i].wrong, err.buf);
	}
}

static void
a_domain_is_for_any_own_form(void **state)
{
	STRBUF(err);
	static const char text[] = "extends: scep\nform: acme-macs\ndomain: acme.net\n";
	struct form *form = form_read(text, strlen(text), "x.yaml", &err);
	DRAFT_FILE(file);

	(void)state;
	assert_non_null(form);
	draft_file_new(&file, form, "/nowhere/x.yaml");
	assert_string_equal(text_of(&file, "profile_identifier"), "net.acme.scep.x");
	draft_file_release(&file);
	form_free(form);
}

static void
a_policy_is_called_as_its_draft(void **state)
{
	static const char *const cases[][2] = {
		{ "office.yaml", "Office" },
		{ "branch-office_2.yml", "Branch office 2" },
		{ "Wi-Fi.yaml", "Wi Fi" },
		{ "\xc3\xa9t\xc3\xa9.yaml", "\xc3\xa9t\xc3\xa9" },
		{ "2025.yaml", "2025" },
		{ "a\xff.yaml", "SCEP Profiles" },
		{ "a\033b.yaml", "SCEP Profiles" },
		{ "-.yaml", "SCEP Profiles" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		DRAFT_FILE(file);
		OWN_TEXT(path) = path_join("/nowhere", cases[i][0]);

		draft_file_new(&file, form_builtin(), path);
		defaults_name(&file);
		assert_string_equal(text_of(&file, "policy_name"), cases[i][1]);
		draft_set(file.draft, form_role(form_builtin(), ROLE_POLICY_NAME), "Mine");
		defaults_name(&file);
		assert_string_equal(text_of(&file, "policy_name"), "Mine");
	}
}

static void
an_identifier_has_the_servers_domain(void **state)
{
	static const char *const cases[][3] = {
		{ "com.example.scep.a", "https://scep.acme.net/x", "net.acme.scep.a" },
		{ "ORG.example", "http://acme.co.uk", "uk.co.acme" },
		{ "com.examples.a", "https://scep.acme.net/x", "com.examples.a" },
		{ "com.example.scep.a", "", "com.example.scep.a" },
		{ "com.example.scep.a", "https://10.0.0.1/", "com.example.scep.a" },
		{ "com.example.scep.a", "scep.acme.net", "com.example.scep.a" },
		{ "net.other.a", "https://scep.acme.net/x", "net.other.a" },
	};
	const struct form *form = form_builtin();

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct draft *draft = draft_new(form);

		draft_set(draft, form_identifier(form), cases[i][0]);
		draft_set(draft, form_role(form, ROLE_SCEP_URL), cases[i][1]);
		draft_identify_by_host(draft);
		assert_string_equal(draft_text(draft, form_identifier(form)), cases[i][2]);
		draft_free(draft);
	}
}

/*
 * Keeping.
 */

/* What is kept; or why not. */
static void
keep(const char *form, const char *key, const char *text, bool forget, const char *wrong)
{
	DEFAULTS_CHANGE(change);
	STRBUF(err);
	int result = defaults_prepare(&change, form, key, text, &err);

	if (result == 0 && !wrong) {
		assert_int_equal(change.forget, forget);
		result = defaults_write(&change, &err);
	}
	if (wrong) {
		assert_int_equal(result, -1);
		if (!strstr(err.buf, wrong))
			fail_msg("%s: %s", wrong, err.buf);
	} else if (result < 0) {
		fail_msg("%s=%s: %s", key, text, err.buf);
	}
}

#define HEAD                                                              \
	"# The values that your new drafts begin with: scepwiz-form(5)\n" \
	"extends: scep\n"                                                 \
	"form: default\n"

static void
a_value_is_kept_and_forgotten(void **state)
{
	(void)state;
	keep("scep", "organization", "Acme", false, NULL);
	file_is(HEAD "preset:\n  organization: \"Acme\"\n");
	keep("scep", "key_size", "2048", false, NULL);
	file_is(HEAD "preset:\n  organization: \"Acme\"\n  key_size: 2048\n");
	keep("scep", "organization", "Acme \"2\"", false, NULL);
	keep("scep", "devices", "a\nb", false, NULL);
	file_is(HEAD "preset:\n  organization: \"Acme \\\"2\\\"\"\n  key_size: 2048\n"
		     "  devices: [\"a\", \"b\"]\n");
	keep("scep", "organization", "Acme \"2\"", true, NULL);
	keep("scep", "devices", "a\nb", true, NULL);
	keep("scep", "key_size", "", true, NULL);
	file_is(HEAD);
	keep("scep", "retries", "5", false, NULL);
	file_is(HEAD "preset:\n  retries: 5\n");
}

static void
what_else_is_there_stays(void **state)
{
	(void)state;
	file_set("# mine\nform: default # so\nextends: scep\npreset: {organization: Acme} # here\n"
		 "domain: acme.net\n");
	keep("scep", "url", "https://scep.acme.net/", false, NULL);
	file_is("# mine\nform: default # so\nextends: scep\npreset: {organization: Acme, url: "
		"\"https://scep.acme.net/\"} # here\ndomain: acme.net\n");
	keep("scep", "organization", "Acme", true, NULL);
	file_is("# mine\nform: default # so\nextends: scep\npreset: {url: "
		"\"https://scep.acme.net/\"} # here\ndomain: acme.net\n");
}

static void
not_everything_is_kept(void **state)
{
	STRBUF(longest);
	OWN_TEXT(path) = forms_own_path();

	(void)state;
	while (longest.len <= 500)
		strbuf_addch(&longest, 'x');
	keep("scep", "challenge", "s3cret-horse", false, "a secret cannot be a default");
	keep("scep", "profile_identifier", "net.acme.a", false, "it is made for each draft");
	keep("scep", "profile_uuid", "x", false, "it is made for each draft");
	keep("scep", "root_certificate", "x", false, "a certificate cannot be kept");
	keep("scep", "organization", longest.buf, false, "it is too long for a default");
	keep("scep", "organization", "", false, "it is empty, so there is nothing to keep");
	keep("scep", "no_field", "x", false, "has no field \"no_field\"");
	keep("acme", "organization", "x", false, "only for drafts of the form scep");
	keep("none", "organization", "x", false, "only for drafts of the form scep");
	assert_false(path_exists(path));
	file_set("extends: acme\nform: default\n");
	keep("scep", "organization", "x", false, "your defaults are for drafts of the form acme");
	keep("acme", "organization", "x", false, NULL);
	file_set("- x\n");
	keep("scep", "organization", "x", false, "is not a form");
	file_set("a: [\n");
	keep("scep", "organization", "x", false, "default.yaml:");
}

/* What somebody else has written meanwhile is not lost, and a link is not followed. */
static void
the_file_is_the_one_that_was_read(void **state)
{
	DEFAULTS_CHANGE(change);
	OWN_TEXT(path) = forms_own_path();
	OWN_TEXT(other) = path_join(folder, "other");
	STRBUF(err);

	(void)state;
	file_set("extends: scep\nform: default\n");
	assert_int_equal(defaults_prepare(&change, "scep", "retries", "5", &err), 0);
	file_set("extends: scep\nform: default # changed\n");
	assert_int_equal(defaults_write(&change, &err), -1);
	unlink(path);
	assert_int_equal(symlink(other, path), 0);
	keep("scep", "retries", "5", false, "default.yaml");
	assert_false(path_exists(other));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(domains_are_reversed),
		cmocka_unit_test(a_host_has_a_domain),
		cmocka_unit_test_setup_teardown(
			new_drafts_begin_with_them, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(
			a_form_that_is_named_has_none, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(no_draft_is_of_it, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(it_only_presets, folder_setup, folder_teardown),
		cmocka_unit_test(a_domain_is_for_any_own_form),
		cmocka_unit_test(a_policy_is_called_as_its_draft),
		cmocka_unit_test(an_identifier_has_the_servers_domain),
		cmocka_unit_test_setup_teardown(
			a_value_is_kept_and_forgotten, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(
			what_else_is_there_stays, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(
			not_everything_is_kept, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(
			the_file_is_the_one_that_was_read, folder_setup, folder_teardown),
	};

	return run_tests(tests);
}
