/* A save of a draft that people have written changes the values that changed and nothing else. */
#include "testing.h"

#include "base/strbuf.h"
#include "base/strvec.h"
#include "base/xalloc.h"

#include "format/draft/draft_file.h"
#include "format/yaml/yaml.h"

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

/* What is patched. What the patches of each kind of value look like is in test_yaml.c. */

#define UNSET NULL

static const struct {
	const char *source, *key, *text, *patched;
} patches[] = {
	/* a value that is there */
	{ "form: scep\nurl: 'http://a/'   # the old one\nname: x\n", "url", "http://b/",
		"form: scep\nurl: 'http://b/'   # the old one\nname: x\n" },
	{ "form: scep\nurl: http://a/   # the old one\n", "url", "http://b/",
		"form: scep\nurl: http://b/   # the old one\n" },
	{ "form: scep\nname: \"x\"# c\n", "name", "y\nz", "form: scep\nname: |- # c\n  y\n  z\n" },
	{ "form: scep\nname: x\n", "name", "null", "form: scep\nname: \"null\"\n" },
	{ "form: scep\nname: null # c\n", "name", "x", "form: scep\nname: x # c\n" },
	{ "form: scep\nname: null # c\nurl: x\n", "url", "z",
		"form: scep\nname: null # c\nurl: z\n" },
	{ "form: scep\nsubject: \"/CN=x\"\n", "subject", "/O=ACME\\/Inc/CN=x",
		"form: scep\nsubject: '/O=ACME\\/Inc/CN=x'\n" },
	{ "form: scep\nsubject: /CN=x\n", "subject", "/O=ACME\\/Inc/CN=x",
		"form: scep\nsubject: /O=ACME\\/Inc/CN=x\n" },
	/* a number that is emptied has its default, and needs no line */
	{ "form: scep\nretries: 4\nurl: x\n", "retries", "", "form: scep\nurl: x\n" },
	{ "form: scep\nretries: \"\"\nurl: x\n", "retries", "4",
		"form: scep\nretries: 4\nurl: x\n" },
	{ "form: scep\nretries: \"\"\nurl: x\n", "url", "z",
		"form: scep\nretries: \"\"\nurl: z\n" },
	{ "form: scep\nkey_size: 1024 # c\n", "key_size", "2048",
		"form: scep\nkey_size: 2048 # c\n" },
	{ "form: scep\nkey_size: 1024\n", "key_size", "20 48",
		"form: scep\nkey_size: \"20 48\"\n" },
	{ "form: scep\nplatform: macos\n", "platform", "ios", "form: scep\nplatform: ios\n" },
	{ "form: scep\nextractable_key: yes\n", "extractable_key", "false",
		"form: scep\nextractable_key: false\n" },
	{ "form: scep\nurl: x", "url", "", "form: scep\nurl: \"\"" },
	/* lists */
	{ "form: scep\nsan_uri: a:1\n", "san_uri", "a:2", "form: scep\nsan_uri: a:2\n" },
	{ "form: scep\nsan_uri: a:1 # c\n", "san_uri", "a:1\na:2",
		"form: scep\nsan_uri: [\"a:1\", \"a:2\"] # c\n" },
	{ "form: scep\nsan_uri: a:1 # c\n", "san_uri", "", "form: scep\nsan_uri: \"\" # c\n" },
	{ "form: scep\ndevices:\n  - a # 1\n  # two\n  - b\n", "devices", "a\nc",
		"form: scep\ndevices:\n  - a # 1\n  # two\n  - c\n" },
	{ "form: scep\nkey_usage: [signing]\n", "key_usage", "signing\nencryption",
		"form: scep\nkey_usage: [signing, encryption]\n" },
	/* a key that is missing goes behind the one before it */
	{ "form: scep\nplatform: ios # c\n\n# d\nurl: x\n", "policy_name", "n",
		"form: scep\nplatform: ios # c\npolicy_name: \"n\"\n\n# d\nurl: x\n" },
	{ "# h\nform: scep\nurl: x\n", "platform", "ios",
		"# h\nform: scep\nplatform: ios\nurl: x\n" },
	{ "url: x\nplatform: ios\nform: scep", "name", "n",
		"url: x\nname: \"n\"\nplatform: ios\nform: scep" },
	{ "form: scep\r\npolicy_notes: |\r\n  a\r\n\r\nurl: x\r\n", "retries", "4",
		"form: scep\r\npolicy_notes: |\r\n  a\r\nretries: 4\r\n\r\nurl: x\r\n" },
	{ "---\nform: scep\n...\n", "devices", "a", "---\nform: scep\ndevices: [\"a\"]\n...\n" },
	{ "{form: scep, url: x}\n", "retries", "4", "{form: scep, retries: 4, url: x}\n" },
	/* groups */
	{ "form: scep\n# c\n", "profile_uuid", "u",
		"form: scep\nidentity:\n  profile_uuid: \"u\"\n# c\n" },
	{ "form: scep\nidentity: # c\nurl: x\n", "profile_uuid", "u",
		"form: scep\nidentity: # c\n  profile_uuid: \"u\"\nurl: x\n" },
	{ "form: scep\nidentity:\n    scep_uuid: s # c\n", "profile_uuid", "u",
		"form: scep\nidentity:\n    profile_uuid: \"u\"\n    scep_uuid: s # c\n" },
	{ "form: scep\nidentity:\n    profile_uuid: s # c\n", "scep_uuid", "u",
		"form: scep\nidentity:\n    profile_uuid: s # c\n    scep_uuid: \"u\"\n" },
	{ "form: scep\nidentity: {}\n", "scep_uuid", "u",
		"form: scep\nidentity:\n  scep_uuid: \"u\"\n" },
	{ "{form: scep}\n", "scep_uuid", "u", "{form: scep, identity: {scep_uuid: \"u\"}}\n" },
	/* what is no answer is replaced whole, and only then */
	{ "form: scep\nname: [a] # c\nurl: [b]\n", "name", "x",
		"form: scep\nname: \"x\" # c\nurl: [b]\n" },
	{ "form: scep\nname:\n  - a # 1\n  # two\n  - {b: c}\nurl: y\n", "name", "x",
		"form: scep\nname: \"x\"\n# two\nurl: y\n" },
	{ "form: scep\nname: # c\n  a: |\n    b\n  d:\n    - e\nurl: y\n", "name", "x",
		"form: scep\nname: \"x\" # c\nurl: y\n" },
	{ "form: scep\nname:\n- - a\n  - b\n- c: d\n  e: f\nurl: y\n", "name", "x",
		"form: scep\nname: \"x\"\nurl: y\n" },
	{ "form: scep\nname: {{ a }}\nurl: y\n", "name", "x", "form: scep\nname: \"x\"\nurl: y\n" },
	{ "form: scep\nname: [a,\n  b]\nurl: y\n", "name", "", "form: scep\nname: \"\"\nurl: y\n" },
	{ "form: scep\nname: \"\\e\"\n", "name", "", "form: scep\nname: \"\"\n" },
	{ "form: scep\nretries: [7]\nurl: y\n", "retries", "", "form: scep\nurl: y\n" },
	{ "form: scep\nretries: [7]\nurl: y\n", "retries", "3",
		"form: scep\nretries: 3\nurl: y\n" },
	{ "form: scep\nretries: {a: b}\nurl: y\n", "retries", UNSET, "form: scep\nurl: y\n" },
	{ "form: scep\ndevices:\n  - a: b # c\n  - d\nurl: y\n", "devices", "a: b\nd",
		"form: scep\ndevices: [\"a: b\", \"d\"]\nurl: y\n" },
	{ "form: scep\ndevices: {a: b}\n", "devices", "c", "form: scep\ndevices: [\"c\"]\n" },
	{ "{form: scep, name: [a, {b: c}], url: y}\n", "name", "x",
		"{form: scep, name: \"x\", url: y}\n" },
	{ "{\"form\": \"scep\", \"retries\": [7], \"url\": \"y\"}\n", "retries", "8",
		"{\"form\": \"scep\", \"retries\": 8, \"url\": \"y\"}\n" },
	{ "form: scep\nname: a # 1\nurl: y\nname:\n  - b\n  # two\n# three\nname: c\n", "name", "x",
		"form: scep\nname: x # 1\nurl: y\n# two\n# three\n" },
	{ "form: scep\nname: a\nurl: y\nname: a\n", "name", "a", "form: scep\nname: a\nurl: y\n" },
	{ "form: scep\nretries: 4\nurl: y\nretries: 5\n", "retries", UNSET,
		"form: scep\nurl: y\n" },
	{ "{form: scep, retries: 4, url: y, retries: 5, retries: 6}\n", "retries", "7",
		"{form: scep, retries: 7, url: y}\n" },
	{ "{form: scep, retries: 4,\n url: y,\n retries: 5}\n", "retries", "7",
		"{form: scep, retries: 7,\n url: y}\n" },
	{ "form: scep\nurl: y\n---\nform: scep\nurl: z\n", "url", "x",
		"form: scep\nurl: x\n---\nform: scep\nurl: z\n" },
	{ "form: scep\n---\n- a\n", "url", "x", "form: scep\nurl: \"x\"\n---\n- a\n" },
	{ "form: scep\nidentity: x # c\nurl: y\n", "scep_uuid", "u",
		"form: scep\nidentity: # c\n  scep_uuid: \"u\"\nurl: y\n" },
	{ "form: scep\nidentity: {{ x }}\n", "scep_uuid", "u",
		"form: scep\nidentity:\n  scep_uuid: \"u\"\n" },
	{ "form: scep\nidentity: {scep_uuid: a}\nidentity: {root_uuid: b}\n", "root_uuid", "c",
		"form: scep\nidentity: {scep_uuid: a, root_uuid: \"c\"}\nidentity: {root_uuid: b}\n" },
	{ "form: scep\nidentity:\n  scep_uuid: a\n  scep_uuid: b\n", "scep_uuid", "c",
		"form: scep\nidentity:\n  scep_uuid: c\n" },
	/* and goes again */
	{ "form: scep\n# c\nurl: x # d\n# e\nname: y\n", "url", UNSET,
		"form: scep\n# c\n# e\nname: y\n" },
	{ "form: scep\nidentity:\n  # c\n  scep_uuid: s\n", "scep_uuid", UNSET,
		"form: scep\nidentity:\n  # c\n" },
	{ "form: scep\nurl: x", "url", UNSET, "form: scep" },
};

