/* Draft files: what is read, and what a new one looks like. */
#include "testing.h"

#include "base/strbuf.h"
#include "base/xalloc.h"

#include "model/rules.h"

#include "format/draft/draft_file.h"

#include "builtin_form.h"

#define BOM "\xef\xbb\xbf"

static void
parse_or_fail(struct draft_file *file, const char *source, size_t len)
{
	struct strbuf err = STRBUF_INIT;

	if (draft_file_parse(file, form, "d", source, len, &err) < 0)
		fail_msg("%s\n%.*s", err.buf, (int)len, source);
	strbuf_release(&err);
}

/* What is read */

static const struct {
	const char *source, *key, *text;
} answers[] = {
	{ "form: scep\n", "key_size", "1024" },
	{ "form: scep\nkey_size: 2048\n", "key_size", "2048" },
	{ "form: scep\npolicy_name: \"\"\n", "policy_name", "" },
	{ "form: scep\npolicy_name:\n", "policy_name", "" },
	{ "form: scep\npolicy_name: ~\n", "policy_name", "" },
	{ "form: scep\nname: null\n", "name", "" },
	{ "form: scep\nname: \"null\"\n", "name", "null" },
	{ "form: scep\nretries: \"\"\n", "retries", "3" },
	{ "form: scep\nretries: ~\n", "retries", "3" },
	{ "form: scep\nextractable_key: ''\n", "extractable_key", "false" },
	{ "form: scep\nkey_size:\n", "key_size", "1024" },
	{ "form: scep\nplatform: \"\"\n", "platform", "macos" },
	{ "form: scep\nx-owner: Ann\nname: n\n", "name", "n" },
	{ "form: scep\nidentity: {x-asset: 17, scep_uuid: u}\n", "scep_uuid", "u" },
	{ "form: scep\nsubject: '/O=a\\/b'\n", "subject", "/O=a\\/b" },
	{ "form: scep\nsubject: \"/O=a\\\\/b\"\n", "subject", "/O=a\\/b" },
	{ "{\"form\": \"scep\", \"url\": \"http:\\/\\/a\"}", "url", "http://a" },
	{ "form: scep\nkey_size: 0123\n", "key_size", "0123" },
	{ "form: scep\nextractable_key: NO\n", "extractable_key", "NO" },
	{ "form: scep\nsan_dns_name: a.example\n", "san_dns_name", "a.example" },
	{ "form: scep\nsan_dns_name: [a.example, b.example]\n", "san_dns_name",
		"a.example\nb.example" },
	{ "form: scep\ndevices:\n  - a\n  - \"\"\n  - b c\n", "devices", "a\n\nb c" },
	{ "form: scep\ndevices: |\n  a\n  b\n\n", "devices", "a\nb" },
	{ "form: scep\nkey_usage: [signing, encryption]\n", "key_usage", "signing\nencryption" },
	{ "form: scep\nkey_usage: signing\n", "key_usage", "signing" },
	{ "form: scep\nkey_usage: []\n", "key_usage", "" },
	{ "form: scep\npolicy_notes: |\n  a\n\n  b\n", "policy_notes", "a\n\nb\n" },
	{ "form: scep\nidentity:\n  profile_uuid: x\n", "profile_uuid", "x" },
	{ "identity: {profile_uuid: x}\nform: scep\n", "profile_uuid", "x" },
	{ "form: scep\nidentity:\n", "profile_uuid", "" },
	{ "{\"form\": \"scep\", \"retries\": 7}", "retries", "7" },
	{ BOM "form: scep\r\nname: x\r\n", "name", "x" },
};

static void
answers_are_read_as_typed(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(answers); i++) {
		struct draft_file file = DRAFT_FILE_INIT;

		parse_or_fail(&file, answers[i].source, strlen(answers[i].source));
		assert_string_equal(draft_text(file.draft, field(answers[i].key)), answers[i].text);
		assert_int_equal(file.notes.n, 0);
		assert_false(draft_any_changed(file.draft));
		assert_null(file.path);
		draft_file_release(&file);
	}
}

