/* scepwiz export: the profile, written once the draft is without errors. */
#include <string.h>

#include "base/fileio.h"
#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/comments.h"
#include "model/mdm.h"

#include "format/draft/allowed.h"
#include "format/handover/declarations.h"
#include "format/profile/profile.h"

#include "cmd/commands.h"
#include "cmd/export_for.h"
#include "cmd/findings_out.h"
#include "cmd/operand.h"
#include "cmd/secret.h"
#include "cmd/signing.h"

#define STANDARD_OUTPUT "-"

struct exporting {
	struct export export;
	size_t made; /* identifiers that the draft lacked */
	struct signing signing;
	const struct mdm *mdm;     /* that gets it, or that the draft names; NULL */
	const struct handover *to; /* NULL: only the profile is written */
	const char *data_url;      /* of declarations, which are written instead; NULL */
};

/* Whether another export has saved them meanwhile: they follow from the draft's name. */
static bool
identity_is_saved(const struct draft_file *file)
{
	const struct form *form = draft_form(file->draft);
	DRAFT_FILE(now);
	STRBUF(ignored);

	if (draft_file_read(&now, form, file->path, &ignored) < 0)
		return false;
	for (size_t i = 0; i < form->nfields; i++)
		if (form->fields[i]->flags & FIELD_MADE &&
			strcmp(draft_text(now.draft, form->fields[i]),
				draft_text(file->draft, form->fields[i])) != 0)
			return false;
	return true;
}

/* Once nothing keeps the profile from being written: a refused export leaves the draft as it was. Where the
 * draft cannot be saved, the next export makes the same ones. */
