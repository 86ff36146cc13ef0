/* A draft and what is around it. */
#include "format/profile/desk.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "base/xalloc.h"

#include "model/field_type.h"
#include "model/mdm.h"

#include "format/draft/allowed.h"
#include "format/profile/draft_same.h"

static const struct draft_file *
desk_twin(struct desk *desk, const char *name)
{
	STRBUF(ignored);
	struct neighbour_draft *twin;
	char *path;

	for (size_t i = 0; i < desk->ntwins; i++)
		if (!strcmp(desk->twins[i].name, name))
			return &desk->twins[i].file;
	ARRAY_GROW(desk->twins, desk->ntwins, desk->twins_alloc);
	twin = &desk->twins[desk->ntwins++];
	*twin = (struct neighbour_draft){ .name = xstrdup(name), .file = DRAFT_FILE_INIT };
	path = path_join(desk->folder, name);
	draft_file_read(&twin->file, draft_form(desk->file->draft), path, &ignored);
	free(path);
	return &twin->file;
}

/* For lint_env.same_policy. A draft of another form is another policy. */
static bool
desk_same_policy(void *data, const char *file)
{
	struct desk *desk = data;
	const struct draft_file *twin = desk_twin(desk, file);

	return twin->draft && draft_same_policy(desk->file, twin);
}

/* For lint_env.neighbours. */
static const struct neighbour_drafts *
desk_neighbours(void *data)
{
	struct desk *desk = data;

	return &neighbourhood_of(desk->hood, desk->folder, draft_form(desk->file->draft))->told;
}

/* For lint_env.allowed. What the user changes is theirs to change, saved or not yet. */
static bool
desk_allowed(void *data)
{
	const struct desk *desk = data;
	const struct draft_file *file = desk->file;

	return allowed_has(file) || (draft_any_changed(file->draft) && allowed_outlasts(file));
}

/* For lint_env.has_variable. */
static bool
desk_has_variable(const char *name)
{
	const char *value = getenv(name);

	return value && *value;
}

static void
desk_forget(struct desk *desk)
{
	free(desk->folder);
	free(desk->file_name);
	for (size_t i = 0; i < desk->ntwins; i++) {
		free(desk->twins[i].name);
		draft_file_release(&desk->twins[i].file);
	}
	free(desk->twins);
	desk->twins = NULL;
	desk->ntwins = desk->twins_alloc = 0;
	neighbourhood_release(&desk->own_hood);
}

void
desk_lay(struct desk *desk, struct draft_file *file, struct neighbourhood *shared)
{
	const char *path;

	desk_forget(desk);
	desk->file = file ? file : &desk->own;
	if (desk->kind == DESK_NOTHING)
		desk->kind = DESK_DRAFT;
	path = desk->file->path;
	desk->folder = path ? path_folder(path) : xstrdup(".");
	desk->file_name = path ? path_name(path) : NULL;
	desk->hood = shared ? shared : &desk->own_hood;
	desk->env = (struct lint_env){
		.folder = desk->folder,
		.own_file = desk->file_name,
		.readable_by_others = desk->file->readable_by_others,
		.kept = &desk->hood->kept,
		.allowed = desk_allowed,
		.has_variable = desk_has_variable,
		.data = desk,
	};
	if (!neighbours_field(draft_form(desk->file->draft)) || !path)
		return;
	desk->env.neighbours = desk_neighbours;
	desk->env.same_policy = desk_same_policy;
}

void
desk_release(struct desk *desk)
{
	desk_forget(desk);
	for (size_t i = 0; i < desk->ninputs; i++)
		free(desk->inputs[i].path);
	free(desk->inputs);
	draft_file_release(&desk->own);
	strbuf_release(&desk->content);
	free(desk->name);
	*desk = (struct desk)DESK_INIT;
}

void
desk_reads(struct desk *desk, const char *path, const char *what)
{
	ARRAY_GROW(desk->inputs, desk->ninputs, desk->inputs_alloc);
	desk->inputs[desk->ninputs++] = (struct desk_input){ .path = xstrdup(path), .what = what };
}

static bool
is_standard_input(const char *path)
{
	struct stat st, input;

	return stat(path, &st) == 0 && fstat(STDIN_FILENO, &input) == 0 && S_ISREG(st.st_mode) &&
	       stat_is_same_file(&st, &input);
}

/* A path in the draft's folder, for others are not read, or one of several certificates in a file (chain.pem#2). */
static bool
is_file_of(const struct desk *desk, const char *text, const char *path)
{
	OWN_TEXT(file) = path_beneath(desk->folder ? desk->folder : ".", text);
	char *hash = file ? strrchr(file, '#') : NULL;

	if (!file || path_is_same_file(file, path))
		return file != NULL;
	if (hash)
		*hash = '\0';
	return hash && path_is_same_file(file, path);
}

/* An answer may be the certificate itself. */
static bool
is_certificate_of(const struct desk *desk, const struct field *field, const char *path)
{
	const char *text = draft_text(desk->file->draft, field);
	STRVEC(lines);

	if (field->type->widget != WIDGET_FILE || strstr(text, "-----BEGIN "))
		return false;
	strvec_split(&lines, text, '\n');
	for (size_t i = 0; i < lines.n; i++)
		if (is_file_of(desk, lines.v[i], path))
			return true;
	return false;
}

const char *
desk_reads_file(const struct desk *desk, const char *path)
{
	const struct form *form = draft_form(desk->file->draft);

	if (desk->file->path && path_is_same_file(path, desk->file->path))
		return "the draft itself";
	for (size_t i = 0; i < desk->ninputs; i++)
		if (path_is_same_file(path, desk->inputs[i].path))
			return desk->inputs[i].what;
	if (form->path && path_is_same_file(path, form->path))
		return "the draft's form";
	for (size_t i = 0; i < form->nfields; i++)
		if (is_certificate_of(desk, form->fields[i], path))
			return "a certificate that the draft names";
	return is_standard_input(path) ? "standard input" : NULL;
}

const struct mdm *
desk_mdm(const struct desk *desk)
{
	return desk->env.mdm ? desk->env.mdm : draft_mdm(desk->file->draft);
}
