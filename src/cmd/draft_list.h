/* The drafts of a folder, with what the start page tells of each. */
#ifndef CMD_DRAFT_LIST_H
#define CMD_DRAFT_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/strbuf.h"

#include "format/draft/forms.h"
#include "format/draft/neighbours.h"
#include "format/journal/journal.h"

/* What has become of a draft. The profile meant is the one beside it (profile_path): one that was
 * exported to another place is not known of. */
enum draft_state {
	DRAFT_UNREADABLE,
	DRAFT_PROBLEMS, /* errors, whether there is a profile or not */
	DRAFT_COMPLETE, /* no errors, and no profile */
	DRAFT_EXPORTED, /* an export would write what the profile is now */
	DRAFT_CHANGED,  /* since the export */
	DRAFT_REMOVED,  /* a session has left changes of it */
};

struct draft_entry {
	char *path;
	char *name;     /* as draft_path takes it: "office"; "office.yml" for other endings */
	time_t changed; /* when the file was last written, or its side file where it is gone */
	/* What is known once it was read (draft_list_entry). */
	bool read;
	char *platform; /* its label; "" where it is none of the form's */
	char *title;    /* the value that no two drafts may share: the policy name */
	enum draft_state state;
	size_t problems, warnings;
	size_t left;                /* fields that can be recovered; of a removed one only */
	char *trouble;              /* why it cannot be read; or NULL */
	enum journal_state session; /* LEFT: something to recover; HELD: open somewhere */
};

struct draft_list {
	struct draft_entry *v;
	size_t n, alloc;
	struct forms *forms;
	struct neighbourhood hood;
	bool titled; /* titles are known of those that were not read, too */
};

#define DRAFT_LIST_INIT \
	{               \
		0       \
	}

/* Lists the drafts of a folder, and those that are gone but for what a session has left, the last changed one
 * first. A folder that is not there has none. The forms outlive the list. */
int draft_list_read(
	struct draft_list *list, struct forms *forms, const char *folder, struct strbuf *err);
void draft_list_release(struct draft_list *list);

/* One of them, read with the form that it names the first time that it is asked for.
 *
 * Whether a profile is still what its draft says is known by making it anew, which the worker writes. Where that
 * cannot be done without asking for a secret, or where the profile is not plain XML, the times of the
 * two files decide. Nothing is asked or written. */
const struct draft_entry *draft_list_entry(struct draft_list *list, size_t i);
/* Whether the draft has this text, in small ASCII letters, in its name or its title. */
bool draft_list_has(struct draft_list *list, size_t i, const char *text);

#endif
