/* From a draft to what is asked of its server, and from the answer back into the draft: plan, what stands in for
 * variables, what is filled in. */
#include "testing.h"

#include "base/xalloc.h"

#include "syntax/uuid.h"

#include "format/ask/fill.h"
#include "format/ask/plan.h"

#include "drafts.h"

/* A literal in a struct that is not released. */
#define TEXT(literal) ((char *)(literal))
#define SHA1_BASE64 "2jmj7l5rSw0yVb/vlWAYkK/YBwk="

static struct draft *
draft_of(const struct form *form, const char *const *answers)
{
	struct draft *draft = draft_new(form);

	for (; *answers; answers++)
		draft_answer(draft, *answers);
	return draft;
}

#define DRAFT(form, ...) draft_of((form), (const char *const[]){ __VA_ARGS__, NULL })

static void
the_server_is_that_of_the_draft(void **state)
{
	struct draft *draft = DRAFT(
		*state, "url=https://ca.acme.net/scep", "name=WiFi", "fingerprint=" SHA1_BASE64);
	SCEP_PLAN(plan);
	STRVEC(told);
	STRBUF(err);

	assert_int_equal(plan_of_draft(&plan, draft, NULL, &told, &err), 0);
	assert_string_equal(plan.url, "https://ca.acme.net/scep");
	assert_string_equal(plan.name, "WiFi");
	assert_int_equal(plan.fingerprint.len, 20);
	assert_memory_equal(plan.fingerprint.buf, "\xda\x39\xa3\xee", 4);
	assert_int_equal(plan.root.len, 0);
	assert_false(plan.asks_trial);
	assert_int_equal(told.n, 0);
	assert_true(plan.now > 1700000000);
	draft_free(draft);
}

static void
what_is_empty_is_not_sent(void **state)
{
	struct draft *draft = DRAFT(*state, "url=http://ca.acme.net/scep");
	SCEP_PLAN(plan);
	STRVEC(told);
	STRBUF(err);

	assert_int_equal(plan_of_draft(&plan, draft, NULL, &told, &err), 0);
	assert_null(plan.name);
	assert_int_equal(plan.fingerprint.len, 0);
	draft_free(draft);
}

static void
what_cannot_be_read_is_told(void **state)
{
	struct draft *draft = DRAFT(*state, "url=http://ca.acme.net/scep", "fingerprint=abc",
		"include_root_certificate=true", "root_certificate=not there.cer");
	SCEP_PLAN(plan);
	STRVEC(told);
	STRBUF(err);

	assert_int_equal(plan_of_draft(&plan, draft, NULL, &told, &err), 0);
	assert_int_equal(plan.fingerprint.len, 0);
	assert_int_equal(plan.root.len, 0);
	assert_int_equal(told.n, 2);
	assert_contains(told.v[0], "Fingerprint: ");
	assert_contains(told.v[1], "Root certificate: ");
	draft_free(draft);
}

