/* scepwiz set: answers without a terminal, through the wizard's gate. */
#include "base/report.h"

#include "cmd/commands.h"
#include "cmd/operand.h"
#include "cmd/settings.h"

/* Whether something was set by which drafts are told apart. Nobody else needs those beside it. */
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

/* Saved first, told then: the findings are about what is in the file now. */
static int
set_run(const struct invocation *invocation)
{
	STRVEC(arguments);
	DESK(desk);
	SETTINGS(settings);
	int status = desk_begin(&desk, invocation);

	if (status != STATUS_DONE)
		return status;
	for (size_t i = 1; i < invocation->operands.n; i++)
		strvec_push(&arguments, invocation->operands.v[i]);
	settings_begin(&settings, invocation->command, &desk);
	if ((status = settings_apply(&settings, &arguments)) != STATUS_DONE ||
		(status = desk_save(&desk)) != STATUS_DONE)
		return status;
	if (!set_identity(&settings))
		desk.env.neighbours = NULL;
	if (!settings_report(&settings))
		return STATUS_DONE;
	report_note("%s is saved, but has errors in what was set", desk.name);
	return STATUS_FINDINGS;
}

static const struct option_spec set_options[] = {
	OPTION_FORM,
	{ NULL },
};

const struct command cmd_set = {
	.name = "set",
	.args = "DRAFT KEY=VALUE...",
	.summary = "changes answers of a draft",
	.help = "Changes answers of a draft and saves it; what is not named stays byte for byte. "
		"\"scepwiz fields\" lists the keys.\n\n"
		"    KEY=VALUE   the value, in any spelling that the wizard takes\n"
		"    KEY=-       standard input; the way for a secret\n"
		"    KEY=@FILE   the content of a file\n"
		"    KEY=        emptied; a choice, number or yes/no gets its default\n\n"
		"A secret can be kept out of the draft: the export then fetches it.\n\n"
		"    KEY=@env:NAME   from the environment variable NAME\n"
		"    KEY=@prompt     asked for on the terminal\n\n"
		"A certificate is given by its path (PEM, DER, PKCS#7) or pasted, and is taken into the "
		"draft; of a file that holds several the second is FILE#2. A certificate that is given "
		"for a fingerprint becomes its SHA-256. For a fingerprint KEY=@FILE takes the SHA-256 of a "
		"certificate, @root_certificate that of the draft's own. A list is replaced by "
		"its first mention, and a further KEY=VALUE in the same call adds an item. A text that "
		"begins with @, or is a single dash, is given by KEY=-; a file that is called env:NAME "
		"or prompt by KEY=@./env:NAME.\n\n"
		"A text that is wrong is saved as it is, for it can be mended later; its findings are "
		"told and the exit status is 1. A choice, number or yes/no that is wrong, and a "
		"certificate that is none, are refused: then nothing is changed.",
	.min_args = 2,
	.max_args = -1,
	.no_input = "set changes a file, and standard input is none",
	.options = set_options,
	.run = set_run,
};
