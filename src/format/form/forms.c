/* The forms of a command: the built-in one, that of --form, those of the forms folder. */
#include "format/form/forms.h"

#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/strvec.h"
#include "base/xalloc.h"

#include "format/draft/draft_parts.h"
#include "format/form/form_file.h"
#include "format/journal/journal.h"

struct forms {
	char *folder;    /* NULL: there is none, and a draft need not be looked into */
	struct form **v; /* those that were read; the first is the default */
	size_t n, alloc;
	bool given; /* the default, by --form */
	/* Those of removed drafts, known by their paths alone: their names may be others' by now. */
	struct form **left;
	size_t nleft, left_alloc;
};

static void
forms_add(struct forms *forms, struct form *form)
{
	ARRAY_GROW(forms->v, forms->n, forms->alloc);
	forms->v[forms->n++] = form;
}

struct forms *
forms_open(const char *path, struct strbuf *err)
{
	struct forms *forms;
	struct form *own = path ? form_file_read(path, err) : NULL;

	if (path && !own)
		return NULL;
	forms = xcalloc(1, sizeof *forms);
	forms->given = own != NULL;
	if (own)
		forms_add(forms, own);
	forms_add(forms, form_builtin());
	forms->folder =
		path_of_user("SCEPWIZ_FORMS", "XDG_CONFIG_HOME", ".config", "scepwiz/forms");
	if (forms->folder && !path_exists(forms->folder)) {
		free(forms->folder);
		forms->folder = NULL;
	}
	return forms;
}

void
forms_free(struct forms *forms)
{
	if (!forms)
		return;
	for (size_t i = 0; i < forms->n; i++)
		form_free(forms->v[i]);
	for (size_t i = 0; i < forms->nleft; i++)
		form_free(forms->left[i]);
	free(forms->v);
	free(forms->left);
	free(forms->folder);
	free(forms);
}

const struct form *
forms_default(const struct forms *forms)
{
	return forms->v[0];
}

/* A name is one of small letters, digits and _ (or no draft's), so that it stays in the folder. */
#define NAME_LETTERS "abcdefghijklmnopqrstuvwxyz0123456789_"

/* Where a draft is what was asked for, its form's first mistake is told, and how to see the others. */
static struct form *
forms_read_file(const char *path, struct strbuf *err)
{
	struct strbuf mistakes = STRBUF_INIT;
	struct form *form = form_file_read(path, &mistakes);
	struct strvec lines = STRVEC_INIT;

	strvec_split(&lines, mistakes.buf, '\n');
	if (!form)
		error_add(err, "%s", lines.v[0]);
	if (lines.n > 1)
		strbuf_addf(err, " (and %zu more: scepwiz check %s)", lines.n - 1, path);
	strvec_release(&lines);
	strbuf_release(&mistakes);
	return form;
}

static const struct form *
forms_read(struct forms *forms, const char *name, struct strbuf *err)
{
	struct strbuf file = STRBUF_INIT;
	struct form *form = NULL;
	char *path;

	if (!forms->folder || !*name || name[strspn(name, NAME_LETTERS)])
		return forms_default(forms);
	strbuf_addf(&file, "%s.yaml", name);
	path = path_join(forms->folder, file.buf);
	if (!path_exists(path)) {
		free(path);
		strbuf_release(&file);
		return forms_default(forms);
	}
	form = forms_read_file(path, err);
	if (form && strcmp(form->name, name) != 0) {
		error_add(err, "%s holds the form %s; its name is wanted to be that of its file",
			path, form->name);
		form_free(form);
		form = NULL;
	}
	if (form)
		forms_add(forms, form);
	free(path);
	strbuf_release(&file);
	return form;
}

static const struct form *
forms_named(struct forms *forms, const char *name, struct strbuf *err)
{
	for (size_t i = 0; i < forms->n; i++)
		if (form_answers_to(forms->v[i], name))
			return forms->v[i];
	return forms_read(forms, name, err);
}

/* The name where the first line that is no comment gives it plainly, as in every draft that scepwiz made:
 * most of a draft may be an imported profile, which need not be read for it. */
