/* Import: what a profile answers, what is kept, that an untouched one comes out equal and a change changes
 * what was meant. */
#include <locale.h>

#include "base/xalloc.h"

#include "syntax/plist_doc.h"

#include "model/rules.h"

#include "format/draft/profile_kind.h"
#include "format/form/form_file.h"
#include "format/profile/original_rest.h"
#include "format/profile/profile.h"
#include "format/profile/profile_read.h"
#include "format/profile/verdict.h"

#include "builtin_form.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\">\n"
#define COMMON(type, n)                                                                            \
	"<key>PayloadType</key><string>" type "</string>"                                          \
	"<key>PayloadUUID</key><string>" n n n n n n n n "-AAAA-4BBB-8CCC-DDDDDDDDDDDD</string>\n" \
	"<key>PayloadIdentifier</key><string>net.acme." n "</string>"                              \
	"<key>PayloadVersion</key><integer>1</integer>\n"
#define URL "<key>URL</key><string>https://scep.acme.net/scep</string>"
#define SCEP_N(n, content)                                \
	"<dict><key>PayloadContent</key><dict>\n" content \
	"\n</dict>" COMMON("com.apple.security.scep", n) "</dict>\n"
#define SCEP(content) SCEP_N("1", URL content)
#define ROOT(data)                                                              \
	"<dict><key>PayloadContent</key><data>" data "</data>"                  \
	"<key>PayloadCertificateFileName</key><string>old.cer</string>" COMMON( \
		"com.apple.security.root", "2") "</dict>\n"
#define WIFI                                                                 \
	"<dict>" COMMON("com.apple.wifi.managed", "3") "<key>Password</key>" \
						       "<string>wifi-secret</string></dict>\n"
#define PROFILE_WITH(payloads, more)                             \
	HEAD "<dict><key>PayloadContent</key><array>\n" payloads \
	     "</array>" more COMMON("Configuration", "9") "</dict></plist>\n"
#define PROFILE(payloads) PROFILE_WITH(payloads, "")

/* CN=Example Root CA (2), O=Example; until 2126; and another one. */
#define DER                                                                \
	"MIIBtzCCAV2gAwIBAgIUEzI/CGs0E672fqcsrCq9n952a2owCgYIKoZIzj0EAwIw" \
	"MDEQMA4GA1UECgwHRXhhbXBsZTEcMBoGA1UEAwwTRXhhbXBsZSBSb290IENBICgy" \
	"KTAgFw0yNjExMjIxMDQ0MDNaGA8yMTI2MTAyOTEwNDQwM1owMDEQMA4GA1UECgwH" \
	"RXhhbXBsZTEcMBoGA1UEAwwTRXhhbXBsZSBSb290IENBICgyKTBZMBMGByqGSM49" \
	"AgEGCCqGSM49AwEHA0IABFT7CDTf6gOye/LaXI+iCG/D3P9tptTf1bvux+ZRFmeC" \
	"lles3sqird/F1n6HTeV3L63o6LU5YWdCHNuVsmg7iFejUzBRMB0GA1UdDgQWBBQp" \
	"CW7aYH5rVF53dzVh+WTGSL33rzAfBgNVHSMEGDAWgBQpCW7aYH5rVF53dzVh+WTG" \
	"SL33rzAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQDEak1y3F6r" \
	"4u3IcXitenTpN+yGvq3C6wbyGp7VllZzDQIgJ867rGezGX9DIn8bd8Ufn+3yVkgg" \
	"XQvqFxLZDciFbEI="
#define SAN(content) "<key>SubjectAltName</key><dict>" content "</dict>"
#define DNS "<key>dNSName</key><array><string>a.acme.net</string><string>b</string></array>"

static void
import_with(struct draft_file *file, const char *xml, const struct profile_read_options *options)
{
	struct findings found = FINDINGS_INIT;
	struct strbuf err = STRBUF_INIT;

	if (profile_parse(file, form, "p", xml, strlen(xml), options, &found, &err) < 0)
		fail_msg("%s", err.buf);
	findings_release(&found);
	strbuf_release(&err);
}

static void
import(struct draft_file *file, const char *xml)
{
	import_with(file, xml, NULL);
}

static struct node *
parse(const char *xml, size_t len, struct plist_doc *doc)
{
	struct finding slip = FINDING_INIT;
	struct place place;

	if (plist_doc_parse(doc, xml, len, &slip, &place) < 0)
		fail_msg("%s", slip.sentence);
	return doc->root;
}

/* What an export writes, errors or not. */
static void export(const struct draft_file *file, struct strbuf *out)
{
	struct draft_file copy = *file;
	struct desk desk = { .file = &copy, .env = { .folder = "." } };
	EXPORT(export, .desk = &desk, .force = true);
	struct strbuf err = STRBUF_INIT;

	if (profile_build(&export, out, &err) < 0)
		fail_msg("%s", err.buf);
	strbuf_release(&err);
}

static bool
export_equals(const struct draft_file *file, const char *xml)
{
	struct plist_doc before = PLIST_DOC_INIT, after = PLIST_DOC_INIT;
	struct strbuf out = STRBUF_INIT;
	bool equal;

	export(file, &out);
	equal = node_equal(parse(xml, strlen(xml), &before), parse(out.buf, out.len, &after));
	strbuf_release(&out);
	plist_doc_release(&before);
	plist_doc_release(&after);
	return equal;
}

/* Through the text of a draft, as a save and the next session would. */
static void
reopen(struct draft_file *file)
{
	struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;

	if (draft_file_format(file, &text, &err) < 0 ||
		draft_file_parse(file, form, "d", text.buf, text.len, &err) < 0)
		fail_msg("%s", err.buf);
	strbuf_release(&text);
	strbuf_release(&err);
}

