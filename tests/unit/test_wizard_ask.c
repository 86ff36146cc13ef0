/* The wizard asks a server: what stands in the last line meanwhile, what becomes of keys, what fields get, how long the
 * facts last; and a trial from the review, with consent. The server is a script (fake_ask.h). */
#include "testing.h"

#include "fake_ask.h"
#include "wizard_session.h"

#define URL "http://ca.example.org/scep"
#define DRAFT                                                                           \
	"form: scep\npolicy_name: Office\nurl: " URL "\nname: WiFi\nchallenge: " SECRET \
	"\nkey_size: 2048\nsubject: /O=Acme/CN=%SerialNumber%\n"                        \
	"fingerprint: 2jmj7l5rSw0yVb/vlWAYkK/YBwnaOaPuXmtLDTJVv+8=\n"

/* Answers of a server: a root, an intermediate CA, an RA. */
static struct asked_certificate certificates[3];
static struct asked facts;

static void
make_certificate(struct asked_certificate *cert, const char *name, char *subject, char *key)
{
	const struct cert_spec spec = { name, NULL, 2048, "SHA256", -1, 3650, true, 0 };
	static char hex[3][65];
	static size_t n;
	CERTIFICATE(read);
	FINDING(slip);

	*cert = (struct asked_certificate){ .der = STRBUF_INIT, .usage = STRVEC_INIT };
	cert_der(&spec, &cert->der);
	assert_int_equal(certificate_take(cert->der.buf, cert->der.len, 0, &read, &slip), 0);
	cert->subject = cert->issuer = subject;
	cert->key = key;
	for (size_t i = 0; i < 32; i++)
		snprintf(hex[n % 3] + 2 * i, 3, "%02x", read.sha256[i]);
	cert->sha256 = hex[n++ % 3];
	cert->not_after = INT64_C(2019686400); /* 2034-01-01 */
	cert->is_rsa = true;
}

static int
begin(void **state)
{
	static char nothing[] = "", url[] = URL, name[] = "WiFi", aes[] = "AES-128",
		    sha[] = "SHA-256";
	static char ra[] = "CN=Example RA", root[] = "CN=Example Root CA,O=Example",
		    sub[] = "CN=Example Sub CA", rsa[] = "RSA 4096";

	fake_ask_reset();
	facts = (struct asked)ASKED_INIT;
	facts.url = url;
	facts.name = name;
	facts.when = 1796000000;
	facts.names = facts.answer = facts.type_kind = facts.root = nothing;
	facts.caps.cipher = aes;
	facts.caps.digest = sha;
	facts.caps.line_ends = facts.caps.type = nothing;
	facts.caps.post = true;
	facts.transport.status = 200;
	facts.trial.serial = facts.trial.transaction = facts.trial.line = facts.trial.fault =
		facts.trial.signature = facts.trial.sent.subject = facts.trial.issued.subject =
			nothing;
	make_certificate(&certificates[0], "Example RA", ra, rsa);
	make_certificate(&certificates[1], "Example Sub CA", sub, rsa);
	make_certificate(&certificates[2], "Example Root CA", root, rsa);
	certificates[0].roles = ASKED_SIGNER | ASKED_RECIPIENT;
	certificates[1].is_ca = certificates[2].is_ca = certificates[2].self_issued = true;
	certificates[2].roles = ASKED_ANCHOR | ASKED_ROOT;
	facts.certificates = certificates;
	facts.n = 3;
	return session_begin(state);
}

static int
end(void **state)
{
	int result = session_end(state);

	for (size_t i = 0; i < ARRAY_SIZE(certificates); i++)
		strbuf_release(&certificates[i].der);
	assert_int_equal(fake.running, 0);
	return result;
}

#define ask_test(test) cmocka_unit_test_setup_teardown(test, begin, end)

static const struct view *
view(const struct session *s)
{
	return wizard_view(s->wizard);
}

/* The server says something, or a second has passed. */
static void
go_on(struct session *s)
{
	enum wizard_wish wish;

	fake.step++;
	wizard_continue(s->wizard);
	wish = wizard_wants(s->wizard);
	if (wish != WIZARD_GO_ON)
		s->wish = wish;
	check_view(s);
}

