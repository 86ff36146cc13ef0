/* scepwiz check: findings in drafts and profiles, for people and for scripts; and their certain fixes. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/crew.h"
#include "base/file_lock.h"
#include "base/fileio.h"
#include "base/path.h"
#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/comments.h"
#include "model/rules.h"

#include "format/form/form_file.h"
#include "format/profile/profile_read.h"
#include "format/profile/verdict.h"

#include "cmd/check_fix.h"
#include "cmd/check_jobs.h"
#include "cmd/check_report.h"
#include "cmd/check_shared.h"
#include "cmd/commands.h"
#include "cmd/facts.h"
#include "cmd/findings_out.h"
#include "cmd/operand.h"
#include "cmd/signing.h"

/* With --jobs, from so many files of a folder on all processes need what is in it. */
#define FOLDER_SHARED 64

/* What is kept across the files of one call. A file that fails does not keep the others from being
 * checked; the worst status wins, and the numbers are in that order. */
struct checking {
	const struct invocation *invocation;
	struct neighbourhood hood; /* many drafts of one folder are checked at once */
	struct checked *files;     /* as many as there are operands */
	struct identities identities;
	bool no_accepted;
	size_t jobs; /* processes */
	struct check_report report;
	struct cms_file ca;
	struct asked asked; /* if --asked is given */
	int status;
};

static void
check_worse(struct checking *checking, int status)
{
	if (status > checking->status)
		checking->status = status;
}

/*
 * What counts of a file.
 */

static void
check_drop_ignored(const struct strvec *ignored, struct findings *found)
{
	struct findings kept = FINDINGS_INIT;

	for (size_t i = 0; i < found->n; i++)
		if (!strvec_contains(ignored, found->v[i].rule))
			findings_copy(&kept, &found->v[i]);
	findings_release(found);
	*found = kept;
}

static void
check_judge(struct checking *checking, struct checked *checked)
{
	const struct strvec *ignored = option_values(checking->invocation, "ignore");

	if (ignored->n)
		check_drop_ignored(ignored, &checked->found);
	findings_sort_by_place(&checked->found);
	for (size_t i = 0; i < checked->found.n; i++)
		if (check_fails(&checking->report, &checked->found.v[i]))
			check_worse(checking, STATUS_FINDINGS);
	if (checked->error.len)
		check_worse(checking, STATUS_TROUBLE);
}

/*
 * The files, by what they are.
 */

/* A payload alone is checked as if it were in a profile. */
static bool
check_wrap(const char *question, void *data)
{
	struct findings *found = data;
	findings_addf(found, "not-a-profile", NULL, (struct place){ 0, 0 },
		"%s. To wrap it in one: import --wrap", question);
	return true;
}

/* A profile that cannot be imported is one with errors. */
static void
check_profile(struct checking *checking, const struct desk *desk, struct checked *checked)
{
	const struct lint_env env = { .folder = ".",
		.asked = facts_given(checking->invocation, &checking->asked) };
	const struct forms *forms = checking->invocation->forms;
	PROFILE_ANSWERS(answers);
	bool common_alone = false;
	STRVEC(identity);
	const struct profile_read_options options = {
		.wrap = check_wrap,
		.data = &checked->found,
		.answers = &answers,
		.answers_alone = true,
		.identity = &identity,
		.ca = checking->ca.name ? &checking->ca : NULL,
		.any_form = !forms_are_given(forms),
		.common_alone = forms_are_given(forms) ? NULL : &common_alone,
	};
	DRAFT_FILE(file);
	STRBUF(err);
	size_t number = (size_t)(checked - checking->files);

	strbuf_clear(&checked->error);
	if (profile_parse(&file, forms_default(forms), desk->name, desk->content.buf,
		    desk->content.len, &options, &checked->found, &err) < 0) {
		if (!checked->found.n)
			strbuf_addstr(&checked->error, err.buf);
	} else if (!common_alone) {
		profile_answers_lint(&answers, &env, false, &checked->found);
		identities_add_draft(&checking->identities, number, file.draft);
	}
	identities_add(&checking->identities, number, &identity);
	if (checking->report.fix)
		error_add(&checked->error,
			"%s is a configuration profile, but --fix changes only drafts. Import it "
			"first: scepwiz import %s",
			desk->name, desk->name);
}

