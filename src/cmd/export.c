/* scepwiz export: the profile, written once the draft is without errors. */
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

#define STANDARD_OUTPUT "-"

struct exporting {
	struct export export;
	size_t made; /* identifiers that the draft lacked */
	struct signing signing;
	const struct mdm *mdm; /* that the draft names; NULL */
};

/* Once nothing keeps the profile from being written: a refused export leaves the draft as it was. Where the
 * draft cannot be saved, the next export makes the same ones. */
static void
export_save_identity(struct export *export)
{
	struct exporting *exporting = export->data;
	const struct desk *desk = export->desk;
	size_t made = exporting->made;
	STRBUF(err);

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
	struct findings *found = &exporting->export.found;
	const struct strvec *left_out = &exporting->export.left_out;
	const struct strbuf *signature = &exporting->signing.done;

	findings_sort_by_place(found);
	findings_report(found, SEVERITY_WARNING, exporting->export.desk->name);
	for (size_t i = 0; i < found->n; i++)
		if (rule_find(found->v[i].rule)->flags & RULE_AT_EXPORT && !found->v[i].accepted)
			finding_report(&found->v[i], exporting->export.desk->name);
	for (size_t i = 0; i < left_out->n; i++)
		report_warning("left out: %s", left_out->v[i]);
	if (signature->len)
		report_note("%s", signature->buf);
	if (signature->len && exporting->mdm && exporting->mdm->refuses_signed)
		report_warning("%s does not accept signed profiles. Export without --sign",
			exporting->mdm->label);
}

/* A refusal is told from trouble by its status: a script can mend the draft in one case only. */
static int
export_failed(struct exporting *exporting, const struct strbuf *err)
{
	const struct export *export = &exporting->export;
	bool other = export->place == PLACE_OTHER && !export->force;

	export_tell(exporting);
	report_error("%s%s", err->buf,
		other ? ". Use --force to overwrite it, or another name with -o." : "");
	return findings_count(&export->found, SEVERITY_ERROR) && !export->force ? STATUS_FINDINGS
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
	STRBUF(profile);
	STRBUF(err);

	if (profile_make(&exporting->export, &profile, &err) < 0)
		return export_failed(exporting, &err);
	export_tell(exporting);
	export_save_identity(&exporting->export);
	export_warn_of_size(exporting, profile.len);
	return command_print(&profile);
}

/* Then path, size, hash, and what comes next are told. The hash is that of the file as it is read back. */
static int
export_to_file(struct exporting *exporting, const char *path)
{
	static const char *const became[] = {
		[PROFILE_NEW] = "",
		[PROFILE_REPLACED] = "replaced; ",
		[PROFILE_UNCHANGED] = "unchanged; ",
	};
	struct export *export = &exporting->export;
	STRBUF(facts);
	STRBUF(err);
	struct stat st;

	if (profile_export(export, path, &err) < 0)
		return export_failed(exporting, &err);
	export_tell(exporting);
	if (profile_file_facts(path, &facts, &err) < 0)
		return command_trouble(&err);
	report_note("%s: %s%s", path, became[export->file], facts.buf);
	if (export->made_private)
		report_note("%s: others could read it; it holds a secret, so now only you can "
			    "(mode 0600)",
			path);
	if (stat(path, &st) == 0)
		export_warn_of_size(exporting, (size_t)st.st_size);
	report_note("next: %s", profile_next(export));
	return STATUS_DONE;
}

/* Beside the draft unless -o says where to; that may be standard output. */
static int
export_anywhere(struct exporting *exporting, const char *output)
{
	OWN_TEXT(path) = NULL;

	if (output && !strcmp(output, STANDARD_OUTPUT))
		return export_to_output(exporting);
	path = output ? xstrdup(output) : profile_path(exporting->export.desk->file->path);
	return export_to_file(exporting, path);
}

static int
export_run(const struct invocation *invocation)
{
	const struct command *command = invocation->command;
	const char *output = option_value(invocation, "output");
	bool force = option_given(invocation, "force");
	DESK(desk);
	struct exporting exporting = {
		.export = {
			.desk = &desk,
			.secret = secret_from_anywhere,
			.ready = export_save_identity,
			.data = &exporting,
			.binary = option_is(invocation, "format", "binary"),
			.force = force,
			.overwrite = force,
		},
		.signing = SIGNING_INIT,
	};
	const struct field *mdm;
	int status;

	if (!strcmp(invocation->operands.v[0], STANDARD_INPUT) && !output)
		return command_misuse(command,
			"a draft from standard input has no name; say with -o where the profile goes");
	if (exporting.export.binary && option_given(invocation, "sign"))
		return command_misuse(command,
			"a signed profile is XML inside, as devices take it; leave --format binary away");
	if ((status = signing_options(&exporting.signing, invocation)) != STATUS_DONE ||
		(status = desk_begin(&desk, invocation)) != STATUS_DONE)
		return status;
	if (exporting.signing.cert)
		exporting.export.sign = export_sign;
	mdm = form_role(draft_form(desk.file->draft), ROLE_MDM);
	exporting.mdm = mdm ? mdm_find(draft_value(desk.file->draft, mdm)) : NULL;
	if (desk.file->path)
		exporting.made = draft_file_make_identity(desk.file);
	status = export_anywhere(&exporting, output);
	signing_release(&exporting.signing);
	export_release(&exporting.export);
	return status;
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
