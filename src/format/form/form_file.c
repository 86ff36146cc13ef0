/* Reads form files: a table of keys for each kind of mapping, with the function that takes a value in.
 * Fields have a file of their own, form_field.c. */
#include "format/form/form_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/rules.h"

#include "format/form/form_keys.h"
#include "format/yaml/yaml.h"

static const struct yaml_limits form_limits = {
	.bytes = 256 * 1024, .depth = 8, .nodes = 10000, .lenient = true
};

/* Steps are counted by this alone, not by a section's title. */
static int
section_set_documented(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	struct section *section = base;

	(void)key;
	return form_read_boolean(r, value, &section->documented);
}

/* Fields take their section from the reader: a field is read without knowing its list. */
static int
section_set_fields(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	(void)key;
	r->section = base;
	if (form_check_kind(r, value, NODE_LIST) < 0)
		return -1;
	if (!value->n)
		return form_fail(r, value, "the section has no fields");
	for (size_t i = 0; i < value->n; i++)
		r->fields_broken |= form_read_field(r, value->v[i]) < 0;
	return r->fields_broken ? -1 : 0;
}

static const struct form_key section_keys[] = {
	{ .name = "title",
		.set = form_set_text,
		.offset = offsetof(struct section, title),
		.required = true },
	{ .name = "documented", .set = section_set_documented },
	{ .name = "fields", .set = section_set_fields, .required = true },
	{ .name = NULL },
};

int
form_set_version(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	struct form *form = base;
	long version;

	(void)key;
	if (form_read_number(r, value, &version) < 0)
		return -1;
	form->version = (int)version;
	return 0;
}

/* The key is kept; the field itself is found when it is read. */
static int
form_set_platform(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	(void)key;
	(void)base;
	if (form_check_kind(r, value, NODE_TEXT) < 0)
		return -1;
	r->platform = value;
	return 0;
}

/* Whether the fields have the platform, where it should be. */
static void
sections_check_platform(struct form_reader *r)
{
	if (r->form->platform && r->platforms_at.line)
		form_fail_at(r, r->platforms_at, "platforms: the platform field must be above");
	else if (!r->form->platform && r->platform && !r->fields_broken)
		form_fail(r, r->platform, "the form has no field \"%s\"", r->platform->text.buf);
}

int
form_set_sections(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	struct form *form = base;
	size_t before = r->found->n;

	(void)key;
	if (form_check_kind(r, value, NODE_LIST) < 0)
		return -1;
	r->fields_broken = false;
	form->sections = xreallocarray(
		form->sections, form->nsections + value->n + 1, sizeof(struct section *));
	for (size_t i = 0; i < value->n; i++) {
		struct section *section = xcalloc(1, sizeof *section);

		section->documented = true;
		form->sections[form->nsections++] = section;
		if (form_read_map(r, value->v[i], "a section", section_keys, section) < 0)
			r->fields_broken = true;
	}
	sections_check_platform(r);
	return r->found->n > before ? -1 : 0;
}

/* Fields name payloads, so these are read first. */
static const struct form_key form_keys[] = {
	{ .name = "form",
		.set = form_set_name,
		.offset = offsetof(struct form, name),
		.required = true },
	{ .name = "version", .set = form_set_version, .required = true },
	{ .name = "title",
		.set = form_set_text,
		.offset = offsetof(struct form, title),
		.required = true },
	{ .name = "platform", .set = form_set_platform, .required = true },
	{ .name = "payloads", .set = form_set_payloads, .required = true },
	{ .name = "sections", .set = form_set_sections, .required = true },
	{ .name = "mdm", .set = form_set_mdm },
	{ .name = NULL },
};

/* A form with all its questions, or one that extends another. */
static int
form_read_root(struct form_reader *r, const struct node *root)
{
	int result = 0;

	if (root->source.slip)
		result = form_fail_at(r, root->source.slip_place, "%s", root->source.slip);
	if (node_get(root, "extends"))
		return result | form_read_extension(r, root);
	r->form = xcalloc(1, sizeof *r->form);
	r->payloads_broken = r->fields_broken = true; /* until their lists are there */
	result |= form_read_map(r, root, "a form", form_keys, r->form);
	if (root->kind == NODE_MAP)
		result |= form_read_payload_fields(r, node_get(root, "payloads"));
	return result;
}

/* A form that says no role was written before there were any: rules know its fields by those of the form scep that
 * have the same key and type, and its iOS by the value. */
