/* The flow of asking (format/ask/ask_run.h) between a worker and a network that this program plays itself: it is started
 * as the worker, and does what the host of the plan's URL says. */
#include "testing.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fileio.h"
#include "base/frame.h"
#include "base/path.h"
#include "base/request.h"
#include "base/xalloc.h"

#include "format/ask/ask_run.h"
#include "format/ask/asked_hide.h"

#define PATIENCE_MS 20000
#define CHALLENGE "correct-horse-battery"
/* A literal in a struct that is not released. */
#define TEXT(literal) ((char *)(literal))

static char *own_path;
static struct scep_plan played = SCEP_PLAN_INIT; /* what the worker was told */

/*
 * The worker.
 */

/* Asks a question, which the caller frees, and returns the answer. */
static struct node *
put(struct node *question)
{
	NODE(frame) = node_map_new();

	node_set(frame, "question", question);
	if (frame_send(STDOUT_FILENO, frame) < 0)
		_exit(1);
	return frame_receive(STDIN_FILENO);
}

static struct node *
fetch_of(const char *operation, bool post, const char *message)
{
	struct node *question = node_map_new();

	node_set(question, "fetch", node_text_new(operation));
	node_set(question, "post", node_boolean_new(post));
	if (message)
		node_set(question, "message", node_data_new(message, strlen(message)));
	return question;
}

/* The status of HTTP that came. */
static int
get(const char *operation, bool post, const char *message)
{
	NODE(answer) = put(fetch_of(operation, post, message));
	FETCHED(fetched);

	if (!fetched_from_node(node_get(answer, "fetched"), &fetched))
		_exit(1);
	return fetched.failure == FETCH_DONE ? fetched.status : -(int)fetched.failure;
}

static struct node *
facts_with(const char *status, int got)
{
	struct asked asked = ASKED_INIT;
	struct node *facts;

	asked.url = played.url;
	asked.name = played.name;
	asked.when = played.now;
	asked.transport.status = got > 0 ? got : 0;
	asked.transport.failure = got > 0 ? FETCH_DONE : (enum fetch_failure) - got;
	asked.caps.type = asked.names = TEXT("");
	asked.caps.line_ends = TEXT("lf");
	asked.caps.cipher = TEXT("AES-128");
	asked.caps.digest = TEXT("SHA-256");
	asked.answer = asked.type_kind = TEXT("one");
	asked.root = TEXT("none");
	asked.trial.fail_info = -1;
	asked.trial.line = asked.trial.fault = asked.trial.transaction = TEXT("");
	asked.trial.serial = asked.trial.signature = TEXT("");
	asked.trial.sent.subject = asked.trial.issued.subject = TEXT("");
	facts = asked_to_node(&asked);
	node_set(node_get(facts, "trial"), "status", node_text_new(status));
	return facts;
}

static void
answer(const char *key, struct node *value)
{
	NODE(frame) = node_map_new();

	node_set(frame, key, value);
	frame_send(STDOUT_FILENO, frame);
}

/* "go on" of the reply to a question with this key. */
static bool
goes_on(const char *key, struct node *value)
{
	struct node *question = node_map_new();

	node_set(question, key, value);
	NODE(reply) = put(question);
	return node_is(node_get(reply, "go on"), NODE_BOOLEAN) && node_get(reply, "go on")->number;
}

static void
play_ask(void)
{
	int got;

	get("GetCACaps", false, "WiFi");
	got = get("GetCACert", false, "WiFi");
	answer("facts", facts_with("none", got));
}

static bool
play_begin(void)
{
	get("GetCACaps", false, "WiFi");
	get("GetCACert", false, "WiFi");
	return goes_on("consent", facts_with("none", 200));
}

static void
play_doing(void)
{
	struct node *question = node_map_new();

	node_set(question, "doing", node_text_new("making the key"));
	node_free(put(question));
}

static void
play_trial(void)
{
	if (!play_begin()) {
		answer("facts", facts_with("none", 200));
		return;
	}
	play_doing();
	answer("facts", facts_with("issued", get("PKIOperation", true, "message")));
}

