/* Keeps what is typed and not saved while a wizard has a draft open. Every change is in the recovery file before the
 * next key is read. So recovery does not depend on signals: what was typed is still there after a kill, a closed window
 * or a lost connection.
 *
 *     recovery = recovery_open(form, path);
 *     RECOVERY_READY: recovery_follow() after every key ... recovery_close(recovery, unsaved and not discarded)
 *     RECOVERY_LEFT:  a session ended with unsaved changes: recovery_left(); then recovery_accept()
 *     RECOVERY_HELD:  another session has the draft: recovery_who(); perhaps recovery_take() or recovery_insist()
 *     RECOVERY_FOREIGN: another user's session has it, or had it: recovery_who(), where since is the time of the
 *                    last change; perhaps recovery_insist()
 *
 * Place: state_folder()/recovery/ (0700), with one file (0600) for each draft, named by the SHA-256 of the draft's real
 * path. No clean-up, archive, checkout or neighbour of the draft's folder touches it there. If it cannot be made,
 * recovery_trouble() says why, as long as that is the case; each recovery_follow tries again.
 *
 * Lock: .NAME.scepwiz beside the draft says who has it open, for other users of the folder. It has nothing that was
 * typed. flock on it shows whether that session is still there. Removing the file does no harm: the next
 * recovery_follow makes it again, and a session of the same user is found by its recovery file, which is locked too. If
 * flock is not available (some network file systems), the process named in the file decides, on the same host, by its
 * number and start time.
 *
 * Content: a line that names the format, then records. Each has its length and an HMAC over that of the record before
 * it, with a key that exists only in this user's state folder. The records are: whose draft it is, and the hash of its
 * text; who has it open; its form, and its whole text as read or last saved, so that changes can be determined even
 * when the draft is gone; each edit of an answer; the position of the cursor. An incomplete record ends the file: what
 * a killed session or a full disk cut off is dropped, never misread. Text and changes are in the file from the first
 * change to the next save. A file without a valid first record, and one that an older version left beside the draft,
 * are read too, but recovery_left() says that they are foreign: anybody may have made them.
 *
 * Moved drafts: if nothing was left of a draft, a file is searched whose draft had the same text and no longer exists:
 * recovery_left()->was.
 *
 * Size: an edit takes about 120 bytes. After RECOVERY_SLACK bytes of edits the file is written again under another
 * name, which is locked before it is renamed.
 *
 * Durability: one write(2) for each key, and no fsync. What a killed process wrote is safe. A power failure may lose
 * what the system had not yet written, about half a minute. Nothing is overwritten or removed before its replacement is
 * on the disk: the rewritten file, what was recovered, the saved draft.
 *
 * Secrets: what is in the draft in clear is in the recovery file in clear. Secrets from other sources (an environment
 * variable, a question at the export) are not in it. An old value may be in it until it is rewritten or removed, and is
 * then overwritten first, as far as the file system writes in place. */
#ifndef FORMAT_RECOVERY_H
#define FORMAT_RECOVERY_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/strbuf.h"
#include "base/strvec.h"

#include "model/draft.h"

#include "format/draft/draft_file.h"
#include "format/draft/forms.h"

/* Bytes of edits before the file is rewritten. */
#define RECOVERY_SLACK (256 * 1024)
/* Our files are never larger: a draft's text and its answers, each at most DRAFT_FILE_LIMIT, and the slack. A larger
 * one, or one that cannot be read, is not touched. */
#define RECOVERY_LIMIT (2 * DRAFT_FILE_LIMIT + 2 * RECOVERY_SLACK)

enum recovery_state {
	RECOVERY_READY,
	RECOVERY_LEFT,
	RECOVERY_ELSEWHERE, /* as LEFT, but not written here; only returned by recovery_peek */
	RECOVERY_HELD,
	RECOVERY_FOREIGN,
};

/* A session, as it described itself. For people, after text_show. */
struct recovery_who {
	char *user, *host, *terminal; /* "pts/3"; "" if it has none; NULL: not known */
	long pid;                     /* 0: not known */
	time_t since;
	/* Start time of the process, in the system's units, to distinguish it from a later one with the same number; "" if
	 * the system does not tell. */
	char *born;
};

/* The user's position. */
struct recovery_place {
	const struct field *field; /* NULL: on the last step */
	size_t cursor;             /* byte of its text */
	bool emptied;              /* it was empty, although an unanswered field has its default */
};

/* What a session left. */
struct recovery_left {
	struct draft_file base;      /* the draft as that session had read or saved it */
	struct draft *draft;         /* the same with its changes */
	struct recovery_place place; /* its last position */
	time_t when;                 /* of the last change */
	bool damaged;                /* its end could not be read */
	bool discarded;              /* its user discarded the changes */
	bool foreign;                /* not written here; anybody may have made it */
	char *was;                   /* the path of the draft at that time; NULL: the same */
};

