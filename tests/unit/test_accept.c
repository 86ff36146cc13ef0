/* Accepted findings: what an acceptance covers, what ends it, how it is written, and slips of people who write
 * it by hand. */
#include "testing.h"

#include <unistd.h>

#include "base/account.h"
#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "model/accept.h"

#include "format/draft/draft_file.h"
#include "format/draft/draft_merge.h"
#include "format/profile/verdict.h"

#include "drafts.h"
#include "make_cert.h"
#include "test_folder.h"

#define SECRET "staple-battery-kept"
#define HEAD "form: scep\nplatform: macos\npolicy_name: P\nurl: https://scep.acme.net/scep\n"
#define NDES "form: scep\nurl: https://scep.acme.net/certsrv/mscep/mscep.dll\n"
#define HEX40 "da39a3ee5e6b4b0d3255bfef95601890afd80709"

static char folder[64] = "/tmp/scepwiz-test-XXXXXX";
static struct form *form;

static int
accept_setup(void **state)
{
	static const struct cert_spec spec = { "Example Root CA", NULL, 2048, "SHA256", -1, 3650,
		true, 0 };
	struct strbuf pem = STRBUF_INIT, err = STRBUF_INIT;
	char *path;

	(void)state;
	test_folder(folder);
	path = path_join(folder, "ca.cer");
	cert_pem(&spec, &pem);
	assert_int_equal(file_write(path, pem.buf, pem.len, 0, &err), 0);
	form = form_of_tree();
	free(path);
	strbuf_release(&pem);
	return 0;
}

static int
accept_teardown(void **state)
{
	char *path = path_join(folder, "ca.cer");

	(void)state;
	unlink(path);
	free(path);
	form_free(form);
	return rmdir(folder);
}

/* A draft with the verdict on it. */
struct judged {
	struct draft_file file;
	struct lint_env env;
	struct findings found;
};

static void
judge(struct judged *j)
{
	findings_release(&j->found);
	draft_verdict(&(const struct desk){ .file = &j->file, .env = j->env }, &j->found);
}

static void
judged_begin(struct judged *j, const char *text)
{
	struct strbuf err = STRBUF_INIT;

	*j = (struct judged){ .file = DRAFT_FILE_INIT, .env = { .folder = folder } };
	if (draft_file_parse(&j->file, form, "d.yaml", text, strlen(text), &err) < 0)
		fail_msg("%s\n%s", err.buf, text);
	judge(j);
}

static void
judged_end(struct judged *j)
{
	findings_release(&j->found);
	draft_file_release(&j->file);
}

static const struct finding *
finding_of(const struct judged *j, const char *rule)
{
	for (size_t i = 0; i < j->found.n; i++)
		if (!strcmp(j->found.v[i].rule, rule))
			return &j->found.v[i];
	return NULL;
}

static void
accept_rule(struct judged *j, const char *rule, const char *reason)
{
	struct acceptance a;
	struct strbuf err = STRBUF_INIT;

	if (accept_make(j->file.draft, &j->env, &j->found, rule_find(rule), reason, &a, &err) < 0)
		fail_msg("%s", err.buf);
	draft_accept(j->file.draft, &a);
	acceptance_release(&a);
	judge(j);
}

static bool
is_accepted(const struct judged *j, const char *rule)
{
	bool accepted = false;

	for (size_t i = 0; i < j->found.n; i++)
		if (!strcmp(j->found.v[i].rule, rule)) {
			if (!j->found.v[i].accepted)
				return false;
			accepted = true;
		}
	return accepted;
}

