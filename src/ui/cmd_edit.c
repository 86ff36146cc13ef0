/* new and edit: a draft file, the wizard on it, and a line about what became of it. */
#include "ui/cmd_edit.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "base/report.h"
#include "base/xalloc.h"

#include "format/draft/draft_file.h"
#include "format/draft/forms.h"
#include "format/draft/profile_kind.h"
#include "format/journal/journal.h"

#include "cmd/new_draft.h"
#include "cmd/operand.h"

#include "ui/plain/plain.h"
#include "ui/screen/tui.h"
#include "ui/wizard/wizard.h"

/* What a draft is called that got no name; a number is added where it is taken. */
#define DRAFT_NAME "scep-profile"
#define DRAFT_NUMBER_MAX 9999

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

static int
wizard_show(struct draft_file *file, bool review, bool plain, bool mouse)
{
	struct wizard *wizard = wizard_new(file, review);
	STRBUF(err);
	STRBUF(farewell);
	int status = STATUS_DONE, result;

	wizard_guard(wizard);
	result = plain ? plain_run(wizard, STDIN_FILENO, STDOUT_FILENO, &err)
		       : tui_run(wizard, mouse, &err);
	if (result < 0)
		status = command_trouble(&err);
	wizard_farewell(wizard, &farewell);
	strbuf_addch(&farewell, '\n');
	if (command_print(&farewell) != STATUS_DONE)
		status = STATUS_TROUBLE;
	wizard_free(wizard);
	return status;
}

int
edit_draft(struct draft_file *file, bool plain)
{
	return wizard_show(file, false, plain, false);
}

/* The first free name in the drafts folder. */
static int
new_name(struct strbuf *name, struct strbuf *err)
{
	for (int i = 1; i <= DRAFT_NUMBER_MAX; i++) {
		OWN_TEXT(path) = NULL;

		strbuf_set(name, DRAFT_NAME);
		if (i > 1)
			strbuf_addf(name, "-%d", i);
		path = draft_path(name->buf, err);
		if (!path)
			return -1;
		if (!path_exists(path))
			return 0;
	}
	return error_add(err, "no name is free for the draft; give it one: scepwiz new NAME");
}

/* The form of a new draft: that of --form, else that of the draft whose answers are copied. */
static const struct form *
new_form(const struct invocation *invocation, struct strbuf *err)
{
	const char *from = option_value(invocation, "from");
	OWN_TEXT(path) = NULL;

	if (!from || option_given(invocation, "form"))
		return forms_default(invocation->forms);
	path = draft_path(from, err);
	return path ? forms_of_file(invocation->forms, path, err) : NULL;
}

static int
new_wizard(const struct invocation *invocation, const char *name, bool plain)
{
	const struct new_draft options = {
		.command = invocation->command,
		.name = name,
		.platform = option_value(invocation, "platform"),
		.from = option_value(invocation, "from"),
		.settings = option_values(invocation, "set"),
	};
	STRBUF(err);
	const struct form *form = new_form(invocation, &err);
	DESK(desk);
	int status = form ? new_draft_make(&options, form, &desk) : command_trouble(&err);

	if (!desk.file)
		return status;
	if (!option_given(invocation, "no-edit"))
		return wizard_show(desk.file, false, plain, option_given(invocation, "mouse"));
	report_note("%s: made", desk.file->path);
	return status;
}

static int
new_run(const struct invocation *invocation)
{
	const struct strvec *operands = &invocation->operands;
	STRBUF(err);
	STRBUF(name);
	int status = STATUS_DONE;
	bool plain = false;

	if (!option_given(invocation, "no-edit"))
		status = terminal_status(invocation, &plain);
	if (status != STATUS_DONE)
		return status;
	if (operands->n)
		strbuf_addstr(&name, operands->v[0]);
	else if (new_name(&name, &err) < 0)
		return command_trouble(&err);
	return new_wizard(invocation, name.buf, plain);
}

