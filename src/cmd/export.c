/* scepwiz export: the profile, written once the draft is without errors. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/mdm.h"

#include "format/profile/profile.h"

#include "cmd/commands.h"
#include "cmd/findings_out.h"
#include "cmd/operand.h"
#include "cmd/secret.h"
#include "cmd/signing.h"

#define TO_STANDARD_OUTPUT "-"

struct exporting {
	struct export export;
	struct desk *desk;
	size_t made;        /* identifiers that the draft lacked */
	const char *output; /* -o, or NULL */
	struct signing signing;
	const struct mdm *mdm; /* that the draft names; NULL */
};

/* Once nothing keeps the profile from being written: a refused export leaves the draft as it was. Where the
 * draft cannot be saved, the next export makes the same ones. */
static void
export_save_identity(struct export *export)
{
	struct exporting *exporting = export->data;
	struct desk *desk = exporting->desk;
	size_t made = exporting->made;
	struct strbuf err = STRBUF_INIT;

	exporting->made = 0;
	if (made && draft_file_save(desk->file, &err) < 0)
		report_warning(
			"%s: the draft lacks %zu %s, which %s made from its name for this "
			"export and cannot be saved: %s. Run scepwiz check --fix on the draft "
			"and keep it",
			desk->name, made, plural(made, "identifier", "identifiers"),
			plural(made, "was", "were"), err.buf);
	else if (made)
		report_note("%s: %zu missing %s made and saved into the draft", desk->name, made,
			plural(made, "identifier was", "identifiers were"));
	strbuf_release(&err);
}

static int
export_sign(struct export *export, struct strbuf *profile, struct strbuf *err)
{
	struct exporting *exporting = export->data;

	return signing_sign(&exporting->signing, profile, err);
}

/* Errors and warnings with their places, as check lists them, and what the profile lacks. */
static void
export_tell(struct exporting *exporting)
{
	const struct strvec *left_out = &exporting->export.left_out;

	findings_sort_by_place(&exporting->export.found);
	findings_report(&exporting->export.found, SEVERITY_WARNING, exporting->desk->name);
	for (size_t i = 0; i < exporting->export.found.n; i++)
		if (rule_find(exporting->export.found.v[i].rule)->flags & RULE_AT_EXPORT &&
			!exporting->export.found.v[i].accepted)
			finding_report(&exporting->export.found.v[i], exporting->desk->name);
	for (size_t i = 0; i < left_out->n; i++)
		report_warning("left out: %s", left_out->v[i]);
	if (exporting->signing.done.len)
		report_note("%s", exporting->signing.done.buf);
	if (exporting->signing.done.len && exporting->mdm && exporting->mdm->refuses_signed)
		report_warning("%s does not accept signed profiles. Export without --sign",
			exporting->mdm->label);
}

/* A refusal is told from trouble by its status: a script can mend the draft in one case only. */
static int
export_failed(struct exporting *exporting, const struct strbuf *err)
{
	bool other = exporting->export.place == PLACE_OTHER && !exporting->export.force;

	export_tell(exporting);
	report_error("%s%s", err->buf,
		other ? ". Use --force to overwrite it, or another name with -o." : "");
	return findings_count(&exporting->export.found, SEVERITY_ERROR) && !exporting->export.force
		       ? STATUS_FINDINGS
		       : STATUS_TROUBLE;
}

/* It is written all the same: another way than the MDM's upload may take it. */
static void
export_warn_of_size(const struct exporting *exporting, size_t bytes)
{
	const struct mdm *mdm = exporting->mdm;

	if (mdm && mdm->bytes_max && bytes > mdm->bytes_max)
		report_warning("%s accepts at most %zu bytes, and the profile has %zu. Leave "
			       "certificates out, or split it",
			mdm->label, mdm->bytes_max, bytes);
}