/* What is accepted, and what then is answered otherwise. */
static const struct {
	const char *text, *rule;
	const char *bound; /* "key=value" of a value that it is bound to */
	const char *changed;
	const char *note; /* the rule of what is told then; NULL: it still covers */
	const char *says;
} changes[] = {
	{ HEAD "key_size: 1024\n", "key-size-weak", "key_size=1024", "name=x", NULL, NULL },
	{ HEAD "key_size: 1024\n", "key-size-weak", "key_size=1024", "key_size=2048",
		"accepted-unused",
		"key-size-weak finds nothing now. Remove it: scepwiz accept "
		"DRAFT key-size-weak --remove" },
	/* the rule's own field and what it looks up */
	{ NDES "key_usage: [signing, encryption]\n", "key-usage-ndes",
		"key_usage=Signing, Encryption", "url=https://b.acme.net/certsrv/mscep/mscep.dll",
		"accepted-expired",
		"Accepted for URL https://scep.acme.net/certsrv/mscep/mscep.dll by " },
	{ NDES "key_usage: [signing, encryption]\n", "key-usage-ndes",
		"url=https://scep.acme.net/certsrv/mscep/mscep.dll", "key_usage=signing",
		"accepted-unused", "key-usage-ndes" },
	{ "form: scep\nurl: http://scep.acme.net/\n", "url-http-without-fingerprint",
		"fingerprint=", "url=http://b.acme.net/", "accepted-expired",
		"Accepted for URL http://scep.acme.net/ by " },
	{ HEAD "retries: 8\nretry_delay: 1000\n", "retry-too-long", "retries=8", "retries=9",
		"accepted-expired", "Accepted for retries 8 by " },
	/* a secret by its length, and where it is */
	{ HEAD "challenge: a_b" SECRET "\n", "challenge-not-printable-string",
		"challenge=set, 22 characters", "challenge=a_c" SECRET, NULL, NULL },
	{ HEAD "challenge: a_b" SECRET "\n", "challenge-not-printable-string",
		"challenge=set, 22 characters", "challenge=a_" SECRET, "accepted-expired",
		"Accepted for challenge set, 22 characters by " },
	/* one value in two forms */
	{ HEAD "fingerprint: " HEX40 "\n", "fingerprint-sha1", NULL,
		"fingerprint=2jmj7l5rSw0yVb/vlWAYkK/YBwk=", NULL, NULL },
	{ HEAD "fingerprint: " HEX40 "\n", "fingerprint-sha1", NULL,
		"fingerprint=3jmj7l5rSw0yVb/vlWAYkK/YBwk=", "accepted-expired",
		"Accepted for fingerprint " },
	/* lists as a whole */
	{ HEAD "devices: [a, b, a]\n", "list-duplicate", "devices=a, b, a", "devices=a\na\nb",
		"accepted-expired", "Accepted for devices a, b, a by " },
	/* a rule without a field of its own, in two places */
	{ HEAD "name: changeme\norganization: changeme\n", "placeholder", "organization=changeme",
		"description=changeme", "accepted-expired", "Accepted for other fields" },
	{ HEAD "name: changeme\norganization: changeme\n", "placeholder", "name=changeme",
		"organization=Acme", "accepted-expired", "Accepted for organization changeme by " },
	/* the platform */
	{ HEAD "subject: /CN=%Foo%\n", "variable-unknown", "platform=macOS", "platform=ios",
		"accepted-expired", "Accepted for platform macOS by " },
	/* what was empty */
	{ HEAD, "assignment-missing", "devices=", "name=x", NULL, NULL },
};

static void
an_acceptance_ends_when_a_value_changes(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(changes); i++) {
		const char *rule = changes[i].rule, *equals;
		const struct acceptance *a;
		const struct finding *note;
		struct judged j;
		char key[64];

		judged_begin(&j, changes[i].text);
		assert_non_null(finding_of(&j, rule));
		assert_false(is_accepted(&j, rule));
		accept_rule(&j, rule, "known");
		if (!is_accepted(&j, rule))
			fail_msg("%s is not accepted", rule);
		a = draft_acceptance(j.file.draft, rule);
		if (changes[i].bound) {
			equals = strchr(changes[i].bound, '=');
			snprintf(key, sizeof key, "%.*s", (int)(equals - changes[i].bound),
				changes[i].bound);
			if (!acceptance_value(a, key))
				fail_msg("%s is not bound to %s", rule, key);
			assert_string_equal(acceptance_value(a, key), equals + 1);
		}
		draft_answer(j.file.draft, changes[i].changed);
		judge(&j);
		if (!changes[i].note) {
			if (!is_accepted(&j, rule))
				fail_msg("%s is back after %s", rule, changes[i].changed);
		} else {
			note = finding_of(&j, changes[i].note);
			if (!note || is_accepted(&j, rule))
				fail_msg("%s is not told after %s", rule, changes[i].changed);
			assert_contains(note->sentence, changes[i].says);
			assert_int_equal(note->severity, SEVERITY_INFO);
		}
		judged_end(&j);
	}
}

