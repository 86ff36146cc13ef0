/* Parts of recovery: reading and writing records, identifying sessions, the lock, the folder of the files. Only for
 * these files. */
#ifndef FORMAT_RECOVERY_PARTS_H
#define FORMAT_RECOVERY_PARTS_H

#include <sys/stat.h>

#include "base/strvec.h"

#include "syntax/digest.h"

#include "format/recovery/recovery.h"

/* The first line of a recovery file. A newer format gets another number. */
#define RECOVERY_MAGIC "scepwiz recovery 1\n"
/* The same for the old format, beside the draft under the name that is now the lock's: the same records, each with a
 * checksum that anybody can make. Called "side" below. */
#define SIDE_MAGIC "scepwiz side file 1\n"
/* Behind a dot and the draft's name. */
#define LOCK_SUFFIX ".scepwiz"
/* Strings of one record. */
#define RECOVERY_STRINGS_MAX 7

/* recovery_record.c: a record is a list of texts. The chain of records shows that it is ours. */
struct record_chain {
	const struct hmac_key *key;      /* NULL: only a checksum, as in the old format */
	bool unchecked;                  /* read even if the check fails */
	unsigned char mac[SHA256_BYTES]; /* of the previous record; zeros for the first */
};

/* Records to be written, and the chain behind them. */
struct records {
	struct strbuf bytes;
	struct record_chain chain;
};

/* Appends one. */
void record_add(struct records *out, const char *const *strings, size_t n);
/* The record at data: its length, 0 if it is incomplete. It has *n strings, which point into data and end with a NUL
 * there. The chain advances to it. */
size_t record_read(const char *data, size_t len, struct record_chain *chain,
	const char *strings[RECOVERY_STRINGS_MAX], size_t *n);
/* The same, for data that may end within the record: its kind, "" if that is not clear. */
const char *record_kind_of(const char *data, size_t len);
/* Reads a number that consists only of decimal digits. */
bool record_number(const char *text, unsigned long long *out);

/* The content of a file. */
struct recovery_content {
	char *path; /* the draft's, from the file's first record; NULL in the old format */
	struct recovery_who who;    /* the last session that had it open */
	struct recovery_who author; /* made the last change, unless who did (content_author) */
	bool who_wrote;             /* who made it */
	bool has_changes;           /* base and draft are set */
	bool readable;              /* it is empty, or in one of the two formats */
	struct recovery_left left;
	size_t good;               /* bytes of complete records */
	struct record_chain chain; /* behind them */
};

/* recovery_read.c */
void content_release(struct recovery_content *content);
/* Reads any bytes, as far as they are complete records. key: ours; NULL if there is none. Records that were not written
 * with it are read too, and count as foreign. */
void content_read(struct recovery_content *content, const struct form *form, const char *draft_path,
	const struct hmac_key *key, const struct strbuf *data);
/* Who left the changes. */
const struct recovery_who *content_author(const struct recovery_content *content);

/* recovery_write.c: appends records of the current state. */
void write_head(struct records *out, const char *real_path, const struct draft_file *changed);
void write_who(struct records *out, const struct recovery_who *who);
/* The draft's form and text. */
void write_base(struct records *out, const struct draft_file *file);
/* What differs from shadow. */
void write_changes(struct records *out, const struct draft *shadow, const struct recovery_now *now);
void write_place(struct records *out, const struct recovery_place *place);
/* Updates shadow to what was written. */
void shadow_follow(struct draft *shadow, const struct recovery_now *now);

/* recovery_who.c: this process. */
void self_find(struct recovery_who *who);
void who_copy(struct recovery_who *to, const struct recovery_who *from);
void recovery_who_release(struct recovery_who *who);
/* The owner of a file, and when it was last written. */
void who_of_file(struct recovery_who *who, const struct stat *st);
/* Written as readable lines, and read back. who is released first; if the lines are invalid it is unknown (user
 * NULL). */
void who_write(struct strbuf *out, const struct recovery_who *who);
void who_read(struct recovery_who *who, const char *lines);
/* The state of a process on this host ('Z': it has ended). Its start time is appended to born. 0 and nothing if the
 * system does not tell. */
