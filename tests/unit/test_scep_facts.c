/* The facts that the worker tells are those that scepwiz takes, whatever the server sent. */
#include "testing.h"

#include <openssl/obj_mac.h>
#include <openssl/x509v3.h>

#include "base/frame.h"
#include "base/xalloc.h"

#include "syntax/fingerprint.h"
#include "syntax/scep.h"

#include "model/asked.h"

#include "scep_cast.h"
#include "worker/scep_facts.h"

#define NOW 1800000000

static void
learned_begin(struct scep_plan *plan, struct scep_learned *learned)
{
	plan->url = xstrdup("http://ca.example.com/scep");
	plan->now = NOW;
	*learned = (struct scep_learned){
		.plan = plan,
		.caps_fetched = FETCHED_INIT,
		.fetched = FETCHED_INIT,
		.transport = &learned->fetched,
		.names = "",
	};
	scep_caps_init(&learned->caps);
}

static void
learned_release(struct scep_learned *learned)
{
	fetched_release(&learned->caps_fetched);
	fetched_release(&learned->fetched);
	scep_caps_release(&learned->caps);
	scep_ca_release(&learned->ca);
}

/* Over the frame, as they come to scepwiz. */
static void
facts_take(struct scep_learned *learned, struct asked *asked)
{
	NODE(facts) = NULL;
	STRBUF(frame);
	STRBUF(err);
	NODE(read) = NULL;

	scep_ca_choose(&learned->ca, &learned->plan->fingerprint);
	facts = scep_facts(learned, scep_trial_facts(NULL));
	frame_write(facts, &frame);
	read = frame_read(frame.buf + FRAME_HEAD, frame.len - FRAME_HEAD);
	assert_non_null(read);
	if (!asked_from_node(read, asked, &err))
		fail_msg("%s", err.buf);
}

static void
nothing_known_is_whole(void **state)
{
	struct scep_learned learned;
	SCEP_PLAN(plan);
	ASKED(asked);

	(void)state;
	learned_begin(&plan, &learned);
	learned.caps_fetched.failure = FETCH_TIMEOUT;
	learned.transport = &learned.caps_fetched;
	facts_take(&learned, &asked);
	assert_string_equal(asked.url, "http://ca.example.com/scep");
	assert_null(asked.name);
	assert_int_equal(asked.when, NOW);
	assert_int_equal(asked.transport.failure, FETCH_TIMEOUT);
	assert_int_equal(asked.caps.failure, FETCH_TIMEOUT);
	assert_string_equal(asked.caps.line_ends, "none");
	assert_false(asked.caps.post);
	assert_string_equal(asked.caps.cipher, "3DES");
	assert_string_equal(asked.caps.digest, "SHA-1");
	assert_string_equal(asked.names, "");
	assert_string_equal(asked.answer, "none");
	assert_string_equal(asked.type_kind, "none");
	assert_string_equal(asked.root, "none");
	assert_int_equal(asked.n, 0);
	assert_int_equal(asked.matches, ASKED_NOT_GIVEN);
	assert_int_equal(asked.stop, STOP_ANSWER);
	assert_int_equal(asked.trial.status, TRIAL_NONE);
	learned_release(&learned);
}

static void
all_known_is_told(void **state)
{
	static const char caps[] = "POSTPKIOperation\r\nAES\r\nSHA-256\r\nX\r\n";
	struct scep_learned learned;
	unsigned char hash[EVP_MAX_MD_SIZE];
	unsigned len;
	const struct asked_certificate *cert;
	SCEP_PLAN(plan);
	STRVEC(names);
	STRBUF(der);
	STRBUF(hex);
	ASKED(asked);

	(void)state;
	learned_begin(&plan, &learned);
	plan.name = xstrdup("WiFi");
	X509_digest(cast_x509("root"), EVP_sha1(), hash, &len);
	strbuf_add(&plan.fingerprint, hash, len);
	cast_der("root", &plan.root);
	learned.names = "other";
	learned.caps_fetched.status = learned.fetched.status = 200;
	learned.fetched.ms = 12;
	learned.fetched.trust = FETCH_TRUST_ROOT;
	strbuf_addstr(&learned.caps_fetched.type, "text/plain");
	strbuf_addstr(&learned.fetched.type, "application/x-x509-ca-ra-cert");
	strbuf_addstr(&learned.fetched.whose, "CN=ca");
	strbuf_addstr(&learned.fetched.says, "a clause");
	strvec_push(&learned.fetched.redirects, "302 http://ca.example.com/b");
	scep_caps_read(caps, strlen(caps), &learned.caps);
	strvec_split(&names, "subras ecroot root sub subrae", ' ');
	cast_bundle(&names, false, &learned.fetched.body);
	scep_ca_read(&learned.fetched, &learned.ca);
	facts_take(&learned, &asked);

	assert_string_equal(asked.name, "WiFi");
	assert_int_equal(asked.transport.status, 200);
	assert_int_equal(asked.transport.trust, FETCH_TRUST_ROOT);
	assert_int_equal(asked.transport.ms, 12);
	assert_string_equal(asked.transport.type.buf, "application/x-x509-ca-ra-cert");
	assert_string_equal(asked.transport.whose.buf, "CN=ca");
	assert_string_equal(asked.transport.says.buf, "a clause");
	assert_string_equal(asked.transport.redirects.v[0], "302 http://ca.example.com/b");
	assert_string_equal(asked.caps.type, "text/plain");
	assert_int_equal(asked.caps.known.n, 3);
	assert_string_equal(asked.caps.unknown.v[0], "X");
	assert_string_equal(asked.caps.line_ends, "crlf");
	assert_true(asked.caps.post);
	assert_string_equal(asked.caps.cipher, "AES-128");
	assert_string_equal(asked.caps.digest, "SHA-256");
	assert_string_equal(asked.names, "other");
	assert_string_equal(asked.answer, "bundle");
	assert_string_equal(asked.type_kind, "bundle");
	assert_string_equal(asked.root, "above");
	assert_int_equal(asked.stop, STOP_NOWHERE);
	assert_int_equal(asked.matches, 2);
	fingerprint_to_hex(hash, len, &hex);
	assert_string_equal(asked.asked_with, hex.buf);
	assert_int_equal(asked.n, 5);

	cert = asked_find(&asked, ASKED_SIGNER);
	assert_string_equal(cert->subject, "CN=subras");
	assert_string_equal(cert->issuer, "CN=sub");
	assert_string_equal(cert->key, "RSA 1024");
	assert_int_equal(cert->not_before, 1577836800);
	assert_int_equal(cert->not_after, 2208988800);
	assert_int_equal(cert->usage.n, 2);
	assert_string_equal(cert->usage.v[0], "digitalSignature");
	assert_string_equal(cert->usage.v[1], "nonRepudiation");
	assert_true(cert->has_usage && cert->is_rsa && !cert->is_ca && !cert->self_issued);
	assert_int_equal(cert->roles, ASKED_SIGNER);
	assert_int_equal(strlen(cert->sha256), 64);
	cast_der("subras", &der);
	assert_true(strbuf_same(&cert->der, &der));
	assert_string_equal(asked_find(&asked, ASKED_RECIPIENT)->subject, "CN=subrae");
	assert_string_equal(asked_find(&asked, ASKED_ISSUER)->subject, "CN=sub");
	assert_true(asked_find(&asked, ASKED_ISSUER)->is_ca);
	cert = asked_find(&asked, ASKED_ANCHOR);
	assert_string_equal(cert->subject, "CN=root");
	assert_true(cert->self_issued);
	assert_string_equal(asked.certificates[1].key, "EC P-256");
	assert_false(asked.certificates[1].is_rsa);
	learned_release(&learned);
}