/* As many bytes as people read, and one more, which the hash stands for. */
static void
a_value_of_200_bytes_is_bound_as_it_is(void **state)
{
	(void)state;
	for (size_t len = 199; len <= 201; len++) {
		struct strbuf text = STRBUF_INIT, head = STRBUF_INIT;
		const char *value;
		struct judged j;

		strbuf_addstr(&text, "https://scep.acme.net/");
		strbuf_addchars(&text, 'x', len - text.len - strlen("?a=1"));
		strbuf_addstr(&text, "?a=1");
		strbuf_addf(&head, "form: scep\nurl: \"%s\"\n", text.buf);
		judged_begin(&j, head.buf);
		accept_rule(&j, "url-query", "the server wants it");
		value = acceptance_value(draft_acceptance(j.file.draft, "url-query"), "url");
		assert_non_null(value);
		if (len <= 200)
			assert_string_equal(value, text.buf);
		else
			assert_int_equal(strlen(value), strlen("SHA-256 ") + 64);
		judged_end(&j);
		strbuf_release(&text);
		strbuf_release(&head);
	}
}

/* A certificate is known by its content, in the draft or in a file. */
static void
a_certificate_is_bound_by_its_hash(void **state)
{
	struct judged j;
	struct strbuf pem = STRBUF_INIT, err = STRBUF_INIT;
	char *path = path_join(folder, "ca.cer");
	const char *value;

	(void)state;
	assert_int_equal(file_read(path, 100000, &pem, &err), 0);
	judged_begin(&j, HEAD "include_root_certificate: true\nroot_certificate: ca.cer\n"
			      "fingerprint: " HEX40 "\n");
	accept_rule(&j, "fingerprint-not-root", "it is the issuing CA's");
	value = acceptance_value(
		draft_acceptance(j.file.draft, "fingerprint-not-root"), "root_certificate");
	assert_non_null(value);
	assert_int_equal(strlen(value), strlen("SHA-256 ") + 64);
	draft_set(j.file.draft, field_of(form, "root_certificate"), pem.buf);
	judge(&j);
	assert_true(is_accepted(&j, "fingerprint-not-root"));
	judged_end(&j);
	free(path);
	strbuf_release(&pem);
}

static void
what_is_accepted_does_not_count(void **state)
{
	struct findings copy = FINDINGS_INIT;
	struct judged j;
	size_t warnings;

	(void)state;
	judged_begin(&j, HEAD "key_size: 1024\nkey_usage: [encryption]\n");
	warnings = findings_count(&j.found, SEVERITY_WARNING);
	assert_string_equal(
		findings_of(&j.found, field_of(form, "key_size"))->rule, "key-size-weak");
	accept_rule(&j, "key-size-weak", " The old CA\n");
	assert_int_equal(findings_count(&j.found, SEVERITY_WARNING), warnings - 1);
	assert_int_equal(findings_count_accepted(&j.found), 1);
	assert_null(findings_of(&j.found, field_of(form, "key_size")));
	assert_string_equal(finding_of(&j, "key-size-weak")->accepted->reason, "The old CA");
	findings_copy(&copy, finding_of(&j, "key-size-weak"));
	assert_true(acceptance_same(copy.v[0].accepted, finding_of(&j, "key-size-weak")->accepted));
	findings_release(&copy);
	j.env.accept_nothing = true;
	judge(&j);
	assert_int_equal(findings_count(&j.found, SEVERITY_WARNING), warnings);
	assert_int_equal(findings_count_accepted(&j.found), 0);
	judged_end(&j);
}

