/* The request about a SCEP server: the worker plays a device, in the order in which a Mac asks. What it wants fetched and
 * waited for are questions to scepwiz (base/request.h). */
#include <openssl/opensslv.h>
#include <stdlib.h>
#include <string.h>

#include "base/fetch.h"
#include "base/xalloc.h"

#include "syntax/scep.h"

#include "worker/answers.h"
#include "worker/scep_facts.h"
#include "worker/scep_text.h"
#include "worker/scep_trial.h"

#if OPENSSL_VERSION_NUMBER < 0x30000000L

bool
scep_answer(const struct node *request, struct node *answer)
{
	(void)request;
	node_add(answer, "error",
		node_text_new("Asking a CA needs OpenSSL 3.0, and scepwiz was built with an older "
			      "version."));
	return true;
}

#else

#define HTTP_OK 200

struct asking {
	struct scep_plan plan;
	struct scep_learned learned;
	struct scep_chosen chosen;
	struct scep_trial *trial; /* NULL: none yet */
	struct node *trial_facts; /* NULL: none yet */
	bool over;                /* the server did not answer, and is asked nothing more */
	bool lies;                /* scepwiz replied what it never would */
};

static void
asking_release(struct asking *asking)
{
	scep_trial_free(asking->trial);
	node_free(asking->trial_facts);
	sk_X509_free(asking->chosen.others);
	scep_plan_release(&asking->plan);
	fetched_release(&asking->learned.caps_fetched);
	fetched_release(&asking->learned.fetched);
	scep_caps_release(&asking->learned.caps);
	scep_ca_release(&asking->learned.ca);
}

/*
 * Questions.
 */

/* Failures after which another request would most likely end like this one, after as long a time. */
static bool
is_silence(enum fetch_failure failure)
{
	switch (failure) {
	case FETCH_NAME_UNKNOWN:
	case FETCH_REFUSED:
	case FETCH_TIMEOUT:
	case FETCH_TLS:
	case FETCH_PROXY:
	case FETCH_OTHER:
		return true;
	default:
		return false;
	}
}

static bool
is_answer(const struct fetched *fetched)
{
	return fetched->failure == FETCH_DONE && fetched->status == HTTP_OK;
}

/* message NULL: the request has no message. False if what came is not a reply to it, or if the person does not wait for
 * the CA any more. */
static bool
fetch(struct asking *asking, enum scep_operation operation, const struct strbuf *message, bool post,
	struct fetched *fetched)
{
	struct node *question = node_map_new();

	node_add(question, "fetch", node_text_new(scep_operation_name(operation)));
	if (message)
		node_add(question, "message", node_data_new(message->buf, message->len));
	node_add(question, "post", node_boolean_new(post));

	NODE(reply) = worker_question(question);

	if (!fetched_from_node(node_get(reply, "fetched"), fetched)) {
		asking->lies |= operation != SCEP_PKI_OPERATION ||
				!node_is(node_get(reply, "go on"), NODE_BOOLEAN);
		return false;
	}
	asking->over = is_silence(fetched->failure);
	return true;
}

/* Only a yes is one. */
static bool
reply_goes_on(struct asking *asking, const struct node *reply)
{
	const struct node *yes = node_get(reply, "go on");

	asking->lies |= !node_is(yes, NODE_BOOLEAN);
	return node_is(yes, NODE_BOOLEAN) && yes->number;
}

static void
tell_doing(const char *what)
{
	struct node *question = node_map_new();

	node_add(question, "doing", node_text_new(what));
	node_free(worker_question(question));
}

/*
 * GetCACaps and GetCACert.
 */

static void
fetched_move(struct fetched *from, struct fetched *to)
{
	fetched_release(to);
	*to = *from;
	*from = (struct fetched)FETCHED_INIT;
}

static void
ask_caps(struct asking *asking, const struct strbuf *name)
{
	struct scep_learned *learned = &asking->learned;
	struct fetched *fetched = &learned->caps_fetched;

	if (fetch(asking, SCEP_GET_CA_CAPS, name, false, fetched) && is_answer(fetched))
		scep_caps_read(fetched->body.buf, fetched->body.len, &learned->caps);
	if (asking->over)
		learned->transport = fetched;
}

/* --trust names a certificate of the answer, if the draft names none. */
static const struct strbuf *
plan_fingerprint(const struct scep_plan *plan)
{
	return plan->fingerprint.len ? &plan->fingerprint : &plan->trusted;
}

static void
ask_certificates(struct asking *asking, const struct strbuf *name)
{
	struct fetched *fetched = &asking->learned.fetched;

	if (fetch(asking, SCEP_GET_CA_CERT, name, false, fetched))
		scep_ca_read(fetched, &asking->learned.ca);
}

/* Once more with another name. */
static void
probe_name(struct asking *asking)
{
	struct scep_learned *learned = &asking->learned;
	struct scep_ca ca = { 0 };
	FETCHED(fetched);
	STRBUF(name);

	strbuf_addstr(&name, scep_probe_name(&asking->plan));
	if (!fetch(asking, SCEP_GET_CA_CERT, &name, false, &fetched))
		return;
	if (asking->over) {
		fetched_move(&fetched, &learned->fetched);
		return;
	}
	scep_ca_read(&fetched, &ca);
	if (!ca.n)
		learned->names = "none";
	else
		learned->names = scep_ca_same(&ca, &learned->ca) ? "same" : "other";
	scep_ca_release(&ca);
}