/* The payload's content, and what a field gets of it; NULL: nothing, and the original keeps it. */
static const struct {
	const char *xml, *key, *text;
} answers[] = {
	{ PROFILE(SCEP("")), "url", "https://scep.acme.net/scep" },
	{ PROFILE(SCEP("")), "challenge", NULL },
	{ PROFILE(SCEP("")), "key_size", NULL },
	{ PROFILE(SCEP("")), "scep_uuid", "11111111-AAAA-4BBB-8CCC-DDDDDDDDDDDD" },
	{ PROFILE(SCEP("")), "profile_uuid", "99999999-AAAA-4BBB-8CCC-DDDDDDDDDDDD" },
	{ PROFILE(SCEP("")), "profile_identifier", "net.acme.9" },
	{ PROFILE(SCEP("")), "policy_name", NULL },
	{ PROFILE_WITH(SCEP(""), "<key>PayloadDisplayName</key><string>Office</string>"),
		"policy_name", "Office" },
	{ PROFILE(SCEP("<key>Challenge</key><string> a&lt;b </string>")), "challenge", " a<b " },
	{ PROFILE(SCEP("<key>Challenge</key><integer>12345</integer>")), "challenge", "12345" },
	{ PROFILE(SCEP("<key>Challenge</key><data>YWJj</data>")), "challenge", NULL },
	{ PROFILE(SCEP("<key>CAFingerprint</key><data>2jmj7l5rSw0yVb/vlWAYkK/YBwk=</data>")),
		"fingerprint", "2jmj7l5rSw0yVb/vlWAYkK/YBwk=" },
	{ PROFILE(SCEP("<key>CAFingerprint</key>"
		       "<string>da39a3ee5e6b4b0d3255bfef95601890afd80709</string>")),
		"fingerprint", "2jmj7l5rSw0yVb/vlWAYkK/YBwk=" },
	{ PROFILE(SCEP("<key>CAFingerprint</key><string>11:22</string>")), "fingerprint", "11:22" },
	{ PROFILE(SCEP("<key>Keysize</key><integer>2048</integer>")), "key_size", "2048" },
	{ PROFILE(SCEP("<key>Keysize</key><integer>3072</integer>")), "key_size", "3072" },
	{ PROFILE(SCEP("<key>Keysize</key><string>2048</string>")), "key_size", "2048" },
	{ PROFILE(SCEP("<key>Keysize</key><real>2048</real>")), "key_size", "2048" },
	{ PROFILE(SCEP("<key>Keysize</key><real>0.5</real>")), "key_size", NULL },
	{ PROFILE(SCEP("<key>Retries</key><string>3</string>")), "retries", "3" },
	{ PROFILE(SCEP("<key>Retries</key><string>many</string>")), "retries", "many" },
	{ PROFILE(SCEP("<key>Retries</key><integer>-1</integer>")), "retries", "-1" },
	{ PROFILE(SCEP("<key>Retries</key><array/>")), "retries", NULL },
	{ PROFILE(SCEP("<key>KeyIsExtractable</key><false/>")), "extractable_key", "false" },
	{ PROFILE(SCEP("<key>KeyIsExtractable</key><string>No</string>")), "extractable_key",
		"false" },
	{ PROFILE(SCEP("<key>KeyIsExtractable</key><integer>1</integer>")), "extractable_key",
		"1" },
	/* absent means yes to macOS */
	{ PROFILE(SCEP("")), "extractable_key", "true" },
	{ PROFILE(SCEP("<key>Key Usage</key><integer>5</integer>")), "key_usage",
		"signing\nencryption" },
	{ PROFILE(SCEP("<key>Key Usage</key><integer>3</integer>")), "key_usage", "3" },
	{ PROFILE(SCEP("<key>Key Usage</key><integer>0</integer>")), "key_usage", "" },
	{ PROFILE(SCEP("<key>Key Usage</key><string>4</string>")), "key_usage", "encryption" },
	{ PROFILE(SCEP("<key>Subject</key><array><array><array><string>O</string>"
		       "<string>A/B</string></array><array><string>OU</string><string>c</string>"
		       "</array></array></array>")),
		"subject", "/O=A\\/B+OU=c" },
	{ PROFILE(SCEP("<key>Subject</key><array><array><string>CN</string><string>x</string>"
		       "</array></array>")),
		"subject", NULL },
	{ PROFILE(SCEP("<key>Subject</key><array><array><array><string>CN</string></array></array>"
		       "</array>")),
		"subject", NULL },
	{ PROFILE(SCEP("<key>Subject</key><string>/CN=x</string>")), "subject", "/CN=x" },
	{ PROFILE(SCEP("")), "set_subject_alternative_name", NULL },
	{ PROFILE(SCEP(SAN(""))), "set_subject_alternative_name", NULL },
	{ PROFILE(SCEP(SAN(DNS))), "set_subject_alternative_name", "true" },
	{ PROFILE(SCEP(SAN(DNS))), "san_dns_name", "a.acme.net\nb" },
	{ PROFILE(SCEP(SAN("<key>dNSName</key><string>a</string>"))), "san_dns_name", "a" },
	/* a draft's list has no empty item, and no item with a line break */
	{ PROFILE(SCEP(SAN("<key>dNSName</key><array><string>a</string><string/></array>"))),
		"san_dns_name", NULL },
	{ PROFILE(SCEP(SAN("<key>dNSName</key><string>a\nb</string>"))), "san_dns_name", NULL },
	{ PROFILE(SCEP(SAN("<key>dNSName</key><dict/>"))), "san_dns_name", NULL },
	{ PROFILE(SCEP(SAN("<key>dNSName</key><dict/>"))), "set_subject_alternative_name", "true" },
	{ PROFILE(SCEP("")), "include_root_certificate", NULL },
	{ PROFILE(ROOT(DER) SCEP("")), "include_root_certificate", "true" },
	{ PROFILE(ROOT("YWJj") SCEP("")), "include_root_certificate", "true" },
	{ PROFILE(ROOT("YWJj") SCEP("")), "root_certificate", NULL },
	/* a text would be taken for a path */
	{ PROFILE("<dict><key>PayloadContent</key><string>/etc/passwd</string>" COMMON(
		  "com.apple.security.root", "2") "</dict>" SCEP("")),
		"root_certificate", NULL },
	/* no draft can hold a control character, XML can */
	{ PROFILE(SCEP("<key>Name</key><string>a&#x85;b</string>")), "name", NULL },
	{ PROFILE(SCEP("<key>Name</key><string>a&#x200B;b</string>")), "name",
		"a\xe2\x80\x8b"
		"b" },
	{ PROFILE(SCEP("<key>Name</key><true/>")), "name", "true" },
};

