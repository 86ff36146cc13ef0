/* scepwiz export: the profile, written once the draft is without errors. */
#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/comments.h"
#include "model/mdm.h"

#include "format/draft/allowed.h"
#include "format/draft/profile_kind.h"
#include "format/handover/declarations.h"
#include "format/profile/profile.h"

#include "cmd/commands.h"
#include "cmd/export_for.h"
#include "cmd/findings_out.h"
#include "cmd/operand.h"
#include "cmd/secret.h"
#include "cmd/signing.h"

/* What the exports of one call share. */
struct export_call {
	const struct invocation *invocation;
	struct neighbourhood hood; /* many drafts of one folder are exported at once */
	struct signing signing;
	const struct handover *to; /* NULL: only the profile is written */
	const char *data_url;      /* of declarations, which are written instead; NULL */
	struct strbuf next;        /* what was last said to come next */
};

struct exporting {
	struct export export;
	struct export_call *call;
	size_t made;           /* identifiers that the draft lacked */
	const struct mdm *mdm; /* that gets it, or that the draft names; NULL */
	struct strbuf whose;   /* "one/office.yaml: ", where the call has several drafts */
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

	return signing_sign(&exporting->call->signing, profile, err);
}

/* Errors and warnings with their places, as check lists them, and what the profile lacks. */
static void
export_tell(struct exporting *exporting)
{
	struct findings *found = &exporting->export.found;
	const struct strvec *left_out = &exporting->export.left_out;
	const struct strbuf *signature = &exporting->call->signing.done;

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
		report_warning("%somitted: %s", exporting->whose.buf, text.buf);
	}
	if (signature->len)
		report_note("%s%s", exporting->whose.buf, signature->buf);
	if (signature->len && exporting->mdm && exporting->mdm->refuses_signed)
		report_warning("%s%s does not accept signed profiles. Export without --sign",
			exporting->whose.buf, exporting->mdm->label);
}

