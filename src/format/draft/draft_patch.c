/* Puts changed answers into the text of a draft that people have written, and nothing else changes. The text is read
 * once, whatever the number of answers. */
#include <string.h>

#include "base/report.h"

#include "model/field_type.h"

#include "format/draft/draft_parts.h"
#include "format/yaml/yaml_patch.h"

struct patcher {
	const struct draft *draft;
	const struct form *form;
	const struct node *root; /* of the text before */
	struct yaml_patches patches;
	struct node *groups; /* what goes into mappings that are missing or empty: a map of maps */
	const char *name;    /* of the file, for messages */
	struct strbuf *err;
};

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

/* Takes the value. A list of one item or none that a person wrote as a text stays a text. */
static void
answer_replace(struct patcher *p, const struct node *old, struct node *value)
{
	if (old->kind == NODE_TEXT && value->kind == NODE_LIST && value->n <= 1) {
		struct node *item =
			value->n ? node_take(value->v[0]) : yaml_text_new("", NODE_DOUBLE);

		node_free(value);
		value = item;
	}
	if (node_same(old, value))
		node_free(value);
	else
		yaml_patch_replace(&p->patches, old, value);
}

static bool
same_group(const struct field *a, const struct field *b)
{
	return a->group && b->group ? !strcmp(a->group, b->group) : a->group == b->group;
}

/* The entry of the nearest field before this one, as far as it stays: a missing one belongs behind it. */
static const struct node *
entry_before(const struct patcher *p, const struct field *field, const struct node *map)
{
	for (size_t i = field->index; i-- > 0;) {
		const struct field *before = p->form->fields[i];
		const struct node *entry =
			same_group(before, field) ? node_get(map, before->key) : NULL;

		if (entry && !yaml_patch_removes(&p->patches, entry))
			return entry;
	}
	return field->group ? NULL : node_get(map, "form");
}

/* A value of a mapping that is missing or empty; takes it. */
static void
group_add(struct patcher *p, const char *name, const char *key, struct node *value)
{
	struct node *group = node_get(p->groups, name);

	node_add(group ? group : node_add(p->groups, name, node_map_new()), key, value);
}

static const struct node *
last_staying(const struct patcher *p, const struct node *map)
{
	for (size_t i = map->n; i-- > 0;)
		if (!yaml_patch_removes(&p->patches, map->v[i]))
			return map->v[i];
	return NULL;
}

/* The mappings of group_add, behind all the others. */
static void
groups_patch(struct patcher *p)
{
	for (size_t i = 0; i < p->groups->n; i++) {
		const char *name = p->groups->v[i]->key;
		const struct node *old = node_get(p->root, name);
		struct node *group = node_copy(p->groups->v[i]);

		if (old)
			yaml_patch_replace(&p->patches, old, group);
		else
			yaml_patch_insert(
				&p->patches, p->root, last_staying(p, p->root), name, group);
	}
}

/* Removes the entries of a key, but for one of them where that is not NULL. */
static void
remove_each(struct patcher *p, const struct node *map, const char *key, const struct node *but)
{
	for (size_t i = 0; i < map->n; i++)
		if (!strcmp(map->v[i]->key, key) && map->v[i] != but)
			yaml_patch_remove(&p->patches, map->v[i]);
}

/* What the file has for a field that is unanswered now: its entries, wherever its group is, and a group that is
 * none. */
static void
answer_remove(struct patcher *p, const struct field *field)
{
	if (!field->group) {
		remove_each(p, p->root, field->key, NULL);
		return;
	}
	for (size_t i = 0; i < p->root->n; i++) {
		const struct node *node = p->root->v[i];

		if (strcmp(node->key, field->group) != 0)
			continue;
		if (node->kind == NODE_MAP && !node->source.slip)
			remove_each(p, node, field->key, NULL);
		else if (node->kind != NODE_TEXT || node->text.len || node->source.slip)
			yaml_patch_remove(&p->patches, node);
	}
}

static void
answer_put(struct patcher *p, const struct field *field)
{
	const struct node *map = field->group ? node_get(p->root, field->group) : p->root;
	bool has_map = node_is(map, NODE_MAP) && map->n && !(field->group && map->source.slip);
	const struct node *old = has_map ? node_get(map, field->key) : NULL;
	struct node *value = answer_node(p->draft, field);

	if (!has_map) {
		group_add(p, field->group, field->key, value);
		return;
	}
	if (!old) {
		yaml_patch_insert(&p->patches, map, entry_before(p, field, map), field->key, value);
		return;
	}
	remove_each(p, map, field->key, old);
	answer_replace(p, old, value);
}

/* First what goes, for others are put behind what stays; so below. */
static void
answers_patch(struct patcher *p)
{
	for (int put = 0; put < 2; put++)
		for (size_t i = 0; i < p->form->nfields; i++) {
			const struct field *field = p->form->fields[i];

			if (!draft_changed(p->draft, field) ||
				draft_is_answered(p->draft, field) != put)
				continue;
			if (put)
				answer_put(p, field);
			else
				answer_remove(p, field);
		}
}

/* The mapping of that name; NULL where it is missing, empty or none. */
static const struct node *
top_map(const struct patcher *p, const char *name)
{
	const struct node *map = node_get(p->root, name);

	return node_is(map, NODE_MAP) && map->n ? map : NULL;
}