static void
a_save_changes_one_value_only(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(patches); i++) {
		struct draft_file file = DRAFT_FILE_INIT;
		struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;

		parse_or_fail(&file, patches[i].source, strlen(patches[i].source));
		if (patches[i].text)
			draft_set(file.draft, field(patches[i].key), patches[i].text);
		else
			draft_unset(file.draft, field(patches[i].key));
		if (draft_file_format(&file, &out, &err) < 0)
			fail_msg("%s\n%s", err.buf, patches[i].source);
		assert_string_equal(out.buf, patches[i].patched);
		draft_file_release(&file);
		strbuf_release(&out);
		strbuf_release(&err);
	}
}

/* A reviewer's words: note "" removes them. */
static const struct {
	const char *source, *key, *note, *patched;
} notes[] = {
	{ "form: scep\nurl: x # c\n", "url", "no",
		"form: scep\nurl: x # c\nreview:\n  url: \"no\"\n" },
	{ "form: scep\nreview: # c\nurl: x\n", "url", "no",
		"form: scep\nreview: # c\n  url: \"no\"\nurl: x\n" },
	{ "form: scep\nreview:\n    url: 'no' # Ann\n", "url", "yes",
		"form: scep\nreview:\n    url: 'yes' # Ann\n" },
	{ "form: scep\nreview:\n    url: 'no' # Ann\n", "key_size", "2048",
		"form: scep\nreview:\n    key_size: \"2048\"\n    url: 'no' # Ann\n" },
	{ "form: scep\nreview:\n  key_size: a\n  name: b\n", "url", "a: b #c",
		"form: scep\nreview:\n  key_size: a\n  url: \"a: b #c\"\n  name: b\n" },
	{ "form: scep\nreview:\n  profile_uuid: a\n", "scep_uuid", "b",
		"form: scep\nreview:\n  profile_uuid: a\n  scep_uuid: \"b\"\n" },
	{ "form: scep\nreview:\n  url: a\n  name: b # c\nurl: x\n", "name", "",
		"form: scep\nreview:\n  url: a\nurl: x\n" },
	/* the mapping goes with its last one; comments stay */
	{ "form: scep\nreview:\n  # c\n  url: a\nurl: x\n", "url", "",
		"form: scep\n# c\nurl: x\n" },
	{ "{form: scep, review: {url: a}}\n", "url", "", "{form: scep}\n" },
	{ "{form: scep}\n", "url", "a", "{form: scep, review: {url: \"a\"}}\n" },
	{ "form: scep\nreview:\n  url: |\n    two\n    lines\n", "url", "one",
		"form: scep\nreview:\n  url: \"one\"\n" },
};