struct recovery;
struct recovery_look;

/* Never NULL; check the state. The form must outlive it. */
struct recovery *recovery_open(const struct form *form, const char *draft_path);
enum recovery_state recovery_state(const struct recovery *recovery);
/* Why changes are not being recorded; "" if they are. */
const char *recovery_trouble(const struct recovery *recovery);
/* Appends a message to the user, once; false if there is none. */
bool recovery_tell(struct recovery *recovery, struct strbuf *out);
/* Who has the draft open, or left the changes. */
const struct recovery_who *recovery_who(const struct recovery *recovery);
/* "ada on mac-17 (pts/3)", filtered for display; "2026-11-22 02:13", in local time. */
void recovery_who_show(const struct recovery_who *who, struct strbuf *out);
void recovery_time_show(time_t when, struct strbuf *out);
/* NULL unless RECOVERY_LEFT. */
const struct recovery_left *recovery_left(const struct recovery *recovery);
/* The wizard has taken over or discarded what was left: RECOVERY_READY. It stays in its file until the next
 * recovery_follow, which rewrites the file. */
void recovery_accept(struct recovery *recovery);

/* The wizard's current state. */
struct recovery_now {
	const struct draft_file *file;
	struct recovery_place place;
	/* A reviewer's comment that is being typed; NULL: none. */
	const struct field *note_field;
	const char *note;
};

/* Brings the file up to date: edits since the last call; nothing if nothing is unsaved; a new base after a save;
 * another file if the draft has another path. Makes the lock and the file again if somebody has removed them. */
void recovery_follow(struct recovery *recovery, const struct recovery_now *now);

/* Flushes the file to the disk, before another copy (an editor's file) is removed. False if changes are not being
 * recorded. */
bool recovery_flush(struct recovery *recovery);

/* Whether the other session can be asked to end: it is the same user's, on this host. */
bool recovery_may_take(const struct recovery *recovery);
/* Asks the other session to end (SIGUSR1; it has already written everything) and waits some seconds for the lock.
 * Returns 0, and the state is READY or LEFT; or -1 with a sentence. */
int recovery_take(struct recovery *recovery, struct strbuf *err);
/* Whether the draft may be edited in spite of the other session: another user's, which could hold the lock for ever, or
 * one on another host where there are no locks. */
bool recovery_may_insist(const struct recovery *recovery);
/* Does so, without the lock if another user has it: READY or LEFT. */
void recovery_insist(struct recovery *recovery);
/* Whether another session has asked for the draft. out gets "ada on mac-17 (pts/3)". */
bool recovery_is_asked(const struct recovery *recovery, struct strbuf *out);

/* Marks the unsaved changes as discarded. They stay for the next session, which is told so. */
void recovery_discard(struct recovery *recovery);
/* keep: unsaved changes stay in the file for the next session. Otherwise, and if nothing is unsaved, the file is
 * overwritten and removed. What was LEFT and not accepted always stays. */
void recovery_close(struct recovery *recovery, bool keep);

/* Looks without a lock and without a change: whether a session has left changes of a draft (LEFT, ELSEWHERE), has it
 * open (HELD), another user's has it or had it (FOREIGN), or none of these (READY). Discarded changes do not count
 * while the draft exists. *changed: how many fields have unsaved changes; NULL: not needed. */
enum recovery_state recovery_peek(const struct form *form, const char *draft_path, size_t *changed);
/* Whether a new draft can have this path: no file is there, and no session has it open or left changes. Returns -1, and
 * says why not. */
int recovery_may_make(const struct form *form, const char *draft_path, struct strbuf *err);
/* Several peeks: key and folder are read once, so that files which other sessions make later are not
 * seen. */
struct recovery_look *recovery_look_begin(void);
enum recovery_state recovery_look_at(const struct recovery_look *look, const struct form *form,
	const char *draft_path, size_t *changed);
void recovery_look_end(struct recovery_look *look); /* NULL is allowed */
/* When it was last written; 0 if there is nothing. */
time_t recovery_time(const char *draft_path);
/* Appends the names of the drafts in a folder that have unsaved changes, whether or not they exist, sorted. */
void recovery_folder_list(const char *folder, struct strvec *names);
/* Appends a path in the folder of recovery files, for a session that may write nothing else in the state folder
 * (base/sandbox.h). The folder and its key are made. */
void recovery_writes(struct strvec *files);
/* For a draft that is gone: its text, from what a session left, and the file of that session's form, "" if that is
 * built in. Returns 0, or -1 if there is nothing. */
int recovery_base(const char *draft_path, struct strbuf *text, struct strbuf *form_path);
/* Reads it, with the form from forms_of_left. Returns -1, without a sentence if there is nothing. */
int recovery_read_left(
	struct forms *forms, const char *draft_path, struct draft_file *file, struct strbuf *err);

#endif
