/* The profile: exact keys and values for both platforms, what is left out, what is refused. */
#include <locale.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "model/lint.h"
#include "model/mdm.h"

#include "format/form/form_file.h"
#include "format/profile/profile.h"

#include "builtin_form.h"
#include "plist_text.h"

#define IDENTITY                                                            \
	{ "profile_identifier", "com.example.scep.test" },                  \
		{ "profile_uuid", "0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0" }, \
		{ "scep_uuid", "1F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F1" },    \
	{                                                                   \
		"root_uuid", "2F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F2"         \
	}

/* CN=Example Root CA (2), O=Example; until 2126. */
static const char root_pem[] = "-----BEGIN CERTIFICATE-----\n"
			       "MIIBtzCCAV2gAwIBAgIUEzI/CGs0E672fqcsrCq9n952a2owCgYIKoZIzj0EAwIw\n"
			       "MDEQMA4GA1UECgwHRXhhbXBsZTEcMBoGA1UEAwwTRXhhbXBsZSBSb290IENBICgy\n"
			       "KTAgFw0yNjExMjIxMDQ0MDNaGA8yMTI2MTAyOTEwNDQwM1owMDEQMA4GA1UECgwH\n"
			       "RXhhbXBsZTEcMBoGA1UEAwwTRXhhbXBsZSBSb290IENBICgyKTBZMBMGByqGSM49\n"
			       "AgEGCCqGSM49AwEHA0IABFT7CDTf6gOye/LaXI+iCG/D3P9tptTf1bvux+ZRFmeC\n"
			       "lles3sqird/F1n6HTeV3L63o6LU5YWdCHNuVsmg7iFejUzBRMB0GA1UdDgQWBBQp\n"
			       "CW7aYH5rVF53dzVh+WTGSL33rzAfBgNVHSMEGDAWgBQpCW7aYH5rVF53dzVh+WTG\n"
			       "SL33rzAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQDEak1y3F6r\n"
			       "4u3IcXitenTpN+yGvq3C6wbyGp7VllZzDQIgJ867rGezGX9DIn8bd8Ufn+3yVkgg\n"
			       "XQvqFxLZDciFbEI=\n"
			       "-----END CERTIFICATE-----\n";

struct answer {
	const char *key, *text;
};

static const struct answer identity[] = { IDENTITY, { NULL } };

static const struct answer everything[] = {
	{ "policy_name", "Branch <office> & Wi-Fi" },
	{ "policy_notes", "never in the profile" },
	{ "fingerprint",
		"SHA1 Fingerprint=DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07:09" },
	{ "challenge", "s3cret" },
	{ "key_size", "4096" },
	{ "subject", "/C=US/O=A\\/B/CN=a+OU=b/1.2.5.3=bar" },
	{ "retries", "5" },
	{ "extractable_key", "true" },
	{ "key_usage", "signing\nencryption" },
	{ "retry_delay", "30" },
	{ "url", "https://scep.example.net/scep" },
	{ "name", "CA-1" },
	{ "include_root_certificate", "yes" },
	{ "root_certificate", root_pem },
	{ "set_subject_alternative_name", "true" },
	{ "san_dns_name", "a.example.net\nb.example.net" },
	{ "san_principal", "mac@EXAMPLE" },
	{ "san_rfc822", "mac@example.net" },
	{ "san_uri", "https://example.net/mac" },
	{ "device_groups", "Field laptops" },
	{ "devices", "mac-017" },
	{ "organization", "Example" },
	{ "description", "For tests" },
	{ "scope", "System" },
	{ "allow_all_apps_access", "true" },
	{ NULL },
};

static void
answer_all(struct draft *draft, const struct answer *answers)
{
	for (; answers->key; answers++) {
		const struct field *field = form_field(form, answers->key);

		assert_non_null(field);
		draft_set(draft, field, answers->text);
	}
}

static struct draft *
draft_of(const char *platform, const struct answer *answers)
{
	struct draft *draft = draft_new(form);

	answer_all(draft, identity);
	draft_set(draft, form->platform, platform);
	answer_all(draft, answers);
	return draft;
}

static int
build(struct draft *draft, bool force, struct strbuf *xml, struct strbuf *err)
{
	struct draft_file file = { .draft = draft };
	struct desk desk = { .file = &file, .env = { .folder = "." } };
	EXPORT(export, .desk = &desk, .force = force);

	return profile_build(&export, xml, err);
}

static void
flatten_leaf(const struct node *node, struct strbuf *out)
{
	switch (node->kind) {
	case NODE_BOOLEAN:
		strbuf_addstr(out, node->number ? "true" : "false");
		break;
	case NODE_INTEGER:
		strbuf_addf(out, "integer %d", (int)node->number);
		break;
	case NODE_TEXT:
		strbuf_addf(out, "string %s", node_text(node));
		break;
	case NODE_DATA:
		strbuf_addf(out, "data of %zu", node->text.len);
		break;
	default:
		strbuf_addstr(out, "something else");
	}
}