static void
a_reviewers_note_changes_in_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(notes); i++) {
		struct draft_file file = DRAFT_FILE_INIT;
		struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;

		parse_or_fail(&file, notes[i].source, strlen(notes[i].source));
		assert_false(draft_any_changed(file.draft));
		draft_set_note(file.draft, field(notes[i].key), notes[i].note);
		assert_true(draft_any_changed(file.draft));
		assert_true(draft_note_changed(file.draft, field(notes[i].key)));
		assert_false(draft_changed(file.draft, field(notes[i].key)));
		if (draft_file_format(&file, &out, &err) < 0)
			fail_msg("%s\n%s", err.buf, notes[i].source);
		assert_string_equal(out.buf, notes[i].patched);
		draft_file_release(&file);
		strbuf_release(&out);
		strbuf_release(&err);
	}
}

/* Several changes in one save, "KEY=TEXT" each: KEY alone is unanswered then, "KEY!" has its note removed, and
 * "KEY!TEXT" gets one. */
static const struct {
	const char *source, *changes, *patched;
} saves[] = {
	/* new ones in the order of the form, behind the nearest that stays */
	{ "form: scep\nurl: x # c\nplatform: ios\n", "name=n policy_name=p retries=4 san_uri=a:1",
		"form: scep\nurl: x # c\nname: \"n\"\nsan_uri: [\"a:1\"]\nplatform: ios\n"
		"policy_name: \"p\"\nretries: 4\n" },
	{ "form: scep\nretries: 3\nurl: x\n", "retries extractable_key=true url=z",
		"form: scep\nextractable_key: true\nurl: z\n" },
	{ "form: scep\nretries: 3", "retries extractable_key=true",
		"form: scep\nextractable_key: true" },
	{ "{form: scep, retries: 3, url: x}\n", "retries url name=n",
		"{form: scep, name: \"n\"}\n" },
	/* what was said of an item that goes stays with its list */
	{ "form: scep\nsan_dns_name:\n- a # 1\n# two\n- b\nurl: x\n", "san_dns_name=a san_uri=a:1",
		"form: scep\nsan_dns_name:\n- a # 1\n# two\nsan_uri: [\"a:1\"]\nurl: x\n" },
	/* groups, behind all the others */
	{ "form: scep\n", "scep_uuid=a root_uuid=b devices=d url!no name!yes",
		"form: scep\ndevices: [\"d\"]\nidentity:\n  scep_uuid: \"a\"\n  root_uuid: \"b\"\n"
		"review:\n  url: \"no\"\n  name: \"yes\"\n" },
	{ "{form: scep}\n", "scep_uuid=a root_uuid=b url!no",
		"{form: scep, identity: {scep_uuid: \"a\", root_uuid: \"b\"}, review: {url: \"no\"}}\n" },
	{ "form: scep\nidentity: # c\nurl: x\n", "scep_uuid=a root_uuid=b",
		"form: scep\nidentity: # c\n  scep_uuid: \"a\"\n  root_uuid: \"b\"\nurl: x\n" },
	{ "form: scep\nidentity:\n  scep_uuid: a # c\n  root_uuid: b\n",
		"scep_uuid profile_uuid=p root_uuid",
		"form: scep\nidentity:\n  profile_uuid: \"p\"\n" },
	{ "form: scep\nidentity:\n  scep_uuid: a\n  root_uuid: b\n", "scep_uuid root_uuid",
		"form: scep\nidentity:\n" },
	{ "form: scep\nidentity: {scep_uuid: a, root_uuid: b}\n", "scep_uuid root_uuid",
		"form: scep\nidentity: {}\n" },
	/* a group that is none becomes one where a field of it is answered, and else goes */
	{ "form: scep\nidentity: x # c\nurl: y\n", "scep_uuid root_uuid=b profile_uuid",
		"form: scep\nidentity: # c\n  root_uuid: \"b\"\nurl: y\n" },
	{ "form: scep\nidentity: x # c\nurl: y\n", "scep_uuid root_uuid", "form: scep\nurl: y\n" },
	/* notes go with their mapping, unless another comes */
	{ "form: scep\nreview:\n  # c\n  url: a\n  name: b\nurl: x\n", "url! name!",
		"form: scep\n# c\nurl: x\n" },
	{ "form: scep\nreview:\n  url: a\n  name: b\nurl: x\n", "url! name! retries!no",
		"form: scep\nreview:\n  retries: \"no\"\nurl: x\n" },
	{ "{form: scep, review: {url: a, name: b}}\n", "url! name! retries!no",
		"{form: scep, review: {retries: \"no\"}}\n" },
	{ "form: scep\nreview:\n  url: a\n  san_uri: b\n", "name!n url! subject!s",
		"form: scep\nreview:\n  subject: \"s\"\n  name: \"n\"\n  san_uri: b\n" },
};