static void
export_save_identity(struct export *export)
{
	struct exporting *exporting = export->data;
	const struct desk *desk = export->desk;
	size_t made = exporting->made;
	STRBUF(err);
	int result;

	exporting->made = 0;
	if (!made)
		return;
	result = draft_file_save(desk->file, &err);
	if (result == FILE_RACED && identity_is_saved(desk->file))
		return;
	if (result < 0) {
		report_warning(
			"%s: the draft lacks %zu %s, which %s derived from its name for this "
			"export and cannot be saved: %s. To keep it, run scepwiz check --fix on "
			"the draft",
			desk->name, made, plural(made, "identifier", "identifiers"),
			plural(made, "was", "were"), err.buf);
		return;
	}
	desk_warn_of_save(desk);
	report_note("%s: %zu missing %s made and saved in the draft", desk->name, made,
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

	size_t comments = draft_open_comments(exporting->export.desk->file->draft);

	for (size_t i = 0; i < exporting->export.taken.n; i++)
		report_note("%s: %s", exporting->export.desk->name, exporting->export.taken.v[i]);
	findings_sort_by_place(found);
	findings_report(found, SEVERITY_WARNING, exporting->export.desk->name);
	for (size_t i = 0; i < found->n; i++)
		if (rule_find(found->v[i].rule)->flags & RULE_AT_EXPORT && !found->v[i].accepted)
			finding_report(&found->v[i], exporting->export.desk->name);
	if (comments)
		report_note("%s: %zu open %s", exporting->export.desk->name, comments,
			plural(comments, "comment", "comments"));
	for (size_t i = 0; i < left_out->n; i++) {
		STRBUF(text);

		strbuf_addstr(&text, left_out->v[i]);
		draft_secret_hide(exporting->export.desk->file->draft, &text);
		report_warning("omitted: %s", text.buf);
	}
	if (signature->len)
		report_note("%s", signature->buf);
	if (signature->len && exporting->mdm && exporting->mdm->refuses_signed)
		report_warning("%s does not accept signed profiles. Export without --sign",
			exporting->mdm->label);
}

/* A refusal is told from trouble by its status: a script can fix the draft in one case only. */
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
		report_warning("%s accepts at most %zu bytes, but the profile has %zu. Remove "
			       "certificates, or split it",
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
	export_warn_of_size(exporting, exporting->export.bytes);
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
	OWN_TEXT(file) = export_for_file(exporting->to, export->desk, path);
	STRVEC(beside);
	STRBUF(facts);
	STRBUF(err);

	if (export_for_write(exporting->to, export, path, &beside, &err) < 0)
		return export_failed(exporting, &err);
	export_tell(exporting);
	if (profile_file_facts(file, &facts, &err) < 0)
		return command_trouble(&err);
	for (size_t i = 0; i < export->told.n; i++)
		report_warning("%s", export->told.v[i]);
	report_note("%s: %s%s", file, became[export->file], facts.buf);
	if (export->made_private)
		report_note("%s: others could read it. It has a secret, so now only you can (mode "
			    "0600)",
			file);
	export_warn_of_size(exporting, export->bytes);
	export_for_report(exporting->to, export, path, &beside);
	return STATUS_DONE;
}

static int
export_to_declarations(struct exporting *exporting, const char *folder)
{
	struct export *export = &exporting->export;
	STRVEC(told);
	STRVEC(doubts);
	STRBUF(err);

	if (declarations_export(export, folder, exporting->data_url, &told, &doubts, &err) < 0)
		return export_failed(exporting, &err);
	export_declarations_takers();
	export_tell(exporting);
	for (size_t i = 0; i < doubts.n; i++)
		report_warning("%s", doubts.v[i]);
	for (size_t i = 0; i < export->told.n; i++)
		report_warning("%s", export->told.v[i]);
	export_declarations_report(export, &told);
	return STATUS_DONE;
}

/* To profile_path unless -o says where to; that may be standard output. */
static int
export_anywhere(struct exporting *exporting, const char *output)
{
	const char *draft = exporting->export.desk->file->path;
	OWN_TEXT(path) = NULL;

	if (output && !strcmp(output, STANDARD_OUTPUT))
		return export_to_output(exporting);
	path = output                ? xstrdup(output)
	       : exporting->data_url ? export_declarations_path(draft)
				     : export_for_path(exporting->to, draft);
	return exporting->data_url ? export_to_declarations(exporting, path)
				   : export_to_file(exporting, path);
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
	int status;

	if (!strcmp(invocation->operands.v[0], STANDARD_INPUT) && !output)
		return command_misuse(
			command, "a draft from standard input has no name. Use -o for the profile");
	if (exporting.export.binary && option_given(invocation, "sign"))
		return command_misuse(
			command, "a signed profile must be XML. Remove --format binary");
	if ((status = export_for_options(invocation, &exporting.to)) != STATUS_DONE ||
		(status = export_for_declarations(invocation, &exporting.data_url)) !=
			STATUS_DONE ||
		(status = signing_options(&exporting.signing, invocation)) != STATUS_DONE ||
		(status = desk_begin(&desk, invocation)) != STATUS_DONE)
		return status;
	signing_inputs(&exporting.signing, &desk);
	if (exporting.signing.cert)
		exporting.export.sign = export_sign;
	if (exporting.to) {
		desk.env.mdm = handover_mdm(exporting.to);
		exporting.export.shape = exporting.to->shape;
	}
	exporting.mdm = desk_mdm(&desk);
	if (desk.file->path)
		exporting.made = draft_file_make_identity(desk.file);
	status = export_anywhere(&exporting, output);
	signing_release(&exporting.signing);
	export_release(&exporting.export);
	return status;
}

/* The draft gets the identifiers that it lacks. Where the user has allowed the draft to run a command, that one keeps files
 * of its own. */
static bool
export_writes(const struct invocation *invocation, struct strvec *files)
{
	const char *output = option_value(invocation, "output"),
		   *where = option_value(invocation, "for");
	const struct handover *to = where ? handover_find(where) : NULL;
	bool ddm = option_is(invocation, "format", "ddm");
	OWN_TEXT(path) = NULL;

	operand_writes(invocation->operands.v[0], files);
	if (files->n && allowed_once(files->v[0]))
		return false;
	if (files->n && !output)
		path = ddm ? export_declarations_path(files->v[0])
			   : export_for_path(to, files->v[0]);
	else if (output && strcmp(output, STANDARD_OUTPUT) != 0)
		path = xstrdup(output);
	if (path)
		strvec_pushf(files, "%s%s", path,
			ddm || (to && to->folder) ? "/profile" : ""); /* what is in a folder */
	return true;
}

static const struct option_spec export_options[] = {
	{ "output", 'o', "FILE",
		"the output (for fleet, iru and ddm a folder). - is standard output (default: the draft's path with .mobileconfig, "
		"or for a draft of the drafts folder, its name in the current folder)",
		false },
	{ "format", 0, "xml|binary|ddm",
		"the property list as xml (the default) or binary, or declarations instead of it",
		false },
	OPTION_DATA_URL,
	OPTION_FOR,
	{ "sign", 0, "FILE",
		"the certificate that signs the profile. Other certificates in the "
		"file are included",
		false },
	{ "key", 0, "FILE", "its private key (default: in the certificate's file)", false },
	{ "chain", 0, "FILE", "certificates between it and a root, included in the signature",
		false },
	{ "force", 'f', NULL,
		"export in spite of errors, omit what cannot be written, and overwrite any file",
		false },
	OPTION_FORM,
	{ NULL },
};

const struct command cmd_export = {
	.name = "export",
	.args = "DRAFT",
	.summary = "writes the profile",
	.help = "Checks the draft and writes the Apple configuration profile, readable only by "
		"you. If there are errors, they are listed and nothing is written or changed. "
		"With --force, it lists what it omitted. The same draft gives the same bytes, and "
		"an identical profile is not touched.\n\nUpload the profile to your MDM as a "
		"custom profile.\n\nAn existing file is overwritten only if it is a profile with "
		"the same identifier. Any other file needs --force. A draft is never "
		"overwritten.\n\n--for WHERE writes what an MDM's API or tool takes: JSON (jumpcloud, "
		"apple-business, intune), a command (nanomdm), a folder with the profile and its "
		"settings (fleet, iru), or the profile (jamf, simplemdm, micromdm, file). The next "
		"steps are printed. Nothing is sent. The draft is checked for that MDM, whatever "
		"its field MDM says.\n\n--format ddm writes declarations for Apple's declarative "
		"management instead, into a folder. --data-url is where devices will get its "
		"files.\n\nA challenge with the source {from: env, name: VARIABLE} is read "
		"from the environment, {from: command, argv: [PROGRAM, ARGUMENT...]} from the "
		"output of a program, and {from: prompt} is asked for on the terminal. A command, "
		"and a variable whose name does not begin with SCEP_ or SCEPWIZ_, need your "
		"permission (scepwiz allow). The source is reported, and the value is checked "
		"like one in the draft.\n\nA signed profile tells devices who made it and that "
		"nobody has changed it since. It hides nothing. Certificate and key are PEM or "
		"DER. The passphrase of an encrypted key is asked for on the terminal, up to "
		"three times, and is never an argument. The time of signing is in the signature, "
		"so a profile signed again is a different file, unless SOURCE_DATE_EPOCH sets the "
		"time and the key is RSA.",
	.min_args = 1,
	.max_args = 1,
	.options = export_options,
	.run = export_run,
	.writes = export_writes,
};
