/* Opening what an operand names. */
#include "cmd/operand.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file_lock.h"
#include "base/fileio.h"
#include "base/path.h"
#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/draft/allowed.h"
#include "format/draft/profile_kind.h"
#include "format/form/form_file.h"

/* Standard input has no path, and so no neighbours; relative paths start where the shell is. */
static int
desk_read(struct desk *desk, struct forms *forms, bool is_input, struct strbuf *err)
{
	struct strbuf *content = &desk->content;
	const struct form *form;

	if (file_read(is_input ? STANDARD_INPUT : desk->name, DRAFT_FILE_LIMIT, content, err) < 0)
		return -1;
	if (profile_is_meant(is_input ? NULL : desk->name, content->buf, content->len)) {
		desk->kind = DESK_PROFILE;
		return profile_is_no_draft(desk->name, content->buf, content->len, err);
	}
	if (form_is_one(content->buf, content->len)) {
		desk->kind = DESK_FORM;
		return error_add(err, "%s is a form, not a draft. To check it: scepwiz check %s",
			desk->name, desk->name);
	}
	form = forms_of_draft(forms, content->buf, content->len, err);
	if (!form)
		return -1;
	if (is_input)
		return draft_file_parse(
			&desk->own, form, desk->name, content->buf, content->len, err);
	return draft_file_read_data(&desk->own, form, desk->name, content, err);
}

char *
operand_path(const char *operand, struct strbuf *err)
{
	char *path = draft_path(operand, err);

	if (path && !path_exists(path) && (profile_is_named(operand) || profile_is_file(operand))) {
		free(path);
		path = xstrdup(operand);
	}
	return path;
}

void
operand_writes(const char *operand, struct strvec *files)
{
	STRBUF(err);
	OWN_TEXT(path) = strcmp(operand, STANDARD_INPUT) != 0 ? operand_path(operand, &err) : NULL;

	if (path)
		strvec_push(files, path);
}

void
operand_saves(const char *operand, bool types_source, struct strvec *files)
{
	size_t n = files->n;

	operand_writes(operand, files);
	if (types_source || (files->n > n && allowed_once(files->v[n])))
		allowed_writes(files);
}

#define HERE "."

/* "k" is a draft of the drafts folder, and k.yaml or ./k is in this one. */
static bool
suggest_here(const char *operand, struct strbuf *err)
{
	static const char *const suffixes[] = { "", ".yaml", ".yml", ".mobileconfig" };

	for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++) {
		STRBUF(name);

		strbuf_addf(&name, "./%s%s", operand, suffixes[i]);
		if (!path_exists(name.buf))
			continue;
		if (path_is_folder(name.buf)) {
			strbuf_addf(err, ". %s is a folder. For the drafts in it: %s/*.yaml",
				name.buf, operand);
			return true;
		}
		strbuf_addf(err, ". Did you mean %s?", name.buf);
		return true;
	}
	return false;
}

/* A draft of the drafts folder by its name, if that leads to it (draft_path); else by its path. */
static void
suggest_add(const char *operand, const char *folder, const char *file, struct strbuf *err)
{
	const char *slash = strrchr(operand, '/');
	size_t len = draft_name_length(file);

	strbuf_addstr(err, ". Did you mean ");
	if (!strcmp(folder, HERE))
		strbuf_addf(err, "%s%s?", file[0] == '-' ? "./" : "", file);
	else if (slash || operand[draft_name_length(operand)])
		strbuf_addf(err, "%.*s%s?", slash ? (int)(slash + 1 - operand) : 0, operand, file);
	else if (!strcmp(file + len, ".yaml"))
		strbuf_addf(err, "%.*s?", (int)len, file);
	else
		strbuf_addf(err, "%s/%s?", folder, file);
}

static bool
suggest_near(const char *operand, const char *folder, const char *word, struct strbuf *err)
{
	STRVEC(files);
	STRVEC(names);
	STRBUF(ignored);
	const char *near;

	draft_folder_list(folder, &files, &ignored);
	for (size_t i = 0; i < files.n; i++)
		strvec_pushn(&names, files.v[i], draft_name_length(files.v[i]));
	near = text_nearest(word, (const char *const *)names.v);
	for (size_t i = 0; near && i < names.n; i++)
		if (!strcmp(names.v[i], near)) {
			suggest_add(operand, folder, files.v[i], err);
			return true;
		}
	return false;
}

/* "officce.yaml" in the current folder, where the drafts folder has office. */
static bool
suggest_draft(const char *word, struct strbuf *err)
{
	STRBUF(ignored);
	OWN_TEXT(folder) = draft_folder(&ignored);

	return folder && suggest_near(word, folder, word, err);
}

