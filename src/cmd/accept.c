/* scepwiz accept: a finding that is known and stays, with the reason, written into the draft. */
#include "model/accept.h"

#include <string.h>

#include "base/report.h"
#include "base/text.h"

#include "format/profile/verdict.h"

#include "cmd/commands.h"
#include "cmd/findings_out.h"
#include "cmd/operand.h"

static int
accept_remove(struct desk *desk, const struct rule *rule)
{
	if (!draft_acceptance(desk->file->draft, rule->id)) {
		report_error("%s does not accept %s", desk->name, rule->id);
		return STATUS_FINDINGS;
	}
	draft_unaccept(desk->file->draft, rule->id);
	if (desk_save(desk) != STATUS_DONE)
		return STATUS_TROUBLE;
	report_note("%s: %s is no longer accepted", desk->name, rule->id);
	return STATUS_DONE;
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
	report_note("%s: %s is accepted (%zu %s) for %s. A change of that ends it", desk->name,
		a->rule, n, plural(n, "finding", "findings"), values.buf);
}

/* Saved only if there is something to accept, so that nothing is hidden before it was seen. reason: NULL for that of
 * the acceptance which is there. */
static int
accept_add(struct desk *desk, const struct rule *rule, const char *reason)
{
	FINDINGS(found);
	STRBUF(err);
	struct acceptance a = { 0 };
	int status = STATUS_FINDINGS;

	draft_verdict(desk, &found);
	if (accept_make(desk->file->draft, &desk->env, &found, rule, reason, &a, &err) < 0) {
		report_error("%s: %s", desk->name, err.buf);
	} else {
		draft_accept(desk->file->draft, &a);
		status = desk_save(desk);
		if (status == STATUS_DONE)
			accept_tell(desk, &a);
	}
	acceptance_release(&a);
	return status;
}

static int
accept_run(const struct invocation *invocation)
{
	const struct command *command = invocation->command;
	const struct rule *rule = rule_of_argument(command, invocation->operands.v[1]);
	const char *reason = option_value(invocation, "reason");
	bool remove = option_given(invocation, "remove");
	DESK(desk);

	if (!rule)
		return STATUS_USAGE;
	if (remove && reason)
		return command_misuse(
			command, "--remove takes an acceptance back, and needs no --reason");
	if (reason && text_is_blank(reason))
		return command_misuse(command, "--reason is empty. Say why it is accepted");
	if (desk_begin(&desk, invocation) != STATUS_DONE)
		return STATUS_TROUBLE;
	return remove ? accept_remove(&desk, rule) : accept_add(&desk, rule, reason);
}

static const struct option_spec accept_options[] = {
	{ "reason", 0, "TEXT", "why it is accepted; needed unless the rule is accepted already",
		false },
	{ "remove", 0, NULL, "take the acceptance of the rule back", false },
	OPTION_FORM,
	{ NULL },
};

const struct command cmd_accept = {
	.name = "accept",
	.args = "DRAFT RULE",
	.summary = "accepts a warning or note of a draft, with the reason",
	.help = "Writes into the draft that the findings of a rule are known and accepted, with the "
		"reason, your name and today's date. They are no longer listed as warnings or notes, "
		"and do not count for check --strict.\n\n"
		"    scepwiz accept office key-size-weak --reason \"The old CA refuses 2048\"\n\n"
		"The acceptance is bound to the values that the rule looks at. If one of them changes, "
		"the finding is back. Without --reason the reason that the draft has stays, for the "
		"values of today. Errors cannot be accepted.\n\n"
		"Exit status: 1 if there is nothing to accept, or to take back.",
	.min_args = 2,
	.max_args = 2,
	.no_input = "accept changes a file, and standard input is not one",
	.options = accept_options,
	.run = accept_run,
};
