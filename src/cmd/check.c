/* scepwiz check: findings in drafts and profiles, for people and for scripts; and their certain mends. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/rules.h"

#include "format/form/form_file.h"
#include "format/profile/profile_read.h"
#include "format/profile/verdict.h"

#include "cmd/check_fix.h"
#include "cmd/check_shared.h"
#include "cmd/commands.h"
#include "cmd/findings_out.h"
#include "cmd/operand.h"

/* What came of one file. */
struct checked {
	char *name;
	enum desk_kind kind;
	struct findings found, mended;
	struct strbuf error; /* why it could not be read */
	/* A draft's, where its lines are shown. */
	struct strbuf source;
	const struct form *form;
};

/* What is kept across the files of one call. A file that fails does not keep the others from being
 * checked; the worst status wins, and the numbers are in that order. */
struct checking {
	const struct invocation *invocation;
	struct neighbourhood hood; /* many drafts of one folder are checked at once */
	struct checked *files;     /* as many as there are operands */
	struct identities identities;
	bool as_json, strict, fix;
	bool list_accepted, no_accepted;
	bool excerpts; /* the output is for people */
	struct strbuf out;
	int status;
};

static void
check_worse(struct checking *checking, int status)
{
	if (status > checking->status)
		checking->status = status;
}

/*
 * What is told of a file.
 */

static void
check_print_findings(struct checking *checking, const struct checked *checked)
{
	struct draft_lines lines = { .root = NULL };

	if (checked->form)
		draft_lines_init(&lines, checked->form, &checked->source);
	for (size_t i = 0; i < checked->found.n; i++) {
		const struct finding *f = &checked->found.v[i];

		if (f->accepted && !checking->list_accepted)
			continue;
		if (f->accepted)
			accepted_line(f, checked->name, &checking->out);
		else
			finding_line(f, checked->name, &checking->out);
		if (checked->form)
			finding_excerpt(f, &lines, &checking->out);
	}
	draft_lines_release(&lines);
}

/* The findings are the result and go to stdout, sorted as an editor jumps through them; how many there
 * are is said on stderr, so that silence never has to be read as success. What is accepted and not listed is told
 * all the same: nothing is hidden. */
static void
check_print_text(struct checking *checking, const struct checked *checked)
{
	size_t accepted = findings_count_accepted(&checked->found);
	STRBUF(summary);

	for (size_t i = 0; i < checked->mended.n; i++)
		mended_line(&checked->mended.v[i], checked->name, &checking->out);
	check_print_findings(checking, checked);
	if (checked->error.len) {
		report_error("%s", checked->error.buf);
		return;
	}
	if (checked->mended.n)
		strbuf_addf(&summary, "%zu mended, ", checked->mended.n);
	findings_summary(&checked->found, &summary);
	report_note("%s: %s", checked->name, summary.buf);
	if (accepted)
		report_note("%s: %zu accepted %s%s", checked->name, accepted,
			plural(accepted, "finding", "findings"),
			checking->list_accepted ? "" : " (--accepted lists them)");
}

static void
check_print_json(struct checking *checking, const struct checked *checked, size_t index)
{
	static const char *const kinds[] = {
		[DESK_NOTHING] = NULL,
		[DESK_DRAFT] = "draft",
		[DESK_PROFILE] = "profile",
		[DESK_FORM] = "form",
	};
	NODE(object) = json_add(node_map_new(), "file", checked->name, "kind", kinds[checked->kind],
		"error", checked->error.len ? checked->error.buf : NULL, NULL);

	if (checking->fix)
		node_add(object, "mended", mended_json(&checked->mended));
	node_add(object, "findings", findings_json(&checked->found));
	json_write_item(object, index, &checking->out);
	if (checked->error.len)
		report_error("%s", checked->error.buf);
}

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
check_print(struct checking *checking, struct checked *checked, size_t index)
{
	const struct strvec *ignored = option_values(checking->invocation, "ignore");

	if (ignored->n)
		check_drop_ignored(ignored, &checked->found);
	findings_sort_by_place(&checked->found);
	if (findings_count(&checked->found, SEVERITY_ERROR) ||
		(checking->strict && findings_count(&checked->found, SEVERITY_WARNING)))
		check_worse(checking, STATUS_FINDINGS);
	if (checked->error.len)
		check_worse(checking, STATUS_TROUBLE);
	if (checking->as_json)
		check_print_json(checking, checked, index);
	else
		check_print_text(checking, checked);
}

/*
 * The files, by what they are.
 */

/* A payload alone is checked as if it stood in a profile. */
static bool
check_wrap(const char *question, void *data)
{
	struct findings *found = data;
	findings_addf(found, "not-a-profile", NULL, (struct place){ 0, 0 },
		"%s; import --wrap puts it into one", question);
	return true;
}

/* A profile that cannot be imported is one with errors. */
static void
check_profile(struct checking *checking, const struct desk *desk, struct checked *checked)
{
	static const struct lint_env env = { .folder = "." };
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
	if (checking->fix)
		error_add(&checked->error,
			"%s is a configuration profile, and mends are done in drafts; make one with "
			"\"scepwiz import %s\" and check --fix that",
			desk->name, desk->name);
}

static void
check_form(struct checking *checking, const struct desk *desk, struct checked *checked)
{
	strbuf_clear(&checked->error);
	form_check(
		desk->content.buf, desk->content.len, desk->name, &checked->found, &checked->error);
	if (checking->fix)
		error_add(&checked->error,
			"%s is a form, and --fix changes drafts only. Correct it by hand",
			desk->name);
}

