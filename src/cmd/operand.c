/* Opening what an operand names. */
#include "cmd/operand.h"

#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

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
		return error_add(err, "%s is a form, not a draft. \"scepwiz check %s\" checks it",
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

/* "k" is a draft of the drafts folder, and k.yaml or ./k is in this one. */
static bool
suggest_here(const char *operand, struct strbuf *err)
{
	static const char *const suffixes[] = { "", ".yaml", ".yml" };

	for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++) {
		STRBUF(name);

		strbuf_addf(&name, "./%s%s", operand, suffixes[i]);
		if (!path_exists(name.buf))
			continue;
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
	if (slash || operand[draft_name_length(operand)])
		strbuf_addf(err, "%.*s%s?", slash ? (int)(slash + 1 - operand) : 0, operand, file);
	else if (!strcmp(file + len, ".yaml"))
		strbuf_addf(err, "%.*s?", (int)len, file);
	else
		strbuf_addf(err, "%s/%s?", folder, file);
}

static void
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
			return;
		}
}

void
operand_suggest(const char *operand, const char *path, struct strbuf *err)
{
	bool by_name = !strchr(operand, '/') && !operand[draft_name_length(operand)];
	OWN_TEXT(folder) = path_folder(path);
	OWN_TEXT(word) = path_name(path);

	word[draft_name_length(word)] = '\0';
	if (!by_name || !suggest_here(operand, err))
		suggest_near(operand, folder, word, err);
}

const char *
operand_name(const char *operand)
{
	return strcmp(operand, STANDARD_INPUT) ? operand : "standard input";
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

int
desk_save(struct desk *desk)
{
	STRBUF(err);

	return draft_file_save(desk->file, &err) == 0 ? STATUS_DONE : command_trouble(&err);
}