static void
a_profile_answers_what_the_form_asks(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(answers); i++) {
		struct draft_file file = DRAFT_FILE_INIT;
		const struct field *asked = field(answers[i].key);

		import(&file, answers[i].xml);
		if (draft_is_answered(file.draft, asked) != !!answers[i].text)
			fail_msg("%s of %s is%s answered", answers[i].key, answers[i].xml,
				answers[i].text ? " not" : "");
		if (answers[i].text)
			assert_string_equal(draft_text(file.draft, asked), answers[i].text);
		draft_file_release(&file);
	}
}

/* Every profile of the table above, whatever is wrong with it. */
static void
an_untouched_profile_comes_out_equal(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(answers); i++) {
		struct draft_file file = DRAFT_FILE_INIT;

		import(&file, answers[i].xml);
		if (!export_equals(&file, answers[i].xml))
			fail_msg("differs: %s", answers[i].xml);
		reopen(&file);
		if (!export_equals(&file, answers[i].xml))
			fail_msg("differs once the draft was saved: %s", answers[i].xml);
		draft_file_release(&file);
	}
}

#define TWO_SAN SAN(DNS "<key>ntPrincipalName</key><string>x@Y</string>")

/* One answer, and what the profile is then. */
static const struct {
	const char *xml, *key, *text, *after;
} edits[] = {
	{ PROFILE(SCEP("<key>Keysize</key><integer>1024</integer>")), "key_size", "2048",
		PROFILE(SCEP("<key>Keysize</key><integer>2048</integer>")) },
	{ PROFILE(SCEP("<key>Keysize</key><integer>2048</integer>")), "key_size", "",
		PROFILE(SCEP("<key>Keysize</key><integer>1024</integer>")) },
	{ PROFILE(SCEP("<key>Retries</key><string>3</string>")), "retries", "4",
		PROFILE(SCEP("<key>Retries</key><integer>4</integer>")) },
	{ PROFILE(SCEP("")), "retries", "4",
		PROFILE(SCEP("<key>Retries</key><integer>4</integer>")) },
	{ PROFILE(SCEP("")), "retries", "3", PROFILE(SCEP("")) },
	{ PROFILE(SCEP("<key>Challenge</key><string>a</string>")), "challenge", "b",
		PROFILE(SCEP("<key>Challenge</key><string>b</string>")) },
	{ PROFILE(SCEP("<key>Challenge</key><string>a</string>")), "challenge", "",
		PROFILE(SCEP("")) },
	{ PROFILE(SCEP("<key>Challenge</key><string/>")), "name", "x",
		PROFILE(SCEP("<key>Challenge</key><string/><key>Name</key><string>x</string>")) },
	{ PROFILE(SCEP("<key>Challenge</key><integer>1</integer>")), "challenge", "2",
		PROFILE(SCEP("<key>Challenge</key><string>2</string>")) },
	{ PROFILE(SCEP("")), "extractable_key", "false",
		PROFILE(SCEP("<key>KeyIsExtractable</key><false/>")) },
	{ PROFILE(SCEP("<key>AllowAllAppsAccess</key><true/>")), "allow_all_apps_access", "false",
		PROFILE(SCEP("")) },
	{ PROFILE(SCEP("<key>Key Usage</key><integer>3</integer>")), "key_usage", "signing",
		PROFILE(SCEP("<key>Key Usage</key><integer>1</integer>")) },
	{ PROFILE(SCEP("<key>Subject</key><array/>")), "subject", "/CN=x",
		PROFILE(SCEP("<key>Subject</key><array><array><array><string>CN</string>"
			     "<string>x</string></array></array></array>")) },
	{ PROFILE(SCEP(TWO_SAN)), "san_principal", "", PROFILE(SCEP(SAN(DNS))) },
	{ PROFILE(SCEP(SAN(DNS))), "san_dns_name", "", PROFILE(SCEP("")) },
	{ PROFILE(SCEP(TWO_SAN)), "set_subject_alternative_name", "false", PROFILE(SCEP("")) },
	{ PROFILE(SCEP(SAN(DNS "<key>odd</key><true/>"))), "set_subject_alternative_name", "false",
		PROFILE(SCEP(SAN("<key>odd</key><true/>"))) },
	{ PROFILE(SCEP(SAN("<key>dNSName</key><dict/>"))), "set_subject_alternative_name", "false",
		PROFILE(SCEP("")) },
	{ PROFILE(SCEP("<key>SubjectAltName</key><string>x</string>")), "san_uri", "u:x",
		PROFILE(SCEP("<key>SubjectAltName</key><string>x</string>")) },
	{ PROFILE(ROOT(DER) SCEP("")), "include_root_certificate", "false", PROFILE(SCEP("")) },
	{ PROFILE(WIFI ROOT(DER) SCEP("") ROOT("YWJj")), "include_root_certificate", "false",
		PROFILE(WIFI SCEP("") ROOT("YWJj")) },
	{ PROFILE(SCEP("")), "description", "x",
		PROFILE_WITH(SCEP(""), "<key>PayloadDescription</key><string>x</string>") },
	{ PROFILE(SCEP("")), "profile_identifier", "net.acme.9", PROFILE(SCEP("")) },
	{ PROFILE(SCEP("<key>KeyIsExtractable</key><true/>")), "platform", "ios",
		PROFILE(SCEP("<key>KeyIsExtractable</key><true/>")) },
	{ PROFILE(SCEP("")), "platform", "ios", PROFILE(SCEP("")) },
	{ PROFILE(SCEP("")), "devices", "mac-017", PROFILE(SCEP("")) },
};

