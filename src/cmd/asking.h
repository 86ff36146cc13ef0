/* What ask and enrol share: what is asked about, the run with its progress and ^C, and what is printed. */
#ifndef CMD_ASKING_H
#define CMD_ASKING_H

#include <stdbool.h>

#include "model/asked.h"
#include "model/findings.h"

#include "format/ask/ask_run.h"
#include "format/profile/desk.h"
#include "format/profile/profile_answers.h"

#include "cmd/command.h"

#define OPTIONS_ASKING                                                                            \
	{ "format", 0, "text|json", "text (the default) or json, a file of facts for check",      \
		false },                                                                          \
		{ "timeout", 0, "SECONDS", "most seconds for one request (default: 15)", false }, \
	{                                                                                         \
		"proxy", 0, "URL", "the proxy to use (default: none, whatever http_proxy says)",  \
			false                                                                     \
	}

struct asking {
	const struct invocation *invocation;
	const char *name; /* of the draft, the profile or the URL, for messages */
	bool is_url;
	struct desk desk; /* unless it is a URL; a profile becomes a draft in memory */
	struct profile_answers answers; /* of a profile */
	struct findings own;            /* of a profile's reader */
	struct scep_plan plan;
	struct ask_options options;
	/* Asks about a trial when its server has answered. */
	bool (*consent)(struct asking *asking, const struct asked *facts);
	bool declined;
	struct ask_run *run;
	int signo; /* that ended it; 0: none */
	struct findings found;
};

#define ASKING_INIT(call)                                                       \
	{                                                                       \
		.invocation = (call), .desk = DESK_INIT, .plan = SCEP_PLAN_INIT \
	}

void asking_release(struct asking *asking);
#define ASKING(variable, call) \
	__attribute__((cleanup(asking_release))) struct asking variable = ASKING_INIT(call)

/* Each returns STATUS_DONE, or after a message another status. */
int asking_options(struct asking *asking);
/* Opens the first operand, and makes the plan. */
int asking_open(struct asking *asking);
/* Prints findings that stop it before anything is asked. Returns STATUS_FINDINGS. */
int asking_refuse(struct asking *asking, const struct findings *found);

/* Asks. Returns STATUS_DONE once there are facts (ask_run_facts), else another status after a message. If a signal ended
 * it, nothing runs any more, and signo is set; there may be facts. */
int asking_run(struct asking *asking);
/* Prints the facts and the findings about them. Returns the status. */
int asking_report(struct asking *asking);
/* Ends the program by the signal that ended the run. To be called last. */
int asking_end(struct asking *asking, int status);

/* The keeper's task, and nothing else. */
const struct keeper_task *asking_tasks(const struct invocation *invocation);

#endif
