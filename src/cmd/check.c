/* scepwiz check: findings, for people and for scripts. */
#include "base/report.h"

#include "format/form_file.h"

#include "cmd/commands.h"
#include "cmd/findings_out.h"
#include "cmd/opened.h"

/* What is kept across the files of one call. A file that fails does not keep the others from being
 * checked; the worst status wins, and the numbers are in that order. */
struct checking {
	const struct invocation *invocation;
	const struct form *form;
	struct neighbours near; /* many drafts of one folder are checked at once */
	bool as_json, strict;
	struct strbuf out;
	struct json json;
	int status;
};

static void
check_worse(struct checking *checking, int status)
{
	if (status > checking->status)
		checking->status = status;
}

static int
check_ignored_rules(const struct invocation *invocation)
{
	const struct strvec *ignored = option_values(invocation, "ignore");

	for (size_t i = 0; i < ignored->n; i++)
		if (!rule_of_argument(invocation->command, ignored->v[i]))
			return STATUS_USAGE;
	return STATUS_DONE;
}

static void
check_drop_ignored(const struct strvec *ignored, struct findings *found)
{
	struct findings kept = FINDINGS_INIT;

	for (size_t i = 0; i < found->n; i++)
		if (!strvec_contains(ignored, found->v[i].rule->id))
			findings_copy(&kept, &found->v[i]);
	findings_release(found);
	*found = kept;
}

/* The findings are the result and go to stdout, sorted as an editor jumps through them; how many there
 * are is said on stderr, so that silence never has to be read as success. */
static void
check_found(struct checking *checking, const struct opened *opened)
{
	struct findings found = FINDINGS_INIT;
	struct strbuf summary = STRBUF_INIT;

	opened_lint(opened, &found);
	check_drop_ignored(option_values(checking->invocation, "ignore"), &found);
	findings_sort_by_place(&found);
	if (findings_count(&found, SEVERITY_ERROR) ||
		(checking->strict && findings_count(&found, SEVERITY_WARNING)))
		check_worse(checking, STATUS_FINDINGS);
	if (checking->as_json) {
		json_text(&checking->json, "error", NULL);
		findings_json(&found, &checking->json);
	} else {
		for (size_t i = 0; i < found.n; i++)
			finding_line(&found.v[i], opened->name, &checking->out);
		findings_summary(&found, &summary);
		report_note("%s: %s", opened->name, summary.buf);
	}
	strbuf_release(&summary);
	findings_release(&found);
}

/* A draft that cannot be read has no findings; in JSON its object says why. */
static void
check_unreadable(struct checking *checking, const struct strbuf *err)
{
	struct findings none = FINDINGS_INIT;

	report_error("%s", err->buf);
	check_worse(checking, STATUS_TROUBLE);
	if (!checking->as_json)
		return;
	json_text(&checking->json, "error", err->buf);
	findings_json(&none, &checking->json);
}

static void
check_file(struct checking *checking, const char *operand)
{
	struct opened opened;
	struct strbuf err = STRBUF_INIT;
	int result = opened_read(&opened, checking->form, operand, &checking->near, &err);

	if (checking->as_json) {
		json_open(&checking->json, NULL, '{');
		json_text(&checking->json, "file", opened.name);
	}
	if (result == 0)
		check_found(checking, &opened);
	else
		check_unreadable(checking, &err);
	if (checking->as_json)
		json_close(&checking->json);
	opened_release(&opened);
	strbuf_release(&err);
}

/* Printed in the end and at once: half a JSON array is of no use. */
static void
check_files(struct checking *checking)
{
	const struct strvec *operands = &checking->invocation->operands;

	if (checking->as_json)
		json_open(&checking->json, NULL, '[');
	for (size_t i = 0; i < operands->n; i++)
		check_file(checking, operands->v[i]);
	if (checking->as_json)
		json_close(&checking->json);
	check_worse(checking, command_print(&checking->out));
}

static int
check_run(const struct invocation *invocation)
{
	struct form *form;
	struct checking checking = {
		.invocation = invocation,
		.near = NEIGHBOURS_INIT,
		.strict = option_given(invocation, "strict"),
		.out = STRBUF_INIT,
	};
	int as_json = option_is_json(invocation);

	if (as_json < 0 || check_ignored_rules(invocation) != STATUS_DONE)
		return STATUS_USAGE;
	form = form_builtin();
	checking.form = form;
	checking.as_json = as_json;
	checking.json = (struct json)JSON_INIT(&checking.out);
	check_files(&checking);
	strbuf_release(&checking.out);
	neighbours_release(&checking.near);
	form_free(form);
	return checking.status;
}

static const struct option_spec check_options[] = {
	{ "format", 0, "text|json", "text (the default) or json, an array with an object a file",
		false },
	{ "strict", 0, NULL, "count warnings as errors: the exit status is 1 for them too", false },
	{ "ignore", 0, "RULE", "leave the findings of a rule out; may be repeated", true },
	{ NULL },
};

const struct command cmd_check = {
	.name = "check",
	.args = "DRAFT...",
	.summary = "tells what is wrong or doubtful in drafts",
	.help = "Checks drafts and prints the findings, a line each, in the order of the file:\n\n"
		"    FILE:LINE:COLUMN: SEVERITY: SENTENCE [RULE]\n\n"
		"A missing value stands at 1:1. Errors stop an export, warnings and infos do not. "
		"\"scepwiz rules RULE\" explains a rule. DRAFT may be - for standard input.\n\n"
		"Exit status: 0 where no draft has an error, 1 where one has, 3 where one cannot be "
		"read.",
	.min_args = 1,
	.max_args = -1,
	.options = check_options,
	.run = check_run,
};