/* Two polls without a second between them; then what there is. */
static void
play_pending(void)
{
	play_begin();
	get("PKIOperation", false, "\xfb\xff\xfe");
	for (int i = 0; i < 2 && goes_on("wait", node_integer_new(0)); i++)
		get("PKIOperation", false, "\xfb\xff\xfe");
	answer("facts", facts_with("pending", 200));
}

static void
play_waits(void)
{
	play_begin();
	get("PKIOperation", true, "message");
	answer("facts",
		facts_with(goes_on("wait", node_integer_new(5)) ? "issued" : "pending", 200));
}

/* Pending, then a retry, whose answer nobody may wait for. */
static void
play_retries(void)
{
	play_begin();
	get("PKIOperation", true, "message");
	goes_on("wait", node_integer_new(0));
	NODE(reply) = put(fetch_of("PKIOperation", true, "message"));
	answer("facts", facts_with(node_get(reply, "go on") ? "pending" : "issued", 200));
}

static void
play_breaks(void)
{
	play_begin();
	get("PKIOperation", true, "message");
	raise(SIGKILL);
}

static void
play_unasked(void)
{
	get("GetCACaps", false, "WiFi");
	get("PKIOperation", true, "message");
}

static void
play_many(void)
{
	for (int i = 0; i < 5; i++)
		get("GetCACert", false, "WiFi");
}

static void
play_unknown(void)
{
	get("GetNextCACert", false, "WiFi");
}

static void
play_posts(void)
{
	get("GetCACaps", true, "WiFi");
}

static void
play_long(void)
{
	play_begin();
	get("PKIOperation", true, "message");
	goes_on("wait", node_integer_new(6));
}

static void
play_tries(void)
{
	play_begin();
	for (int i = 0; i < 10; i++)
		get("PKIOperation", true, "message");
}

/* Waits for a CA that was not asked. */
static void
play_idles(void)
{
	play_begin();
	goes_on("wait", node_integer_new(0));
}

/* Polls once for two waits. */
static void
play_rests(void)
{
	play_begin();
	get("PKIOperation", true, "message");
	goes_on("wait", node_integer_new(0));
	goes_on("wait", node_integer_new(0));
}

/* A secret in the URL. */
static void
play_tells(void)
{
	get("GetCACaps", false, "WiFi");
	get("GetCACert", false, CHALLENGE);
}

static void
play_silent(void)
{
	get("GetCACaps", false, NULL);
}

/* Nobody wants another name. */
static void
play_probes(void)
{
	get("GetCACert", false, "WiFi");
	get("GetCACert", false, "");
}

static void
play_probed(void)
{
	int got;

	get("GetCACaps", false, "WiFi");
	get("GetCACert", false, "WiFi");
	got = get("GetCACert", false, "");
	answer("facts", facts_with("none", got));
}

static void
play_huge(void)
{
	STRBUF(message);

	play_begin();
	strbuf_addchars(&message, 'x', FETCH_BODY_LIMIT + 1);
	get("PKIOperation", true, message.buf);
}

/* As a URL it is too long. */
static void
play_wide(void)
{
	STRBUF(message);

	play_begin();
	strbuf_addchars(&message, 'x', FETCH_URL_LIMIT);
	get("PKIOperation", false, message.buf);
}

static void
play_early(void)
{
	get("GetCACaps", false, "WiFi");
	play_doing();
}

static void
play_busy(void)
{
	play_begin();
	play_doing();
	play_doing();
}

/* Facts about something else. */
static void
play_facts_of(const char *key, struct node *value)
{
	struct node *facts = facts_with("none", 200);

	get("GetCACaps", false, "WiFi");
	node_set(facts, key, value);
	goes_on("consent", facts);
}

static void
play_elsewhere(void)
{
	play_facts_of("url", node_text_new("http://elsewhere.example.com/scep"));
}

static void
play_renamed(void)
{
	play_facts_of("name", node_null_new());
}

static void
play_later(void)
{
	play_facts_of("asked", node_date_new(1));
}

