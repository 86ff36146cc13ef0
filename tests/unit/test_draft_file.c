/* Draft files: what is read, and what a new one looks like. */
#include "testing.h"

#include "base/strbuf.h"
#include "base/xalloc.h"

#include "model/lint.h"
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
	static const char unknown[] =
		"form: scep\nreview: {urll: [a, {text: b, state: done}, {text: c}], zzz: }\n"
		"accepted:\n  name: {text: d}\n";
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
	assert_int_equal(draft_lost_notes(file.draft), 0);
	assert_int_equal(draft_note_place(file.draft, field("url"), 0).line, 3);
	assert_int_equal(draft_note_place(file.draft, field("url"), 1).line, 1);
	/* it is about that draft, not about one made from it */
	draft_file_new(&copy, form, NULL);
	draft_copy_answers(copy.draft, file.draft);
	assert_string_equal(draft_note(copy.draft, field("url")), "");
	parse_or_fail(&file, unknown, strlen(unknown));
	assert_int_equal(file.notes.n, 3);
	assert_string_equal(file.notes.v[0].sentence,
		"there is a comment on \"urll\", which is not a field of the form scep. Did you "
		"mean url?");
	assert_int_equal(file.notes.v[0].severity, SEVERITY_ERROR);
	assert_string_equal(
		file.notes.v[1].sentence, "zzz is not a key of the form scep under review");
	assert_string_equal(file.notes.v[2].sentence,
		"name under accepted is a field, not a rule. If this is a comment, move it to "
		"review");
	assert_int_equal(draft_lost_notes(file.draft), 3);
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
	assert_contains(out.buf, "\n# Reviewers' comments, in no profile\nreview:\n  key_size: "
				 "\"2048\"\n  url: \"why \\\"http\\\"?\"\n");
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
	static const char command[] = "form: scep\nchallenge:\n  from: command\n  argv:\n  - pass\n"
				      "  - show\n  - it's mine\n  - \"\"\n";
	struct draft_file file = DRAFT_FILE_INIT;
	const struct field *challenge = field("challenge");
	STRBUF(shown);

	(void)state;
	parse_or_fail(&file, env, strlen(env));
	assert_int_equal(draft_source(file.draft, challenge), ANSWER_ENVIRONMENT);
	assert_string_equal(draft_source_name(file.draft, challenge), "SCEP_1");
	assert_int_equal(draft_place(file.draft, challenge).line, 3);
	parse_or_fail(&file, prompt, strlen(prompt));
	assert_int_equal(draft_source(file.draft, challenge), ANSWER_PROMPT);
	assert_string_equal(draft_text(file.draft, challenge), "");
	parse_or_fail(&file, command, strlen(command));
	assert_int_equal(draft_source(file.draft, challenge), ANSWER_COMMAND);
	assert_string_equal(draft_source_name(file.draft, challenge), "pass\nshow\nit's mine\n");
	assert_true(draft_show_source(file.draft, challenge, &shown));
	assert_string_equal(shown.buf, "from the command pass show 'it'\\''s mine' ''");
	assert_false(draft_is_typed(file.draft, challenge));
	draft_file_release(&file);
}

static const struct {
	const char *source, *sentence;
} errors[] = {
	{ "", "d:1:1: the file is empty. A draft has KEY: VALUE lines, the first of them form: "
	      "scep" },
	{ "# c\n",
		"d:1:1: the file is empty. A draft has KEY: VALUE lines, the first of them form: "
		"scep" },
	{ "[a]\n",
		"d:1:1: the file is a list. A draft has KEY: VALUE lines, the first of them form: "
		"scep" },
	{ "# c\n- form: scep\n",
		"d:2:1: the file is a list. A draft has KEY: VALUE lines, the first of them form: "
		"scep" },
	{ "scep\n",
		"d:1:1: the file is a text. A draft has KEY: VALUE lines, the first of them form: "
		"scep" },
	{ "\nimage: x\n", "d:2:1: this is not a draft. A draft of this form says form: scep" },
	{ "form: wifi\n",
		"d:1:7: there is no form \"wifi\". Save it as /forms/wifi.yaml, or give its file with "
		"--form" },
	{ "form: ../wifi\n", "d:1:7: there is no form \"../wifi\". Give its file with --form" },
	{ "form: scep\nx: [[[[[[[[1]]]]]]]]\n",
		"d:2:11: lists and mappings can be nested at most 8 deep" },
};

