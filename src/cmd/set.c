/* scepwiz set: answers without a terminal, through the wizard's gate. */
#include "base/report.h"

#include "cmd/commands.h"
#include "cmd/operand.h"
#include "cmd/settings.h"

/* Whether something was set that must differ between drafts. Only then the drafts beside it are needed. */
static bool
set_identity(const struct settings *settings)
{
	const struct form *form = draft_form(settings->desk->file->draft);
	bool set = false;

	for (size_t i = 0; i < form->nfields; i++)
		set |= settings->touched[i] && (form->fields[i] == neighbours_field(form) ||
						       form->fields[i]->flags & FIELD_MADE);
	return set;
}

static int
set_change(struct desk *desk, void *data)
{
	return settings_move(data, desk);
}

/* All that is waited for is read before the lock, and put into the draft as it is under it. Saved first, told then: the
 * findings are about what is in the file now. */
static int
set_run(const struct invocation *invocation)
{
	STRVEC(arguments);
	DESK(before);
	DESK(desk);
	SETTINGS(settings);
	int status = desk_begin(&before, invocation);

	if (status != STATUS_DONE)
		return status;
	for (size_t i = 1; i < invocation->operands.n; i++)
		strvec_push(&arguments, invocation->operands.v[i]);
	settings_begin(&settings, invocation->command, &before);
	if ((status = settings_apply(&settings, &arguments)) != STATUS_DONE ||
		(status = desk_change(&desk, invocation, set_change, &settings)) != STATUS_DONE)
		return status;
	settings.desk = &desk;
	if (!set_identity(&settings))
		desk.env.neighbours = NULL;
	if (!settings_report(&settings))
		return STATUS_DONE;
	report_note("%s is saved, but the new values have errors", desk.name);
	return STATUS_FINDINGS;
}

static bool
set_writes(const struct invocation *invocation, struct strvec *files)
{
	const struct strvec *operands = &invocation->operands;

	operand_saves(operands->v[0], settings_type_source(operands), files);
	return true;
}

static const struct option_spec set_options[] = {
	OPTION_FORM,
	{ NULL },
};

const struct command cmd_set = {
	.name = "set",
	.examples = "scepwiz set office key_size=2048 san_dns_name=mac1.acme.net\n"
		    "scepwiz set office root_certificate=@ca.pem\n",
	.args = "DRAFT KEY=VALUE...",
	.summary = "changes values of a draft",
	.help = "Changes values of a draft and saves it. The rest stays byte for byte. \"scepwiz "
		"fields\" lists the keys.\n\n    KEY=VALUE   the value, in any spelling that the "
		"wizard accepts\n    KEY=-       standard input, which is the way for a secret\n    "
		"KEY=@FILE   the content of a file\n    KEY=        empty, or the default of a "
		"choice, number or yes/no\n\nA secret can have a source outside the draft, which "
		"the export reads:\n\n    KEY=@env:NAME          the environment variable NAME\n    "
		"KEY=@command:WORDS     the output of a program: @command:pass show scep\n    "
		"KEY=@prompt            asked for at each export\n\nA source that you set this "
		"way is allowed by that (see scepwiz help allow). A certificate is given by its "
		"path (PEM, DER, PKCS#7) or pasted, and is copied into the draft. In a file with "
		"several, FILE#2 is the second. A certificate for a fingerprint becomes its "
		"SHA-256. KEY=@FILE sets a fingerprint to the SHA-256 of that certificate, "
		"@root_certificate to that of the draft's own. The first KEY=VALUE replaces a "
		"list, and another one in the same call adds an item. For a text that begins with "
		"@ or is a single dash, use KEY=-. For a file called env:NAME or prompt, use "
		"KEY=@./env:NAME.\n\nA text with errors is saved, because it can be fixed later. "
		"Its findings are listed and the exit status is 1. An invalid choice, number, "
		"yes/no or certificate is rejected, and then nothing is changed.",
	.min_args = 2,
	.max_args = -1,
	.no_input = "set changes a file, so it cannot read standard input",
	.options = set_options,
	.run = set_run,
	.writes = set_writes,
};
