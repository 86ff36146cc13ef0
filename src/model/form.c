/* Forms: looking things up in them, and freeing them. */
#include "model/form.h"

#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

/* The array ends with a choice without a value, also where reading broke off. */
static void
choices_free(struct choice *choices)
{
	for (struct choice *c = choices; c && c->value; c++) {
		free(c->value);
		free(c->label);
		free(c->hint);
	}
	free(choices);
}

static void
field_free(struct field *field)
{
	free(field->key);
	free(field->label);
	free(field->hint);
	free(field->help);
	free(field->example);
	free(field->group);
	free(field->default_text);
	free(field->target.payload);
	free(field->target.path);
	choices_free(field->choices);
	free(field);
}

static void
payload_free(struct payload *payload)
{
	for (size_t i = 0; i < payload->nconstants; i++) {
		free(payload->constants[i].path);
		free(payload->constants[i].text);
	}
	free(payload->constants);
	free(payload->key);
	free(payload->type);
	free(payload->label);
	free(payload->suffix);
	free(payload);
}

/* Sections are freed by the list; fields only point to theirs. */
void
form_free(struct form *form)
{
	if (!form || form->compiled_in)
		return;
	for (size_t i = 0; i < form->nsections; i++) {
		free(form->sections[i]->title);
		free(form->sections[i]);
	}
	for (size_t i = 0; i < form->nfields; i++)
		field_free(form->fields[i]);
	for (size_t i = 0; i < form->npayloads; i++)
		payload_free(form->payloads[i]);
	free(form->sections);
	free(form->fields);
	free(form->payloads);
	free(form->name);
	free(form->title);
	free(form);
}

/* A form has a few dozen fields: a walk is as quick as a table of hashes. */
const struct field *
form_field(const struct form *form, const char *key)
{
	for (size_t i = 0; i < form->nfields; i++)
		if (!strcmp(form->fields[i]->key, key))
			return form->fields[i];
	return NULL;
}

const struct payload *
form_payload(const struct form *form, const char *key)
{
	for (size_t i = 0; i < form->npayloads; i++)
		if (!strcmp(form->payloads[i]->key, key))
			return form->payloads[i];
	return NULL;
}

const struct choice *
field_choice(const struct field *field, const char *value)
{
	for (size_t i = 0; i < field->nchoices; i++)
		if (!strcmp(field->choices[i].value, value))
			return &field->choices[i];
	return NULL;
}

/* The field whose key begins it, as url does url_path; the longest one. */
static const struct field *
form_begins(const struct form *form, const char *key)
{
	const struct field *found = NULL;
	size_t longest = 0;

	for (size_t i = 0; i < form->nfields; i++) {
		size_t len = strlen(form->fields[i]->key);

		if (len > longest && !strncmp(form->fields[i]->key, key, len) &&
			(key[len] == '_' || key[len] == '-')) {
			found = form->fields[i];
			longest = len;
		}
	}
	return found;
}

const struct field *
form_nearest(const struct form *form, const char *key)
{
	const char **keys = xcalloc(form->nfields + 1, sizeof *keys);
	const char *found;

	for (size_t i = 0; i < form->nfields; i++)
		keys[i] = form->fields[i]->key;
	found = text_nearest(key, keys);
	free(keys);
	return found ? form_field(form, found) : form_begins(form, key);
}
