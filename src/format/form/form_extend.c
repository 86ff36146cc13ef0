/* Forms that extend one that is built in. An organisation's admin decides (preset, lock) and explains (hints); who
 * fills in the rest sees the same questions in the same order. Further sections and payloads stand behind those
 * that the other form has. */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/xalloc.h"

#include "model/field_type.h"
#include "model/lint.h"

#include "format/form/answer.h"
#include "format/form/form_file.h"
#include "format/form/form_keys.h"

/* The form's own fields may be changed, for it is a copy; NULL after a message. */
static struct field *
extend_field(struct form_reader *r, struct place place, const char *key)
{
	const struct field *field = form_field(r->form, key);
	const struct field *nearest = field ? NULL : form_nearest(r->form, key);

	if (field)
		return r->form->fields[field->index];
	form_fail_at(r, place, "the form %s has no field \"%s\"", r->form->extends, key);
	if (nearest)
		form_fail_more(r, "; did you mean %s?", nearest->key);
	return NULL;
}

/* Only a form that is built in: a file that rests on another file would break with it. */
static int
extend_set_base(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	STRBUF(known);

	(void)base;
	if (form_check_kind(r, value, NODE_TEXT) < 0)
		return -1;
	if (form_builtin_named(value->text.buf)) {
		free(r->form->extends);
		r->form->extends = xstrdup(value->text.buf);
		return 0;
	}
	form_builtin_names(&known);
	return form_fail(r, value, "%s names \"%s\"; only %s can be extended", key->name,
		value->text.buf, known.buf);
}

static int
extend_set_name(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	if (form_set_name(r, key, base, value) < 0)
		return -1;
	if (!strcmp(value->text.buf, r->form->extends))
		return form_fail(r, value,
			"the form has the name of the one that it extends; drafts could not tell "
			"them apart");
	return 0;
}

/* A path is taken from where the form is, and what stands there is taken in. What a draft would be told of such a value,
 * its author is told here. */
static int
preset_accept(struct form_reader *r, const struct field *field, const struct node *node,
	const char *text, struct strbuf *kept)
{
	STRBUF(err);
	FINDINGS(found);
	const struct finding *worst;
	char *folder = path_folder(r->name);
	int result = field_accept(field, text, folder, kept, &err);

	free(folder);
	if (result < 0)
		return form_fail(r, node, "the preset of %s is wrong: %s", field->key, err.buf);
	field_check(NULL, field, kept->buf, NULL, &found);
	worst = findings_of(&found, field);
	if (worst && worst->severity == SEVERITY_ERROR)
		return form_fail(
			r, node, "the preset of %s is wrong: %s", field->key, worst->sentence);
	return 0;
}

/* A form goes round, so it keeps no secret. */
static int
preset_set_secret(struct form_reader *r, struct field *field, const struct node *node,
	const struct draft *preset)
{
	enum answer_source source = draft_source(preset, field);

	if (source == ANSWER_HERE)
		return form_fail(r, node,
			"%s is a secret, and a form is given to many; preset where it is fetched: "
			"{from: prompt} or {from: env, name: VARIABLE}",
			field->key);
	field->default_source = source;
	if (source == ANSWER_ENVIRONMENT)
		field->default_source_name = xstrdup(draft_source_name(preset, field));
	return 0;
}

/* A profile without the key means what it meant: what devices take, and not what the form presets. Which
 * platform it is for it never says. */
static void
preset_default(struct form_reader *r, struct field *field, char *text)
{
	if (!*field->absent_text && field != r->form->platform) {
		free(field->absent_text);
		field->absent_text = field->default_text;
	} else {
		free(field->default_text);
	}
	field->default_text = text;
}

static int
preset_set(struct form_reader *r, struct field *field, const struct node *node)
{
	struct draft *preset = draft_new(r->form);
	STRBUF(kept);
	FINDING(slip);
	int result = answer_read(preset, field, node, r->data, &slip);

	if (result < 0) {
		form_fail_at(r, slip.place, "%s", slip.sentence);
	} else if (field->type->flags & FT_SECRET) {
		result = preset_set_secret(r, field, node, preset);
	} else {
		result = preset_accept(r, field, node, draft_text(preset, field), &kept);
		preset_default(r, field, strbuf_detach(&kept));
	}
	field->flags |= FIELD_PRESET;
	draft_free(preset);
	return result;
}

static int
extend_preset(struct form_reader *r, const struct node *node)
{
	struct field *field;

	if (form_check_repeated(r, node) < 0)
		return -1;
	field = extend_field(r, node->source.key_place, node->key);
	if (!field)
		return -1;
	if (field->flags & FIELD_MADE)
		return form_fail_at(r, node->source.key_place,
			"%s is made for each draft and cannot be preset", field->key);
	return preset_set(r, field, node);
}