static void
check_draft(struct checking *checking, struct desk *desk, struct checked *checked)
{
	desk->env.accept_nothing = checking->no_accepted;
	if (checking->fix && check_fix(desk, &checked->mended, &checked->error) < 0)
		return;
	draft_verdict(desk, &checked->found);
	if (checking->excerpts) {
		strbuf_add(&checked->source, desk->file->source.buf, desk->file->source.len);
		checked->form = draft_form(desk->file->draft);
	}
	identities_add_draft(
		&checking->identities, (size_t)(checked - checking->files), desk->file->draft);
}

static void
check_file(struct checking *checking, const char *operand, struct checked *checked)
{
	DESK(desk);

	strbuf_init(&checked->error);
	strbuf_init(&checked->source);
	desk_open(&desk, checking->invocation->forms, operand, &checking->hood, &checked->error);
	checked->name = xstrdup(desk.name);
	checked->kind = desk.kind;
	if (desk.kind == DESK_DRAFT)
		check_draft(checking, &desk, checked);
	else if (desk.kind == DESK_PROFILE)
		check_profile(checking, &desk, checked);
	else if (desk.kind == DESK_FORM)
		check_form(checking, &desk, checked);
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

/* Printed in the end and at once: half a JSON array is of no use. */
static void
check_files(struct checking *checking)
{
	const struct strvec *operands = &checking->invocation->operands;

	checking->files = xcalloc(operands->n, sizeof *checking->files);
	for (size_t i = 0; i < operands->n; i++)
		check_file(checking, operands->v[i], &checking->files[i]);
	check_together(checking);
	for (size_t i = 0; i < operands->n; i++) {
		struct checked *checked = &checking->files[i];

		check_print(checking, checked, i);
		findings_release(&checked->found);
		findings_release(&checked->mended);
		strbuf_release(&checked->error);
		strbuf_release(&checked->source);
		free(checked->name);
	}
	free(checking->files);
	identities_release(&checking->identities);
	if (checking->as_json)
		json_write_end(operands->n, &checking->out);
	check_worse(checking, command_print(&checking->out));
}

/* What was mended must be written somewhere, and accepted findings cannot be listed and left alone. */
static int
check_options_agree(const struct invocation *invocation)
{
	const struct strvec *ignored = option_values(invocation, "ignore");

	for (size_t i = 0; i < ignored->n; i++)
		if (!rule_of_argument(invocation->command, ignored->v[i]))
			return STATUS_USAGE;
	if (option_given(invocation, "accepted") && option_given(invocation, "no-accepted"))
		return command_misuse(invocation->command,
			"--accepted lists what --no-accepted does not look at. Give one of them");
	if (option_given(invocation, "fix") &&
		strvec_contains(&invocation->operands, STANDARD_INPUT))
		return command_misuse(invocation->command,
			"--fix writes the draft's file, and standard input is none; name the file");
	return STATUS_DONE;
}

static int
check_run(const struct invocation *invocation)
{
	bool as_json = option_is(invocation, "format", "json");
	struct checking checking = {
		.invocation = invocation,
		.as_json = as_json,
		.strict = option_given(invocation, "strict"),
		.fix = option_given(invocation, "fix"),
		.list_accepted = option_given(invocation, "accepted"),
		.no_accepted = option_given(invocation, "no-accepted"),
		.excerpts = !as_json && isatty(STDOUT_FILENO),
		.out = STRBUF_INIT,
	};

	if (check_options_agree(invocation) != STATUS_DONE)
		return STATUS_USAGE;
	check_files(&checking);
	strbuf_release(&checking.out);
	neighbourhood_release(&checking.hood);
	return checking.status;
}

static const struct option_spec check_options[] = {
	{ "fix", 0, NULL,
		"take the mends that are certain, save the drafts, and tell what was done", false },
	{ "format", 0, "text|json", "text (the default) or json, an array with an object a file",
		false },
	{ "strict", 0, NULL, "count warnings as errors: the exit status is 1 for them too", false },
	{ "accepted", 0, NULL, "list the accepted findings, too, each with its reason", false },
	{ "no-accepted", 0, NULL, "count every finding, whatever the drafts accept", false },
	{ "ignore", 0, "RULE", "leave the findings of a rule out; may be repeated", true },
	OPTION_FORM,
	{ NULL },
};

const struct command cmd_check = {
	.name = "check",
	.args = "FILE...",
	.summary = "tells what is wrong in drafts and profiles",
	.help = "Checks drafts and configuration profiles and prints the findings, a line each, in the "
		"order of the file:\n\n"
		"    FILE:LINE:COLUMN: SEVERITY: SENTENCE [RULE]\n\n"
		"A missing value is reported at 1:1, in a profile at its payload. Errors stop an export, warnings "
		"and infos do not. Files that share an identity and are different policies are reported. "
		"\"scepwiz rules RULE\" explains a rule. A finding that the draft accepts (scepwiz "
		"accept) is not listed and does not count; their number is reported. The content of a "
		"FILE tells what it is: a draft, a profile (XML, binary or signed) or a form. FILE may be - "
		"for standard input.\n\n"
		"--fix takes the mends that leave no choice, such as Base64 for a fingerprint's hex "
		"digits or CN for cn, saves the draft, and tells each with \"mended\" for the severity; "
		"what is left is checked. Profiles are not changed: import them first.\n\n"
		"Exit status: 0 where no file has an error, 1 where one has, 3 where one cannot be "
		"read or written.",
	.min_args = 1,
	.max_args = -1,
	.options = check_options,
	.run = check_run,
};
