/* The order in which a server is asked, what is told on the way, and what becomes of each failure. The session, and the
 * trial that the worker makes, are this test's. */
#include "testing.h"

#include <openssl/objects.h>

#include "base/fetch.h"
#include "base/xalloc.h"

#include "syntax/scep.h"

#include "scep_cast.h"
#include "worker/answers.h"
#include "worker/scep_trial.h"

#define CERT "application/x-x509-ca-cert"
#define BUNDLE "application/x-x509-ca-ra-cert"

/* What the session is asked, and replies. */
struct step {
	const char *question;
	enum { FETCHED, YES, NO, NOTHING, BARE_YES } reply; /* BARE_YES: without a challenge */
	enum fetch_failure failure;
	int status;
	const char *type;
	const char *body; /* "=NAME": a certificate; "+NAMES": a bundle; else these bytes */
};

#define OK_CAPS "fetch GetCACaps [WiFi] GET", FETCHED, FETCH_DONE, 200, "text/plain"
#define OK_CERT "fetch GetCACert [WiFi] GET", FETCHED, FETCH_DONE, 200
#define ALL_CAPS "POSTPKIOperation\nAES\nSHA-512\n"
#define POST_OK "fetch PKIOperation [request] POST", FETCHED, FETCH_DONE, 200, SCEP_POST_TYPE
#define POLL_OK "fetch PKIOperation [poll] POST", FETCHED, FETCH_DONE, 200, SCEP_POST_TYPE
#define SAYS_YES(question)                               \
	{                                                \
		question, YES, FETCH_DONE, 0, NULL, NULL \
	}
#define SAYS_NO(question)                               \
	{                                               \
		question, NO, FETCH_DONE, 0, NULL, NULL \
	}
#define SAYS_NOTHING(question)                               \
	{                                                    \
		question, NOTHING, FETCH_DONE, 0, NULL, NULL \
	}
#define DOING SAYS_NOTHING("doing making the key")

struct talk {
	const char *name;
	const struct step *steps; /* ended by one without a question */
	const char *facts;        /* as facts_tell tells them; NULL: the worker ends */
	/* The plan, besides its URL and Name. */
	const char *plan_name; /* NULL: WiFi; "-": none */
	bool probe, trial;
	const char *fingerprint, *trusted; /* of whose SHA-256 they are */
};

static const struct step *next;

/*
 * The trial: a message is "request" or "poll"; a reply is "issued", "pending", "refused".
 */

struct scep_trial {
	const struct scep_chosen *chosen;
};
static int trials; /* that were not freed */
static bool trial_has_no_key, trial_has_no_message;

struct scep_trial *
scep_trial_begin(const struct scep_wish *wish, const struct scep_chosen *chosen, int64_t now,
	struct strbuf *err)
{
	struct scep_trial *trial;

	assert_string_equal(wish->subject, "/CN=device");
	assert_string_equal(wish->challenge.buf, "s3cret");
	assert_int_equal(now, 1800000000);
	assert_true(chosen->aes);
	assert_int_equal(chosen->digest, NID_sha512);
	if (trial_has_no_key) {
		error_add(err, "OpenSSL cannot make a key.");
		return NULL;
	}
	trial = xcalloc(1, sizeof *trial);
	trial->chosen = chosen;
	trials++;
	return trial;
}

void
scep_trial_free(struct scep_trial *trial)
{
	trials -= trial != NULL;
	free(trial);
}

int
scep_trial_message(struct scep_trial *trial, bool poll, struct strbuf *out, struct strbuf *err)
{
	assert_int_equal(X509_cmp(trial->chosen->anchor, cast_x509("root")), 0);
	if (trial_has_no_message)
		return error_add(err, "OpenSSL cannot encrypt.");
	strbuf_addstr(out, poll ? "poll" : "request");
	return 0;
}

bool
scep_trial_reply(struct scep_trial *trial, const struct strbuf *body, struct node *facts)
{
	assert_non_null(trial);
	node_set(facts, "status", node_text_new(body->buf));
	return !strcmp(body->buf, "pending");
}

