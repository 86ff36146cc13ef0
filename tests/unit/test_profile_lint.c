/* The structure of profiles: what is told, where, and what a mend makes of it. */
#include "testing.h"

#include <time.h>

#include "base/xalloc.h"

#include "syntax/base64.h"

#include "model/rules.h"

#include "format/profile/profile_lint.h"

#include "drafts.h"
#include "make_cert.h"
#include "profile_cases.h"

static void
doc_read(struct plist_doc *doc, const char *xml)
{
	struct finding slip = FINDING_INIT;
	struct place place;

	if (plist_doc_parse(doc, xml, strlen(xml), &slip, &place) < 0)
		fail_msg("%s: %s", xml, slip.sentence);
	finding_release(&slip);
}

static const struct finding *
finding_of(const struct findings *found, const char *rule, const char *part)
{
	for (size_t i = 0; i < found->n; i++)
		if (!strcmp(found->v[i].rule, rule) && strstr(found->v[i].sentence, part))
			return &found->v[i];
	return NULL;
}

static void
fail_with(const struct findings *found, const char *rule, const char *part)
{
	for (size_t i = 0; i < found->n; i++)
		print_message("%s: %s (%s)\n", found->v[i].rule, found->v[i].sentence,
			found->v[i].fix ? found->v[i].fix : "no mend");
	fail_msg("%s: %s", rule, part);
}

/* 2026-06-01 */
#define NOW 1780272000

static const struct profile_lint_env env_now = { .now = NOW };

static void
lint(const char *xml, struct findings *found)
{
	struct plist_doc doc = PLIST_DOC_INIT;

	doc_read(&doc, xml);
	profile_lint(&doc, &env_now, found);
	plist_doc_release(&doc);
}

static void
rules_of_structure_speak_when_they_should(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(profile_cases); i++) {
		const struct profile_case *c = &profile_cases[i];
		struct findings found = FINDINGS_INIT;
		const struct finding *f;

		lint(c->loud, &found);
		f = finding_of(&found, c->rule, c->part);
		if (!f || !f->fix != !c->mend || (f->fix && strcmp(f->fix, c->mend) != 0))
			fail_with(&found, c->rule, c->part);
		findings_release(&found);
	}
}

static void
rules_of_structure_are_silent_when_they_should(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(profile_cases); i++) {
		const struct profile_case *c = &profile_cases[i];
		struct findings found = FINDINGS_INIT;

		lint(c->quiet, &found);
		if (finding_of(&found, c->rule, ""))
			fail_with(&found, c->rule, "speaks");
		findings_release(&found);
	}
}

/* A mend is done once, and leaves nothing that is to be mended, and no other finding. */
static void
mends_of_structure_mend(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(profile_cases); i++) {
		struct findings before = FINDINGS_INIT, done = FINDINGS_INIT, after = FINDINGS_INIT;
		struct plist_doc doc = PLIST_DOC_INIT;
		size_t mends = 0;

		lint(profile_cases[i].loud, &before);
		for (size_t j = 0; j < before.n; j++)
			mends += before.v[j].fix != NULL;
		doc_read(&doc, profile_cases[i].loud);
		assert_int_equal(profile_fix(&doc, &env_now, &done), mends);
		assert_int_equal(done.n, mends);
		profile_lint(&doc, &env_now, &after);
		if (after.n != before.n - mends)
			fail_with(&after, profile_cases[i].rule, "is not mended");
		for (size_t j = 0; j < done.n; j++)
			assert_string_equal(done.v[j].fix, profile_cases[i].mend);
		findings_release(&before);
		findings_release(&done);
		findings_release(&after);
		plist_doc_release(&doc);
	}
}

static void
mended(const char *xml, struct strbuf *out)
{
	struct plist_doc doc = PLIST_DOC_INIT;
	struct findings done = FINDINGS_INIT;
	struct strbuf text = STRBUF_INIT;

	doc_read(&doc, xml);
	assert_int_equal(profile_fix(&doc, NULL, &done), 1);
	assert_int_equal(plist_write(doc.root, false, &text, NULL), 0);
	for (size_t i = 0; i < text.len; i++)
		if (!strchr("\n\t", text.buf[i]))
			strbuf_addch(out, text.buf[i]);
	strbuf_release(&text);
	findings_release(&done);
	plist_doc_release(&doc);
}