/* A line a value: path, type, value. */
static void
flatten(const struct node *node, const char *path, struct strbuf *out)
{
	for (size_t i = 0; i < node->n; i++) {
		struct strbuf below = STRBUF_INIT;

		if (node_is(node, NODE_MAP))
			strbuf_addf(&below, "%s/%s", path, node->v[i]->key);
		else
			strbuf_addf(&below, "%s[%zu]", path, i);
		flatten(node->v[i], below.buf, out);
		strbuf_release(&below);
	}
	if (node_is(node, NODE_MAP) || node_is(node, NODE_LIST))
		return;
	strbuf_addf(out, "%s ", path);
	flatten_leaf(node, out);
	strbuf_addch(out, '\n');
}

/* Every value of the profile that the answers give, in the file's order. */
static void
assert_profile(const char *platform, const struct answer *answers, const char *wanted)
{
	struct draft *draft = draft_of(platform, answers);
	struct strbuf xml = STRBUF_INIT, err = STRBUF_INIT, flat = STRBUF_INIT;
	struct plist_doc profile = PLIST_DOC_INIT;

	assert_int_equal(build(draft, false, &xml, &err), 0);
	assert_string_equal(err.buf, "");
	flatten(read_well(&profile, xml.buf, xml.len), "", &flat);
	assert_string_equal(flat.buf, wanted);
	plist_doc_release(&profile);
	strbuf_release(&xml);
	strbuf_release(&err);
	strbuf_release(&flat);
	draft_free(draft);
}

#define SCEP_TAIL(n)                                                                        \
	"/PayloadContent[" #n "]/PayloadDisplayName string SCEP\n"                          \
	"/PayloadContent[" #n "]/PayloadIdentifier string com.example.scep.test.scep\n"     \
	"/PayloadContent[" #n "]/PayloadType string com.apple.security.scep\n"              \
	"/PayloadContent[" #n "]/PayloadUUID string 1F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F1\n" \
	"/PayloadContent[" #n "]/PayloadVersion integer 1\n"
#define ROOT                                                                           \
	"/PayloadContent[0]/PayloadCertificateFileName string example-root-ca-2.cer\n" \
	"/PayloadContent[0]/PayloadContent data of 443\n"                              \
	"/PayloadContent[0]/PayloadDisplayName string Root certificate\n"              \
	"/PayloadContent[0]/PayloadIdentifier string com.example.scep.test.root\n"     \
	"/PayloadContent[0]/PayloadType string com.apple.security.root\n"              \
	"/PayloadContent[0]/PayloadUUID string 2F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F2\n" \
	"/PayloadContent[0]/PayloadVersion integer 1\n"
#define TOP_TAIL                                                     \
	"/PayloadType string Configuration\n"                        \
	"/PayloadUUID string 0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0\n" \
	"/PayloadVersion integer 1\n"
#define SUBJECT                                                               \
	"/PayloadContent[1]/PayloadContent/Subject[0][0][0] string C\n"       \
	"/PayloadContent[1]/PayloadContent/Subject[0][0][1] string US\n"      \
	"/PayloadContent[1]/PayloadContent/Subject[1][0][0] string O\n"       \
	"/PayloadContent[1]/PayloadContent/Subject[1][0][1] string A/B\n"     \
	"/PayloadContent[1]/PayloadContent/Subject[2][0][0] string CN\n"      \
	"/PayloadContent[1]/PayloadContent/Subject[2][0][1] string a\n"       \
	"/PayloadContent[1]/PayloadContent/Subject[2][1][0] string OU\n"      \
	"/PayloadContent[1]/PayloadContent/Subject[2][1][1] string b\n"       \
	"/PayloadContent[1]/PayloadContent/Subject[3][0][0] string 1.2.5.3\n" \
	"/PayloadContent[1]/PayloadContent/Subject[3][0][1] string bar\n"
#define NAMES                                                                                   \
	"/PayloadContent[1]/PayloadContent/SubjectAltName/dNSName[0] string a.example.net\n"    \
	"/PayloadContent[1]/PayloadContent/SubjectAltName/dNSName[1] string b.example.net\n"    \
	"/PayloadContent[1]/PayloadContent/SubjectAltName/ntPrincipalName string mac@EXAMPLE\n" \
	"/PayloadContent[1]/PayloadContent/SubjectAltName/rfc822Name string mac@example.net\n"  \
	"/PayloadContent[1]/PayloadContent/SubjectAltName/uniformResourceIdentifier string "    \
	"https://example.net/mac\n"