struct node *
scep_trial_facts(const struct scep_trial *trial)
{
	struct node *node = node_map_new();

	node_add(node, "status", node_text_new(trial ? "unread" : "none"));
	node_add(node, "http", node_integer_new(0));
	node_add(node, "line", node_text_new(""));
	node_add(node, "polls", node_integer_new(0));
	node_add(node, "waited", node_integer_new(0));
	node_add(node, "reply fault", node_text_new(""));
	return node;
}

/*
 * The session.
 */

static void
facts_tell(const struct node *facts, struct strbuf *out)
{
	const struct node *trial = node_get(facts, "trial");

	strbuf_addf(out, "%s %s, stops \"%s\", %jd, root %s, names \"%s\"; %s %jd; caps %s %jd",
		node_get_text(facts, "answer"), node_get_text(facts, "type kind"),
		node_get_text(facts, "device stops"),
		(intmax_t)node_at(facts, "fingerprint/matches")->number,
		node_get_text(facts, "root"), node_get_text(facts, "names"),
		node_text(node_at(facts, "transport/failure")),
		(intmax_t)node_at(facts, "transport/status")->number,
		node_text(node_at(facts, "capabilities/failure")),
		(intmax_t)node_at(facts, "capabilities/status")->number);
	strbuf_addf(out, "; %s %jd \"%s\" %jd %jd s %s", node_get_text(trial, "status"),
		(intmax_t)node_get(trial, "http")->number, node_get_text(trial, "line"),
		(intmax_t)node_get(trial, "polls")->number,
		(intmax_t)node_get(trial, "waited")->number, node_get_text(trial, "reply fault"));
}

static void
question_tell(const struct node *question, struct strbuf *out)
{
	const struct strbuf *message = node_get_data(question, "message");

	strbuf_addstr(out, question->v[0]->key);
	if (!strcmp(out->buf, "fetch"))
		strbuf_addf(out, " %s [%s] %s", node_get_text(question, "fetch"),
			message ? message->buf : "no message",
			node_get(question, "post")->number ? "POST" : "GET");
	else if (!strcmp(out->buf, "doing"))
		strbuf_addf(out, " %s", node_get_text(question, "doing"));
	else if (!strcmp(out->buf, "wait"))
		strbuf_addf(out, " %jd s", (intmax_t)node_get(question, "wait")->number);
}

static void
step_body(const struct step *step, struct strbuf *out)
{
	STRVEC(names);

	if (*step->body == '+')
		strvec_split(&names, step->body + 1, ' ');
	if (*step->body == '=')
		cast_der(step->body + 1, out);
	else if (*step->body == '+')
		cast_bundle(&names, false, out);
	else
		strbuf_addstr(out, step->body);
}

static struct node *
step_fetched(const struct step *step)
{
	FETCHED(fetched);

	fetched.failure = step->failure;
	fetched.status = step->status;
	strbuf_addstr(&fetched.type, step->type ? step->type : "");
	if (step->body)
		step_body(step, &fetched.body);
	return fetched_to_node(&fetched);
}

struct node *
worker_question(struct node *question)
{
	const struct step *step = next++;
	struct node *reply = node_map_new();
	STRBUF(told);

	question_tell(question, &told);
	if (!step->question)
		fail_msg("asked too much: %s", told.buf);
	assert_string_equal(told.buf, step->question);
	if (!strcmp(told.buf, "consent"))
		assert_string_equal(
			node_text(node_at(node_get(question, "consent"), "answer")), "bundle");
	if (step->reply == FETCHED)
		node_add(reply, "fetched", step_fetched(step));
	else if (step->reply != NOTHING)
		node_add(reply, "go on", node_boolean_new(step->reply != NO));
	if (step->reply == YES && !strcmp(told.buf, "consent"))
		node_add(reply, "challenge", node_data_new("s3cret", 6));
	node_free(question);
	return reply;
}

/*
 * Talks.
 */