static void
not_everything_can_be_accepted(void **state)
{
	static const struct {
		const char *rule, *reason, *says;
	} cases[] = {
		{ "url-missing", "x", "url-missing is an error here" },
		{ "key-size-slow", "x", "key-size-slow finds nothing in this draft" },
		{ "key-size-weak", " \n", "no reason. Say why you accept it" },
		{ "key-size-weak", NULL, "no reason. Say why you accept it" },
		{ "key-size-weak", "a\033[2J", "control character or broken UTF-8 at byte 2" },
		{ "accepted-unused", "x",
			"accepted-unused is about accepted findings, and cannot "
			"be accepted itself" },
		{ "key-size-weak", "ask Bob: " SECRET,
			"the reason contains the challenge, and "
			"others read it. Remove the challenge" },
	};
	struct judged j;

	(void)state;
	judged_begin(&j,
		"form: scep\nkey_size: 1024\nchallenge: " SECRET "\naccepted:\n  url-query: x\n");
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct acceptance a;
		struct strbuf err = STRBUF_INIT;

		assert_int_equal(accept_make(j.file.draft, &j.env, &j.found,
					 rule_find(cases[i].rule), cases[i].reason, &a, &err),
			-1);
		assert_contains(err.buf, cases[i].says);
		strbuf_release(&err);
	}
	judged_end(&j);
}

/* What people write by hand, and what is told of it, at its place. */
static const struct {
	const char *accepted; /* below HEAD and key_size: 1024 */
	const char *rule;     /* NULL: nothing is told */
	struct place place;
	const char *says;
	bool accepts; /* key-size-weak */
} by_hand[] = {
	{ "accepted:\n", NULL, { 0, 0 }, NULL, false },
	{ "accepted: {}\n", NULL, { 0, 0 }, NULL, false },
	{ "accepted:\n  key-size-weak: The old CA\n", "accepted-unbound", { 7, 3 },
		"key-size-weak stays accepted whatever changes", true },
	{ "accepted:\n  key-size-weak: {reason: x, by: Ada}\n", "accepted-unbound", { 7, 3 },
		"stays accepted", true },
	{ "accepted:\n  key-size-weak: {reason: x, for: {}}\n", "accepted-unbound", { 7, 3 },
		"stays accepted", true },
	{ "accepted:\n  key-size-weak: {reason: x, for: {key_size: 1024}}\n", NULL, { 0, 0 }, NULL,
		true },
	{ "accepted:\n  key-size-weak:\n    reason: x\n    date: 2026-11-28\n    for:\n"
	  "      key_size: '2048'\n",
		"accepted-expired", { 7, 3 },
		"Accepted for key size 2048, 2026-11-28. Accept key-size-weak again or fix it",
		false },
	/* a value that the rule does not read is bound all the same */
	{ "accepted:\n  key-size-weak: {reason: x, by: Ada, for: {key_size: 1024, name: ca}}\n",
		"accepted-expired", { 7, 3 }, "Accepted for name ca by Ada. ", false },
	{ "accepted:\n  key-size-weak: {reason: x, for: {name: ''}}\n", "accepted-expired",
		{ 7, 3 }, "Accepted for other fields", false },
	{ "accepted:\n  key-size-waek: x\n", "accepted-unknown", { 7, 3 },
		"There is no rule \"key-size-waek\". Did you mean key-size-weak?", false },
	{ "accepted:\n  zzzzzzzzzzzzzzzz: x\n", "accepted-unknown", { 7, 3 },
		"There is no rule \"zzzzzzzzzzzzzzzz\"", false },
	{ "accepted:\n  key-size-weak: ''\n", "accepted-form", { 7, 18 },
		"key-size-weak is accepted without a reason", false },
	{ "accepted:\n  key-size-weak: {by: Ada}\n", "accepted-form", { 7, 18 }, "without a reason",
		false },
	{ "accepted:\n  key-size-weak: [x]\n", "accepted-form", { 7, 18 }, "with a list", false },
	{ "accepted:\n  key-size-weak: {reason: [x]}\n", "accepted-form", { 7, 27 },
		"reason of key-size-weak is a list. Write a text", false },
	{ "accepted:\n  key-size-weak: {reason: x, bye: y}\n", "accepted-form", { 7, 30 },
		"key-size-weak is accepted with an unknown key \"bye\". Use reason, by, date and "
		"for. Did you mean by?",
		false },
	{ "accepted:\n  key-size-weak: {reason: x, for: 1024}\n", "accepted-form", { 7, 35 },
		"for of key-size-weak is a text", false },
	{ "accepted:\n  key-size-weak: {reason: x, for: {keysize: 1024}}\n", "accepted-form",
		{ 7, 36 }, "\"keysize\", which is not a field. Did you mean key_size?", false },
	{ "accepted:\n  key-size-weak: {reason: x, for: {key_size: [1024]}}\n", "accepted-form",
		{ 7, 46 }, "The value of key_size", false },
	{ "accepted: [key-size-weak]\n", "accepted-form", { 6, 11 }, "accepted is a list", false },
	{ "accepted: key-size-weak\n", "accepted-form", { 6, 11 }, "accepted is a text", false },
	{ "accepted:\n  accepted-unused: x\n", "accepted-error", { 7, 3 },
		"accepted-unused is about accepted findings, and cannot be accepted itself",
		false },
	{ "accepted:\n  key-size-slow: x\n", "accepted-unused", { 7, 3 },
		"key-size-slow finds nothing now. Remove it: scepwiz accept DRAFT key-size-slow "
		"--remove",
		false },
	{ "retries: x\naccepted:\n  retry-value: x\n", "accepted-error", { 8, 3 },
		"retry-value finds an error, and errors cannot be accepted. Fix the error", false },
};

