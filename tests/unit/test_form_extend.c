/* Own forms: presets, locks and hints on the form that is built in, and which form a draft belongs to. */
#include "testing.h"

#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "model/lint.h"

#include "format/draft/draft_file.h"
#include "format/draft/forms.h"
#include "format/form/form_file.h"

#include "test_folder.h"

#define OWN               \
	"extends: scep\n" \
	"form: acme\n"

static struct form *
read_form(const char *text)
{
	struct strbuf err = STRBUF_INIT;
	struct form *form = form_read(text, strlen(text), "acme.yaml", &err);

	if (!form)
		fail_msg("%s", err.buf);
	strbuf_release(&err);
	return form;
}

static void
a_copy_stands_for_itself(void **state)
{
	const struct form *builtin = form_builtin();
	struct form *copy = form_copy(builtin);

	(void)state;
	assert_int_equal(copy->nfields, builtin->nfields);
	for (size_t i = 0; i < copy->nfields; i++) {
		const struct field *mine = copy->fields[i], *theirs = builtin->fields[i];

		assert_string_equal(mine->key, theirs->key);
		assert_ptr_not_equal(mine->key, theirs->key);
		assert_string_equal(mine->section->title, theirs->section->title);
		assert_ptr_not_equal(mine->section, theirs->section);
		assert_int_equal(!mine->when, !theirs->when);
		if (mine->when)
			assert_ptr_equal(mine->when, copy->fields[theirs->when->index]);
		for (size_t c = 0; c < mine->nchoices; c++)
			assert_string_equal(mine->choices[c].value, theirs->choices[c].value);
	}
	assert_ptr_equal(copy->platform, copy->fields[builtin->platform->index]);
	assert_ptr_equal(
		copy->payloads[0]->when, form_field(copy, builtin->payloads[0]->when->key));
	form_free(copy);
}

static void
presets_are_defaults_and_locks_hold(void **state)
{
	struct form *form =
		read_form(OWN "title: Acme Wi-Fi\n"
			      "preset:\n"
			      "  url: https://scep.acme.net/scep\n"
			      "  key_size: 2048\n"
			      "  extractable_key: no\n"
			      "  key_usage: [signing, encryption]\n"
			      "  device_groups: [Field laptops, Lab]\n"
			      "  fingerprint: \"da39a3ee5e6b4b0d3255bfef95601890afd80709\"\n"
			      "  challenge: {from: env, name: SCEP_ACME}\n"
			      "  organization: Acme\n"
			      "mdm: Jamf Pro\n"
			      "lock: [url, challenge]\n"
			      "hints:\n  subject: Only the CN, please.\n");
	struct draft *draft = draft_new(form);
	const struct field *challenge = form_field(form, "challenge");

	(void)state;
	assert_string_equal(form->name, "acme");
	assert_string_equal(form->extends, "scep");
	assert_string_equal(form->title, "Acme Wi-Fi");
	assert_string_equal(
		draft_text(draft, form_field(form, "url")), "https://scep.acme.net/scep");
	assert_string_equal(draft_text(draft, form_field(form, "key_size")), "2048");
	assert_string_equal(draft_text(draft, form_field(form, "extractable_key")), "false");
	assert_string_equal(
		draft_text(draft, form_field(form, "key_usage")), "signing\nencryption");
	assert_string_equal(
		draft_text(draft, form_field(form, "device_groups")), "Field laptops\nLab");
	assert_int_equal(draft_source(draft, challenge), ANSWER_ENVIRONMENT);
	assert_string_equal(draft_source_name(draft, challenge), "SCEP_ACME");
	assert_false(draft_is_empty(draft, challenge));
	assert_string_equal(form_field(form, "subject")->hint, "Only the CN, please.");
	assert_string_equal(draft_text(draft, form_field(form, "mdm")), "Jamf Pro");
	assert_true(form_field(form, "url")->flags & FIELD_LOCKED);
	assert_true(challenge->flags & FIELD_LOCKED);
	assert_false(form_field(form, "key_size")->flags & FIELD_LOCKED);
	draft_set(draft, challenge, "x");
	assert_int_equal(draft_source(draft, challenge), ANSWER_HERE);
	draft_unset(draft, challenge);
	assert_int_equal(draft_source(draft, challenge), ANSWER_ENVIRONMENT);
	draft_free(draft);
	form_free(form);
}

