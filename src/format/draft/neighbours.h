/* The drafts of a folder, as far as rules compare them. Two must not have the same policy name (the server refuses the
 * second one) or the same identity (devices treat two profiles with one identifier or UUID as one). */
#ifndef FORMAT_NEIGHBOURS_H
#define FORMAT_NEIGHBOURS_H

#include "model/lint.h"
#include "model/rules.h"

/* A draft without a policy name counts with the default. Drafts that cannot be read are skipped, except for a name that
 * is clearly there. */
struct neighbours {
	char *folder;
	const struct form *form; /* determines what is compared */
	struct neighbour_drafts told;
};

#define NEIGHBOURS_INIT                       \
	{                                     \
		.told = NEIGHBOUR_DRAFTS_INIT \
	}

/* Reads as little of each file as possible: a folder may have thousands of imported drafts. */
void neighbours_read(struct neighbours *near, const char *folder, const struct form *form);
void neighbours_release(struct neighbours *near);

/* The field whose values must differ between the drafts of a folder: the policy name. NULL if the form has none. */
const struct field *neighbours_field(const struct form *form);

/* All folders of one run, each read once; and the cache of findings. */
struct neighbourhood {
	struct neighbours **v; /* by folder and form */
	size_t n, alloc;
	struct lint_kept kept; /* for lint_env.kept */
};

#define NEIGHBOURHOOD_INIT \
	{                  \
		0          \
	}

/* Reads them the first time. The result is valid until the release. */
const struct neighbours *neighbourhood_of(
	struct neighbourhood *hood, const char *folder, const struct form *form);
void neighbourhood_release(struct neighbourhood *hood);

#endif
