/* Where drafts live: the drafts folder, and what a draft's name means. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/draft/draft_parts.h"

char *
draft_folder(struct strbuf *err)
{
	char *folder =
		path_of_user("SCEPWIZ_DRAFTS", "XDG_DATA_HOME", ".local/share", "scepwiz/drafts");

	if (!folder)
		error_add(err,
			"there is no drafts folder, because the account has no home folder. Set "
			"SCEPWIZ_DRAFTS to a folder, or give the path of the draft");
	return folder;
}

size_t
draft_short_length(const char *file)
{
	return strlen(file) - (path_has_suffix(file, ".yaml") ? strlen(".yaml") : 0);
}

char *
draft_path(const char *name, struct strbuf *err)
{
	STRBUF(file);
	char *folder, *path = NULL;

	if (!*name) {
		error_add(err, "the draft's name is empty");
		return NULL;
	}
	if (strchr(name, '/') || name[draft_short_length(name)] || !strcmp(name, "-") ||
		!strcmp(name, ".") || !strcmp(name, ".."))
		return xstrdup(name);
	folder = draft_folder(err);
	if (folder) {
		strbuf_addf(&file, "%s.yaml", name);
		path = path_join(folder, file.buf);
	}
	free(folder);
	return path;
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
		if (path_has_suffix(name, suffixes[i]))
			return strlen(name) - strlen(suffixes[i]);
	return strlen(name);
}

char *
draft_name_of(const char *path)
{
	char *name = path_name(path);

	name[draft_name_length(name)] = '\0';
	return name;
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

/* Drafts name their form in one of their first lines. */
#define LOOKED_INTO_BYTES 4096

/* Whether a line of the text begins with this key, in quotes or not; in flow style any of its keys does. */
static bool
has_line(const char *text, const char *key)
{
	size_t len = strlen(key);

	for (const char *at = text; (at = strstr(at, key)); at += len) {
		const char *start = at, *end = at + len;

		if (start > text && strchr("\"'", start[-1]) && *end++ != *--start)
			continue;
		if (*end == ':' && (start == text || start[-1] == '\n' || *text == '{'))
			return true;
	}
	return false;
}

bool
draft_names_form(int folder, const char *name)
{
	STRBUF(text);

	if (!file_read_begin(folder, name, LOOKED_INTO_BYTES, &text))
		return false;
	return has_line(text.buf + utf8_mark(text.buf, text.len), "form") &&
	       !has_line(text.buf, "extends") && !has_line(text.buf, "sections");
}
