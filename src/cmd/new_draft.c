/* Making a draft. The order matters: the answers of another draft, then the platform, then settings,
 * each over the one before. */
#include "cmd/new_draft.h"

#include <stdlib.h>
#include <string.h>

#include "base/file_lock.h"
#include "base/fileio.h"
#include "base/path.h"
#include "base/report.h"
#include "base/xalloc.h"

#include "model/field_type.h"
#include "model/ios.h"

#include "format/draft/allowed.h"
#include "format/draft/defaults.h"
#include "format/draft/profile_kind.h"
#include "format/profile/original_rest.h"
#include "format/profile/profile_read.h"

#include "cmd/operand.h"
#include "cmd/settings.h"

/* So many drafts without a name of their own. */
#define NUMBER_MAX 9999

/* What a copy of the answers does not have of an imported profile. */
static void
new_draft_tell_left(const struct draft_file *from)
{
	ORIGINAL_REST(rest);
	STRBUF(list);

	original_rest_read(&rest, from);
	original_rest_summary(&rest, &list);
	if (rest.payloads.n || rest.keys.n)
		report_note("only the values are copied, not %s. To preserve it: scepwiz import",
			list.buf);
}

/* The same for values in its file that are not answers. */
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

	if (!path || from_read(path, form, &from, &err) < 0) {
		if (path && !path_exists(path))
			operand_suggest(operand, path, &err);
		return command_trouble(&err);
	}
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
		return command_misuse(command, "there is no platform \"%s\". Use one of %s",
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
new_draft_free_name(const struct settings *settings, struct desk *desk)
{
	struct draft *draft = desk->file->draft;
	const struct field *field = neighbours_field(draft_form(draft));
	const struct lint_env *env = &desk->env;
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
	draft_secret_hide(draft, &was);
	draft_secret_hide(draft, &name);
	report_note("%s: another draft here has the name \"%s\". This one is called \"%s\"",
		field->label, was.buf, name.buf);
}

/* A copy for iOS has the variables of the MDM that the draft names in place of Apple's. */
static void
new_draft_settle(struct draft *draft)
{
	const struct field *field = ios_is_chosen(draft) ? ios_stuck(draft) : NULL;
	const struct mdm *mdm = NULL;
	STRBUF(text);

	if (!field || !ios_way_at(draft, 0, &mdm) || !mdm)
		return;
	ios_settle(draft, mdm);
	strbuf_addstr(&text, draft_text(draft, field));
	draft_secret_hide(draft, &text);
	report_note("%s: iOS replaces no variables, so %s puts in the values: %s", field->label,
		mdm->label, text.buf);
}

/* What can be done where no MDM is named. */
static void
new_draft_tell_ios(const struct draft *draft)
{
	const struct field *field = ios_is_chosen(draft) ? ios_stuck(draft) : NULL;
	const struct field *named = form_role(draft_form(draft), ROLE_MDM);
	const struct mdm *mdm;
	STRBUF(ways);
	STRBUF(text);

	if (!field || strchr(draft_text(draft, field), '\n'))
		return;
	ios_text(draft, field, draft_text(draft, field), NULL, &text);
	strbuf_addf(&ways, "use one value for all devices (%s='%s')", field->key, text.buf);
	if (named && ios_way_at(draft, 1, &mdm) && mdm) {
		ios_text(draft, field, draft_text(draft, field), mdm, &text);
		strbuf_addf(&ways, ", or the variable of your MDM (with %s: %s=%s %s='%s')",
			mdm->label, named->key, mdm->name, field->key, text.buf);
	}
	draft_secret_hide(draft, &ways);
	report_note("%s: %s. In the wizard, ^T offers values", field->label, ways.buf);
}

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
	if (status == STATUS_DONE && options->from)
		new_draft_settle(draft);
	if (status == STATUS_DONE && options->settings)
		status = settings_apply(settings, options->settings);
	return status;
}