/* Says whether the challenge came, and when. */
static void
play_secret(void)
{
	struct node *facts, *question = node_map_new();
	const struct strbuf *challenge;

	get("GetCACaps", false, "WiFi");
	node_set(question, "consent", facts_with("none", 200));
	NODE(reply) = put(question);

	challenge = node_get_data(reply, "challenge");
	facts = facts_with("refused", 200);
	node_set(node_get(facts, "trial"), "line",
		node_text_new(played.wish.challenge.len           ? "it was in the plan"
			      : !challenge                        ? "it did not come"
			      : strcmp(challenge->buf, CHALLENGE) ? "another one came"
								  : "it came"));
	answer("facts", facts);
}

static void
play_twice(void)
{
	play_begin();
	goes_on("consent", facts_with("none", 200));
}

static void
play_shape(void)
{
	struct node *facts = facts_with("none", 200);

	node_set(facts, "url", node_integer_new(1));
	answer("facts", facts);
}

static void
play_question(void)
{
	node_free(put(node_map_new()));
}

static void
play_garbage(void)
{
	ssize_t ignored = write(STDOUT_FILENO, "\0\0\0\4abcd", 8);

	(void)ignored;
	pause();
}

static void
play_error(void)
{
	answer("error", node_text_new("asking needs OpenSSL 3.0"));
}

static void
play_dies(void)
{
	raise(SIGKILL);
}

static void
play_echo(void)
{
	struct node *facts;

	play_begin();
	facts = facts_with("refused", 200);
	node_set(node_get(facts, "trial"), "line", node_text_new("no certificate for " CHALLENGE));
	answer("facts", facts);
}

/* While the answer to its question is fetched. */
static void
play_leaves(void)
{
	NODE(frame) = node_map_new();

	node_set(frame, "question", fetch_of("GetCACaps", false, "WiFi"));
	frame_send(STDOUT_FILENO, frame);
	raise(SIGKILL);
}

static void
play_talks(void)
{
	NODE(frame) = node_map_new();

	node_set(frame, "question", fetch_of("GetCACaps", false, "WiFi"));
	frame_send(STDOUT_FILENO, frame);
	answer("error", node_text_new("too early"));
}

static void
play_stays(void)
{
	play_begin();
	pause();
}

static const struct {
	const char *host;
	void (*play)(void);
} plays[] = {
	{ "ask", play_ask },
	{ "trial", play_trial },
	{ "pending", play_pending },
	{ "waits", play_waits },
	{ "retries", play_retries },
	{ "breaks", play_breaks },
	{ "unasked", play_unasked },
	{ "many", play_many },
	{ "unknown", play_unknown },
	{ "posts", play_posts },
	{ "long", play_long },
	{ "tries", play_tries },
	{ "twice", play_twice },
	{ "idles", play_idles },
	{ "rests", play_rests },
	{ "tells", play_tells },
	{ "silent", play_silent },
	{ "probes", play_probes },
	{ "probed", play_probed },
	{ "huge", play_huge },
	{ "wide", play_wide },
	{ "early", play_early },
	{ "busy", play_busy },
	{ "elsewhere", play_elsewhere },
	{ "renamed", play_renamed },
	{ "later", play_later },
	{ "secret", play_secret },
	{ "shape", play_shape },
	{ "question", play_question },
	{ "garbage", play_garbage },
	{ "error", play_error },
	{ "dies", play_dies },
	{ "echo", play_echo },
	{ "leaves", play_leaves },
	{ "talks", play_talks },
	{ "stays", play_stays },
};

static int
play(void)
{
	NODE(request) = frame_receive(STDIN_FILENO);

	if (!scep_plan_from_node(node_get(request, "plan"), &played))
		return 1;
	for (size_t i = 0; i < ARRAY_SIZE(plays); i++)
		if (!strncmp(played.url + strlen("http://"), plays[i].host, strlen(plays[i].host)))
			plays[i].play();
	scep_plan_release(&played);
	NODE(last) = frame_receive(STDIN_FILENO);
	return 0;
}

/*
 * The network.
 */

static struct {
	struct strvec urls, bodies;
	struct strbuf root;
	unsigned seconds;
	int kept; /* the other end; -1: closed */
	enum network {
		NETWORK_ANSWERS,
		NETWORK_HANGS,
		NETWORK_HANGS_AT_RETRY, /* at its fourth request */
		NETWORK_ENDS,
		NETWORK_LIES,
		NETWORK_MISSING
	} is;
} network = { .kept = -1 };

