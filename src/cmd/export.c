/* scepwiz export: the profile, written once the draft is without errors. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fileio.h"
#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/form_file.h"
#include "format/profile.h"

#include "cmd/commands.h"
#include "cmd/findings_out.h"
#include "cmd/opened.h"
#include "cmd/secret.h"

#define TO_STANDARD_OUTPUT "-"

struct exporting {
	struct opened *opened;
	const char *output; /* -o, or NULL */
	bool force;
};

static int
export_make_identity(struct opened *opened)
{
	struct draft_file *file = &opened->file;
	struct strbuf err = STRBUF_INIT;
	size_t made;
	int result = 0;

	if (!file->path)
		return STATUS_DONE;
	made = draft_file_make_identity(file);
	if (made)
		result = draft_file_save(file, &err);
	if (result < 0)
		report_error("%s", err.buf);
	else if (made)
		report_note("%s: %zu missing %s made and saved into the draft", opened->name, made,
			plural(made, "identifier was", "identifiers were"));
	strbuf_release(&err);
	return result < 0 ? STATUS_TROUBLE : STATUS_DONE;
}

static struct profile_env
export_env(const struct exporting *exporting)
{
	return (struct profile_env){
		.folder = exporting->opened->around.folder,
		.draft_path = exporting->opened->file.path,
		.secret = secret_from_anywhere,
		.force = exporting->force,
	};
}

/* Every error and warning with its place, then the sentence. A refusal is told from trouble by its
 * status: a script can mend the draft in one case only. */
static int
export_failed(
	const struct exporting *exporting, const struct findings *found, const struct strbuf *err)
{
	size_t errors = findings_count(found, SEVERITY_ERROR);

	findings_report(found, SEVERITY_WARNING, exporting->opened->name);
	report_error("%s", err->buf);
	return errors && !exporting->force ? STATUS_FINDINGS : STATUS_TROUBLE;
}

/* stdout holds the profile alone, so that it can be piped to an upload. */
static int
export_to_output(const struct exporting *exporting)
{
	const struct opened *opened = exporting->opened;
	struct profile_env env = export_env(exporting);
	struct findings found = FINDINGS_INIT;
	struct strbuf xml = STRBUF_INIT, err = STRBUF_INIT;
	int status;

	if (profile_make(opened->file.draft, &opened->around.env, &env, &xml, &found, &err) < 0) {
		status = export_failed(exporting, &found, &err);
	} else {
		findings_report(&found, SEVERITY_WARNING, opened->name);
		status = command_print(&xml);
	}
	findings_release(&found);
	strbuf_release(&xml);
	strbuf_release(&err);
	return status;
}

/* A file that was there keeps its mode, which the owner may have chosen without a secret in mind. */
static void
export_warn_of_readers(const char *path)
{
	struct stat st;

	if (stat(path, &st) == 0 && st.st_mode & (S_IRGRP | S_IROTH))
		report_warning("%s can be read by other users of this machine; chmod 600 keeps it "
			       "private",
			path);
}

/* Path, size, hash, and what comes next. The hash is that of the file as it is read back. */
static int
export_done(const char *path)
{
	struct strbuf facts = STRBUF_INIT, err = STRBUF_INIT;
	int result = profile_file_facts(path, &facts, &err);

	if (result == 0) {
		report_note("%s: %s", path, facts.buf);
		export_warn_of_readers(path);
		report_note("next: %s", profile_next_step);
	} else {
		report_error("%s", err.buf);
	}
	strbuf_release(&facts);
	strbuf_release(&err);
	return result < 0 ? STATUS_TROUBLE : STATUS_DONE;
}

static int
export_to_file(const struct exporting *exporting, const char *path)
{
	const struct opened *opened = exporting->opened;
	struct profile_env env = export_env(exporting);
	struct findings found = FINDINGS_INIT;
	struct strbuf err = STRBUF_INIT;
	int status;

	if (profile_export(opened->file.draft, &opened->around.env, &env, path, &found, &err) < 0) {
		status = export_failed(exporting, &found, &err);
	} else {
		findings_report(&found, SEVERITY_WARNING, opened->name);
		status = export_done(path);
	}
	findings_release(&found);
	strbuf_release(&err);
	return status;
}

static int
export_opened(const struct exporting *exporting)
{
	struct opened *opened = exporting->opened;
	int status = export_make_identity(opened);
	char *path;

	if (status != STATUS_DONE)
		return status;
	if (exporting->output && !strcmp(exporting->output, TO_STANDARD_OUTPUT))
		return export_to_output(exporting);
	path = exporting->output ? xstrdup(exporting->output) : profile_path(opened->file.path);
	status = export_to_file(exporting, path);
	free(path);
	return status;
}

static int
export_run(const struct invocation *invocation)
{
	const char *operand = invocation->operands.v[0];
	struct form *form;
	struct opened opened;
	const struct exporting exporting = {
		.opened = &opened,
		.output = option_value(invocation, "output"),
		.force = option_given(invocation, "force"),
	};
	struct strbuf err = STRBUF_INIT;
	int status = STATUS_TROUBLE;

	if (!strcmp(operand, "-") && !exporting.output)
		return command_misuse(invocation->command,
			"a draft from standard input has no name; say with -o where the profile goes");
	form = form_builtin();
	if (opened_read(&opened, form, operand, &err) == 0)
		status = export_opened(&exporting);
	else
		report_error("%s", err.buf);
	opened_release(&opened);
	strbuf_release(&err);
	form_free(form);
	return status;
}

static const struct option_spec export_options[] = {
	{ "output", 'o', "FILE",
		"where to; - is standard output (default: the draft's path with .mobileconfig)",
		false },
	{ "force", 'f', NULL, "export in spite of errors; what cannot be written is left out",
		false },
	{ NULL },
};

const struct command cmd_export = {
	.name = "export",
	.args = "DRAFT",
	.summary = "writes the profile",
	.help = "Checks the draft and writes the Apple configuration profile, readable by you alone. "
		"While there are errors it is refused, and all of them are listed. The same draft "
		"gives the same bytes.\n\n"
		"A challenge that the draft names as {from: env, name: VARIABLE} is taken from the "
		"environment; one that is {from: prompt} is asked for on the terminal.",
	.min_args = 1,
	.max_args = 1,
	.options = export_options,
	.run = export_run,
};
