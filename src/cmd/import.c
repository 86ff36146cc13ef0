/* scepwiz import: a profile that was made elsewhere becomes a draft. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/field_type.h"
#include "model/lint.h"

#include "format/draft/profile_kind.h"
#include "format/profile/original_rest.h"
#include "format/profile/profile.h"
#include "format/profile/profile_read.h"
#include "format/profile/verdict.h"

#include "cmd/commands.h"
#include "cmd/findings_out.h"
#include "cmd/new_draft.h"
#include "cmd/operand.h"
#include "cmd/signing.h"

#define PAYLOAD_MAX 1000

struct importing {
	const struct invocation *invocation;
	const char *profile; /* as the user wrote it */
	const char *name;    /* for messages */
	char *draft;         /* the draft's path */
	struct strbuf platform, platform_why;
	struct desk desk;
	struct profile_answers answers; /* as they are checked */
	struct findings found;
	struct cms_file ca; /* that is to vouch for the profile */
	bool lacks;         /* the profile has not all that its export will have */
};

/* Where the draft goes. */
static char *
import_path(const struct invocation *invocation, struct strbuf *err)
{
	const char *output = option_value(invocation, "output");
	OWN_TEXT(name) = output ? xstrdup(output) : profile_draft_name(invocation->operands.v[0]);

	return draft_path(name, err);
}

static bool
import_writes(const struct invocation *invocation, struct strvec *files)
{
	STRBUF(err);
	OWN_TEXT(path) = import_path(invocation, &err);

	if (path)
		strvec_push(files, path);
	return true;
}

/* Before anything is read: a name that is taken ends it. */
static int
import_name_draft(struct importing *importing)
{
	STRBUF(err);

	importing->draft = import_path(importing->invocation, &err);
	if (importing->draft && path_exists(importing->draft))
		error_add(&err, "%s already exists and was not changed. Use -o for another name",
			importing->draft);
	return err.len ? command_trouble(&err) : STATUS_DONE;
}

/* 0 where none is asked for, -1 after a message. */
static int
import_number(const struct invocation *invocation)
{
	const char *text = option_value(invocation, "payload");
	char *end = NULL;
	long number = text ? strtol(text, &end, 10) : 0;

	if (!text || (*text && !*end && number >= 1 && number <= PAYLOAD_MAX))
		return (int)number;
	command_misuse(invocation->command,
		"--payload needs the number of a SCEP payload, counted from 1, not \"%s\"", text);
	return -1;
}

/* Whether somebody is there to be asked is known by the terminal. */
static bool
import_wrap(const char *question, void *data)
{
	const struct importing *importing = data;
	char answer[8];

	if (option_given(importing->invocation, "wrap"))
		return true;
	if (!strcmp(importing->profile, STANDARD_INPUT) || !isatty(STDIN_FILENO) ||
		!isatty(STDERR_FILENO))
		return false;
	report_note("%s: %s", importing->name, question);
	fputs("Wrap it in a profile of its own? (y/n) ", stderr);
	return fgets(answer, sizeof answer, stdin) && (*answer == 'y' || *answer == 'Y');
}

static void
import_tell_findings(struct importing *importing)
{
	findings_sort_by_place(&importing->found);
	findings_report(&importing->found, SEVERITY_INFO, importing->name);
}

/* A file that is not a profile is a finding; one that cannot be read is trouble. */
static int
import_read(struct importing *importing, int number)
{
	struct forms *forms = importing->invocation->forms;
	const struct profile_read_options options = {
		.number = number,
		.platform = importing->platform.len ? importing->platform.buf : NULL,
		.wrap = import_wrap,
		.data = importing,
		.platform_why = &importing->platform_why,
		.answers = &importing->answers,
		.any_form = !forms_are_given(forms),
		.ca = importing->ca.name ? &importing->ca : NULL,
	};
	STRBUF(err);

	if (profile_read(&importing->desk.own, forms_default(forms), importing->profile, &options,
		    &importing->found, &err) == 0)
		return STATUS_DONE;
	if (!findings_count(&importing->found, SEVERITY_ERROR)) {
		if (!path_exists(importing->profile))
			operand_suggest(importing->profile, importing->profile, &err);
		return command_trouble(&err);
	}
	import_tell_findings(importing);
	return STATUS_FINDINGS;
}

