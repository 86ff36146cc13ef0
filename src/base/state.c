/* Where state lies. It is looked at by its descriptor, so that what was judged is what is closed to others. */
#include "base/state.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#define BELOW_HOME ".local/state"
#define NAME "scepwiz"

static char *
state_path(void)
{
	return path_of_xdg("XDG_STATE_HOME", BELOW_HOME, NAME);
}

static int
state_check(const char *path, struct strbuf *err)
{
	struct stat st;
	int fd = folder_open(path), result = 0;

	if (fd < 0 || fstat(fd, &st) < 0)
		result = error_add(err, "cannot open the folder %s: %s", path, strerror(errno));
	else if (st.st_uid != geteuid())
		result = error_add(err,
			"the folder %s belongs to another user. Set XDG_STATE_HOME to a folder of "
			"your own",
			path);
	else if (st.st_mode & (S_IRWXG | S_IRWXO) && fchmod(fd, 0700) < 0)
		result = error_add(err,
			"the folder %s is open to others and cannot be closed: %s. Make it "
			"private: chmod 700",
			path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return result;
}

char *
state_folder(struct strbuf *err)
{
	char *path = state_path();

	if (!path) {
		error_add(err, "there is no state folder, because the account has no home folder. "
			       "Set XDG_STATE_HOME to a folder");
		return NULL;
	}
	if (folder_make(path, err) == 0 && state_check(path, err) == 0)
		return path;
	free(path);
	return NULL;
}

bool
state_has(const char *path)
{
	OWN_TEXT(state) = state_path();
	OWN_TEXT(above) = path_folder(path);
	OWN_TEXT(real_state) = state ? realpath(state, NULL) : NULL;
	OWN_TEXT(real_above) = realpath(above, NULL);

	return real_state && real_above && path_is_below(real_above, real_state);
}

/* Who only reads may not be able to close it, and what others can read is as good as what they cannot. */
char *
state_folder_there(void)
{
	char *path = state_path();
	struct stat st;

	if (path && stat(path, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == geteuid() &&
		!(st.st_mode & (S_IWGRP | S_IWOTH)))
		return path;
	free(path);
	return NULL;
}
