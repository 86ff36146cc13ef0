/* scepwiz export --for: what differs from the export of a profile alone. */
#include "cmd/export_for.h"

#include <string.h>

#include "base/report.h"
#include "base/xalloc.h"

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
		return command_misuse(
			command, "--for writes profiles as XML. Remove --format binary");
	if (to->folder && output && !strcmp(output, STANDARD_INPUT))
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

void
export_for_writes(const struct handover *to, const char *path, struct strvec *files)
{
	strvec_pushf(files, "%s%s", path, to && to->folder ? "/profile" : "");
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
	const struct strvec *told)
{
	STRVEC(steps);
	STRBUF(next);

	if (export->facts)
		report_note("the profile in it: %s", export->facts);
	for (size_t i = 0; i < told->n; i++)
		report_note("%s", told->v[i]);
	if (to)
		handover_steps(to, export, path, &steps);
	else
		profile_next(export, &next);
	if (next.len)
		strvec_push(&steps, next.buf);
	for (size_t i = 0; i < steps.n; i++)
		report_note("next: %s", steps.v[i]);
}
