/* Puts changed answers into the text of a draft that people have written: one answer at a time, and
 * nothing else changes. */
#include <string.h>

#include "base/report.h"
#include "base/xalloc.h"

#include "model/field_type.h"

#include "format/draft/draft_parts.h"
#include "format/yaml/yaml_patch.h"

/* To be called once more, with the tree of what was made of the text. */
#define PATCH_AGAIN 1

static bool
node_same(const struct node *a, const struct node *b)
{
	if (a->kind != b->kind || a->n != b->n || a->source.slip)
		return false;
	if (a->kind == NODE_TEXT)
		return strbuf_same(&a->text, &b->text);
	for (size_t i = 0; i < a->n; i++)
		if (!node_same(a->v[i], b->v[i]) ||
			(a->v[i]->key && strcmp(a->v[i]->key, b->v[i]->key) != 0))
			return false;
	return true;
}

/* A list of one item or none that a person wrote as a text stays a text. */
static const struct node *
node_as_written(const struct node *old, const struct node *value, struct node *empty)
{
	if (old->kind != NODE_TEXT || value->kind != NODE_LIST || value->n > 1)
		return value;
	return value->n ? value->v[0] : empty;
}

static void
answer_replace(struct strbuf *text, const struct node *old, const struct node *value)
{
	struct node *empty = yaml_text_new("", NODE_DOUBLE);
	const struct node *written = node_as_written(old, value, empty);

	if (!node_same(old, written))
		yaml_patch_replace(text, old, written);
	node_free(empty);
}

static bool
same_group(const struct field *a, const struct field *b)
{
	return a->group && b->group ? !strcmp(a->group, b->group) : a->group == b->group;
}

/* The entry behind which a missing one belongs: that of the nearest field before it. */
static const struct node *
entry_before(const struct form *form, const struct field *field, const struct node *map)
{
	for (size_t i = field->index; i-- > 0;) {
		const struct field *before = form->fields[i];
		const struct node *entry =
			same_group(before, field) ? node_get(map, before->key) : NULL;

		if (entry)
			return entry;
	}
	return field->group ? NULL : node_get(map, "form");
}

/* The first value of a group that is missing or empty; takes the value. */
static void
group_insert(struct strbuf *text, const char *name, const char *key, const struct node *root,
	struct node *value)
{
	const struct node *old = node_get(root, name);
	struct node *group = node_map_new();

	node_add(group, key, value);
	if (old)
		yaml_patch_replace(text, old, group);
	else
		yaml_patch_insert(text, root, root->v[root->n - 1], name, group);
	node_free(group);
}

/* What the file has for a field that is unanswered now: its entry, wherever its group stands, or a group that is
 * none. PATCH_AGAIN where there may be more. */
static int
answer_remove(const struct field *field, const struct node *root, struct strbuf *text)
{
	const char *name = field->group ? field->group : field->key;

	for (size_t i = root->n; i-- > 0;) {
		const struct node *node = root->v[i], *entry = node;
		bool is_map = node->kind == NODE_MAP && !node->source.slip;

		if (strcmp(node->key, name) != 0)
			continue;
		if (field->group && is_map)
			entry = node_get(node, field->key);
		else if (field->group && node->kind == NODE_TEXT && !node->text.len &&
			 !node->source.slip)
			entry = NULL;
		if (entry) {
			yaml_patch_remove(text, entry);
			return PATCH_AGAIN;
		}
	}
	return 0;
}

/* Patches one answer; root is the tree of text. */
static int
answer_patch(const struct draft *draft, const struct field *field, const struct node *root,
	const char *name, struct strbuf *text, struct strbuf *err)
{
	const struct node *map = field->group ? node_get(root, field->group) : root;
	bool has_map =
		map && map->kind == NODE_MAP && map->n && !(field->group && map->source.slip);
	const struct node *old = has_map ? node_get(map, field->key) : NULL;
	struct node *value;

	(void)name, (void)err;
	if (!draft_is_answered(draft, field) && old && yaml_node_repeated(old) > 1) {
		yaml_patch_remove_repeated(text, old);
		return PATCH_AGAIN;
	}
	if (!draft_is_answered(draft, field))
		return answer_remove(field, root, text);
	if (old)
		yaml_patch_remove_repeated(text, old);
	value = draft_answer_node(draft, field);
	if (!has_map) {
		group_insert(text, field->group, field->key, root, value);
		return 0;
	}
	if (old)
		answer_replace(text, old, value);
	else
		yaml_patch_insert(
			text, map, entry_before(draft_form(draft), field, map), field->key, value);
	node_free(value);
	return 0;
}

static const struct node *
note_before(const struct form *form, const struct field *field, const struct node *notes)
{
	const struct node *before = NULL;

	for (size_t i = field->index; i-- > 0 && !before;)
		before = node_get(notes, form->fields[i]->key);
	return before;
}

/* Whether a reviewer's words stand there, for no field: they are not to be replaced by others. */
static bool
notes_are_words(const struct node *notes)
{
	if (notes->kind == NODE_TEXT)
		return notes->text.len || notes->source.slip;
	return notes->source.slip || (notes->kind == NODE_LIST && notes->n);
}

