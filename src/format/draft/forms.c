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
	bool given;       /* the default, by --form */
	struct form *own; /* FORM_OWN, once it was asked for */
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

/* NULL without a sentence if the forms folder has none of that name. */
static struct form *
forms_of_folder(const struct forms *forms, const char *name, struct strbuf *err)
{
	STRBUF(file);
	OWN_TEXT(path) = NULL;
	struct form *form;

	if (!forms->folder || !name_is_well(name))
		return NULL;
	strbuf_addf(&file, "%s.yaml", name);
	path = path_join(forms->folder, file.buf);
	form = is_there(path) ? forms_read_file(path, err) : NULL;
	if (form && strcmp(form->name, name) != 0) {
		error_add(
			err, "%s has the form %s. Name the file after its form", path, form->name);
		form_free(form);
		form = NULL;
	}
	return form;
}

/* That of the forms folder, else the one that is built in; NULL without a sentence where there is neither. */
static struct form *
forms_look(const struct forms *forms, const char *name, struct strbuf *err)
{
	size_t before = err->len;
	struct form *form = form_is_own(name) ? NULL : forms_of_folder(forms, name, err);

	return form || err->len > before ? form : form_builtin_named(name);
}

/* What --form says: a file, or the name of a form. */
static struct form *
forms_given(const struct forms *forms, const char *given, struct strbuf *err)
{
	size_t before = err->len;
	struct form *form;

	if (!name_is_well(given) || path_exists(given))
		return form_file_read(given, err);
	form = form_is_own(given) ? forms_of_folder(forms, given, err)
				  : forms_look(forms, given, err);
	if (form || err->len > before)
		return form;
	error_add(err, "there is no form \"%s\", and no file of that name. Built in are ", given);
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
	form_free(forms->own);
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

static char *
forms_folder(void)
{
	return path_of_user("SCEPWIZ_FORMS", "XDG_CONFIG_HOME", ".config", "scepwiz/forms");
}

void
forms_tell_missing(const char *name, struct strbuf *out)
{
	OWN_TEXT(folder) = name_is_well(name) ? forms_folder() : NULL;
	OWN_TEXT(path) = folder ? path_join(folder, name) : NULL;

	strbuf_addf(out, "there is no form \"%.*s\"", EXCERPT(name));
	if (form_is_own(name))
		strbuf_addstr(out, " of drafts: it only presets values for new ones. Write form: "
				   "scep, or what it extends");
	else if (path)
		strbuf_addf(out, ". Save it as %s.yaml, or give its file with --form", path);
	else
		strbuf_addstr(out, ". Give its file with --form");
}

void
forms_tell_kept(const struct form *form, struct strbuf *out)
{
	OWN_TEXT(folder) = forms_folder();
	OWN_TEXT(kept) = NULL;
	STRBUF(file);

	if (!form->path)
		return;
	strbuf_addf(&file, "%s.yaml", form->name);
	kept = folder ? path_join(folder, file.buf) : NULL;
	if (kept && path_is_same_file(kept, form->path))
		return;
	strbuf_addf(out, "this draft needs --form %s each time", form->path);
	if (kept)
		strbuf_addf(out, ", or the form saved as %s", kept);
}

struct forms *
forms_open(const char *given, struct strbuf *err)
{
	struct forms *forms = xcalloc(1, sizeof *forms);
	struct form *own;

	forms->folder = forms_folder();
	if (forms->folder && !is_there(forms->folder)) {
		free(forms->folder);
		forms->folder = NULL;
	}
	own = given ? forms_given(forms, given, err) : NULL;
	if (given && !own) {
		forms_free(forms);
		return NULL;
	}
	if (own && form_is_own(own->name))
		forms->own = own;
	forms->given = own && !forms->own;
	if (forms->given)
		forms_add(forms, own);
	forms_add(forms, form_builtin());
	return forms;
}

const struct form *
forms_default(const struct forms *forms)
{
	return forms->v[0];
}

int
forms_own(struct forms *forms, const struct form **own, struct strbuf *err)
{
	size_t before = err->len;

	if (!forms->own && !forms->given)
		forms->own = forms_of_folder(forms, FORM_OWN, err);
	if (forms->own && !forms->own->extends)
		error_add(err, "the form " FORM_OWN " must extend another. Begin it with extends: "
			       "scep");
	*own = err->len > before ? NULL : forms->own;
	return err->len > before ? -1 : 0;
}

const struct form *
forms_new(struct forms *forms, const struct form **own, struct strbuf *err)
{
	if (forms_own(forms, own, err) < 0)
		return NULL;
	return *own ? form_builtin_named((*own)->extends) : forms_default(forms);
}

char *
forms_own_path(void)
{
	OWN_TEXT(folder) = forms_folder();

	return folder ? path_join(folder, FORM_OWN ".yaml") : NULL;
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

static bool
form_has_field(const struct form *form, const struct field *field)
{
	return field->index < form->nfields && form->fields[field->index] == field;
}

const struct form *
forms_of_field(const struct forms *forms, const struct field *field)
{
	for (size_t i = 0; i < forms->n; i++)
		if (form_has_field(forms->v[i], field))
			return forms->v[i];
	for (size_t i = 0; form_builtin_at(i); i++)
		if (form_has_field(form_builtin_at(i), field))
			return form_builtin_at(i);
	return NULL;
}

const struct form *
forms_find(struct forms *forms, const char *name, const char *path)
{
	STRBUF(ignored);
	const struct form *form = *path ? forms_named(forms, name, &ignored) : NULL;

	if (!*path)
		return form_builtin_named(name);
	return form && form->path && !strcmp(form->path, path) ? form : NULL;
}

bool
forms_are_given(const struct forms *forms)
{
	return forms->given;
}

/* The name, if the first line that is not a comment simply states it, as in every draft from scepwiz. Most of a draft
 * may be an imported profile, which need not be read for that. */
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

/* Nothing if the text is not a draft. */
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