static void
mends_keep_the_value(void **state)
{
	static const struct {
		const char *xml, *part;
	} cases[] = {
		{ SCEP(KEY("KeyType", TEXT("RSA"))), "<key>Key Type</key><string>RSA</string>" },
		{ SCEP(KEY("retries", INTEGER("7"))), "<key>Retries</key><integer>7</integer>" },
		{ SCEP(KEY("subject", ARRAY_OF(RDN("CN", "a")))),
			"<key>Subject</key><array><array><array><string>CN</string>"
			"<string>a</string></array></array></array>" },
		{ PAYLOAD(KEY("Challenge", TEXT("s3cret"))),
			"<key>PayloadContent</key><dict><key>Challenge</key>"
			"<string>s3cret</string></dict>" },
		{ SCEP(KEY("CAFingerprint", TEXT(SHA1_HEX))), "<data>" SHA1_BASE64 "</data>" },
		{ SCEP(KEY("Retries", TEXT("3"))), "<integer>3</integer>" },
		{ SCEP(KEY("Keysize", "<real>2048</real>")), "<integer>2048</integer>" },
		{ SCEP(KEY("KeyIsExtractable", TEXT("no"))), "<false/>" },
		{ SCEP(KEY("KeyIsExtractable", INTEGER("1"))), "<true/>" },
		{ SCEP(KEY("Subject", ARRAY_OF(ARRAY_OF(TEXT("CN") TEXT("a")) RDN("O", "b")))),
			"<array><array><array><string>CN</string><string>a</string></array></array>"
			"<array><array><string>O</string><string>b</string></array></array></array>" },
		{ SCEP(KEY("SubjectAltName", DICT(KEY("ntPrincipalName", ARRAY_OF(TEXT("a@B")))))),
			"<key>ntPrincipalName</key><string>a@B</string>" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf out = STRBUF_INIT;

		mended(cases[i].xml, &out);
		assert_contains(out.buf, cases[i].part);
		strbuf_release(&out);
	}
}

/* A key that is spelt wrong and of the wrong kind takes two mends, in one go. */
static void
mends_follow_each_other(void **state)
{
	struct plist_doc doc = PLIST_DOC_INIT;
	struct findings done = FINDINGS_INIT;

	(void)state;
	doc_read(&doc, SCEP(KEY("KeySize", TEXT("2048"))));
	assert_int_equal(profile_fix(&doc, NULL, &done), 2);
	assert_string_equal(done.v[0].fix, "KeySize becomes Keysize");
	assert_string_equal(done.v[1].fix, "Keysize becomes an integer instead of a string");
	assert_int_equal(done.v[0].place.line, done.v[1].place.line);
	assert_int_equal(done.v[0].place.column, done.v[1].place.column);
	assert_int_equal(profile_fix(&doc, NULL, &done), 0);
	findings_release(&done);
	plist_doc_release(&doc);
}

static void
a_payload_is_known_by_a_mended_type(void **state)
{
	struct plist_doc doc = PLIST_DOC_INIT;
	struct findings done = FINDINGS_INIT;

	(void)state;
	doc_read(&doc,
		TOP(VERSION_1, DICT(VERSION_1 KEY("Payloadtype", TEXT("com.apple.security.scep"))
					       KEY("PayloadIdentifier", TEXT("net.acme.scep.scep"))
						       KEY("PayloadUUID", TEXT(UUID_2))
							       INNER(KEY("retries", TEXT("3"))))));
	assert_int_equal(profile_fix(&doc, NULL, &done), 3);
	assert_string_equal(done.v[0].fix, "Payloadtype becomes PayloadType");
	assert_string_equal(done.v[1].fix, "retries becomes Retries");
	assert_string_equal(done.v[2].fix, "Retries becomes an integer instead of a string");
	findings_release(&done);
	plist_doc_release(&doc);
}

static void
findings_have_the_line_of_the_key(void **state)
{
	struct findings found = FINDINGS_INIT;

	(void)state;
	lint("<plist version=\"1.0\"><dict>\n<key>PayloadType</key><string>Configuration</string>\n"
	     "  <key>PayloadVersion</key>\n<real>1</real>\n" KEY("PayloadIdentifier",
		     TEXT("net.acme")) KEY("PayloadUUID", TEXT(UUID_1)) "</dict></plist>",
		&found);
	assert_int_equal(found.n, 1);
	assert_int_equal(found.v[0].place.line, 3);
	assert_int_equal(found.v[0].place.column, 3);
	findings_release(&found);
}

static void
sentences_hold_no_values_of_the_payload(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(profile_cases); i++) {
		struct findings found = FINDINGS_INIT;

		lint(profile_cases[i].loud, &found);
		for (size_t j = 0; j < found.n; j++) {
			const char *sentence = found.v[j].sentence;

			assert_null(strstr(sentence, "s3cret"));
			assert_null(strchr(sentence, '\n'));
			assert_int_not_equal(sentence[strlen(sentence) - 1], '.');
		}
		findings_release(&found);
	}
}