static void
change_from_text(struct draft *draft, const char *change)
{
	size_t len = strcspn(change, "=!");
	char *key = xstrndup(change, len);

	if (change[len] == '!')
		draft_set_note(draft, field(key), change + len + 1);
	else if (change[len] == '=')
		draft_set(draft, field(key), change + len + 1);
	else
		draft_unset(draft, field(key));
	free(key);
}

static void
a_save_changes_several_values_at_once(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(saves); i++) {
		struct draft_file file = DRAFT_FILE_INIT;
		struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;
		struct strvec changes = STRVEC_INIT;

		parse_or_fail(&file, saves[i].source, strlen(saves[i].source));
		strvec_split(&changes, saves[i].changes, ' ');
		for (size_t c = 0; c < changes.n; c++)
			change_from_text(file.draft, changes.v[c]);
		if (draft_file_format(&file, &out, &err) < 0)
			fail_msg("%s\n%s", err.buf, saves[i].source);
		assert_string_equal(out.buf, saves[i].patched);
		draft_file_release(&file);
		strvec_release(&changes);
		strbuf_release(&out);
		strbuf_release(&err);
	}
}

/* A reviewer's words for no field are in the way of a comment on one: they are not replaced. */
static void
words_for_no_field_are_kept(void **state)
{
	static const char *const sources[] = { "form: scep\nreview: looks good\nurl: x\n",
		"form: scep\nreview: [looks, good]\nurl: x\n",
		"form: scep\nreview: \"\\e\"\nurl: x\n", "form: scep\nreview: {{ a }}\nurl: x\n" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(sources); i++) {
		struct draft_file file = DRAFT_FILE_INIT;
		struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;

		parse_or_fail(&file, sources[i], strlen(sources[i]));
		draft_set(file.draft, field("name"), "n");
		draft_set_note(file.draft, field("url"), "no");
		assert_int_equal(draft_file_format(&file, &out, &err), -1);
		assert_contains(err.buf, ":2:9: nothing was saved: review is a ");
		draft_set_note(file.draft, field("url"), "");
		strbuf_clear(&err);
		assert_int_equal(draft_file_format(&file, &out, &err), 0);
		assert_contains(out.buf, sources[i] + strlen("form: scep\n"));
		draft_file_release(&file);
		strbuf_release(&out);
		strbuf_release(&err);
	}
}

