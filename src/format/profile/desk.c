/* A draft and what is around it. */
#include "format/profile/desk.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/xalloc.h"

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
	};
	if (!neighbours_field(draft_form(desk->file->draft)) || !path)
		return;
	desk->env.neighbours = desk_neighbours;
	desk->env.same_policy = desk_same_policy;
	desk->env.data = desk;
}

void
desk_release(struct desk *desk)
{
	desk_forget(desk);
	draft_file_release(&desk->own);
	strbuf_release(&desk->content);
	free(desk->name);
	*desk = (struct desk)DESK_INIT;
}