/* Where the same rule is graver or lighter than its row says. */
static void
severities_depend_on_what_was_found(void **state)
{
	static const struct {
		const char *rule, *xml;
		enum severity severity;
	} cases[] = {
		{ "key-duplicate", SCEP(KEY("Name", TEXT("a")) KEY("Name", TEXT("a"))),
			SEVERITY_WARNING },
		{ "key-duplicate", SCEP(KEY("Name", TEXT("a")) KEY("Name", TEXT("b"))),
			SEVERITY_ERROR },
		{ "key-duplicate", SCEP(KEY("Name", TEXT("1")) KEY("Name", INTEGER("1"))),
			SEVERITY_ERROR },
		{ "key-misspelt", SCEP(KEY("SubjectAltName", DICT(KEY("DNSName", TEXT("a.net"))))),
			SEVERITY_INFO },
		{ "key-misspelt", SCEP(KEY("SubjectAltName", DICT(KEY("DNS Name", TEXT("a.net"))))),
			SEVERITY_WARNING },
		{ "key-misspelt", SCEP(KEY("keytype", TEXT("RSA"))), SEVERITY_WARNING },
		{ "key-misspelt",
			PAYLOAD(KEY("PayloadContent", DICT(KEY("url", TEXT("https://a.net/"))))),
			SEVERITY_ERROR },
		{ "key-misspelt",
			PAYLOAD(KEY("Payloadcontent", DICT(KEY("URL", TEXT("https://a.net/"))))),
			SEVERITY_ERROR },
		{ "uuid-form", BESIDE(DICT(COMMON("a.b", "net.acme.wifi", "wifi-1") VERSION_1)),
			SEVERITY_WARNING },
		{ "renewal-interval", SCEP(KEY("CertificateRenewalTimeInterval", INTEGER("-1"))),
			SEVERITY_ERROR },
		{ "san-missing", SCEP(KEY("SubjectAltName", "<dict/>")), SEVERITY_WARNING },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct findings found = FINDINGS_INIT;
		const struct finding *f;

		lint(cases[i].xml, &found);
		f = finding_of(&found, cases[i].rule, "");
		assert_non_null(f);
		assert_int_equal(f->severity, cases[i].severity);
		findings_release(&found);
	}
}

