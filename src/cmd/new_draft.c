/* Making a draft. The order matters: the answers of another draft, then the platform, then settings,
 * each over the one before. */
#include "cmd/new_draft.h"

#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/report.h"
#include "base/xalloc.h"

#include "model/field_type.h"

#include "format/draft/profile_kind.h"
#include "format/profile/original_rest.h"
#include "format/profile/profile_read.h"

#include "cmd/operand.h"
#include "cmd/settings.h"

/* What a copy of the answers does not have of an imported profile. */
static void
new_draft_tell_left(const struct draft_file *from)
{
	struct original_rest rest = ORIGINAL_REST_INIT;
	struct strbuf list = STRBUF_INIT;

	original_rest_read(&rest, from);
	original_rest_summary(&rest, &list);
	if (rest.payloads.n || rest.keys.n)
		report_note("the answers alone are copied, and not %s; scepwiz import keeps them",
			list.buf);
	original_rest_release(&rest);
	strbuf_release(&list);
}

/* Nor what is in its file and is no answer. */
static void
new_draft_tell_unread(const struct draft_file *from)
{
	const struct form *form = draft_form(from->draft);
	struct strvec labels = STRVEC_INIT;
	struct strbuf list = STRBUF_INIT;

	for (size_t i = 0; i < form->nfields; i++)
		if (draft_unread(from->draft, form->fields[i]) &&
			!(form->fields[i]->flags & FIELD_MADE))
			strvec_push(&labels, form->fields[i]->label);
	strvec_join(&labels, ", ", &list);
	if (labels.n)
		report_warning("not copied, because it cannot be read there: %s", list.buf);
	strvec_release(&labels);
	strbuf_release(&list);
}

/* A draft or a profile, by its content. */
static int
from_read(const char *from, const struct form *form, struct draft_file *file, struct strbuf *err)
{
	char *path = operand_path(from, err);
	struct strbuf data = STRBUF_INIT;
	struct findings ignored = FINDINGS_INIT;
	int result = path ? 0 : -1;

	if (path)
		result = file_read(path, DRAFT_FILE_LIMIT, &data, err);
	if (result == 0 && profile_is_meant(path, data.buf, data.len))
		result = profile_parse(file, form, path, data.buf, data.len, NULL, &ignored, err);
	else if (result == 0)
		result = draft_file_parse(file, form, path, data.buf, data.len, err);
	findings_release(&ignored);
	strbuf_release(&data);
	free(path);
	return result;
}

