/* The option --asked. */
#include "cmd/facts.h"

#include <string.h>

#include "format/ask/asked_json.h"

#include "cmd/operand.h"

int
facts_option(const struct invocation *invocation, struct asked *asked)
{
	const char *path = option_value(invocation, "asked");
	STRBUF(err);

	if (!path)
		return STATUS_DONE;
	if (!strcmp(path, STANDARD_INPUT) && strvec_contains(&invocation->operands, STANDARD_INPUT))
		return command_misuse(invocation->command, "standard input can be read only once");
	return asked_json_load(path, asked, &err) < 0 ? command_trouble(&err) : STATUS_DONE;
}

const struct asked *
facts_given(const struct invocation *invocation, const struct asked *asked)
{
	return option_given(invocation, "asked") ? asked : NULL;
}
