/* What is around a draft: its folder, where relative paths start, and the drafts beside it, which must not
 * have its policy name (the server refuses a second one) or its identity (devices take two profiles with one
 * identifier or UUID for one). */
#ifndef FORMAT_SURROUNDINGS_H
#define FORMAT_SURROUNDINGS_H

#include "model/rules.h"

#include "format/draft/draft_file.h"

/* What the drafts of a folder are told apart by, sorted, with the file of each. A draft without a policy name
 * counts with the default. Drafts that cannot be read are passed over. */
struct neighbours {
	char *folder; /* NULL: none was read yet */
	struct neighbour_texts names;
	struct neighbour_texts identities; /* identifiers and UUIDs, in small letters */
};

#define NEIGHBOURS_INIT                                                            \
	{                                                                          \
		.names = NEIGHBOUR_TEXTS_INIT, .identities = NEIGHBOUR_TEXTS_INIT, \
	}

/* Reads no more of a file than it must: a folder may hold thousands of imported drafts. */
void neighbours_read(struct neighbours *near, const char *folder, const struct form *form);
void neighbours_release(struct neighbours *near);

/* The field whose values must differ between the drafts of a folder: the policy name. NULL where the form
 * has none. */
const struct field *neighbours_field(const struct form *form);

/* What a draft is checked with, and the texts that it points to. It points into itself: not to be copied;
 * and to the draft's file, which is to outlive it. */
struct surroundings {
	char *folder, *own_file;
	const struct draft_file *file;
	struct neighbours near; /* empty where they are shared */
	/* The drafts beside it that were compared: the wizard compares after every key. */
	struct neighbour_draft {
		char *name;
		struct draft_file file; /* without a draft where it could not be read */
	} * twins;
	size_t ntwins, twins_alloc;
	struct lint_env env;
};

#define SURROUNDINGS_INIT               \
	{                               \
		.near = NEIGHBOURS_INIT \
	}

void surroundings_init(struct surroundings *around, const struct draft_file *file);
/* For many drafts in a row: the neighbours are read only where shared has not those of this folder,
 * and stay there. Whoever owns shared releases it, after around. */
void surroundings_init_shared(
	struct surroundings *around, const struct draft_file *file, struct neighbours *shared);
void surroundings_release(struct surroundings *around);

#endif