/* A refusal is told from trouble by its status: a script can fix the draft in one case only. */
static int
export_failed(struct exporting *exporting, const struct strbuf *err)
{
	const struct export *export = &exporting->export;
	bool other = export->place == PLACE_OTHER && !export->force;

	export_tell(exporting);
	report_error("%s%s%s", exporting->whose.buf, err->buf,
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
		report_warning("%s%s accepts at most %zu bytes, but the profile has %zu. Remove "
			       "certificates, or split it",
			exporting->whose.buf, mdm->label, mdm->bytes_max, bytes);
}

/* Once for all drafts of which they are the same. */
static void
export_tell_next(struct export_call *call, const struct strvec *steps)
{
	STRBUF(next);

	strvec_join(steps, "\n", &next);
	for (size_t i = 0; i < steps->n && !strbuf_same(&call->next, &next); i++)
		report_note("next: %s", steps->v[i]);
	strbuf_set(&call->next, next.buf);
}

/* stdout holds the profile alone, so that it can be piped to an upload. */
static int
export_to_output(struct exporting *exporting)
{
	STRBUF(profile);
	STRVEC(steps);
	STRBUF(err);

	if (profile_make(&exporting->export, &profile, &err) < 0)
		return export_failed(exporting, &err);
	export_tell(exporting);
	export_save_identity(&exporting->export);
	export_warn_of_size(exporting, exporting->export.bytes);
	if (exporting->call->to)
		handover_steps(exporting->call->to, &exporting->export, "FILE", &steps);
	export_tell_next(exporting->call, &steps);
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
	const struct handover *to = exporting->call->to;
	OWN_TEXT(file) = export_for_file(to, export->desk, path);
	STRVEC(beside);
	STRVEC(steps);
	STRBUF(facts);
	STRBUF(err);

	if (export_for_write(to, export, path, &beside, &err) < 0)
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
	export_for_report(to, export, path, &beside, &steps);
	export_tell_next(exporting->call, &steps);
	return STATUS_DONE;
}

static int
export_to_declarations(struct exporting *exporting, const char *folder)
{
	struct export *export = &exporting->export;
	STRVEC(told);
	STRVEC(doubts);
	STRVEC(steps);
	STRBUF(err);

	if (declarations_export(export, folder, exporting->call->data_url, &told, &doubts, &err) <
		0)
		return export_failed(exporting, &err);
	export_declarations_takers();
	export_tell(exporting);
	for (size_t i = 0; i < doubts.n; i++)
		report_warning("%s", doubts.v[i]);
	for (size_t i = 0; i < export->told.n; i++)
		report_warning("%s", export->told.v[i]);
	export_declarations_report(export, &told, &steps);
	export_tell_next(exporting->call, &steps);
	return STATUS_DONE;
}

static bool
is_for_declarations(const struct invocation *invocation)
{
	return option_is(invocation, "format", "ddm");
}

/* --for, or NULL. */
static const struct handover *
handover_given(const struct invocation *invocation)
{
	const char *where = option_value(invocation, "for");

	return where ? handover_find(where) : NULL;
}

/* Beside the draft. */
static char *
export_path_default(const struct invocation *invocation, const char *draft_path)
{
	return is_for_declarations(invocation)
		       ? export_declarations_path(draft_path)
		       : export_for_path(handover_given(invocation), draft_path);
}

/* Where what is made of a draft goes: as -o or --output-dir say, else export_path_default. NULL: standard output. */
static char *
export_path(const struct invocation *invocation, const char *draft_path)
{
	const char *output = option_value(invocation, "output");
	const char *folder = option_value(invocation, "output-dir");
	OWN_TEXT(beside) = NULL;
	OWN_TEXT(name) = NULL;

	if (output)
		return strcmp(output, STANDARD_OUTPUT) != 0 ? xstrdup(output) : NULL;
	beside = export_path_default(invocation, draft_path);
	if (!folder)
		return xstrdup(beside);
	name = path_name(beside);
	return path_join(folder, name);
}

static int
export_anywhere(struct exporting *exporting)
{
	OWN_TEXT(path) =
		export_path(exporting->call->invocation, exporting->export.desk->file->path);

	if (!path)
		return export_to_output(exporting);
	return exporting->call->data_url ? export_to_declarations(exporting, path)
					 : export_to_file(exporting, path);
}

static int
export_one(struct export_call *call, const char *operand)
{
	const struct invocation *invocation = call->invocation;
	bool force = option_given(invocation, "force");
	DESK(desk);
	struct exporting exporting = {
		.export = {
			.desk = &desk,
			.secret = secret_from_anywhere,
			.ready = export_save_identity,
			.sign = call->signing.cert ? export_sign : NULL,
			.data = &exporting,
			.binary = option_is(invocation, "format", "binary"),
			.force = force,
			.overwrite = force,
		},
		.call = call,
		.whose = STRBUF_INIT,
	};
	STRBUF(err);
	int status;

	strbuf_clear(&call->signing.done);
	if (desk_open(&desk, invocation->forms, operand, &call->hood, &err) < 0)
		return command_trouble(&err);
	if (invocation->operands.n > 1)
		strbuf_addf(&exporting.whose, "%s: ", desk.name);
	signing_inputs(&call->signing, &desk);
	if (call->to) {
		desk.env.mdm = handover_mdm(call->to);
		exporting.export.shape = call->to->shape;
	}
	exporting.mdm = desk_mdm(&desk);
	if (desk.file->path)
		exporting.made = draft_file_make_identity(desk.file);
	status = export_anywhere(&exporting);
	export_release(&exporting.export);
	strbuf_release(&exporting.whose);
	return status;
}

/*
 * Several drafts.
 */

struct written {
	char *path;
	const char *operand;
};

static int
written_compare(const void *a, const void *b)
{
	const struct written *x = a, *y = b;

	return strcmp(x->path, y->path);
}

/* Before anything is written, because the second one would replace the first, or be refused. */
static int
export_paths_differ(const struct invocation *invocation)
{
	const struct strvec *operands = &invocation->operands;
	struct written *all = xcalloc(operands->n, sizeof *all);
	int status = STATUS_DONE;
	size_t n = 0;

	for (size_t i = 0; i < operands->n; i++) {
		STRBUF(ignored);
		OWN_TEXT(draft) = operand_path(operands->v[i], &ignored);

		if (draft)
			all[n++] =
				(struct written){ export_path(invocation, draft), operands->v[i] };
	}
	qsort(all, n, sizeof *all, written_compare);
	for (size_t i = 1; i < n && status == STATUS_DONE; i++)
		if (!strcmp(all[i - 1].path, all[i].path))
			status = command_misuse(invocation->command,
				"the profiles of %s and %s would both be %s. Export one of them "
				"alone, with -o",
				all[i - 1].operand, all[i].operand, all[i].path);
	for (size_t i = 0; i < n; i++)
		free(all[i].path);
	free(all);
	return status;
}

/* As with most programs that make one file from another, a second name is probably meant as -o. */
static bool
is_meant_as_output(const struct invocation *invocation)
{
	const char *last = invocation->operands.v[invocation->operands.n - 1];

	return invocation->operands.n == 2 && !option_given(invocation, "output-dir") &&
	       profile_is_named(last);
}

static int
export_options_agree(const struct invocation *invocation)
{
	const struct command *command = invocation->command;
	bool output = option_given(invocation, "output");

	if (output && option_given(invocation, "output-dir"))
		return command_misuse(command, "use only one of -o and --output-dir");
	if (output && invocation->operands.n > 1)
		return command_misuse(command,
			"-o is for the profile of one draft. Use --output-dir for a folder");
	if (is_meant_as_output(invocation))
		return command_misuse(command, "%s is not a draft. Use -o %s for the profile",
			invocation->operands.v[1], invocation->operands.v[1]);
	if (!output && strvec_contains(&invocation->operands, STANDARD_INPUT))
		return command_misuse(
			command, "a draft from standard input has no name. Use -o for the profile");
	if (option_is(invocation, "format", "binary") && option_given(invocation, "sign"))
		return command_misuse(
			command, "a signed profile must be XML. Remove --format binary");
	return invocation->operands.n > 1 ? export_paths_differ(invocation) : STATUS_DONE;
}

/* A draft that is refused does not keep the others from being exported; the worst status wins, and the numbers are in
 * that order. */
static int
export_each(struct export_call *call)
{
	const struct strvec *operands = &call->invocation->operands;
	int worst = STATUS_DONE;
	size_t done = 0;

	for (size_t i = 0; i < operands->n; i++) {
		int status = export_one(call, operands->v[i]);

		done += status == STATUS_DONE;
		if (status > worst)
			worst = status;
	}
	if (operands->n > 1)
		report_note("%zu of %zu drafts exported", done, operands->n);
	return worst;
}

static int
export_run(const struct invocation *invocation)
{
	const char *folder = option_value(invocation, "output-dir");
	struct export_call call = {
		.invocation = invocation,
		.signing = SIGNING_INIT,
		.next = STRBUF_INIT,
	};
	STRBUF(err);
	int status;

	if ((status = export_options_agree(invocation)) != STATUS_DONE ||
		(status = export_for_options(invocation, &call.to)) != STATUS_DONE ||
		(status = export_for_declarations(invocation, &call.data_url)) != STATUS_DONE ||
		(status = signing_options(&call.signing, invocation)) != STATUS_DONE)
		return status;
	if (folder && folder_make(folder, &err) == 0 && !path_is_folder(folder))
		error_add(&err, "%s is not a folder", folder);
	if (err.len)
		return command_trouble(&err);
	status = export_each(&call);
	signing_release(&call.signing);
	neighbourhood_release(&call.hood);
	strbuf_release(&call.next);
	return status;
}

/* The sandbox knows a folder by what will be in it. */
static void
export_writes_at(const struct invocation *invocation, const char *path, struct strvec *files)
{
	const struct handover *to = handover_given(invocation);
	bool folder = is_for_declarations(invocation) || (to && to->folder);

	strvec_pushf(files, "%s%s", path, folder ? "/profile" : "");
}

/* Of one draft. Returns as writes does. */
static bool
export_writes_of(const struct invocation *invocation, const char *operand, struct strvec *files)
{
	size_t n = files->n;

	operand_writes(operand, files);
	if (files->n == n)
		return true;
	if (allowed_once(files->v[n]))
		return false;
	if (!option_given(invocation, "output") && !option_given(invocation, "output-dir")) {
		OWN_TEXT(path) = export_path(invocation, files->v[n]);

		export_writes_at(invocation, path, files);
	}
	return true;
}

/* The draft gets the identifiers that it lacks. Where the user has allowed the draft to run a command, that one keeps files
 * of its own. */
static bool
export_writes(const struct invocation *invocation, struct strvec *files)
{
	const char *output = option_value(invocation, "output");
	const char *folder = option_value(invocation, "output-dir");

	for (size_t i = 0; i < invocation->operands.n; i++)
		if (!export_writes_of(invocation, invocation->operands.v[i], files))
			return false;
	if (output && strcmp(output, STANDARD_OUTPUT) != 0)
		export_writes_at(invocation, output, files);
	if (folder)
		strvec_push_nodup(files, path_join(folder, "x"));
	return true;
}

static const struct option_spec export_options[] = {
	{ "output", 'o', "FILE",
		"the output (for fleet, iru and ddm a folder). - is standard output (default: the "
		"draft's path with .mobileconfig, or for a draft of the drafts folder, its name in "
		"the current folder)",
		false },
	{ "output-dir", 0, "FOLDER",
		"the folder for the profiles, with the names of their drafts. It is made if it "
		"does not exist",
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
	.examples = "scepwiz export office\n"
		    "scepwiz export office --output macs.mobileconfig\n",
	.args = "DRAFT...",
	.summary = "writes the profile",
	.help = "Checks the draft and writes the Apple configuration profile, readable only by "
		"you. If there are errors, they are listed and nothing is written or changed. "
		"Several drafts are exported one after the other, and one that is refused does not "
		"stop the others. "
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
	.max_args = -1,
	.options = export_options,
	.run = export_run,
	.writes = export_writes,
};