static void
a_change_changes_what_was_meant(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(edits); i++) {
		struct draft_file file = DRAFT_FILE_INIT;
		struct strbuf out = STRBUF_INIT;

		import(&file, edits[i].xml);
		reopen(&file);
		draft_set(file.draft, field(edits[i].key), edits[i].text);
		if (!export_equals(&file, edits[i].after)) {
			export(&file, &out);
			fail_msg("%s = %s gives %s", edits[i].key, edits[i].text, out.buf);
		}
		draft_file_release(&file);
	}
}

static void
a_switch_makes_what_lies_below_it(void **state)
{
	struct draft_file file = DRAFT_FILE_INIT;

	(void)state;
	import(&file, PROFILE(SCEP("<key>SubjectAltName</key><string>x</string>")));
	draft_set(file.draft, field("set_subject_alternative_name"), "true");
	draft_set(file.draft, field("san_dns_name"), "a.acme.net\nb");
	assert_true(export_equals(&file, PROFILE(SCEP(SAN(DNS)))));
	draft_file_release(&file);
}

/* The strings of an array's dictionaries below a key, one after another. */
static void
list_key(struct node *array, const char *key, struct strbuf *out)
{
	for (size_t i = 0; i < array->n; i++) {
		const char *text = node_get_text(array->v[i], key);

		strbuf_addf(out, "%s ", text ? text : "-");
	}
}

static void
a_root_certificate_stands_before_the_scep_payload(void **state)
{
	struct draft_file file = DRAFT_FILE_INIT, root = DRAFT_FILE_INIT;
	struct plist_doc doc = PLIST_DOC_INIT;
	struct strbuf out = STRBUF_INIT, types = STRBUF_INIT, names = STRBUF_INIT;
	struct node *payloads;

	(void)state;
	import(&root, PROFILE(ROOT(DER) SCEP("")));
	import(&file, PROFILE(WIFI SCEP("")));
	draft_make_identity(file.draft, "x", false);
	draft_set(file.draft, field("include_root_certificate"), "true");
	draft_set(file.draft, field("root_certificate"),
		draft_text(root.draft, field("root_certificate")));
	export(&file, &out);
	payloads = node_get(parse(out.buf, out.len, &doc), "PayloadContent");
	list_key(payloads, "PayloadType", &types);
	list_key(payloads, "PayloadIdentifier", &names);
	assert_string_equal(types.buf, "com.apple.wifi.managed com.apple.security.root "
				       "com.apple.security.scep ");
	assert_string_equal(names.buf, "net.acme.3 net.acme.9.root net.acme.1 ");
	assert_contains(out.buf, "<string>example-root-ca-2.cer</string>");
	plist_doc_release(&doc);
	draft_file_release(&file);
	draft_file_release(&root);
	strbuf_release(&out);
	strbuf_release(&types);
	strbuf_release(&names);
}

static void
keys_stay_in_their_order(void **state)
{
	struct draft_file file = DRAFT_FILE_INIT;
	struct strbuf out = STRBUF_INIT;
	const char *challenge, *url, *size;

	(void)state;
	import(&file, PROFILE(SCEP_N("1", "<key>Keysize</key><integer>1024</integer>"
					  "<key>Challenge</key><string>a</string>" URL)));
	draft_set(file.draft, field("key_size"), "4096");
	export(&file, &out);
	size = strstr(out.buf, "<integer>4096</integer>");
	challenge = strstr(out.buf, "<string>a</string>");
	url = strstr(out.buf, "<key>URL</key>");
	assert_non_null(size);
	assert_non_null(challenge);
	assert_true(size < challenge && challenge < url);
	draft_file_release(&file);
	strbuf_release(&out);
}

static void
several_payloads_are_told_and_one_is_taken(void **state)
{
	static const char xml[] = PROFILE(WIFI SCEP_N("1", "<key>Name</key><string>one</string>")
			SCEP_N("2", "<key>Name</key><string>two</string>"));
	const struct profile_read_options second = { .number = 2 };
	struct draft_file file = DRAFT_FILE_INIT;
	struct findings found = FINDINGS_INIT;
	struct strbuf err = STRBUF_INIT;

	(void)state;
	assert_int_equal(profile_parse(&file, form, "p", xml, strlen(xml), NULL, &found, &err), 0);
	assert_string_equal(draft_text(file.draft, field("name")), "one");
	assert_string_equal(found.v[0].rule, "several-scep-payloads");
	assert_string_equal(found.v[0].sentence,
		"the profile has 2 SCEP payloads. Number 1 is the draft's, and the other is "
		"preserved. To choose another: import --payload NUMBER");
	import_with(&file, xml, &second);
	assert_string_equal(draft_text(file.draft, field("name")), "two");
	draft_set(file.draft, field("name"), "three");
	assert_true(export_equals(
		&file, PROFILE(WIFI SCEP_N("1", "<key>Name</key><string>one</string>")
				       SCEP_N("2", "<key>Name</key><string>three</string>"))));
	draft_file_release(&file);
	findings_release(&found);
	strbuf_release(&err);
}

#define DICT(content) HEAD "<dict>" content "</dict></plist>"