static void
what_is_no_draft_is_an_error_with_its_place(void **state)
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

/* What is no answer, the rest of the file being read: url, which all of them end with, is there. */
static const struct {
	const char *source, *key; /* of the field that is not read; NULL: none */
	int line, column;
	const char *sentence, *mend;
} slips[] = {
	{ "name: [a, b]\n", "name", 2, 7, "Name is a list, but must be one text. Write name: VALUE",
		NULL },
	{ "name: [a]\n", "name", 2, 7, "Name is a list, but must be one text. Write name: VALUE",
		"a" },
	{ "name:\n  # c\n  - - a: b\n", "name", 4, 3,
		"Name is a list, but must be one text. Write name: VALUE", "a: b" },
	{ "name: []\n", "name", 2, 7, "Name is a list, but must be one text. Write name: VALUE",
		NULL },
	{ "retries: [7]\n", "retries", 2, 10,
		"Retries is a list, but must be one text. Write retries: VALUE", "7" },
	{ "challenge: [s3cret]\n", "challenge", 2, 12,
		"Challenge is a list, but must be one text. Write challenge: VALUE", "s3cret" },
	{ "name: {a: b}\n", "name", 2, 7,
		"Name is a mapping, but must be a text. Write name: VALUE, in double quotes if "
		"the value has a colon or a brace",
		NULL },
	{ "name:\n  a: b\n  c: [d]\n", "name", 3, 3,
		"Name is a mapping, but must be a text. "
		"Write name: VALUE, in double quotes if the value has a colon or a brace",
		NULL },
	{ "name: {{ name }}\n", "name", 2, 7,
		"Name begins with a brace, which YAML reads as a mapping. Put the value in double "
		"quotes",
		NULL },
	{ "challenge: {{ s3cret }}\n", "challenge", 2, 12, "Challenge begins with a brace", NULL },
	{ "name: {{ what? }, who}\n", "name", 2, 7, "Name begins with a brace", NULL },
	{ "name: \"a\\eb\"\n", "name", 2, 7,
		"Name has the control character U+001B, written as an escape. Remove it", NULL },
	{ "name: \"a\\0b\"\n", "name", 2, 7,
		"Name has the control character U+0000, written as "
		"an escape. Remove it",
		NULL },
	{ "devices: {a: b}\n", "devices", 2, 10,
		"Devices is a mapping, but must be a text or a list. Write devices: VALUE, in "
		"double quotes if the value has a colon or a brace",
		NULL },
	{ "devices: [a, [b, [c]]]\n", "devices", 2, 14,
		"item 2 of Devices is a list. Write each text as its own item", "a\nb\nc" },
	{ "devices:\n  - a: b\n  - c\n", "devices", 3, 5,
		"item 1 of Devices is read as a mapping, because of a colon and a space in it. "
		"Put the item in double quotes",
		"a: b\nc" },
	{ "devices:\n  - a: b # c\n    d: e\n", "devices", 3, 5,
		"item 1 of Devices is read as a mapping, because of a colon and a space in it.",
		NULL },
	{ "devices: [a, {b: c}]\n", "devices", 2, 14,
		"item 2 of Devices is read as a mapping, because of its brace.", NULL },
	{ "devices: [a, \"b\\nc\\n\"]\n", "devices", 2, 14,
		"item 2 of Devices has several lines. Write an item for each", "a\nb\nc" },
	{ "devices: [a, \"b\\ac\"]\n", "devices", 2, 14,
		"item 2 of Devices has the control character U+0007, written as an escape. Remove "
		"it",
		NULL },
	{ "challenge: {form: env}\n", "challenge", 2, 12,
		"Challenge must be a text, {from: env, name: VARIABLE}, {from: prompt} or {from: "
		"command, argv: [PROGRAM, ARGUMENT]}",
		NULL },
	{ "challenge: {from: file}\n", "challenge", 2, 12,
		"Challenge must be a text, {from: env, name: VARIABLE}, {from: prompt} or {from: "
		"command, argv: [PROGRAM, ARGUMENT]}",
		NULL },
	{ "challenge: {from: env}\n", "challenge", 2, 12,
		"Challenge, read from the environment needs the keys from and name", NULL },
	{ "challenge: {from: env, name: X, y: 1}\n", "challenge", 2, 12,
		"Challenge, read from the environment needs the keys from and name", NULL },
	{ "challenge: {from: prompt, from: env}\n", "challenge", 2, 12,
		"Challenge, read from a prompt needs only the key from", NULL },
	{ "challenge: {from: env, name: $X}\n", "challenge", 2, 30,
		"name must be the name of an environment variable: letters, digits and _", NULL },
	{ "challenge: {from: command}\n", "challenge", 2, 12,
		"Challenge, read from a command needs the keys from and argv", NULL },
	{ "challenge: {from: command, name: pass}\n", "challenge", 2, 12,
		"Challenge, read from a command needs the keys from and argv", NULL },
	{ "challenge: {from: command, argv: [pass], name: X}\n", "challenge", 2, 12,
		"Challenge, read from a command needs the keys from and argv", NULL },
	{ "challenge: {from: command, argv: pass show scep}\n", "challenge", 2, 34,
		"argv of Challenge must be a list of the program and its arguments, such as "
		"[pass, show, scep]. No shell splits it",
		NULL },
	{ "challenge: {from: command, argv: []}\n", "challenge", 2, 34,
		"argv of Challenge: no program is named", NULL },
	{ "challenge: {from: command, argv: [\"\", x]}\n", "challenge", 2, 34,
		"argv of Challenge: no program is named", NULL },
	{ "challenge: {from: command, argv: [./pass]}\n", "challenge", 2, 34,
		"argv of Challenge: a relative path is not accepted here. Enter the program's "
		"name, which is searched in PATH, or its absolute path",
		NULL },
	{ "challenge: {from: command, argv: [bin/pass]}\n", "challenge", 2, 34,
		"argv of Challenge: a relative path is not accepted here. Enter the program's "
		"name, which is searched in PATH, or its absolute path",
		NULL },
	{ "challenge: {from: command, argv: [pass, [show]]}\n", "challenge", 2, 41,
		"item 2 of argv is not a text. Put it in double quotes", NULL },
	{ "challenge: {from: command, argv: [pass, \"a\\nb\"]}\n", "challenge", 2, 34,
		"argv of Challenge: a command cannot have a control character or a line break",
		NULL },
	{ "challenge: {from: command, argv: [pass, \"\\e[2J\"]}\n", "challenge", 2, 41,
		"item 2 of argv is not a text. Put it in double quotes", NULL },
	/* a key twice */
	{ "retries: 3\nretries: 4\n", "retries", 3, 1,
		"the key \"retries\" is already in line 2, so both are ignored. Remove one", NULL },
	{ "retries: 4\nretries: \"4\"\n", "retries", 3, 1,
		"the key \"retries\" is already in line 2, so both are ignored. Remove one", "4" },
	{ "name: [a]\nname: a\n", "name", 2, 7,
		"Name is a list, but must be one text. Write "
		"name: VALUE",
		"a" },
	{ "challenge: {from: prompt}\nchallenge: {from: prompt}\n", "challenge", 3, 1,
		"the key \"challenge\" is already in line 2, so both are ignored. Remove one",
		NULL },
	{ "identity: {scep_uuid: a}\nidentity: {scep_uuid: a}\n", NULL, 3, 1,
		"the key \"identity\" is already in line 2, so this one is ignored. Move its "
		"lines there",
		NULL },
	{ "identity: {scep_uuid: a}\nidentity: {root_uuid: b}\n", "root_uuid", 3, 1,
		"the key \"identity\" is already in line 2, so this one is ignored. Move its "
		"lines there",
		NULL },
	{ "form: scep\n", NULL, 2, 1,
		"the key \"form\" is already in line 1, so this one is ignored. Remove one of "
		"them",
		NULL },
	/* keys of every draft */
	{ "identity: x\n", "profile_identifier", 2, 11,
		"identity is a text, but must have keys of its own. Write each in a line KEY: "
		"VALUE, indented below it",
		NULL },
	{ "identity: [scep_uuid]\n", "scep_uuid", 2, 11,
		"identity is a list, but must have keys of its own. Write each in a line KEY: "
		"VALUE, indented below it",
		NULL },
	{ "identity: {{ x }}\n", "scep_uuid", 2, 11,
		"identity is a mapping, but must have keys "
		"of its own. Write each in a line KEY: VALUE, indented below it",
		NULL },
	{ "review: no\n", NULL, 2, 9,
		"review is a text, but needs a line KEY: TEXT for each field, indented below it. "
		"Write the text after the key of its field",
		NULL },
	{ "review: {url: [[a]]}\n", NULL, 2, 16,
		"the comment on url is a list, but must be a text, or a mapping with by, date, "
		"state and text",
		NULL },
	{ "review: {url: [a, {txt: b}]}\n", NULL, 2, 20,
		"the comment on url has an unknown key \"txt\". Use by, date, state and text. Did "
		"you mean text?",
		NULL },
	{ "review: {url: {text: a, state: closed}}\n", NULL, 2, 32,
		"state in the comment on url must be open or done. Write state: done", NULL },
	{ "review: {url: {text: a, by: [b]}}\n", NULL, 2, 29,
		"by in the comment on url is a list, but must be one text", NULL },
	{ "review: {url: {by: a}}\n", NULL, 2, 15,
		"the comment on url has no text. Write text: TEXT", NULL },
	{ "review: {url: {text: a, text: b}}\n", NULL, 2, 25,
		"the comment on url has the key text twice. Remove one of them", NULL },
	{ "review: {url: [{text: \"\\e\"}]}\n", NULL, 2, 23,
		"the comment on url has the control character "
		"U+001B, written as an escape. Remove it",
		NULL },
	{ "review: {url: a, url: b}\n", NULL, 2, 18,
		"the key \"url\" is already in line 2, so this one is ignored. Put all comments "
		"under one key",
		NULL },
	{ "review: {url: \"\\e\"}\n", NULL, 2, 15,
		"the comment on url has the control character "
		"U+001B, written as an escape. Remove it",
		NULL },
	{ "foreign: [x]\n", NULL, 2, 10,
		"foreign is the XML of the imported profile, and this is "
		"not XML text. Restore it, or import the profile again",
		NULL },
	{ "foreign_payloads: 3\n", NULL, 2, 19,
		"foreign_payloads is a text. Write which payload "
		"of the imported profile is which, as {root: 1}",
		NULL },
	{ "foreign_payloads: {wifi: 1}\n", NULL, 2, 20, "the form scep has no payload \"wifi\".",
		NULL },
	{ "foreign_payloads: {scep: 1x}\n", NULL, 2, 26,
		"scep must be the number of a payload, from 1 to 100000. Restore "
		"foreign_payloads, or import the profile again",
		NULL },
};