static int
extend_set_presets(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	(void)key;
	(void)base;
	r->presets_broken = form_check_kind(r, value, NODE_MAP) < 0;
	for (size_t i = 0; i < value->n && value->kind == NODE_MAP; i++)
		r->presets_broken |= extend_preset(r, value->v[i]) < 0;
	return r->presets_broken ? -1 : 0;
}

static int
extend_lock(struct form_reader *r, const struct node *node)
{
	struct field *field;

	if (form_check_kind(r, node, NODE_TEXT) < 0)
		return -1;
	field = extend_field(r, node->place, node->text.buf);
	if (!field)
		return -1;
	if (field->flags & FIELD_MADE)
		return form_fail(
			r, node, "%s is made for each draft and cannot be locked", field->key);
	if (field->flags & FIELD_REQUIRED && !*field->default_text && !r->presets_broken &&
		field->default_source == ANSWER_HERE)
		return form_fail(r, node,
			"%s is required and locked, and has no value; give it one under preset",
			field->key);
	field->flags |= FIELD_LOCKED;
	return 0;
}

static int
extend_set_locks(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	int result = 0;

	(void)key;
	(void)base;
	if (form_check_kind(r, value, NODE_LIST) < 0)
		return -1;
	for (size_t i = 0; i < value->n; i++)
		result |= extend_lock(r, value->v[i]);
	return result;
}

static int
extend_set_hints(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	static const struct form_key hint = {
		.name = "a hint", .set = form_set_text, .offset = offsetof(struct field, hint)
	};
	int result = 0;

	(void)key;
	(void)base;
	if (form_check_kind(r, value, NODE_MAP) < 0)
		return -1;
	for (size_t i = 0; i < value->n; i++) {
		const struct node *node = value->v[i];
		struct field *field = extend_field(r, node->source.key_place, node->key);

		result |= form_check_repeated(r, node);
		result |= field ? form_set_text(r, &hint, field, node) : -1;
	}
	return result;
}

/* What is asked in numbered steps comes before what stands behind them, whoever added it. */
static void
extend_order(struct form *form)
{
	struct section **sections = xcalloc(form->nsections + 1, sizeof(struct section *));
	struct field **fields = xcalloc(form->nfields + 1, sizeof(struct field *));
	size_t nsections = 0, nfields = 0;
	int number = 0;

	for (int behind = 0; behind < 2; behind++)
		for (size_t i = 0; i < form->nsections; i++)
			if (form->sections[i]->documented == !behind)
				sections[nsections++] = form->sections[i];
	for (size_t s = 0; s < nsections; s++)
		for (size_t i = 0; i < form->nfields; i++) {
			struct field *field = form->fields[i];

			if (field->section != sections[s])
				continue;
			field->number = field->section->documented ? ++number : 0;
			fields[nfields++] = field;
		}
	for (size_t i = 0; i < nfields; i++)
		fields[i]->index = i;
	free(form->sections);
	free(form->fields);
	form->sections = sections;
	form->fields = fields;
}

static int
extend_set_sections(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	int result = form_set_sections(r, key, base, value);

	extend_order(r->form);
	return result;
}

/* Fields name payloads, so these are read first. Locks come after presets: whether there is a value is known then. */
static const struct form_key extend_keys[] = {
	{ .name = "extends", .set = extend_set_base, .required = true, .basis = true },
	{ .name = "form",
		.set = extend_set_name,
		.rests = true,
		.offset = offsetof(struct form, name),
		.required = true },
	{ .name = "title", .set = form_set_text, .offset = offsetof(struct form, title) },
	{ .name = "version", .set = form_set_version },
	{ .name = "payloads", .set = form_set_payloads, .rests = true },
	{ .name = "sections", .set = extend_set_sections, .rests = true },
	{ .name = "preset", .set = extend_set_presets, .rests = true },
	{ .name = "mdm", .set = form_set_mdm },
	{ .name = "lock", .set = extend_set_locks, .rests = true },
	{ .name = "hints", .set = extend_set_hints, .rests = true },
	{ .name = NULL },
};

int
form_read_extension(struct form_reader *r, const struct node *root)
{
	const char *name = node_get_text(root, "extends");
	const struct form *builtin = form_builtin_named(name ? name : "");
	int result;

	if (!builtin) /* which is told; most of the rest can be read all the same */
		builtin = form_builtin();
	r->form = builtin ? form_copy(builtin) : xcalloc(1, sizeof *r->form);
	free(r->form->extends); /* that of the form that is copied, where it is an extension, too */
	r->form->extends = NULL;
	free(r->form->path); /* nor is it in that form's file */
	r->form->path = NULL;
	result = form_read_map(r, root, "a form", extend_keys, r->form);
	if (builtin)
		result |= form_read_payload_fields(r, node_get(root, "payloads"));
	return result;
}