static void
slips_by_hand_are_told_where_they_are(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(by_hand); i++) {
		struct strbuf text = STRBUF_INIT, same = STRBUF_INIT, err = STRBUF_INIT;
		const struct finding *told = NULL;
		struct judged j;

		strbuf_addf(&text, HEAD "key_size: 1024\n%s", by_hand[i].accepted);
		judged_begin(&j, text.buf);
		for (size_t f = 0; f < j.found.n; f++)
			if (rule_find(j.found.v[f].rule)->flags & RULE_OF_ACCEPTED) {
				assert_null(told);
				told = &j.found.v[f];
			}
		if (!told != !by_hand[i].rule)
			fail_msg("%s%s", told ? told->sentence : "nothing is told of\n", text.buf);
		if (told) {
			assert_string_equal(told->rule, by_hand[i].rule);
			assert_contains(told->sentence, by_hand[i].says);
			assert_int_equal(told->place.line, by_hand[i].place.line);
			assert_int_equal(told->place.column, by_hand[i].place.column);
		}
		if (is_accepted(&j, "key-size-weak") != by_hand[i].accepts)
			fail_msg("%s", text.buf);
		/* and nobody's bytes change */
		assert_int_equal(draft_file_format(&j.file, &same, &err), 0);
		assert_string_equal(same.buf, text.buf);
		judged_end(&j);
		strbuf_release(&text);
		strbuf_release(&same);
	}
}

