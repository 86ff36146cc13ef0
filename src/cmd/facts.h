/* The option --asked FILE: facts about a SCEP server that was asked before (model/asked.h), for the rules. */
#ifndef CMD_FACTS_H
#define CMD_FACTS_H

#include "model/asked.h"

#include "cmd/command.h"

#define OPTION_ASKED                                                                              \
	{                                                                                         \
		"asked", 0, "FILE",                                                               \
			"also check what the SCEP server has answered: FILE is what scepwiz ask " \
			"has written as JSON, or - for standard input",                           \
			false                                                                     \
	}

/* Reads the file, if the option is given. Returns STATUS_DONE, or another status after a message. */
int facts_option(const struct invocation *invocation, struct asked *asked);
/* The facts, for lint_env.asked; NULL if the option is not given. */
const struct asked *facts_given(const struct invocation *invocation, const struct asked *asked);

#endif
