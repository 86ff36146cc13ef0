/* The drafts of a folder, as far as rules compare them: they must not have one policy name (the server refuses a second
 * one) or one identity (devices take two profiles with one identifier or UUID for one). */
#ifndef FORMAT_NEIGHBOURS_H
#define FORMAT_NEIGHBOURS_H

#include "model/lint.h"
#include "model/rules.h"

/* A draft without a policy name counts with the default. Drafts that cannot be read are passed over, but for a name
 * that is plainly there. */
struct neighbours {
	char *folder;
	const struct form *form; /* by which they are told apart */
	struct neighbour_drafts told;
};

#define NEIGHBOURS_INIT                       \
	{                                     \
		.told = NEIGHBOUR_DRAFTS_INIT \
	}

/* Reads no more of a file than it must: a folder may hold thousands of imported drafts. */
void neighbours_read(struct neighbours *near, const char *folder, const struct form *form);
void neighbours_release(struct neighbours *near);

/* The field whose values must differ between the drafts of a folder: the policy name. NULL where the form
 * has none. */
const struct field *neighbours_field(const struct form *form);

/* Those of every folder that one run has met, each read once; and what was found in the last draft. */
struct neighbourhood {
	struct neighbours **v; /* by folder and form */
	size_t n, alloc;
	struct lint_kept kept; /* for lint_env.kept */
};

#define NEIGHBOURHOOD_INIT \
	{                  \
		0          \
	}

/* Reads them the first time. What is returned is good until the release. */
const struct neighbours *neighbourhood_of(
	struct neighbourhood *hood, const char *folder, const struct form *form);
void neighbourhood_release(struct neighbourhood *hood);

#endif
