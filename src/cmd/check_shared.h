/* What the files of one call of check must not share: the identity of another policy (rule identity-shared).
 * The drafts of one folder are compared by the rule itself, whether or not they are checked; here any two files
 * are, draft or profile, wherever they are. */
#ifndef CMD_CHECK_SHARED_H
#define CMD_CHECK_SHARED_H

#include "base/strvec.h"

#include "model/draft.h"
#include "model/findings.h"

#include "format/draft/forms.h"

/* An identifier or UUID, and whose it is. */
struct identity_text {
	char *text;   /* as the file has it; upper and lower case are the same */
	bool is_uuid; /* else an identifier, which says more and is told first */
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
/* Those of a draft, answered and for fields that apply. */
void identities_add_draft(struct identities *all, size_t file, const struct draft *draft);
/* Those of a profile (profile_read_options.identity). */
void identities_add(struct identities *all, size_t file, const struct strvec *texts);

/* A file as check has it. */
struct shared_file {
	const char *path; /* as it is told; read again where it is to be compared */
	bool is_draft;
	struct findings *found;
};

/* Adds a finding to each file that has an identity with another one, which is another policy. */
void identities_tell(struct identities *all, struct forms *forms, const struct shared_file *files);

#endif