/* Whatever the server and the draft have. */
static void
long_and_deceiving_texts_are_taken(void **state)
{
	struct scep_learned learned;
	SCEP_PLAN(plan);
	STRBUF(text);
	ASKED(asked);

	(void)state;
	strbuf_addstr(&text, "\x1b]0;\xff\r\n");
	strbuf_addchars(&text, 'x', 60000);
	learned_begin(&plan, &learned);
	free(plan.url);
	plan.url = xstrdup(text.buf);
	plan.name = xstrdup(text.buf);
	for (int i = 0; i < 4; i++)
		strvec_push(&learned.fetched.redirects, text.buf);
	strbuf_addstr(&learned.fetched.type, text.buf);
	strbuf_addstr(&learned.fetched.says, text.buf);
	strbuf_addstr(&learned.fetched.whose, text.buf);
	strbuf_addstr(&learned.caps_fetched.type, text.buf);
	for (int i = 0; i < 40; i++)
		strbuf_addf(&text, "\n%d%s", i, "\xc3\xa4\xc3\xa4\xc3\xa4");
	scep_caps_read(text.buf, text.len, &learned.caps);
	facts_take(&learned, &asked);
	assert_int_equal(strncmp(asked.url, "\\1B]0;\\FF\\0D\\0Axx", 16), 0);
	assert_contains(asked.caps.unknown.v[1], "xx...");
	learned_release(&learned);
}

static void
stops_and_roles_are_those_of_the_facts(void **state)
{
	static const struct {
		const char *answer;
		enum asked_stop stop;
	} cases[] = {
		{ "rab root", STOP_NOWHERE },
		{ "sub root", STOP_USAGE },
		{ "ras straye root other", STOP_CHAIN },
		{ "ras ecrae root", STOP_KEY },
	};

	(void)state;
	for (size_t i = 0; i <= ARRAY_SIZE(cases); i++) {
		bool other = i == ARRAY_SIZE(cases);
		struct scep_learned learned;
		SCEP_PLAN(plan);
		STRVEC(names);
		STRBUF(body);
		ASKED(asked);

		learned_begin(&plan, &learned);
		strvec_split(&names, cases[other ? 0 : i].answer, ' ');
		cast_bundle(&names, false, &body);
		strbuf_addchars(&plan.fingerprint, 'x', other ? 64 : 0);
		scep_ca_parse(body.buf, body.len, "application/x-x509-ca-ra-cert", &learned.ca);
		facts_take(&learned, &asked);
		assert_int_equal(asked.stop, other ? STOP_FINGERPRINT : cases[i].stop);
		assert_int_equal(asked.matches, other ? ASKED_NO_MATCH : ASKED_NOT_GIVEN);
		learned_release(&learned);
	}
}

static void
usages_have_names(void **state)
{
	NODE(all) = scep_usage_list(UINT32_MAX);
	NODE(none) = scep_usage_list(0);
	NODE(two) = scep_usage_list(KU_KEY_CERT_SIGN | KU_CRL_SIGN);

	(void)state;
	assert_int_equal(all->n, 9);
	assert_int_equal(none->n, 0);
	assert_string_equal(node_text(two->v[0]), "keyCertSign");
	assert_string_equal(node_text(two->v[1]), "cRLSign");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_known_is_whole),
		cmocka_unit_test(all_known_is_told),
		cmocka_unit_test(long_and_deceiving_texts_are_taken),
		cmocka_unit_test(stops_and_roles_are_those_of_the_facts),
		cmocka_unit_test(usages_have_names),
	};

	return run_tests(tests);
}