/* The answers alone: no identity, and no original of an imported one. */
static int
new_draft_copy(const struct new_draft *options, const struct form *form, struct draft *draft)
{
	struct draft_file from = DRAFT_FILE_INIT;
	struct strbuf err = STRBUF_INIT;
	int status = STATUS_TROUBLE;

	if (!options->from)
		return STATUS_DONE;
	if (from_read(options->from, form, &from, &err) == 0) {
		draft_copy_answers(draft, from.draft);
		new_draft_tell_unread(&from);
		if (from.original)
			new_draft_tell_left(&from);
		status = STATUS_DONE;
	} else {
		report_error("%s", err.buf);
	}
	draft_file_release(&from);
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

int
platform_of_argument(const struct command *command, const struct form *form, const char *argument,
	struct strbuf *platform)
{
	struct strbuf choices = STRBUF_INIT;
	int status = STATUS_DONE;

	if (!argument)
		return STATUS_DONE;
	field_accept(form->platform, argument, "", platform, &choices);
	if (!field_choice(form->platform, platform->buf)) {
		list_choices(form->platform, &choices);
		status = command_misuse(command, "there is no platform \"%s\"; one of %s is wanted",
			argument, choices.buf);
	} else if (form->platform->flags & FIELD_LOCKED &&
		   strcmp(platform->buf, form->platform->default_text) != 0) {
		status = command_misuse(command, "%s is locked by the form %s to \"%s\"",
			form->platform->key, form->name, form->platform->default_text);
	}
	strbuf_release(&choices);
	return status;
}

static int
new_draft_platform(const struct new_draft *options, const struct form *form, struct draft *draft)
{
	struct strbuf platform = STRBUF_INIT;
	int status = platform_of_argument(options->command, form, options->platform, &platform);

	if (status == STATUS_DONE && platform.len)
		draft_set(draft, form->platform, platform.buf);
	strbuf_release(&platform);
	return status;
}

/* The length of a name without the number that an earlier copy got: "Wi-Fi 2" beside "Wi-Fi". */
static size_t
name_length(const char *name, const struct strvec *taken)
{
	size_t len = strlen(name), end = len;
	char *base;

	while (end > 0 && name[end - 1] >= '0' && name[end - 1] <= '9')
		end--;
	if (end == len || end < 2 || name[end - 1] != ' ')
		return len;
	base = xstrndup(name, end - 1);
	if (strvec_contains(taken, base))
		len = end - 1;
	free(base);
	return len;
}

/* Takes a free name where that of the copied draft, or the default, is taken; one that was set stays. */
static void
new_draft_free_name(const struct settings *settings)
{
	const struct field *field = neighbours_field(draft_form(settings->desk->file->draft));
	const struct lint_env *env = &settings->desk->env;
	const struct strvec *taken;
	struct strbuf name = STRBUF_INIT, was = STRBUF_INIT;
	size_t len;

	if (!field || !env->neighbours || settings->touched[field->index])
		return;
	taken = &env->neighbours(env->data)->names.texts;
	strbuf_addstr(&was, draft_value(settings->desk->file->draft, field));
	strbuf_addstr(&name, was.buf);
	len = name_length(name.buf, taken);
	for (size_t i = 2; strvec_contains(taken, name.buf); i++) {
		strbuf_truncate(&name, len);
		strbuf_addf(&name, " %zu", i);
	}
	if (strcmp(name.buf, was.buf) != 0) {
		draft_set(settings->desk->file->draft, field, name.buf);
		report_note("%s: \"%s\" is taken by another draft here; this one has \"%s\"",
			field->label, was.buf, name.buf);
	}
	strbuf_release(&name);
	strbuf_release(&was);
}

/* From here on the copied answers are those that are told of; those that were set have been. */
static void
new_draft_touch_copied(struct settings *settings)
{
	const struct form *form = draft_form(settings->desk->file->draft);

	for (size_t i = 0; i < form->nfields; i++)
		settings->touched[i] =
			!settings->touched[i] &&
			draft_is_answered(settings->desk->file->draft, form->fields[i]) &&
			!(form->fields[i]->flags & FIELD_MADE) &&
			draft_applies(settings->desk->file->draft, form->fields[i], NULL);
}

/* Nothing is on disk until all settings are taken: a refused one leaves no draft behind. */
static int
new_draft_fill(const struct new_draft *options, struct settings *settings)
{
	struct draft *draft = settings->desk->file->draft;
	const struct form *form = draft_form(draft);
	int status = new_draft_copy(options, form, draft);

	if (status == STATUS_DONE)
		status = new_draft_platform(options, form, draft);
	if (status == STATUS_DONE && options->settings)
		status = settings_apply(settings, options->settings);
	if (status != STATUS_DONE)
		return status;
	new_draft_free_name(settings);
	return desk_save(settings->desk);
}

/* What is wrong in what was set; then in the copy, where it was known before, or comes of the other platform. */
static int
new_draft_report(struct settings *settings)
{
	int status = settings_report(settings) ? STATUS_FINDINGS : STATUS_DONE;

	new_draft_touch_copied(settings);
	settings_report(settings);
	return status;
}

int
new_draft_make(const struct new_draft *options, const struct form *form, struct desk *desk)
{
	struct settings settings;
	struct strbuf err = STRBUF_INIT;
	char *path = draft_path(options->name, &err);
	int status = STATUS_TROUBLE;

	if (path && path_exists(path))
		error_add(&err, "%s exists already, and is kept", path);
	if (err.len) {
		report_error("%s", err.buf);
	} else {
		draft_file_new(&desk->own, form, path);
		desk_lay(desk, NULL, NULL);
		settings_init(&settings, options->command, desk);
		status = new_draft_fill(options, &settings);
		if (status != STATUS_DONE)
			desk_release(desk);
		else
			status = new_draft_report(&settings);
		settings_release(&settings);
	}
	free(path);
	strbuf_release(&err);
	return status;
}
