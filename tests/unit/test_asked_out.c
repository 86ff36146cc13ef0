/* What a server answered, for people (cmd/asked_out.h). */
#include "testing.h"

#include "base/xalloc.h"

#include "cmd/asked_out.h"

#include "test_folder.h"

/* A literal in a struct that is not released. */
#define TEXT(literal) ((char *)(literal))
#define SHA256_HEX "3cb3cdba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"

static struct asked_certificate root;
static struct asked asked;

/* A server that answers as it should. */
static int
answer(void **state)
{
	(void)state;
	root = (struct asked_certificate){ .subject = TEXT("CN=Example Root CA,O=Acme"),
		.key = TEXT("RSA 4096"),
		.sha256 = TEXT(SHA256_HEX),
		.roles = ASKED_ANCHOR | ASKED_RECIPIENT,
		.not_after = 1988150400 };
	asked = (struct asked)ASKED_INIT;
	asked.url = TEXT("http://ca.example.com/scep");
	asked.transport.status = 200;
	asked.transport.ms = 12;
	strbuf_addstr(&asked.transport.type, "application/x-x509-ca-cert");
	asked.caps.status = 200;
	strvec_push(&asked.caps.known, "AES");
	strvec_push(&asked.caps.known, "SHA-256");
	asked.caps.cipher = TEXT("AES-128");
	asked.caps.digest = TEXT("SHA-256");
	asked.certificates = &root;
	asked.n = 1;
	asked.trial.fail_info = -1;
	asked.trial.line = asked.trial.transaction = asked.trial.serial = TEXT("");
	asked.trial.sent.subject = TEXT("/CN=SCEPWIZ-TRIAL-7F3A");
	asked.trial.issued.subject = TEXT("/CN=device");
	return 0;
}

static int
answered(void **state)
{
	(void)state;
	fetched_release(&asked.transport);
	strvec_release(&asked.caps.known);
	strvec_release(&asked.caps.unknown);
	strvec_release(&asked.trial.sent.dns);
	return 0;
}

static void
assert_shows(const char *line)
{
	STRBUF(out);

	asked_show(&asked, &out);
	assert_contains(out.buf, line);
}

static void
assert_hides(const char *text)
{
	STRBUF(out);

	asked_show(&asked, &out);
	if (strstr(out.buf, text))
		fail_msg("\"%s\" contains \"%s\"", out.buf, text);
}

static void
each_fact_has_a_line(void **state)
{
	STRBUF(out);

	(void)state;
	asked_show(&asked, &out);
	assert_string_equal(out.buf,
		"Server        http://ca.example.com/scep\n"
		"Answer        status 200, application/x-x509-ca-cert, 12 ms\n"
		"Capabilities  AES, SHA-256\n"
		"Devices use   GET, AES-128, SHA-256\n"
		"Certificate   CN=Example Root CA,O=Acme, RSA 4096, until 2033-01-01; devices end "
		"the chain here, decrypts requests\n"
		"  SHA-256     3C:B3:CD:BA:5F:B0:A3:0E:26:E8:3B:2A:C5:B9:E2:9E:1B:16:1E:5C:1F:A7:"
		"42:5E:73:04:33:62:93:8B:98:24\n");
}

static void
the_server_is_named(void **state)
{
	(void)state;
	asked.name = TEXT("WiFi\033[2J");
	assert_shows("Server        http://ca.example.com/scep, Name WiFi<U+001B>[2J\n");
	strvec_push(&asked.transport.redirects, "302 http://b.example.com/");
	assert_shows("\nRedirect      302 http://b.example.com/\n");
	asked.transport.trust = FETCH_TRUST_SYSTEM;
	assert_shows("\nTLS           trusted by this system\n");
	asked.transport.trust = FETCH_TRUST_ROOT;
	assert_shows("\nTLS           trusted only by the included root certificate, ");
	asked.transport.trust = FETCH_TRUST_NONE;
	strbuf_addstr(&asked.transport.whose, "CN=x, issued by y");
	assert_shows("\nTLS           not trusted: CN=x, issued by y\n");
}

