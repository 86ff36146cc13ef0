/* new and edit: a draft file, the wizard on it, and a line about what became of it. */
#include "ui/cmd_edit.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/report.h"
#include "base/xalloc.h"

#include "format/draft/draft_file.h"
#include "format/draft/forms.h"
#include "format/draft/profile_kind.h"
#include "format/recovery/recovery.h"

#include "cmd/new_draft.h"
#include "cmd/operand.h"
#include "cmd/settings.h"

#include "ui/plain/plain.h"
#include "ui/screen/tui.h"
#include "ui/tty/edit_folder.h"
#include "ui/tty/keeping.h"
#include "ui/wizard/wizard.h"

bool
edit_is_always_plain(void)
{
	const char *value = getenv("SCEPWIZ_PLAIN");

	return value && *value && strcmp(value, "0") != 0;
}

/* How the wizard will run, before anything is made or read: the draft of a wizard that cannot run would
 * surprise. Where the input is no terminal plain mode must be asked for, or a script would feed
 * its input to the wizard by mistake. */
static int
terminal_status(const struct invocation *invocation, bool *plain)
{
	STRBUF(err);

	*plain = option_given(invocation, "plain") || edit_is_always_plain();
	if (*plain || tui_check(&err) == 0)
		return STATUS_DONE;
	*plain = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	if (*plain) {
		report_note("%s, so the wizard asks line by line (plain mode)", err.buf);
		return STATUS_DONE;
	}
	report_error("%s: %s", invocation->command->name, err.buf);
	return STATUS_USAGE;
}

static struct screen_options
screen_options_of(const struct invocation *invocation)
{
	return (struct screen_options){ option_given(invocation, "mouse"),
		option_given(invocation, "ascii") };
}

/* The draft to go on to. */
struct edit_step {
	char *path; /* NULL: there is none */
	enum wizard_begin begin;
	char *next; /* that is offered there (wizard_set_next); NULL */
	char *told; /* what is said there first; NULL */
};

static void
step_release(struct edit_step *step)
{
	free(step->path);
	free(step->next);
	free(step->told);
}

static char *
text_or_null(const char *text)
{
	return text ? xstrdup(text) : NULL;
}

/* Runs the wizard, and frees it. What is gone on to takes the place of step. */
static int
wizard_show(
	struct wizard *wizard, bool plain, struct screen_options options, struct edit_step *step)
{
	STRBUF(err);
	STRBUF(farewell);
	STRBUF(lost);
	int status = STATUS_DONE, result;

	result = plain ? plain_run(wizard, STDIN_FILENO, STDOUT_FILENO, &err)
		       : tui_run(wizard, options, &err);
	if (result < 0) {
		if (wizard_rescue_quick(wizard, &lost) < 0 && !plain) /* which has told it */
			strbuf_addf(&err, ". %s", lost.buf);
		status = command_trouble(&err);
	}
	step_release(step);
	*step = (struct edit_step){ .path = NULL };
	if (status == STATUS_DONE && wizard_chosen(wizard))
		*step = (struct edit_step){ xstrdup(wizard_chosen(wizard)),
			wizard_chosen_begin(wizard), text_or_null(wizard_next(wizard)),
			text_or_null(wizard_chosen_told(wizard)) };
	wizard_farewell(wizard, &farewell);
	strbuf_addch(&farewell, '\n');
	if (command_print(&farewell) != STATUS_DONE)
		status = STATUS_TROUBLE;
	wizard_free(wizard);
	return status;
}

static int
show_draft(
	struct draft_file *file, bool plain, struct screen_options options, struct edit_step *step)
{
	enum wizard_begin begin = step->begin;
	struct wizard *wizard = wizard_new(file, begin);

	wizard_set_next(wizard, step->next);
	if (step->next)
		wizard_tell(wizard, '+',
			"Two drafts were made. Export this one, then go on to the other.");
	else if (step->told && !plain) /* which has said it */
		wizard_tell(wizard, '+', step->told);
	wizard_guard(wizard);
	if (begin == WIZARD_EXPORT)
		wizard_begin_export(wizard);
	return wizard_show(wizard, plain, options, step);
}

