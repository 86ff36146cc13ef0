/* Draft files (scepwiz-draft(5)): YAML that people read and edit by hand.
 *
 * A save touches only the values that changed: comments, order, blank lines, quoting and keys that
 * scepwiz does not know stay byte for byte. So the file keeps the source it was read from, with the
 * byte range of every value. What is written is read back before it replaces the file. */
#ifndef FORMAT_DRAFT_FILE_H
#define FORMAT_DRAFT_FILE_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "base/strvec.h"

#include "model/draft.h"
#include "model/findings.h"
#include "model/rules.h"

#include "format/draft/original.h"

/* 256 KiB, room for a certificate of 1 MB as indented PEM text, and for the original of a profile of
 * 4 MiB (PLIST_DOC_LIMIT) whose data is Base64. */
#define DRAFT_FILE_LIMIT ((256 + 1408 + 6144) * 1024)

struct draft_file {
	char *path; /* NULL: not yet named */
	struct draft *draft;
	struct strbuf source;  /* as last read or written; empty: in no file yet */
	struct findings notes; /* of the reader: unknown keys, what is no answer */
	bool readable_by_others;
	bool overwrite; /* save even where another program changed the file meanwhile */
	struct original *
		original; /* of an imported draft, set before the first save; NULL: it was not imported */
};

#define DRAFT_FILE_INIT               \
	{                             \
		.source = STRBUF_INIT \
	}

void draft_file_release(struct draft_file *file);
/* One that is released where its block ends. */
#define DRAFT_FILE(name) \
	__attribute__((cleanup(draft_file_release))) struct draft_file name = DRAFT_FILE_INIT

/* A new draft of the form, in no file yet, with its identity made from the name in path (NULL: it is
 * not yet named). */
void draft_file_new(struct draft_file *file, const struct form *form, const char *path);

/* Makes the identifiers and UUIDs that an old or hand-made draft lacks; returns how many. The identifier
 * comes from the file's name and the UUIDs from the identifier, so that a draft which cannot be saved, as in a
 * checkout that is thrown away, has the same ones at each export; where it can be saved they are to be saved
 * before they are in a profile, for the file may get another name. */
size_t draft_file_make_identity(struct draft_file *file);

/* Errors begin with FILE:LINE:COLUMN where the content is meant. On failure the file is released. */
int draft_file_read(
	struct draft_file *file, const struct form *form, const char *path, struct strbuf *err);
/* The same where the caller has read the file. */
int draft_file_read_data(struct draft_file *file, const struct form *form, const char *path,
	const struct strbuf *data, struct strbuf *err);
/* The same from memory; for standard input and tests. */
int draft_file_parse(struct draft_file *file, const struct form *form, const char *name,
	const char *data, size_t len, struct strbuf *err);

/* Appends the text that a save would write. */
int draft_file_format(const struct draft_file *file, struct strbuf *out, struct strbuf *err);
/* Saves to file->path; afterwards nothing counts as changed, and places are those of the new text. A
 * new draft never replaces a file that is there already; one that was read does not replace a file that
 * is no longer what was read (draft_file_disk), unless file->overwrite. The drafts folder is made
 * where it is missing. */
int draft_file_save(struct draft_file *file, struct strbuf *err);
/* The answers as the file's text has them, whatever was changed since; the caller frees. */
struct draft *draft_file_saved_answers(const struct draft_file *file);
/* What has become of the file on disk since it was read or last saved, told by its content: another time
 * alone is no change. */
enum draft_disk {
	DRAFT_DISK_SAME, /* also: in no file yet */
	DRAFT_DISK_CHANGED,
	DRAFT_DISK_GONE,
	DRAFT_DISK_UNREADABLE, /* no permission, a folder or a FIFO in its place, an error of the disk */
};
/* now receives the content where it could be read, why a sentence unless it is the same. */
enum draft_disk draft_file_disk(
	const struct draft_file *file, struct strbuf *now, struct strbuf *why);
/* Saves under another path, which becomes the draft's; whole, with its comments. A file that is there
 * already is kept, and that is an error. */
int draft_file_save_as(struct draft_file *file, const char *path, struct strbuf *err);

/* What a draft named on the command line means: a name without a slash and without .yaml is a draft in
 * the drafts folder ($SCEPWIZ_DRAFTS, else $XDG_DATA_HOME/scepwiz/drafts, else
 * ~/.local/share/scepwiz/drafts), anything else is a path. The caller frees; NULL where there is no
 * home folder. */
char *draft_path(const char *name, struct strbuf *err);
/* The length of the name by which draft_path finds a file of the drafts folder: without .yaml. */
size_t draft_short_length(const char *file);
/* The length of a draft's file name or path without its .yaml or .yml. */
size_t draft_name_length(const char *name);
/* That folder; it may not be there yet. The caller frees; NULL where there is no home folder. */
char *draft_folder(struct strbuf *err);
/* Appends the names of what may be drafts in a folder (.yaml, .yml), sorted by their bytes; a folder
 * that is not there has none. */
int draft_folder_list(const char *folder, struct strvec *names, struct strbuf *err);
/* Makes the folder of path where it is the drafts folder and not there yet (0700). */
int draft_folder_make(const char *path, struct strbuf *err);

#endif