static void
slip_is_told(const struct draft_file *file, size_t i)
{
	const struct finding *note = &file->notes.v[0];

	if (!file->notes.n)
		fail_msg("nothing is told of %s", slips[i].source);
	assert_string_equal(note->rule, "draft-structure");
	assert_int_equal(note->severity, SEVERITY_ERROR);
	assert_contains(note->sentence, slips[i].sentence);
	assert_null(strstr(note->sentence, "s3cret"));
	assert_int_equal(note->place.line, slips[i].line);
	assert_int_equal(note->place.column, slips[i].column);
	if (slips[i].mend)
		assert_string_equal(file->notes.v[file->notes.n - 1].fix
					    ? file->notes.v[file->notes.n - 1].fix
					    : note->fix,
			slips[i].mend);
	else
		assert_null(note->fix);
}

/* The rest of the file is read, the field is neither answered nor missing, and a save of another field leaves
 * it to the byte. */
static void
what_is_no_answer_is_told_and_kept(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(slips); i++) {
		const struct field *of = slips[i].key ? field(slips[i].key) : NULL;
		struct strbuf source = STRBUF_INIT, out = STRBUF_INIT, err = STRBUF_INIT;
		struct draft_file file = DRAFT_FILE_INIT;
		struct findings found = FINDINGS_INIT;

		strbuf_addf(
			&source, "form: scep\n%surl: https://a.example.net/\n", slips[i].source);
		parse_or_fail(&file, source.buf, source.len);
		slip_is_told(&file, i);
		assert_string_equal(draft_text(file.draft, field("url")), "https://a.example.net/");
		lint_draft(file.draft, NULL, &found);
		if (of) {
			assert_non_null(draft_unread(file.draft, of));
			assert_false(draft_is_answered(file.draft, of));
			assert_false(draft_is_empty(file.draft, of));
			assert_false(draft_changed(file.draft, of));
			assert_null(findings_of(&found, of));
		}
		draft_set(file.draft, field("url"), "https://b.example.net/");
		assert_int_equal(draft_file_format(&file, &out, &err), 0);
		strbuf_clear(&source);
		strbuf_addf(
			&source, "form: scep\n%surl: https://b.example.net/\n", slips[i].source);
		assert_string_equal(out.buf, source.buf);
		findings_release(&found);
		draft_file_release(&file);
		strbuf_release(&source);
		strbuf_release(&out);
	}
}

