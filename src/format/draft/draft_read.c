/* Takes the answers out of a draft's YAML. Wrong values are answers too; only what is no answer at all
 * (a list where one text belongs) is an error. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#include "model/field_type.h"
#include "model/rules.h"

#include "format/draft/draft_parts.h"
#include "format/yaml/yaml_write.h"

const struct yaml_limits draft_limits = { .bytes = DRAFT_FILE_LIMIT, .depth = 8, .nodes = 5000 };

/* Of one profile; no more nodes are read of one. */
#define PAYLOADS_MAX 100000

struct draft_reader {
	struct draft_file *file;
	const struct form *form;
	const char *name; /* of the file, for messages */
	const char *data;
	struct strbuf *err;
};

#define draft_fail(r, node, ...) yaml_source_error((r)->err, (r)->name, (node)->place, __VA_ARGS__)

static void
note_add(struct draft_reader *r, const char *rule, const struct field *field, struct place place,
	const char *sentence)
{
	struct finding *finding =
		findings_add(&r->file->notes, rule_find(rule), field, sentence, NULL);

	finding->place = place;
}

/* The place of the first \/ in a text in double quotes; line 0 where there is none. */
static struct place
escaped_slash(const struct yaml_node *node, const char *data)
{
	struct place place = node->place;

	for (size_t i = node->start; i + 1 < node->end; i++) {
		if (data[i] == '\\' && data[i + 1] == '/')
			return place;
		if (data[i] == '\\') { /* the other escapes have two characters at least */
			i++;
			place.column++;
		}
		if (data[i] == '\n')
			place = (struct place){ place.line + 1, 1 };
		else if (((unsigned char)data[i] & 0xc0) != 0x80)
			place.column++;
	}
	return (struct place){ 0, 0 };
}

/* A text that means a backslash and does not get it. In JSON, where other programs write \/ for every
 * slash, nobody means one. */
static void
note_escaped_slash(
	struct draft_reader *r, const struct field *field, const struct yaml_node *node, bool json)
{
	struct place place = { 0, 0 };

	for (size_t i = 0; i < node->n; i++)
		note_escaped_slash(r, field, node->v[i], json);
	if (node->kind == YAML_TEXT && node->style == YAML_DOUBLE && !json)
		place = escaped_slash(node, r->data);
	if (place.line)
		note_add(r, "draft-escape", field, place,
			"\\/ in double quotes is read as /, and the backslash is lost; write \\\\/ for "
			"\\/, or put the value in single quotes");
}

static int
answer_read(struct draft_reader *r, const struct field *field, const struct yaml_node *node)
{
	draft_set_place(r->file->draft, field, node->place);
	note_escaped_slash(r, field, node, node->key->style == YAML_DOUBLE);
	return draft_answer_read(r->file->draft, field, node, r->name, r->err);
}

