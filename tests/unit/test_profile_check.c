/* What is told of a profile, and of the draft that an import makes of it: one verdict, causes without what
 * follows from them, and where a profile is found in something else. */
#include "testing.h"

#include "base/xalloc.h"

#include "syntax/base64.h"

#include "model/lint.h"
#include "model/rules.h"

#include "format/draft/draft_file.h"
#include "format/draft/profile_kind.h"
#include "format/profile/original_lint.h"
#include "format/profile/profile_read.h"

#include "drafts.h"
#include "profile_cases.h"

/* 2026-06-01 */
#define NOW 1780272000

static const struct lint_env env = { .folder = ".", .now = NOW };

/* What check tells of a profile; -1 where it is none. file is the draft of its import. */
static int
check_profile(
	const struct form *form, const char *xml, struct draft_file *file, struct findings *found)
{
	struct profile_answers answers = PROFILE_ANSWERS_INIT;
	const struct profile_read_options options = { .now = NOW, .answers = &answers };
	struct strbuf err = STRBUF_INIT;
	int result = profile_parse(file, form, "p", xml, strlen(xml), &options, found, &err);

	if (result == 0)
		profile_answers_lint(&answers, &env, true, found);
	profile_answers_release(&answers);
	strbuf_release(&err);
	return result;
}

/* What check tells of a draft once it was saved and read again. */
static void
check_draft(const struct form *form, struct draft_file *file, struct findings *found)
{
	struct draft_file again = DRAFT_FILE_INIT;
	struct original_check *kept = NULL;
	struct strbuf yaml = STRBUF_INIT, err = STRBUF_INIT;

	draft_file_make_identity(file);
	if (draft_file_format(file, &yaml, &err) < 0 ||
		draft_file_parse(&again, form, "d", yaml.buf, yaml.len, &err) < 0)
		fail_msg("%s", err.buf);
	lint_draft(again.draft, &env, found);
	original_lint(&kept, &again, NOW, found);
	original_check_free(kept);
	draft_file_release(&again);
	strbuf_release(&yaml);
	strbuf_release(&err);
}

static const struct finding *
finding_that(const struct findings *found, const char *part)
{
	for (size_t i = 0; i < found->n; i++)
		if (strstr(found->v[i].sentence, part))
			return &found->v[i];
	fail_msg("not told: %s", part);
	return NULL;
}

static size_t
count(const struct findings *found, const struct finding *like)
{
	size_t n = 0;

	for (size_t i = 0; i < found->n; i++)
		n += found->v[i].rule == like->rule && found->v[i].severity == like->severity;
	return n;
}

/* What an import does away with: the wrapping, the value that does not count, the identity that lacks. */
static bool
is_of_import(const struct finding *f)
{
	static const char *const rules_of_import[] = { "key-duplicate", "several-scep-payloads",
		"profile-in-command", "identifier-example" };

	for (size_t i = 0; i < ARRAY_SIZE(rules_of_import); i++)
		if (!strcmp(f->rule, rules_of_import[i]))
			return true;
	return strstr(f->sentence, "An export of the imported draft adds it") != NULL;
}

static void
assert_all_in(
	const struct findings *some, const struct findings *all, const char *what, const char *xml)
{
	for (size_t i = 0; i < some->n; i++) {
		const struct finding *f = &some->v[i];

		if (!is_of_import(f) && count(some, f) != count(all, f))
			fail_msg("%s alone: %s: %s\n%s", what, f->rule, f->sentence, xml);
	}
}

static void
assert_one_verdict(const struct form *form, const char *xml)
{
	struct draft_file file = DRAFT_FILE_INIT;
	struct findings profile = FINDINGS_INIT, draft = FINDINGS_INIT;

	if (check_profile(form, xml, &file, &profile) == 0) {
		check_draft(form, &file, &draft);
		assert_all_in(&profile, &draft, "the profile", xml);
		assert_all_in(&draft, &profile, "the draft", xml);
	}
	draft_file_release(&file);
	findings_release(&profile);
	findings_release(&draft);
}