/* Removes an entry; the mapping goes with its last one. */
static void
entry_remove(struct patcher *p, const char *name, const char *key)
{
	const struct node *map = top_map(p, name), *old = map ? node_get(map, key) : NULL;

	if (old)
		yaml_patch_remove(&p->patches, old);
}

/* Takes the value. */
static void
entry_put(struct patcher *p, const char *name, const struct node *after, const char *key,
	struct node *value)
{
	const struct node *map = top_map(p, name), *old = map ? node_get(map, key) : NULL;

	if (!map)
		group_add(p, name, key, value);
	else if (old)
		yaml_patch_replace(&p->patches, old, value);
	else
		yaml_patch_insert(&p->patches, map, after, key, value);
}

/* The mapping goes with its last entry. */
static void
top_map_end(struct patcher *p, const char *name)
{
	const struct node *map = top_map(p, name);

	if (map && yaml_patch_empties(&p->patches, map))
		yaml_patch_remove(&p->patches, map);
}

static const struct node *
note_before(const struct patcher *p, const struct field *field)
{
	const struct node *notes = node_get(p->root, DRAFT_NOTES);

	for (size_t i = field->index; i-- > 0;) {
		const struct node *entry = node_get(notes, p->form->fields[i]->key);

		if (entry && !yaml_patch_removes(&p->patches, entry))
			return entry;
	}
	return NULL;
}

/* Nor are comments that cannot be read replaced by others. */
static int
note_check(const struct patcher *p, const struct field *field, const struct node *old)
{
	COMMENTS(list);
	struct place place;
	STRBUF(why);

	if (!old || draft_comments_read(NULL, field, old, &list, &place, &why) == 0)
		return 0;
	return yaml_source_error(p->err, p->name, place, "nothing was saved: %s", why.buf);
}

/* Words of a reviewer that are of no field are not to be replaced by others. */
static int
notes_check(const struct patcher *p, const struct field *field)
{
	const struct node *notes = node_get(p->root, DRAFT_NOTES);

	if (!notes || (!notes->source.slip && !notes->text.len &&
			      (notes->kind != NODE_LIST || !notes->n)))
		return note_check(p, field, node_get(notes, field->key));
	return yaml_source_error(p->err, p->name, notes->place,
		"nothing was saved: " DRAFT_NOTES " is %s, where the comment on %s belongs. Write "
		"a line KEY: TEXT for each field below it, or remove the comment",
		yaml_node_kind(notes), field->label);
}

static int
notes_patch(struct patcher *p)
{
	for (int put = 0; put < 2; put++)
		for (size_t i = 0; i < p->form->nfields; i++) {
			const struct field *field = p->form->fields[i];
			struct node *node;

			if (!draft_note_changed(p->draft, field))
				continue;
			if (notes_check(p, field) < 0)
				return -1;
			node = draft_comments_node(field, draft_note(p->draft, field),
				node_get(node_get(p->root, DRAFT_NOTES), field->key));
			if (put && node)
				entry_put(p, DRAFT_NOTES, note_before(p, field), field->key,
					node_take(node));
			else if (!put && !node)
				entry_remove(p, DRAFT_NOTES, field->key);
			if (!put)
				node_free(node);
		}
	top_map_end(p, DRAFT_NOTES);
	return 0;
}

/* A new acceptance is the last key of all. */
static void
acceptances_patch(struct patcher *p)
{
	const struct node *map = top_map(p, DRAFT_ACCEPTED);

	for (int put = 0; put < 2; put++)
		for (size_t i = 0; i < rules_count(); i++) {
			const char *rule = rule_at(i)->id;
			const struct acceptance *a = draft_acceptance(p->draft, rule);

			if (!draft_acceptance_changed(p->draft, rule))
				continue;
			if (put && a)
				entry_put(p, DRAFT_ACCEPTED, map ? last_staying(p, map) : NULL,
					rule, draft_accepted_node(a));
			else if (!put && !a)
				entry_remove(p, DRAFT_ACCEPTED, rule);
		}
	top_map_end(p, DRAFT_ACCEPTED);
}

/* An original changes by its fixes alone. */
static void
original_patch(struct patcher *p, const struct original *original)
{
	const struct node *old = node_get(p->root, DRAFT_ORIGINAL);

	if (original && original->text.len && node_is(old, NODE_TEXT) &&
		!strbuf_same(&old->text, &original->text))
		yaml_patch_replace(
			&p->patches, old, yaml_text_new(original->text.buf, NODE_DOUBLE));
}

int
draft_patch(
	const struct draft_file *file, const char *name, struct strbuf *text, struct strbuf *err)
{
	struct patcher p = {
		.draft = file->draft,
		.form = draft_form(file->draft),
		.patches = YAML_PATCHES_INIT(text),
		.name = name,
		.err = err,
	};
	NODE(root) = NULL;
	NODE(groups) = node_map_new();

	if (yaml_source_read(text->buf, text->len, name, &draft_limits, &root, err) < 0)
		return -1;
	if (!root)
		BUG("%s was read as a draft but is empty", name);
	p.root = root;
	p.groups = groups;
	answers_patch(&p);
	if (notes_patch(&p) < 0) {
		yaml_patches_release(&p.patches);
		return -1;
	}
	original_patch(&p, file->original);
	acceptances_patch(&p);
	groups_patch(&p);
	yaml_patches_apply(&p.patches);
	return 0;
}