char process_look(long pid, struct strbuf *born);
/* Whether the session's process still exists on this host, and is not another one with the same number. */
bool process_is_there(const struct recovery_who *who);
/* The same for a session of any host. One on another host is assumed to exist. */
bool session_is_there(const struct recovery_who *who, const struct recovery_who *self);

/* recovery_lock.c */
enum lock_result {
	LOCK_OURS,
	LOCK_HELD,    /* by another session: holder */
	LOCK_FOREIGN, /* another user's, which may or may not have ended: holder */
	LOCK_NONE,    /* locking is impossible: trouble */
	LOCK_GONE,    /* only from flock_take: the file is no longer the one with that name */
};
/* Locks an open file. LOCK_NONE if this file system has no locks. */
enum lock_result flock_take(int fd, const char *path);
/* Marks the lock with this process's number. The mark is lost when the process closes any descriptor of the file, so it
 * is only a hint. */
void lock_sign(int fd);
/* The process that marked it; 0 if none did or it is on another host; -1 if that is not known. */
long lock_signer(int fd);

/* The lock beside a draft. */
struct draft_lock {
	struct strbuf path;
	int fd;           /* -1: none */
	bool lockless;    /* this file system has no locks */
	bool is_side;     /* the file is in the old format: it is read, but never written */
	bool is_others;   /* the holder is another user */
	bool is_borrowed; /* another user's file, who has left; it cannot be removed */
	struct recovery_who holder;
	struct strbuf trouble;
};

void draft_lock_init(struct draft_lock *lock, const char *draft_path);
/* insisting: take over from any other session. If that has the lock, there is none. */
enum lock_result draft_lock_take(
	struct draft_lock *lock, const struct recovery_who *self, bool insisting);
/* Whether its file is still the one with that name. */
bool draft_lock_is_there(const struct draft_lock *lock);
/* Replaces a file in the old format, which is no longer needed, with a lock. */
void draft_lock_renew(struct draft_lock *lock, const struct recovery_who *self);
/* Releases the lock, and removes its file if it is ours and not in the old format. */
void draft_lock_drop(struct draft_lock *lock);
void draft_lock_release(struct draft_lock *lock);
/* Appends folder/.NAME.scepwiz. */
void lock_path(const char *draft_path, struct strbuf *out);
/* Opens it for reading only, whichever user owns it. -1 if it does not exist or is something else; LOCK_FOREIGN_FD if it
 * belongs to another user and cannot be read. *is_side: it is ours, in the old format. */
#define LOCK_FOREIGN_FD (-2)
int lock_look(const char *draft_path, bool *is_side);

/* recovery_store.c: the folder of recovery files, and the key. */
struct store {
	char *folder; /* NULL: not open */
	struct hmac_key key;
};

/* make: missing folder and key are made. Returns -1 with a sentence; the store is closed then. */
int store_open(struct store *store, bool make, struct strbuf *err);
void store_close(struct store *store);
/* How many names a draft's file may have. The first is the usual one. */
#define STORE_NAMES 10
/* The usual name, from the draft's path_real_name; the path of that name. The caller frees both. */
char *store_name(const char *real_path);
char *store_path(const struct store *store, const char *name, unsigned number);
/* Opens an existing file, or makes it (create). Returns -1 with errno. */
int store_file_open(const char *path, bool create);
/* To read an existing one: a command whose sandbox lets it write nothing (base/sandbox.h) may do so, too. */
int store_file_look(const char *path);
/* Writes a new file under another name, complete, flushed and locked, and renames it to path. Returns its descriptor,
 * or -1 with errno. *flushed: the rename is on the disk, too, so that the old file may be overwritten. */
int store_file_replace(const char *path, const struct strbuf *content, bool *flushed);
/* Removes what a session left that was killed during that. The caller holds the lock of path. */
void store_aside_clear(const char *path);
/* Overwrites it with zeros and makes it empty. To append to it, open it again. */
void file_wipe(int fd);
/* Removes the name if it is still that of this file, then wipes the file and closes it. */
void file_remove(int fd, const char *path);
/* All bytes of a file, and when it was last written. Returns -1 if it cannot be read or has more than most. */
int file_bytes(int fd, size_t most, struct strbuf *out, time_t *when);
/* Reads the content of a file. */
void content_find(struct recovery_content *content, const struct form *form, const char *draft_path,
	const struct hmac_key *key, int fd);