static void
everything_set_for_macos(void **state)
{
	(void)state;
	assert_profile("macos", everything,
		ROOT
		"/PayloadContent[1]/PayloadContent/AllowAllAppsAccess true\n"
		"/PayloadContent[1]/PayloadContent/CAFingerprint data of 20\n"
		"/PayloadContent[1]/PayloadContent/Challenge string s3cret\n"
		"/PayloadContent[1]/PayloadContent/Key Type string RSA\n"
		"/PayloadContent[1]/PayloadContent/Key Usage integer 5\n"
		"/PayloadContent[1]/PayloadContent/KeyIsExtractable true\n"
		"/PayloadContent[1]/PayloadContent/Keysize integer 4096\n"
		"/PayloadContent[1]/PayloadContent/Name string CA-1\n"
		"/PayloadContent[1]/PayloadContent/Retries integer 5\n"
		"/PayloadContent[1]/PayloadContent/RetryDelay integer 30\n" SUBJECT NAMES
		"/PayloadContent[1]/PayloadContent/URL string https://scep.example.net/scep\n" SCEP_TAIL(
			1) "/PayloadDescription string For tests\n"
			   "/PayloadDisplayName string Branch <office> & Wi-Fi\n"
			   "/PayloadIdentifier string com.example.scep.test\n"
			   "/PayloadOrganization string Example\n"
			   "/PayloadScope string System\n" TOP_TAIL);
}

static void
everything_set_for_ios_lacks_what_macos_alone_has(void **state)
{
	(void)state;
	assert_profile("ios", everything,
		ROOT
		"/PayloadContent[1]/PayloadContent/CAFingerprint data of 20\n"
		"/PayloadContent[1]/PayloadContent/Challenge string s3cret\n"
		"/PayloadContent[1]/PayloadContent/Key Type string RSA\n"
		"/PayloadContent[1]/PayloadContent/Key Usage integer 5\n"
		"/PayloadContent[1]/PayloadContent/Keysize integer 4096\n"
		"/PayloadContent[1]/PayloadContent/Name string CA-1\n"
		"/PayloadContent[1]/PayloadContent/Retries integer 5\n"
		"/PayloadContent[1]/PayloadContent/RetryDelay integer 30\n" SUBJECT NAMES
		"/PayloadContent[1]/PayloadContent/URL string https://scep.example.net/scep\n" SCEP_TAIL(
			1) "/PayloadDescription string For tests\n"
			   "/PayloadDisplayName string Branch <office> & Wi-Fi\n"
			   "/PayloadIdentifier string com.example.scep.test\n"
			   "/PayloadOrganization string Example\n" TOP_TAIL);
}

#define DEFAULTS(extractable)                                                                     \
	"/PayloadContent[0]/PayloadContent/Key Type string RSA\n" extractable                     \
	"/PayloadContent[0]/PayloadContent/Keysize integer 1024\n"                                \
	"/PayloadContent[0]/PayloadContent/Retries integer 3\n"                                   \
	"/PayloadContent[0]/PayloadContent/RetryDelay integer 10\n"                               \
	"/PayloadContent[0]/PayloadContent/URL string https://scep.example.net/scep\n" SCEP_TAIL( \
		0) "/PayloadDisplayName string SCEP Profiles\n"                                   \
		   "/PayloadIdentifier string com.example.scep.test\n" TOP_TAIL
#define NOT_EXTRACTABLE "/PayloadContent[0]/PayloadContent/KeyIsExtractable false\n"

static void
only_the_url_set(void **state)
{
	static const struct answer answers[] = {
		{ "url", "https://scep.example.net/scep" },
		{ NULL },
	};

	(void)state;
	assert_profile("macos", answers, DEFAULTS(NOT_EXTRACTABLE));
	assert_profile("ios", answers, DEFAULTS(""));
}

static void
an_emptied_answer_counts_as_the_default(void **state)
{
	struct answer *answers = calloc(form->nfields + 1, sizeof *answers);
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];

		if (field == form->platform || field->flags & FIELD_MADE)
			continue;
		answers[n++] = (struct answer){ field->key,
			strcmp(field->key, "url") ? "" : "https://scep.example.net/scep" };
	}
	assert_profile("macos", answers, DEFAULTS(NOT_EXTRACTABLE));
	free(answers);
}