static int
begin(const struct fetch *fetch, struct strbuf *err)
{
	FETCHED(fetched);
	NODE(frame) = NULL;
	enum network is = network.is;
	int ends[2];

	strvec_push(&network.urls, fetch->url.buf);
	if (is == NETWORK_HANGS_AT_RETRY)
		is = network.urls.n < 4 ? NETWORK_ANSWERS : NETWORK_HANGS;
	strvec_push(&network.bodies, fetch->post ? fetch->body.buf : "(GET)");
	strbuf_set(&network.root, fetch->root.buf);
	network.seconds = fetch->seconds;
	if (is == NETWORK_MISSING)
		return error_add(err, "the program is missing");
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	fetched.status = 200;
	frame = is == NETWORK_LIES ? node_map_new() : fetched_to_node(&fetched);
	if (is == NETWORK_ANSWERS || is == NETWORK_LIES)
		assert_int_equal(frame_send(ends[1], frame), 0);
	if (is == NETWORK_HANGS)
		network.kept = ends[1];
	else
		close(ends[1]);
	return ends[0];
}

static void
network_begin(enum network is)
{
	strvec_release(&network.urls);
	strvec_release(&network.bodies);
	strbuf_release(&network.root);
	if (network.kept >= 0)
		close(network.kept);
	network.kept = -1;
	network.is = is;
}

/*
 * The session.
 */

static struct ask_run *
run_begin(const char *host, bool trial, enum network is)
{
	const struct ask_options options = { .seconds = 7, .worker = own_path, .begin = begin };
	SCEP_PLAN(plan);
	STRBUF(url);
	STRBUF(err);
	struct ask_run *run;

	network_begin(is);
	strbuf_addf(&url, "http://%s.example.com/scep?x=1", host);
	plan.url = xstrdup(url.buf);
	plan.name = xstrdup("WiFi");
	plan.asks_trial = trial;
	plan.now = 1800000000;
	plan.probe_name = !strcmp(host, "probed");
	plan.wish.subject = xstrdup("/CN=foo");
	plan.wish.bits = 2048;
	plan.wish.retries = 2;
	plan.wish.delay = 5;
	strbuf_addstr(&plan.root, "DER");
	strbuf_addstr(&plan.wish.challenge, CHALLENGE);
	run = ask_run_begin(&plan, &options, &err);
	assert_string_equal(err.buf, "");
	return run;
}

static enum ask_run_state
run_on(struct ask_run *run)
{
	enum ask_run_state state;

	while ((state = ask_run_step(run)) == ASK_RUN_GOES_ON) {
		struct pollfd fds[ASK_RUN_FDS];
		size_t n = ask_run_fds(run, fds);
		int timeout = ask_run_timeout(run);

		assert_in_range(n, 1, ASK_RUN_FDS);
		assert_in_range(timeout, 0, 600000);
		poll(fds, n, timeout);
	}
	return state;
}

static const struct asked *
run_to_end(struct ask_run *run)
{
	assert_int_equal(run_on(run), ASK_RUN_ENDED);
	return ask_run_facts(run);
}

static void
a_server_is_asked(void **state)
{
	struct ask_run *run = run_begin("ask", false, NETWORK_ANSWERS);
	const struct asked *facts = run_to_end(run);

	(void)state;
	assert_string_equal(ask_run_why(run), "");
	assert_non_null(facts);
	assert_int_equal(facts->transport.status, 200);
	assert_int_equal(network.urls.n, 2);
	assert_string_equal(
		network.urls.v[0], "http://ask.example.com/scep?operation=GetCACaps&message=WiFi");
	assert_string_equal(
		network.urls.v[1], "http://ask.example.com/scep?operation=GetCACert&message=WiFi");
	assert_string_equal(network.bodies.v[0], "(GET)");
	assert_string_equal(
		network.root.buf, "-----BEGIN CERTIFICATE-----\nREVS\n-----END CERTIFICATE-----\n");
	assert_int_equal(network.seconds, 7);
	ask_run_free(run);
}

