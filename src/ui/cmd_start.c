/* scepwiz without arguments: the start page, a draft, the start page again, until it is left. */
#include "ui/cmd_start.h"

#include <stdlib.h>

#include "base/report.h"

#include "format/draft/draft_file.h"
#include "format/form/forms.h"

#include "cmd/command.h"

#include "ui/cmd_edit.h"
#include "ui/screen/tui.h"
#include "ui/start/start.h"

bool
start_is_possible(void)
{
	struct strbuf err = STRBUF_INIT;
	bool possible = !edit_is_always_plain() && tui_check(&err) == 0;

	strbuf_release(&err);
	return possible;
}

/* The draft may have changed since it was listed: what is wrong with it is said on the page. */
static int
start_edit(struct start *start, struct forms *forms)
{
	struct draft_file file = DRAFT_FILE_INIT;
	struct strbuf err = STRBUF_INIT;
	int status = STATUS_DONE;

	if (forms_read_draft(forms, start_path(start), &file, &err) == 0)
		status = edit_draft(&file, false);
	start_reload(start);
	if (err.len)
		start_say(start, '!', err.buf);
	draft_file_release(&file);
	strbuf_release(&err);
	return status;
}

int
start_run(void)
{
	struct strbuf err = STRBUF_INIT;
	struct forms *forms = forms_open(NULL, &err);
	char *folder = draft_folder(&err);
	struct start *start = folder ? start_new(forms, folder) : NULL;
	int status = start ? STATUS_DONE : STATUS_TROUBLE;
	bool open = start != NULL;

	while (open && status == STATUS_DONE) {
		if (tui_run_start(start, &open, &err) < 0)
			status = STATUS_TROUBLE;
		else if (open)
			status = start_edit(start, forms);
	}
	if (err.len)
		report_error("%s", err.buf);
	start_free(start);
	free(folder);
	forms_free(forms);
	strbuf_release(&err);
	return status;
}