/* What follows from a slip is not told beside it. */
static void
a_cause_is_told_without_what_follows_from_it(void **state)
{
	static const char source[] =
		"form: scep\nurl: [a]\nchallenge: {from: file}\nfingerprint: {{ f }}\n"
		"devices: {a: b}\nretries: [7, 8]\nretry_delay: 3000\n"
		"set_subject_alternative_name: yes\nsan_uri: {a: b}\n"
		"include_root_certificate: [yes]\nroot_certificate: none.pem\n";
	static const char *const never[] = { "value-missing", "url-missing", "challenge-missing",
		"assignment-missing", "retry-too-long", "san-missing" };
	struct draft_file file = DRAFT_FILE_INIT;
	struct findings found = FINDINGS_INIT;
	const struct finding *root;

	(void)state;
	parse_or_fail(&file, source, strlen(source));
	assert_int_equal(file.notes.n, 7);
	lint_draft(file.draft, NULL, &found);
	for (size_t i = 0; i < found.n; i++)
		for (size_t n = 0; n < ARRAY_SIZE(never); n++)
			assert_string_not_equal(found.v[i].rule, never[n]);
	/* and what cannot be read hides nothing: the certificate that it may switch on is checked */
	root = findings_of(&found, field("root_certificate"));
	assert_non_null(root);
	assert_string_equal(root->rule, "certificate-unreadable");
	findings_release(&found);
	draft_file_release(&file);
}