static void
a_trial_needs_consent(void **state)
{
	struct ask_run *run = run_begin("trial", true, NETWORK_ANSWERS);
	unsigned seconds;

	(void)state;
	assert_int_equal(run_on(run), ASK_RUN_CONSENT);
	assert_int_equal(ask_run_facts(run)->trial.status, TRIAL_NONE);
	assert_int_equal(network.urls.n, 2);
	assert_string_equal(ask_run_doing(run, &seconds), "GetCACert");
	ask_run_consent(run, true);
	assert_int_equal(run_to_end(run)->trial.status, TRIAL_ISSUED);
	assert_int_equal(network.urls.n, 3);
	assert_string_equal(
		network.urls.v[2], "http://trial.example.com/scep?operation=PKIOperation");
	assert_string_equal(network.bodies.v[2], "message");
	assert_string_equal(ask_run_doing(run, &seconds), "PKIOperation");
	ask_run_free(run);
}

static void
without_it_nothing_more_is_sent(void **state)
{
	struct ask_run *run = run_begin("trial", true, NETWORK_ANSWERS);

	(void)state;
	assert_int_equal(run_on(run), ASK_RUN_CONSENT);
	ask_run_consent(run, false);
	assert_int_equal(run_to_end(run)->trial.status, TRIAL_NONE);
	assert_int_equal(network.urls.n, 2);
	ask_run_free(run);
}

static void
a_pending_request_is_polled(void **state)
{
	struct ask_run *run = run_begin("pending", true, NETWORK_ANSWERS);

	(void)state;
	assert_int_equal(run_on(run), ASK_RUN_CONSENT);
	ask_run_consent(run, true);
	assert_int_equal(run_to_end(run)->trial.status, TRIAL_PENDING);
	assert_int_equal(network.urls.n, 5);
	assert_string_equal(network.urls.v[4],
		"http://pending.example.com/scep?operation=PKIOperation&message=+//+");
	ask_run_free(run);
}

static void
waiting_can_be_left(void **state)
{
	struct ask_run *run = run_begin("waits", true, NETWORK_ANSWERS);
	int64_t begun = clock_ms();
	struct pollfd fds[ASK_RUN_FDS];
	unsigned seconds;

	(void)state;
	assert_false(ask_run_leave(run));
	assert_int_equal(run_on(run), ASK_RUN_CONSENT);
	ask_run_consent(run, true);
	while (!strstr(ask_run_doing(run, &seconds), "pending")) {
		assert_int_equal(ask_run_step(run), ASK_RUN_GOES_ON);
		poll(fds, ask_run_fds(run, fds), 10);
	}
	assert_string_equal(ask_run_doing(run, &seconds), "pending: asking again in 5 s (1 of 2)");
	assert_in_range(ask_run_timeout(run), 1, 5000);
	assert_true(ask_run_leave(run));
	assert_int_equal(run_to_end(run)->trial.status, TRIAL_PENDING);
	assert_true(clock_ms() - begun < 4000);
	ask_run_free(run);
}

static void
waiting_can_be_left_during_a_retry(void **state)
{
	struct ask_run *run = run_begin("retries", true, NETWORK_HANGS_AT_RETRY);
	int64_t begun = clock_ms();
	struct pollfd fds[ASK_RUN_FDS];
	char byte;

	(void)state;
	assert_int_equal(run_on(run), ASK_RUN_CONSENT);
	ask_run_consent(run, true);
	while (network.urls.n < 4) {
		assert_int_equal(ask_run_step(run), ASK_RUN_GOES_ON);
		poll(fds, ask_run_fds(run, fds), 10);
	}
	assert_true(ask_run_leave(run));
	assert_false(ask_run_leave(run));
	assert_int_equal(run_to_end(run)->trial.status, TRIAL_PENDING);
	assert_int_equal(recv(network.kept, &byte, 1, 0), 0);
	assert_true(clock_ms() - begun < 4000);
	ask_run_free(run);
	network_begin(NETWORK_ANSWERS);
}

