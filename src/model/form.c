/* Forms: looking things up in them, and freeing them. */
#include "model/form.h"

#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

const char *const role_names[] = {
	[ROLE_NONE] = "",
	[ROLE_POLICY_NAME] = "policy_name",
	[ROLE_GROUPS] = "groups",
	[ROLE_DEVICES] = "devices",
	[ROLE_SCOPE] = "scope",
	[ROLE_MDM] = "mdm",
	[ROLE_FINGERPRINT] = "fingerprint",
	[ROLE_CHALLENGE] = "challenge",
	[ROLE_KEY_SIZE] = "key_size",
	[ROLE_KEY_USAGE] = "key_usage",
	[ROLE_EXTRACTABLE_KEY] = "extractable_key",
	[ROLE_APPS_ACCESS] = "apps_access",
	[ROLE_RETRIES] = "retries",
	[ROLE_RETRY_DELAY] = "retry_delay",
	[ROLE_SCEP_URL] = "scep_url",
	[ROLE_ACME_DIRECTORY] = "acme_directory",
	[ROLE_CA_NAME] = "ca_name",
	[ROLE_ROOT_CERTIFICATE] = "root_certificate",
	[ROLE_ISSUING_CERTIFICATE] = "issuing_certificate",
	[ROLE_SAN_SWITCH] = "san_switch",
	[ROLE_COUNT] = NULL,
};

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
	free(field->when_is);
	free(field->default_text);
	free(field->absent_text);
	free(field->default_source_name);
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
		node_free(payload->constants[i].value);
	}
	free(payload->constants);
	free(payload->when_is);
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
	free(form->extends);
	free(form->title);
	free(form->path);
	free(form);
}

static char *
text_copy(const char *text)
{
	return text ? xstrdup(text) : NULL;
}

static struct choice *
choices_copy(const struct field *from)
{
	struct choice *choices;

	if (!from->choices)
		return NULL;
	choices = xcalloc(from->nchoices + 1, sizeof *choices);
	for (size_t i = 0; i < from->nchoices; i++) {
		choices[i] = from->choices[i];
		choices[i].value = xstrdup(from->choices[i].value);
		choices[i].label = text_copy(from->choices[i].label);
		choices[i].hint = text_copy(from->choices[i].hint);
	}
	return choices;
}

/* What points into the form is set by form_copy. */
static struct field *
field_copy(const struct field *from)
{
	struct field *field = xcalloc(1, sizeof *field);

	*field = *from;
	field->key = xstrdup(from->key);
	field->label = xstrdup(from->label);
	field->hint = xstrdup(from->hint);
	field->help = text_copy(from->help);
	field->example = text_copy(from->example);
	field->group = text_copy(from->group);
	field->when_is = text_copy(from->when_is);
	field->default_text = xstrdup(from->default_text);
	field->absent_text = xstrdup(from->absent_text);
	field->default_source_name = text_copy(from->default_source_name);
	field->target.payload = text_copy(from->target.payload);
	field->target.path = text_copy(from->target.path);
	field->choices = choices_copy(from);
	return field;
}

static struct payload *
payload_copy(const struct payload *from)
{
	struct payload *payload = xcalloc(1, sizeof *payload);

	*payload = *from;
	payload->key = xstrdup(from->key);
	payload->type = xstrdup(from->type);
	payload->label = xstrdup(from->label);
	payload->suffix = xstrdup(from->suffix);
	payload->when_is = text_copy(from->when_is);
	payload->constants = xcalloc(from->nconstants + 1, sizeof *payload->constants);
	for (size_t i = 0; i < from->nconstants; i++) {
		payload->constants[i].path = xstrdup(from->constants[i].path);
		payload->constants[i].value = node_copy(from->constants[i].value);
	}
	return payload;
}

/* The copy's own field that stands for one of from's. */
static const struct field *
field_counterpart(const struct form *copy, const struct field *field)
{
	return field ? copy->fields[field->index] : NULL;
}