/* A SCEP payload whose own dictionary has all of it. */
#define FLAT                                                                                 \
	PAYLOAD(KEY("URL", TEXT("http://scep.acme.net/")) KEY("Challenge", TEXT("s3cret"))   \
			KEY("KeySize", INTEGER("2048")) KEY("Key Usage", INTEGER("5")) KEY(  \
				"KeyIsExtractable", "<false/>") KEY("CAFingerprint",         \
				"<data>47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=</data>") \
				KEY("Subject", ARRAY_OF(RDN("CN", "a"))))
#define GOOD_KEYS                         \
	KEY("Challenge", TEXT("correct")) \
	KEY("Keysize", INTEGER("2048"))   \
	KEY("Key Usage", INTEGER("1")) KEY("KeyIsExtractable", "<false/>")
#define SUBJECT KEY("Subject", ARRAY_OF(RDN("CN", "a")))

static void
a_profile_and_its_draft_have_one_verdict(void **state)
{
	static const char *const more[] = { FLAT, SCEP(GOOD_KEYS SUBJECT),
		SCEP(GOOD_KEYS KEY("Subject", TEXT("CN=a"))),
		SCEP(GOOD_KEYS SUBJECT KEY("CAFingerprint", TEXT("zzz"))),
		SCEP(SUBJECT KEY("KeyIsExtractable", INTEGER("2"))),
		SCEP(SUBJECT KEY("Keysize", INTEGER("3000"))),
		SCEP(SUBJECT KEY("Retries", INTEGER("-1"))),
		SCEP(KEY("Subject", ARRAY_OF(RDN("cn", "a")))),
		PAYLOAD(KEY("PayloadContent", TEXT("x"))),
		TOP(VERSION_1 KEY("PayloadScope", TEXT("user")),
			SCEP_PAYLOAD(VERSION_1 INNER(SUBJECT))),
		TOP(VERSION_1, DICT(COMMON("com.apple.security.scep", "net.acme.scep", UUID_1)
					       VERSION_1 INNER(SUBJECT))),
		TOP(VERSION_1, DICT(COMMON("com.apple.security.scep", "net.acme.scep.scep", "abc")
					       VERSION_1 INNER(SUBJECT))),
		ROOT("<data>aGVsbG8K</data>"), ROOT(TEXT("x")) };

	for (size_t i = 0; i < ARRAY_SIZE(profile_cases); i++) {
		assert_one_verdict(*state, profile_cases[i].loud);
		assert_one_verdict(*state, profile_cases[i].quiet);
	}
	for (size_t i = 0; i < ARRAY_SIZE(more); i++)
		assert_one_verdict(*state, more[i]);
}

/* Devices enrol by each SCEP payload, whichever is the draft's. */
static void
other_payloads_of_the_type_are_judged(void **state)
{
	static const char xml[] = BESIDE(DICT(COMMON("com.apple.security.scep", "net.acme.scep.b",
		UUID_3) VERSION_1 KEY("PayloadDisplayName", TEXT("Second")) KEY("PayloadContent",
		DICT(KEY("URL", TEXT("$SCEPurl")) KEY("Keysize", INTEGER("512"))
				KEY("Challenge", TEXT("s3cret_REPLACE_ME"))))) "\n");
	static const struct {
		const char *sentence;
		enum severity severity;
	} cases[] = {
		{ "the payload \"Second\": \"$SCEPurl\" is only a variable", SEVERITY_WARNING },
		{ "the payload \"Second\": \"512\" is not one of the choices", SEVERITY_ERROR },
		{ "the payload \"Second\": KeyIsExtractable is missing", SEVERITY_WARNING },
		{ "the payload \"Second\": the challenge looks like a placeholder",
			SEVERITY_WARNING },
	};
	struct draft_file file = DRAFT_FILE_INIT;
	struct findings found[2] = { FINDINGS_INIT, FINDINGS_INIT };

	assert_int_equal(check_profile(*state, xml, &file, &found[0]), 0);
	check_draft(*state, &file, &found[1]);
	for (size_t i = 0; i < ARRAY_SIZE(found); i++) {
		for (size_t j = 0; j < ARRAY_SIZE(cases); j++) {
			const struct finding *f = finding_that(&found[i], cases[j].sentence);

			assert_int_equal(f->severity, cases[j].severity);
			assert_null(f->field);
			assert_null(f->fix);
			assert_true(f->place.line > 1);
			assert_null(strstr(f->sentence, "s3cret"));
		}
		findings_release(&found[i]);
	}
	assert_one_verdict(*state, xml);
	draft_file_release(&file);
}