static void
ask_server(struct asking *asking)
{
	STRBUF(name);

	strbuf_addstr(&name, asking->plan.name ? asking->plan.name : "");
	ask_caps(asking, &name);
	if (!asking->over && !asking->lies)
		ask_certificates(asking, &name);
	scep_ca_choose(&asking->learned.ca, plan_fingerprint(&asking->plan));
	if (asking->learned.ca.n && asking->plan.probe_name && !asking->lies)
		probe_name(asking);
}

/*
 * PKIOperation.
 */

static void
trial_set(struct asking *asking, const char *key, struct node *value)
{
	node_set(asking->trial_facts, key, value);
}

/* The first line of an error's body that has something. */
static void
first_line(const struct strbuf *body, struct strbuf *out)
{
	const char *at = body->buf + strspn(body->buf, " \t\r\n");

	scep_text_add(at, strcspn(at, "\r\n"), SCEP_TEXT_MAX, out);
}

/* Without a reply: an HTTP error is a refusal, anything else leaves open what the CA did. */
static void
trial_fails(struct asking *asking, struct fetched *fetched)
{
	bool refused = fetched->failure == FETCH_DONE;
	const char *fault = is_silence(fetched->failure)    ? "none"
			    : fetched->failure == FETCH_CUT ? "cut"
							    : "other";
	STRBUF(line);

	trial_set(asking, "status", node_text_new(refused ? "refused" : "unread"));
	if (refused)
		first_line(&fetched->body, &line);
	else
		trial_set(asking, "reply fault", node_text_new(fault));
	trial_set(asking, "line", node_text_new(line.buf));
	if (!refused)
		fetched_move(fetched, &asking->learned.fetched);
}

/* Sends one message. Returns whether the reply is PENDING; -1 with a sentence if no message could be made. */
static int
trial_exchange(struct asking *asking, bool poll, struct strbuf *err)
{
	STRBUF(message);
	FETCHED(fetched);

	if (scep_trial_message(asking->trial, poll, &message, err) < 0)
		return -1;
	if (!fetch(asking, SCEP_PKI_OPERATION, &message, asking->learned.caps.post, &fetched))
		return 0;
	trial_set(asking, "http", node_integer_new(fetched.status));
	if (is_answer(&fetched))
		return scep_trial_reply(asking->trial, &fetched.body, asking->trial_facts);
	trial_fails(asking, &fetched);
	return 0;
}

/* Apple's schema: the first retry is attempted without the delay. */
static bool
wait_to_poll(struct asking *asking, unsigned poll)
{
	unsigned seconds = poll > 1 ? asking->plan.wish.delay : 0;
	struct node *question = node_map_new();
	bool yes;

	node_add(question, "wait", node_integer_new(seconds));

	NODE(reply) = worker_question(question);

	yes = reply_goes_on(asking, reply);
	if (yes)
		trial_set(asking, "waited",
			node_integer_new(
				node_get(asking->trial_facts, "waited")->number + seconds));
	return yes;
}

static int
trial_run(struct asking *asking, struct strbuf *err)
{
	int pending = trial_exchange(asking, false, err);

	for (unsigned poll = 1; pending > 0 && poll <= asking->plan.wish.retries; poll++) {
		if (!wait_to_poll(asking, poll))
			break;
		trial_set(asking, "polls", node_integer_new(poll));
		pending = trial_exchange(asking, true, err);
	}
	return pending < 0 ? -1 : 0;
}

/* The facts so far. */
static struct node *
asking_facts(const struct asking *asking)
{
	return scep_facts(&asking->learned,
		asking->trial_facts ? node_copy(asking->trial_facts) : scep_trial_facts(NULL));
}

static bool
may_try(struct asking *asking)
{
	struct node *question;

	if (!asking->plan.asks_trial || asking->over || asking->lies ||
		asking->learned.ca.stop != SCEP_STOP_NOWHERE)
		return false;
	question = node_map_new();
	node_add(question, "consent", asking_facts(asking));

	NODE(reply) = worker_question(question);

	if (!reply_goes_on(asking, reply))
		return false;
	asking->lies |= !scep_challenge_from_node(
		node_get(reply, "challenge"), &asking->plan.wish.challenge);
	return !asking->lies;
}

static int
try_once(struct asking *asking, struct strbuf *err)
{
	if (!may_try(asking))
		return 0;
	tell_doing("making the key");
	scep_ca_chosen(&asking->learned.ca, &asking->learned.caps, &asking->chosen);
	asking->trial =
		scep_trial_begin(&asking->plan.wish, &asking->chosen, asking->plan.now, err);
	if (!asking->trial)
		return -1;
	asking->trial_facts = scep_trial_facts(asking->trial);
	return trial_run(asking, err);
}

static void
asking_begin(struct asking *asking)
{
	*asking = (struct asking){
		.plan = SCEP_PLAN_INIT,
		.learned = {
			.plan = &asking->plan,
			.caps_fetched = FETCHED_INIT,
			.fetched = FETCHED_INIT,
			.transport = &asking->learned.fetched,
			.names = "",
		},
	};
	scep_caps_init(&asking->learned.caps);
}

bool
scep_answer(const struct node *request, struct node *answer)
{
	struct asking asking;
	bool whole;
	STRBUF(err);

	asking_begin(&asking);
	whole = scep_plan_from_node(node_get(request, "plan"), &asking.plan);
	if (whole) {
		ask_server(&asking);
		if (try_once(&asking, &err) < 0)
			node_add(answer, "error", node_text_new(err.buf));
		else
			node_add(answer, "facts", asking_facts(&asking));
		whole = !asking.lies;
	}
	asking_release(&asking);
	return whole;
}

#endif
