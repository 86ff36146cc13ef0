/* Reads mappings of form files by tables of their keys. */
#include "format/form/form_keys.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/strvec.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/field_type.h"
#include "model/mdm.h"
#include "model/rules.h"

int
form_fail_at(struct form_reader *r, struct place place, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	findings_vaddf(r->found, "form-structure", NULL, place, fmt, ap);
	va_end(ap);
	return -1;
}

void
form_fail_more(struct form_reader *r, const char *fmt, ...)
{
	STRBUF(more);
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&more, fmt, ap);
	va_end(ap);
	finding_wrap(&r->found->v[r->found->n - 1], "", more.buf);
}

int
form_check_repeated(struct form_reader *r, const struct node *value)
{
	const struct node *first = yaml_node_repeats(value);

	if (!first)
		return 0;
	return form_fail_at(r, value->source.key_place,
		"the key \"%s\" is already in line %d. Remove one of them", value->key,
		first->source.key_place.line);
}

/* With the key before it where there is one: an item of a list has none. */
int
form_check_kind(struct form_reader *r, const struct node *node, enum node_kind kind)
{
	const char *wanted = kind == NODE_TEXT   ? "a text"
			     : kind == NODE_LIST ? "a list"
						 : "a mapping (KEY: VALUE)";

	if (node->source.slip && node->parent)
		return form_fail_at(r, node->source.slip_place, "%s %s",
			node->key ? node->key : "the value", node->source.slip);
	if (node->kind == kind)
		return 0;
	if (node->key)
		return form_fail(r, node, "%s is %s, but must be %s", node->key,
			yaml_node_kind(node), wanted);
	return form_fail(r, node, "this is %s, but must be %s", yaml_node_kind(node), wanted);
}

/* All words where none is near: tables of keys are short. */
void
form_suggest(struct form_reader *r, const char *word, const char *const *known)
{
	const char *nearest = text_nearest(word, known);

	if (nearest) {
		form_fail_more(r, ". Did you mean \"%s\"?", nearest);
		return;
	}
	for (size_t i = 0; known[i]; i++)
		form_fail_more(r, "%s%s", i ? ", " : ". Known are ", known[i]);
}

/* A misspelled key would silently leave its setting at the default, so it is an error here. */
static void
keys_unknown(struct form_reader *r, const struct node *value, const char *what,
	const struct form_key *keys)
{
	STRVEC(known);

	for (size_t i = 0; keys[i].name; i++)
		strvec_push(&known, keys[i].name);
	form_fail_at(r, value->source.key_place, "%s has no key \"%s\"", what, value->key);
	form_suggest(r, value->key, (const char *const *)known.v);
}

/* NULL for a key that the table lacks. */
static const struct form_key *
keys_find(const struct form_key *keys, const char *name)
{
	for (; keys->name; keys++)
		if (!strcmp(keys->name, name))
			return keys;
	return NULL;
}

/* Whether a key is unknown, which is told. */
static bool
keys_check(struct form_reader *r, const struct node *map, const char *what,
	const struct form_key *keys)
{
	bool unknown = false;

	for (size_t i = 0; i < map->n; i++) {
		const struct node *value = map->v[i];

		if (!keys_find(keys, value->key)) {
			keys_unknown(r, value, what, keys);
			unknown = true;
		} else {
			form_check_repeated(r, value);
		}
	}
	return unknown;
}

/* If a key is unknown, a missing one may be that one misspelled, and is not reported. */
int
form_read_map(struct form_reader *r, const struct node *map, const char *what,
	const struct form_key *keys, void *base)
{
	size_t before = r->found->n;
	bool unknown, shaky = false;

	if (form_check_kind(r, map, NODE_MAP) < 0)
		return -1;
	unknown = keys_check(r, map, what, keys);
	for (; keys->name; keys++) {
		const struct node *value = node_get(map, keys->name);
		bool good = value || !keys->required;

		if (keys->rests && shaky)
			continue;
		if (value)
			good = keys->set(r, keys, base, value) == 0;
		else if (!good && !unknown)
			form_fail(r, map, "%s needs the key \"%s\"", what, keys->name);
		shaky |= keys->basis && !good;
	}
	return r->found->n > before ? -1 : 0;
}

int
form_set_any_text(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	void *member =
		(char *)base + key->offset; /* from offsetof: it is a char * and aligned as one */
	char **text = member;

	if (form_check_kind(r, value, NODE_TEXT) < 0)
		return -1;
	free(*text);
	*text = xstrdup(value->text.buf);
	return 0;
}

int
form_set_text(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	if (form_set_any_text(r, key, base, value) < 0)
		return -1;
	if (text_is_blank(value->text.buf))
		return form_fail(
			r, value, "%s is empty. Remove the key or enter a text", key->name);
	return 0;
}

static int
form_set_of(struct form_reader *r, const struct form_key *key, void *base, const struct node *value,
	const char *letters, const char *wanted)
{
	if (form_set_any_text(r, key, base, value) < 0)
		return -1;
	if (*value->text.buf < 'a' || *value->text.buf > 'z' ||
		value->text.buf[strspn(value->text.buf, letters)])
		return form_fail(r, value,
			"%s is \"%s\". Use small letters, digits%s, and begin with a letter",
			key->name, value->text.buf, wanted);
	return 0;
}

int
form_set_word(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	return form_set_of(r, key, base, value, "abcdefghijklmnopqrstuvwxyz0123456789_", " and _");
}

int
form_set_name(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	return form_set_of(r, key, base, value, FORM_NAME_LETTERS, ", _ and -");
}

