/* Paths as texts. The caller frees what is returned. */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include <stdbool.h>
#include <stddef.h>

/* The length of path without the slashes at its end; "/" stays. */
size_t path_length(const char *path);
/* The folder of path ("." if it has none) and its last part. */
char *path_folder(const char *path);
char *path_name(const char *path);
/* folder/name, or just name if it is absolute. A leading ~/ is the home folder. */
char *path_join(const char *folder, const char *name);
/* The real path of the folder, with the last part of path, which need not exist and is not followed if it is a link.
 * NULL if the folder does not exist. */
char *path_real_name(const char *path);
/* The real path of the folder that path is in, or of the next existing one above. NULL if it cannot be determined. */
char *path_folder_there(const char *path);
/* The path that name leads to from folder, with links followed, if it is in the folder or below. NULL if it leads out
 * of the folder, or the folder does not exist. Nothing outside is looked at, so the result does not reveal what exists
 * there. A file that does not exist keeps its name. */
char *path_beneath(const char *folder, const char *name);
/* Whether a real path is the folder or below it. Compares texts only. */
bool path_is_below(const char *path, const char *folder);
/* Compares files, not names: a link to a.yaml is the same as a.yaml. If one of them does not exist, equal names are the
 * same. */
bool path_is_same_file(const char *a, const char *b);
struct stat;
bool stat_is_same_file(const struct stat *a, const struct stat *b);
bool path_exists(const char *path);
bool path_is_folder(const char *path); /* or a link to one */
bool path_is_link(const char *path);
/* Whether the path ends with suffix, such as ".yaml", and has more before it. */
bool path_has_suffix(const char *path, const char *suffix);

/* A path named name, below the folder in an XDG base directory variable, or by default below below_home in the home
 * folder (XDG Base Directory Specification 0.8: a relative value is ignored). The home folder is $HOME, else the one in
 * the system's list of accounts. A folder of another user than root and this one is not used, because `sudo -E` passes
 * on the caller's variables. NULL if a home folder is needed and the account has none. */
char *path_of_xdg(const char *xdg, const char *below_home, const char *name);
/* A folder of the user: the value of the environment variable own, whichever user owns it; else that of
 * path_of_xdg. */
char *path_of_user(const char *own, const char *xdg, const char *below_home, const char *name);

#endif