static const struct {
	const char *xml, *rule, *sentence;
	int number;
} refused[] = {
	{ HEAD "<array/></plist>", "not-a-profile",
		"p: this is not a configuration profile: it is a property list, but not a "
		"dictionary" },
	{ DICT(""), "not-a-profile",
		"p: this is not a configuration profile: it is an empty dictionary" },
	{ DICT("<key>A</key><true/>"), "not-a-profile",
		"p: this is not a configuration profile: it has no PayloadType. Its keys are A" },
	{ DICT("<key>PayloadType</key><string>Configuration</string>"), "not-a-profile",
		"p: this is not a configuration profile: it has no array PayloadContent with the "
		"payloads" },
	{ DICT("<key>PayloadType</key><string>Configuration</string>"
	       "<key>PayloadContent</key><dict/>"),
		"not-a-profile",
		"p: this is not a configuration profile: its PayloadContent is not an array. Put "
		"<array> around the payloads" },
	{ DICT("<key>PayloadType</key><string>com.apple.wifi.managed</string>"), "not-a-profile",
		"p: this is not a configuration profile: its PayloadType is "
		"\"com.apple.wifi.managed\", not Configuration" },
	{ DICT("<key>PayloadType</key><string>com.apple.security.root</string>"), "not-a-profile",
		"p: this is not a configuration profile: its PayloadType is "
		"\"com.apple.security.root\", not Configuration" },
	{ DICT("<key>PayloadType</key><integer>1</integer>"), "not-a-profile",
		"p: this is not a configuration profile: it has no PayloadType. Its keys are "
		"PayloadType" },
	{ DICT("<key>pfm_domain</key><string>x</string>"), "not-a-profile",
		"p: this is not a configuration profile: it is a manifest, which describes a "
		"payload" },
	{ DICT("<key>CommandUUID</key><string>x</string>"), "not-a-profile",
		"p: this is not a configuration profile: it is a device's response to an MDM "
		"command" },
	{ PROFILE(WIFI), "not-a-profile",
		"p: the profile has no payload of the type com.apple.security.scep, so there is "
		"nothing that a draft could hold" },
	{ PROFILE("<string>x</string>"), "not-a-profile",
		"p: the profile has no payload of the type com.apple.security.scep, so there is "
		"nothing that a draft could hold. Item 1 of PayloadContent is not a dictionary" },
	{ PROFILE("<dict><key>PayloadVersion</key><integer>1</integer></dict>"), "not-a-profile",
		"p: the profile has no payload of the type com.apple.security.scep, so there is "
		"nothing that a draft could hold. Payload 1 has no PayloadType. Is it that one?" },
	{ PROFILE("<dict>" COMMON("com.apple.security.SCEP", "1") "</dict>"), "not-a-profile",
		"p: the profile has no payload of the type com.apple.security.scep, so there is "
		"nothing that a draft could hold. Payload 1 has the type "
		"\"com.apple.security.SCEP\". Write com.apple.security.scep" },
	{ PROFILE(SCEP("")), "not-a-profile", "p: the profile has no SCEP payload 2. It has 1", 2 },
	{ DICT(COMMON("com.apple.security.scep", "1")), "not-a-profile",
		"p: this is only a SCEP payload, without the configuration profile around it. To "
		"wrap it in one: import --wrap" },
};

static void
what_is_no_profile_is_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
		const struct profile_read_options options = { .number = refused[i].number };
		struct draft_file file = DRAFT_FILE_INIT;
		struct findings found = FINDINGS_INIT;
		struct strbuf err = STRBUF_INIT;

		assert_int_equal(profile_parse(&file, form, "p", refused[i].xml,
					 strlen(refused[i].xml), &options, &found, &err),
			-1);
		assert_string_equal(err.buf, refused[i].sentence);
		assert_int_equal(found.n, 1);
		assert_string_equal(found.v[0].rule, refused[i].rule);
		assert_int_equal(found.v[0].place.line, 3);
		assert_null(file.draft);
		findings_release(&found);
		strbuf_release(&err);
	}
}

static void
a_broken_file_is_told_with_its_place(void **state)
{
	static const char xml[] = HEAD "<dict>\n<key>A</key></dict></plist>";
	struct draft_file file = DRAFT_FILE_INIT;
	struct findings found = FINDINGS_INIT;
	struct strbuf err = STRBUF_INIT;

	(void)state;
	assert_int_equal(profile_parse(&file, form, "p", xml, strlen(xml), NULL, &found, &err), -1);
	assert_contains(err.buf, "p:4:");
	assert_int_equal(found.n, 1);
	assert_int_equal(found.v[0].place.line, 4);
	findings_release(&found);
	strbuf_release(&err);
}

static bool
wrap_yes(const char *question, void *data)
{
	strbuf_addstr(data, question);
	return true;
}

static void
a_payload_alone_is_wrapped_where_that_is_wanted(void **state)
{
	static const char bare[] =
		HEAD "<dict><key>PayloadContent</key><dict>" URL
		     "<key>Challenge</key><string>s3cret</string></dict>"
		     "<key>PayloadDisplayName</key><string>A &amp; B</string>" COMMON(
			     "com.apple.security.scep", "1") "</dict></plist>";
	struct strbuf question = STRBUF_INIT, out = STRBUF_INIT;
	const struct profile_read_options options = { .wrap = wrap_yes, .data = &question };
	struct plist_doc before = PLIST_DOC_INIT, after = PLIST_DOC_INIT;
	struct draft_file file = DRAFT_FILE_INIT;
	struct node *payloads;

	(void)state;
	import_with(&file, bare, &options);
	assert_string_equal(question.buf,
		"this is only a SCEP payload, without the configuration profile around it");
	assert_string_equal(draft_text(file.draft, field("policy_name")), "A & B");
	assert_int_equal(draft_make_identity(file.draft, "x", false), 3); /* the root's UUID, too */
	export(&file, &out);
	payloads = node_get(parse(out.buf, out.len, &after), "PayloadContent");
	assert_int_equal(payloads->n, 1);
	assert_true(node_equal(payloads->v[0], parse(bare, strlen(bare), &before)));
	assert_contains(out.buf, "com.example.scep.x");
	plist_doc_release(&before);
	plist_doc_release(&after);
	draft_file_release(&file);
	strbuf_release(&question);
	strbuf_release(&out);
}