static void
form_take_roles(struct form *form)
{
	const struct form *known = form_builtin();

	for (size_t i = 0; i < form->nfields; i++)
		if (form->fields[i]->role != ROLE_NONE)
			return;
	for (size_t i = 0; known && i < form->nfields; i++) {
		const struct field *same = form_field(known, form->fields[i]->key);

		if (same && same->type == form->fields[i]->type)
			form->fields[i]->role = same->role;
	}
	for (size_t i = 0; known && i < form->platform->nchoices; i++) {
		struct choice *choice = &form->platform->choices[i];
		const struct choice *same = field_choice(known->platform, choice->value);

		choice->is_ios = choice->is_ios || (same && same->is_ios);
	}
}

/* In the order of the file, whatever the order in which its parts are read. */
static int
mistake_compare(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;

	if (x->place.line != y->place.line)
		return x->place.line < y->place.line ? -1 : 1;
	if (x->place.column != y->place.column)
		return x->place.column < y->place.column ? -1 : 1;
	return strcmp(x->sentence, y->sentence);
}

static struct form *
form_read_found(
	const char *data, size_t len, const char *name, struct findings *found, struct strbuf *err)
{
	struct form_reader r = { .name = name, .data = data, .found = found };
	NODE(root) = NULL;
	int result;

	if (yaml_source_read(data, len, name, &form_limits, &root, err) < 0)
		return NULL;
	if (!root) {
		error_add(err, "%s:1:1: the file is empty. A form begins with form: NAME", name);
		return NULL;
	}
	result = form_read_root(&r, root);
	if (found->n)
		qsort(found->v, found->n, sizeof *found->v, mistake_compare);
	if (result < 0) {
		form_free(r.form);
		return NULL;
	}
	form_take_roles(r.form);
	return r.form;
}

struct form *
form_builtin(void)
{
	return form_builtin_at(0);
}

struct form *
form_builtin_named(const char *name)
{
	for (size_t i = 0; form_builtin_at(i); i++)
		if (!strcmp(form_builtin_at(i)->name, name))
			return form_builtin_at(i);
	return NULL;
}

void
form_builtin_names(struct strbuf *out)
{
	for (size_t i = 0; form_builtin_at(i); i++)
		strbuf_addf(out, "%s%s",
			!i                       ? ""
			: form_builtin_at(i + 1) ? ", "
						 : " and ",
			form_builtin_at(i)->name);
	if (!form_builtin_at(0))
		strbuf_addstr(out, "a form that is compiled in");
}

/* More mistakes than anybody reads at once are counted. */
static void
form_tell(const struct findings *found, const char *name, struct strbuf *err)
{
	for (size_t i = 0; i < found->n && i < FINDINGS_SAME_MAX; i++) {
		size_t start = err->len + (i > 0);

		strbuf_addstr(err, i ? "\n" : "");
		yaml_source_error(err, name, found->v[i].place, "%s", found->v[i].sentence);
		for (char *c = err->buf + start; *c; c++) /* of a value that is told */
			*c = *c == '\n' ? ' ' : *c;
	}
	if (found->n > FINDINGS_SAME_MAX)
		strbuf_addf(err, "\n%s: %zu %s more", name, found->n - FINDINGS_SAME_MAX,
			plural(found->n - FINDINGS_SAME_MAX, "mistake", "mistakes"));
}

struct form *
form_read(const char *data, size_t len, const char *name, struct strbuf *err)
{
	FINDINGS(found);
	struct form *form = form_read_found(data, len, name, &found, err);

	form_tell(&found, name, err);
	return form;
}

/* Whether the word is anywhere in it: most drafts need not be parsed for the question. */
static bool
text_has(const char *data, size_t len, const char *word)
{
	size_t n = strlen(word);
	const char *end = data + len, *p = data;

	while ((size_t)(end - p) >= n && (p = memchr(p, *word, (size_t)(end - p) - n + 1))) {
		if (!memcmp(p, word, n))
			return true;
		p++;
	}
	return false;
}

bool
form_is_one(const char *data, size_t len)
{
	STRBUF(ignored);
	NODE(root) = NULL;

	if (len > form_limits.bytes ||
		!(text_has(data, len, "extends") || text_has(data, len, "sections")) ||
		yaml_source_read(data, len, "", &form_limits, &root, &ignored) < 0)
		return false;
	return node_get(root, "extends") ||
	       (node_get(root, "sections") && node_get(root, "payloads"));
}

int
form_check(
	const char *data, size_t len, const char *name, struct findings *found, struct strbuf *err)
{
	form_free(form_read_found(data, len, name, found, err));
	return err->len ? -1 : 0;
}

struct form *
form_file_read(const char *path, struct strbuf *err)
{
	STRBUF(data);
	struct form *form;

	if (file_read(path, form_limits.bytes, &data, err) < 0)
		return NULL;
	form = form_read(data.buf, data.len, path, err);
	if (form)
		form->path = realpath(path, NULL);
	return form;
}
