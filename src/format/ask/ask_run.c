/* One worker, and one request at a time: the worker asks, and this answers. What the worker may ask for is checked,
 * because it has read what strangers sent: only the requests of the plan, each as often and with the Name of the plan,
 * and PKIOperation only after the person has agreed. Before that, it does not have the challenge. */
#include "format/ask/ask_run.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/helper.h"
#include "base/report.h"
#include "base/request.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/pem.h"

#include "format/ask/asked_hide.h"
#include "format/ask/asked_root.h"

#define REQUEST_NAME "scep"

/* scepwiz-ask keeps the time itself; this is for one that does not. */
#define GRACE_MS 3000

enum phase {
	PHASE_WORKER,  /* the worker computes, or is still being told something */
	PHASE_WORD,    /* the keeper has to ask about the server */
	PHASE_FETCH,   /* scepwiz-ask is at work */
	PHASE_CONSENT, /* the person has to agree to a trial */
	PHASE_WAIT,    /* for a CA that answered PENDING */
	PHASE_ENDED,
};

struct ask_run {
	struct helper worker;
	enum phase phase;
	bool sending;  /* to the worker */
	int64_t until; /* of PHASE_WORKER, PHASE_FETCH and PHASE_WAIT, by clock_ms */

	/* Of the plan. */
	char *url, *name; /* name: NULL: none */
	int64_t now;
	const char *probe; /* the other name; NULL: it is not asked for */
	bool asks_trial;
	unsigned retries, delay;
	struct strbuf challenge; /* which no fact may have */

	/* What the worker may ask next, or has asked. */
	bool agreed, may_try;
	bool has_caps, has_cert, has_probed, has_key;
	unsigned waited; /* how often */
	bool sends;      /* the next request, or the one that is under way, is PKIOperation */
	bool sent;       /* one was */
	bool left;       /* the person waits for the CA no longer */
	bool declined;

	int (*begin)(const struct fetch *fetch, struct strbuf *err);
	struct fetch fetch; /* the next request, or the one that is under way */
	int fetching;       /* its socket; -1: none is */
	struct strbuf in;

	struct strbuf doing;
	int64_t since;

	struct asked facts;
	bool has_facts;
	struct strbuf why;
};

/*
 * The end.
 */

static void
run_stop_fetching(struct ask_run *run)
{
	if (run->fetching >= 0)
		close(run->fetching);
	run->fetching = -1;
	strbuf_clear(&run->in);
}

static void
run_end(struct ask_run *run)
{
	run_stop_fetching(run);
	if (run->worker.pid)
		helper_stop(&run->worker, true);
	strbuf_release(&run->challenge);
	run->phase = PHASE_ENDED;
}

static void
run_drop_facts(struct ask_run *run)
{
	asked_release(&run->facts);
	run->facts = (struct asked)ASKED_INIT;
	run->has_facts = false;
}

static void __attribute__((format(printf, 2, 3)))
run_fail(struct ask_run *run, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	strbuf_clear(&run->why);
	strbuf_vaddf(&run->why, fmt, ap);
	va_end(ap);
	run_drop_facts(run);
	run_end(run);
}

static void
run_lies(struct ask_run *run)
{
	run_fail(run, "the worker process sent an invalid answer");
}

/* It has ended, or closed its socket. */
static void
run_worker_ended(struct ask_run *run)
{
	STRBUF(why);
	int status = helper_stop(&run->worker, false);

	helper_tell_end(&run->worker, status, &why);
	run_fail(run, "%s", why.buf);
}

/*
 * What is told to the worker.
 */

static void
run_to_worker(struct ask_run *run)
{
	run->phase = PHASE_WORKER;
	run->until = clock_ms() + request_find(REQUEST_NAME)->clock * INT64_C(1000);
}

static void
run_say(struct ask_run *run, const struct node *answer)
{
	helper_say(&run->worker, answer);
	run_to_worker(run);
}