static bool
lacks_made(const struct draft *draft, const struct field *field)
{
	return field->flags & FIELD_MADE && draft_is_empty(draft, field);
}

static bool
lacks_preset(const struct draft *draft, const struct field *field)
{
	return field->flags & FIELD_PRESET && *field->target.path &&
	       !draft_is_answered(draft, field) && !draft_is_empty(draft, field);
}

/* What the profile lacks, and where it comes from; it will be in the export. */
static void
import_tell_lacking(struct importing *importing,
	bool (*lacks)(const struct draft *draft, const struct field *field), const char *whence)
{
	const struct draft *draft = importing->desk.own.draft;
	const struct form *form = draft_form(draft);
	STRVEC(labels);
	STRBUF(list);

	for (size_t i = 0; i < form->nfields; i++)
		if (lacks(draft, form->fields[i]) && draft_applies(draft, form->fields[i], NULL))
			strvec_push(&labels, form->fields[i]->label);
	strvec_join(&labels, ", ", &list);
	if (labels.n)
		report_note("%s, because the profile has none: %s", whence, list.buf);
	importing->lacks |= labels.n > 0;
}

static void
import_tell_platform(const struct importing *importing)
{
	const struct draft *draft = importing->desk.own.draft;
	const struct field *platform = draft_form(draft)->platform;
	STRBUF(label);

	field_show(platform, draft_text(draft, platform), NULL, &label);
	if (importing->platform.len)
		report_note("%s: %s", platform->label, label.buf);
	else if (importing->platform_why.len)
		report_note("%s: %s, because %s", platform->label, label.buf,
			importing->platform_why.buf);
	else
		report_note("%s: assumed to be %s, because the profile does not say. Use "
			    "--platform to change it",
			platform->label, label.buf);
}

static void
import_tell_kept(const struct importing *importing)
{
	ORIGINAL_REST(rest);
	STRBUF(list);

	original_rest_read(&rest, &importing->desk.own);
	original_rest_summary(&rest, &list);
	report_note("preserved from the original: %s", list.buf);
	for (size_t i = 0; i < rest.payloads.n; i++)
		report_note("  %s", rest.payloads.v[i]);
	for (size_t i = 0; i < rest.keys.n; i++)
		report_note("  %s", rest.keys.v[i]);
	strbuf_clear(&list);
	strvec_join(&rest.secrets, ", ", &list);
	if (rest.secrets.n)
		report_note("secrets that it has in clear text: %s", list.buf);
}

/* What is wrong with the profile may be right in its draft, to which identifiers were added. An export goes beside the
 * draft unless told otherwise, and that may be where the profile is. */
static void
import_tell_next(const struct importing *importing)
{
	OWN_TEXT(export) = profile_path(importing->draft);
	FINDINGS(found);
	size_t errors;

	draft_verdict(&importing->desk, &found);
	errors = findings_count(&found, SEVERITY_ERROR);
	if (errors)
		report_note("next: scepwiz edit %s. %zu %s the export until fixed (export --force "
			    "writes it anyway)",
			importing->draft, errors, plural(errors, "error stops", "errors stop"));
	else
		report_note("next: scepwiz edit %s, then export%s", importing->draft,
			importing->lacks
				? ""
				: ". Until something is changed, the exported profile equals this "
				  "one");
	if (path_is_same_file(importing->profile, export))
		report_warning("an export without -o will replace %s, the source of the draft",
			importing->profile);
}

/* The answers are checked while they still have the places of the profile; the identity was made since. */
static void
import_lint(struct importing *importing)
{
	const struct draft *draft = importing->desk.own.draft;
	const struct form *form = draft_form(draft);

	for (size_t i = 0; i < form->nfields; i++)
		if (form->fields[i]->flags & FIELD_MADE)
			draft_copy_answer(importing->answers.draft, draft, form->fields[i]);
	draft_mark_saved(importing->answers.draft);
	profile_answers_lint(&importing->answers, &importing->desk.env, true, &importing->found);
}