/* A reviewer's words are no answers. */
static void
a_review_is_read_beside_the_answers(void **state)
{
	static const char source[] = "form: scep\nreview:\n  url: \"why http?\"\n  name: |\n    a\n"
				     "    b\n  devices:\n";
	static const char unknown[] = "form: scep\nreview: {urll: a}\n";
	struct draft_file file = DRAFT_FILE_INIT, copy = DRAFT_FILE_INIT;

	(void)state;
	parse_or_fail(&file, source, strlen(source));
	assert_string_equal(draft_note(file.draft, field("url")), "why http?");
	assert_string_equal(draft_note(file.draft, field("name")), "a\nb\n");
	assert_string_equal(draft_note(file.draft, field("devices")), "");
	assert_string_equal(draft_note(file.draft, field("retries")), "");
	assert_false(draft_is_answered(file.draft, field("url")));
	assert_false(draft_any_changed(file.draft));
	assert_int_equal(file.notes.n, 0);
	/* it is about that draft, not about one made from it */
	draft_file_new(&copy, form, NULL);
	draft_copy_answers(copy.draft, file.draft);
	assert_string_equal(draft_note(copy.draft, field("url")), "");
	parse_or_fail(&file, unknown, strlen(unknown));
	assert_int_equal(file.notes.n, 1);
	assert_string_equal(file.notes.v[0].sentence,
		"urll is no key of the form scep under review; did you mean url?");
	draft_file_release(&file);
	draft_file_release(&copy);
}

static void
a_new_draft_is_written_with_its_review(void **state)
{
	struct draft_file file = DRAFT_FILE_INIT, again = DRAFT_FILE_INIT;
	struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;

	(void)state;
	draft_file_new(&file, form, NULL);
	draft_set_note(file.draft, field("url"), "why \"http\"?");
	draft_set_note(file.draft, field("key_size"), "2048");
	assert_int_equal(draft_file_format(&file, &out, &err), 0);
	assert_contains(out.buf, "\n# What a reviewer says; in no profile\nreview:\n"
				 "  key_size: \"2048\"\n  url: \"why \\\"http\\\"?\"\n");
	parse_or_fail(&again, out.buf, out.len);
	assert_string_equal(draft_note(again.draft, field("url")), "why \"http\"?");
	draft_set_note(file.draft, field("url"), "\033[2J");
	assert_int_equal(draft_file_format(&file, &out, &err), -1);
	assert_contains(err.buf, "URL cannot be saved: ");
	draft_file_release(&file);
	draft_file_release(&again);
	strbuf_release(&out);
	strbuf_release(&err);
}

static void
a_secret_may_stand_elsewhere(void **state)
{
	static const char env[] = "form: scep\nchallenge:\n  from: env\n  name: SCEP_1\n";
	static const char prompt[] = "form: scep\nchallenge: {from: prompt}\n";
	struct draft_file file = DRAFT_FILE_INIT;
	const struct field *challenge = field("challenge");

	(void)state;
	parse_or_fail(&file, env, strlen(env));
	assert_int_equal(draft_source(file.draft, challenge), ANSWER_ENVIRONMENT);
	assert_string_equal(draft_source_name(file.draft, challenge), "SCEP_1");
	assert_int_equal(draft_place(file.draft, challenge).line, 3);
	parse_or_fail(&file, prompt, strlen(prompt));
	assert_int_equal(draft_source(file.draft, challenge), ANSWER_PROMPT);
	assert_string_equal(draft_text(file.draft, challenge), "");
	draft_file_release(&file);
}

