/* The forms of a command: those that are built in, that of --form, those of the forms folder. */
#include "format/draft/forms.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/strvec.h"
#include "base/xalloc.h"

#include "format/draft/draft_parts.h"
#include "format/form/form_file.h"

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

/* Where a draft is what was asked for, its form's first mistake is told, and how to see the others. */
static struct form *
forms_read_file(const char *path, struct strbuf *err)
{
	STRBUF(mistakes);
	STRVEC(lines);
	struct form *form = form_file_read(path, &mistakes);

	strvec_split(&lines, mistakes.buf, '\n');
	if (!form)
		error_add(err, "%s", lines.v[0]);
	if (lines.n > 1)
		strbuf_addf(err, " (and %zu more: scepwiz check %s)", lines.n - 1, path);
	return form;
}

/* Of more letters it is the path of a file. */
#define NAME_MAX_LETTERS 64

/* A name stays in the folder. */
static bool
name_is_well(const char *name)
{
	size_t n = strspn(name, FORM_NAME_LETTERS);

	return *name >= 'a' && *name <= 'z' && n <= NAME_MAX_LETTERS && !name[n];
}

/* What cannot be looked at is there, and why it cannot is told when it is read: another form of the same name would
 * be taken in silence. */
static bool
is_there(const char *path)
{
	return path_exists(path) || (errno != ENOENT && errno != ENOTDIR);
}

/* That of the forms folder, else the one that is built in; NULL without a sentence where there is neither. */
static struct form *
forms_look(const struct forms *forms, const char *name, struct strbuf *err)
{
	STRBUF(file);
	struct form *form;
	char *path;

	if (!forms->folder || !name_is_well(name))
		return form_builtin_named(name);
	strbuf_addf(&file, "%s.yaml", name);
	path = path_join(forms->folder, file.buf);
	form = is_there(path) ? forms_read_file(path, err) : form_builtin_named(name);
	if (form && strcmp(form->name, name) != 0) {
		error_add(err, "%s holds the form %s; its name is wanted to be that of its file",
			path, form->name);
		form_free(form);
		form = NULL;
	}
	free(path);
	return form;
}

/* What --form says: a file, or the name of a form. */
static struct form *
forms_given(const struct forms *forms, const char *given, struct strbuf *err)
{
	size_t before = err->len;
	struct form *form;

	if (!name_is_well(given) || path_exists(given))
		return form_file_read(given, err);
	form = forms_look(forms, given, err);
	if (form || err->len > before)
		return form;
	error_add(err, "there is no form \"%s\", and no file of that name; built in are ", given);
	form_builtin_names(err);
	return NULL;
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

void
forms_release(struct forms **forms)
{
	forms_free(*forms);
}

struct forms *
forms_open(const char *given, struct strbuf *err)
{
	struct forms *forms = xcalloc(1, sizeof *forms);
	struct form *own;

	forms->folder =
		path_of_user("SCEPWIZ_FORMS", "XDG_CONFIG_HOME", ".config", "scepwiz/forms");
	if (forms->folder && !is_there(forms->folder)) {
		free(forms->folder);
		forms->folder = NULL;
	}
	own = given ? forms_given(forms, given, err) : NULL;
	if (given && !own) {
		forms_free(forms);
		return NULL;
	}
	forms->given = own != NULL;
	if (own)
		forms_add(forms, own);
	forms_add(forms, form_builtin());
	return forms;
}

const struct form *
forms_default(const struct forms *forms)
{
	return forms->v[0];
}

static const struct form *
forms_named(struct forms *forms, const char *name, struct strbuf *err)
{
	size_t before = err->len;
	struct form *form;

	for (size_t i = 0; i < forms->n; i++)
		if (form_answers_to(forms->v[i], name))
			return forms->v[i];
	form = forms_look(forms, name, err);
	if (form)
		forms_add(forms, form);
	return form || err->len > before ? form : forms_default(forms);
}

bool
forms_are_given(const struct forms *forms)
{
	return forms->given;
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
		if (!word[letters] || !strchr(FORM_NAME_LETTERS, word[letters]))
			break;
	strbuf_add(name, word, letters);
	return letters && word + letters < end && word[letters] == '\n';
}

/* Nothing where the text is no draft. */
static void
name_find(const char *data, size_t len, struct strbuf *name)
{
	STRBUF(ignored);
	NODE(root) = NULL;

	if (name_is_plain(data, len, name))
		return;
	strbuf_clear(name);
	if (yaml_source_read(data, len, "", &draft_limits, &root, &ignored) == 0 &&
		node_get_text(root, DRAFT_FORM))
		strbuf_addstr(name, node_get_text(root, DRAFT_FORM));
}

const struct form *
forms_of_draft(struct forms *forms, const char *data, size_t len, struct strbuf *err)
{
	STRBUF(name);

	name_find(data, len, &name);
	return name.len ? forms_named(forms, name.buf, err) : forms_default(forms);
}

const struct form *
forms_of_file(struct forms *forms, const char *path, struct strbuf *err)
{
	STRBUF(data);
	STRBUF(ignored);

	if (file_read(path, DRAFT_FILE_LIMIT, &data, &ignored) < 0)
		return forms_default(forms);
	return forms_of_draft(forms, data.buf, data.len, err);
}

int
forms_read_draft(struct forms *forms, const char *path, struct draft_file *file, struct strbuf *err)
{
	STRBUF(data);
	const struct form *form;

	if (file_read(path, DRAFT_FILE_LIMIT, &data, err) < 0)
		return -1;
	form = forms_of_draft(forms, data.buf, data.len, err);
	return form ? draft_file_read_data(file, form, path, &data, err) : -1;
}

const struct form *
forms_of_left(
	struct forms *forms, const char *form_path, const struct strbuf *text, struct strbuf *err)
{
	struct form *form;

	if (forms->given)
		return forms_default(forms);
	if (!*form_path) /* one that is built in */
		return forms_of_draft(forms, text->buf, text->len, err);
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