static void
hash_of(const char *name, struct strbuf *out)
{
	unsigned char hash[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	if (!name)
		return;
	assert_true(X509_digest(cast_x509(name), EVP_sha256(), hash, &len));
	strbuf_add(out, hash, len);
}

static struct node *
request_make(const struct talk *talk)
{
	struct node *request = node_map_new();
	const char *name = talk->plan_name ? talk->plan_name : "WiFi";
	SCEP_PLAN(plan);

	plan.url = xstrdup("http://ca.example.com/scep");
	plan.name = strcmp(name, "-") ? xstrdup(name) : NULL;
	plan.probe_name = talk->probe;
	plan.asks_trial = talk->trial;
	plan.now = 1800000000;
	hash_of(talk->fingerprint, &plan.fingerprint);
	hash_of(talk->trusted, &plan.trusted);
	cast_der("root", &plan.root);
	plan.wish.subject = xstrdup("/CN=device");
	plan.wish.bits = 2048;
	plan.wish.retries = 2;
	plan.wish.delay = 10;
	node_add(request, "plan", scep_plan_to_node(&plan));
	return request;
}

/* What comes of it, as facts_tell tells it, or the error; "misused" if the worker ends. */
static void
talk_have(const struct talk *talk, struct strbuf *out)
{
	NODE(request) = request_make(talk);
	NODE(answer) = node_map_new();

	next = talk->steps;
	if (!scep_answer(request, answer))
		strbuf_addstr(out, "misused");
	else if (node_get_text(answer, "error"))
		strbuf_addf(out, "error: %s", node_get_text(answer, "error"));
	else
		facts_tell(node_get(answer, "facts"), out);
	if (next->question)
		fail_msg("%s: not asked: %s", talk->name, next->question);
	assert_int_equal(trials, 0);
}

static const struct talk talks[] = {
	{ "asked, nothing else",
		(const struct step[]){
			{ OK_CAPS, ALL_CAPS }, { OK_CERT, BUNDLE, "+rab root" }, { 0 } },
		"bundle bundle, stops \"\", -2, root above, names \"\"; done 200; caps done 200; none "
		"0 \"\" 0 0 s " },
	{ "without a Name message= is empty",
		(const struct step[]){ { "fetch GetCACaps [] GET", FETCHED, FETCH_DONE, 404,
					       "text/plain", "not here" },
			{ "fetch GetCACert [] GET", FETCHED, FETCH_DONE, 200, CERT, "=root" },
			{ 0 } },
		"one one, stops \"\", 0, root above, names \"\"; done 200; caps done 404; none 0 \"\" "
		"0 0 s ",
		.plan_name = "-", .fingerprint = "root" },
	{ "an empty Name, too",
		(const struct step[]){
			{ "fetch GetCACaps [] GET", FETCHED, FETCH_DONE, 200, "", "" },
			{ "fetch GetCACert [] GET", FETCHED, FETCH_DONE, 403, "text/html",
				"<html>" },
			{ 0 } },
		"none none, stops \"answer\", -2, root none, names \"\"; done 403; caps done 200; "
		"none 0 \"\" 0 0 s ",
		.plan_name = "" },
	{ "the fingerprint is none's",
		(const struct step[]){ { OK_CAPS, ALL_CAPS }, { OK_CERT, CERT, "=root" }, { 0 } },
		"one one, stops \"fingerprint\", -1, root above, names \"\"; done 200; caps done 200; "
		"none 0 \"\" 0 0 s ",
		.trial = true, .fingerprint = "other" },
	/* a server that is silent is asked nothing more */
	{ "silent at GetCACaps",
		(const struct step[]){
			{ "fetch GetCACaps [WiFi] GET", FETCHED, FETCH_TIMEOUT, 0, NULL, NULL },
			{ 0 } },
		"none none, stops \"answer\", -2, root none, names \"\"; timeout 0; caps timeout 0; "
		"none 0 \"\" 0 0 s ",
		.trial = true, .probe = true },
	{ "refused at GetCACaps",
		(const struct step[]){
			{ "fetch GetCACaps [WiFi] GET", FETCHED, FETCH_REFUSED, 0, NULL, NULL },
			{ 0 } },
		"none none, stops \"answer\", -1, root none, names \"\"; refused 0; caps refused 0; "
		"none 0 \"\" 0 0 s ",
		.fingerprint = "root" },
	{ "silent at GetCACert",
		(const struct step[]){ { OK_CAPS, ALL_CAPS },
			{ "fetch GetCACert [WiFi] GET", FETCHED, FETCH_TIMEOUT, 0, NULL, NULL },
			{ 0 } },
		"none none, stops \"answer\", -2, root none, names \"\"; timeout 0; caps done 200; "
		"none 0 \"\" 0 0 s ",
		.trial = true, .probe = true },
	{ "one that answers nonsense is asked on",
		(const struct step[]){
			{ "fetch GetCACaps [WiFi] GET", FETCHED, FETCH_CUT, 0, NULL, NULL },
			{ OK_CERT, CERT, "=root" }, { 0 } },
		"one one, stops \"\", -2, root above, names \"\"; done 200; caps cut 0; none 0 \"\" 0 "
		"0 s " },
	/* another name */
	{ "another name: the same",
		(const struct step[]){ { OK_CAPS, ALL_CAPS }, { OK_CERT, BUNDLE, "+rab root" },
			{ "fetch GetCACert [] GET", FETCHED, FETCH_DONE, 200, BUNDLE, "+root rab" },
			{ 0 } },
		"bundle bundle, stops \"\", -2, root above, names \"same\"; done 200; caps done 200; "
		"none 0 \"\" 0 0 s ",
		.probe = true },
	{ "another name: another CA",
		(const struct step[]){ { OK_CAPS, ALL_CAPS }, { OK_CERT, BUNDLE, "+rab root" },
			{ "fetch GetCACert [] GET", FETCHED, FETCH_DONE, 200, CERT, "=other" },
			{ 0 } },
		"bundle bundle, stops \"\", -2, root above, names \"other\"; done 200; caps done 200; "
		"none 0 \"\" 0 0 s ",
		.probe = true },
	{ "another name: none",
		(const struct step[]){
			{ "fetch GetCACaps [] GET", FETCHED, FETCH_DONE, 200, "", ALL_CAPS },
			{ "fetch GetCACert [] GET", FETCHED, FETCH_DONE, 200, CERT, "=root" },
			{ "fetch GetCACert [scepwiz-probe] GET", FETCHED, FETCH_DONE, 404, CERT,
				"=root" },
			{ 0 } },
		"one one, stops \"\", -2, root above, names \"none\"; done 200; caps done 200; none 0 "
		"\"\" 0 0 s ",
		.probe = true, .plan_name = "-" },
	{ "another name: silent, so there is no trial",
		(const struct step[]){ { OK_CAPS, ALL_CAPS }, { OK_CERT, BUNDLE, "+rab root" },
			{ "fetch GetCACert [] GET", FETCHED, FETCH_TIMEOUT, 0, NULL, NULL },
			{ 0 } },
		"bundle bundle, stops \"\", -2, root above, names \"\"; timeout 0; caps done 200; none "
		"0 \"\" 0 0 s ",
		.probe = true, .trial = true },
	{ "no certificate, no other name",
		(const struct step[]){ { OK_CAPS, ALL_CAPS }, { OK_CERT, CERT, "" }, { 0 } },
		"empty one, stops \"answer\", -2, root none, names \"\"; done 200; caps done 200; none "
		"0 \"\" 0 0 s ",
		.probe = true, .trial = true },
	/* trials */
	{ "no consent",
		(const struct step[]){ { OK_CAPS, ALL_CAPS }, { OK_CERT, BUNDLE, "+rab root" },
			SAYS_NO("consent"), { 0 } },
		"bundle bundle, stops \"\", 1, root above, names \"\"; done 200; caps done 200; none "
		"0 \"\" 0 0 s ",
		.trial = true, .fingerprint = "root" },
	{ "issued",
		(const struct step[]){ { OK_CAPS, ALL_CAPS }, { OK_CERT, BUNDLE, "+rab root" },
			SAYS_YES("consent"), DOING, { POST_OK, "issued" }, { 0 } },
		"bundle bundle, stops \"\", 1, root above, names \"\"; done 200; caps done 200; "
		"issued 200 \"\" 0 0 s ",
		.trial = true, .fingerprint = "root" },
	{ "by GET",
		(const struct step[]){ { OK_CAPS, "AES\nSHA-512\n" },
			{ OK_CERT, BUNDLE, "+rab root" }, SAYS_YES("consent"), DOING,
			{ "fetch PKIOperation [request] GET", FETCHED, FETCH_DONE, 200, "",
				"issued" },
			{ 0 } },
		"bundle bundle, stops \"\", -2, root above, names \"\"; done 200; caps done 200; "
		"issued 200 \"\" 0 0 s ",
		.trial = true },
	{ "trusted as if it were the fingerprint",
		(const struct step[]){ { OK_CAPS, ALL_CAPS }, { OK_CERT, BUNDLE, "+rab root" },
			SAYS_YES("consent"), DOING, { POST_OK, "issued" }, { 0 } },
		"bundle bundle, stops \"\", 1, root above, names \"\"; done 200; caps done 200; "
		"issued 200 \"\" 0 0 s ",
		.trial = true, .trusted = "root" },
	{ "trusted, but not there",
		(const struct step[]){
			{ OK_CAPS, ALL_CAPS }, { OK_CERT, BUNDLE, "+rab root" }, { 0 } },
		"bundle bundle, stops \"fingerprint\", -1, root above, names \"\"; done 200; caps "
		"done 200; none 0 \"\" 0 0 s ",
		.trial = true, .trusted = "other" },
	{ "trusted besides a wrong fingerprint: a device would stop",
		(const struct step[]){
			{ OK_CAPS, ALL_CAPS }, { OK_CERT, BUNDLE, "+rab root" }, { 0 } },
		"bundle bundle, stops \"fingerprint\", -1, root above, names \"\"; done 200; caps "
		"done 200; none 0 \"\" 0 0 s ",
		.trial = true, .fingerprint = "other", .trusted = "root" },
	{ "no RA: nothing is sent",
		(const struct step[]){
			{ OK_CAPS, ALL_CAPS }, { OK_CERT, BUNDLE, "+sub root" }, { 0 } },
		"bundle bundle, stops \"usage\", -2, root above, names \"\"; done 200; caps done 200; "
		"none 0 \"\" 0 0 s ",
		.trial = true },
	{ "refused by the CA",
		(const struct step[]){ { OK_CAPS, ALL_CAPS }, { OK_CERT, BUNDLE, "+rab root" },
			SAYS_YES("consent"), DOING, { POST_OK, "refused" }, { 0 } },
		"bundle bundle, stops \"\", -2, root above, names \"\"; done 200; caps done 200; "
		"refused 200 \"\" 0 0 s ",
		.trial = true },
	{ "refused by HTTP",
		(const struct step[]){ { OK_CAPS, ALL_CAPS }, { OK_CERT, BUNDLE, "+rab root" },
			SAYS_YES("consent"), DOING,
			{ "fetch PKIOperation [request] POST", FETCHED, FETCH_DONE, 500,
				"text/plain", "\r\n  no \x1b[31m challenge\nmore" },
			{ 0 } },
		"bundle bundle, stops \"\", -2, root above, names \"\"; done 200; caps done 200; "
		"refused 500 \"no \\1B[31m challenge\" 0 0 s ",
		.trial = true },
	{ "the reply is cut",
		(const struct step[]){ { OK_CAPS, ALL_CAPS }, { OK_CERT, BUNDLE, "+rab root" },
			SAYS_YES("consent"), DOING,
			{ "fetch PKIOperation [request] POST", FETCHED, FETCH_CUT, 200, NULL,
				NULL },
			{ 0 } },
		"bundle bundle, stops \"\", -2, root above, names \"\"; cut 200; caps done 200; "
		"unread 200 \"\" 0 0 s cut",
		.trial = true },
	{ "silent at the request",
		(const struct step[]){ { OK_CAPS, ALL_CAPS }, { OK_CERT, BUNDLE, "+rab root" },
			SAYS_YES("consent"), DOING,
			{ "fetch PKIOperation [request] POST", FETCHED, FETCH_TIMEOUT, 0, NULL,
				NULL },
			{ 0 } },
		"bundle bundle, stops \"\", -2, root above, names \"\"; timeout 0; caps done 200; "
		"unread 0 \"\" 0 0 s none",
		.trial = true },
	{ "the reply is not one of HTTP",
		(const struct step[]){ { OK_CAPS, ALL_CAPS }, { OK_CERT, BUNDLE, "+rab root" },
			SAYS_YES("consent"), DOING,
			{ "fetch PKIOperation [request] POST", FETCHED, FETCH_NOT_HTTP, 0, NULL,
				NULL },
			{ 0 } },
		"bundle bundle, stops \"\", -2, root above, names \"\"; not-http 0; caps done 200; "
		"unread 0 \"\" 0 0 s other",
		.trial = true },
	{ "pending, then issued",
		(const struct step[]){ { OK_CAPS, ALL_CAPS }, { OK_CERT, BUNDLE, "+rab root" },
			SAYS_YES("consent"), DOING, { POST_OK, "pending" }, SAYS_YES("wait 0 s"),
			{ POLL_OK, "issued" }, { 0 } },
		"bundle bundle, stops \"\", -2, root above, names \"\"; done 200; caps done 200; "
		"issued 200 \"\" 1 0 s ",
		.trial = true },
	{ "pending to the end",
		(const struct step[]){ { OK_CAPS, ALL_CAPS }, { OK_CERT, BUNDLE, "+rab root" },
			SAYS_YES("consent"), DOING, { POST_OK, "pending" }, SAYS_YES("wait 0 s"),
			{ POLL_OK, "pending" }, SAYS_YES("wait 10 s"), { POLL_OK, "pending" },
			{ 0 } },
		"bundle bundle, stops \"\", -2, root above, names \"\"; done 200; caps done 200; "
		"pending 200 \"\" 2 10 s ",
		.trial = true },
	{ "pending, and nobody waits",
		(const struct step[]){ { OK_CAPS, ALL_CAPS }, { OK_CERT, BUNDLE, "+rab root" },
			SAYS_YES("consent"), DOING, { POST_OK, "pending" }, SAYS_YES("wait 0 s"),
			{ POLL_OK, "pending" }, SAYS_NO("wait 10 s"), { 0 } },
		"bundle bundle, stops \"\", -2, root above, names \"\"; done 200; caps done 200; "
		"pending 200 \"\" 1 0 s ",
		.trial = true },
	{ "pending, and nobody waits for the answer to the retry",
		(const struct step[]){ { OK_CAPS, ALL_CAPS }, { OK_CERT, BUNDLE, "+rab root" },
			SAYS_YES("consent"), DOING, { POST_OK, "pending" }, SAYS_YES("wait 0 s"),
			SAYS_NO("fetch PKIOperation [poll] POST"), { 0 } },
		"bundle bundle, stops \"\", -2, root above, names \"\"; done 200; caps done 200; "
		"pending 200 \"\" 1 0 s ",
		.trial = true },
	{ "pending, then silent",
		(const struct step[]){ { OK_CAPS, ALL_CAPS }, { OK_CERT, BUNDLE, "+rab root" },
			SAYS_YES("consent"), DOING, { POST_OK, "pending" }, SAYS_YES("wait 0 s"),
			{ "fetch PKIOperation [poll] POST", FETCHED, FETCH_REFUSED, 0, NULL, NULL },
			{ 0 } },
		"bundle bundle, stops \"\", -2, root above, names \"\"; refused 0; caps done 200; "
		"unread 0 \"\" 1 0 s none",
		.trial = true },
	/* what scepwiz never says */
	{ "no reply to GetCACaps",
		(const struct step[]){ SAYS_NOTHING("fetch GetCACaps [WiFi] GET"), { 0 } },
		"misused", .trial = true },
	{ "no reply to GetCACert",
		(const struct step[]){
			{ OK_CAPS, ALL_CAPS }, SAYS_NOTHING("fetch GetCACert [WiFi] GET"), { 0 } },
		"misused", .trial = true },
	{ "nobody waits for GetCACert",
		(const struct step[]){
			{ OK_CAPS, ALL_CAPS }, SAYS_NO("fetch GetCACert [WiFi] GET"), { 0 } },
		"misused", .trial = true },
	{ "no reply to another name",
		(const struct step[]){ { OK_CAPS, ALL_CAPS }, { OK_CERT, BUNDLE, "+rab root" },
			SAYS_NOTHING("fetch GetCACert [] GET"), { 0 } },
		"misused", .trial = true, .probe = true },
	{ "no reply to consent",
		(const struct step[]){ { OK_CAPS, ALL_CAPS }, { OK_CERT, BUNDLE, "+rab root" },
			SAYS_NOTHING("consent"), { 0 } },
		"misused", .trial = true },
	{ "a yes to consent without a challenge",
		(const struct step[]){ { OK_CAPS, ALL_CAPS }, { OK_CERT, BUNDLE, "+rab root" },
			{ "consent", BARE_YES, FETCH_DONE, 0, NULL, NULL }, { 0 } },
		"misused", .trial = true },
	{ "no reply to the request",
		(const struct step[]){ { OK_CAPS, ALL_CAPS }, { OK_CERT, BUNDLE, "+rab root" },
			SAYS_YES("consent"), DOING,
			SAYS_NOTHING("fetch PKIOperation [request] POST"), { 0 } },
		"misused", .trial = true },
	{ "no reply to the wait",
		(const struct step[]){ { OK_CAPS, ALL_CAPS }, { OK_CERT, BUNDLE, "+rab root" },
			SAYS_YES("consent"), DOING, { POST_OK, "pending" },
			SAYS_NOTHING("wait 0 s"), { 0 } },
		"misused", .trial = true },
};

static void
servers_are_asked_as_devices_do(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(talks); i++) {
		STRBUF(told);

		talk_have(&talks[i], &told);
		if (strcmp(told.buf, talks[i].facts) != 0)
			fail_msg("%s: %s", talks[i].name, told.buf);
	}
}