static void
mistakes_are_told_with_their_place(void **state)
{
	static const struct {
		const char *text, *message;
	} cases[] = {
		{ "extends: wifi\nform: acme\n",
			"acme.yaml:1:10: extends names \"wifi\", but only scep, acme and "
			"scep-wifi can be extended" },
		/* more payloads than any form has, which rest on that */
		{ "extends: wifi\nform: acme\npayloads: [{key: a}, {key: b}, {key: c}, {key: d}]\n",
			"extends names \"wifi\", but only scep, acme and scep-wifi can be "
			"extended" },
		{ "extends: scep\nform: scep\n",
			"acme.yaml:2:7: the form has the name of the form that it extends. Choose "
			"another name" },
		{ "extends: scep\n", "a form needs the key \"form\"" },
		{ OWN "mdm: jmaf\n",
			"acme.yaml:3:6: \"jmaf\" is not an MDM that scepwiz knows. Did you "
			"mean jamf?" },
		{ OWN "mdm: [jamf]\n", "acme.yaml:3:6: mdm is a list" },
		{ OWN "presets: {url: x}\n",
			"acme.yaml:3:1: a form has no key \"presets\". Did you mean \"preset\"?" },
		{ OWN "preset: {ulr: x}\n",
			"acme.yaml:3:10: the form scep has no field \"ulr\". Did you mean url?" },
		{ OWN "preset:\n  key_size: 3000\n",
			"acme.yaml:4:13: the preset of key_size is wrong: " },
		{ OWN "preset:\n  url: ftp://x\n", "acme.yaml:4:8: the preset of url is wrong: " },
		{ OWN "preset:\n  url: [a, b]\n",
			"acme.yaml:4:8: URL is a list, but must be one text. Write url: VALUE" },
		{ OWN "preset: {ulr: x, url: a, url: b, key_size: 3000}\nlock: [scep_uuid]\nhints: {nam: "
		      "x}\n",
			"acme.yaml:3:10: the form scep has no field \"ulr\". Did you mean "
			"url?\nacme.yaml:3:23: the preset of url is wrong: " },
		{ OWN "preset: {ulr: x}\nlock: [url]\nhints: {nam: x}\n",
			"acme.yaml:3:10: the form scep has no field \"ulr\". Did you mean "
			"url?\nacme.yaml:5:9: the form scep has no field \"nam\". Did you mean "
			"name?" },
		{ OWN "preset:\n  challenge: s3cret\n",
			"acme.yaml:4:14: challenge is a secret, and many people have the form. "
			"Preset its source: {from: prompt}, {from: env, name: VARIABLE} or {from: "
			"command, argv: [...]}" },
		{ OWN "preset:\n  root_certificate: missing.cer\n",
			"acme.yaml:4:21: the preset of root_certificate is wrong: " },
		{ OWN "preset:\n  profile_uuid: x\n",
			"acme.yaml:4:3: profile_uuid is made for each draft and cannot be preset" },
		{ OWN "lock: [url]\n",
			"acme.yaml:3:8: url is required and locked, but has no value. Set one "
			"under preset" },
		{ OWN "lock: url\n", "acme.yaml:3:7: lock is a text, but must be a list" },
		{ OWN "lock: [scep_uuid]\n",
			"acme.yaml:3:8: scep_uuid is made for each draft and cannot be locked" },
		{ OWN "hints: {url: ''}\n", "acme.yaml:3:14: a hint is empty" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf err = STRBUF_INIT;

		assert_null(form_read(cases[i].text, strlen(cases[i].text), "acme.yaml", &err));
		assert_contains(err.buf, cases[i].message);
		if (strstr(err.buf, "s3cret"))
			fail_msg("the message has the secret");
		strbuf_release(&err);
	}
}

static const struct finding *
finding_of(const struct findings *found, const char *rule)
{
	for (size_t i = 0; i < found->n; i++)
		if (!strcmp(found->v[i].rule, rule))
			return &found->v[i];
	return NULL;
}

static void
another_value_of_a_locked_field_is_an_error(void **state)
{
	struct form *form = read_form(OWN "preset:\n  key_size: 2048\n  challenge: {from: prompt}\n"
					  "lock: [key_size, challenge, name]\n");
	struct draft *draft = draft_new(form);
	struct findings found = FINDINGS_INIT;
	const struct finding *finding;

	(void)state;
	lint_draft(draft, NULL, &found);
	assert_null(finding_of(&found, "field-locked"));
	draft_set(draft, form_field(form, "key_size"), "4096");
	lint_draft(draft, NULL, &found);
	finding = finding_of(&found, "field-locked");
	assert_non_null(finding);
	assert_int_equal(finding->severity, SEVERITY_ERROR);
	assert_string_equal(finding->sentence,
		"Key size is locked by the form acme to \"2048\". Use that value, or ask for a "
		"change of the form");
	assert_string_equal(finding->fix, "2048");
	findings_release(&found);

	draft_unset(draft, form_field(form, "key_size"));
	draft_set(draft, form_field(form, "challenge"), "s3cret");
	lint_draft(draft, NULL, &found);
	finding = finding_of(&found, "field-locked");
	assert_non_null(finding);
	assert_string_equal(finding->sentence,
		"Challenge is locked by the form acme, which sets its source. Remove the key "
		"challenge from the draft");
	assert_null(finding->fix);
	findings_release(&found);
	draft_free(draft);
	form_free(form);
}

struct folder {
	char path[64];
};

static void
folder_write(const struct folder *folder, const char *name, const char *text)
{
	char *path = path_join(folder->path, name);
	struct strbuf err = STRBUF_INIT;

	if (file_write(path, text, strlen(text), 0, &err) < 0)
		fail_msg("%s", err.buf);
	free(path);
}

static void
folder_remove(const struct folder *folder, const char *const *names)
{
	for (; *names; names++) {
		char *path = path_join(folder->path, *names);

		assert_int_equal(unlink(path), 0);
		free(path);
	}
	assert_int_equal(rmdir(folder->path), 0);
}

static const char *
name_of_form(struct forms *forms, const char *draft)
{
	struct strbuf err = STRBUF_INIT;
	const struct form *form = forms_of_draft(forms, draft, strlen(draft), &err);

	if (!form)
		fail_msg("%s", err.buf);
	strbuf_release(&err);
	return form->name;
}

static void
a_draft_names_its_form(void **state)
{
	static const char *const names[] = { "acme.yaml", "wrong.yaml", "other.yaml", NULL };
	struct folder folder = { "/tmp/scepwiz-test-XXXXXX" };
	struct strbuf err = STRBUF_INIT;
	struct forms *forms;

	(void)state;
	test_folder(folder.path);
	setenv("SCEPWIZ_FORMS", folder.path, 1);
	folder_write(&folder, "acme.yaml", OWN);
	folder_write(&folder, "wrong.yaml", "extends: scep\nform: wrong\nlook: [url]\n");
	folder_write(&folder, "other.yaml", OWN);
	forms = forms_open(NULL, &err);
	assert_non_null(forms);
	assert_string_equal(forms_default(forms)->name, "scep");
	assert_string_equal(name_of_form(forms, "form: acme\n"), "acme");
	assert_string_equal(name_of_form(forms, "# of ours\n\nform: acme\nurl: {\n"), "acme");
	assert_string_equal(name_of_form(forms, "\"form\": 'acme'\n"), "acme");
	assert_string_equal(name_of_form(forms, "form: acme"), "acme");
	assert_string_equal(name_of_form(forms, "form: acme # of ours\n"), "acme");
	assert_string_equal(name_of_form(forms, "url: x\nform: acme\n"), "acme");
	assert_string_equal(name_of_form(forms, "# form: acme"), "scep");
	assert_string_equal(name_of_form(forms, "form: acmes\n"), "scep");
	assert_string_equal(name_of_form(forms, "form: scep\n"), "scep");
	assert_string_equal(name_of_form(forms, "form: ../acme\n"), "scep");
	assert_string_equal(name_of_form(forms, "form: nowhere\n"), "scep");
	assert_string_equal(name_of_form(forms, "form: [acme]\n"), "scep");
	assert_string_equal(name_of_form(forms, "{"), "scep");
	assert_null(forms_of_draft(forms, "form: wrong\n", 12, &err));
	assert_contains(err.buf, "wrong.yaml:3:1: a form has no key \"look\"");
	strbuf_clear(&err);
	assert_null(forms_of_draft(forms, "form: other\n", 12, &err));
	assert_contains(err.buf, "other.yaml has the form acme. Name the file after its form");
	forms_free(forms);
	unsetenv("SCEPWIZ_FORMS");
	folder_remove(&folder, names);
	strbuf_release(&err);
}

/* A form that was given answers for the one that it extends, so that old drafts meet its locks. */
static void
a_given_form_takes_drafts_of_its_base(void **state)
{
	static const char *const names[] = { "own.yaml", NULL };
	struct folder folder = { "/tmp/scepwiz-test-XXXXXX" };
	struct strbuf err = STRBUF_INIT;
	struct forms *forms;
	char *path;

	(void)state;
	test_folder(folder.path);
	setenv("SCEPWIZ_FORMS", "/nonexistent", 1);
	folder_write(&folder, "own.yaml", OWN);
	path = path_join(folder.path, "own.yaml");
	forms = forms_open(path, &err);
	assert_non_null(forms);
	assert_string_equal(forms_default(forms)->name, "acme");
	assert_string_equal(name_of_form(forms, "form: scep\n"), "acme");
	forms_free(forms);
	folder_remove(&folder, names);
	assert_null(forms_open(path, &err));
	assert_contains(err.buf, "own.yaml: No such file or directory");
	free(path);
	unsetenv("SCEPWIZ_FORMS");
	strbuf_release(&err);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_copy_stands_for_itself),
		cmocka_unit_test(presets_are_defaults_and_locks_hold),
		cmocka_unit_test(mistakes_are_told_with_their_place),
		cmocka_unit_test(another_value_of_a_locked_field_is_an_error),
		cmocka_unit_test(a_draft_names_its_form),
		cmocka_unit_test(a_given_form_takes_drafts_of_its_base),
	};

	return run_tests(tests);
}