static void
the_place_of_a_secret_changes_in_place(void **state)
{
	static const char source[] = "form: scep\nchallenge: \"s3cret\"  # ask Ann\nurl: x\n";
	struct draft_file file = DRAFT_FILE_INIT;
	struct strbuf env = STRBUF_INIT, prompt = STRBUF_INIT, here = STRBUF_INIT;
	struct strbuf err = STRBUF_INIT;
	const struct field *challenge = field("challenge");
	STRBUF(command);

	(void)state;
	parse_or_fail(&file, source, strlen(source));
	draft_set_source(file.draft, challenge, ANSWER_ENVIRONMENT, "SCEP");
	assert_int_equal(draft_file_format(&file, &env, &err), 0);
	assert_string_equal(
		env.buf, "form: scep\nchallenge:  # ask Ann\n  from: env\n  name: SCEP\nurl: x\n");
	parse_or_fail(&file, env.buf, env.len);
	draft_set_source(file.draft, challenge, ANSWER_PROMPT, "");
	assert_int_equal(draft_file_format(&file, &prompt, &err), 0);
	assert_string_equal(
		prompt.buf, "form: scep\nchallenge:  # ask Ann\n  from: prompt\nurl: x\n");
	parse_or_fail(&file, prompt.buf, prompt.len);
	draft_set_source(file.draft, challenge, ANSWER_COMMAND, "pass\nshow\nmy scep");
	assert_int_equal(draft_file_format(&file, &command, &err), 0);
	assert_string_equal(command.buf, "form: scep\nchallenge:  # ask Ann\n  from: command\n"
					 "  argv: [\"pass\", \"show\", \"my scep\"]\nurl: x\n");
	parse_or_fail(&file, command.buf, command.len);
	draft_set(file.draft, challenge, "s3cret");
	assert_int_equal(draft_file_format(&file, &here, &err), 0);
	assert_string_equal(here.buf, source);
	draft_file_release(&file);
	strbuf_release(&env);
	strbuf_release(&prompt);
	strbuf_release(&here);
	strbuf_release(&err);
}