/* The mapping goes with its last note. */
static int
note_patch(const struct draft *draft, const struct field *field, const struct node *root,
	const char *name, struct strbuf *text, struct strbuf *err)
{
	const struct node *notes = node_get(root, DRAFT_NOTES);
	bool has_notes = notes && notes->kind == NODE_MAP && notes->n;
	const struct node *old = has_notes ? node_get(notes, field->key) : NULL;
	struct node *value = yaml_text_new(draft_note(draft, field), NODE_DOUBLE);

	if (notes && notes_are_words(notes)) {
		node_free(value);
		return yaml_source_error(err, name, notes->place,
			"nothing was saved: " DRAFT_NOTES
			" is %s here, where the comment on %s belongs. "
			"Write a line KEY: TEXT for each field below it, or remove the comment",
			yaml_node_kind(notes), field->label);
	}
	if (value->text.len && !has_notes) {
		group_insert(text, DRAFT_NOTES, field->key, root, value);
		return 0;
	}
	if (!value->text.len && old)
		yaml_patch_remove(text, notes->n > 1 ? old : notes);
	else if (value->text.len && old)
		yaml_patch_replace(text, old, value);
	else if (value->text.len)
		yaml_patch_insert(text, notes, note_before(draft_form(draft), field, notes),
			field->key, value);
	node_free(value);
	return 0;
}

/* The acceptance of a rule; the mapping goes with the last one, and a new one is the last key of all. */
static void
accepted_patch(
	const struct draft *draft, const char *rule, const struct node *root, struct strbuf *text)
{
	const struct acceptance *a = draft_acceptance(draft, rule);
	const struct node *map = node_get(root, DRAFT_ACCEPTED);
	bool has_map = map && map->kind == NODE_MAP && map->n;
	const struct node *old = has_map ? node_get(map, rule) : NULL;
	struct node *value = a ? draft_accepted_node(a) : NULL;

	if (a && !has_map) {
		group_insert(text, DRAFT_ACCEPTED, rule, root, value);
		return;
	}
	if (a && old)
		yaml_patch_replace(text, old, value);
	else if (a)
		yaml_patch_insert(text, map, map->v[map->n - 1], rule, value);
	else if (old)
		yaml_patch_remove(text, map->n > 1 ? old : map);
	node_free(value);
}

/* What is patched, one by one: each changes the text that the next one reads. */
static const struct patch {
	bool (*changed)(const struct draft *draft, const struct field *field);
	/* PATCH_AGAIN as long as there is more to do. */
	int (*apply)(const struct draft *draft, const struct field *field, const struct node *root,
		const char *name, struct strbuf *text, struct strbuf *err);
} patches[] = {
	{ draft_changed, answer_patch },
	{ draft_note_changed, note_patch },
};

static int
patch_apply(const struct patch *patch, const struct draft *draft, const struct field *field,
	const char *name, struct strbuf *text, struct strbuf *err)
{
	struct node *root;
	int result;

	do {
		if (yaml_source_read(text->buf, text->len, name, &draft_limits, &root, err) < 0)
			return -1;
		if (!root)
			BUG("%s was read as a draft and is empty", name);
		result = patch->apply(draft, field, root, name, text, err);
		node_free(root);
	} while (result == PATCH_AGAIN);
	return result;
}

static int
accepted_patch_all(
	const struct draft *draft, const char *name, struct strbuf *text, struct strbuf *err)
{
	for (size_t i = 0; i < rules_count; i++) {
		struct node *root;

		if (!draft_acceptance_changed(draft, rules[i].id))
			continue;
		if (yaml_source_read(text->buf, text->len, name, &draft_limits, &root, err) < 0)
			return -1;
		if (!root)
			BUG("%s was read as a draft and is empty", name);
		accepted_patch(draft, rules[i].id, root, text);
		node_free(root);
	}
	return 0;
}

/* An original changes by its mends alone. */
static int
original_patch(
	const struct draft_file *file, const char *name, struct strbuf *text, struct strbuf *err)
{
	struct node *root, *value;
	const struct node *old;

	if (yaml_source_read(text->buf, text->len, name, &draft_limits, &root, err) < 0)
		return -1;
	old = root ? node_get(root, DRAFT_ORIGINAL) : NULL;
	if (old && old->kind == NODE_TEXT && !strbuf_same(&old->text, &file->original->text)) {
		value = yaml_text_new(file->original->text.buf, NODE_DOUBLE);
		yaml_patch_replace(text, old, value);
		node_free(value);
	}
	node_free(root);
	return 0;
}

int
draft_patch(
	const struct draft_file *file, const char *name, struct strbuf *text, struct strbuf *err)
{
	const struct draft *draft = file->draft;
	const struct form *form = draft_form(draft);

	for (size_t p = 0; p < ARRAY_SIZE(patches); p++)
		for (size_t i = 0; i < form->nfields; i++)
			if (patches[p].changed(draft, form->fields[i]) &&
				patch_apply(&patches[p], draft, form->fields[i], name, text, err) <
					0)
				return -1;
	if (file->original && file->original->text.len && original_patch(file, name, text, err) < 0)
		return -1;
	return accepted_patch_all(draft, name, text, err);
}