static const struct {
	const char *source, *sentence;
} errors[] = {
	{ "", "d:1:1: the file is empty; a draft is KEY: VALUE lines, the first of them form: scep" },
	{ "# c\n",
		"d:1:1: the file is empty; a draft is KEY: VALUE lines, the first of them form: scep" },
	{ "[a]\n",
		"d:1:1: the file holds a list; a draft is KEY: VALUE lines, the first of them form: scep" },
	{ "# c\n- form: scep\n",
		"d:2:1: the file holds a list; a draft is KEY: VALUE lines, the first of them form: scep" },
	{ "scep\n",
		"d:1:1: the file holds a text; a draft is KEY: VALUE lines, the first of them form: scep" },
	{ "\nimage: x\n", "d:2:1: this is no draft: a draft of this form says form: scep" },
	{ "form: wifi\n",
		"d:1:7: the draft is one of another form; \"form: scep\" is wanted here, or --form "
		"with that form's file" },
	{ "form: [scep]\n",
		"d:1:7: the draft is one of another form; \"form: scep\" is wanted here, or --form "
		"with that form's file" },
	{ "form: scep\nurl: [a, b]\n", "d:2:6: url takes one text; a list stands here" },
	{ "form: scep\nurl: {a: b}\n", "d:2:6: url takes a text; a mapping stands here" },
	{ "form: scep\ndevices: [a, [b]]\n",
		"d:2:14: devices is a list of texts; a list stands here" },
	{ "form: scep\ndevices: [a, \"b\\nc\"]\n",
		"d:2:14: an item of devices has several lines; write an item for each" },
	{ "form: scep\ndevices: {a: b}\n",
		"d:2:10: devices takes a text or a list; a mapping stands here" },
	{ "form: scep\nchallenge: [a]\n", "d:2:12: challenge takes one text; a list stands here" },
	{ "form: scep\nchallenge: {form: env}\n",
		"d:2:12: challenge is a text, {from: env, name: VARIABLE} or {from: prompt}" },
	{ "form: scep\nchallenge: {from: file}\n",
		"d:2:12: challenge is a text, {from: env, name: VARIABLE} or {from: prompt}" },
	{ "form: scep\nchallenge: {from: env}\n",
		"d:2:12: challenge, read from the environment, takes the keys from and name" },
	{ "form: scep\nchallenge: {from: env, name: X, y: 1}\n",
		"d:2:12: challenge, read from the environment, takes the keys from and name" },
	{ "form: scep\nchallenge: {from: prompt, name: X}\n",
		"d:2:12: challenge, read from a prompt, takes the key from alone" },
	{ "form: scep\nchallenge: {from: env, name: $X}\n",
		"d:2:30: name is the name of an environment variable: letters, digits and _" },
	{ "form: scep\nchallenge: {from: env, name: 1X}\n",
		"d:2:30: name is the name of an environment variable: letters, digits and _" },
	{ "form: scep\nidentity: x\n",
		"d:2:11: identity holds keys of its own, indented below it; a text stands here" },
	{ "form: scep\nreview: no\n",
		"d:2:9: review holds a reviewer's words about fields, a line KEY: TEXT for each, "
		"indented below it; a text stands here" },
	{ "form: scep\nreview: {url: [a]}\n",
		"d:2:15: the review of url is a text; a list stands here" },
	{ "form: scep\nforeign: [x]\n",
		"d:2:10: foreign is the XML of a profile; a list stands here" },
	{ "form: scep\nretries: 3\nretries: 4\n",
		"d:3:1: the key \"retries\" stands in line 2 already; remove one of the two" },
	{ "form: scep\nx: [[[[[[[[1]]]]]]]]\n",
		"d:2:11: lists and mappings may stand in each other at most 8 deep" },
};

static void
what_is_no_answer_is_an_error_with_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(errors); i++) {
		struct draft_file file = DRAFT_FILE_INIT;
		struct strbuf err = STRBUF_INIT;

		assert_int_equal(draft_file_parse(&file, form, "d", errors[i].source,
					 strlen(errors[i].source), &err),
			-1);
		assert_string_equal(err.buf, errors[i].sentence);
		assert_null(file.draft);
		strbuf_release(&err);
	}
}