/* stdout holds the profile alone, so that it can be piped to an upload. */
static int
export_to_output(struct exporting *exporting)
{
	struct strbuf profile = STRBUF_INIT, err = STRBUF_INIT;
	int status;

	if (profile_make(&exporting->export, &profile, &err) < 0) {
		status = export_failed(exporting, &err);
	} else {
		export_tell(exporting);
		export_save_identity(&exporting->export);
		export_warn_of_size(exporting, profile.len);
		status = command_print(&profile);
	}
	strbuf_release(&profile);
	strbuf_release(&err);
	return status;
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
	struct stat st;

	if (result == 0) {
		report_note("%s: %s%s", path, became[exporting->export.file], facts.buf);
		if (exporting->export.made_private)
			report_note(
				"%s: others could read it; it holds a secret, so now only you can "
				"(mode 0600)",
				path);
		if (stat(path, &st) == 0)
			export_warn_of_size(exporting, (size_t)st.st_size);
		report_note("next: %s", profile_next(&exporting->export));
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
	struct strbuf err = STRBUF_INIT;
	int status;

	if (profile_export(&exporting->export, path, &err) < 0) {
		status = export_failed(exporting, &err);
	} else {
		export_tell(exporting);
		status = export_done(exporting, path);
	}
	strbuf_release(&err);
	return status;
}

/* NULL: standard output. The caller frees. */
static char *
export_path(const struct exporting *exporting)
{
	if (!exporting->output)
		return profile_path(exporting->desk->file->path);
	return strcmp(exporting->output, TO_STANDARD_OUTPUT) ? xstrdup(exporting->output) : NULL;
}

static int
export_anywhere(struct exporting *exporting)
{
	char *path = export_path(exporting);
	int status = path ? export_to_file(exporting, path) : export_to_output(exporting);

	free(path);
	return status;
}

/* Whether binary is asked for. -1 after a message for anything but xml and binary. */
static int
export_is_binary(const struct invocation *invocation)
{
	const char *format = option_value(invocation, "format");

	if (!format || !strcmp(format, "xml"))
		return 0;
	if (!strcmp(format, "binary"))
		return 1;
	command_misuse(invocation->command, "--format is xml or binary, not \"%s\"", format);
	return -1;
}

/* STATUS_DONE, or STATUS_USAGE after a message. */
static int
export_options_read(struct exporting *exporting, const struct invocation *invocation)
{
	int binary = export_is_binary(invocation);

	if (binary < 0)
		return STATUS_USAGE;
	exporting->export.binary = binary;
	if (binary && option_given(invocation, "sign"))
		return command_misuse(invocation->command,
			"a signed profile is XML inside, as devices take it; leave --format binary away");
	return signing_options(&exporting->signing, invocation);
}

static const struct mdm *
export_mdm(const struct draft *draft)
{
	const struct field *field = form_role(draft_form(draft), ROLE_MDM);

	return field ? mdm_find(draft_value(draft, field)) : NULL;
}

static int
export_opened(struct desk *desk, const void *data)
{
	const struct invocation *invocation = data;
	struct exporting exporting = {
		.export = {
			.desk = desk,
			.secret = secret_from_anywhere,
			.ready = export_save_identity,
			.force = option_given(invocation, "force"),
			.overwrite = option_given(invocation, "force"),
		},
		.desk = desk,
		.output = option_value(invocation, "output"),
		.signing = SIGNING_INIT,
		.mdm = export_mdm(desk->file->draft),
	};
	int status = export_options_read(&exporting, invocation);

	exporting.export.data = &exporting;
	exporting.export.sign = exporting.signing.cert ? export_sign : NULL;
	if (status == STATUS_DONE) {
		if (desk->file->path)
			exporting.made = draft_file_make_identity(desk->file);
		status = export_anywhere(&exporting);
	}
	signing_release(&exporting.signing);
	export_release(&exporting.export);
	return status;
}

static int
export_run(const struct invocation *invocation)
{
	const char *operand = invocation->operands.v[0];

	if (!strcmp(operand, "-") && !option_given(invocation, "output"))
		return command_misuse(invocation->command,
			"a draft from standard input has no name; say with -o where the profile goes");
	return desk_run(invocation, export_opened, invocation);
}

static const struct option_spec export_options[] = {
	{ "output", 'o', "FILE",
		"where to; - is standard output (default: the draft's path with .mobileconfig)",
		false },
	{ "format", 0, "xml|binary", "xml (the default) or binary, of the property list", false },
	{ "sign", 0, "FILE", "the certificate that signs the profile; others in the file go along",
		false },
	{ "key", 0, "FILE", "its private key (default: in the certificate's file)", false },
	{ "chain", 0, "FILE", "certificates between it and a root, put into the signature", false },
	{ "force", 'f', NULL,
		"export in spite of errors, leaving out what cannot be written, and overwrite any "
		"file",
		false },
	OPTION_FORM,
	{ NULL },
};

const struct command cmd_export = {
	.name = "export",
	.args = "DRAFT",
	.summary = "writes the profile",
	.help = "Checks the draft and writes the Apple configuration profile, readable by you alone. "
		"If there are errors, they are listed and nothing is written or changed. Forced, it names "
		"what it left out. The same draft gives the same bytes, and a profile that is what it "
		"would become is not touched.\n\n"
		"An existing file is overwritten only if it is a profile with the same identifier. "
		"Any other file needs --force. A draft is never overwritten.\n\n"
		"A challenge that the draft names as {from: env, name: VARIABLE} is taken from the "
		"environment; one that is {from: prompt} is asked for on the terminal.\n\n"
		"A signed profile tells devices who made it and that nobody has changed it since; it "
		"hides nothing. Certificate and key are PEM or DER. The passphrase of a key that has one "
		"is asked for on the terminal, three times at most, and is never an argument. The time of "
		"signing is in the signature, so a profile signed again is another file, unless "
		"SOURCE_DATE_EPOCH tells the time and the key is RSA.",
	.min_args = 1,
	.max_args = 1,
	.options = export_options,
	.run = export_run,
};
