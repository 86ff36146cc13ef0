/* Writes a new draft whole: the line for editors, the documented fields in their order under the titles of their sections,
 * the others where they are answered, the groups (identity) at the end. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/strvec.h"

#include "model/field_type.h"

#include "format/draft/draft_parts.h"
#include "format/form/form_file.h"
#include "format/yaml/yaml_write.h"

static void
answer_write(
	const struct draft *draft, const struct field *field, size_t indent, struct strbuf *out)
{
	struct yaml_layout layout = { .parent = indent, .indent = indent + 2, .eol = "\n" };
	NODE(node) = answer_node(draft, field);

	yaml_write_entry(field->key, node, &layout, out);
}

static bool
is_written(const struct draft *draft, const struct field *field)
{
	return draft_is_answered(draft, field) ||
	       (field->section->documented && draft_applies(draft, field, NULL));
}

/* Answers of the top level, with their sections' titles. */
static void
sections_write(const struct draft *draft, struct strbuf *out)
{
	const struct form *form = draft_form(draft);
	const struct section *section = NULL;

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];

		if (field->group || !is_written(draft, field))
			continue;
		if (field->section != section)
			strbuf_addf(out, "\n# %s\n", field->section->title);
		section = field->section;
		answer_write(draft, field, 0, out);
	}
}

/* The group of a field, where this is the first of its fields that is written. */
static void
group_write(const struct draft *draft, const struct field *first, struct strbuf *out)
{
	const struct form *form = draft_form(draft);
	STRBUF(lines);

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];

		if (!field->group || strcmp(field->group, first->group) != 0 ||
			!is_written(draft, field))
			continue;
		if (i < first->index)
			return;
		answer_write(draft, field, 2, &lines);
	}
	strbuf_addf(out, "\n%s%s:\n",
		first->flags & FIELD_MADE
			? "# Made with the draft. If these change, devices install a second "
			  "profile\n"
			: "",
		first->group);
	strbuf_add(out, lines.buf, lines.len);
}

static void
notes_write(const struct draft *draft, struct strbuf *out)
{
	const struct form *form = draft_form(draft);
	struct yaml_layout layout = { .indent = 2, .eol = "\n" };
	NODE(notes) = node_map_new();

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];
		struct node *node = draft_comments_node(field, draft_note(draft, field), NULL);

		if (node)
			node_add(notes, field->key, node);
	}
	if (notes->n) {
		strbuf_addstr(out, "\n# Reviewers' comments, in no profile\n");
		yaml_write_entry(DRAFT_NOTES, notes, &layout, out);
	}
}

static void
original_write(const struct draft_file *file, struct strbuf *out)
{
	const struct form *form = draft_form(file->draft);
	const struct original *original = file->original;
	struct yaml_layout line = { .flow = true, .eol = "\n" };
	struct yaml_layout block = { .indent = 2, .eol = "\n" };
	NODE(payloads) = node_map_new();
	NODE(text) = NULL;

	if (!original || !original->text.len)
		return;
	strbuf_addstr(out,
		"\n# The profile that this draft was imported from. An export starts from it\n");
	for (size_t i = 0; original->payloads && i < form->npayloads; i++) {
		char number[24];

		snprintf(number, sizeof number, "%d", original->payloads[i]);
		if (original->payloads[i])
			node_add(payloads, form->payloads[i]->key,
				yaml_text_new(number, NODE_PLAIN));
	}
	if (original->payloads)
		yaml_write_entry(DRAFT_ORIGINAL_PAYLOADS, payloads, &line, out);
	text = yaml_text_new(original->text.buf, NODE_DOUBLE);
	yaml_write_entry(DRAFT_ORIGINAL, text, &block, out);
}

static void
accepted_write(const struct draft *draft, struct strbuf *out)
{
	const struct acceptances *list = draft_acceptances(draft);
	struct yaml_layout layout = { .indent = 2, .eol = "\n" };
	NODE(map) = node_map_new();

	for (size_t i = 0; i < list->n; i++)
		node_add(map, list->v[i].rule, draft_accepted_node(&list->v[i]));
	if (map->n) {
		strbuf_addstr(out, "\n# Accepted findings and the reasons, in no profile\n");
		yaml_write_entry(DRAFT_ACCEPTED, map, &layout, out);
	}
}

/* The JSON Schema of the first built-in form: $SCEPWIZ_SCHEMA, else where make install puts it. NULL: none that an editor
 * finds from any folder, and reads to its end. */
static const char *
schema_file(void)
{
	const char *own = getenv("SCEPWIZ_SCHEMA"), *path = own ? own : SCHEMA_FILE;

	for (const char *p = path; *p; p++)
		if (*p <= ' ' || *p > '~')
			return NULL;
	return *path == '/' && path_exists(path) ? path : NULL;
}

/* For editors with yaml-language-server. */
static void
schema_write(const struct form *form, struct strbuf *out)
{
	const char *path = form == form_builtin() ? schema_file() : NULL;

	if (path)
		strbuf_addf(out, "# yaml-language-server: $schema=%s\n", path);
}

void
draft_write(const struct draft_file *file, struct strbuf *out)
{
	const struct draft *draft = file->draft;
	const struct form *form = draft_form(draft);

	schema_write(form, out);
	strbuf_addf(out, "# scepwiz draft; form %s %d\nform: %s\n", form->name, form->version,
		form->name);
	sections_write(draft, out);
	for (size_t i = 0; i < form->nfields; i++)
		if (form->fields[i]->group && is_written(draft, form->fields[i]))
			group_write(draft, form->fields[i], out);
	notes_write(draft, out);
	original_write(file, out);
	accepted_write(draft, out);
}
