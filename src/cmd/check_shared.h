/* Finds identities that the files of one call of check share with another policy (rule identity-shared). The rule
 * itself compares the drafts of one folder, whether or not they are checked. This compares any two files, draft or
 * profile, in any folder. */
#ifndef CMD_CHECK_SHARED_H
#define CMD_CHECK_SHARED_H

#include "base/strvec.h"

#include "model/draft.h"
#include "model/findings.h"

#include "format/draft/forms.h"

/* An identifier or UUID, and the file it is in. */
struct identity_text {
	char *text;   /* as in the file; case does not matter */
	bool is_uuid; /* else an identifier, which says more and comes first */
	size_t file;  /* the caller's number of the file, from 0 in their order */
	struct place place;
};

struct identities {
	struct identity_text *v;
	size_t n, alloc;
};

#define IDENTITIES_INIT \
	{               \
		0       \
	}

void identities_release(struct identities *all);
/* Adds those of a draft that were answered, of fields that apply. */
void identities_add_draft(struct identities *all, size_t file, const struct draft *draft);
/* Adds one. */
void identities_add_text(struct identities *all, size_t file, const char *text, struct place place);
/* Adds those of a profile (profile_read_options.identity). */
void identities_add(struct identities *all, size_t file, const struct strvec *texts);

/* A file as check knows it. */
struct shared_file {
	const char *path; /* for messages; the file is read again to compare it */
	bool is_draft;
	struct findings *found;
};

/* Adds a finding to each file that shares an identity with a file of another policy. */
void identities_tell(struct identities *all, struct forms *forms, const struct shared_file *files);

#endif
