/* Paths as texts. What is returned is the caller's to free. */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include <stdbool.h>

/* The folder of path ("." where it names none) and its last part. */
char *path_folder(const char *path);
char *path_name(const char *path);
/* folder/name, or name alone where it is absolute; a leading ~/ is the home folder. */
char *path_join(const char *folder, const char *name);
/* By the file, not the name: a link to a.yaml is a.yaml. False where one of them is not there, but for equal names. */
bool path_is_same_file(const char *a, const char *b);
bool path_exists(const char *path);
bool path_is_link(const char *path);

/* A folder of the user's: what the environment variable own says; else name below that of the XDG base
 * directory variable xdg, whose default is below_home in the home folder. NULL where HOME is not set. */
char *path_of_user(const char *own, const char *xdg, const char *below_home, const char *name);

#endif