/* However many certificates stand before it, which are no payloads to enrol by. */
static void
certificates_leave_the_last_payload_its_turn(void **state)
{
	static const char *const types[] = { "com.apple.security.root",
		"com.apple.security.pkcs1" };

	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		struct draft_file file = DRAFT_FILE_INIT;
		struct findings found = FINDINGS_INIT;
		STRBUF(others);
		STRBUF(xml);

		for (int n = 100; n < 300; n++)
			strbuf_addf(&others,
				DICT(COMMON("%s", "net.acme.scep.c%d",
					"0F1E2D3C-4B5A-4978-8695-A4B3C2D1E%d")
						VERSION_1 KEY("PayloadContent", TEXT("x"))) "\n",
				types[i], n, n);
		strbuf_addf(&xml,
			TOP(VERSION_1,
				SCEP_PAYLOAD(VERSION_1 INNER(GOOD_KEYS SUBJECT)) "%s" DICT(
					COMMON("com.apple.security.scep", "net.acme.scep.b", UUID_3)
						VERSION_1 KEY("PayloadDisplayName", TEXT("Second"))
							INNER(GOOD_KEYS SUBJECT KEY(
								"Retries", INTEGER("-1"))))),
			others.buf);
		assert_int_equal(check_profile(*state, xml.buf, &file, &found), 0);
		finding_that(&found, "the payload \"Second\": enter a whole number");
		findings_release(&found);
		draft_file_release(&file);
	}
}

/* What an export leaves out for iOS stays in a payload that is kept. */
static void
a_kept_payload_is_not_said_to_be_changed(void **state)
{
	static const char xml[] = TOP(VERSION_1 KEY("TargetDeviceType", INTEGER("1")),
		SCEP_PAYLOAD(VERSION_1 INNER(GOOD_KEYS SUBJECT))
			DICT(COMMON("com.apple.security.scep", "net.acme.scep.b", UUID_3)
					VERSION_1 INNER(GOOD_KEYS KEY("Subject",
						ARRAY_OF(RDN("CN", "%SerialNumber%"))))) "\n");
	const struct profile_read_options options = { .now = NOW, .platform = "ios" };
	struct draft_file file = DRAFT_FILE_INIT;
	struct findings found = FINDINGS_INIT;
	struct strbuf err = STRBUF_INIT;

	assert_int_equal(
		profile_parse(&file, *state, "p", xml, strlen(xml), &options, &found, &err), 0);
	findings_release(&found);
	check_draft(*state, &file, &found);
	assert_int_equal(finding_that(&found, "iOS does not replace %SerialNumber%")->severity,
		SEVERITY_ERROR);
	for (size_t i = 0; i < found.n; i++)
		assert_true(
			found.v[i].field || strcmp(found.v[i].rule, "key-extractable-ios") != 0);
	findings_release(&found);
	draft_file_release(&file);
	strbuf_release(&err);
}