static void
form_copy_fields(struct form *form, const struct form *from)
{
	form->fields = xcalloc(from->nfields + 1, sizeof *form->fields);
	for (size_t i = 0; i < from->nfields; i++) {
		struct field *field = field_copy(from->fields[i]);

		form->fields[i] = field;
		field->when = field_counterpart(form, field->when);
		for (size_t s = 0; s < from->nsections; s++)
			if (from->sections[s] == from->fields[i]->section)
				field->section = form->sections[s];
	}
}

struct form *
form_copy(const struct form *from)
{
	struct form *form = xcalloc(1, sizeof *form);

	*form = *from;
	form->compiled_in = false;
	form->name = xstrdup(from->name);
	form->extends = text_copy(from->extends);
	form->title = xstrdup(from->title);
	form->path = text_copy(from->path);
	form->sections = xcalloc(from->nsections + 1, sizeof *form->sections);
	for (size_t i = 0; i < from->nsections; i++) {
		form->sections[i] = xcalloc(1, sizeof **form->sections);
		*form->sections[i] = *from->sections[i];
		form->sections[i]->title = xstrdup(from->sections[i]->title);
	}
	form_copy_fields(form, from);
	form->payloads = xcalloc(from->npayloads + 1, sizeof *form->payloads);
	for (size_t i = 0; i < from->npayloads; i++) {
		form->payloads[i] = payload_copy(from->payloads[i]);
		form->payloads[i]->when = field_counterpart(form, from->payloads[i]->when);
		form->payloads[i]->each = field_counterpart(form, from->payloads[i]->each);
	}
	form->platform = field_counterpart(form, from->platform);
	return form;
}

bool
form_is_own(const char *name)
{
	return name && !strcmp(name, FORM_OWN);
}

bool
form_answers_to(const struct form *form, const char *name)
{
	return !strcmp(form->name, name) || (form->extends && !strcmp(form->extends, name));
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

const struct field *
form_role(const struct form *form, enum role role)
{
	for (size_t i = 0; i < form->nfields; i++)
		if (form->fields[i]->role == role)
			return form->fields[i];
	return NULL;
}

/* The first field that goes there; payload NULL: the profile's own top level. */
static const struct field *
form_goes_to(const struct form *form, const struct payload *payload, const char *path)
{
	for (size_t i = 0; i < form->nfields; i++) {
		const struct target *target = &form->fields[i]->target;
		bool same = payload && target->payload ? !strcmp(target->payload, payload->key)
						       : !payload && !target->payload;

		if (same && !strcmp(target->path, path))
			return form->fields[i];
	}
	return NULL;
}

const struct field *
form_identifier(const struct form *form)
{
	return form_goes_to(form, NULL, "PayloadIdentifier");
}

const struct field *
form_uuid(const struct form *form, const struct payload *payload)
{
	return form_goes_to(form, payload, "PayloadUUID");
}

const char *
constant_reference(const struct node *value, const char **of)
{
	const char *payload = node_get_text(value, "payload");
	const char *key = node_get_text(value, "key");

	*of = key ? key : "PayloadUUID";
	return payload;
}

const struct payload *
form_payload(const struct form *form, const char *key)
{
	for (size_t i = 0; i < form->npayloads; i++)
		if (!strcmp(form->payloads[i]->key, key))
			return form->payloads[i];
	return NULL;
}

bool
constant_refers(const struct node *value)
{
	const char *of;

	if (constant_reference(value, &of))
		return true;
	for (size_t i = 0; i < value->n; i++)
		if (constant_refers(value->v[i]))
			return true;
	return false;
}

bool
field_same_target(const struct field *a, const struct field *b)
{
	const char *x = a->target.payload, *y = b->target.payload;

	return *a->target.path && (x && y ? !strcmp(x, y) : !x && !y) &&
	       !strcmp(a->target.path, b->target.path);
}

const struct choice *
field_choice(const struct field *field, const char *value)
{
	for (size_t i = 0; i < field->nchoices; i++)
		if (!strcmp(field->choices[i].value, value))
			return &field->choices[i];
	return NULL;
}

bool
form_is_ios(const struct form *form, const char *platform)
{
	const struct choice *choice =
		form->platform ? field_choice(form->platform, platform) : NULL;

	return choice && choice->is_ios;
}

/* The field whose key begins it, as url does "url_path"; the longest one. */
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
