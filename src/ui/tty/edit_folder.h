/* The folder of an editor's file: private (0700, the file 0600), in TMPDIR, else in /var/tmp, which a restart of the
 * system keeps, else in /tmp. What is saved in it is the user's work until it is in the draft: a folder that holds any
 * of it is kept and named, and only others are removed. So do sudoedit and git.
 *
 * Beside the file is a copy of what was put into it (.before), by which a later session knows whether there is more. It is
 * locked as long as the session lives. */
#ifndef UI_EDIT_FOLDER_H
#define UI_EDIT_FOLDER_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "base/strvec.h"

struct edit_folder {
	char *path, *file;
	struct strbuf before; /* what was put into the file */
	int fd, lock;
	bool kept;   /* there is something in it that is nowhere else */
	bool waited; /* for an editor that may still save */
	struct edit_folder *next;
};

/* NULL with a sentence if it cannot be made, or others could replace it. */
struct edit_folder *edit_folder_make(const char *text, struct strbuf *err);

/* Whether the path still leads to it, and its file holds just what was put into it. */
bool edit_folder_is_ours(const struct edit_folder *folder);
bool edit_folder_is_unchanged(const struct edit_folder *folder);
/* Whether it holds a text that is not what was put into it, and not what was taken. taken: NULL if nothing was;
 * older versions of what was taken do not count. */
bool edit_folder_holds_more(const struct edit_folder *folder, const struct strbuf *taken);

/* One of the three is its end. It is removed now; kept, and named by edit_folders_tell; or looked at there again,
 * for an editor that works in the background may save later. quick: it came back so soon that it probably
 * does, and the folder stays for it in any case. */
void edit_folder_remove(struct edit_folder *folder);
void edit_folder_keep(struct edit_folder *folder);
void edit_folder_wait(struct edit_folder *folder, bool quick);

/* The folders with work in them that sessions have left which are not there any more. Others of theirs that are a
 * day old are removed. */
void edit_folders_left(struct strvec *paths);
/* At the beginning: a sentence that names one of them, where there is any. */
void edit_folders_say_left(struct strbuf *said);
/* Whether it is the file of such a folder: a regular one of this user's, with no other name, in a folder that only this
 * user gets into. */
bool edit_folder_has(const char *file);
/* Appends the paths of what may be in one, for command.writes. */
void edit_folders_write(struct strvec *files);
/* At the end: tells by report_note which folders stay, those too, and removes what is not needed. */
void edit_folders_tell(void);

#endif
