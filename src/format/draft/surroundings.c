/* The drafts beside a draft. */
#include "format/draft/surroundings.h"

#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/draft/draft_parts.h"
#include "format/draft/draft_same.h"

/* More drafts than this in one folder are not compared: each is read. */
#define NEIGHBOURS_MAX 10000
/* Nor what is more than this of all together: in a folder that others can write, each may be as large as
 * a draft can be. */
#define NEIGHBOURS_BYTES (64 * 1024 * 1024)

/* The lines of a key's entry at the top level; NULL where it is not plainly there. A folder may hold
 * thousands of drafts, and each the whole of an imported profile behind its answers. */
static const char *
entry_find(const struct strbuf *data, const char *key, const char **end)
{
	size_t len = strlen(key);
	const char *start = data->buf, *line;

	while (start && (strncmp(start, key, len) != 0 || start[len] != ':')) {
		start = strchr(start, '\n');
		start = start ? start + 1 : NULL;
	}
	*end = data->buf + data->len;
	for (line = start; line && (line = strchr(line, '\n'));)
		if (!strchr(" \t\r\n#-", *++line)) {
			*end = line;
			break;
		}
	return start;
}

/* What is no text, or there twice, counts for nothing: which value was meant is not known. */
static bool
neighbour_reads(const struct node *value)
{
	return value->kind == NODE_TEXT && !value->source.slip && yaml_node_repeated(value) == 1;
}

/* Pushes the field's text, or its default where that is empty, where the text is a draft's. */
static int
neighbour_name(const struct node *root, const struct field *field, struct strvec *texts)
{
	const struct node *name = node_get(root, field->key);

	if (!node_get(root, "form"))
		return -1;
	if (!name || neighbour_reads(name))
		strvec_push(texts, name && name->text.len ? name->text.buf : field->default_text);
	return 0;
}

static void
neighbour_identity(const struct node *root, const struct form *form, struct strvec *texts)
{
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];
		const struct node *node = field->group ? node_get(root, field->group) : root;
		char *text;

		if (node && field->flags & FIELD_MADE)
			node = node_get(node, field->key);
		else
			continue;
		if (!node || !neighbour_reads(node) || !node->text.len)
			continue;
		text = text_lower(node->text.buf);
		strvec_push(texts, text);
		free(text);
	}
}

/* One draft beside another, as far as it is told apart. */
struct neighbour {
	const struct form *form;
	const struct field *name_field;
	struct strvec names, identity;
};

static struct node *
neighbour_parse(const char *path, const char *text, size_t len)
{
	struct strbuf err = STRBUF_INIT;
	struct node *root = NULL;

	if (yaml_source_read(text, len, path, &draft_limits, &root, &err) < 0)
		root = NULL;
	strbuf_release(&err);
	return root;
}

/* The lines of a draft up to the name; with those of the group that has the identity, unless it is before
 * them. False where they are not plainly there. */
static bool
neighbour_excerpt(
	const struct neighbour *one, const struct strbuf *data, bool whole, struct strbuf *out)
{
	const struct field *identifier = form_identifier(one->form);
	const char *end, *group_end, *group;

	if (!entry_find(data, one->name_field->key, &end))
		return false;
	strbuf_add(out, data->buf, (size_t)(end - data->buf));
	if (!whole)
		return true;
	if (!identifier || !identifier->group ||
		!(group = entry_find(data, identifier->group, &group_end)))
		return false;
	if (group >= end)
		strbuf_add(out, group, (size_t)(group_end - group));
	return true;
}

static int
neighbour_take(struct neighbour *one, const char *path, const struct strbuf *text)
{
	struct node *root = neighbour_parse(path, text->buf, text->len);
	int result = root ? neighbour_name(root, one->name_field, &one->names) : -1;

	if (result == 0)
		neighbour_identity(root, one->form, &one->identity);
	node_free(root);
	return result;
}

/* From an excerpt first, for the rest may be long; and last, for it may be broken. */
static int
neighbour_read_data(struct neighbour *one, const char *path, const struct strbuf *data)
{
	struct strbuf both = STRBUF_INIT, name = STRBUF_INIT;
	int result = -1;

	if (neighbour_excerpt(one, data, true, &both))
		result = neighbour_take(one, path, &both);
	if (result < 0)
		result = neighbour_take(one, path, data);
	if (result < 0 && neighbour_excerpt(one, data, false, &name))
		result = neighbour_take(one, path, &name);
	strbuf_release(&both);
	strbuf_release(&name);
	return result;
}

static void
neighbours_add(struct neighbours *near, const struct neighbour *one, const char *file)
{
	for (size_t i = 0; i < one->names.n; i++) {
		strvec_push(&near->names.texts, one->names.v[i]);
		strvec_push(&near->names.files, file);
	}
	for (size_t i = 0; i < one->identity.n; i++) {
		strvec_push(&near->identities.texts, one->identity.v[i]);
		strvec_push(&near->identities.files, file);
	}
}