static void
check_form(struct checking *checking, const struct desk *desk, struct checked *checked)
{
	strbuf_clear(&checked->error);
	form_check(
		desk->content.buf, desk->content.len, desk->name, &checked->found, &checked->error);
	if (checking->report.fix)
		error_add(&checked->error,
			"%s is a form, but --fix changes only drafts. Correct it by hand",
			desk->name);
}

/* "comment 1 on key_size by Ada, 2026-11-28: why?", in one line. */
static void
check_comment(const struct draft *draft, const struct field *field, size_t at,
	const struct comment *comment, struct findings *found)
{
	STRBUF(text);
	STRBUF(who);

	strbuf_addstr(&text, comment->text);
	strbuf_trim(&text);
	strbuf_one_line(&text, 0);
	if (*comment->by)
		strbuf_addf(&who, " by %s", comment->by);
	if (*comment->date)
		strbuf_addf(&who, "%s %s", *comment->by ? "," : " of", comment->date);
	draft_secret_hide(draft, &text);
	draft_secret_hide(draft, &who);
	findings_addf(found, "comment-open", field, draft_note_place(draft, field, at),
		"comment %zu on %s%s: %s", at + 1, field->key, who.buf, text.buf);
}

static void
check_comments(const struct draft *draft, struct findings *found)
{
	const struct form *form = draft_form(draft);

	for (size_t i = 0; i < form->nfields; i++) {
		COMMENTS(list);

		comments_read(&list, draft_note(draft, form->fields[i]));
		for (size_t n = 0; n < list.n; n++)
			if (!list.v[n].done)
				check_comment(draft, form->fields[i], n, &list.v[n], found);
	}
}

static int
check_draft(struct checking *checking, struct desk *desk, struct checked *checked)
{
	int result;

	desk->env.accept_nothing = checking->no_accepted;
	desk->env.asked = facts_given(checking->invocation, &checking->asked);
	result = checking->report.dry_run ? check_fix_dry(desk, &checked->diff, &checked->error)
		 : checking->report.fix   ? check_fix(desk, &checked->fixed, &checked->error)
					  : 0;
	if (result < 0)
		return result;
	desk_warn_of_save(desk);
	draft_verdict(desk, &checked->found);
	draft_tell_sources(desk->file->draft, &checked->takes);
	checked->comments = draft_open_comments(desk->file->draft);
	if (checking->report.comments)
		check_comments(desk->file->draft, &checked->found);
	if (checking->report.excerpts) {
		strbuf_add(&checked->source, desk->file->source.buf, desk->file->source.len);
		checked->form = draft_form(desk->file->draft);
	}
	identities_add_draft(
		&checking->identities, (size_t)(checked - checking->files), desk->file->draft);
	return 0;
}

static int
check_open(struct checking *checking, const char *operand, struct checked *checked)
{
	DESK(desk);

	free(checked->name);
	strbuf_clear(&checked->error);
	desk_open(&desk, checking->invocation->forms, operand, &checking->hood, &checked->error);
	checked->name = xstrdup(desk.name);
	checked->kind = desk.kind;
	if (desk.kind == DESK_DRAFT)
		return check_draft(checking, &desk, checked);
	if (desk.kind == DESK_PROFILE)
		check_profile(checking, &desk, checked);
	else if (desk.kind == DESK_FORM)
		check_form(checking, &desk, checked);
	return 0;
}

