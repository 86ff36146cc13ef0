/* Opening the draft that an operand names. */
#include "cmd/opened.h"

#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/draft/profile_kind.h"
#include "format/form/form_file.h"
#include "format/profile/profile_read.h"
#include "format/profile/verdict.h"

#include "cmd/command.h"

#define STANDARD_INPUT "-"

static void
opened_init(struct opened *opened)
{
	*opened = (struct opened){
		.file = DRAFT_FILE_INIT,
		.around = SURROUNDINGS_INIT,
		.profile = STRBUF_INIT,
		.form = STRBUF_INIT,
	};
}

/* Keeps a profile for those who take both. */
static int
opened_is_profile(struct opened *opened, struct strbuf *data, struct strbuf *err)
{
	opened->profile = *data;
	opened->is_profile = true;
	strbuf_init(data);
	return profile_is_no_draft(opened->name, opened->profile.buf, opened->profile.len, err);
}

static int
opened_is_form(struct opened *opened, struct strbuf *data, struct strbuf *err)
{
	opened->form = *data;
	strbuf_init(data);
	return error_add(err, "%s is a form, not a draft. \"scepwiz check %s\" checks it",
		opened->name, opened->name);
}

/* Standard input has no path, and so no neighbours; relative paths start where the shell is. */
static int
opened_read_data(struct opened *opened, struct forms *forms, bool is_input, struct strbuf *data,
	struct strbuf *err)
{
	const struct form *form;

	if (profile_is_meant(is_input ? NULL : opened->name, data->buf, data->len))
		return opened_is_profile(opened, data, err);
	if (form_is_one(data->buf, data->len))
		return opened_is_form(opened, data, err);
	form = forms_of_draft(forms, data->buf, data->len, err);
	if (!form)
		return -1;
	if (is_input)
		return draft_file_parse(
			&opened->file, form, opened->name, data->buf, data->len, err);
	return draft_file_read_data(&opened->file, form, opened->name, data, err);
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

/* "k" is a draft of the drafts folder, and k.yaml or ./k is in this one. */
static bool
suggest_here(const char *operand, struct strbuf *err)
{
	static const char *const suffixes[] = { "", ".yaml", ".yml" };
	bool found = false;

	for (size_t i = 0; i < ARRAY_SIZE(suffixes) && !found && !strchr(operand, '/'); i++) {
		struct strbuf name = STRBUF_INIT;

		strbuf_addf(&name, "./%s%s", operand, suffixes[i]);
		found = path_exists(name.buf);
		if (found)
			strbuf_addf(err, ". Did you mean %s?", name.buf);
		strbuf_release(&name);
	}
	return found;
}

/* A draft of the drafts folder by its name, if that leads to it (draft_path); else by its path. */
static void
suggest_add(const char *operand, const char *folder, const char *file, struct strbuf *err)
{
	const char *slash = strrchr(operand, '/');
	size_t len = draft_name_length(file);

	strbuf_addstr(err, ". Did you mean ");
	if (slash || operand[draft_name_length(operand)])
		strbuf_addf(err, "%.*s%s?", slash ? (int)(slash + 1 - operand) : 0, operand, file);
	else if (!strcmp(file + len, ".yaml"))
		strbuf_addf(err, "%.*s?", (int)len, file);
	else
		strbuf_addf(err, "%s/%s?", folder, file);
}

void
operand_suggest(const char *operand, const char *path, struct strbuf *err)
{
	bool by_name = !strchr(operand, '/') && !operand[draft_name_length(operand)];
	char *folder = path_folder(path), *word = path_name(path);
	struct strvec files = STRVEC_INIT, names = STRVEC_INIT;
	struct strbuf ignored = STRBUF_INIT;
	const char *near;

	word[draft_name_length(word)] = '\0';
	if (by_name && suggest_here(operand, err))
		goto out;
	draft_folder_list(folder, &files, &ignored);
	for (size_t i = 0; i < files.n; i++)
		strvec_pushn(&names, files.v[i], draft_name_length(files.v[i]));
	near = names.n ? text_nearest(word, (const char *const *)names.v) : NULL;
	for (size_t i = 0; near && i < names.n; i++)
		if (!strcmp(names.v[i], near)) {
			suggest_add(operand, folder, files.v[i], err);
			break;
		}
out:
	free(folder);
	free(word);
	strvec_release(&files);
	strvec_release(&names);
	strbuf_release(&ignored);
}

/* opened->name is set in any case: messages and JSON name what could not be read. */
int
opened_read(struct opened *opened, struct forms *forms, const char *operand,
	struct neighbourhood *shared, struct strbuf *err)
{
	bool is_input = !strcmp(operand, STANDARD_INPUT);
	struct strbuf data = STRBUF_INIT;
	int result = -1;

	opened_init(opened);
	if (is_input)
		opened->name = xstrdup("standard input");
	else
		opened->name = operand_path(operand, err);
	if (!opened->name)
		opened->name = xstrdup(operand);
	if (!err->len &&
		file_read(is_input ? operand : opened->name, DRAFT_FILE_LIMIT, &data, err) == 0)
		result = opened_read_data(opened, forms, is_input, &data, err);
	else if (!is_input && !path_exists(opened->name))
		operand_suggest(operand, opened->name, err);
	strbuf_release(&data);
	if (result == 0)
		surroundings_init_shared(&opened->around, &opened->file, shared);
	return result;
}

struct forms *
forms_of_invocation(const struct invocation *invocation)
{
	struct strbuf err = STRBUF_INIT;
	struct forms *forms = forms_open(option_value(invocation, "form"), &err);

	if (!forms)
		report_errors(err.buf);
	strbuf_release(&err);
	return forms;
}

int
opened_run(const struct invocation *invocation, int (*run)(struct opened *opened, const void *data),
	const void *data)
{
	struct forms *forms = forms_of_invocation(invocation);
	struct opened opened;
	struct strbuf err = STRBUF_INIT;
	int status = STATUS_TROUBLE;

	if (!forms)
		return STATUS_TROUBLE;
	if (opened_read(&opened, forms, invocation->operands.v[0], NULL, &err) == 0)
		status = run(&opened, data);
	else
		report_error("%s", err.buf);
	opened_release(&opened);
	strbuf_release(&err);
	forms_free(forms);
	return status;
}

void
opened_take(struct opened *opened, struct draft_file *file)
{
	opened_init(opened);
	opened->file = *file;
	*file = (struct draft_file)DRAFT_FILE_INIT;
	opened->name = xstrdup(opened->file.path);
	surroundings_init(&opened->around, &opened->file);
}

int
opened_save(struct opened *opened)
{
	struct strbuf err = STRBUF_INIT;
	int result = draft_file_save(&opened->file, &err);

	if (result < 0)
		report_error("%s", err.buf);
	strbuf_release(&err);
	return result < 0 ? STATUS_TROUBLE : STATUS_DONE;
}

/* Good for one that was never read, too. */
void
opened_release(struct opened *opened)
{
	draft_file_release(&opened->file);
	strbuf_release(&opened->profile);
	strbuf_release(&opened->form);
	free(opened->name);
	surroundings_release(&opened->around);
}

void
opened_lint(const struct opened *opened, struct findings *found)
{
	draft_verdict(opened->file.draft, &opened->file, &opened->around.env, found);
}