static const struct {
	const char *xml, *option, *platform, *why;
} platforms[] = {
	{ PROFILE(SCEP("")), NULL, "macos", "" },
	{ PROFILE(SCEP("")), "ios", "ios", "" },
	{ PROFILE(SCEP("<key>KeyIsExtractable</key><true/>")), NULL, "macos",
		"PayloadContent/KeyIsExtractable exists" },
	{ PROFILE(SCEP("<key>KeyIsExtractable</key><true/>")), "ios", "ios", "" },
	{ PROFILE_WITH(SCEP(""), "<key>PayloadScope</key><string>System</string>"), NULL, "macos",
		"PayloadScope exists" },
	{ PROFILE(SCEP(SAN("<key>dNSName</key><string>%HostName%</string>"))), NULL, "macos",
		"DNS name has the variable %HostName%" },
	{ PROFILE(SCEP(SAN("<key>dNSName</key><string>%Other%</string>"))), NULL, "macos", "" },
};

static void
the_platform_is_taken_from_what_is_there(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(platforms); i++) {
		struct strbuf why = STRBUF_INIT;
		const struct profile_read_options options = { .platform = platforms[i].option,
			.platform_why = &why };
		struct draft_file file = DRAFT_FILE_INIT;

		import_with(&file, platforms[i].xml, &options);
		assert_string_equal(draft_text(file.draft, form->platform), platforms[i].platform);
		assert_string_equal(why.buf, platforms[i].why);
		draft_file_release(&file);
		strbuf_release(&why);
	}
}

static void
answers_have_the_places_of_the_profile(void **state)
{
	struct draft_file file = DRAFT_FILE_INIT;

	(void)state;
	import(&file, PROFILE(SCEP("\n<key>Name</key>\n<string>x</string>")));
	assert_int_equal(draft_place(file.draft, field("url")).line, 5);
	assert_int_equal(draft_place(file.draft, field("name")).line, 6);
	assert_int_equal(draft_place(file.draft, field("challenge")).line, 1);
	assert_false(draft_any_changed(file.draft));
	draft_file_release(&file);
}

static void
a_secret_is_in_the_answer_alone(void **state)
{
	struct draft_file file = DRAFT_FILE_INIT;

	(void)state;
	import(&file, PROFILE(SCEP("<key>Challenge</key><string>s3cret</string>") WIFI));
	assert_string_equal(draft_text(file.draft, field("challenge")), "s3cret");
	assert_null(strstr(file.original->text.buf, "s3cret"));
	assert_contains(file.original->text.buf, "wifi-secret");
	draft_file_release(&file);
}

/* Who reads it twice gets the same tree, as long as the text is the same. */
static void
an_original_is_read_once(void **state)
{
	static const char xml[] = PROFILE(SCEP("") WIFI);
	struct draft_file file = DRAFT_FILE_INIT;
	struct strbuf why = STRBUF_INIT, text = STRBUF_INIT;
	struct plist_doc *doc;

	(void)state;
	import(&file, xml);
	doc = original_read(file.original, &why);
	assert_non_null(doc);
	node_free(node_get(doc->root, "PayloadUUID"));
	assert_ptr_equal(original_read(file.original, &why), doc);
	assert_null(node_get(doc->root, "PayloadUUID"));
	strbuf_add(&text, file.original->text.buf, file.original->text.len);
	original_set(file.original, &text);
	assert_non_null(node_get(original_read(file.original, &why)->root, "PayloadUUID"));
	assert_string_equal(why.buf, "");
	strbuf_truncate(&text, text.len / 2);
	original_set(file.original, &text);
	for (int i = 0; i < 2; i++) {
		strbuf_clear(&why);
		assert_null(original_read(file.original, &why));
		assert_contains(why.buf, " of it: the file ends inside <");
	}
	draft_file_release(&file);
	strbuf_release(&why);
	strbuf_release(&text);
}

/* What neither saves nor exports needs none. */
static void
a_check_makes_no_original(void **state)
{
	static const char xml[] = PROFILE(SCEP("") WIFI);
	const struct profile_read_options options = { .answers_alone = true };
	struct draft_file file = DRAFT_FILE_INIT;
	struct findings found = FINDINGS_INIT;
	struct strbuf err = STRBUF_INIT;

	(void)state;
	assert_int_equal(
		profile_parse(&file, form, "p", xml, strlen(xml), &options, &found, &err), 0);
	assert_null(file.original);
	draft_file_release(&file);
	findings_release(&found);
}

static void
what_is_kept_is_told_by_name(void **state)
{
	struct draft_file file = DRAFT_FILE_INIT;
	struct original_rest rest = ORIGINAL_REST_INIT;
	struct strbuf text = STRBUF_INIT;

	(void)state;
	draft_file_new(&file, form, NULL);
	original_rest_read(&rest, &file);
	assert_int_equal(rest.payloads.n + rest.keys.n + rest.secrets.n, 0);
	import(&file,
		PROFILE_WITH(
			WIFI SCEP(
				"<key>KeyType</key><string>RSA</string>"
				"<key>Challenge</key><integer>7</integer>"
				"<key>Subject</key><array><true/></array>") "<dict><key>PayloadType</key><string>net.acme.own</string>"
									    "<key>PayloadDisplayName</key><string>Own</string></dict>",
			"<key>ConsentText</key><dict><key>Token</key><data>YQ==</data></dict>"));
	original_rest_read(&rest, &file);
	strvec_join(&rest.payloads, "|", &text);
	assert_string_equal(text.buf, "Wi-Fi (com.apple.wifi.managed)|net.acme.own (\"Own\")");
	strbuf_clear(&text);
	strvec_join(&rest.keys, "|", &text);
	assert_string_equal(text.buf,
		"PayloadContent/KeyType in the SCEP payload|PayloadContent/Subject in the SCEP "
		"payload, which no field can hold|ConsentText");
	strbuf_clear(&text);
	strvec_join(&rest.secrets, "|", &text);
	assert_string_equal(text.buf,
		"Password in the Wi-Fi payload|PayloadContent/Challenge in the SCEP payload|"
		"ConsentText/Token");
	strbuf_clear(&text);
	original_rest_summary(&rest, &text);
	assert_string_equal(text.buf, "2 payloads (Wi-Fi, net.acme.own), 3 keys");
	original_rest_release(&rest);
	draft_file_release(&file);
	strbuf_release(&text);
}