static bool
name_is_plain(const char *data, size_t len, struct strbuf *name)
{
	static const char key[] = "form: ";
	const char *end = data + len, *word;
	size_t letters = 0;

	while (data < end && (*data == '#' || *data == '\n')) {
		data = memchr(data, '\n', (size_t)(end - data));
		if (!data++)
			return false;
	}
	if ((size_t)(end - data) < strlen(key) || memcmp(data, key, strlen(key)) != 0)
		return false;
	for (word = data + strlen(key); word + letters < end; letters++)
		if (!word[letters] || !strchr(NAME_LETTERS, word[letters]))
			break;
	strbuf_add(name, word, letters);
	return letters && word + letters < end && word[letters] == '\n';
}

/* Nothing where the text is no draft. */
static void
name_find(const char *data, size_t len, struct strbuf *name)
{
	struct strbuf ignored = STRBUF_INIT;
	struct node *root = NULL;
	const struct node *node = NULL;

	if (name_is_plain(data, len, name))
		return;
	strbuf_clear(name);
	if (yaml_source_read(data, len, "", &draft_limits, &root, &ignored) == 0 && root &&
		root->kind == NODE_MAP)
		node = node_get(root, "form");
	if (node && node->kind == NODE_TEXT)
		strbuf_addstr(name, node->text.buf);
	node_free(root);
	strbuf_release(&ignored);
}

const struct form *
forms_of_draft(struct forms *forms, const char *data, size_t len, struct strbuf *err)
{
	struct strbuf name = STRBUF_INIT;
	const struct form *form = forms_default(forms);

	if (!forms->folder && forms->n == 1)
		return form;
	name_find(data, len, &name);
	if (name.len)
		form = forms_named(forms, name.buf, err);
	strbuf_release(&name);
	return form;
}

/* Where there is no choice, the file is not read twice. */
const struct form *
forms_of_file(struct forms *forms, const char *path, struct strbuf *err)
{
	struct strbuf data = STRBUF_INIT, ignored = STRBUF_INIT;
	const struct form *form = forms_default(forms);

	if ((forms->folder || forms->n > 1) &&
		file_read(path, DRAFT_FILE_LIMIT, &data, &ignored) == 0)
		form = forms_of_draft(forms, data.buf, data.len, err);
	strbuf_release(&data);
	strbuf_release(&ignored);
	return form;
}

int
forms_read_draft(struct forms *forms, const char *path, struct draft_file *file, struct strbuf *err)
{
	const struct form *form = forms_of_file(forms, path, err);

	return form ? draft_file_read(file, form, path, err) : -1;
}

static const struct form *
forms_of_left(struct forms *forms, const char *form_path, struct strbuf *err)
{
	struct form *form;

	if (forms->given || !*form_path)
		return forms_default(forms);
	for (size_t i = 0; i < forms->nleft; i++)
		if (forms->left[i]->path && !strcmp(forms->left[i]->path, form_path))
			return forms->left[i];
	form = forms_read_file(form_path, err);
	if (form) {
		ARRAY_GROW(forms->left, forms->nleft, forms->left_alloc);
		forms->left[forms->nleft++] = form;
	}
	return form;
}

int
forms_read_left(struct forms *forms, const char *path, struct draft_file *file, struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT, form_path = STRBUF_INIT, why = STRBUF_INIT;
	const struct form *form = NULL;
	int result = journal_base(path, &text, &form_path);

	if (result == 0) {
		form = forms_of_left(forms, form_path.buf, &why);
		result = form ? draft_file_parse(file, form, path, text.buf, text.len, &why) : -1;
	}
	if (why.len)
		error_add(err,
			"the draft was removed; what a session has changed in it is kept, but %s cannot "
			"be read: %s. Put the form back as it was, or name it with --form",
			form ? "with its form it" : "its form", why.buf);
	else if (result == 0)
		file->path = xstrdup(path);
	strbuf_release(&text);
	strbuf_release(&form_path);
	strbuf_release(&why);
	return result;
}