/* What is fixed is read and written under the lock; and once more where a program without one was at it. */
static void
check_file(size_t number, void *data)
{
	struct checking *checking = data;
	const char *operand = checking->invocation->operands.v[number];
	struct checked *checked = &checking->files[number];
	FILE_LOCK(lock);
	OWN_TEXT(path) = NULL;
	STRBUF(err);

	path = checking->report.fix && !checking->report.dry_run ? operand_path(operand, &err)
								 : NULL;
	if (path && file_lock(&lock, path, &checked->error) < 0) {
		checked->name = xstrdup(path);
		return;
	}
	for (int i = 0; i < DESK_TRIES; i++)
		if (check_open(checking, operand, checked) != FILE_RACED)
			break;
}

/* What is wrong with them together; standard input cannot be read again. */
static void
check_together(struct checking *checking)
{
	const struct strvec *operands = &checking->invocation->operands;
	struct shared_file *files;

	if (strvec_contains(operands, STANDARD_INPUT))
		return;
	files = xcalloc(operands->n, sizeof *files);
	for (size_t i = 0; i < operands->n; i++)
		files[i] = (struct shared_file){
			.path = checking->files[i].name,
			.is_draft = checking->files[i].kind == DESK_DRAFT,
			.found = &checking->files[i].found,
		};
	identities_tell(&checking->identities, checking->invocation->forms, files);
	free(files);
}

/* What the processes share from the start. A folder of which few files are checked is read by the process that has
 * them. */
static void
check_read_folders(struct checking *checking)
{
	const struct invocation *invocation = checking->invocation;
	const struct strvec *operands = &invocation->operands;

	for (size_t i = 0, end; i < operands->n; i = end) {
		OWN_TEXT(folder) = path_folder(operands->v[i]);

		for (end = i + 1; end < operands->n; end++) {
			OWN_TEXT(other) = path_folder(operands->v[end]);

			if (strcmp(other, folder) != 0)
				break;
		}
		if (end - i >= FOLDER_SHARED)
			neighbourhood_of(&checking->hood, folder, forms_default(invocation->forms));
	}
}

static bool
check_in_parallel(struct checking *checking)
{
	const struct strvec *operands = &checking->invocation->operands;
	struct check_jobs jobs = {
		.members = checking->jobs,
		.operands = operands,
		.files = checking->files,
		.identities = &checking->identities,
		.forms = checking->invocation->forms,
		.check = check_file,
		.data = checking,
	};

	if (jobs.members < 2 || operands->n < 2 || checking->report.fix ||
		strvec_contains(operands, STANDARD_INPUT))
		return false;
	check_read_folders(checking);
	return check_jobs_run(&jobs) == 0;
}

/* Files that are changed are changed one after the other, and standard input can be read by one process alone. */
static void
check_each(struct checking *checking)
{
	const struct strvec *operands = &checking->invocation->operands;

	if (check_in_parallel(checking))
		return;
	for (size_t i = 0; i < operands->n; i++)
		check_file(i, checking);
}

/* Printed in the end and at once: half a JSON array is of no use. */
static void
check_files(struct checking *checking, const struct check_format *format)
{
	const struct strvec *operands = &checking->invocation->operands;
	struct check_report *report = &checking->report;

	checking->files = xcalloc(operands->n, sizeof *checking->files);
	for (size_t i = 0; i < operands->n; i++)
		checked_init(&checking->files[i]);
	check_each(checking);
	check_together(checking);
	for (size_t i = 0; i < operands->n; i++)
		check_judge(checking, &checking->files[i]);
	report->files = checking->files;
	report->n = operands->n;
	format->print(report);
	for (size_t i = 0; i < operands->n; i++)
		checked_release(&checking->files[i]);
	free(checking->files);
	identities_release(&checking->identities);
	check_worse(checking, command_print(&report->out));
}

static bool
option_from_input(const struct invocation *invocation, const char *name)
{
	const char *value = option_value(invocation, name);

	return value && !strcmp(value, STANDARD_INPUT);
}