/* Asks for a field, to the end. */
static void
ask_for(struct session *s, const char *field)
{
	fake.steps[0] = (struct fake_step){ ASK_RUN_GOES_ON, "GetCACaps", 0 };
	fake.steps[1] = (struct fake_step){ ASK_RUN_ENDED, "", 0 };
	fake.facts = &facts;
	play(s, "{M-g}");
	play(s, field);
	play(s, "{Enter}{^T}");
	if (!view(s)->choosing) /* a fix is offered first */
		play(s, "{^T}");
	assert_true(view(s)->choosing);
	play(s, "ask the{Enter}");
	assert_int_equal(fake.step, 0);
	go_on(s);
}

static void
waiting_is_told_and_stopped(void **state)
{
	struct session *s = *state;
	struct pollfd fds[WIZARD_FDS];

	open_text(s, DRAFT);
	fake.steps[0] = (struct fake_step){ ASK_RUN_GOES_ON, "GetCACaps", 0 };
	fake.steps[1] = (struct fake_step){ ASK_RUN_GOES_ON, "GetCACert", 3 };
	assert_int_equal(wizard_wait_ms(s->wizard), -1);
	assert_int_equal(wizard_wait_fds(s->wizard, fds), 0);
	play(s, "{M-g}url{Enter}{^T}");
	assert_string_equal(view(s)->items[0].name, "Ask the server");
	assert_string_equal(view(s)->items[0].meaning, "what ca.example.org answers now");
	assert_int_equal(fake.begun, 0);
	play(s, "{Enter}");
	assert_string_equal(
		view(s)->prompt, "Asking ca.example.org: GetCACaps, 0 s   ^C or Esc stop");
	assert_int_equal(wizard_wait_fds(s->wizard, fds), 1);
	assert_int_equal(wizard_wait_ms(s->wizard), 1000);
	go_on(s);
	assert_string_equal(
		view(s)->prompt, "Asking ca.example.org: GetCACert, 3 s   ^C or Esc stop");
	/* other keys change nothing, and are told how to leave */
	play(s, "x{Enter}{^O}{^T}{M-r}");
	assert_string_equal(answer(s, "url"), URL);
	assert_contains(view(s)->prompt, "GetCACert, 3 s");
	assert_int_equal(fake.running, 1);
	play(s, "{^C}");
	assert_null(view(s)->prompt);
	assert_string_equal(message(s), "Stopped. Nothing was changed.");
	assert_int_equal(fake.running, 0);
	assert_int_equal(wizard_wait_ms(s->wizard), -1);
	/* a second one is the same */
	play(s, "{^T}{Enter}{Esc}");
	assert_null(view(s)->prompt);
	assert_int_equal(fake.begun, 2);
	assert_int_equal(fake.running, 0);
}

static void
the_keeper_asks_at_the_terminal(void **state)
{
	struct session *s = *state;

	open_text(s, DRAFT);
	fake.steps[0] = (struct fake_step){ ASK_RUN_WANTS_WORD, "GetCACaps", 0 };
	fake.steps[1] = (struct fake_step){ ASK_RUN_ENDED, "", 0 };
	fake.why = "it is not allowed";
	play(s, "{M-g}url{Enter}{^T}{Enter}");
	assert_int_equal(s->wish, WIZARD_FETCH);
	assert_int_equal(fake.fetched, 0);
	wizard_fetch(s->wizard);
	assert_int_equal(fake.fetched, 1);
	wizard_continue(s->wizard);
	assert_string_equal(message(s), "Not asked: it is not allowed.");
	assert_null(view(s)->prompt);
}

static void
what_cannot_be_asked_is_said(void **state)
{
	struct session *s = *state;

	/* no URL, no row */
	play(s, "{M-g}url{Enter}{^T}");
	assert_false(view(s)->choosing);
	wizard_run(s->wizard, wizard_ask_server);
	assert_string_equal(message(s), "No server to ask: enter the URL first.");
	play(s, "nonsense{^T}");
	play(s, view(s)->prompt && !view(s)->choosing ? "{^T}{Enter}" : "{Enter}");
	assert_contains(message(s), "Not asked: URL: ");
	assert_int_equal(fake.begun, 0);
	open_text(s, DRAFT);
	fake.missing = "the worker program is missing";
	play(s, "{M-g}url{Enter}{^T}{Enter}");
	assert_string_equal(message(s), "Not asked: the worker program is missing.");
	assert_int_equal(fake.begun, 0);
}