static void
unknown_keys_are_warned_about_and_kept(void **state)
{
	static const char source[] =
		"form: scep\nretrys: 3\nprofile_uuid: x\nx-own: 1\n"
		"identity:\n  url: x\n  zzz: [1]\nthe owner: me\nretry_delay_s: 1\n";
	static const struct {
		int line, column;
		const char *sentence;
	} notes[] = {
		{ 2, 1, "retrys is no key of the form scep; did you mean retries?" },
		{ 3, 1, "profile_uuid is no key of the form scep; it belongs under identity" },
		{ 6, 3, "url is no key of the form scep under identity; it belongs at the top level" },
		{ 7, 3, "zzz is no key of the form scep under identity" },
		{ 8, 1, "\"the owner\" is no key of the form scep" },
		{ 9, 1, "retry_delay_s is no key of the form scep; did you mean retry_delay?" },
	};
	struct draft_file file = DRAFT_FILE_INIT;
	struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;

	(void)state;
	parse_or_fail(&file, source, strlen(source));
	assert_int_equal(file.notes.n, ARRAY_SIZE(notes));
	for (size_t i = 0; i < ARRAY_SIZE(notes); i++) {
		const struct finding *note = &file.notes.v[i];

		assert_string_equal(note->rule->id, "draft-key-unknown");
		assert_int_equal(note->severity, SEVERITY_WARNING);
		assert_string_equal(note->sentence, notes[i].sentence);
		assert_int_equal(note->place.line, notes[i].line);
		assert_int_equal(note->place.column, notes[i].column);
	}
	draft_set(file.draft, field("retries"), "4");
	assert_int_equal(draft_file_format(&file, &out, &err), 0);
	assert_string_equal(out.buf,
		"form: scep\nretries: 4\nretrys: 3\nprofile_uuid: x\nx-own: 1\n"
		"identity:\n  url: x\n  zzz: [1]\nthe owner: me\nretry_delay_s: 1\n");
	draft_file_release(&file);
	strbuf_release(&out);
	strbuf_release(&err);
}

static void
a_slash_that_lost_its_backslash_is_told(void **state)
{
	static const struct {
		const char *source, *key;
		struct place place;
	} cases[] = {
		{ "form: scep\nsubject: \"/O=ACME\\/Inc/CN=x\"\n", "subject", { 2, 18 } },
		{ "form: scep\nname: \"\xc3\xa9\\t\\\\\\/\"\n", "name", { 2, 13 } },
		{ "form: scep\nchallenge: \"a\n  b\\/\"\n", "challenge", { 3, 4 } },
		{ "form: scep\ndevices:\n  - a\n  - \"b\\/c\"\n", "devices", { 4, 7 } },
		{ "form: scep\nidentity: {scep_uuid: \"\\/\"}\n", "scep_uuid", { 2, 24 } },
	};
	struct draft_file file = DRAFT_FILE_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct finding *note;

		parse_or_fail(&file, cases[i].source, strlen(cases[i].source));
		assert_int_equal(file.notes.n, 1);
		note = &file.notes.v[0];
		assert_string_equal(note->rule->id, "draft-escape");
		assert_int_equal(note->severity, SEVERITY_WARNING);
		assert_ptr_equal(note->field, field(cases[i].key));
		assert_string_equal(note->sentence,
			"\\/ in double quotes is read as /, and the backslash is lost; write \\\\/ for "
			"\\/, or put the value in single quotes");
		assert_int_equal(note->place.line, cases[i].place.line);
		assert_int_equal(note->place.column, cases[i].place.column);
	}
	draft_file_release(&file);
}

/* What is written whole */