static void
a_draft_that_cannot_be_asked_says_why(void **state)
{
	static const struct {
		const char *url, *why;
	} cases[] = {
		{ "", "URL is empty. Enter the address of the SCEP server" },
		{ "ftp://ca.acme.net/scep", "URL: " },
		{ "http://%HostName%/scep", "has a variable, so nobody can be asked" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct draft *draft = draft_new(*state);
		SCEP_PLAN(plan);
		STRVEC(told);
		STRBUF(err);

		draft_set(draft, field_of(*state, "url"), cases[i].url);
		assert_int_equal(plan_of_draft(&plan, draft, NULL, &told, &err), -1);
		assert_contains(err.buf, cases[i].why);
		draft_free(draft);
	}
}

static void
a_form_without_a_scep_server_says_so(void **state)
{
	struct form *form = form_of_text(
		"form: tiny\nversion: 1\ntitle: T\nplatform: platform\n"
		"sections:\n  - title: S\n    fields:\n"
		"      - {key: platform, label: P, type: choice, hint: h, help: h, default: a,\n"
		"         choices: [{value: a, label: A}]}\n"
		"payloads: []\n");
	struct draft *draft = draft_new(form);
	SCEP_PLAN(plan);
	STRVEC(told);
	STRBUF(err);

	(void)state;
	assert_int_equal(plan_of_draft(&plan, draft, NULL, &told, &err), -1);
	assert_string_equal(err.buf, "the form tiny is not for a SCEP server");
	draft_free(draft);
	form_free(form);
}

static void
only_plain_http_without_a_fingerprint_is_open(void **state)
{
	static const struct {
		const char *url, *fingerprint, *trusted;
		bool is_open;
	} cases[] = {
		{ "http://ca.acme.net/", "", "", true },
		{ "HTTP://ca.acme.net/", "", "", true },
		{ "http://ca.acme.net/", "12345678901234567890", "", false },
		{ "http://ca.acme.net/", "", "1234567890", false },
		{ "https://ca.acme.net/", "", "", false },
		{ "HTTPS://ca.acme.net/", "", "", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		SCEP_PLAN(plan);
		STRBUF(err);

		assert_int_equal(plan_of_url(&plan, cases[i].url, &err), 0);
		strbuf_addstr(&plan.fingerprint, cases[i].fingerprint);
		strbuf_addstr(&plan.trusted, cases[i].trusted);
		assert_int_equal(plan_is_open(&plan), cases[i].is_open);
	}
}

static void
a_trial_wishes_what_a_device_would(void **state)
{
	struct draft *draft = DRAFT(*state, "url=https://ca.acme.net/scep",
		"subject=/C=US/O=A\\/B/CN=%SerialNumber%+OU=x", "key_usage=signing\nencryption",
		"key_size=2048", "retries=4", "retry_delay=7", "set_subject_alternative_name=true",
		"san_dns_name=%HostName%\nb.acme.net", "san_rfc822=a@acme.net",
		"san_uri=https://acme.net/%SerialNumber%", "san_principal=%SerialNumber%@ACME",
		"challenge=secret");
	STAND_INS(stand_ins);
	SCEP_PLAN(plan);
	STRBUF(err);
	bool varies;

	memcpy(stand_ins.letters, "7F3A", 5);
	assert_int_equal(plan_trial(&plan, draft, &stand_ins, &varies, &err), 0);
	assert_true(plan.asks_trial);
	assert_true(varies);
	assert_string_equal(plan.wish.subject, "/C=US/O=A\\/B/CN=SCEPWIZ-TRIAL-7F3A+OU=x");
	assert_int_equal(plan.wish.usage, SCEP_SIGNING | SCEP_ENCRYPTION);
	assert_int_equal(plan.wish.bits, 2048);
	assert_int_equal(plan.wish.retries, 4);
	assert_int_equal(plan.wish.delay, 7);
	assert_int_equal(plan.wish.dns.n, 2);
	assert_string_equal(plan.wish.dns.v[0], "scepwiz-trial-7f3a");
	assert_string_equal(plan.wish.dns.v[1], "b.acme.net");
	assert_string_equal(plan.wish.email.v[0], "a@acme.net");
	assert_string_equal(plan.wish.uri.v[0], "https://acme.net/SCEPWIZ-TRIAL-7F3A");
	assert_string_equal(plan.wish.principal, "SCEPWIZ-TRIAL-7F3A@ACME");
	assert_int_equal(plan.wish.challenge.len, 0);
	draft_free(draft);
}

static void
names_that_do_not_apply_are_not_asked_for(void **state)
{
	struct draft *draft =
		DRAFT(*state, "subject=/CN=foo", "san_dns_name=b.acme.net", "san_principal=a@ACME");
	STAND_INS(stand_ins);
	SCEP_PLAN(plan);
	STRBUF(err);
	bool varies;

	assert_int_equal(plan_trial(&plan, draft, &stand_ins, &varies, &err), 0);
	assert_false(varies);
	assert_string_equal(plan.wish.subject, "/CN=foo");
	assert_int_equal(plan.wish.dns.n, 0);
	assert_null(plan.wish.principal);
	assert_int_equal(plan.wish.bits, 1024);
	assert_int_equal(plan.wish.usage, 0);
	assert_int_equal(plan.wish.retries, 3);
	assert_int_equal(plan.wish.delay, 10);
	draft_free(draft);
}

/* The worker would refuse the plan. */
static void
what_a_trial_cannot_have_is_told(void **state)
{
	static const struct {
		const char *answer, *why;
	} cases[] = {
		{ "size=3072",
			"Bits: a trial can have a key of 1024, 2048 or 4096 bits, not 3072" },
		{ "usage=agreement",
			"Usage: a trial can ask for signing (1) and encryption (4), not 16" },
	};
	struct form *form = form_of_text(
		"form: tiny\nversion: 1\ntitle: T\nplatform: platform\n"
		"sections:\n  - title: S\n    fields:\n"
		"      - {key: platform, label: P, type: choice, hint: h, help: h, default: a,\n"
		"         choices: [{value: a, label: A}]}\n"
		"      - {key: size, label: Bits, type: choice, role: key_size, hint: h, help: h,\n"
		"         choices: [{value: \"3072\", label: L, number: 3072}]}\n"
		"      - {key: usage, label: Usage, type: choice_set, role: key_usage, hint: h,\n"
		"         help: h, choices: [{value: agreement, label: A, number: 16}]}\n"
		"payloads: []\n");

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct draft *draft = DRAFT(form, cases[i].answer);
		STAND_INS(stand_ins);
		SCEP_PLAN(plan);
		STRBUF(err);
		bool varies;

		assert_int_equal(plan_trial(&plan, draft, &stand_ins, &varies, &err), -1);
		assert_string_equal(err.buf, cases[i].why);
		draft_free(draft);
	}
	form_free(form);
}

/* A slash in a value that is given does not begin another part. */
static void
a_given_value_stays_in_its_part(void **state)
{
	struct draft *draft = DRAFT(*state, "subject=/O=Acme/CN=%AD_Domain%");
	STRVEC(given);
	STAND_INS(stand_ins);
	SCEP_PLAN(plan);
	STRBUF(err);
	bool varies;

	strvec_push(&given, "AD_Domain=a/O=b");
	stand_ins.given = &given;
	assert_int_equal(plan_trial(&plan, draft, &stand_ins, &varies, &err), 0);
	assert_string_equal(plan.wish.subject, "/O=Acme/CN=a\\/O=b");
	draft_free(draft);
}

static void
values_stand_in_for_variables(void **state)
{
	static const struct {
		const char *given, *text, *wanted, *lacking, *unused;
	} cases[] = {
		{ NULL, "no variable, 100% sure", "no variable, 100% sure", "", NULL },
		{ NULL, "%SerialNumber%", "SCEPWIZ-TRIAL-7F3A", "", NULL },
		{ NULL, "%ComputerName%.%HostName%.%LocalHostName%",
			"scepwiz-trial-7f3a.scepwiz-trial-7f3a.scepwiz-trial-7f3a", "", NULL },
		{ NULL, "a %AD_Domain% b", "a %AD_Domain% b", "%AD_Domain%", NULL },
		{ NULL, "$SERIALNUMBER", "$SERIALNUMBER", "$SERIALNUMBER", NULL },
		{ NULL, "%Nonsense%", "%Nonsense%", "%Nonsense%", NULL },
		{ "SerialNumber=C02", "%SerialNumber%/%SerialNumber%", "C02/C02", "", NULL },
		{ "%SerialNumber%=C02", "%SerialNumber%", "C02", "", NULL },
		{ "SERIALNUMBER=C02", "$SERIALNUMBER", "C02", "", NULL },
		{ "$SERIALNUMBER=C02", "x$SERIALNUMBER", "xC02", "", NULL },
		{ "serialnumber=C=02", "{{ serialnumber }}", "C=02", "", NULL },
		{ "{{serialnumber}}=C02", "{{serialnumber}}", "C02", "", NULL },
		{ "udid=C02", "${udid}", "C02", "", NULL },
		{ "serialnumber=C02", "%SerialNumber%", "SCEPWIZ-TRIAL-7F3A", "",
			"serialnumber=C02" },
		{ "Serial=C02", "%SerialNumber%", "SCEPWIZ-TRIAL-7F3A", "", "Serial=C02" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STAND_INS(stand_ins);
		STRVEC(given);
		STRBUF(out);
		STRBUF(lacking);

		if (cases[i].given)
			strvec_push(&given, cases[i].given);
		stand_ins.given = &given;
		memcpy(stand_ins.letters, "7F3A", 5);
		stand_ins_put(&stand_ins, cases[i].text, &out);
		strvec_join(&stand_ins.lacking, ", ", &lacking);
		assert_string_equal(out.buf, cases[i].wanted);
		assert_string_equal(lacking.buf, cases[i].lacking);
		if (cases[i].unused)
			assert_string_equal(stand_ins_unused(&stand_ins), cases[i].unused);
		else
			assert_null(stand_ins_unused(&stand_ins));
	}
}

static void
made_values_have_their_forms(void **state)
{
	STAND_INS(stand_ins);
	STRVEC(lines);
	STRBUF(uuid);
	STRBUF(mac);
	STRBUF(serial);

	(void)state;
	stand_ins_put(&stand_ins, "%HardwareUUID%", &uuid);
	stand_ins_put(&stand_ins, "%MACAddress%", &mac);
	stand_ins_put(&stand_ins, "%SerialNumber%", &serial);
	assert_true(uuid_is_valid(uuid.buf));
	assert_int_equal(uuid.buf[14], '4');
	assert_int_equal(mac.len, 17);
	assert_memory_equal(mac.buf, "02:00:00:", 9);
	assert_int_equal(serial.len, strlen("SCEPWIZ-TRIAL-7F3A"));
	stand_ins_tell(&stand_ins, &lines);
	assert_int_equal(lines.n, 3);
	assert_contains(lines.v[2], "%SerialNumber% stands for SCEPWIZ-TRIAL-");
}

/*
 * Filling in.
 */

#define SHA256_HEX "3cb3cdba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
#define SHA256_BASE64 "PLPNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="

/* A root, which is the anchor if that is wanted, and a CA below it. */
static void
answer_fill(struct asked_certificate certificates[2], struct asked *asked, unsigned roles)
{
	certificates[0] = (struct asked_certificate){ .subject = TEXT("CN=Sub CA"),
		.sha256 = TEXT("00"),
		.is_ca = true,
		.der = STRBUF_INIT };
	certificates[1] = (struct asked_certificate){ .subject = TEXT("CN=Example Root CA"),
		.sha256 = TEXT(SHA256_HEX),
		.is_ca = true,
		.self_issued = true,
		.roles = roles,
		.der = STRBUF_INIT };
	strbuf_addstr(&certificates[1].der, "DER");
	asked->certificates = certificates;
	asked->n = 2;
}

static void
empty_values_are_filled_in(void **state)
{
	struct draft *draft = DRAFT(*state, "include_root_certificate=true");
	struct asked_certificate certificates[2];
	struct asked asked = ASKED_INIT;
	STRVEC(told);

	answer_fill(certificates, &asked, ASKED_ANCHOR | ASKED_ROOT);
	assert_int_equal(asked_fill(draft, &asked, &told), 2);
	assert_string_equal(draft_text(draft, field_of(*state, "fingerprint")), SHA256_BASE64);
	assert_string_equal(draft_text(draft, field_of(*state, "root_certificate")),
		"-----BEGIN CERTIFICATE-----\nREVS\n-----END CERTIFICATE-----\n");
	assert_int_equal(told.n, 2);
	assert_string_equal(told.v[0], "Fingerprint: the SHA-256 of CN=Example Root CA");
	assert_string_equal(told.v[1], "Root certificate: CN=Example Root CA");
	strbuf_release(&certificates[1].der);
	draft_free(draft);
}

static void
nothing_is_replaced(void **state)
{
	struct draft *draft = DRAFT(*state, "fingerprint=" SHA1_BASE64,
		"include_root_certificate=true", "root_certificate=root.cer");
	struct asked_certificate certificates[2];
	struct asked asked = ASKED_INIT;
	STRVEC(told);

	answer_fill(certificates, &asked, ASKED_ANCHOR | ASKED_ROOT);
	assert_int_equal(asked_fill(draft, &asked, &told), 0);
	assert_string_equal(draft_text(draft, field_of(*state, "fingerprint")), SHA1_BASE64);
	assert_string_equal(draft_text(draft, field_of(*state, "root_certificate")), "root.cer");
	assert_string_equal(told.v[0], "Fingerprint: has a value already, which was not changed");
	strbuf_release(&certificates[1].der);
	draft_free(draft);
}

static void
what_is_not_there_is_not_filled_in(void **state)
{
	struct draft *draft = DRAFT(*state, "include_root_certificate=false");
	struct asked_certificate certificates[2];
	struct asked asked = ASKED_INIT;
	STRVEC(told);

	answer_fill(certificates, &asked, 0);
	assert_int_equal(asked_fill(draft, &asked, &told), 0);
	assert_true(draft_is_empty(draft, field_of(*state, "fingerprint")));
	assert_true(draft_is_empty(draft, field_of(*state, "root_certificate")));
	assert_contains(told.v[0], "no certificate in which devices would end the chain");
	assert_contains(told.v[1], "Include root certificate is no");
	strbuf_release(&certificates[1].der);
	draft_free(draft);
}

/* Anyone can append one that issued itself to an answer over plain http. */
static void
a_root_of_nobody_is_not_filled_in(void **state)
{
	struct draft *draft =
		DRAFT(*state, "fingerprint=" SHA1_BASE64, "include_root_certificate=true");
	struct asked_certificate certificates[2];
	struct asked asked = ASKED_INIT;
	STRVEC(told);

	answer_fill(certificates, &asked, 0);
	assert_int_equal(asked_fill(draft, &asked, &told), 0);
	assert_true(draft_is_empty(draft, field_of(*state, "root_certificate")));
	assert_string_equal(told.v[1],
		"Root certificate: not filled in, because the server sends no root of this CA");
	strbuf_release(&certificates[1].der);
	draft_free(draft);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_server_is_that_of_the_draft),
		cmocka_unit_test(what_is_empty_is_not_sent),
		cmocka_unit_test(what_cannot_be_read_is_told),
		cmocka_unit_test(a_draft_that_cannot_be_asked_says_why),
		cmocka_unit_test(a_form_without_a_scep_server_says_so),
		cmocka_unit_test(only_plain_http_without_a_fingerprint_is_open),
		cmocka_unit_test(what_a_trial_cannot_have_is_told),
		cmocka_unit_test(a_trial_wishes_what_a_device_would),
		cmocka_unit_test(names_that_do_not_apply_are_not_asked_for),
		cmocka_unit_test(a_given_value_stays_in_its_part),
		cmocka_unit_test(values_stand_in_for_variables),
		cmocka_unit_test(made_values_have_their_forms),
		cmocka_unit_test(empty_values_are_filled_in),
		cmocka_unit_test(nothing_is_replaced),
		cmocka_unit_test(what_is_not_there_is_not_filled_in),
		cmocka_unit_test(a_root_of_nobody_is_not_filled_in),
	};

	test_state();
	return cmocka_run_group_tests(tests, form_setup, form_teardown);
}
