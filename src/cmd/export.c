/* scepwiz export: the profile, written once the draft is without errors. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fileio.h"
#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/profile.h"

#include "cmd/commands.h"
#include "cmd/findings_out.h"
#include "cmd/opened.h"
#include "cmd/secret.h"

#define TO_STANDARD_OUTPUT "-"

struct exporting {
	const struct opened *opened;
	const char *output; /* -o, or NULL */
	bool force;
	struct findings found;
	struct profile_report report;
};

static int
export_make_identity(struct opened *opened)
{
	size_t made = opened->file.path ? draft_file_make_identity(&opened->file) : 0;
	int status = made ? opened_save(opened) : STATUS_DONE;

	if (made && status == STATUS_DONE)
		report_note("%s: %zu missing %s made and saved into the draft", opened->name, made,
			plural(made, "identifier was", "identifiers were"));
	return status;
}

static struct profile_env
export_env(struct exporting *exporting)
{
	return (struct profile_env){
		.folder = exporting->opened->around.folder,
		.file = &exporting->opened->file,
		.draft_path = exporting->opened->file.path,
		.secret = secret_from_anywhere,
		.force = exporting->force,
		.report = &exporting->report,
	};
}

/* Errors and warnings with their places, as check lists them, and what the profile lacks. */
static void
export_tell(struct exporting *exporting)
{
	const struct strvec *left_out = &exporting->report.left_out;

	findings_sort_by_place(&exporting->found);
	findings_report(&exporting->found, SEVERITY_WARNING, exporting->opened->name);
	for (size_t i = 0; i < left_out->n; i++)
		report_warning("left out: %s", left_out->v[i]);
}

/* A refusal is told from trouble by its status: a script can mend the draft in one case only. */
static int
export_failed(struct exporting *exporting, const struct strbuf *err)
{
	export_tell(exporting);
	report_error("%s", err->buf);
	return findings_count(&exporting->found, SEVERITY_ERROR) && !exporting->force
		       ? STATUS_FINDINGS
		       : STATUS_TROUBLE;
}

/* stdout holds the profile alone, so that it can be piped to an upload. */
static int
export_to_output(struct exporting *exporting)
{
	const struct opened *opened = exporting->opened;
	struct profile_env env = export_env(exporting);
	struct strbuf xml = STRBUF_INIT, err = STRBUF_INIT;
	int status;

	if (profile_make(opened->file.draft, &opened->around.env, &env, &xml, &exporting->found,
		    &err) < 0) {
		status = export_failed(exporting, &err);
	} else {
		export_tell(exporting);
		status = command_print(&xml);
	}
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
export_done(const struct exporting *exporting, const char *path)
{
	static const char *const became[] = {
		[PROFILE_NEW] = "",
		[PROFILE_REPLACED] = "replaced; ",
		[PROFILE_UNCHANGED] = "unchanged; ",
	};
	struct strbuf facts = STRBUF_INIT, err = STRBUF_INIT;
	int result = profile_file_facts(path, &facts, &err);

	if (result == 0) {
		report_note("%s: %s%s", path, became[exporting->report.file], facts.buf);
		export_warn_of_readers(path);
		report_note("next: %s", profile_next(&exporting->report));
	} else {
		report_error("%s", err.buf);
	}
	strbuf_release(&facts);
	strbuf_release(&err);
	return result < 0 ? STATUS_TROUBLE : STATUS_DONE;
}

static int
export_to_file(struct exporting *exporting, const char *path)
{
	const struct opened *opened = exporting->opened;
	struct profile_env env = export_env(exporting);
	struct strbuf err = STRBUF_INIT;
	int status;

	if (profile_export(opened->file.draft, &opened->around.env, &env, path, &exporting->found,
		    &err) < 0) {
		status = export_failed(exporting, &err);
	} else {
		export_tell(exporting);
		status = export_done(exporting, path);
	}
	strbuf_release(&err);
	return status;
}

static int
export_anywhere(struct exporting *exporting)
{
	const struct opened *opened = exporting->opened;
	char *path;
	int status;

	if (exporting->output && !strcmp(exporting->output, TO_STANDARD_OUTPUT))
		return export_to_output(exporting);
	path = exporting->output ? xstrdup(exporting->output) : profile_path(opened->file.path);
	status = export_to_file(exporting, path);
	free(path);
	return status;
}

static int
export_opened(struct opened *opened, const void *data)
{
	const struct invocation *invocation = data;
	struct exporting exporting = {
		.opened = opened,
		.output = option_value(invocation, "output"),
		.force = option_given(invocation, "force"),
		.found = FINDINGS_INIT,
		.report = PROFILE_REPORT_INIT,
	};
	int status = export_make_identity(opened);

	if (status == STATUS_DONE) {
		opened_notes(opened, &exporting.found);
		status = export_anywhere(&exporting);
	}
	findings_release(&exporting.found);
	profile_report_release(&exporting.report);
	return status;
}

static int
export_run(const struct invocation *invocation)
{
	const char *operand = invocation->operands.v[0];

	if (!strcmp(operand, "-") && !option_given(invocation, "output"))
		return command_misuse(invocation->command,
			"a draft from standard input has no name; say with -o where the profile goes");
	return opened_run(operand, export_opened, invocation);
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
		"While there are errors it is refused, and all of them are listed; forced, it names "
		"what it left out. The same draft gives the same bytes, and a profile that is what it "
		"would become is not touched.\n\n"
		"A challenge that the draft names as {from: env, name: VARIABLE} is taken from the "
		"environment; one that is {from: prompt} is asked for on the terminal.",
	.min_args = 1,
	.max_args = 1,
	.options = export_options,
	.run = export_run,
};