/* A hostile file may have a key thousands of times. */
static void
a_key_many_times_is_read_and_saved(void **state)
{
	struct strbuf source = STRBUF_INIT, out = STRBUF_INIT, err = STRBUF_INIT;
	struct draft_file file = DRAFT_FILE_INIT;

	(void)state;
	strbuf_addstr(&source, "form: scep\n");
	for (int i = 0; i < 4000; i++)
		strbuf_addf(&source, "name: n%d\n# c\n", i);
	parse_or_fail(&file, source.buf, source.len);
	assert_int_equal(file.notes.n, 3999);
	draft_set(file.draft, field("name"), "x");
	assert_int_equal(draft_file_format(&file, &out, &err), 0);
	assert_memory_equal(out.buf, "form: scep\nname: x\n# c\n# c\n", 27);
	assert_null(strstr(out.buf, "n1"));
	draft_file_release(&file);
	strbuf_release(&source);
	strbuf_release(&out);
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
		{ 2, 1, "retrys is not a key of the form scep. Did you mean retries?" },
		{ 3, 1, "profile_uuid is not a key of the form scep. It belongs under identity" },
		{ 6, 3,
			"url is not a key of the form scep under identity. It belongs at the top "
			"level" },
		{ 7, 3, "zzz is not a key of the form scep under identity" },
		{ 8, 1, "\"the owner\" is not a key of the form scep" },
		{ 9, 1, "retry_delay_s is not a key of the form scep. Did you mean retry_delay?" },
	};
	struct draft_file file = DRAFT_FILE_INIT;
	struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;

	(void)state;
	parse_or_fail(&file, source, strlen(source));
	assert_int_equal(file.notes.n, ARRAY_SIZE(notes));
	for (size_t i = 0; i < ARRAY_SIZE(notes); i++) {
		const struct finding *note = &file.notes.v[i];

		assert_string_equal(note->rule, "draft-key-unknown");
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
		assert_string_equal(note->rule, "draft-escape");
		assert_int_equal(note->severity, SEVERITY_WARNING);
		assert_ptr_equal(note->field, field(cases[i].key));
		assert_string_equal(note->sentence,
			"\\/ in double quotes is read as /, and the backslash is lost. Write "
			"\\\\/ for \\/, or put the value in single quotes");
		assert_int_equal(note->place.line, cases[i].place.line);
		assert_int_equal(note->place.column, cases[i].place.column);
	}
	draft_file_release(&file);
}