static void
an_unchanged_draft_is_the_same_text(void **state)
{
	static const char source[] = "form: scep\r\nurl:    'x' \r\n\r\n\r\n#c";
	struct draft_file file = DRAFT_FILE_INIT;
	struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;

	(void)state;
	parse_or_fail(&file, source, strlen(source));
	draft_set(file.draft, field("url"), "y");
	draft_set(file.draft, field("url"), "x");
	assert_int_equal(draft_file_format(&file, &out, &err), 0);
	assert_string_equal(out.buf, source);
	draft_file_release(&file);
	strbuf_release(&out);
	strbuf_release(&err);
}

/* Properties */

static const char by_hand[] = "# Branch office; ask Ann before changing\n"
			      "---\n"
			      "form: scep  # the form\n"
			      "\n"
			      "url: http://a.example/scep   # through the proxy\n"
			      "# names come last\n"
			      "platform: macos\n"
			      "policy_name: Branch office\n"
			      "policy_notes: |  # for the auditors\n"
			      "    Made by Ann.\n"
			      "\n"
			      "      - tested\n"
			      "    # this is text\n"
			      "\n"
			      "# a comment between\n"
			      "key_size: 1024\n"
			      "name:\n"
			      "challenge:\n"
			      "  from: env   # set by the pipeline\n"
			      "  # never write it here\n"
			      "  name: 'SCEP'\n"
			      "owner: {team: it, mail: [a, b]}  # unknown, and kept\n"
			      "san_dns_name:\n"
			      "- a.example  # first\n"
			      "# second\n"
			      "- \"b.example\"\n"
			      "devices: [mac-1,\n"
			      "  mac-2]  # two\n"
			      "identity:\n"
			      "   # do not touch\n"
			      "   profile_uuid: abc\n"
			      "\n"
			      "   scep_uuid: def # c\n"
			      "# the end\n"
			      "...\n";

static const char *const comments[] = { "# Branch office; ask Ann before changing\n",
	"# names come last\n", "# a comment between\n", "# never write it here\n", "# second\n",
	"# do not touch\n", "# the end\n", "owner: {team: it, mail: [a, b]}  # unknown, and kept\n",
	"form: scep  # the form\n" };

