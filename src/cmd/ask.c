/* scepwiz ask: what a SCEP server answers, and what a device would make of it. */
#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/ask/fill.h"
#include "format/ask/plan.h"

#include "cmd/asking.h"
#include "cmd/commands.h"
#include "cmd/operand.h"

/*
 * --fill.
 */

struct filling {
	const struct asking *asking;
	const struct asked *facts;
	struct strvec told;
	size_t n;
};

/* Whether the draft, which is read again, still has the server that was asked. --name asks for another Name than its. */
static bool
ask_fill_is_of(const struct asking *asking, const struct desk *desk)
{
	const struct scep_plan *asked = &asking->plan;
	SCEP_PLAN(plan);
	STRVEC(told);
	STRBUF(err);

	if (plan_of_draft(&plan, desk->file->draft, desk->env.folder, &told, &err) < 0 ||
		strcmp(plan.url, asked->url) != 0)
		return false;
	return option_given(asking->invocation, "name") ||
	       !strcmp(plan.name ? plan.name : "", asked->name ? asked->name : "");
}

static int
ask_fill_change(struct desk *desk, void *data)
{
	struct filling *filling = data;

	if (!ask_fill_is_of(filling->asking, desk)) {
		report_error("%s: nothing was filled in, because the draft has another URL or Name "
			     "now. Ask again",
			filling->asking->name);
		return STATUS_TROUBLE;
	}
	strvec_release(&filling->told);
	filling->n = asked_fill(desk->file->draft, filling->facts, &filling->told);
	return STATUS_DONE;
}

/* Over plain http the first answer is believed, as with the key of an ssh server. */
static void
ask_tell_trust(const struct asking *asking)
{
	if (ask_run_facts(asking->run)->transport.trust == FETCH_TRUST_NONE)
		report_warning("%s: plain http does not show who answered. Compare the "
			       "fingerprint with what the CA's administrator says",
			asking->name);
}

static int
ask_fill(struct asking *asking)
{
	struct filling filling = {
		.asking = asking, .facts = ask_run_facts(asking->run), .told = STRVEC_INIT
	};
	DESK(desk);
	int status = desk_change(&desk, asking->invocation, ask_fill_change, &filling);

	for (size_t i = 0; status == STATUS_DONE && i < filling.told.n; i++)
		report_note("%s: %s", asking->name, filling.told.v[i]);
	if (status == STATUS_DONE && filling.n) {
		report_note("%s: %zu %s filled in", asking->name, filling.n,
			plural(filling.n, "value was", "values were"));
		ask_tell_trust(asking);
	}
	strvec_release(&filling.told);
	return status;
}

/*
 * The command.
 */

static int
ask_fill_agrees(const struct asking *asking)
{
	const struct command *command = asking->invocation->command;

	if (asking->is_url)
		return command_misuse(
			command, "--fill changes a draft, so it needs one instead of the URL");
	if (asking->desk.kind == DESK_PROFILE)
		return command_misuse(command,
			"--fill changes a draft. Import the profile first: scepwiz import %s",
			asking->name);
	if (!asking->desk.file->path)
		return command_misuse(command,
			"--fill writes the draft's file, so it cannot read standard input. Name "
			"the file");
	return STATUS_DONE;
}

/* Another Name than the draft's: as if the draft had it, so that what is found is about what was asked. */
static void
ask_name(struct asking *asking)
{
	const char *name = option_value(asking->invocation, "name");
	struct draft *draft = asking->is_url ? NULL : asking->desk.file->draft;
	const struct field *field = draft ? form_role(draft_form(draft), ROLE_CA_NAME) : NULL;

	if (!name)
		return;
	free(asking->plan.name);
	asking->plan.name = *name ? xstrdup(name) : NULL;
	if (field)
		draft_set(draft, field, name);
}

static int
ask_go(struct asking *asking)
{
	bool fills = option_given(asking->invocation, "fill");
	int status, filled;

	if ((status = asking_options(asking)) != STATUS_DONE ||
		(status = asking_open(asking)) != STATUS_DONE ||
		(fills && (status = ask_fill_agrees(asking)) != STATUS_DONE))
		return status;
	ask_name(asking);
	asking->plan.probe_name = true;
	if ((status = asking_run(asking)) != STATUS_DONE)
		return status;
	status = asking_report(asking);
	filled = fills && status != STATUS_TROUBLE ? ask_fill(asking) : STATUS_DONE;
	return filled == STATUS_DONE ? status : filled;
}

static int
ask_run(const struct invocation *invocation)
{
	ASKING(asking, invocation);

	return asking_end(&asking, ask_go(&asking));
}

static bool
ask_writes(const struct invocation *invocation, struct strvec *files)
{
	if (option_given(invocation, "fill"))
		operand_saves(invocation->operands.v[0], false, files);
	return true;
}

static const struct option_spec ask_options[] = {
	{ "name", 0, "NAME",
		"the Name to send, instead of the draft's. If it is empty, none is sent", false },
	{ "fill", 0, NULL,
		"write the fingerprint into the draft if it has none, and the root certificate if "
		"the draft includes one and lacks it",
		false },
	OPTIONS_ASKING,
	OPTION_FORM,
	{ NULL },
};

const struct command cmd_ask = {
	.name = "ask",
	.examples = "scepwiz ask office\n"
		    "scepwiz ask http://ca.example.com/scep\n"
		    "scepwiz ask office --fill\n",
	.also = "test probe",
	.args = "DRAFT|PROFILE|URL",
	.summary = "asks the SCEP server, as a device would",
	.help = "Asks the SCEP server of a draft or profile, or the one with that URL, what "
		"devices ask first: GetCACaps and GetCACert. Prints the answer, one fact per line, "
		"and then what devices would make of it, as findings in the form of "
		"check.\n\n"
		"Only this server is asked, and its host is shown before anything is sent. No "
		"secret is sent, and nothing is saved unless you use --fill, which replaces no "
		"value. Over plain http anyone may have answered, so compare the fingerprint with "
		"what the CA's administrator says.\n\nThe answer is what this machine gets. "
		"Devices may be in another network. With --format json, the output is a file for "
		"\"scepwiz check --asked\", so that a draft can be checked where the server cannot "
		"be reached.\n\nExit status: 0 if devices would go on, 1 if they would not, 3 if "
		"there is no answer that can be used (unknown name, no connection, time-out, TLS, "
		"too large).",
	.min_args = 1,
	.max_args = 1,
	.options = ask_options,
	.run = ask_run,
	.writes = ask_writes,
	.tasks = asking_tasks,
};