static void
a_new_draft_has_all_documented_fields_in_order(void **state)
{
	struct draft_file file = DRAFT_FILE_INIT;
	struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;

	(void)state;
	draft_file_new(&file, form, "/x/office.yaml");
	draft_set(file.draft, field("policy_notes"), "Made today.\n\n  Tested: no.\n");
	draft_set(file.draft, field("key_usage"), "signing\nencryption");
	draft_set(file.draft, field("subject"), "/CN=\"%SerialNumber%\"/O=a\\/b");
	draft_set(file.draft, field("extractable_key"), "maybe");
	draft_set(file.draft, field("include_root_certificate"), "false");
	draft_set(file.draft, field("root_certificate"), "-----BEGIN-----\nx\n-----END-----\n");
	draft_set(file.draft, field("devices"), "mac-017\nNO");
	draft_set(file.draft, field("scope"), "System");
	draft_set_source(file.draft, field("challenge"), ANSWER_ENVIRONMENT, "SCEP_CHALLENGE");
	draft_set(file.draft, field("profile_identifier"), "com.example.office");
	draft_set(file.draft, field("profile_uuid"), "0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0");
	draft_set(file.draft, field("scep_uuid"), "1F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F1");
	draft_set(file.draft, field("root_uuid"), "2F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F2");
	assert_int_equal(draft_file_format(&file, &out, &err), 0);
	assert_string_equal(err.buf, "");
	assert_string_equal(out.buf,
		"# scepwiz draft; form scep 1\n"
		"form: scep\n"
		"\n"
		"# Policy\n"
		"platform: macos\n"
		"policy_name: \"SCEP Profiles\"\n"
		"policy_notes: |\n"
		"  Made today.\n"
		"\n"
		"    Tested: no.\n"
		"\n"
		"# Certificate authority and key\n"
		"fingerprint: \"\"\n"
		"challenge:\n"
		"  from: env\n"
		"  name: SCEP_CHALLENGE\n"
		"key_size: 1024\n"
		"subject: '/CN=\"%SerialNumber%\"/O=a\\/b'\n"
		"retries: 3\n"
		"extractable_key: maybe\n"
		"key_usage: [signing, encryption]\n"
		"retry_delay: 10\n"
		"\n"
		"# Server\n"
		"url: \"\"\n"
		"name: \"\"\n"
		"include_root_certificate: false\n"
		"root_certificate: |\n"
		"  -----BEGIN-----\n"
		"  x\n"
		"  -----END-----\n"
		"\n"
		"# Subject alternative name\n"
		"set_subject_alternative_name: false\n"
		"\n"
		"# Assignment\n"
		"device_groups: []\n"
		"devices: [\"mac-017\", \"NO\"]\n"
		"\n"
		"# Profile\n"
		"scope: System\n"
		"\n"
		"# Made with the draft; changed ones make devices install a second profile\n"
		"identity:\n"
		"  profile_identifier: \"com.example.office\"\n"
		"  profile_uuid: \"0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0\"\n"
		"  scep_uuid: \"1F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F1\"\n"
		"  root_uuid: \"2F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F2\"\n");
	draft_file_release(&file);
	strbuf_release(&out);
	strbuf_release(&err);
}

static void
what_an_imported_profile_held_besides_is_kept(void **state)
{
	struct draft_file file = DRAFT_FILE_INIT, again = DRAFT_FILE_INIT;
	struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;

	(void)state;
	draft_file_new(&file, form, NULL);
	strbuf_addstr(&file.foreign, "<plist>\n\t<dict/>\n</plist>\n");
	assert_int_equal(draft_file_format(&file, &out, &err), 0);
	assert_contains(out.buf, "\nforeign: |\n  <plist>\n  \t<dict/>\n  </plist>\n");
	parse_or_fail(&again, out.buf, out.len);
	assert_string_equal(again.foreign.buf, file.foreign.buf);
	assert_int_equal(again.notes.n, 0);
	draft_file_release(&file);
	draft_file_release(&again);
	strbuf_release(&out);
	strbuf_release(&err);
}

static void
what_no_file_can_hold_is_told(void **state)
{
	struct draft_file file = DRAFT_FILE_INIT;
	struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;

	(void)state;
	draft_file_new(&file, form, "d.yaml");
	draft_set(file.draft, field("name"), "a\033b");
	assert_int_equal(draft_file_format(&file, &out, &err), -1);
	assert_string_equal(err.buf, "d.yaml: Name cannot be saved: it holds the control character "
				     "U+001B; remove it");
	assert_string_equal(out.buf, "");
	draft_file_release(&file);
	strbuf_release(&err);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_are_read_as_typed),
		cmocka_unit_test(a_review_is_read_beside_the_answers),
		cmocka_unit_test(a_new_draft_is_written_with_its_review),
		cmocka_unit_test(a_secret_may_stand_elsewhere),
		cmocka_unit_test(what_is_no_answer_is_an_error_with_its_place),
		cmocka_unit_test(unknown_keys_are_warned_about_and_kept),
		cmocka_unit_test(a_slash_that_lost_its_backslash_is_told),
		cmocka_unit_test(a_new_draft_has_all_documented_fields_in_order),
		cmocka_unit_test(what_an_imported_profile_held_besides_is_kept),
		cmocka_unit_test(what_no_file_can_hold_is_told),
	};

	return cmocka_run_group_tests(tests, builtin_form_setup, builtin_form_teardown);
}
