/* A server that is asked without a network or a worker: a test program that is linked with it has these functions of
 * format/ask/ask_run.h in place of the real ones. Each step of a run is a row of a script. */
#ifndef TESTS_FAKE_ASK_H
#define TESTS_FAKE_ASK_H

#include "format/ask/ask_run.h"

#define FAKE_STEPS_MAX 16

struct fake_step {
	enum ask_run_state state; /* what ask_run_step returns */
	const char *doing;
	unsigned seconds;
	int signo; /* raised meanwhile; 0: none */
};

extern struct fake_ask {
	struct fake_step steps[FAKE_STEPS_MAX];
	const struct asked *facts; /* at the end, and for consent; NULL: none */
	const char *why, *missing; /* why there are none; why no run begins */
	bool waits;                /* for a CA that answered PENDING: ask_run_leave works */
	bool sent;                 /* PKIOperation was */
	bool declined;             /* the keeper's question was */
	/* What was done. */
	size_t step, begun, running, fetched, left;
	int agreed; /* -1: nobody was asked */
	char url[200], name[100], subject[200], challenge[100];
	bool probes, tries;
} fake;

/* Forgets all of it. */
void fake_ask_reset(void);

#endif
