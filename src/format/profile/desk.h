/* Everything that work on a draft needs: its file, its folder, where relative paths start, and the drafts beside it,
 * which are read when a rule first needs them. Every command and the wizard put a draft on a desk. The verdict
 * (format/profile/verdict.h) and an export (format/profile/profile.h) use the desk. */
#ifndef FORMAT_DESK_H
#define FORMAT_DESK_H

#include "model/rules.h"

#include "format/draft/draft_file.h"
#include "format/draft/neighbours.h"

/* What is on it: a draft, except for commands that accept other files. */
enum desk_kind {
	DESK_NOTHING, /* it could not be read */
	DESK_DRAFT,
	DESK_PROFILE,
	DESK_FORM,
};

/* It points into itself, so it must not be copied. */
struct desk {
	struct draft_file *file; /* own, or a caller's that lives longer */
	struct draft_file own;
	enum desk_kind kind;
	char *name;            /* for messages: the path, or "standard input" */
	struct strbuf content; /* as read, for a profile or a form */

	char *folder, *file_name;
	struct neighbourhood *hood, own_hood; /* own_hood if none is shared */
	/* Drafts beside it that were compared, because the wizard compares after every key. */
	struct neighbour_draft {
		char *name;
		struct draft_file file; /* without a draft if it could not be read */
	} * twins;
	size_t ntwins, twins_alloc;
	/* Other files that are read, such as a signing key: an export never overwrites them. */
	struct desk_input {
		char *path;
		const char *what; /* "the key that signs" */
	} * inputs;
	size_t ninputs, inputs_alloc;
	/* What the rules may look at. The owner may change env.now, env.accept_nothing and whether there are
	 * neighbours. */
	struct lint_env env;
};

#define DESK_INIT                                              \
	{                                                      \
		.own = DRAFT_FILE_INIT, .content = STRBUF_INIT \
	}

/* A desk that is released at the end of its block. */
#define DESK(name) __attribute__((cleanup(desk_release))) struct desk name = DESK_INIT

/* Puts a draft on the desk, that of file, or for NULL that of the desk's own file, and its surroundings. Call it again
 * if the draft gets another path. shared, if not NULL, keeps neighbours and cached findings for several drafts in a
 * row. The owner of shared or file releases it, after the desk and before the forms. */
void desk_lay(struct desk *desk, struct draft_file *file, struct neighbourhood *shared);
void desk_release(struct desk *desk);
/* Records that a file is read for this work: a path, or - for standard input. what is a literal. */
void desk_reads(struct desk *desk, const char *path, const char *what);
/* Whether a path leads to a file that this work reads, by any name or link. Returns what it is read for, including the
 * draft itself, its form, the certificates that it names, and standard input; NULL for other files. */
const char *desk_reads_file(const struct desk *desk, const char *path);

/* The MDM that gets the profile: env.mdm, or else the one that the draft names. NULL: not known. */
const struct mdm *desk_mdm(const struct desk *desk);

#endif
