/* scepwiz without arguments: the start page, a draft, the start page again, until it is left. */
#include "ui/cmd_start.h"

#include <unistd.h>

#include "base/report.h"
#include "base/xalloc.h"

#include "format/draft/draft_file.h"
#include "format/draft/forms.h"

#include "cmd/command.h"

#include "ui/cmd_edit.h"
#include "ui/plain/drafts.h"
#include "ui/screen/tui.h"

bool
start_is_possible(void)
{
	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
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
start_edit(struct wizard *start, struct forms *forms, bool plain)
{
	DRAFT_FILE(file);
	STRBUF(err);
	int status = STATUS_DONE;

	if (edit_read_path(wizard_chosen(start), forms, &file, &err) == 0)
		status = edit_draft(&file, plain);
	else if (!err.len)
		error_add(&err, "%s is gone, and so is what a session had left of it",
			wizard_chosen(start));
	wizard_reload(start);
	if (err.len && plain)
		report_error("%s", err.buf);
	else if (err.len)
		wizard_tell(start, '!', err.buf);
	return status;
}

static int
start_pages(struct wizard *start, struct forms *forms, bool plain, struct strbuf *err)
{
	int status = STATUS_DONE;

	while (status == STATUS_DONE) {
		int result = plain ? plain_run_start(start, STDIN_FILENO, STDOUT_FILENO, err)
				   : tui_run(start, false, err);

		if (result < 0)
			return STATUS_TROUBLE;
		if (wizard_is_left(start))
			return STATUS_DONE;
		status = start_edit(start, forms, plain);
	}
	return status;
}

int
start_run(void)
{
	STRBUF(err);
	FORMS(forms) = forms_open(NULL, &err);
	OWN_TEXT(folder) = draft_folder(&err);
	struct wizard *start = folder ? wizard_new_start(forms, folder) : NULL;
	int status = start ? start_pages(start, forms, start_is_plain(), &err) : STATUS_TROUBLE;

	if (err.len)
		report_error("%s", err.buf);
	wizard_free(start);
	return status;
}