static void
the_url_gets_what_answered(void **state)
{
	static const struct {
		bool post;
		const char *cipher, *digest;
		enum asked_stop stop;
		const char *says;
	} cases[] = {
		{ true, "AES-128", "SHA-256", STOP_NOWHERE,
			"The server answers. It offers all that a device needs: POST, AES-128, "
			"SHA-256." },
		{ false, "AES-128", "SHA-512", STOP_NOWHERE,
			"The server answers. Devices use GET, AES-128, SHA-512 there." },
		{ true, "3DES", "SHA-1", STOP_NOWHERE,
			"The server answers. Devices use POST, 3DES, SHA-1 there." },
		{ true, "AES-128", "SHA-256", STOP_USAGE,
			"The server answers, but a device would stop. M-r says why." },
	};
	struct session *s = *state;

	open_text(s, DRAFT);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		facts.caps.post = cases[i].post;
		facts.caps.cipher = (char *)cases[i].cipher;
		facts.caps.digest = (char *)cases[i].digest;
		facts.stop = cases[i].stop;
		ask_for(s, "url");
		assert_string_equal(message(s), cases[i].says);
		assert_string_equal(fake.url, URL);
		assert_string_equal(fake.name, "WiFi");
		assert_true(fake.probes);
		assert_false(fake.tries);
		assert_string_equal(fake.challenge, "");
	}
}

static void
the_name_gets_whether_it_counts(void **state)
{
	static const struct {
		const char *names, *says;
	} cases[] = {
		{ "same",
			"The server answers the same to another name: it does not look at Name." },
		{ "other",
			"The server answers another name with other certificates. Name counts." },
		{ "none", "The server answers no other name. Name counts." },
		{ "", "The server answers. Whether it looks at Name is not known." },
	};
	struct session *s = *state;

	open_text(s, DRAFT);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		facts.names = (char *)cases[i].names;
		ask_for(s, "13");
		assert_string_equal(message(s), cases[i].says);
	}
}

static void
the_fingerprint_gets_one_of_the_certificates(void **state)
{
	struct session *s = *state;
	char *before;

	open_text(s, DRAFT);
	before = xstrdup(answer(s, "fingerprint"));
	ask_for(s, "finger");
	assert_true(view(s)->choosing);
	assert_int_equal(view(s)->nitems, 3);
	assert_string_equal(view(s)->items[0].name, "Example Root CA");
	assert_contains(view(s)->items[0].meaning, "CA, RSA 4096, until 2034-01-01, ");
	assert_contains(view(s)->items[0].meaning, "..., devices end the chain here");
	assert_string_equal(view(s)->items[1].name, "Example Sub CA");
	assert_string_equal(view(s)->items[2].name, "Example RA");
	assert_contains(view(s)->items[2].meaning, "RA, RSA 4096");
	assert_contains(view(s)->told, "CN=Example Root CA,O=Example: CA, RSA 4096");
	assert_contains(view(s)->told, ". SHA-256 ");
	play(s, "{Esc}");
	assert_string_equal(answer(s, "fingerprint"), before);
	ask_for(s, "finger");
	play(s, "{Enter}");
	assert_contains(message(s), "Fingerprint was taken from the server.");
	assert_string_not_equal(answer(s, "fingerprint"), before);
	play(s, "{^_}");
	assert_string_equal(answer(s, "fingerprint"), before);
	free(before);
}

static void
the_root_is_that_of_this_ca_alone(void **state)
{
	struct session *s = *state;

	open_text(s, DRAFT "include_root_certificate: yes\n");
	ask_for(s, "root cert");
	assert_int_equal(view(s)->nitems, 1);
	assert_string_equal(view(s)->items[0].name, "Example Root CA");
	play(s, "{Enter}");
	assert_contains(answer(s, "root_certificate"), "-----BEGIN CERTIFICATE-----");
	certificates[2].roles = ASKED_ANCHOR; /* self-issued by its names alone */
	ask_for(s, "root cert");
	assert_false(view(s)->choosing);
	assert_string_equal(message(s), "The server sends no root of this CA. Ask the CA for it.");
}

