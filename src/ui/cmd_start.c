/* scepwiz without arguments: the start page, a draft, the start page again, until it is left. */
#include "ui/cmd_start.h"

#include <string.h>
#include <unistd.h>

#include "base/keeper.h"
#include "base/report.h"
#include "base/sandbox.h"
#include "base/xalloc.h"

#include "format/draft/draft_file.h"
#include "format/draft/forms.h"

#include "cmd/command.h"
#include "cmd/draft_list.h"

#include "ui/cmd_edit.h"
#include "ui/plain/drafts.h"
#include "ui/screen/tui.h"
#include "ui/tty/edit_folder.h"
#include "ui/tty/keeping.h"

bool
start_is_asked(int argc, char **argv, struct start_options *options)
{
	const struct {
		const char *name;
		bool *value;
	} names[] = { { "--plain", &options->plain }, { "--mouse", &options->screen.mouse },
		{ "--ascii", &options->screen.ascii } };

	*options = (struct start_options){ 0 };
	for (int i = 1; i < argc; i++) {
		size_t n = 0;

		while (n < ARRAY_SIZE(names) && strcmp(argv[i], names[n].name) != 0)
			n++;
		if (n == ARRAY_SIZE(names))
			return false;
		*names[n].value = true;
	}
	return options->plain || edit_is_always_plain() ||
	       (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO));
}

/* Line by line where that is asked for, or the terminal cannot move its cursor. */
static bool
start_is_plain(void)
{
	STRBUF(err);

	if (edit_is_always_plain())
		return true;
	if (tui_check(&err) == 0)
		return false;
	report_note("%s, so the drafts are listed line by line (plain mode)", err.buf);
	return true;
}

/* The draft may have changed since it was listed: what is wrong with it is said on the page. */
static int
start_edit(struct wizard *start, struct forms *forms, struct start_options options)
{
	DRAFT_FILE(file);
	STRBUF(err);
	int status = STATUS_DONE;

	if (wizard_chosen_begin(start) == WIZARD_QUICK)
		status = edit_quick(forms, NULL, NULL, options.plain, options.screen);
	else if (edit_read_path(wizard_chosen(start), forms, &file, &err) == 0)
		status = edit_draft(
			forms, &file, wizard_chosen_begin(start), options.plain, options.screen);
	else if (!err.len)
		error_add(&err, "%s is gone, and so are the changes that a session had left",
			wizard_chosen(start));
	wizard_reload(start);
	if (err.len && options.plain)
		report_error("%s", err.buf);
	else if (err.len)
		wizard_tell(start, '!', err.buf);
	return status;
}

static int
start_pages(
	struct wizard *start, struct forms *forms, struct start_options options, struct strbuf *err)
{
	int status = STATUS_DONE;

	while (status == STATUS_DONE) {
		int result = options.plain
				     ? plain_run_start(start, STDIN_FILENO, STDOUT_FILENO, err)
				     : tui_run(start, options.screen, err);

		if (result < 0)
			return STATUS_TROUBLE;
		if (wizard_is_left(start))
			return STATUS_DONE;
		status = start_edit(start, forms, options);
	}
	return status;
}

/* The drafts are looked at by the start page itself. */
static int
start_walls(struct strbuf *err)
{
	STRVEC(files);

	keeping_writes(NULL, &files);
	sandbox_plan(&files);
	if (keeper_begin(keeping_tasks, err) < 0)
		return -1;
	sandbox_enter(true);
	return 0;
}

static int
start_in_walls(struct start_options options)
{
	STRBUF(err);
	FORMS(forms) = forms_open(NULL, &err);
	OWN_TEXT(folder) = draft_folder(&err);
	struct wizard *start =
		folder ? wizard_new_start(forms, draft_list_here(folder), folder) : NULL;
	int status = STATUS_TROUBLE;

	options.plain = options.plain || start_is_plain();
	if (start)
		status = start_pages(start, forms, options, &err);

	if (err.len)
		report_error("%s", err.buf);
	edit_folders_tell();
	wizard_free(start);
	return status;
}

int
start_run(struct start_options options)
{
	STRBUF(err);
	int status = start_walls(&err) < 0 ? command_trouble(&err) : start_in_walls(options);

	keeper_end();
	return status;
}