/* Each profile has one fault; what follows from it is not told. */
static void
causes_stand_without_consequences(void **state)
{
	static const struct {
		const char *xml, *rule, *part;
	} cases[] = {
		{ FLAT, "key-one-level-high",
			"\"URL\", \"Challenge\", \"KeySize\", \"Key Usage\", \"KeyIsExtractable\", "
			"\"CAFingerprint\", \"Subject\" are in" },
		{ PAYLOAD(KEY("PayloadContent", ARRAY_OF("<dict/><dict/>"))), "value-type",
			"PayloadContent is an array" },
		{ PAYLOAD(KEY("PayloadContent",
			  ARRAY_OF(DICT(KEY("URL", TEXT("https://a.net/")) GOOD_KEYS SUBJECT)))),
			"value-type", "PayloadContent is an array" },
		{ PAYLOAD(""), "value-missing", "PayloadContent is missing" },
		{ SCEP(GOOD_KEYS KEY("Subject", TEXT("CN=a"))), "value-type",
			"Subject is a string" },
		{ SCEP(GOOD_KEYS KEY("Subject", ARRAY_OF(TEXT("CN")))), "subject-nesting",
			"part 1 of the Subject" },
		{ SCEP(SUBJECT KEY("Challenge", TEXT("correct")) KEY("Keysize", INTEGER("2048"))
				  KEY("Key Usage", INTEGER("1"))
					  KEY("KeyIsExtractable", INTEGER("2"))),
			"value-type", "KeyIsExtractable is an integer" },
		{ SCEP(SUBJECT KEY("Challenge", TEXT("correct")) KEY("KeysSize", INTEGER("2048"))
				  KEY("Key Usage", INTEGER("1"))
					  KEY("KeyIsExtractable", "<false/>")),
			"key-misspelt", "Did you mean \"Keysize\"?" },
		{ PAYLOAD(KEY("PayloadContent",
			  DICT(KEY("URL", TEXT("http://scep.acme.net/"))
					  GOOD_KEYS SUBJECT KEY("CAFingerprint", TEXT("zzz"))))),
			"value-type", "CAFingerprint is a string" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct draft_file file = DRAFT_FILE_INIT;
		struct findings found = FINDINGS_INIT;
		size_t told = 0;

		assert_int_equal(check_profile(*state, cases[i].xml, &file, &found), 0);
		for (size_t j = 0; j < found.n; j++) {
			if (!strcmp(found.v[j].rule, "assignment-missing"))
				continue;
			told++;
			assert_string_equal(found.v[j].rule, cases[i].rule);
			assert_contains(found.v[j].sentence, cases[i].part);
		}
		assert_int_equal(told, 1);
		draft_file_release(&file);
		findings_release(&found);
	}
}

static const struct finding *
finding_of(const struct findings *found, const char *rule)
{
	for (size_t i = 0; i < found->n; i++)
		if (!strcmp(found->v[i].rule, rule))
			return &found->v[i];
	fail_msg("%s is not told", rule);
	return NULL;
}

/* The payload begins on line 9 of such a profile. */
static void
what_is_missing_says_so_at_its_payload(void **state)
{
	static const char xml[] = TOP(VERSION_1,
		SCEP_PAYLOAD(VERSION_1 INNER(KEY("Challenge", TEXT("correct")) SUBJECT)));
	struct draft_file file = DRAFT_FILE_INIT;
	struct findings found = FINDINGS_INIT;
	const struct finding *f;
	int line = 1;

	for (const char *at = xml; at != strstr(xml, "<array>\n<dict>") + strlen("<array>\n"); at++)
		line += *at == '\n';
	assert_int_equal(check_profile(*state, xml, &file, &found), 0);
	f = finding_of(&found, "key-extractable");
	assert_contains(f->sentence,
		"KeyIsExtractable is missing, which means yes: the private key can be exported");
	assert_int_equal(f->place.line, line);
	f = finding_of(&found, "key-size-weak");
	assert_contains(f->sentence, "Keysize is missing, which means 1024: ");
	assert_int_equal(f->place.line, line);
	assert_int_equal(finding_of(&found, "key-usage-none")->place.line, line);
	findings_release(&found);
	draft_file_release(&file);
}

/* An answer that was given since takes the place of what was wrong, and then nothing follows from that. */
static void
an_answer_ends_a_fault(void **state)
{
	const struct form *form = *state;
	struct draft_file file = DRAFT_FILE_INIT;
	struct findings found = FINDINGS_INIT;

	assert_int_equal(
		check_profile(form, SCEP(GOOD_KEYS KEY("Subject", TEXT("CN=a"))), &file, &found),
		0);
	draft_set(file.draft, field_of(form, "subject"), "/CN=a/C=USA");
	findings_release(&found);
	check_draft(form, &file, &found);
	assert_string_equal(finding_of(&found, "subject-country")->field->key, "subject");
	for (size_t i = 0; i < found.n; i++)
		assert_string_not_equal(found.v[i].rule, "value-type");
	findings_release(&found);
	draft_file_release(&file);
}

/* An InstallProfile command around a profile, in XML. */
static void
command_around(const char *profile, struct strbuf *out)
{
	strbuf_addstr(out, "<plist version=\"1.0\"><dict>\n<key>Command</key>\n<dict>\n"
			   "<key>RequestType</key><string>InstallProfile</string>\n"
			   "<key>Payload</key>\n<data>");
	base64_encode(profile, strlen(profile), out);
	strbuf_addstr(
		out, "</data>\n</dict>\n<key>CommandUUID</key><string>a</string></dict></plist>");
}

static void
a_profile_in_a_command_is_taken(void **state)
{
	struct draft_file file = DRAFT_FILE_INIT;
	struct findings found = FINDINGS_INIT;
	struct strbuf xml = STRBUF_INIT;

	command_around(SCEP(GOOD_KEYS SUBJECT KEY("KeyType", TEXT("RSA")) KEY("Name", TEXT("a"))
				       KEY("Name", TEXT("b"))),
		&xml);
	assert_int_equal(check_profile(*state, xml.buf, &file, &found), 0);
	assert_string_equal(draft_text(file.draft, field_of(*state, "challenge")), "correct");
	assert_int_equal(finding_of(&found, "profile-in-command")->severity, SEVERITY_INFO);
	for (size_t i = 0; i < found.n; i++)
		assert_true(found.v[i].place.line == 5 || !found.v[i].field ||
			    !*found.v[i].field->target.path);
	assert_null(strstr(finding_of(&found, "key-duplicate")->sentence, "line"));
	assert_int_equal(finding_of(&found, "key-misspelt")->place.line, 5);
	findings_release(&found);
	draft_file_release(&file);
	strbuf_release(&xml);
}

static void
a_command_without_a_profile_is_named(void **state)
{
	static const struct {
		const char *xml, *sentence;
	} cases[] = {
		{ PLIST(DICT(KEY("Command", DICT(KEY("RequestType", TEXT("ProfileList"))))
				  KEY("CommandUUID", TEXT("a")))),
			"it is an MDM command without a profile in its Command/Payload" },
		{ PLIST(DICT(KEY("CommandUUID", TEXT("a")) KEY("Status", TEXT("Acknowledged")))),
			"it is a device's response" },
		{ PLIST(DICT(KEY("Command", DICT(KEY("Payload", "<data>aGVsbG8=</data>"))))),
			"in Command/Payload of the command: this is not a property list" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct draft_file file = DRAFT_FILE_INIT;
		struct findings found = FINDINGS_INIT;

		assert_int_equal(check_profile(*state, cases[i].xml, &file, &found), -1);
		assert_int_equal(found.n, 1);
		assert_contains(found.v[0].sentence, cases[i].sentence);
		findings_release(&found);
	}
}

/* A name decides where the content does not, and never against a draft. */
static void
what_is_meant_as_a_profile_is_known(void **state)
{
	static const struct {
		const char *name, *data;
		bool meant;
	} cases[] = {
		{ "a.yaml", "url: b\n", false },
		{ "a.yaml", "<plist/>", true },
		{ "a.yaml", "{\\rtf1}", true },
		{ NULL, "Content-Type: application/pkcs7-mime\n\nMII", true },
		{ NULL, "url: b\n", false },
		{ "a.mobileconfig", "url: b\n", true },
		{ "A.MobileConfig", "", true },
		{ "a.plist", "words", true },
		{ "a.mobileconfig", "form: scep\n", false },
		{ "a.mobileconfig", "# mine\nform: scep\nurl: b\n", false },
		{ ".mobileconfig", "url: b\n", false },
		{ "drafts.plist/a", "url: b\n", false },
		{ "a.yaml", "subject: /CN=a\nurl: b\n", false },
		{ "a.yaml", "To: a\nContent-Type: b\nform: scep\n", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (profile_is_meant(cases[i].name, cases[i].data, strlen(cases[i].data)) !=
			cases[i].meant)
			fail_msg("%s: %s", cases[i].name, cases[i].data);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_profile_and_its_draft_have_one_verdict),
		cmocka_unit_test(other_payloads_of_the_type_are_judged),
		cmocka_unit_test(certificates_leave_the_last_payload_its_turn),
		cmocka_unit_test(a_kept_payload_is_not_said_to_be_changed),
		cmocka_unit_test(causes_stand_without_consequences),
		cmocka_unit_test(what_is_missing_says_so_at_its_payload),
		cmocka_unit_test(an_answer_ends_a_fault),
		cmocka_unit_test(a_profile_in_a_command_is_taken),
		cmocka_unit_test(a_command_without_a_profile_is_named),
		cmocka_unit_test(what_is_meant_as_a_profile_is_known),
	};

	return cmocka_run_group_tests(tests, form_setup, form_teardown);
}