/* Enter in the list of files takes a file; the server is asked by a choice of its own. */
static void
enter_alone_asks_nobody(void **state)
{
	struct session *s = *state;

	open_text(s, DRAFT);
	play(s, "{M-g}finger{Enter}{^T}{Enter}{Enter}{Enter}");
	assert_int_equal(fake.begun, 0);
	open_text(s, DRAFT);
	play(s, "{M-r}{Enter}");
	assert_int_equal(fake.begun, 0);
	assert_contains(view(s)->prompt, "Export to");
}

static void
facts_last_until_their_server_changes(void **state)
{
	struct session *s = *state;

	open_text(s, DRAFT);
	ask_for(s, "url");
	play(s, "{M-r}");
	assert_true(rows_mention(s, "Asked "));
	assert_true(rows_mention(s, "Example Root CA"));
	/* what they do not rest on */
	play(s, "{M-r}{M-g}retries{Enter}{^U}4{M-r}");
	assert_true(rows_mention(s, "Asked "));
	assert_int_equal(fake.running, 1);
	play(s, "{M-r}{M-g}13{Enter}x{M-r}");
	assert_false(rows_mention(s, "Asked "));
	assert_int_equal(fake.running, 0);
	play(s, "{M-r}");
	ask_for(s, "url");
	play(s, "{M-g}url{Enter}x{M-r}");
	assert_false(rows_mention(s, "Asked "));
	/* TLS trusts the included root */
	play(s, "{M-r}{M-g}url{Enter}{BS}");
	ask_for(s, "url");
	play(s, "{M-g}include root{Enter}y{M-r}");
	assert_false(rows_mention(s, "Asked "));
	assert_int_equal(fake.running, 0);
}

/* They age, and the next session must ask anew. */
static void
facts_are_in_no_file(void **state)
{
	struct session *s = *state;
	char *text;

	open_text(s, DRAFT);
	ask_for(s, "finger");
	play(s, "{Esc}{M-g}retries{Enter}{^U}4{^O}");
	text = session_file(s, "given.yaml");
	assert_null(strstr(text, "Example Root"));
	assert_null(strstr(text, "asked"));
	free(text);
}

/*
 * The trial.
 */

static void
begin_trial(struct session *s)
{
	fake.agreed = -1;
	fake.steps[0] = (struct fake_step){ ASK_RUN_GOES_ON, "GetCACaps", 0 };
	fake.steps[1] = (struct fake_step){ ASK_RUN_CONSENT, "", 0 };
	fake.steps[2] = (struct fake_step){ ASK_RUN_GOES_ON, "making the key", 1 };
	fake.steps[3] = (struct fake_step){ ASK_RUN_ENDED, "", 0 };
	facts.matches = 2;
	fake.facts = &facts;
	if (view(s)->kind != VIEW_REVIEW)
		play(s, "{M-r}");
	play(s, "{Home}");
	assert_string_equal(focus_label(s), "Try it: enrol once as a device would");
	play(s, "{Enter}");
}

static void
only_y_asks_for_a_certificate(void **state)
{
	static const char *const keys[] = { "{Enter}", "{Esc}", "{^C}", "n", " ", "x", "1" };
	struct session *s = *state;

	open_text(s, DRAFT);
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		begin_trial(s);
		assert_contains(view(s)->prompt, "Asking ca.example.org: GetCACaps");
		go_on(s);
		assert_contains(view(s)->prompt, "Ask this CA for one real certificate?");
		assert_string_equal(view(s)->prompt,
			"Ask this CA for one real certificate?  y ask  Enter leave");
		assert_null(view(s)->accepts);
		play(s, keys[i]);
		assert_int_equal(fake.agreed, 0);
		go_on(s);
		assert_string_equal(message(s), "No certificate was asked for.");
	}
}

