/* Draft files (scepwiz-draft(5)): YAML that people read and edit by hand.
 *
 * A save changes only the values that changed. Comments, order, empty lines, quoting and keys that scepwiz does not
 * know stay byte for byte. So the file keeps the source it was read from, with the byte range of every value. What is
 * written is read back before it replaces the file. */
#ifndef FORMAT_DRAFT_FILE_H
#define FORMAT_DRAFT_FILE_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "base/strvec.h"

#include "model/draft.h"
#include "model/findings.h"
#include "model/rules.h"

#include "format/draft/original.h"

/* 256 KiB, plus space for a certificate of 1 MB as indented PEM text, and for the original of a profile of 4 MiB
 * (PLIST_DOC_LIMIT) whose data is Base64. */
#define DRAFT_FILE_LIMIT ((256 + 1408 + 6144) * 1024)

struct draft_file {
	char *path; /* NULL: no name yet */
	struct draft *draft;
	struct strbuf source;  /* as last read or written; empty: not in a file yet */
	struct findings notes; /* from the reader: unknown keys, values that are not answers */
	struct strvec
		told; /* sentences about what the last save could not preserve of the file's owner, group and rights */
	bool readable_by_others;
	bool overwrite; /* save even if another program has changed the file */
	struct original
		*original; /* of an imported draft, set before the first save; NULL: not imported */
};

#define DRAFT_FILE_INIT                                    \
	{                                                  \
		.source = STRBUF_INIT, .told = STRVEC_INIT \
	}

void draft_file_release(struct draft_file *file);
/* One that is released at the end of its block. */
#define DRAFT_FILE(name) \
	__attribute__((cleanup(draft_file_release))) struct draft_file name = DRAFT_FILE_INIT

/* A new draft of the form, not in a file yet. Its identity is made from the name in path (NULL: no name yet). */
void draft_file_new(struct draft_file *file, const struct form *form, const char *path);

/* Makes the identifiers and UUIDs that an old or hand-made draft lacks, and returns how many. The identifier comes from
 * the file's name and the UUIDs from the identifier. So a draft that cannot be saved, for example in a temporary
 * checkout, has the same ones at each export. If it can be saved, save it before they are in a profile, because the
 * file may be renamed. */
size_t draft_file_make_identity(struct draft_file *file);

/* Errors about the content begin with FILE:LINE:COLUMN. On failure the file is released. */
int draft_file_read(
	struct draft_file *file, const struct form *form, const char *path, struct strbuf *err);
/* The same if the caller has read the file. */
int draft_file_read_data(struct draft_file *file, const struct form *form, const char *path,
	const struct strbuf *data, struct strbuf *err);
/* The same from memory, for standard input and tests. */
int draft_file_parse(struct draft_file *file, const struct form *form, const char *name,
	const char *data, size_t len, struct strbuf *err);

/* Appends the text that a save would write. */
int draft_file_format(const struct draft_file *file, struct strbuf *out, struct strbuf *err);
/* Saves to file->path. Afterwards nothing counts as changed, and places are those of the new text. A new draft never
 * replaces an existing file. A draft that was read does not replace a file that has changed since (draft_file_disk),
 * unless file->overwrite is set; if it has another text now, the result is FILE_RACED, and reading it again may help.
 * The drafts folder is made if it does not exist. */
int draft_file_save(struct draft_file *file, struct strbuf *err);
/* The answers in the file's text, without later changes. The caller frees them. */
struct draft *draft_file_saved_answers(const struct draft_file *file);
/* What has happened to the file on disk since it was read or last saved, judged by its content. A new time alone is not
 * a change. */
enum draft_disk {
	DRAFT_DISK_SAME, /* also: not in a file yet */
	DRAFT_DISK_CHANGED,
	DRAFT_DISK_GONE,
	DRAFT_DISK_UNREADABLE, /* no permission, a folder or a FIFO in its place, a disk error */
};
/* now gets the content if it could be read. Unless it is the same, why gets a sentence. */
enum draft_disk draft_file_disk(
	const struct draft_file *file, struct strbuf *now, struct strbuf *why);
/* Saves the whole draft, with its comments, under another path, which becomes the draft's. If the file exists, this is
 * an error and the file is not changed. */
int draft_file_save_as(struct draft_file *file, const char *path, struct strbuf *err);

/* The path of a draft named on the command line. A name without a slash and without .yaml is a draft in the drafts
 * folder ($SCEPWIZ_DRAFTS, else $XDG_DATA_HOME/scepwiz/drafts, else ~/.local/share/scepwiz/drafts). Anything else is a
 * path. The caller frees. NULL if there is no home folder. */
char *draft_path(const char *name, struct strbuf *err);
/* The length of the name by which draft_path finds a file of the drafts folder: without .yaml. */
size_t draft_short_length(const char *file);
/* The length of a draft's file name or path without its .yaml or .yml. */
size_t draft_name_length(const char *name);
/* The name of the draft's file in its path, without that. The caller frees it. */
char *draft_name_of(const char *path);
/* That folder, which may not exist yet. The caller frees. NULL if there is no home folder. */
char *draft_folder(struct strbuf *err);
/* Appends the names of possible drafts in a folder (.yaml, .yml), sorted by bytes. A folder that does not exist has
 * none. */
int draft_folder_list(const char *folder, struct strvec *names, struct strbuf *err);
/* Whether a file in an open folder begins as drafts do: one of its first lines names a form. Other YAML files and forms
 * do not. */
bool draft_names_form(int folder, const char *name);
/* If path is in the drafts folder and that does not exist, makes it (0700). */
int draft_folder_make(const char *path, struct strbuf *err);

#endif
