/* Making a draft. The order matters: the answers of another draft, then the platform, then settings,
 * each over the one before. */
#include "cmd/new_draft.h"

#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/report.h"

#include "cmd/opened.h"
#include "cmd/settings.h"

static int
new_draft_copy(const struct new_draft *options, const struct form *form, struct draft *draft)
{
	struct opened from;
	struct strbuf err = STRBUF_INIT;
	int status = STATUS_TROUBLE;

	if (!options->from)
		return STATUS_DONE;
	if (opened_read(&from, form, options->from, &err) == 0) {
		draft_copy_answers(draft, from.file.draft);
		status = STATUS_DONE;
	} else {
		report_error("%s", err.buf);
	}
	opened_release(&from);
	strbuf_release(&err);
	return status;
}

/* "macos, ios" */
static void
list_choices(const struct field *field, struct strbuf *out)
{
	for (size_t i = 0; i < field->nchoices; i++)
		strbuf_addf(out, "%s%s", i ? ", " : "", field->choices[i].value);
}

static int
new_draft_platform(const struct new_draft *options, const struct form *form, struct draft *draft)
{
	struct strbuf choices = STRBUF_INIT;

	if (!options->platform)
		return STATUS_DONE;
	if (field_choice(form->platform, options->platform)) {
		draft_set(draft, form->platform, options->platform);
		return STATUS_DONE;
	}
	list_choices(form->platform, &choices);
	command_misuse(options->command, "there is no platform \"%s\"; one of %s is wanted",
		options->platform, choices.buf);
	strbuf_release(&choices);
	return STATUS_USAGE;
}

static int
new_draft_save(struct opened *opened)
{
	struct strbuf err = STRBUF_INIT;
	int result = draft_file_save(&opened->file, &err);

	if (result < 0)
		report_error("%s", err.buf);
	strbuf_release(&err);
	return result < 0 ? STATUS_TROUBLE : STATUS_DONE;
}

/* A copied answer counts as set: a policy name must not be the same in two drafts of a folder. */
static void
new_draft_touch_copied(struct settings *settings)
{
	const struct form *form = draft_form(settings->draft);

	for (size_t i = 0; i < form->nfields; i++)
		if (draft_is_answered(settings->draft, form->fields[i]) &&
			!(form->fields[i]->flags & FIELD_MADE) &&
			draft_applies(settings->draft, form->fields[i], NULL))
			settings->touched[i] = true;
}

/* Nothing is on disk until all settings are taken: a refused one leaves no draft behind. */
static int
new_draft_fill(const struct new_draft *options, struct opened *opened, bool *saved)
{
	struct settings settings;
	struct draft *draft = opened->file.draft;
	const struct form *form = draft_form(draft);
	int status = new_draft_copy(options, form, draft);

	settings_init(&settings, options->command, draft, &opened->around.env);
	if (status == STATUS_DONE)
		status = new_draft_platform(options, form, draft);
	if (status == STATUS_DONE && options->settings)
		status = settings_apply(&settings, options->settings);
	if (status == STATUS_DONE)
		status = new_draft_save(opened);
	*saved = status == STATUS_DONE;
	if (*saved) {
		new_draft_touch_copied(&settings);
		if (settings_report(&settings, opened))
			status = STATUS_FINDINGS;
	}
	settings_release(&settings);
	return status;
}

int
new_draft_make(const struct new_draft *options, const struct form *form, struct draft_file *file)
{
	struct opened opened;
	struct strbuf err = STRBUF_INIT;
	char *path = draft_path(options->name, &err);
	int status = STATUS_TROUBLE;
	bool saved = false;

	*file = (struct draft_file)DRAFT_FILE_INIT;
	if (path && path_exists(path))
		error_add(&err, "%s exists already, and is kept", path);
	if (err.len) {
		report_error("%s", err.buf);
		goto out;
	}
	draft_file_new(file, form, path);
	opened_take(&opened, file);
	status = new_draft_fill(options, &opened, &saved);
	if (saved) {
		*file = opened.file;
		opened.file = (struct draft_file)DRAFT_FILE_INIT;
	}
	opened_release(&opened);
out:
	free(path);
	strbuf_release(&err);
	return status;
}
