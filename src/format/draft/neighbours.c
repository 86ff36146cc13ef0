/* The drafts of a folder, read as far as they are told apart. */
#include "format/draft/neighbours.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/xalloc.h"

#include "format/draft/draft_parts.h"
#include "format/draft/glance.h"

/* More drafts than this in one folder are not compared: each is read. */
#define NEIGHBOURS_MAX 10000
/* Nor what is more than this of all together: in a folder that others can write, each may be as large as
 * a draft can be. */
#define NEIGHBOURS_BYTES (64 * 1024 * 1024)

/* By what the drafts of a form are told apart, found once for a folder. */
struct apart {
	struct neighbours *near;
	const struct field *name;
	const struct field **made; /* the identity */
	size_t nmade;
	const char *group; /* that all of it is in; NULL where there is none */
	int folder;
	struct strbuf data; /* of the file at hand */
	struct glance glance;
};

static void
apart_init(struct apart *apart, struct neighbours *near)
{
	const struct form *form = near->form;

	*apart =
		(struct apart){ .near = near, .name = neighbours_field(form), .data = STRBUF_INIT };
	apart->folder = folder_open(near->folder);
	apart->made = xcalloc(form->nfields + 1, sizeof(const struct field *));
	for (size_t i = 0; i < form->nfields; i++)
		if (form->fields[i]->flags & FIELD_MADE)
			apart->made[apart->nmade++] = form->fields[i];
	apart->group = apart->nmade ? apart->made[0]->group : NULL;
	for (size_t i = 0; apart->group && i < apart->nmade; i++)
		if (!apart->made[i]->group || strcmp(apart->made[i]->group, apart->group) != 0)
			apart->group = NULL;
}

/* A name that is left empty is the default. */
static void
apart_add_name(struct apart *apart, const char *text, size_t len, const char *file)
{
	struct neighbour_texts *names = &apart->near->told.names;

	if (len)
		strvec_pushn(&names->texts, text, len);
	else
		strvec_push(&names->texts, apart->name->default_text);
	strvec_push(&names->files, file);
}

static void
apart_add_identity(struct apart *apart, const char *text, size_t len, const char *file)
{
	struct neighbour_texts *identities = &apart->near->told.identities;

	if (!len)
		return;
	strvec_pushn(&identities->texts, text, len);
	for (char *p = identities->texts.v[identities->texts.n - 1]; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p |= 0x20;
	strvec_push(&identities->files, file);
}

/* A value that is not a text, or is there twice, is ignored: it is not clear which one was meant. */
static bool
neighbour_reads(const struct node *value)
{
	return value->kind == NODE_TEXT && !value->source.slip && yaml_node_repeated(value) == 1;
}

/* False if it is not a draft. */
static bool
neighbour_take(struct apart *apart, const char *file)
{
	const struct node *name;
	NODE(root) = NULL;
	STRBUF(ignored);

	if (yaml_source_read(
		    apart->data.buf, apart->data.len, file, &draft_limits, &root, &ignored) < 0 ||
		!root || !node_get(root, "form"))
		return false;
	name = node_get(root, apart->name->key);
	if (!name || neighbour_reads(name))
		apart_add_name(apart, name ? name->text.buf : "", name ? name->text.len : 0, file);
	for (size_t i = 0; i < apart->nmade; i++) {
		const char *group = apart->made[i]->group;
		const struct node *node = group ? node_get(root, group) : root;

		node = node ? node_get(node, apart->made[i]->key) : NULL;
		if (node && neighbour_reads(node))
			apart_add_identity(apart, node->text.buf, node->text.len, file);
	}
	return true;
}

static void
neighbour_take_glance(struct apart *apart, const char *file)
{
	const struct glance *glance = &apart->glance;

	apart_add_name(apart, glance->name.start, glance->has_name ? glance->name.len : 0, file);
	for (size_t i = 0; i < glance->n; i++) {
		const struct glance_entry *entry = &glance->entries[i];

		for (size_t j = 0; j < apart->nmade; j++)
			if (!strncmp(apart->made[j]->key, entry->key.start, entry->key.len) &&
				!apart->made[j]->key[entry->key.len])
				apart_add_identity(
					apart, entry->value.start, entry->value.len, file);
	}
}

/* What a glance does not tell is read; where that fails, for the draft is broken, its name counts all the same.
 * Returns how many bytes were read. */
static size_t
neighbour_read(struct apart *apart, const char *file)
{
	struct glance *glance = &apart->glance;
	bool glanced = apart->group != NULL;

	strbuf_clear(&apart->data);
	if (!file_read_in(apart->folder, file, DRAFT_FILE_LIMIT, &apart->data))
		return apart->data.len;
	if ((glanced && glance_at(glance, &apart->data, apart->name->key, apart->group)) ||
		(!neighbour_take(apart, file) && glanced && glance->is_draft && glance->has_name))
		neighbour_take_glance(apart, file);
	return apart->data.len;
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
	STRVEC(entries);
	STRBUF(ignored);
	struct apart apart;
	size_t bytes = 0, i = 0;

	neighbours_release(near);
	near->folder = xstrdup(folder);
	near->form = form;
	if (!neighbours_field(form))
		return;
	apart_init(&apart, near);
	draft_folder_list(folder, &entries, &ignored);
	for (; apart.folder >= 0 && i < entries.n && i < NEIGHBOURS_MAX && bytes < NEIGHBOURS_BYTES;
		i++)
		bytes += neighbour_read(&apart, entries.v[i]);
	near->told.compared = i;
	near->told.n = entries.n;
	texts_sort(&near->told.names);
	texts_sort(&near->told.identities);
	if (apart.folder >= 0)
		close(apart.folder);
	strbuf_release(&apart.data);
	free(apart.made);
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
