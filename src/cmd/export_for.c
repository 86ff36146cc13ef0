/* scepwiz export --for: what differs from the export of a profile alone. */
#include "cmd/export_for.h"

#include <string.h>

#include "base/report.h"
#include "base/xalloc.h"

#include "syntax/url.h"

#include "cmd/operand.h"

static int
for_misuse(const struct invocation *invocation, const struct handover *to)
{
	const struct command *command = invocation->command;
	const char *label = handover_mdm(to)->label, *output = option_value(invocation, "output");

	if (option_given(invocation, "sign") && handover_mdm(to)->refuses_signed)
		return command_misuse(
			command, "%s does not accept signed profiles. Remove --sign", label);
	if (option_is(invocation, "format", "binary"))
		return command_misuse(command, "--for writes profiles as XML. Remove --format");
	if (to->folder && output && !strcmp(output, STANDARD_OUTPUT))
		return command_misuse(
			command, "--for %s writes a folder. Name it with -o", to->name);
	return STATUS_DONE;
}

int
export_for_options(const struct invocation *invocation, const struct handover **to)
{
	const char *where = option_value(invocation, "for");

	*to = where ? handover_find(where) : NULL;
	return *to ? for_misuse(invocation, *to) : STATUS_DONE;
}

char *
export_for_path(const struct handover *to, const char *draft_path)
{
	return to ? handover_path(to, draft_path) : profile_path(draft_path);
}

int
export_for_write(const struct handover *to, struct export *export, const char *path,
	struct strvec *told, struct strbuf *err)
{
	return to ? handover_export(to, export, path, told, err)
		  : profile_export(export, path, err);
}

char *
export_for_file(const struct handover *to, const struct desk *desk, const char *path)
{
	return to ? handover_file(to, desk, path) : xstrdup(path);
}

void
export_for_report(const struct handover *to, const struct export *export, const char *path,
	const struct strvec *told, struct strvec *steps)
{
	STRBUF(next);

	if (export->facts)
		report_note("the profile in it: %s", export->facts);
	for (size_t i = 0; i < told->n; i++)
		report_note("%s", told->v[i]);
	if (to)
		handover_steps(to, export, path, steps);
	else
		profile_next(export, &next);
	if (next.len)
		strvec_push(steps, next.buf);
}

/* The URL is that of the schema: it must be https. */
static int
declarations_misuse(const struct invocation *invocation, const char *url)
{
	const struct command *command = invocation->command;
	const char *output = option_value(invocation, "output");
	URL(parsed);
	FINDING(slip);
	bool good;

	if (option_given(invocation, "sign"))
		return command_misuse(command, "declarations are not signed. Remove --sign");
	if (option_given(invocation, "for"))
		return command_misuse(command, "--for writes profiles. Remove it, or --format ddm");
	if (output && !strcmp(output, STANDARD_OUTPUT))
		return command_misuse(command, "--format ddm writes a folder. Name it with -o");
	if (invocation->operands.n > 1)
		return command_misuse(command,
			"--format ddm exports one draft, because --data-url is for its files "
			"alone");
	if (!url)
		return command_misuse(command,
			"--format ddm needs --data-url URL, where devices will get the files");
	good = url_parse(url, &parsed, &slip) == 0 && !strncmp(url, "https://", 8) &&
	       !strpbrk(url, "?#");
	return good ? STATUS_DONE
		    : command_misuse(command, "--data-url must be an https URL without ? and #");
}

int
export_for_declarations(const struct invocation *invocation, const char **data_url)
{
	const char *url = option_value(invocation, "data-url");
	int status;

	if (!option_is(invocation, "format", "ddm"))
		return url ? command_misuse(
				     invocation->command, "--data-url is for --format ddm alone")
			   : STATUS_DONE;
	status = declarations_misuse(invocation, url);
	if (status == STATUS_DONE)
		*data_url = url;
	return status;
}

char *
export_declarations_path(const char *draft_path)
{
	return profile_path_with(draft_path, ".ddm");
}

void
export_declarations_takers(void)
{
	report_note("for Fleet 4.90 and later, KMFDDM with NanoMDM or MicroMDM, Jamf Pro "
		    "blueprints, ManageEngine and SimpleMDM. JumpCloud does not take "
		    "declarations of this kind. iOS 17, macOS 14 and later");
}

void
export_declarations_report(
	const struct export *export, const struct strvec *told, struct strvec *steps)
{
	STRBUF(secret);

	for (size_t i = 0; i < told->n; i++)
		report_note("%s", told->v[i]);
	strvec_push(steps, "Put the files without -asset, -identity and -certificate where "
			   "--data-url says, for enrolled devices alone");
	strvec_push(steps, "Add the other files to your MDM as declarations. Wi-Fi needs the "
			   "profile instead");
	profile_next_secret(export, &secret);
	if (secret.len)
		strvec_push(steps, secret.buf);
}