static uint32_t
random_next(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

/* Any answer fits any field: a draft keeps what was typed. */
static void
change_at_random(struct draft *draft, uint32_t *seed)
{
	static const char *const texts[] = { "", "x", "true", "2048", "NO", "a: b # c", "- x",
		"\"q\" \\", "a\nb", "a\nb\n", "  a\n b\n\n\nc", "# no comment\nx", "\ta\n",
		"caf\xc3\xa9", "a\n\n", "one\ntwo\nthree\nfour\nfive\nsix", " x ", "x\ry",
		"a.example\nb.example", "a.example\nnew.example\nb.example", "b.example", "mac-2",
		"a list of names that is\nlong enough to be written\nwith a line an item" };
	const struct field *changed = form->fields[random_next(seed) % form->nfields];
	uint32_t what = random_next(seed) % 10;

	if (what == 0)
		draft_unset(draft, changed);
	else if (what < 6 && what > 3 && !strcmp(changed->key, "challenge"))
		draft_set_source(draft, changed, ANSWER_COMMAND,
			what == 4 ? "pass" : "pass\nshow\na: b # c\n- x\n\ncaf\xc3\xa9 '\"\\");
	else if (what < 4 && !strcmp(changed->key, "challenge"))
		draft_set_source(draft, changed, what == 1 ? ANSWER_PROMPT : ANSWER_ENVIRONMENT,
			what == 2 ? "SCEP" : "OTHER_2");
	else
		draft_set(draft, changed, texts[random_next(seed) % ARRAY_SIZE(texts)]);
}

static void
assert_same_answers(const struct draft *a, const struct draft *b)
{
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *f = form->fields[i];

		assert_string_equal(draft_text(a, f), draft_text(b, f));
		assert_int_equal(draft_source(a, f), draft_source(b, f));
		assert_string_equal(draft_source_name(a, f), draft_source_name(b, f));
		assert_true(draft_is_answered(a, f) == draft_is_answered(b, f));
	}
}

/* Saves again and again, each time after a few changes, and each time all of it is checked. */
static void
random_changes_keep_comments_and_are_read_back(const char *source, bool commented)
{
	uint32_t seed = 20261122;

	for (int round = 0; round < 40; round++) {
		struct draft_file file = DRAFT_FILE_INIT, again = DRAFT_FILE_INIT;

		parse_or_fail(&file, source, strlen(source));
		for (int save = 0; save < 12; save++) {
			struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;

			for (uint32_t n = random_next(&seed) % 4; n > 0; n--)
				change_at_random(file.draft, &seed);
			if (draft_file_format(&file, &out, &err) < 0)
				fail_msg("round %d: %s\n%s", round, err.buf, file.source.buf);
			parse_or_fail(&again, out.buf, out.len);
			assert_same_answers(file.draft, again.draft);
			for (size_t i = 0; commented && i < ARRAY_SIZE(comments); i++)
				assert_contains(out.buf, comments[i]);
			draft_file_release(&file);
			file = again;
			again = (struct draft_file)DRAFT_FILE_INIT;
			strbuf_release(&out);
			strbuf_release(&err);
		}
		draft_file_release(&file);
	}
}

static void
random_changes_to_a_draft_written_by_hand(void **state)
{
	(void)state;
	random_changes_keep_comments_and_are_read_back(by_hand, true);
}

static void
random_changes_to_other_shapes(void **state)
{
	static const char *const shapes[] = {
		"form: scep",
		BOM "form: scep\r\nurl: x\r\npolicy_notes: |\r\n  a\r\n  b",
		"{form: scep, url: x, devices: [a, b]}\n",
		"{\n  \"form\": \"scep\",\n  \"url\": \"x\",\n  \"identity\": {\"scep_uuid\": \"a\"}\n}\n",
		"form: scep\npolicy_notes: >\n  a\n  b\nroot_certificate: |2-\n   x\n",
		/* with all that is no answer */
		"form: scep\nplatform: [macos]\npolicy_name: {{ name }}\npolicy_notes:\n  - a\n  # c\n"
		"  - b: |\n      d\n\nurl: \"\\e\"\nname: a\nretries: {a: {b: c}}\nname: [b]\n"
		"challenge:\n  form: env\n  nme:\n    - x\nsan_dns_name:\n  - a: b\n  - [c,\n     d]\n"
		"devices:\n- a\n- - b\n  - c\n# d\nkey_usage: {signing: yes}\nidentity: x\n"
		"name: c # d\n---\nform: scep\n",
		"{\"form\": \"scep\", \"url\": [\"x\"], \"name\": 1, \"devices\": [\"a\", {\"b\": []}],\n"
		" \"name\": 2, \"identity\": [], \"challenge\": {\"from\": 1}, \"name\": {}}\n",
		"form: scep\nidentity:\n  scep_uuid: [a]\n  root_uuid:\n    - b\n  scep_uuid: c\n"
		"url: x\nidentity:\n  profile_uuid: d\n",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(shapes); i++)
		random_changes_keep_comments_and_are_read_back(shapes[i], false);
}

