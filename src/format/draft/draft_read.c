/* Reads the answers from a draft's YAML. Wrong values are answers too. A value that is not an answer (a list instead of
 * one text, a key twice) is reported with its place, and the rest of the file is read. The only errors are invalid YAML
 * and a file that is not a draft of this form. */
#include <string.h>

#include "base/xalloc.h"

#include "model/field_type.h"
#include "model/field_type_rows.h"
#include "model/rules.h"

#include "format/draft/draft_reader.h"
#include "format/yaml/yaml_write.h"

const struct yaml_limits draft_limits = {
	.bytes = DRAFT_FILE_LIMIT, .depth = 8, .nodes = 5000, .lenient = true
};

/* The place of the first \/ in a text in double quotes; line 0 where there is none. */
static struct place
escaped_slash(const struct node *node, const char *data)
{
	const char *text = data + node->source.start;
	struct place place = node->place;

	if (!memchr(text, '\\', node->source.end - node->source.start))
		return (struct place){ 0, 0 };
	for (size_t i = node->source.start; i + 1 < node->source.end; i++) {
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

/* A text that was meant to have a backslash and does not. In JSON, where other programs write \/ for every slash, none
 * is meant. */
static void
note_escaped_slash(
	struct draft_reader *r, const struct field *field, const struct node *node, bool json)
{
	struct place place = { 0, 0 };

	for (size_t i = 0; i < node->n; i++)
		note_escaped_slash(r, field, node->v[i], json);
	if (node->kind == NODE_TEXT && node->source.style == NODE_DOUBLE && !json)
		place = escaped_slash(node, r->data);
	if (place.line)
		findings_addf(&r->file->notes, "draft-escape", field, place,
			"\\/ in double quotes is read as /, and the backslash is lost. Write "
			"\\\\/ for \\/, or put the value in single quotes");
}

/* The character of the source at a byte; NUL behind its end. */
static char
source_at(const struct draft_reader *r, size_t byte)
{
	return byte < r->len ? r->data[byte] : '\0';
}

/* The place of a comment that follows a text without quotes in its line; its first character is at *byte. */
static struct place
comment_behind(const struct draft_reader *r, const struct node *node, size_t *byte)
{
	struct place place = node->place;

	*byte = node->source.end;
	while (source_at(r, *byte) == ' ' || source_at(r, *byte) == '\t')
		++*byte;
	if (node->source.style != NODE_PLAIN || *byte == node->source.end ||
		node->source.start == node->source.end || source_at(r, *byte) != '#')
		return (struct place){ 0, 0 };
	for (size_t i = node->source.start; i < *byte; i++)
		if (r->data[i] == '\n')
			place = (struct place){ place.line + 1, 1 };
		else if (((unsigned char)r->data[i] & 0xc0) != 0x80)
			place.column++;
	return place;
}

/* Texts in which a # is nothing special. */
static bool
field_may_have_hash(const struct field *field)
{
	static const struct field_type *const types[] = { &text_type, &lines_type, &names_type,
		&secret_type, &subject_type };

	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (field->type == types[i])
			return true;
	return false;
}

/* "Lab #2" without quotes is read as "Lab". A comment begins with a space, as in "Lab # second floor", and may be set
 * off by several; so what looks like one is only noted where the loss would be silent. */
static void
note_cut_text(struct draft_reader *r, const struct field *field, const struct node *node)
{
	struct finding *finding;
	struct place place = { 0, 0 };
	size_t byte = 0;
	bool meant;

	for (size_t i = 0; i < node->n; i++)
		note_cut_text(r, field, node->v[i]);
	if (node->kind == NODE_TEXT && field_may_have_hash(field))
		place = comment_behind(r, node, &byte);
	if (!place.line)
		return;
	meant = byte == node->source.end + 1 && !strchr(" #\t\r\n", source_at(r, byte + 1));
	if (!meant && field->type != &secret_type && field->type != &subject_type)
		return;
	finding = findings_addf(&r->file->notes, "draft-comment", field, place,
		"everything after the space and # is a comment. Put the value in quotes if it "
		"belongs to it");
	if (!meant)
		finding->severity = SEVERITY_INFO;
}

struct finding *
note_slip(
	struct draft_reader *r, const struct field *field, struct place place, const char *fmt, ...)
{
	struct finding *finding;
	va_list ap;

	va_start(ap, fmt);
	finding = findings_vaddf(&r->file->notes, "draft-structure", field, place, fmt, ap);
	va_end(ap);
	return finding;
}

void
note_repeated(struct draft_reader *r, const struct node *node, const char *instead)
{
	note_slip(r, NULL, node->source.key_place,
		"the key \"%s\" is already in line %d, so this one is ignored. %s", node->key,
		yaml_node_repeats(node)->source.key_place.line, instead);
}

static void
source_add(const struct draft_reader *r, const struct node *node, struct strbuf *out)
{
	strbuf_add(out, r->data + node->source.start, node->source.end - node->source.start);
}

static void
answer_set_unread(struct draft_reader *r, const struct field *field, const struct node *node)
{
	STRBUF(raw);

	source_add(r, node, &raw);
	draft_set_unread(r->file->draft, field, raw.buf);
}

static bool
key_is_last(const struct node *node)
{
	const struct node *map = node->parent;
	size_t i = map->n;

	while (strcmp(map->v[--i]->key, node->key) != 0)
		;
	return map->v[i] == node;
}

/* Whether the second of two equal keys says what the first says, which has been read. */
static bool
answer_is_said_again(struct draft_reader *r, const struct field *field, const struct node *node)
{
	struct draft *again = draft_new(r->form);
	FINDING(slip);
	bool same = draft_is_answered(r->file->draft, field) && yaml_node_repeated(node) == 2 &&
		    answer_read(again, field, node, r->data, &slip) == 0 &&
		    draft_source(again, field) == ANSWER_HERE &&
		    draft_answer_is(r->file->draft, again, field);

	draft_free(again);
	return same;
}

/* Of two answers neither counts: which one was meant is not known. The last one puts the field's raw text
 * together, for a hostile file may have thousands. */
static void
answer_repeated(struct draft_reader *r, const struct field *field, const struct node *node)
{
	const struct node *map = node->parent, *first = yaml_node_repeats(node);
	struct draft *draft = r->file->draft;
	struct finding *finding = note_slip(r, field, node->source.key_place,
		"the key \"%s\" is already in line %d, so both are ignored. Remove one", field->key,
		first->source.key_place.line);
	STRBUF(raw);

	if (answer_is_said_again(r, field, node))
		finding_fix(finding, draft_text(draft, field));
	if (!key_is_last(node))
		return;
	for (size_t i = 0; i < map->n; i++)
		if (!strcmp(map->v[i]->key, field->key)) {
			source_add(r, map->v[i], &raw);
			strbuf_addch(&raw, '\n');
		}
	draft_set_unread(draft, field, raw.buf);
}

static void
field_read(struct draft_reader *r, const struct field *field, const struct node *node)
{
	FINDING(slip);
	struct finding *finding;

	note_escaped_slash(r, field, node, node->source.key_style == NODE_DOUBLE);
	note_cut_text(r, field, node);
	if (yaml_node_repeats(node)) {
		answer_repeated(r, field, node);
		return;
	}
	draft_set_place(r->file->draft, field, node->place);
	if (answer_read(r->file->draft, field, node, r->data, &slip) < 0) {
		finding = note_slip(r, field, slip.place, "%s", slip.sentence);
		finding_fix(finding, slip.fix);
		answer_set_unread(r, field, node);
	}
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

void
note_unknown_key(struct draft_reader *r, const struct node *node, const char *group)
{
	const char *key = node->key;
	const struct field *known = form_field(r->form, key);
	const struct field *nearest = known ? known : form_nearest(r->form, key);
	const char *quote = yaml_text_is_plain(key) ? "" : "\"";
	STRBUF(sentence);

	strbuf_addf(
		&sentence, "%s%s%s is not a key of the form %s", quote, key, quote, r->form->name);
	if (group)
		strbuf_addf(&sentence, " under %s", group);
	if (known && known->group)
		strbuf_addf(&sentence, ". It belongs under %s", known->group);
	else if (known)
		strbuf_addstr(&sentence, ". It belongs at the top level");
	else if (nearest)
		strbuf_addf(&sentence, ". Did you mean %s?", nearest->key);
	findings_addf(&r->file->notes, "draft-key-unknown", NULL, node->source.key_place, "%s",
		sentence.buf);
}

static int map_read(struct draft_reader *r, const struct node *map, const char *group);

/* Whatever is wrong with a group, the fields in it are no more known than those of a wrong value; what was
 * read of them stays. The first field; NULL: none. */
static const struct field *
group_set_unread(struct draft_reader *r, const struct node *node, const struct node *map)
{
	const struct field *first = NULL;

	for (size_t i = 0; i < r->form->nfields; i++) {
		const struct field *field = r->form->fields[i];
		const struct node *value = map ? node_get(map, field->key) : node;

		if (!same_group(field->group, node->key) || !value)
			continue;
		first = first ? first : field;
		if (draft_is_answered(r->file->draft, field) || draft_unread(r->file->draft, field))
			continue;
		draft_set_place(r->file->draft, field, value->place);
		answer_set_unread(r, field, value);
	}
	return first;
}

/* An empty group is one without keys. A second one is not read, for a save could not tell in which of them a
 * key belongs. */
static int
group_read(struct draft_reader *r, const struct node *node)
{
	const struct field *first;
	bool empty = node->kind == NODE_TEXT && !node->text.len && !node->source.slip;

	if (yaml_node_repeats(node)) {
		note_repeated(r, node, "Move its lines there");
		if (!empty)
			group_set_unread(r, node, node->kind == NODE_MAP ? node : NULL);
		return 0;
	}
	if (node->kind == NODE_MAP && !node->source.slip)
		return map_read(r, node, node->key);
	if (empty)
		return 0;
	first = group_set_unread(r, node, NULL);
	note_slip(r, first, node->place,
		"%s is %s, but must have keys of its own. Write each in a line KEY: VALUE, "
		"indented below it",
		node->key, yaml_node_kind(node));
	return 0;
}

static int
entry_read(struct draft_reader *r, const struct node *node, const char *group)
{
	const char *key = node->key;
	const struct field *field = form_field(r->form, key);

	if (!group && draft_key_is_reserved(key))
		return reserved_key_read(r, node);
	if (field && same_group(field->group, group))
		field_read(r, field, node);
	else if (!group && form_has_group(r->form, key))
		return group_read(r, node);
	else if (strncmp(key, "x-", strlen("x-")) != 0) /* a key of the user's own */
		note_unknown_key(r, node, group);
	return 0;
}

static int
map_read(struct draft_reader *r, const struct node *map, const char *group)
{
	for (size_t i = 0; i < map->n; i++)
		if (entry_read(r, map->v[i], group) < 0)
			return -1;
	return 0;
}

static int
root_read(struct draft_reader *r, const struct node *root)
{
	if (!root)
		return error_add(r->err,
			"%s:1:1: the file is empty. A draft has KEY: VALUE lines, the first of "
			"them form: %s",
			r->name, r->form->name);
	if (root->kind != NODE_MAP)
		return draft_fail(r, root,
			"the file is %s. A draft has KEY: VALUE lines, the first of them form: %s",
			yaml_node_kind(root), r->form->name);
	if (!node_get(root, "form"))
		return draft_fail(r, root,
			"this is not a draft. A draft of this form says form: "
			"%s",
			r->form->name);
	if (root->source.slip)
		note_slip(r, NULL, root->source.slip_place, "%s", root->source.slip);
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
		.len = len,
		.err = err,
	};
	NODE(root) = NULL;

	if (yaml_source_read(data, len, name, &draft_limits, &root, err) < 0 ||
		root_read(&r, root) < 0)
		return -1;
	if (file->original && !file->original->text.len && !file->original->unread) {
		original_free(file->original);
		file->original = NULL;
	}
	return 0;
}