/* Each draft that is gone on to. */
static int
show_steps(struct forms *forms, bool plain, struct screen_options options, struct edit_step *step)
{
	int status = STATUS_DONE;

	while (status == STATUS_DONE && step->path) {
		DRAFT_FILE(file);
		STRBUF(err);

		if (edit_read_path(step->path, forms, &file, &err) < 0) {
			if (!err.len)
				error_add(&err, "%s is gone", step->path);
			return command_trouble(&err);
		}
		status = show_draft(&file, plain, options, step);
	}
	return status;
}

int
edit_draft(struct forms *forms, struct draft_file *file, enum wizard_begin begin, bool plain,
	struct screen_options options)
{
	struct edit_step step = { .begin = begin };
	int status = show_draft(file, plain, options, &step);

	if (status == STATUS_DONE)
		status = show_steps(forms, plain, options, &step);
	step_release(&step);
	return status;
}

/* Where the line went dead the answers are saved as a draft. */
int
edit_quick(struct forms *forms, const char *path, const char *platform, bool plain,
	struct screen_options options)
{
	struct edit_step step = { .path = NULL };
	STRBUF(err);
	OWN_TEXT(folder) = path ? path_folder(path) : draft_folder(&err);
	const struct form *own, *form = forms_new(forms, &own, &err);
	struct wizard *wizard;
	int status;

	if (!folder || !form)
		return command_trouble(&err);
	wizard = wizard_new_quick(own ? own : form, path, folder, platform);
	wizard_guard(wizard);
	status = wizard_show(wizard, plain, options, &step);
	if (status == STATUS_DONE)
		status = show_steps(forms, plain, options, &step);
	step_release(&step);
	return status;
}

/* With what an editor has left, which is told behind everything else. */
static int
edit_alone(struct forms *forms, struct draft_file *file, enum wizard_begin begin, bool plain,
	struct screen_options options)
{
	int status = edit_draft(forms, file, begin, plain, options);

	edit_folders_tell();
	return status;
}

/* The form of a new draft: that of --form, else that of the draft whose answers are copied, else that of one's own
 * defaults. */
static const struct form *
new_form(const struct invocation *invocation, const struct form **own, struct strbuf *err)
{
	const char *from = option_value(invocation, "from");
	OWN_TEXT(path) = NULL;

	if (!from)
		return forms_new(invocation->forms, own, err);
	if (option_given(invocation, "form"))
		return forms_default(invocation->forms);
	path = draft_path(from, err);
	return path ? forms_of_file(invocation->forms, path, err) : NULL;
}

static int
new_wizard(const struct invocation *invocation, const char *name, bool plain)
{
	struct new_draft options = {
		.command = invocation->command,
		.name = name,
		.platform = option_value(invocation, "platform"),
		.from = option_value(invocation, "from"),
		.settings = option_values(invocation, "set"),
	};
	STRBUF(err);
	STRBUF(kept);
	const struct form *form = new_form(invocation, &options.own, &err);
	DESK(desk);
	int status = form ? new_draft_make(&options, form, &desk) : command_trouble(&err);

	if (!desk.file)
		return status;
	forms_tell_kept(form, &kept);
	if (kept.len)
		report_note("%s: %s", desk.file->path, kept.buf);
	if (!option_given(invocation, "no-edit"))
		return edit_alone(invocation->forms, desk.file, WIZARD_FIELDS, plain,
			screen_options_of(invocation));
	report_note("%s: made", desk.file->path);
	return status;
}

/* What it would answer is asked there. */
static int
quick_misuse(const struct invocation *invocation)
{
	static const char *const others[] = { "from", "set", "no-edit" };

	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (option_given(invocation, others[i]))
			return command_misuse(invocation->command,
				"--quick asks for the values. Do not use --%s with it", others[i]);
	return STATUS_DONE;
}

