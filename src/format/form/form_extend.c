/* Forms that extend a built-in one. An organization's admin decides (preset, lock) and explains (hints). The person who
 * fills in the rest sees the same questions in the same order. Further sections and payloads come after those of the
 * other form. */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/xalloc.h"

#include "syntax/domain.h"

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
		form_fail_more(r, ". Did you mean %s?", nearest->key);
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
	return form_fail(r, value, "%s names \"%s\", but only %s can be extended", key->name,
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
			"the form has the name of the form that it extends. Choose another name");
	return 0;
}

/* A path starts at the form's folder, and the file's content is stored. What a draft would report about such a value is
 * reported to the form's author. */
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
			"%s is a secret, and many people have the form. Preset its source: {from: "
			"prompt}, {from: env, name: VARIABLE} or {from: command, argv: [...]}",
			field->key);
	field->default_source = source;
	if (*draft_source_name(preset, field))
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
			"%s is required and locked, but has no value. Set one under preset",
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

/* Identifiers begin as the example does (identifier_type). */
static int
extend_set_domain(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	const struct field *known = form_identifier(r->form);
	struct field *field = known ? r->form->fields[known->index] : NULL;
	const char *dot;
	STRBUF(example);
	STRBUF(err);

	(void)base;
	if (form_check_kind(r, value, NODE_TEXT) < 0)
		return -1;
	if (domain_reverse(value->text.buf, &example, &err) < 0)
		return form_fail(r, value, "%s %s", key->name, err.buf);
	if (!field)
		return 0;
	dot = field->example ? strrchr(field->example, '.') : NULL;
	strbuf_addf(&example, ".scep%s", dot ? dot : ".office");
	free(field->example);
	field->example = strbuf_detach(&example);
	return 0;
}

/* One's own defaults are the answers of new drafts, which others read without this form: so it changes no question. */
static int
extend_check_own(struct form_reader *r, const struct node *root)
{
	static const char *const keys[] = { "extends", "form", "version", "preset", "mdm", "domain",
		NULL };
	int result = 0;

	if (!form_is_own(r->form->name))
		return 0;
	for (size_t i = 0; i < root->n; i++) {
		size_t k = 0;

		while (keys[k] && strcmp(keys[k], root->v[i]->key) != 0)
			k++;
		if (!keys[k])
			result = form_fail_at(r, root->v[i]->source.key_place,
				"the form " FORM_OWN " only presets values, so it has no %s. Give "
				"a form with %s a name of its own",
				root->v[i]->key, root->v[i]->key);
	}
	return result;
}

/* Sections with numbered steps come before those behind them, in whichever form they are. */
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
	{ .name = "domain", .set = extend_set_domain },
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
	return result | extend_check_own(r, root);
}
