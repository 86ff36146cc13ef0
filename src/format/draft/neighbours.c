/* The drafts of a folder, read as far as they are told apart. */
#include "format/draft/neighbours.h"

#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/draft/draft_parts.h"
#include "format/draft/glance.h"

/* More drafts than this in one folder are not compared: each is read. */
#define NEIGHBOURS_MAX 10000
/* Nor what is more than this of all together: in a folder that others can write, each may be as large as
 * a draft can be. */
#define NEIGHBOURS_BYTES (64 * 1024 * 1024)

/* What is no text, or there twice, counts for nothing: which value was meant is not known. */
static bool
neighbour_reads(const struct node *value)
{
	return value->kind == NODE_TEXT && !value->source.slip && yaml_node_repeated(value) == 1;
}

/* A name that is left empty is the default. */
static void
neighbour_name(const struct node *root, const struct field *field, struct strvec *texts)
{
	const struct node *name = node_get(root, field->key);

	if (!name || neighbour_reads(name))
		strvec_push(texts, name && name->text.len ? name->text.buf : field->default_text);
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

/* False where it is no draft. */
static bool
neighbour_take(struct neighbour *one, const char *path, const struct strbuf *data)
{
	struct node *root = neighbour_parse(path, data->buf, data->len);
	bool is_draft = root && node_get(root, "form");

	if (is_draft) {
		neighbour_name(root, one->name_field, &one->names);
		neighbour_identity(root, one->form, &one->identity);
	}
	node_free(root);
	return is_draft;
}

/* The group that all of the identity is in; NULL where there is none. */
static const char *
neighbour_group(const struct form *form)
{
	const char *group = NULL;

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];

		if (!(field->flags & FIELD_MADE))
			continue;
		if (!field->group || (group && strcmp(group, field->group) != 0))
			return NULL;
		group = field->group;
	}
	return group;
}

static void
neighbour_take_glance(struct neighbour *one, const struct glance *glance)
{
	strvec_push(
		&one->names, glance->name.len ? glance->name.buf : one->name_field->default_text);
	for (size_t i = 0; i < glance->keys.n; i++) {
		const struct field *field = form_field(one->form, glance->keys.v[i]);

		if (field && field->flags & FIELD_MADE && *glance->values.v[i]) {
			char *text = text_lower(glance->values.v[i]);

			strvec_push(&one->identity, text);
			free(text);
		}
	}
}

/* What a glance does not tell is read; where that fails, for the draft is broken, its name counts all the same. */
static void
neighbour_read_data(struct neighbour *one, const char *path, const struct strbuf *data)
{
	const char *group = neighbour_group(one->form);
	struct glance glance = GLANCE_INIT;
	bool plain = group && glance_at(&glance, data, one->name_field->key, group);

	if (plain || (!neighbour_take(one, path, data) && glance.is_draft && glance.has_name))
		neighbour_take_glance(one, &glance);
	glance_release(&glance);
}

static void
neighbours_add(struct neighbours *near, const struct neighbour *one, const char *file)
{
	for (size_t i = 0; i < one->names.n; i++) {
		strvec_push(&near->told.names.texts, one->names.v[i]);
		strvec_push(&near->told.names.files, file);
	}
	for (size_t i = 0; i < one->identity.n; i++) {
		strvec_push(&near->told.identities.texts, one->identity.v[i]);
		strvec_push(&near->told.identities.files, file);
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

	if (file_read(path, DRAFT_FILE_LIMIT, &data, &ignored) == 0)
		neighbour_read_data(&one, path, &data);
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
	size_t bytes = 0, i = 0;

	neighbours_release(near);
	near->folder = xstrdup(folder);
	near->form = form;
	draft_folder_list(folder, &entries, &ignored);
	for (; i < entries.n && i < NEIGHBOURS_MAX && bytes < NEIGHBOURS_BYTES; i++)
		neighbour_read(near, entries.v[i], form, &bytes);
	near->told.compared = i;
	near->told.n = entries.n;
	texts_sort(&near->told.names);
	texts_sort(&near->told.identities);
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
	texts_release(&near->told.names);
	texts_release(&near->told.identities);
	*near = (struct neighbours)NEIGHBOURS_INIT;
}

/* The one that the rule is about. */
const struct field *
neighbours_field(const struct form *form)
{
	return form_role(form, ROLE_POLICY_NAME);
}

static int
neighbours_compare(const struct neighbours *near, const char *folder, const struct form *form)
{
	int order = strcmp(near->folder, folder);

	return order ? order : (near->form > form) - (near->form < form);
}

const struct neighbours *
neighbourhood_of(struct neighbourhood *hood, const char *folder, const struct form *form)
{
	size_t low = 0, high = hood->n;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = neighbours_compare(hood->v[middle], folder, form);

		if (!order)
			return hood->v[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	ARRAY_GROW(hood->v, hood->n, hood->alloc);
	memmove(hood->v + low + 1, hood->v + low, (hood->n++ - low) * sizeof *hood->v);
	hood->v[low] = xcalloc(1, sizeof **hood->v);
	*hood->v[low] = (struct neighbours)NEIGHBOURS_INIT;
	neighbours_read(hood->v[low], folder, form);
	return hood->v[low];
}

void
neighbourhood_release(struct neighbourhood *hood)
{
	for (size_t i = 0; i < hood->n; i++) {
		neighbours_release(hood->v[i]);
		free(hood->v[i]);
	}
	free(hood->v);
	lint_kept_release(&hood->kept);
	*hood = (struct neighbourhood)NEIGHBOURHOOD_INIT;
}