static int
new_quick(const struct invocation *invocation, const char *name, bool plain)
{
	STRBUF(err);
	STRBUF(platform);
	OWN_TEXT(path) = name ? draft_path(name, &err) : NULL;
	int status = platform_of_argument(invocation->command, forms_default(invocation->forms),
		option_value(invocation, "platform"), &platform);

	if (status != STATUS_DONE)
		return status;
	if (path && path_exists(path))
		error_add(&err, "%s already exists and was not changed", path);
	else if (path && recovery_may_make(forms_default(invocation->forms), path, &err) < 0)
		strbuf_addf(&err, ". Open it with scepwiz edit %s, or enter another name", name);
	if (err.len)
		return command_trouble(&err);
	status = edit_quick(invocation->forms, path, platform.len ? platform.buf : NULL, plain,
		screen_options_of(invocation));
	edit_folders_tell();
	return status;
}

static int
new_run(const struct invocation *invocation)
{
	const struct strvec *operands = &invocation->operands;
	bool plain = false, quick = option_given(invocation, "quick");
	int status = quick ? quick_misuse(invocation) : STATUS_DONE;

	if (status == STATUS_DONE && !option_given(invocation, "no-edit"))
		status = terminal_status(invocation, &plain);
	if (status != STATUS_DONE)
		return status;
	if (quick)
		return new_quick(invocation, operands->n ? operands->v[0] : NULL, plain);
	return new_wizard(invocation, operands->n ? operands->v[0] : NULL, plain);
}

int
edit_read_path(const char *path, struct forms *forms, struct draft_file *file, struct strbuf *err)
{
	enum recovery_state left;

	if (path_is_link(path))
		return link_refuse(path, err);
	if (!path_exists(path))
		return recovery_read_left(forms, path, file, err);
	if (forms_read_draft(forms, path, file, err) == 0)
		return 0;
	left = recovery_peek(forms_default(forms), path, NULL);
	if (left == RECOVERY_LEFT || left == RECOVERY_ELSEWHERE)
		strbuf_addstr(err,
			". Unsaved changes of a session are kept, and offered once the draft can "
			"be read");
	return -1;
}

/* The draft that the operand names, or a sentence that also says how to make it. */
static int
edit_read(const char *operand, struct forms *forms, struct draft_file *file, struct strbuf *err)
{
	OWN_TEXT(path) = operand_path(operand, err);
	int result = -1;

	if (path && profile_refuse_file(path, err) == 0)
		result = edit_read_path(path, forms, file, err);
	if (path && result < 0 && !err->len && profile_is_named(path)) {
		error_add(err, "cannot open %s: there is no such file", path);
	} else if (path && result < 0 && !err->len) {
		error_add(err, "there is no draft %s", path);
		if (!operand_suggest(operand, path, err))
			strbuf_addf(err, ". scepwiz new %s makes it", operand);
	}
	return result;
}

static int
edit_run(const struct invocation *invocation)
{
	DRAFT_FILE(file);
	STRBUF(err);
	bool plain;
	int status;

	if (edit_read(invocation->operands.v[0], invocation->forms, &file, &err) < 0)
		return command_trouble(&err);
	status = terminal_status(invocation, &plain);
	if (status == STATUS_DONE)
		status = edit_alone(invocation->forms, &file,
			option_given(invocation, "review") ? WIZARD_REVIEW : WIZARD_FIELDS, plain,
			screen_options_of(invocation));
	return status;
}

static bool
edit_writes(const struct invocation *invocation, struct strvec *files)
{
	STRBUF(ignored); /* which the command says */
	OWN_TEXT(path) = operand_path(invocation->operands.v[0], &ignored);

	keeping_writes(path, files);
	return true;
}

static bool
new_writes(const struct invocation *invocation, struct strvec *files)
{
	const struct strvec *names = &invocation->operands;
	const char *name = names->n ? names->v[0] : NEW_DRAFT_NAME;
	STRBUF(ignored); /* which the command says */
	OWN_TEXT(path) = operand_path(name, &ignored);

	if (option_given(invocation, "no-edit"))
		operand_saves(name, settings_type_source(option_values(invocation, "set")), files);
	else
		keeping_writes(path, files);
	return true;
}

static const struct keeper_task *
edit_tasks(const struct invocation *invocation)
{
	(void)invocation;
	return keeping_tasks;
}

static const struct keeper_task *
new_tasks(const struct invocation *invocation)
{
	return option_given(invocation, "no-edit") ? NULL : keeping_tasks;
}