/* rule and reason; reason NULL: it is taken back. by and date are fixed, and bound to key_size. */
static const struct {
	const char *source, *rule, *reason, *patched;
} patches[] = {
	{ "form: scep\nurl: x # c\n", "url-query", "no",
		"form: scep\nurl: x # c\naccepted:\n  url-query:\n    reason: \"no\"\n"
		"    by: \"Ada\"\n    date: \"2026-11-28\"\n    for:\n      key_size: \"1024\"\n" },
	{ "form: scep\naccepted:\n  # c\n  url-query: old # why\n  x-y: 1\nurl: x\n", "url-query",
		"a: b #c",
		"form: scep\naccepted:\n  # c\n  url-query: # why\n    reason: \"a: b #c\"\n"
		"    by: \"Ada\"\n    date: \"2026-11-28\"\n    for:\n      key_size: \"1024\"\n"
		"  x-y: 1\nurl: x\n" },
	{ "form: scep\naccepted:\n  url-query: old\n  key-size-slow: b # c\nurl: x\n", "url-query",
		NULL, "form: scep\naccepted:\n  key-size-slow: b # c\nurl: x\n" },
	{ "form: scep\naccepted:\n  url-query: old\nurl: x\n", "url-query", NULL,
		"form: scep\nurl: x\n" },
	{ "{form: scep}\n", "url-query", "a",
		"{form: scep, accepted: {url-query: {reason: \"a\", by: \"Ada\", "
		"date: \"2026-11-28\", for: {key_size: \"1024\"}}}}\n" },
	{ "form: scep\naccepted: # none\nurl: x\n", "url-query", "a",
		"form: scep\naccepted: # none\n  url-query:\n    reason: \"a\"\n    by: \"Ada\"\n"
		"    date: \"2026-11-28\"\n    for:\n      key_size: \"1024\"\nurl: x\n" },
};

static void
ada_accepts(struct draft *draft, const char *rule, const char *reason)
{
	struct acceptance a;

	acceptance_init(&a, rule, reason, "Ada", "2026-11-28");
	acceptance_bind(&a, "key_size", "1024");
	draft_accept(draft, &a);
	acceptance_release(&a);
}

static void
an_acceptance_is_patched_in_and_nothing_else(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(patches); i++) {
		struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;
		struct judged j;

		judged_begin(&j, patches[i].source);
		assert_false(draft_any_changed(j.file.draft));
		if (patches[i].reason)
			ada_accepts(j.file.draft, patches[i].rule, patches[i].reason);
		else
			draft_unaccept(j.file.draft, patches[i].rule);
		assert_true(draft_any_changed(j.file.draft));
		assert_true(draft_acceptance_changed(j.file.draft, patches[i].rule));
		if (draft_file_format(&j.file, &out, &err) < 0)
			fail_msg("%s\n%s", err.buf, patches[i].source);
		assert_string_equal(out.buf, patches[i].patched);
		judged_end(&j);
		strbuf_release(&out);
		strbuf_release(&err);
	}
}

/* Reasons that YAML could take for something else, and one that no draft can hold. */
static void
any_reason_is_read_back(void **state)
{
	static const char *const reasons[] = { "no", "~", "- a", "a\nb", "'\"\\/", "{a: b}", "#",
		"\xc3\xa4 \xe2\x80\x8b", "a: b", "1.0", " ", "|" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(reasons); i++) {
		struct draft_file fresh = DRAFT_FILE_INIT, again = DRAFT_FILE_INIT;
		struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;
		int result;

		draft_file_new(&fresh, form, "a.yaml");
		ada_accepts(fresh.draft, "key-size-weak", reasons[i]);
		result = draft_file_format(&fresh, &text, &err);
		if (*reasons[i] == ' ') {
			assert_int_equal(result, -1);
			assert_contains(err.buf, "what is accepted would not be read back");
		} else if (result < 0 ||
			   draft_file_parse(&again, form, "b", text.buf, text.len, &err) < 0) {
			fail_msg("%s\n%s", err.buf, text.buf);
		} else {
			assert_true(acceptance_same(draft_acceptance(fresh.draft, "key-size-weak"),
				draft_acceptance(again.draft, "key-size-weak")));
			assert_contains(text.buf, "\n# Accepted findings");
		}
		draft_file_release(&fresh);
		draft_file_release(&again);
		strbuf_release(&text);
		strbuf_release(&err);
	}
}

static void
a_copy_has_no_acceptances(void **state)
{
	struct draft *to = draft_new(form);
	struct judged j;

	(void)state;
	judged_begin(&j, HEAD "accepted:\n  key-size-weak: x\n");
	draft_copy_answers(to, j.file.draft);
	assert_int_equal(draft_acceptances(to)->n, 0);
	draft_free(to);
	judged_end(&j);
}