/* What was fixed must be written somewhere, and accepted findings cannot be listed and left alone. */
static int
check_options_agree(const struct invocation *invocation)
{
	const struct strvec *ignored = option_values(invocation, "ignore");

	for (size_t i = 0; i < ignored->n; i++)
		if (!rule_of_argument(invocation->command, ignored->v[i]))
			return STATUS_USAGE;
	if (option_given(invocation, "accepted") && option_given(invocation, "no-accepted"))
		return command_misuse(
			invocation->command, "use only one of --accepted and --no-accepted");
	if (option_given(invocation, "fix") &&
		strvec_contains(&invocation->operands, STANDARD_INPUT))
		return command_misuse(invocation->command,
			"--fix writes the draft's file, so it cannot read standard input. Name "
			"the file");
	if (option_given(invocation, "dry-run") &&
		(!option_given(invocation, "fix") || !option_is(invocation, "format", "text")))
		return command_misuse(
			invocation->command, "--dry-run needs --fix, and shows text only");
	if (option_from_input(invocation, "asked") && option_from_input(invocation, "ca"))
		return command_misuse(invocation->command, "standard input can be read only once");
	return STATUS_DONE;
}

/* 0, where --jobs is not a number of processes. */
static size_t
check_jobs(const struct invocation *invocation)
{
	const char *text = option_value(invocation, "jobs");
	size_t len = text ? strlen(text) : 0, n = 0;

	if (!text)
		return 1;
	for (size_t i = 0; i < len && n <= CREW_MAX; i++)
		n = text[i] >= '0' && text[i] <= '9' ? 10 * n + (size_t)(text[i] - '0')
						     : CREW_MAX + 1;
	if (!len || n > CREW_MAX) {
		command_misuse(invocation->command, "--jobs must be 1 to %d, or 0, not \"%s\"",
			CREW_MAX, text);
		return 0;
	}
	return n ? n : crew_processors();
}

/* For people: the lines of drafts, colours, and short names of the drafts in the drafts folder. */
static void
check_for_people(struct check_report *report)
{
	STRBUF(ignored);
	char *folder = draft_folder(&ignored);
	struct strbuf slashed = STRBUF_INIT;

	report->excerpts = true;
	if (!folder)
		return;
	strbuf_addf(&slashed, "%s/", folder);
	report->folder = strbuf_detach(&slashed);
	free(folder);
}

/* By --color; else if a terminal shows it and NO_COLOR does not forbid it (no-color.org). */
static bool
check_colors(const struct invocation *invocation)
{
	const char *none = getenv("NO_COLOR"), *term = getenv("TERM");

	if (!option_is(invocation, "color", "auto"))
		return option_is(invocation, "color", "always");
	return isatty(STDOUT_FILENO) && !(none && *none) && term && *term &&
	       strcmp(term, "dumb") != 0;
}

static int
check_run(const struct invocation *invocation)
{
	const char *name = option_value(invocation, "format");
	const struct check_format *format = check_format_find(name ? name : "text");
	struct checking checking = {
		.invocation = invocation,
		.no_accepted = option_given(invocation, "no-accepted"),
		.report = {
			.strict = option_given(invocation, "strict"),
			.comments = option_given(invocation, "comments"),
			.fix = option_given(invocation, "fix"),
			.dry_run = option_given(invocation, "dry-run"),
			.list_accepted = option_given(invocation, "accepted"),
			.colors = check_colors(invocation),
			.out = STRBUF_INIT,
		},
		.ca = { .data = STRBUF_INIT },
		.asked = ASKED_INIT,
	};

	if (check_options_agree(invocation) != STATUS_DONE ||
		!(checking.jobs = check_jobs(invocation)))
		return STATUS_USAGE;
	if (option_is(invocation, "format", "text") && isatty(STDOUT_FILENO))
		check_for_people(&checking.report);
	checking.status = signing_ca(&checking.ca, invocation);
	if (checking.status == STATUS_DONE)
		checking.status = facts_option(invocation, &checking.asked);
	if (checking.status == STATUS_DONE)
		check_files(&checking, format);
	strbuf_release(&checking.ca.data);
	asked_release(&checking.asked);
	strbuf_release(&checking.report.out);
	free(checking.report.folder);
	neighbourhood_release(&checking.hood);
	return checking.status;
}

