/* scepwiz allow: the user's own word that a draft may take a variable or run a command for its secret. */
#include <string.h>

#include "base/confirm.h"
#include "base/path.h"
#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/draft/allowed.h"

#include "cmd/commands.h"
#include "cmd/operand.h"

/* A line each, on stdout: what is gone stays until it is taken out. */
static int
allow_list(void)
{
	STRVEC(paths);
	STRBUF(out);
	STRBUF(err);

	if (allowed_list(&paths, &err) < 0)
		return command_trouble(&err);
	for (size_t i = 0; i < paths.n; i++) {
		text_show(&out, paths.v[i], strlen(paths.v[i]));
		strbuf_addstr(&out, path_exists(paths.v[i]) ? "\n" : " (not there)\n");
	}
	if (!paths.n)
		report_note("no draft is allowed anything");
	return command_print(&out);
}

static int
allow_remove(const char *operand)
{
	STRBUF(err);
	OWN_TEXT(path) = operand_path(operand, &err);
	int was = path ? allowed_remove(path, &err) : -1;

	if (was < 0)
		return command_trouble(&err);
	if (!was) {
		report_error("%s was allowed nothing", path);
		return STATUS_FINDINGS;
	}
	report_note("%s: its source is no longer allowed", path);
	return STATUS_DONE;
}

/* What is to be allowed, and where it goes. */
static void
allow_tell(const struct desk *desk)
{
	STRVEC(lines);

	allowed_tell(desk->file->draft, &lines);
	for (size_t i = 0; i < lines.n; i++)
		report_note("%s: %s", desk->name, lines.v[i]);
}

static int
allow_ask(const struct command *command, bool *yes)
{
	int answer = confirm("Allow it? Type y for yes: ", -1);

	if (answer < 0)
		return command_misuse(command,
			"there is no terminal for the question. Check what is named above, and "
			"use --yes to allow it");
	*yes = answer;
	return STATUS_DONE;
}

static int
allow_draft(const struct invocation *invocation, struct desk *desk)
{
	bool yes = option_given(invocation, "yes");
	int status = STATUS_DONE;
	STRBUF(err);

	if (!allowed_is_needed(desk->file->draft)) {
		report_note("%s needs no permission", desk->name);
		return STATUS_DONE;
	}
	allow_tell(desk);
	if (!yes && !allowed_has(desk->file))
		status = allow_ask(invocation->command, &yes);
	else
		yes = true;
	if (status != STATUS_DONE)
		return status;
	if (!yes) {
		report_note("%s: not allowed", desk->name);
		return STATUS_FINDINGS;
	}
	if (allowed_add(desk->file, &err) < 0)
		return command_trouble(&err);
	report_note("%s: allowed, until that changes", desk->name);
	return STATUS_DONE;
}

static int
allow_run(const struct invocation *invocation)
{
	const struct command *command = invocation->command;
	bool list = option_given(invocation, "list"), yes = option_given(invocation, "yes");
	bool remove = option_given(invocation, "remove");
	size_t n = invocation->operands.n;
	DESK(desk);

	if (list + yes + remove > 1)
		return command_misuse(command, "use only one of --list, --remove and --yes");
	if (list && n)
		return command_misuse(command, "--list lists all drafts, so it accepts no draft");
	if (list)
		return allow_list();
	if (!n)
		return command_misuse(command, "name the draft, or use --list");
	if (remove)
		return allow_remove(invocation->operands.v[0]);
	if (desk_begin(&desk, invocation) != STATUS_DONE)
		return STATUS_TROUBLE;
	return allow_draft(invocation, &desk);
}

static bool
allow_writes(const struct invocation *invocation, struct strvec *files)
{
	(void)invocation;
	allowed_writes(files);
	return true;
}

static const struct option_spec allow_options[] = {
	{ "yes", 'y', NULL, "do not ask (for scripts that know what the draft names)", false },
	{ "remove", 0, NULL, "withdraw the permission", false },
	{ "list", 0, NULL, "list the drafts that are allowed something", false },
	OPTION_FORM,
	{ NULL },
};

const struct command cmd_allow = {
	.name = "allow",
	.examples = "scepwiz allow office\n"
		    "scepwiz allow --list\n",
	.args = "[DRAFT]",
	.summary = "lets a draft read a variable or run a command",
	.help = "The author of a draft chooses the variable or command that provides the "
		"challenge, and the URL that receives it. An export therefore runs a command, or "
		"reads a variable whose name does not begin with SCEP_ or SCEPWIZ_, only if you "
		"have allowed it. This command shows what the draft names and where it goes, and "
		"asks.\n\nThe permission is saved for this draft's "
		"path, on this machine, only for you. It ends if the variable, the command, a URL "
		"or the file of your organization's form changes other than through your own set, "
		"check --fix or wizard. Other changes do not matter. What you set or type in the "
		"wizard yourself is allowed by that.\n\nExit status: 1 if it was not allowed, or "
		"there was nothing to withdraw. 2 if there is no terminal for the question, and "
		"no --yes.",
	.min_args = 0,
	.max_args = 1,
	.no_input = "only a draft in a file can be allowed anything",
	.options = allow_options,
	.run = allow_run,
	.writes = allow_writes,
};