static void
consent_says_what_it_is_about(void **state)
{
	struct session *s = *state;

	open_text(s, DRAFT);
	begin_trial(s);
	go_on(s);
	assert_int_equal(view(s)->nitems, 8);
	assert_string_equal(view(s)->items[0].name, "CA: " URL);
	assert_string_equal(view(s)->items[1].name, "Example Root CA, whose fingerprint matches");
	assert_contains(view(s)->items[2].name, "Subject: /O=Acme/CN=SCEPWIZ-TRIAL-");
	assert_string_equal(
		view(s)->items[3].name, "The CA keeps the certificate until you revoke it");
	assert_contains(view(s)->items[4].name, "%SerialNumber% stands for SCEPWIZ-TRIAL-");
	assert_string_equal(view(s)->items[5].name,
		"Challenge: is used once. A one-time challenge is then spent");
	assert_string_equal(view(s)->items[6].name,
		"If somebody has to approve it: up to 3 times 10 s. ^C leaves");
	/* the list can be read, line by line */
	play(s, "{Down}{Down}{Down}");
	assert_int_equal(view(s)->item_focus, 3);
	assert_int_equal(fake.agreed, -1);
	assert_true(fake.tries);
	assert_string_equal(fake.challenge, SECRET);
	play(s, "y");
	assert_int_equal(fake.agreed, 1);
	assert_contains(view(s)->prompt, "Asking ca.example.org: making the key, 1 s");
	facts.trial.status = TRIAL_ISSUED;
	facts.trial.serial = (char[]){ "1AB9" };
	go_on(s);
	assert_contains(message(s), "Serial number 1AB9");
	assert_int_equal(view(s)->kind, VIEW_REVIEW);
	/* it rests on what a device puts into its request */
	play(s, "{M-r}{M-g}subject{Enter}x{M-r}");
	assert_false(rows_mention(s, "Asked "));
}

static void
what_came_of_it_is_said(void **state)
{
	static const struct {
		enum asked_trial_status status;
		const char *says;
	} cases[] = {
		{ TRIAL_REFUSED, "The CA refused the request. The review says why." },
		{ TRIAL_PENDING, "The CA has not decided yet. Transaction A1B2." },
		{ TRIAL_UNREAD,
			"No reply that can be read. The CA may have issued a certificate for "
			"/O=Acme/CN=SCEPWIZ-TRIAL-" },
	};
	struct session *s = *state;

	open_text(s, DRAFT);
	facts.trial.transaction = (char[]){ "A1B2" };
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		facts.trial.status = TRIAL_NONE;
		begin_trial(s);
		go_on(s);
		play(s, "y");
		facts.trial.status = cases[i].status;
		go_on(s);
		assert_contains(message(s), cases[i].says);
	}
	/* where a device would stop nobody is asked */
	begin_trial(s);
	facts.trial.status = TRIAL_NONE;
	facts.stop = STOP_USAGE;
	fake.steps[1].state = ASK_RUN_ENDED;
	go_on(s);
	assert_string_equal(message(s),
		"Not tried: a device would stop before its request. The review says why.");
	assert_int_equal(fake.agreed, -1);
}

static void
waiting_for_a_decision_can_be_left(void **state)
{
	struct session *s = *state;

	open_text(s, DRAFT);
	begin_trial(s);
	go_on(s);
	play(s, "y");
	fake.waits = true;
	facts.trial.status = TRIAL_PENDING;
	facts.trial.transaction = (char[]){ "A1B2" };
	play(s, "{^C}");
	assert_int_equal(fake.left, 1);
	assert_string_equal(message(s), "The CA has not decided yet. Transaction A1B2.");
	/* elsewhere it is cut off */
	begin_trial(s);
	facts.trial.status = TRIAL_NONE;
	go_on(s);
	play(s, "y{^C}");
	assert_string_equal(message(s), "Stopped. Nothing was changed.");
	assert_false(rows_mention(s, "may have issued"));
	begin_trial(s);
	go_on(s);
	play(s, "y");
	fake.sent = true;
	play(s, "{^C}");
	assert_contains(message(s),
		"Stopped. The CA may have issued a certificate for /O=Acme/CN=SCEPWIZ-TRIAL-");
	assert_true(rows_mention(s, "The CA may have issued a certificate for /O=Acme"));
}