static void
a_value_that_a_comment_cuts_is_told(void **state)
{
	static const struct {
		const char *source, *key; /* NULL: nothing is told */
		struct place place;
		enum severity severity;
	} cases[] = {
		{ "form: scep\nchallenge: abc-def #ghi\n", "challenge", { 2, 20 },
			SEVERITY_WARNING },
		{ "form: scep\nchallenge: abc-def  # from IT\n", "challenge", { 2, 21 },
			SEVERITY_INFO },
		{ "form: scep\nsubject: /O=\xc3\x84 #1 Corp/CN=a", "subject", { 2, 15 },
			SEVERITY_WARNING },
		{ "form: scep\nsubject: /O=A\n  B # one\r\n", "subject", { 3, 5 }, SEVERITY_INFO },
		{ "form: scep\ndevices:\n  - Lab #2\n", "devices", { 3, 9 }, SEVERITY_WARNING },
		{ "form: scep\nidentity: {profile_uuid: a}\ndevices: [a, b #2\n  ]\n", "devices",
			{ 3, 16 }, SEVERITY_WARNING },
		{ "form: scep\nname: A # one\norganization: A   #one\n", NULL, { 0, 0 },
			SEVERITY_INFO },
		{ "form: scep\nkey_size: 2048 #old\nname: \"A\" #one\nchallenge: #x\n", NULL,
			{ 0, 0 }, SEVERITY_INFO },
		{ "form: scep\nname: A#1\norganization: A ##\npolicy_notes: |  #x\n  a #b\n", NULL,
			{ 0, 0 }, SEVERITY_INFO },
	};
	struct draft_file file = DRAFT_FILE_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct finding *note;

		parse_or_fail(&file, cases[i].source, strlen(cases[i].source));
		assert_int_equal(file.notes.n, cases[i].key ? 1 : 0);
		if (!cases[i].key)
			continue;
		note = &file.notes.v[0];
		assert_string_equal(note->rule, "draft-comment");
		assert_int_equal(note->severity, cases[i].severity);
		assert_ptr_equal(note->field, field(cases[i].key));
		assert_int_equal(note->place.line, cases[i].place.line);
		assert_int_equal(note->place.column, cases[i].place.column);
		assert_null(strstr(note->sentence, "ghi"));
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
		"# scepwiz draft; form scep 1\nform: scep\n\n# Policy\nplatform: "
		"macos\npolicy_name: \"SCEP Profiles\"\npolicy_notes: |\n  Made today.\n\n    "
		"Tested: no.\n\n# Certificate authority and key\nfingerprint: \"\"\nchallenge:\n  "
		"from: env\n  name: SCEP_CHALLENGE\nkey_size: 1024\nsubject: "
		"'/CN=\"%SerialNumber%\"/O=a\\/b'\nretries: 3\nextractable_key: maybe\nkey_usage: "
		"[signing, encryption]\nretry_delay: 10\n\n# Server\nurl: \"\"\nname: "
		"\"\"\ninclude_root_certificate: false\nroot_certificate: |\n  -----BEGIN-----\n  "
		"x\n  -----END-----\n\n# Subject alternative name\nset_subject_alternative_name: "
		"false\n\n# Assignment\ndevice_groups: []\ndevices: [\"mac-017\", \"NO\"]\n\n# "
		"Profile\nscope: System\n\n# Made with the draft. If these change, devices "
		"install a second profile\nidentity:\n  profile_identifier: "
		"\"com.example.office\"\n  profile_uuid: "
		"\"0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0\"\n  scep_uuid: "
		"\"1F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F1\"\n  root_uuid: "
		"\"2F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F2\"\n");
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
	file.original = original_new();
	strbuf_addstr(&file.original->text, "<plist>\n\t<dict/>\n</plist>\n");
	assert_int_equal(draft_file_format(&file, &out, &err), 0);
	assert_contains(out.buf, "\nforeign: |\n  <plist>\n  \t<dict/>\n  </plist>\n");
	parse_or_fail(&again, out.buf, out.len);
	assert_string_equal(again.original->text.buf, file.original->text.buf);
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
	assert_string_equal(err.buf, "d.yaml: Name cannot be saved: it has the control character "
				     "U+001B. Remove it");
	assert_string_equal(out.buf, "");
	draft_file_release(&file);
	strbuf_release(&err);
}