/* Adds to *bytes what was read. */
static void
neighbour_read(struct neighbours *near, const char *file, const struct form *form, size_t *bytes)
{
	struct neighbour one = {
		.form = form,
		.name_field = neighbours_field(form),
		.names = STRVEC_INIT,
		.identity = STRVEC_INIT,
	};
	struct strbuf data = STRBUF_INIT, ignored = STRBUF_INIT;
	char *path = path_join(near->folder, file);

	if (file_read(path, DRAFT_FILE_LIMIT, &data, &ignored) == 0 &&
		neighbour_read_data(&one, path, &data) == 0)
		neighbours_add(near, &one, file);
	*bytes += data.len;
	strvec_release(&one.names);
	strvec_release(&one.identity);
	strbuf_release(&data);
	strbuf_release(&ignored);
	free(path);
}

struct text_of_file {
	char *text, *file;
};

static int
texts_compare(const void *a, const void *b)
{
	const struct text_of_file *x = a, *y = b;
	int order = strcmp(x->text, y->text);

	return order ? order : strcmp(x->file, y->file);
}

/* By text, so that one is found among ten thousand at once; those of one text by their files. */
static void
texts_sort(struct neighbour_texts *texts)
{
	size_t n = texts->texts.n;
	struct text_of_file *pairs = xcalloc(n + 1, sizeof *pairs);

	for (size_t i = 0; i < n; i++)
		pairs[i] = (struct text_of_file){ texts->texts.v[i], texts->files.v[i] };
	qsort(pairs, n, sizeof *pairs, texts_compare);
	for (size_t i = 0; i < n; i++) {
		texts->texts.v[i] = pairs[i].text;
		texts->files.v[i] = pairs[i].file;
	}
	free(pairs);
}

void
neighbours_read(struct neighbours *near, const char *folder, const struct form *form)
{
	struct strvec entries = STRVEC_INIT;
	struct strbuf ignored = STRBUF_INIT;
	size_t bytes = 0;

	neighbours_release(near);
	near->folder = xstrdup(folder);
	draft_folder_list(folder, &entries, &ignored);
	for (size_t i = 0; i < entries.n && i < NEIGHBOURS_MAX && bytes < NEIGHBOURS_BYTES; i++)
		neighbour_read(near, entries.v[i], form, &bytes);
	texts_sort(&near->names);
	texts_sort(&near->identities);
	strvec_release(&entries);
	strbuf_release(&ignored);
}

static void
texts_release(struct neighbour_texts *texts)
{
	strvec_release(&texts->texts);
	strvec_release(&texts->files);
}

void
neighbours_release(struct neighbours *near)
{
	free(near->folder);
	texts_release(&near->names);
	texts_release(&near->identities);
	*near = (struct neighbours)NEIGHBOURS_INIT;
}

/* The one that the rule is about. */
const struct field *
neighbours_field(const struct form *form)
{
	return form_role(form, ROLE_POLICY_NAME);
}

static const struct draft_file *
surroundings_twin(struct surroundings *around, const char *name)
{
	struct strbuf ignored = STRBUF_INIT;
	struct neighbour_draft *twin;
	char *path;

	for (size_t i = 0; i < around->ntwins; i++)
		if (!strcmp(around->twins[i].name, name))
			return &around->twins[i].file;
	ARRAY_GROW(around->twins, around->ntwins, around->twins_alloc);
	twin = &around->twins[around->ntwins++];
	*twin = (struct neighbour_draft){ .name = xstrdup(name), .file = DRAFT_FILE_INIT };
	path = path_join(around->folder, name);
	draft_file_read(&twin->file, draft_form(around->file->draft), path, &ignored);
	free(path);
	strbuf_release(&ignored);
	return &twin->file;
}

/* For lint_env.same_policy. A draft of another form is another policy. */
static bool
surroundings_same_policy(void *data, const char *file)
{
	struct surroundings *around = data;
	const struct draft_file *twin = surroundings_twin(around, file);

	return twin->draft && draft_same_policy(around->file, twin);
}

void
surroundings_init_shared(
	struct surroundings *around, const struct draft_file *file, struct neighbours *shared)
{
	const struct form *form = draft_form(file->draft);
	const char *path = file->path;

	*around = (struct surroundings){
		.folder = path ? path_folder(path) : xstrdup("."),
		.own_file = path ? path_name(path) : NULL,
		.file = file,
		.near = NEIGHBOURS_INIT,
	};
	around->env = (struct lint_env){
		.folder = around->folder,
		.own_file = around->own_file,
		.readable_by_others = file->readable_by_others,
	};
	if (!neighbours_field(form) || !path)
		return;
	if (!shared->folder || strcmp(shared->folder, around->folder) != 0)
		neighbours_read(shared, around->folder, form);
	around->env.names = &shared->names;
	around->env.identities = &shared->identities;
	around->env.same_policy = surroundings_same_policy;
	around->env.data = around;
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
	for (size_t i = 0; i < around->ntwins; i++) {
		free(around->twins[i].name);
		draft_file_release(&around->twins[i].file);
	}
	free(around->twins);
	neighbours_release(&around->near);
	*around = (struct surroundings)SURROUNDINGS_INIT;
}
