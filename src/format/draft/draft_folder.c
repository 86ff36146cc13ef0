/* Where drafts live: the drafts folder, what a draft's name means, the drafts beside one. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "format/draft/draft_parts.h"

/* More drafts than this in one folder are not compared: each is read. */
#define NEIGHBOURS_MAX 10000
/* Nor what is more than this of all together: in a folder that others can write, each may be as large as
 * a draft can be. */
#define NEIGHBOURS_BYTES (64 * 1024 * 1024)

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

/* The bytes up to the end of a key's entry at the top level; all where it is not plainly there. A folder
 * may hold thousands of drafts, and each the whole of an imported profile behind its answers. */
static size_t
neighbour_head(const struct strbuf *data, const char *key)
{
	size_t len = strlen(key);
	const char *line = data->buf;

	while (line && (strncmp(line, key, len) != 0 || line[len] != ':')) {
		line = strchr(line, '\n');
		line = line ? line + 1 : NULL;
	}
	while (line && (line = strchr(line, '\n')))
		if (!strchr(" \t\r\n#-", *++line))
			return (size_t)(line - data->buf);
	return data->len;
}

/* What is no text, or there twice, is a name that nobody knows. */
static bool
neighbour_name_is_read(const struct yaml_node *root, const struct yaml_node *name)
{
	for (size_t i = 0; i < root->n; i++)
		if (yaml_node_repeats(root->v[i]) == name)
			return false;
	return name->kind == YAML_TEXT && !name->slip;
}

/* Pushes the field's text, or its default where that is empty, where the text is a draft's. */
static int
neighbour_parse(const char *path, const char *text, size_t len, const struct field *field,
	struct strvec *names)
{
	struct strbuf err = STRBUF_INIT;
	struct yaml_node *root = NULL;
	const struct yaml_node *name;
	int result = -1;

	if (yaml_source_read(text, len, path, &draft_limits, &root, &err) == 0 && root &&
		yaml_node_get(root, "form")) {
		name = yaml_node_get(root, field->key);
		if (!name || neighbour_name_is_read(root, name))
			strvec_push(names, name && *name->text ? name->text : field->default_text);
		result = 0;
	}
	yaml_node_free(root);
	strbuf_release(&err);
	return result;
}

/* Adds to *bytes what was read. */
static int
neighbour_read(const char *path, const struct field *field, struct strvec *names, size_t *bytes)
{
	struct strbuf data = STRBUF_INIT, err = STRBUF_INIT;
	int result = file_read(path, DRAFT_FILE_LIMIT, &data, &err);
	size_t head = neighbour_head(&data, field->key);

	*bytes += data.len;
	if (result == 0)
		result = neighbour_parse(path, data.buf, head, field, names);
	if (result < 0 && head < data.len)
		result = neighbour_parse(path, data.buf, data.len, field, names);
	strbuf_release(&data);
	strbuf_release(&err);
	return result;
}

struct neighbour {
	char *name, *file;
};

static int
neighbour_compare(const void *a, const void *b)
{
	const struct neighbour *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order ? order : strcmp(x->file, y->file);
}

/* By name, so that one is found among ten thousand at once; those of one name by their files. */
static void
neighbours_sort(struct neighbours *near)
{
	struct neighbour *pairs = xcalloc(near->names.n + 1, sizeof *pairs);

	for (size_t i = 0; i < near->names.n; i++)
		pairs[i] = (struct neighbour){ near->names.v[i], near->files.v[i] };
	qsort(pairs, near->names.n, sizeof *pairs, neighbour_compare);
	for (size_t i = 0; i < near->names.n; i++) {
		near->names.v[i] = pairs[i].name;
		near->files.v[i] = pairs[i].file;
	}
	free(pairs);
}

void
neighbours_read(struct neighbours *near, const char *folder, const struct field *name_field)
{
	struct strvec entries = STRVEC_INIT;
	struct strbuf ignored = STRBUF_INIT;
	size_t bytes = 0;

	neighbours_release(near);
	near->folder = xstrdup(folder);
	draft_folder_list(folder, &entries, &ignored);
	for (size_t i = 0; i < entries.n && i < NEIGHBOURS_MAX && bytes < NEIGHBOURS_BYTES; i++) {
		char *path = path_join(folder, entries.v[i]);

		if (neighbour_read(path, name_field, &near->names, &bytes) == 0)
			strvec_push(&near->files, entries.v[i]);
		free(path);
	}
	neighbours_sort(near);
	strvec_release(&entries);
	strbuf_release(&ignored);
}

void
neighbours_release(struct neighbours *near)
{
	free(near->folder);
	strvec_release(&near->names);
	strvec_release(&near->files);
	*near = (struct neighbours)NEIGHBOURS_INIT;
}

/* The one that the rule is about. */
const struct field *
neighbours_field(const struct form *form)
{
	const struct rule *rule = rule_find("policy-name");

	return rule && rule->field ? form_field(form, rule->field) : NULL;
}

void
surroundings_init_shared(
	struct surroundings *around, const struct draft_file *file, struct neighbours *shared)
{
	const struct field *unique = neighbours_field(draft_form(file->draft));
	const char *path = file->path;

	*around = (struct surroundings){
		.folder = path ? path_folder(path) : xstrdup("."),
		.own_file = path ? path_name(path) : NULL,
		.near = NEIGHBOURS_INIT,
	};
	around->env = (struct lint_env){
		.folder = around->folder,
		.own_file = around->own_file,
		.readable_by_others = file->readable_by_others,
	};
	if (!unique || !path)
		return;
	if (!shared->folder || strcmp(shared->folder, around->folder) != 0)
		neighbours_read(shared, around->folder, unique);
	around->env.other_names = &shared->names;
	around->env.other_files = &shared->files;
}

void
surroundings_init(struct surroundings *around, const struct draft_file *file)
{
	surroundings_init_shared(around, file, &around->near);
}

void
surroundings_release(struct surroundings *around)
{
	free(around->folder);
	free(around->own_file);
	neighbours_release(&around->near);
	*around = (struct surroundings)SURROUNDINGS_INIT;
}