int
edit_read_path(const char *path, struct forms *forms, struct draft_file *file, struct strbuf *err)
{
	if (path_is_link(path))
		return error_add(err,
			"%s is a symbolic link, and a save does not follow it; open the file that it "
			"leads to (readlink %s)",
			path, path);
	if (path_exists(path))
		return forms_read_draft(forms, path, file, err);
	return journal_read_left(forms, path, file, err);
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
		error_add(err, "there is no draft %s; scepwiz new %s makes it", path, operand);
		operand_suggest(operand, path, err);
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
		status = wizard_show(&file, option_given(invocation, "review"), plain,
			option_given(invocation, "mouse"));
	return status;
}

static const struct option_spec new_options[] = {
	{ "platform", 'p', "PLATFORM", "macos or ios", false },
	{ "from", 0, "DRAFT", "take the answers of this draft or profile, but not its identity",
		false },
	{ "set", 's', "KEY=VALUE", "an answer, as \"scepwiz set\" takes it; may be repeated",
		true },
	{ "no-edit", 'n', NULL, "make the draft and end, for scripts", false },
	{ "plain", 0, NULL, "line by line, for screen readers, serial consoles and transcripts",
		false },
	{ "mouse", 0, NULL, "take the terminal's mouse: click on fields, options and lists",
		false },
	OPTION_FORM,
	{ NULL, 0, NULL, NULL, false },
};

const struct command cmd_new = {
	.name = "new",
	.args = "[DRAFT]",
	.summary = "makes a draft and opens it in the wizard",
	.help = "Makes a draft with an identity of its own (identifier and UUIDs), saves it at once, "
		"and opens it in the wizard. A file that exists is never replaced. Without a name the "
		"draft is called " DRAFT_NAME ", with a number where that is taken.\n\n"
		"--from, --platform and --set give the first answers, in this order. With --no-edit the "
		"draft is only made, which needs no terminal; the exit status is 1 where an answer that "
		"was given is wrong.\n\n"
		"On a terminal that cannot move its cursor, with --plain and with SCEPWIZ_PLAIN=1 the "
		"wizard asks line by line. Without a terminal nothing is made but with these two, and "
		"the exit status is 2.",
	.min_args = 0,
	.max_args = 1,
	.no_input = "a new draft is a file; - cannot name it",
	.options = new_options,
	.run = new_run,
};

static const struct option_spec edit_options[] = {
	{ "review", 'r', NULL, "begin with the review", false },
	{ "plain", 0, NULL, "line by line, for screen readers, serial consoles and transcripts",
		false },
	{ "mouse", 0, NULL, "take the terminal's mouse: click on fields, options and lists",
		false },
	OPTION_FORM,
	{ NULL, 0, NULL, NULL, false },
};

const struct command cmd_edit = {
	.name = "edit",
	.args = "DRAFT",
	.summary = "opens a draft in the wizard",
	.help = "Opens a draft in the wizard. ^G there tells about the field at hand, ^X opens the menu, "
		"^C leaves.\n\n"
		"The exit status is 0 once the wizard was left, whatever is still wrong with the draft: "
		"\"scepwiz check\" judges. It is 3 where the terminal went away or a signal ended the "
		"wizard, and 2 where standard input or output is no terminal; \"scepwiz set\" changes a "
		"draft without one.\n\n"
		"What is typed stands in a side file, .DRAFT.scepwiz, before the next key is read. Where a "
		"session was killed or its line went dead, the next edit offers what was not saved. Where "
		"another session has the draft open, edit says who, and takes it over or looks only.\n\n"
		"On a terminal that cannot move its cursor, with --plain and with SCEPWIZ_PLAIN=1 the "
		"wizard asks line by line (? explains it), and the answers may come from a file. At "
		"the end of the input the draft is saved.",
	.min_args = 1,
	.max_args = 1,
	.no_input = "edit saves to a file, and standard input is none",
	.options = edit_options,
	.run = edit_run,
};
