/* The rooms of the journal: records, reading them, writing them, the file. For these files alone. */
#ifndef FORMAT_JOURNAL_PARTS_H
#define FORMAT_JOURNAL_PARTS_H

#include <sys/stat.h>

#include "base/strvec.h"

#include "format/journal/journal.h"

/* The first line of the file; a newer format gets another number. */
#define JOURNAL_MAGIC "scepwiz side file 1\n"
/* Behind a dot and the draft's name. */
#define SIDE_SUFFIX ".scepwiz"
/* Strings of one record. */
#define JOURNAL_STRINGS_MAX 7

/* What a file says. */
struct journal_content {
	struct journal_who who;    /* the last session that had it */
	struct journal_who author; /* who made the last change, unless who has (content_author) */
	bool who_wrote;            /* who has */
	struct journal_who asked;  /* the last one that asked for it */
	bool has_changes;          /* base and draft are there */
	struct journal_left left;
	size_t good; /* so many bytes are whole records */
};

/* journal_record.c: a record is a list of texts. Appends one. */
void record_add(struct strbuf *out, const char *const *strings, size_t n);
/* The record at data: its length, 0 where none is whole. Its strings point into data and end with a NUL
 * there; *n of them. */
size_t record_read(
	const char *data, size_t len, const char *strings[JOURNAL_STRINGS_MAX], size_t *n);
/* Appends decimal digits; reads no more than them. */
bool record_number(const char *text, unsigned long long *out);

/* journal_read.c */
void content_release(struct journal_content *content);
/* Any bytes are read as far as they are whole records. */
void content_read(struct journal_content *content, const struct form *form, const char *draft_path,
	const struct strbuf *data);

/* Who left the changes. */
const struct journal_who *content_author(const struct journal_content *content);
void journal_who_release(struct journal_who *who);

/* journal_write.c: records of what there is, appended. */
void write_who(struct strbuf *out, const char *kind, const struct journal_who *who);
/* Which form the draft is an answer to, and its text. */
void write_base(struct strbuf *out, const struct draft_file *file);
/* What differs from shadow. */
void write_changes(struct strbuf *out, const struct draft *shadow, const struct journal_now *now);
void write_place(struct strbuf *out, const struct journal_place *place);
/* shadow becomes what was written. */
void shadow_follow(struct draft *shadow, const struct journal_now *now);

/* journal_side.c */
enum lock_result {
	LOCK_OURS,
	LOCK_HELD,
	LOCK_NONE, /* this file system has no locks */
	LOCK_GONE, /* the file is no longer the one of that name */
};
enum lock_result lock_take(int fd, const char *path);
/* Puts a name on the lock: whose process it is. Lost when the process closes any descriptor of the
 * file, so it is a hint beside the lock. */
void lock_sign(int fd);
/* The process that has signed, 0 where none has or it is another host's, -1 where it cannot be told. */
long lock_signer(int fd);
/* The state of a process of this host ('Z': it has ended) and, appended to born, when it began; 0 and nothing
 * where the system does not tell. */
char process_look(long pid, struct strbuf *born);
/* Whether the session's process is there, on this host: not another one that has its number now. */
bool process_is_there(const struct journal_who *who);
/* The same for a session of any host; one of another host is taken to be there. */
bool session_is_there(const struct journal_who *who, const struct journal_who *self);

/* Appends folder/.NAME.scepwiz. */
void side_path(const char *draft_path, struct strbuf *out);
/* Opens what is there, else makes it (create). -1 with a sentence; SIDE_NONE where it went in between, or
 * is not there and need not be. */
#define SIDE_NONE (-2)
#define SIDE_FOREIGN (-3) /* another user's; also with a sentence */
int side_open(const char *path, bool create, struct strbuf *err);
/* Zeros, then nothing. The file is to be opened for appending again afterwards. */
void side_wipe(int fd);
/* Wipes the file, closes it, and takes its name away where it is still that of this file. */
void side_remove(int fd, const char *path);
/* The file's bytes and when it was last written; -1 with errno, 0 there where it is too large. */
int side_read(int fd, struct strbuf *out, time_t *when);
/* Reads what the file says; one that cannot be read says nothing, and counts as damaged. */
void content_find(
	struct journal_content *content, const struct form *form, const char *draft_path, int fd);
/* This process. */
void self_find(struct journal_who *who);
/* The owner of a file, and when it was last written. */
void who_of_file(struct journal_who *who, const struct stat *st);
void who_copy(struct journal_who *to, const struct journal_who *from);

#endif
