/* scepwiz help: the same text as --help. */
#include "cmd/commands.h"

static int
help_run(const struct invocation *invocation)
{
	struct strbuf out = STRBUF_INIT;
	const struct command *command;
	int status;

	if (!invocation->operands.n) {
		command_overview(invocation->commands, &out);
	} else {
		command = command_find(invocation->commands, invocation->operands.v[0]);
		if (!command)
			return STATUS_USAGE;
		command_help(command, &out);
	}
	status = command_print(&out);
	strbuf_release(&out);
	return status;
}

const struct command cmd_help = {
	.name = "help",
	.args = "[COMMAND]",
	.summary = "explains the program or a command",
	.help = "Prints what scepwiz --help prints, or what scepwiz COMMAND --help prints.",
	.max_args = 1,
	.run = help_run,
};