static bool
same_group(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static bool
form_has_group(const struct form *form, const char *group)
{
	for (size_t i = 0; i < form->nfields; i++)
		if (same_group(form->fields[i]->group, group))
			return true;
	return false;
}

/* A key of the user's own. */
static bool
key_is_private(const char *key)
{
	return !strncmp(key, "x-", strlen("x-"));
}

/* No error: the key may be of a later version, and is kept when the draft is saved. */
static void
note_unknown_key(struct draft_reader *r, const struct yaml_node *key, const char *group)
{
	const struct field *known = form_field(r->form, key->text);
	const struct field *nearest = known ? known : form_nearest(r->form, key->text);
	const char *quote = yaml_text_is_plain(key->text) ? "" : "\"";
	struct strbuf sentence = STRBUF_INIT;

	strbuf_addf(&sentence, "%s%s%s is no key of the form %s", quote, key->text, quote,
		r->form->name);
	if (group)
		strbuf_addf(&sentence, " under %s", group);
	if (known && known->group)
		strbuf_addf(&sentence, "; it belongs under %s", known->group);
	else if (known)
		strbuf_addstr(&sentence, "; it belongs at the top level");
	else if (nearest)
		strbuf_addf(&sentence, "; did you mean %s?", nearest->key);
	note_add(r, "draft-key-unknown", NULL, key->place, sentence.buf);
	strbuf_release(&sentence);
}

static int
form_key_read(struct draft_reader *r, const struct yaml_node *node)
{
	if (node->kind == YAML_TEXT && form_answers_to(r->form, node->text))
		return 0;
	return draft_fail(r, node,
		"the draft is one of another form; \"form: %s\" is wanted here, or --form with that "
		"form's file",
		r->form->name);
}

static int
foreign_key_read(struct draft_reader *r, const struct yaml_node *node)
{
	if (node->kind != YAML_TEXT)
		return draft_fail(r, node, "foreign is the XML of a profile; %s stands here",
			yaml_node_kind(node));
	strbuf_set(&r->file->foreign, node->text);
	r->file->foreign_at = node->place;
	r->file->foreign_at.column = 0;
	if (node->style == YAML_LITERAL)
		r->file->foreign_at = (struct place){ node->place.line + 1, (int)node->indent + 1 };
	return 0;
}

/* {scep: 2, root: 1} */
static int
foreign_payloads_read(struct draft_reader *r, const struct yaml_node *node)
{
	const struct form *form = r->form;
	int *numbers;

	if (node->kind != YAML_MAP)
		return draft_fail(r, node,
			"foreign_payloads says which payload of the imported profile is which, as "
			"{%s: 1}; %s stands here",
			form->npayloads ? form->payloads[0]->key : "scep", yaml_node_kind(node));
	numbers = xcalloc(form->npayloads + 1, sizeof *numbers);
	free(r->file->foreign_payloads);
	r->file->foreign_payloads = numbers;
	for (size_t i = 0; i < node->n; i++) {
		const struct yaml_node *item = node->v[i];
		size_t p = 0;
		char *end = NULL;
		long number = item->kind == YAML_TEXT ? strtol(item->text, &end, 10) : 0;

		while (p < form->npayloads && strcmp(form->payloads[p]->key, item->key->text) != 0)
			p++;
		if (p == form->npayloads)
			return draft_fail(r, item->key, "the form %s has no payload \"%s\"",
				form->name, item->key->text);
		if (number < 1 || number > PAYLOADS_MAX || *end)
			return draft_fail(r, item,
				"the number of a payload is wanted, from 1 to %d", PAYLOADS_MAX);
		numbers[p] = (int)number;
	}
	return 0;
}

static int
notes_key_read(struct draft_reader *r, const struct yaml_node *node)
{
	if (node->kind == YAML_TEXT && !*node->text)
		return 0;
	if (node->kind != YAML_MAP)
		return draft_fail(r, node,
			DRAFT_NOTES " holds a reviewer's words about fields, a line KEY: TEXT for "
				    "each, indented below it; %s stands here",
			yaml_node_kind(node));
	for (size_t i = 0; i < node->n; i++) {
		const struct yaml_node *note = node->v[i];
		const struct field *field = form_field(r->form, note->key->text);

		if (field && note->kind != YAML_TEXT)
			return draft_fail(r, note, "the review of %s is a text; %s stands here",
				field->key, yaml_node_kind(note));
		if (field)
			draft_set_note(r->file->draft, field, note->text);
		else
			note_unknown_key(r, note->key, DRAFT_NOTES);
	}
	return 0;
}

/* What is wrong there is noted, and never an error. */
static int
accepted_key_read(struct draft_reader *r, const struct yaml_node *node)
{
	draft_accepted_read(r->file, node);
	return 0;
}

/* Keys of every draft that are no fields. */
static const struct {
	const char *name;
	int (*read)(struct draft_reader *r, const struct yaml_node *node);
} draft_keys[] = {
	{ "form", form_key_read },
	{ DRAFT_FOREIGN_PAYLOADS, foreign_payloads_read },
	{ DRAFT_FOREIGN, foreign_key_read },
	{ DRAFT_NOTES, notes_key_read },
	{ DRAFT_ACCEPTED, accepted_key_read },
};

bool
draft_key_is_reserved(const char *key)
{
	for (size_t i = 0; i < ARRAY_SIZE(draft_keys); i++)
		if (!strcmp(draft_keys[i].name, key))
			return true;
	return false;
}

static int map_read(struct draft_reader *r, const struct yaml_node *map, const char *group);

/* An empty group is one without keys. */
static int
group_read(struct draft_reader *r, const struct yaml_node *node)
{
	if (node->kind == YAML_MAP)
		return map_read(r, node, node->key->text);
	if (node->kind == YAML_TEXT && !*node->text)
		return 0;
	return draft_fail(r, node, "%s holds keys of its own, indented below it; %s stands here",
		node->key->text, yaml_node_kind(node));
}

static int
entry_read(struct draft_reader *r, const struct yaml_node *node, const char *group)
{
	const char *key = node->key->text;
	const struct field *field = form_field(r->form, key);

	for (size_t i = 0; !group && i < ARRAY_SIZE(draft_keys); i++)
		if (!strcmp(draft_keys[i].name, key))
			return draft_keys[i].read(r, node);
	if (field && same_group(field->group, group))
		return answer_read(r, field, node);
	if (!group && form_has_group(r->form, key))
		return group_read(r, node);
	if (!key_is_private(key))
		note_unknown_key(r, node->key, group);
	return 0;
}

static int
map_read(struct draft_reader *r, const struct yaml_node *map, const char *group)
{
	for (size_t i = 0; i < map->n; i++)
		if (entry_read(r, map->v[i], group) < 0)
			return -1;
	return 0;
}

static int
root_read(struct draft_reader *r, const struct yaml_node *root)
{
	if (!root)
		return error_add(r->err,
			"%s:1:1: the file is empty; a draft is KEY: VALUE lines, the first of them "
			"form: %s",
			r->name, r->form->name);
	if (root->kind != YAML_MAP)
		return draft_fail(r, root,
			"the file holds %s; a draft is KEY: VALUE lines, the first of them form: %s",
			yaml_node_kind(root), r->form->name);
	if (!yaml_node_get(root, "form"))
		return draft_fail(r, root, "this is no draft: a draft of this form says form: %s",
			r->form->name);
	return map_read(r, root, NULL);
}

int
draft_read(
	struct draft_file *file, const char *name, const char *data, size_t len, struct strbuf *err)
{
	struct draft_reader r = {
		.file = file,
		.form = draft_form(file->draft),
		.name = name,
		.data = data,
		.err = err,
	};
	struct yaml_node *root;
	int result = yaml_source_read(data, len, name, &draft_limits, &root, err);

	if (result == 0)
		result = root_read(&r, root);
	yaml_node_free(root);
	return result;
}