/* From the first field to the last; what is made for each draft, or settled for all, is not copied. */
static void
all_answers_are_copied(void **state)
{
	struct draft *from, *to;

	(void)state;
	from = draft_new(form_builtin());
	to = draft_new(draft_form(from));
	for (size_t i = 0; i < draft_form(from)->nfields; i++) {
		STRBUF(text);

		strbuf_addf(&text, "answer %zu", i);
		draft_set(from, draft_form(from)->fields[i], text.buf);
	}
	draft_copy_answers(to, from);
	for (size_t i = 0; i < draft_form(from)->nfields; i++) {
		const struct field *each = draft_form(from)->fields[i];
		bool own = each->flags & (FIELD_MADE | FIELD_LOCKED);
		STRBUF(text);

		if (!own)
			strbuf_addf(&text, "answer %zu", i);
		assert_string_equal(draft_text(to, each), text.buf);
	}
	draft_free(from);
	draft_free(to);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_are_read_as_typed),
		cmocka_unit_test(a_review_is_read_beside_the_answers),
		cmocka_unit_test(a_new_draft_is_written_with_its_review),
		cmocka_unit_test(a_secret_may_stand_elsewhere),
		cmocka_unit_test(what_is_no_draft_is_an_error_with_its_place),
		cmocka_unit_test(what_is_no_answer_is_told_and_kept),
		cmocka_unit_test(a_cause_is_told_without_what_follows_from_it),
		cmocka_unit_test(a_key_many_times_is_read_and_saved),
		cmocka_unit_test(unknown_keys_are_warned_about_and_kept),
		cmocka_unit_test(a_slash_that_lost_its_backslash_is_told),
		cmocka_unit_test(a_value_that_a_comment_cuts_is_told),
		cmocka_unit_test(a_new_draft_has_all_documented_fields_in_order),
		cmocka_unit_test(what_an_imported_profile_held_besides_is_kept),
		cmocka_unit_test(what_no_file_can_hold_is_told),
		cmocka_unit_test(all_answers_are_copied),
	};

	setenv("SCEPWIZ_FORMS", "/forms", 1);
	return cmocka_run_group_tests(tests, builtin_form_setup, builtin_form_teardown);
}
