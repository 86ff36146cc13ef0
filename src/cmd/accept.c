/* scepwiz accept: a finding that is known and stays, with the reason, written into the draft. */
#include "model/accept.h"

#include <string.h>

#include "base/account.h"
#include "base/report.h"
#include "base/text.h"

#include "format/profile/verdict.h"

#include "cmd/commands.h"
#include "cmd/facts.h"
#include "cmd/findings_out.h"
#include "cmd/operand.h"

struct accepting {
	const struct rule *rule;
	const char *reason;        /* NULL: that of the acceptance which is there */
	const struct asked *asked; /* for lint_env */
};

static int
accept_remove(struct desk *desk, void *data)
{
	const struct accepting *accepting = data;
	const char *rule = accepting->rule->id;

	if (!draft_acceptance(desk->file->draft, rule)) {
		report_error("%s does not accept %s", desk->name, rule);
		return STATUS_FINDINGS;
	}
	draft_unaccept(desk->file->draft, rule);
	return STATUS_DONE;
}

/* Saved only if there is something to accept, so that nothing is hidden before it was seen. */
static int
accept_add(struct desk *desk, void *data)
{
	const struct accepting *accepting = data;
	FINDINGS(found);
	STRBUF(err);
	struct acceptance a = { 0 };
	int status = STATUS_DONE;

	desk->env.asked = accepting->asked;
	draft_verdict(desk, &found);
	if (accept_make(desk->file->draft, &desk->env, &found, accepting->rule, accepting->reason,
		    &a, &err) < 0) {
		report_error("%s: %s", desk->name, err.buf);
		status = STATUS_FINDINGS;
	} else {
		draft_accept(desk->file->draft, &a);
	}
	acceptance_release(&a);
	return status;
}

static void
accept_tell(const struct desk *desk, const struct acceptance *a)
{
	FINDINGS(found);
	STRBUF(values);
	size_t n = 0;

	draft_verdict(desk, &found);
	for (size_t i = 0; i < found.n; i++)
		n += found.v[i].accepted && !strcmp(found.v[i].rule, a->rule);
	accept_show_values(draft_form(desk->file->draft), a, &values);
	report_note("%s: %s is accepted (%zu %s) for %s, until that changes", desk->name, a->rule,
		n, plural(n, "finding", "findings"), values.buf);
}

static int
accept_run(const struct invocation *invocation)
{
	const struct command *command = invocation->command;
	bool remove = option_given(invocation, "remove");
	ASKED(asked);
	struct accepting accepting = {
		.rule = rule_of_argument(command, invocation->operands.v[1]),
		.reason = option_value(invocation, "reason"),
		.asked = facts_given(invocation, &asked),
	};
	DESK(desk);
	int status;

	if (!accepting.rule)
		return STATUS_USAGE;
	if (remove && accepting.reason)
		return command_misuse(command, "--remove cannot be used with --reason");
	if (accepting.reason && text_is_blank(accepting.reason))
		return command_misuse(command, "--reason is empty. Say why you accept it");
	status = facts_option(invocation, &asked);
	if (status != STATUS_DONE)
		return status;
	status = desk_change(&desk, invocation, remove ? accept_remove : accept_add, &accepting);
	if (status != STATUS_DONE)
		return status;
	if (remove)
		report_note("%s: %s is no longer accepted", desk.name, accepting.rule->id);
	else
		accept_tell(&desk, draft_acceptance(desk.file->draft, accepting.rule->id));
	return STATUS_DONE;
}

/* Not what drafts may take: an acceptance changes nothing of that. */
static bool
accept_writes(const struct invocation *invocation, struct strvec *files)
{
	operand_writes(invocation->operands.v[0], files);
	account_learn(); /* the acceptance has the user's name */
	return true;
}

static const struct option_spec accept_options[] = {
	{ "reason", 0, "TEXT", "why you accept it. Required unless the rule is already accepted",
		false },
	{ "remove", 0, NULL, "no longer accept the rule", false },
	OPTION_ASKED,
	OPTION_FORM,
	{ NULL },
};

const struct command cmd_accept = {
	.name = "accept",
	.examples = "scepwiz accept office key-size-weak --reason \"The old CA refuses 2048\"\n"
		    "scepwiz accept office key-size-weak --remove\n",
	.args = "DRAFT RULE",
	.summary = "accepts a warning or note of a draft, with the reason",
	.help = "Records in the draft that the findings of a rule are known and accepted, with "
		"the reason, your name and today's date. They are no longer listed as warnings or "
		"notes, and do not count for check --strict.\n\nThe acceptance is bound to "
		"the values that the rule looks at. If one of them changes, the finding is back. "
		"Without --reason, the draft's reason stays and applies to the current values. "
		"Errors cannot be accepted.\n\nExit status: 1 if there is nothing to accept or to "
		"remove.",
	.min_args = 2,
	.max_args = 2,
	.no_input = "accept changes a file, so it cannot read standard input",
	.options = accept_options,
	.run = accept_run,
	.writes = accept_writes,
};
