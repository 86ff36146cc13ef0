/* What drafts may use of this user's environment and programs: the user's own list, with one entry for each draft's
 * real path, in allowed/list of the state folder (base/state.h). It has a folder of its own, so that a process that may
 * write other files there cannot write the list. Similar to git's safe.directory and direnv's allow.
 *
 * An entry has a hash of the path, of where the draft's secrets come from, of its URLs, and of its form's file unless
 * that is built in. So the entry becomes invalid if somebody changes the variable, the command or the destination of
 * the secret, or replaces the draft; other changes do not matter. A draft without a file is allowed nothing. */
#ifndef FORMAT_ALLOWED_H
#define FORMAT_ALLOWED_H

#include "base/strbuf.h"
#include "base/strvec.h"

#include "format/draft/draft_file.h"

/* Whether there is something to allow (source_needs_word). */
bool allowed_is_needed(const struct draft *draft);
/* Appends what there is, and where it goes, one line each: "Challenge from the command pass show scep", "URL
 * https://...". Not filtered for display. */
void allowed_tell(const struct draft *draft, struct strvec *lines);
/* Whether the list has it. If the list cannot be read, nothing is allowed. */
bool allowed_has(const struct draft_file *file);
/* Adds the current draft, and replaces an earlier entry. */
int allowed_add(const struct draft_file *file, struct strbuf *err);

/* The same between two processes (base/keeper.h), of which the one with the draft is not trusted: what is to be
 * allowed, as bytes. Returns -1 if the draft has no file. */
int allowed_about(const struct draft_file *file, struct strbuf *about, struct strbuf *err);
bool allowed_about_has(const struct strbuf *about);
int allowed_about_add(const struct strbuf *about, struct strbuf *err);
/* Appends lines like allowed_tell, with keys instead of labels. about begins with the path of the draft, which is not
 * in the lines. */
void allowed_about_tell(const struct strbuf *about, struct strvec *lines);
/* Whether a secret comes from this command (model/source.h). */
bool allowed_about_runs(const struct strbuf *about, const char *command);

/* Removes a draft's entry, also if the draft is gone. Returns 1 if there was one, 0 if not, or -1. */
int allowed_remove(const char *path, struct strbuf *err);
/* Whether the list has an entry for the path, valid or not. */
bool allowed_once(const char *path);
/* Appends the path of the list, whose folder is made, for a command that may write it (command.writes). */
void allowed_writes(struct strvec *files);
/* Appends the paths. */
int allowed_list(struct strvec *paths, struct strbuf *err);

/* Whether what the draft uses is still allowed if its user saves it now: what was allowed remains allowed, and what the
 * user has typed (draft_set_typed) is allowed by that. */
bool allowed_outlasts(const struct draft_file *file);
/* A save by the user (draft_file_save; draft_file_save_as if path is not NULL), which also renews the entry if it
 * remains allowed. If the list cannot be written, file->told says so. If this process may not write it
 * (base/sandbox.h), the caller has the user asked. */
int allowed_save(struct draft_file *file, const char *path, struct strbuf *err);

#endif