/* What another fault hides is told with it, once each: a value of the wrong kind one level too high. */
static void
faults_behind_faults_are_told(void **state)
{
	struct findings found = FINDINGS_INIT;

	(void)state;
	lint(PAYLOAD(KEY("URL", TEXT("https://a.net/")) KEY("SubjectAltName", TEXT("dNSName=a"))
			     KEY("Subject", ARRAY_OF(ARRAY_OF(TEXT("CN") TEXT("a"))))
				     KEY("KeyType", TEXT("rsa"))),
		&found);
	assert_int_equal(found.n, 4);
	assert_non_null(finding_of(&found, "key-one-level-high",
		"\"URL\", \"SubjectAltName\", \"Subject\", \"KeyType\" are in"));
	assert_non_null(finding_of(&found, "value-type", "SubjectAltName is a string"));
	assert_non_null(finding_of(&found, "subject-nesting", "part 1 of the Subject"));
	assert_non_null(finding_of(&found, "key-type-value", "Key Type is \"rsa\""));
	for (size_t i = 0; i < found.n; i++)
		assert_true(found.v[i].place.line > 1);
	findings_release(&found);
}

/* <data> of a certificate made for the test, which is valid for so many days; PEM or DER. */
static void
certificate_data_for(const char *name, int days, bool pem, struct strbuf *out)
{
	const struct cert_spec spec = { name, NULL, 2048, "SHA256", -10, days, true, 0 };
	X509 *cert = cert_make(&spec);
	struct strbuf bytes = STRBUF_INIT;
	BIO *bio = BIO_new(BIO_s_mem());

	assert_int_equal(pem ? PEM_write_bio_X509(bio, cert) : i2d_X509_bio(bio, cert), 1);
	cert_bio_take(bio, &bytes);
	strbuf_addstr(out, "<data>");
	base64_encode(bytes.buf, bytes.len, out);
	strbuf_addstr(out, "</data>");
	X509_free(cert);
	strbuf_release(&bytes);
}

static void
certificate_data(const char *name, bool pem, struct strbuf *out)
{
	certificate_data_for(name, 3650, pem, out);
}

/* Their certificates are made when the test runs. */
static void
lint_today(const char *xml, struct findings *found)
{
	struct plist_doc doc = PLIST_DOC_INIT;

	doc_read(&doc, xml);
	profile_lint(&doc, NULL, found);
	plist_doc_release(&doc);
}

static void
root_profile(const char *first, const char *second, struct strbuf *xml)
{
	static const char *const uuids[] = { UUID_2, UUID_3 };
	const char *data[] = { first, second };

	strbuf_addstr(xml, "<plist version=\"1.0\"><dict>" VERSION_1 COMMON(
				   "Configuration", "net.acme.scep", UUID_1));
	strbuf_addstr(xml, "<key>PayloadContent</key><array>");
	for (size_t i = 0; i < ARRAY_SIZE(data) && data[i]; i++)
		strbuf_addf(xml,
			"<dict>" VERSION_1
			"<key>PayloadType</key><string>com.apple.security.root</string>"
			"<key>PayloadIdentifier</key><string>net.acme.scep.root%zu</string>"
			"<key>PayloadUUID</key><string>%s</string>"
			"<key>PayloadContent</key>%s</dict>",
			i, uuids[i], data[i]);
	strbuf_addstr(xml, "</array></dict></plist>");
}

static void
the_same_certificate_twice_is_told(void **state)
{
	struct strbuf der = STRBUF_INIT, pem = STRBUF_INIT, other = STRBUF_INIT, xml = STRBUF_INIT;
	struct findings found = FINDINGS_INIT;

	(void)state;
	certificate_data("Acme Root", false, &der);
	certificate_data("Acme Root", true, &pem);
	certificate_data("Other Root", false, &other);
	root_profile(der.buf, other.buf, &xml);
	lint_today(xml.buf, &found);
	assert_int_equal(found.n, 0);
	strbuf_clear(&xml);
	root_profile(der.buf, der.buf, &xml);
	lint_today(xml.buf, &found);
	if (!finding_of(&found, "certificate-duplicate",
		    "the certificate of Acme Root is already in the profile"))
		fail_with(&found, "certificate-duplicate", "is silent");
	findings_release(&found);
	strbuf_release(&der);
	strbuf_release(&pem);
	strbuf_release(&other);
	strbuf_release(&xml);
}