static void
no_answer_has_its_reason(void **state)
{
	static const struct {
		enum fetch_failure failure;
		const char *says, *line;
	} cases[] = {
		{ FETCH_NAME_UNKNOWN, "", "none: this machine cannot find the server's name\n" },
		{ FETCH_REFUSED, "port 80", "none: no connection: port 80\n" },
		{ FETCH_TIMEOUT, "", "none: it did not come in time\n" },
		{ FETCH_TLS, "", "none: TLS failed\n" },
		{ FETCH_CUT, "", "none: the connection ended before it was complete\n" },
		{ FETCH_TOO_LARGE, "", "none: it is larger than 1 MiB\n" },
		{ FETCH_HEADERS, "", "none: its headers do not end\n" },
		{ FETCH_NOT_HTTP, "", "none: it is not HTTP\n" },
		{ FETCH_REDIRECTS, "", "none: too many redirects\n" },
		{ FETCH_REDIRECT_SCHEME, "",
			"none: a redirect to a scheme other than http and https\n" },
		{ FETCH_REDIRECT_DOWNGRADE, "", "none: a redirect from https to http\n" },
		{ FETCH_PROXY, "", "none: the proxy does not connect\n" },
		{ FETCH_OTHER, "", "none: it could not be fetched\n" },
	};

	(void)state;
	asked.n = 0;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		asked.transport.failure = cases[i].failure;
		strbuf_set(&asked.transport.says, cases[i].says);
		assert_shows(cases[i].line);
	}
	assert_hides("Devices use");
	asked.caps.failure = FETCH_TIMEOUT;
	assert_shows("\nCapabilities  none: it did not come in time\n");
	asked.caps.failure = FETCH_DONE;
	strvec_release(&asked.caps.known);
	assert_shows("\nCapabilities  none\n");
	asked.caps.status = 0;
	assert_hides("Capabilities");
}

static void
the_fingerprint_is_told_if_there_is_one(void **state)
{
	(void)state;
	assert_hides("Fingerprint");
	asked.matches = ASKED_NO_MATCH;
	assert_shows("\nFingerprint   matched no certificate of the server when asked\n");
	asked.matches = 0;
	assert_shows("\nFingerprint   matched CN=Example Root CA,O=Acme when asked\n");
}

static void
a_trial_ends_in_one_of_five_ways(void **state)
{
	struct asked_trial *trial = &asked.trial;

	(void)state;
	assert_hides("Trial");
	trial->status = TRIAL_ISSUED;
	trial->serial = TEXT("1AB9");
	trial->not_after = 1988150400;
	strvec_push(&trial->sent.dns, "a.acme.net");
	trial->sent.principal = TEXT("a@ACME");
	assert_shows(
		"\nTrial         this CA gave a certificate to this request, from this machine\n"
		"  Serial      1AB9, until 2033-01-01. To revoke it, give the CA this number\n"
		"  Requested   /CN=SCEPWIZ-TRIAL-7F3A; DNS a.acme.net; principal a@ACME\n"
		"  Issued      /CN=device\n");
	trial->status = TRIAL_REFUSED;
	trial->http = 500;
	trial->line = TEXT("closed\x1b");
	assert_shows("\nTrial         refused: status 500, closed<U+001B>\n");
	trial->fail_info = 2;
	trial->transaction = TEXT("ABCD");
	assert_shows("\nTrial         refused: failInfo 2 (badRequest)\n  Transaction ABCD\n");
	trial->fail_info = 7;
	assert_shows("\nTrial         refused: failInfo 7\n");
	trial->status = TRIAL_PENDING;
	assert_shows("\nTrial         still pending: somebody has to approve it. Asked 1 time\n");
	trial->polls = 3;
	assert_shows(". Asked 4 times\n");
	trial->status = TRIAL_UNREAD;
	assert_shows("\nTrial         there is a reply, but it cannot be read\n");
}

static void
a_certificate_has_a_name_for_people(void **state)
{
	static const struct {
		const char *subject, *name;
	} cases[] = {
		{ "CN=Example Root CA,O=Acme", "Example Root CA" },
		{ "CN=Example Root CA", "Example Root CA" },
		{ "O=Acme,C=US", "O=Acme,C=US" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(name);

		root.subject = TEXT(cases[i].subject);
		asked_show_name(&root, &name);
		assert_string_equal(name.buf, cases[i].name);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_fact_has_a_line, answer, answered),
		cmocka_unit_test_setup_teardown(the_server_is_named, answer, answered),
		cmocka_unit_test_setup_teardown(no_answer_has_its_reason, answer, answered),
		cmocka_unit_test_setup_teardown(
			the_fingerprint_is_told_if_there_is_one, answer, answered),
		cmocka_unit_test_setup_teardown(a_trial_ends_in_one_of_five_ways, answer, answered),
		cmocka_unit_test_setup_teardown(
			a_certificate_has_a_name_for_people, answer, answered),
	};

	return run_tests(tests);
}