/* What is wrong in what was set; then in the copy, where it was known before, or comes of the other platform. */
static int
new_draft_report(struct settings *settings, const struct draft *given)
{
	const struct draft *draft = settings->desk->file->draft;
	const struct form *form = draft_form(draft);
	int status = settings_report(settings) ? STATUS_FINDINGS : STATUS_DONE;

	for (size_t i = 0; i < form->nfields; i++)
		settings->touched[i] = !settings->touched[i] &&
				       draft_is_answered(given, form->fields[i]) &&
				       !(form->fields[i]->flags & FIELD_MADE) &&
				       draft_applies(draft, form->fields[i], NULL);
	settings_report(settings);
	new_draft_tell_ios(draft);
	return status;
}

/* The path that the name means, or the first free one; NULL with a sentence. */
static char *
new_draft_path(const char *name, struct strbuf *err)
{
	char *path = name ? draft_path(name, err) : NULL;

	for (int i = 1; !name && i <= NUMBER_MAX; i++) {
		STRBUF(numbered);

		strbuf_addstr(&numbered, NEW_DRAFT_NAME);
		if (i > 1)
			strbuf_addf(&numbered, "-%d", i);
		path = draft_path(numbered.buf, err);
		if (!path || !path_exists(path))
			return path;
		free(path);
		path = NULL;
	}
	if (path && path_exists(path))
		error_add(err, "%s already exists and was not changed", path);
	else if (!name)
		error_add(err, "no name is free for the draft. Choose one: scepwiz new NAME");
	return path;
}

/* With all answers that were given, under a name that is free at this moment. */
static int
new_draft_put(const struct new_draft *options, const struct settings *given, struct desk *desk,
	struct strbuf *err)
{
	const struct draft *answers = given->desk->file->draft;
	OWN_TEXT(path) = new_draft_path(options->name, err);

	if (!path || err->len)
		return -1;
	desk_release(desk);
	defaults_new(&desk->own, draft_form(answers), options->own, path);
	draft_copy_answers(desk->own.draft, answers);
	if (options->name && !options->from)
		defaults_name(&desk->own);
	draft_identify_by_host(desk->own.draft);
	desk_lay(desk, NULL, NULL);
	settings_move(given, desk); /* the identifier, too */
	new_draft_free_name(given, desk);
	return allowed_save(desk->file, NULL, err);
}

/* Nothing is on disk until all settings are taken: a refused one leaves no draft behind. A name that was not asked for is
 * looked for again where somebody else took it, as in a folder without locks. */
static int
new_draft_save(const struct new_draft *options, const struct settings *given, struct desk *desk)
{
	const char *path = given->desk->file->path;
	FILE_LOCK(lock);
	STRBUF(err);
	int result = draft_folder_make(path, &err);

	if (result == 0)
		result = file_lock(&lock, path, &err);
	for (int i = 0; result == 0 && i < NUMBER_MAX; i++) {
		result = new_draft_put(options, given, desk, &err);
		if (result == 0)
			return STATUS_DONE;
		if (options->name || !desk->file || !path_exists(desk->file->path))
			break;
		strbuf_clear(&err);
		result = 0;
	}
	desk_release(desk);
	return command_trouble(&err);
}

int
new_draft_make(const struct new_draft *options, const struct form *form, struct desk *desk)
{
	STRBUF(err);
	DESK(before);
	SETTINGS(settings);
	OWN_TEXT(path) = new_draft_path(options->name, &err);
	int status;

	if (err.len)
		return command_trouble(&err);
	defaults_new(&before.own, form, options->own, path);
	desk_lay(&before, NULL, NULL);
	settings_begin(&settings, options->command, &before);
	status = new_draft_fill(options, &settings);
	if (status == STATUS_DONE)
		status = new_draft_save(options, &settings, desk);
	if (status != STATUS_DONE)
		return status;
	settings.desk = desk;
	return new_draft_report(&settings, before.file->draft);
}