/* strtol alone would accept spaces, a plus sign and anything behind the digits. */
int
form_read_number(struct form_reader *r, const struct node *value, long *number)
{
	const char *text = value->text.buf;
	char *end;

	if (form_check_kind(r, value, NODE_TEXT) < 0)
		return -1;
	errno = 0;
	*number = strtol(text, &end, 10);
	if (*end || !*text || !strchr("-0123456789", *text) || errno || *number > INT_MAX ||
		*number < INT_MIN)
		return form_fail(r, value, "%s is \"%s\". Use a whole number", value->key, text);
	return 0;
}

/* Only the two words that every YAML reader takes alike. */
int
form_read_boolean(struct form_reader *r, const struct node *value, bool *yes)
{
	if (form_check_kind(r, value, NODE_TEXT) < 0)
		return -1;
	*yes = !strcmp(value->text.buf, "true");
	if (!*yes && strcmp(value->text.buf, "false") != 0)
		return form_fail(
			r, value, "%s is \"%s\". Use true or false", value->key, value->text.buf);
	return 0;
}

/* A key without the other word cannot be written to say the default: write: always. */
int
form_set_flag(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	struct field *field = base;

	if (form_check_kind(r, value, NODE_TEXT) < 0)
		return -1;
	if (!strcmp(value->text.buf, key->word))
		field->flags |= key->flag;
	else if (!key->other)
		return form_fail(r, value, "%s is \"%s\", but can only be %s", key->name,
			value->text.buf, key->word);
	else if (strcmp(value->text.buf, key->other) != 0)
		return form_fail(r, value, "%s is \"%s\". Use %s or %s", key->name, value->text.buf,
			key->word, key->other);
	return 0;
}

/* Fields are in the order in which they are asked: the switch comes before the fields that depend on it. Fields behind
 * the numbered steps do not count as earlier. NULL after a message, and if the field could not be read. */
static const struct field *
when_field(struct form_reader *r, const struct node *name, size_t above)
{
	const struct field *field = form_field(r->form, name->text.buf);

	if (r->fields_broken && (!field || !field->type))
		return NULL;
	if (field && field->index < above &&
		(field->section->documented || !r->section || !r->section->documented))
		return field;
	form_fail(r, name, "when names \"%s\", which is not a field above", name->text.buf);
	return NULL;
}

/* {field: KEY, is: VALUE} */
static int
when_read_value(struct form_reader *r, const struct node *map, const struct field **when, char **is,
	size_t above)
{
	const struct node *name = node_get(map, "field"), *value = node_get(map, "is");
	const struct field *field;
	const char *text;

	if (!name || !value || map->n != 2)
		return form_fail(r, map, "write when as KEY, or {field: KEY, is: VALUE}");
	if (form_check_kind(r, name, NODE_TEXT) < 0 || form_check_kind(r, value, NODE_TEXT) < 0)
		return -1;
	field = when_field(r, name, above);
	if (!field)
		return 0;
	text = value->text.buf;
	if (field->type == field_type_find("boolean")) {
		bool yes;

		if (form_read_boolean(r, value, &yes) < 0)
			return -1;
		text = yes ? NULL : text;
	} else if (field->type->flags & FT_ITEMS || !field->nchoices) {
		return form_fail(r, name,
			"when names \"%s\", which is not a choice or boolean "
			"field",
			field->key);
	} else if (!field_choice(field, text)) {
		return form_fail(
			r, value, "\"%s\" is not a choice of the field %s", text, field->key);
	}
	*when = field;
	*is = text ? xstrdup(text) : NULL;
	return 0;
}

int
form_read_when(struct form_reader *r, const struct node *value, const struct field **when,
	char **is, size_t above)
{
	const struct field *field;

	if (value->kind == NODE_MAP && !value->source.slip)
		return when_read_value(r, value, when, is, above);
	if (form_check_kind(r, value, NODE_TEXT) < 0)
		return -1;
	field = when_field(r, value, above);
	if (field && field->type != field_type_find("boolean"))
		return form_fail(r, value, "when names \"%s\", which is not a boolean field",
			value->text.buf);
	*when = field;
	return 0;
}

/* node_put would make a map with an empty key of it. */
int
form_check_path(struct form_reader *r, const char *name, struct place place, const char *path)
{
	if (text_is_blank(path))
		return form_fail_at(r, place, "%s is empty. Remove the key or enter a text", name);
	if (*path == '/' || path[strlen(path) - 1] == '/' || strstr(path, "//"))
		return form_fail_at(r, place, "the path \"%s\" has an empty part", path);
	return 0;
}

int
form_set_path(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	if (form_set_any_text(r, key, base, value) < 0)
		return -1;
	return form_check_path(r, key->name, value->place, value->text.buf);
}

/* A misspelled one would be reported in every draft, to people who cannot fix it. */
int
form_set_mdm(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	const struct field *known = form_role(r->form, ROLE_MDM);
	STRBUF(unknown);
	struct field *field;

	(void)base;
	if (form_check_kind(r, value, NODE_TEXT) < 0)
		return -1;
	if (!known && r->fields_broken)
		return 0;
	if (!known)
		return form_fail(r, value,
			"%s names the MDM, but no field of the form has that role. Add role: %s "
			"to one",
			key->name, role_names[ROLE_MDM]);
	if (!mdm_find(value->text.buf)) {
		mdm_tell_unknown(value->text.buf, &unknown);
		return form_fail(r, value, "%s", unknown.buf);
	}
	field = r->form->fields[known->index];
	free(field->default_text);
	field->default_text = xstrdup(value->text.buf);
	field->flags |= FIELD_PRESET;
	return 0;
}
