/* Names in folders, for the list of files and for Tab in a question for a path, which completes it as far as it is
 * certain, else lists what could be meant. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "ui/wizard/machine.h"

/* Where the system tells what a name is, thousands of files need not be looked at one by one. */
static bool
entry_is_folder(const char *folder, const struct dirent *entry)
{
	char *path;
	bool is;

#ifdef DT_DIR
	if (entry->d_type != DT_UNKNOWN && entry->d_type != DT_LNK)
		return entry->d_type == DT_DIR;
#endif
	path = path_join(folder, entry->d_name);
	is = path_is_folder(path);
	free(path);
	return is;
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

/* So many names that could be meant are listed at most. */
#define NAMES_LISTED 8

struct completion {
	const char *typed;          /* the folder as typed, with its slash, and what follows */
	size_t folder_len;          /* of that, up to and with the last slash */
	const char *const *endings; /* of files that are offered; NULL: all */
	struct strvec names;        /* folders with a slash */
};

static void
completion_take(void *data, const char *name, bool folder)
{
	struct completion *c = data;
	const char *begun = c->typed + c->folder_len;
	STRBUF(text);

	if ((name[0] == '.' && begun[0] != '.') || strncmp(name, begun, strlen(begun)) != 0 ||
		!(folder || name_is_plausible(name, c->endings)))
		return;
	strbuf_addf(&text, "%s%s", name, folder ? "/" : "");
	strvec_push(&c->names, text.buf);
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* How many bytes all names begin with, whole characters. */
static size_t
completion_common(const struct completion *c)
{
	const char *first = c->names.v[0];
	size_t len = strlen(first);

	for (size_t i = 1; i < c->names.n; i++) {
		size_t same = 0;

		while (same < len && first[same] == c->names.v[i][same])
			same++;
		len = same;
	}
	return utf8_check(first, len);
}

static void
completion_use(struct wizard *w, const struct completion *c, struct lineedit *edit)
{
	STRBUF(text);
	STRBUF(list);

	if (!c->names.n) {
		wizard_say(w, ' ', "No file name begins like this.");
		return;
	}
	strbuf_add(&text, c->typed, c->folder_len);
	strbuf_add(&text, c->names.v[0], completion_common(c));
	if (text.len > strlen(c->typed)) {
		lineedit_replace_all(edit, text.buf);
		return;
	}
	if (c->names.n == 1)
		return;
	for (size_t i = 0; i < c->names.n && i < NAMES_LISTED; i++)
		strbuf_addf(&list, "%s%s", i ? ", " : "", c->names.v[i]);
	if (c->names.n > NAMES_LISTED)
		strbuf_addf(&list, " and %zu more", c->names.n - NAMES_LISTED);
	wizard_say(w, ' ', "%s", list.buf);
}

/* A folder that cannot be read has nothing to complete to. */
void
wizard_complete(struct wizard *w, struct lineedit *edit, const char *const *endings)
{
	const char *slash = strrchr(edit->text.buf, '/');
	struct completion c = { .endings = endings, .names = STRVEC_INIT };
	STRBUF(typed);
	STRBUF(folder);
	STRBUF(err);
	char *path;

	strbuf_addstr(&typed, edit->text.buf);
	c.typed = typed.buf;
	c.folder_len = slash ? (size_t)(slash - edit->text.buf) + 1 : 0;
	strbuf_add(&folder, c.typed, c.folder_len);
	path = folder.len ? wizard_path(folder.buf) : xstrdup(".");
	folder_read(path, completion_take, &c, &err);
	if (c.names.n)
		qsort(c.names.v, c.names.n, sizeof *c.names.v, compare_names);
	completion_use(w, &c, edit);
	free(path);
	strvec_release(&c.names);
}