/* Base, mine, theirs: what only one side changed is taken from there. */
static void
acceptances_are_merged_by_rule(void **state)
{
	static const char theirs[] = "form: scep\naccepted:\n  url-query: theirs\n"
				     "  key-size-slow: same\n  host-punycode: theirs\n";
	struct strbuf data = STRBUF_INIT, err = STRBUF_INIT, label = STRBUF_INIT;
	struct merge m = MERGE_INIT;
	struct judged base, mine;

	(void)state;
	judged_begin(&base, "form: scep\naccepted:\n  url-query: a\n  key-size-slow: same\n"
			    "  key-size-weak: a\n");
	judged_begin(&mine, base.file.source.buf);
	ada_accepts(mine.file.draft, "url-query", "mine");
	ada_accepts(mine.file.draft, "url-ndes-path", "mine");
	strbuf_addstr(&data, theirs);
	assert_int_equal(
		merge_begin(&m, base.file.draft, mine.file.draft, "d.yaml", &data, &err), 0);
	assert_true(m.theirs_changed);
	assert_int_equal(m.n, 4);
	assert_int_equal(merge_conflicts(&m), 1);
	assert_int_equal(merge_mine(&m), 2);
	merge_row_label(&m.rows[0], &label);
	assert_contains(label.buf, "accepted: ");
	merge_finish(&m, &mine.file, true);
	assert_string_equal(draft_acceptance(mine.file.draft, "url-query")->reason, "mine");
	assert_string_equal(draft_acceptance(mine.file.draft, "url-ndes-path")->reason, "mine");
	assert_string_equal(draft_acceptance(mine.file.draft, "host-punycode")->reason, "theirs");
	assert_string_equal(draft_acceptance(mine.file.draft, "key-size-slow")->reason, "same");
	assert_null(draft_acceptance(mine.file.draft, "key-size-weak"));
	judged_end(&base);
	judged_end(&mine);
	strbuf_release(&data);
	strbuf_release(&err);
	strbuf_release(&label);
}

#define IMPORTED(key, value)                                                                   \
	HEAD "foreign_payloads: {scep: 1}\nforeign: |\n"                                       \
	     "  <plist version=\"1.0\"><dict>\n"                                               \
	     "  <key>PayloadType</key><string>Configuration</string>\n"                        \
	     "  <key>PayloadVersion</key><integer>1</integer>\n"                               \
	     "  <key>PayloadIdentifier</key><string>net.acme.p</string>\n"                     \
	     "  <key>PayloadUUID</key><string>99999999-AAAA-4BBB-8CCC-DDDDDDDDDDDD</string>\n" \
	     "  <key>PayloadContent</key><array><dict>\n"                                      \
	     "  <key>PayloadType</key><string>com.apple.security.scep</string>\n"              \
	     "  <key>PayloadVersion</key><integer>1</integer>\n"                               \
	     "  <key>PayloadIdentifier</key><string>net.acme.p.scep</string>\n"                \
	     "  <key>PayloadUUID</key><string>11111111-AAAA-4BBB-8CCC-DDDDDDDDDDDD</string>\n" \
	     "  <key>PayloadContent</key><dict>\n"                                             \
	     "  <key>URL</key><string>https://scep.acme.net/scep</string>\n"                   \
	     "  <key>" key "</key>" value "\n"                                                 \
	     "  </dict></dict></array></dict></plist>\n"

/* What stands in the original is bound by its place and value, not by the words about it. */
static void
findings_of_the_original_are_bound_to_it(void **state)
{
	static const struct {
		const char *text;
		bool covered;
	} cases[] = {
		{ IMPORTED("Foo", "<string>a</string>"), true },
		{ "# a comment\n" IMPORTED("Foo", "<string>a</string>"), true },
		{ IMPORTED("Foo", "<string>b</string>"), false },
		{ IMPORTED("Fop", "<string>a</string>"), false },
		{ IMPORTED("Foo", "<true/>"), false },
		{ IMPORTED("Foo", "<string>a</string><key>Bar</key><true/>"), false },
	};
	struct judged j;

	(void)state;
	judged_begin(&j, cases[0].text);
	accept_rule(&j, "key-unknown", "for our own tool");
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct judged other;

		judged_begin(&other, cases[i].text);
		draft_accept(other.file.draft, draft_acceptance(j.file.draft, "key-unknown"));
		judge(&other);
		if (is_accepted(&other, "key-unknown") != cases[i].covered)
			fail_msg("%s", cases[i].text);
		if (!cases[i].covered)
			assert_contains(finding_of(&other, "accepted-expired")->sentence,
				"Accepted for other parts as they were by ");
		judged_end(&other);
	}
	judged_end(&j);
}

