/* What is around a draft. */
#include "format/draft/surroundings.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/xalloc.h"

#include "format/draft/draft_same.h"

static const struct draft_file *
surroundings_twin(struct surroundings *around, const char *name)
{
	struct strbuf ignored = STRBUF_INIT;
	struct neighbour_draft *twin;
	char *path;

	for (size_t i = 0; i < around->ntwins; i++)
		if (!strcmp(around->twins[i].name, name))
			return &around->twins[i].file;
	ARRAY_GROW(around->twins, around->ntwins, around->twins_alloc);
	twin = &around->twins[around->ntwins++];
	*twin = (struct neighbour_draft){ .name = xstrdup(name), .file = DRAFT_FILE_INIT };
	path = path_join(around->folder, name);
	draft_file_read(&twin->file, draft_form(around->file->draft), path, &ignored);
	free(path);
	strbuf_release(&ignored);
	return &twin->file;
}

/* For lint_env.same_policy. A draft of another form is another policy. */
static bool
surroundings_same_policy(void *data, const char *file)
{
	struct surroundings *around = data;
	const struct draft_file *twin = surroundings_twin(around, file);

	return twin->draft && draft_same_policy(around->file, twin);
}

/* For lint_env.neighbours. */
static const struct neighbour_drafts *
surroundings_neighbours(void *data)
{
	struct surroundings *around = data;

	return &neighbourhood_of(around->hood, around->folder, draft_form(around->file->draft))
			->told;
}

void
surroundings_init_shared(
	struct surroundings *around, const struct draft_file *file, struct neighbourhood *shared)
{
	const char *path = file->path;

	*around = (struct surroundings){
		.folder = path ? path_folder(path) : xstrdup("."),
		.own_file = path ? path_name(path) : NULL,
		.file = file,
		.hood = shared ? shared : &around->own,
	};
	around->env = (struct lint_env){
		.folder = around->folder,
		.own_file = around->own_file,
		.readable_by_others = file->readable_by_others,
		.kept = &around->hood->kept,
	};
	if (!neighbours_field(draft_form(file->draft)) || !path)
		return;
	around->env.neighbours = surroundings_neighbours;
	around->env.same_policy = surroundings_same_policy;
	around->env.data = around;
}

void
surroundings_init(struct surroundings *around, const struct draft_file *file)
{
	surroundings_init_shared(around, file, NULL);
}

void
surroundings_release(struct surroundings *around)
{
	free(around->folder);
	free(around->own_file);
	for (size_t i = 0; i < around->ntwins; i++) {
		free(around->twins[i].name);
		draft_file_release(&around->twins[i].file);
	}
	free(around->twins);
	neighbourhood_release(&around->own);
	*around = (struct surroundings)SURROUNDINGS_INIT;
}