/* However it ends. */
static void
what_was_sent_is_known(void **state)
{
	static const struct {
		const char *host;
		bool agrees, sent;
	} cases[] = {
		{ "trial", true, true },
		{ "trial", false, false },
		{ "breaks", true, true },
		{ "unasked", true, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct ask_run *run = run_begin(cases[i].host, true, NETWORK_ANSWERS);

		if (run_on(run) == ASK_RUN_CONSENT) {
			assert_false(ask_run_sent(run));
			ask_run_consent(run, cases[i].agrees);
		}
		run_to_end(run);
		assert_int_equal(ask_run_sent(run), cases[i].sent);
		assert_false(ask_run_is_declined(run));
		ask_run_free(run);
	}
}

/* Whatever a worker wants that read a stranger's bytes. */
static void
a_worker_gets_no_more_than_the_plan(void **state)
{
	static const struct {
		const char *host;
		size_t fetched;
		const char *why;
	} cases[] = {
		{ "unasked", 1, "the worker process sent an invalid answer" },
		{ "many", 1, "the worker process sent an invalid answer" },
		{ "unknown", 0, "the worker process sent an invalid answer" },
		{ "posts", 0, "the worker process sent an invalid answer" },
		{ "long", 3, "the worker process sent an invalid answer" },
		{ "tries", 3, "the worker process sent an invalid answer" },
		{ "twice", 2, "the worker process sent an invalid answer" },
		{ "idles", 2, "the worker process sent an invalid answer" },
		{ "rests", 3, "the worker process sent an invalid answer" },
		{ "tells", 1, "the worker process sent an invalid answer" },
		{ "silent", 0, "the worker process sent an invalid answer" },
		{ "probes", 1, "the worker process sent an invalid answer" },
		{ "huge", 2, "the worker process sent an invalid answer" },
		{ "wide", 2, "the worker process sent an invalid answer" },
		{ "early", 1, "the worker process sent an invalid answer" },
		{ "busy", 2, "the worker process sent an invalid answer" },
		{ "elsewhere", 1, "the worker process sent an invalid answer" },
		{ "renamed", 1, "the worker process sent an invalid answer" },
		{ "later", 1, "the worker process sent an invalid answer" },
		{ "shape", 0, "the worker process sent an invalid answer" },
		{ "question", 0, "the worker process sent an invalid answer" },
		{ "garbage", 0, "the worker process sent an answer that cannot be read" },
		{ "error", 0, "asking needs OpenSSL 3.0" },
		{ "dies", 0, "the worker process was ended by signal 9 (Killed)" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct ask_run *run = run_begin(cases[i].host, true, NETWORK_ANSWERS);

		if (run_on(run) == ASK_RUN_CONSENT)
			ask_run_consent(run, true);
		assert_null(run_to_end(run));
		assert_string_equal(ask_run_why(run), cases[i].why);
		assert_int_equal(network.urls.n, cases[i].fetched);
		ask_run_free(run);
	}
}

/* The worker reads strangers' bytes before. What it says here has no challenge in it, so it is not hidden. */
static void
the_challenge_is_told_after_consent(void **state)
{
	static const char *const lines[] = { "it did not come", "it came" };

	(void)state;
	for (int yes = 0; yes < 2; yes++) {
		struct ask_run *run = run_begin("secret", true, NETWORK_ANSWERS);

		assert_int_equal(run_on(run), ASK_RUN_CONSENT);
		ask_run_consent(run, yes);
		assert_string_equal(run_to_end(run)->trial.line, lines[yes]);
		ask_run_free(run);
	}
}

/* Before it has read the plan, which is larger than what a socket holds. */
static void
a_worker_that_does_not_listen_is_told(void **state)
{
	char folder[] = "/tmp/scepwiz-ask-run-XXXXXX";
	struct ask_options options = { .begin = begin };
	NODE(frame) = node_map_new();
	SCEP_PLAN(plan);
	STRBUF(bytes);
	STRBUF(err);
	struct ask_run *run;
	FILE *file;

	(void)state;
	assert_non_null(mkdtemp(folder));
	OWN_TEXT(program) = path_join(folder, "worker");
	OWN_TEXT(said) = path_join(folder, "said");

	node_set(frame, "question", fetch_of("GetCACaps", false, ""));
	frame_write(frame, &bytes);
	assert_int_equal(file_write(said, bytes.buf, bytes.len, FILE_EXCLUSIVE, &err), 0);
	file = fopen(program, "w");
	assert_non_null(file);
	fprintf(file, "#!/bin/sh\n/bin/cat '%s'; exec /bin/sleep 20\n", said);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(program, 0700), 0);
	options.worker = program;
	plan.url = xstrdup("http://ca.example.com/");
	strbuf_addchars(&plan.root, 'r', 900000);
	network_begin(NETWORK_ANSWERS);
	run = ask_run_begin(&plan, &options, &err);
	assert_null(run_to_end(run));
	assert_string_equal(ask_run_why(run), "the worker process sent an invalid answer");
	assert_int_equal(network.urls.n, 0);
	ask_run_free(run);
	unlink(program);
	unlink(said);
	rmdir(folder);
}

static void
another_name_is_asked_for_once(void **state)
{
	struct ask_run *run = run_begin("probed", false, NETWORK_ANSWERS);

	(void)state;
	assert_non_null(run_to_end(run));
	assert_int_equal(network.urls.n, 3);
	assert_string_equal(
		network.urls.v[2], "http://probed.example.com/scep?operation=GetCACert&message=");
	ask_run_free(run);
}

static void
consent_is_only_for_a_trial(void **state)
{
	struct ask_run *run = run_begin("trial", false, NETWORK_ANSWERS);

	(void)state;
	assert_null(run_to_end(run));
	assert_string_equal(ask_run_why(run), "the worker process sent an invalid answer");
	ask_run_free(run);
}

static void
a_request_without_an_answer_is_a_fact(void **state)
{
	static const enum network networks[] = { NETWORK_ENDS, NETWORK_LIES };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(networks); i++) {
		struct ask_run *run = run_begin("ask", false, networks[i]);

		assert_int_equal(run_to_end(run)->transport.failure, FETCH_OTHER);
		ask_run_free(run);
	}
}

