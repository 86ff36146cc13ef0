/* What is around a draft: its folder, where relative paths start, and the drafts beside it, which are read when a rule
 * first asks for them. */
#ifndef FORMAT_SURROUNDINGS_H
#define FORMAT_SURROUNDINGS_H

#include "model/rules.h"

#include "format/draft/draft_file.h"
#include "format/draft/neighbours.h"

/* What a draft is checked with, and the texts that it points to. It points into itself: not to be copied;
 * and to the draft's file, which is to outlive it. */
struct surroundings {
	char *folder, *own_file;
	const struct draft_file *file;
	struct neighbourhood *hood, own; /* its own where none is shared */
	/* The drafts beside it that were compared: the wizard compares after every key. */
	struct neighbour_draft {
		char *name;
		struct draft_file file; /* without a draft where it could not be read */
	} * twins;
	size_t ntwins, twins_alloc;
	struct lint_env env;
};

#define SURROUNDINGS_INIT \
	{                 \
		0         \
	}

void surroundings_init(struct surroundings *around, const struct draft_file *file);
/* For many drafts in a row: neighbours that one of them has asked for, and what was found in the last one, stay in shared
 * (NULL: they are its own). Whoever owns shared releases it, after around and before the forms. */
void surroundings_init_shared(
	struct surroundings *around, const struct draft_file *file, struct neighbourhood *shared);
void surroundings_release(struct surroundings *around);

#endif