static void
the_end_of_a_kept_certificate_is_told(void **state)
{
	struct strbuf old = STRBUF_INIT, soon = STRBUF_INIT, xml = STRBUF_INIT;
	struct findings found = FINDINGS_INIT;

	(void)state;
	certificate_data_for("Acme Old Root", -1, false, &old);
	certificate_data_for("Acme Root", 30, false, &soon);
	root_profile(old.buf, soon.buf, &xml);
	lint_today(xml.buf, &found);
	assert_int_equal(found.n, 2);
	if (!finding_of(&found, "certificate-validity", "Acme Old Root expired on") ||
		!finding_of(&found, "certificate-validity", "Acme Root ends soon, on"))
		fail_with(&found, "certificate-validity", "is silent");
	findings_release(&found);
	strbuf_release(&old);
	strbuf_release(&soon);
	strbuf_release(&xml);
}

/* Nobody can give FILE#2 for a payload that is there. */
static void
a_chain_in_a_payload_is_a_warning(void **state)
{
	const struct cert_spec spec = { "Acme Root", NULL, 2048, "SHA256", -10, 3650, true, 0 };
	struct strbuf pem = STRBUF_INIT, data = STRBUF_INIT, xml = STRBUF_INIT;
	struct findings found = FINDINGS_INIT;

	(void)state;
	cert_pem(&spec, &pem);
	cert_pem(&spec, &pem);
	strbuf_addstr(&data, "<data>");
	base64_encode(pem.buf, pem.len, &data);
	strbuf_addstr(&data, "</data>");
	root_profile(data.buf, NULL, &xml);
	lint_today(xml.buf, &found);
	assert_int_equal(found.n, 1);
	assert_string_equal(found.v[0].rule, "certificate-several");
	assert_int_equal(found.v[0].severity, SEVERITY_WARNING);
	assert_string_equal(found.v[0].sentence,
		"the payload has 2 certificates: (1) Acme Root, (2) Acme Root, but Apple "
		"documents one. Put each certificate into its own payload");
	findings_release(&found);
	strbuf_release(&pem);
	strbuf_release(&data);
	strbuf_release(&xml);
}

static void
a_root_in_pem_becomes_der(void **state)
{
	struct strbuf der = STRBUF_INIT, pem = STRBUF_INIT, xml = STRBUF_INIT, out = STRBUF_INIT;
	struct findings found = FINDINGS_INIT;

	(void)state;
	certificate_data("Acme Root", true, &pem);
	root_profile(pem.buf, NULL, &xml);
	lint_today(xml.buf, &found);
	assert_int_equal(found.n, 1);
	assert_string_equal(found.v[0].rule, "certificate-converted");
	assert_contains(found.v[0].sentence, "the certificate of Acme Root is PEM text");
	mended(xml.buf, &out);
	assert_contains(out.buf, "<data>MII");
	findings_release(&found);
	strbuf_release(&der);
	strbuf_release(&pem);
	strbuf_release(&xml);
	strbuf_release(&out);
}

static void
a_profile_above_a_megabyte_is_told(void **state)
{
	struct strbuf xml = STRBUF_INIT;
	struct findings found = FINDINGS_INIT;

	(void)state;
	strbuf_addstr(&xml, "<plist version=\"1.0\"><dict>" VERSION_1 COMMON("Configuration",
				    "net.acme.scep", UUID_1) "<key>PayloadDescription</key>"
							     "<string>");
	strbuf_addchars(&xml, 'x', 1000000);
	strbuf_addstr(&xml, "</string></dict></plist>");
	lint(xml.buf, &found);
	assert_int_equal(found.n, 1);
	assert_string_equal(found.v[0].rule, "profile-too-large");
	assert_contains(found.v[0].sentence, "the profile has 1000322 bytes, but some MDMs refuse "
					     "more than 1000000");
	findings_release(&found);
	strbuf_release(&xml);
}

/* Work that grows with the square of the file would take minutes. */
#define IN_TIME 60
#define MANY 25000