static void
what_ends_without_facts_is_said(void **state)
{
	static const struct {
		bool tries, sent, declined;
		char mark;
		const char *says;
	} cases[] = {
		{ false, false, false, '!', "Not asked: it broke." },
		{ false, false, true, ' ', "Nothing was asked." },
		{ true, false, false, '!', "Not tried: it broke." },
		{ true, false, true, ' ', "Not tried." },
		{ true, true, false, '!',
			"No reply: it broke. The CA may have issued a certificate for "
			"/O=Acme/CN=SCEPWIZ-TRIAL-" },
	};
	struct session *s = *state;

	fake.why = "it broke";
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		open_text(s, DRAFT);
		fake.sent = cases[i].sent;
		fake.declined = cases[i].declined;
		if (cases[i].tries)
			begin_trial(s);
		else
			play(s, "{M-g}url{Enter}{^T}{Enter}");
		fake.steps[fake.step + 1] = (struct fake_step){ ASK_RUN_ENDED, "", 0 };
		fake.facts = NULL;
		go_on(s);
		assert_contains(message(s), cases[i].says);
		assert_int_equal(view(s)->mark, cases[i].mark);
		if (cases[i].tries)
			assert_string_equal(focus_label(s), "Export");
	}
}

/* Whatever becomes of the facts: nobody can revoke it without its number. */
static void
what_the_ca_has_is_shown_to_the_end(void **state)
{
	struct session *s = *state;
	STRBUF(farewell);

	open_text(s, DRAFT);
	begin_trial(s);
	go_on(s);
	play(s, "y");
	facts.trial.status = TRIAL_ISSUED;
	facts.trial.serial = (char[]){ "1AB9" };
	facts.trial.transaction = (char[]){ "A1B2" };
	facts.trial.verifies = facts.trial.signer_is_chosen = facts.trial.nonce_is_ours =
		facts.trial.transaction_is_ours = facts.trial.for_our_key =
			facts.trial.ours_is_first = facts.trial.chains = true;
	go_on(s);
	assert_contains(message(s), "The CA gave a certificate to this request");
	assert_int_equal(view(s)->mark, '+');
	play(s, "{M-r}{M-g}subject{Enter}x{M-r}");
	assert_false(rows_mention(s, "Asked "));
	assert_true(rows_mention(s, "The CA has issued a certificate for /O=Acme/CN=SCEPWIZ-"));
	assert_true(rows_mention(s, ", serial number 1AB9, transaction A1B2."));
	/* a second one that is declined takes nothing away */
	facts.trial.status = TRIAL_NONE;
	begin_trial(s);
	go_on(s);
	play(s, "{Enter}");
	wizard_farewell(s->wizard, &farewell);
	assert_contains(farewell.buf, "\nThe CA has issued a certificate for /O=Acme/CN=SCEPWIZ-");
	assert_contains(farewell.buf, ", serial number 1AB9, transaction A1B2.");
	assert_null(strstr(farewell.buf, "may"));
}

static void
a_certificate_that_no_device_takes_is_no_success(void **state)
{
	const struct view *shown;
	struct session *s = *state;

	open_text(s, DRAFT);
	facts.trial.serial = (char[]){ "1AB9" };
	facts.trial.verifies = facts.trial.signer_is_chosen = facts.trial.nonce_is_ours =
		facts.trial.transaction_is_ours = facts.trial.for_our_key =
			facts.trial.ours_is_first = facts.trial.chains = true;
	for (int i = 0; i < 3; i++) {
		facts.trial.status = TRIAL_NONE;
		begin_trial(s);
		go_on(s);
		play(s, i ? "y" : "Y");
		facts.trial.status = TRIAL_ISSUED;
		facts.trial.for_our_key = i != 0;
		facts.trial.chains = i != 1;
		facts.trial.ours_is_first = i != 2;
		go_on(s);
		assert_contains(message(s),
			"The CA gave a certificate, but a device would not take it. The review "
			"says why. Serial number 1AB9");
		assert_int_equal(view(s)->mark, '!');
		/* what the next Enter leads to */
		shown = view(s);
		assert_int_equal(shown->rows[shown->focus].mark, '!');
	}
}

