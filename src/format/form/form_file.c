/* Reads form files: a table of keys for each kind of mapping, with the function that takes a value in.
 * Fields have a file of their own, form_field.c. */
#include "format/form/form_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/report.h"
#include "base/xalloc.h"

#include "format/form/form_keys.h"
#include "format/yaml/yaml.h"

static const struct yaml_limits form_limits = { .bytes = 256 * 1024, .depth = 8, .nodes = 10000 };

/* Steps are counted by this alone, not by a section's title. */
static int
section_set_documented(struct form_reader *r, const struct form_key *key, void *base,
	const struct yaml_node *value)
{
	struct section *section = base;

	(void)key;
	return form_read_boolean(r, value, &section->documented);
}

/* Fields take their section from the reader: a field is read without knowing its list. */
static int
section_set_fields(struct form_reader *r, const struct form_key *key, void *base,
	const struct yaml_node *value)
{
	(void)key;
	r->section = base;
	if (form_check_kind(r, value, YAML_LIST) < 0)
		return -1;
	if (!value->n)
		return form_fail(r, value, "the section has no fields");
	for (size_t i = 0; i < value->n; i++)
		if (form_read_field(r, value->v[i]) < 0)
			return -1;
	return 0;
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

/* Looked for before it is set, or the payload would be found itself. */
static int
payload_set_key(struct form_reader *r, const struct form_key *key, void *base,
	const struct yaml_node *value)
{
	if (value->kind == YAML_TEXT && form_payload(r->form, value->text))
		return form_fail(
			r, value, "there are two payloads with the key \"%s\"", value->text);
	return form_set_word(r, key, base, value);
}

/* Fields are read after payloads: form_set_payload_whens looks at this key. */
static int
payload_set_when(struct form_reader *r, const struct form_key *key, void *base,
	const struct yaml_node *value)
{
	(void)key;
	(void)base;
	return form_check_kind(r, value, YAML_TEXT);
}

static const struct form_key constant_path = {
	.name = "constants", .set = form_set_path, .offset = offsetof(struct constant, path)
};
static const struct form_key constant_text = {
	.name = "constants", .set = form_set_text, .offset = offsetof(struct constant, text)
};

/* One array, filled as it is read: what is there at an error is freed with the form. */
static int
payload_set_constants(struct form_reader *r, const struct form_key *key, void *base,
	const struct yaml_node *value)
{
	struct payload *payload = base;

	(void)key;
	if (form_check_kind(r, value, YAML_MAP) < 0)
		return -1;
	payload->constants = xcalloc(value->n + 1, sizeof *payload->constants);
	for (size_t i = 0; i < value->n; i++) {
		struct constant *constant = &payload->constants[payload->nconstants++];

		if (form_set_path(r, &constant_path, constant, value->v[i]->key) < 0 ||
			form_set_text(r, &constant_text, constant, value->v[i]) < 0)
			return -1;
	}
	return 0;
}

static const struct form_key payload_keys[] = {
	{ .name = "key",
		.set = payload_set_key,
		.offset = offsetof(struct payload, key),
		.required = true },
	{ .name = "type",
		.set = form_set_text,
		.offset = offsetof(struct payload, type),
		.required = true },
	{ .name = "label",
		.set = form_set_text,
		.offset = offsetof(struct payload, label),
		.required = true },
	{ .name = "suffix",
		.set = form_set_text,
		.offset = offsetof(struct payload, suffix),
		.required = true },
	{ .name = "when", .set = payload_set_when },
	{ .name = "constants", .set = payload_set_constants },
	{ .name = NULL },
};

static int
form_set_version(struct form_reader *r, const struct form_key *key, void *base,
	const struct yaml_node *value)
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
form_set_platform(struct form_reader *r, const struct form_key *key, void *base,
	const struct yaml_node *value)
{
	(void)key;
	(void)base;
	if (form_check_kind(r, value, YAML_TEXT) < 0)
		return -1;
	r->platform = value->text;
	return 0;
}

/* Each is in the form before it is read, so that an error frees it too. */
static int
form_set_payloads(struct form_reader *r, const struct form_key *key, void *base,
	const struct yaml_node *value)
{
	struct form *form = base;

	(void)key;
	if (form_check_kind(r, value, YAML_LIST) < 0)
		return -1;
	form->payloads = xcalloc(value->n + 1, sizeof(struct payload *));
	for (size_t i = 0; i < value->n; i++) {
		struct payload *payload = xcalloc(1, sizeof *payload);

		payload->key = xstrdup("");
		form->payloads[form->npayloads++] = payload;
		if (form_read_map(r, value->v[i], "a payload", payload_keys, payload) < 0)
			return -1;
	}
	return 0;
}

static int
form_set_sections(struct form_reader *r, const struct form_key *key, void *base,
	const struct yaml_node *value)
{
	struct form *form = base;

	(void)key;
	if (form_check_kind(r, value, YAML_LIST) < 0)
		return -1;
	form->sections = xcalloc(value->n + 1, sizeof(struct section *));
	for (size_t i = 0; i < value->n; i++) {
		struct section *section = xcalloc(1, sizeof *section);

		section->documented = true;
		form->sections[form->nsections++] = section;
		if (form_read_map(r, value->v[i], "a section", section_keys, section) < 0)
			return -1;
	}
	if (!form->platform)
		return form_fail(r, value, "the form has no field \"%s\", which platform names",
			r->platform);
	return 0;
}

/* Fields name payloads, so these are read first. */
static const struct form_key form_keys[] = {
	{ .name = "form",
		.set = form_set_word,
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

/* A second pass, for payloads name fields and fields name payloads. */
static int
form_set_payload_whens(struct form_reader *r, const struct yaml_node *payloads)
{
	for (size_t i = 0; i < payloads->n; i++) {
		const struct yaml_node *when = yaml_node_get(payloads->v[i], "when");

		if (when &&
			form_read_when(r, when, &r->form->payloads[i]->when, r->form->nfields) < 0)
			return -1;
	}
	return 0;
}

/* A form with all its questions, or one that extends another. */
static int
form_read_root(struct form_reader *r, const struct yaml_node *root)
{
	if (root->kind == YAML_MAP && yaml_node_get(root, "extends"))
		return form_read_extension(r, root);
	r->form = xcalloc(1, sizeof *r->form);
	if (form_read_map(r, root, "a form", form_keys, r->form) < 0)
		return -1;
	return form_set_payload_whens(r, yaml_node_get(root, "payloads"));
}

struct form *
form_read(const char *data, size_t len, const char *name, struct strbuf *err)
{
	struct form_reader r = { .name = name, .err = err };
	struct yaml_node *root;
	int result = -1;

	if (yaml_source_read(data, len, name, &form_limits, &root, err) < 0)
		return NULL;
	if (!root)
		error_add(err, "%s:1:1: the file is empty; a form begins with form: NAME", name);
	else
		result = form_read_root(&r, root);
	yaml_node_free(root);
	if (result == 0)
		return r.form;
	form_free(r.form);
	return NULL;
}

struct form *
form_file_read(const char *path, struct strbuf *err)
{
	struct strbuf data = STRBUF_INIT;
	struct form *form = NULL;

	if (file_read(path, form_limits.bytes, &data, err) == 0)
		form = form_read(data.buf, data.len, path, err);
	if (form)
		form->path = realpath(path, NULL);
	strbuf_release(&data);
	return form;
}