/* The challenge goes to the worker here, and only here. */
static void
run_say_agreed(struct ask_run *run)
{
	NODE(answer) = node_map_new();

	node_set(answer, "go on", node_boolean_new(true));
	node_set(answer, "challenge", node_data_new(run->challenge.buf, run->challenge.len));
	run_say(run, answer);
}

static void
run_say_go_on(struct ask_run *run, bool yes)
{
	NODE(answer) = node_map_new();

	node_set(answer, "go on", node_boolean_new(yes));
	run_say(run, answer);
}

static void
run_say_fetched(struct ask_run *run, const struct fetched *fetched)
{
	NODE(answer) = node_map_new();

	run_stop_fetching(run);
	node_set(answer, "fetched", fetched_to_node(fetched));
	run_say(run, answer);
}

static void
run_say_failed(struct ask_run *run, enum fetch_failure failure, const char *says)
{
	FETCHED(fetched);

	fetched.failure = failure;
	strbuf_addstr(&fetched.says, says);
	run_say_fetched(run, &fetched);
}

/*
 * What it asks.
 */

static void __attribute__((format(printf, 2, 3)))
run_does(struct ask_run *run, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	strbuf_clear(&run->doing);
	strbuf_vaddf(&run->doing, fmt, ap);
	va_end(ap);
	run->since = clock_ms();
}

static bool
flag_test_and_set(bool *flag)
{
	bool was = *flag;

	*flag = true;
	return was;
}

static bool
message_is(const struct strbuf *message, const char *text)
{
	return message->len == strlen(text) && !memcmp(message->buf, text, message->len);
}

/* Each request of a plan is made once, and PKIOperation once more after each wait. The URL of the others is sent as it
 * is, so it has the Name of the plan and nothing else. */
static bool
fetch_is_planned(
	struct ask_run *run, enum scep_operation operation, bool post, const struct strbuf *message)
{
	bool *made = operation == SCEP_GET_CA_CAPS ? &run->has_caps : &run->has_cert;

	if (!message || message->len > FETCH_BODY_LIMIT)
		return false;
	if (operation == SCEP_PKI_OPERATION) {
		bool may = run->may_try;

		run->may_try = false;
		return may;
	}
	if (post)
		return false;
	if (message_is(message, run->name ? run->name : "") && !*made)
		return !flag_test_and_set(made);
	return operation == SCEP_GET_CA_CERT && run->has_cert && run->probe &&
	       message_is(message, run->probe) && !flag_test_and_set(&run->has_probed);
}

static void
fetch_plan(
	struct ask_run *run, enum scep_operation operation, bool post, const struct strbuf *message)
{
	struct fetch *fetch = &run->fetch;

	fetch->post = post;
	run->sends = operation == SCEP_PKI_OPERATION;
	strbuf_clear(&fetch->url);
	strbuf_clear(&fetch->type);
	strbuf_clear(&fetch->body);
	scep_url(run->url, operation, post ? NULL : message, &fetch->url);
	if (!post)
		return;
	strbuf_addstr(&fetch->type, SCEP_POST_TYPE);
	strbuf_add(&fetch->body, message->buf, message->len);
}

static void
question_fetch(struct ask_run *run, const struct node *question)
{
	const struct node *post = node_get(question, "post");
	const struct strbuf *message = node_get_data(question, "message");
	enum scep_operation operation;
	const char *name = node_get_text(question, "fetch");

	if (!name || !scep_operation_find(name, &operation) || !node_is(post, NODE_BOOLEAN) ||
		!fetch_is_planned(run, operation, post->number, message)) {
		run_lies(run);
		return;
	}
	if (run->left) {
		run_say_go_on(run, false);
		return;
	}
	fetch_plan(run, operation, post->number, message);
	if (run->fetch.url.len > FETCH_URL_LIMIT) {
		run_lies(run);
		return;
	}
	run_does(run, "%s", name);
	if (run->begin == fetch_begin && fetch_needs_word(&run->fetch))
		run->phase = PHASE_WORD;
	else
		ask_run_fetch(run);
}