/* The secret is bound, told and compared, and none of that holds a part of it. */
static void
no_secret_is_written_down(void **state)
{
	struct strbuf out = STRBUF_INIT, err = STRBUF_INIT, before = STRBUF_INIT;
	struct judged j;

	(void)state;
	judged_begin(&j, HEAD "challenge: '" SECRET " '\n");
	accept_rule(&j, "challenge-stray-space", "it is part of it");
	assert_int_equal(draft_file_format(&j.file, &out, &err), 0);
	assert_null(strstr(strstr(out.buf, SECRET) + 1, SECRET));
	draft_set(j.file.draft, field_of(form, "challenge"), " " SECRET " ");
	judge(&j);
	for (size_t i = 0; i < j.found.n; i++)
		assert_null(strstr(j.found.v[i].sentence, SECRET));
	assert_non_null(finding_of(&j, "accepted-expired"));
	judged_end(&j);
	strbuf_release(&out);
	strbuf_release(&err);
	strbuf_release(&before);
}

/* People write it by hand. */
static void
a_reason_shows_no_secret(void **state)
{
	struct judged j;
	const struct finding *f;

	(void)state;
	judged_begin(&j, HEAD "key_size: 1024\nchallenge: " SECRET "\naccepted:\n"
			      "  key-size-weak: ask for " SECRET ", says Bob\n");
	f = finding_of(&j, "secret-elsewhere");
	assert_non_null(f);
	assert_int_equal(f->severity, SEVERITY_WARNING);
	assert_contains(f->sentence, "the reason for accepting key-size-weak holds the challenge");
	assert_int_equal(
		f->place.line, draft_acceptance(j.file.draft, "key-size-weak")->place.line);
	assert_string_equal(
		finding_of(&j, "key-size-weak")->accepted->reason, "ask for ..., says Bob");
	judged_end(&j);
}

static void
the_account_has_a_name_and_today_a_date(void **state)
{
	struct strbuf name = STRBUF_INIT, date = STRBUF_INIT;
	int year, month, day;

	(void)state;
	account_name(&name);
	assert_true(name.len > 0 && !strchr(name.buf, ','));
	account_date(&date);
	assert_int_equal(sscanf(date.buf, "%4d-%2d-%2d", &year, &month, &day), 3);
	assert_int_equal(date.len, 10);
	strbuf_release(&name);
	strbuf_release(&date);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_acceptance_ends_when_a_value_changes),
		cmocka_unit_test(a_value_of_200_bytes_is_bound_as_it_is),
		cmocka_unit_test(a_certificate_is_bound_by_its_hash),
		cmocka_unit_test(what_is_accepted_does_not_count),
		cmocka_unit_test(not_everything_can_be_accepted),
		cmocka_unit_test(slips_by_hand_are_told_where_they_are),
		cmocka_unit_test(an_acceptance_is_patched_in_and_nothing_else),
		cmocka_unit_test(any_reason_is_read_back),
		cmocka_unit_test(a_copy_has_no_acceptances),
		cmocka_unit_test(acceptances_are_merged_by_rule),
		cmocka_unit_test(findings_of_the_original_are_bound_to_it),
		cmocka_unit_test(no_secret_is_written_down),
		cmocka_unit_test(a_reason_shows_no_secret),
		cmocka_unit_test(the_account_has_a_name_and_today_a_date),
	};

	return cmocka_run_group_tests(tests, accept_setup, accept_teardown);
}
