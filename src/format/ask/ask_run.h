/* Asking a SCEP server, and a trial enrolment, without ever waiting for the network: the flow between the worker, which
 * plays the device (request "scep" in base/request.h), and scepwiz-ask, which fetches what the worker wants.
 *
 *     run = ask_run_begin(&plan, &options, &err);
 *     while ((state = ask_run_step(run)) != ASK_RUN_ENDED)
 *             wait until one of ask_run_fds can be read, at most ask_run_timeout ms; or call ask_run_free to leave
 *     facts = ask_run_facts(run)
 *
 * Nothing is fetched but from the server of the plan's URL: scheme, host, port and path are the plan's, whatever the
 * worker says, because that has read what strangers sent. A run has a worker of its own: ask_run_free ends it, and with
 * it the key of a trial, and the request that is under way. */
#ifndef FORMAT_ASK_RUN_H
#define FORMAT_ASK_RUN_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

#include "syntax/scep.h"

#include "model/asked.h"

struct ask_options {
	unsigned seconds;  /* of a request; 0: FETCH_SECONDS */
	const char *proxy; /* NULL: none */
	/* Of tests: the program instead of the worker, and what is called instead of fetch_begin. NULL: the real
	 * ones. */
	const char *worker;
	int (*begin)(const struct fetch *fetch, struct strbuf *err);
};

enum ask_run_state {
	ASK_RUN_GOES_ON,
	ASK_RUN_WANTS_WORD, /* the next request needs the keeper to ask at the terminal: the caller lends it, calls
			     * ask_run_fetch, takes it back */
	ASK_RUN_CONSENT, /* of a trial: ask_run_facts has what is known; the caller calls ask_run_consent */
	ASK_RUN_ENDED, /* ask_run_facts has all, or is NULL and ask_run_why says why */
};

struct ask_run;

/* NULL with a sentence if the programs are missing. The plan is copied, and its secrets wiped with the run. */
struct ask_run *ask_run_begin(
	const struct scep_plan *plan, const struct ask_options *options, struct strbuf *err);
void ask_run_free(struct ask_run *run);

/* Does what can be done without waiting. */
enum ask_run_state ask_run_step(struct ask_run *run);
/* Descriptors to wait for, and whether to read or write; returns how many, at most ASK_RUN_FDS. */
#define ASK_RUN_FDS 2
size_t ask_run_fds(const struct ask_run *run, struct pollfd fds[ASK_RUN_FDS]);
/* Milliseconds until ask_run_step has something to do anyway; -1: it has not. */
int ask_run_timeout(const struct ask_run *run);

void ask_run_fetch(struct ask_run *run);
void ask_run_consent(struct ask_run *run, bool yes);
/* Once a CA has answered PENDING, between the retries and during one: it waits no longer, and ends with the facts, which
 * name the transaction. Returns false, without effect, at any other time, and the second time. */
bool ask_run_leave(struct ask_run *run);

/* What it does now, for progress: "GetCACert", "making the key", "pending: asking again in 10 s (1 of 3)"; and for
 * how many seconds. */
const char *ask_run_doing(const struct ask_run *run, unsigned *seconds);
/* The facts so far (ASK_RUN_CONSENT) or all of them; NULL: none. The run owns them. */
const struct asked *ask_run_facts(const struct ask_run *run);
const char *ask_run_why(const struct ask_run *run);
/* Whether a PKIOperation was begun: from then on the CA may have issued a certificate, however the run ends. */
bool ask_run_sent(const struct ask_run *run);
/* Whether it has ended because the person said no to the keeper's question. */
bool ask_run_is_declined(const struct ask_run *run);

#endif
