/* Writes a new draft whole: the documented fields in their order under the titles of their sections,
 * the others where they are answered, the groups (identity) at the end. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strvec.h"

#include "model/field_type.h"

#include "format/draft/draft_parts.h"
#include "format/yaml/yaml_write.h"

static void
answer_write(
	const struct draft *draft, const struct field *field, size_t indent, struct strbuf *out)
{
	struct yaml_layout layout = { .parent = indent, .indent = indent + 2, .eol = "\n" };
	struct node *node = answer_node(draft, field);

	yaml_write_entry(field->key, node, &layout, out);
	node_free(node);
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
	struct strbuf lines = STRBUF_INIT;

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];

		if (!field->group || strcmp(field->group, first->group) != 0 ||
			!is_written(draft, field))
			continue;
		if (i < first->index)
			goto out;
		answer_write(draft, field, 2, &lines);
	}
	strbuf_addf(out, "\n%s%s:\n",
		first->flags & FIELD_MADE
			? "# Made with the draft; changed ones make devices install a second profile\n"
			: "",
		first->group);
	strbuf_add(out, lines.buf, lines.len);
out:
	strbuf_release(&lines);
}

static void
notes_write(const struct draft *draft, struct strbuf *out)
{
	const struct form *form = draft_form(draft);
	struct yaml_layout layout = { .indent = 2, .eol = "\n" };
	struct node *notes = node_map_new();

	for (size_t i = 0; i < form->nfields; i++)
		if (*draft_note(draft, form->fields[i]))
			node_add(notes, form->fields[i]->key,
				yaml_text_new(draft_note(draft, form->fields[i]), NODE_DOUBLE));
	if (notes->n) {
		strbuf_addstr(out, "\n# What a reviewer says; in no profile\n");
		yaml_write_entry(DRAFT_NOTES, notes, &layout, out);
	}
	node_free(notes);
}

static void
original_payloads_write(const struct form *form, const int *numbers, struct strbuf *out)
{
	struct yaml_layout layout = { .flow = true, .eol = "\n" };
	struct node *map = node_map_new();

	for (size_t i = 0; i < form->npayloads; i++) {
		char number[24];

		snprintf(number, sizeof number, "%d", numbers[i]);
		if (numbers[i])
			node_add(map, form->payloads[i]->key, yaml_text_new(number, NODE_PLAIN));
	}
	yaml_write_entry(DRAFT_ORIGINAL_PAYLOADS, map, &layout, out);
	node_free(map);
}

static void
original_write(const struct draft_file *file, struct strbuf *out)
{
	const struct original *original = file->original;
	struct yaml_layout layout = { .indent = 2, .eol = "\n" };
	struct node *node;

	if (!original || !original->text.len)
		return;
	strbuf_addstr(out,
		"\n# The profile that this draft was imported from; an export begins with it\n");
	if (original->payloads)
		original_payloads_write(draft_form(file->draft), original->payloads, out);
	node = yaml_text_new(original->text.buf, NODE_DOUBLE);
	yaml_write_entry(DRAFT_ORIGINAL, node, &layout, out);
	node_free(node);
}

static void
accepted_write(const struct draft *draft, struct strbuf *out)
{
	const struct acceptances *list = draft_acceptances(draft);
	struct yaml_layout layout = { .indent = 2, .eol = "\n" };
	struct node *map = node_map_new();

	for (size_t i = 0; i < list->n; i++)
		node_add(map, list->v[i].rule, draft_accepted_node(&list->v[i]));
	if (map->n) {
		strbuf_addstr(out, "\n# Findings that are accepted, and why; in no profile\n");
		yaml_write_entry(DRAFT_ACCEPTED, map, &layout, out);
	}
	node_free(map);
}

void
draft_write(const struct draft_file *file, struct strbuf *out)
{
	const struct draft *draft = file->draft;
	const struct form *form = draft_form(draft);

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