/* The bytes that differ lie between the key, which an emptied number loses with its line, and the end of
 * the line that its value ends on. */
static void
assert_one_hunk(const char *old, const char *new, const struct node *value)
{
	size_t old_end = strlen(old), new_end = strlen(new), first = 0;

	while (first < old_end && old[first] == new[first])
		first++;
	while (old_end > first && new_end > first && old[old_end - 1] == new[new_end - 1]) {
		old_end--;
		new_end--;
	}
	/* a line that was cut may share its first letters with the next one */
	while (new_end == first && first > value->source.key_start &&
		old[first - 1] == old[old_end - 1]) {
		first--;
		old_end--;
		new_end--;
	}
	assert_true(first >= value->source.key_start);
	assert_true(old_end <= value->source.end + strcspn(old + value->source.end, "\n") + 1);
}

static void
change_each_of(const struct node *map, const char *text)
{
	for (size_t i = 0; i < map->n; i++) {
		const struct node *value = map->v[i];
		struct draft_file file = DRAFT_FILE_INIT;
		struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;

		if (!strcmp(value->key, "identity"))
			change_each_of(value, text);
		if (!form_field(form, value->key))
			continue;
		parse_or_fail(&file, by_hand, strlen(by_hand));
		draft_set(file.draft, field(value->key), text);
		assert_int_equal(draft_file_format(&file, &out, &err), 0);
		if (draft_changed(file.draft, field(value->key)))
			assert_one_hunk(by_hand, out.buf, value);
		else
			assert_string_equal(out.buf, by_hand);
		draft_file_release(&file);
		strbuf_release(&out);
		strbuf_release(&err);
	}
}

static void
one_change_is_one_hunk(void **state)
{
	static const char *const texts[] = { "", "new", "a\nb\n", "x\ny",
		"a.example\nmore.example\nb.example" };
	static const struct yaml_limits limits = { 1 << 16, 8, 1000 };
	struct strbuf err = STRBUF_INIT;
	struct node *root;

	(void)state;
	assert_int_equal(yaml_source_read(by_hand, strlen(by_hand), "d", &limits, &root, &err), 0);
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		change_each_of(root, texts[i]);
	node_free(root);
}

static void
every_prefix_is_read_or_told(void **state)
{
	(void)state;
	for (size_t len = 0; len < strlen(by_hand); len++) {
		struct draft_file file = DRAFT_FILE_INIT;
		struct strbuf err = STRBUF_INIT;
		int result = draft_file_parse(&file, form, "d", by_hand, len, &err);

		if (result < 0)
			assert_memory_equal(err.buf, "d:", 2);
		else
			assert_string_equal(err.buf, "");
		draft_file_release(&file);
		strbuf_release(&err);
	}
}

/* Each byte flipped: the YAML may be broken, the program not. */
static void
every_flipped_byte_is_read_or_told(void **state)
{
	char text[sizeof by_hand];

	(void)state;
	for (size_t i = 0; i < strlen(by_hand); i++) {
		for (int bit = 0; bit < 8; bit++) {
			struct draft_file file = DRAFT_FILE_INIT;
			struct strbuf err = STRBUF_INIT;

			memcpy(text, by_hand, sizeof text);
			text[i] = (char)(text[i] ^ 1 << bit);
			if (draft_file_parse(&file, form, "d", text, sizeof text - 1, &err) < 0)
				assert_memory_equal(err.buf, "d:", 2);
			draft_file_release(&file);
			strbuf_release(&err);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_save_changes_one_value_only),
		cmocka_unit_test(a_reviewers_note_changes_in_place),
		cmocka_unit_test(a_save_changes_several_values_at_once),
		cmocka_unit_test(words_for_no_field_are_kept),
		cmocka_unit_test(the_place_of_a_secret_changes_in_place),
		cmocka_unit_test(an_unchanged_draft_is_the_same_text),
		cmocka_unit_test(random_changes_to_a_draft_written_by_hand),
		cmocka_unit_test(random_changes_to_other_shapes),
		cmocka_unit_test(one_change_is_one_hunk),
		cmocka_unit_test(every_prefix_is_read_or_told),
		cmocka_unit_test(every_flipped_byte_is_read_or_told),
	};

	return cmocka_run_group_tests(tests, builtin_form_setup, builtin_form_teardown);
}
