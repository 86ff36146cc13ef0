/* Where drafts live: the drafts folder, what a draft's name means, the drafts beside one. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fileio.h"
#include "base/xalloc.h"

#include "format/draft_parts.h"

/* More drafts than this in one folder are not compared. */
#define NEIGHBOURS_MAX 1000

static const char *
environment(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

char *
draft_folder(struct strbuf *err)
{
	const char *own = environment("SCEPWIZ_DRAFTS"), *data = environment("XDG_DATA_HOME");
	const char *home = environment("HOME");

	if (own)
		return xstrdup(own);
	if (data && *data == '/') /* the XDG specification: a relative one is ignored */
		return path_join(data, "scepwiz/drafts");
	if (home)
		return path_join(home, ".local/share/scepwiz/drafts");
	error_add(err,
		"there is no drafts folder, because HOME is not set; set SCEPWIZ_DRAFTS to a "
		"folder, or give the path of the draft");
	return NULL;
}

static bool
has_suffix(const char *name, const char *suffix)
{
	size_t len = strlen(name), suffix_len = strlen(suffix);

	return len > suffix_len && !strcmp(name + len - suffix_len, suffix);
}

char *
draft_path(const char *name, struct strbuf *err)
{
	struct strbuf file = STRBUF_INIT;
	char *folder, *path = NULL;

	if (!*name) {
		error_add(err, "the name of the draft is empty");
		return NULL;
	}
	if (strchr(name, '/') || has_suffix(name, ".yaml") || !strcmp(name, "-"))
		return xstrdup(name);
	folder = draft_folder(err);
	if (folder) {
		strbuf_addf(&file, "%s.yaml", name);
		path = path_join(folder, file.buf);
	}
	strbuf_release(&file);
	free(folder);
	return path;
}

/* Makes folder and those above it. */
static int
folder_make(const char *folder, struct strbuf *err)
{
	char *above;
	int result = 0;

	if (path_exists(folder))
		return 0;
	above = path_folder(folder);
	if (strcmp(above, folder) != 0)
		result = folder_make(above, err);
	free(above);
	if (result == 0 && mkdir(folder, 0700) < 0 && errno != EEXIST)
		result = error_add(err, "cannot make the folder %s: %s", folder, strerror(errno));
	return result;
}

int
draft_folder_make(const char *path, struct strbuf *err)
{
	struct strbuf ignored = STRBUF_INIT;
	char *folder = path_folder(path), *drafts = draft_folder(&ignored);
	char *inside = drafts ? path_join(drafts, "x") : xstrdup(path);
	char *wanted = path_folder(inside); /* as drafts, without a slash at the end */
	int result = 0;

	if (drafts && !strcmp(folder, wanted))
		result = folder_make(folder, err);
	free(folder);
	free(drafts);
	free(inside);
	free(wanted);
	strbuf_release(&ignored);
	return result;
}

static int
is_draft_name(const struct dirent *entry)
{
	return entry->d_name[0] != '.' &&
	       (has_suffix(entry->d_name, ".yaml") || has_suffix(entry->d_name, ".yml"));
}

/* By bytes, so that the order is the same in every locale. */
static int
compare_names(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* Appends the field's text in the draft at path, or its default where that is empty. */
static int
neighbour_read(const char *path, const struct field *field, struct strvec *names)
{
	struct strbuf data = STRBUF_INIT, err = STRBUF_INIT;
	struct yaml_node *root = NULL;
	const struct yaml_node *name;
	int result = -1;

	if (file_read(path, DRAFT_FILE_LIMIT, &data, &err) == 0 &&
		yaml_source_read(data.buf, data.len, path, &draft_limits, &root, &err) == 0 &&
		root && yaml_node_get(root, "form")) {
		name = yaml_node_get(root, field->key);
		strvec_push(names, name && name->kind == YAML_TEXT && *name->text
					   ? name->text
					   : field->default_text);
		result = 0;
	}
	yaml_node_free(root);
	strbuf_release(&data);
	strbuf_release(&err);
	return result;
}

void
draft_file_neighbours(const char *path, const struct field *name_field, struct strvec *names,
	struct strvec *files)
{
	struct dirent **entries = NULL;
	char *folder = path_folder(path), *own = path_name(path);
	int n = scandir(folder, &entries, is_draft_name, compare_names);

	for (int i = 0; i < n; i++) {
		char *other = path_join(folder, entries[i]->d_name);

		if (i < NEIGHBOURS_MAX && strcmp(entries[i]->d_name, own) != 0 &&
			neighbour_read(other, name_field, names) == 0)
			strvec_push(files, entries[i]->d_name);
		free(other);
		free(entries[i]);
	}
	free(entries);
	free(folder);
	free(own);
}

/* The field whose values must differ between the drafts of a folder: the one that the rule is
 * about. */
static const struct field *
unique_field(const struct form *form)
{
	const struct rule *rule = rule_find("policy-name");

	return rule && rule->field ? form_field(form, rule->field) : NULL;
}

void
surroundings_init(struct surroundings *around, const struct draft_file *file)
{
	const struct field *unique = unique_field(draft_form(file->draft));

	*around = (struct surroundings){
		.folder = file->path ? path_folder(file->path) : xstrdup("."),
		.other_names = STRVEC_INIT,
		.other_files = STRVEC_INIT,
	};
	if (unique && file->path)
		draft_file_neighbours(
			file->path, unique, &around->other_names, &around->other_files);
	around->env = (struct lint_env){
		.folder = around->folder,
		.other_names = &around->other_names,
		.other_files = &around->other_files,
		.readable_by_others = file->readable_by_others,
	};
}

void
surroundings_release(struct surroundings *around)
{
	free(around->folder);
	strvec_release(&around->other_names);
	strvec_release(&around->other_files);
	*around = (struct surroundings){ .other_names = STRVEC_INIT, .other_files = STRVEC_INIT };
}