static void
many_payloads(struct strbuf *xml)
{
	for (int i = 0; i < MANY / 3; i++) /* of three values each */
		strbuf_addf(xml,
			"<dict><key>PayloadUUID</key><string>%x</string>"
			"<key>PayloadCertificateUUID</key><string>%x</string></dict>",
			i, i + MANY / 6);
}

static void
many_pem_blocks(struct strbuf *xml)
{
	struct strbuf text = STRBUF_INIT;

	for (int i = 0; i < 6 * MANY; i++)
		strbuf_addstr(&text, "-----BEGIN X-----");
	strbuf_addstr(xml, "<dict>" KEY("PayloadType",
				   TEXT("com.apple.security.root")) "<key>"
								    "PayloadContent</key><data>");
	base64_encode(text.buf, text.len, xml);
	strbuf_addstr(xml, "</data></dict>");
	strbuf_release(&text);
}

static void
a_profile_of_many_parts_is_checked_in_time(void **state)
{
	static const struct {
		void (*fill)(struct strbuf *xml);
		const char *rule, *part;
	} cases[] = {
		{ many_payloads, "reference-dangling", "which is not in the profile" },
		{ many_pem_blocks, "certificate-not-one", "a PEM block of another kind" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf xml = STRBUF_INIT;
		struct findings found = FINDINGS_INIT;
		clock_t begin = clock();

		strbuf_addstr(&xml,
			"<plist version=\"1.0\"><dict>" VERSION_1 COMMON("Configuration",
				"net.acme.scep", UUID_1) "<key>PayloadContent</key>"
							 "<array>");
		cases[i].fill(&xml);
		strbuf_addstr(&xml, "</array></dict></plist>");
		lint(xml.buf, &found);
		assert_non_null(finding_of(&found, cases[i].rule, cases[i].part));
		assert_true(clock() - begin < (clock_t)IN_TIME * CLOCKS_PER_SEC);
		findings_release(&found);
		strbuf_release(&xml);
	}
}

static void
a_draft_says_the_platform(void **state)
{
	static const char xml[] = TOP(VERSION_1 KEY("PayloadRemovalDisallowed", "<true/>"), "");
	struct form *form = form_of_tree();
	struct draft *draft = draft_new(form);
	const struct profile_lint_env env = { .draft = draft };
	struct plist_doc doc = PLIST_DOC_INIT;
	struct findings found = FINDINGS_INIT;

	(void)state;
	doc_read(&doc, xml);
	profile_lint(&doc, &env, &found);
	assert_null(finding_of(&found, "removal-disallowed-ios", ""));
	draft_set(draft, form->platform, "ios");
	profile_lint(&doc, &env, &found);
	assert_non_null(finding_of(&found, "removal-disallowed-ios", "on iOS only supervised"));
	findings_release(&found);
	plist_doc_release(&doc);
	draft_free(draft);
	form_free(form);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_of_structure_speak_when_they_should),
		cmocka_unit_test(rules_of_structure_are_silent_when_they_should),
		cmocka_unit_test(mends_of_structure_mend),
		cmocka_unit_test(mends_keep_the_value),
		cmocka_unit_test(mends_follow_each_other),
		cmocka_unit_test(a_payload_is_known_by_a_mended_type),
		cmocka_unit_test(findings_have_the_line_of_the_key),
		cmocka_unit_test(severities_depend_on_what_was_found),
		cmocka_unit_test(faults_behind_faults_are_told),
		cmocka_unit_test(sentences_hold_no_values_of_the_payload),
		cmocka_unit_test(the_same_certificate_twice_is_told),
		cmocka_unit_test(the_end_of_a_kept_certificate_is_told),
		cmocka_unit_test(a_chain_in_a_payload_is_a_warning),
		cmocka_unit_test(a_root_in_pem_becomes_der),
		cmocka_unit_test(a_profile_above_a_megabyte_is_told),
		cmocka_unit_test(a_profile_of_many_parts_is_checked_in_time),
		cmocka_unit_test(a_draft_says_the_platform),
	};

	return run_tests(tests);
}