static void
assert_hidden(const char *text, const char *secret, const char *wanted)
{
	struct asked_certificate certificate = { .subject = xstrdup(text), .der = STRBUF_INIT };
	struct asked asked = ASKED_INIT;
	STRBUF(hidden);

	strbuf_addstr(&hidden, secret);
	asked.trial.line = xstrdup(text);
	asked.trial.issued.subject = xstrdup(text);
	asked.certificates = &certificate;
	asked.n = 1;
	strvec_push(&asked.caps.unknown, text);
	strbuf_addstr(&asked.transport.type, text);
	asked_hide(&asked, &hidden);
	assert_string_equal(asked.trial.line, wanted);
	assert_string_equal(asked.caps.unknown.v[0], wanted);
	assert_string_equal(asked.transport.type.buf, wanted);
	if (hidden.len >= ASKED_HIDE_LEAST) {
		assert_string_equal(asked.trial.issued.subject, wanted);
		assert_string_equal(certificate.subject, wanted);
	} else {
		assert_string_equal(asked.trial.issued.subject, text);
	}
	free(certificate.subject);
	free(asked.trial.line);
	free(asked.trial.issued.subject);
	strvec_release(&asked.caps.unknown);
	strbuf_release(&asked.transport.type);
}

static void
what_comes_back_of_the_challenge_is_hidden(void **state)
{
	static const struct {
		const char *text, *secret, *wanted;
	} cases[] = {
		{ "wrong password secret-42!", "secret-42", "wrong password ...!" },
		{ "secret-42secret-42", "secret-42", "......" },
		{ "wrong password secret", "secret-42", "wrong password ..." },
		{ "wrong password secr...", "secret-42", "wrong password ..." },
		{ "wrong password sec", "secret-42", "wrong password sec" },
		{ "secret-4", "secret-42", "..." },
		{ "a bad day", "a", "... b...d d...y" },
		{ "a bad day", "", "a bad day" },
		{ "...", "...", "..." },
		{ "", "secret-42", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_hidden(cases[i].text, cases[i].secret, cases[i].wanted);
}

/* In the facts that the session gets. */
static void
an_echo_is_hidden(void **state)
{
	struct ask_run *run = run_begin("echo", true, NETWORK_ANSWERS);

	(void)state;
	assert_int_equal(run_on(run), ASK_RUN_CONSENT);
	ask_run_consent(run, true);
	assert_string_equal(run_to_end(run)->trial.line, "no certificate for ...");
	ask_run_free(run);
}

static void
a_missing_program_ends_it(void **state)
{
	struct ask_run *run = run_begin("ask", false, NETWORK_MISSING);

	(void)state;
	assert_null(run_to_end(run));
	assert_string_equal(ask_run_why(run), "the program is missing");
	ask_run_free(run);
}

/* Whether the other end of the request is closed. */
/* It is noticed although scepwiz-ask is still at work. */
static void
a_worker_that_ends_during_a_request_is_told(void **state)
{
	static const struct {
		const char *host, *why;
	} cases[] = {
		{ "leaves", "the worker process was ended by signal 9 (Killed)" },
		{ "talks", "the worker process sent an invalid answer" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct ask_run *run = run_begin(cases[i].host, false, NETWORK_HANGS);
		int64_t begun = clock_ms();

		assert_null(run_to_end(run));
		assert_string_equal(ask_run_why(run), cases[i].why);
		assert_true(clock_ms() - begun < 5000);
		ask_run_free(run);
	}
	network_begin(NETWORK_ANSWERS);
}

static void
leaving_calls_the_request_off(void **state)
{
	struct ask_run *run = run_begin("ask", false, NETWORK_HANGS);
	struct pollfd fds[ASK_RUN_FDS];
	char byte;

	(void)state;
	while (network.urls.n == 0) {
		assert_int_equal(ask_run_step(run), ASK_RUN_GOES_ON);
		poll(fds, ask_run_fds(run, fds), 10);
	}
	ask_run_free(run);
	assert_int_equal(recv(network.kept, &byte, 1, 0), 0);
	network_begin(NETWORK_ANSWERS);
}

static void
leaving_ends_the_worker(void **state)
{
	struct ask_run *run = run_begin("stays", true, NETWORK_ANSWERS);
	int64_t begun = clock_ms();

	(void)state;
	assert_int_equal(run_on(run), ASK_RUN_CONSENT);
	ask_run_free(run);
	assert_true(clock_ms() - begun < PATIENCE_MS);
}

static void
a_missing_worker_is_told(void **state)
{
	const struct ask_options options = { .worker = "/nonexistent/worker", .begin = begin };
	SCEP_PLAN(plan);
	STRBUF(err);

	(void)state;
	plan.url = xstrdup("http://ca.example.com/");
	assert_null(ask_run_begin(&plan, &options, &err));
	assert_string_equal(err.buf,
		"the worker program, /nonexistent/worker, cannot be started: No such file or "
		"directory");
	ask_run_free(NULL);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_server_is_asked),
		cmocka_unit_test(a_trial_needs_consent),
		cmocka_unit_test(without_it_nothing_more_is_sent),
		cmocka_unit_test(a_pending_request_is_polled),
		cmocka_unit_test(waiting_can_be_left),
		cmocka_unit_test(waiting_can_be_left_during_a_retry),
		cmocka_unit_test(what_was_sent_is_known),
		cmocka_unit_test(a_worker_gets_no_more_than_the_plan),
		cmocka_unit_test(the_challenge_is_told_after_consent),
		cmocka_unit_test(a_worker_that_does_not_listen_is_told),
		cmocka_unit_test(another_name_is_asked_for_once),
		cmocka_unit_test(consent_is_only_for_a_trial),
		cmocka_unit_test(a_request_without_an_answer_is_a_fact),
		cmocka_unit_test(what_comes_back_of_the_challenge_is_hidden),
		cmocka_unit_test(an_echo_is_hidden),
		cmocka_unit_test(a_missing_program_ends_it),
		cmocka_unit_test(a_worker_that_ends_during_a_request_is_told),
		cmocka_unit_test(leaving_calls_the_request_off),
		cmocka_unit_test(leaving_ends_the_worker),
		cmocka_unit_test(a_missing_worker_is_told),
	};
	int failed;

	if (argc > 1 && !strcmp(argv[0], WORKER_NAME))
		return play();
	own_path = realpath(argv[0], NULL);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	network_begin(NETWORK_ANSWERS);
	free(own_path);
	return failed;
}