static int
is_file_name(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* By bytes, as draft_folder_list has them. */
static int
compare_files(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* Any file of the folder, for one that is not a draft: "office.mobilconfig". */
static bool
suggest_file(const char *operand, const char *folder, struct strbuf *err)
{
	const char *slash = strrchr(operand, '/'), *near;
	int before = slash ? (int)(slash + 1 - operand) : 0;
	struct dirent **entries = NULL;
	int n = scandir(folder, &entries, is_file_name, compare_files);
	STRVEC(names);

	for (int i = 0; i < n; i++) {
		strvec_push(&names, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	near = text_nearest(operand + before, (const char *const *)names.v);
	if (near)
		strbuf_addf(err, ". Did you mean %.*s%s?", before, operand, near);
	return near != NULL;
}

/* A slash behind the name of a file is a slip: it is not a folder. */
bool
operand_suggest(const char *given, const char *path, struct strbuf *err)
{
	OWN_TEXT(operand) = xstrndup(given, path_length(given));
	bool bare = !strchr(operand, '/');
	bool by_name = bare && !operand[draft_short_length(operand)];
	OWN_TEXT(folder) = path_folder(path);
	OWN_TEXT(word) = path_name(path);

	if (!*operand)
		return false; /* nothing is near it */
	word[draft_name_length(word)] = '\0';
	word[draft_name_length(word)] = '\0'; /* of "k.yml", whose path is k.yml.yaml */
	return (by_name && suggest_here(operand, err)) ||
	       suggest_near(operand, folder, word, err) ||
	       (by_name && suggest_near(operand, HERE, word, err)) ||
	       (bare && !by_name && suggest_draft(word, err)) ||
	       suggest_file(operand, bare ? HERE : folder, err);
}

const char *
operand_name(const char *operand)
{
	return strcmp(operand, STANDARD_INPUT) ? operand : "standard input";
}

/* A name, which stands for a draft of the drafts folder. */
static bool
is_missing_draft(const char *operand, const char *path)
{
	return !strchr(operand, '/') && strcmp(operand, path) != 0 && !path_exists(path) &&
	       errno == ENOENT;
}

/* The name is set in any case: messages and JSON name what could not be read. */
int
desk_open(struct desk *desk, struct forms *forms, const char *operand, struct neighbourhood *shared,
	struct strbuf *err)
{
	bool is_input = !strcmp(operand, STANDARD_INPUT);

	desk->name = is_input ? xstrdup(operand_name(operand)) : operand_path(operand, err);
	if (!desk->name)
		desk->name = xstrdup(operand);
	if (!err->len && !is_input && is_missing_draft(operand, desk->name)) {
		OWN_TEXT(folder) = path_folder(desk->name);

		error_add(err, "there is no draft %s in %s", operand, folder);
	}
	if (!err->len && desk_read(desk, forms, is_input, err) == 0) {
		strbuf_release(&desk->content);
		desk_lay(desk, NULL, shared);
		return 0;
	}
	if (!is_input && !path_exists(desk->name))
		operand_suggest(operand, desk->name, err);
	return -1;
}

int
desk_begin(struct desk *desk, const struct invocation *invocation)
{
	STRBUF(err);

	if (desk_open(desk, invocation->forms, invocation->operands.v[0], NULL, &err) == 0)
		return STATUS_DONE;
	return command_trouble(&err);
}

void
desk_warn_of_save(const struct desk *desk)
{
	for (size_t i = 0; i < desk->file->told.n; i++)
		report_warning("%s", desk->file->told.v[i]);
}

int
desk_save(struct desk *desk)
{
	STRBUF(err);

	if (allowed_save(desk->file, NULL, &err) < 0)
		return command_trouble(&err);
	desk_warn_of_save(desk);
	return STATUS_DONE;
}

int
desk_change(struct desk *desk, const struct invocation *invocation,
	int (*change)(struct desk *desk, void *data), void *data)
{
	STRBUF(err);
	FILE_LOCK(lock);
	OWN_TEXT(path) = operand_path(invocation->operands.v[0], &err);
	int result = FILE_RACED, status = STATUS_DONE;

	if (!path || file_lock(&lock, path, &err) < 0)
		return command_trouble(&err);
	for (int i = 0; status == STATUS_DONE && result == FILE_RACED && i < DESK_TRIES; i++) {
		strbuf_clear(&err);
		desk_release(desk);
		status = desk_begin(desk, invocation);
		if (status == STATUS_DONE)
			status = change(desk, data);
		if (status == STATUS_DONE)
			result = allowed_save(desk->file, NULL, &err);
	}
	if (status != STATUS_DONE)
		return status;
	if (result < 0)
		return command_trouble(&err);
	desk_warn_of_save(desk);
	return STATUS_DONE;
}
