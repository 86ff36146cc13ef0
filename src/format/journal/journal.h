/* The side file of a draft while a wizard has it open: .NAME.scepwiz beside NAME, 0600. It is the lock
 * (flock on it, for a lock on the draft would be void after the first save, which puts another file in
 * its place) and the journal: every change is appended before the next key is read. So recovery depends
 * on no signal: what was typed is there after a kill, a closed window and a dead line.
 *
 *     journal = journal_open(form, path);
 *     JOURNAL_READY: journal_follow() after every key ... journal_close(journal, unsaved and not given up)
 *     JOURNAL_LEFT:  a session ended with unsaved changes: journal_left(); then journal_accept()
 *     JOURNAL_HELD:  another session has the draft: journal_who(); perhaps journal_take()
 *     JOURNAL_FOREIGN: another user's session has it, or had: journal_who() with the time of the last change
 *                    for since; perhaps journal_insist()
 *     JOURNAL_OFF:   there can be none here: journal_trouble() says why; the wizard works without
 *
 * Content. A line that names the format, then records, each with its length and a checksum (CRC-32): who
 * has the draft; its form, and its text as it was read or last saved, whole, so that changes can be told even
 * when the draft has gone; an edit of one answer a record; where the cursor stands. A record that is not
 * whole ends the journal: what a killed session or a full disk tore is dropped, never misread. The text
 * and the changes are there from the first change to the next save.
 *
 * Size. An edit takes some 60 bytes. Beyond JOURNAL_SLACK of them the file is written anew, aside, locked
 * before it takes the name.
 *
 * Durability. One write(2) a key and no fsync: what a killed process wrote the system has. A power cut
 * may take what the system had not yet written, about half a minute; a save (^O) is flushed.
 *
 * Secrets. What the draft holds in clear the journal holds in clear, with the same mode; what the draft
 * keeps elsewhere (an environment variable, a question at the export) is not in it. An old value may be
 * in it until it is written anew or goes, and then it is overwritten first, as far as the file system
 * writes in place.
 *
 * Trust. Only a regular file with one name that belongs to us and to nobody else's reading is used;
 * links are not followed, FIFOs not waited for. Where flock is not to be had (some network file systems)
 * the process that is named in the file decides, on the same host: its number and when it began. */
#ifndef FORMAT_JOURNAL_H
#define FORMAT_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/strbuf.h"
#include "base/strvec.h"

#include "model/draft.h"

#include "format/draft/draft_file.h"
#include "format/draft/forms.h"

/* So many bytes of edits are kept before the file is written anew. */
#define JOURNAL_SLACK (256 * 1024)
/* No side file of ours is larger: a draft's text, its answers, the slack, each of the first two at most
 * DRAFT_FILE_LIMIT. One that is larger, or that cannot be read, is not touched. */
#define JOURNAL_LIMIT (2 * DRAFT_FILE_LIMIT + 2 * JOURNAL_SLACK)

enum journal_state {
	JOURNAL_OFF,
	JOURNAL_READY,
	JOURNAL_LEFT,
	JOURNAL_HELD,
	JOURNAL_FOREIGN,
};

/* A session, as it wrote it down itself: for people, after text_show. */
struct journal_who {
	char *user, *host, *terminal; /* "pts/3", "" where it has none; NULL: not known */
	long pid;                     /* 0: not known */
	time_t since;
	char *born; /* when the process began, as the system counts, to tell it from a later one of the same
		       number; "" where the system does not tell */
};

/* Where the user stood. */
struct journal_place {
	const struct field *field; /* NULL: on the last step */
	size_t cursor;             /* byte of its text */
	bool emptied; /* nothing stood there, although an unanswered field has its default */
};

/* What a session left. */
struct journal_left {
	struct draft_file base;     /* the draft as that session had read or saved it */
	struct draft *draft;        /* and with its changes */
	struct journal_place place; /* where it stood */
	time_t when;                /* the last change */
	bool damaged;               /* the end of the journal could not be read */
};

struct journal;

/* Never NULL; the state tells. The form outlives it. */
struct journal *journal_open(const struct form *form, const char *draft_path);
enum journal_state journal_state(const struct journal *journal);
/* The sentence of JOURNAL_OFF, and while READY why the last change could not be written; "" else. */
const char *journal_trouble(const struct journal *journal);
/* Who holds the draft, or left the changes. */
const struct journal_who *journal_who(const struct journal *journal);
/* "ada on mac-17 (pts/3)", filtered for display; "2026-11-22 02:13", in the reader's own time. */
void journal_who_show(const struct journal_who *who, struct strbuf *out);
void journal_time_show(time_t when, struct strbuf *out);
/* NULL unless JOURNAL_LEFT. */
const struct journal_left *journal_left(const struct journal *journal);
/* What was left is taken over by the wizard or given up: JOURNAL_READY. The file keeps it until the
 * next journal_follow, which writes it anew. */
void journal_accept(struct journal *journal);

/* What a wizard has now. */
struct journal_now {
	const struct draft_file *file;
	struct journal_place place;
	/* A reviewer's note that is being typed; NULL: none. */
	const struct field *note_field;
	const char *note;
};

/* Brings the journal up to date: edits since the last call; nothing at all where nothing is unsaved;
 * another base after a save; another side file where the draft got another path. */
void journal_follow(struct journal *journal, const struct journal_now *now);

/* Whether the holder can be asked to end: it is the same user's, on this host. */
bool journal_may_take(const struct journal *journal);
/* Asks the holder to end (SIGUSR1; it has written all it knows) and waits for the lock, some seconds at
 * most. 0, and the state is READY or LEFT; or -1 with a sentence. */
int journal_take(struct journal *journal, struct strbuf *err);
/* Whether the draft may be edited although nobody can tell that the other session has ended: another user's,
 * or one of another host where there are no locks. */
bool journal_may_insist(const struct journal *journal);
/* Does so. Another user's: OFF, and its side file stays. Else: READY or LEFT. */
void journal_insist(struct journal *journal);
/* Whether another session has asked for the draft; out receives "ada on mac-17 (pts/3)". */
bool journal_is_asked(const struct journal *journal, struct strbuf *out);

/* keep: what the file holds that is unsaved stays for the next session. Else, and where nothing is unsaved,
 * the file is overwritten and removed. What was LEFT and not accepted stays in any case. */
void journal_close(struct journal *journal, bool keep);

/* Without a lock and without a change: whether a session has left changes of a draft (LEFT), has it open
 * (HELD), another user's has it or had (FOREIGN), or none of that (READY). *changed: so many fields are
 * changed and not saved; NULL: not wanted. */
enum journal_state journal_peek(const struct form *form, const char *draft_path, size_t *changed);
/* When its side file was last written; 0 where there is none. */
time_t journal_time(const char *draft_path);
/* Appends the names of the drafts of a folder that have side files, sorted. */
void journal_folder_list(const char *folder, struct strvec *names);
/* The text of a draft that is gone, from what a session left, and the file of that session's form, "" where
 * it is built in: 0, or -1 where there is none. */
int journal_base(const char *draft_path, struct strbuf *text, struct strbuf *form_path);
/* Reads it, by the form of forms_of_left. -1 without a sentence where there is none. */
int journal_read_left(
	struct forms *forms, const char *draft_path, struct draft_file *file, struct strbuf *err);

#endif