static int
import_save(struct importing *importing)
{
	struct desk *desk = &importing->desk;

	desk->own.path = xstrdup(importing->draft);
	import_tell_lacking(importing, lacks_made, "made");
	import_tell_lacking(importing, lacks_preset, "preset by the form");
	draft_file_make_identity(&desk->own);
	desk_lay(desk, NULL, NULL);
	import_lint(importing);
	if (desk_save(desk) != STATUS_DONE)
		return STATUS_TROUBLE;
	report_note("%s: made from %s", importing->draft, importing->name);
	import_tell_platform(importing);
	import_tell_kept(importing);
	import_tell_findings(importing);
	import_tell_next(importing);
	return STATUS_DONE;
}

/* A wrong use first; then what is there already; then what the profile is. */
static int
import_profile(struct importing *importing)
{
	const struct invocation *invocation = importing->invocation;
	int number = import_number(invocation), status;

	if (number < 0)
		return STATUS_USAGE;
	status = platform_of_argument(invocation->command, forms_default(invocation->forms),
		option_value(invocation, "platform"), &importing->platform);
	if (status == STATUS_DONE)
		status = import_name_draft(importing);
	if (status == STATUS_DONE)
		status = signing_ca(&importing->ca, invocation);
	if (status == STATUS_DONE)
		status = import_read(importing, number);
	return status == STATUS_DONE ? import_save(importing) : status;
}

static int
import_run(const struct invocation *invocation)
{
	const char *profile = invocation->operands.v[0];
	const char *output = option_value(invocation, "output");
	struct importing importing = {
		.invocation = invocation,
		.profile = profile,
		.name = operand_name(profile),
		.platform = STRBUF_INIT,
		.platform_why = STRBUF_INIT,
		.desk = DESK_INIT,
		.ca = { .data = STRBUF_INIT },
	};
	int status;

	if (!strcmp(profile, STANDARD_INPUT) && !output)
		return command_misuse(invocation->command,
			"a profile from standard input has no name. Use -o for the draft");
	if (output && !strcmp(output, "-"))
		return command_misuse(
			invocation->command, "a draft is a file, so it cannot be called -");
	status = import_profile(&importing);
	free(importing.draft);
	strbuf_release(&importing.ca.data);
	strbuf_release(&importing.platform);
	strbuf_release(&importing.platform_why);
	desk_release(&importing.desk);
	profile_answers_release(&importing.answers);
	findings_release(&importing.found);
	return status;
}

static const struct option_spec import_options[] = {
	{ "output", 'o', "DRAFT",
		"the draft to make (default: one in the drafts folder, named after the profile)",
		false },
	{ "platform", 'p', "PLATFORM", "macos or ios (default: as the profile shows)", false },
	{ "payload", 0, "NUMBER", "which of several SCEP payloads, from 1 (default: the first)",
		false },
	OPTION_CA,
	{ "wrap", 0, NULL, "wrap a single SCEP payload in a profile without asking", false },
	OPTION_FORM,
	{ NULL },
};

const struct command cmd_import = {
	.name = "import",
	.examples = "scepwiz import vpn.mobileconfig\n"
		    "scepwiz import vpn.mobileconfig --output vpn.yaml\n",
	.args = "PROFILE",
	.summary = "makes a draft from an existing profile",
	.help = "Reads a configuration profile: XML or binary, signed or not. What the form knows "
		"becomes values. Everything else, such as other payloads and unknown keys, is "
		"preserved in the draft and comes back with the export, so an unchanged draft "
		"exports an equal profile, identifiers and UUIDs included. A signature is lost. "
		"With --ca FILE, no draft is made from a profile that the certificates in FILE do "
		"not vouch for.\n\nThe output says which platform was assumed, what is preserved, "
		"and what is wrong. PROFILE may be - for standard input. An existing draft is "
		"never overwritten.",
	.min_args = 1,
	.max_args = 1,
	.options = import_options,
	.run = import_run,
	.writes = import_writes,
};