/* Characters that people could not see stand as references, and everything comes back. */
static void
a_draft_keeps_the_original_to_the_byte(void **state)
{
	static const char xml[] = PROFILE(SCEP("<key>Odd &lt;&#x200B;&gt;</key>"
					       "<string>a&#x85;&#xFEFF;\n\n b </string>") WIFI);
	struct draft_file file = DRAFT_FILE_INIT;
	struct strbuf before = STRBUF_INIT, after = STRBUF_INIT, err = STRBUF_INIT;
	const char *block;

	(void)state;
	import(&file, xml);
	assert_contains(file.original->text.buf, "Odd &lt;&#x200B;&gt;");
	assert_contains(file.original->text.buf, "a&#x85;&#xFEFF;");
	assert_int_equal(draft_file_format(&file, &before, &err), 0);
	block = strstr(before.buf, "foreign_payloads: {scep: 1}\nforeign: |\n  <?xml ");
	assert_non_null(block);
	reopen(&file);
	for (size_t i = 0; i < form->npayloads; i++)
		assert_int_equal(
			file.original->payloads[i], !strcmp(form->payloads[i]->key, "scep"));
	draft_set(file.draft, field("name"), "x");
	draft_set(file.draft, field("subject"), "/CN=x");
	assert_int_equal(draft_file_format(&file, &after, &err), 0);
	assert_string_equal(strstr(after.buf, "foreign_payloads:"), block);
	draft_file_release(&file);
	strbuf_release(&before);
	strbuf_release(&after);
}

#define DRAFT(foreign) "form: scep\nurl: \"https://a.net/\"\n" foreign

static const struct {
	const char *draft, *sentence;
} broken[] = {
	{ DRAFT("foreign_payloads: {scep: 1}\nforeign: <plist>\n"),
		"cannot be used: line 1 of it: " },
	{ DRAFT("foreign: \"<plist><dict/></plist>\"\n"), "foreign_payloads is missing" },
	{ DRAFT("foreign_payloads: {scep: 1}\nforeign: \"<plist><dict/></plist>\"\n"),
		"it is not a configuration profile" },
	{ DRAFT("foreign_payloads: {scep: 2}\n"
		"foreign: \"<plist><dict><key>PayloadType</key><string>Configuration</string>"
		"<key>PayloadContent</key><array><dict/></array></dict></plist>\"\n"),
		"foreign_payloads says that payload 2 of it is scep, but there is no such payload" },
	{ DRAFT("foreign_payloads: {scep: 1, root: 1}\n"
		"foreign: \"<plist><dict><key>PayloadType</key><string>Configuration</string>"
		"<key>PayloadContent</key><array><dict><key>PayloadType</key>"
		"<string>com.apple.security.scep</string></dict></array></dict></plist>\"\n"),
		"the imported profile in the draft (under \"foreign\") cannot be used: "
		"foreign_payloads says that payload 1 of it is root, but it is not a "
		"com.apple.security.root. Restore it, or import the profile again" },
};

static void
an_original_that_hands_broke_is_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(broken); i++) {
		struct draft_file file = DRAFT_FILE_INIT;
		struct original_rest rest = ORIGINAL_REST_INIT;
		struct desk desk = { .file = &file, .env = { .folder = "." } };
		EXPORT(export, .desk = &desk, .force = true);
		struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;

		assert_int_equal(draft_file_parse(&file, form, "d", broken[i].draft,
					 strlen(broken[i].draft), &err),
			0);
		assert_int_equal(profile_build(&export, &out, &err), -1);
		assert_contains(err.buf, broken[i].sentence);
		original_rest_read(&rest, &file); /* tells nothing, and does not fail */
		assert_int_equal(rest.payloads.n + rest.keys.n, 0);
		original_rest_release(&rest);
		draft_file_release(&file);
		strbuf_release(&err);
	}
}

static const struct {
	const char *draft;
	int column;
	const char *sentence;
} numbers[] = {
	{ DRAFT("foreign_payloads: 3\n"), 19,
		"foreign_payloads is a text. Write which payload of "
		"the imported profile is which, as {root: 1}" },
	{ DRAFT("foreign_payloads: [3]\n"), 19,
		"foreign_payloads is a list. Write which payload "
		"of the imported profile is which, as {root: 1}" },
	{ DRAFT("foreign_payloads: {wifi: 1}\n"), 20, "the form scep has no payload \"wifi\"" },
	{ DRAFT("foreign_payloads: {scep: 0}\n"), 26,
		"scep must be the number of a payload, from "
		"1 to 100000. Restore foreign_payloads, or import the profile again" },
	{ DRAFT("foreign_payloads: {scep: 1x}\n"), 26,
		"scep must be the number of a payload, "
		"from 1 to 100000. Restore foreign_payloads, or import the profile again" },
	{ DRAFT("foreign_payloads: {scep: [1]}\n"), 26,
		"scep must be the number of a payload, "
		"from 1 to 100000. Restore foreign_payloads, or import the profile again" },
	{ DRAFT("foreign_payloads: {scep: 99999999999999999999}\n"), 26,
		"scep must be the number of a payload, from 1 to 100000. Restore "
		"foreign_payloads, or import the profile again" },
};