static bool
check_writes(const struct invocation *invocation, struct strvec *files)
{
	const bool saves = option_given(invocation, "fix") && !option_given(invocation, "dry-run");

	for (size_t i = 0; saves && i < invocation->operands.n; i++)
		operand_saves(invocation->operands.v[i], false, files);
	return true;
}

static const struct option_spec check_options[] = {
	{ "fix", 0, NULL, "apply the certain fixes, save the drafts, and report what was fixed",
		false },
	{ "dry-run", 0, NULL,
		"show the lines that a fix would change in the drafts, and save nothing", false },
	{ "format", 0, CHECK_FORMATS,
		"text (the default), json, an array with an object for each file, or what CI "
		"reads: github (annotations), sarif (2.1.0), junit (XML)",
		false },
	{ "color", 0, "auto|always|never",
		"color findings: auto, the default, does so on a terminal unless NO_COLOR is set",
		false },
	{ "strict", 0, NULL, "count warnings as errors: the exit status is also 1 for them",
		false },
	{ "comments", 0, NULL,
		"list open comments as errors, each at its line: the exit status is also 1 for "
		"them",
		false },
	{ "accepted", 0, NULL, "list accepted findings too, each with its reason", false },
	{ "no-accepted", 0, NULL, "count every finding, whatever the drafts accept", false },
	{ "jobs", 'j', "N",
		"check the files with N processes. 0 is one for each processor (default: 1)",
		false },
	OPTION_ASKED,
	OPTION_CA,
	{ "ignore", 0, "RULE", "leave out the findings of a rule. May be repeated", true },
	OPTION_FORM,
	{ NULL },
};

const struct command cmd_check = {
	.name = "check",
	.examples = "scepwiz check office\n"
		    "scepwiz check --fix office.yaml\n"
		    "scepwiz check --strict --format json drafts/*.yaml\n",
	.args = "FILE...",
	.summary = "checks drafts and profiles for errors",
	.help = "Checks drafts and configuration profiles and prints one finding per line, in the "
		"order of the file:\n\n    FILE:LINE:COLUMN: SEVERITY: SENTENCE [RULE]\n\nA "
		"missing value is reported at 1:1, in a profile at its payload. Errors stop an "
		"export, warnings and notes (info) do not. Files that share an identity but are "
		"different policies are reported. \"scepwiz rules RULE\" explains a rule. A "
		"finding that the draft accepts (scepwiz accept) is not listed and does not "
		"count, but the number of these is reported. So is the number of open comments "
		"(scepwiz comment). --comments lists them as errors. The content of a FILE decides what "
		"it is: a draft, a profile (XML, binary or signed) or a form. FILE may be - for "
		"standard input.\n\n--ca FILE checks who signed a profile: FILE has the "
		"certificates that you trust, PEM or DER. Without it, the signer's name is only "
		"what the signer wrote, and is reported that way. A profile that is unsigned, or "
		"that FILE does not vouch for, has an error.\n\n--asked FILE checks drafts and profiles "
		"against what their SCEP server has answered, without asking it again. FILE is the "
		"output of scepwiz ask --format json or scepwiz enrol --trial --format json, which "
		"may come from another computer. Facts about another URL or Name are not used, and "
		"a warning says so.\n\n--fix applies the fixes that "
		"leave no choice, such as Base64 for a fingerprint's hex digits or CN for cn, "
		"saves the draft, and reports each as \"fixed\". Then it checks what is left. "
		"Profiles are not changed: import them first. With --dry-run it prints the lines that "
		"would change, as diff -u does, and saves nothing.\n\n--jobs N checks many files in "
		"less time. Output and exit status are those of one process. Drafts are fixed by "
		"one process.\n\nExit status: 0 if no file has an "
		"error, 1 if one has, 3 if one cannot be read or written.",
	.min_args = 1,
	.max_args = -1,
	.options = check_options,
	.run = check_run,
	.writes = check_writes,
};
