/* Making a draft. The order matters: the answers of another draft, then the platform, then settings,
 * each over the one before. */
#include "cmd/new_draft.h"

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
	ORIGINAL_REST(rest);
	STRBUF(list);

	original_rest_read(&rest, from);
	original_rest_summary(&rest, &list);
	if (rest.payloads.n || rest.keys.n)
		report_note("the answers alone are copied, and not %s; scepwiz import keeps them",
			list.buf);
}

/* Nor what is in its file and is no answer. */
static void
new_draft_tell_unread(const struct draft_file *from)
{
	const struct form *form = draft_form(from->draft);
	STRVEC(labels);
	STRBUF(list);

	for (size_t i = 0; i < form->nfields; i++)
		if (draft_unread(from->draft, form->fields[i]) &&
			!(form->fields[i]->flags & FIELD_MADE))
			strvec_push(&labels, form->fields[i]->label);
	strvec_join(&labels, ", ", &list);
	if (labels.n)
		report_warning("not copied, because it cannot be read there: %s", list.buf);
}

/* A draft or a profile, by its content. */
static int
from_read(const char *path, const struct form *form, struct draft_file *file, struct strbuf *err)
{
	FINDINGS(ignored);
	STRBUF(data);

	if (file_read(path, DRAFT_FILE_LIMIT, &data, err) < 0)
		return -1;
	if (profile_is_meant(path, data.buf, data.len))
		return profile_parse(file, form, path, data.buf, data.len, NULL, &ignored, err);
	return draft_file_parse(file, form, path, data.buf, data.len, err);
}

/* The answers alone: no identity, and no original of an imported one. */
static int
new_draft_copy(const char *operand, const struct form *form, struct draft *draft)
{
	DRAFT_FILE(from);
	STRBUF(err);
	OWN_TEXT(path) = operand_path(operand, &err);

	if (!path || from_read(path, form, &from, &err) < 0)
		return command_trouble(&err);
	draft_copy_answers(draft, from.draft);
	new_draft_tell_unread(&from);
	if (from.original)
		new_draft_tell_left(&from);
	return STATUS_DONE;
}

int
platform_of_argument(const struct command *command, const struct form *form, const char *argument,
	struct strbuf *platform)
{
	const struct field *field = form->platform;
	STRBUF(choices);

	if (!argument)
		return STATUS_DONE;
	field_accept(field, argument, "", platform, &choices);
	if (!field_choice(field, platform->buf)) {
		strbuf_clear(&choices);
		for (size_t i = 0; i < field->nchoices; i++)
			strbuf_addf(&choices, "%s%s", i ? ", " : "", field->choices[i].value);
		return command_misuse(command, "there is no platform \"%s\"; one of %s is wanted",
			argument, choices.buf);
	}
	if (field->flags & FIELD_LOCKED && strcmp(platform->buf, field->default_text) != 0)
		return command_misuse(command, "%s is locked by the form %s to \"%s\"", field->key,
			form->name, field->default_text);
	return STATUS_DONE;
}

/* The length of a name without the number that an earlier copy got: "Wi-Fi 2" beside "Wi-Fi". */
static size_t
name_length(const char *name, const struct strvec *taken)
{
	size_t len = strlen(name), end = len;
	STRBUF(base);

	while (end > 0 && name[end - 1] >= '0' && name[end - 1] <= '9')
		end--;
	if (end == len || end < 2 || name[end - 1] != ' ')
		return len;
	strbuf_add(&base, name, end - 1);
	return strvec_contains(taken, base.buf) ? end - 1 : len;
}

/* Takes a free name where that of the copied draft, or the default, is taken; one that was set stays. */
static void
new_draft_free_name(const struct settings *settings)
{
	struct draft *draft = settings->desk->file->draft;
	const struct field *field = neighbours_field(draft_form(draft));
	const struct lint_env *env = &settings->desk->env;
	const struct strvec *taken;
	STRBUF(name);
	STRBUF(was);
	size_t len;

	if (!field || !env->neighbours || settings->touched[field->index])
		return;
	taken = &env->neighbours(env->data)->names.texts;
	strbuf_addstr(&was, draft_value(draft, field));
	strbuf_addstr(&name, was.buf);
	len = name_length(name.buf, taken);
	for (size_t i = 2; strvec_contains(taken, name.buf); i++) {
		strbuf_truncate(&name, len);
		strbuf_addf(&name, " %zu", i);
	}
	if (!strcmp(name.buf, was.buf))
		return;
	draft_set(draft, field, name.buf);
	report_note("%s: \"%s\" is taken by another draft here; this one has \"%s\"", field->label,
		was.buf, name.buf);
}

/* Nothing is on disk until all settings are taken: a refused one leaves no draft behind. */
static int
new_draft_fill(const struct new_draft *options, struct settings *settings)
{
	struct draft *draft = settings->desk->file->draft;
	const struct form *form = draft_form(draft);
	STRBUF(platform);
	int status = STATUS_DONE;

	if (options->from)
		status = new_draft_copy(options->from, form, draft);
	if (status == STATUS_DONE)
		status = platform_of_argument(options->command, form, options->platform, &platform);
	if (status == STATUS_DONE && platform.len)
		draft_set(draft, form->platform, platform.buf);
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
	const struct draft *draft = settings->desk->file->draft;
	const struct form *form = draft_form(draft);
	int status = settings_report(settings) ? STATUS_FINDINGS : STATUS_DONE;

	for (size_t i = 0; i < form->nfields; i++)
		settings->touched[i] = !settings->touched[i] &&
				       draft_is_answered(draft, form->fields[i]) &&
				       !(form->fields[i]->flags & FIELD_MADE) &&
				       draft_applies(draft, form->fields[i], NULL);
	settings_report(settings);
	return status;
}

int
new_draft_make(const struct new_draft *options, const struct form *form, struct desk *desk)
{
	STRBUF(err);
	SETTINGS(settings);
	OWN_TEXT(path) = draft_path(options->name, &err);
	int status;

	if (path && path_exists(path))
		error_add(&err, "%s exists already, and is kept", path);
	if (err.len)
		return command_trouble(&err);
	draft_file_new(&desk->own, form, path);
	desk_lay(desk, NULL, NULL);
	settings_begin(&settings, options->command, desk);
	status = new_draft_fill(options, &settings);
	if (status == STATUS_DONE)
		return new_draft_report(&settings);
	desk_release(desk);
	return status;
}