/* Told, and nothing is exported, even forced: the other payloads would be lost. */
static void
a_draft_says_which_payload_is_which(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++) {
		struct draft_file file = DRAFT_FILE_INIT;
		struct strbuf err = STRBUF_INIT, profile = STRBUF_INIT;
		struct findings found = FINDINGS_INIT;
		struct desk desk = { .file = &file, .env = { .folder = "." } };
		EXPORT(export, .desk = &desk, .force = true);

		if (draft_file_parse(
			    &file, form, "d", numbers[i].draft, strlen(numbers[i].draft), &err) < 0)
			fail_msg("%s", err.buf);
		draft_verdict(&desk, &found);
		assert_int_equal(file.notes.n, 1);
		assert_string_equal(found.v[0].rule, "draft-structure");
		assert_contains(found.v[0].sentence, numbers[i].sentence);
		assert_int_equal(found.v[0].place.line, 3);
		assert_int_equal(found.v[0].place.column, numbers[i].column);
		for (size_t f = 0; f < found.n; f++)
			assert_string_not_equal(found.v[f].rule, "profile-not-well-formed");
		assert_int_equal(profile_make(&export, &profile, &err), -1);
		assert_contains(err.buf,
			"the draft was imported, but its profile under "
			"\"foreign\" cannot be read. Without it, other payloads would be lost");
		findings_release(&found);
		draft_file_release(&file);
		strbuf_release(&profile);
		strbuf_release(&err);
	}
}

static void
a_profile_is_no_draft(void **state)
{
	static const char profile[] = PROFILE(SCEP(""));
	struct draft_file file = DRAFT_FILE_INIT;
	struct strbuf err = STRBUF_INIT;

	(void)state;
	assert_int_equal(draft_file_parse(&file, form, "d", profile, strlen(profile), &err), -1);
	assert_string_equal(err.buf,
		"d is a configuration profile, not a draft. To make a draft from it: scepwiz "
		"import d");
	strbuf_release(&err);
}

static const struct {
	const char *data;
	size_t len;
	bool is_one;
} kinds[] = {
	{ "", 0, false },
	{ "<", 1, true },
	{ "form: scep\n", 11, false },
	{ "# <xml>\n", 8, false },
	{ " \n<plist>", 9, true },
	{ "\xef\xbb\xbf<?xml", 8, true },
	{ "\xef\xbb\xbf"
	  "form: scep",
		13, false },
	{ "\xff\xfe<\0", 4, true },
	{ "\xfe\xff\0<", 4, true },
	{ "bplist00", 8, true },
	{ "bpl", 3, false },
	{ "0: x\n", 5, false },
	{ "-----BEGIN PKCS7-----\nMAA=\n-----END PKCS7-----\n", 48, true },
	{ "-----BEGIN X-----\nMAA=\n-----END X-----\n", 40, false },
	{ "form: scep\nnotes: |\n  -----BEGIN PKCS7-----\n  MAA=\n", 50, false },
};

static void
profiles_and_drafts_are_told_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (profile_is_one(kinds[i].data, kinds[i].len) != kinds[i].is_one)
			fail_msg("case %zu", i);
}

/* Whatever the file held before, a failing call leaves nothing in it. */
static void
nothing_stays_of_what_cannot_be_read(void **state)
{
	static const char not_one[] = "this is no profile\n";
	struct draft_file file = DRAFT_FILE_INIT;
	struct findings found = FINDINGS_INIT;
	struct strbuf err = STRBUF_INIT;

	(void)state;
	import(&file, PROFILE(SCEP("")));
	assert_non_null(file.draft);
	assert_int_equal(profile_read(&file, form, "missing.mobileconfig", NULL, &found, &err), -1);
	assert_string_equal(err.buf, "cannot open missing.mobileconfig: No such file or directory");
	assert_null(file.draft);
	strbuf_clear(&err);
	import(&file, PROFILE(SCEP("")));
	assert_int_equal(profile_parse(&file, form, "x.mobileconfig", not_one, strlen(not_one),
				 NULL, &found, &err),
		-1);
	assert_null(file.draft);
	draft_file_release(&file);
	findings_release(&found);
	strbuf_release(&err);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_profile_answers_what_the_form_asks),
		cmocka_unit_test(an_untouched_profile_comes_out_equal),
		cmocka_unit_test(a_change_changes_what_was_meant),
		cmocka_unit_test(a_switch_makes_what_lies_below_it),
		cmocka_unit_test(a_root_certificate_stands_before_the_scep_payload),
		cmocka_unit_test(keys_stay_in_their_order),
		cmocka_unit_test(several_payloads_are_told_and_one_is_taken),
		cmocka_unit_test(what_is_no_profile_is_told),
		cmocka_unit_test(a_broken_file_is_told_with_its_place),
		cmocka_unit_test(a_payload_alone_is_wrapped_where_that_is_wanted),
		cmocka_unit_test(the_platform_is_taken_from_what_is_there),
		cmocka_unit_test(answers_have_the_places_of_the_profile),
		cmocka_unit_test(a_secret_is_in_the_answer_alone),
		cmocka_unit_test(an_original_is_read_once),
		cmocka_unit_test(a_check_makes_no_original),
		cmocka_unit_test(what_is_kept_is_told_by_name),
		cmocka_unit_test(a_draft_keeps_the_original_to_the_byte),
		cmocka_unit_test(an_original_that_hands_broke_is_told),
		cmocka_unit_test(a_draft_says_which_payload_is_which),
		cmocka_unit_test(a_profile_is_no_draft),
		cmocka_unit_test(profiles_and_drafts_are_told_apart),
		cmocka_unit_test(nothing_stays_of_what_cannot_be_read),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, builtin_form_setup, builtin_form_teardown);
}