static void
the_help_says_what_stopping_does(void **state)
{
	struct session *s = *state;

	open_text(s, DRAFT);
	fake.steps[0] = (struct fake_step){ ASK_RUN_GOES_ON, "GetCACaps", 0 };
	play(s, "{M-g}url{Enter}{^T}{Enter}{^G}");
	assert_string_equal(message(s),
		"The server is asked, which takes at most a few time limits. Stopping changes "
		"nothing.");
	play(s, "{^C}");
	begin_trial(s);
	play(s, "{^G}");
	assert_string_equal(message(s),
		"The server is asked first. You are asked again before a request for a "
		"certificate is sent. Stopping changes nothing.");
	go_on(s);
	play(s, "y{^G}");
	assert_string_equal(message(s),
		"One certificate is asked for. Once the request is sent, the CA may issue it even "
		"if you stop.");
}

static void
what_would_be_in_vain_is_refused_before(void **state)
{
	static const struct {
		const char *draft, *says;
	} cases[] = {
		{ "form: scep\npolicy_name: Office\nurl: " URL
		  "\nkey_size: 2048\nsubject: /CN=Mac\n",
			"Not tried: the subject is that of real devices" },
		{ "form: scep\npolicy_name: Office\nurl: " URL
		  "\nkey_size: 2048\nsubject: /CN=%SerialNumber%\n",
			"Not tried: over plain http anyone can answer. Enter the fingerprint "
			"first." },
		{ "form: scep\npolicy_name: Office\nurl: " URL
		  "\nkey_size: 2048\nsubject: /CN=%AD_ComputerID%\n",
			"Not tried: %AD_ComputerID% has no value here." },
		{ "form: scep\npolicy_name: Office\nurl: " URL "\nsubject: CN\n",
			"stops the trial: Subject" },
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		open_text(s, cases[i].draft);
		wizard_run(s->wizard, wizard_try);
		assert_contains(message(s), cases[i].says);
		assert_int_equal(fake.begun, 0);
	}
}

static void
a_secret_kept_elsewhere_is_asked_for(void **state)
{
	struct session *s = *state;

	open_text(s,
		"form: scep\npolicy_name: Office\nurl: https://ca.example.org/scep\nkey_size: 2048\n"
		"subject: /CN=%SerialNumber%\nchallenge:\n  from: prompt\n");
	begin_trial(s);
	assert_contains(view(s)->prompt, "Challenge, for this trial only: ");
	assert_true(view(s)->prompt_masked);
	assert_int_equal(fake.begun, 0);
	play(s, SECRET "{Enter}");
	assert_string_equal(fake.challenge, SECRET);
	assert_int_equal(fake.begun, 1);
	play(s, "{^C}");
	begin_trial(s);
	play(s, "{Enter}");
	assert_string_equal(message(s), "Not tried: Challenge is required and was left empty.");
	assert_int_equal(fake.begun, 1);
}

/* Enter alone leads on without the network; whoever wants it gets the CA from the URL on. */
static void
a_quick_start_asks_for_its_ca(void **state)
{
	struct session *s = *state;

	wizard_free(s->wizard);
	s->wizard = wizard_new_quick(s->form, NULL, s->folder, NULL);
	fake.steps[0] = (struct fake_step){ ASK_RUN_GOES_ON, "GetCACaps", 0 };
	fake.steps[1] = (struct fake_step){ ASK_RUN_ENDED, "", 0 };
	fake.facts = &facts;
	play(s, "{Enter}{Enter}");
	assert_string_equal(focus_label(s), "URL");
	play(s, URL "{Enter}");
	assert_int_equal(fake.begun, 0);
	play(s, "{Up}{^T}{Enter}");
	assert_int_equal(fake.begun, 1);
	assert_string_equal(fake.url, URL);
	assert_string_equal(fake.name, "");
	go_on(s);
	assert_string_equal(view(s)->items[0].name, "Example Root CA");
	play(s, "{Enter}");
	assert_string_equal(message(s),
		"CA certificate was taken from the server. Compare it with what the CA says.");
	assert_contains(row_of(s, "ca")->value, "Example Root CA");
	assert_string_equal(focus_label(s), "URL");
	/* of an RA the hash alone, which is what the question wants then */
	play(s, "{Up}{^T}ask the{Enter}");
	go_on(s);
	play(s, "{Down}{Down}{Enter}");
	assert_null(strstr(row_of(s, "ca")->value, "Example"));
	assert_int_not_equal(*row_of(s, "ca")->value, '\0');
	/* with an answer, the URL gets words */
	play(s, "{Enter}{^T}{Enter}");
	go_on(s);
	assert_contains(message(s), "The server answers.");
}