static const struct option_spec new_options[] = {
	{ "platform", 'p', "PLATFORM", "macos or ios", false },
	{ "from", 0, "DRAFT", "copy the values of this draft or profile, but not its identity",
		false },
	{ "set", 's', "KEY=VALUE", "set a value, as \"scepwiz set\" does (may be repeated)", true },
	{ "quick", 'q', NULL, "ask at most seven questions and fill in the rest", false },
	{ "no-edit", 'n', NULL, "make the draft without opening it, for scripts", false },
	{ "plain", 0, NULL, "line by line, for screen readers, serial consoles and transcripts",
		false },
	{ "mouse", 0, NULL, "use the mouse: click on fields, options and lists", false },
	OPTION_ASCII,
	OPTION_FORM,
	{ NULL, 0, NULL, NULL, false },
};

const struct command cmd_new = {
	.name = "new",
	.examples = "scepwiz new office\n"
		    "scepwiz new phones --from office --platform ios\n"
		    "scepwiz new ci --no-edit --set url=https://scep.acme.net/scep\n",
	.args = "[DRAFT]",
	.summary = "makes a draft and opens it in the wizard",
	.help = "Makes a draft with its own identity (identifier and UUIDs), saves it, and opens "
		"it in the wizard. An existing file is never replaced. Without a name the draft "
		"is called " NEW_DRAFT_NAME ", with a number if that name is taken.\n"
		"\n"
		"With --quick the wizard asks at most seven questions (devices, CA certificate, "
		"URL, challenge, name, groups, domain), makes a draft of the answers, or two for "
		"both platforms, and opens its review.\n"
		"\n"
		"--from, --platform and --set give the first values, in this order. With "
		"--no-edit the draft is made without opening it, which needs no "
		"terminal. The exit status is then 1 if a given value is wrong.\n"
		"\n"
		"With --plain, with SCEPWIZ_PLAIN=1 and on a terminal that cannot move "
		"its cursor, the wizard asks line by line. Without a terminal, use one "
		"of these two or --no-edit. Otherwise nothing is made, and the exit "
		"status is 2.",
	.min_args = 0,
	.max_args = 1,
	.no_input = "a new draft is a file, and - does not name one",
	.options = new_options,
	.run = new_run,
	.writes = new_writes,
	.tasks = new_tasks,
	.is_session = true,
};

static const struct option_spec edit_options[] = {
	{ "review", 'r', NULL, "start with the review", false },
	{ "plain", 0, NULL, "line by line, for screen readers, serial consoles and transcripts",
		false },
	{ "mouse", 0, NULL, "use the mouse: click on fields, options and lists", false },
	OPTION_ASCII,
	OPTION_FORM,
	{ NULL, 0, NULL, NULL, false },
};

const struct command cmd_edit = {
	.name = "edit",
	.examples = "scepwiz edit office\n"
		    "scepwiz edit office --review\n",
	.args = "DRAFT",
	.summary = "opens a draft in the wizard",
	.help = "Opens a draft in the wizard. ^G explains the current field, ^X opens the menu, "
		"^C leaves.\n"
		"\n"
		"The exit status is 0 when you leave the wizard, even if the draft still has "
		"errors (\"scepwiz check\" reports them). It is 3 if the terminal went away or a "
		"signal ended the wizard. It is 2 if standard input or output is not a terminal. "
		"Without a terminal, \"scepwiz set\" changes a draft.\n"
		"\n"
		"What you type is kept in the recovery folder before the next key is read. If a "
		"session is killed or its connection drops, the next edit offers the unsaved "
		"changes. If another session has the draft open, edit says whose it is. You can "
		"take it over, or only look.\n"
		"\n"
		"With --plain, with SCEPWIZ_PLAIN=1 and on a terminal that cannot move its "
		"cursor, the wizard asks line by line (/help explains it). The values can then come "
		"from a file. At the end of the input the draft is saved.",
	.min_args = 1,
	.max_args = 1,
	.no_input = "edit saves the draft, so it needs a file",
	.options = edit_options,
	.run = edit_run,
	.writes = edit_writes,
	.tasks = edit_tasks,
	.is_session = true,
};