/* One optional field at a time is emptied; its key goes, and nothing else. */
static void
each_empty_optional_field_leaves_no_key(void **state)
{
	static const struct {
		const char *key, *profile_key;
	} cases[] = {
		{ "fingerprint", "CAFingerprint" },
		{ "challenge", "Challenge" },
		{ "subject", "Subject" },
		{ "key_usage", "Key Usage" },
		{ "name", "Name" },
		{ "san_dns_name", "dNSName" },
		{ "san_principal", "ntPrincipalName" },
		{ "san_rfc822", "rfc822Name" },
		{ "san_uri", "uniformResourceIdentifier" },
		{ "organization", "PayloadOrganization" },
		{ "description", "PayloadDescription" },
		{ "scope", "PayloadScope" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct draft *draft = draft_of("macos", everything);
		struct strbuf full = STRBUF_INIT, xml = STRBUF_INIT, err = STRBUF_INIT;
		struct strbuf key = STRBUF_INIT;

		strbuf_addf(&key, "<key>%s</key>", cases[i].profile_key);
		assert_int_equal(build(draft, false, &full, &err), 0);
		draft_set(draft, form_field(form, cases[i].key), "");
		assert_int_equal(build(draft, false, &xml, &err), 0);
		assert_non_null(strstr(full.buf, key.buf));
		assert_null(strstr(xml.buf, key.buf));
		assert_true(xml.len < full.len);
		strbuf_release(&full);
		strbuf_release(&xml);
		strbuf_release(&key);
		draft_free(draft);
	}
}

static void
switches_take_their_fields_along(void **state)
{
	struct draft *draft = draft_of("macos", everything);
	struct strbuf xml = STRBUF_INIT, err = STRBUF_INIT;

	(void)state;
	draft_set(draft, form_field(form, "include_root_certificate"), "false");
	draft_set(draft, form_field(form, "set_subject_alternative_name"), "no");
	assert_int_equal(build(draft, false, &xml, &err), 0);
	assert_null(strstr(xml.buf, "com.apple.security.root"));
	assert_null(strstr(xml.buf, "SubjectAltName"));
	strbuf_release(&xml);
	draft_free(draft);
}

static void
same_draft_same_bytes(void **state)
{
	struct draft *a = draft_of("macos", everything), *b = draft_of("macos", everything);
	struct strbuf one = STRBUF_INIT, two = STRBUF_INIT, err = STRBUF_INIT;

	(void)state;
	assert_int_equal(build(a, false, &one, &err), 0);
	assert_int_equal(build(b, false, &two, &err), 0);
	assert_string_equal(one.buf, two.buf);
	strbuf_release(&one);
	strbuf_release(&two);
	draft_free(a);
	draft_free(b);
}

static void
what_xml_cannot_carry_is_refused(void **state)
{
	static const struct {
		const char *key, *text, *label;
	} cases[] = {
		{ "policy_name", "a\x01", "Policy name" },
		{ "challenge", "a\x1b[m", "Challenge" },
		{ "name", "a\xff", "Name" },
		{ "organization", "\xef\xbf\xbe", "Organization" },
		{ "description", "a\r", "Description" },
		{ "san_uri", "https://a\x02", "URI" },
		{ "subject", "/CN=a\x03", "Subject" },
		{ "profile_identifier", "com.\x04", "PayloadIdentifier" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct draft *draft = draft_of("macos", everything);
		struct strbuf xml = STRBUF_INIT, err = STRBUF_INIT;

		draft_set(draft, form_field(form, cases[i].key), cases[i].text);
		assert_int_equal(build(draft, false, &xml, &err), -1);
		assert_contains(err.buf, cases[i].label);
		assert_int_equal(xml.len, 0);
		strbuf_clear(&err);
		assert_int_equal(build(draft, true, &xml, &err), 0);
		assert_string_equal(err.buf, "");
		assert_contains(xml.buf, "<key>URL</key>");
		strbuf_release(&xml);
		strbuf_release(&err);
		draft_free(draft);
	}
}

static void
force_leaves_out_what_cannot_be_written(void **state)
{
	struct draft *draft = draft_of("macos", everything);
	struct strbuf xml = STRBUF_INIT, err = STRBUF_INIT;

	(void)state;
	draft_set(draft, form_field(form, "fingerprint"), "11:22");
	draft_set(draft, form_field(form, "retries"), "many");
	assert_int_equal(build(draft, false, &xml, &err), -1);
	assert_contains(err.buf, "Fingerprint");
	assert_int_equal(build(draft, true, &xml, &err), 0);
	assert_null(strstr(xml.buf, "CAFingerprint"));
	assert_null(strstr(xml.buf, "<key>Retries</key>"));
	assert_contains(xml.buf, "<key>RetryDelay</key>");
	strbuf_release(&xml);
	strbuf_release(&err);
	draft_free(draft);
}

static int
give_secret(const struct export *export, const struct field *field, struct strbuf *out,
	struct strbuf *err)
{
	(void)export, (void)err;
	strbuf_addf(out, "secret of %s", field->key);
	return 0;
}

static void
a_secret_from_elsewhere_is_asked_for(void **state)
{
	struct draft *draft = draft_of("macos", everything);
	struct draft_file file = { .draft = draft };
	struct desk desk = { .file = &file, .env = { .folder = "." } };
	EXPORT(export, .desk = &desk, .secret = give_secret);
	struct strbuf xml = STRBUF_INIT, err = STRBUF_INIT;

	(void)state;
	draft_set_source(draft, form_field(form, "challenge"), ANSWER_ENVIRONMENT, "SCEP_X");
	assert_int_equal(profile_build(&export, &xml, &err), 0);
	assert_contains(xml.buf, "<string>secret of challenge</string>");
	assert_int_equal(export.taken.n, 1);
	assert_string_equal(export.taken.v[0], "Challenge from the environment variable SCEP_X");
	export.secret = NULL;
	strbuf_clear(&xml);
	assert_int_equal(profile_build(&export, &xml, &err), -1);
	assert_string_equal(err.buf, "Challenge has a source outside the draft, and is not "
				     "available here");
	export.force = true;
	assert_int_equal(profile_build(&export, &xml, &err), 0);
	assert_null(strstr(xml.buf, "Challenge"));
	strbuf_release(&xml);
	strbuf_release(&err);
	draft_free(draft);
}

/* What comes from elsewhere, and what the rules say of it as of any challenge; "": it is not exported. */
static const struct {
	const char *text, *rule;
	bool exported;
} outside[] = {
	{ "geheim", NULL, true }, { "geheim ", "challenge-stray-space", true },
	{ "ge\nheim", "challenge-stray-space", true },
	{ "ge\xe2\x80\xaeheim", "text-invisible", true },
	{ "ge\001heim", "text-control-character", false },
	{ "ge\xffheim", "text-control-character", false },
	{ "changeme", "challenge-placeholder", true }, { "Acme Corp", "secret-elsewhere", true },
	{ NULL, "text-too-long", false }, /* 100,000 bytes */
};

static int
give_from_outside(const struct export *export, const struct field *field, struct strbuf *out,
	struct strbuf *err)
{
	const char *text = export->data;

	(void)field, (void)err;
	if (text)
		strbuf_addstr(out, text);
	else
		strbuf_addchars(out, 'x', 100000);
	return 0;
}

static void
what_comes_from_elsewhere_is_judged_like_what_was_typed(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(outside); i++) {
		struct draft *draft = draft_of("macos", everything);
		struct draft_file file = { .draft = draft };
		struct desk desk = { .file = &file, .env = { .folder = "." } };
		EXPORT(export, .desk = &desk, .secret = give_from_outside,
			.data = (void *)outside[i].text);
		STRBUF(xml);
		STRBUF(err);
		const struct finding *found = NULL;

		draft_set(draft, form_field(form, "organization"), "Acme Corp");
		draft_set_source(
			draft, form_field(form, "challenge"), ANSWER_ENVIRONMENT, "SCEP_X");
		assert_int_equal(profile_build(&export, &xml, &err), outside[i].exported ? 0 : -1);
		for (size_t j = 0; j < export.found.n; j++) {
			if (outside[i].rule && !strcmp(export.found.v[j].rule, outside[i].rule))
				found = &export.found.v[j];
			if (outside[i].text && strcmp(outside[i].text, "Acme Corp") != 0)
				assert_null(strstr(export.found.v[j].sentence, outside[i].text));
		}
		if (outside[i].rule && !found)
			fail_msg("%s is not told", outside[i].rule);
		if (!outside[i].rule)
			assert_int_equal(export.found.n, 0);
		if (!outside[i].exported)
			assert_string_equal(err.buf, found->sentence);
		draft_free(draft);
	}
}

/* Whatever --force says. */
static void
what_needs_the_user_s_word_is_not_taken_without_it(void **state)
{
	static const struct {
		enum answer_source source;
		const char *name;
	} cases[] = {
		{ ANSWER_ENVIRONMENT, "AWS_SECRET_ACCESS_KEY" },
		{ ANSWER_ENVIRONMENT, "scep_challenge" },
		{ ANSWER_ENVIRONMENT, "SCEPTRE" },
		{ ANSWER_COMMAND, "pass\nshow\nscep" },
		{ ANSWER_COMMAND, "SCEP_" },
	};

	(void)state;
	for (size_t i = 0; i < 2 * ARRAY_SIZE(cases); i++) {
		struct draft *draft = draft_of("macos", everything);
		struct draft_file file = { .draft = draft };
		struct desk desk = { .file = &file, .env = { .folder = "." } };
		const struct field *challenge = form_field(form, "challenge");
		EXPORT(export, .desk = &desk, .secret = give_secret, .force = i % 2);
		STRBUF(xml);
		STRBUF(err);

		draft_set_source(draft, challenge, cases[i / 2].source, cases[i / 2].name);
		assert_int_equal(profile_build(&export, &xml, &err), i % 2 ? 0 : -1);
		assert_null(strstr(xml.buf, "secret of challenge"));
		assert_int_equal(export.taken.n, 0);
		if (i % 2)
			assert_contains(export.left_out.v[0], "you have not allowed it");
		else
			assert_contains(err.buf, "you have not allowed it");
		draft_set_typed(draft, challenge);
		strbuf_clear(&xml);
		assert_int_equal(profile_build(&export, &xml, &err), 0);
		assert_contains(xml.buf, "secret of challenge");
		draft_free(draft);
	}
}

static void
what_was_left_out_is_reported(void **state)
{
	struct draft *draft = draft_of("macos", everything);
	struct draft_file file = { .draft = draft };
	struct desk desk = { .file = &file, .env = { .folder = "." } };
	EXPORT(export, .desk = &desk);
	struct strbuf xml = STRBUF_INIT, err = STRBUF_INIT, next = STRBUF_INIT;

	(void)state;
	assert_int_equal(profile_build(&export, &xml, &err), 0);
	assert_int_equal(export.left_out.n, 0);
	assert_true(export.holds_secret);
	profile_next(&export, &next);
	assert_contains(next.buf,
		"Upload it to your MDM as a custom profile, and "
		"assign it to the device groups and devices of the policy. It has the challenge "
		"in clear text, so keep it private");
	export_release(&export);
	export = (struct export){ .desk = &desk };
	export.force = true;
	draft_set(draft, form_field(form, "fingerprint"), "11:2");
	draft_set(draft, form_field(form, "url"), "");
	draft_set_source(draft, form_field(form, "challenge"), ANSWER_ENVIRONMENT, "SCEP_X");
	assert_int_equal(profile_build(&export, &xml, &err), 0);
	assert_int_equal(export.left_out.n, 3);
	assert_contains(export.left_out.v[0], "Fingerprint (pair 2 has one digit");
	assert_string_equal(export.left_out.v[1],
		"Challenge (it has a source outside the draft, and is not available here)");
	assert_string_equal(export.left_out.v[2], "URL (it is required, but has no value)");
	assert_false(export.holds_secret);
	strbuf_clear(&next);
	profile_next(&export, &next);
	assert_null(strstr(next.buf, "challenge"));
	desk.env.mdm = mdm_find("jamf");
	profile_next(&export, &next);
	assert_contains(next.buf,
		"Upload it to Jamf Pro as a custom profile (Computers (or Devices), "
		"Configuration Profiles, Upload), and assign");
	strbuf_release(&xml);
	strbuf_release(&next);
	strbuf_release(&err);
	draft_free(draft);
}

static void
the_same_profile_is_not_written_again(void **state)
{
	struct draft *draft = draft_of("macos", everything);
	const char *path = "test_profile.out";
	struct draft_file file = { .draft = draft };
	struct desk desk = { .file = &file, .env = { .folder = "." } };
	EXPORT(export, .desk = &desk);
	struct strbuf err = STRBUF_INIT;
	struct stat before, after;

	(void)state;
	unlink(path);
	assert_int_equal(profile_export(&export, path, &err), 0);
	assert_int_equal(export.file, PROFILE_NEW);
	assert_int_equal(stat(path, &before), 0);
	assert_int_equal(profile_export(&export, path, &err), 0);
	assert_int_equal(export.file, PROFILE_UNCHANGED);
	assert_int_equal(stat(path, &after), 0);
	assert_true(before.st_ino == after.st_ino);
	draft_set(draft, form_field(form, "name"), "another");
	assert_int_equal(profile_export(&export, path, &err), 0);
	assert_int_equal(export.file, PROFILE_REPLACED);
	unlink(path);
	strbuf_release(&err);
	draft_free(draft);
}

static void
errors_stop_the_export_and_are_named(void **state)
{
	struct draft *draft = draft_of("macos", everything);
	struct draft_file file = { .draft = draft };
	struct desk desk = { .file = &file, .env = { .folder = "." } };
	EXPORT(export, .desk = &desk);
	struct strbuf err = STRBUF_INIT;
	const char *path = "test_profile.out";

	(void)state;
	draft_set(draft, form_field(form, "url"), "");
	draft_set(draft, form_field(form, "fingerprint"), "11:22");
	assert_int_equal(profile_export(&export, path, &err), -1);
	assert_string_equal(err.buf, "no profile: fix 2 errors first (Fingerprint, URL)");
	assert_int_equal(findings_count(&export.found, SEVERITY_ERROR), 2);
	assert_false(path_exists(path));
	strbuf_release(&err);
	draft_free(draft);
}

/* A form that sends two fields to these places of the profile: the one that is refused, NULL where
 * none is. */
static void
two_values_of_one_place_are_refused(void **state)
{
	static const struct {
		const char *first, *second, *place;
	} cases[] = {
		{ "A/B", "A/B", "A/B" },
		{ "A", "A/B", "A/B" },
		{ "A/B", "A", "A/B" },
		{ "A/B/C", "A/B", "A/B/C" },
		{ "A", "A", "A" },
		{ "A/B", "A/BC", NULL },
		{ "A/BC", "A/B", NULL },
		{ "A", "AB", NULL },
		{ "AB", "A", NULL },
		{ "A/B", "A/C", NULL },
		{ "A-B", "A/B", NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf text = STRBUF_INIT, xml = STRBUF_INIT, err = STRBUF_INIT;
		struct strbuf wanted = STRBUF_INIT;
		struct form *own;
		struct draft *draft;

		strbuf_addf(&text,
			"form: two\nversion: 1\ntitle: Two\nplatform: platform\npayloads:\n"
			"  - {key: p, type: net.acme.p, label: P, suffix: p}\n"
			"sections:\n  - title: All\n    fields:\n"
			"      - {key: platform, label: P, type: choice, hint: x, "
			"choices: [{value: macos, label: macOS}]}\n"
			"      - {key: u, label: U, type: uuid, hint: x, profile: {payload: p, path: PayloadUUID}}\n"
			"      - {key: a, label: A, type: text, hint: x, profile: {payload: p, path: %s}}\n"
			"      - {key: b, label: B, type: text, hint: x, profile: {payload: p, path: %s}}\n",
			cases[i].first, cases[i].second);
		own = form_read(text.buf, text.len, "two", &err);
		assert_non_null(own);
		draft = draft_new(own);
		draft_set(draft, own->platform, "macos");
		draft_set(draft, form_field(own, "a"), "x");
		draft_set(draft, form_field(own, "b"), "y");
		assert_int_equal(build(draft, true, &xml, &err), cases[i].place ? -1 : 0);
		if (cases[i].place)
			strbuf_addf(&wanted,
				"the form has two values for %s of the profile. Fix its paths",
				cases[i].place);
		assert_string_equal(err.buf, wanted.buf);
		draft_free(draft);
		form_free(own);
		strbuf_release(&text);
		strbuf_release(&xml);
		strbuf_release(&err);
		strbuf_release(&wanted);
	}
}

static void
an_export_is_private_and_never_over_its_draft(void **state)
{
	struct draft *draft = draft_of("macos", everything);
	const char *path = "test_profile.out";
	char own[] = "./test_profile.out";
	struct draft_file file = { .draft = draft, .path = own };
	struct desk desk = { .file = &file, .env = { .folder = "." } };
	EXPORT(export, .desk = &desk);
	struct strbuf err = STRBUF_INIT, facts = STRBUF_INIT;
	struct stat st;

	(void)state;
	unlink(path);
	assert_int_equal(profile_export(&export, path, &err), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(profile_file_facts(path, &facts, &err), 0);
	assert_contains(facts.buf, " bytes, SHA-256 ");
	assert_int_equal(profile_export(&export, path, &err), -1);
	assert_string_equal(err.buf, "test_profile.out is the draft itself. Give the profile "
				     "another name, such as NAME.mobileconfig");
	unlink(path);
	strbuf_release(&err);
	strbuf_release(&facts);
	draft_free(draft);
}

/* What a file is told as, and whether only somebody's word overwrites it. */
static void
only_an_earlier_export_is_overwritten(void **state)
{
	static const struct {
		const char *content; /* NULL: an export */
		enum profile_place place;
		const char *what;
	} cases[] = {
		{ NULL, PLACE_OWN, "" },
		{ "", PLACE_OTHER, "test_profile.out is an empty file" },
		{ "Ask Jo.\n\tNow.", PLACE_OTHER,
			"test_profile.out is a text file, not a configuration profile" },
		{ "\001\002", PLACE_OTHER,
			"test_profile.out is a binary file, not a configuration profile" },
		{ "<plist><dict><key>PayloadType</key></dict></plist>", PLACE_OTHER,
			"test_profile.out cannot be read as a configuration profile" },
		{ "<plist><string>Configuration</string></plist>", PLACE_OTHER,
			"test_profile.out is a property list, not a configuration profile" },
		{ "<plist><dict><key>PayloadType</key><string>Configuration</string>"
		  "</dict></plist>",
			PLACE_OTHER,
			"test_profile.out is a configuration profile without an identifier" },
		{ "<plist><dict><key>PayloadType</key><string>Configuration</string>"
		  "<key>PayloadIdentifier</key><string>net.other</string></dict></plist>",
			PLACE_OTHER,
			"test_profile.out is another configuration profile, with the identifier "
			"\"net.other\"" },
	};
	struct draft *draft = draft_of("macos", everything);
	struct draft_file file = { .draft = draft };
	struct desk desk = { .file = &file, .env = { .folder = "." } };
	EXPORT(export, .desk = &desk);
	const char *path = "test_profile.out";
	struct strbuf err = STRBUF_INIT;

	(void)state;
	unlink(path);
	assert_int_equal(profile_place(&desk, path, &err), PLACE_FREE);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf what = STRBUF_INIT;
		bool own = cases[i].place == PLACE_OWN;

		unlink(path);
		export.overwrite = false;
		if (cases[i].content)
			assert_int_equal(file_write(path, cases[i].content,
						 strlen(cases[i].content), 0, &err),
				0);
		else
			assert_int_equal(profile_export(&export, path, &err), 0);
		assert_int_equal(profile_place(&desk, path, &what), cases[i].place);
		assert_string_equal(what.buf, cases[i].what);
		assert_int_equal(profile_export(&export, path, &err), own ? 0 : -1);
		assert_string_equal(err.buf, cases[i].what);
		strbuf_clear(&err);
		export.overwrite = true;
		assert_int_equal(profile_export(&export, path, &err), 0);
		strbuf_release(&what);
	}
	unlink(path);
	strbuf_release(&err);
	draft_free(draft);
}

/* Whatever mode the file had; without a secret it keeps it. */
static void
a_profile_with_a_secret_is_made_private(void **state)
{
	struct draft *draft = draft_of("macos", everything);
	struct draft_file file = { .draft = draft };
	struct desk desk = { .file = &file, .env = { .folder = "." } };
	EXPORT(export, .desk = &desk);
	const char *path = "test_profile.out";
	struct strbuf err = STRBUF_INIT;
	struct stat st;

	(void)state;
	unlink(path);
	assert_int_equal(profile_export(&export, path, &err), 0);
	assert_false(export.made_private);
	assert_int_equal(chmod(path, 0644), 0);
	assert_int_equal(profile_export(&export, path, &err), 0);
	assert_int_equal(export.file, PROFILE_UNCHANGED);
	assert_true(export.made_private);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	draft_set(draft, form_field(form, "challenge"), "");
	export.holds_secret = false;
	assert_int_equal(chmod(path, 0644), 0);
	assert_int_equal(profile_export(&export, path, &err), 0);
	assert_int_equal(export.file, PROFILE_REPLACED);
	assert_false(export.made_private);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
	unlink(path);
	strbuf_release(&err);
	draft_free(draft);
}

static void
facts_are_size_and_hash(void **state)
{
	struct strbuf out = STRBUF_INIT;

	(void)state;
	profile_facts("abc", 3, &out);
	assert_string_equal(out.buf,
		"3 bytes, SHA-256 "
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	strbuf_release(&out);
}

static void
free_same(char *text, const char *wanted)
{
	assert_string_equal(text, wanted);
	free(text);
}

static void
the_profile_stands_beside_its_draft(void **state)
{
	static const struct {
		const char *draft, *profile;
	} cases[] = {
		{ "a.yaml", "a.mobileconfig" },
		{ "dir.yaml/b.yml", "dir.yaml/b.mobileconfig" },
		{ "plain", "plain.mobileconfig" },
		{ ".yaml", ".yaml.mobileconfig" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *path = profile_path(cases[i].draft);

		assert_string_equal(path, cases[i].profile);
		free(path);
	}
	/* of the drafts folder: where the user is */
	setenv("SCEPWIZ_DRAFTS", "/tmp/.", 1);
	free_same(profile_path("/tmp/a.yaml"), "a.mobileconfig");
	free_same(profile_path("/tmp/../tmp/b.yml"), "b.mobileconfig");
	free_same(profile_path("/usr/a.yaml"), "/usr/a.mobileconfig");
	free_same(profile_path("/nowhere/a.yaml"), "/nowhere/a.mobileconfig");
	/* unless that is the folder */
	setenv("SCEPWIZ_DRAFTS", ".", 1);
	free_same(profile_path("./a.yaml"), "./a.mobileconfig");
	unsetenv("SCEPWIZ_DRAFTS");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_set_for_macos),
		cmocka_unit_test(everything_set_for_ios_lacks_what_macos_alone_has),
		cmocka_unit_test(only_the_url_set),
		cmocka_unit_test(an_emptied_answer_counts_as_the_default),
		cmocka_unit_test(each_empty_optional_field_leaves_no_key),
		cmocka_unit_test(switches_take_their_fields_along),
		cmocka_unit_test(same_draft_same_bytes),
		cmocka_unit_test(what_xml_cannot_carry_is_refused),
		cmocka_unit_test(force_leaves_out_what_cannot_be_written),
		cmocka_unit_test(a_secret_from_elsewhere_is_asked_for),
		cmocka_unit_test(what_comes_from_elsewhere_is_judged_like_what_was_typed),
		cmocka_unit_test(what_needs_the_user_s_word_is_not_taken_without_it),
		cmocka_unit_test(what_was_left_out_is_reported),
		cmocka_unit_test(the_same_profile_is_not_written_again),
		cmocka_unit_test(errors_stop_the_export_and_are_named),
		cmocka_unit_test(two_values_of_one_place_are_refused),
		cmocka_unit_test(an_export_is_private_and_never_over_its_draft),
		cmocka_unit_test(only_an_earlier_export_is_overwritten),
		cmocka_unit_test(a_profile_with_a_secret_is_made_private),
		cmocka_unit_test(facts_are_size_and_hash),
		cmocka_unit_test(the_profile_stands_beside_its_draft),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, builtin_form_setup, builtin_form_teardown);
}
