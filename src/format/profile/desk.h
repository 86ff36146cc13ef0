/* The desk that a draft is worked at: its file, its folder, where relative paths start, and the drafts beside it, which
 * are read when a rule first asks for them. Every command and the wizard lay a draft on one; the verdict on it
 * (format/profile/verdict.h) and an export (format/profile/profile.h) are asked of the desk. */
#ifndef FORMAT_DESK_H
#define FORMAT_DESK_H

#include "model/rules.h"

#include "format/draft/draft_file.h"
#include "format/draft/neighbours.h"

/* What lies there; a draft unless a command that takes other files too was given one. */
enum desk_kind {
	DESK_NOTHING, /* it could not be read */
	DESK_DRAFT,
	DESK_PROFILE,
	DESK_FORM,
};

/* It points into itself: not to be copied. */
struct desk {
	struct draft_file *file; /* own, or that of somebody who keeps it longer */
	struct draft_file own;
	enum desk_kind kind;
	char *name;            /* for messages: the path, or "standard input" */
	struct strbuf content; /* as it was read, of a profile or a form */

	char *folder, *file_name;
	struct neighbourhood *hood, own_hood; /* its own where none is shared */
	/* The drafts beside it that were compared: the wizard compares after every key. */
	struct neighbour_draft {
		char *name;
		struct draft_file file; /* without a draft where it could not be read */
	} * twins;
	size_t ntwins, twins_alloc;
	/* What the rules may look at; env.now, env.accept_nothing and whether there are neighbours are the owner's to
	 * change. */
	struct lint_env env;
};

#define DESK_INIT                                              \
	{                                                      \
		.own = DRAFT_FILE_INIT, .content = STRBUF_INIT \
	}

/* A desk that is released where its block ends. */
#define DESK(name) __attribute__((cleanup(desk_release))) struct desk name = DESK_INIT

/* Lays the draft there that file is, or, for NULL, that the desk's own file has, and looks around it; again where the
 * draft got another path. For many drafts in a row neighbours that one of them has asked for, and what was found in the last
 * one, stay in shared (NULL: they are its own). Whoever owns shared or file releases it, after the desk and before the
 * forms. */
void desk_lay(struct desk *desk, struct draft_file *file, struct neighbourhood *shared);
void desk_release(struct desk *desk);

#endif