static void
question_doing(struct ask_run *run, const struct node *question)
{
	const char *what = node_get_text(question, "doing");
	NODE(answer) = node_map_new();

	if (!run->agreed || flag_test_and_set(&run->has_key) || !what ||
		strlen(what) > SCEP_TEXT_MAX) {
		run_lies(run);
		return;
	}
	run_does(run, "%s", what);
	run_say(run, answer);
}

static void
question_wait(struct ask_run *run, const struct node *question)
{
	const struct node *seconds = node_get(question, "wait");

	if (!run->agreed || run->may_try || !node_is(seconds, NODE_INTEGER) ||
		seconds->number < 0 || seconds->number > run->delay ||
		run->waited++ >= run->retries) {
		run_lies(run);
		return;
	}
	if (run->left) {
		run_say_go_on(run, false);
		return;
	}
	if (seconds->number)
		run_does(run, "pending: asking again in %u s (%u of %u)", (unsigned)seconds->number,
			run->waited, run->retries);
	run->phase = PHASE_WAIT;
	run->until = clock_ms() + seconds->number * 1000;
}

/* Whether facts have it as it is: they shorten what is long, and escape what is not printed. */
static bool
text_is_plain(const char *text)
{
	size_t len = strlen(text), n;

	for (size_t at = 0; at < len; at += n) {
		uint32_t cp;

		n = utf8_decode(text + at, len - at, &cp);
		if (cp == UTF8_INVALID || cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
			return false;
	}
	return len <= ASKED_URL_MAX;
}

static bool
facts_repeat(const char *text, const char *planned)
{
	if (!text || !planned)
		return text == planned;
	return !strcmp(text, planned) || !text_is_plain(planned);
}

/* The person agrees to what the facts say, and the rules believe them if they are about the draft's server. */
static bool
run_take_facts(struct ask_run *run, const struct node *facts)
{
	STRBUF(ignored);

	run_drop_facts(run);
	run->has_facts = asked_from_node(facts, &run->facts, &ignored) &&
			 facts_repeat(run->facts.url, run->url) &&
			 facts_repeat(run->facts.name, run->name) && run->facts.when == run->now;
	asked_hide(&run->facts, &run->challenge);
	return run->has_facts;
}

static void
question_consent(struct ask_run *run, const struct node *question)
{
	if (!run->asks_trial || run->agreed ||
		!run_take_facts(run, node_get(question, "consent"))) {
		run_lies(run);
		return;
	}
	run->phase = PHASE_CONSENT;
}

static const struct {
	const char *name;
	void (*put)(struct ask_run *run, const struct node *question);
} questions[] = {
	{ "fetch", question_fetch },
	{ "doing", question_doing },
	{ "wait", question_wait },
	{ "consent", question_consent },
};

static void
run_question(struct ask_run *run, const struct node *question)
{
	for (size_t i = 0; i < ARRAY_SIZE(questions); i++)
		if (node_get(question, questions[i].name)) {
			questions[i].put(run, question);
			return;
		}
	run_lies(run);
}

static void
run_answer(struct ask_run *run, const struct node *answer)
{
	const struct node *facts = node_get(answer, "facts");
	const char *error = node_get_text(answer, "error");

	if (error && strlen(error) > 0) {
		run_fail(run, "%s", error);
	} else if (!facts || !run_take_facts(run, facts)) {
		run_lies(run);
	} else {
		asked_look_for_root(&run->facts);
		run_end(run);
	}
}

/*
 * What can be done without waiting. Each returns whether something was.
 */

static bool
worker_step(struct ask_run *run)
{
	struct node *frame = NULL;

	run->sending = helper_flush(&run->worker) == HELPER_WAITS;
	switch (helper_hear(run->worker.socket, &run->worker.in, &frame)) {
	case HELPER_SAYS:
		break;
	case HELPER_LIES:
		run_fail(run, "the worker process sent an answer that cannot be read");
		return true;
	case HELPER_ENDED:
		run_worker_ended(run);
		return true;
	case HELPER_WAITS:
		if (clock_ms() < run->until)
			return false;
		run_fail(run, "the worker process took more than %u seconds",
			request_find(REQUEST_NAME)->clock);
		return true;
	}
	NODE(heard) = frame;

	if (!node_get(heard, "question"))
		run_answer(run, heard);
	else if (run->sending) /* a reply that it has not read yet */
		run_lies(run);
	else
		run_question(run, node_get(heard, "question"));
	return true;
}

/* The worker has nothing to say until it is told what came, or that it may go on. Returns whether it has ended, or said
 * something. */
static bool
worker_breaks(struct ask_run *run)
{
	struct node *frame = NULL;
	enum helper_state state = helper_hear(run->worker.socket, &run->worker.in, &frame);

	node_free(frame);
	if (state == HELPER_ENDED)
		run_worker_ended(run);
	else if (state != HELPER_WAITS)
		run_lies(run);
	return state != HELPER_WAITS;
}

static bool
fetch_step(struct ask_run *run)
{
	FETCHED(fetched);
	struct node *frame = NULL;
	enum helper_state state = helper_hear(run->fetching, &run->in, &frame);
	NODE(heard) = frame;

	if (worker_breaks(run))
		return true;
	if (state == HELPER_WAITS && clock_ms() < run->until)
		return false;
	if (state == HELPER_WAITS)
		run_say_failed(run, FETCH_TIMEOUT, "");
	else if (state == HELPER_SAYS && fetched_from_node(heard, &fetched))
		run_say_fetched(run, &fetched);
	else
		run_say_failed(run, FETCH_OTHER, FETCH_NAME " ended without an answer");
	return true;
}

static bool
wait_step(struct ask_run *run)
{
	if (worker_breaks(run))
		return true;
	if (clock_ms() < run->until)
		return false;
	run->may_try = true;
	run_say_go_on(run, true);
	return true;
}

enum ask_run_state
ask_run_step(struct ask_run *run)
{
	for (bool done = true; done;)
		switch (run->phase) {
		case PHASE_WORKER:
			done = worker_step(run);
			break;
		case PHASE_FETCH:
			done = fetch_step(run);
			break;
		case PHASE_WAIT:
			done = wait_step(run);
			break;
		case PHASE_WORD:
			return ASK_RUN_WANTS_WORD;
		case PHASE_CONSENT:
			return ASK_RUN_CONSENT;
		case PHASE_ENDED:
			return ASK_RUN_ENDED;
		}
	return ASK_RUN_GOES_ON;
}

size_t
ask_run_fds(const struct ask_run *run, struct pollfd fds[ASK_RUN_FDS])
{
	size_t n = 0;

	if (run->phase != PHASE_WORKER && run->phase != PHASE_FETCH && run->phase != PHASE_WAIT)
		return 0;
	fds[n++] = (struct pollfd){
		.fd = run->worker.socket,
		.events = (short)(POLLIN | (run->sending ? POLLOUT : 0)),
	};
	if (run->phase == PHASE_FETCH)
		fds[n++] = (struct pollfd){ .fd = run->fetching, .events = POLLIN };
	return n;
}

int
ask_run_timeout(const struct ask_run *run)
{
	int64_t left = run->until - clock_ms();

	if (run->phase != PHASE_WORKER && run->phase != PHASE_FETCH && run->phase != PHASE_WAIT)
		return -1;
	if (left < 0)
		return 0;
	return left < INT_MAX ? (int)left : INT_MAX;
}

/*
 * The caller's part.
 */

void
ask_run_fetch(struct ask_run *run)
{
	bool asks = run->phase == PHASE_WORD;
	STRBUF(err);

	run->since = clock_ms();
	run->fetching = run->begin(&run->fetch, &err);
	if (run->fetching < 0) {
		/* after a yes the keeper would not ask again */
		run->declined = asks && fetch_needs_word(&run->fetch);
		run_fail(run, "%s", err.buf);
		return;
	}
	run->sent |= run->sends;
	run->phase = PHASE_FETCH;
	run->until = clock_ms() + run->fetch.seconds * INT64_C(1000) + GRACE_MS;
}

void
ask_run_consent(struct ask_run *run, bool yes)
{
	if (run->phase != PHASE_CONSENT)
		BUG("nobody asked for consent");
	run->agreed = run->may_try = yes;
	if (yes)
		run_say_agreed(run);
	else
		run_say_go_on(run, false);
}

bool
ask_run_leave(struct ask_run *run)
{
	bool in_fetch = run->phase == PHASE_FETCH && run->sends;

	if (!run->waited || run->left ||
		(run->phase != PHASE_WAIT && run->phase != PHASE_WORKER && !in_fetch))
		return false;
	run->left = true;
	if (run->phase == PHASE_WORKER) /* which is told when it asks for more */
		return true;
	run_stop_fetching(run);
	run_say_go_on(run, false);
	return true;
}

bool
ask_run_sent(const struct ask_run *run)
{
	return run->sent;
}

bool
ask_run_is_declined(const struct ask_run *run)
{
	return run->declined;
}

const char *
ask_run_doing(const struct ask_run *run, unsigned *seconds)
{
	*seconds = (unsigned)((clock_ms() - run->since) / 1000);
	return run->doing.buf;
}

const struct asked *
ask_run_facts(const struct ask_run *run)
{
	return run->has_facts ? &run->facts : NULL;
}

const char *
ask_run_why(const struct ask_run *run)
{
	return run->why.buf;
}

/*
 * Beginning and end.
 */

static void
run_take_plan(struct ask_run *run, const struct scep_plan *plan, const struct ask_options *options)
{
	run->url = xstrdup(plan->url);
	run->name = plan->name ? xstrdup(plan->name) : NULL;
	run->now = plan->now;
	run->probe = plan->probe_name ? scep_probe_name(plan) : NULL;
	run->asks_trial = plan->asks_trial;
	run->retries = plan->wish.retries;
	run->delay = plan->wish.delay;
	strbuf_add(&run->challenge, plan->wish.challenge.buf, plan->wish.challenge.len);
	if (plan->root.len)
		pem_encode("CERTIFICATE", plan->root.buf, plan->root.len, &run->fetch.root);
	if (options->proxy)
		strbuf_addstr(&run->fetch.proxy, options->proxy);
	if (options->seconds)
		run->fetch.seconds = options->seconds;
}

static void
run_send_plan(struct ask_run *run, const struct scep_plan *plan)
{
	NODE(request) = node_map_new();

	node_set(request, "ask", node_text_new(REQUEST_NAME));
	node_set(request, "plan", scep_plan_to_node(plan));
	run_say(run, request);
}

struct ask_run *
ask_run_begin(const struct scep_plan *plan, const struct ask_options *options, struct strbuf *err)
{
	struct ask_run *run = xcalloc(1, sizeof *run);

	*run = (struct ask_run){
		.worker = HELPER_INIT(WORKER_NAME),
		.challenge = STRBUF_INIT,
		.fetch = FETCH_INIT,
		.fetching = -1,
		.in = STRBUF_INIT,
		.doing = STRBUF_INIT,
		.facts = ASKED_INIT,
		.why = STRBUF_INIT,
	};
	run->worker.path = options->worker;
	run->begin = options->begin ? options->begin : fetch_begin;
	run_take_plan(run, plan, options);
	run->since = clock_ms();
	if (helper_start(&run->worker, err) < 0) {
		ask_run_free(run);
		return NULL;
	}
	run_send_plan(run, plan);
	return run;
}

void
ask_run_free(struct ask_run *run)
{
	if (!run)
		return;
	run_end(run);
	free(run->url);
	free(run->name);
	strbuf_release(&run->challenge);
	fetch_release(&run->fetch);
	strbuf_release(&run->in);
	strbuf_release(&run->doing);
	asked_release(&run->facts);
	strbuf_release(&run->why);
	free(run);
}