/* Each failure ends it, or does not. */
static void
silence_ends_it(void **state)
{
	static const struct {
		enum fetch_failure failure;
		bool ends;
	} cases[] = {
		{ FETCH_NAME_UNKNOWN, true },
		{ FETCH_REFUSED, true },
		{ FETCH_TIMEOUT, true },
		{ FETCH_TLS, true },
		{ FETCH_PROXY, true },
		{ FETCH_OTHER, true },
		{ FETCH_CUT, false },
		{ FETCH_TOO_LARGE, false },
		{ FETCH_HEADERS, false },
		{ FETCH_NOT_HTTP, false },
		{ FETCH_REDIRECTS, false },
		{ FETCH_REDIRECT_SCHEME, false },
		{ FETCH_REDIRECT_DOWNGRADE, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct step steps[] = {
			{ "fetch GetCACaps [WiFi] GET", FETCHED, cases[i].failure, 0, NULL, NULL },
			{ cases[i].ends ? NULL : "fetch GetCACert [WiFi] GET", FETCHED, FETCH_DONE,
				200, CERT, "=root" },
			{ 0 },
		};
		const struct talk talk = { "a failure", steps, NULL, .trial = cases[i].ends };
		STRBUF(told);

		talk_have(&talk, &told);
		assert_contains(told.buf, cases[i].ends ? "none none" : "one one");
	}
}

static void
what_cannot_be_made_is_an_error(void **state)
{
	static const struct step begun[] = { { OK_CAPS, ALL_CAPS },
		{ OK_CERT, BUNDLE, "+rab root" }, SAYS_YES("consent"), DOING, { 0 } };
	static const struct talk talk = { "no key", begun, NULL, .trial = true };
	STRBUF(told);

	(void)state;
	trial_has_no_key = true;
	talk_have(&talk, &told);
	trial_has_no_key = false;
	assert_string_equal(told.buf, "error: OpenSSL cannot make a key.");
	strbuf_clear(&told);
	trial_has_no_message = true;
	talk_have(&talk, &told);
	trial_has_no_message = false;
	assert_string_equal(told.buf, "error: OpenSSL cannot encrypt.");
}

static void
only_a_plan_is_taken(void **state)
{
	NODE(request) = node_map_new();
	NODE(answer) = node_map_new();

	(void)state;
	assert_false(scep_answer(request, answer));
	node_add(request, "plan", node_map_new());
	assert_false(scep_answer(request, answer));
	assert_int_equal(answer->n, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(servers_are_asked_as_devices_do),
		cmocka_unit_test(silence_ends_it),
		cmocka_unit_test(what_cannot_be_made_is_an_error),
		cmocka_unit_test(only_a_plan_is_taken),
	};

	return run_tests(tests);
}
