/* Names in folders, for completion and for the list of files. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/path.h"

#include "ui/wizard/machine.h"

bool
path_is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool
name_is_folder(const char *folder, const char *name)
{
	char *path = path_join(folder, name);
	bool is = path_is_folder(path);

	free(path);
	return is;
}

/* Where the system tells what a name is, thousands of files need not be looked at one by one. */
static bool
entry_is_folder(const char *folder, const struct dirent *entry)
{
#ifdef DT_DIR
	if (entry->d_type != DT_UNKNOWN && entry->d_type != DT_LNK)
		return entry->d_type == DT_DIR;
#endif
	return name_is_folder(folder, entry->d_name);
}

bool
name_is_plausible(const char *name, const char *const *endings)
{
	size_t len = strlen(name);

	for (size_t i = 0; endings && endings[i]; i++) {
		size_t ending = strlen(endings[i]);

		if (len >= ending && !strcasecmp(name + len - ending, endings[i]))
			return true;
	}
	return !endings;
}

int
folder_read(const char *path, void (*take)(void *data, const char *name, bool folder), void *data,
	struct strbuf *err)
{
	DIR *dir = opendir(path);
	const struct dirent *entry;
	size_t n = 0;

	if (!dir)
		return error_add(err, "The folder %s cannot be read: %s.", path, strerror(errno));
	while (n < FOLDER_NAMES_MAX && (entry = readdir(dir))) {
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		take(data, entry->d_name, entry_is_folder(path, entry));
		n++;
	}
	closedir(dir);
	if (n == FOLDER_NAMES_MAX)
		error_add(err, "Only the first %d names of this folder are listed.",
			FOLDER_NAMES_MAX);
	return 0;
}
