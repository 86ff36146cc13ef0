/* The drafts of the current folder and of the drafts folder, with the state of each. */
#ifndef CMD_DRAFT_LIST_H
#define CMD_DRAFT_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/strbuf.h"

#include "format/draft/forms.h"
#include "format/draft/neighbours.h"
#include "format/recovery/recovery.h"

/* The state of a draft. Its profile is the file that an export would write by default (profile_path). Profiles that
 * were exported to other places are not known. */
enum draft_state {
	DRAFT_UNREADABLE,
	DRAFT_PROBLEMS, /* errors, with or without a profile */
	DRAFT_COMPLETE, /* no errors, no profile */
	DRAFT_EXPORTED, /* an export would write the same profile again */
	DRAFT_CHANGED,  /* changed since the export */
	DRAFT_REMOVED,  /* the file is gone, but a session has left changes to it */
};

struct draft_entry {
	char *path;
	bool here;      /* in the current folder, not in the drafts folder */
	char *name;     /* as commands accept it: "office", in the current folder "office.yaml" */
	time_t changed; /* when the file was last written; if it is gone, the changes to it */
	/* Known after it was read (draft_list_entry). */
	bool read;
	char *platform; /* its label; "" if it is not one of the form's */
	char *title;    /* the value that must be unique: the policy name */
	enum draft_state state;
	size_t problems, warnings;
	size_t left;   /* how many fields can be recovered; only for a removed one */
	char *trouble; /* why it cannot be read, or NULL */
	enum recovery_state
		session; /* LEFT, ELSEWHERE: changes to recover; HELD: open in another session */
};

struct draft_list {
	struct draft_entry *v;
	size_t n, alloc;
	struct draft_entry *later; /* files that may be drafts: see draft_list_settle */
	size_t nlater, later_alloc;
	struct forms *forms;
	char *here, *kept; /* the two folders; NULL: not listed */
	struct neighbourhood hood;
	struct recovery_look *look; /* NULL: no draft was read yet */
	bool titled;                /* titles of drafts that were not read are known too */
};

#define DRAFT_LIST_INIT \
	{               \
		0       \
	}

/* Lists the drafts of the current folder (here, NULL: not listed) and of the drafts folder (kept), and removed drafts
 * of which a session has left changes, in the order of their last change. A folder that does not exist has none.
 * Returns -1 with a sentence if a folder cannot be read; the other one is listed. The forms must outlive the list.
 *
 * In the drafts folder every YAML file counts as a draft. In the current folder a file must name its form, so files
 * there are opened: the most recent ones at once, the rest, of hundreds, in draft_list_settle. */
int draft_list_read(struct draft_list *list, struct forms *forms, const char *here,
	const char *kept, struct strbuf *err);
/* Lists the rest, too. Returns whether there were any. */
bool draft_list_settle(struct draft_list *list);
void draft_list_release(struct draft_list *list);
/* The current folder for draft_list_read: NULL if it is the drafts folder. */
const char *draft_list_here(const char *kept);

/* One of them. It is read, with the form that it names, the first time that it is needed.
 *
 * To find out whether a profile is up to date, it is made again, in memory, by the worker. If that would need a secret,
 * or if the profile is not plain XML, the times of the two files decide. Nothing is asked or written. */
const struct draft_entry *draft_list_entry(struct draft_list *list, size_t i);
/* Its policy name, or NULL if it is not known without reading this draft alone. The names of all drafts are read
 * once. */
const char *draft_list_title(struct draft_list *list, size_t i);

/* '!' errors, or changes to recover; '?' warnings; '+' fine. */
char draft_entry_mark(const struct draft_entry *entry);
/* Appends its state, such as "complete, 2 warnings". The most important comes first, if not everything fits. */
void draft_entry_state(const struct draft_entry *entry, struct strbuf *out);
/* Appends when it was changed, in local time: "2026-11-20 12:00"; or only the day. */
void draft_entry_time(const struct draft_entry *entry, bool whole, struct strbuf *out);

#endif
