/* Where drafts live: the drafts folder, and what a draft's name means. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "format/draft/draft_parts.h"

char *
draft_folder(struct strbuf *err)
{
	char *folder =
		path_of_user("SCEPWIZ_DRAFTS", "XDG_DATA_HOME", ".local/share", "scepwiz/drafts");

	if (!folder)
		error_add(err,
			"there is no drafts folder, because HOME is not set; set SCEPWIZ_DRAFTS to a "
			"folder, or give the path of the draft");
	return folder;
}

static bool
has_suffix(const char *name, const char *suffix)
{
	size_t len = strlen(name), suffix_len = strlen(suffix);

	return len > suffix_len && !strcmp(name + len - suffix_len, suffix);
}

size_t
draft_short_length(const char *file)
{
	return strlen(file) - (has_suffix(file, ".yaml") ? strlen(".yaml") : 0);
}

char *
draft_path(const char *name, struct strbuf *err)
{
	STRBUF(file);
	char *folder, *path = NULL;

	if (!*name) {
		error_add(err, "the name of the draft is empty");
		return NULL;
	}
	if (strchr(name, '/') || name[draft_short_length(name)] || !strcmp(name, "-"))
		return xstrdup(name);
	folder = draft_folder(err);
	if (folder) {
		strbuf_addf(&file, "%s.yaml", name);
		path = path_join(folder, file.buf);
	}
	free(folder);
	return path;
}

/* Makes folder and those above it. */
static int
folder_make(const char *folder, struct strbuf *err)
{
	OWN_TEXT(above) = path_folder(folder);

	if (path_exists(folder))
		return 0;
	if (strcmp(above, folder) != 0 && folder_make(above, err) < 0)
		return -1;
	if (mkdir(folder, 0700) < 0 && errno != EEXIST)
		return error_add(err, "cannot make the folder %s: %s", folder, strerror(errno));
	return 0;
}

int
draft_folder_make(const char *path, struct strbuf *err)
{
	STRBUF(ignored);
	OWN_TEXT(folder) = path_folder(path);
	OWN_TEXT(drafts) = draft_folder(&ignored);
	OWN_TEXT(inside) = path_join(drafts ? drafts : "", "x");
	OWN_TEXT(wanted) = path_folder(inside); /* as drafts, without a slash at the end */

	return drafts && !strcmp(folder, wanted) ? folder_make(folder, err) : 0;
}

size_t
draft_name_length(const char *name)
{
	static const char *const suffixes[] = { ".yaml", ".yml" };

	for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++)
		if (has_suffix(name, suffixes[i]))
			return strlen(name) - strlen(suffixes[i]);
	return strlen(name);
}

static int
is_draft_name(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && entry->d_name[draft_name_length(entry->d_name)];
}

/* By bytes, so that the order is the same in every locale. */
static int
compare_names(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

int
draft_folder_list(const char *folder, struct strvec *names, struct strbuf *err)
{
	struct dirent **entries = NULL;
	int n = scandir(folder, &entries, is_draft_name, compare_names);

	if (n < 0 && errno != ENOENT)
		return error_add(err, "cannot read the folder %s: %s", folder, strerror(errno));
	for (int i = 0; i < n; i++) {
		strvec_push(names, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	return 0;
}