/* The first bytes of a file, which in a recovery file are its first line and one record with a path. Returns how many
 * there are; a NUL follows. */
#define HEAD_BYTES 8192
size_t head_bytes(int fd, char bytes[HEAD_BYTES + 1]);

/* What they contain. */
struct recovery_head {
	char *path;   /* the draft's; NULL: not a recovery file */
	char *digest; /* of the text that was changed; "": nothing is unsaved */
	bool foreign;
	time_t when;
};

void head_release(struct recovery_head *head);
void head_read(struct recovery_head *head, const struct hmac_key *key, int fd);
/* Whether a file in the old format has changes, judging by its first bytes. */
bool side_has_changes(int fd);
/* Appends the names of all recovery files, unsorted. */
void store_names(const struct store *store, struct strvec *names);
/* Calls visit for each recovery file, at most STORE_FILES_MAX of them, until it returns false. */
#define STORE_FILES_MAX 5000
void store_walk(const struct store *store,
	bool (*visit)(const char *path, int fd, const struct recovery_head *head, void *data),
	void *data);

/*
 * A session: recovery.c, and the files that are named here.
 */

struct recovery {
	const struct form *form;
	char *draft_path, *real_path,
		*name; /* store_name; both NULL if its folder does not exist */
	enum recovery_state state;
	struct recovery_who self, other;
	struct draft_lock lock;
	bool insisting; /* takes over from any other session */
	bool unlocked;  /* has reported why there is no lock, and goes on */
	struct store store;
	char *path; /* of the recovery file; NULL: none */
	int fd;
	bool lockless;                   /* its file system has no locks */
	struct recovery_content content; /* as it was found */
	/* Where that was found, if not in this draft's own file: another path, before the draft was moved. */
	char *moved_path;
	int moved_fd;   /* -1: none */
	bool from_side; /* the file beside the draft, in the old format, which the lock has open */
	struct strbuf trouble, news;
	/* What the file has now. */
	struct draft *shadow; /* NULL: nothing is unsaved */
	struct strbuf base;
	struct recovery_place place;
	struct record_chain chain;
	bool holds;           /* has changes, ours or left ones that were not rewritten yet */
	size_t size, compact; /* now, and when it was last rewritten */
};

/* Takes the draft if nobody has it. moving: the path is new, from a save; what was left of another draft with this path
 * stays. */
void recovery_acquire(struct recovery *r, bool moving);
/* Reports why there is no lock. */
void lock_tell(struct recovery *r);

/* Sets real_path and name from draft_path. */
void recovery_find_path(struct recovery *r);

/* recovery_file.c: a message for recovery_tell. */
void recovery_news(struct recovery *r, const char *sentence);
/* Sets trouble from errno. */
void recovery_file_fails(struct recovery *r, const char *path);
/* Records that continue a chain; records that begin a file. */
struct records recovery_records(const struct record_chain *chain);
struct records recovery_records_new(const struct recovery *r);
int recovery_append(struct recovery *r, const struct records *records);
void recovery_file_drop(struct recovery *r);
enum found {
	FOUND_FILE,  /* it is ours now */
	FOUND_HELD,  /* another session of this host has it: content.who */
	FOUND_OTHER, /* not for us: another host's, or with content that must not be touched */
	FOUND_GONE,
	FOUND_TROUBLE,
};
/* changes: look for one with changes, to be offered; else for one without, or make it. */
enum found file_find(struct recovery *r, bool changes, bool skip_held);
/* Offers its content. */
void file_adopt(struct recovery *r);
bool store_is_open(struct recovery *r);
/* Makes a file for the changes from now on. */
enum found file_make(struct recovery *r, bool skip_held);

/* recovery_moved.c */
void moved_find(struct recovery *r);
void moved_forget(struct recovery *r);

/* recovery_take.c: the session that asked now has the draft, or has gone. */
void asked_forget(struct recovery *r);

#endif