/* Its answers are not judged by the facts, so the URL alone is: it has no review that would say why. */
static void
a_quick_start_says_what_is_wrong(void **state)
{
	static const struct {
		enum fetch_failure failure;
		int status;
		const char *says;
	} cases[] = {
		{ FETCH_NAME_UNKNOWN, 0, "This host name is not known here." },
		{ FETCH_REFUSED, 0, "The server accepts no connection." },
		{ FETCH_TIMEOUT, 0, "in time" },
		{ FETCH_TLS, 0, "The server's https certificate is not trusted" },
		{ FETCH_DONE, 404, "The server does not know this path. Check the URL" },
	};
	struct session *s = *state;

	wizard_free(s->wizard);
	s->wizard = wizard_new_quick(s->form, NULL, s->folder, NULL);
	fake.steps[0] = (struct fake_step){ ASK_RUN_GOES_ON, "GetCACaps", 0 };
	fake.steps[1] = (struct fake_step){ ASK_RUN_ENDED, "", 0 };
	fake.facts = &facts;
	facts.name = NULL;
	play(s, "{Enter}{Enter}" URL);
	facts.stop = STOP_USAGE;
	facts.answer = facts.type_kind = (char[]){ "bundle" };
	play(s, "{^T}{Enter}");
	go_on(s);
	assert_contains(message(s), "so devices stop with -67731");
	facts.answer = facts.type_kind = (char[]){ "" };
	facts.stop = STOP_FINGERPRINT;
	play(s, "{^T}{Enter}");
	go_on(s);
	assert_string_equal(message(s), "The server answers, but a device would stop.");
	facts.n = 0;
	facts.stop = STOP_ANSWER;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		facts.transport.failure = cases[i].failure;
		facts.transport.status = cases[i].status;
		play(s, "{^T}{Enter}");
		go_on(s);
		assert_contains(message(s), cases[i].says);
	}
	facts.transport.status = 200;
	facts.answer = (char[]){ "pem" };
	play(s, "{^T}{Enter}");
	go_on(s);
	assert_contains(message(s), "The answer is PEM, and devices read only DER.");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ask_test(waiting_is_told_and_stopped),
		ask_test(the_keeper_asks_at_the_terminal),
		ask_test(what_cannot_be_asked_is_said),
		ask_test(the_url_gets_what_answered),
		ask_test(the_name_gets_whether_it_counts),
		ask_test(the_fingerprint_gets_one_of_the_certificates),
		ask_test(the_root_is_that_of_this_ca_alone),
		ask_test(enter_alone_asks_nobody),
		ask_test(facts_last_until_their_server_changes),
		ask_test(facts_are_in_no_file),
		ask_test(only_y_asks_for_a_certificate),
		ask_test(consent_says_what_it_is_about),
		ask_test(what_came_of_it_is_said),
		ask_test(waiting_for_a_decision_can_be_left),
		ask_test(what_ends_without_facts_is_said),
		ask_test(what_the_ca_has_is_shown_to_the_end),
		ask_test(a_certificate_that_no_device_takes_is_no_success),
		ask_test(the_help_says_what_stopping_does),
		ask_test(what_would_be_in_vain_is_refused_before),
		ask_test(a_secret_kept_elsewhere_is_asked_for),
		ask_test(a_quick_start_asks_for_its_ca),
		ask_test(a_quick_start_says_what_is_wrong),
	};

	if (!WITH_CURL) {
		printf("1..0 # SKIP scepwiz is built without asking\n");
		return 0;
	}
	return run_tests(tests);
}
